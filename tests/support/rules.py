"""The names of all rules, read from the code: whatever is handed to a parameter or field called `rule`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from quiz.checks.all_rules import ITEM_RULES, LIBRARY_RULES
from quiz.checks.deep import SOLVERS
from quiz.checks.review import REVIEW_RULES

PACKAGES = ("reading", "items", "documents", "banks", "checks")
_ROOT = Path(__file__).resolve().parents[2] / "quiz"
_LOOKED_UP = frozenset({"why", "explain", "in_words"})
"""Functions that are asked about a rule and give nothing a name."""


def rule_names() -> set[str]:
    """Return the name of every rule that the code knows. Raises AssertionError for a name that cannot be read off."""
    paths = [_ROOT / "errors.py", *(path for package in PACKAGES for path in (_ROOT / package).rglob("*.py"))]
    trees = {path: ast.parse(path.read_text("utf-8")) for path in paths}
    takers = _positions(trees, "rule")
    names = {*ITEM_RULES, *LIBRARY_RULES, *SOLVERS, *REVIEW_RULES}
    for path, tree in trees.items():
        for call, value in _given(tree, takers, "rule"):
            names.update(_read(value, trees, f"{path.name}:{call.lineno}"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names.update(_looped(node))
    return names


def _positions(trees: dict[Path, ast.Module], wanted: str) -> dict[str, int]:
    """Return the functions and classes that take a text called `wanted`, each with its position among the arguments."""
    found: dict[str, int] = {}
    for tree in trees.values():
        for node in ast.walk(tree):
            taken: list[tuple[str, ast.expr | None]] = []
            if isinstance(node, ast.FunctionDef):
                taken = [(a.arg, a.annotation) for a in node.args.args if a.arg not in ("self", "cls")]
            elif isinstance(node, ast.ClassDef):
                fields = [n for n in node.body if isinstance(n, ast.AnnAssign)]
                taken = [(n.target.id, n.annotation) for n in fields if isinstance(n.target, ast.Name)]
            names = [name if isinstance(of, ast.Name) and of.id == "str" else "" for name, of in taken]
            if wanted in names and getattr(node, "name", "") not in _LOOKED_UP:
                found[node.name] = names.index(wanted)  # type: ignore[attr-defined]
    return found


def _given(tree: ast.AST, takers: dict[str, int], wanted: str) -> Iterator[tuple[ast.Call, ast.expr]]:
    """Yield the calls of those functions with what they are given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if called in takers:
                given = next((k.value for k in node.keywords if k.arg == wanted), None)
                if given is None and len(node.args) > takers[called]:
                    given = node.args[takers[called]]
                if given is not None:
                    yield node, given


def _read(value: ast.expr, trees: dict[Path, ast.Module], place: str) -> set[str]:
    """Return the names that an expression can be: a text, a text with a noun in it, or what was handed on."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return {value.value}
    if isinstance(value, ast.JoinedStr):
        made = {""}
        for part in value.values:
            ends = {str(part.value)} if isinstance(part, ast.Constant) else _nouns(part, trees, place)
            made = {left + right for left in made for right in ends}
        return made
    handed_on = isinstance(value, ast.Name) and value.id == "rule"
    handed_on = handed_on or (isinstance(value, ast.Attribute) and value.attr == "rule")
    assert handed_on, f"{place}: the name of this rule cannot be read off the code"
    return set()


def _nouns(part: ast.expr, trees: dict[Path, ast.Module], place: str) -> set[str]:
    """Return what a parameter inside a text is given anywhere."""
    assert isinstance(part, ast.FormattedValue), place
    assert isinstance(part.value, ast.Name), place
    takers = _positions(trees, part.value.id)
    given = [value for tree in trees.values() for _, value in _given(tree, takers, part.value.id)]
    return {str(value.value) for value in given if isinstance(value, ast.Constant)}


def _looped(function: ast.FunctionDef) -> Iterator[str]:
    """Yield the keys of the mappings in a function that runs over them as `rule`."""
    targets = [n.target for n in ast.walk(function) if isinstance(n, ast.For)]
    bound = any(isinstance(n, ast.Name) and n.id == "rule" for target in targets for n in ast.walk(target))
    for node in ast.walk(function) if bound else ():
        for key in node.keys if isinstance(node, ast.Dict) else ():
            if isinstance(key, ast.Constant):
                yield str(key.value)
