"""Setting a session up: what can be chosen, what was chosen, and how many questions match. Pure but for `offers_of`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, get_args

from msgspec import Struct, structs

from quiz.items import type_name
from quiz.learning import ItemState, is_due, is_new, missed, waits
from quiz.learning.events import Mode
from quiz.text import counted
from quiz.views.choices import MOST, Choices
from quiz.views.words import MODES, percent

if TYPE_CHECKING:
    from quiz.banks import Library
    from quiz.items import ExamFile
    from quiz.learning.exam import Short
    from quiz.views.desk import Desk

HIGHEST = 10_000
"""Questions or minutes that can be asked for, as on the command line."""

TYPES = {
    "choice": "Pick one",
    "multiple": "Pick several",
    "boolean": "True or false",
    "numeric": "A number",
    "date": "A date",
    "text": "A word or a name",
    "cloze": "Fill gaps",
    "match": "Find partners",
    "order": "Put in order",
    "evidence": "Point at the sentence",
    "place": "A place on the map",
}
"""What the types of items are called where a trainee chooses among them."""

LEVELS = {"1": "1, easy", "2": "2, middling", "3": "3, hard"}

ABOUT = {
    "learn": "What is due, then new ones",
    "practice": "Any of them, those not seen first; the first answer of a day counts as its review",
    "mistakes": "Those answered wrongly the last time",
    "drill": "As practice, but nothing moves the schedule",
    "exam": "Timed, with feedback at the end; nothing moves the schedule",
}
"""What a mode asks."""


class Field(Struct, frozen=True):
    """Something to choose: its name in `Setup`, its title, and the values as (id, title); without values a number."""

    name: str
    title: str
    values: tuple[tuple[str, str], ...] = ()

    def called(self, value: str) -> str:
        """Return the title of a value."""
        return next((title for id_, title in self.values if id_ == value), value)

    def stepped(self, value: str, step: int) -> str:
        """Return the value that stands `step` places on, round and round; a number goes no further than its ends."""
        if not self.values:
            return str(min(HIGHEST, max(0, int(value or "0") + step)))
        ids = [id_ for id_, _ in self.values]
        return ids[((ids.index(value) if value in ids else 0) + step) % len(ids)]

    def found(self, typed: str) -> str | None:
        """Return the first value whose title has a word that begins with what was typed, else one that has it."""
        sought = typed.casefold().strip()
        titles = [(id_, title.casefold()) for id_, title in self.values]
        begins = (i for i, t in titles if sought and (t.startswith(sought) or f" {sought}" in t))
        return next(begins, next((i for i, t in titles if sought and sought in t), None))


class Setup(Struct, frozen=True):
    """What a session is set up with, as the settings keep it: ids, and numbers as they are typed; empty means all.

    No `items` means as many as is usual, in an exam as many as the library prescribes; no `minutes` means no limit.
    """

    mode: Mode = "learn"
    bank: str = ""
    topic: str = ""
    document: str = ""
    level: str = ""
    type: str = ""
    items: str = ""
    minutes: str = ""
    certainty: str = ""

    def having(self, name: str, value: str) -> Setup:
        """Return the set-up with another value of a field."""
        return structs.replace(self, **{name: value})

    def kept(self) -> dict[str, str]:
        """Return what the settings keep; `setup_of` brings it back."""
        return {name: value for name in self.__struct_fields__ if (value := getattr(self, name))}

    def choices(self, usual: int) -> Choices:
        """Return the choices of the session; `usual` is the number of questions where none was given."""
        return Choices(
            bank=self.bank,
            topic=self.topic,
            document=self.document,
            type=self.type,
            level=int(self.level or "0"),
            items=int(self.items or "0") or (0 if self.mode == "exam" else usual),
            minutes=int(self.minutes or "0"),
            certainty=bool(self.certainty),
        )


def setup_of(kept: Mapping[str, str], fields: Iterable[Field]) -> Setup:
    """Return the set-up that the settings kept; what is not, or no longer, to be had is left out."""
    found = {}
    for field in fields:
        value = kept.get(field.name, "")
        number = value.isascii() and value.isdecimal() and len(value) <= 5 and 0 < int(value) <= HIGHEST
        if number if not field.values else value in dict(field.values):
            found[field.name] = value
    return structs.replace(Setup(), **found)


def offers_of(library: Library) -> tuple[Field, ...]:
    """Return all that can be chosen in a library, in its own order."""
    entries = library.askable()
    banks = {e.bank for e in entries}
    types = {type_name(e.item) for e in entries}
    cited = {c.document for e in entries for c in e.item.citations}
    topics = {
        "/".join(parts[:n]) for e in entries for t in e.item.topics for parts in (t.split("/"),) for n in _depths(parts)
    }
    order = {path: None for t in library.topics for path in (t.rsplit("/", 1)[0], t)} | dict.fromkeys(sorted(topics))
    modes: tuple[str, ...] = get_args(Mode)
    return (
        Field("mode", "Mode", tuple((m, MODES[m]) for m in modes)),
        Field(
            "bank", "Bank", (("", "All banks"), *((b, library.banks[b]) for b in library.bank_order() if b in banks))
        ),
        Field("topic", "Topic", (("", "All topics"), *((p, _topic(library, p)) for p in order if p in topics))),
        Field(
            "document",
            "Document",
            (("", "All documents"), *((n, d.called) for n, d in library.documents.items() if n in cited)),
        ),
        Field("level", "Level", (("", "All levels"), *LEVELS.items())),
        Field("type", "Type", (("", "All types"), *((t, title) for t, title in TYPES.items() if t in types))),
        Field("items", "Questions"),
        Field("minutes", "Minutes"),
        Field("certainty", "Certainty", (("", "Not asked"), ("1", "Asked after each answer"))),
    )


def _depths(parts: list[str]) -> range:
    return range(1, len(parts) + 1)


def _topic(library: Library, path: str) -> str:
    above, _, _ = path.rpartition("/")
    return f"{library.topic_title(above)}: {library.topic_title(path)}" if above else library.topic_title(path)


class Matching(Struct, frozen=True):
    """How many questions match what was chosen; how many of them may be asked today (`awake`), and how those stand."""

    matching: int
    awake: int
    due: int
    new: int
    missed: int

    def says(self) -> str:
        """Return it in a line."""
        parts = [f"{self.due:,} due", f"{self.new:,} new"]
        parts += [f"{self.missed:,} last missed"] if self.missed else []
        return f"{counted(self.matching, 'question')}: {', '.join(parts)}"


def matching_of(
    items: Collection[str], states: Mapping[str, ItemState], today: int, moved: Mapping[str, int] | None = None
) -> Matching:
    """Return how items stand on a study day; what is suspended or put off is not due, new or missed.

    `moved` has the due days where a date to be ready for moves them.
    """
    awake = [(i, states.get(i)) for i in items if not waits(states.get(i), today)]
    return Matching(
        matching=len(items),
        awake=len(awake),
        due=sum(is_due(s, today) if moved is None else moved.get(i, today + 1) <= today for i, s in awake),
        new=sum(is_new(s) for _, s in awake),
        missed=sum(missed(s) for _, s in awake),
    )


def why_nothing(mode: Mode, items: Collection[str], states: Mapping[str, ItemState], today: int) -> str:
    """Say why a session finds nothing to ask among `items`, and what to do."""
    if not items:
        return "No approved item is of that bank, topic, document, type and level. Choose wider"
    found = matching_of(items, states, today)
    if mode == "mistakes" and not found.missed:
        return "There are no mistakes to mend"
    if all(waits(states.get(i), today, mode == "drill") for i in items):
        return "All of these are suspended or put off until tomorrow"
    if mode == "learn" and not found.due + found.new:
        return "Nothing is due and nothing is new. Practice as you like"
    return "What is left waits: questions like these were asked today, or others come first"


def exam_text(exam: ExamFile, choices: Choices, called: Callable[[str], str]) -> tuple[str, ...]:
    """Return what an exam asks in lines: questions, minutes, pass mark, then the shares of topics and of levels."""
    minutes = counted(choices.minutes, "minute")
    lines = [f"{counted(choices.items, 'question')} in {minutes}; {percent(float(choices.pass_mark))} passes"]
    if exam.topics:
        lines.append(", ".join(f"{called(path)} {percent(float(share))}" for path, share in exam.topics.items()))
    if exam.levels:
        lines.append(", ".join(f"level {level} {percent(float(share))}" for level, share in exam.levels.items()))
    return tuple(lines)


def short_text(short: Iterable[Short], called: Callable[[str], str]) -> str:
    """Say of which topics and levels an exam has too few questions, empty when of none."""
    parts = [
        f"{called(s.name) if isinstance(s.name, str) else f'level {s.name}'} has {s.had} of {s.wanted}" for s in short
    ]
    return f"Too few questions: {', '.join(parts)}" if parts else ""


class Preview(Struct, frozen=True):
    """What a set-up comes to, in lines; `why` says why it cannot be started, empty when it can."""

    lines: tuple[str, ...]
    why: str = ""


def preview_of(desk: Desk, setup: Setup, usual: int) -> Preview:
    """Return what a session set up so would ask."""
    choices = setup.choices(usual)
    items = [e.item.id for e in desk.entries(choices)]
    goal = desk.goal() if setup.mode == "learn" else None
    found = matching_of(items, desk.states, desk.today(), goal.due if goal else None)
    if setup.mode == "exam":
        return _exam_preview(desk, choices, found)
    planned = len(desk.plan(setup.mode, choices, ""))
    if not planned:
        return Preview((found.says(),), desk.why_nothing(setup.mode, choices))
    until = f", at most {counted(choices.minutes, 'minute')} of answering" if choices.minutes else ""
    may = {"learn": found.due + found.new, "mistakes": found.missed}.get(setup.mode, found.awake)
    alike = "; of questions that give each other away only one" if planned < min(choices.items, may, MOST) else ""
    return Preview((found.says(), f"{planned:,} of them {'is' if planned == 1 else 'are'} asked{until}{alike}"))


def _exam_preview(desk: Desk, choices: Choices, found: Matching) -> Preview:
    """Return what the library prescribes, and what of it these questions cannot give."""
    if not found.matching:
        return Preview((found.says(),), desk.why_nothing("exam", choices))
    called = desk.library.topic_title
    short = short_text(desk.shortfalls(choices), called)
    shares = exam_text(desk.exam(), choices.in_exam(desk.exam()), called)
    return Preview((found.says(), *shares, *([short] if short else [])))
