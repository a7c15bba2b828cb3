"""The values that every layer above speaks of when it speaks of sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta


class SentenceMark(StrEnum):
    """How much a trainee needs a sentence; `plain` is the unmarked sentence of a document that is no brief."""

    CORE = "core"
    USEFUL = "useful"
    BACKGROUND = "background"
    PLAIN = "plain"


class Sentence(msgspec.Struct, frozen=True):
    """One claim: its text, its mark and the line of the file on which it stands (from 1)."""

    text: str
    mark: SentenceMark
    line: int = 0


class Passage(msgspec.Struct, frozen=True):
    """A numbered paragraph; `number` is that of the original's non-empty lines, from 1."""

    number: int
    sentences: tuple[Sentence, ...] = ()
    line: int = 0

    @property
    def text(self) -> str:
        """The sentences as one running paragraph."""
        return " ".join(s.text for s in self.sentences)

    def has(self, quote: str) -> bool:
        """Tell whether `quote` is a whole sentence of this passage; runs of white space count as one space."""
        wanted = " ".join(quote.split())
        return any(" ".join(s.text.split()) == wanted for s in self.sentences)


class Original(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file that a document was written from: name, SHA-256 in hexadecimal, number of paragraphs.

    The paragraphs of a text are its non-empty lines. `url` is where the file was found, if that is known.
    """

    file: Annotated[str, Meta(min_length=1, max_length=255)]
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$", extra={"say": "a SHA-256 of 64 hexadecimal digits"})]
    paragraphs: Annotated[int, Meta(ge=1, le=99_999)]
    url: Annotated[
        str, Meta(pattern=r"^(https?://\S{1,2000})?$", extra={"say": "an address with http:// or https://"})
    ] = ""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document that items may cite.

    `called` is the name that stems and messages use. Documents of one `voice` (a reprint) are one witness. `carried`
    maps a paragraph to names that an earlier one gives. `text` is `brief` (our own words) or `original`. `allow` maps
    rules to the reason for which the document accepts their warnings.
    """

    id: str
    title: str
    called: str
    voice: str
    kind: str
    authors: tuple[str, ...] = ()
    publisher: str = ""
    dated: str = "unstated"
    text: str = "brief"
    carried: dict[int, tuple[str, ...]] = {}
    original: Original | None = None
    passages: tuple[Passage, ...] = ()
    path: str = ""
    allow: dict[str, str] = {}

    def passage(self, number: int) -> Passage | None:
        """Return the passage of that number (from 1), or None."""
        if 1 <= number <= len(self.passages) and self.passages[number - 1].number == number:
            return self.passages[number - 1]
        return next((p for p in self.passages if p.number == number), None)

    def count(self, mark: SentenceMark) -> int:
        """Return how many sentences carry `mark`."""
        return sum(s.mark is mark for p in self.passages for s in p.sentences)


class Citation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One whole sentence of a document: document id, paragraph number from 1, quote."""

    document: str
    paragraph: int
    quote: str


def voices(cited: Iterable[str], documents: Mapping[str, Document]) -> frozenset[str]:
    """Return the distinct voices behind document ids; an unknown document is its own voice."""
    return frozenset(documents[d].voice if d in documents else d for d in cited)
