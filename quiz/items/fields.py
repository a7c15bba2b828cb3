"""The parts that items are written with: scalars with their forms and limits, answers, options, claims."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from quiz.documents import Citation

STEM_CHARS = 16_384
OPTION_CHARS = 2_048
OPTIONS = 64
ENTRIES = 128
"""Further answers of one kind (accepted, rejected, of other documents) that an item may have."""

ALSO = "also"
"""In JSON Schema, until `banks.schema` has made it a part of `type`: what a YAML 1.2 editor may take a text of this
form for, as 1920, 4.2 and true are numbers and truth values to it and texts to us."""


def also(*types: str, **more: object) -> dict[str, Any]:
    """Return JSON Schema's addition for a text that an editor takes for one of `types`."""
    return {ALSO: list(types), **more}


Id = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$",
        extra={"say": "an id of letters, digits, - . _ :"},
        extra_json_schema=also("number", "boolean"),
    ),
]
OptionId = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z][A-Za-z0-9._-]{0,127}$",
        extra={"say": "an id that begins with a letter"},
        extra_json_schema=also("boolean"),
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
        extra_json_schema=also("number", "boolean"),
    ),
]
Number = Annotated[
    str,
    Meta(
        pattern=r"^-?[0-9]{1,30}(\.[0-9]{1,30})?$",
        extra={"say": "a number in plain digits, such as 4.2"},
        extra_json_schema=also("number"),
    ),
]
Amount = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{1,30}(\.[0-9]{1,30})?$",
        extra={"say": "a number of 0 or more"},
        extra_json_schema=also("number", minimum=0),
    ),
]
Credit = Annotated[
    str,
    Meta(
        pattern=r"^0(\.[0-9]{1,30})?$",
        extra={"say": "a share from 0 to below 1, such as 0.5"},
        extra_json_schema=also("number", minimum=0, exclusiveMaximum=1),
    ),
]
"""What an answer earns that is not wholly right."""
Weight = Annotated[
    str,
    Meta(
        pattern=r"^(?=.*[1-9])[0-9]{1,6}(\.[0-9]{1,6})?$",
        extra={"say": "a number above 0"},
        extra_json_schema=also("number", exclusiveMinimum=0),
    ),
]
DateKey = Annotated[
    str,
    Meta(
        pattern=r"^([0-9]{4}|XXXX-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{2}(-[0-9]{2})?)$",
        extra={"say": "a date such as 2023, 2025-08, 2026-02-10 or XXXX-02-10"},
        extra_json_schema=also("integer", minimum=1, maximum=9999),
    ),
]
Pick = Annotated[
    str,
    Meta(
        pattern=r"^(any|[1-9][0-9]?)$",
        extra={"say": "a number, or `any`"},
        extra_json_schema=also("integer", minimum=1, maximum=99),
    ),
]
Language = Annotated[
    str,
    Meta(
        pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        extra={"say": "a language code such as en or pt-BR"},
        extra_json_schema=also("boolean"),
    ),
]
OneOrMore = Annotated[
    tuple[Short, ...],
    Meta(
        extra={"or_one": True},
        extra_json_schema=also("string", "number", "boolean"),
    ),
]
Step = Annotated[
    tuple[OptionId, ...],
    Meta(min_length=1, max_length=OPTIONS, extra={"or_one": True}, extra_json_schema=also("string", "boolean")),
]
"""One place in an order: an option, or several that may stand there in any order."""
Few = Meta(max_length=ENTRIES)
Status = Literal["draft", "approved", "retired"]
Qualifier = Literal["exact", "up-to", "more-than", "about"]


class Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What all written values share: unknown fields are faults, defaults are not written."""


class Claim(Strict, frozen=True, kw_only=True):
    """Whose claim the key is and how firm: never part of scoring."""

    by: OneOrMore
    kind: Literal["statement", "position", "judgement", "forecast"]
    stage: Literal["discussed", "announced", "agreed", "signed", "ratified", "in-force", "planned"] | None = None


class Label(Strict, frozen=True, kw_only=True):
    """A text with an id that is kept for ever; its place on the screen is not."""

    id: OptionId
    text: Short


class Option(Label, frozen=True, kw_only=True):
    """One thing to pick; `feedback` is for the wrong pick, `credit` what it earns in an item that asks for one."""

    feedback: Prose | None = None
    credit: Credit = "0"


class Row(Label, frozen=True, kw_only=True):
    """One thing to find a partner for; `feedback` is for a wrong partner."""

    feedback: Prose | None = None


class Quantity(Strict, frozen=True, kw_only=True):
    """A number of something: `value` in digits, `unit` is scale and what is counted (`billion USD`, `%`)."""

    value: Number
    unit: Short | None = None
    qualifier: Qualifier = "exact"


class Tolerance(Strict, frozen=True, kw_only=True):
    """Largest distance from the value that is still right, absolute or as a share of it; closed."""

    abs: Amount = "0"
    rel: Amount = "0"


class DiffersBase(Strict, frozen=True, kw_only=True):
    """Another document's answer to this very question, and what a trainee who gives it is told."""

    says: Prose
    citations: tuple[Citation, ...]
    credit: Credit = "0"


class Differs(DiffersBase, frozen=True, kw_only=True):
    """Another document's answer as a text: an option id, a typed form, a sentence or a place."""

    answer: Short


class DiffersMap(DiffersBase, frozen=True, kw_only=True):
    """Another document's partners for some rows."""

    answer: Annotated[dict[OptionId, OptionId], Meta(min_length=1)]


class DiffersOrder(DiffersBase, frozen=True, kw_only=True):
    """Another document's order."""

    answer: Annotated[tuple[Step, ...], Few]


class DiffersDate(DiffersBase, frozen=True, kw_only=True):
    """Another document's date."""

    answer: DateKey


class DiffersMany(DiffersBase, frozen=True, kw_only=True):
    """Another document's set of options."""

    answer: Annotated[tuple[OptionId, ...], Few]


class DiffersBool(DiffersBase, frozen=True, kw_only=True):
    """Another document's verdict on the statement."""

    answer: bool


class DiffersQuantity(DiffersBase, frozen=True, kw_only=True):
    """Another document's number."""

    answer: Quantity


class Reject(Strict, frozen=True, kw_only=True):
    """A near miss as a text, why it is wrong, and what it earns all the same."""

    answer: Short
    feedback: Prose
    credit: Credit = "0"


class RejectDate(Strict, frozen=True, kw_only=True):
    """A near miss as a date, and why it is wrong."""

    answer: DateKey
    feedback: Prose
    credit: Credit = "0"


class RejectQuantity(Strict, frozen=True, kw_only=True):
    """A near miss as a number, and why it is wrong."""

    answer: Quantity
    feedback: Prose
    credit: Credit = "0"
