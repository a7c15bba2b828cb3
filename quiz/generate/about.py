"""What all families of facts work with: facts and their stems, a sentence with all that was found in it."""

from __future__ import annotations

import re
from typing import NamedTuple

from quiz.generate.amounts import Amount, When
from quiz.generate.clauses import Clause
from quiz.generate.framing import Frame, with_gap
from quiz.generate.ingest import Read, Said
from quiz.generate.lexicon import EVALUATIVE, FORECAST, FORECAST_STRICT
from quiz.generate.mentions import Mention
from quiz.generate.tokens import Tokens
from quiz.generate.values import Status

PHRASES = frozenset(
    ("order", "case", "then", "means", "cause", "aim", "do", "object", "effect", "deed", "duty", "then-they")
)
"""Classes of answers that are phrases or clauses: shown with a capital, never typed."""


class Stem(NamedTuple):
    """One way to ask: its text, whether it is a question or a text with a gap, whether its first word is a name.

    `he` is the name for which the pronoun stands that is its subject.
    """

    form: str
    text: str
    named: bool = False
    he: str = ""


class Fact(NamedTuple):
    """Something that a sentence says. `start` and `end` are the characters of the answer in the sentence.

    `name` is the canonical form of the answer, `cls` its class, `noun` its kind; `amount` or `when` say what it is
    where it is a number or a date.
    """

    sentence: int
    family: str
    start: int
    end: int
    key: str
    name: str
    cls: str
    noun: str
    status: Status
    speaker: str
    stems: tuple[Stem, ...]
    amount: Amount | None = None
    when: When | None = None


class Place(NamedTuple):
    """A sentence with all that was found in it."""

    number: int
    said: Said
    tokens: Tokens
    clause: Clause | None
    mentions: list[Mention]
    facts: tuple[Fact, ...] = ()
    he: str = ""


def status_of(read: Read, text: str, speaker: str) -> Status:
    """Return how a text says what it says: a sentence, or the stem that is made of it."""
    if speaker:
        return Status.ATTRIBUTED
    bare = re.sub(r"[“\"«][^”\"»]*[”\"»]", "", text)
    words = {w.casefold() for at, w in enumerate(re.findall(r"[\w-]+", bare)) if not at or not w.istitle()}
    if words & EVALUATIVE and not read.brief:
        return Status.OPINION
    forecast = FORECAST if read.kind in ("news", "opinion") else FORECAST_STRICT
    return Status.FORECAST if forecast.search(_MONTH_OF_MAY.sub("", bare)) else Status.REPORTED


_MONTH_OF_MAY = re.compile(r"(?<=\w )May\b|\bMay(?= \d)")


class About(NamedTuple):
    """A sentence with the clause that is asked about, who says it, and how firmly."""

    read: Read
    place: Place
    frame: Frame
    clause: Clause
    speaker: str
    status: Status
    normative: bool = False

    def fact(
        self, family: str, answer: tuple[int, int], mention: Mention | None, stems: list[Stem], **more: object
    ) -> Fact:
        """Return a fact of this sentence; `answer` are the characters of its answer."""
        start, end = answer
        given = {
            "name": mention.name if mention else self.place.said.text[start:end],
            "cls": mention.cls if mention else "",
            "noun": (mention.kind.rpartition(" ")[2] or mention.noun) if mention else "",
            **more,
        }
        return Fact(
            self.place.number,
            family,
            start,
            end,
            self.place.said.text[start:end],
            status=self.status,
            speaker=self.speaker,
            stems=tuple(s._replace(he=self.he) for s in stems if s.text),
            **given,  # type: ignore[arg-type]
        )

    @property
    def he(self) -> str:
        """The name for which the subject stands when it is a pronoun, else a pronoun behind it."""
        first, last = self.clause.subject
        if self.place.he and self.place.tokens[first].low in ("his", "her"):
            return f"{self.place.he}'s"
        pronoun = self.place.tokens[first].low in ("he", "she", "it")
        return "" if pronoun and last - first > 1 else self.place.he

    def gap(self, start: int, end: int) -> Stem:
        """Return the clause with a gap for some characters of the sentence."""
        clause, tokens = self.clause, self.place.tokens
        first = clause.fronts[0][0] if clause.fronts else clause.subject[0]
        named = tokens[first].tag in ("NNP", "NNPS") or any(m.title <= first < m.last for m in self.place.mentions)
        return Stem("cloze", with_gap(self.frame, start, end), named)

    def chars(self, first: int, last: int) -> tuple[int, int]:
        """Return the characters from a token to before another."""
        return self.place.tokens[first].start, self.place.tokens[last - 1].end
