"""Stage 4b: names in sentences, each with its class and one canonical form over the whole document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from quiz.generate.acronyms import acronyms
from quiz.generate.classes import (
    BODIES,
    CODE,
    CROWNED,
    HEADS,
    NAME,
    PERSON,
    PERSON_NOUNS,
    SOURCE,
    Run,
    class_of,
    evidence,
    kind_said,
)
from quiz.generate.gazetteer import (
    ALIASES,
    COUNTRIES,
    DEMONYMS,
    FIRST_NAMES,
    ORGANISATION,
    PLACE_NOUNS,
    THING_NOUNS,
    TITLES,
)
from quiz.generate.lexicon import MONTHS, WEEKDAYS
from quiz.generate.tokens import Tokens
from quiz.items import Names

_JOINING = frozenset(["of", "for", "de", "la", "van", "von", "del", "di", "da", "der", "al", "bin", "ibn", "on"])


_NO_NAME = (
    frozenset(MONTHS) | WEEKDAYS | {"i", "ad", "bc", "am", "pm", "ok", "faq", "note", "figure", "table", "chapter"}
)


class Mention(NamedTuple):
    """A name in a sentence: its tokens from `first` to before `last`, `title` where a title before it begins.

    `text` is the name as it stands, `name` its canonical form, `cls` its class, `noun` how a question calls its kind;
    `kind` are the words before it that say what it is (`the shipping company …`).
    """

    first: int
    last: int
    title: int
    text: str
    name: str
    cls: str
    noun: str
    kind: str = ""


def find(
    parsed: Sequence[tuple[str, Tokens]], names: Names, called: Iterable[str] = (), titles: Iterable[str] = ()
) -> list[list[Mention]]:
    """Return the names of each sentence (text, tokens) of one document.

    `called` are what stems call documents; a surname by itself is that of the person whom one of the document's
    `titles` names.
    """
    forms = _forms_with(names, called)
    known = {c: SOURCE for c in called if c[:1].isupper() and "'" not in c and "’" not in c}
    runs = [_runs(text, tokens, forms) for text, tokens in parsed]
    short = {s: long for text, _ in parsed for long, s, _, _ in acronyms(text)}
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    seen: Counter[str] = Counter()
    for (text, tokens), found in zip(parsed, runs, strict=True):
        for run in found:
            seen[run.text] += 1
            for cls, weight in evidence(run, tokens, text):
                votes[run.text][cls] += weight
            kind = run.kind.rpartition(" ")[2] or kind_said(tokens, run.last)
            if kind:
                kinds[run.text][kind] += 1
    canonical = _canonical(seen, votes, names, short)
    for title in titles:
        for text in _of_title(title, seen):
            if not names.named(text):
                canonical[text] = canonical.get(title, title)
    pooled, said = _pooled(votes, canonical), _pooled(kinds, canonical)
    classes: dict[str, tuple[str, str]] = {
        name: class_of(name, pooled[name], said[name]) for name in {*pooled, *said, *canonical.values()}
    }
    bearers = {t.split()[-1] for t in seen if " " in t and classes[canonical[t]][0] == PERSON}
    classes.update({t: (PERSON, "person") for t in seen if t in bearers and t in classes})
    classes.update({name: (cls, "") for name, cls in known.items()})
    return [[_mention(run, canonical, classes) for run in found] for found in runs]


def _of_title(title: str, seen: Iterable[str]) -> list[str]:
    """Return the names of a document that are its title's: whole, with names between, the last or first alone."""
    words = title.split()
    if not 1 < len(words) <= 4:
        return []
    full = [t for t in seen if t == title or (set(words) <= set(t.split()) and t.split()[-1] == words[-1])]
    first = words[0] if words[0] in FIRST_NAMES else ""
    shared = any(t.startswith(f"{first} ") and t not in full for t in seen)
    return [t for t in seen if full and (t in full or t == words[-1] or (t == first and not shared))]


def _pooled(counts: Mapping[str, Counter[str]], canonical: Mapping[str, str]) -> dict[str, Counter[str]]:
    """Return counts by text as counts by canonical name."""
    pooled: dict[str, Counter[str]] = defaultdict(Counter)
    for text, counted in counts.items():
        pooled[canonical[text]].update(counted)
    return pooled


