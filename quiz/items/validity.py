"""What makes an item unfit to be asked, as far as the item, its documents and its names tell. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from quiz.documents import Citation, Document
from quiz.items.dates import bank_date
from quiz.items.names import Names
from quiz.items.types import OPTIONS, Boolean, Choice, Date, Item, Multiple, Numeric, Option, Quantity, Text
from quiz.items.units import parse_unit, to_base
from quiz.text import canon, counted, nearest, one_line, same

Path = tuple[str | int, ...]


class Flaw(NamedTuple):
    """What is wrong at `path` inside an item, and what to do."""

    path: Path
    rule: str
    what: str
    hint: str


def flaws(item: Item, names: Names, documents: Mapping[str, Document]) -> list[Flaw]:
    """Return every flaw that keeps `item` from being asked; none for a sound one."""
    found: list[Flaw] = []
    match item:
        case Choice():
            found.extend(_choice(item))
        case Multiple():
            found.extend(_multiple(item))
        case Boolean():
            found.extend(_boolean(item))
        case Numeric():
            found.extend(_numeric(item))
        case Date():
            found.extend(_date(item))
        case Text():
            found.extend(_text(item, names))
    if item.recheck and not bank_date(item.recheck).real:
        found.append(Flaw(("recheck",), "no-such-date", f"there is no date {item.recheck}", "correct it"))
    if item.status == "retired" and not item.retired:
        found.append(Flaw(("status",), "retired-why", "retired without a reason", "add `retired: why`"))
    found.extend(_sources(item, documents))
    return found


def _sources(item: Item, documents: Mapping[str, Document]) -> Iterator[Flaw]:
    if not item.citations:
        yield Flaw(("citations",), "no-citation", "nothing is cited", "cite the sentence that decides the answer")
    for field, cited in (("citations", item.citations), ("context", item.context)):
        for index, citation in enumerate(cited):
            yield from _citation(citation, (field, index), documents)
    for index, differs in enumerate(item.differs):
        if not differs.citations:
            hint = "cite the sentence of the document that answers otherwise"
            yield Flaw(("differs", index), "no-citation", "the other document is not cited", hint)
        for position, citation in enumerate(differs.citations):
            yield from _citation(citation, ("differs", index, "citations", position), documents)


def _citation(citation: Citation, path: Path, documents: Mapping[str, Document]) -> Iterator[Flaw]:
    document = documents.get(citation.document)
    if document is None:
        near = nearest(citation.document, documents)
        hint = f"did you mean '{near}'?" if near else f"known are: {', '.join(sorted(documents)) or 'none'}"
        what = f"there is no document '{one_line(citation.document, 60)}'"
        yield Flaw((*path, "document"), "no-document", what, hint)
        return
    passage = document.passage(citation.paragraph)
    if passage is None:
        what = f"{document.id} has no paragraph {citation.paragraph}"
        hint = f"it has {counted(len(document.passages), 'paragraph')}"
        yield Flaw((*path, "paragraph"), "no-paragraph", what, hint)
        return
    if passage.has(citation.quote):
        return
    yield _misquoted(citation, path, document)


def _misquoted(citation: Citation, path: Path, document: Document) -> Flaw:
    quote = " ".join(citation.quote.split())
    place = f"{document.id}, paragraph {citation.paragraph}"
    at = (*path, "quote")
    for passage in document.passages:
        if passage.has(quote):
            what = f"the quote is not in {place}"
            return Flaw(at, "quote-elsewhere", what, f"it stands in paragraph {passage.number}: correct `paragraph`")
    passage_ = document.passage(citation.paragraph)
    sentences = [" ".join(s.text.split()) for s in passage_.sentences] if passage_ else []
    whole = next((s for s in sentences if quote in s), "")
    if whole:
        return Flaw(at, "quote-partial", f"the quote is a part of a sentence of {place}", f"quote it whole: {whole}")
    several = [s for s in sentences if s in quote]
    if several:
        hint = f"cite one sentence: {several[0]}"
        return Flaw(at, "quote-several", f"the quote is more than one sentence of {place}", hint)
    near = nearest(quote, sentences)
    hint = f"did you mean: {near}" if near else "quote one whole sentence of that paragraph"
    return Flaw(at, "quote-missing", f"the quote is not in {place}", hint)


def _options(options: tuple[Option, ...]) -> Iterator[Flaw]:
    if not 2 <= len(options) <= OPTIONS:
        what = f"{counted(len(options), 'option')}"
        yield Flaw(("options",), "options-count", what, f"give 2 to {OPTIONS}; three or four serve best")
        return
    ids: set[str] = set()
    for index, option in enumerate(options):
        if option.id in ids:
            yield Flaw(("options", index, "id"), "duplicate-option", f"the id '{option.id}' stands twice", "rename one")
        ids.add(option.id)
        twin = next((o for o in options[:index] if same(o.text, option.text)), None)
        if twin is not None:
            what = f"the option '{one_line(option.text, 40)}' is the same as '{one_line(twin.text, 40)}'"
            yield Flaw(
                ("options", index, "text"), "equal-options", what, "case, marks and articles do not count: change one"
            )


def _is_option(ids: Iterable[str], wanted: str, path: Path, what: str) -> Iterator[Flaw]:
    known = list(ids)
    if wanted not in known:
        near = nearest(wanted, known)
        hint = f"did you mean '{near}'?" if near else f"known are: {', '.join(known)}"
        yield Flaw(path, "key-no-option", f"{what} '{one_line(wanted, 60)}' is no option", hint)


def _choice(item: Choice) -> Iterator[Flaw]:
    yield from _options(item.options)
    ids = [o.id for o in item.options]
    yield from _is_option(ids, item.key, ("key",), "the key")
    elsewhere = {d.answer for d in item.differs}
    for index, differs in enumerate(item.differs):
        yield from _is_option(ids, differs.answer, ("differs", index, "answer"), "the answer")
        if differs.answer == item.key:
            yield Flaw(("differs", index, "answer"), "differs-is-key", "this is the key itself", "name another option")
    for index, option in enumerate(item.options if item.key in ids else ()):
        if option.id != item.key and option.id not in elsewhere and not option.feedback:
            yield _no_feedback(index, option)


def _no_feedback(index: int, option: Option) -> Flaw:
    what = f"the distractor '{one_line(option.text, 40)}' has no feedback"
    return Flaw(("options", index), "no-feedback", what, "say in `feedback:` why it is wrong")


def _multiple(item: Multiple) -> Iterator[Flaw]:
    yield from _options(item.options)
    ids = [o.id for o in item.options]
    if not item.key:
        yield Flaw(("key",), "empty-key", "the key is empty", "name at least one option")
    for index, wanted in enumerate(item.key):
        yield from _is_option(ids, wanted, ("key", index), "the key")
        if wanted in item.key[:index]:
            yield Flaw(("key", index), "duplicate-option", f"'{wanted}' stands twice in the key", "remove one")
    if item.pick != "any" and int(item.pick) != len(item.key):
        what = f"`pick` is {item.pick}, but the key has {counted(len(item.key), 'option')}"
        yield Flaw(("pick",), "pick-count", what, f"write {len(item.key)} or any")
    for index, differs in enumerate(item.differs):
        for position, wanted in enumerate(differs.answer):
            yield from _is_option(ids, wanted, ("differs", index, "answer", position), "the answer")
        if set(differs.answer) == set(item.key):
            yield Flaw(("differs", index, "answer"), "differs-is-key", "this is the key itself", "name another set")
    for index, option in enumerate(item.options if set(item.key) <= set(ids) else ()):
        if option.id not in item.key and not option.feedback:
            yield _no_feedback(index, option)


def _boolean(item: Boolean) -> Iterator[Flaw]:
    for index, differs in enumerate(item.differs):
        if differs.answer is item.key:
            yield Flaw(("differs", index, "answer"), "differs-is-key", "this is the key itself", "write the other one")


def _amount(quantity: Quantity, unit: str) -> tuple[str, Fraction]:
    parsed = parse_unit(quantity.unit or unit)
    return parsed.base, to_base(Fraction(quantity.value), parsed)


def _numeric(item: Numeric) -> Iterator[Flaw]:
    unit = item.key.unit or ""
    right = [_amount(quantity, unit) for quantity in (item.key, *item.accept)]
    slack = Fraction(item.tolerance.abs) * parse_unit(unit).factor
    share = Fraction(item.tolerance.rel)
    others = [(("reject", i, "answer"), r.answer) for i, r in enumerate(item.reject)]
    others += [(("differs", i, "answer"), d.answer) for i, d in enumerate(item.differs)]
    for path, other in others:
        base, value = _amount(other, unit)
        if any(base == b and abs(value - v) <= max(slack, share * abs(v)) for b, v in right):
            what = f"{other.value} is accepted as right by key, accept and tolerance"
            yield Flaw(path, "reject-is-key", what, "change it or narrow the tolerance")


def _date(item: Date) -> Iterator[Flaw]:
    key = bank_date(item.key)
    if not key.real:
        yield Flaw(("key",), "no-such-date", f"there is no date {item.key}", "correct it")
    others = [(("reject", i, "answer"), r.answer) for i, r in enumerate(item.reject)]
    others += [(("differs", i, "answer"), d.answer) for i, d in enumerate(item.differs)]
    for path, text in others:
        other = bank_date(text)
        if not other.real:
            yield Flaw(path, "no-such-date", f"there is no date {text}", "correct it")
        elif other.within(key):
            yield Flaw(path, "reject-is-key", f"{text} is accepted as right by the key", "change it")


def _text(item: Text, names: Names) -> Iterator[Flaw]:
    def folded(text: str) -> set[str]:
        forms = names.all_forms(text)
        return {canon(form, accents=item.accents == "keep", case=item.case == "keep") for form in forms}

    right: list[tuple[Path, str]] = [(("key",), item.key), *((("accept", i), t) for i, t in enumerate(item.accept))]
    for path, text in right:
        if not canon(text):
            what = "nobody can type this answer: it has no letters or digits"
            yield Flaw(path, "unreachable-key", what, "change it")
    accepted = {form for _, text in right for form in folded(text)}
    others = [(("reject", i, "answer"), r.answer) for i, r in enumerate(item.reject)]
    others += [(("differs", i, "answer"), d.answer) for i, d in enumerate(item.differs)]
    for path, text in others:
        if folded(text) & accepted:
            what = f"'{one_line(text, 40)}' is also accepted as right"
            hint = "case, marks, articles and forms in names.yaml do not count: change one"
            yield Flaw(path, "reject-is-key", what, hint)
    rivals = {form for rival in names.rivals_of(text for _, text in right) for form in folded(rival)}
    for path, text in reversed(right):
        if folded(text) & rivals:
            what = f"'{one_line(text, 40)}' is by names.yaml a rival of what is right here"
            yield Flaw(path, "reject-is-key", what, "take it out of one of the two")
            break
