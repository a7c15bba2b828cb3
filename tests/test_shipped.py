"""The shipped banks: what they cover, of which types they are, who has read them, and what README of the banks says."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from quiz.banks import Library, open_library
from quiz.banks.library import under
from quiz.checks import check
from quiz.checks.coverage import HOLD, coverage
from quiz.checks.review import ACCEPTED, by_item, item_hash, parse_reviews, read_reviews
from quiz.documents import SentenceMark
from quiz.errors import Severity
from quiz.items import type_name
from tests.support.checking import TODAY

ROOT = Path(__file__).resolve().parent.parent
BANKS = ROOT / "question_banks"
README = BANKS / "README.md"
TYPED = ("text", "numeric", "date", "cloze")
PICKED = ("choice", "multiple")


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library(ROOT)


def test_there_are_no_findings_and_each_warning_that_is_accepted_has_its_reason() -> None:
    report = check(ROOT, [], TODAY, deep=True)
    assert [f.text() for f in report.findings if f.severity is not Severity.NOTE] == []
    assert all(len(a.reason.split()) >= 4 for a in report.allowed)


def test_every_core_sentence_and_three_of_four_useful_ones_are_asked_about(library: Library) -> None:
    found = coverage(library)
    for document in found.documents:
        for mark, share in document.marks.items():
            assert share.value is None or share.value >= HOLD.get(SentenceMark(mark), 0), (document.document, mark)
        assert (document.core_constructed.value or 0) >= 0.5, document.document
    assert not [s for s in found.short if s.mark is SentenceMark.CORE]


def test_answers_are_typed_more_often_than_picked(library: Library) -> None:
    types = Counter(type_name(e.item) for e in library.askable())
    many = types.total()
    assert many >= 220
    assert sum(types[t] for t in TYPED) >= 0.4 * many
    assert sum(types[t] for t in PICKED) <= 0.45 * many
    assert {"choice", "multiple", "boolean", "match", "order", "evidence", "place", *TYPED} == set(types)
    assert types["place"] >= 10
    assert set(Counter(e.item.level for e in library.askable())) == {1, 2, 3}


@pytest.mark.parametrize("topic", ["agreements/peace", "agreements/tripp", "agreements/nuclear", "agreements/charter"])
def test_each_agreement_is_asked_about_twelve_times_and_more(topic: str, library: Library) -> None:
    assert sum(under(e.item.topics, topic) for e in library.askable()) >= 12


def test_two_readers_have_said_yes_to_every_approved_item(library: Library) -> None:
    records, damaged = read_reviews(ROOT)
    assert damaged == []
    read = by_item(records)
    for entry in library.askable():
        now = item_hash(entry.item)
        yes = {r.role for r in read[entry.item.id] if r.hash == now and r.verdict == ACCEPTED}
        assert len(yes) >= 2, entry.item.id


def test_nine_in_ten_planted_defects_were_refused_in_each_batch_by_each_reader() -> None:
    batches = sorted((BANKS / "review").glob("*.jsonl"))
    assert batches
    for path in batches:
        records, _ = parse_reviews(path.read_bytes(), path.name)
        for role in {r.role for r in records}:
            mine = [r for r in records if r.role == role]
            planted = [r for r in mine if r.planted]
            assert len(planted) >= 0.09 * (len(mine) - len(planted)), (path.name, role)
            assert sum(r.verdict != ACCEPTED for r in planted) >= 0.9 * len(planted), (path.name, role)


def test_the_examples_of_readme_are_items_as_they_stand() -> None:
    examples = re.findall(r"```yaml\n(.*?)\n```", README.read_text("utf-8"), re.DOTALL)
    known = "\n".join(
        p.read_text("utf-8") for p in [*BANKS.glob("*.yaml"), *ROOT.glob("quiz/starter/question_banks/*.yaml")]
    )
    assert len(examples) == 11
    for example in examples:
        assert example in known


def test_every_item_of_the_table_of_disagreements_is_asked(library: Library) -> None:
    rows = [
        line for line in README.read_text("utf-8").splitlines() if re.match(r"\| (differ|precision|look|one v)", line)
    ]
    assert len(rows) >= 80
    asked = {e.item.id for e in library.askable()}
    documents = set(library.documents)
    for row in rows:
        named = re.findall(r"`([a-z0-9-]+)`", row.rsplit("|", 2)[1])
        assert named, row
        assert set(named) <= asked, row
        assert any(d in row for d in documents), row
