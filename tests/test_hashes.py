"""Two hashes: `scored` changes with all that scoring reads and nothing else, `seen` with what a trainee sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.documents import Document, Sentence, SentenceMark
from quiz.documents import Passage as Passage_
from quiz.items import (
    Boolean,
    Choice,
    ChoiceGap,
    Cloze,
    Date,
    Evidence,
    Gap,
    Item,
    Match,
    Multiple,
    Names,
    NamesFile,
    Numeric,
    NumericGap,
    Option,
    Order,
    Place,
    Quantity,
    Text,
    TextGap,
    marking_of,
    scored_hash,
    seen_hash,
)
from quiz.items.fields import (
    Differs,
    DiffersBool,
    DiffersDate,
    DiffersMany,
    DiffersMap,
    DiffersOrder,
    DiffersQuantity,
    Label,
    Reject,
    RejectDate,
    RejectQuantity,
    Row,
)
from quiz.items.types import Passage
from tests.strategies import items as drawn
from tests.support.effort import WHOLE

SENTENCES = tuple(Sentence(text, SentenceMark.CORE) for text in ("It is lit.", "It is white.", "Ships pass."))
DOCUMENTS = {
    "log": Document(
        id="log",
        title="The log",
        called="the log",
        voice="log",
        kind="reference",
        passages=(Passage_(1, SENTENCES), Passage_(2, SENTENCES[1:])),
    )
}
MORE = Option(id="one-more-option", text="One more option", feedback="No.")
SAYS: dict[str, Any] = {"says": "It says so.", "citations": ()}
Edit = tuple[str, Item]


def _scored(item: Item, names: Names | None = None) -> str:
    return scored_hash(marking_of(item, names or Names(), DOCUMENTS))


def _with(item: Item, **fields: Any) -> Edit:
    return ", ".join(fields), msgspec.structs.replace(item, **fields)


def _earning(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return entries of which the last earns otherwise."""
    return (*values[:-1], msgspec.structs.replace(values[-1], credit="0.77"))


def _choice(item: Choice) -> Iterator[Edit]:
    yield _with(item, options=(*item.options, MORE))
    yield _with(item, options=_earning(item.options))
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
    yield _with(item, reject=_earning((*item.reject, RejectQuantity(answer=more, feedback="No."))))
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


def _cloze(item: Cloze) -> Iterator[Edit]:
    more = TextGap(key="One more")
    first, *_ = item.gaps
    yield _with(item, gaps={**item.gaps, "one-more-gap": more})
    yield _with(item, gaps={**item.gaps, first: msgspec.structs.replace(item.gaps[first], weight="7.77")})
    yield _with(item, gaps={**item.gaps, first: TextGap(key="Another", weight=item.gaps[first].weight)})
    yield _with(item, swap=(("one", "two"),))
    yield _with(item, score=None if item.score else "exact")


def _match(item: Match) -> Iterator[Edit]:
    row, *_ = item.key
    other = next(o.id for o in item.options if o.id != item.key[row])
    yield _with(item, options=(*item.options, MORE))
    yield _with(item, key={**item.key, row: other})
    yield _with(item, key={**item.key, "one-more-row": other})
    yield _with(item, differs=(*item.differs, DiffersMap(answer={row: other}, **SAYS)))
    yield _with(item, differs=_earning((*item.differs, DiffersMap(answer={row: other}, **SAYS))))
    yield _with(item, score=None if item.score else "exact")


def _order(item: Order) -> Iterator[Edit]:
    yield _with(item, key=item.key[::-1])
    yield _with(item, key=(*item.key, (MORE.id,)))
    yield _with(item, key=(tuple(o for step in item.key for o in step),))
    yield _with(item, differs=(*item.differs, DiffersOrder(answer=item.key, **SAYS)))
    yield _with(item, differs=_earning((*item.differs, DiffersOrder(answer=item.key, **SAYS))))
    yield _with(item, score=None if item.score else "exact")


def _evidence(item: Evidence) -> Iterator[Edit]:
    yield _with(item, key=(*item.key, "One more."))
    yield _with(item, need="all" if item.need == "any" else "any")
    yield _with(item, reject=(*item.reject, Reject(answer="7", feedback="No.")))
    yield _with(item, differs=(*item.differs, Differs(answer="7", **SAYS)))
    yield _with(item, differs=_earning((*item.differs, Differs(answer="7", **SAYS))))
    yield _with(item, score=None if item.score else "exact")
    yield _with(item, passage=Passage(document="none", paragraphs=item.passage.paragraphs))


def _place(item: Place) -> Iterator[Edit]:
    yield _with(item, key=MORE.id)
    yield _with(item, map=item.map + "7")
    yield _with(item, reject=(*item.reject, Reject(answer="x7", feedback="No.")))
    yield _with(item, differs=(*item.differs, Differs(answer="x7", **SAYS)))


RESCORED: dict[str, tuple[Callable[[Any], st.SearchStrategy[Any]], Callable[[Any], Iterator[Edit]]]] = {
    "choice": (drawn.choices, _choice),
    "multiple": (drawn.multiples, _multiple),
    "boolean": (drawn.booleans, _boolean),
    "numeric": (drawn.numerics, _numeric),
    "date": (drawn.dates, _date),
    "text": (lambda known: drawn.texts(known, NamesFile()), _text),
    "cloze": (lambda known: drawn.clozes(known, NamesFile()), _cloze),
    "match": (drawn.matches, _match),
    "order": (drawn.orders, _order),
    "evidence": (drawn.evidences, _evidence),
    "place": (drawn.places, _place),
}


