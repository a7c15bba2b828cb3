"""Changes to a bank's text: what was asked for is read back, and every other character stays."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec import structs

from quiz.banks import compile_library, dump_bank, open_library
from quiz.banks.quoting import written
from quiz.banks.saving import replace_file
from quiz.banks.writing import append_item, line_of_item, replace_citation, scalar_fields, set_field
from quiz.errors import QuizError
from quiz.items import Item, differing, type_name
from quiz.reading import Fault, Mapping, Scalar, Shape, decode, read_yaml
from tests.strategies.items import items
from tests.strategies.texts import IDS, TEXTS, TRAPS
from tests.strategies.worlds import World, worlds
from tests.support.effort import WHOLE
from tests.support.library import composed, one_of_each, texts

HOSTILE = (
    *(t for t in TRAPS if t.strip() and "\ufeff" not in t),
    "# a remark", "a # b", "a: b", "a:", "- x", "-", "yes", "1e3", "0o7", "line\n  deeper\nback", "\n\nlate", "end\n",
    "one  two", "tab" + " " * 4 + "s", "😀 and 'quotes' and \"more\"", "back\\slash\\n", "|", ">-", "a" * 500,
    "word " * 100 + "end", "# \n: ", "{a: b}", "[a", "%x", "...", "---\n---", "? x", "ends with space ", "'", '"',
)  # fmt: skip

BANK = """\
# Above.
bank: facts   # the id
title: Facts
items:
  # One.\t(a tab)
  - id: one
    type: text
    stem: Which animal is it?\x20\x20\x20
    key: whale    # the shown form

    explanation: >-   # folded
      Fact 1
      says so.

    # Before topics.
    topics: [odd]
    level: 1
    citations:
      - document: notes
        paragraph: 1   # the first
        quote: "Fact 1 is written down."
      - {document: notes, paragraph: 2, quote: Fact 2.}
    # At the end of one.
  - id: two
    type: date
    retired:
    stem: |+
      When?

    key: 1999
    recheck: '2030'
    topics:
    - odd
    status: draft
# Below."""


def _woven(draw: Any, text: str) -> str:
    """Return a bank with comments and blank lines woven into its block lines, and another beginning and end."""
    lines = text.split("\n")
    before = r" *(- )?(id|type|level|status|topics|citations):( |$)"
    structural = [i for i, line in enumerate(lines) if re.match(before, line)]
    for index in sorted(draw(st.sets(st.sampled_from(structural), max_size=6)), reverse=True):
        indent = len(lines[index]) - len(lines[index].lstrip())
        remark = draw(st.sampled_from(("# x", "# a: b", "#- c", "#\tt", "")))
        lines.insert(index, " " * draw(st.sampled_from((0, indent))) + remark)
    text = "\n".join(lines)
    if draw(st.booleans()):
        text = text.rstrip("\n")
    return ("\ufeff" if draw(st.booleans()) else "") + text


VALUES: dict[str, st.SearchStrategy[str]] = {
    "stem": TEXTS.filter(lambda t: not re.search(r"[{}]", t)),
    "explanation": TEXTS | st.sampled_from(HOSTILE),
    "retired": TEXTS,
    "level": st.sampled_from(("1", "2", "3")),
    "edition": st.integers(1, 99).map(str),
    "family": IDS,
    "recheck": st.dates().map(str),
    "status": st.sampled_from(("draft", "approved")),
}
NUMBERS = ("level", "edition")


@st.composite
def changes(draw: st.DrawFn) -> tuple[World, str, Item, str, str]:
    world = draw(worlds(least=1))
    text = _woven(draw, dump_bank(world.bank))
    known, _ = compile_library(world.sources(text))
    assert known is not None
    assume(known.entries)
    item = draw(st.sampled_from([e.item for e in known.entries.values()]))
    field = draw(st.sampled_from(sorted(VALUES)))
    return world, text, item, field, draw(VALUES[field])


