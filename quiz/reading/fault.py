"""What is wrong in a file and where, and the parser's complaints in words for people who do not know YAML."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from quiz.errors import Finding, Severity
from quiz.text import one_line


class Mark(NamedTuple):
    """A place in a file, both numbers from 1."""

    line: int
    column: int


class Fault(NamedTuple):
    """What is wrong at one mark, and what to do; a `warning` leaves the value usable."""

    mark: Mark
    rule: str
    what: str
    hint: str
    warning: bool = False

    def finding(self, path: str, item: str = "") -> Finding:
        """Return the finding that tells this fault of the file `path`; `item` is what it keeps from being asked."""
        return Finding(
            rule=self.rule,
            path=path,
            line=self.mark.line,
            column=self.mark.column,
            what=self.what,
            hint=self.hint,
            severity=Severity.WARNING if self.warning else Severity.ERROR,
            item=item,
        )


class _Wording(NamedTuple):
    """`sign` is a part of what the parser says; `opening`: tell where the thing began, not where it went wrong."""

    sign: str
    what: str
    hint: str
    opening: bool = False


_UNPRINTABLE = re.compile(r"[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTE = "put the text in quotation marks"
_START = "a text cannot begin with this sign"
_ESCAPE = "a backslash in double quotation marks begins a code, and this is none"
_SINGLE = "write \\\\ for a backslash, or use single quotation marks"
_TAB = ("a tab stands where spaces belong", "indent with spaces only")
_BEHIND = (
    "a text goes on behind its closing quotation mark or bracket",
    "write '' for an apostrophe inside '…', or put the text on its own lines under >-",
)
_OPEN = "is not closed as it should be"
_NO_FIELD = ("a text stands where a field belongs", "write `name: text`, or put a long text under >-")
_DEEPER = ("the line is indented deeper than the one before it", "align the two, or put the text in quotation marks")

_WORDING = (
    _Wording("a tab character", *_TAB),
    _Wording("that cannot start any token", _START, _QUOTE),
    _Wording("while scanning an alias", _START, _QUOTE),
    _Wording("while scanning an anchor", _START, _QUOTE),
    _Wording("while scanning a tag", _START, _QUOTE),
    _Wording("while scanning a directive", _START, _QUOTE),
    _Wording("mapping keys are not allowed", _START, _QUOTE),
    _Wording("did not find expected node content", _START, _QUOTE),
    _Wording("mapping values are not allowed", "a second ': ' stands in one line", f"{_QUOTE} or under >-"),
    _Wording("block sequence entries are not allowed", "a list cannot begin here", "begin it on the next line"),
    _Wording("found unknown escape character", _ESCAPE, _SINGLE),
    _Wording("character escape code", _ESCAPE, _SINGLE),
    _Wording("hexdecimal number", _ESCAPE, _SINGLE),
    _Wording("while scanning a quoted scalar", "this quotation mark is never closed", "close it", True),
    _Wording("while parsing a flow sequence", f"this [ {_OPEN}", "separate with commas and close with ]", True),
    _Wording("while parsing a flow mapping", f"this {{ {_OPEN}", "separate with commas and close with }", True),
    _Wording("while scanning a block scalar", "a text stands behind | or >", "begin it on the next line"),
    _Wording("could not find expected ':'", *_NO_FIELD, True),
    _Wording("did not find expected key", "the line is indented otherwise than those before it", "align it with them"),
    _Wording("<document start>", "the line is indented less than the first line", "align it with the first line"),
    _Wording("'-' indicator", "the line belongs to no item", "align it with its item, or begin it with '- '"),
)


def syntax_fault(error: Any, text: str) -> Fault:
    """Return the fault for an error of the YAML parser on `text`."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return _bad_sign(text)
    said = " ".join(str(p) for p in (getattr(error, "context", ""), getattr(error, "problem", "")) if p)
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    place = Mark(mark.line + 1, mark.column + 1)
    before = line[: mark.column]
    if line[mark.column : mark.column + 1] == "\t" or (before and not before.strip(" ") and "\t" in before):
        return Fault(place, "yaml", *_TAB)
    if before.strip(" -") and ("expected key" in said or "'-' indicator" in said):
        return Fault(place, "yaml", *_BEHIND)
    if "mapping values are not allowed" in said and ":" not in before:
        indent = len(before) - len(before.lstrip())
        return Fault(Mark(place.line, indent + 1), "yaml", *(_DEEPER if indent else _NO_FIELD))
    for wording in _WORDING:
        if wording.sign in said:
            opening = getattr(error, "context_mark", None) if wording.opening else None
            place = Mark(opening.line + 1, opening.column + 1) if opening else place
            return Fault(place, "yaml", wording.what, wording.hint)
    return Fault(place, "yaml", f"not YAML: {one_line(said, 120)}", "mend the line or the one before it")


def _bad_sign(text: str) -> Fault:
    """Return the fault for the first character that no YAML file may hold."""
    found = _UNPRINTABLE.search(text)
    at = found.start() if found else 0
    lines = (text[:at] + "|").splitlines()
    code = f" U+{ord(text[at]):04X}" if found else ""
    what = f"the control character{code} stands in the file"
    return Fault(Mark(len(lines), len(lines[-1])), "yaml", what, "remove it")
