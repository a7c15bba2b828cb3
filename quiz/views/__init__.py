"""The words and values that both front ends show, and the desk that they are served from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.lazy import lazily
from quiz.views.home import BankRow, Home

if TYPE_CHECKING:
    from quiz.views.answers import given_text, right_text, stem_text
    from quiz.views.choices import Choices
    from quiz.views.clock import Clock
    from quiz.views.desk import Desk, Step
    from quiz.views.feedback import Feedback, Mark, Source, feedback_of
    from quiz.views.question import Part, Question, question_of, shown_ids
    from quiz.views.results import Results, Wrong, results_of
    from quiz.views.words import MODES, OTHER_DOCUMENT, VERDICTS, letters, minutes_text, percent

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
    "Mark",
    "Part",
    "Question",
    "Results",
    "Source",
    "Step",
    "Wrong",
    "feedback_of",
    "given_text",
    "letters",
    "minutes_text",
    "percent",
    "question_of",
    "results_of",
    "right_text",
    "shown_ids",
    "stem_text",
]

__getattr__ = lazily(
    __name__,
    {
        "answers": "given_text right_text stem_text",
        "choices": "Choices",
        "clock": "Clock",
        "desk": "Desk Step",
        "feedback": "Feedback Mark Source feedback_of",
        "question": "Part Question question_of shown_ids",
        "results": "Results Wrong results_of",
        "words": "MODES OTHER_DOCUMENT VERDICTS letters minutes_text percent",
    },
)
