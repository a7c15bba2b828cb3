"""Items of all types that are sound by construction: nothing here asks the rules of validity what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from quiz.documents import Citation, Document
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
    NamesFile,
    Numeric,
    NumericGap,
    Option,
    Order,
    Place,
    Quantity,
    Text,
    TextGap,
    Tolerance,
)
from quiz.items.fields import (
    Claim,
    Differs,
    DiffersBool,
    DiffersDate,
    DiffersMany,
    DiffersMap,
    DiffersOrder,
    DiffersQuantity,
    Label,
    Qualifier,
    Reject,
    RejectDate,
    RejectQuantity,
    Row,
)
from quiz.items.types import Passage
from quiz.text import canon
from tests.strategies.texts import ANSWERS, IDS, OPTION_IDS, TEXTS, WORDS, date_forms

TOPICS = {"history": "History", "history/people": "People", "light": "The light", "2026": "This year"}
UNITS = ("USD", "billion USD", "%", "km", "million people", "keepers")
ELSEWHERE = "GBP"
"""A unit that none of UNITS can be compared with."""
CREDITS = st.sampled_from(("0", "0", "0.5", "0.25", "0.0"))

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


def _differ(kind: Any, answer: Any, documents: Documents) -> st.SearchStrategy[Any]:
    return st.builds(kind, answer=st.just(answer), says=TEXTS, citations=citations(documents), credit=CREDITS)


def _reject(kind: Any, answer: Any) -> st.SearchStrategy[Any]:
    return st.builds(kind, answer=st.just(answer), feedback=TEXTS, credit=CREDITS)


@st.composite
def _options(draw: st.DrawFn, least: int = 2) -> tuple[list[str], list[str]]:
    texts = st.lists(TEXTS, min_size=least, max_size=5, unique_by=lambda t: canon(t) or " ".join(t.split()))
    shown = draw(texts)
    return draw(st.lists(OPTION_IDS, min_size=len(shown), max_size=len(shown), unique=True)), shown


@st.composite
def _choice(draw: st.DrawFn, documents: Documents) -> dict[str, Any]:
    ids, texts = draw(_options())
    key = draw(st.sampled_from(ids))
    others = draw(_tuples(st.sampled_from([i for i in ids if i != key]), most=1))
    told = {key, *others}
    options = tuple(
        Option(id=i, text=text, feedback=draw(st.none() | TEXTS))
        if i in told
        else Option(id=i, text=text, feedback=draw(TEXTS), credit=draw(CREDITS))
        for i, text in zip(ids, texts, strict=True)
    )
    return {"options": options, "key": key, "differs": tuple(draw(_differ(Differs, o, documents)) for o in others)}


@st.composite
def choices(draw: st.DrawFn, documents: Documents) -> Choice:
    return Choice(**draw(_base(documents)), **draw(_choice(documents)))


@st.composite
def multiples(draw: st.DrawFn, documents: Documents) -> Multiple:
    ids, texts = draw(_options())
    sets = st.frozensets(st.sampled_from(ids), min_size=1)
    key = draw(sets)
    others = [other for other in draw(st.lists(sets, max_size=2, unique=True)) if other != key]
    options = tuple(
        Option(id=i, text=text, feedback=draw(st.none() | TEXTS) if i in key else draw(TEXTS))
        for i, text in zip(ids, texts, strict=True)
    )
    return Multiple(
        **draw(_base(documents)),
        options=options,
        pick=draw(st.sampled_from(("any", str(len(key))))),
        key=tuple(draw(st.permutations(sorted(key)))),
        differs=tuple(draw(_differ(DiffersMany, tuple(o), documents)) for o in others),
        score=draw(st.sampled_from((None, "exact"))),
    )


@st.composite
def booleans(draw: st.DrawFn, documents: Documents) -> Boolean:
    key = draw(st.booleans())
    other = _differ(DiffersBool, not key, documents)
    return Boolean(**draw(_base(documents)), key=key, feedback=draw(TEXTS), differs=draw(_tuples(other, most=1)))


_NUMBERS = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=2).map(lambda d: d.normalize())
_QUALIFIERS: tuple[Qualifier, ...] = ("exact", "up-to", "more-than", "about")


def _plain(number: Decimal) -> str:
    return format(number, "f").replace("-0", "0") if number == 0 else format(number, "f")


@st.composite
def _numeric(draw: st.DrawFn, documents: Documents) -> dict[str, Any]:
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
    return {
        "key": quantity(right[0], unit),
        "accept": tuple(quantity(n, draw(st.sampled_from((None, unit)))) for n in right[1:]),
        "reject": tuple(draw(_reject(RejectQuantity, wrong())) for _ in draw(fits)),
        "differs": tuple(draw(_differ(DiffersQuantity, wrong(), documents)) for _ in draw(fits)),
        "tolerance": Tolerance(abs=widest, rel=share),
    }


@st.composite
def numerics(draw: st.DrawFn, documents: Documents) -> Numeric:
    return Numeric(**draw(_base(documents)), **draw(_numeric(documents)))


@st.composite
def _date(draw: st.DrawFn, documents: Documents) -> dict[str, Any]:
    day = draw(st.dates())
    other = st.dates().filter(lambda d: d.year != day.year and d.month != day.month).flatmap(date_forms)
    return {
        "key": draw(date_forms(day)),
        "reject": draw(_tuples(other.flatmap(lambda answer: _reject(RejectDate, answer)))),
        "differs": draw(_tuples(other.flatmap(lambda answer: _differ(DiffersDate, answer, documents)))),
    }


@st.composite
def dates(draw: st.DrawFn, documents: Documents) -> Date:
    return Date(**draw(_base(documents)), **draw(_date(documents)))


@st.composite
def _text(draw: st.DrawFn, documents: Documents, names: NamesFile) -> dict[str, Any]:
    """Draw the fields of a text: its key and what is wrong may be names, its further accepted forms are none."""
    known = {canon(form) for name, forms in names.names.items() for form in (name, *forms)}
    new = ANSWERS.filter(lambda text: canon(text) not in known)
    fresh = draw(st.lists(new, min_size=5, max_size=5, unique_by=canon))
    people = draw(st.permutations(list(names.names)))
    key, *others = [*people[:3], *fresh[:3]] if draw(st.booleans()) else [fresh[2], *people[:3], *fresh[:2]]
    split = draw(st.integers(0, len(others)))
    return {
        "key": key,
        "accept": tuple(fresh[3 : draw(st.integers(3, 5))]),
        "reject": tuple(draw(_reject(Reject, o)) for o in others[:split]),
        "differs": tuple(draw(_differ(Differs, o, documents)) for o in others[split:][:1]),
        "typos": draw(st.none() | st.integers(0, 2)),
        "case": draw(st.sampled_from((None, "keep"))),
        "accents": draw(st.sampled_from((None, "keep"))),
    }


@st.composite
def texts(draw: st.DrawFn, documents: Documents, names: NamesFile) -> Text:
    return Text(**draw(_base(documents)), **draw(_text(documents, names)))


_WEIGHTS = st.sampled_from(("1", "1", "2", "0.5", "30.25"))


def gaps(documents: Documents, names: NamesFile) -> st.SearchStrategy[Gap]:
    """Return gaps of the four types."""
    kinds: tuple[tuple[Any, st.SearchStrategy[dict[str, Any]]], ...] = (
        (TextGap, _text(documents, names)),
        (NumericGap, _numeric(documents)),
        (DateGap, _date(documents)),
        (ChoiceGap, _choice(documents)),
    )
    return st.one_of([st.builds(lambda f, w, k=kind: k(**f, weight=w), fields, _WEIGHTS) for kind, fields in kinds])


@st.composite
def clozes(draw: st.DrawFn, documents: Documents, names: NamesFile) -> Cloze:
    ids = draw(st.lists(OPTION_IDS, min_size=1, max_size=4, unique=True))
    made = {name: draw(gaps(documents, names)) for name in ids}
    between = TEXTS.map(lambda text: text.replace("{", "(").replace("}", ")"))
    stem = "".join(draw(between) + f"{{{name}}}" for name in draw(st.permutations(ids)))
    alike = [n for n in ids if (type(made[n]), made[n].weight) == (type(made[ids[0]]), made[ids[0]].weight)]
    swap = (tuple(alike),) if len(alike) > 1 and not isinstance(made[ids[0]], ChoiceGap) else ()
    return Cloze(
        **(draw(_base(documents)) | {"stem": stem}),
        gaps=made,
        swap=draw(st.sampled_from(((), swap))),
        score=draw(st.sampled_from((None, "exact"))),
    )


@st.composite
def matches(draw: st.DrawFn, documents: Documents) -> Match:
    ids, texts = draw(_options())
    rows, asked = draw(_options())
    key = {row: draw(st.sampled_from(ids)) for row in rows}
    others = {row: draw(st.sampled_from([i for i in ids if i != key[row]])) for row in rows[: draw(st.integers(0, 2))]}
    return Match(
        **draw(_base(documents)),
        rows=tuple(Row(id=i, text=text, feedback=draw(TEXTS)) for i, text in zip(rows, asked, strict=True)),
        options=tuple(Label(id=i, text=text) for i, text in zip(ids, texts, strict=True)),
        key=key,
        differs=(draw(_differ(DiffersMap, others, documents)),) if others else (),
        score=draw(st.sampled_from((None, "exact"))),
    )


@st.composite
def orders(draw: st.DrawFn, documents: Documents) -> Order:
    ids, texts = draw(_options(least=3))
    listed = draw(st.permutations(ids))
    cuts = sorted(draw(st.sets(st.integers(1, len(ids) - 1), min_size=1)))
    key = tuple(tuple(listed[a:b]) for a, b in zip((0, *cuts), (*cuts, len(ids)), strict=True))
    turned = _differ(DiffersOrder, key[::-1], documents)
    return Order(
        **draw(_base(documents)),
        options=tuple(Label(id=i, text=text) for i, text in zip(ids, texts, strict=True)),
        key=key,
        differs=draw(_tuples(turned, most=1)),
        score=draw(st.sampled_from((None, "exact"))),
    )


def _shown(document: Document, paragraphs: tuple[int, ...]) -> dict[str, int]:
    """Return the distinct sentences of some paragraphs, each with one that holds it."""
    return {s.text: p.number for p in document.passages if p.number in paragraphs for s in p.sentences}


def passages(documents: Documents) -> list[Passage]:
    """Return the documents and their single paragraphs, as far as they hold more than one sentence."""
    every = [(d, tuple(p.number for p in d.passages)) for d in documents.values()]
    every += [(d, (p.number,)) for d in documents.values() for p in d.passages]
    return [Passage(document=d.id, paragraphs=numbers) for d, numbers in every if len(_shown(d, numbers)) > 1]


@st.composite
def evidences(draw: st.DrawFn, documents: Documents) -> Evidence:
    passage = draw(st.sampled_from(passages(documents)))
    shown = _shown(documents[passage.document], passage.paragraphs)
    listed = draw(st.permutations(list(shown)))
    size = draw(st.integers(1, len(listed) - 1))
    key, others = listed[:size], listed[size:]
    split = draw(st.integers(0, len(others)))
    cited = tuple(Citation(passage.document, shown[sentence], sentence) for sentence in key)
    return Evidence(
        **(draw(_base(documents)) | {"citations": cited}),
        passage=passage,
        need=draw(st.sampled_from(("any", "all"))),
        key=tuple(key),
        reject=tuple(draw(_reject(Reject, o)) for o in others[:split]),
        differs=tuple(draw(_differ(Differs, o, documents)) for o in others[split : split + 1]),
        score=draw(st.sampled_from((None, "exact"))),
    )


@st.composite
def places(draw: st.DrawFn, documents: Documents) -> Place:
    ids = draw(st.lists(OPTION_IDS, min_size=3, max_size=3, unique=True))
    return Place(
        **draw(_base(documents)),
        map=draw(IDS),
        key=ids[0],
        reject=draw(_tuples(_reject(Reject, ids[1]), most=1)),
        differs=draw(_tuples(_differ(Differs, ids[2], documents), most=1)),
    )


def items(documents: Documents, names: NamesFile | None = None) -> st.SearchStrategy[Item]:
    """Return sound items of every type that cite `documents`, with the names of a names file as answers."""
    known = names or NamesFile()
    plain = (choices, multiples, booleans, numerics, dates, matches, orders, places)
    kinds: list[st.SearchStrategy[Item]] = [kind(documents) for kind in plain]
    kinds += [texts(documents, known), clozes(documents, known)]
    return st.one_of(kinds + ([evidences(documents)] if passages(documents) else []))
