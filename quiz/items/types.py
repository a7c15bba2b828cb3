"""What an instructor writes: one declaration a type, from which reader, cache and JSON Schema are made.

Limits stand with their fields. A new item type is one struct here, one marking, one rule in `scoring` and one way to
ask it in each front end.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from quiz.documents import Citation

STEM_CHARS = 16_384
OPTION_CHARS = 2_048
OPTIONS = 64
ENTRIES = 128
"""Further answers of one kind (accepted, rejected, of other documents) that an item may have."""

ALSO = "also"
"""In JSON Schema, until `banks.schema` has made it a part of `type`: what a YAML 1.2 editor may take a text of this
form for, as 1920, 4.2 and true are numbers and truth values to it and texts to us."""


def _also(*types: str, **more: object) -> dict[str, Any]:
    return {ALSO: list(types), **more}


Id = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$",
        extra={"say": "an id of letters, digits, - . _ :"},
        extra_json_schema=_also("number", "boolean"),
    ),
]
OptionId = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z][A-Za-z0-9._-]{0,127}$",
        extra={"say": "an id that begins with a letter"},
        extra_json_schema=_also("boolean"),
    ),
]
Prose = Annotated[str, Meta(min_length=1, max_length=STEM_CHARS, extra={"prose": True})]
Short = Annotated[str, Meta(min_length=1, max_length=OPTION_CHARS, extra={"prose": True})]
Plain = Annotated[str, Meta(min_length=1, max_length=OPTION_CHARS)]
"""A text that is no prose: a comment may follow it on its line."""
Topic = Annotated[
    str,
    Meta(
        pattern=r"^[\w-]+(/[\w-]+){0,7}$",
        max_length=256,
        extra={"say": "a topic path such as agreements/peace"},
        extra_json_schema=_also("number", "boolean"),
    ),
]
Number = Annotated[
    str,
    Meta(
        pattern=r"^-?[0-9]{1,30}(\.[0-9]{1,30})?$",
        extra={"say": "a number in plain digits, such as 4.2"},
        extra_json_schema=_also("number"),
    ),
]
Amount = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{1,30}(\.[0-9]{1,30})?$",
        extra={"say": "a number of 0 or more"},
        extra_json_schema=_also("number", minimum=0),
    ),
]
DateKey = Annotated[
    str,
    Meta(
        pattern=r"^([0-9]{4}|XXXX-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{2}(-[0-9]{2})?)$",
        extra={"say": "a date such as 2023, 2025-08, 2026-02-10 or XXXX-02-10"},
        extra_json_schema=_also("integer", minimum=1, maximum=9999),
    ),
]
Pick = Annotated[
    str,
    Meta(
        pattern=r"^(any|[1-9][0-9]?)$",
        extra={"say": "a number, or `any`"},
        extra_json_schema=_also("integer", minimum=1, maximum=99),
    ),
]
Names_ = Annotated[
    tuple[Short, ...],
    Meta(
        extra={"or_one": True},
        extra_json_schema=_also("string", "number", "boolean"),
    ),
]
_Few = Meta(max_length=ENTRIES)
Status = Literal["draft", "approved", "retired"]
Qualifier = Literal["exact", "up-to", "more-than", "about"]


class _Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What all written values share: unknown fields are faults, defaults are not written."""


class Claim(_Strict, frozen=True, kw_only=True):
    """Whose claim the key is and how firm: never part of scoring."""

    by: Names_
    kind: Literal["statement", "position", "judgement", "forecast"]
    stage: Literal["discussed", "announced", "agreed", "signed", "ratified", "in-force", "planned"] | None = None


class Option(_Strict, frozen=True, kw_only=True):
    """One thing to pick; `id` is kept for ever, its place on the screen is not."""

    id: OptionId
    text: Short
    feedback: Prose | None = None


class Quantity(_Strict, frozen=True, kw_only=True):
    """A number of something: `value` in digits, `unit` is scale and what is counted (`billion USD`, `%`)."""

    value: Number
    unit: Short | None = None
    qualifier: Qualifier = "exact"


class Tolerance(_Strict, frozen=True, kw_only=True):
    """Largest distance from the value that is still right, absolute or as a share of it; closed."""

    abs: Amount = "0"
    rel: Amount = "0"


class _Differs(_Strict, frozen=True, kw_only=True):
    """Another document's answer to this very question, and what a trainee who gives it is told."""

    says: Prose
    citations: tuple[Citation, ...]


class Differs(_Differs, frozen=True, kw_only=True):
    """Another document's answer as a text: an option id or a typed form."""

    answer: Short


class DiffersDate(_Differs, frozen=True, kw_only=True):
    """Another document's date."""

    answer: DateKey


class DiffersMany(_Differs, frozen=True, kw_only=True):
    """Another document's set of options."""

    answer: Annotated[tuple[OptionId, ...], _Few]


