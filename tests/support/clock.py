"""Clocks that a test sets."""

from __future__ import annotations

from quiz.views import Clock

THINKING_MS = 4_000


class PatientClock(Clock):
    """The system's clock for somebody who takes some seconds for every question."""

    def __init__(self) -> None:
        self._ticks = 0

    def tick(self) -> int:
        self._ticks += THINKING_MS
        return self._ticks
