"""Study days: a day that begins at the rollover hour of the trainee's zone, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def study_day(utc: int, zone: tzinfo, rollover: int) -> date:
    """Return the study day of a moment.

    `utc` in milliseconds since 1970, `zone` the trainee's, `rollover` the local hour (0 to 23) at which a day begins.
    A day begins when the clock first shows that hour: turning it back does not bring the day before back, and a date
    that the zone has skipped is no day.
    """
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=utc)
    here = moment.astimezone(zone).date()
    days = (here + timedelta(n) for n in (1, 0, -1))
    return next((d for d in days if datetime.combine(d, time(rollover), zone) <= moment), here - timedelta(2))
