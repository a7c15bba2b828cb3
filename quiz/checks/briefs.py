"""Rules for documents by themselves: what a brief must be so that its sentences can be cited (DESIGN section 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.banks import Library
from quiz.checks.locating import Places
from quiz.checks.quotations import long_quotations, place
from quiz.checks.standing import Word, dangling, relative, unquoted, words_in, words_of
from quiz.documents import Document, Passage, Sentence, SentenceMark
from quiz.errors import Finding, Severity
from quiz.items import Names
from quiz.text import canon, one_line

BACKGROUND = {"news": 0.25, "opinion": 0.35}
"""Largest share of background sentences in a brief."""
WORDS = 40
"""Most words of a sentence."""

_ENDS = tuple(".?!…。？！؟।։՞՜")
_LETTERS = re.compile(r"\w+")
_CLOSING = "\"'”’»)]“"
_TITLES = words_in(
    "president vice prime minister secretary foreign defense defence general king queen prince princess pope mr mrs ms"
    " dr sir lord lady senator ambassador captain mayor professor chancellor governor judge colonel major ceo ad bc ce"
)
_NUMERALS = words_in("I II III IV V VI VII VIII IX XI XII XIII XIV XV XVI")
_CAPITAL = re.compile(r"(?<![\w'’.-])(?=[^\W\d_a-z])[^\W\d_]+(?:['’.-][^\W_]+)*")
_CALENDAR = words_in(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday"
)


def brief_findings(library: Library, places: Places) -> Iterator[Finding]:
    """Yield what is weak in the documents of a library; what knows English words only in an English one."""
    english = library.language.split("-", maxsplit=1)[0] == "en"
    listed = _listed(library.names)
    for document in library.documents.values():
        if document.text == "brief":
            brief = _Brief(document, places)
            yield from _background(document)
            yield from _shape(brief)
            if english:
                yield from _alone(brief)
                yield from _unlisted(brief, listed | _own_words(document))


class _Brief:
    """A brief with the columns of its sentences."""

    def __init__(self, document: Document, places: Places) -> None:
        self.document = document
        self._places = places

    def __iter__(self) -> Iterator[tuple[Passage, Sentence]]:
        return ((passage, sentence) for passage in self.document.passages for sentence in passage.sentences)

    def column(self, sentence: Sentence) -> int:
        """Return the column at which the text of a sentence begins, behind its mark."""
        line = self._places.line_of_brief(self.document.path, sentence.line)
        return len(line) - len(line.lstrip()[1:].lstrip()) + 1 if line.strip() else 1

    def told(self, rule: str, at: tuple[Passage, Sentence], offset: int, what: str, hint: str) -> Finding:
        """Return a warning about the character of a sentence at `offset`."""
        passage, sentence = at
        return Finding(
            rule=rule,
            path=self.document.path,
            line=sentence.line,
            column=self.column(sentence) + offset,
            what=what,
            hint=hint,
            severity=Severity.WARNING,
            place=place(self.document, passage),
        )


def _background(document: Document) -> Iterator[Finding]:
    most = BACKGROUND.get(document.kind)
    total = sum(len(p.sentences) for p in document.passages)
    count = document.count(SentenceMark.BACKGROUND)
    if most is not None and total and count / total > most:
        what = f"{count} of {total} sentences are background, more than {most:.0%}"
        yield Finding(
            rule="background-share",
            path=document.path,
            line=1,
            column=1,
            what=what,
            hint="leave some out or ask about them",
            severity=Severity.WARNING,
        )


def _shape(brief: _Brief) -> Iterator[Finding]:
    """Yield what is wrong with the sentences of a brief in any language."""
    seen: dict[str, Sentence] = {}
    for at in brief:
        passage, sentence = at
        text = sentence.text
        if not text.rstrip(_CLOSING).endswith(_ENDS):
            what = f"'{one_line(text, 40)}' ends without . ? or !"
            hint = "end the sentence, or join it to the line that it was cut from"
            yield brief.told("sentence-end", at, max(0, len(text) - 1), what, hint)
        if len(text.split()) > WORDS:
            what = f"a sentence of {len(text.split())} words, more than {WORDS}"
            yield brief.told("sentence-long", at, 0, what, "make two of it: one claim a line")
        folded = " ".join(_LETTERS.findall(text.casefold()))
        if folded and folded in seen:
            what = f"this sentence stands on line {seen[folded].line}, too"
            yield brief.told("sentence-twice", at, 0, what, "leave one out, or say in it what is different here")
        seen.setdefault(folded, sentence)
        yield from long_quotations(brief.document, passage, sentence, brief.column(sentence))


def _alone(brief: _Brief) -> Iterator[Finding]:
    """Yield what keeps a sentence from being understood by itself."""
    document = brief.document
    names = (*document.authors, document.called)
    voices = frozenset(word.folded for name in names for word in words_of(name))
    for at in brief:
        for word in dangling(at[1].text, voices):
            what = f"nothing in the sentence says what '{word.text}' stands for"
            yield brief.told("pronoun", at, word.at, what, "write the name or the thing itself")
        for word in relative(at[1].text, names):
            what = f"'{word.text}' needs a date or a place that the sentence does not give"
            hint = "write it from the document: 'in the week of the report', 'the previous August'"
            yield brief.told("sentence-relative", at, word.at, what, hint)


def _parts(text: str) -> set[str]:
    """Return the folded words of a name, those inside a hyphenated word by themselves, too."""
    return {part for word in words_of(text) for part in (word.folded, *re.split(r"[-.’']", word.folded)) if part}


def _listed(names: Names) -> frozenset[str]:
    """Return the words of all forms of all names."""
    forms = [form for group in (names.forms, names.related) for name, all_ in group.items() for form in (name, *all_)]
    return frozenset(part for form in forms for part in _parts(form)) | _TITLES | _CALENDAR


def _own_words(document: Document) -> set[str]:
    own = (*document.authors, document.publisher, document.called, document.title)
    return {part for text in own for part in _parts(text)}


def _unlisted(brief: _Brief, known: frozenset[str]) -> Iterator[Finding]:
    """Yield each name that is in no list, once a document: words beginning with a capital inside a sentence."""
    seen: set[str] = set()
    for at in brief:
        for phrase in _phrases(unquoted(at[1].text), known):
            if canon(phrase.text) not in seen:
                seen.add(canon(phrase.text))
                what = f"'{phrase.text}' is in no list of names.yaml"
                hint = "list it under `names`, or under `related` of the name that it belongs to"
                yield brief.told("brief-name-unknown", at, phrase.at, what, hint)


def _phrases(text: str, known: frozenset[str]) -> Iterator[Word]:
    """Yield the runs of unknown words with a capital inside a sentence."""
    run: list[Word] = []
    for found in _CAPITAL.finditer(text):
        word = Word(found[0], found.start())
        before = text[: word.at].rstrip()[-1:]
        if not before or before in ".?!:@" or not _strange(word, known, bool(run)):
            continue
        if run and text[run[-1].at + len(run[-1].text) : word.at] != " ":
            yield _joined(run, text)
            run = []
        run.append(word)
    if run:
        yield _joined(run, text)


def _strange(word: Word, known: frozenset[str], follows: bool) -> bool:
    """Tell whether a word has a capital and is in no list; a numeral does when it follows such a word."""
    if word.folded in known:
        return False
    if word.text in _NUMERALS:
        return follows
    return any(part[:1].isupper() and Word(part, 0).folded not in known for part in re.split(r"[-.]", word.text))


def _joined(run: list[Word], text: str) -> Word:
    last = run[-1]
    return Word(re.sub(r"['’]s?$", "", text[run[0].at : last.at + len(last.text)]), run[0].at)
