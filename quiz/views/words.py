"""Words that both front ends use for the same things."""

from __future__ import annotations

from datetime import date

from quiz.scoring.outcome import Note, Verdict
from quiz.text import counted

VERDICTS = {
    Verdict.CORRECT: ("✓", "Right"),
    Verdict.PARTIAL: ("◐", "Partly right"),
    Verdict.INCORRECT: ("✗", "Wrong"),
    Verdict.OMITTED: ("○", "Not answered"),
}
"""Symbol and word for a verdict."""

OTHER_DOCUMENT = ("≠", "Right for another document")
"""Symbol and word when another document answers so."""

OTHER = "other"
"""What such an answer is called where a verdict stands otherwise."""

MODES = {"learn": "Learn", "practice": "Practice", "mistakes": "Mistakes", "drill": "Drill", "exam": "Exam"}

NOTES = {
    Note.TYPO: "A slip of spelling",
    Note.FINER: "More precise than the document",
    Note.OTHER_UNIT: "That is another unit",
    Note.UNCLEAR: "The answer could not be read",
}

RATINGS = {"again": "Again", "hard": "Hard", "good": "Good", "easy": "Easy"}
"""How well an answer was known."""

REASONS = {
    "key": "wrong key",
    "unclear": "unclear",
    "outdated": "out of date",
    "typo": "typo",
    "other": "other",
}
"""What may be wrong with a question."""

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def when_text(due: int, today: int) -> str:
    """Return when an item comes again: `tomorrow`, `in 5 days`, or a date from 30 days on."""
    days = due - today
    if days <= 0:
        return "today"
    if days == 1:
        return "tomorrow"
    if days < 30:
        return f"in {days} days"
    on = date.fromordinal(due)
    return f"on {on.day} {MONTHS[on.month - 1]} {on.year}"


def percent(share: float) -> str:
    """Return a share as whole percent, 100 % only when nothing is missing and 0 % only when nothing is there."""
    whole = round(share * 100)
    if whole == 100 and share < 1:
        whole = 99
    if whole == 0 and share > 0:
        whole = 1
    return f"{whole} %"


def minutes_text(milliseconds: int) -> str:
    """Return a duration: `45 seconds`, `3 minutes`."""
    seconds = round(milliseconds / 1000)
    return counted(seconds, "second") if seconds < 90 else counted(round(seconds / 60), "minute")


def letters(index: int) -> str:
    """Return what an option is called by its place (from 0): `a` to `z`, then `aa`, `ab`."""
    last = chr(ord("a") + index % 26)
    return last if index < 26 else letters(index // 26 - 1) + last
