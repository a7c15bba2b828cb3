"""What a trainee knows and what comes next: events, sessions, plans, memory, progress. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.lazy import lazily
from quiz.learning.days import study_day
from quiz.learning.state import ItemState, Memory, is_due, is_new, mastery, missed, next_due, retrievability

if TYPE_CHECKING:
    from quiz.learning.events import Answered, Body, Closed, Event, Mode, Opened, Undone, in_order, standing
    from quiz.learning.memory import Rating
    from quiz.learning.plan import Candidate, interleave, make_plan, option_order, shuffled
    from quiz.learning.progress import fold, fold_item, rating_of
    from quiz.learning.session import Answer, Session, fold_sessions, unfinished

__all__ = [
    "Answer",
    "Answered",
    "Body",
    "Candidate",
    "Closed",
    "Event",
    "ItemState",
    "Memory",
    "Mode",
    "Opened",
    "Rating",
    "Session",
    "Undone",
    "fold",
    "fold_item",
    "fold_sessions",
    "in_order",
    "interleave",
    "is_due",
    "is_new",
    "make_plan",
    "mastery",
    "missed",
    "next_due",
    "option_order",
    "rating_of",
    "retrievability",
    "shuffled",
    "standing",
    "study_day",
    "unfinished",
]

__getattr__ = lazily(
    __name__,
    {
        "events": "Answered Body Closed Event Mode Opened Undone in_order standing",
        "memory": "Rating",
        "plan": "Candidate interleave make_plan option_order shuffled",
        "progress": "fold fold_item rating_of",
        "session": "Answer Session fold_sessions unfinished",
    },
)
