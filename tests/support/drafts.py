"""A library with drafts on the disk, made by hand: what the generator would make of it does not matter here."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from quiz.banks import open_shelf
from quiz.config import Settings
from quiz.documents import Citation
from quiz.generate.deciding import Moment, Table
from quiz.generate.files import drafts_folder, write_sheet
from quiz.generate.identity import draft_id, fact_id
from quiz.generate.signature import item_digest
from quiz.generate.values import Distractor, Draft, Origin, Sheet, Source, Span, Status, Uncovered, Variant
from quiz.items import Choice, Item, Numeric, Option, Quantity, Text
from quiz.store import Log
from quiz.tui.app import QuizApp
from quiz.views import Choices, Desk
from tests.support.clock import PatientClock

TODAY = date(2026, 11, 27)
NOW = Moment("2026-11-27T10:00:00Z", 12.0)
PEOPLE = ("Ana Berg", "Boris Klein", "Clara Voss", "Dora Lind", "Emil Roth")
FACTS = (
    "Ana Berg led Camp Nord at Lake Imara.",
    "Boris Klein built Hut Rosso at Lake Imara.",
    "Clara Voss painted Gate Alto at Fort Adler.",
    "Emil Roth paid 300 crowns for the Imara boat.",
)
LEFT = ("Hut Rosso burned down in May 1980.", "Dora Lind sang at Fort Adler.", "Snow fell at Fort Adler.")
HEAD = "# My bank: keep this line\nbank: facts\ntitle: Facts\nitems:\n"
ITEM = """\
  - id: camp-place   # the first
    type: text
    stem: At which lake was Camp Nord?
    key: Lake Imara
    explanation: The notes say so.
    topics: [odd]
    level: 1
    citations:
      - document: camp
        paragraph: 1
        quote: Ana Berg led Camp Nord at Lake Imara.
    status: approved
