"""A brief's text to a Document: front matter, then numbered paragraphs with one claim a line (DESIGN section 5)."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from quiz.documents.model import Document, Original, Passage, Sentence, SentenceMark
from quiz.errors import Finding
from quiz.reading import INVALID, Fault, Mark, Shape, read_yaml
from quiz.text import one_line, safe

SENTENCE_CHARS = 2_048
_MARKS = {"*": SentenceMark.CORE, "+": SentenceMark.USEFUL, "-": SentenceMark.BACKGROUND}
_OPENING = re.compile(r"\[(\d{1,5})\]\s*(.*)")

Word = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$",
        extra={"say": "an id of letters, digits, - . _"},
        extra_json_schema={"also": ["number", "boolean"]},
    ),
]
Line = Annotated[str, Meta(min_length=1, max_length=1_000)]
Reason = Annotated[str, Meta(min_length=1, max_length=1_000, extra={"prose": True})]


class FrontMatter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a brief says of its document, between two lines of three dashes before the first paragraph."""

    id: Word
    title: Line
    called: Line
    kind: Literal["news", "opinion", "reference", "other"]
    voice: Word | None = None
    authors: tuple[Line, ...] = ()
    publisher: Line = "unnamed"
    dated: Line = "unstated"
    text: Literal["brief", "original"] = "brief"
    carried: dict[Annotated[int, Meta(ge=1)], tuple[Line, ...]] = {}
    original: Original | None = None
    allow: dict[str, Reason] = {}


_FRONT = Shape(FrontMatter)


def parse_brief(text: str, path: str) -> tuple[Document | None, list[Finding]]:
    """Parse a brief; `path` is how findings name the file. The document is None when its front matter cannot be used.

    Never raises, whatever the text.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    faults: list[Fault] = []
    front, start = _front(lines, faults)
    passages = _body(lines, start, faults, marked=front is None or front.text == "brief")
    if front is not None and not faults:
        _count(front, passages, faults)
    findings = [f.finding(path) for f in faults]
    if front is None:
        return None, findings
    document = Document(
        id=front.id,
        title=safe(front.title),
        called=safe(front.called),
        voice=front.voice or front.id,
        kind=front.kind,
        authors=tuple(safe(a) for a in front.authors),
        publisher=safe(front.publisher),
        dated=safe(front.dated),
        text=front.text,
        carried=front.carried,
        original=front.original,
        allow={rule: safe(reason) for rule, reason in front.allow.items()},
        passages=tuple(passages),
        path=path,
    )
    return document, findings


def _front(lines: list[str], faults: list[Fault]) -> tuple[FrontMatter | None, int]:
    if not lines or lines[0].rstrip() != "---":
        faults.append(
            Fault(Mark(1, 1), "front-matter", "the file does not begin with ---", "write the front matter first")
        )
        return None, 0
    end = next((i for i in range(1, len(lines)) if lines[i].rstrip() == "---"), None)
    if end is None:
        faults.append(Fault(Mark(1, 1), "front-matter", "the front matter never ends", "close it with a line ---"))
        return None, len(lines)
    # The empty line stands for the opening ---, so that marks are those of the file.
    reading = read_yaml("\n".join(["", *lines[1:end]]))
    found = list(reading.faults)
    front = INVALID if reading.root is None else _FRONT(reading.root, "the front matter", found)
    if reading.root is None and not found:
        found.append(Fault(Mark(1, 1), "front-matter", "the front matter is empty", "give id, title, called and kind"))
    faults.extend(dict.fromkeys(found))
    return (front if isinstance(front, FrontMatter) else None), end + 1


def _body(lines: list[str], start: int, faults: list[Fault], marked: bool) -> list[Passage]:
    passages: list[Passage] = []
    sentences: list[Sentence] = []
    number = line_of = 0

    def close() -> None:
        if number:
            passages.append(Passage(number, tuple(sentences), line_of))
            sentences.clear()

    for index in range(start, len(lines)):
        line = lines[index].strip()
        if not line or (line.startswith("(") and line.endswith(")")):
            continue
        opening = _OPENING.fullmatch(line)
        if opening:
            close()
            if int(opening[1]) != number + 1:
                what = (
                    f"paragraph [{int(opening[1])}] follows [{number}]"
                    if number
                    else f"the first paragraph is [{int(opening[1])}]"
                )
                faults.append(Fault(Mark(index + 1, 1), "paragraph-order", what, f"number it [{number + 1}]"))
            number, line_of = int(opening[1]), index + 1
            if opening[2] and not (opening[2].startswith("(") and opening[2].endswith(")")):
                what = "a text stands behind the paragraph number"
                faults.append(
                    Fault(Mark(index + 1, 1), "paragraph", what, "put it on the next line, or a remark in ( )")
                )
            continue
        sentence = _sentence(line, index + 1, faults, marked)
        if number == 0:
            faults.append(
                Fault(Mark(index + 1, 1), "paragraph", "a sentence before the first paragraph", "open it with [1]")
            )
        elif sentence is not None:
            sentences.append(sentence)
    close()
    return passages


def _sentence(line: str, number: int, faults: list[Fault], marked: bool) -> Sentence | None:
    mark, text = SentenceMark.PLAIN, line
    if marked:
        if line[0] not in _MARKS or line[1:2] != " ":
            what = f"the sentence '{one_line(line, 40)}' has no mark"
            faults.append(Fault(Mark(number, 1), "mark", what, "begin it with * (core), + (useful) or - (background)"))
            return None
        mark, text = _MARKS[line[0]], line[2:].strip()
    if len(text) > SENTENCE_CHARS:
        what = f"a sentence of {len(text):,} characters"
        faults.append(Fault(Mark(number, 1), "too-long", what, f"at most {SENTENCE_CHARS:,}: one claim a line"))
        return None
    return Sentence(safe(text), mark, number)


def _count(front: FrontMatter, passages: list[Passage], faults: list[Fault]) -> None:
    if not passages:
        faults.append(Fault(Mark(1, 1), "paragraph", "the document has no paragraphs", "open the first with [1]"))
    elif front.original is not None and len(passages) != front.original.paragraphs:
        what = f"{len(passages)} paragraphs stand here, the front matter says {front.original.paragraphs}"
        hint = "open each non-empty line of the original with its own [n], a remark in ( ) where nothing is to be asked"
        faults.append(Fault(Mark(1, 1), "paragraph-count", what, hint))
