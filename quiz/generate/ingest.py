"""Stage 1: a file's text to blocks and sentences with their places in it. The text is never rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePath

from msgspec import Struct, structs

from quiz.documents import Document, Passage, Sentence, SentenceMark
from quiz.generate.labels import OPTION, with_labels
from quiz.generate.markup import cleaned, mask
from quiz.generate.naming import called_as
from quiz.generate.news import is_news
from quiz.generate.parts import headings_above
from quiz.generate.splitting import split
from quiz.generate.wordlists import words
from quiz.text import one_line, safe

SENTENCE_CHARS = 600
"""Longer sentences are kept and never asked about."""
LINES = 60_000
"""Lines of one document that are read."""
_WRAPPED = 125
"""Lines of a hard-wrapped text are at most so long."""


class Said(Struct, frozen=True, kw_only=True):
    """One sentence: its clean text, its characters in the document's text, its paragraph and kind of block.

    `section` is the heading above it, `part` the one of the first level where there are several; `mark` that of a
    brief.
    """

    text: str
    start: int
    end: int
    paragraph: int
    kind: str
    section: str = ""
    part: str = ""
    mark: str = "plain"


class Read(Struct, frozen=True, kw_only=True):
    """A document as the stages see it. `kind` is that of a brief's front matter; `brief` tells that it is one."""

    id: str
    title: str
    called: str
    kind: str
    sha256: str
    path: str
    text: str
    said: tuple[Said, ...]
    voice: str = ""
    authors: tuple[str, ...] = ()
    brief: bool = False
    foreign: bool = False

    @property
    def words(self) -> int:
        """How many words its sentences have."""
        return sum(len(s.text.split()) for s in self.said)


def read_brief(document: Document, text: str, data: bytes, path: str) -> Read:
    """Return a document of the library; `text` is that of its file, `data` its bytes."""
    lines = _line_starts(text)
    said = []
    for passage in document.passages:
        for sentence in passage.sentences:
            start = lines[sentence.line - 1]
            line = text[start : lines[sentence.line] if sentence.line < len(lines) else len(text)]
            at = line.find(sentence.text)
            if at >= 0:
                first = start + at
                said.append(
                    Said(
                        text=sentence.text,
                        start=first,
                        end=first + len(sentence.text),
                        paragraph=passage.number,
                        kind="paragraph",
                        mark=str(sentence.mark),
                    )
                )
    return Read(
        id=document.id,
        title=document.title,
        called=document.called,
        kind=document.kind,
        voice=document.voice,
        authors=document.authors,
        sha256=sha256(data).hexdigest(),
        path=path,
        text=text,
        said=tuple(said),
        brief=document.text == "brief",
    )


def _line_starts(text: str) -> list[int]:
    return [0, *(m.end() for m in re.finditer("\n", text))]


def read_text(text: str, data: bytes, path: str) -> Read:
    """Return any text or Markdown file as a document: blocks by empty lines, sentences by their ends."""
    markdown = PurePath(path).suffix.casefold() in (".md", ".markdown", ".mdx")
    masked = mask(text, markdown)
    said: list[Said] = []
    section = ""
    front = _FRONT.match(text) if markdown else None
    title = one_line(front["title"].strip().strip("'\""), 80) if front and front["title"] else ""
    blocks = list(with_labels(text, list(_blocks(text, markdown, front.end() if front else 0))))
    for number, (block, start, end) in enumerate(blocks, 1):
        clean, places = cleaned(text, masked, start, end)
        looked = block in ("paragraph", "item", "heading")
        kind = _closer(block, clean, number, len(blocks)) if looked else block
        if kind == "heading":
            section = one_line(clean.strip("#=* "), 90)
            title = title or (section if number <= 3 and section.casefold() not in _NO_TITLE else "")
            said.append(_said(clean, places, 0, len(clean), number, kind, section))
            continue
        for a, b in split(clean):
            said.append(_said(clean, places, a, b, number, kind, section))
    name = one_line(PurePath(path).stem.replace("_", " ").replace("-", " "), 60) or "document"
    shown = title if title and len(title) <= 90 else name
    nameless = not title and (_HASH.search(name) or not re.search(r"[^\W\d_]{3}", name))
    texts = [s.text for s in said if s.kind in ("paragraph", "item")]
    if not (front and front["title"]):
        above = headings_above(
            text, [(h.start, h.end, h.section) for h in said if h.kind == "heading"], _NO_TITLE, name
        )
        said = [structs.replace(one, part=above(one.start)) for one in said]
    return Read(
        id=slug(PurePath(path).stem),
        title=shown,
        called="the document" if nameless else called_as(shown, texts),
        kind="news" if is_news(texts) else "other",
        voice=slug(PurePath(path).stem),
        sha256=sha256(data).hexdigest(),
        path=path,
        text=text,
        said=tuple(said),
        foreign=True,
    )


