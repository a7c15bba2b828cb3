"""Study days: a day that begins at the rollover hour of the trainee's zone, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo


def study_day(utc: int, zone: tzinfo, rollover: int) -> date:
    """Return the study day of a moment.

    `utc` in milliseconds since 1970, `zone` the trainee's, `rollover` the local hour (0 to 23) at which a day begins.
    A night with a clock change still belongs to one day.
    """
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=utc)
    local = moment.astimezone(zone)
    return local.date() if local.hour >= rollover else local.date() - timedelta(days=1)
