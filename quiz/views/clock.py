"""The system's clock, behind which tests have their own."""

from __future__ import annotations

import time
from datetime import datetime, timezone, tzinfo


class Clock:
    """Tells moments, zones and how long something takes."""

    def now(self) -> int:
        """Return UTC milliseconds since 1970."""
        return time.time_ns() // 1_000_000

    def zone(self) -> tzinfo:
        """Return the zone of this machine as it is now."""
        return datetime.now().astimezone().tzinfo or timezone.utc  # noqa: UP017

    def tick(self) -> int:
        """Return milliseconds of a clock that nobody sets, for durations."""
        return time.monotonic_ns() // 1_000_000