_HASH = re.compile(r"\b(?=[a-f]*\d)[0-9a-f]{10,}\b")
"""A file's name that is only a number for machines."""
_FRONT = re.compile(r"---\r?\n(?:(?!---)(?:title: *(?P<title>[^\n]+)|[^\n]*)\n)*?---\r?\n")
_NO_TITLE = words(
    """
    synopsis description introduction overview name usage abstract summary contents background purpose preface about
    readme start scope definitions general
    """
)


def slug(name: str) -> str:
    """Return an id made of a name: ASCII letters, digits and hyphens, at most 60."""
    made = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").casefold()[:60].strip("-")
    return made or f"document-{sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _said(clean: str, places: list[int], a: int, b: int, number: int, kind: str, section: str) -> Said:
    return Said(
        text=clean[a:b],
        start=places[a] if places else 0,
        end=places[b - 1] + 1 if places and b > a else 0,
        paragraph=number,
        kind=kind,
        section=section,
    )


_FENCE = re.compile(r"\s*(```|~~~)")
_ITEM = re.compile(r"\s{0,12}(?:[-*+•–]|\(?\d{1,3}[.)]|\(?(?:[a-z]|[ivx]{2,4})[.)])\s+(?=\S)")
_TOLD = re.compile(r"\s{0,8}(?:[-*+] )?: +\S")
"""What a list says of the term in the line above."""
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+\S|={2,6} ?[^=]+ ?={2,6}\s*$")
_RULE = re.compile(r"\s{0,3}([=\-~^*_])\1{2,}\s*$")
_TABLE = re.compile(r"\s*\||.*\|.*\||\s*\+[-=]+\+")
_VARIABLE = re.compile(r"\s*[A-Z][A-Z0-9]*_[A-Z0-9_]+\s*$")
_DIRECTIVE = re.compile(r"\s*(\.\. |:\w+:|@\w+\{|%|\$ |>>> |\\)")


def _blocks(text: str, markdown: bool, begin: int = 0) -> Iterator[tuple[str, int, int]]:
    """Yield (kind, start, end) of the blocks of a text, in their order."""
    starts = _line_starts(text)
    lines = [(s, e - 1) for s, e in zip(starts, [*starts[1:], len(text) + 1], strict=True)]
    lengths = sorted(e - s for s, e in lines if text[s:e].strip())
    wrapped = bool(lengths) and lengths[int(len(lengths) * 0.9)] <= _WRAPPED
    held = _Held(text)
    fenced = listed = False
    for place, (start, end) in enumerate(lines[:LINES]):
        if start < begin:
            continue
        line = text[start:end]
        bare = line.strip()
        if _FENCE.match(line):
            yield from held.block()
            fenced, held.kind = not fenced, "code"
            continue
        inset = markdown and line.startswith(("    ", "\t")) and held.kind != "item" and not held.lines
        code = fenced or (inset and not (listed and _ITEM.match(line)))
        table = not code and _TABLE.match(line) is not None
        underlined = bool(bare) and place + 1 < len(lines) and _underlines(text[slice(*lines[place + 1])], bare)
        listed = bool(_ITEM.match(line)) or (listed and (not bare or line[:1].isspace()))
        if not bare or bare == "+" or _RULE.match(line):
            yield from held.block()
            held.kind = held.kind if bare else "paragraph"
        elif not code and (option := OPTION.match(line)):
            yield from held.block()
            yield "label", start + option.end(), end
        elif code or table or _DIRECTIVE.match(line):
            yield from held.block()
            yield ("code" if not table else "table"), start, end
        elif _HEADING.match(line) or (not held.lines and (underlined or _hangs_over(text, lines, place))):
            yield from held.block()
            yield "heading", start, end
            held.kind = "paragraph"
        else:
            told = held.lines and _TOLD.match(line)
            yield from held.add(None if told else _ITEM.match(line), wrapped or bool(told), start, end)
    yield from held.block()


class _Held:
    """The lines of the block that is being read, and its kind."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[tuple[int, int]] = []
        self.kind = "paragraph"

    def add(self, item: re.Match[str] | None, wrapped: bool, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Take a line; yield the block before it when it begins another."""
        if item or (self.lines and not wrapped):
            yield from self.block()
            self.kind = "item" if item else "paragraph"
        self.lines.append((start + (item.end() if item else 0), end))

    def block(self) -> Iterator[tuple[str, int, int]]:
        """Yield the block that was read, if there is one, and begin another."""
        if self.lines:
            start, end = self.lines[0][0], self.lines[-1][1]
            alone = self.kind == "paragraph" and len(self.lines) == 1
            heading = alone and _looks_like_heading(self.text[start:end])
            self.lines.clear()
            yield "heading" if heading else self.kind, start, end


def _hangs_over(text: str, lines: list[tuple[int, int]], place: int) -> bool:
    """Tell whether a line is a heading by its place: a short one without an end, the next one stands further right."""
    line = text[slice(*lines[place])]
    if len(line) > 60 or place + 1 >= len(lines) or not _looks_like_heading(line) or _VARIABLE.match(line):
        return False
    after = text[slice(*lines[place + 1])].expandtabs()
    inset = len(after) - len(after.lstrip())
    return bool(after.strip()) and inset >= len(line.expandtabs()) - len(line.expandtabs().lstrip()) + 2


