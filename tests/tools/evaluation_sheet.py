"""The blind sheet of an evaluation: drafts sampled by family, items written by hand, and planted bad ones."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256

from msgspec import Struct, structs

from quiz.banks import Library
from quiz.generate.ingest import Read
from quiz.generate.likely import stands_first
from quiz.generate.values import Draft, Sheet
from quiz.items import Boolean, Choice, ChoiceGap, Cloze, Date, Item, Numeric, NumericGap, Text
from quiz.views.answers import right_text
from quiz.views.question import wanted

FORMAT = 1
GAP = "_____"
DIFFERENT = ("a wooden ladder", "on 3 May", "forty-two per cent", "slowly")


class Entry(Struct, frozen=True, kw_only=True):
    """One item as a reader sees it, with what only the key file may tell: origin, family, kind, document, span."""

    stem: str
    options: tuple[str, ...]
    key: str
    quote: str
    passage: str
    origin: str
    family: str = ""
    kind: str = ""
    wanted: str = ""
    form: str = ""
    document: str = ""
    source: str = ""
    start: int = 0
    end: int = 0
    sure: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 over all that the reader sees."""
        return sha256(
            "\0".join((self.passage, self.quote, self.stem, *self.options, self.wanted, self.key)).encode()
        ).hexdigest()


def stratified(families: Mapping[str, Sequence[Draft]], n: int, rng: random.Random) -> list[Draft]:
    """Return `n` drafts: one of each family as far as they reach, the rest in proportion to what a family has."""
    left = {name: rng.sample(list(found), len(found)) for name, found in sorted(families.items()) if found}
    chosen: list[Draft] = []
    order = sorted(left, key=lambda name: (-len(left[name]), name))
    for name in order[:n]:
        chosen.append(left[name].pop())
    rest = [draft for name in sorted(left) for draft in left[name]]
    return chosen + rng.sample(rest, min(len(rest), max(0, n - len(chosen))))


def answer_of(item: Item) -> tuple[tuple[str, ...], str]:
    """Return the options (none where the answer is typed) and the key as the program shows it; an empty key for other
    types.
    """
    match item:
        case Choice():
            return tuple(o.text for o in item.options), right_text(item)
        case Text():
            return (), " / ".join((item.key, *item.accept))
        case Numeric() | Date():
            return (), right_text(item)
        case Boolean():
            return ("true", "false"), str(item.key).lower()
        case Cloze() if len(item.gaps) == 1:
            (gap,) = item.gaps.values()
            options = tuple(o.text for o in gap.options) if isinstance(gap, ChoiceGap) else ()
            return options, " / ".join((right_text(gap), *getattr(gap, "accept", ())))
    return (), ""


def _wanted(item: Item) -> str:
    """Return what the program says is to be typed; nothing where an option is picked."""
    part = next(iter(item.gaps.values())) if isinstance(item, Cloze) else item
    unit = part.key.unit if isinstance(part, Numeric | NumericGap) else ""
    typed = not isinstance(part, Choice | ChoiceGap | Boolean)
    return f"typed: {wanted(part)}{f' ({unit})' if unit else ''}" if typed else ""


def _shown(stem: str) -> str:
    return re.sub(r"\{\w+\}", GAP, stem)


def of_draft(draft: Draft, read: Read) -> Entry:
    """Return a draft as an entry; its passage is its paragraph with the one before it."""
    own = draft.origin
    options, key = answer_of(draft.item)
    near = [s.text for s in read.said if own.paragraph - 1 <= s.paragraph <= own.paragraph]
    return Entry(
        stem=_shown(draft.item.stem),
        options=options,
        key=key,
        quote=own.passage,
        wanted=_wanted(draft.item),
        passage=" ".join(near),
        origin="draft",
        family=own.family,
        form=own.form,
        document=own.document,
        source=draft.id,
        start=own.sentence.start,
        end=own.sentence.end,
        sure=stands_first(draft),
    )


