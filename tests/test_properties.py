"""The table of properties is complete and names nothing that is not there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

TESTS = Path(__file__).parent
COUNTS = {"S": 21, "T": 6, "L": 17, "F": 10, "M": 7, "B": 4, "U": 1}
WANTED = [f"{letter}{number}" for letter, count in COUNTS.items() for number in range(1, count + 1)]
_NAMED = re.compile(r"test_([a-z]\d+)_")


class Row(NamedTuple):
    """A property: what holds, the tests that say so, and the rules that break it or why there are none."""

    what: str
    tests: list[str]
    rules: list[str]
    why: str


def table() -> dict[str, Row]:
    rows = {}
    for line in (TESTS / "PROPERTIES.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if re.fullmatch(r"[A-Z]\d+", cells[0]):
            name, what, tests, rules = cells
            assert name not in rows
            rows[name] = Row(what, re.findall(r"`(\w+)`", tests), re.findall(r"`(\w+\.\w+)`", rules), rules)
    return rows


def defined(path: Path) -> Iterator[str]:
    """Yield the names of the functions, classes and values of a file, without importing it."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


@pytest.fixture(scope="module")
def tests() -> set[str]:
    return {name for path in TESTS.glob("test_*.py") for name in defined(path) if name.lower().startswith("test")}


@pytest.fixture(scope="module")
def rules() -> dict[str, Path]:
    broken = (TESTS / "broken").glob("*.py")
    return {f"{path.stem}.{name}": path for path in broken for name in defined(path)}


def test_every_property_has_its_row_in_order() -> None:
    assert list(table()) == WANTED


def test_every_test_of_the_table_is_there(tests: set[str]) -> None:
    assert {name for row in table().values() for name in row.tests} <= tests


def test_every_test_of_a_property_is_in_its_row(tests: set[str]) -> None:
    rows = table()
    named = {(found[1].upper(), name) for name in tests if (found := _NAMED.match(name))}
    assert named <= {(property_, name) for property_, row in rows.items() for name in row.tests}


def test_every_naive_rule_of_the_table_is_there_and_is_tried(rules: dict[str, Path]) -> None:
    texts = {path: path.read_text("utf-8") for path in (*TESTS.glob("test_*.py"), *(TESTS / "broken").glob("*.py"))}
    for rule in {rule for row in table().values() for rule in row.rules}:
        assert rule in rules
        name = rule.partition(".")[2]
        assert sum(len(re.findall(rf"\b{name}\b", text)) for text in texts.values()) > 1, f"nothing tries {rule}"


def test_a_property_without_tests_or_rules_does_not_apply_and_says_why() -> None:
    for name, row in table().items():
        applies = not row.why.startswith("does not apply: ")
        assert (bool(row.tests), bool(row.rules)) == (applies, applies), name
