"""Banks: what is written is what is read, and no fault of a file costs a sound item."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quiz.banks import Library, Sources, compile_library, dump_bank, read_sources
from quiz.errors import Finding
from quiz.items import BankFile
from tests.strategies.worlds import World, worlds
from tests.support.effort import WHOLE

LIBRARY = Path(__file__).parent / "fixtures" / "library"


def _compiled(sources: Sources) -> Library:
    library, findings = compile_library(sources)
    assert library is not None
    assert list(library.findings) == findings
    return library


def _bank(library: Library) -> BankFile:
    ((bank, title),) = library.banks.items()
    return BankFile(bank=bank, title=title, items=tuple(e.item for e in library.entries.values()))


@WHOLE
@given(worlds())
def test_b1_sound_items_have_no_findings_and_a_dumped_bank_reads_back_to_itself(world: World) -> None:
    lines = dump_bank(world.bank).splitlines()
    library = _compiled(world.sources())
    assert {f.rule for f in library.findings} <= {"no-map"}
    assert _bank(library) == world.bank
    for entry in library.entries.values():
        assert entry.bank == world.bank.bank
        assert lines[entry.line - 1].startswith("- type:")


# --- The hand of the writer: order of fields, quotation marks, comments


def _node(draw: st.DrawFn, value: Any, flow: bool) -> yaml.Node:
    """Write a value by another hand: fields in any order, texts in any style, braces or not."""
    if isinstance(value, dict):
        fields = draw(st.permutations(list(value.items())))
        braces = flow or draw(st.booleans())
        pairs = [(_node(draw, k, True), _node(draw, v, braces)) for k, v in fields]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=braces)
    if isinstance(value, list | tuple):
        brackets = flow or draw(st.booleans())
        entries = [_node(draw, v, brackets) for v in value]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", entries, flow_style=brackets)
    if isinstance(value, str):
        styles = "'\"" if flow else "'\"|>" if value == value.strip() else "'\""
        return yaml.ScalarNode("tag:yaml.org,2002:str", value, style=draw(st.sampled_from(["'", *styles])))
    tag = "tag:yaml.org,2002:bool" if isinstance(value, bool) else "tag:yaml.org,2002:int"
    return yaml.ScalarNode(tag, msgspec.json.encode(value).decode())


@st.composite
def by_another_hand(draw: st.DrawFn, bank: BankFile) -> str:
    """Write `bank` with its fields in any order, in any style, with comments between its items."""
    comment = st.sampled_from(["", "# a remark: not a field\n", "\n", " # - id: another\n"])
    wide = draw(st.sampled_from([20, 80, 10_000]))

    def written(value: Any) -> str:
        node = _node(draw, value, False)
        assert isinstance(node, yaml.CollectionNode)
        node.flow_style = False
        text: str = yaml.serialize(node, Dumper=yaml.CSafeDumper, width=wide, allow_unicode=True)
        return re.sub(r"^\.\.\.\n\Z", "", text, flags=re.MULTILINE)

    items = "".join(draw(comment) + written([msgspec.to_builtins(item)]) for item in bank.items)
    fields = [f"items:\n{items}", written({"bank": bank.bank}), written({"title": bank.title})]
    return "".join(draw(comment) + field for field in draw(st.permutations(fields)))


@WHOLE
@given(worlds(least=1), st.data())
def test_b4_order_of_fields_quotation_marks_and_comments_change_no_item_and_no_hash(
    world: World, data: st.DataObject
) -> None:
    plain = _compiled(world.sources())
    other = _compiled(world.sources(data.draw(by_another_hand(world.bank))))
    assert {f.rule for f in other.findings} <= {"no-map"}
    for name, entry in plain.entries.items():
        assert msgspec.structs.replace(other.entries[name], line=entry.line) == entry


# --- Faults cost nothing but what they stand in

FAULTY = (
    "- id: a-faulty-item-1\n  type: choice\n",
    "- id: a-faulty-item-2\n  type: chioce\n",
    "- {id: a-faulty-item-3, id: a-faulty-item-4, type: date}\n",
    "- &anchor\n  id: a-faulty-item-5\n",
    "- !!python/object:os.system {id: a-faulty-item-6}\n",
    "- *anchor\n",
    "- 5\n",
    "- []\n",
    "-\n",
    "- id: [a-faulty-item-7]\n  type: boolean\n  key: yes\n",
)
OUTSIDE = ("", "colour: red\n", "title: Again\n", "!tag bank: again\n", "more: {a: b, a: c}\n")


def _one(world: World, at: int) -> str:
    """Return an item of a bank as it stands under `items:`."""
    bank = BankFile(bank="b", title="t", items=(world.bank.items[at],))
    return dump_bank(bank).partition("items:\n")[2]


@WHOLE
@given(worlds(least=1), st.lists(st.sampled_from(FAULTY), max_size=4), st.sampled_from(OUTSIDE), st.randoms())
def test_sound_items_are_kept_and_every_faulty_one_is_told(
    world: World, faulty: list[str], outside: str, random: Any
) -> None:
    parts = [*((_one(world, at), True) for at in range(len(world.bank.items))), *((text, False) for text in faulty)]
    random.shuffle(parts)
    library = _compiled(world.sources(f"{outside}bank: b\ntitle: t\nitems:\n" + "".join(text for text, _ in parts)))
    assert {name: entry.item for name, entry in library.entries.items()} == {i.id: i for i in world.bank.items}
    line = 4 + outside.count("\n")
    told = {finding.line for finding in library.errors()}
    for text, sound in parts:
        here = set(range(line, line + len(text.splitlines())))
        assert bool(told & here) is not sound
        line += len(text.splitlines())
    assert any(told < 4 + outside.count("\n") for told in told) is bool(outside)


@WHOLE
@given(worlds(least=1), st.lists(st.sampled_from(FAULTY), max_size=3), st.data())
def test_b3_an_item_that_no_other_names_can_be_taken_out_and_no_error_is_added(
    world: World, faulty: list[str], data: st.DataObject
) -> None:
    named = {other for item in world.bank.items for other in item.after}
    places = range(len(world.bank.items) + len(faulty))
    out = data.draw(
        st.sampled_from([n for n in places if n >= len(world.bank.items) or world.bank.items[n].id not in named])
    )
    parts = [*(_one(world, at) for at in range(len(world.bank.items))), *faulty]

    def errors(kept: list[str]) -> Counter[tuple[str, str]]:
        listed = "".join(kept) or "  []\n"
        library = _compiled(world.sources(f"bank: b\ntitle: t\nitems:\n{listed}"))
        return Counter((f.rule, f.item) for f in library.errors())

    assert errors([*parts[:out], *parts[out + 1 :]]) <= errors(parts)


def test_a_second_item_of_an_id_leaves_the_first_one_as_it_is() -> None:
    sources = read_sources(LIBRARY)
    (_, text), *_ = sources.banks
    assert isinstance(text, bytes)
    twin = text[text.index(b"  - id: lens-maker") :].replace(
        b"    level: 3", b"    level: 3\n    after: [no-such-item]"
    )
    library, findings = compile_library(sources._replace(banks=(("beacon.yaml", text + b"\n" + twin),)))
    assert library is not None
    assert set(library.entries) == set(_compiled(sources).entries)
    assert [f.rule for f in findings] == ["duplicate-id", "no-item"]


def test_two_banks_of_one_id_are_told_and_an_id_that_looks_like_a_file_is_no_harm() -> None:
    sources = read_sources(LIBRARY)
    items = b"items: []\n"
    banks = (
        ("a.yaml", b"bank: b.yaml\ntitle: A\n" + items),
        ("b.yaml", b"title: B\n" + items),
        ("c.yaml", b"bank: b.yaml\ntitle: C\n" + items),
    )
    library, findings = compile_library(sources._replace(banks=banks))
    assert library is not None
    assert library.banks == {"b.yaml": "A"}
    assert [(f.path, f.line, f.rule) for f in findings] == [("b.yaml", 1, "schema"), ("c.yaml", 1, "duplicate-id")]


def test_the_parser_without_its_library_in_c_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = read_sources(LIBRARY)
    fast = compile_library(sources)
    monkeypatch.delattr("yaml.CLoader")
    assert compile_library(sources) == fast


def test_more_items_than_a_bank_may_have_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = read_sources(LIBRARY)
    monkeypatch.setattr("quiz.banks.compiling.ITEMS", 6)
    assert len(_compiled(sources).entries) == 6
    monkeypatch.setattr("quiz.banks.compiling.ITEMS", 5)
    assert [f.what for f in _compiled(sources).findings] == ["more than 5 items"]


# --- Any bytes at all


@cache
def _fixture() -> Sources:
    return read_sources(LIBRARY)


@st.composite
def mutated(draw: st.DrawFn, data: bytes) -> bytes:
    """Delete, insert and repeat spans of `data`."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        stop = draw(st.integers(start, min(len(data), start + 80)))
        put = draw(st.one_of(st.just(b""), st.just(data[start:stop] * 2), st.binary(max_size=8), SNIPPETS))
        data = data[:start] + put + data[stop:]
    return data


