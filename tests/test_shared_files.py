"""Rules for library.yaml and names.yaml: each finding with its place, and nothing to say of sound files."""

from __future__ import annotations

from pathlib import Path

import pytest

from quiz.banks import Sources, dump_bank, read_sources
from quiz.checks.running import check_sources
from quiz.errors import Finding, Severity
from quiz.items import BankFile
from tests.support.checking import TODAY
from tests.support.library import brief, texts

SHARED = Path(__file__).parent / "fixtures"
HEAD = "id: small\ntitle: Small\ntopics:\n  odd: Odd\n  even: Even\n"


def found(head: str = HEAD, names: str | None = None, items: int = 4, spoilt: str = "level: ") -> list[Finding]:
    bank = dump_bank(BankFile(bank="facts", title="Facts", items=tuple(texts(items))))
    sources = Sources(
        ("library.yaml", head.encode()),
        None if names is None else ("names.yaml", names.encode()),
        (("facts.yaml", bank.replace("level: ", spoilt).encode()),),
        (("notes.md", brief(range(1, items + 1)).encode()),),
    )
    _, report = check_sources(sources, TODAY)
    return [f for f in report.findings if f.path in ("library.yaml", "names.yaml")]


@pytest.mark.parametrize(
    ("more", "rule", "line", "column", "said"),
    [
        ("zone: Asia/Erevan\n", "unknown-zone", 6, 1, "no time zone 'Asia/Erevan'; did you mean 'Asia/Yerevan'?"),
        ("zone: ../../etc\n", "unknown-zone", 6, 1, "no time zone '../../etc'; write `zone: local`"),
        ("zone: Asia\n", "unknown-zone", 6, 1, "no time zone 'Asia'"),
        ("ready_by: 2026-11-26\n", "ready-by-past", 6, 1, "2026-11-26, is over; write the next one"),
        ("exam: {items: 2, pass: 70}\n", "exam-pass", 6, 18, "a pass mark of 70 nobody passes; write a share"),
        ("exam: {items: 2, pass: 0}\n", "exam-pass", 6, 18, "a pass mark of 0 everybody passes"),
        ("exam: {items: 2, topics: {odd: 0.9, even: 0.2}}\n", "exam-shares", 6, 18, "of topics come to 1.1"),
        ("exam:\n  items: 2\n  levels: {2: 0.5, 3: 0.4}\n", "exam-shares", 8, 3, "of levels come to 0.9"),
        ("exam: {items: 2, topics: {odd: 0.5, evne: 0.5}}\n", "exam-topic", 6, 37, "no topic; did you mean 'even'?"),
        ("exam: {items: 5}\n", "exam-short", 6, 8, "asks 5, and 4 approved items can stand in one; approve"),
        ("exam: {items: 4, topics: {odd: 1}}\n", "exam-short", 6, 27, "4 items of topic 'odd' and finds 2; approve"),
        ("exam: {items: 4, levels: {3: 1}}\n", "exam-short", 6, 27, "asks 4 items of level 3 and finds 1"),
    ],
)
def test_library_yaml(more: str, rule: str, line: int, column: int, said: str) -> None:
    (finding,) = found(HEAD + more)
    assert (finding.rule, finding.line, finding.column) == (rule, line, column)
    assert said in f"{finding.what}; {finding.hint}"


@pytest.mark.parametrize(
    "more",
    [
        "",
        "zone: Asia/Yerevan\n",
        "ready_by: 2026-11-27\n",
        "exam: {items: 4, pass: 1, topics: {odd: 0.5, even: 0.5}}\n",
        "exam: {items: 3, topics: {odd: 0.33, even: 0.66}, levels: {1: 0.33, 2: 0.33, 3: 0.33}}\n",
    ],
)
def test_a_sound_library_yaml_has_no_finding(more: str) -> None:
    assert found(HEAD + more) == []


@pytest.mark.parametrize(
    ("topic", "rule", "said"),
    [
        ("other", "topic-empty", "no item is about 'other'"),
        ("odd/one", "topic-empty", "no item is about 'odd/one'"),
    ],
)
def test_a_topic_without_items(topic: str, rule: str, said: str) -> None:
    (finding,) = found(f"{HEAD}  {topic}: Another\n")
    assert (finding.rule, finding.line, finding.column, finding.severity) == (rule, 6, 3, Severity.NOTE)
    assert said in finding.what


def test_a_topic_whose_parent_is_not_listed() -> None:
    rules = [(f.rule, f.line) for f in found(f"{HEAD}  big/one: Another\n")]
    assert rules == [("topic-parent", 6), ("topic-empty", 6)]


def test_a_topic_with_topics_below_it_needs_no_item_of_its_own() -> None:
    head = "id: small\ntitle: Small\ntopics:\n  all: All\n  all/even: E\n  odd: Odd\n  even: Even\n"
    assert [(f.rule, f.line) for f in found(head)] == [("topic-empty", 5)]


def test_a_topic_of_the_exam_under_which_nothing_is_approved_is_told_once() -> None:
    head = f"{HEAD}  other: Another\nexam: {{items: 4, topics: {{odd: 0.5, other: 0.5}}}}\n"
    assert [(f.rule, f.line) for f in found(head)] == [("topic-empty", 6), ("exam-topic", 7)]


def test_what_the_items_do_not_give_is_told_when_all_of_them_are_sound() -> None:
    head = f"{HEAD}  other: Another\nexam: {{items: 9, pass: 70}}\n"
    assert {f.rule for f in found(head)} == {"topic-empty", "exam-pass", "exam-short"}
    assert {f.rule for f in found(head, spoilt="level: 9")} == {"exam-pass"}


@pytest.mark.parametrize(
    ("names", "rule", "line", "column", "said"),
    [
        ("names:\n  Ada: [Pell]\n  Ben: [Dr Pell, pell]\n", "name-twice", 3, 18, "'pell' is a form of 'Ada', too"),
        ("names:\n  Ada: [Ben]\n  The Ben: []\n", "name-twice", 3, 3, "'The Ben' is a form of 'Ada', too"),
        ("names: {Ada: []}\nrivals: [[Ada, Adda]]\n", "rival-unknown", 2, 16, "'Adda' is no name of `names`"),
        ("names: {Ada: [Pell]}\nrivals: [[Ada, Pell]]\n", "rival-of-itself", 2, 16, "'Pell' and 'Ada' are one name"),
    ],
)
def test_names_yaml(names: str, rule: str, line: int, column: int, said: str) -> None:
    (finding,) = found(names=names)
    assert (finding.rule, finding.path, finding.line, finding.column) == (rule, "names.yaml", line, column)
    assert said in f"{finding.what}; {finding.hint}"


def test_a_form_of_two_names_is_told_once() -> None:
    assert [f.rule for f in found(names="names:\n  Ada: [Pell]\n  Ben: [Pell, pell]\n")] == ["name-twice"]


def test_a_form_that_stands_twice_under_one_name_is_no_fault_and_sound_rivals_are_none() -> None:
    assert found(names="names: {Ada: [ada, Pell], Ben: []}\nrivals: [[Pell, Ben], [Ada, Ben]]\n") == []


@pytest.mark.parametrize("name", ["library", "every_type"])
def test_the_fixtures_have_nothing_to_tell(name: str) -> None:
    _, report = check_sources(read_sources(SHARED / name), TODAY)
    assert [f for f in report.findings if f.path.endswith(("library.yaml", "names.yaml"))] == []