# the end
"""
_LIBRARY = "id: small\ntitle: Small things\nzone: UTC\ntopics:\n  odd: Odd things\n"


def facts_of(name: str) -> tuple[str, ...]:
    """The sentences of a document: those of another one are about other places."""
    other = name != "camp"
    swaps = (("Imara", "Omega"), ("Fort Adler", "Fort Bravo"), ("Rosso", "Bianco"), ("Nord", "Sud"), ("Alto", "Basso"))
    texts: tuple[str, ...] = (*FACTS, *LEFT)
    for old, new in swaps if other else ():
        texts = tuple(text.replace(old, new) for text in texts)
    return texts


def document(name: str = "camp", called: str = "the notes") -> str:
    head = f"---\nid: {name}\ntitle: Notes of the Camp\ncalled: {called}\nkind: other\ntext: original\n---\n"
    return head + "".join(f"\n[{n}]\n{text}\n" for n, text in enumerate(facts_of(name), 1))


def draft(number: int, name: str = "camp", text: str = "") -> Draft:
    """The draft on the fact of that number (from 1): who did it, to pick, then to type; the last one asks how much."""
    text = text or document(name)
    facts = facts_of(name)
    passage = facts[number - 1]
    family = "count" if number == 4 else "who"
    at = text.index(passage)
    person = next(p for p in PEOPLE if p in passage)
    asked = passage.replace(person, "Who").rstrip(".") + "?"
    key = "300" if number == 4 else person
    sentence, answer = Span(at, at + len(passage)), Span(at + passage.index(key), at + passage.index(key) + len(key))
    sha = sha256(text.encode()).hexdigest()
    made = draft_id(sha, sentence, answer, family, key)
    base: dict[str, Any] = {
        "id": made,
        "explanation": f"The notes: {passage}",
        "topics": ("odd",),
        "level": 1,
        "citations": (Citation(name, number, passage),),
    }
    item: Item
    pool: tuple[Distractor, ...] = ()
    variants: tuple[Variant, ...] = ()
    if number == 4:
        item = Numeric(
            stem=passage.replace("Emil Roth paid 300 crowns", "How many crowns Emil Roth paid").rstrip(".") + "?",
            key=Quantity(value="300", unit="crowns"),
            **base,
        )
    else:
        others = [p for p in PEOPLE if p != person]
        pool = tuple(
            Distractor(
                text=p,
                why="a person that the notes name",
                origin="document",
                feedback=f"{p} is elsewhere.",
                near=next(f for f in facts if p in f),
                document=name,
                paragraph=next(n for n, f in enumerate(facts, 1) if p in f),
            )
            for p in others
        )
        options = [Option(id=f"o{n}", text=d.text, feedback=d.feedback) for n, d in enumerate(pool[:2], 1)]
        context = tuple(Citation(name, d.paragraph, d.near) for d in pool[:2])
        item = Choice(stem=asked, options=(*options, Option(id="o3", text=person)), key="o3", context=context, **base)
        variants = (Variant(form="typed", item=Text(stem=asked, key=person, **base)),)
    return Draft(
        item=item,
        origin=Origin(
            id=made,
            family=family,
            form="typed" if number == 4 else "question",
            document=name,
            sha256=sha,
            paragraph=number,
            sentence=sentence,
            answer=answer,
            passage=passage,
            key=key,
            fact=fact_id(passage, family, key),
            status=Status.REPORTED,
            generator="1 rules",
            sources=(Source(document="elsewhere", paragraph=2, text="The same, told again.", how="paraphrase"),),
            pool=pool,
            variants=variants,
            made=item_digest(item),
        ),
    )


def sheet(name: str = "camp", foreign: bool = False, called: str = "the notes") -> Sheet:
    text = document(name, called)
    marks = ("useful", "plain", "core")
    uncovered = tuple(
        Uncovered(paragraph=5 + n, text=t, span=Span(text.index(t), text.index(t) + len(t)), why="no clause", mark=m)
        for n, (t, m) in enumerate(zip(facts_of(name)[4:], marks, strict=True))
    )
    return Sheet(
        document=name,
        title="Notes of the Camp",
        called=called,
        sha256=sha256(text.encode()).hexdigest(),
        path=f"/nowhere/{name}.md" if foreign else f"seeds/{name}.md",
        generator="1 rules",
        foreign=foreign,
        drafts=tuple(draft(n, name, text) for n in range(1, 5)),
        uncovered=uncovered,
    )


def write_drafts(root: Path, bank: str = HEAD + ITEM, foreign: bool = False) -> Path:
    """Write a library with one bank and a sheet of drafts; the document of a foreign sheet is not in it."""
    for folder in ("seeds", "question_banks"):
        (root / folder).mkdir(parents=True)
    (root / "question_banks" / "library.yaml").write_text(_LIBRARY, "utf-8")
    (root / "question_banks" / "facts.yaml").write_bytes(bank.encode())
    (root / "seeds" / "camp.md").write_text(document(), "utf-8")
    write_sheet(drafts_folder(root), sheet())
    if foreign:
        write_sheet(drafts_folder(root), sheet("trip", foreign=True), document("trip"))
    return root


def table_of(root: Path, bank: str = "") -> Table:
    return Table(root, open_shelf(root).library, "ana", TODAY, bank)


def files_of(root: Path) -> dict[str, bytes]:
    """All files of a library but the log of decisions."""
    paths = (p for p in root.rglob("*") if p.is_file() and p.name != "decisions.jsonl")
    return {str(p.relative_to(root)): p.read_bytes() for p in paths}


def app_on(root: Path, page: tuple[str, str] | None = ("review", "")) -> QuizApp:
    data = root.parent / "data"
    shelf = open_shelf(root, data / "cache")
    desk = Desk(shelf, Log(data, "ana", shelf.front.id), PatientClock())
    return QuizApp(desk, data, Settings(), None, Choices(), "seed", page)