@WHOLE
@given(changes())
def test_the_item_has_the_new_value_and_all_else_is_as_before(change: tuple[World, str, Item, str, str]) -> None:
    world, text, item, field, value = change
    assume(field != "stem" or type_name(item) != "cloze")
    made = set_field(text, item.id, field, value)
    before, after = (compile_library(world.sources(t))[0] for t in (text, made))
    assert before is not None
    assert after is not None
    wanted = structs.replace(item, **{field: int(value) if field in NUMBERS else value})
    assert after.entries[item.id].item == wanted
    assert {k: e.item for k, e in after.entries.items() if k != item.id} == {
        k: e.item for k, e in before.entries.items() if k != item.id
    }
    assert _outside(text, made, item.id, field)


def _outside(text: str, made: str, item: str, field: str) -> bool:
    """Tell whether two texts are one but for lines that hold nothing but that field."""
    old, new = text.splitlines(), made.splitlines()
    head = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return set(range(head + 1, len(old) - tail + 1)) <= set(_lines(text, item, field))


def _lines(text: str, item: str, field: str) -> range:
    """Return the lines of a field of an item, up to the next field or item; none when it is not there."""
    root: Any = read_yaml(text.removeprefix("\ufeff")).root
    nodes = root.entries["items"].items
    keys = [key.line for node in nodes for key in node.keys.values()]
    own = next(n for n in nodes if n.entries["id"].value == item).keys.get(field)
    return range(own.line, min((k for k in keys if k > own.line), default=1_000_000)) if own else range(0)


@WHOLE
@given(st.sampled_from(HOSTILE) | TEXTS, st.integers(0, 12), st.integers(0, 120), st.booleans(), st.booleans())
def test_what_is_written_is_read_back(text: str, column: int, room: int, prose: bool, one_line: bool) -> None:
    lines = written(text, column, room, prose=prose, one_line=one_line)
    indent = " " * column or "  "
    body = "\n".join([lines[0], *(f"{indent}{line}" if line else "" for line in lines[1:])])
    root, faults = read_yaml(f"k: {body}\nnext: x\n")
    assert isinstance(root, Mapping)
    node, follower = root.entries["k"], root.entries["next"]
    assert isinstance(node, Scalar)
    assert isinstance(follower, Scalar)
    assert (node.value, follower.value, faults) == (text, "x", [])
    assert len(lines) == 1 or not one_line


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("place", [("one", "explanation"), ("one", "stem"), ("two", "stem"), ("two", "retired")])
def test_hostile_values_in_a_hostile_bank(place: tuple[str, str], newline: str, bom: str) -> None:
    text = bom + BANK.replace("\n", newline)
    for value in HOSTILE:
        made = set_field(text, *place, value)
        assert made.startswith(bom + "# Above." + newline)
        assert made.endswith(newline + "# Below.")
        assert made.count("\r\n") == (made.count("\n") if newline == "\r\n" else 0)
        assert all(remark in made for remark in re.findall(r"#.*", BANK))
        assert _value(made, *place) == value


def _value(text: str, item: str, field: str) -> str:
    decoded = decode(text.encode())
    assert isinstance(decoded, str)
    root: Any = read_yaml(decoded).root
    return str(next(n for n in root.entries["items"].items if n.entries["id"].value == item).entries[field].value)


EDITS = [
    ("one", "level", "2", "    level: 1\n", "    level: 2\n"),
    ("one", "key", "orca", "    key: whale    # the shown form\n", '    key: "orca"    # the shown form\n'),
    ("one", "explanation", "New.", "    explanation: >-   # folded\n      Fact 1\n      says so.\n",
     '    explanation: "New."  # folded\n'),
    ("one", "status", "approved", "quote: Fact 2.}\n", "quote: Fact 2.}\n    status: approved\n"),
    ("one", "family", "whales", "    topics: [odd]\n", "    topics: [odd]\n    family: whales\n"),
    ("one", "retired", "Old: yes.", "quote: Fact 2.}\n", "quote: Fact 2.}\n    retired: >-\n      Old: yes.\n"),
    ("two", "retired", "Gone", "    retired:\n", "    retired: Gone\n"),
    ("two", "recheck", "2031-01-01", "    recheck: '2030'\n", "    recheck: 2031-01-01\n"),
    ("two", "stem", "Then?", "    stem: |+\n      When?\n\n", "    stem: Then?\n\n"),
    ("two", "edition", "2", "    recheck: '2030'\n", "    recheck: '2030'\n    edition: 2\n"),
    ("two", "status", "approved", "    status: draft\n", "    status: approved\n"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "field", "value", "old", "new"), EDITS)
