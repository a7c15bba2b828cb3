"""Items with the same texts and another key, and items whose ids tempt a shuffle to give the key away."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from quiz.documents import Document, Passage, Sentence, SentenceMark
from quiz.items import (
    Boolean,
    Choice,
    ChoiceGap,
    Cloze,
    Date,
    DateGap,
    Evidence,
    Gap,
    Item,
    Match,
    Multiple,
    Numeric,
    NumericGap,
    Order,
    Quantity,
)
from quiz.items.fields import Label, Row
from tests.strategies.items import items
from tests.strategies.texts import ANSWERS
from tests.support.library import composed

_TEXTS = (
    ("The lamp was lit.", "A keeper came.", "The lamp went out."),
    ("Nobody saw it.", "The lamp was lit."),
    ("It was lit again.",),
)
DOCUMENT = Document(
    id="log",
    title="The log",
    called="the log",
    voice="log",
    kind="reference",
    passages=tuple(
        Passage(number, tuple(Sentence(text, SentenceMark.CORE) for text in texts))
        for number, texts in enumerate(_TEXTS, 1)
    ),
)
DOCUMENTS = {DOCUMENT.id: DOCUMENT}
SEEDS = st.text("abc012", min_size=1, max_size=6)

asked_items = items(DOCUMENTS).filter(lambda item: item.__struct_config__.tag != "place")


@st.composite
def two_keys(draw: st.DrawFn) -> tuple[Item, Item, str]:
    """Draw an item, the same item with another key, and a seed."""
    item = draw(asked_items)
    return item, draw(rekeyed(item)), draw(SEEDS)


@st.composite
def rekeyed(draw: st.DrawFn, item: Item) -> Item:
    """Draw an item that is asked alike, by all that a trainee may know of it, and has any key."""
    match item:
        case Boolean():
            return replace(item, key=not item.key)
        case Multiple():
            ids = draw(st.permutations([o.id for o in item.options]))
            return replace(item, key=tuple(ids[: len(item.key)]))
        case Match():
            options = st.sampled_from([o.id for o in item.options])
            return replace(item, key={row.id: draw(options) for row in item.rows})
        case Order():
            return replace(item, key=tuple((one,) for one in draw(st.permutations([o.id for o in item.options]))))
        case Evidence():
            shown = [s for p in DOCUMENT.passages if p.number in item.passage.paragraphs for s in p.sentences]
            sentences = st.lists(st.sampled_from([s.text for s in shown]), min_size=1, unique=True)
            return replace(item, key=tuple(draw(sentences)))
        case Cloze():
            return replace(item, gaps={name: draw(_rekeyed_part(gap)) for name, gap in item.gaps.items()})
        case _:
            made: Item = draw(_rekeyed_part(item))
            return made


@st.composite
def _rekeyed_part(draw: st.DrawFn, part: Item | Gap) -> Any:
    match part:
        case Choice() | ChoiceGap():
            return replace(part, key=draw(st.sampled_from([o.id for o in part.options])))
        case Numeric() | NumericGap():
            return replace(part, key=Quantity(value=str(draw(st.integers())), unit=part.key.unit))
        case Date() | DateGap():
            form = {"XXXX": ("XXXX-01-02", "XXXX-12-30")}.get(part.key[:4], ("1999", "1999-05", "1999-05-06"))
            return replace(part, key=next(key for key in form if len(key) == len(part.key)))
        case _:
            return replace(part, key=draw(ANSWERS))


def twins(count: int) -> Match:
    """A match whose rows have the ids of their partners."""
    match_item = next(item for item in composed() if isinstance(item, Match))
    ids = [f"one-{number}" for number in range(count)]
    return replace(
        match_item,
        rows=tuple(Row(id=name, text=f"Row {name}") for name in ids),
        options=tuple(Label(id=name, text=f"Partner {name}") for name in ids),
        key={name: name for name in ids},
        differs=(),
    )
