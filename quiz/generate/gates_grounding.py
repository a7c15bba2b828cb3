"""Gates 1 to 5 and 17 to 20: a draft rests on its document, is no second one, and says where it comes from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from quiz.checks.quotations import QUOTED
from quiz.checks.words import content, overlap
from quiz.generate import model_gate
from quiz.generate.gazetteer import ALIASES
from quiz.generate.ground import Ground
from quiz.generate.identity import draft_id, fact_id
from quiz.generate.lexicon import base_of
from quiz.generate.markup import bare
from quiz.generate.values import Draft
from quiz.generate.wordlists import words
from quiz.items import Choice, Cloze, Date, Item, Numeric, Text
from quiz.text import canon

_WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*")
SAME_QUESTION = 0.45
"""Share of words from which two stems with one key are one question."""


def answer_shown(item: Item) -> str:
    """Return the answer as a trainee sees it; empty for what is typed as number or date."""
    match item:
        case Choice():
            return next((o.text for o in item.options if o.id == item.key), "")
        case Text():
            return item.key
        case Cloze():
            gap = next(iter(item.gaps.values()))
            return gap.key if isinstance(gap.key, str) and gap.__class__.__name__ == "TextGap" else ""
    return ""


def _spans(draft: Draft, ground: Ground) -> str:
    own = draft.origin
    if not ground.sentences[" ".join(own.passage.split())]:
        return "the document no longer holds the sentence"
    if ground.text is None or ground.sha256 != own.sha256:
        return "" if ground.text is None else "the document has changed"
    there = ground.text[own.sentence.start : own.sentence.end]
    if bare(there) != bare(own.passage):
        return "the span is not the sentence"
    return "" if not own.key or bare(own.key) in bare(there) else "the span does not hold the answer"


def _answer(draft: Draft, ground: Ground) -> str:
    own = draft.origin
    if own.key not in own.passage:
        return "the sentence does not hold the answer"
    shown = answer_shown(draft.item)
    if not shown or canon(shown) == canon(own.key):
        return ""
    names = ground.library.names
    if set(names.named(shown)) & set(names.named(own.key)) or ALIASES.get(own.key) == shown:
        return ""
    if own.key.split()[-1] == shown.split()[-1] and shown == ground.document.title:
        return ""
    if own.key.split()[-1] == shown.split()[-1] and ground.surnames[shown.split()[-1]] <= 1:
        return ""
    if own.family in ("acronym",) or re.search(
        rf"{re.escape(shown)}[”\"’']? ?\({re.escape(own.key)}\)", " ".join(ground.sentences)
    ):
        return ""
    return f"'{shown}' is not how the sentence names it"


_TEMPLATE = words(
    """
    who whom which what when where how many much of these in on at to by with from for is was are were did does
    do term stand stands means date day month year decade century country city organization place said that name
    names the a an since together besides should you described as used until during and according gap 
    during into person born die against within via through happens purpose case why called option setting forbidden
    """
)


def _words(text: str) -> list[str]:
    return [w.casefold().replace("’", "'").removesuffix("'s") for w in _WORD.findall(text)]


def stem_core(draft: Draft, ground: Ground) -> str:
    """Return a stem without the words that say whose claim it is."""
    stem = draft.item.stem.replace("{gap}", " ")
    called = ground.document.called
    for name in (f"{draft.origin.speaker} in {called}", draft.origin.speaker, called, ground.document.title):
        stem = stem.replace(f"According to {name}, ", "") if name else stem
    return stem


def _near_sentence(draft: Draft, ground: Ground) -> str:
    """Say how a stem is not made of its sentence; one that a language model worded must rest on its words instead."""
    if not model_gate.by_model(draft):
        return _subsequence(draft, ground)
    return model_gate.strays(draft, stem_core(draft, ground), f"{_names_around(draft, ground)} {ground.topic}")


def _subsequence(draft: Draft, ground: Ground) -> str:
    left = Counter(_words(draft.origin.passage))
    for word, count in list(left.items()):
        for form in ("past", "third", "participle"):
            base = base_of(word, form)
            if base:
                left[base] += count
        if base_of(word, "base"):
            from quiz.generate.lexicon import third

            left[third(word)] += count
    filled = ground.filled_in(draft.item.stem)
    own = content(" ".join((draft.origin.speaker, ground.document.called, filled)))
    if draft.origin.family == "value":
        left.update(_words(f"{ground.label(draft.origin.paragraph)} default"))
    hint = re.findall(r"\{gap\} \(([a-z ]+)\)", draft.item.stem)
    left.update(_words(" ".join(hint)))
    for word in _words(stem_core(draft, ground)):
        if left[word] > 0:
            left[word] -= 1
        elif word not in _TEMPLATE and not content(word) <= own and not _kind_word(word, draft):
            return f"'{word}' is not a word of the sentence"
    return ""


def _kind_word(word: str, draft: Draft) -> bool:
    """Tell whether a word names the kind of what is asked for: it stands right behind `which`."""
    found = re.search(r"\b[Ww]hich ((?:[\w-]+ ){1,4})", draft.item.stem)
    return found is not None and word in _words(found[1])


def _quotations(draft: Draft, ground: Ground) -> str:
    stem = draft.item.stem
    if stem.count("“") != stem.count("”") or stem.count('"') % 2 or stem.count("(") != stem.count(")"):
        return "a quotation or a parenthesis is not closed"
    passage = _straight(draft.origin.passage)
    called = _straight(ground.document.called)
    for found in QUOTED.findall(stem):
        parts = [_straight(part) for part in found.split("{gap}")]
        if any(part not in passage and part not in called for part in parts):
            return f"the sentence does not hold the words {found}"
    return ""


def _straight(text: str) -> str:
    return " ".join(re.sub(r"[“”«»„\"]", "", text).replace("’", "'").split()).strip(" ,.")


_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_CAPITAL = re.compile(r"(?<![.?!:“\"] )(?<!^)\b[A-Z][\w'’.-]*\w")


def _facts(draft: Draft, ground: Ground) -> str:
    passage = draft.origin.passage
    known = _names_around(draft, ground)
    stem = stem_core(draft, ground)
    for number in _FIGURE.findall(stem):
        if number not in passage:
            return f"the number {number} is not in the sentence"
    for word in _CAPITAL.findall(stem):
        bare = word.removesuffix("'s").removesuffix("’s")
        if bare.casefold() not in known and bare.casefold() not in passage.casefold():
            return f"the name '{bare}' is not in the sentence"
    item = draft.item
    if isinstance(item, Numeric) and not _number_in(item.key.value, passage):
        return f"the number {item.key.value} is not in the sentence"
    if isinstance(item, Date) and (year := item.key[:4]) != "XXXX" and year not in passage:
        return f"the year {year} is not in the sentence"
    return ""


def _names_around(draft: Draft, ground: Ground) -> str:
    own = ground.document
    full = ground.filled_in(draft.item.stem)
    label = ground.label(draft.origin.paragraph) if draft.origin.family == "value" else ""
    return " ".join((own.called, own.title, draft.origin.speaker, full, label, *own.authors)).casefold()


def _number_in(value: str, passage: str) -> bool:
    from quiz.checks.fidelity import NUMBER_WORDS

    low = passage.casefold().replace(",", "")
    spelt = [w for w, n in NUMBER_WORDS.items() if str(n) == value]
    return re.search(rf"(?<![\d.]){re.escape(value)}(?![\d])", low) is not None or any(w in low for w in spelt)


def _again(draft: Draft, ground: Ground) -> str:
    """Say whether an item of the library asks the same already."""
    case = ground.case(draft.item)
    keys = {canon(k) for k in case.keys}
    for known, others, item in ground.asked:
        if item != draft.id and keys & others and overlap(case.words, known) >= SAME_QUESTION:
            return f"'{item}' asks the same"
    return ""


def _identity(draft: Draft, ground: Ground) -> str:
    own = draft.origin
    del ground
    if draft.item.id != own.id or own.id != draft_id(own.sha256, own.sentence, own.answer, own.family, own.key):
        return "the id is not that of document, sentence, family and answer"
    return "" if own.fact == fact_id(own.passage, own.family, own.key) else "the hash of the fact is another"


def _undecided(draft: Draft, ground: Ground) -> str:
    del ground
    return "" if draft.item.status == "draft" else f"a draft that is {draft.item.status}"


def _provenance(draft: Draft, ground: Ground) -> str:
    own = draft.origin
    if not own.generator or own.document != ground.document.id:
        return "it does not say what made it, or of which document"
    cited = draft.item.citations
    right = any(
        c.document == own.document and " ".join(c.quote.split()) == " ".join(own.passage.split()) for c in cited
    )
    return "" if right else "it does not cite its sentence"


GateFunction = Callable[[Draft, Ground], str]
GATES: tuple[tuple[int, str, GateFunction], ...] = (
    (1, "spans", _spans),
    (2, "answer", _answer),
    (3, "subsequence", _near_sentence),
    (4, "quotations", _quotations),
    (5, "facts", _facts),
    (17, "again", _again),
    (18, "identity", _identity),
    (19, "undecided", _undecided),
    (20, "provenance", _provenance),
)
