"""What today holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from quiz.banks import Front
from quiz.learning import ItemState, is_due, is_new, mastery, missed, next_due
from quiz.text import counted
from quiz.views.words import MODES, when_text

if TYPE_CHECKING:
    from quiz.learning import Session


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
) -> Home:
    """Return what the home screen shows; `today` is a study day's ordinal, `limit` a session's questions."""
    known = {i: states[i] for i in front.askable if i in states}
    due = sum(is_due(state, today) for state in known.values())
    new = sum(is_new(known.get(i)) for i in front.askable)
    inside: dict[str, list[str]] = {}
    for item, bank in front.askable.items():
        inside.setdefault(bank, []).append(item)
    rows = [_row(bank, title, inside[bank], known, today) for bank, title in front.banks.items() if bank in inside]
    action, detail = _action(open_session, due, new, limit, known, today)
    return Home(
        title=front.title,
        trainee=trainee,
        due=due,
        new=new,
        mistakes=sum(missed(s) for s in known.values()),
        items=len(front.askable),
        answered_today=sum(s.day == today for s in known.values()),
        banks=tuple(rows),
        action=action,
        detail=detail,
        resumable=open_session is not None,
        left_out=front.left_out,
    )


def _row(bank: str, title: str, items: list[str], states: Mapping[str, ItemState], today: int) -> BankRow:
    seen = sum(i in states for i in items)
    due = sum(is_due(states.get(i), today) for i in items)
    return BankRow(bank, title, mastery(items, states, today), seen, len(items), due)


def _action(
    session: Session | None, due: int, new: int, limit: int, states: Mapping[str, ItemState], today: int
) -> tuple[str, str]:
    if session is not None:
        number = len(session.answers) + 1
        what = f"Go on with question {number} of {len(session.items)}"
        return what, f"{MODES[session.mode]} session, {counted(session.correct(), 'right answer')} so far"
    if due + new == 0:
        later = next_due(states.values(), today)
        when = f"the next review comes {when_text(later, today)}" if later is not None else "nothing is scheduled"
        return "All done for today", f"{when[0].upper()}{when[1:]}. Practice as you like"
    count = min(limit, due + new)
    parts = [counted(min(due, count), "review")] if due else []
    parts += [f"{count - min(due, count)} new"] if count > due else []
    return f"Start: {counted(count, 'question')}", " and ".join(parts)
