"""PDF to blocks: the lines of each page with their places, and from these the paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quiz.documents.importing.layout import Line, blocks_of
from quiz.documents.importing.values import Extracted, Refusal, refuse_strange

PAGES = 2_000
"""Pages of a PDF that is read."""
GARBLED = 0.1
"""Share of signs without meaning from which on a PDF is refused."""
_PASSWORD = "password"
_HYPHEN = "\ufffe"
"""How pdfium tells the hyphen at the end of a line."""


def read(data: bytes) -> Extracted:
    """Return the text of a PDF. Raises Refusal when it has none or is not what it should be."""
    import pypdfium2

    if not data.strip(b"\0 \n\r\t"):
        raise Refusal("empty")
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise Refusal("encrypted" if _PASSWORD in str(error).lower() else "not-pdf") from None
    if count > PAGES:
        raise Refusal("pages", f"{count:,}")
    pages: list[list[Line]] = []
    for number in range(count):
        try:
            pages.append(list(_lines(document[number], number)))
        except pypdfium2.PdfiumError:
            raise Refusal("not-pdf") from None
    return _made(pages)


def _made(pages: list[list[Line]]) -> Extracted:
    lines = [line for page in pages for line in page]
    letters = sum(len(line.text) for line in lines)
    if not any(c.isalnum() for line in lines for c in line.text):
        raise Refusal("scanned" if pages else "no-text")
    unknown = sum(_meaningless(c) for line in lines for c in line.text)
    if unknown > GARBLED * letters:
        raise Refusal("garbled")
    for line in lines:
        refuse_strange(line.text.replace(_HYPHEN, ""), f", page {line.page + 1}")
    blocks, left = blocks_of(pages)
    left["unknown"] = unknown
    largest = max(lines[: len(pages[0])] or lines[:1], key=lambda line: line.size).text
    headings = [b.text for b in blocks[:9] if b.kind == "heading"]
    title = next((text for text in headings if text.startswith(largest)), next(iter(headings), ""))
    return Extracted(title=title, blocks=tuple(blocks), left=left)


def _meaningless(char: str) -> bool:
    return char == "\ufffd" or "\ue000" <= char <= "\uf8ff"


def _lines(page: Any, number: int) -> Iterator[Line]:
    """Yield the lines of a page in the order of the file, each with the place of its first and its last sign."""
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    count = text_page.count_chars()
    at = 0
    for raw in text.split("\r\n"):
        first, last = at, at + len(raw.encode("utf-16-le")) // 2 - 1
        at = last + 3
        if not raw.strip():
            continue
        skipped = len(raw) - len(raw.lstrip())
        opening = _box(text_page, first + skipped, count)
        closing = _box(text_page, last - (len(raw) - len(raw.rstrip())), count)
        left, bottom, _, top = opening
        yield Line(raw.strip(), number, left, closing[2], top, min(bottom, closing[1]), max(1.0, top - bottom))


def _box(text_page: Any, place: int, count: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of the sign at a place of the text, all zero where there is none."""
    from pypdfium2 import raw

    index = raw.FPDFText_GetCharIndexFromTextIndex(text_page, place)
    if not 0 <= index < count:
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = text_page.get_charbox(index, loose=True)
    return left, bottom, right, top
