"""What a trainee knows and what comes next: events, sessions, plans, memory, progress. Pure."""

from quiz.learning.days import study_day
from quiz.learning.events import Answered, Body, Closed, Event, Mode, Opened, Undone, in_order, standing
from quiz.learning.memory import Memory, Rating, retrievability
from quiz.learning.plan import Candidate, interleave, make_plan, option_order, shuffled
from quiz.learning.progress import ItemState, fold, fold_item, is_due, mastery, missed, next_due, rating_of
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
