"""Line mode in this process: a desk in memory, a clock that stands, a trainee who answers what is asked."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from unittest.mock import patch

from quiz.banks import Library
from quiz.learning import Mode
from quiz.plain import Plain
from quiz.store import Log
from quiz.views import Choices, Clock, Desk

NOON = int(datetime(2026, 2, 10, 12, tzinfo=UTC).timestamp() * 1000)


class StandingClock(Clock):
    """Shows the same moment until it is moved on."""

    def __init__(self, now: int = NOON) -> None:
        self.time = now

    def now(self) -> int:
        return self.time

    def zone(self) -> tzinfo:
        return UTC

    def pass_days(self, days: float) -> None:
        self.time += int(days * 86_400_000)


def desk_of(library: Library, folder: Path | None = None, clock: Clock | None = None) -> Desk:
    """A desk with its log in `folder`, or in memory."""
    place = Path("/nowhere/at/all") if folder is None else folder
    return Desk(library, Log(place, "trainee", library.id, writing=folder is not None), clock or StandingClock())


class Answering(io.StringIO):
    """An input that asks `reply` for each line, given what was written since the line before.

    None, or that there is no next one, ends it.
    """

    def __init__(self, target: io.StringIO, reply: Callable[[str], str | None]) -> None:
        super().__init__()
        self._target = target
        self._reply = reply
        self._read = 0

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        written = self._target.getvalue()
        try:
            line = self._reply(written[self._read :])
        except StopIteration:
            line = None
        self._read = len(written)
        return "" if line is None else f"{line}\n"


def talk(
    desk: Desk,
    said: Iterable[str] | Callable[[str], str | None],
    mode: Mode | None = None,
    seed: str = "",
    items: int = 10,
) -> tuple[int, str]:
    """Run one session of line mode; return its exit code and all that it wrote."""
    target = io.StringIO()
    source = Answering(target, said) if callable(said) else io.StringIO("".join(f"{line}\n" for line in said))
    with patch("quiz.plain._take_signals"):
        code = Plain(desk, source, target).run(mode, Choices(items=items), seed)
    return code, target.getvalue()
