"""A language model as an option: what it would be asked, how much that is, and what becomes of its answers.

It words questions for sentences without one, rewords stems, proposes distractors, criticises; each only when asked. All
that it says passes the gates or is dropped and counted. It approves nothing and changes no item that is there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from msgspec import structs

from quiz.banks import Library
from quiz.generate.context import importance
from quiz.generate.distractors import Stock
from quiz.generate.ground import ground_of
from quiz.generate.ingest import Read
from quiz.generate.model_asking import BATCH, SHUFFLES, Batch, Chunk, batches, chunks, hearings
from quiz.generate.model_critic import Hearing, judged
from quiz.generate.model_drafts import NOT_ASKED, Author, draft_of, offered, reworded
from quiz.generate.model_reading import NO_JSON, entries, entry
from quiz.generate.model_talk import NoAnswer, Speaker
from quiz.generate.model_values import ROLES, Request, Role
from quiz.generate.pipeline import corpus_of, topics_of
from quiz.generate.ranking import ONLY, same_fact
from quiz.generate.values import Draft, Sheet, Uncovered
from quiz.generate.wording import Setting
from quiz.items import Choice, Cloze, Text
from quiz.text import canon, counted

PATIENCE = 3
"""Calls in a row without any answer after which a model is asked no more."""
NOT_SENT = "calls that the limit left out"
DECIDED = "a fact that is decided already"
DOUBLE = "a question that is there already"
_AGAIN = "Your last answer was not the JSON object that was asked for. Answer with that object alone."


class Room(NamedTuple):
    """How much may be sent: calls and characters."""

    calls: int = 0
    characters: int = 0


def settings_of(reads: Sequence[Read], library: Library, generator: str, today: date) -> list[Setting]:
    """Return what the drafts of each document share, with nothing to offer but the library's own names."""
    corpus = corpus_of(reads, library)
    stock = Stock({}, library.names, corpus)
    topics = topics_of(library)
    return [Setting(r, ground_of(library, r, corpus, today), stock, generator, topics) for r in reads]


def _to_reword(sheet: Sheet) -> list[Draft]:
    """Return the drafts of rules that no model has reworded."""
    return [
        d
        for d in sheet.drafts
        if not (d.origin.model or d.origin.stale or isinstance(d.item, Cloze))
        and not any(v.model and v.item.stem != d.item.stem for v in d.origin.variants)
    ]


def _to_offer(sheet: Sheet) -> list[Draft]:
    """Return the drafts of rules whose answer is a typed text, and for which no model has proposed anything."""
    return [
        d
        for d in sheet.drafts
        if isinstance(d.item, Text)
        and not (d.origin.model or d.origin.stale)
        and not any(o.origin == "model" for o in d.origin.pool)
    ]


def plan(sheets: Sequence[Sheet], reads: Sequence[Read], roles: Iterable[Role], limit: int) -> dict[Role, Room]:
    """Return how much is sent at most in each role, every answer asked for twice; in all at most `limit` calls.

    A critic hears questions that are not yet made: for each sentence without a draft one is counted.
    """
    wanted: dict[Role, list[Request]] = {}
    for role in (r for r in ROLES if r in set(roles)):
        wanted[role] = [q for sheet, read in zip(sheets, reads, strict=True) for q in _requests(role, sheet, read)]
    rooms: dict[Role, Room] = {}
    left = limit
    for role, requests in wanted.items():
        calls = [q.characters for q in requests for _ in range(2)]
        if role == "critic" and "generate" in wanted:
            more = sum(len(s.uncovered) for s in sheets)
            sizes = [min(BATCH, more - at) for at in range(0, more, BATCH)]
            calls += [_RULES + size * _HEARD for size in sizes for _ in range(2 * 2 * SHUFFLES)]
        calls = calls[:left]
        rooms[role] = Room(len(calls), sum(calls))
        left -= len(calls)
    return rooms


