"""What a language model answered becomes drafts: places are found by us, and every gate is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec import structs

from quiz.checks.words import ATTRIBUTED, QUOTED, content
from quiz.generate.about import Fact, Stem
from quiz.generate.amounts import amounts, dates
from quiz.generate.distractors import WANTED, Candidate, pool
from quiz.generate.drafting import LEAST, as_variant, choice, drafts_of
from quiz.generate.gates import examine
from quiz.generate.ingest import Said
from quiz.generate.model_asking import Chunk
from quiz.generate.model_gate import turned_round
from quiz.generate.model_values import Offer, Offers, Question, Wording
from quiz.generate.signature import item_digest
from quiz.generate.values import Distractor, Draft, Origin, Status, Variant
from quiz.generate.wording import Setting
from quiz.items import Choice, Cloze, Item, Text

FAMILY = "model"
NO_QUOTE = "a quote that the document does not hold"
NO_ANSWER = "an answer that the quote does not hold"
NOT_ASKED = "something that was not asked about"
JUDGEMENT = "a judgement"
NO_SPEAKER = "a claim without its speaker"
NO_NUMBER = "a number that is neither date nor quantity"
NOTHING_NEW = "nothing new"


class Author(NamedTuple):
    """Which model answered, and the hash of what it was asked."""

    model: str
    prompt: str


def draft_of(
    question: Question, chunk: Chunk, setting: Setting, weights: Sequence[float], author: Author
) -> Draft | str:
    """Return the draft of a question that passes all gates, or why there is none; `weights` are by sentence."""
    found = _place(question, chunk)
    if isinstance(found, str):
        return found
    number, said, start, end = found
    if question.status == "opinion":
        return JUDGEMENT
    speaker = _speaker(question, said)
    if speaker is None:
        return NO_SPEAKER
    fact = _fact(number, said, start, end, question, speaker)
    if fact is None:
        return NO_NUMBER
    sources = tuple(setting.ground.corpus.like(setting.read.id, said.text, content(fact.key)))
    offering = _offering(question.distractors, said, setting)
    made: list[Draft] = []
    reason = ""
    for raw in drafts_of(fact, said, offering, weights[number], sources):
        draft = _signed(raw, question.distractors, author)
        gates = examine(draft, setting.ground)
        failed = next((g for g in gates if not g.passed), None)
        if failed is None:
            made.append(Draft(item=draft.item, origin=structs.replace(draft.origin, gates=gates)))
        else:
            reason = reason or f"gate {failed.number}, {failed.name}"
    if not made:
        return reason or "no question that can be made of it"
    first, *more = made
    warnings = ("the sentence denies something, the question does not",) * turned_round(first.item.stem, said.text)
    if question.status == "forecast" and first.origin.status is Status.REPORTED:
        warnings += ("the model takes the sentence for a forecast",)
    variants = tuple(structs.replace(as_variant(d), model=author.model, prompt=author.prompt) for d in more)
    origin = structs.replace(first.origin, variants=variants, warnings=warnings, made=item_digest(first.item))
    return Draft(item=first.item, origin=origin)


def _place(question: Question, chunk: Chunk) -> tuple[int, Said, int, int] | str:
    """Return the sentence of a question with its number, and the characters of the answer in it; or what is wrong."""
    holding = [n for n, said in chunk.said.items() if question.quote and question.quote in said.text]
    if not holding:
        return NO_QUOTE
    asked = [n for n in holding if n in chunk.ask]
    number = next((n for n in asked if n in question.sentence_ids), asked[0] if asked else None)
    if number is None:
        return NOT_ASKED
    said = chunk.said[number]
    first = said.text.find(question.quote)
    inside = re.search(rf"(?<!\w){re.escape(question.answer)}(?!\w)", question.quote) if question.answer else None
    if inside is None:
        return NO_ANSWER
    return number, said, first + inside.start(), first + inside.end()


def _speaker(question: Question, said: Said) -> str | None:
    """Return whose claim a sentence is, empty when it is nobody's; None when it is somebody's and that is not said."""
    claimed = ATTRIBUTED.search(QUOTED.sub("", said.text)) is not None
    speaker = question.speaker
    if not claimed and question.status != "attributed" and not speaker:
        return ""
    if speaker and speaker == question.answer:
        return ""
    if not speaker or speaker not in said.text or not re.search(r"[A-Z]", speaker) or speaker in question.stem:
        return None
    return speaker


def _fact(number: int, said: Said, start: int, end: int, question: Question, speaker: str) -> Fact | None:
    """Return a question as a fact of the pipeline; None when its answer is a number that cannot be read."""
    text = said.text
    when = next((w for w in dates(text) if w.start <= start and end <= w.end), None)
    amount = None if when else next((a for a in amounts(text) if a.start <= start < a.figure and end <= a.end), None)
    shown = re.sub(r"^the ", "", when.text) if when else ""
    if when is not None:
        start, end = when.end - len(shown), when.end
    elif amount is not None:
        start, end = amount.start, amount.end
    elif text[start].isdigit():
        return None
    return Fact(
        sentence=number,
        family=FAMILY,
        start=start,
        end=end,
        key=text[start:end],
        name=text[start:end],
        cls=f"date-{when.grain}" if when else "" if amount else FAMILY,
        noun="",
        status=Status.REPORTED,
        speaker=speaker,
        stems=(Stem("question", question.stem),),
        amount=amount,
        when=when,
    )


def _offering(offers: list[Offer], said: Said, setting: Setting) -> Setting:
    """Return a setting whose stock holds what a model proposes, so that it is chosen from like anything else."""
    own = setting.ground.document.id
    proposed = [Candidate(o.text, FAMILY, "", own, 1, "", said.paragraph) for o in offers if o.text]
    return setting._replace(stock=setting.stock._replace(by_class={FAMILY: proposed}))


def _signed(draft: Draft, offers: list[Offer], author: Author) -> Draft:
    offered = _named(draft.origin.pool, offers, author)
    origin = structs.replace(draft.origin, pool=offered, model=author.model, prompt=author.prompt)
    return Draft(item=draft.item, origin=origin)


def _named(offered: tuple[Distractor, ...], offers: list[Offer], author: Author) -> tuple[Distractor, ...]:
    """Return distractors with the name of the model on those that it proposed.

    What it says of them is for the reviewer alone: a trainee is told nothing that no document holds.
    """
    why = {o.text: o.why_wrong for o in offers}
    told = []
    for one in offered:
        if one.text in why and not one.near:
            reason = f"{author.model} proposes it" + (f": {why[one.text]}" if why[one.text] else "")
            told.append(structs.replace(one, why=reason, origin="model", document="", paragraph=0))
        else:
            told.append(one)
    return tuple(told)


def reworded(draft: Draft, wording: Wording, setting: Setting, author: Author) -> Draft | str:
    """Return a draft with a further stem, if that passes all gates; else why not. The item stays as it is."""
    known = {draft.item.stem, *(v.item.stem for v in draft.origin.variants)}
    if isinstance(draft.item, Cloze) or wording.stem in known:
        return NOTHING_NEW
    item: Item = structs.replace(draft.item, stem=wording.stem)
    return _with_variant(draft, item, draft.origin.form, draft.origin, setting, author)


def offered(draft: Draft, offers: Offers, setting: Setting, author: Author) -> Draft | str:
    """Return a draft whose typed answer can be picked as well, if enough of what is proposed passes; else why not."""
    item = draft.item
    if not isinstance(item, Text):
        return NOTHING_NEW
    own = draft.origin
    fact = _named_fact(item, own)
    said = _said(own)
    stock = _offering(offers.distractors, said, setting).stock
    found = tuple(pool(fact, item.stem, said, own.document, stock))
    if len(found) < LEAST:
        return f"fewer than {LEAST} distractors that fit"
    shared = {f: getattr(item, f) for f in _SHARED}
    made: Choice = choice(item.stem, fact, list(found[:WANTED]), shared)
    named = _named(found, offers.distractors, author)
    kept = tuple({d.text: d for d in (*own.pool, *named)}.values())
    return _with_variant(draft, made, "question", structs.replace(own, pool=kept), setting, author)


_SHARED = ("id", "explanation", "topics", "level", "citations", "claim", "status")


def _named_fact(item: Text, own: Origin) -> Fact:
    at = max(0, own.passage.find(own.key))
    return Fact(
        sentence=0,
        family=own.family,
        start=at,
        end=at + len(own.key),
        key=item.key,
        name=item.key,
        cls=FAMILY,
        noun="",
        status=own.status,
        speaker=own.speaker,
        stems=(),
    )


def _said(own: Origin) -> Said:
    return Said(
        text=own.passage, start=own.sentence.start, end=own.sentence.end, paragraph=own.paragraph, kind="paragraph"
    )


def _with_variant(draft: Draft, item: Item, form: Any, own: Origin, setting: Setting, author: Author) -> Draft | str:
    variant = Variant(form=form, item=item, model=author.model, prompt=author.prompt)
    origin = structs.replace(own, variants=(*own.variants, variant))
    failed = next((g for g in examine(Draft(item=item, origin=origin), setting.ground) if not g.passed), None)
    return f"gate {failed.number}, {failed.name}" if failed else Draft(item=draft.item, origin=origin)
