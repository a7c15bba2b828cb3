"""Items of all types that are sound by construction: nothing here asks the rules of validity what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from quiz.documents import Citation, Document
from quiz.items import Boolean, Choice, Date, Item, Multiple, NamesFile, Numeric, Option, Quantity, Text, Tolerance
from quiz.items.types import (
    Claim,
    Differs,
    DiffersBool,
    DiffersDate,
    DiffersMany,
    DiffersQuantity,
    Qualifier,
    Reject,
    RejectDate,
    RejectQuantity,
)
from quiz.text import canon
from tests.strategies.texts import ANSWERS, IDS, OPTION_IDS, TEXTS, WORDS, date_forms

TOPICS = {"history": "History", "history/people": "People", "light": "The light", "2026": "This year"}
UNITS = ("USD", "billion USD", "%", "km", "million people", "keepers")
ELSEWHERE = "GBP"
"""A unit that none of UNITS can be compared with."""

Documents = Mapping[str, Document]


def citations(documents: Documents) -> st.SearchStrategy[tuple[Citation, ...]]:
    """Return one or two citations of whole sentences."""
    every = [Citation(d.id, p.number, s.text) for d in documents.values() for p in d.passages for s in p.sentences]
    return st.lists(st.sampled_from(every), min_size=1, max_size=2).map(tuple)


def _tuples(each: st.SearchStrategy[Any], least: int = 0, most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(each, min_size=least, max_size=most).map(tuple)


CLAIMS = st.builds(
    Claim,
    by=_tuples(TEXTS, 1),
    kind=st.sampled_from(("statement", "position", "judgement", "forecast")),
    stage=st.sampled_from((None, "discussed", "announced", "signed", "in-force")),
)
STANDINGS = st.one_of(
    st.sampled_from(({}, {"status": "draft"}, {"status": "approved"})),
    st.fixed_dictionaries({"status": st.just("retired"), "retired": TEXTS}),
)


@st.composite
def _base(draw: st.DrawFn, documents: Documents) -> dict[str, Any]:
    cited = citations(documents)
    fields = st.fixed_dictionaries(
        {
            "id": IDS,
            "stem": TEXTS,
            "explanation": TEXTS,
            "topics": st.lists(st.sampled_from(list(TOPICS)), min_size=1, max_size=2, unique=True).map(tuple),
            "level": st.integers(1, 3),
            "citations": cited,
        },
        optional={
            "context": cited,
            "claim": CLAIMS,
            "family": IDS,
            "edition": st.integers(1, 9),
            "was": _tuples(IDS),
            "allow": st.dictionaries(WORDS, TEXTS, max_size=2),
            "recheck": st.dates().flatmap(date_forms),
        },
    )
    return {**draw(fields), **draw(STANDINGS)}


@st.composite
def _options(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    texts = st.lists(TEXTS, min_size=2, max_size=5, unique_by=lambda t: canon(t) or " ".join(t.split()))
    shown = draw(texts)
    return draw(st.lists(OPTION_IDS, min_size=len(shown), max_size=len(shown), unique=True)), shown


@st.composite
def choices(draw: st.DrawFn, documents: Documents) -> Choice:
    ids, texts = draw(_options())
    key = draw(st.sampled_from(ids))
    others = draw(_tuples(st.sampled_from([i for i in ids if i != key]), most=1))
    differs = tuple(Differs(answer=o, says=draw(TEXTS), citations=draw(citations(documents))) for o in others)
    told = {key, *others}
    options = tuple(
        Option(id=i, text=text, feedback=draw(st.none() | TEXTS) if i in told else draw(TEXTS))
        for i, text in zip(ids, texts, strict=True)
    )
    return Choice(**draw(_base(documents)), options=options, key=key, differs=differs)


@st.composite
def multiples(draw: st.DrawFn, documents: Documents) -> Multiple:
    ids, texts = draw(_options())
    sets = st.lists(st.sampled_from(ids), min_size=1, unique=True)
    key = draw(sets)
    others = [other for other in draw(st.lists(sets, max_size=2)) if set(other) != set(key)]
    options = tuple(
        Option(id=i, text=text, feedback=draw(st.none() | TEXTS) if i in key else draw(TEXTS))
        for i, text in zip(ids, texts, strict=True)
    )
    return Multiple(
        **draw(_base(documents)),
        options=options,
        pick=draw(st.sampled_from(("any", str(len(key))))),
        key=tuple(key),
        differs=tuple(
            DiffersMany(answer=tuple(o), says=draw(TEXTS), citations=draw(citations(documents))) for o in others
        ),
        score=draw(st.sampled_from((None, "exact"))),
    )


@st.composite
def booleans(draw: st.DrawFn, documents: Documents) -> Boolean:
    key = draw(st.booleans())
    other = st.builds(DiffersBool, answer=st.just(not key), says=TEXTS, citations=citations(documents))
    return Boolean(**draw(_base(documents)), key=key, feedback=draw(TEXTS), differs=draw(_tuples(other, most=1)))


_NUMBERS = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=2).map(lambda d: d.normalize())
_QUALIFIERS: tuple[Qualifier, ...] = ("exact", "up-to", "more-than", "about")


def _plain(number: Decimal) -> str:
    return format(number, "f").replace("-0", "0") if number == 0 else format(number, "f")


@st.composite
def numerics(draw: st.DrawFn, documents: Documents) -> Numeric:
    right = draw(st.lists(_NUMBERS, min_size=1, max_size=3))
    unit = draw(st.none() | st.sampled_from(UNITS))
    widest, share = draw(st.sampled_from(("0", "0.5", "12"))), draw(st.sampled_from(("0", "0.01", "0.5")))
    gap = Decimal(widest) + Decimal(share) * max(map(abs, right)) + 1
    far = st.integers(1, 5).flatmap(lambda n: st.sampled_from((max(right) + gap * n, min(right) - gap * n)))

    def quantity(number: Decimal, of: str | None) -> Quantity:
        return Quantity(value=_plain(number), unit=of, qualifier=draw(st.sampled_from(_QUALIFIERS)))

    def wrong() -> Quantity:
        if draw(st.booleans()):
            return quantity(draw(far), draw(st.sampled_from((None, unit))))
        return quantity(draw(_NUMBERS), ELSEWHERE)

    fits = _tuples(st.just(None))
    return Numeric(
        **draw(_base(documents)),
        key=quantity(right[0], unit),
        accept=tuple(quantity(n, draw(st.sampled_from((None, unit)))) for n in right[1:]),
        reject=tuple(RejectQuantity(answer=wrong(), feedback=draw(TEXTS)) for _ in draw(fits)),
        differs=tuple(
            DiffersQuantity(answer=wrong(), says=draw(TEXTS), citations=draw(citations(documents))) for _ in draw(fits)
        ),
        tolerance=Tolerance(abs=widest, rel=share),
    )


@st.composite
def dates(draw: st.DrawFn, documents: Documents) -> Date:
    day = draw(st.dates())
    other = st.dates().filter(lambda d: d.year != day.year and d.month != day.month).flatmap(date_forms)
    return Date(
        **draw(_base(documents)),
        key=draw(date_forms(day)),
        reject=draw(_tuples(st.builds(RejectDate, answer=other, feedback=TEXTS))),
        differs=draw(_tuples(st.builds(DiffersDate, answer=other, says=TEXTS, citations=citations(documents)))),
    )


@st.composite
def texts(draw: st.DrawFn, documents: Documents, names: NamesFile) -> Text:
    """Draw a text item: its key and what is wrong may be names, its further accepted forms are none."""
    known = {canon(form) for name, forms in names.names.items() for form in (name, *forms)}
    new = ANSWERS.filter(lambda text: canon(text) not in known)
    fresh = draw(st.lists(new, min_size=5, max_size=5, unique_by=canon))
    people = draw(st.permutations(list(names.names)))
    key, *others = [*people[:3], *fresh[:3]] if draw(st.booleans()) else [fresh[2], *people[:3], *fresh[:2]]
    split = draw(st.integers(0, len(others)))
    return Text(
        **draw(_base(documents)),
        key=key,
        accept=tuple(fresh[3 : draw(st.integers(3, 5))]),
        reject=tuple(Reject(answer=o, feedback=draw(TEXTS)) for o in others[:split]),
        differs=tuple(
            Differs(answer=o, says=draw(TEXTS), citations=draw(citations(documents))) for o in others[split:][:1]
        ),
        typos=draw(st.none() | st.integers(0, 2)),
        case=draw(st.sampled_from((None, "keep"))),
        accents=draw(st.sampled_from((None, "keep"))),
    )


def items(documents: Documents, names: NamesFile | None = None) -> st.SearchStrategy[Item]:
    """Return sound items of every type that cite `documents`, with the names of a names file as answers."""
    known = names or NamesFile()
    plain = (choices(documents), multiples(documents), booleans(documents), numerics(documents), dates(documents))
    return st.one_of(*plain, texts(documents, known))
