"""What an instructor writes as an item: one declaration a type, from which reader, cache and JSON Schema are made.

A new item type is one struct here, one marking, one rule in `scoring` and one way to ask it in each front end.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from quiz.documents import Citation
from quiz.items.fields import (
    Claim,
    DateKey,
    Differs,
    DiffersBool,
    DiffersDate,
    DiffersMany,
    DiffersMap,
    DiffersOrder,
    DiffersQuantity,
    Few,
    Id,
    Label,
    Option,
    OptionId,
    Pick,
    Plain,
    Prose,
    Quantity,
    Reject,
    RejectDate,
    RejectQuantity,
    Row,
    Short,
    Status,
    Step,
    Strict,
    Tolerance,
    Topic,
    Weight,
)


class ItemBase(Strict, tag_field="type", frozen=True, kw_only=True):
    """What every item has, whatever its type."""

    id: Id
    stem: Prose
    explanation: Prose
    topics: Annotated[tuple[Topic, ...], Meta(min_length=1)]
    level: Annotated[int, Meta(ge=1, le=3)]
    citations: tuple[Citation, ...]
    context: tuple[Citation, ...] = ()
    claim: Claim | None = None
    family: Id | None = None
    after: tuple[Id, ...] = ()
    status: Status = "draft"
    retired: Prose | None = None
    recheck: DateKey | None = None
    allow: dict[str, Prose] = field(default_factory=dict)
    edition: Annotated[int, Meta(ge=1)] = 1
    was: tuple[Id, ...] = ()


class Choice(ItemBase, tag="choice", frozen=True, kw_only=True):
    """Pick the one option that is right."""

    options: tuple[Option, ...]
    key: OptionId
    differs: Annotated[tuple[Differs, ...], Few] = ()


class Multiple(ItemBase, tag="multiple", frozen=True, kw_only=True):
    """Pick all options that are right: `pick` says how many, or `any`."""

    options: tuple[Option, ...]
    pick: Pick
    key: Annotated[tuple[OptionId, ...], Few]
    differs: Annotated[tuple[DiffersMany, ...], Few] = ()
    score: Literal["exact"] | None = None


class Boolean(ItemBase, tag="boolean", frozen=True, kw_only=True):
    """Say whether a statement is what its source says; `feedback` is for the wrong answer."""

    key: bool
    feedback: Prose
    differs: Annotated[tuple[DiffersBool, ...], Few] = ()


class Numeric(ItemBase, tag="numeric", frozen=True, kw_only=True):
    """Type a number in the shown unit."""

    key: Quantity
    accept: Annotated[tuple[Quantity, ...], Few] = ()
    reject: Annotated[tuple[RejectQuantity, ...], Few] = ()
    differs: Annotated[tuple[DiffersQuantity, ...], Few] = ()
    tolerance: Tolerance = field(default_factory=Tolerance)


class Date(ItemBase, tag="date", frozen=True, kw_only=True):
    """Type a date as precise as the document has it; XXXX stands for a year that the document does not give."""

    key: DateKey
    reject: Annotated[tuple[RejectDate, ...], Few] = ()
    differs: Annotated[tuple[DiffersDate, ...], Few] = ()


class Text(ItemBase, tag="text", frozen=True, kw_only=True):
    """Type a short answer; `accept` are further fair forms, `reject` what never passes as a slip."""

    key: Short
    accept: Annotated[tuple[Short, ...], Few] = ()
    reject: Annotated[tuple[Reject, ...], Few] = ()
    differs: Annotated[tuple[Differs, ...], Few] = ()
    typos: Annotated[int, Meta(ge=0, le=2)] | None = None
    case: Literal["keep"] | None = None
    accents: Literal["keep"] | None = None


class TextGap(Strict, tag="text", tag_field="type", frozen=True, kw_only=True):
    """A gap to type a short answer into; fields as in a text item, `weight` its share of the score."""

    key: Short
    accept: Annotated[tuple[Short, ...], Few] = ()
    reject: Annotated[tuple[Reject, ...], Few] = ()
    differs: Annotated[tuple[Differs, ...], Few] = ()
    typos: Annotated[int, Meta(ge=0, le=2)] | None = None
    case: Literal["keep"] | None = None
    accents: Literal["keep"] | None = None
    weight: Weight = "1"


class NumericGap(Strict, tag="numeric", tag_field="type", frozen=True, kw_only=True):
    """A gap to type a number into; fields as in a numeric item."""

    key: Quantity
    accept: Annotated[tuple[Quantity, ...], Few] = ()
    reject: Annotated[tuple[RejectQuantity, ...], Few] = ()
    differs: Annotated[tuple[DiffersQuantity, ...], Few] = ()
    tolerance: Tolerance = field(default_factory=Tolerance)
    weight: Weight = "1"


class DateGap(Strict, tag="date", tag_field="type", frozen=True, kw_only=True):
    """A gap to type a date into; fields as in a date item."""

    key: DateKey
    reject: Annotated[tuple[RejectDate, ...], Few] = ()
    differs: Annotated[tuple[DiffersDate, ...], Few] = ()
    weight: Weight = "1"


class ChoiceGap(Strict, tag="choice", tag_field="type", frozen=True, kw_only=True):
    """A gap to pick one option for; fields as in a choice item."""

    options: tuple[Option, ...]
    key: OptionId
    differs: Annotated[tuple[Differs, ...], Few] = ()
    weight: Weight = "1"


Gap = TextGap | NumericGap | DateGap | ChoiceGap


class Cloze(ItemBase, tag="cloze", frozen=True, kw_only=True):
    """Fill the gaps that the stem names in braces; gaps listed together in `swap` may change places."""

    gaps: Annotated[dict[OptionId, Gap], Meta(min_length=1)]
    swap: Annotated[tuple[Annotated[tuple[OptionId, ...], Meta(min_length=2)], ...], Few] = ()
    score: Literal["exact"] | None = None


class Match(ItemBase, tag="match", frozen=True, kw_only=True):
    """Find the partner of each row among the options: `key` maps rows to options, one option may serve several."""

    rows: tuple[Row, ...]
    options: tuple[Label, ...]
    key: dict[OptionId, OptionId]
    differs: Annotated[tuple[DiffersMap, ...], Few] = ()
    score: Literal["exact"] | None = None


class Order(ItemBase, tag="order", frozen=True, kw_only=True):
    """Put the options into order; a list inside `key` is a tie, whose options may stand in any order."""

    options: tuple[Label, ...]
    key: Annotated[tuple[Step, ...], Few]
    differs: Annotated[tuple[DiffersOrder, ...], Few] = ()
    score: Literal["exact"] | None = None


class Passage(Strict, frozen=True, kw_only=True):
    """The paragraphs that an evidence item shows."""

    document: Plain
    paragraphs: Annotated[tuple[Annotated[int, Meta(ge=1)], ...], Meta(min_length=1)]


class Evidence(ItemBase, tag="evidence", frozen=True, kw_only=True):
    """Point at the sentences of a passage that show something: any one of `key`, or all."""

    passage: Passage
    need: Literal["any", "all"]
    key: Annotated[tuple[Short, ...], Meta(min_length=1), Few]
    reject: Annotated[tuple[Reject, ...], Few] = ()
    differs: Annotated[tuple[Differs, ...], Few] = ()
    score: Literal["exact"] | None = None


class Place(ItemBase, tag="place", frozen=True, kw_only=True):
    """Point at a place on the map of that name."""

    map: Id
    key: OptionId
    reject: Annotated[tuple[Reject, ...], Few] = ()
    differs: Annotated[tuple[Differs, ...], Few] = ()


Item = Choice | Multiple | Boolean | Numeric | Date | Text | Cloze | Match | Order | Evidence | Place


def type_name(item: Item) -> str:
    """Return the type of an item as it is written in a bank."""
    return str(item.__struct_config__.tag)
