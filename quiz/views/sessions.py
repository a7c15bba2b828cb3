"""The last sessions in a line each: when, how, how many answers were right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from quiz.text import counted
from quiz.views.words import MODES, MONTHS

if TYPE_CHECKING:
    from quiz.learning import Session
    from quiz.views.desk import Desk

LAST = 5
"""Sessions that are listed."""


class SessionRow(Struct, frozen=True, kw_only=True):
    """A session: its study day (an ordinal), mode, right answers, answers, questions; `open` if it can go on."""

    id: str
    day: int
    mode: str
    right: int
    answered: int
    items: int
    open: bool

    def when(self, today: int) -> str:
        """Return the day in words: `today`, `yesterday`, `10 February`, with the year where it is another."""
        if today - self.day in (0, 1):
            return ("today", "yesterday")[today - self.day]
        on = date.fromordinal(self.day)
        year = "" if on.year == date.fromordinal(today).year else f" {on.year}"
        return f"{on.day} {MONTHS[on.month - 1]}{year}"

    def came_to(self) -> str:
        """Return what it came to: nothing of an exam before its end."""
        if self.open:
            told = "" if self.mode == "exam" else f", {self.right:,} right"
            return f"{self.answered:,} of {counted(self.items, 'question')} answered{told}"
        asked = self.items if self.mode == "exam" else self.answered
        return f"{self.right:,} of {counted(asked, 'question')} right"

    def says(self, today: int) -> str:
        """Return all of it in one line."""
        return f"{self.when(today)}: {MODES.get(self.mode, self.mode)}, {self.came_to()}"


def session_rows(sessions: Iterable[Session], day_of: Callable[[int], int], most: int = LAST) -> tuple[SessionRow, ...]:
    """Return the newest sessions with an answer, the newest first; `day_of` tells a moment's (UTC ms) study day."""
    found = sorted((s for s in sessions if s.answers), key=lambda s: s.opened, reverse=True)
    return tuple(
        SessionRow(
            id=s.id,
            day=day_of(s.opened),
            mode=s.mode,
            right=s.correct(),
            answered=len(s.answers),
            items=len(s.items),
            open=not s.closed,
        )
        for s in found[:most]
    )


def last_sessions(desk: Desk, most: int = LAST) -> tuple[SessionRow, ...]:
    """Return the newest sessions of a trainee; sessions without an answer are left out."""
    return session_rows(desk.log.newest_sessions(3 * most), lambda utc: desk.moment(utc).ordinal, most)
