from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.items.dates import PartialDate, bank_date
from quiz.items.marking import DateMarking
from quiz.scoring import AskAgain, Note, Outcome, Policy, key_response, score
from quiz.scoring.typed import ASK_DATE, NUMBER_CHARS, read_date
from tests.laws.scoring import earned

YEARS = range(2023, 2027)
FORMS = {
    "day": ("%Y-%m-%d", "{d} %B %Y", "%B {d}, %Y", "{d} %b %Y", "%A, {d} %B %Y", "{d}th of %B %Y", "%Y %B {d}"),
    "month": ("%Y-%m", "%B %Y", "%b %Y", "in %b. %Y", "%Y %B"),
    "year": ("%Y", "in %Y"),
    "no year": ("{d} %B", "%B {d}", "{d}. %b", "on the {d}th of %B"),
}
KEYS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y", "no year": "XXXX-%m-%d"}
PARTS = {"day": {"year", "month", "day"}, "month": {"year", "month"}, "year": {"year"}, "no year": {"month", "day"}}
DAYS = [date(YEARS[0], 1, 1) + timedelta(n) for n in range((date(YEARS[-1] + 1, 1, 1) - date(YEARS[0], 1, 1)).days)]

days = st.dates(DAYS[0], DAYS[-1])
kinds = st.sampled_from(sorted(KEYS))


def _meant(day: date, kind: str) -> set[date]:
    """Return all days that are meant when `day` is said with the parts of `kind`."""
    return {d for d in DAYS if all(getattr(d, part) == getattr(day, part) for part in PARTS[kind])}


def _written(day: date, form: str) -> str:
    return day.strftime(form).format(d=day.day)


@given(days, kinds, days | st.none(), kinds, st.data())
def test_an_answer_inside_the_key_is_right_and_one_that_leaves_parts_open_is_asked_again(
    key: date, key_kind: str, other: date | None, kind: str, data: st.DataObject
) -> None:
    day = other or key
    typed = _written(day, data.draw(st.sampled_from(FORMS[kind])))
    made = score(DateMarking(key=key.strftime(KEYS[key_kind])), typed, Policy())
    if PARTS[key_kind] - PARTS[kind]:
        assert isinstance(made, AskAgain)
        assert made.reason == "coarse"
    else:
        assert isinstance(made, Outcome)
        assert (made.share == 1) is (_meant(day, kind) <= _meant(key, key_kind))
        assert (Note.FINER in made.notes) is (made.share == 1 and PARTS[kind] != PARTS[key_kind])


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("2025-08", "August 2025", "right"),
        ("2025-08", "8 August 2025", "right"),
        ("2025-08", "2025-08-31", "right"),
        ("2025-08", "2025", "coarse"),
        ("2025-08", "2024", "coarse"),
        ("2025-08", "August", "coarse"),
        ("2025-08", "8 August", "coarse"),
        ("2025-08", "8/2025", "malformed"),
        ("2025-08", "2025/08", "ambiguous"),
        ("2026-02-10", "10/2/2026", "ambiguous"),
        ("2026-02-10", "10.02.2026", "ambiguous"),
        ("2026-02-10", "2026-2-10", "right"),
        ("2026-02-10", "10 FEB 2026", "right"),
        ("2026-02-10", "Tuesday, February 10th, 2026", "right"),
        ("2026-02-10", "on the 10th of February in 2026", "right"),
        ("2026-02-10", "10 Feb 26", "malformed"),
        ("2026-02-10", "10-02-2026", "malformed"),
        ("2026-02-10", "20260210", "malformed"),
        ("2026-02-10", "the tenth of February 2026", "malformed"),
        ("2026-02-10", "10 February 2026 2026", "malformed"),
        ("2026-02-10", "31 February 2026", "malformed"),
        ("2026-02-10", "11 February 2026", "wrong"),
        ("2026-02-10", "10 Sept 2026", "wrong"),
        ("2026-09-10", "10 Sept 2026", "right"),
        ("2026-02-28", "29 February 2026", "malformed"),
        ("2024-02-29", "29 February 2024", "right"),
        ("2024-02", "29 Feb 2024", "right"),
        ("XXXX-02-29", "29 February", "right"),
        ("XXXX-02-29", "Feb 29", "right"),
        ("XXXX-02-29", "29 February 2024", "right"),
        ("XXXX-02-29", "29 February 2026", "malformed"),
        ("XXXX-02-29", "28 February", "wrong"),
        ("XXXX-02-10", "February", "coarse"),
        ("XXXX-02-10", "February 2026", "coarse"),
        ("XXXX-02-10", "2026", "coarse"),
        ("2023", "2023", "right"),
        ("2023", 2023, "right"),
        ("2023", "March 2023", "right"),
        ("2023", "March 2024", "wrong"),
        ("2023", "23", "malformed"),
        ("2023", "in the year 2023", "malformed"),
        ("2023", "0000", "malformed"),
        ("2023", "13", "malformed"),
        ("2023", "2023-13", "malformed"),
    ],
)
def test_what_people_type_for_a_date(key: str, typed: Any, said: str) -> None:
    made = score(DateMarking(key=key), typed, Policy())
    assert (made.reason if isinstance(made, AskAgain) else "right" if made.share == 1 else "wrong") == said


