"""Stage 8: a fact with its stems becomes items in the form of the bank, one for each way to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from msgspec import structs

from quiz.checks.words import ATTRIBUTED, QUOTED, content
from quiz.documents import Citation
from quiz.generate.about import PHRASES, Fact, Stem, status_of
from quiz.generate.asking_code import is_entry, option_forms
from quiz.generate.asking_shares import forms_of
from quiz.generate.classes import CODE, COUNTRY, FLAG, NAMED, ORG, PERSON
from quiz.generate.distractors import WANTED, fitting, pool
from quiz.generate.framing import timeless
from quiz.generate.gazetteer import FIRST_NAMES
from quiz.generate.identity import draft_id, fact_id
from quiz.generate.ingest import Read, Said
from quiz.generate.values import Distractor, Draft, Form, Origin, Source, Span, Status, Variant
from quiz.generate.wording import Setting, asked_as, display
from quiz.items import (
    Choice,
    Claim,
    Cloze,
    Date,
    DateGap,
    Item,
    Numeric,
    NumericGap,
    Option,
    Quantity,
    Text,
    TextGap,
)

_PICKED = NAMED | PHRASES | {CODE, FLAG, "role", "term", "date-decade", "date-century", "model"}
_THINGS = frozenset(f"thing-{n}-{k}" for n in ("", "s") for k in ("duty", "done", "does"))
_UNSURE = frozenset(("who", "which", "where", "together", "joins", "wants", "holds"))
"""Families whose answers in a manual or policy may be no names: asked there only where others are offered."""
LEAST = 2
"""Distractors that a choice needs at least; with fewer the answer is typed."""


def drafts_of(
    fact: Fact, said: Said, setting: Setting, importance: float, sources: tuple[Source, ...]
) -> Iterator[Draft]:
    """Yield a draft for each way to ask for a fact, the best first; all have one id."""
    setting = setting._replace(ground=setting.ground.part(said.paragraph))
    ground = setting.ground
    raw = _raw_span(said, fact)
    own = ground.sha256
    sentence = Span(said.start, said.end)
    made = draft_id(own, sentence, raw, fact.family, fact.key)
    sentence_fact = fact
    for stem in fact.stems:
        fact = sentence_fact._replace(status=status_of(setting.read, timeless(stem.text), sentence_fact.speaker))
        asked = asked_as(stem, fact, setting)
        if not asked:
            continue
        offered = pool(fact, asked, said, ground.document.id, setting.stock) if _is_picked(fact) else []
        for form, item in _items(stem, asked, fact, said, setting, offered, made):
            origin = Origin(
                id=made,
                family=fact.family,
                form=form,
                document=ground.document.id,
                sha256=own,
                paragraph=said.paragraph,
                sentence=sentence,
                answer=raw,
                passage=said.text,
                key=fact.key,
                fact=fact_id(said.text, fact.family, fact.key),
                status=fact.status,
                speaker=fact.speaker,
                generator=setting.generator,
                importance=importance,
                sources=sources,
                pool=tuple(offered),
            )
            yield Draft(item=item, origin=origin)


def _raw_span(said: Said, fact: Fact) -> Span:
    """Return the characters of the answer in the document; of a sentence with markup inside, those of the sentence."""
    if said.end - said.start == len(said.text):
        return Span(said.start + fact.start, said.start + fact.end)
    return Span(said.start, said.end)


def _items(
    stem: Stem, asked: str, fact: Fact, said: Said, setting: Setting, offered: list[Distractor], made: str
) -> Iterator[tuple[Form, Item]]:
    """Yield (form, item) for one stem: to pick where there is enough to offer, then to type."""
    base = _common(fact, said, setting, made)
    if stem.form == "cloze":
        gap = _gap(fact, setting)
        if gap is not None:
            yield "cloze", Cloze(stem=asked, gaps={"gap": gap}, **base)
        return
    typed = _typed(asked, fact, setting, base)
    fits = fitting(display(fact), asked, offered) if fact.cls in PHRASES | {CODE} else []
    taken = fits or (offered[:WANTED] if fact.cls not in PHRASES else [])
    picked = choice(asked, fact, taken, base) if _is_picked(fact) and len(taken) >= LEAST else None
    free = typed is not None and not _is_not_typed(stem, fact, setting)
    first = fact.cls == "role" or (fact.cls in NAMED and not setting.ground.normative)
    if free and first and typed is not None:
        yield "typed", typed
    if picked is not None:
        yield "question", picked
    if typed is not None and (free or picked is not None) and not (free and first):
        yield "typed", typed


def _is_picked(fact: Fact) -> bool:
    return fact.cls in _PICKED | _THINGS


def _is_not_typed(stem: Stem, fact: Fact, setting: Setting) -> bool:
    """Tell whether a question needs others beside its answer: that may be no name, or is the title itself."""
    unsure = setting.ground.normative and fact.family in _UNSURE and fact.cls not in (PERSON, ORG, COUNTRY)
    labelled = fact.cls == "term" and " is described as “" in stem.text
    return unsure or labelled or (fact.cls in NAMED and fact.name == setting.ground.document.title)


def _common(fact: Fact, said: Said, setting: Setting, made: str) -> dict[str, Any]:
    document = setting.ground.document
    quote = " ".join(said.text.split())
    return {
        "id": made,
        "explanation": f"{document.called}: {quote}",
        "topics": (_topic(said.text, setting.topics),),
        "level": 2 if fact.amount else 1,
        "citations": (Citation(document.id, said.paragraph, quote),),
        "claim": _claim(fact, quote),
        "status": "draft",
        **_labelled(fact, said, setting),
    }


def _labelled(fact: Fact, said: Said, setting: Setting) -> dict[str, Any]:
    """Return the sentence of the setting whose default is asked for, where the cited one does not name it."""
    if fact.family != "value":
        return {}
    above = next(s for s in setting.read.said if s.paragraph == said.paragraph)
    if above.start == said.start:
        return {}
    return {"context": (Citation(setting.ground.document.id, said.paragraph, " ".join(above.text.split())),)}


def _claim(fact: Fact, quote: str) -> Claim | None:
    if fact.status is Status.ATTRIBUTED:
        return Claim(by=(fact.speaker,), kind="statement")
    if ATTRIBUTED.search(QUOTED.sub("", quote)):
        named = _CLAIMANT.match(quote)
        return Claim(by=(fact.name if fact.cls in NAMED or named is None else named[1],), kind="statement")
    return None


_CLAIMANT = re.compile(r"(?:According to )?([A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|of|and(?= [A-Z])))*)")


def _topic(text: str, topics: dict[str, frozenset[str]]) -> str:
    """Return the topic of the library whose items are most like a sentence; the first where none is."""
    words = content(text)
    best = max(
        topics.items(),
        key=lambda t: len(words & t[1]) / (8 + len(t[1])) if t[1] else 0.0,
        default=("general", frozenset()),
    )
    return best[0]


def choice(asked: str, fact: Fact, offered: list[Distractor], base: dict[str, Any]) -> Choice:
    """Return the item that offers the answer of a fact among others."""
    key = display(fact)
    texts = [(key, None), *((d.text.strip("`") if fact.cls in (CODE, FLAG) else d.text, d.feedback) for d in offered)]
    texts.sort(key=lambda t: sha256(f"{base['id']}\0{t[0]}".encode()).digest())
    options = tuple(Option(id=f"o{n}", text=text, feedback=told) for n, (text, told) in enumerate(texts, 1))
    right = next(o.id for o in options if o.text == key)
    near = dict.fromkeys(Citation(d.document, d.paragraph, " ".join(d.near.split())) for d in offered if d.near)
    return Choice(stem=asked, options=options, key=right, context=tuple(near), **base)


def _typed(asked: str, fact: Fact, setting: Setting, base: dict[str, Any]) -> Item | None:
    """Return the item that asks for the answer to be typed; None where nobody could know how to write it."""
    if fact.when is not None:
        if fact.when.key:
            return Date(stem=asked, key=fact.when.key, **base)
        return (
            Text(stem=asked, key=fact.key, accept=_forms_of_date(fact.key), **base)
            if fact.when.grain == "era"
            else None
        )
    if fact.amount is not None:
        return Numeric(stem=asked, key=_quantity(fact), **base)
    key = display(fact)
    if len(key.split()) > (5 if fact.cls in _THINGS else 8) or fact.cls in PHRASES:
        return None
    accept = _accepted(fact, setting)
    if fact.family == "option":
        quote = base["citations"][0].quote
        accept = tuple(dict.fromkeys(f for a, b in option_forms(quote) if (f := quote[a:b]) != key))
    return Text(stem=asked, key=key, accept=accept, **base)


def _gap(fact: Fact, setting: Setting) -> TextGap | NumericGap | DateGap | None:
    if fact.when is not None:
        if fact.when.key:
            return DateGap(key=fact.when.key)
        return TextGap(key=fact.key, accept=_forms_of_date(fact.key)) if fact.when.grain == "era" else None
    if fact.amount is not None:
        return NumericGap(key=structs.replace(_quantity(fact), qualifier="exact"))
    key = display(fact) if fact.cls == CODE else fact.key
    accept = tuple(f for f in _accepted(fact, setting) if f != key)
    return TextGap(key=key, accept=accept) if len(key.split()) <= 5 else None


def _quantity(fact: Fact) -> Quantity:
    amount = fact.amount
    assert amount is not None
    unit = " ".join(w for w in (amount.scale, amount.unit) if w)
    return Quantity(value=amount.value, unit=unit, qualifier=amount.qualifier)


def _forms_of_date(text: str) -> tuple[str, ...]:
    number = re.search(r"\d+", text)
    era = "BC" if "B" in text.upper() else "AD"
    return (f"{number[0]} {era}", f"{era} {number[0]}", *((number[0],) if era == "AD" else ())) if number else ()


def _other_forms(option: str, read: Read) -> list[str]:
    """Return the other forms of an option, where a list of options of the document has them beside it."""
    for said in read.said:
        if option in said.text and is_entry(said.text):
            forms = [said.text[a:b] for a, b in option_forms(said.text)]
            if option in forms:
                return [f for f in forms if f != option]
    return []


def in_the_other_number(word: str) -> str:
    """Return a regular noun in the plural where it is in the singular, and the other way round."""
    if word.endswith("s"):
        return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
    return f"{word[:-1]}ies" if re.search(r"[^aeiou]y$", word) else f"{word}s"


def _is_no_surname(word: str) -> bool:
    """Tell whether the last word of a name is the number of a king, or a first name, and so nobody's surname."""
    return word in FIRST_NAMES or re.fullmatch(r"[IVX]+|Jr\.?|Sr\.?|.*\W", word) is not None


