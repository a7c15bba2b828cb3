"""What a reader of a foreign file gives: blocks of text, what was left out, or why it refuses."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from msgspec import Struct

BlockKind = Literal["paragraph", "item", "heading", "table", "code"]

_GONE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2060-\u2064\ufeff\ufff9-\ufffb]")
"""Characters without a shape that say nothing to a reader: soft hyphens, empty spaces, marks of direction."""
_SPACES = "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"


class Block(Struct, frozen=True):
    """One paragraph, item of a list, heading, row of a table or line of code, white space folded."""

    kind: BlockKind
    text: str


class Extracted(Struct, frozen=True, kw_only=True):
    """The text of a file: its title if it gives one, its blocks, and how often what was left out (words of LEFT)."""

    title: str = ""
    blocks: tuple[Block, ...] = ()
    left: dict[str, int] = {}


class Refusal(Exception):
    """Why a file is not taken: a word of `refusals.WHY`, and what stands in its sentence."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.detail = detail


def folded(text: str) -> str:
    """Return a text with runs of white space as one blank, without characters that have no shape."""
    return " ".join(_GONE.sub("", text).split())


def refuse_strange(text: str, where: str = "") -> None:
    """Raise Refusal when a text has control characters or such as turn the direction of what follows."""
    if text.isascii() and text.isprintable():
        return
    for char in text:
        category = unicodedata.category(char)
        if category in ("Cc", "Cs") and char not in _SPACES:
            raise Refusal("control", f"U+{ord(char):04X}{where}")
        if 0x202A <= ord(char) <= 0x202E or 0x2066 <= ord(char) <= 0x2069 or 0xE0000 <= ord(char) <= 0xE007F:
            raise Refusal("direction", f"U+{ord(char):04X}{where}")