SNIPPETS = st.sampled_from(
    [
        b"\n",
        b"\t",
        b"'",
        b'"',
        b"[",
        b"{",
        b"- ",
        b": ",
        b"*a ",
        b"&a ",
        b"!a ",
        b"#",
        b"\r",
        b"\xc2\x85",
        b"---\n",
        b"\x00",
    ]
)


def _with(kind: str, data: bytes) -> Sources:
    sources = _fixture()
    match kind:
        case "bank":
            return sources._replace(banks=((sources.banks[0][0], data),))
        case "brief":
            return sources._replace(documents=((sources.documents[0][0], data), *sources.documents[1:]))
        case "names":
            return sources._replace(names=("names.yaml", data))
    return sources._replace(library=("library.yaml", data))


def _original(kind: str) -> bytes:
    sources = _fixture()
    assert sources.names is not None
    parts = {
        "bank": sources.banks[0],
        "brief": sources.documents[0],
        "names": sources.names,
        "library": sources.library,
    }
    data = parts[kind][1]
    assert isinstance(data, bytes)
    return data


KINDS = st.sampled_from(["bank", "brief", "names", "library"])


@WHOLE
@given(KINDS.flatmap(lambda kind: st.tuples(st.just(kind), st.binary(max_size=200) | mutated(_original(kind)))))
def test_b2_no_bytes_make_compiling_raise_and_every_finding_has_its_place(case: tuple[str, bytes]) -> None:
    sources = _with(*case)
    library, findings = compile_library(sources)
    files = dict((sources.library, sources.names or sources.library, *sources.banks, *sources.documents))
    for finding in findings:
        _assert_located(finding, files[finding.path])
    assert library is not None or findings
    if library is not None:
        told = {f.item for f in library.errors()}
        assert all(entry.item.id == name for name, entry in library.entries.items())
        assert told.isdisjoint(library.entries) or any(f.rule == "duplicate-id" for f in findings)


def _assert_located(finding: Finding, data: object) -> None:
    assert isinstance(data, bytes)
    lines = data.decode("utf-8", "replace").splitlines()
    assert 1 <= finding.line <= len(lines) + 1
    assert finding.column >= 1
    assert finding.what
    assert finding.hint
