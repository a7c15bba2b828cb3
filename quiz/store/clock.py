"""What a clock that was wrong does to a log is told, not mended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

BACK_MS = 5 * 60_000
AHEAD_MS = 24 * 3_600_000


def clock_trouble(newest: int | None, now: int) -> str:
    """Say what is odd about the clock, nothing where it goes well.

    `newest` is the moment of the newest event and `now` the present, in UTC milliseconds. A clock may be five minutes
    behind the newest event; from a day on the event itself is taken to be wrong.
    """
    ahead = 0 if newest is None else newest - now
    if ahead <= BACK_MS:
        return ""
    there, here = (_date(utc) for utc in (newest or 0, now))
    if ahead > AHEAD_MS:
        return f"the newest answer in the log is of {there}, but it is {here}: one of these clocks was wrong"
    return f"the clock says {here}, which is before the newest answer ({there}): it may have been set back"


def _date(utc: int) -> str:
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=utc)
    except OverflowError:
        return "a year that no calendar has"
    return f"{moment:%Y-%m-%d %H:%M} UTC"
