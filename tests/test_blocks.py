"""A bank read piece by piece after an edit gives what reading it whole gives, whatever the edit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from quiz.banks import Sources, compile_library, read_sources
from quiz.banks.blocks import cut
from quiz.banks.compiling import Known
from tests.support.effort import WHOLE

ROOT = Path(__file__).resolve().parent.parent
STARTER = read_sources(ROOT / "quiz" / "starter")
BANK = STARTER.banks[0][1]
assert isinstance(BANK, bytes)
LINES = BANK.decode().split("\n")

PIECES = (
    "  - id: again", "- id: x", "  # a remark", "", "---", "...", "  \tx", "    level: 2", '    stem: "open', "items:",
    "    level: 1 # why", "  -", "  - [a, b", "%YAML 1.2", "    options: &a", "\u2028", "      - id: other", "x: y",
    "  - ",
)  # fmt: skip


@st.composite
def edits(draw: st.DrawFn) -> list[str]:
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(["cut", "put", "twice", "indent", "dedent", "shorten"]))
        if kind == "cut":
            del lines[at : at + draw(st.integers(1, 12))]
        elif kind == "put":
            lines.insert(at, draw(st.sampled_from(PIECES)))
        elif kind == "twice":
            lines[at:at] = lines[at : at + draw(st.integers(1, 40))]
        elif kind == "indent":
            lines[at] = " " + lines[at]
        elif kind == "dedent":
            lines[at] = lines[at].removeprefix(" ")
        else:
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        lines = lines or [""]
    return lines


def with_bank(lines: list[str]) -> Sources:
    return STARTER._replace(banks=((STARTER.banks[0][0], "\n".join(lines).encode()),))


@WHOLE
@given(st.lists(edits(), min_size=1, max_size=3))
def test_what_is_known_changes_nothing_but_the_time(states: list[list[str]]) -> None:
    known = Known()
    compile_library(STARTER, known)
    for lines in states:
        sources = with_bank(lines)
        assert compile_library(sources, known) == compile_library(sources)


def test_only_the_item_that_changed_is_read_again() -> None:
    known = Known()
    compile_library(STARTER, known)
    before = dict(known.made)
    lines = [line.replace("    level: 3 ", "    level: 2 ") for line in LINES]
    library, _ = compile_library(with_bank(["# one more line", *lines]), known)
    assert library is not None
    assert len(before) == 11
    assert len(known.made.keys() - before.keys()) == 1
    assert library.entries["starter-choice"].item.level == 2
    assert library.entries["starter-date"].item is before[_text("starter-date", before)].item


def _text(item: str, made: Mapping[str, object]) -> str:
    return next(text for text in made if f"id: {item}\n" in text)


def test_other_documents_begin_anew() -> None:
    known = Known()
    compile_library(STARTER, known)
    sources = STARTER._replace(documents=STARTER.documents[:1])
    assert compile_library(sources, known) == compile_library(sources)


def test_a_bank_is_cut_where_its_items_begin() -> None:
    pieces = cut("bank: b\ntitle: B\nitems:\n\n  # first\n  - id: a\n    stem: x\n\n  - id: b\n")
    assert pieces is not None
    assert pieces.head == "bank: b\ntitle: B\nitems:"
    assert [(b.line, b.text) for b in pieces.blocks] == [(6, "  - id: a\n    stem: x\n"), (9, "  - id: b\n")]
    for other in ("items: [a]", "items:\n", "items:\n  - a\nbank: b", "items:\n  - a\n---\n", "a: b", "items:\n  a: b"):
        assert cut(other) is None, other
