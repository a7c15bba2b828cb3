"""Whatever a bank, a document or a trainee puts in, line mode writes nothing that a terminal would obey."""

from __future__ import annotations

import unicodedata
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

from quiz.documents import Document, Passage, Sentence, SentenceMark
from quiz.items import (
    Boolean,
    Choice,
    Cloze,
    Date,
    Evidence,
    Item,
    Match,
    Multiple,
    Numeric,
    Order,
    Quantity,
    Reject,
    Text,
    Tolerance,
)
from quiz.items.fields import DiffersBool, RejectDate, RejectQuantity
from tests.support.library import composed, library_of, one_of_each
from tests.support.talk import desk_of, talk

ATTACKS = (
    "\x1b]52;c;cHduZWQ=\x07",
    "\x9b2J",
    "\x1bP\x1b\\",
    "\x1b[6n",
    "\x1bc",
    "\x1b]0;",
    "\u202etxt.exe",
    "\u2066\u2069",
    "\U000e0041",
    "\r\x08\x7f\x00\x85\u2028",
    "a" + "\u0301" * 50,
    "[@click=app.quit]B[/]",
)
_TEXTS = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.text(st.characters(categories=["Cc", "Cf"]), min_size=1, max_size=5),
)


def obeyed(text: str) -> list[str]:
    """The characters of a text that a terminal may take for more than text, and marks piled too high."""
    found = [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")]
    found += [c for c in text if unicodedata.category(c) == "Cf" and c not in "\u200c\u200d"]
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        found += [char] * (run > 8)
    return found


def spoiled(item: Item, text: str) -> Item:
    """The item with `text` wherever it holds prose; keys that are ids, numbers or dates stay."""
    common: dict[str, Any] = {"stem": text, "explanation": text, "topics": (text,), "family": text}
    match item:
        case Choice() | Multiple():
            options = tuple(structs.replace(o, text=o.id + text, feedback=text) for o in item.options)
            return structs.replace(item, options=options, **common)
        case Boolean():
            differs = (DiffersBool(answer=not item.key, says=text, citations=item.citations),)
            return structs.replace(item, feedback=text, differs=differs, **common)
        case Numeric():
            reject = (RejectQuantity(answer=Quantity(value="42"), feedback=text),)
            key = structs.replace(item.key, unit=text)
            return structs.replace(item, key=key, reject=reject, tolerance=Tolerance(), **common)
        case Date():
            return structs.replace(item, reject=(RejectDate(answer="2026-02-11", feedback=text),), **common)
        case Text():
            return structs.replace(item, key=text, accept=("blue whale",), **common)
        case _:
            return _spoiled_composed(item, common, text)


def _spoiled_composed(item: Item, common: dict[str, Any], text: str) -> Item:
    match item:
        case Cloze():
            gaps: dict[str, Any] = dict(item.gaps)
            gaps["what"] = structs.replace(gaps["what"], key=text, reject=(Reject(answer="shark", feedback=text),))
            options = tuple(structs.replace(o, text=o.id + text, feedback=text) for o in gaps["who"].options)
            gaps["who"] = structs.replace(gaps["who"], options=options)
            gaps["much"] = structs.replace(gaps["much"], key=Quantity(value="12", unit=text))
            return structs.replace(item, gaps=gaps, **(common | {"stem": text + item.stem + text}))
        case Match():
            rows = tuple(structs.replace(r, text=r.id + text, feedback=text) for r in item.rows)
            labels = tuple(structs.replace(o, text=o.id + text) for o in item.options)
            return structs.replace(item, rows=rows, options=labels, **common)
        case Order():
            labels = tuple(structs.replace(o, text=o.id + text) for o in item.options)
            return structs.replace(item, options=labels, **common)
        case Evidence():
            reject = (Reject(answer=text, feedback=text),)
            return structs.replace(item, reject=reject, **common)
        case _:
            raise TypeError(item)


def spoiled_document(text: str) -> Document:
    passages = tuple(
        Passage(n, (Sentence(f"Fact {n} is written down.", SentenceMark.PLAIN), Sentence(text, SentenceMark.PLAIN)))
        for n in range(1, 11)
    )
    return Document(id="notes", title=text, called=text, voice="notes", kind="other", passages=passages)


_LINES = [
    "a",
    "b",
    "a b",
    "c",
    "true",
    "no",
    "4.2",
    "42",
    "2026-02-10",
    "2026-02-11",
    "blue whale",
    "shark",
    "1",
    "2",
    "3",
    "b a c",
    "1b 2-",
    "2 1 3 4",
    ":s",
    ":u",
]


@given(text=_TEXTS, other=_TEXTS, lines=st.lists(st.sampled_from(_LINES) | _TEXTS, min_size=6, max_size=40))
@example(text=ATTACKS[0], other=ATTACKS[1], lines=["b", "c", "no", "42", "2026-02-11", "shark"] * 4)
@example(text=ATTACKS[0], other=ATTACKS[6], lines=["1998", "2", "42", "shark", "b a c", "2 1 3 4", "3", "1", "2"] * 5)
@example(text=ATTACKS[2], other=ATTACKS[6], lines=["a", "a b", "true", "4.2", "2026-02-10", "blue whale"] * 4)
def test_nothing_that_line_mode_writes_is_obeyed(text: str, other: str, lines: list[str]) -> None:
    items = [spoiled(item, text) for item in (*one_of_each(), *composed())]
    document = {"notes": spoiled_document(other)}
    titles = {"title": other, "banks": {"facts": other}, "topics": {text: other}, "documents": document}
    desk = desk_of(library_of(items, **titles))
    output = talk(desk, lines)[1] + talk(desk, lines, "practice")[1] + talk(desk, [":s"] * 10, "drill")[1]
    desk.log.close()
    assert obeyed(output) == []


def test_the_judge_knows_what_a_terminal_obeys() -> None:
    assert [text for text in ATTACKS[:-1] if not obeyed(text)] == []
    assert obeyed("Fair – text\nin Հայերեն, العربية and 👩\u200d🚀") == []