_RULES, _HEARD = 1_600, 1_200
"""Characters of the rules of a critic, and of a question that is not yet made, with passage and options."""


def _requests(role: Role, sheet: Sheet, read: Read) -> list[Request]:
    if role == "generate":
        return [c.request for c in chunks(read, sheet)]
    if role == "critic":
        return [b.request for b in hearings(sheet.drafts)]
    return [b.request for b in batches(role, _to_reword(sheet) if role == "rewrite" else _to_offer(sheet))]


@dataclass
class Tally:
    """What came of the calls: how many were made, what was gained by role, what was dropped by reason."""

    calls: int = 0
    characters: int = 0
    gained: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    said: str = ""

    def told(self) -> str:
        """Return the tally as one line."""
        parts = [f"{counted(self.calls, 'call')}, {self.characters:,} characters sent"]
        parts += [counted(n, what) for what, n in self.gained.items()]
        if self.dropped:
            by_number = sorted(self.dropped.items(), key=lambda pair: (-pair[1], pair[0]))
            parts.append("dropped: " + ", ".join(f"{n} × {what}" for what, n in by_number))
        return "; ".join(parts) + (f" ({self.said})" if self.said else "")


class Workshop:
    """One run of the models over the sheets of some documents; `sheets` is at any time what is there so far.

    Parameters: `settings` as of `settings_of`, `speakers` who answers in each role, `rooms` how much may be sent in
    each, `decided` facts that are not drafted again, `tell` is told role, how many calls are done, of how many.
    """

    def __init__(
        self,
        sheets: Sequence[Sheet],
        settings: Sequence[Setting],
        speakers: Mapping[Role, Speaker],
        rooms: Mapping[Role, Room],
        decided: Iterable[str] = (),
        tell: Callable[[Role, int, int], object] | None = None,
    ) -> None:
        self.sheets = list(sheets)
        self.tally = Tally()
        self._settings = settings
        self._speakers = speakers
        self._rooms = dict(rooms)
        self._decided = frozenset(decided)
        self._tell = tell
        self._silent: Counter[str] = Counter()

    def run(self) -> None:
        """Ask in every role that has a speaker, in the order of the roles. KeyboardInterrupt leaves what is there."""
        work: dict[Role, Callable[[int], None]] = {
            "generate": self._generate,
            "rewrite": self._rewrite,
            "distractors": self._distractors,
            "critic": self._critic,
        }
        for role in ROLES:
            if role in self._speakers:
                for place in range(len(self.sheets)):
                    work[role](place)

    def _generate(self, place: int) -> None:
        setting = self._settings[place]
        weights = importance([s.text for s in setting.read.said])
        for chunk in list(chunks(setting.read, self.sheets[place])):
            author = self._author("generate", chunk.request)
            for value in self._ask("generate", chunk.request):
                self._take(place, draft_of(value, chunk, setting, weights, author), value.quote, chunk)

    def _take(self, place: int, draft: Draft | str, quote: str, chunk: Chunk) -> None:
        """Add a draft to its sheet, before the second ones of sentences, or say there why it is dropped."""
        sheet = self.sheets[place]
        if isinstance(draft, Draft):
            draft = self._double(draft) or draft
        if isinstance(draft, str):
            self.tally.dropped[draft] += 1
            if quote:
                why = [_why(u, quote, draft, chunk) for u in sheet.uncovered]
                self.sheets[place] = structs.replace(sheet, uncovered=tuple(why))
            return
        self.sheets[place] = sheet.with_draft(draft)
        self.tally.gained["draft"] += 1

    def _double(self, draft: Draft) -> str:
        if draft.origin.fact in self._decided:
            return DECIDED
        key = canon(draft.origin.key)
        alike = [d for s in self.sheets for d in s.drafts if canon(d.origin.key) == key]
        own = sum(d.origin.document == draft.origin.document for d in alike)
        covered = any(d.origin.sentence == draft.origin.sentence for s in self.sheets for d in s.drafts
                      if d.origin.document == draft.origin.document)  # fmt: skip
        return DOUBLE if covered or own >= ONLY or any(same_fact(d, draft) for d in alike) else ""

    def _rewrite(self, place: int) -> None:
        for batch in list(batches("rewrite", _to_reword(self.sheets[place]))):
            author = self._author("rewrite", batch.request)
            for value in self._ask("rewrite", batch.request):
                self._vary(place, batch, value, reworded, author, "new stem")

    def _distractors(self, place: int) -> None:
        for batch in list(batches("distractors", _to_offer(self.sheets[place]))):
            author = self._author("distractors", batch.request)
            for value in self._ask("distractors", batch.request):
                self._vary(place, batch, value, offered, author, "new choice")

    def _vary(
        self, place: int, batch: Batch, value: Any, change: Callable[..., Draft | str], author: Author, what: str
    ) -> None:
        asked = batch.drafts.get(value.n)
        drafts = list(self.sheets[place].drafts)
        at = next((i for i, d in enumerate(drafts) if asked and d.id == asked.id), None)
        made = change(drafts[at], value, self._settings[place], author) if at is not None else NOT_ASKED
        if at is None or isinstance(made, str):
            self.tally.dropped[str(made)] += 1
            return
        drafts[at] = made
        self.sheets[place] = structs.replace(self.sheets[place], drafts=tuple(drafts))
        self.tally.gained[what] += 1

    def _critic(self, place: int) -> None:
        hearing = Hearing()
        heard = [d for d in self.sheets[place].drafts if isinstance(d.item, Choice) and not d.origin.stale]
        for batch in list(hearings(heard)):
            strange = hearing.hear(batch, self._ask("critic", batch.request))
            if strange:
                self.tally.dropped[NOT_ASKED] += strange
        drafts = judged(self.sheets[place].drafts, hearing, self._speakers["critic"].id)
        flagged = sum(bool(hearing.flags(d, "")) for d in drafts)
        if flagged:
            self.tally.gained["flagged draft"] += flagged
        self.sheets[place] = structs.replace(self.sheets[place], drafts=tuple(drafts))

    def _author(self, role: Role, request: Request) -> Author:
        return Author(self._speakers[role].id, request.digest)

    def _ask(self, role: Role, request: Request) -> list[Any]:
        """Return the sound parts of the answer to a request; what is not sound is counted."""
        found = []
        for raw in self._converse(role, request):
            value, wrong = entry(role, raw)
            if wrong:
                self.tally.dropped[wrong] += 1
            else:
                found.append(value)
        return found

    def _converse(self, role: Role, request: Request) -> list[Any]:
        speaker = self._speakers[role]
        complaint = why = ""
        for _ in range(2):
            room = self._rooms.get(role, Room())
            if self._silent[speaker.id] >= PATIENCE or room.calls < 1 or room.characters < request.characters:
                why = why or NOT_SENT
                break
            self._rooms[role] = Room(room.calls - 1, room.characters - request.characters)
            self.tally.calls += 1
            self.tally.characters += request.characters
            if self._tell is not None:
                self._tell(role, self.tally.calls, sum(r.calls for r in self._rooms.values()) + self.tally.calls)
            try:
                found = entries(speaker.ask(request, complaint))
            except NoAnswer as error:
                why = error.why
                self.tally.said = self.tally.said or error.what
                if error.again:
                    continue
                self._silent[speaker.id] += 1
                break
            self._silent[speaker.id] = 0
            if found is not None:
                return found
            why, complaint = NO_JSON, _AGAIN
        self.tally.dropped[why] += 1
        return []


def _why(left: Uncovered, quote: str, reason: str, chunk: Chunk) -> Uncovered:
    """Return a sentence without a draft with what became of the model's question to it."""
    asked = any(s.start == left.span.start for n, s in chunk.said.items() if n in chunk.ask)
    if not asked or quote not in left.text:
        return left
    return structs.replace(left, why=f"the model's question is dropped: {reason}")
