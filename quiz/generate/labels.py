"""Lists of options in which the option stands above what is said of it, as manuals write them: both make one block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Block = tuple[str, int, int]
"""Kind, first character, character behind the last one."""

_FORM = r"-{1,2}(?:\[no-\])?[\w?][\w-]*(?:\[?[ =]?[<\[{(][^\n>\])}]{1,30}[>\])}]|[ =][A-Z][A-Z_-]*\]?)?"
_LABEL = re.compile(rf"(?:#{{1,6}} +)?(?P<label>`?{_FORM}`?(?:(?:,? |/|, or | or )`?{_FORM}`?){{0,4}})(?:::?)?\s*")
OPTION = re.compile(r"\s*\.\. (?:[a-z]+-)*(?:option|cmdoption):: (?=-)")
"""How Sphinx marks an option."""
LABELLED = re.compile(r"(?m)^[ \t]{0,8}[`-][^\n:]{0,70}(?P<off>::)[ \t]*$")
"""How AsciiDoc marks one."""
_TAKEN = frozenset(("paragraph", "item"))
LABEL = r"(?:[A-Z][A-Za-z0-9]+=|--[a-z][\w-]+|-[A-Za-z]|[a-z]+[A-Z]\w+|[a-z]+(?:[._-][a-z]+)+|[A-Z]+_[A-Z_]+)"
"""How a setting, an option or a variable is written."""
_AT_START = re.compile(rf"`?(?P<label>{LABEL})`?(?=[ ,])(?:,? `?(?P<long>--[a-z][\w-]+))?")


def label_of(text: str) -> str:
    """Return the setting or option that stands before what is said of it: the long form of an option; else nothing."""
    found = _AT_START.match(text)
    return (found["long"] or found["label"]) if found else ""


def with_labels(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks of a text; an option that stands alone makes one block with what stands below it."""
    skip = False
    for place, (kind, start, end) in enumerate(blocks):
        if skip:
            skip = False
            continue
        below = blocks[place + 1] if place + 1 < len(blocks) else ("", 0, 0)
        found = _LABEL.fullmatch(text, start, end) if kind in (*_TAKEN, "heading", "label") else None
        alone = found is not None and below[0] in _TAKEN and not _LABEL.fullmatch(text, below[1], below[2])
        if found is not None and alone and text[below[1] : below[1] + 1] != "-":
            yield "paragraph", found.start("label"), below[2]
            skip = True
        else:
            yield ("code" if kind == "label" else kind), start, end
