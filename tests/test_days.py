from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
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
def test_l8_a_day_is_a_day_whatever_its_length(day: date, zone: ZoneInfo) -> None:
    laws.a_day_is_a_day_whatever_its_length(laws.study_days_between, day, zone)


@given(days, zones)
def test_l9_a_day_begins_at_its_hour_and_not_at_midnight(day: date, zone: ZoneInfo) -> None:
    laws.a_day_begins_at_its_hour_and_not_at_midnight(laws.study_days_between, day, zone)


@pytest.fixture(params=["<+14>-14", "<-12>12"])
def _machine_far_away(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_machine_far_away")
@pytest.mark.parametrize("name", ["Pacific/Kiritimati", "Etc/GMT+12"])
@pytest.mark.parametrize("rollover", [0, 4, 23])
def test_the_zone_of_the_machine_does_not_count(name: str, rollover: int) -> None:
    for hour in range(24):
        moment = laws.utc(datetime(2026, 2, 10, hour, 30), ZoneInfo(name))
        assert study_day(moment, ZoneInfo(name), rollover) == date(2026, 2, 10 if hour >= rollover else 9)


@given(zones, st.integers(0, 23), moments, moments)
def test_l8_study_days_never_run_backwards(zone: ZoneInfo, rollover: int, one: int, other: int) -> None:
    earlier, later = sorted((one, other))
    assert study_day(earlier, zone, rollover) <= study_day(later, zone, rollover)


@pytest.mark.parametrize("name", ZONES)
def test_l8_study_days_never_run_backwards_where_clocks_are_changed(name: str) -> None:
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
def test_l9_evenings_belong_to_their_day(local: str, day: str) -> None:
    zone = ZoneInfo("Europe/Berlin")
    moment = laws.utc(datetime.fromisoformat(local), zone)
    assert study_day(moment, zone, 4).isoformat() == day


CHANGES = [
    # zone, the study day before and after a change of the clock, the hours between the two beginnings
    ("Europe/Berlin", "2026-03-28", "2026-03-29", 23),
    ("Europe/Berlin", "2026-10-24", "2026-10-25", 25),
    ("America/New_York", "2026-03-07", "2026-03-08", 23),
    ("America/New_York", "2026-10-31", "2026-11-01", 25),
    ("Australia/Adelaide", "2026-10-03", "2026-10-04", 23),
    ("Australia/Adelaide", "2026-04-04", "2026-04-05", 25),
    ("Asia/Kathmandu", "2026-03-28", "2026-03-29", 24),
    ("Australia/Lord_Howe", "2026-10-03", "2026-10-04", 23.5),
    ("Australia/Lord_Howe", "2026-04-04", "2026-04-05", 24.5),
    ("Asia/Beirut", "2026-03-28", "2026-03-29", 23),
    ("Pacific/Apia", "2011-12-29", "2011-12-31", 24),
]


@pytest.mark.parametrize(("name", "before", "after", "hours"), CHANGES)
def test_l8_a_day_of_any_length_is_one_day_from_its_hour_to_its_hour(
    name: str, before: str, after: str, hours: float
) -> None:
    zone = ZoneInfo(name)
    first, second = (laws.utc(datetime.combine(date.fromisoformat(d), clock(4)), zone) for d in (before, after))
    assert second - first == hours * HOUR
    found = [study_day(moment, zone, 4).isoformat() for moment in (first - 1, first, second - 1, second)]
    assert found[1:] == [before, before, after]
    assert found[0] == (date.fromisoformat(before) - timedelta(days=1)).isoformat()


@pytest.mark.parametrize(("name", "before", "after", "hours"), CHANGES)
@pytest.mark.parametrize("rollover", [0, 2, 3, 23])
def test_l8_every_day_around_a_change_of_the_clock_is_met_once_and_in_turn(
    name: str, before: str, after: str, hours: float, rollover: int
) -> None:
    zone = ZoneInfo(name)
    start = laws.utc(datetime.combine(date.fromisoformat(before), clock(12)), zone)
    met = [study_day(start + step * HOUR // 4, zone, rollover) for step in range(-4 * 60, 4 * 60)]
    days = sorted(set(met))
    assert met == sorted(met)
    skipped = (date.fromisoformat(after) - date.fromisoformat(before)).days - 1
    assert [(b - a).days - 1 for a, b in pairwise(days) if b - a > timedelta(1)] == [skipped] * (skipped > 0)


@pytest.mark.parametrize(
    ("local", "offset", "day"),
    [
        ("2011-12-29 23:59", -10, "2011-12-29"),
        ("2011-12-31 00:00", 14, "2011-12-29"),
        ("2011-12-31 03:59", 14, "2011-12-29"),
        ("2011-12-31 04:00", 14, "2011-12-31"),
        ("2012-01-01 03:59", 14, "2011-12-31"),
    ],
)
def test_l8_an_evening_before_a_date_that_was_skipped_is_one_evening(local: str, offset: int, day: str) -> None:
    moment = round(datetime.fromisoformat(local).replace(tzinfo=UTC).timestamp() * 1_000) - offset * HOUR
    assert study_day(moment, ZoneInfo("Pacific/Apia"), 4).isoformat() == day


def test_the_hour_that_a_clock_shows_twice_begins_no_day_twice() -> None:
    zone = ZoneInfo("Antarctica/Troll")
    first_two_o_clock = round(datetime(2026, 10, 25, 0, 0, tzinfo=UTC).timestamp() * 1_000)
    found = [study_day(first_two_o_clock + h * HOUR, zone, 2).day for h in (-1, 0, 1, 2)]
    assert found == [24, 25, 25, 25]


@given(zones, moments)
def test_l8_the_zone_of_the_process_does_not_count(zone: ZoneInfo, moment: int) -> None:
    found = []
    with pytest.MonkeyPatch.context() as patch:
        for name in ("UTC", "America/New_York", "Asia/Yerevan"):
            patch.setenv("TZ", name)
            time.tzset()
            found.append(study_day(moment, zone, 4))
    time.tzset()
    assert len(set(found)) == 1
