"""Rules for what an item says of its sources: hedges, stages, claims and figures as firm as the documents have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from quiz.checks.figures import amounts_in, dates_in, digits_in
from quiz.checks.rules import Case, Remark, item_rule
from quiz.checks.words import ATTRIBUTED, HEDGES, KEPT, QUALIFIERS, QUOTED, STAGES, tokens
from quiz.documents import Citation, SentenceMark
from quiz.errors import Severity
from quiz.items import Boolean, Date, Evidence, Match, Numeric, Order, differing, rejecting
from quiz.items.dates import PartialDate, bank_date
from quiz.items.fields import Quantity
from quiz.items.flaw import quoted
from quiz.items.units import parse_unit, to_base

_FIRM = ("agreed", "signed", "ratified", "in-force")
"""Stages that an item must not claim before its documents do, in their order."""


_MONTH_OF_MAY = re.compile(r"(?<=\w )May\b|\bMay(?= \d)")


def _hedges(text: str) -> frozenset[str]:
    bare = _MONTH_OF_MAY.sub("", QUOTED.sub("", text))
    return frozenset(kind for w in tokens(bare) if (kind := HEDGES.get(w)))


def _said(case: Case) -> str:
    """Return what the item says as its own before and as the answer: stem, rows, the right answers."""
    return " ".join((*(text for _, text in case.shown), *case.keys))


@item_rule("hedge-lost", english=True)
def hedge_lost(case: Case) -> Iterator[Remark]:
    """What a document leaves open must not become firm in the question."""
    # A false statement may be false by being too firm.
    if isinstance(case.item, Evidence | Order) or (isinstance(case.item, Boolean) and not case.item.key):
        return
    found = [_hedges(quote) - {"about"} for quote in case.quotes]
    everywhere = frozenset.intersection(*found) if found else frozenset()
    if not everywhere:
        return
    said = _hedges(_said(case)) | {KEPT[w] for w in tokens(_said(case)) if w in KEPT}
    for kind in sorted(everywhere):
        if kind not in said:
            word = next(w for w in tokens(case.quotes[0]) if HEDGES.get(w) == kind)
            what = f"'{word}' in the cited sentence has no match in stem or key"
            yield Remark(("stem",), what, "keep the hedge: would, could, is planned, appeared")


@item_rule("qualifier-lost", english=True)
def qualifier_lost(case: Case) -> Iterator[Remark]:
    """`up to 9` is not 9: the qualifier belongs to the fact."""
    item = case.item
    if not isinstance(item, Numeric):
        return
    for quote in case.quotes:
        for name, pattern in QUALIFIERS.items():
            for match in pattern.finditer(quote):
                number = re.match(r"[$€£¥]?(\d[\d.,]*)", quote[match.end() :])
                same = number is not None and _plain(number[1]) == Fraction(item.key.value)
                if same and item.key.qualifier != name:
                    what = f"the cited sentence says '{match[1]} {number[0].rstrip('.,') if number else ''}'"
                    yield Remark(("key",), what, f"add `qualifier: {name}`")
                    return


def _plain(text: str) -> Fraction:
    return Fraction(text.rstrip(".,").replace(",", ""))


@item_rule("stage-raised", english=True)
def stage_raised(case: Case) -> Iterator[Remark]:
    """Announced, agreed, signed and ratified are different things."""
    claim = case.item.claim
    said = QUOTED.sub("", " ".join((case.asked, *case.keys)))
    if (claim is None or claim.stage not in _FIRM) and not any(STAGES[s].search(said) for s in _FIRM):
        return
    carried = " ".join(c.quote for c in case.carried)
    known = {stage for stage in _FIRM if STAGES[stage].search(carried)}
    highest = max((_FIRM.index(s) for s in known), default=-1)
    if claim is not None and claim.stage in _FIRM and _FIRM.index(claim.stage) > highest:
        what = f"no cited sentence says '{claim.stage}'"
        yield Remark(("claim", "stage"), what, "give the stage that the documents give")
    if isinstance(case.item, Boolean) and not case.item.key:
        return
    for stage in _FIRM[highest + 1 :]:
        match = STAGES[stage].search(said)
        if match:
            yield Remark(("stem",), f"no cited sentence says '{match[0]}'", "use the documents' own stage")
            return


@item_rule("number-bare")
def number_bare(case: Case) -> Iterator[Remark]:
    """A number never stands without what it counts."""
    if isinstance(case.item, Numeric) and not case.item.key.unit:
        yield Remark(("key",), "the number has no unit", "add `unit:`, scale and what is counted")


@item_rule("claim-as-fact", english=True)
def claim_as_fact(case: Case) -> Iterator[Remark]:
    """What one person or document claims is asked as that claim."""
    item = case.item
    owned = [ATTRIBUTED.search(QUOTED.sub("", quote)) for quote in case.quotes]
    if not owned or not all(owned):
        return
    if item.claim is None:
        what = f"the cited sentence is somebody's word ('{owned[0][0] if owned[0] else ''}')"
        yield Remark(("stem",), what, "add `claim: {by: …, kind: …}` and name the claimant in the stem")
        return
    said = " ".join((_said(case), *_options(case)))
    if isinstance(item, Match | Evidence) or _names_one_of(case, item.claim.by, said):
        return
    by = ", ".join(item.claim.by)
    yield Remark(("stem",), f"nothing in the stem says that {by} claims it", "name the claimant: 'according to …'")


def _options(case: Case) -> list[str]:
    return [o.text for p in case.picked for o in p.options]


def _names_one_of(case: Case, claimants: tuple[str, ...], said: str) -> bool:
    """Tell whether a text names a claimant, or a document or author that stands for one."""
    wanted = set(claimants)
    for document in case.library.documents.values():
        cited = any(c.document == document.id for c in case.item.citations)
        if document.id in wanted or cited:
            wanted |= {document.called, document.title, document.publisher, *document.authors}
    folded = f" {' '.join(tokens(said))} "
    forms = {form for name in wanted for form in case.library.names.all_forms(name)}
    names = case.world.names_in(said, related=True)
    return any(f" {' '.join(tokens(form))} " in folded for form in forms if tokens(form)) or any(
        name in names for claimant in claimants for name in case.library.names.named(claimant)
    )


@item_rule("differs-missing")
def differs_missing(case: Case) -> Iterator[Remark]:
    """Where a cited document has another value, a trainee who gives it must be told whose it is."""
    item = case.item
    if isinstance(item, Numeric):
        yield from _other_amounts(case, item)
    elif isinstance(item, Date):
        yield from _other_dates(case, item)


def _elsewhere(case: Case) -> Iterator[tuple[int, Citation]]:
    """Yield the citations under `context` of documents on which the key does not rest."""
    own = {c.document for c in case.item.citations}
    voices = {d.voice for d in case.library.documents.values() if d.id in own}
    for index, citation in enumerate(case.item.context):
        if case.library.documents[citation.document].voice not in voices:
            yield index, citation


def _other_amounts(case: Case, item: Numeric) -> Iterator[Remark]:
    unit = parse_unit(item.key.unit or "")

    def based(quantity: Quantity) -> Fraction:
        own = parse_unit(quantity.unit) if quantity.unit else unit
        return to_base(Fraction(quantity.value), own)

    known = {based(q) for q in (item.key, *item.accept)}
    known |= {based(e.answer) for e in item.reject} | {based(e.answer) for e in item.differs}
    for index, citation in _elsewhere(case):
        for amount in amounts_in(citation.quote):
            if unit.base and amount.unit.base == unit.base and amount.based not in known:
                yield _other(case, index, citation, amount.text)


def _other_dates(case: Case, item: Date) -> Iterator[Remark]:
    others = [*(e.answer for e in item.reject), *(e.answer for e in item.differs)]
    known = [bank_date(d) for d in (item.key, *others)]
    for index, citation in _elsewhere(case):
        for text, found in dates_in(citation.quote):
            if not any(_compatible(found, other) for other in known):
                yield _other(case, index, citation, text)


def _compatible(left: PartialDate, right: PartialDate) -> bool:
    pairs = ((left.year, right.year), (left.month, right.month), (left.day, right.day))
    return all(a is None or b is None or a == b for a, b in pairs)


def _other(case: Case, index: int, citation: Citation, shown: str) -> Remark:
    called = case.library.documents[citation.document].called
    what = f"{called} has {quoted(shown)}, which the item does not speak of"
    return Remark(
        ("context", index, "quote"), what, "give it under `differs`, or under `reject` if it is another matter"
    )


@item_rule("uncited-number")
def uncited_number(case: Case) -> Iterator[Remark]:
    """A number in an explanation or feedback stands in a sentence that the item cites."""
    told = [(path, found) for path, text in case.told if (found := digits_in(text))]
    if not told:
        return
    carried = digits_in(" ".join((*(c.quote for c in case.carried), *(t for _, t in case.shown), *case.keys)))
    for path, found in told:
        for number in sorted(found - carried - case.world.document_numbers - _own(case)):
            yield Remark(path, f"no cited sentence has the number {number}", "cite it under `context`, or leave it out")


def _own(case: Case) -> frozenset[str]:
    """Return the numbers of answers that the item itself rejects or has from other documents."""
    item = case.item
    found: list[str] = []
    if isinstance(item, Numeric | Date):
        found = [str(getattr(e.answer, "value", e.answer)) for e in (*item.reject, *item.differs)]
    return frozenset(digits_in(" ".join(found).replace("-", " ")))


@item_rule("uncited-name")
def uncited_name(case: Case) -> Iterator[Remark]:
    """A name in an explanation or feedback stands in a sentence that the item cites."""
    world = case.world
    told = [(path, found) for path, text in case.told if (found := world.names_in(world.without_documents(text)))]
    if not told:
        return
    carried = " . ".join((*(c.quote for c in case.carried), *(t for _, t in case.shown), *case.keys, *_entries(case)))
    known = world.names_in(carried, related=True) | world.document_names
    for path, found in told:
        for name in sorted(found - known):
            yield Remark(path, f"no cited sentence names {name}", "cite one under `context`, or leave the name out")


def _entries(case: Case) -> list[str]:
    """Return what an item says in its entries as answers."""
    found = [e.answer for _, e in (*rejecting(case.item), *differing(case.item))]
    return [a for a in found if isinstance(a, str)]


@item_rule("background-asked")
def background_asked(case: Case) -> Iterator[Remark]:
    """Background is what nobody needs to know: greetings, adjectives, repetition."""
    for index, citation in enumerate(case.item.citations):
        passage = case.library.documents[citation.document].passage(citation.paragraph)
        wanted = " ".join(citation.quote.split())
        for sentence in passage.sentences if passage else ():
            if sentence.mark is SentenceMark.BACKGROUND and " ".join(sentence.text.split()) == wanted:
                what = "the key rests on a sentence that is marked as background"
                yield Remark(
                    ("citations", index, "quote"), what, "ask something else, or mark the sentence + in the brief"
                )


@item_rule("recheck-due")
def recheck_due(case: Case) -> Iterator[Remark]:
    """A fact with a shelf life is looked at again when its day has come."""
    text = case.item.recheck
    if not text:
        return
    day = bank_date(text)
    due = date(day.year or case.today.year, day.month or 1, day.day or 1)
    if due <= case.today:
        hint = "look whether it still holds; then give a later day"
        yield Remark(("recheck",), f"the item was to be looked at again by {text}", hint, Severity.WARNING)
