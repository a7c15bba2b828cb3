"""The system's clock, behind which tests have their own."""

from __future__ import annotations

import time
from datetime import datetime, timezone, tzinfo

from quiz.errors import QuizError


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


def named_zone(name: str) -> tzinfo | None:
    """Return the time zone of that name, None for `local`. Raises QuizError when there is none."""
    if name == "local":
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = "write `zone: local` or a name such as Asia/Yerevan"
        raise QuizError(f"there is no time zone '{name}'", "library.yaml", hint) from None
