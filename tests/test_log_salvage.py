"""Pages that are damaged or gone: none stays unseen, and every event that can be read is saved."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.cli import main
from quiz.errors import Exit, QuizError
from quiz.store import Log, examine, good_rows, merge
from quiz.store.door import FILE
from tests.support.damage import ALL, MANY, PAGE, events_page, judge, many_pages, root_page, rules
from tests.support.effort import FEWER
from tests.support.store import digests, exported, fresh, lines_of, sql, three_answers, trouble_of

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def content() -> bytes:
    return many_pages()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return three_answers(tmp_path / "data")


@FEWER
@given(data=st.data())
def test_no_flipped_bit_stays_unseen_where_it_matters(content: bytes, data: st.DataObject) -> None:
    spoilt = bytearray(content)
    page = data.draw(st.sampled_from([0, *range(len(content) // PAGE)]))
    spoilt[page * PAGE + data.draw(st.integers(0, PAGE - 1))] ^= 1 << data.draw(st.integers(0, 7))
    judge(bytes(spoilt))


@FEWER
@given(data=st.data())
def test_no_garbage_stays_unseen_where_it_matters(content: bytes, data: st.DataObject) -> None:
    spoilt = bytearray(content)
    for _ in range(data.draw(st.integers(1, 3))):
        at, length = data.draw(st.integers(0, len(content) - 1)), data.draw(st.integers(1, 3 * PAGE))
        garbage = random.Random(data.draw(st.integers(0, 9))).randbytes(length)
        spoilt[at : at + length] = garbage[: len(content) - at]
    judge(bytes(spoilt))


def _cuts(content: bytes) -> Iterator[int]:
    for start in range(0, len(content), PAGE):
        yield from (max(0, start - 1), start, start + 1)


def test_l15_a_log_cut_at_any_page_is_left_alone_and_yields_only_whole_events(content: bytes) -> None:
    for cut in _cuts(content):
        _cut(content, cut)


@FEWER
@given(data=st.data())
def test_l15_a_log_cut_anywhere_is_left_alone_and_yields_only_whole_events(content: bytes, data: st.DataObject) -> None:
    _cut(content, data.draw(st.integers(0, len(content) - 1)))


def _cut(content: bytes, size: int) -> None:
    """What is cut off within the last page may be something that follows from the events."""
    with fresh() as home:
        (Path(home) / FILE).write_bytes(content[:size])
        trouble = trouble_of(lambda: Log(Path(home), "ana", "lib"))
        assert trouble is not None or size > len(content) - PAGE
        assert trouble is None or trouble.code == Exit.STORE
        assert (Path(home) / FILE).read_bytes() == content[:size]
    judged = judge(content[:size])
    assert trouble is None or isinstance(judged, QuizError) or not judged.whole


def test_events_behind_the_damage_are_saved_though_no_other_index_is_left(tmp_path: Path, content: bytes) -> None:
    spoilt = bytearray(content)
    (tmp_path / FILE).write_bytes(content)
    indexes = sql(tmp_path / FILE, "SELECT rootpage FROM sqlite_schema WHERE type = 'index' AND rootpage > 0")
    pages = [events_page(content, 2), *((page - 1) * PAGE for (page,) in indexes)]
    assert len(pages) == 5
    for at in pages:
        spoilt[at : at + PAGE] = b"\xaa" * PAGE
    (tmp_path / FILE).write_bytes(spoilt)
    saved = {row.id for row in good_rows(tmp_path)}
    assert {min(ALL), max(ALL)} <= saved < ALL


def test_an_id_that_only_a_damaged_index_knows_is_no_event(data: Path) -> None:
    page = root_page(data / FILE, "events_by_item")
    spoilt = bytearray((data / FILE).read_bytes())
    identity = good_rows(data)[-1].id.encode()
    spoilt[spoilt.index(identity, (page - 1) * PAGE, page * PAGE)] ^= 1
    (data / FILE).write_bytes(spoilt)
    assert rules(examine(data)) == {"pages"}
    assert len(good_rows(data)) == 4


def test_a_file_cut_so_short_that_its_pages_cannot_be_counted_yields_what_is_left(data: Path) -> None:
    known = good_rows(data)
    for pages in range(1, (data / FILE).stat().st_size // PAGE)[::-1]:
        os.truncate(data / FILE, pages * PAGE)
        found = good_rows(data) if trouble_of(lambda: good_rows(data)) is None else []
        assert set(found) <= set(known)
        assert rules(examine(data)) == {"pages"}
    assert found == []


def test_events_are_saved_from_a_file_that_lacks_its_end(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content[: len(content) // PAGE * 3 // 4 * PAGE])
    assert len(good_rows(tmp_path)) > len(ALL) // 3


def test_an_event_that_an_index_hides_is_found_though_the_log_opens(data: Path) -> None:
    page = root_page(data / FILE, "events_by_item")
    spoilt = bytearray((data / FILE).read_bytes())
    at = spoilt.index(b"item-2", (page - 1) * PAGE, page * PAGE)
    spoilt[at + 5] ^= 1
    (data / FILE).write_bytes(spoilt)
    assert sql(data / FILE, "PRAGMA quick_check") == [("ok",)]
    with Log(data, "t", "small") as log:
        assert log._read("item = 'item-2'") == []
    before = digests(data / FILE)
    report = examine(data)
    assert rules(report) == {"pages"}
    assert len(good_rows(data)) == 4
    assert digests(data / FILE) == before


@pytest.mark.parametrize("pages", [(0,), (1, 3), (0, 2, 4), (0, -1)])
def test_good_events_are_saved_from_before_between_and_after_damaged_pages(
    tmp_path: Path, content: bytes, pages: tuple[int, ...], capsys: Captured
) -> None:
    spoilt = bytearray(content)
    for page in pages:
        at = events_page(content, page)
        spoilt[at : at + PAGE] = b"\xaa" * PAGE
    (tmp_path / FILE).write_bytes(spoilt)
    out = tmp_path / "good.jsonl"
    assert main(["log", "check", "--save-good", str(out), "--data", str(tmp_path), "--json"]) == Exit.STORE
    report = json.loads(capsys.readouterr().out)
    lost = set(re.findall(r"the event (\S+) cannot be read", json.dumps(report)))
    good = out.read_bytes()
    saved = {json.loads(line)["id"] for line in good.splitlines()}
    assert saved | lost == ALL
    assert not saved & lost
    assert len(lost) < len(pages) * 20
    assert good == lines_of(e for e in MANY if e.id in saved)
    merge(tmp_path / "new", [out])
    assert exported(tmp_path / "new") == good
    assert (tmp_path / FILE).read_bytes() == spoilt


def test_tables_that_are_listed_wrongly_are_told_and_yield_what_can_be_read(data: Path) -> None:
    content = (data / FILE).read_bytes()
    cases = {
        "a table of bytes": (content.replace(b"NOT NULL", b"NOT \xffULL", 1), 4),
        "no list": (content[:100] + b"\xaa" * 8 + content[108:], 0),
        "a list of a format to come": (content[:47] + b"\xff" + content[48:], 0),
    }
    for spoilt, left in cases.values():
        (data / FILE).write_bytes(spoilt)
        assert not examine(data).whole
        assert len(good_rows(data)) == left
        assert (data / FILE).read_bytes() == spoilt
