"""A draft of the reviewer's own on a sentence that has none: written as a bank would have it, with an origin like all.

Pure: no disk, no clock.
"""

from __future__ import annotations

from typing import Any

from quiz.banks.adding import item_of
from quiz.errors import QuizError
from quiz.generate.identity import draft_id, fact_id
from quiz.generate.values import Draft, Origin, Sheet, Span, Status, Uncovered
from quiz.text import counted, one_line

FAMILY = "own"
"""The family of drafts that reviewers write."""
KINDS = ("text", "choice", "numeric", "date", "boolean")
"""Types of items that can be written in a line or two; any other is made of one of them in an editor."""
_TRUE, _FALSE = ("true", "t", "yes", "right"), ("false", "f", "no", "wrong")


def stem_begun(sheet: Sheet) -> str:
    """Return how the stem of an item on a document begins."""
    return f"According to {one_line(sheet.called)}, "


def own_draft(
    sheet: Sheet, sentence: Uncovered, kind: str, stem: str, answer: str, wrong: str = "", topic: str = "general"
) -> Draft:
    """Return a draft of one's own on a sentence.

    `kind` is one of KINDS; `answer` is as it is typed (a number with its unit behind it; true or false); `wrong` holds
    what a choice offers besides, parted by semicolons, or what is said to the wrong answer of a boolean item. Raises
    QuizError for what no bank could hold.
    """
    answer, stem = one_line(answer), one_line(stem)
    quote = " ".join(sentence.text.split())
    if not stem or not answer:
        raise QuizError("an item needs a question and an answer")
    key, place = _key(sentence, kind, answer)
    made = draft_id(sheet.sha256, sentence.span, place, FAMILY, key)
    fields = {
        "id": made,
        **_asked(kind, stem, answer, wrong, made),
        "explanation": f"{one_line(sheet.called)}: {quote}",
        "topics": [topic],
        "level": "1",
        "citations": [{"document": sheet.document, "paragraph": str(sentence.paragraph), "quote": quote}],
        "status": "draft",
    }
    origin = Origin(
        id=made,
        family=FAMILY,
        form="typed",
        document=sheet.document,
        sha256=sheet.sha256,
        paragraph=sentence.paragraph,
        sentence=sentence.span,
        answer=place,
        passage=quote,
        key=key,
        fact=fact_id(quote, FAMILY, key),
        status=Status.REPORTED,
        generator="by hand",
    )
    return Draft(item=item_of(fields), origin=origin)


def _key(sentence: Uncovered, kind: str, answer: str) -> tuple[str, Span]:
    """Return the answer as its sentence is searched for it, and where it stands; all of the sentence if it does not."""
    if kind in ("text", "choice"):
        key = answer
    else:
        first = answer.split(maxsplit=1)[0]
        key = first if kind == "numeric" and first in sentence.text else ""
    at, start = sentence.text.find(key) if key else -1, sentence.span.start
    return key, Span(start + at, start + at + len(key)) if at >= 0 else sentence.span


def _asked(kind: str, stem: str, answer: str, wrong: str, made: str) -> dict[str, Any]:
    """Return the fields in which the types differ."""
    if kind == "choice":
        return _picked(stem, answer, wrong, made)
    if kind == "boolean":
        low = answer.casefold()
        if low not in (*_TRUE, *_FALSE):
            raise QuizError("the answer is true or false")
        told = one_line(wrong) or "The document says otherwise."
        return {"type": kind, "stem": stem, "key": "true" if low in _TRUE else "false", "feedback": told}
    if kind == "numeric":
        value, _, unit = answer.partition(" ")
        return {"type": kind, "stem": stem, "key": {"value": value, **({"unit": unit.strip()} if unit.strip() else {})}}
    if kind in ("text", "date"):
        return {"type": kind, "stem": stem, "key": answer}
    raise QuizError(f"'{one_line(kind, 40)}' is no type that can be written here", hint=", ".join(KINDS))


def _picked(stem: str, answer: str, wrong: str, made: str) -> dict[str, Any]:
    from hashlib import sha256

    others = [text for text in map(one_line, wrong.split(";")) if text]
    if len(others) < 2:
        raise QuizError(f"a choice needs at least two wrong answers, here {counted(len(others), 'is', 'are')} given")
    twice = next((text for n, text in enumerate(others) if text in (answer, *others[:n])), "")
    if twice:
        raise QuizError(f"'{twice}' stands twice among the answers")
    told = {text: f"{text} is not what the document says here." for text in others}
    texts = sorted((answer, *others), key=lambda t: sha256(f"{made}\0{t}".encode()).digest())
    options = [
        {"id": f"o{n}", "text": text, **({"feedback": told[text]} if text in told else {})}
        for n, text in enumerate(texts, 1)
    ]
    return {"type": "choice", "stem": stem, "options": options, "key": f"o{texts.index(answer) + 1}"}
