"""What is typed into the settings: read, or refused in a sentence that says what to do."""

from __future__ import annotations

from quiz.errors import QuizError
from quiz.text import one_line
from quiz.views.ready import day_of

MOST_QUESTIONS = 500
NAME_LIMIT = 60
"""Characters of a trainee's name."""


def questions_from(text: str) -> int:
    """Return how many questions a session is to have, 1 to 500. Raises QuizError."""
    number = _whole(text)
    if number is None or not 1 <= number <= MOST_QUESTIONS:
        raise QuizError(f"{_quoted(text)} cannot be", hint=f"type a number from 1 to {MOST_QUESTIONS}")
    return number


def hour_from(text: str) -> int | None:
    """Return the hour at which study days begin, 0 to 23, None for a blank: the library's. Raises QuizError."""
    if not text.strip():
        return None
    hour = _whole(text)
    if hour is None or not 0 <= hour <= 23:
        raise QuizError(f"{_quoted(text)} is no hour", hint="type 0 to 23, or nothing for the library's")
    return hour


def date_from(text: str, today: int) -> str:
    """Return a date to be ready for as ISO text, empty for a blank; `today` is an ordinal. Raises QuizError."""
    typed = text.strip()
    if not typed:
        return ""
    day = day_of(typed)
    if day is None:
        raise QuizError(f"{_quoted(text)} is no date", hint="type it as 2026-03-10, or nothing for the library's")
    if day <= today:
        raise QuizError(f"{_quoted(text)} is not to come", hint="type a later day, or nothing for the library's")
    return typed


def trainee_from(text: str) -> str:
    """Return the name of a trainee, empty for a blank: the login. Raises QuizError."""
    name = one_line(text)
    if len(name) > NAME_LIMIT:
        raise QuizError("that is too long for a name", hint=f"type at most {NAME_LIMIT} characters")
    return name


def _whole(text: str) -> int | None:
    typed = text.strip()
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


def _quoted(text: str) -> str:
    return f"'{one_line(text, 20)}'" if text.strip() else "An empty line"
