"""What a trainee knows and what comes next: events, sessions, plans, memory, progress. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.lazy import lazily
from quiz.learning.days import study_day
from quiz.learning.state import ItemState, Memory, is_due, is_new, mastery, missed, next_due, retrievability, waits

if TYPE_CHECKING:
    from quiz.learning.events import (
        REMARK_LIMIT,
        RETENTIONS,
        Answered,
        Body,
        Buried,
        Claimed,
        Closed,
        Event,
        Mode,
        Noted,
        Opened,
        Rated,
        RatingWord,
        Reason,
        Regraded,
        Reported,
        Reset,
        Resumed,
        Skipped,
        Starred,
        Suspended,
        Tuned,
        Undone,
        Unstarred,
        in_order,
        standing,
    )
    from quiz.learning.history import Day, History, Streak, forecast, history_of, streak
    from quiz.learning.memory import Rating
    from quiz.learning.plan import Candidate, Terms, interleave, make_plan, option_order, shuffled
    from quiz.learning.progress import (
        Step,
        advance,
        fold,
        fold_item,
        is_rapid,
        policy_of,
        rating_of,
        ratings_open,
        retention_of,
        trace,
        traces,
    )
    from quiz.learning.session import Answer, Session, fold_sessions, unfinished

__all__ = [
    "REMARK_LIMIT",
    "RETENTIONS",
    "Answer",
    "Answered",
    "Body",
    "Buried",
    "Candidate",
    "Claimed",
    "Closed",
    "Day",
    "Event",
    "History",
    "ItemState",
    "Memory",
    "Mode",
    "Noted",
    "Opened",
    "Rated",
    "Rating",
    "RatingWord",
    "Reason",
    "Regraded",
    "Reported",
    "Reset",
    "Resumed",
    "Session",
    "Skipped",
    "Starred",
    "Step",
    "Streak",
    "Suspended",
    "Terms",
    "Tuned",
    "Undone",
    "Unstarred",
    "advance",
    "fold",
    "fold_item",
    "fold_sessions",
    "forecast",
    "history_of",
    "in_order",
    "interleave",
    "is_due",
    "is_new",
    "is_rapid",
    "make_plan",
    "mastery",
    "missed",
    "next_due",
    "option_order",
    "policy_of",
    "rating_of",
    "ratings_open",
    "retention_of",
    "retrievability",
    "shuffled",
    "standing",
    "streak",
    "study_day",
    "trace",
    "traces",
    "unfinished",
    "waits",
]

__getattr__ = lazily(
    __name__,
    {
        "events": "REMARK_LIMIT RETENTIONS Answered Body Buried Claimed Closed Event Mode Noted Opened Rated "
        "RatingWord Reason Regraded Reported Reset Resumed Skipped Starred Suspended Tuned Undone Unstarred in_order "
        "standing",
        "history": "Day History Streak forecast history_of streak",
        "memory": "Rating",
        "plan": "Candidate Terms interleave make_plan option_order shuffled",
        "progress": "Step advance fold fold_item is_rapid policy_of rating_of ratings_open retention_of trace traces",
        "session": "Answer Session fold_sessions unfinished",
    },
)