def written(library: Library, bank: str, n: int, rng: random.Random) -> list[Entry]:
    """Return at most `n` approved items of a bank as entries."""
    fit = [
        e.item
        for _, e in sorted(library.entries.items())
        if e.bank == bank and e.item.status == "approved" and e.item.citations and answer_of(e.item)[1]
    ]
    made = []
    for item in rng.sample(fit, min(n, len(fit))):
        cited = item.citations[0]
        options, key = answer_of(item)
        passages = [p for p in library.documents[cited.document].passages if p.number == cited.paragraph]
        made.append(
            Entry(
                stem=_shown(item.stem),
                options=options,
                key=key,
                wanted=_wanted(item),
                quote=" … ".join(c.quote for c in item.citations),
                passage=" ".join(s.text for p in passages for s in p.sentences),
                origin="written",
                document=cited.document,
                source=item.id,
            )
        )
    return made


Plant = Callable[[Entry, Entry, random.Random], Entry | None]


def _wrong_key(one: Entry, other: Entry, rng: random.Random) -> Entry | None:
    del other
    wrong = [o for o in one.options if o != one.key]
    return structs.replace(one, key=rng.choice(wrong)) if wrong else None


def _not_there(one: Entry, other: Entry, rng: random.Random) -> Entry | None:
    del rng
    apart = one.key.casefold() not in f"{other.passage} {other.quote}".casefold() and one.quote != other.quote
    return structs.replace(one, passage=other.passage, quote=other.quote) if apart else None


def _two_right(one: Entry, other: Entry, rng: random.Random) -> Entry | None:
    del other
    wrong = [n for n, o in enumerate(one.options) if o != one.key]
    if not wrong or one.options == ("true", "false"):
        return None
    options = list(one.options)
    options[rng.choice(wrong)] = f"{one.key} and nobody or nothing else"
    return structs.replace(one, options=tuple(options))


def _other_kind(one: Entry, other: Entry, rng: random.Random) -> Entry | None:
    del other
    if len(one.options) < 3:
        return None
    fresh = iter(rng.sample(DIFFERENT, len(DIFFERENT)))
    return structs.replace(one, options=tuple(o if o == one.key else next(fresh, "blue") for o in one.options))


def _given_away(one: Entry, other: Entry, rng: random.Random) -> Entry | None:
    del other, rng
    key = one.key.split(" / ")[0]
    return structs.replace(one, stem=f"{one.stem.rstrip('?.')}, since it was {key}?")


def _broken(one: Entry, other: Entry, rng: random.Random) -> Entry | None:
    del other
    words = one.stem.split()
    middle = words[1:-1]
    rng.shuffle(middle)
    return structs.replace(one, stem=" ".join((words[0], *middle, words[-1]))) if len(words) > 6 else None


def _trivial(one: Entry, other: Entry, rng: random.Random) -> Entry | None:
    del other, rng
    count = len(one.quote.split())
    return structs.replace(
        one,
        stem="How many words does the cited sentence have?",
        options=(),
        key=f"{count} words",
        wanted="typed: a number",
    )


def _opinion(one: Entry, other: Entry, rng: random.Random) -> Entry | None:
    del other, rng
    key = one.key.split(" / ")[0]
    stem = f"What is the most wonderful thing of all that the passage speaks of, as everybody will agree: {one.stem}"
    return structs.replace(one, stem=stem, options=(), key=key, wanted="typed: the answer")


PLANTS: dict[str, Plant] = {
    "wrong-key": _wrong_key,
    "not-in-passage": _not_there,
    "two-right": _two_right,
    "other-kind": _other_kind,
    "given-away": _given_away,
    "ungrammatical": _broken,
    "trivial": _trivial,
    "opinion": _opinion,
}
"""Kinds of bad items, each made of a sound one and a second one; None where it cannot be made of it."""


