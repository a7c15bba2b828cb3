"""What only the whole library tells: circles of prerequisites, the day to be ready for, the decimal sign, the maps."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.banks import Library, Sources, compile_library, read_sources
from quiz.banks.circles import circles
from quiz.errors import Finding, Severity
from quiz.items.marking import EvidenceMarking, NumericMarking
from quiz.scoring import Outcome, Policy, score

LIBRARY = Path(__file__).parent / "fixtures" / "library"
GRAPHS = st.dictionaries(st.integers(0, 6).map(str), st.lists(st.integers(0, 7).map(str), max_size=3), max_size=7)


def _reached(after: dict[str, list[str]], start: str) -> set[str]:
    """Return what comes before an item, by any number of steps."""
    found: set[str] = set()
    waiting = [*after.get(start, ())]
    while waiting:
        item = waiting.pop()
        if item not in found:
            found.add(item)
            waiting += after.get(item, ())
    return found


@given(GRAPHS)
def test_a_circle_is_all_that_comes_before_itself_and_nothing_else(after: dict[str, list[str]]) -> None:
    before = {item: _reached(after, item) for item in (*after, *(o for others in after.values() for o in others))}
    expected = {frozenset(o for o in before if o in before[i] and i in before[o]) for i in before if i in before[i]}
    assert set(circles(after)) == expected
    assert len(circles(after)) == len(expected)


def test_a_chain_as_long_as_a_library_is_no_circle_until_it_is_closed() -> None:
    chain = {str(n): [str(n + 1)] for n in range(50_000)}
    assert circles(chain) == []
    assert circles({**chain, "50000": ["0"]}) == [frozenset(map(str, range(50_001)))]


def _compiled(head: str, bank: str | None = None) -> tuple[Library, list[Finding]]:
    sources = read_sources(LIBRARY)
    banks = sources.banks if bank is None else (("bank.yaml", bank.encode()),)
    made: Sources = sources._replace(library=("library.yaml", (HEAD + head).encode()), banks=banks)
    library, findings = compile_library(made)
    assert library is not None
    return library, findings


HEAD = "id: x\ntitle: X\ntopics: {history: H, history/people: P, light: L, light/figures: F}\n"
ITEM = """
  - id: {id}
    type: boolean
    stem: The foghorn of Gull Rock was used.
    key: false
    feedback: It was never used.
    explanation: The history wonders why.
    topics: [history]
    level: 1
    after: [{after}]
    citations: [{{document: gull-rock, paragraph: 3, quote: Nobody knows why the foghorn was never used.}}]
"""


@given(st.dictionaries(st.sampled_from("abcde"), st.lists(st.sampled_from("abcdef"), max_size=2), max_size=5))
def test_items_of_a_circle_are_left_out_and_each_is_told(after: dict[str, list[str]]) -> None:
    bank = "bank: b\ntitle: B\nitems:" + "".join(ITEM.format(id=i, after=", ".join(o)) for i, o in after.items())
    library, findings = _compiled("", bank if after else bank + " []")
    circular = {item for group in circles(after) for item in group}
    dangling = {item for item, others in after.items() if set(others) - set(after)}
    assert {f.item for f in findings if f.rule == "after-circle"} == circular
    assert {f.item for f in findings if f.rule == "no-item"} == dangling
    assert set(library.entries) == set(after) - circular - dangling


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2027-05-03", None),
        ("2028-02-29", None),
        ("2027-02-29", "there is no date 2027-02-29"),
        ("2027-05", "2027-05 is no day"),
        ("2027", "2027 is no day"),
        ("XXXX-05-03", "XXXX-05-03 is no day"),
    ],
)
def test_the_day_to_be_ready_for_is_a_day_of_a_calendar(written: str, told: str | None) -> None:
    library, findings = _compiled(f"ready_by: {written}\n")
    assert library.ready_by == (None if told else written)
    assert len(library.entries) == 6
    if told is None:
        assert findings == []
        return
    (finding,) = findings
    assert (finding.path, finding.line, finding.rule, finding.what) == ("library.yaml", 4, "no-such-date", told)
    assert (finding.severity, finding.hint) == (Severity.ERROR, "write the day, such as 2027-05-03")


@pytest.mark.parametrize(("sign", "comma"), [("point", False), ("comma", True)])
def test_the_librarys_decimal_sign_is_that_of_its_numbers(sign: str, comma: bool) -> None:
    library, _ = _compiled(f"decimal: {sign}\n")
    marking = library.entries["tower-height"].marking
    assert isinstance(marking, NumericMarking)
    assert marking.comma is comma
    made = score(marking, "32,4" if comma else "32.4", Policy())
    assert isinstance(made, Outcome)
    assert made.share == 1


PLACED = """bank: b
title: B
items:
  - id: where
    type: place
    stem: Point at the place where the lens was made.
    map: coast
    key: haven
    explanation: The works stood in the town.
    topics: [light]
    level: 1
    citations: [{document: gull-rock, paragraph: 3, quote: Its lens was made by the Orwin works in Haven.}]
    status: approved
  - id: proof
    type: evidence
    stem: Which sentence shows where the lens was made?
    passage: {document: gull-rock, paragraphs: [3]}
    need: any
    key: [Its lens was made by the Orwin works in Haven.]
    explanation: The works stood in the town.
    topics: [light]
    level: 1
    citations: [{document: gull-rock, paragraph: 3, quote: Its lens was made by the Orwin works in Haven.}]
    status: approved
"""


def test_a_place_can_be_graded_and_is_not_asked_and_evidence_knows_its_passage() -> None:
    library, findings = _compiled("", PLACED)
    assert [(f.rule, f.severity) for f in findings] == [("no-map", Severity.WARNING)]
    assert set(library.entries) == {"where", "proof"}
    assert [e.item.id for e in library.askable()] == ["proof"]
    assert (list(library.front().askable), library.front().left_out) == (["proof"], 0)
    made = score(library.entries["where"].marking, "haven", Policy())
    assert isinstance(made, Outcome)
    assert made.share == 1
    marking = library.entries["proof"].marking
    assert isinstance(marking, EvidenceMarking)
    assert len(marking.sentences) == 3