def test_the_change_and_nothing_else(item: str, field: str, value: str, old: str, new: str) -> None:
    assert BANK.count(old) == 1
    assert set_field(BANK, item, field, value) == BANK.replace(old, new)


HEAD = "bank: b\ntitle: t\nitems:"


def test_a_field_is_put_behind_the_last_line_and_behind_blank_lines_that_belong_to_a_text() -> None:
    ends = f"{HEAD}\n  - id: one\n    type: date\n    level: 1"
    assert set_field(ends, "one", "status", "draft") == f"{ends}\n    status: draft"
    assert set_field(f"{ends}\n", "one", "status", "draft") == f"{ends}\n    status: draft\n"
    [item] = texts(1)
    assert append_item(ends, item).startswith(f"{ends}\n\n  - id: item-1\n")
    assert not append_item(ends, item).endswith("\n")
    opens = f"{HEAD}\n  - id: one\n    type: date\n    stem: |+\n      When?\n\n"
    assert set_field(f"{opens}    level: 1\n", "one", "key", "1999") == f"{opens}    key: 1999\n    level: 1\n"
    assert set_field(opens, "one", "key", "1999") == f"{opens}    key: 1999\n"


REFUSED = [
    (BANK, "three", "level", "1", "there is no item 'three'"),
    (BANK, "one", "levle", "1", "there is no field 'levle'"),
    (BANK, "one", "id", "uno", "is not set by a command"),
    (BANK, "one", "topics", "x", "does not hold one value"),
    (BANK, "one", "level", "4", "'level' cannot be '4'"),
    (BANK, "one", "status", "aproved", "'status' cannot be"),
    (BANK, "one", "stem", "  ", "'stem' is empty"),
    (BANK, "one", "stem", "a\x07b", "control character"),
    (BANK, "two", "recheck", "soon", "'recheck' cannot be 'soon'"),
    (BANK.replace("id: two", "id: one"), "one", "level", "2", "stands 2 times"),
    (f"{HEAD}\n  - {{id: one, type: text, level: 1}}\n", "one", "level", "2", "in braces"),
    (f"{HEAD} [{{id: one, type: text}}]\n", "one", "level", "2", "in braces"),
    (f"{HEAD}\n  - &a\n    id: one\n    level: 1\n", "one", "level", "2", "anchor"),
    (f"{HEAD}\n  - id: one\n    level: &a 1\n", "one", "level", "2", "something else"),
    (f"{HEAD}\n  - id: one\n    level: [1]\n", "one", "level", "2", "something else"),
    (f"{HEAD}\n  - id: one\n    level: 1\n    level: 2\n", "one", "level", "2", "stands twice"),
    ("bank: b\nitems: 'x\n", "one", "level", "2", "cannot be read"),
    ("", "one", "level", "2", "cannot be read"),
    ("- a\n", "one", "level", "2", "no bank"),
]


@pytest.mark.parametrize(("text", "item", "field", "value", "said"), REFUSED)
def test_what_cannot_be_changed_is_refused(text: str, item: str, field: str, value: str, said: str) -> None:
    with pytest.raises(QuizError, match=re.escape(said)):
        set_field(text, item, field, value)


def test_the_fields_of_every_type_that_hold_one_value() -> None:
    shared = {"stem", "explanation", "level", "family", "status", "retired", "recheck", "edition"}
    assert shared <= set(scalar_fields(""))
    assert "key" in scalar_fields("choice")
    assert "key" not in scalar_fields("numeric")
    assert not {"id", "type", "topics", "citations"} & set(scalar_fields("text"))