def _underlines(line: str, above: str) -> bool:
    found = _RULE.match(line)
    return found is not None and found[1] in "=-~^" and len(line.strip()) >= min(3, len(above))


def _looks_like_heading(line: str) -> bool:
    bare = line.strip()
    if not bare or len(bare) > 90 or len(bare.split()) > 12 or bare[-1] in ".!?:;,”\"')=":
        return False
    return bare[0].isupper() or bare[0].isdigit()


_BOILER = re.compile(
    r"^(?:(?:subscribe|sign up|read more|advertisement|follow us|copyright|©|all rights reserved|external links"
    r"|table of contents|tags?:|in focus|watch:|listen:|last (?:updated|modified|reviewed)|version:|author:"
    r"|editor['’]s note)|(?P<soft>photo|image|picture|source|credit|share|related|click|cookie|see also|further reading"
    r"|references|updated|published)\b)",
    re.IGNORECASE,
)
"""How a block begins that is not part of the text; `soft` words may begin a sentence of it as well."""
_BYLINE = re.compile(r"^(?:by|text|story|words)[: ] ?[A-Z][\w.'’-]+(?: (?:and )?[A-Z][\w.'’-]+){1,5}$", re.IGNORECASE)
_POST = re.compile(
    r"^[.]?@\w{2,}|pic\.twitter|^[—–-] .*\(@|^RT |#\w+ #\w+|[\U0001F1E6-\U0001F1FF\U0001F300-\U0001FAFF]"
)
_SHORT_POST = re.compile(r"\s@\w{2,}|https?://\S+$")
POST = 200
"""Characters of a block that is a post if only an address or a handle in it says so."""
_BIO = re.compile(
    r"\b(?:is|was) (?:an?|the) (?:[\w-]+ ){0,4}(?:fellow|journalist|reporter|author|writer|columnist|correspondent"
    r"|analyst"
    r"|professor|CEO|director|editor|lecturer|contributor|consultant|researcher)\b",
)


SAID = 8
"""Words from which a block that begins with a soft word says something."""


def _closer(kind: str, clean: str, number: int, blocks: int) -> str:
    """Return what a paragraph is when it is looked at: byline, caption, post, boilerplate, biography of an author."""
    if _BYLINE.match(clean):
        return "byline"
    if _POST.search(clean) or (len(clean) < POST and _SHORT_POST.search(clean)):
        return "post"
    boiler = _BOILER.match(clean) if len(clean) < 400 else None
    if boiler and not (boiler["soft"] and clean.endswith(".") and len(clean.split()) > SAID):
        return "boilerplate"
    letters = [c for c in clean if c.isalpha()]
    if letters and sum(c.isupper() for c in letters) > 0.6 * len(letters):
        return "boilerplate"
    if number > blocks - 4 and blocks > 6 and len(clean) < 400 and _BIO.search(clean):
        return "bio"
    return kind


def as_document(read: Read) -> Document:
    """Return a document that was read as one of the library: each block a passage, each sentence one of it."""
    passages: dict[int, list[Sentence]] = {}
    for said in read.said:
        passages.setdefault(said.paragraph, [])
        if sound(said):
            passages[said.paragraph].append(Sentence(said.text, SentenceMark(said.mark)))
    last = max(passages, default=0)
    return Document(
        id=read.id,
        title=read.title,
        called=read.called,
        voice=read.voice or read.id,
        kind=read.kind,
        authors=read.authors,
        text="brief" if read.brief else "original",
        passages=tuple(Passage(n, tuple(passages.get(n, ()))) for n in range(1, last + 1)),
        path=read.path,
    )


def is_headline(text: str) -> bool:
    """Tell whether a sentence is written as a heading is: its words of more than three letters have capitals."""
    long = [w for w in text.split() if len(w.strip(".,:;")) > 3]
    return len(long) > 2 and all(w[:1].isupper() for w in long)


def sound(said: Said) -> bool:
    """Tell whether a sentence can stand in a file of the library as it is."""
    text = said.text
    return (
        len(text) <= SENTENCE_CHARS * 3
        and safe(text) == text
        and not (text.startswith("(") and text.endswith(")"))
        and re.match(r"\[\d", text) is None
    )


def as_file(read: Read) -> str:
    """Return the text of a file of `seeds/` that holds a document which is not yet one of the library."""
    from msgspec import json

    front = {"id": read.id, "title": read.title, "called": read.called, "kind": read.kind, "text": "original"}
    lines = ["---", *(f"{name}: {json.encode(value).decode()}" for name, value in front.items()), "---"]
    for passage in as_document(read).passages:
        lines += ["", f"[{passage.number}]", *(s.text for s in passage.sentences)]
    return "\n".join(lines) + "\n"