@pytest.mark.parametrize("kind", RESCORED)
@settings(max_examples=40)
@given(data=st.data())
def test_b4_each_field_that_scoring_reads_changes_the_scored_hash(kind: str, data: st.DataObject) -> None:
    strategy, edits = RESCORED[kind]
    item = data.draw(strategy(DOCUMENTS))
    for field, edited in edits(item):
        assert _scored(edited) != _scored(item), field


def _retold(values: tuple[Any, ...], field: str) -> tuple[Any, ...]:
    return tuple(msgspec.structs.replace(value, **{field: "Told otherwise."}) for value in values)


def _unscored(item: Item) -> Iterator[Edit]:
    texts = ("stem", "explanation", "retired", "family")
    yield from (_with(item, **{field: "Told-otherwise"}) for field in texts)
    yield _with(item, level=item.level % 3 + 1, topics=("light/else",), citations=(), context=(), after=("x",))
    yield _with(item, edition=item.edition + 1, was=("x",), allow={"x": "y"}, status="draft", recheck=None, claim=None)
    if not isinstance(item, Cloze):
        yield _with(item, differs=_retold(item.differs, "says"))
    if isinstance(item, Choice | Multiple):
        yield _with(item, options=_retold(_retold(item.options, "text"), "feedback"))
    if isinstance(item, Match | Order):
        yield _with(item, options=_retold(item.options, "text"))
    if isinstance(item, Choice | Multiple | Match | Order):
        yield _with(item, options=item.options[::-1])
    if isinstance(item, Boolean):
        yield _with(item, feedback="Told otherwise.")
    if isinstance(item, Numeric | Date | Text | Evidence | Place):
        yield _with(item, reject=_retold(item.reject, "feedback"))
    if isinstance(item, Numeric | Text):
        yield _with(item, accept=item.accept[::-1])
    if isinstance(item, Numeric):
        yield _with(item, key=msgspec.structs.replace(item.key, qualifier="more-than"))
    if isinstance(item, Multiple):
        yield _with(item, key=item.key[::-1], pick="any")
    yield from _reordered(item)


def _reordered(item: Item) -> Iterator[Edit]:
    """Yield what has parts with all its parts in another order, or told otherwise."""
    if isinstance(item, Evidence):
        yield _with(item, key=item.key[::-1])
    if isinstance(item, Match):
        yield _with(item, rows=_retold(_retold(item.rows, "text"), "feedback"))
        yield _with(item, rows=item.rows[::-1], key=dict(reversed(item.key.items())))
    if isinstance(item, Order):
        turned = tuple(msgspec.structs.replace(d, answer=tuple(s[::-1] for s in d.answer)) for d in item.differs)
        yield _with(item, key=tuple(step[::-1] for step in item.key), differs=turned)
    if isinstance(item, Cloze):
        yield _with(item, gaps=dict(reversed(item.gaps.items())), swap=tuple(g[::-1] for g in item.swap[::-1]))
        yield _with(item, gaps={name: _gap_told_otherwise(gap) for name, gap in item.gaps.items()})


def _gap_told_otherwise(gap: Gap) -> Gap:
    told: dict[str, Any] = {"differs": _retold(gap.differs, "says")}
    if not isinstance(gap, ChoiceGap):
        told["reject"] = _retold(gap.reject, "feedback")
    if isinstance(gap, TextGap | NumericGap):
        told["accept"] = gap.accept[::-1]
    if isinstance(gap, ChoiceGap):
        told["options"] = _retold(gap.options[::-1], "text")
    return msgspec.structs.replace(gap, **told)


def _shown(item: Item) -> Any:
    """Return the texts that a trainee sees before answering, by the definition of each type."""
    match item:
        case Choice() | Multiple() | Order():
            texts: Any = {o.id: o.text for o in item.options}
        case Match():
            texts = [{o.id: o.text for o in labels} for labels in (item.rows, item.options)]
        case Cloze():
            gaps = {name: gap.options for name, gap in item.gaps.items() if isinstance(gap, ChoiceGap)}
            texts = {name: {o.id: o.text for o in options} for name, options in gaps.items()}
        case Evidence():
            texts = (item.passage.document, item.passage.paragraphs)
        case Place():
            texts = item.map
        case _:
            texts = None
    return item.stem, texts


@WHOLE
@given(drawn.items(DOCUMENTS))
def test_b4_nothing_else_changes_the_scored_hash(item: Item) -> None:
    for field, edited in _unscored(item):
        assert _scored(edited) == _scored(item), field


def _reshown(item: Item) -> Iterator[Edit]:
    if isinstance(item, Match):
        yield _with(item, rows=(*item.rows, Row(id="one-more-row", text="One more")))
    if isinstance(item, Match | Order):
        yield _with(item, options=(*item.options, Label(id="one-more", text="One more")))
    if isinstance(item, Evidence):
        yield _with(item, passage=Passage(document=item.passage.document, paragraphs=(7, 77)))
        yield _with(item, passage=Passage(document="another", paragraphs=item.passage.paragraphs))
    if isinstance(item, Place):
        yield _with(item, map=item.map + "7")


@WHOLE
@given(drawn.items(DOCUMENTS))
def test_b4_the_seen_hash_changes_with_what_a_trainee_sees_and_with_nothing_else(item: Item) -> None:
    for field, edited in (*_unscored(item), *_reshown(item)):
        assert (seen_hash(edited) != seen_hash(item)) is (_shown(edited) != _shown(item)), field


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
