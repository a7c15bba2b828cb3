"""Findings of what differs from a revision: by content, so that lines may move and nothing old is told again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.banks import Sources, dump_bank
from quiz.checks.changed import Changed, Span, changed_items
from quiz.checks.review import all_citations, folded
from quiz.checks.running import check_sources
from quiz.errors import Finding
from quiz.items import BankFile, Item
from tests.strategies import editing
from tests.strategies.worlds import World, brief_text, worlds
from tests.support.effort import WHOLE
from tests.support.library import brief, texts

TODAY = date(2026, 11, 27)
HEAD = b"id: small\ntitle: Small\ntopics: {odd: Odd, even: Even}\n"


def sources(*items: Item, numbers: Any = range(1, 6), title: str = "Facts") -> Sources:
    text = dump_bank(BankFile(bank="facts", title=title, items=items))
    notes = ("notes.md", brief(numbers).encode())
    return Sources(("library.yaml", HEAD), None, (("facts.yaml", text.encode()),), (notes,))


def told(old: Sources, new: Sources) -> list[Finding]:
    return changed_items(old, new).only(check_sources(new, TODAY)[1]).findings


@WHOLE
@given(worlds())
def test_nothing_differs_between_a_library_and_itself(world: World) -> None:
    found = changed_items(world.sources(), world.sources())
    assert (found.items, found.spans) == (frozenset(), frozenset())


@WHOLE
@given(worlds(least=1), st.data(), st.sampled_from((20, 1_000)))
def test_lines_that_move_and_fields_that_change_places_are_no_difference(
    world: World, data: st.DataObject, width: int
) -> None:
    plain = yaml.safe_load(dump_bank(world.bank))
    text = "# on top\n\n" + yaml.safe_dump(plain, sort_keys=data.draw(st.booleans()), allow_unicode=True, width=width)
    documents = [(d.path, data.draw(editing.remarked(d))) for d in world.documents.values()]
    found = changed_items(world.sources(), world.sources(text)._replace(documents=tuple(documents)))
    assert (found.items, found.spans) == (frozenset(), frozenset())


@WHOLE
@given(worlds(least=1), st.data())
def test_an_item_that_differs_is_found_and_no_other(world: World, data: st.DataObject) -> None:
    items = list(world.bank.items)
    at = data.draw(st.integers(0, len(items) - 1))
    items[at] = structs.replace(items[at], stem=f"{items[at].stem} indeed")
    new = world._replace(bank=structs.replace(world.bank, items=tuple(items)))
    assert changed_items(world.sources(), new.sources()).items == {items[at].id}


@WHOLE
@given(worlds(least=1), st.data())
def test_a_sentence_that_differs_marks_its_document_and_who_cites_it(world: World, data: st.DataObject) -> None:
    edit = data.draw(editing.of_one_sentence(world))
    written = tuple((d.path, brief_text(d).encode()) for d in edit.documents.values())
    found = changed_items(world.sources(), world.sources()._replace(documents=written))
    passage = edit.documents[edit.document].passage(edit.paragraph)
    assert passage is not None
    place = (edit.document, edit.paragraph, edit.old)
    citing = {
        i.id
        for i in world.bank.items
        for _, c in all_citations(i)
        if (c.document, c.paragraph, folded(c.quote)) == place and not passage.has(edit.old)
    }
    assert found.items == citing
    assert world.documents[edit.document].path in {s.path for s in found.spans}
    assert {s.path for s in found.spans} <= {world.documents[edit.document].path, "bank.yaml"}


A, B, C = (structs.replace(i, topics=("nowhere",)) for i in texts(3))
"""Each of these has an error: its topic is not listed."""


def test_only_findings_of_what_differs_are_told() -> None:
    old = sources(A, B)
    assert {f.item for f in check_sources(old, TODAY)[1].findings} == {"item-1", "item-2"}
    assert told(old, old) == []
    assert {f.item for f in told(old, sources(A, structs.replace(B, stem="Another?")))} == {"item-2"}
    assert {f.item for f in told(old, sources(B, A))} == set()
    assert {f.item for f in told(old, sources(A, B, C))} == {"item-3"}
    assert told(old, sources(A, B, title="Other facts")) == []


def test_an_item_whose_sentence_went_is_told_though_it_is_as_it_was() -> None:
    good = texts(3)
    old = sources(*good)
    assert {f.item for f in told(old, sources(*good, numbers=[1, "two", 3, 4, 5])) if f.item} == {"item-2"}
    assert {f.item for f in told(old, sources(*good, numbers=[1, 3, 2, 4, 5])) if f.item} == {"item-2", "item-3"}


def test_findings_of_a_file_that_was_not_there_are_all_told() -> None:
    old = sources(A)
    data = sources(B)._replace(library=("x", b"")).banks[0][1]
    assert isinstance(data, bytes)
    new = old._replace(banks=(*old.banks, ("more.yaml", data.replace(b"bank: facts", b"bank: more"))))
    assert {(f.path, f.item) for f in told(old, new)} == {("more.yaml", "item-2")}
    moved = old._replace(banks=(("elsewhere.yaml", old.banks[0][1]),))
    assert {f.path for f in told(old, moved)} == {"elsewhere.yaml"}
    weak = sources(structs.replace(texts(1)[0], allow={"no-such-rule": "Why not."}))
    assert [f.severity for f in told(old, weak)] == ["warning"]
    assert told(weak, weak) == []
    assert {f.path for f in told(weak, weak._replace(banks=(("elsewhere.yaml", weak.banks[0][1]),)))} == {
        "elsewhere.yaml"
    }


def _bank(text: bytes) -> Sources:
    return sources()._replace(banks=(("facts.yaml", text),))


GOOD = dump_bank(BankFile(bank="facts", title="Facts", items=(A, B))).encode()


@pytest.mark.parametrize(
    ("new", "rules"),
    [
        (GOOD + b"  \t- x\n", {"yaml"}),
        (GOOD.replace(b"bank: facts", b"bank: facts\nextra: 1"), {"unknown-field"}),
        (GOOD.replace(b"id: item-2", b"id: item-1"), {"duplicate-id", "no-topic"}),
        (GOOD.replace(b"level: 3", b"level: 9"), {"schema"}),
        (b"", {"empty"}),
        (b"\xff", {"encoding"}),
    ],
)
def test_new_faults_of_a_bank_are_told_and_old_ones_are_not(new: bytes, rules: set[str]) -> None:
    assert {f.rule for f in told(_bank(GOOD), _bank(new))} == rules
    assert told(_bank(new), _bank(new)) == []
    if rules.isdisjoint({"yaml", "empty", "encoding"}):
        assert told(_bank(new), _bank(b"# moved\n" + new)) == []


def test_an_item_that_stands_twice_now_differs_though_it_was_there() -> None:
    twice = GOOD + GOOD[GOOD.index(b"- type") : GOOD.index(b"- type", GOOD.index(b"- type") + 1)]
    assert changed_items(_bank(GOOD), _bank(twice)).items == {"item-1"}
    assert changed_items(_bank(twice), _bank(GOOD)).items == frozenset()


def test_an_error_that_comes_from_elsewhere_is_told_wherever_it_lies() -> None:
    good = texts(2)
    old = sources(*good)
    new = old._replace(library=("library.yaml", b"id: small\ntitle: Small\ntopics: {odd: Odd}\n"))
    assert {(f.rule, f.item) for f in told(old, new)} == {("no-topic", "item-2")}


def test_new_faults_of_a_document_are_told_and_old_ones_are_not() -> None:
    old = sources(*texts(2))
    text = old.documents[0][1]
    assert isinstance(text, bytes)
    spoilt = old._replace(documents=(("notes.md", text.replace(b"\n[2]", b"\n[7]")),))
    assert "paragraph-order" in {f.rule for f in told(old, spoilt)}
    assert told(spoilt, spoilt) == []
    other = old._replace(documents=(("notes.md", text.replace(b"kind: reference", b"kind: news")),))
    assert Span("notes.md") in changed_items(old, other).spans
    torn = old._replace(documents=(("notes.md", text.replace(b"kind: reference", b"kind: hearsay")),))
    assert {f.path for f in told(old, torn)} >= {"notes.md"}


def test_what_differs_in_two_libraries_is_what_differs_in_either() -> None:
    one, other = changed_items(sources(A), sources(B)), changed_items(sources(A), sources(A, C))
    both = one | other
    assert both.items == {"item-2", "item-3"}
    assert isinstance(both, Changed)
    assert both.spans == one.spans | other.spans