@WHOLE
@given(worlds(least=1), st.data())
def test_a_citation_gets_another_paragraph_and_quote(world: World, data: st.DataObject) -> None:
    text = dump_bank(world.bank)
    item = data.draw(st.sampled_from(world.bank.items))
    paths: list[tuple[str | int, ...]] = [("citations", i) for i in range(len(item.citations))]
    paths += [(*path, "citations", i) for path, d in differing(item) for i in range(len(d.citations))]
    path = data.draw(st.sampled_from(paths))
    quote = data.draw(TEXTS)
    made = replace_citation(text, item.id, path, paragraph=7, quote=quote)
    root: Any = read_yaml(made).root
    node: Any = next(n for n in root.entries["items"].items if n.entries["id"].value == item.id)
    for step in path:
        node = node.entries[step] if isinstance(step, str) else node.items[step]
    assert (node.entries["paragraph"].value, node.entries["quote"].value) == ("7", quote)
    assert made == replace_citation(replace_citation(text, item.id, path, paragraph=7), item.id, path, quote=quote)


def test_a_citation_in_braces_and_one_that_is_not_there_are_refused() -> None:
    assert "paragraph: 3   # the first" in replace_citation(BANK, "one", ("citations", 0), paragraph=3)
    for path, said in (
        (("citations", 1), "braces"),
        (("citations", 2), "no citation"),
        (("context", 0), "no citation"),
    ):
        with pytest.raises(QuizError, match=said):
            replace_citation(BANK, "one", path, paragraph=3)


@WHOLE
@given(worlds(least=1), st.data())
def test_an_appended_item_is_read_as_it_is_and_the_bank_before_it_stays(world: World, data: st.DataObject) -> None:
    text = _woven(data.draw, dump_bank(world.bank))
    new = structs.replace(data.draw(items(world.documents, world.names)), id="appended", after=())
    assume(all(i.id != "appended" for i in world.bank.items))
    made = append_item(text, new)
    library, _ = compile_library(world.sources(made))
    assert library is not None
    assert library.entries["appended"].item == new
    old, _ = compile_library(world.sources(text))
    assert old is not None
    assert set(library.entries) == {*old.entries, "appended"}
    kept = [line for line in text.splitlines() if line.strip()]
    rest = iter(made.splitlines())
    assert all(line in rest for line in kept)


STARTER = open_library(Path(__file__).parents[1] / "quiz" / "starter")
EVERY_TYPE = [*(entry.item for entry in STARTER.entries.values()), *one_of_each(), *composed()]


@pytest.mark.parametrize("item", EVERY_TYPE, ids=lambda item: f"{item.id}")
def test_an_item_of_each_type_is_appended_as_it_is(item: Item) -> None:
    made = append_item("bank: b\ntitle: t\nitems: []\n", item)
    root: Any = read_yaml(made).root
    faults: list[Fault] = []
    assert Shape(Item)(root.entries["items"].items[0], "the item", faults) == item
    assert faults == []
    assert all(len(line) <= 120 for line in made.splitlines())


@pytest.mark.parametrize("head", ["items: []", "items:", "items: []   # none", "items:  # none"])
def test_an_item_is_appended_to_an_empty_bank(head: str) -> None:
    [item] = texts(1)
    made = append_item(f"bank: b\ntitle: t\n{head}\n# Below.\n", item)
    assert line_of_item(made, "item-1") == 4
    assert made.endswith("# Below.\n")
    assert ("# none" in made) is ("# none" in head)
    with pytest.raises(QuizError, match="of that id"):
        append_item(made, item)


def test_the_line_of_an_item() -> None:
    assert [line_of_item(BANK, i) for i in ("one", "two", "three")] == [6, 24, None]
    assert line_of_item("\ufeff" + BANK, "one") == 6
    assert line_of_item(BANK + "\n   x: 'y", "two") == 24
    assert line_of_item("", "one") is None


def test_a_file_is_replaced_whole_with_its_permissions_and_through_a_link(tmp_path: Path) -> None:
    path = tmp_path / "bank.yaml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    replace_file(link, b"new", b"old")
    assert link.is_symlink()
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o640)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bank.yaml", "link.yaml"]


def test_a_file_that_was_changed_meanwhile_or_cannot_be_written_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bank.yaml"
    path.write_bytes(b"theirs")
    with pytest.raises(QuizError, match="changed meanwhile"):
        replace_file(path, b"new", b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(QuizError, match="No space left"):
        replace_file(path, b"new", b"theirs")
    assert path.read_bytes() == b"theirs"
    assert [p.name for p in tmp_path.iterdir()] == ["bank.yaml"]
