"""Small libraries made in place, so that no test depends on what the shipped banks say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from quiz.banks import Entry, Library, dump_bank
from quiz.documents import Citation, Document
from quiz.documents.brief import parse_brief
from quiz.items import (
    BankFile,
    Boolean,
    Choice,
    ChoiceGap,
    Cloze,
    Date,
    DateGap,
    Differs,
    Evidence,
    Item,
    Match,
    Multiple,
    Numeric,
    NumericGap,
    Option,
    Order,
    Quantity,
    Reject,
    Text,
    TextGap,
    marking_of,
    scored_hash,
    seen_hash,
)
from quiz.items.fields import DiffersMap, DiffersOrder, Label, Row
from quiz.items.types import Passage

BANK = "facts"
TITLE = "Small things"
_HEAD = f"id: small\ntitle: {TITLE}\nzone: UTC\ntopics:\n  odd: Odd things\n  even: Even things\n"


def fact(number: int | str) -> str:
    return f"Fact {number} is written down."


def brief(numbers: Iterable[int | str]) -> str:
    """A document whose n-th paragraph states the n-th fact."""
    head = "---\nid: notes\ntitle: Notes\ncalled: the notes\nkind: reference\ntext: original\n---\n"
    return head + "".join(f"\n[{n}]\n{fact(what)}\n" for n, what in enumerate(numbers, 1))


def _common(number: int, topic: str = "") -> dict[str, Any]:
    return {
        "id": f"item-{number}",
        "explanation": f"Fact {number} says so.",
        "topics": (topic or ("even", "odd")[number % 2],),
        "level": 1 + number % 3,
        "citations": (Citation("notes", number, fact(number)),),
        "status": "approved",
    }


def numbered(count: int) -> list[Item]:
    """Items of the types text, choice and numeric by turns; the line `1` is an answer to each of them."""
    return [_numbered(number) for number in range(1, count + 1)]


def _numbered(number: int) -> Item:
    stem = f"Question of item-{number}?"
    if number % 3 == 0:
        return _text(number)
    if number % 3 == 1:
        options = tuple(Option(id=o, text=f"{o} of {number}", feedback=f"Not {o}.") for o in ("left", "right"))
        return Choice(stem=stem, options=options, key="left", **_common(number))
    return Numeric(stem=stem, key=Quantity(value="1", unit="kg"), **_common(number))


def texts(count: int) -> list[Item]:
    """Items to be typed: any line is an answer to them."""
    return [_text(number) for number in range(1, count + 1)]


def _text(number: int) -> Item:
    return Text(stem=f"Question of item-{number}?", key="blue whale", **_common(number))


def one_of_each() -> list[Item]:
    """One item of each type, `item-1` to `item-6`, in the order choice, multiple, boolean, numeric, date, text."""
    letters = tuple(Option(id=o, text=f"Letter {o.upper()}", feedback=f"Not {o.upper()}.") for o in "abc")
    return [
        Choice(stem="Which letter comes first?", options=letters, key="a", **_common(1)),
        Multiple(stem="Which two letters come first?", options=letters, key=("a", "b"), pick="2", **_common(2)),
        Boolean(stem="Snow is white.", key=True, feedback="It is white.", **_common(3)),
        Numeric(stem="How heavy is it?", key=Quantity(value="4.2", unit="kg"), **_common(4)),
        Date(stem="When was it?", key="2026-02-10", **_common(5)),
        Text(
            stem="Which animal is it?",
            key="blue whale",
            reject=(Reject(answer="whale shark", feedback="That is a fish."),),
            **_common(6),
        ),
    ]


def composed() -> list[Item]:
    """One cloze, one match, one order and one evidence item, `item-7` to `item-10`."""
    return [_cloze(7), _match(8), _order(9), _evidence(10)]


def _differs(answer: Any, kind: type[Any] = Differs) -> tuple[Any, ...]:
    return (kind(answer=answer, says="The letters say so.", citations=(Citation("notes", 1, fact(1)),)),)


def _cloze(number: int) -> Cloze:
    people = (Option(id="ana", text="Ana"), Option(id="ben", text="Ben", feedback="Ben slept."))
    whale = TextGap(
        key="blue whale",
        reject=(Reject(answer="whale shark", feedback="That is a fish."),),
        differs=_differs("orca"),
    )
    return Cloze(
        stem="In {year}, {who} weighed {much} of {what}.",
        gaps={
            "what": whale,
            "much": NumericGap(key=Quantity(value="12", unit="kg")),
            "who": ChoiceGap(options=people, key="ana"),
            "year": DateGap(key="1999"),
        },
        **_common(number),
    )


def _match(number: int) -> Match:
    rows = ("sun", "The sun"), ("moon", "The moon"), ("mars", "Mars")
    options = ("star", "A star"), ("satellite", "A satellite"), ("planet", "A planet"), ("comet", "A comet")
    return Match(
        stem="What is what?",
        rows=tuple(Row(id=name, text=text, feedback=f"{text} is none.") for name, text in rows),
        options=tuple(Label(id=name, text=text) for name, text in options),
        key={"sun": "star", "moon": "satellite", "mars": "planet"},
        differs=_differs({"mars": "star"}, DiffersMap),
        **_common(number),
    )


def _order(number: int) -> Order:
    names = ("seed", "leaf", "root", "fruit")
    return Order(
        stem="What comes when?",
        options=tuple(Label(id=name, text=name.capitalize()) for name in names),
        key=(("seed",), ("leaf", "root"), ("fruit",)),
        differs=_differs((("fruit",), ("seed",), ("leaf", "root")), DiffersOrder),
        **_common(number),
    )


def _evidence(number: int) -> Evidence:
    return Evidence(
        stem="Which sentence shows it?",
        passage=Passage(document="notes", paragraphs=(number - 2, number - 1, number)),
        need="any",
        key=(fact(number),),
        reject=(Reject(answer=fact(number - 1), feedback="That is another fact."),),
        differs=_differs(fact(number - 2)),
        **_common(number),
    )


def _paragraphs(items: tuple[Item, ...]) -> range:
    """As many paragraphs as there are items, and as are cited."""
    return range(1, 1 + max([1, len(items), *(c.paragraph for item in items for c in item.citations)]))


def write_library(root: Path, items: Iterable[Item]) -> Path:
    """Write a library of one bank and one document, and return its root."""
    items = tuple(items)
    for folder in ("seeds", "question_banks"):
        (root / folder).mkdir(parents=True)
    (root / "seeds" / "notes.md").write_text(brief(_paragraphs(items)), "utf-8")
    (root / "question_banks" / "library.yaml").write_text(_HEAD, "utf-8")
    bank = dump_bank(BankFile(bank=BANK, title="Facts", items=items))
    (root / "question_banks" / "facts.yaml").write_text(bank, "utf-8")
    return root


def document(numbers: Iterable[int | str]) -> Document:
    made, findings = parse_brief(brief(numbers), "notes.md")
    assert made is not None
    assert not findings
    return made


def library_of(items: Iterable[Item], **fields: Any) -> Library:
    """A library in memory, of items as they are: nothing is checked and no text is cleaned."""
    library = Library(
        id="small", title=TITLE, topics={"odd": "Odd things", "even": "Even things"}, rollover=4, zone="UTC"
    )
    entries = {}
    items = tuple(items)
    documents = fields.get("documents") or {"notes": document(_paragraphs(items))}
    for line, item in enumerate(items, 1):
        marking = marking_of(item, library.names, documents)
        entries[item.id] = Entry(item, BANK, "facts.yaml", line, marking, seen_hash(item), scored_hash(marking))
    given: dict[str, Any] = {"banks": {BANK: "Facts"}, "documents": documents, "entries": entries, **fields}
    return Library(**{name: given.get(name, getattr(library, name)) for name in Library.__struct_fields__})
