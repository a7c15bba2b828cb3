"""Two hashes: `scored` changes with all that scoring reads and nothing else, `seen` with what a trainee sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.items import (
    Boolean,
    Choice,
    Date,
    Item,
    Multiple,
    Names,
    NamesFile,
    Numeric,
    Option,
    Quantity,
    Text,
    marking_of,
    scored_hash,
    seen_hash,
)
from quiz.items.types import (
    Differs,
    DiffersBool,
    DiffersDate,
    DiffersMany,
    DiffersQuantity,
    Reject,
    RejectDate,
    RejectQuantity,
)
from tests.strategies import items as drawn
from tests.strategies.worlds import documents

DOCUMENTS = documents().map(lambda document: {document.id: document})
MORE = Option(id="one-more-option", text="One more option", feedback="No.")
SAYS: dict[str, Any] = {"says": "It says so.", "citations": ()}
Edit = tuple[str, Item]


def _scored(item: Item, names: Names | None = None) -> str:
    return scored_hash(marking_of(item, names or Names()))


def _with(item: Item, **fields: Any) -> Edit:
    return ", ".join(fields), msgspec.structs.replace(item, **fields)


def _choice(item: Choice) -> Iterator[Edit]:
    yield _with(item, options=(*item.options, MORE))
    yield _with(item, key=next(o.id for o in item.options if o.id != item.key))
    yield _with(item, differs=(*item.differs, Differs(answer=MORE.id, **SAYS)))


def _multiple(item: Multiple) -> Iterator[Edit]:
    yield _with(item, options=(*item.options, MORE))
    yield _with(item, key=(*item.key, MORE.id))
    yield _with(item, differs=(*item.differs, DiffersMany(answer=(MORE.id,), **SAYS)))
    yield _with(item, score=None if item.score else "exact")


def _boolean(item: Boolean) -> Iterator[Edit]:
    yield _with(item, key=not item.key)
    yield _with(item, differs=(*item.differs, DiffersBool(answer=not item.key, **SAYS)))


def _numeric(item: Numeric) -> Iterator[Edit]:
    more = Quantity(value="77.7", unit="furlongs")
    yield _with(item, key=msgspec.structs.replace(item.key, value=item.key.value + "7"))
    yield _with(item, key=msgspec.structs.replace(item.key, unit="furlongs"))
    yield _with(item, accept=(*item.accept, more))
    yield _with(item, reject=(*item.reject, RejectQuantity(answer=more, feedback="No.")))
    yield _with(item, differs=(*item.differs, DiffersQuantity(answer=more, **SAYS)))
    yield _with(item, tolerance=msgspec.structs.replace(item.tolerance, abs="0.77"))
    yield _with(item, tolerance=msgspec.structs.replace(item.tolerance, rel="0.77"))


def _date(item: Date) -> Iterator[Edit]:
    yield _with(item, key="1777-07" if item.key != "1777-07" else "1777")
    yield _with(item, reject=(*item.reject, RejectDate(answer="1777-07", feedback="No.")))
    yield _with(item, differs=(*item.differs, DiffersDate(answer="1777-07", **SAYS)))


def _text(item: Text) -> Iterator[Edit]:
    yield _with(item, key=item.key + "7")
    yield _with(item, accept=(*item.accept, item.key + "7"))
    yield _with(item, reject=(*item.reject, Reject(answer="7", feedback="No.")))
    yield _with(item, differs=(*item.differs, Differs(answer="7", **SAYS)))
    yield _with(item, typos=1 if item.typos is None else None)
    yield _with(item, case=None if item.case else "keep")
    yield _with(item, accents=None if item.accents else "keep")


RESCORED: dict[str, tuple[Callable[[Any], st.SearchStrategy[Any]], Callable[[Any], Iterator[Edit]]]] = {
    "choice": (drawn.choices, _choice),
    "multiple": (drawn.multiples, _multiple),
    "boolean": (drawn.booleans, _boolean),
    "numeric": (drawn.numerics, _numeric),
    "date": (drawn.dates, _date),
    "text": (lambda known: drawn.texts(known, NamesFile()), _text),
}


@pytest.mark.parametrize("kind", RESCORED)
@given(data=st.data())
def test_each_field_that_scoring_reads_changes_the_scored_hash(kind: str, data: st.DataObject) -> None:
    strategy, edits = RESCORED[kind]
    item = data.draw(strategy(data.draw(DOCUMENTS)))
    for field, edited in edits(item):
        assert _scored(edited) != _scored(item), field


def _retold(values: tuple[Any, ...], field: str) -> tuple[Any, ...]:
    return tuple(msgspec.structs.replace(value, **{field: "Told otherwise."}) for value in values)


def _unscored(item: Item) -> Iterator[Edit]:
    texts = ("stem", "explanation", "retired", "family")
    yield from (_with(item, **{field: "Told-otherwise"}) for field in texts)
    yield _with(item, level=item.level % 3 + 1, topics=("light/else",), citations=(), context=(), after=("x",))
    yield _with(item, edition=item.edition + 1, was=("x",), allow={"x": "y"}, status="draft", recheck=None, claim=None)
    yield _with(item, differs=_retold(item.differs, "says"))
    if isinstance(item, Choice | Multiple):
        yield _with(item, options=_retold(_retold(item.options, "text"), "feedback"))
        yield _with(item, options=item.options[::-1])
    if isinstance(item, Boolean):
        yield _with(item, feedback="Told otherwise.")
    if isinstance(item, Numeric | Date | Text):
        yield _with(item, reject=_retold(item.reject, "feedback"))
    if isinstance(item, Numeric | Text):
        yield _with(item, accept=item.accept[::-1])
    if isinstance(item, Numeric):
        yield _with(item, key=msgspec.structs.replace(item.key, qualifier="more-than"))
    if isinstance(item, Multiple):
        yield _with(item, key=item.key[::-1], pick="any")


@given(DOCUMENTS.flatmap(drawn.items))
def test_nothing_else_changes_the_scored_hash(item: Item) -> None:
    for field, edited in _unscored(item):
        assert _scored(edited) == _scored(item), field


@given(DOCUMENTS.flatmap(drawn.items))
def test_the_seen_hash_changes_with_stem_and_option_texts_alone(item: Item) -> None:
    for field, edited in _unscored(item):
        shown = field == "stem" or (field == "options" and edited.options != item.options[::-1])  # type: ignore[union-attr]
        assert (seen_hash(edited) != seen_hash(item)) is shown, field


def _lens(**names: Any) -> str:
    item = Text(
        id="lens", stem="Who?", explanation="He.", topics=("x",), level=1, citations=(), key="Orwin",
        reject=(Reject(answer="Ada Pell", feedback="No."),),
    )  # fmt: skip
    return _scored(item, Names.of(NamesFile(**names)))


def test_names_are_scored_where_the_item_uses_them() -> None:
    plain = _lens(names={"Orwin": ("Orwin works",), "Ada Pell": ()})
    assert plain != _lens(names={"Orwin": ("Orwin works", "Orwins"), "Ada Pell": ()})
    assert plain != _lens(names={"Orwin": ("Orwin works",), "Ada Pell": ("Keeper Pell",)})
    assert plain != _lens(names={"Orwin": ("Orwin works",), "Ada Pell": ()}, rivals=(("Orwin", "Ada Pell"),))
    assert plain == _lens(names={"Orwin": ("Orwin works",), "Ada Pell": (), "Haven": ("the harbour",)})
    assert plain == _lens(names={"Orwin": ("Orwin works",), "Ada Pell": ()}, related={"Orwin": ("Orwinian",)})