def planted(pool: Sequence[Entry], n: int, rng: random.Random) -> list[Entry]:
    """Return at most `n` bad items of the known kinds in turn, each made of another entry of the pool."""
    free = rng.sample(list(pool), len(pool))
    made: list[Entry] = []
    kinds = list(PLANTS)
    for turn in range(n * 2):
        kind = kinds[turn % len(kinds)]
        of_options = kind in ("wrong-key", "two-right", "other-kind")
        for one in free if of_options else sorted(free, key=lambda entry: bool(entry.options)):
            bad = PLANTS[kind](one, rng.choice(pool), rng)
            if bad is not None:
                free.remove(one)
                made.append(structs.replace(bad, origin="planted", family="", kind=kind))
                break
        if len(made) == n:
            break
    return made


def sample(
    sheets: Sequence[Sheet], reads: Sequence[Read], library: Library, bank: str, counts: tuple[int, int, int], seed: int
) -> list[Entry]:
    """Return the entries of a sheet in their order; `counts` are drafts, hand-written items, planted bad ones."""
    rng = random.Random(seed)
    by_id = {r.id: r for r in reads}
    families: dict[str, list[Draft]] = defaultdict(list)
    for sheet in sheets:
        for draft in sheet.drafts:
            families[draft.origin.family].append(draft)
    chosen = stratified(families, counts[0], rng)
    taken = {d.id for d in chosen}
    rest = [d for name in sorted(families) for d in families[name] if d.id not in taken]
    made = [of_draft(d, by_id[d.origin.document]) for d in chosen]
    hand = written(library, bank, counts[1] * 2, rng) if bank else []
    spoilt = [of_draft(d, by_id[d.origin.document]) for d in rest] + hand[counts[1] :]
    made += hand[: counts[1]] + planted(spoilt or made, counts[2], rng)
    rng.shuffle(made)
    return made


RUBRIC = """Ten questions, in this order; stop when 1 or 2 is no: 1 good English; 2 understandable without the passage;
3 the key is what the passage says, claims attributed; 4 only one answer is defensible; 5 the passage shown contains it;
6 it cannot be answered from the stem or common sense alone; 7 it is worth knowing; 8 every wrong option is the same
kind of thing; 9 at least two wrong options would tempt (where there are options); 10 no cue by length, form, grammar or
order. Typed answers are taken in any usual spelling: a number with or without its unit, in digits or words, a date in
any form. Verdict: `as_is` (ten yes), `edit` (ready after at most fifteen seconds), `refuse`. A wrong key, two right
answers, an answer that the stem tells or the passage does not hold, and a broken sentence are refused, however quickly
they might be mended. Write for each number:

    1: {verdict: as_is, wrong_key: false, same_kind: true}
"""


def render(entries: Sequence[Entry], closed: bool = False) -> str:
    """Return the sheet as Markdown: nothing of family or origin; when `closed` only places and hashes, no words."""
    lines = ["# Items to judge", "", RUBRIC]
    for number, one in enumerate(entries, 1):
        lines += ["", f"## {number}", ""]
        if closed:
            lines += [f"Characters {one.start} to {one.end}, SHA-256 {one.digest}"]
            continue
        lines += [f"> {one.passage}", "", f"**{one.stem}**", ""]
        lines += [f"- {option}" for option in one.options] or [f"({one.wanted})"]
        lines += ["", f"Key: {one.key}", "", f"Source: “{one.quote}”"]
    return "\n".join(lines) + "\n"


def key_of(entries: Sequence[Entry], seed: int) -> dict[str, object]:
    """Return the key of a sheet as plain values: what each number is, without a word of any text."""
    fields = ("origin", "family", "kind", "form", "document", "source", "start", "end", "sure")
    items = {
        str(n): {**{f: getattr(e, f) for f in fields}, "options": len(e.options), "sha256": e.digest}
        for n, e in enumerate(entries, 1)
    }
    return {"format": FORMAT, "seed": seed, "items": items}
