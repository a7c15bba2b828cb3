"""The words and values that both front ends show, and the desk that they are served from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.lazy import lazily
from quiz.views.home import BankRow, Home

if TYPE_CHECKING:
    from quiz.views.desk import Choices, Clock, Desk, Step
    from quiz.views.feedback import Feedback, Source, feedback_of
    from quiz.views.question import Question, given_text, question_of, right_text
    from quiz.views.results import Results, Wrong, results_of
    from quiz.views.words import MODES, OTHER_DOCUMENT, VERDICTS, minutes_text, percent

__all__ = [
    "MODES",
    "OTHER_DOCUMENT",
    "VERDICTS",
    "BankRow",
    "Choices",
    "Clock",
    "Desk",
    "Feedback",
    "Home",
    "Question",
    "Results",
    "Source",
    "Step",
    "Wrong",
    "feedback_of",
    "given_text",
    "minutes_text",
    "percent",
    "question_of",
    "results_of",
    "right_text",
]

__getattr__ = lazily(
    __name__,
    {
        "desk": "Choices Clock Desk Step",
        "feedback": "Feedback Source feedback_of",
        "question": "Question given_text question_of right_text",
        "results": "Results Wrong results_of",
        "words": "MODES OTHER_DOCUMENT VERDICTS minutes_text percent",
    },
)
