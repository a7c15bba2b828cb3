"""Briefs against originals: each rule finds what it is for, and an honest brief has no finding."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from quiz.banks import open_library
from quiz.checks import fidelity
from quiz.checks.fidelity import numbers_in
from quiz.cli import main
from quiz.documents.brief import parse_brief
from quiz.errors import Finding
from quiz.items import Names, NamesFile
from tests.support.library import library_of, one_of_each

LINES = (
    "A keeper and his lamp",
    "Anna Berg said on Monday that the old lighthouse at Cape Rook had “never once gone dark” in forty-two years.",
    "It was sold for $3 million (€2.5 million) to the Harbor Trust, which promised to keep the lamp burning at night.",
)
NAMES = NamesFile(names={"Cape Rook": (), "Harbor Trust": ("the Trust",)}, related={"Cape Rook": ("Rook",)})
GOOD = (
    'On a Monday, Anna Berg spoke of a lighthouse that had "never once gone dark".',
    "The Harbor Trust paid $3 million for the lighthouse.",
)


def found(folder: Path, second: str = GOOD[0], third: str = GOOD[1], **front: str) -> list[Finding]:
    original = "\n\n".join(LINES)
    (folder / "lamp.txt").write_text(original, "utf-8")
    sha = front.get("sha256", hashlib.sha256(original.encode()).hexdigest())
    head = (
        "---\nid: lamp\ntitle: A lamp\ncalled: the lamp report\nkind: news\n"
        f"carried: {front.get('carried', '{}')}\n"
        f"original: {{file: {front.get('file', 'lamp.txt')}, sha256: {sha}, paragraphs: {front.get('count', '3')}}}\n"
        "---\n"
    )
    text = f"{head}[1] (headline)\n[2]\n* {second}\n[3]\n* {third}\n"
    document, faults = parse_brief(text, "lamp.md")
    assert document is not None
    assert not faults or front
    library = library_of(one_of_each(), documents={"lamp": document}, names=Names.of(NAMES))
    return fidelity(library, folder)


def test_an_honest_brief_has_no_finding(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("second", "third", "rule", "line", "said"),
    [
        ("Anna Berg counted 43 years.", GOOD[1], "number", 11, "43"),
        ("Anna Berg counted seven years.", GOOD[1], "number", 11, "7"),
        (GOOD[0], "The Harbor Trust paid $3 billion for the lighthouse.", "number", 13, "billion"),
        ("In the report Carl Berg speaks on a Monday.", GOOD[1], "name", 11, "Carl"),
        (GOOD[0], "The lighthouse stands at Cape Rook.", "name", 13, "Cape Rook"),
        ("The lighthouse belongs to the Trust.", GOOD[1], "name", 11, "the Trust"),
        ('Anna Berg said that it had "never gone dark".', GOOD[1], "quotation", 11, "never gone dark"),
        (
            'Anna Berg said "on Monday that the old lighthouse at Cape Rook".',
            GOOD[1],
            "quotation-long",
            11,
            "9 words",
        ),
        (
            GOOD[0],
            "The buyer is the Trust, which promised to keep the lamp burning at night.",
            "copied",
            13,
            "which promised to keep the lamp burning",
        ),
    ],
)
def test_each_rule_names_document_paragraph_and_line(
    tmp_path: Path, second: str, third: str, rule: str, line: int, said: str
) -> None:
    findings = found(tmp_path, second, third)
    assert [f.rule for f in findings] == [rule]
    finding = findings[0]
    assert (finding.path, finding.line) == ("lamp.md", line)
    assert finding.place == f"lamp, paragraph {2 if line == 11 else 3}"
    assert said in finding.what


def test_a_carried_name_is_no_finding(tmp_path: Path) -> None:
    third = "The lighthouse stands at Cape Rook."
    assert found(tmp_path, third=third, carried="{3: [Cape Rook]}") == []


def test_another_original_is_told(tmp_path: Path) -> None:
    assert "original-hash" in [f.rule for f in found(tmp_path, sha256="0" * 64)]
    assert [f.rule for f in found(tmp_path, file="gone.txt")] == ["original-missing"]
    assert "original-paragraphs" in [f.rule for f in found(tmp_path, count="4")]


def test_a_name_counts_as_one_word_of_a_run(tmp_path: Path) -> None:
    assert found(tmp_path, "Berg talked of the old lighthouse at Cape Rook had.") == []


def test_numbers_are_read_from_digits_and_words() -> None:
    assert numbers_in("one of twelve, 1,500 and 4.2 million") == {"12", "1500", "4.2", "million"}


@pytest.fixture
def originals() -> Path:
    folder = os.environ.get("QUIZ_ORIGINALS")
    if not folder:
        pytest.skip("QUIZ_ORIGINALS names no folder: the shipped briefs were not laid beside their originals")
    return Path(folder)


def test_the_shipped_library_is_true_to_its_originals(originals: Path, root: Path) -> None:
    assert [f.text() for f in fidelity(open_library(root), originals)] == []


def test_the_command_tells_and_exits_with_one(
    originals: Path, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "question_banks").mkdir()
    (tmp_path / "seeds").mkdir()
    for name in ("library.yaml", "names.yaml"):
        text = (root / "question_banks" / name).read_text("utf-8")
        (tmp_path / "question_banks" / name).write_text(text, "utf-8")
    brief = (root / "seeds" / "euronews.md").read_text("utf-8").replace("to 16 countries", "to 17 countries")
    (tmp_path / "seeds" / "euronews.md").write_text(brief, "utf-8")
    assert main(["documents", "--library", str(tmp_path), "--originals", str(originals)]) == 1
    assert "the number 17 is not in that paragraph of the original (euronews, paragraph 6)" in capsys.readouterr().out
