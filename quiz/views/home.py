"""What today holds."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from quiz.banks import Front
from quiz.learning import ItemState, is_new, mastery, missed, waits
from quiz.views.start import UNKNOWN_MS, Day, start_of, usual_ms, when_due

if TYPE_CHECKING:
    from quiz.learning import Mode, Session
    from quiz.views.ready import Goal


class BankRow(Struct, frozen=True):
    """A bank or a topic: its mastery in [0, 1], how many of its items were seen, are there, and are due."""

    id: str
    title: str
    mastery: float
    seen: int
    items: int
    due: int


class Home(Struct, frozen=True, kw_only=True):
    """The first screen in numbers and words; `start` is the mode that Enter begins, None where nothing can be asked."""

    title: str
    trainee: str
    due: int
    due_minutes: int
    new: int
    mistakes: int
    items: int
    answered_today: int
    topics: tuple[BankRow, ...]
    banks: tuple[BankRow, ...]
    action: str
    detail: str
    start: Mode | None
    resumable: bool
    left_out: int
    leeches: tuple[str, ...] = ()
    suspended: int = 0
    goal: str = ""
    warnings: tuple[str, ...] = ()

    def summary(self) -> str:
        """One line for a shell prompt."""
        return f"{self.due} due, {self.new} new, {self.mistakes} to mend"


def home_of(
    front: Front,
    trainee: str,
    states: Mapping[str, ItemState],
    open_session: Session | None,
    today: int,
    limit: int,
    goal: Goal | None = None,
    trouble: str = "",
) -> Home:
    """Return what the home screen shows.

    `today` is a study day's ordinal, `limit` a session's questions, `goal` the date to be ready for, `trouble` what
    the trainee must know first.
    """
    known = {i: states[i] for i in front.askable if i in states}
    asked = [i for i in front.askable if not waits(known.get(i), today)]
    when = when_due(known, goal.due if goal else None)
    due = {i for i in asked if when.get(i, today + 1) <= today}
    new = sum(is_new(known.get(i)) for i in asked)
    usual = usual_ms(known.values()) or UNKNOWN_MS
    day = Day(
        today=today,
        due=len(due),
        new=new,
        first=min(goal.quota, new) if goal else 0,
        answered=sum(s.attempts > 0 and s.day == today for s in known.values()),
        limit=limit,
        later=min((day for day in when.values() if day > today), default=None),
        paced=goal is not None,
        begun=bool(known),
        due_ms=usual_ms(known[i] for i in due) or usual,
        new_ms=usual,
    )
    inside: dict[str, list[str]] = {bank: [] for bank in front.banks}
    for item, bank in front.askable.items():
        inside.setdefault(bank, []).append(item)
    start = start_of(front, open_session, day)
    return Home(
        title=front.title,
        trainee=trainee,
        due=day.due,
        due_minutes=-(-day.due * day.due_ms // 60_000),
        new=new,
        mistakes=sum(missed(known[i]) for i in asked if i in known),
        items=len(front.askable),
        answered_today=day.answered,
        topics=tuple(_row(path, title, front.inside[path], known, due, today) for path, title in front.topics.items()),
        banks=tuple(_row(bank, title, inside[bank], known, due, today) for bank, title in front.banks.items()),
        action=start.action,
        detail=start.detail,
        start=start.mode,
        resumable=open_session is not None and start.mode is not None,
        left_out=front.left_out,
        leeches=tuple(sorted(i for i, s in known.items() if s.leech)),
        suspended=sum(s.suspended for s in known.values()),
        goal=goal.says() if goal else "",
        warnings=tuple(w for w in (trouble, goal.warning() if goal else "") if w),
    )


def _row(
    name: str, title: str, items: Sequence[str], states: Mapping[str, ItemState], due: Container[str], today: int
) -> BankRow:
    seen = sum(i in states and states[i].attempts > 0 for i in items)
    return BankRow(name, title, mastery(items, states, today), seen, len(items), sum(i in due for i in items))