def _mention(run: Run, canonical: Mapping[str, str], classes: Mapping[str, tuple[str, str]]) -> Mention:
    name = canonical[run.text]
    cls, noun = classes.get(name, (NAME, ""))
    return Mention(run.first, run.last, run.title, run.text, name, cls, noun if cls != CODE else run.kind, run.kind)


def _forms_with(names: Names, called: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    """Return the forms of the library's names and of what documents are called, by their first word."""
    forms = _forms(names)
    for one in called:
        words = tuple(one.split())
        if words and words[0][:1].isupper():
            forms.setdefault(words[0], []).insert(0, words)
    return forms


def _forms(names: Names) -> dict[str, list[tuple[str, ...]]]:
    """Return the forms of the library's names by their first word."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for all_forms in names.forms.values():
        for form in all_forms:
            words = tuple(form.split())
            if words and (words[0][:1].isupper() or words[0][:1].isdigit()):
                found[words[0]].append(words)
    return {first: sorted(forms, key=len, reverse=True) for first, forms in found.items()}


def _runs(text: str, tokens: Tokens, forms: Mapping[str, list[tuple[str, ...]]]) -> list[Run]:
    """Return the runs of words of one sentence that make a name."""
    found: list[Run] = []
    at = 0
    while at < len(tokens):
        end = _known(tokens, at, forms) or _run(tokens, at)
        if end <= at:
            at += 1
            continue
        run = _trimmed(text, tokens, at, end)
        if run is not None:
            found.append(run)
        at = end
    return found


def _known(tokens: Tokens, at: int, forms: Mapping[str, list[tuple[str, ...]]]) -> int:
    """Return where a name of the library that begins here ends; 0 when none does."""
    for form in forms.get(tokens[at].text, ()):
        if tuple(t.text for t in tokens[at : at + len(form)]) == form and not _is_name(tokens, at + len(form)):
            return at + len(form)
    return 0


def _is_name(tokens: Tokens, at: int) -> bool:
    if at >= len(tokens):
        return False
    token = tokens[at]
    return token.tag in ("NNP", "NNPS") and token.text[:1].isupper() and token.low not in _NO_NAME


def _run(tokens: Tokens, at: int) -> int:
    """Return where the run of name words that begins here ends; `at` when none does."""
    if tokens[at].text[:1] in "`-" or tokens[at].text.endswith("()"):
        return at + 1 if len(tokens[at].text) > 2 and tokens[at].tag == "NNP" else at
    if not _is_name(tokens, at):
        return at
    end = at + 1
    while end < len(tokens):
        if (
            _is_name(tokens, end)
            or _numbered(tokens, end)
            or (tokens[end].low in _JOINING and _bridges(tokens, at, end))
            or (tokens[end].low == "the" and tokens[end - 1].low == "of" and _is_name(tokens, end + 1))
            or (tokens[end].text[:2] in ("d'", "d’") and tokens[end].text[2:3].isupper())
        ):
            end += 1
        elif tokens[end].text == "-" and _is_name(tokens, end + 1) and tokens[end].start == tokens[end - 1].end:
            end += 2
        else:
            break
    while end > at + 1 and tokens[end - 1].low in _JOINING | {"the"}:
        end -= 1
    return end


def _numbered(tokens: Tokens, at: int) -> bool:
    """Tell whether a number belongs to the name before it, as in `Apollo 11`, and counts nothing."""
    if not tokens[at].text.isdigit() or len(tokens[at].text) > 2 or tokens[at - 1].text in ("In", "On", "May"):
        return False
    return at + 1 >= len(tokens) or not tokens[at + 1].tag.startswith(("NN", "CD", "JJ", "$"))


def _bridges(tokens: Tokens, at: int, end: int) -> bool:
    """Tell whether `of`, `de` or the like joins what stands before and behind it to one name."""
    behind = end + 1
    if behind < len(tokens) and tokens[behind].low in ("the", "la"):
        behind += 1
    if not _is_name(tokens, behind):
        return False
    word = tokens[end].low
    if word in ("on", "for"):
        last = tokens[end - 1].low
        return last in ORGANISATION | THING_NOUNS.keys() | {"route", "center", "centre", "charter"}
    if word != "of":
        return tokens[end].text.islower()
    last = tokens[end - 1].low
    heads = ORGANISATION | PLACE_NOUNS.keys() | THING_NOUNS.keys()
    return last in heads | {"house", "republic", "kingdom", "duchy", "times", "charter", "declaration", "peace", "cape"}


def _trimmed(text: str, tokens: Tokens, first: int, last: int) -> Run | None:
    """Return a run without titles and adjectives of countries before it; None when no name is left."""
    if tokens[first].text[:1] in "`-" or tokens[first].text.endswith("()") or "_" in tokens[first].text:
        return Run(first, last, first, text[tokens[first].start : tokens[last - 1].end], _beside(tokens, first, last))
    title = first
    part = tokens[first].text[:1].isupper() and tokens[last - 1].low in ORGANISATION | PLACE_NOUNS.keys()
    while (
        not part
        and first < last - 1
        and (_is_title(tokens, first, last) or (tokens[first].text in DEMONYMS and _titled(tokens, first + 1, last)))
    ):
        first += 1
    if first < last - 1 and tokens[first].text in COUNTRIES | {"US"} and _titled(tokens, first + 1, last):
        first += 1
        while first < last - 1 and _is_title(tokens, first, last):
            first += 1
    shown = text[tokens[first].start : tokens[last - 1].end]
    if shown in DEMONYMS and last - first == 1:
        return None
    if shown.casefold() in TITLES | _NO_NAME or len(shown) < 2 or len(shown) > 90:
        return None
    if last - first == 1 and title < first and tokens[first - 1].low in CROWNED:
        first -= 1
        shown = text[tokens[first].start : tokens[last - 1].end]
    kind, title = _kind_before(text, tokens, title)
    return Run(first, last, title, shown, kind)


def _beside(tokens: Tokens, first: int, last: int) -> str:
    """Return what a piece of code is called where it stands: the noun behind or before it."""
    if last < len(tokens) and tokens[last].tag == "NN" and tokens[last].text.islower():
        more = last + 1 < len(tokens) and tokens[last + 1].tag.startswith("NN")
        return "" if more else tokens[last].text
    at = first
    while at > 0 and first - at < 2 and tokens[at - 1].tag in ("NN", "JJ") and tokens[at - 1].text.isalpha():
        at -= 1
    return " ".join(t.low for t in tokens[at:first]) if at < first and at > 0 and tokens[at - 1].tag == "DT" else ""


def _kind_before(text: str, tokens: Tokens, first: int) -> tuple[str, int]:
    """Return the words before a name that say what it is, as in `the shipping company X`, and where they begin."""
    at = first
    while at > 0 and first - at < 4 and tokens[at - 1].tag in ("NN", "JJ") and tokens[at - 1].text[0].islower():
        at -= 1
    if at == first or tokens[first - 1].tag != "NN" or not at:
        return "", first
    noun = tokens[first - 1].low
    known = noun in PERSON_NOUNS | BODIES | TITLES | PLACE_NOUNS.keys() | THING_NOUNS.keys()
    if not known or tokens[at - 1].low != "the":
        return "", first
    return text[tokens[at].start : tokens[first - 1].end], at


def _is_title(tokens: Tokens, at: int, last: int) -> bool:
    low = tokens[at].low.rstrip(".")
    return low in TITLES or (
        low in ("prime", "vice", "former", "foreign", "chief", "then", "deputy") and _titled(tokens, at + 1, last)
    )


def _titled(tokens: Tokens, at: int, last: int) -> bool:
    return at < last - 1 and (
        tokens[at].low.rstrip(".") in TITLES or tokens[at].low in ("prime", "vice", "foreign", "deputy")
    )


def _canonical(
    seen: Counter[str], votes: Mapping[str, Counter[str]], names: Names, short: Mapping[str, str]
) -> dict[str, str]:
    """Return the canonical form of each name: the library's, else the one full name that ends with it."""
    full: dict[str, set[str]] = defaultdict(set)
    for text in seen:
        words = text.split()
        if len(words) > 1 and votes[text][PERSON] >= 4:
            full[words[-1]].add(text)
    by_word: dict[str, list[str]] = defaultdict(list)
    for text in seen:
        for word in set(text.split()):
            by_word[word].append(text)
    made: dict[str, str] = {}
    for text in seen:
        known = names.named(text)
        bare = ALIASES.get(text, short.get(text, text))
        if known:
            made[text] = known[0]
        elif len(text.split()) == 1 and len(full.get(text, ())) == 1:
            made[text] = next(iter(full[text]))
        elif text.casefold() in HEADS:
            longer = [t for t in by_word[text] if t != text]
            made[text] = longer[0] if len(longer) == 1 else text
        else:
            made[text] = bare
    return {text: made.get(name, name) for text, name in made.items()}
