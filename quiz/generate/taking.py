"""What a child process makes of a foreign file: paragraphs whose lines can stand in a file of `seeds/`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct

from quiz.documents.brief import SENTENCE_CHARS
from quiz.documents.importing.values import Block, Extracted, Refusal, folded, refuse_strange
from quiz.generate.splitting import split
from quiz.text import one_line, safe

LONG = 2_000
"""Characters from which a sentence is cut: our reader takes 2,048."""
_OPENS = re.compile(r"\[\d{1,5}\]")
_SAYS = re.compile(r"\w")


class Paragraph(Struct, frozen=True):
    """A numbered paragraph as it stands in a file: a `remark` behind its number, then its lines, remarks in ( )."""

    lines: tuple[str, ...] = ()
    remark: str = ""


class Taken(Struct, frozen=True, kw_only=True):
    """A document without its front matter: a title if the file gives one, paragraphs, what was left out or changed."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    left: dict[str, int]


def take_text(data: bytes) -> Taken:
    """Return a text file in paragraphs: by empty lines, or by lines where they are long."""
    return _take_lines(data, "text.txt")


def take_markdown(data: bytes) -> Taken:
    """Return a Markdown file in paragraphs, without its markup."""
    return _take_lines(data, "text.md")


def take_html(data: bytes) -> Taken:
    """Return a page in paragraphs."""
    from quiz.documents.importing.markup import read

    return taken(read(data))


def take_pdf(data: bytes) -> Taken:
    """Return a PDF in paragraphs, as far as the places of its lines tell them."""
    from quiz.documents.importing.portable import read

    return taken(read(data))


def take_docx(data: bytes) -> Taken:
    """Return a Word file in paragraphs."""
    from quiz.documents.importing.word import read

    return taken(read(data))


def _take_lines(data: bytes, name: str) -> Taken:
    from quiz.generate.ingest import LINES, read_text
    from quiz.reading import Fault, decode

    if not data.strip():
        raise Refusal("empty")
    text = decode(data)
    if isinstance(text, Fault):
        raise Refusal("not-utf8", f"line {text.mark.line}, {text.what}")
    for number, line in enumerate(text.split("\n"), 1):
        refuse_strange(line, f", line {number}")
        if number > LINES:
            raise Refusal("long", f"more than {LINES:,} lines")
    read = read_text(text.replace("\r\n", "\n").replace("\r", "\n"), data, name)
    blocks = []
    for _, said in groupby(read.said, lambda s: s.paragraph):
        sentences = list(said)
        kind = sentences[0].kind if sentences[0].kind in ("heading", "table", "code", "item") else "paragraph"
        blocks.append(Block(kind, " ".join(folded(s.text) for s in sentences)))  # type: ignore[arg-type]
    title = "" if read.title == "text" else read.title
    return taken(Extracted(title=title, blocks=tuple(blocks)))


def taken(extracted: Extracted) -> Taken:
    """Return blocks as paragraphs; a heading becomes a remark, rows of one table and lines of one code a paragraph."""
    left: Counter[str] = Counter(extracted.left)
    paragraphs: list[Paragraph] = []
    for run in _runs(b for b in extracted.blocks if _SAYS.search(b.text)):
        texts = [safe(folded(block.text)) for block in run]
        if run[0].kind == "heading":
            paragraphs.append(Paragraph(remark=f"(heading: {one_line(texts[0], 400)})"))
            continue
        plain = run[0].kind in ("table", "code")
        pieces = [piece for text in texts for piece in ([text] if plain else _sentences(text))]
        lines = tuple(_fitting([short for piece in pieces for short in _cut(piece, left)], left))
        paragraphs.append(Paragraph(lines))
    if all(_is_special(line) for p in paragraphs for line in p.lines):
        raise Refusal("no-text")
    return Taken(title=one_line(extracted.title, 200), paragraphs=tuple(paragraphs), left=dict(left))


def _runs(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield blocks one by one, neighbouring rows and lines of code together."""
    for kind, run in groupby(blocks, lambda b: b.kind):
        if kind in ("table", "code"):
            yield list(run)
        else:
            yield from ([block] for block in run)


def _sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in split(text)]


def _cut(text: str, left: Counter[str]) -> Iterator[str]:
    """Yield a sentence, in parts where it is too long: behind its last full clause, else between words."""
    if len(text) > LONG:
        left["cut"] += 1
    while len(text) > LONG:
        at = max(text.rfind(sign, LONG // 2, LONG) + 1 for sign in ("; ", ", ", ": "))
        at = at or text.rfind(" ", LONG // 2, LONG) or LONG
        at = LONG if at < 0 else at
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text


def _fitting(pieces: list[str], left: Counter[str]) -> Iterator[str]:
    """Yield the lines of a paragraph; one that the format takes for a number or a remark goes with its neighbour."""
    held = ""
    for number, piece in enumerate(pieces):
        joined = f"{held} {piece}" if held else piece
        if held and not _is_special(held) and not _is_special(piece):
            yield held
            held = piece
        elif held and len(joined) > SENTENCE_CHARS:
            yield _as_line(held, left)
            held = piece
        else:
            held = joined
        if number == len(pieces) - 1:
            yield _as_line(held, left)


def _is_special(text: str) -> bool:
    bracketed = text.startswith("(") and text.endswith(")")
    return bracketed or _OPENS.match(text) is not None or _SAYS.search(text) is None


def _as_line(text: str, left: Counter[str]) -> str:
    """Return a text as a line of a file; what cannot be a sentence stands in brackets and is counted."""
    if not _is_special(text):
        return text
    left["remark"] += 1
    return text if text.startswith("(") else f"({text})"
