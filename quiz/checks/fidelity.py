"""Briefs against their originals (DESIGN section 5): hash, paragraphs, numbers, names, quotations, copied runs.

What a machine cannot see (two names exchanged, a lost hedge, a raised stage) people read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from quiz.banks import Entry, Library
from quiz.checks.quotations import QUOTED, RUN, long_quotations, place
from quiz.documents import Document, Passage, Sentence
from quiz.documents.files import read_original
from quiz.errors import Finding, QuizError, Severity
from quiz.items import Names
from quiz.text import one_line

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*", re.UNICODE)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_UP_TO_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
NUMBER_WORDS = {word: value for value, word in enumerate(_UP_TO_TWENTY.split())} | {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
"""English words for whole numbers, with what they are worth."""
_SCALE_WORDS = {
    form: stem
    for stem in ("hundred", "thousand", "million", "billion", "trillion", "dozen")
    for form in (stem, stem + "s")
}
_ADD_AGAIN = "`quiz documents add --update` takes the new text and tells what no longer holds"
_UNCOUNTED = frozenset({"zero", "one"})


def fidelity(library: Library, originals: Path) -> list[Finding]:
    """Return what is wrong with the briefs of a library, and copied runs in its banks, by the originals in a folder."""
    findings: list[Finding] = []
    texts: dict[str, list[str]] = {}
    for document in library.documents.values():
        if document.original is None:
            continue
        try:
            read = read_original(originals, document)
        except QuizError as error:
            findings.append(_finding("original", document, 1, error.message, error.hint))
            continue
        if read is None:
            what = f"the original {document.original.file} is not in {originals}"
            findings.append(_finding("original-missing", document, 1, what, "check the folder", Severity.WARNING))
            continue
        lines, digest = read
        if document.text == "brief":
            texts[document.id] = lines
        findings.extend(_identity(document, lines, digest))
    runs = _Runs(library.names, texts)
    for document in library.documents.values():
        if document.id in texts:
            findings.extend(_against(document, texts[document.id], library.names))
            findings.extend(_copied(document, runs))
    for entry in library.entries.values():
        findings.extend(_copied_in_item(entry, runs))
    return findings


def _finding(
    rule: str, document: Document, line: int, what: str, hint: str, severity: Severity = Severity.ERROR, place: str = ""
) -> Finding:
    return Finding(
        rule=rule, path=document.path, line=line, column=1, what=what, hint=hint, severity=severity, place=place
    )


def _identity(document: Document, lines: list[str], digest: str) -> Iterator[Finding]:
    original = document.original
    if original is None:
        return
    if digest != original.sha256:
        what = f"{original.file} has the SHA-256 {digest}, not the one in the front matter"
        hint = "read the brief against the new text, then correct the hash"
        yield _finding("original-hash", document, 1, what, hint if document.text == "brief" else _ADD_AGAIN)
    if document.text == "brief" and len(lines) != original.paragraphs:
        what = f"{original.file} has {len(lines)} non-empty lines, the front matter says {original.paragraphs}"
        yield _finding("original-paragraphs", document, 1, what, "number the brief by the original's non-empty lines")


def _against(document: Document, lines: list[str], names: Names) -> Iterator[Finding]:
    exempt = {form for a in (*document.authors, document.publisher, document.called) for form in names.all_forms(a)}
    for passage in document.passages:
        if passage.number > len(lines):
            continue
        original = lines[passage.number - 1]
        carried = {form for name in document.carried.get(passage.number, ()) for form in names.all_forms(name)}
        for sentence in passage.sentences:
            yield from _numbers(document, passage, sentence, original)
            yield from _quotations(document, passage, sentence, original)
            yield from _names(document, passage, sentence, original, names, exempt | carried)


def numbers_in(text: str) -> set[str]:
    """Return the numbers of a text, from digits and words, as plain digits or scale words; `one` is no number."""
    found = {m.replace(",", "").rstrip(".") for m in _FIGURE.findall(text)}
    for word in re.split(r"[^a-z]+", text.casefold()):
        if word in _SCALE_WORDS:
            found.add(_SCALE_WORDS[word])
        elif word in NUMBER_WORDS and word not in _UNCOUNTED:
            found.add(str(NUMBER_WORDS[word]))
    return found


def _numbers(document: Document, passage: Passage, sentence: Sentence, original: str) -> Iterator[Finding]:
    for number in sorted(numbers_in(sentence.text) - numbers_in(original)):
        what = f"the number {number} is not in that paragraph of the original"
        yield _finding("number", document, sentence.line, what, "correct it", place=place(document, passage))


def _straight(text: str) -> str:
    return " ".join(text.translate(str.maketrans("’‘“”–—", "''\"\"--")).split())


def _quotations(document: Document, passage: Passage, sentence: Sentence, original: str) -> Iterator[Finding]:
    yield from long_quotations(document, passage, sentence)
    for quoted in QUOTED.findall(sentence.text):
        shown = one_line(quoted, 60)
        if _straight(quoted).strip(" .,;") not in _straight(original):
            what = f"the quotation '{shown}' is not in that paragraph of the original"
            yield _finding(
                "quotation", document, sentence.line, what, "quote it to the letter", place=place(document, passage)
            )


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


def _names(
    document: Document, passage: Passage, sentence: Sentence, original: str, names: Names, exempt: set[str]
) -> Iterator[Finding]:
    there = _name_words(original)
    rest = f" {' '.join(map(_bare, _WORD.findall(sentence.text)))} "
    for form in sorted(exempt, key=len, reverse=True):
        rest = rest.replace(f" {' '.join(map(_bare, _WORD.findall(form)))} ", " · ")
    for canonical, forms in sorted(names.forms.items(), key=lambda pair: -max(map(len, pair[1]))):
        known = [*forms, *names.related.get(canonical, ())]
        for form in sorted(known, key=len, reverse=True):
            phrase = f" {' '.join(map(_bare, _WORD.findall(form)))} "
            if phrase in rest:
                rest = rest.replace(phrase, " · ")
                if not any(_has(there, other) for other in known):
                    yield _not_there(document, passage, sentence, form)
    for word in rest.split()[1:]:
        if word[0].isupper() and word.casefold() not in there.split():
            yield _not_there(document, passage, sentence, word)


def _name_words(text: str) -> str:
    words = " ".join(_bare(w).casefold() for w in _WORD.findall(text))
    return f" {words} {words.replace('-', ' ')} "


def _has(there: str, form: str) -> bool:
    return f" {' '.join(_bare(w).casefold() for w in _WORD.findall(form))} " in there


def _not_there(document: Document, passage: Passage, sentence: Sentence, name: str) -> Finding:
    what = f"the name '{one_line(name, 60)}' is not in that paragraph of the original"
    hint = "correct it, list the form in names.yaml, or declare it under `carried`"
    return _finding("name", document, sentence.line, what, hint, place=place(document, passage))


class _Runs:
    """All runs of eight words of the originals; a name is one word, so is a hyphenated one."""

    def __init__(self, names: Names, texts: dict[str, list[str]]) -> None:
        phrases = {form: canonical for canonical, forms in names.forms.items() for form in forms}
        self._by_first: dict[str, list[tuple[list[str], str]]] = {}
        for form, canonical in sorted(phrases.items(), key=lambda pair: -len(pair[0].split())):
            words = _plain_words(form)
            if words:
                self._by_first.setdefault(words[0], []).append((words, f"<{canonical}>"))
        self._known: dict[tuple[str, ...], str] = {}
        for name, lines in texts.items():
            words = self.words(" ".join(lines))
            for start in range(len(words) - RUN + 1):
                self._known.setdefault(tuple(words[start : start + RUN]), name)

    def words(self, text: str) -> list[str]:
        """Return the words of a text as they are compared: folded, without possessive, each name one word."""
        words = _plain_words(text)
        joined: list[str] = []
        at = 0
        while at < len(words):
            for phrase, token in self._by_first.get(words[at], ()):
                if words[at : at + len(phrase)] == phrase:
                    joined.append(token)
                    at += len(phrase)
                    break
            else:
                joined.append(words[at])
                at += 1
        return joined

    def shared(self, text: str) -> tuple[str, str] | None:
        """Return the first run that `text` shares with an original outside its quotations, and the document's id."""
        for part in QUOTED.sub("\n", text).split("\n"):
            words = self.words(part)
            for start in range(len(words) - RUN + 1):
                run = tuple(words[start : start + RUN])
                if run in self._known:
                    return " ".join(run), self._known[run]
        return None


def _plain_words(text: str) -> list[str]:
    return [_bare(word).casefold() for word in _WORD.findall(text)]


def _copied(document: Document, runs: _Runs) -> Iterator[Finding]:
    for passage in document.passages:
        for sentence in passage.sentences:
            shared = runs.shared(sentence.text)
            if shared is not None:
                what = f"{RUN} words in a row stand in the original of {shared[1]}: {one_line(shared[0], 90)}"
                yield _finding(
                    "copied", document, sentence.line, what, "say it in your own words", place=place(document, passage)
                )


def _copied_in_item(entry: Entry, runs: _Runs) -> Iterator[Finding]:
    plain = msgspec.to_builtins(entry.item)
    for field in ("citations", "context"):
        plain.pop(field, None)
    for text in _texts(plain):
        shared = runs.shared(text)
        if shared is not None:
            what = f"{RUN} words in a row stand in the original of {shared[1]}: {one_line(shared[0], 90)}"
            hint = "say it in your own words"
            path, line = entry.path, entry.line
            yield Finding(rule="copied", path=path, line=line, column=1, what=what, hint=hint, place=entry.item.id)


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "quote":
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
