"""What an update of the banks changed for a trainee since the last session: told once, until the next one begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from quiz.learning import Answered, Event, Regraded, Step, trace
from quiz.text import counted

if TYPE_CHECKING:
    from pathlib import Path

    from quiz.views.desk import Desk


class Regrade(Struct, frozen=True):
    """Answers to one item that count otherwise now: how many there are, how many earn more and how many less."""

    item: str
    answers: int
    better: int
    worse: int


class News(Struct, frozen=True, kw_only=True):
    """Items that are new, whose scoring was corrected, and that are no longer asked; answers that count otherwise."""

    new: int = 0
    corrected: int = 0
    better: int = 0
    worse: int = 0
    retired: int = 0

    def says(self) -> str:
        """Return what changed in one line, empty when nothing did."""
        parts = [counted(self.new, "new question")] if self.new else []
        if self.corrected:
            parts.append(f"{counted(self.corrected, 'key')} corrected{self._scores()}")
        parts += [f"{self.retired:,} no longer asked"] if self.retired else []
        return f"Since your last session: {', '.join(parts)}" if parts else ""

    def _scores(self) -> str:
        words = ((self.better, "more"), (self.worse, "less"))
        told = [f"{counted(n, 'answer')} of yours {'counts' if n == 1 else 'count'} {what}" for n, what in words if n]
        return f" ({' and '.join(told)})" if told else ""


def regrade_of(item: str, events: Sequence[Event], since: int) -> Regrade:
    """Return what the corrections of an item after `since` (UTC ms) did to its answers; `events` are all of its own."""
    before = _shares(trace(e for e in events if not (isinstance(e.body, Regraded) and e.utc > since)))
    after = _shares(trace(events))
    moved = [after[event] - share for event, share in before.items() if event in after]
    return Regrade(item, len(moved), sum(m > 0 for m in moved), sum(m < 0 for m in moved))


def _shares(steps: Iterable[Step]) -> dict[str, Fraction]:
    return {
        s.event.id: Fraction(1) if s.claimed else s.outcome.share
        for s in steps
        if s.outcome is not None and isinstance(s.event.body, Answered) and s.role != "superseded"
    }


def news_of(known: Mapping[str, str] | None, scored: Mapping[str, str], regrades: Iterable[Regrade]) -> News:
    """Return what changed between the items asked for at the last session and those of today.

    Both map ids to the hash of what scoring reads; `known` is None where it was not kept.
    """
    regrades = [r for r in regrades if r.item in scored]
    changed = {r.item for r in regrades}
    if known is not None:
        changed |= {i for i, hash_ in known.items() if scored.get(i, hash_) != hash_}
    return News(
        new=0 if known is None else len(scored.keys() - known.keys()),
        corrected=len(changed),
        better=sum(r.better for r in regrades),
        worse=sum(r.worse for r in regrades),
        retired=0 if known is None else len(known.keys() - scored.keys()),
    )


def read_news(desk: Desk) -> News:
    """Return what changed since the newest session of a trainee, nothing before the first."""
    since = desk.log.last_opened()
    if since is None:
        return News()
    from quiz.banks.opening import read_kept

    path = _path(desk)
    known = None if path is None else read_kept(path, dict[str, str])
    items = desk.log.regraded_since(since)
    return news_of(known, desk.front.scored, [regrade_of(i, desk.log.of_item(i), since) for i in items])


def note_items(desk: Desk) -> None:
    """Keep which items there are as a session begins; a disk that takes nothing is no trouble."""
    from quiz.banks.opening import keep, read_kept

    path = _path(desk)
    if path is not None and read_kept(path, dict[str, str]) != desk.front.scored:
        keep(path, desk.front.scored)


def _path(desk: Desk) -> Path | None:
    """Return where it is kept which items a trainee's last session could ask; None for a log in memory."""
    if not desk.log.on_disk:
        return None
    from quiz.banks.opening import cache_path

    folder = desk.log.path.parent / "cache"
    return cache_path(folder, "asked", folder / desk.log.library / desk.log.trainee)
