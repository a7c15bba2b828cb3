"""A marking is all that scoring reads of an item, names resolved: small, comparable, kept with a regrade.

Two items with equal markings score every response alike. Texts of an item are not part of it, but for the sentences
that an evidence item is answered with. `credits` maps the entry that a response met (`option ID`, `reject 0`,
`differs 1`) to what it earns where that is more than nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, assert_never

from msgspec import Struct

from quiz.documents import Document
from quiz.items.fields import Differs, Option, Quantity, Reject
from quiz.items.names import Names
from quiz.items.types import (
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
    Place,
    Text,
    TextGap,
)

RULES = 1
"""Version of the scoring rules; part of the `scored` hash and of each logged outcome."""

Steps = tuple[tuple[str, ...], ...]
"""An order: what stands in one place together may stand in any order."""


class _Marking(Struct, frozen=True, tag_field="type", omit_defaults=True, kw_only=True):
    """What all markings share; defaults are not part of the `scored` hash."""

    credits: dict[str, str] = {}


class ChoiceMarking(_Marking, frozen=True, tag="choice", kw_only=True):
    """Option ids, the right one, and those that another document makes right."""

    options: tuple[str, ...]
    key: str
    differs: tuple[str, ...] = ()


class MultipleMarking(_Marking, frozen=True, tag="multiple", kw_only=True):
    """Option ids, the right ones, other documents' sets; `exact`: all or nothing."""

    options: tuple[str, ...]
    key: tuple[str, ...]
    differs: tuple[tuple[str, ...], ...] = ()
    exact: bool = False


class BooleanMarking(_Marking, frozen=True, tag="boolean", kw_only=True):
    """Whether the statement is right, and whether another document says otherwise."""

    key: bool
    differs: tuple[bool, ...] = ()


class NumericMarking(_Marking, frozen=True, tag="numeric", kw_only=True):
    """Values in `unit` with their tolerance, and what is rejected or right elsewhere as (value, unit).

    `comma`: typed decimals stand behind a comma.
    """

    unit: str
    accepted: tuple[tuple[str, str], ...]
    tolerance_abs: str = "0"
    tolerance_rel: str = "0"
    reject: tuple[tuple[str, str], ...] = ()
    differs: tuple[tuple[str, str], ...] = ()
    comma: bool = False


class DateMarking(_Marking, frozen=True, tag="date", kw_only=True):
    """Dates as written in banks."""

    key: str
    reject: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


class TextMarking(_Marking, frozen=True, tag="text", kw_only=True):
    """Accepted forms, the key first, and groups of forms for each reject, each differs and all rival names."""

    accepted: tuple[str, ...]
    reject: tuple[tuple[str, ...], ...] = ()
    differs: tuple[tuple[str, ...], ...] = ()
    rivals: tuple[str, ...] = ()
    typos: int | None = None
    case: bool = False
    accents: bool = False


GapMarking = ChoiceMarking | NumericMarking | DateMarking | TextMarking


class ClozeMarking(_Marking, frozen=True, tag="cloze", kw_only=True):
    """A marking a gap; weights other than 1; groups of gaps that may change places."""

    gaps: dict[str, GapMarking]
    weights: dict[str, str] = {}
    swap: tuple[tuple[str, ...], ...] = ()
    exact: bool = False


class MatchMarking(_Marking, frozen=True, tag="match", kw_only=True):
    """Option ids, the right one of each row, other documents' partners of some rows."""

    options: tuple[str, ...]
    key: dict[str, str]
    differs: tuple[dict[str, str], ...] = ()
    exact: bool = False


class OrderMarking(_Marking, frozen=True, tag="order", kw_only=True):
    """The right order and other documents' orders, each naming every option once."""

    key: Steps
    differs: tuple[Steps, ...] = ()
    exact: bool = False


class EvidenceMarking(_Marking, frozen=True, tag="evidence", kw_only=True):
    """The sentences of the passage, those that show it, and whether one is enough."""

    sentences: tuple[str, ...]
    key: tuple[str, ...]
    need: Literal["any", "all"]
    reject: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    exact: bool = False


class PlaceMarking(_Marking, frozen=True, tag="place", kw_only=True):
    """Ids of places on the map `map`: the right one, near misses, other documents' ones."""

    map: str
    key: str
    reject: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


Marking = (
    ChoiceMarking
    | MultipleMarking
    | BooleanMarking
    | NumericMarking
    | DateMarking
    | TextMarking
    | ClozeMarking
    | MatchMarking
    | OrderMarking
    | EvidenceMarking
    | PlaceMarking
)


