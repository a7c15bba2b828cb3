"""Drift: a citation is flagged when its own sentence is no longer there, whatever else was edited, and never else."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.banks import Sources, dump_bank
from quiz.checks.drift import BROKEN, Cited, State, drift
from quiz.checks.review import Record, all_citations, folded, quotes_hash
from quiz.documents import Citation, Document
from quiz.items import BankFile, Cloze, Differs, Item, Text, TextGap
from tests.strategies import editing
from tests.strategies.worlds import World, brief_text, worlds
from tests.support.effort import WHOLE
from tests.support.library import one_of_each, texts

Place = tuple[str, str, str]


def cited_by(world: World) -> set[tuple[str, int, str]]:
    return {(c.document, c.paragraph, folded(c.quote)) for i in world.bank.items for _, c in all_citations(i)}


def with_documents(world: World, documents: dict[str, Document]) -> Sources:
    return world.sources()._replace(documents=tuple((d.path, brief_text(d).encode()) for d in documents.values()))


def flagged(found: tuple[Cited, ...]) -> list[tuple[str, str]]:
    return [(c.item, c.field) for c in found if c.state is not State.VERBATIM]


@WHOLE
@given(worlds(least=1))
def test_nothing_is_flagged_in_a_library_that_is_sound(world: World) -> None:
    found = drift(world.sources(), since=world.sources())
    living = [i for i in world.bank.items if i.status != "retired"]
    assert [c.state for c in found.citations] == [State.VERBATIM] * sum(len(all_citations(i)) for i in living)
    assert (found.items, found.unreadable, found.broken) == (len(living), 0, False)


@WHOLE
@given(worlds(least=1), st.data(), st.sampled_from((20, 60, 1_000)))
def test_edits_that_do_not_touch_a_cited_sentence_flag_nothing(world: World, data: st.DataObject, width: int) -> None:
    documents = data.draw(editing.unrelated(world, frozenset(cited_by(world))))
    written = [data.draw(editing.remarked(d)) for d in documents.values()]
    plain = yaml.safe_load(dump_bank(world.bank))
    bank = "# moved down\n\n" + yaml.safe_dump(plain, sort_keys=data.draw(st.booleans()), width=width)
    named = tuple((d.path, text) for d, text in zip(documents.values(), written, strict=True))
    sources = world.sources(bank)._replace(documents=named)
    assert flagged(drift(sources, since=world.sources()).citations) == []


@WHOLE
@given(worlds(least=1), st.data())
def test_an_edit_of_one_sentence_flags_its_citations_and_no_others(world: World, data: st.DataObject) -> None:
    edit = data.draw(editing.of_one_sentence(world))
    passage = edit.documents[edit.document].passage(edit.paragraph)
    assert passage is not None
    expected = [
        (item.id, " ".join(map(str, path)))
        for item in world.bank.items
        if item.status != "retired" and not passage.has(edit.old)
        for path, c in all_citations(item)
        if (c.document, c.paragraph, folded(c.quote)) == (edit.document, edit.paragraph, edit.old)
    ]
    found = drift(with_documents(world, edit.documents))
    assert flagged(found.citations) == expected
    assert {c.state for c in found.citations} <= {State.VERBATIM, *BROKEN}
    assert found.broken is bool(expected)


@WHOLE
@given(worlds(least=1), st.data())
def test_a_quote_that_is_brought_along_is_confirmed(world: World, data: st.DataObject) -> None:
    edit = data.draw(editing.of_one_sentence(world))
    (new,) = editing.sentences_of(edit.documents.values()) - editing.sentences_of(world.documents.values())
    bank = _with_quotes(dump_bank(world.bank), edit, new)
    found = drift(with_documents(world, edit.documents)._replace(banks=(("bank.yaml", bank),)), since=world.sources())
    gone = edit.old not in editing.sentences_of([edit.documents[edit.document]])
    for cited in found.citations:
        if (cited.document, cited.paragraph) == (edit.document, edit.paragraph) and cited.quote == new:
            assert cited.state is (State.CONFIRMED if gone else State.VERBATIM)
        else:
            assert cited.state is State.VERBATIM


def _with_quotes(text: str, edit: editing.Edit, new: str) -> bytes:
    """Return a bank in which each citation of the edited sentence has the new wording."""

    def follow(value: Any) -> Any:
        if isinstance(value, list):
            return [follow(one) for one in value]
        if isinstance(value, dict):
            if set(value) == {"document", "paragraph", "quote"}:
                old = (value["document"], value["paragraph"], folded(value["quote"]))
                return {**value, "quote": new} if old == (edit.document, edit.paragraph, edit.old) else value
            return {name: follow(one) for name, one in value.items()}
        return value

    loaded = yaml.load(text, Loader=yaml.BaseLoader)
    edited = follow(_numbered(loaded))
    return yaml.safe_dump(edited, allow_unicode=True, sort_keys=False).encode()


def _numbered(value: Any) -> Any:
    """Return what BaseLoader gave with paragraph numbers as numbers."""
    if isinstance(value, list):
        return [_numbered(one) for one in value]
    if isinstance(value, dict):
        return {n: int(one) if n == "paragraph" else _numbered(one) for n, one in value.items()}
    return value


A, B, C = "The lamp was lit in May.", "The keeper came by boat.", "Nobody saw the ship."


def document(name: str, *paragraphs: str, voice: str = "") -> tuple[str, bytes]:
    head = (
        f"---\nid: {name}\ntitle: T\ncalled: the {name}\nkind: reference\ntext: original\nvoice: {voice or name}\n---\n"
    )
    return f"{name}.md", (head + "".join(f"[{n}]\n{text}\n" for n, text in enumerate(paragraphs, 1))).encode()


def sources(items: list[Item], *documents: tuple[str, bytes]) -> Sources:
    bank = dump_bank(BankFile(bank="facts", title="Facts", items=tuple(items)))
    head = b"id: small\ntitle: Small\ntopics: {odd: Odd, even: Even}\n"
    return Sources(("library.yaml", head), None, (("facts.yaml", bank.encode()),), documents)


def item(quote: str = A, paragraph: int = 1, name: str = "log") -> Text:
    (plain,) = texts(1)
    assert isinstance(plain, Text)
    return structs.replace(plain, citations=(Citation(name, paragraph, quote),))


CASES: list[tuple[list[tuple[str, bytes]], State, tuple[str, int] | None, str]] = [
    ([document("log", A, B)], State.VERBATIM, None, ""),
    ([document("log", f"{C}\n{A}")], State.VERBATIM, None, ""),
    ([document("log", B, A)], State.MOVED, ("log", 2), "stands in paragraph 2: correct `paragraph`"),
    ([document("log", B), document("copy", C, A, voice="log")], State.MOVED, ("copy", 2), "in copy, paragraph 2, of"),
    ([document("log", B), document("other", A)], State.GONE, None, "no longer says so: cite"),
    ([document("log", "The lamp was lit in June.", B)], State.CHANGED, ("log", 1), "lit in [-May.-] {+June.+}; see"),
    ([document("log", B, "The lamp was lit in June.")], State.CHANGED, ("log", 2), "paragraph 2 says now: The lamp"),
    (
        [document("log", "The lamp was lit in June."), document("copy", A, voice="log")],
        State.CHANGED, ("log", 1), "(copy, paragraph 1, of the same voice, still has the quote)",
    ),
    ([document("log", B, C)], State.GONE, None, "no longer says so"),
    ([document("other", B)], State.MISSING, None, "there is no such document; correct `document`"),
    ([document("other", B, A)], State.MISSING, None, "the sentence stands in other, paragraph 2"),
    ([("log.md", b"\xff")], State.MISSING, None, "there is no such document"),
]  # fmt: skip


@pytest.mark.parametrize(("documents", "state", "now", "told"), CASES)
def test_what_has_become_of_a_citation(
    documents: list[tuple[str, bytes]], state: State, now: tuple[str, int] | None, told: str
) -> None:
    (cited,) = drift(sources([item()], *documents)).citations
    assert cited.state is state
    assert (None if cited.now is None else (cited.now.document, cited.now.paragraph)) == now
    assert told in cited.what_to_do()
    assert bool(cited.marked) is (state is State.CHANGED)


def test_a_citation_is_told_with_the_place_of_its_quote() -> None:
    made = sources([item(B)], document("log", A))
    (cited,) = drift(made).citations
    data = made.banks[0][1]
    assert isinstance(data, bytes)
    line = data.decode().splitlines()[cited.line - 1]
    assert (cited.path, line[cited.column - 1 :]) == ("facts.yaml", B)


def test_every_citation_is_looked_at_but_those_of_retired_items() -> None:
    retired = structs.replace(item(B), id="old", status="retired", retired="Old.")
    faulty = structs.replace(item(B), id="faulty", topics=("nowhere",), key="")
    both = structs.replace(item(), id="both", context=(Citation("log", 1, B),))
    found = drift(sources([retired, both, faulty], document("log", A)))
    assert [(c.item, c.field, c.state) for c in found.citations] == [
        ("both", "citations 0", State.VERBATIM),
        ("both", "context 0", State.GONE),
    ]
    assert (found.items, found.unreadable) == (1, 1)
    unsound = structs.replace(item(B), id="unsound", topics=("nowhere",))
    assert [c.state for c in drift(sources([unsound], document("log", A))).citations] == [State.GONE]


def test_citations_of_other_documents_answers_count_too() -> None:
    six = [i for i in one_of_each() if isinstance(i, Text)]
    differs = (Differs(answer="orca", says="So.", citations=(Citation("log", 1, C),)),)
    plain = structs.replace(six[0], citations=(Citation("log", 1, A),), differs=differs)
    cloze = Cloze(
        id="gaps", stem="{who}?", explanation="E.", topics=("odd",), level=1, citations=(Citation("log", 1, A),),
        gaps={"who": TextGap(key="k", differs=differs)},
    )  # fmt: skip
    found = drift(sources([plain, cloze], document("log", A)))
    assert [c.field for c in found.citations if c.state is State.GONE] == [
        "differs 0 citations 0",
        "gaps who differs 0 citations 0",
    ]


def states(item_: Item, *read: Item, since: Sources | None = None, text: str = A) -> set[State]:
    records = [Record(i.id, quotes_hash(i), "yes") for i in read]
    return {c.state for c in drift(sources([item_], document("log", text, B)), records, since).citations}


def test_a_record_of_other_quotes_makes_an_item_unconfirmed_until_it_is_read_again() -> None:
    now, then = item(), item("The lamp was lit in April.")
    assert states(now) == {State.VERBATIM}
    assert states(now, now) == {State.VERBATIM}
    assert states(now, now, now) == {State.VERBATIM}
    assert states(now, then) == {State.UNCONFIRMED}
    assert states(now, now, then) == {State.UNCONFIRMED}
    assert states(now, then, now) == {State.CONFIRMED}
    assert states(now, then, text=C) == {State.GONE}
    assert states(now, structs.replace(then, id="another")) == {State.VERBATIM}
    assert not drift(sources([now], document("log", A)), [Record(now.id, "0" * 16, "yes")]).broken


def test_what_was_spoilt_on_purpose_is_no_reading_of_the_item() -> None:
    now, then = item(), item("The lamp was lit in April.")
    records = [Record(now.id, quotes_hash(now), "yes"), Record(now.id, quotes_hash(then), "refused", planted="context")]
    found = drift(sources([now], document("log", A, B)), records)
    assert {c.state for c in found.citations} == {State.VERBATIM}


def test_a_quote_that_followed_is_not_taken_for_read() -> None:
    old = sources([item("The lamp was lit in April.")], document("log", "The lamp was lit in April.", B))
    assert states(item(), since=old) == {State.CONFIRMED}
    assert states(item(), item("The lamp was lit in April."), since=old) == {State.UNCONFIRMED}
    assert states(structs.replace(item(), id="newer", was=("item-1",)), since=old) == {State.CONFIRMED}
    assert states(structs.replace(item(), id="newer"), since=old) == {State.VERBATIM}
    another = sources([item(B, 2)], document("log", A, B))
    assert states(item(), since=another) == {State.VERBATIM}
    apart = sources([item("The lamp was lit in April.")], document("log", "The lamp was lit in April.", B))
    assert states(item(B, 2), since=apart) == {State.VERBATIM}
    both = tuple(Citation("log", 1, quote) for quote in ("The lamp was lit in April.", A))
    waiting = structs.replace(item(), citations=both)
    assert states(item(), since=sources([waiting], document("log", "The lamp was lit in April.", B))) == {
        State.VERBATIM
    }
