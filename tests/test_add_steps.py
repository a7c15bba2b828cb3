"""The steps of `quiz add` by themselves: any lines, what is typed as a number, a date, a line."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.banks import open_library
from quiz.banks.starting import new_library
from quiz.errors import QuizError
from quiz.generate.accepting import places
from quiz.text import one_line
from quiz.views.adding import Bench, Work, clean
from quiz.views.adding_checks import Checker
from quiz.views.adding_parts import amount, day, distance, option_id, quantity, tolerance
from quiz.views.adding_script import TYPES
from quiz.views.lines import wrapped
from tests.support.effort import WHOLE

_LINES = st.one_of(
    st.sampled_from(["1", "2", "3", "", "batteries", "choice", "cloze", "{a} and {b}", "11 km", "2025-06-12", "any"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)


@WHOLE
@given(st.lists(st.one_of(_LINES, st.just("back")), max_size=40), st.sampled_from(sorted(TYPES)))
def test_any_lines_lead_somewhere_and_back(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], kind: str
) -> None:
    bench = _BENCH.get("one") or _BENCH.setdefault("one", _bench(tmp_path_factory.mktemp("any")))
    checker = Checker(bench, date(2026, 11, 27))
    work = Work(bench).answer(kind)
    for line in lines:
        if line == "back":
            work = work.back()
            if work.step is not None and not work.given:
                work = work.answer(kind)
            continue
        try:
            after = work.answer(line) if work.step is not None else work
        except QuizError:
            continue
        if after is not work:
            assert after.back().given == work.given
            assert after.back().step == work.step or after.back().step.name == work.step.name  # type: ignore[union-attr]
        work = after
        checker.lines(work)
    assert Work(bench, work.given).given == work.given
    assert json.loads(json.dumps(work.fields)) == work.fields


_BENCH: dict[str, Bench] = {}


def _bench(folder: Path) -> Bench:
    root = new_library(folder / "library")
    library = open_library(root)
    return Bench(root, library, places(root, library.banks), None)


@given(st.text())
def test_a_line_is_safe_or_refused(line: str) -> None:
    try:
        text = clean(line)
    except QuizError:
        return
    assert clean(text) == text
    assert text == " ".join(text.split())
    assert all(unicodedata.category(c) not in ("Cc", "Cs") for c in text)


@given(st.lists(st.text(max_size=20), max_size=8))
def test_options_have_ids_of_their_own(texts: list[str]) -> None:
    ids: list[str] = []
    for text in texts:
        ids.append(option_id(text, ids))
    assert len(set(ids)) == len(ids)
    assert all(i[0].isascii() and i[0].isalpha() for i in ids)


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("16 countries", {"value": "16", "unit": "countries"}),
        ("up to 4.2 km", {"value": "4.2", "unit": "km", "qualifier": "up-to"}),
        ("More than 1,000,000", {"value": "1000000", "qualifier": "more-than"}),
        ("about -3%", {"value": "-3", "unit": "%", "qualifier": "about"}),
        ("ten", None),
        ("up to", None),
        ("1" * 31, None),
        ("1e9999999 km", {"value": "1", "unit": "e9999999 km"}),
    ],
)
def test_numbers_are_typed_with_their_unit(line: str, made: dict[str, str] | None) -> None:
    if made is None:
        with pytest.raises(QuizError, match="no number"):
            amount(line)
    else:
        assert quantity(amount(line)) == made


def test_dates_and_tolerances() -> None:
    assert [day(d) for d in ("2026", "2026-02", "XXXX-02-29")] == ["2026", "2026-02", "XXXX-02-29"]
    for line in ("2026-02-30", "10 February 2026", "26", "2026-13"):
        with pytest.raises(QuizError, match="is no date"):
            day(line)
    assert [distance(tolerance(t)) for t in ("0.5", "5 %", "12.5%", "0.01 %")] == [
        {"abs": "0.5"},
        {"rel": "0.05"},
        {"rel": "0.125"},
        {"rel": "0.0001"},
    ]
    with pytest.raises(QuizError, match="no tolerance"):
        tolerance("some")


@given(st.text(), st.integers(0, 100))
def test_a_broken_line_has_all_its_words(text: str, columns: int) -> None:
    line = one_line(text)
    parts = wrapped(line, columns)
    assert " ".join(parts).split() == line.split()
    assert columns == 0 or all(len(part) <= columns or len(part.split()) == 1 for part in parts)


def test_what_is_broken_stands_under_its_text() -> None:
    assert wrapped("  1  one two three", 12) == ["  1  one two", "    three"]
    assert wrapped("! warn this", 8) == ["! warn", "  this"]
    assert wrapped("", 8) == [""]