class DiffersBool(_Differs, frozen=True, kw_only=True):
    """Another document's verdict on the statement."""

    answer: bool


class DiffersQuantity(_Differs, frozen=True, kw_only=True):
    """Another document's number."""

    answer: Quantity


class Reject(_Strict, frozen=True, kw_only=True):
    """A near miss as a text, and why it is wrong."""

    answer: Short
    feedback: Prose


class RejectDate(_Strict, frozen=True, kw_only=True):
    """A near miss as a date, and why it is wrong."""

    answer: DateKey
    feedback: Prose


class RejectQuantity(_Strict, frozen=True, kw_only=True):
    """A near miss as a number, and why it is wrong."""

    answer: Quantity
    feedback: Prose


class ItemBase(_Strict, tag_field="type", frozen=True, kw_only=True):
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
    allow: dict[str, Prose] = {}
    edition: Annotated[int, Meta(ge=1)] = 1
    was: tuple[Id, ...] = ()


class Choice(ItemBase, tag="choice", frozen=True, kw_only=True):
    """Pick the one option that is right."""

    options: tuple[Option, ...]
    key: OptionId
    differs: Annotated[tuple[Differs, ...], _Few] = ()


class Multiple(ItemBase, tag="multiple", frozen=True, kw_only=True):
    """Pick all options that are right: `pick` says how many, or `any`."""

    options: tuple[Option, ...]
    pick: Pick
    key: Annotated[tuple[OptionId, ...], _Few]
    differs: Annotated[tuple[DiffersMany, ...], _Few] = ()
    score: Literal["exact"] | None = None


class Boolean(ItemBase, tag="boolean", frozen=True, kw_only=True):
    """Say whether a statement is what its source says; `feedback` is for the wrong answer."""

    key: bool
    feedback: Prose
    differs: Annotated[tuple[DiffersBool, ...], _Few] = ()


class Numeric(ItemBase, tag="numeric", frozen=True, kw_only=True):
    """Type a number in the shown unit."""

    key: Quantity
    accept: Annotated[tuple[Quantity, ...], _Few] = ()
    reject: Annotated[tuple[RejectQuantity, ...], _Few] = ()
    differs: Annotated[tuple[DiffersQuantity, ...], _Few] = ()
    tolerance: Tolerance = field(default_factory=Tolerance)


class Date(ItemBase, tag="date", frozen=True, kw_only=True):
    """Type a date as precise as the document has it; XXXX stands for a year that the document does not give."""

    key: DateKey
    reject: Annotated[tuple[RejectDate, ...], _Few] = ()
    differs: Annotated[tuple[DiffersDate, ...], _Few] = ()


class Text(ItemBase, tag="text", frozen=True, kw_only=True):
    """Type a short answer; `accept` are further fair forms, `reject` what never passes as a slip."""

    key: Short
    accept: Annotated[tuple[Short, ...], _Few] = ()
    reject: Annotated[tuple[Reject, ...], _Few] = ()
    differs: Annotated[tuple[Differs, ...], _Few] = ()
    typos: Annotated[int, Meta(ge=0, le=2)] | None = None
    case: Literal["keep"] | None = None
    accents: Literal["keep"] | None = None


Item = Choice | Multiple | Boolean | Numeric | Date | Text


def type_name(item: Item) -> str:
    """Return the type of an item as it is written in a bank."""
    return str(item.__struct_config__.tag)


class BankFile(_Strict, frozen=True, kw_only=True):
    """One YAML file of items."""

    bank: Id
    title: Short
    items: tuple[Item, ...]


class ExamFile(_Strict, frozen=True, kw_only=True):
    """The exam that the library prescribes: items, minutes, pass mark as a share, shares of topics and levels."""

    items: Annotated[int, Meta(ge=1)] = 20
    minutes: Annotated[int, Meta(ge=1)] = 20
    # "pass" is a word of Python, so the attribute has another name.
    pass_mark: Amount = field(default="0.7", name="pass")
    topics: dict[Topic, Amount] = {}
    levels: dict[Annotated[int, Meta(ge=1, le=3)], Amount] = {}


class LibraryFile(_Strict, frozen=True, kw_only=True):
    """`library.yaml`: what the library is called, when its study day begins and which topics it has."""

    id: Id
    title: Short
    topics: dict[Topic, Short]
    ready_by: DateKey | None = None
    rollover: Annotated[int, Meta(ge=0, le=23)] = 4
    zone: Plain = "local"
    exam: ExamFile | None = None


class NamesFile(_Strict, frozen=True, kw_only=True):
    """`names.yaml`: forms accepted when typed, words that count as the name in a brief, names that are rivals."""

    names: dict[Short, tuple[Short, ...]] = {}
    related: dict[Short, tuple[Short, ...]] = {}
    rivals: tuple[tuple[Short, ...], ...] = ()
