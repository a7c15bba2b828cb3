"""The log on disk: append-only events in SQLite, each committed before anybody is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.lazy import lazily
from quiz.store.log import Log, Moment

if TYPE_CHECKING:
    from quiz.store.answers import Inbox, Sent, Told, open_inbox
    from quiz.store.backups import back_up, back_up_daily
    from quiz.store.clock import clock_trouble
    from quiz.store.examining import Flaw, Report, examine, good_rows
    from quiz.store.exchange import Merged, export, line_of, merge
    from quiz.store.files import write_lines
    from quiz.store.forgetting import Held, forget, held
    from quiz.store.pseudonyms import pseudonym
    from quiz.store.restoring import Restored, restore
    from quiz.store.sharing import shared_lines

__all__ = [
    "Flaw",
    "Held",
    "Inbox",
    "Log",
    "Merged",
    "Moment",
    "Report",
    "Restored",
    "Sent",
    "Told",
    "back_up",
    "back_up_daily",
    "clock_trouble",
    "examine",
    "export",
    "forget",
    "good_rows",
    "held",
    "line_of",
    "merge",
    "open_inbox",
    "pseudonym",
    "restore",
    "shared_lines",
    "write_lines",
]

__getattr__ = lazily(
    __name__,
    {
        "answers": "Inbox Sent Told open_inbox",
        "backups": "back_up back_up_daily",
        "clock": "clock_trouble",
        "examining": "Flaw Report examine good_rows",
        "exchange": "Merged export line_of merge",
        "files": "write_lines",
        "forgetting": "Held forget held",
        "pseudonyms": "pseudonym",
        "restoring": "Restored restore",
        "sharing": "shared_lines",
    },
)
