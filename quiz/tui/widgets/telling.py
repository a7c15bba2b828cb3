"""How far a session is, and what is said after an answer."""

from __future__ import annotations

from typing import Any

from textual.widget import Widget

from quiz.learning import Session
from quiz.scoring import Verdict
from quiz.tui.widgets.marks import Marks, letters_content
from quiz.tui.widgets.places import Pictured
from quiz.tui.widgets.text import MUTED, Words, pair, styled
from quiz.views import VERDICTS, Feedback, Source

TRAIL = 30
"""Questions up to which each answer has its sign in the bar."""
ROWS_AROUND = 13
"""Rows of the screen that a map leaves to what is said beside it."""
DONE = "■"
"""The sign of an answer of which nothing is told yet."""


def time_text(milliseconds: int | None) -> str:
    """Return the time that is left as minutes and seconds, nothing without a limit."""
    if milliseconds is None:
        return ""
    minutes, seconds = divmod(-(-milliseconds // 1000), 60)
    return f"{minutes}:{seconds:02}  "


def trail(session: Session, number: int, total: int, left: int | None = None) -> Any:
    """Return a sign for each answer, the number of the question (0: none) and the milliseconds left as one line."""
    parts: list[tuple[str, str] | str] = [(time_text(left), "bold")] if left is not None else []
    secret = session.mode == "exam"
    if total <= TRAIL:
        colors = {Verdict.CORRECT: "$success", Verdict.PARTIAL: "$warning", Verdict.INCORRECT: "$error"}
        for answer in session.answers:
            verdict = answer.outcome.verdict
            sign = (DONE, MUTED) if secret else (VERDICTS[verdict][0], colors.get(verdict, MUTED))
            parts.append(sign)
        waiting = total - len(session.answers)
        if number and waiting > 0:
            parts.append(("▸", "bold $accent"))
            waiting -= 1
        parts.append(("·" * max(0, waiting) + "  ", MUTED))
    parts.append(f"{number or len(session.answers)} of {total}")
    return styled(*parts)


def feedback_widgets(feedback: Feedback) -> list[Widget]:
    """Return what is said after an answer, but for its passages."""
    made: list[Widget] = []
    if feedback.marks:
        made.append(Marks(feedback.marks))
    else:
        if feedback.given and feedback.given != feedback.right:
            made.append(pair("You said", feedback.given))
        made.append(pair("Right", feedback.right))
    if feedback.letters:
        made.append(pair("Letters", letters_content(feedback.letters)))
    if feedback.map is not None and feedback.drawn:
        made.append(Pictured(feedback.map, ROWS_AROUND))
    if feedback.notes:
        made.append(pair("Note", "; ".join(feedback.notes)))
    if feedback.message:
        made.append(Words(feedback.message, classes="message"))
    made.append(Words(feedback.explanation, classes="explanation"))
    return made


def passages(feedback: Feedback, context: bool) -> tuple[Source, ...]:
    """Return the passages to show; `context`: also those that only the explanation rests on."""
    return tuple(source for source in feedback.sources if source.role != "context" or context)