def _accepted(fact: Fact, setting: Setting) -> tuple[str, ...]:
    """Return further fair forms of a name: as it stands in the sentence, and a surname that is nobody else's."""
    key = display(fact)
    short, _, last = key.rpartition(" ")
    forms = [fact.key, fact.name] if fact.cls in NAMED else []
    if fact.cls in (CODE, FLAG):
        forms.append(key.split("=")[0])
        forms += _other_forms(key, setting.read)
    if fact.cls == "share":
        forms += forms_of(key)
    if fact.cls == "role" and key.casefold().split()[-1] in setting.ground.small:
        forms.append(in_the_other_number(key))
    if fact.cls in _THINGS:
        head = re.split(r" (?:of|in|for|on|to|with|from|at|that|which) ", key, maxsplit=1)[0]
        forms += [head] if " " in head or head == key else []
    if fact.cls == PERSON and short and setting.ground.surnames[last] <= 1 and not _is_no_surname(last):
        forms.append(last)
    if short and fact.noun == last.casefold() and (last == fact.noun or re.search(r"\d", short)) and fact.cls != PERSON:
        forms.append(short)
    return tuple(dict.fromkeys(f for f in forms if f != key))


def as_variant(draft: Draft) -> Variant:
    """Return a draft as another way to ask the same."""
    return Variant(form=draft.origin.form, item=draft.item)
