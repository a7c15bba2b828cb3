from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.learning import study_day
from tests.laws import learning as laws

HOUR = 3_600_000
ZONES = (
    "UTC",
    "Asia/Yerevan",
    "Asia/Kathmandu",
    "Asia/Beirut",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",
    "America/St_Johns",
    "Antarctica/Troll",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
)
zones = st.sampled_from(ZONES).map(ZoneInfo)
days = st.dates(date(2012, 1, 5), date(2037, 1, 1))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1)).map(
    lambda m: round(m.replace(tzinfo=UTC).timestamp() * 1_000)
)


def _clock_changes(zone: ZoneInfo, years: range) -> list[int]:
    first, last = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (years[0], years[-1]))
    offsets = [(s, datetime.fromtimestamp(s, zone).utcoffset()) for s in range(first, last, 6 * 3_600)]
    return [second * 1_000 for (second, before), (_, after) in pairwise(offsets) if before != after]


@given(days, zones)
def test_a_day_is_a_day_whatever_its_length(day: date, zone: ZoneInfo) -> None:
    laws.a_day_is_a_day_whatever_its_length(laws.study_days_between, day, zone)


@given(days, zones)
def test_a_day_begins_at_its_hour_and_not_at_midnight(day: date, zone: ZoneInfo) -> None:
    laws.a_day_begins_at_its_hour_and_not_at_midnight(laws.study_days_between, day, zone)


@given(zones, st.integers(0, 23), moments, moments)
def test_study_days_never_run_backwards(zone: ZoneInfo, rollover: int, one: int, other: int) -> None:
    earlier, later = sorted((one, other))
    assert study_day(earlier, zone, rollover) <= study_day(later, zone, rollover)


@pytest.mark.parametrize("name", ZONES)
def test_study_days_never_run_backwards_where_clocks_are_changed(name: str) -> None:
    zone = ZoneInfo(name)
    for change in _clock_changes(zone, range(2009, 2014)):
        for rollover in (0, 1, 2, 3, 4, 23):
            steps = range(change - 12 * HOUR, change + 36 * HOUR, HOUR // 4)
            found = [study_day(moment, zone, rollover) for moment in steps]
            assert found == sorted(found)


@given(zones, st.integers(0, 23), moments)
def test_a_study_day_is_the_day_on_the_wall_moved_by_the_rollover(zone: ZoneInfo, rollover: int, moment: int) -> None:
    local = datetime.fromtimestamp(moment / 1_000, zone)
    day = study_day(moment, zone, rollover)
    offsets = {datetime.fromtimestamp(moment / 1_000 + h * 3_600, zone).utcoffset() for h in range(-30, 31)}
    if len(offsets) == 1:
        assert day == (local.replace(tzinfo=None) - timedelta(hours=rollover)).date()
    assert abs((local.date() - day).days) <= 1


@pytest.mark.parametrize(
    ("local", "day"),
    [
        ("2026-02-10 03:59", "2026-02-09"),
        ("2026-02-10 04:00", "2026-02-10"),
        ("2026-02-10 23:59", "2026-02-10"),
        ("2026-02-11 00:01", "2026-02-10"),
        ("2026-03-29 04:01", "2026-03-29"),
        ("2026-10-25 02:30", "2026-10-24"),
    ],
)
def test_evenings_belong_to_their_day(local: str, day: str) -> None:
    zone = ZoneInfo("Europe/Berlin")
    moment = laws.utc(datetime.fromisoformat(local), zone)
    assert study_day(moment, zone, 4).isoformat() == day


def test_the_hour_that_a_clock_shows_twice_begins_no_day_twice() -> None:
    zone = ZoneInfo("Antarctica/Troll")
    first_two_o_clock = round(datetime(2026, 10, 25, 0, 0, tzinfo=UTC).timestamp() * 1_000)
    found = [study_day(first_two_o_clock + h * HOUR, zone, 2).day for h in (-1, 0, 1, 2)]
    assert found == [24, 25, 25, 25]


@given(zones, moments)
def test_the_zone_of_the_process_does_not_count(zone: ZoneInfo, moment: int) -> None:
    found = []
    with pytest.MonkeyPatch.context() as patch:
        for name in ("UTC", "America/New_York", "Asia/Yerevan"):
            patch.setenv("TZ", name)
            time.tzset()
            found.append(study_day(moment, zone, 4))
    time.tzset()
    assert len(set(found)) == 1
