"""HTML to blocks: what a reader of the page reads, without what stands round it."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import Any

from quiz.documents.importing.values import Block, BlockKind, Extracted, Refusal, folded, refuse_strange

DEPTH = 250
"""Levels of nesting that are read."""
_SKIPPED = {
    **dict.fromkeys(("script", "style", "noscript", "template", "head", "base", "link", "meta", "param", "source"), ""),
    **dict.fromkeys(("nav", "footer", "aside", "form", "button", "select", "dialog", "menu", "textarea"), "navigation"),
    **dict.fromkeys(("svg", "img", "picture", "object", "embed", "iframe", "video", "audio", "canvas"), "picture"),
    **dict.fromkeys(("math",), "picture"),
    **dict.fromkeys(("del", "s", "strike"), "deleted"),
}
"""Elements that are left out, and as what they are counted."""
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend"), "heading"),
    **dict.fromkeys(("li", "dd", "dt"), "item"),
    "tr": "table",
    "caption": "paragraph",
}
_PLAIN = (
    "p div section article main header body html blockquote figure figcaption ul ol dl table thead tbody tfoot address"
    " details hgroup fieldset center pre hr search"
)
_BLOCKS = frozenset((*_PLAIN.split(), *_KINDS))
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_TAG = re.compile(r"<(?:!doctype\s+html|/?(?:html|head|body|title|meta|p|div|h[1-6]|span|a|br|table|ul|ol)\b)", re.I)
_FOOT = re.compile(r"\[?[0-9]{1,3}\]?|\[[a-z]\]|[↑↩*†‡]")
_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_WESTERN = ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii")


def read(data: bytes) -> Extracted:
    """Return the text of a page. Raises Refusal when there is none or it is no HTML."""
    if not data.strip():
        raise Refusal("empty")
    left: Counter[str] = Counter()
    text = _decoded(data, left)
    refuse_strange(text)
    if _TAG.search(text) is None:
        raise Refusal("not-html")
    return blocks_of(text, left)


def _decoded(data: bytes, left: Counter[str]) -> str:
    """Return a page as text: by its byte order mark, as UTF-8, as it says itself, or as Windows-1252."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _by(name, name, data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        declared = _DECLARED.search(data, 0, 4_096)
        if declared is None:
            left["encoding"] += 1
            try:
                return data.decode("windows-1252")
            except UnicodeDecodeError:
                raise Refusal("not-utf8", f"the byte 0x{data[error.start]:02X}") from None
    name = declared[1].decode("ascii").lower()
    return _by("windows-1252" if name in _WESTERN else name, name, data)


def _by(codec: str, name: str, data: bytes) -> str:
    try:
        if not codecs.lookup(codec)._is_text_encoding:
            raise LookupError
        return data.decode(codec)
    except (LookupError, UnicodeError, ValueError):
        raise Refusal("charset", name) from None


def blocks_of(text: str, left: Counter[str]) -> Extracted:
    """Return the blocks of a page that is text by now; adds to `left` what is left out."""
    from lxml import etree, html

    # Marks of another encoding than the one that was found must not be believed.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Refusal("no-text") from None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise Refusal("deep", str(DEPTH))
    title = root.findtext(".//title") or ""
    reader = _Reader(left)
    reader.walk(_heart(root), etree)
    blocks = tuple(reader.blocks)
    if not any(b.text for b in blocks):
        raise Refusal("no-text")
    first = next((b.text for b in blocks if b.kind == "heading"), "")
    return Extracted(title=first or folded(title), blocks=blocks, left=dict(left))


def _heart(root: Any) -> Any:
    """Return the one element that the page calls its main part or its article, else the whole."""
    for name in ("main", "article"):
        found = root.findall(f".//{name}")
        if len(found) == 1 and len("".join(found[0].itertext()).split()) > 50:
            return found[0]
    return root


class _Reader:
    """Goes through a page once and gathers its blocks."""

    def __init__(self, left: Counter[str]) -> None:
        self.blocks: list[Block] = []
        self.left = left
        self._held: list[str] = []
        self._kinds: list[BlockKind] = ["paragraph"]
        self._pre = self._cells = 0

    def walk(self, root: Any, etree: Any) -> None:
        """Take an element and all that is in it."""
        walker = etree.iterwalk(root, events=("start", "end"))
        skipped: set[Any] = set()
        depth = 0
        for event, element in walker:
            if event == "start":
                depth += 1
                if depth > DEPTH:
                    raise Refusal("deep", str(DEPTH))
                if self._skips(element):
                    skipped.add(element)
                    walker.skip_subtree()
                else:
                    self._open(element)
                continue
            depth -= 1
            if element in skipped:
                skipped.discard(element)
            else:
                self._close(element)
            if element is not root and element.tail:
                self._take(element.tail)
        self._flush()

    def _skips(self, element: Any) -> bool:
        """Tell whether an element is left out, and count it."""
        tag = element.tag if isinstance(element.tag, str) else "script"
        why = _SKIPPED.get(tag)
        style = (element.get("style") or "").replace(" ", "").lower()
        if why is None and (element.get("hidden") is not None or "display:none" in style):
            why = "hidden"
        if why is None and tag == "sup" and _is_reference(element):
            why = "reference"
        if why:
            self.left[why] += 1
        return why is not None

    def _open(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS and self._cells:
            # A row is one block, whatever its cells hold.
            self._held.append(" ")
        elif tag in _BLOCKS:
            self._flush()
            self._kinds.append(_KINDS.get(tag, self._kinds[-1] if tag in ("p", "div") else "paragraph"))
        if tag == "pre":
            self._pre += 1
        elif tag == "br":
            self._held.append(" " if self._cells else "\n")
        elif tag in ("td", "th"):
            self._held.append(" | " if any(part.strip() for part in self._held) else "")
            self._cells += 1
        elif tag == "q":
            self._held.append("“")
        if element.text:
            raised = element.text.strip().translate(_RAISED) if tag == "sup" else ""
            self._take(raised if raised and all(c in "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ" for c in raised) else element.text)

    def _close(self, element: Any) -> None:
        tag = element.tag
        if tag == "q":
            self._held.append("”")
        if tag in ("td", "th"):
            self._cells -= 1
        if tag in _BLOCKS and self._cells:
            self._held.append(" ")
        elif tag in _BLOCKS:
            self._flush()
            self._kinds.pop()
        if tag == "pre":
            self._pre -= 1

    def _take(self, text: str) -> None:
        # A line break of the file is a blank; one of <br> stays until the block is known.
        self._held.append(text if self._pre else re.sub(r"[\r\n\t ]+", " ", text))

    def _flush(self) -> None:
        whole = "".join(self._held)
        self._held.clear()
        kind = self._kinds[-1]
        if self._pre:
            parts = [(folded(line), "code") for line in whole.split("\n")]
        else:
            parts = [(folded(part), kind) for part in re.split(r"\n\s*\n", whole)]
        for text, of in parts:
            if text.strip("| "):
                refuse_strange(text)
                self.blocks.append(Block(of, text))  # type: ignore[arg-type]


def _is_reference(element: Any) -> bool:
    """Tell whether a raised sign is the mark of a note: it is a link, or stands in brackets."""
    inside = "".join(element.itertext()).strip()
    if _FOOT.fullmatch(inside) is None:
        return False
    return inside.startswith("[") or element.find(".//a") is not None
