"""Flaws of what is picked: choice, multiple, boolean, evidence, place."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.documents import Document
from quiz.items.entries import Path
from quiz.items.fields import Option
from quiz.items.flaw import Flaw, differs_is_key, instead, is_option, labels, no_feedback, quoted, twice
from quiz.items.types import Boolean, Choice, ChoiceGap, Evidence, Multiple, Place
from quiz.items.valid_sources import Documents, known_document, misquoted, no_paragraph
from quiz.maps.model import MapFile, Maps
from quiz.text import counted


def choice(item: Choice | ChoiceGap) -> Iterator[Flaw]:
    """Yield the flaws of a choice, as an item or a gap."""
    yield from labels(item.options, "options", "option")
    ids = [o.id for o in item.options]
    yield from is_option(ids, item.key, ("key",), "the key")
    elsewhere = {d.answer for d in item.differs}
    for index, differs in enumerate(item.differs):
        yield from is_option(ids, differs.answer, ("differs", index, "answer"), "the answer")
        if differs.answer == item.key:
            yield differs_is_key(("differs", index, "answer"), "name another option")
    yield from twice((("differs", i, "answer"), d.answer) for i, d in enumerate(item.differs))
    for index, option in enumerate(item.options if item.key in ids else ()):
        if option.id != item.key and option.id not in elsewhere and not option.feedback:
            yield no_feedback(("options", index), "distractor", option.text)
        if option.id == item.key:
            yield from _credit(index, option, "the key earns everything")
        elif option.id in elsewhere:
            yield from _credit(index, option, "what it earns stands under `differs`")


def _credit(index: int, option: Option, why: str) -> Iterator[Flaw]:
    if option.credit.strip("0."):
        what = f"the credit of {quoted(option.text)} is never earned: {why}"
        yield Flaw(("options", index, "credit"), "credit-unused", what, "remove it")


def multiple(item: Multiple) -> Iterator[Flaw]:
    """Yield the flaws of a multiple."""
    yield from labels(item.options, "options", "option")
    ids = [o.id for o in item.options]
    if not item.key:
        yield Flaw(("key",), "empty-key", "the key is empty", "name at least one option")
    for index, wanted in enumerate(item.key):
        yield from is_option(ids, wanted, ("key", index), "the key")
        if wanted in item.key[:index]:
            yield Flaw(("key", index), "duplicate-option", f"'{wanted}' stands twice in the key", "remove one")
    if item.pick != "any" and int(item.pick) != len(item.key):
        what = f"`pick` is {item.pick}, but the key has {counted(len(item.key), 'option')}"
        yield Flaw(("pick",), "pick-count", what, f"write {len(item.key)} or any")
    for index, differs in enumerate(item.differs):
        for position, wanted in enumerate(differs.answer):
            yield from is_option(ids, wanted, ("differs", index, "answer", position), "the answer")
        if set(differs.answer) == set(item.key):
            yield differs_is_key(("differs", index, "answer"), "name another set")
    yield from twice((("differs", i, "answer"), set(d.answer)) for i, d in enumerate(item.differs))
    for index, option in enumerate(item.options if set(item.key) <= set(ids) else ()):
        if option.id not in item.key and not option.feedback:
            yield no_feedback(("options", index), "distractor", option.text)
        yield from _credit(index, option, "the share of right and wrong ticks counts")


def boolean(item: Boolean) -> Iterator[Flaw]:
    """Yield the flaws of a boolean."""
    for index, differs in enumerate(item.differs):
        if differs.answer is item.key:
            yield differs_is_key(("differs", index, "answer"), "write the other one")
    yield from twice((("differs", i, "answer"), d.answer) for i, d in enumerate(item.differs))


def evidence(item: Evidence, documents: Documents) -> Iterator[Flaw]:
    """Yield the flaws of an evidence item: its passage, and each sentence that is named."""
    document = known_document(item.passage.document, ("passage", "document"), documents)
    if isinstance(document, Flaw):
        yield document
        return
    numbers = item.passage.paragraphs
    for index, number in enumerate(numbers):
        if document.passage(number) is None:
            yield no_paragraph(document, number, ("passage", "paragraphs", index))
        elif number in numbers[:index]:
            what = f"paragraph {number} stands twice"
            yield Flaw(("passage", "paragraphs", index), "answer-twice", what, "remove one")
    if all(document.passage(number) for number in numbers):
        yield from _sentences(item, document)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _sentences(item: Evidence, document: Document) -> Iterator[Flaw]:
    passages = [p for number in item.passage.paragraphs if (p := document.passage(number))]
    named: list[tuple[Path, str]] = [(("key", i), text) for i, text in enumerate(item.key)]
    named += [(("reject", i, "answer"), entry.answer) for i, entry in enumerate(item.reject)]
    named += [(("differs", i, "answer"), entry.answer) for i, entry in enumerate(item.differs)]
    for path, text in named:
        if not any(passage.has(text) for passage in passages):
            yield misquoted(text, path, document, passages, "add that paragraph to the passage")
    key = {_folded(text) for text in item.key}
    for path, text in named[len(item.key) :]:
        if _folded(text) in key:
            yield Flaw(path, "reject-is-key", "this sentence is in the key", "take it out of one of the two")
    yield from twice([(path, _folded(text)) for path, text in named if path[0] == "key" or _folded(text) not in key])
    given = {(c.document, _folded(c.quote)) for c in item.citations}
    for index, text in enumerate(item.key):
        if (document.id, _folded(text)) not in given:
            hint = "add it under `citations`"
            yield Flaw(("key", index), "key-uncited", "this sentence of the key is not cited", hint)
    if key >= {_folded(s.text) for passage in passages for s in passage.sentences}:
        hint = "show a longer passage or narrow the question"
        yield Flaw(("key",), "key-is-all", "every sentence of the passage is right", hint)


def place(item: Place, maps: Maps) -> Iterator[Flaw]:
    """Yield the flaws of a place item; without its map it can be graded but is not asked."""
    named: list[tuple[Path, str]] = [(("reject", i, "answer"), entry.answer) for i, entry in enumerate(item.reject)]
    named += [(("differs", i, "answer"), entry.answer) for i, entry in enumerate(item.differs)]
    for path, answer in named:
        if answer == item.key:
            yield Flaw(path, "reject-is-key", "this is the key itself", "name another place")
    yield from twice(named)
    chart = maps.get(item.map)
    if chart is None:
        hint = f"{instead(item.map, list(maps))}; the item can be graded and is not asked"
        yield Flaw(("map",), "no-map", f"there is no map {quoted(item.map)}", hint, warning=True)
        return
    for path, answer in [(_KEY, item.key), *named]:
        yield from _known(chart, path, answer)


_KEY: Path = ("key",)


def _known(chart: MapFile, path: Path, answer: str) -> Iterator[Flaw]:
    """Yield a flaw if a place is not on the map, or is never an answer."""
    asked = [p.id for p in chart.asked()]
    if answer in asked:
        return
    if chart.place(answer) is not None:
        what = f"the map has {quoted(answer)} drawn and never asked about"
        yield Flaw(path, "no-place", what, "name another place, or take `ask: false` out of the map")
    else:
        yield Flaw(path, "no-place", f"the map '{chart.map}' has no place {quoted(answer)}", instead(answer, asked))
