"""Families for what stands in code or is called by a name: a gap for a piece of code, what something is called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.checks.words import content
from quiz.generate.about import Fact, Place, Stem
from quiz.generate.asking_clauses import capital, is_phrase
from quiz.generate.asking_rules import STATES
from quiz.generate.classes import CODE, FLAG
from quiz.generate.framing import GAP
from quiz.generate.lexicon import BE, DO, HAVE, is_verb_form
from quiz.generate.values import Status
from quiz.generate.wordlists import words

_BACK = re.compile(r"\b(?:this|these|those|such|above|below|following|he|she|we|example|instead)\b", re.IGNORECASE)
_WORTH = re.compile(
    r"`[^` ]{2,40}`|(?<![\w-])--[a-z][\w-]+|(?<!\S)/[\w.-]+(?:/[\w.-]*\w)+|\b[A-Z]{2,}_[A-Z_]+\b|\b\w+\(\)"
    r"|(?<![\w-])-[A-Za-z](?![\w-])|\bSIG[A-Z][A-Z0-9]+\b|(?<![\w./-])[\w-]+\.(?:conf|cfg|toml|ini|json|ya?ml|log|pid)\b"
)
"""What is code at a look: in backticks, an option, a path, a variable, a function."""


_OF_KIND = re.compile(
    r" (?:[a-z]+ )?(?:file|option|event|label|branch|field|setting|directory|folder|command|trait|tag|flag|key|table"
    r"|property|method|header|role|repository|package|section|type|module|variable|function|parameter|attribute|class"
    r"|extension|script|library|tool|signal|keyword|element|operator|manifest|mode|format|prefix|suffix)s?\b"
)
_NO_SUBJECT = re.compile(
    r"(?:If|When|Once|Unless) (?:not |only )?(?:used|specified|given|set|called|invoked|combined|omitted)\b"
)
"""A case that does not say of what it is one: `If not specified, …`."""
_VERBLESS = re.compile(r"`[^`]+` ?(?:[-–—:]|\()")
"""An entry of a glossary: a term, and what it is without a verb."""
_CALLED_SO = re.compile(r"\b(?:named|called|labelled|labeled as|label|directory|file|branch|to|as) $")


def _may_be_blank(place: Place, start: int, end: int) -> bool:
    """Tell whether a sentence says something of a piece of code, and does not only point at it or list it."""
    text = place.said.text
    says = any(t.tag in ("VBD", "VBZ", "VBP", "MD", "VB") for t in place.tokens) and not is_entry(text)
    aside = (
        _ASIDE_FIRST.match(text) or _NO_SUBJECT.match(text) or _VERBLESS.match(text) or _ELSEWHERE.search(text[:start])
    )
    return says and not aside and _CLEAR.match(text[end:]) is not None and _tells_kind(text, start, end)


def _tells_kind(text: str, start: int, end: int) -> bool:
    """Tell whether a piece of code is told from a plain word: by its signs, or by what it is called where it stands."""
    bare = text[start:end].strip("`'\"")
    signs = re.search(r"[-_./():=@\d]|[a-z][A-Z]|^SIG", bare) is not None and (len(bare) > 3 or bare[0] == "-")
    return signs or _OF_KIND.match(text, end) is not None or _CALLED_SO.search(text[:start]) is not None


def blanks(place: Place) -> Iterator[Fact]:
    """Yield the last piece of code of a sentence that may be left out, as a gap to be typed."""
    text = place.said.text
    found = list(_WORTH.finditer(text))
    odd = re.search(r"[“”;:?!$]", text) or not text.endswith(".") or text[:1].islower() or text[:1] == "("
    if not 1 <= len(found) <= 3 or odd or _BACK.search(text) or len(text.split()) < 9:
        return
    for last in reversed(found):
        start, end = last.span()
        near = any(last is not one and min(abs(start - one.end()), abs(one.start() - end)) < NEAR for one in found)
        if not near and _may_be_blank(place, start, end) and _stands_free(text, start, end):
            stem = Stem("cloze", text[:start] + GAP + text[end:], place.tokens[0].tag in ("NNP", "NNPS"))
            yield Fact(place.number, "blank", start, end, last[0], last[0], CODE, "", Status.REPORTED, "", (stem,))
            return


NEAR = 12
"""Characters between two pieces of code from which one does not tell the other: `-h host and -p port`."""


def _stands_free(text: str, start: int, end: int) -> bool:
    """Tell whether a piece of code stands once in a sentence, not at its beginning, and is no member of a list."""
    code = text[start:end]
    if code[0] != "`" and text.count("`", 0, start) % 2:
        return False
    joined = re.search(r"\b(?:and|or|an?) [\"(]?$|\($", text[:start], re.IGNORECASE)
    listed = joined or re.match(r",? (?:and|or)\b", text[end:], re.IGNORECASE)
    return not listed and code.strip("`").casefold() not in f"{text[:start]} {text[end:]}".casefold() and start > 12


_ASIDE_FIRST = re.compile(
    r"(?:Note|Be aware|See|Please|That|Once \w+ed,"
    r"|If \w+ed,|When \w+ed,|Optional|\[|For (?:more|further|details)|For example|Alternatively|E\.g)"
)
_ELSEWHERE = re.compile(
    r"\b(?:see|refer to|described in|documented in|details in|like|such as|e\.g\.|i\.e\.),? [^.]{0,30}$", re.I
)
_CLEAR = re.compile(r"[”\"]?[ .,)]|$")
"""What may stand behind a gap: not the rest of a path."""


_CALLED = re.compile(
    r"^(?P<what>[^,;:()“”\"]{12,140}) (?P<be>is|are) (?:also )?(?:called|known as|termed|named|referred to as)"
    r" (?P<open>[“\"‘`]?)(?:an? |the )?(?P<name>[A-Za-z_][\w’'.-]*(?: [a-z][\w’'-]*){0,3})(?P<close>[”\"’`]?)\.$"
)
_NO_TERM = re.compile(
    r"\b(?:after|by|for|in|because|when|to|with|without|on|at|from|once|before|as|and|or|if|only|automatically|directly)\b"
)
_DEFINED = re.compile(
    r"^(?:An? |The )?(?P<name>[A-Za-z][\w-]*(?: [a-z][\w-]*){0,3}) (?P<be>is|are) defined as"
    r" (?P<what>[^“”\"]{15,200})\.$"
)


def calls(place: Place) -> Iterator[Fact]:
    """Yield the fact that something is called, or defined, as it is: the term is asked for."""
    text = place.said.text
    found = _CALLED.match(text)
    if found is not None and not _BACK.search(found["what"]) and bool(found["open"]) == bool(found["close"]):
        what = found["what"]
        shown = what if re.match(r"[A-Z]\w*[A-Z]|`|I\b", what) else what[:1].lower() + what[1:]
        stem = f"What {found['be']} {shown} called?"
    else:
        found = _DEFINED.match(text)
        if found is None or _BACK.search(found["what"]) or found["name"].casefold() in ("term", "word", "it"):
            return
        stem = f"What {found['be']} defined as “{found['what']}”?"
    start, end = found.span("name")
    key = text[start:end].strip("`")
    start += text[start:end].index(key)
    if not _NO_TERM.search(key):
        yield Fact(place.number, "term", start, start + len(key), key, key, "term", "term", Status.REPORTED, "",
                   (Stem("question", stem),))  # fmt: skip


_KNOWN_AS = re.compile(
    r"^(?P<what>(?:The|An?|One|Some) [^,;:()“”\"]{12,140}) (?P<be>is|are|was|were)"
    r" (?:also |commonly |usually |sometimes |often )?(?:called|known as|termed|referred to as) (?:an? |the )?[“\"‘]?"
    r"(?P<name>[a-z][\w’'-]*(?: [a-z][\w’'-]*){0,2})[”\"’]?(?=,|\.$)"
)


def known_as(place: Place) -> Iterator[Fact]:
    """Yield the fact that something in a report is known by a term: `The loss of colour is known as bleaching.`"""
    found = _KNOWN_AS.match(place.said.text)
    if found is None or _BACK.search(found["what"]) or _NO_TERM.search(found["name"]):
        return
    what, (start, end) = found["what"], found.span("name")
    key = found["name"]
    if not content(key) & content(what):
        stem = Stem("question", f"What {found['be']} {what[:1].lower()}{what[1:]} called?")
        yield Fact(place.number, "called", start, end, key, key, "term", "term", Status.REPORTED, "", (stem,))


_OPTION = r"-{1,2}(?:\[no-\])?[\w?][\w-]*(?:\[-[\w-]+\])?"
_DESCRIBED = (
    re.compile(
        rf"^(?P<term>{_OPTION}(?:\[?[ =][\w<\[.:,|>\]-]+)?(?:,? {_OPTION}(?:\[?[ =][\w<\[.:,|>\]-]+)?){{0,3}})"
        r" (?P<meaning>[A-Z][a-z]+ [^“”\"]{12,200})\.$"
    ),
    re.compile(
        rf"^(?P<term>{_OPTION}(?:\[?[ =][A-Z<][\w<\[.:,|>\]-]*)?"
        rf"(?:,? {_OPTION}(?:\[?[ =][A-Z<][\w<\[.:,|>\]-]*)?){{0,3}})"
        r" (?P<meaning>[a-z]+ [^“”\"]{12,200})\.$"
    ),
)
"""An option and what it does, which begins with a capital; or else without one."""
_SETTING = re.compile(
    r"^(?P<term>[A-Z][A-Za-z]+=|[A-Z][A-Z0-9]*_[A-Z0-9_]+) (?P<meaning>[A-Z][a-z]+ [^“”\"]{20,200})\.$"
)
_ASIDE = re.compile(
    r"\b(?:help|usage|version|copyright|alias|synonym|deprecated|obsolete|ignored|compatibility)\b", re.I
)


def is_entry(text: str) -> bool:
    """Tell whether a sentence is an entry of a list of options or settings: first of what, then what that does."""
    return _ENTRY.match(text) is not None


_ENTRY = re.compile(r"-{1,2}[\w?][\w-]*|[A-Z][A-Za-z]+= |[\w-]+=\S* [A-Z]|[A-Z][A-Z0-9]*_[A-Z0-9_]+ [A-Z]")
_FORM = re.compile(r"(?<![\w-])--?[\w?][\w-]*")


def _described(text: str) -> re.Match[str] | None:
    return next((m for p in _DESCRIBED if (m := p.match(text))), None)


def option_forms(text: str) -> list[tuple[int, int]]:
    """Return the characters of the forms of the option that a sentence describes: `-v, --verbose Print more.`"""
    found = _described(text)
    return [m.span() for m in _FORM.finditer(text, 0, found.end("term"))] if found else []


def options(place: Place) -> Iterator[Fact]:
    """Yield the option of a manual page that does what is said of it: its long form, and its short one."""
    text = place.said.text
    yield from _setting(place)
    found = _described(text)
    if found is None or not _tells_enough(found["meaning"]):
        return
    stem = Stem("question", f"Which option is described as “{found['meaning']}”?")
    forms = [text[a:b] for a, b in option_forms(text)]
    if any(f"no{f.lstrip('-')}" in o.replace("-", "") for f in forms for o in forms):
        return
    fair = [s for s in option_forms(text) if not _tells_itself(text[slice(*s)], found["meaning"])]
    for start, end in sorted(fair, key=lambda s: s[0] - s[1]):
        key = text[start:end]
        yield Fact(place.number, "option", start, end, key, key, FLAG, "option", Status.REPORTED, "", (stem,))
    told = [s for s in option_forms(text) if not _says_itself(text[slice(*s)], found["meaning"])]
    plain = any(f.strip("-") in _PLAIN_NAMES or f.strip("-").isdigit() for f in forms)
    shown = told or option_forms(text)
    if shown and not plain:
        start, end = min(shown, key=lambda s: s[1] - s[0])
        yield from _effect(place, found.span("meaning"), f"the option {text[start:end]}", bool(told))


def _tells_itself(option: str, meaning: str) -> bool:
    """Tell whether the name of an option tells which one is described: it holds the beginning of a word of that."""
    name = option.strip("-").casefold()
    begun = any(w[:3] in name for w in re.findall(r"[a-z]{3,}", meaning.casefold()) if w not in _SMALL)
    return begun or name.endswith("id") or _says_itself(option, meaning)


def _says_itself(option: str, meaning: str) -> bool:
    """Tell whether the name of an option says what it does: in words of what is said of it, or as such names do."""
    name, low = option.strip("-").casefold(), re.sub(r"\W", "", meaning.casefold())
    if name in _PLAIN_NAMES or name.isdigit():
        return True
    parts = [p.removeprefix("no") if len(p) > 4 else p for p in re.split(r"\W+", option.casefold())]
    if len(option) == 2:
        return option[1].casefold() in {w[0] for w in re.findall(r"[a-z]+", meaning.casefold())}
    return any(len(p) > 2 and p[:5] in low for p in parts)


_PLAIN_NAMES = words("verbose quiet silent force help version debug all recursive dry-run no-act check test list")
"""Names of options that say by themselves what they do."""
_SMALL = words("the and for with from that this into all any are not use set its of to")


def _effect(place: Place, span: tuple[int, int], of: str, asked: bool = True) -> Iterator[Fact]:
    """Yield what an option or setting does: the other way round. Not `asked`, it is only offered beside others."""
    told = place.said.text[slice(*span)]
    if is_phrase(told, 4):
        stems = (Stem("question", f"What does {of} do?"),) if asked else ()
        yield Fact(place.number, "effect", *span, told, capital(told), "effect", of, Status.REPORTED, "", stems)


def _tells_enough(meaning: str) -> bool:
    """Tell whether what is said of an option is worth a question: what it does, and no mere aside."""
    first = meaning.split(maxsplit=1)[0]
    does = is_verb_form(first, "base") or is_verb_form(first, "third") or first in ("Never", "Only", "Also")
    does = does and first.casefold() not in BE | HAVE | DO and not STATES.match(meaning)
    return does and len(meaning.split()) >= 4 and not _BACK.search(meaning) and not _ASIDE.search(meaning)


def _setting(place: Place) -> Iterator[Fact]:
    """Yield the setting or variable that does what is said of it: `Compress= Says whether to …`."""
    text = place.said.text
    found = _SETTING.match(text)
    if found is None or not _tells_enough(found["meaning"]) or found["term"].rstrip("=") in found["meaning"]:
        return
    low = found["meaning"].casefold()
    if any(p[:5].casefold() in low for p in re.findall(r"[A-Z]?[a-z]{3,}|[A-Z]{4,}", found["term"])):
        return
    noun = "setting" if found["term"].endswith("=") else "variable"
    stem = Stem("question", f"Which {noun} is described as “{found['meaning']}”?")
    key = found["term"]
    yield Fact(place.number, "option", 0, len(key), key, key, FLAG, noun, Status.REPORTED, "", (stem,))
    if noun == "setting":
        yield from _effect(place, found.span("meaning"), f"the setting {key}")