@pytest.mark.parametrize(
    ("key", "typed", "missing"),
    [
        ("2026-02-10", "2025", "the day, the month and the year"),
        ("2025-08", "2025", "the month and the year"),
        ("2023", "3 May", "the year"),
        ("XXXX-02-10", "2025", "the day and the month"),
    ],
)
def test_a_coarse_date_is_told_what_is_asked_for_and_nothing_more(key: str, typed: str, missing: str) -> None:
    made = score(DateMarking(key=key), typed, Policy())
    assert isinstance(made, AskAgain)
    assert made.say == f"More precisely: {missing} is asked for."


NO_DATE = "Type a date such as 3 May 2020, 3 May, May 2020, 2020 or 2020-05-03."
NO_DAY = "There is no such date in the calendar."


@pytest.mark.parametrize(
    ("typed", "say"),
    [
        ("tomorrow", NO_DATE),
        ("100 February 2026", NO_DATE),
        ("31 February 2026", NO_DAY),
        ("2026-02-30", NO_DAY),
        ("10/2/2026", "Day or month first? Write the month as a word: 3 May 2020."),
    ],
)
def test_what_is_no_date_is_told_why(typed: str, say: str) -> None:
    made = read_date(typed)
    assert isinstance(made, AskAgain)
    assert made.say == say


def test_a_date_may_have_as_many_signs_as_a_number() -> None:
    longest = "3 May" + " " * (NUMBER_CHARS - 9) + "2020"
    assert len(longest) == 64
    assert read_date(longest) == read_date(f"  {longest}\n") == PartialDate(2020, 5, 3)
    assert read_date(longest.replace("M", " M")) == ASK_DATE


def test_every_day_without_a_year_is_typed_with_the_name_of_its_month() -> None:
    for day in (date(2024, 1, 1) + timedelta(n) for n in range(366)):
        key = DateMarking(key=f"XXXX-{day:%m-%d}")
        assert key_response(key) == f"{day.day} {day:%b}"
        assert earned(key, key_response(key)) == 1


@given(st.dates(), st.sampled_from(FORMS["day"][:5]))
def test_every_day_is_read_back_as_it_was_written(day: date, form: str) -> None:
    typed = day.strftime(form.replace("%Y", f"{day.year:04}")).format(d=day.day)
    assert read_date(typed) == PartialDate(day.year, day.month, day.day)


@given(st.none() | st.integers(0, 9999), st.none() | st.integers(0, 13), st.none() | st.integers(0, 32))
def test_a_date_is_real_when_some_calendar_year_has_it(year: int | None, month: int | None, day: int | None) -> None:
    made = PartialDate(year, month, day)
    if month is None:
        assert made.real is (day is None and year is not None and year > 0)
        return
    longest = calendar.monthrange(year or 2024, month)[1] if 1 <= month <= 12 else 0
    assert made.real is (year != 0 and 1 <= month <= 12 and (day is None or 1 <= day <= longest))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2023", (2023, None, None)),
        ("2025-08", (2025, 8, None)),
        ("2026-02-10", (2026, 2, 10)),
        ("XXXX-02-10", (None, 2, 10)),
    ],
)
def test_bank_dates(text: str, parts: tuple[int | None, ...]) -> None:
    assert bank_date(text) == PartialDate(*parts)
    assert earned(DateMarking(key=text), key_response(DateMarking(key=text))) == 1


@pytest.mark.parametrize("text", ["", "2025-08-01-01", "August 2025", "2025-", "XX-02"])
def test_other_forms_are_no_bank_dates(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        bank_date(text)
