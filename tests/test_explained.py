"""Every rule is explained, and its explanation is true: bad examples are told by it, good ones are not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

import quiz
from quiz.banks import Sources, read_sources
from quiz.checks import fidelity
from quiz.checks.deep import SOLVERS
from quiz.checks.examples import Built, build
from quiz.checks.explaining import Example, Explained, explained
from quiz.checks.review import REVIEW_RULES
from quiz.checks.running import check_sources
from quiz.cli import main
from quiz.errors import Exit, Finding
from tests.support.checking import TODAY
from tests.support.rules import rule_names

STARTER = read_sources(Path(quiz.__file__).parent / "starter")
WHY_CHARS = 110
_TWENTY = "it is told of a whole library from twenty items on; tests/test_deep.py makes such libraries"
WITHOUT_EXAMPLES = {
    "unreadable": "what cannot be read is no text: a folder, a device, a file of 65 MiB",
    "key-position": "it looks at the screens of the program and not at a text",
    **dict.fromkeys(SOLVERS, _TWENTY),
    **dict.fromkeys(
        (*REVIEW_RULES, "review-record"), "it looks at the record of readings; tests/test_review.py has it"
    ),
}
"""Rules of which no text can be an example, and why."""


class Told(NamedTuple):
    """An example of a rule."""

    rule: Explained
    number: int
    example: Example

    def __str__(self) -> str:
        return f"{self.rule.name}-{self.number}"


EXAMPLES = [Told(rule, n, e) for rule in explained().values() for n, e in enumerate(rule.examples, 1)]


def found(built: Built, folder: Path, today: date = TODAY) -> list[Finding]:
    """Check an example and, where it speaks of an original, compare the two."""
    library, report = check_sources(built.sources, today)
    findings = [*report.findings]
    if built.faithful and library is not None:
        for name, data in built.originals.items():
            (folder / name).write_bytes(data)
        findings += fidelity(library, folder)
    return findings


def test_every_rule_is_explained_and_nothing_else_is() -> None:
    assert rule_names() == set(explained())


def test_the_starter_has_no_finding() -> None:
    assert check_sources(STARTER, TODAY)[1].findings == []


@pytest.mark.parametrize("rule", explained().values(), ids=lambda rule: str(rule.name))
def test_a_rule_says_why_in_one_short_sentence_and_shows_two_of_each(rule: Explained) -> None:
    assert 0 < len(rule.why) <= WHY_CHARS
    assert rule.why.endswith(".")
    assert rule.more
    shown = [sum(e.good is good for e in rule.examples) for good in (True, False)]
    assert (min(shown) < 2) is (rule.name in WITHOUT_EXAMPLES)


@pytest.mark.parametrize("told", [e for e in EXAMPLES if not e.example.good], ids=str)
def test_a_bad_example_is_told_by_its_rule_inside_itself(told: Told, tmp_path: Path) -> None:
    built = build(told.example, STARTER)
    mine = [f for f in found(built, tmp_path) if f.rule == told.rule.name]
    assert mine
    assert {f.severity for f in mine} == {told.rule.severity}
    assert any(part.holds(f.path, f.line) and f.column >= 1 for f in mine for part in built.parts)
    assert all(f.column <= len(_line(built, f)) + 1 for f in mine)


def _line(built: Built, finding: Finding) -> str:
    data = dict((*built.sources.banks, *built.sources.documents, *built.sources.maps, built.sources.library))
    if built.sources.names is not None:
        data[built.sources.names[0]] = built.sources.names[1]
    content = data[finding.path]
    lines = content.decode("utf-8", "replace").split("\n") if isinstance(content, bytes) else []
    return lines[finding.line - 1]


@pytest.mark.parametrize("told", [e for e in EXAMPLES if e.example.good], ids=str)
def test_a_good_example_is_not_told_by_its_rule(told: Told, tmp_path: Path) -> None:
    findings = found(build(told.example, STARTER), tmp_path)
    assert [f for f in findings if f.rule == told.rule.name] == []


def test_an_example_takes_the_place_of_fields_to_the_letter() -> None:
    example = Example(True, ("text", "text"), "key: one # two\nnew:\n  - 3\n=====\nid: other\n")
    built = build(example, STARTER)
    lines = built.sources.banks[0][1].decode().splitlines()  # type: ignore[union-attr]
    first, second = ("\n".join(lines[p.first - 1 : p.last]) for p in built.parts)
    assert first.startswith("  - id: starter-text\n    type: text\n")
    assert "\n    key: one # two\n" in first
    assert first.endswith("\n    new:\n      - 3")
    assert second.startswith("  - id: other\n    type: text\n")
    assert "key: Carrow Works" in second


def test_an_example_without_parts_of_a_kind_leaves_the_starter_as_it_is() -> None:
    built = build(Example(True, ("bank",), "bank: one\n"), STARTER)
    assert built.sources == STARTER._replace(banks=(*_whole(STARTER), ("example-1.yaml", b"bank: one\n")))


def _whole(sources: Sources) -> tuple[tuple[str, bytes], ...]:
    return tuple((path, data) for path, data in sources.banks if isinstance(data, bytes))


def test_an_unknown_kind_of_example_is_an_error_of_its_author() -> None:
    with pytest.raises(ValueError, match="no item of the type essay"):
        build(Example(True, ("essay",), "stem: one\n"), STARTER)


def test_explain_prints_a_rule_with_its_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain", "hash-in-text"]) == Exit.DONE
    shown = capsys.readouterr().out
    rule = explained()["hash-in-text"]
    assert shown.startswith(f"hash-in-text (error)\n\n{rule.why}\n\n{rule.more}\n\nBad (text):\n    ")
    assert "\n\nGood (text):\n    " in shown


def test_explain_lists_all_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain"]) == Exit.DONE
    assert len(capsys.readouterr().out.splitlines()) == len(explained())
    assert main(["check", "--explain", "--json"]) == Exit.DONE
    assert {r["name"] for r in json.loads(capsys.readouterr().out)["rules"]} == set(explained())


@pytest.mark.parametrize(
    ("rule", "hint"), [("hash-in-txt", "did you mean 'hash-in-text'?"), ("nonsense", "`quiz check --explain` lists")]
)
def test_explain_of_no_rule_is_wrong_use(rule: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain", rule]) == Exit.USAGE
    captured = capsys.readouterr()
    assert not captured.out
    assert f"there is no rule '{rule}'" in captured.err
    assert hint in captured.err
