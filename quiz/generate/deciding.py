"""The reviewer's table: the drafts of a library read one after the other, each decision on the disk at once.

Both front ends review through it, so both log the same decisions. State is `quiz.generate.vetting.Vetting`.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import structs

from quiz.banks import Library
from quiz.banks.saving import replace_file
from quiz.banks.writing import append_item, replace_item
from quiz.documents import Document
from quiz.documents.brief import parse_brief
from quiz.errors import QuizError
from quiz.generate import accepting, files, vetting
from quiz.generate.accepting import Place, Receipt
from quiz.generate.context import Corpus
from quiz.generate.files import drafts_folder
from quiz.generate.gates import examine
from quiz.generate.ground import Ground
from quiz.generate.opening import TEXT_BYTES, ground_for
from quiz.generate.values import REASONS, Decision, Draft, Gate, Sheet, Uncovered
from quiz.generate.vetting import Look, Vetting
from quiz.items import Item
from quiz.reading import Fault, decode, read_bytes
from quiz.text import canon, one_line


class Moment(NamedTuple):
    """When something is decided (UTC, as 2026-02-10T12:00:00Z), and for how many seconds the draft was looked at."""

    when: str
    seconds: float = 0.0


def moment_of(utc: int, seconds: float) -> Moment:
    """Return a moment by its UTC milliseconds and the seconds for which a draft was looked at."""
    return Moment(datetime.fromtimestamp(utc // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), seconds)


class Done(NamedTuple):
    """A decision, and what it wrote where it was an approval."""

    decision: Decision
    receipt: Receipt | None = None


class Table:
    """Reviews the drafts of the library at `root` for `who`; `bank` takes what is approved (the fittest one).

    Raises QuizError when there is no such bank. What cannot be read among the drafts is in `faults`.
    """

    def __init__(self, root: Path, library: Library, who: str, today: date, bank: str = "") -> None:
        self.root = root
        self.library = library
        self.who = who
        self.today = today
        self.places = accepting.places(root, library.banks)
        self._bank = accepting.place_of(self.places, bank) if bank else None
        self.sheets, self.faults = files.read_sheets(root)
        self.decisions, damaged = files.read_decisions(root)
        if damaged:
            self.faults.append(QuizError(f"lines that cannot be read: {damaged}", files.DECISIONS))
        self.state: Vetting = vetting.begin(vetting.offered(self.sheets, self.decisions))
        self._grounds: dict[str, Ground] = {}
        self._done: list[Done] = []
        self._written: dict[str, Item] = {}

    @property
    def look(self) -> Look | None:
        """The draft that is read, None when all are."""
        return self.state.look

    @property
    def last(self) -> Done:
        """The last decision of this sitting that was not undone."""
        return self._done[-1]

    def sheet(self, document: str) -> Sheet:
        """Return the sheet of a document."""
        return next(s for s in self.sheets if s.document == document)

    def ground(self, document: str) -> Ground:
        """Return what the drafts of a document are held against. Raises QuizError when the document is gone."""
        if document not in self._grounds:
            made = ground_beside(self.library, self.sheet(document), self.root, self.today)
            # What the library asks is the same for all documents: it is found once.
            known = next(iter(self._grounds.values()), None)
            if known is not None:
                made.__dict__["asked"] = known.asked
            self._grounds[document] = made
        return self._grounds[document]

    def document(self, document: str) -> Document | None:
        """Return a document of the drafts; None when it is gone."""
        try:
            return self.ground(document).document
        except QuizError:
            return None

    def gates(self, look: Look) -> tuple[Gate, ...]:
        """Return what each gate says of a draft as it is now."""
        try:
            ground = self.ground(look.draft.origin.document)
        except QuizError as error:
            return (Gate(number=1, name=vetting.SOUND, what=str(error)),)
        return examine(look.now, ground)

    @property
    def place(self) -> Place:
        """The bank that takes the draft that is read: the one that was chosen, else the fittest."""
        return self._bank or self._fittest()

    def _fittest(self) -> Place:
        """Return the bank with most items on the topic, then on the document, of the draft that is read."""
        look = self.look
        if look is None:
            return self.places[0]
        topic, document = look.item.topics[0], look.draft.origin.document
        counts: Counter[str] = Counter()
        for entry in self.library.entries.values():
            item = entry.item
            counts[entry.bank] += 4 * (item.topics[0] == topic) + any(c.document == document for c in item.citations)
        return max(self.places, key=lambda p: counts[p.bank])

    def choose_next_bank(self) -> None:
        """Have the bank that follows take what is approved from now on."""
        self._bank = self.places[(self.places.index(self.place) + 1) % len(self.places)]

    def reword(self, stem: str) -> None:
        """Give the draft another stem."""
        self.state = vetting.with_stem(self.state, stem)

    def next_stem(self) -> None:
        """Ask in the next way."""
        self.state = vetting.with_next_stem(self.state)

    def swap(self, place: int) -> None:
        """Put the next distractor of the pool in the place (from 0) of another."""
        self.state = vetting.with_distractor(self.state, place)

    def approve(self, moment: Moment, own: bool = False) -> Receipt:
        """Put the draft into its bank; `own`: own wording, source checked.

        Raises QuizError when it cannot be approved as it is, somebody else has decided on it, or nothing can be
        written; then nothing has changed.
        """
        look = self._read()
        self._heed_others(look)
        gates = self.gates(look)
        why = vetting.hindrance(look, gates, self.library.topics, own)
        if why:
            raise QuizError(why)
        origin = look.draft.origin
        receipt = accepting.approve(self.root, self.place, look.item, self.sheet(origin.document))
        decision = structs.replace(
            self._decision(look, "approve", moment),
            became=receipt.item,
            bank=receipt.place.bank,
            own=own and vetting.rests_loosely(gates),
            note=vetting.not_passed(gates),
        )
        try:
            self._settle(decision, receipt)
        except QuizError:
            accepting.take_back(self.root, receipt)
            raise
        self._ask(look, receipt.item)
        return receipt

    def _ask(self, look: Look, item: str) -> None:
        """Have the gates know what is asked now."""
        ground = self.ground(look.draft.origin.document)
        case = ground.case(structs.replace(look.item, id=item, status="approved"))
        asked = (case.words, frozenset(canon(k) for k in case.keys), item)
        ground.asked.append(asked)

    def reject(self, reason: str, moment: Moment) -> None:
        """Refuse the draft for one of `REASONS`. Raises QuizError as `approve` does."""
        if reason not in REASONS:
            raise QuizError(f"'{reason}' is no reason", hint=", ".join(REASONS))
        self._heed_others(self._read())
        self._settle(structs.replace(self._decision(self._read(), "reject", moment), reason=reason))

    def skip(self, moment: Moment) -> None:
        """Leave the draft for another time; what was edited is kept in its file."""
        look = self._read()
        self.keep()
        self._settle(self._decision(look, "skip", moment))

    def _heed_others(self, look: Look) -> None:
        """Raise QuizError when somebody else has approved or refused the draft since the log was read."""
        decisions, _ = files.read_decisions(self.root)
        if len(decisions) == len(self.decisions):
            return
        held = files.standing(decisions).get(look.draft.origin.fact)
        if held is not None and held.action in ("approve", "reject"):
            what = "approved" if held.action == "approve" else "refused"
            raise QuizError(f"{one_line(held.who, 60)} has {what} this draft meanwhile; skip it")

    def _read(self) -> Look:
        if self.look is None:
            raise QuizError("every draft has been read")
        return self.look

    def _decision(self, look: Look, action: Literal["approve", "reject", "skip"], moment: Moment) -> Decision:
        origin = look.draft.origin
        return Decision(
            item=origin.id,
            fact=origin.fact,
            family=origin.family,
            action=action,
            who=self.who,
            when=moment.when,
            seconds=round(moment.seconds, 1),
            edits=look.edits,
            generator=origin.generator,
        )

    def _settle(self, decision: Decision, receipt: Receipt | None = None) -> None:
        """Write a decision down and go on to the next draft."""
        files.append_decision(self.root, decision)
        self.decisions.append(decision)
        self._done.append(Done(decision, receipt))
        self.state = vetting.decided(self.state, decision.action)  # type: ignore[arg-type]

    def undo(self, moment: Moment) -> str:
        """Take the last thing back and say what it was; empty when there is nothing.

        Raises QuizError when the disk does not allow it; then all stays.
        """
        if not self.state.past:
            return ""
        step = self.state.past[-1]
        if not step.action:
            self.state = vetting.undone(self.state)
            return "The last change is taken back"
        last = self._done[-1]
        if last.receipt is not None:
            accepting.take_back(self.root, last.receipt)
        taken = structs.replace(last.decision, action="undo", when=moment.when, seconds=0.0)
        try:
            files.append_decision(self.root, taken)
        except QuizError:
            if last.receipt is not None:
                self._put_again(last.receipt, last.decision)
            raise
        self._done.pop()
        self.decisions.append(taken)
        self.state = vetting.undone(self.state)
        if last.receipt is None:
            return f"Taken back: {last.decision.action}"
        self._forget(last.receipt.item)
        return f"Taken back: {last.receipt.place.path.name} is as it was"

    def _put_again(self, receipt: Receipt, decision: Decision) -> None:
        """Write an approval again whose taking back could not be logged."""
        look = next(k for k in self.state.looks if k.draft.origin.id == decision.item)
        again = accepting.approve(self.root, receipt.place, look.item, self.sheet(look.draft.origin.document))
        self._done[-1] = Done(decision, again)

    def _forget(self, item: str) -> None:
        for ground in self._grounds.values():
            ground.asked[:] = [a for a in ground.asked if a[2] != item]

    def file_of(self, look: Look) -> Path:
        """Return the file in which a draft stands."""
        return drafts_folder(self.root) / f"{look.draft.origin.document}.yaml"

    def keep(self) -> None:
        """Write the draft as it is now into its file, where everything else stays. Raises QuizError when it cannot."""
        look = self._read()
        if look.item == self._written.get(look.draft.id, look.draft.item):
            return
        path = self.file_of(look)
        before = read_bytes(path)
        text = before.decode("utf-8", "replace")
        replace_file(path, replace_item(text, look.item).encode(), before)
        self._written[look.draft.id] = look.item

    def take_up(self) -> None:
        """Go on with the draft as it stands in its file. Raises QuizError when it is not there or cannot be read."""
        look = self._read()
        sheet = files.read_sheet(self.root, look.draft.origin.document)
        found = next((d.item for d in sheet.drafts if d.id == look.draft.id), None) if sheet else None
        if found is None:
            raise QuizError("the draft is no longer in its file, or cannot be read there", look.draft.id)
        self._written[look.draft.id] = found
        self.state = vetting.with_item(self.state, found)

    def unasked(self) -> tuple[tuple[Sheet, Uncovered], ...]:
        """Return the sentences that nothing asks about: core ones first."""
        asked = {" ".join(c.quote.split()) for e in self.library.entries.values() for c in e.item.citations}
        asked |= {" ".join(k.draft.origin.passage.split()) for k in self.state.looks if k.action != "reject"}
        return vetting.unasked(self.sheets, asked)

    def topic_of(self, sheet: Sheet) -> str:
        """Return the topic that most of a document's questions and drafts have; the library's first without any."""
        cited = [
            e.item for e in self.library.entries.values() if any(c.document == sheet.document for c in e.item.citations)
        ]
        counts = Counter(
            i.topics[0] for i in (*cited, *(d.item for d in sheet.drafts)) if i.topics[0] in self.library.topics
        )
        return counts.most_common(1)[0][0] if counts else next(iter(self.library.topics), "general")

    def add(self, draft: Draft) -> None:
        """Take a draft of the reviewer's own to those of its document, and read it now.

        Raises QuizError when it cannot be written, or is there already.
        """
        document = draft.origin.document
        sheet = files.read_sheet(self.root, document) or self.sheet(document)
        if any(d.id == draft.id for d in sheet.drafts):
            raise QuizError(
                "a draft with this answer is there already", draft.id, "change the answer, or edit that one"
            )
        folder = drafts_folder(self.root)
        _, beside = files.dump_sheet(structs.replace(sheet, drafts=(*sheet.drafts, draft)))
        bank, origins = folder / f"{document}.yaml", folder / f"{document}.json"
        text, old = read_bytes(bank), read_bytes(origins, files.SHEET_BYTES)
        after = append_item(text.decode("utf-8", "replace"), draft.item).encode()
        # An origin without its item is nothing; an item without its origin would be lost.
        replace_file(origins, beside, old)
        try:
            replace_file(bank, after, text)
        except QuizError:
            replace_file(origins, old, beside)
            raise
        self.state = vetting.added(self.state, draft)


def ground_beside(library: Library, sheet: Sheet, root: Path, today: date) -> Ground:
    """Return what the drafts of a sheet are held against, as the document is now.

    Of a document that is not of the library it is the file that was read, else its text beside the drafts. Raises
    QuizError when there is neither.
    """
    if not sheet.foreign or _is_as_read(sheet):
        return ground_for(library, sheet, root, today)
    path = drafts_folder(root) / f"{sheet.document}.md"
    text = decode(read_bytes(path, TEXT_BYTES))
    document = None if isinstance(text, Fault) else parse_brief(text, path.name)[0]
    if document is None:
        raise QuizError("the document of the drafts cannot be read", str(path), "draft anew: `quiz generate FILE`")
    library = structs.replace(library, documents={**library.documents, document.id: document})
    sentences = [
        (d.id, d.voice, p.number, s.text) for d in library.documents.values() for p in d.passages for s in p.sentences
    ]
    return Ground(document, None, sheet.sha256, Corpus(sentences), library, today)


def _is_as_read(sheet: Sheet) -> bool:
    from hashlib import sha256

    try:
        return (
            os.path.isfile(sheet.path) and sha256(read_bytes(Path(sheet.path), TEXT_BYTES)).hexdigest() == sheet.sha256
        )
    except QuizError:
        return False
