"""What to do next: one action in words for every state that a library and a day can be in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from quiz.banks.front import Front
from quiz.learning.state import ItemState
from quiz.text import counted
from quiz.views.words import MODES, when_text

if TYPE_CHECKING:
    from quiz.learning import Mode, Session

UNKNOWN_MS = 20_000
"""Milliseconds that an answer is thought to take of which nothing is known."""
LONGEST_MS = 180_000
"""No answer is thought to take longer: one that was left open over lunch says nothing of the next."""


class Day(Struct, frozen=True, kw_only=True):
    """What a study day holds.

    `due` and `new` are items that may be asked, `first` new ones that come before what is due (all that a date to be
    ready for asks of today), `answered` items of today, `limit` a session's questions; `later` is the next due day,
    `paced` tells that there is such a date. `due_ms` and `new_ms` are what one answer takes.
    """

    today: int
    due: int
    new: int
    first: int
    answered: int
    limit: int
    later: int | None
    paced: bool
    begun: bool
    due_ms: int = UNKNOWN_MS
    new_ms: int = UNKNOWN_MS

    @property
    def finished(self) -> bool:
        """Whether what the day asks is done: nothing due, and no new items, or enough of them."""
        enough = self.first == 0 if self.paced else self.answered >= self.limit
        return self.answered > 0 and self.due == 0 and (self.new == 0 or enough)


class Start(Struct, frozen=True):
    """What Enter does, and what to know of it; `mode` is None where there is nothing to start."""

    action: str
    detail: str
    mode: Mode | None = "learn"


def usual_ms(states: Iterable[ItemState]) -> int | None:
    """Return the milliseconds that an answer to one of some items takes on average, None where nothing is known.

    An item counts with the median of its last answers.
    """
    known = [s.durations for s in states if s.durations]
    medians = [min(LONGEST_MS, sorted(times)[(len(times) - 1) // 2]) for times in known]
    measured = [ms for ms in medians if ms > 0]
    return sum(measured) // len(measured) if measured else None


def about_text(milliseconds: int) -> str:
    """Return a time that is only guessed, in whole minutes: `about 3 minutes`."""
    return f"about {counted(max(1, -(-milliseconds // 60_000)), 'minute')}"


def start_of(front: Front, session: Session | None, day: Day) -> Start:
    """Return what to do next; `session` is the one left open, if there is one."""
    if not front.askable:
        return _nothing_to_ask(front)
    if session is not None:
        number = min(len(session.answers) + 1, len(session.items))
        so_far = "" if session.mode == "exam" else f", {counted(session.correct(), 'right answer')} so far"
        action = f"Go on with question {number} of {len(session.items)}"
        return Start(action, f"{MODES[session.mode]} session{so_far}", session.mode)
    if day.due + day.new == 0:
        return _nothing_left(day)
    count = min(day.limit, day.due + day.new)
    reviews = min(day.due, count - min(day.first, count))
    parts = [counted(reviews, "review")] if reviews else []
    parts += [f"{count - reviews} new"] if count > reviews else []
    takes = about_text(reviews * day.due_ms + (count - reviews) * day.new_ms)
    detail = f"{' and '.join(parts)}, {takes}"
    if not day.begun:
        return Start(
            f"Start: {counted(count, 'question')}", f"{detail}. Each answer shows the sentence that decides it"
        )
    if day.finished:
        more = counted(count, "more question")
        return Start(f"Start: {more}", f"Done for today. If you like: {detail}")
    return Start(f"Start: {counted(count, 'question')}", detail)


def _nothing_to_ask(front: Front) -> Start:
    if front.left_out:
        what = "Its only question is" if front.left_out == 1 else f"All {front.left_out:,} questions are"
        return Start(f"{what} faulty", "`quiz check` tells what is wrong and where; mend it and start again", None)
    if front.waiting:
        what = f"{counted(front.waiting, 'question waits', 'questions wait')} to be approved"
        return Start("No question is approved yet", f"{what}: give them `status: approved` in their bank", None)
    if front.banks:
        names = "The bank is" if len(front.banks) == 1 else "The banks are"
        return Start(f"{names} empty", "Write items below `items:`; `quiz new DIR` makes examples of each type", None)
    return Start("The library is empty", "`quiz new DIR` makes one with examples to learn from", None)


def _nothing_left(day: Day) -> Start:
    later = f"The next review comes {when_text(day.later, day.today)}" if day.later is not None else ""
    if day.answered:
        return Start(
            "All done for today", f"{later or 'Everything has been seen'}. Enter practises as you like", "practice"
        )
    if later:
        return Start("Nothing is due today", f"{later}. Enter practises as you like", "practice")
    return Start("All questions are put aside", "`quiz resume ITEM` asks one again", None)


def when_due(states: Mapping[str, ItemState], moved: Mapping[str, int] | None) -> Mapping[str, int]:
    """Return the due day of each reviewed item; `moved` has them where a date to be ready for moves them."""
    return moved if moved is not None else {i: s.memory.due for i, s in states.items() if s.memory}
