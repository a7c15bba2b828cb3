"""What a draft is: an item in the bank's own form, and beside it where it comes from and why it is as it is."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from msgspec import Struct, structs

from quiz.items import Item

FORMAT = 1
"""Version of the files in `question_banks/drafts`."""
VERSION = "7"
"""Version of the generator: another one may make other drafts of the same document."""


class Status(StrEnum):
    """How a sentence says what it says."""

    REPORTED = "reported"
    ATTRIBUTED = "attributed"
    OPINION = "opinion"
    FORECAST = "forecast"


class Span(Struct, frozen=True):
    """A part of a document's text: characters from `start` to before `end`, both from 0."""

    start: int
    end: int


How = Literal["copy", "near", "paraphrase"]
"""How like another sentence is: the same, nearly the same, the same fact in other words."""
Taken = Literal["document", "library", "list", "number", "model"]
"""Where a distractor comes from."""
Form = Literal["question", "cloze", "typed"]
"""How a stem asks: as a question with options, as a text with a gap, as a question whose answer is typed."""


class Source(Struct, frozen=True, kw_only=True):
    """Another sentence that holds the same fact: a copy, a near copy, or the same in other words."""

    document: str
    paragraph: int
    text: str
    how: How


class Distractor(Struct, frozen=True, kw_only=True):
    """Something wrong to offer, and why it was chosen.

    `origin` is where it comes from: the same document, another document, a list of the library or of the generator, or
    the key with another number. `feedback` is what a trainee is told who picks it; `near` is a sentence that holds
    it, with
    its `document` and `paragraph`: the item cites it under `context` as long as the distractor is in use.
    """

    text: str
    why: str
    origin: Taken
    feedback: str
    near: str = ""
    document: str = ""
    paragraph: int = 0


class Gate(Struct, frozen=True, kw_only=True):
    """What one gate says of a draft: its number in the list of gates, its name, and what is wrong, if anything."""

    number: int
    name: str
    what: str = ""

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.what


class Variant(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The same fact asked in another way: a complete item with the id of its draft. `form` is its kind of stem.

    `model` and `prompt` as in an origin, for one of which a language model made stem or options.
    """

    form: Form
    item: Item
    model: str = ""
    prompt: str = ""


class Origin(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a draft comes from and why it is as it is.

    `sha256` is of the document's file, `sentence` and `answer` are spans of its text (UTF-8 without byte order mark);
    `passage` is the sentence with its white space folded, `key` the answer as it stands there. `fact` is a hash of
    sentence, family and answer that outlives changes elsewhere in the document. `importance` is from 0 to 1, 1 the
    most important sentence. `made` is a hash of the item as it was written: a draft edited by hand has another one.
    `stale` marks a draft whose
    sentence the document no longer holds. `warnings` are what a reviewer is to look at; `model` is the language model
    that worded the draft, if one did, and `prompt` the hash of what it was asked.
    """

    id: str
    family: str
    form: Form
    document: str
    sha256: str
    paragraph: int
    sentence: Span
    answer: Span
    passage: str
    key: str
    fact: str
    status: Status
    speaker: str = ""
    generator: str
    importance: float = 0.0
    sources: tuple[Source, ...] = ()
    variants: tuple[Variant, ...] = ()
    pool: tuple[Distractor, ...] = ()
    gates: tuple[Gate, ...] = ()
    warnings: tuple[str, ...] = ()
    model: str = ""
    prompt: str = ""
    made: str = ""
    stale: bool = False


class Draft(Struct, frozen=True, kw_only=True):
    """One draft: the item as it would stand in a bank, and its origin."""

    item: Item
    origin: Origin

    @property
    def id(self) -> str:
        """The id of the item; the same as long as document, sentence, family and answer are."""
        return self.item.id


class Uncovered(Struct, frozen=True, kw_only=True):
    """A sentence for which no draft was made, and why."""

    paragraph: int
    text: str
    span: Span
    why: str
    mark: str = "plain"


class Sheet(Struct, frozen=True, kw_only=True):
    """All drafts of one document, as one pair of files keeps them.

    `path` is the file that was read, as the user named it; `foreign` tells that the document is not one of the
    library's: its text as a document of the library then lies beside the drafts as `ID.md`, to be put into `seeds/`
    when the first draft is approved.
    """

    document: str
    title: str
    called: str
    sha256: str
    path: str
    generator: str
    foreign: bool = False
    words: int = 0
    drafts: tuple[Draft, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()

    def with_draft(self, draft: Draft) -> Sheet:
        """Return the sheet with a draft of a sentence that has none: it stands before the second ones of others."""
        starts = [d.origin.sentence.start for d in self.drafts]
        at = next((n for n, start in enumerate(starts) if start in starts[:n]), len(starts))
        drafts = (*self.drafts[:at], draft, *self.drafts[at:])
        left = tuple(u for u in self.uncovered if u.span != draft.origin.sentence)
        return structs.replace(self, drafts=drafts, uncovered=left)


REASONS = (
    "wrong",
    "ambiguous",
    "trivial",
    "context",
    "cue",
    "distractors",
    "grammar",
    "opinion",
    "duplicate",
)
"""Why a draft is rejected, in the order of the digits that choose them, from 1."""


class Decision(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a reviewer did with a draft: one line of `question_banks/drafts/decisions.jsonl`.

    `undo` takes back the last decision on the same draft. `when` is UTC as 2026-02-10T12:00:00Z, `seconds` how long the
    draft was looked at, `item` the id of the draft, `became` the id of the item in its bank, `edits` what was changed
    (`stem`, `distractors`, `variant`, ...), `own` that a grounding gate was overridden: own wording, source checked.
    """

    item: str
    fact: str
    family: str
    action: Literal["approve", "reject", "skip", "undo"]
    who: str
    when: str
    reason: str = ""
    seconds: float = 0.0
    became: str = ""
    bank: str = ""
    edits: tuple[str, ...] = ()
    own: bool = False
    generator: str = ""
    note: str = ""
