"""The steps in which an item is written: type, sentences that decide it, question, answers, why, where it belongs."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from quiz.errors import QuizError
from quiz.generate.accepting import name_from
from quiz.text import one_line
from quiz.views.adding import Bench, Step, Steps
from quiz.views.adding_answers import ANSWERS, gap_names
from quiz.views.adding_cited import cited

TYPES = {
    "choice": "one right answer among wrong ones",
    "multiple": "several right answers among wrong ones",
    "boolean": "a statement, true or false",
    "numeric": "a number, typed",
    "date": "a date, typed",
    "text": "a name or a few words, typed",
    "cloze": "a sentence with gaps",
    "match": "a partner for each row",
    "order": "lines put into order",
    "evidence": "the sentence of a passage that shows it",
    "place": "a place on a map",
}
"""Each type of item in words."""
LEVELS = (
    ("1", "first contact"),
    ("2", "needs the passage read well"),
    ("3", "needs documents compared"),
)
CLAIMS = ("statement", "position", "judgement", "forecast")
STAGES = ("discussed", "announced", "agreed", "signed", "ratified", "in-force", "planned")
STATUSES = (
    ("draft", "draft: not asked until two people who did not write it have approved it"),
    ("approved", "approved: asked from now on"),
)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")
_GAP_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,127}")
_STEM = {
    "boolean": ("The statement, as a whole sentence", "It names its source: According to …"),
    "cloze": (
        "The sentence with its gaps in braces, such as In {year}, {who} came",
        "The name of a gap is a word of yours; it is not shown.",
    ),
}
_ASKED = ("The question", "A whole question, clear with the answers covered; it names who, which document or when.")


class Script:
    """Asks all steps of an item; `fields` holds what came of them so far.

    `answered` tells that all is known that scoring reads, `place` is the id of the bank that takes the item.
    """

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.fields: dict[str, Any] = {}
        self.answered = False
        self.place = ""

    def steps(self) -> Steps:
        """Ask one step after the other."""
        fields = self.fields
        types = tuple((name, f"{name}: {said}") for name, said in TYPES.items())
        if not self.bench.maps:
            types = tuple(t for t in types if t[0] != "place")
        fields["type"] = yield Step(name="type", asks="What type of item is it?", choices=types)
        fields["citations"] = yield from cited(self.bench, "citation", "the sentence that decides the answer", 1)
        fields["stem"] = yield self._stem(fields["type"])
        fields.update((yield from ANSWERS[fields["type"]](self.bench, fields)))
        self.answered = True
        fields["explanation"] = yield Step(
            name="explanation",
            asks="The explanation, in one to three sentences",
            help="Why it is so, what it is easily confused with, how firm it is; nothing that no citation carries.",
        )
        context = yield from cited(
            self.bench, "context", "a sentence behind what explanation and feedback say besides", 0
        )
        if context:
            fields["context"] = context
        yield from self._claimed()
        yield from self._filed()
        fields["status"] = yield Step(
            name="status", asks="Write it into the bank as", choices=STATUSES, usual="draft", usually="draft"
        )

    def _stem(self, kind: str) -> Step:
        asks, help_ = _STEM.get(kind, _ASKED)
        return Step(name="stem", asks=asks, help=help_, check=_gapped if kind == "cloze" else str)

    def _claimed(self) -> Steps:
        """Ask whose claim it is, if it is anybody's."""
        by = yield Step(
            name="claim by",
            asks="Whose claim is it?",
            help="What somebody says, wants, judges or foresees is asked only as that person's: name him or her.",
            usual="",
            usually="nobody's, a plain fact",
        )
        if not by:
            return
        kind = yield Step(name="claim kind", asks="What is it?", choices=tuple((k, k) for k in CLAIMS))
        stage = yield Step(
            name="claim stage",
            asks="How firm is what it is about?",
            choices=tuple((s, s) for s in STAGES),
            usual="",
            usually="no stage",
        )
        self.fields["claim"] = {"by": by, "kind": kind, **({"stage": stage} if stage else {})}

    def _filed(self) -> Steps:
        """Ask for topics, level, bank and id."""
        bench, fields = self.bench, self.fields
        topics = tuple((path, f"{path}: {title}") for path, title in bench.library.topics.items())
        usual = self._usual_topic()
        chosen = [(yield Step(name="topic", asks="Its main topic", choices=topics, usual=usual, usually=usual or ""))]
        while left := tuple(t for t in topics if t[0] not in chosen):
            more = yield Step(name="topic", asks="Another topic", choices=left, usual="", usually="none")
            if not more:
                break
            chosen.append(more)
        fields["topics"] = chosen
        fields["level"] = yield Step(name="level", asks="How hard is it?", choices=LEVELS)
        place = bench.chosen or bench.places[0]
        if bench.chosen is None and len(bench.places) > 1:
            banks = tuple((p.bank, f"{p.bank} ({p.path.name})") for p in bench.places)
            fittest = self._fittest(chosen[0])
            bank = yield Step(name="bank", asks="Which bank takes it?", choices=banks, usual=fittest, usually=fittest)
            place = bench.place(bank)
        self.place = place.bank
        made = name_from(fields["stem"], f"{place.bank}-item", bench.taken)
        fields["id"] = yield Step(
            name="id",
            asks="Its id",
            help="Kept for ever: answers are logged under it.",
            usual=made,
            usually=made,
            check=self._id,
        )

    def _id(self, name: str) -> str:
        if not _ID.fullmatch(name):
            raise QuizError(f"'{one_line(name, 60)}' is no id", hint="letters, digits, - . _ :, at most 128")
        if name in self.bench.taken.split("\n"):
            raise QuizError(f"'{name}' is the id of another item", hint="give it another id")
        return name

    def _usual_topic(self) -> str | None:
        """Return the topic that most items have that cite the same documents."""
        documents = {c["document"] for c in self.fields["citations"]}
        entries = self.bench.library.entries.values()
        counts = Counter(e.item.topics[0] for e in entries if any(c.document in documents for c in e.item.citations))
        known = self.bench.library.topics
        return next((t for t, _ in counts.most_common() if t in known), next(iter(known), None))

    def _fittest(self, topic: str) -> str:
        """Return the bank with most items on a topic."""
        counts = Counter(e.bank for e in self.bench.library.entries.values() if e.item.topics[0] == topic)
        known = {p.bank for p in self.bench.places}
        return next((b for b, _ in counts.most_common() if b in known), self.bench.places[0].bank)


def _gapped(stem: str) -> str:
    names = gap_names(stem)
    if not names:
        raise QuizError("the sentence names no gap", hint="put one into braces, such as {year}")
    bad = next((n for n in names if not _GAP_NAME.fullmatch(n)), None)
    if bad is not None:
        hint = "name it by a word of letters and digits, such as {year}"
        raise QuizError(f"'{{{one_line(bad, 40)}}}' is no name of a gap", hint=hint)
    return stem
