"""The review record: hashes of what a reader judged, and a folder in which a damaged line is told and no more."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

import quiz
from quiz.banks import open_library
from quiz.checks import check
from quiz.checks.review import REVIEW, Record, all_citations, item_hash, parse_reviews, quotes_hash, read_reviews
from quiz.documents import Citation
from quiz.items import Cloze, Differs, Item, Option, Reject, TextGap
from tests.strategies.worlds import World, worlds
from tests.support.checking import TODAY
from tests.support.effort import WHOLE
from tests.support.library import composed, numbered, one_of_each

EVERY = {type(i).__name__: i for i in (*one_of_each(), *composed())}


@WHOLE
@given(worlds(least=1))
def test_hashes_are_sixteen_digits_and_hold_for_what_is_the_same(world: World) -> None:
    for item in world.bank.items:
        for made in (quotes_hash(item), item_hash(item)):
            assert len(made) == 16
            int(made, 16)
        turned = structs.replace(item, citations=item.citations[::-1], topics=item.topics[::-1], level=1, was=("x",))
        assert (quotes_hash(turned), item_hash(turned)) == (quotes_hash(item), item_hash(item))


@WHOLE
@given(worlds(least=1), st.data())
def test_a_quote_in_other_words_changes_both_hashes_wherever_it_stands(world: World, data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(world.bank.items))
    more = (*item.context, Citation("elsewhere", 1, "A sentence that no document has."))
    changed = structs.replace(item, context=more)
    assert len(all_citations(changed)) == len(all_citations(item)) + 1
    assert quotes_hash(changed) != quotes_hash(item)
    assert item_hash(changed) != item_hash(item)


def _choice(**fields: Any) -> Item:
    return structs.replace(EVERY["Choice"], **fields)


OPTIONS = (Option(id="a", text="Letter A"), Option(id="b", text="Letter B", feedback="Not B."))
SAME: list[tuple[Item, Item]] = [
    (_choice(options=OPTIONS), _choice(options=OPTIONS[::-1])),
    (_choice(stem="Which one?"), _choice(stem="Which\n  one?")),
    (_choice(citations=(Citation("n", 1, "A b."),)), _choice(citations=(Citation("n", 2, "A  b."),))),
    (_choice(), _choice(id="x", status="retired", retired="Old.", edition=2, allow={"r": "s"}, family="f")),
]
OTHER: list[tuple[Item, Item]] = [
    (_choice(stem="Which one?"), _choice(stem="Which two?")),
    (_choice(options=OPTIONS), _choice(options=(OPTIONS[0], structs.replace(OPTIONS[1], text="B")))),
    (_choice(options=OPTIONS), _choice(options=(OPTIONS[0], structs.replace(OPTIONS[1], feedback="No.")))),
    (_choice(key="a"), _choice(key="b")),
    (_choice(explanation="So."), _choice(explanation="Thus.")),
    (_choice(citations=(Citation("n", 1, "A b."),)), _choice(citations=(Citation("m", 1, "A b."),))),
    (EVERY["Text"], structs.replace(EVERY["Text"], accept=("whale",))),
    (EVERY["Text"], structs.replace(EVERY["Text"], reject=(Reject(answer="whale shark", feedback="No."),))),
    (EVERY["Text"], structs.replace(EVERY["Text"], reject=())),
    (EVERY["Boolean"], structs.replace(EVERY["Boolean"], feedback="No.")),
    (EVERY["Order"], structs.replace(EVERY["Order"], key=(("fruit",), ("seed",), ("leaf",), ("root",)))),
    (EVERY["Match"], structs.replace(EVERY["Match"], differs=())),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_no_reader_judges_leaves_the_hash(one: Item, other: Item) -> None:
    assert (item_hash(one), quotes_hash(one)) == (item_hash(other), quotes_hash(other))


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_a_reader_judges_changes_the_hash(one: Item, other: Item) -> None:
    assert item_hash(one) != item_hash(other)


def test_the_gaps_of_a_cloze_are_judged() -> None:
    cloze = EVERY["Cloze"]
    assert isinstance(cloze, Cloze)
    differs = (Differs(answer="orca", says="So.", citations=(Citation("n", 1, "Q."),)),)
    for gap in (TextGap(key="other"), TextGap(key="blue whale", differs=differs)):
        assert item_hash(structs.replace(cloze, gaps={**cloze.gaps, "what": gap})) != item_hash(cloze)


def line(item: str = "item-1", quotes: str = "0" * 16, **more: Any) -> bytes:
    return json.dumps({"item": item, "quotes": quotes, "verdict": "yes", **more}).encode() + b"\n"


def test_records_are_read_in_the_order_of_time_then_of_files(tmp_path: Path) -> None:
    folder = tmp_path / "question_banks" / "review"
    folder.mkdir(parents=True)
    (folder / "b.jsonl").write_bytes(line("b1") + b"\n" + line("b2", when="2026-02-10T10:00:00Z", reader="ana"))
    (folder / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + line("a1", when="2026-02-11") + line("a2")[:-1])
    (folder / "notes.txt").write_text("no record")
    records, findings = read_reviews(tmp_path)
    assert [r.item for r in records] == ["a2", "b1", "b2", "a1"]
    assert findings == []


@pytest.mark.parametrize(
    "more", [{"when": 5}, {"when": None}, {"verdict": True}, {"verdict": {"ten": 9}}, {"reader": []}]
)
def test_what_else_a_record_says_is_its_writers_affair(more: dict[str, Any]) -> None:
    records, findings = parse_reviews(line(**more), "r.jsonl")
    assert ([r.item for r in records], findings) == (["item-1"], [])


def test_a_library_without_a_record_has_none(tmp_path: Path) -> None:
    assert read_reviews(tmp_path) == ([], [])


DAMAGED = [
    b"{", b"[]", b"null", b'"item"', b'{"item": "a"}', b'{"item": 1, "quotes": "x", "verdict": "yes"}',
    b'{"item": "a", "quotes": null, "verdict": "yes"}', b"\xff\xfe", b"[" * 50_000,
    b'{"x": ' + b"[" * 50_000, b'{"item": "\\ud800"}', b"\x00",
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_line_is_told_with_its_place_and_the_others_count(damage: bytes) -> None:
    records, findings = parse_reviews(line("a") + damage + b"\n" + line("b"), "r.jsonl")
    assert [r.item for r in records] == ["a", "b"]
    (finding,) = findings
    assert (finding.path, finding.line, finding.rule) == ("r.jsonl", 2, "review-record")
    assert "\n" not in finding.text()


@WHOLE
@given(st.binary(max_size=200))
def test_no_bytes_are_a_fault_of_the_program(data: bytes) -> None:
    records, findings = parse_reviews(data, "r.jsonl")
    assert all(isinstance(r, Record) for r in records)
    assert len(records) + len(findings) <= data.count(b"\n") + 1


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "question_banks" / "review" / "folder.jsonl").mkdir(parents=True)
    records, findings = read_reviews(tmp_path)
    assert records == []
    assert [f.rule for f in findings] == ["review-record"]


def test_each_item_has_a_hash_of_its_own() -> None:
    items = [*numbered(9), *EVERY.values()]
    assert len({item_hash(i) for i in items}) == len({(i.stem, type(i)) for i in items})


STARTER = Path(quiz.__file__).parent / "starter"


def _lines(root: Path, roles: str = "AB", verdict: str = "yes", **changed: Any) -> list[str]:
    """Verdicts of so many readers on every approved item of a library, as it is but for `changed` fields."""
    lines = []
    for entry in open_library(root).entries.values():
        item = structs.replace(entry.item, **changed)
        record = {"item": item.id, "quotes": quotes_hash(item), "hash": item_hash(item), "verdict": verdict}
        lines += [json.dumps({**record, "role": role}) for role in roles]
    return lines


def _told(root: Path) -> dict[str, int]:
    return dict(Counter(f.rule for f in check(root, [], TODAY).findings if f.rule.startswith("review-")))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    root = Path(shutil.copytree(STARTER, tmp_path / "library"))
    (root / "question_banks" / REVIEW).mkdir()
    return root


def _keep(root: Path, lines: list[str], name: str = "first.jsonl") -> None:
    (root / "question_banks" / REVIEW / name).write_text("\n".join([*lines, ""]), "utf-8")


def test_a_library_without_a_record_is_told_nothing_of_readings(library: Path) -> None:
    assert _told(library) == {}
    assert _told(STARTER) == {}


def test_what_two_readers_have_said_yes_to_is_read(library: Path) -> None:
    _keep(library, _lines(library))
    assert _told(library) == {}
    _keep(library, _lines(library, "A", "refused"), "before.jsonl")
    assert _told(library) == {}, "a reader who has read an item again counts with the newest reading"


@pytest.mark.parametrize(("roles", "verdict"), [("A", "yes"), ("AB", "refused"), ("AA", "yes")])
def test_what_one_reader_or_none_has_said_yes_to_is_told(library: Path, roles: str, verdict: str) -> None:
    _keep(library, _lines(library, roles, verdict))
    assert _told(library) == {"review-missing": 11}


def test_what_was_read_in_other_words_is_told_until_it_is_read_again(library: Path) -> None:
    _keep(library, _lines(library, explanation="It was explained otherwise."))
    assert _told(library) == {"review-changed": 11}
    _keep(library, _lines(library), "later.jsonl")
    assert _told(library) == {}


def test_an_edit_after_the_reading_is_told_of_that_item_alone(library: Path) -> None:
    _keep(library, _lines(library))
    bank = library / "question_banks" / "first.yaml"
    bank.write_text(bank.read_text("utf-8").replace("Which boatyard is to build", "Which yard is to build"), "utf-8")
    (finding,) = [f for f in check(library, [], TODAY).findings if f.rule.startswith("review-")]
    assert (finding.rule, finding.item) == ("review-changed", "starter-text")


@pytest.mark.parametrize("line", ["no json", '{"item": "starter-text"}'])
def test_a_damaged_line_of_the_record_is_told_with_its_number(library: Path, line: str) -> None:
    _keep(library, [*_lines(library), line])
    (finding,) = [f for f in check(library, [], TODAY).findings if f.rule == "review-record"]
    assert finding.line == len(_lines(library)) + 1


@pytest.mark.parametrize("line", ["", "   "])
def test_an_empty_line_of_the_record_is_no_damage(library: Path, line: str) -> None:
    _keep(library, [*_lines(library), line])
    assert _told(library) == {}
