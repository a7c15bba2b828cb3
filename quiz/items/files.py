"""The files of a library that hold items, names and what all items share."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from quiz.items.fields import Amount, DateKey, Id, Language, Plain, Short, Strict, Topic
from quiz.items.types import Item


class BankFile(Strict, frozen=True, kw_only=True):
    """One YAML file of items."""

    bank: Id
    title: Short
    items: tuple[Item, ...]


class ExamFile(Strict, frozen=True, kw_only=True):
    """The exam that the library prescribes: items, minutes, pass mark as a share, shares of topics and levels."""

    items: Annotated[int, Meta(ge=1)] = 20
    minutes: Annotated[int, Meta(ge=1)] = 20
    # "pass" is a word of Python, so the attribute has another name.
    pass_mark: Amount = field(default="0.7", name="pass")
    topics: dict[Topic, Amount] = field(default_factory=dict)
    levels: dict[Annotated[int, Meta(ge=1, le=3)], Amount] = field(default_factory=dict)


class LibraryFile(Strict, frozen=True, kw_only=True):
    """`library.yaml`: title, topics, when the study day begins, which sign typed numbers have before their decimals,
    and the language of its texts (a code such as `en`), which some checks know words of."""

    id: Id
    title: Short
    topics: dict[Topic, Short]
    ready_by: DateKey | None = None
    rollover: Annotated[int, Meta(ge=0, le=23)] = 4
    zone: Plain = "local"
    decimal: Literal["point", "comma"] = "point"
    language: Language = "en"
    exam: ExamFile | None = None


class NamesFile(Strict, frozen=True, kw_only=True):
    """`names.yaml`: forms accepted when typed, words that count as the name in a brief, names that are rivals."""

    names: dict[Short, tuple[Short, ...]] = field(default_factory=dict)
    related: dict[Short, tuple[Short, ...]] = field(default_factory=dict)
    rivals: tuple[tuple[Short, ...], ...] = ()
