"""Rules for the texts of an item: a stem that stands alone, an explanation that teaches (AUTHORING 4.1, 4.4, 4.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.checks.rules import Case, Remark, item_rule
from quiz.checks.words import DEICTIC, NEGATIVES, QUOTED, VAGUE_SOURCE
from quiz.items import Boolean, Choice, Cloze, Multiple

STEM_WORDS = 40
EXPLANATION_SENTENCES = 3
_ENDS = re.compile(r"[?.!:…][\"'”’)\]]*$")
_SENTENCE_END = re.compile(r"(?<![A-Z]\.)(?<!\b[A-Z])[.!?][\"”’)]*\s+(?=[\"“(A-Z])")
_OPENS = re.compile(r"^(he|she|it|they|this|these|those|his|her|their|its|such)\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\b(TODO|FIXME|TBD|XXX|lorem ipsum)\b|\?\?\?|<[a-z ]+>", re.IGNORECASE)
_HARMLESS = re.compile(r"\b(not (?:only|yet|just|merely)|at least|not (?:been )?(?:yet|long))\b", re.IGNORECASE)


@item_rule("negative-stem", english=True)
def negative_stem(case: Case) -> Iterator[Remark]:
    """A negative question is answered wrongly by those who know the answer."""
    if not isinstance(case.item, Choice | Multiple | Boolean):
        return
    asked = _HARMLESS.sub("", QUOTED.sub("", case.asked))
    match = NEGATIVES.search(asked)
    if match and not match[0].isupper():
        what = f"the stem is negative: '{match[0]}'"
        yield Remark(("stem",), what, "ask for what is so; if it must be, write NOT in capitals")


@item_rule("stem-long")
def stem_long(case: Case) -> Iterator[Remark]:
    """A long stem tests reading, not knowledge."""
    words = len(case.asked.split())
    if words > STEM_WORDS:
        yield Remark(("stem",), f"the stem has {words} words", f"say it in at most {STEM_WORDS}")


@item_rule("stem-unfinished")
def stem_unfinished(case: Case) -> Iterator[Remark]:
    """A stem that is no whole question or sentence cannot be understood with the options covered."""
    stem = case.item.stem.strip()
    if not _ENDS.search(stem) and not (isinstance(case.item, Cloze) and stem.endswith("}")):
        yield Remark(("stem",), "the stem does not end as a question or sentence does", "make it a whole one")


@item_rule("vague-source", english=True)
def vague_source(case: Case) -> Iterator[Remark]:
    """'The passage' or 'the author' means nothing to somebody who sees no passage: documents have names."""
    stem = case.asked
    for document in case.library.documents.values():
        stem = stem.replace(document.called, "…").replace(document.title, "…")
    match = VAGUE_SOURCE.search(stem)
    if match:
        yield Remark(("stem",), f"'{match[0]}' names no document", "call the document or the speaker by name")


@item_rule("stem-deictic", english=True)
def stem_deictic(case: Case) -> Iterator[Remark]:
    """'This week' and 'today' mean another time to each reader."""
    match = DEICTIC.search(QUOTED.sub("", case.asked))
    if match:
        yield Remark(("stem",), f"'{match[0]}' depends on the day", "name the time, or whose time it is")


@item_rule("stem-pronoun", english=True)
def stem_pronoun(case: Case) -> Iterator[Remark]:
    """A stem that begins with a pronoun leaves open of whom it speaks."""
    match = _OPENS.search(case.asked)
    if match:
        yield Remark(("stem",), f"the stem begins with '{match[0]}'", "begin with a name")


@item_rule("explanation-long")
def explanation_long(case: Case) -> Iterator[Remark]:
    """An explanation is read if it is short: one to three sentences."""
    sentences = len(_SENTENCE_END.findall(case.item.explanation)) + 1
    if sentences > EXPLANATION_SENTENCES:
        what = f"the explanation has {sentences} sentences"
        yield Remark(("explanation",), what, f"teach in at most {EXPLANATION_SENTENCES}")


@item_rule("placeholder")
def placeholder(case: Case) -> Iterator[Remark]:
    """A text that somebody meant to finish is not ready to be asked."""
    for path, text in (*case.shown, *case.told):
        match = _PLACEHOLDER.search(text)
        if match:
            yield Remark(path, f"'{match[0]}' looks unfinished", "finish the text")
