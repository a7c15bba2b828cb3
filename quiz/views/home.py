"""What today holds."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from quiz.banks import Front
from quiz.learning import ItemState, is_new, mastery, missed, waits
from quiz.text import counted
from quiz.views.words import MODES, when_text

if TYPE_CHECKING:
    from quiz.learning import Session
    from quiz.views.ready import Goal


class BankRow(Struct, frozen=True):
    """A bank with its mastery in [0, 1], how many of its items were seen, and how many there are."""

    id: str
    title: str
    mastery: float
    seen: int
    items: int
    due: int


class Home(Struct, frozen=True, kw_only=True):
    """The first screen in numbers and words."""

    title: str
    trainee: str
    due: int
    new: int
    mistakes: int
    items: int
    answered_today: int
    banks: tuple[BankRow, ...]
    action: str
    detail: str
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
    when = goal.due if goal else {i: s.memory.due for i, s in known.items() if s.memory}
    due_items = {i for i in asked if when.get(i, today + 1) <= today}
    due, new = len(due_items), sum(is_new(known.get(i)) for i in asked)
    inside: dict[str, list[str]] = {}
    for item, bank in front.askable.items():
        inside.setdefault(bank, []).append(item)
    rows = [
        _row(bank, title, inside[bank], known, due_items, today)
        for bank, title in front.banks.items()
        if bank in inside
    ]
    first = min(goal.quota, new) if goal else 0
    action, detail = _action(open_session, due, (new, first), limit, when, today)
    return Home(
        title=front.title,
        trainee=trainee,
        due=due,
        new=new,
        mistakes=sum(missed(s) for s in known.values()),
        items=len(front.askable),
        answered_today=sum(s.attempts > 0 and s.day == today for s in known.values()),
        banks=tuple(rows),
        action=action,
        detail=detail,
        resumable=open_session is not None,
        left_out=front.left_out,
        leeches=tuple(sorted(i for i, s in known.items() if s.leech)),
        suspended=sum(s.suspended for s in known.values()),
        goal=goal.says() if goal else "",
        warnings=tuple(w for w in (trouble, goal.warning() if goal else "") if w),
    )


def _row(
    bank: str, title: str, items: list[str], states: Mapping[str, ItemState], due: Container[str], today: int
) -> BankRow:
    seen = sum(i in states and states[i].attempts > 0 for i in items)
    return BankRow(bank, title, mastery(items, states, today), seen, len(items), sum(i in due for i in items))


def _action(
    session: Session | None, due: int, new: tuple[int, int], limit: int, when: Mapping[str, int], today: int
) -> tuple[str, str]:
    """Return what to do next; `new` are new items, and how many of them come before what is due."""
    if session is not None:
        number = len(session.answers) + 1
        what = f"Go on with question {number} of {len(session.items)}"
        so_far = "" if session.mode == "exam" else f", {counted(session.correct(), 'right answer')} so far"
        return what, f"{MODES[session.mode]} session{so_far}"
    all_new, first = new
    if due + all_new == 0:
        later = min((day for day in when.values() if day > today), default=None)
        next_ = f"the next review comes {when_text(later, today)}" if later is not None else "nothing is scheduled"
        return "All done for today", f"{next_[0].upper()}{next_[1:]}. Practice as you like"
    count = min(limit, due + all_new)
    reviews = min(due, count - min(first, count))
    parts = [counted(reviews, "review")] if reviews else []
    parts += [f"{count - reviews} new"] if count > reviews else []
    return f"Start: {counted(count, 'question')}", " and ".join(parts)
