"""What today holds."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from quiz.banks import Library
from quiz.learning import ItemState, Session, is_due, mastery, missed, next_due
from quiz.text import counted
from quiz.views.words import MODES, when_text


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
    startable: bool
    resumable: bool
    left_out: int

    def summary(self) -> str:
        """One line for a shell prompt."""
        return f"{self.due} due, {self.new} new, {self.mistakes} to mend"


def home_of(
    library: Library,
    trainee: str,
    states: Mapping[str, ItemState],
    open_session: Session | None,
    today: int,
    limit: int,
) -> Home:
    """Return what the home screen shows; `today` is a study day's ordinal, `limit` a session's questions."""
    askable = library.askable()
    ids = [e.item.id for e in askable]
    known = {i: states[i] for i in ids if i in states}
    due = sum(is_due(known.get(i), today) for i in ids)
    new = sum(i not in known for i in ids)
    rows = []
    for bank, title in library.banks.items():
        inside = [e.item.id for e in askable if e.bank == bank]
        if inside:
            seen = sum(i in known for i in inside)
            waiting = sum(is_due(known.get(i), today) for i in inside)
            rows.append(BankRow(bank, title, mastery(inside, known, today), seen, len(inside), waiting))
    action, detail = _action(open_session, set(ids), due, new, limit, known, today)
    return Home(
        title=library.title,
        trainee=trainee,
        due=due,
        new=new,
        mistakes=sum(missed(s) for s in known.values()),
        items=len(ids),
        answered_today=sum(s.day == today for s in known.values()),
        banks=tuple(rows),
        action=action,
        detail=detail,
        startable=open_session is not None or due + new > 0,
        resumable=open_session is not None,
        left_out=len({(f.path, f.item) for f in library.errors() if f.item}),
    )


def _action(
    session: Session | None, ids: set[str], due: int, new: int, limit: int, states: Mapping[str, ItemState], today: int
) -> tuple[str, str]:
    if session is not None:
        number = len(session.answers) + 1
        what = f"Go on with question {number} of {len(session.items)}"
        return what, f"{MODES[session.mode]} session, {counted(session.correct(), 'right answer')} so far"
    if due + new == 0 and ids:
        later = next_due(states.values(), today)
        when = f"the next review comes {when_text(later, today)}" if later is not None else "nothing is scheduled"
        return "All done for today", f"{when[0].upper()}{when[1:]}. Practice as you like"
    count = min(limit, due + new)
    parts = [counted(min(due, count), "review")] if due else []
    parts += [f"{count - min(due, count)} new"] if count > due else []
    return f"Start: {counted(count, 'question')}", " and ".join(parts)