def _credits(item: object) -> dict[str, str]:
    """Return what the entries of an item or gap earn, for those that earn anything."""
    found: dict[str, str] = {}
    for kind in ("differs", "reject"):
        for index, entry in enumerate(getattr(item, kind, ())):
            found[f"{kind} {index}"] = entry.credit
    for option in getattr(item, "options", ()):
        if isinstance(option, Option):
            found[f"option {option.id}"] = option.credit
    return {match: credit for match, credit in found.items() if credit.strip("0.")}


def _pair(quantity: Quantity, unit: str) -> tuple[str, str]:
    return quantity.value, quantity.unit or unit


def _answers(entries: Iterable[Differs | Reject]) -> tuple[str, ...]:
    return tuple(" ".join(e.answer.split()) for e in entries)


def marking_of(
    item: Item, names: Names, documents: Mapping[str, Document] | None = None, comma: bool = False
) -> Marking:
    """Return what scoring reads of `item`, every form of its names included.

    `documents` hold the sentences of evidence items; `comma`: typed decimals stand behind a comma.
    """
    match item:
        case Multiple():
            return MultipleMarking(
                options=tuple(o.id for o in item.options),
                key=item.key,
                differs=tuple(d.answer for d in item.differs),
                exact=item.score == "exact",
                credits=_credits(item),
            )
        case Boolean():
            return BooleanMarking(key=item.key, differs=tuple(d.answer for d in item.differs), credits=_credits(item))
        case Cloze():
            return ClozeMarking(
                gaps={name: gap_marking(gap, names, comma) for name, gap in item.gaps.items()},
                weights={name: gap.weight for name, gap in item.gaps.items() if gap.weight != "1"},
                swap=item.swap,
                exact=item.score == "exact",
            )
        case Match():
            return MatchMarking(
                options=tuple(o.id for o in item.options),
                key=item.key,
                differs=tuple(d.answer for d in item.differs),
                exact=item.score == "exact",
                credits=_credits(item),
            )
        case Order():
            return OrderMarking(
                key=item.key,
                differs=tuple(d.answer for d in item.differs),
                exact=item.score == "exact",
                credits=_credits(item),
            )
        case Evidence():
            return _evidence(item, documents or {})
        case Place():
            return PlaceMarking(
                map=item.map,
                key=item.key,
                reject=_answers(item.reject),
                differs=_answers(item.differs),
                credits=_credits(item),
            )
        case _:
            return gap_marking(item, names, comma)


def gap_marking(item: Choice | Numeric | Date | Text | Gap, names: Names, comma: bool) -> GapMarking:
    """Return what scoring reads of a gap, or of an item that could be one."""
    match item:
        case Choice() | ChoiceGap():
            return ChoiceMarking(
                options=tuple(o.id for o in item.options),
                key=item.key,
                differs=tuple(d.answer for d in item.differs),
                credits=_credits(item),
            )
        case Numeric() | NumericGap():
            unit = item.key.unit or ""
            return NumericMarking(
                unit=unit,
                accepted=tuple(_pair(q, unit) for q in (item.key, *item.accept)),
                tolerance_abs=item.tolerance.abs,
                tolerance_rel=item.tolerance.rel,
                reject=tuple(_pair(r.answer, unit) for r in item.reject),
                differs=tuple(_pair(d.answer, unit) for d in item.differs),
                comma=comma,
                credits=_credits(item),
            )
        case Date() | DateGap():
            return DateMarking(
                key=item.key,
                reject=tuple(r.answer for r in item.reject),
                differs=tuple(d.answer for d in item.differs),
                credits=_credits(item),
            )
        case Text() | TextGap():
            return _text(item, names)
    assert_never(item)


def _text(item: Text | TextGap, names: Names) -> TextMarking:
    accepted = tuple(dict.fromkeys(form for text in (item.key, *item.accept) for form in names.all_forms(text)))
    return TextMarking(
        accepted=accepted,
        reject=tuple(names.all_forms(r.answer) for r in item.reject),
        differs=tuple(names.all_forms(d.answer) for d in item.differs),
        rivals=names.rivals_of((item.key, *item.accept)),
        typos=item.typos,
        case=item.case == "keep",
        accents=item.accents == "keep",
        credits=_credits(item),
    )


def passage_sentences(item: Evidence, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Return the sentences of an evidence item's passage in their order, each once, white space folded."""
    document = documents.get(item.passage.document)
    passages = [document.passage(number) for number in item.passage.paragraphs] if document else []
    texts = (" ".join(s.text.split()) for passage in passages if passage for s in passage.sentences)
    return tuple(dict.fromkeys(texts))


def _evidence(item: Evidence, documents: Mapping[str, Document]) -> EvidenceMarking:
    return EvidenceMarking(
        sentences=passage_sentences(item, documents),
        key=tuple(dict.fromkeys(" ".join(s.split()) for s in item.key)),
        need=item.need,
        reject=_answers(item.reject),
        differs=_answers(item.differs),
        exact=item.score == "exact",
        credits=_credits(item),
    )
