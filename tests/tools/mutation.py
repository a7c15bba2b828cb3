"""Break the core on purpose and see how much of it the tests notice: mutation testing.

    pip install mutmut==3.8.1
    python -m tests.tools.mutation [--children N] [FILE | FILE:FUNCTION | FILE:FUNCTION:N ...]

The faults are those of mutmut's operators in every function and method, also in those with a decorator, which mutmut
itself leaves out. Tests are collected once; each fault then lives in a fork of that process, in memory only, and meets
the tests that run through its statement until one fails: all tests of its file, and a module made anew, where the
statement runs at import or never. A test that takes ten times its time and three seconds more is stopped, which counts
as a kill. Before, all tests must pass in such forks without a fault. Prints a Markdown table and the survivors as
diffs; tests/MUTATION.md keeps the last figures and why each survivor was left alive.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import functools
import gc
import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple

import coverage
import libcst
import pytest
from _pytest.runner import runtestprotocol
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

ROOT = Path(__file__).resolve().parent.parent.parent
CORE = ("quiz/scoring", "quiz/learning")
TESTS = (
    "test_advance", "test_broken_parts", "test_certainty", "test_chance", "test_dates", "test_days", "test_decimals",
    "test_entries", "test_every_type", "test_exam", "test_formulas", "test_history", "test_learning", "test_marks",
    "test_memory", "test_parts", "test_plan", "test_rapid", "test_rasch", "test_ready", "test_regrade", "test_scoring",
    "test_sessions", "test_slips", "test_statistics", "test_traces", "test_typed",
)  # fmt: skip
"""The tests of the core: those that open no file and draw no screen."""
OPTIONS = ("-s", "--tb=no", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist")
SURVIVED, KILLED = 0, 1
MEMORY = 6 << 30
WANTED, WANTED_EACH = 0.95, 0.90


class Mutant(NamedTuple):
    """A fault: where it is, the first and last line of its statement, and how the whole file reads with it."""

    file: str
    function: str
    number: int
    lines: range
    source: Callable[[], str]

    @property
    def name(self) -> str:
        return f"{self.file}:{self.function}:{self.number}"


def mutants_of(file: str) -> Iterator[Mutant]:
    """Give every fault of a file in the order of the text."""
    text = (ROOT / file).read_text("utf-8")
    wrapper = MetadataWrapper(libcst.parse_module(text), unsafe_skip_copy=True)
    places = wrapper.resolve(PositionProvider)
    statements = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt)]
    for function, node in _functions(wrapper.module):
        numbers = count(1)
        for old, new in _mutations(node):
            lines = _statement(statements, places[old if old in places else node])
            source = functools.partial(_with, wrapper.module, old, new)
            yield Mutant(file, function, next(numbers), lines, source)


def _functions(module: Any) -> Iterator[tuple[str, Any]]:
    for node in module.body:
        if isinstance(node, libcst.FunctionDef):
            yield node.name.value, node
        elif isinstance(node, libcst.ClassDef):
            for inner in node.body.body:
                if isinstance(inner, libcst.FunctionDef):
                    yield f"{node.name.value}.{inner.name.value}", inner


def _mutations(node: Any) -> Iterator[tuple[Any, Any]]:
    """Give each node and what mutmut would put in its place, leaving out what mutmut leaves out."""
    match node:
        case libcst.Annotation() | libcst.Decorator():
            return
        case libcst.Call(func=libcst.Name("len" | "isinstance")):
            return
        case libcst.Param(default=default) if default is not None and not isinstance(
            default, libcst.Name | libcst.BaseNumber | libcst.BaseString
        ):
            return
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            yield from ((node, new) for new in operator(node))
    for child in node.children:
        yield from _mutations(child)


def _statement(statements: list[ast.stmt], place: Any) -> range:
    """Return the lines of the innermost statement that holds a place."""
    first, last = place.start.line, place.end.line
    spans = ((s.lineno, s.end_lineno or s.lineno) for s in statements)
    start, end = min((s for s in spans if s[0] <= first and last <= s[1]), key=lambda s: s[1] - s[0])
    return range(start, end + 1)


def _with(module: Any, old: Any, new: Any) -> str:
    return str(module.deep_replace(old, new).code)


def _apply(mutant: Mutant, anew: bool) -> None:
    """Give the living function the code and the defaults of the faulty one, and `anew` what was made at import, too."""
    name = mutant.file.removesuffix(".py").replace("/", ".")
    faulty = {"__name__": name, "__package__": name.rpartition(".")[0], "__file__": str(ROOT / mutant.file)}
    exec(compile(mutant.source(), str(ROOT / mutant.file), "exec", dont_inherit=True), faulty)
    living, other = _found(vars(sys.modules[name]), mutant.function), _found(faulty, mutant.function)
    living.__code__, living.__defaults__ = other.__code__, other.__defaults__
    living.__kwdefaults__ = other.__kwdefaults__
    if anew:
        own = {key: value for key, value in faulty.items() if not callable(value) and type(value).__module__ != name}
        vars(sys.modules[name]).update({key: value for key, value in own.items() if not key.startswith("__")})


def _found(names: dict[str, Any], function: str) -> FunctionType:
    owner, _, name = function.rpartition(".")
    found = vars(names[owner])[name] if owner else names[name]
    found = found.fget if isinstance(found, property) else getattr(found, "__func__", found)
    found = getattr(found, "__wrapped__", found)
    assert isinstance(found, FunctionType)
    return found


class Driver:
    """Takes the place of pytest's loop over the tests."""

    def __init__(self, mutants: list[Mutant], children: int, folder: Path) -> None:
        self.mutants, self.children, self.folder = mutants, children, folder
        self.codes: dict[str, int] = {}
        self.late: set[str] = set()
        self.unmet: set[str] = set()

    @pytest.fixture
    def tmp_path(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            yield Path(name)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn which test runs where and how long, then let every mutant meet its tests."""
        if session.testsfailed:
            raise pytest.UsageError("the tests cannot be collected")
        self.items = {item.nodeid: item for item in session.items}
        self.caches = [found for found in gc.get_objects() if isinstance(found, functools._lru_cache_wrapper)]
        gc.freeze()
        names = list(self.items)
        parts = [names[at :: self.children] for at in range(self.children)]
        self._learn(parts)
        self._all_pass(functools.partial(self._meet, None, part) for part in parts)
        self._try_all()
        return True

    def _all_pass(self, works: Iterable[Callable[[], int]]) -> None:
        """Do some work in forks, so that this process stays as fresh as it is; without a fault no test may fail."""
        for work in works:
            if not os.fork():
                self._child(work)
        for _ in range(self.children):
            if os.wait()[1]:
                raise pytest.UsageError("the tests do not pass as they are")

    def _learn(self, parts: list[list[str]]) -> None:
        self._all_pass(
            functools.partial(self._measure, part, self.folder / f"learned-{at}") for at, part in enumerate(parts)
        )
        self.times: dict[str, float] = {}
        self.through: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for at in range(self.children):
            learned = json.loads((self.folder / f"learned-{at}").read_text("utf-8"))
            self.times.update(learned["times"])
            for file, lines in learned["lines"].items():
                for line, tests in lines.items():
                    self.through[file][int(line)].update(tests)

    def _measure(self, names: list[str], path: Path) -> int:
        files = sorted({mutant.file for mutant in self.mutants})
        watch = coverage.Coverage(data_file=None, include=[str(ROOT / file) for file in files], config_file=False)
        times = {}
        watch.start()
        for name in names:
            self._forget()
            watch.switch_context(name)
            begun = time.process_time()
            if not self._passes(name):
                print(f"fails without any fault: {name}", file=sys.__stderr__)
                return KILLED
            times[name] = time.process_time() - begun
        watch.stop()
        data = watch.get_data()
        lines = {file: data.contexts_by_lineno(str(ROOT / file)) for file in files}
        path.write_text(json.dumps({"times": times, "lines": lines}), "utf-8")
        return SURVIVED

    def _try_all(self) -> None:
        running: dict[int, tuple[Mutant, list[str]]] = {}
        lucky: dict[str, Counter[str]] = defaultdict(Counter)
        left = iter(self.mutants)
        begun = time.monotonic()
        while True:
            mutant = next(left, None) if len(running) < self.children else None
            if mutant is not None:
                through = self.through[mutant.file]
                tests: set[str] = set().union(*(through[line] for line in mutant.lines if line in through))
                anew = not tests
                if anew:
                    self.unmet.add(mutant.name)
                    tests = set().union(*through.values())
                kills = lucky[f"{mutant.file}:{mutant.function}"]
                order = sorted(tests, key=lambda test: (-kills[test], self.times[test], test))
                child = os.fork()
                if not child:
                    self._child(functools.partial(self._meet, mutant, order, anew))
                running[child] = mutant, order
            elif running:
                child, status = os.wait()
                mutant, order = running.pop(child)
                if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF:
                    self.late.add(mutant.name)
                code = SURVIVED if status == 0 else KILLED
                told = self.folder / f"at-{child}"
                if code == KILLED and told.exists():
                    lucky[f"{mutant.file}:{mutant.function}"][order[int(told.read_text("utf-8"))]] += 1
                self._note(mutant, code, begun)
            else:
                return

    def _note(self, mutant: Mutant, code: int, begun: float) -> None:
        self.codes[mutant.name] = code
        done = len(self.codes)
        if code != KILLED or done % 50 == 0:
            lost = sum(code != KILLED for code in self.codes.values())
            said = "killed" if code == KILLED else f"alive: {mutant.name}"
            minutes = (time.monotonic() - begun) / 60
            print(f"{minutes:.1f} min, {done}/{len(self.mutants)}, {lost} alive; {said}", file=sys.__stderr__)

    def _child(self, work: Callable[[], int]) -> None:
        """Do the work of a fork, silently, and never come back."""
        code = KILLED
        try:
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            code = work()
        finally:
            os._exit(code)

    def _meet(self, mutant: Mutant | None, order: list[str], anew: bool = False) -> int:
        """Let a mutant, or the core as it is, meet these tests."""
        os.dup2(1, 2)
        self._forget()
        if mutant is not None:
            _apply(mutant, anew)
        for at, name in enumerate(order):
            signal.setitimer(signal.ITIMER_PROF, 3 + 10 * self.times[name])
            if not self._passes(name):
                (self.folder / f"at-{os.getpid()}").write_text(str(at), "utf-8")
                return KILLED
        return SURVIVED

    def _forget(self) -> None:
        for cache in self.caches:
            cache.cache_clear()

    def _passes(self, name: str) -> bool:
        reports = runtestprotocol(self.items[name], log=False, nextitem=None)
        return not any(report.failed for report in reports)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--children", type=int, default=2, help="processes at once")
    parser.add_argument("names", nargs="*", help="files, functions or single mutants (all of the core)")
    options = parser.parse_args()
    files = sorted(str(path.relative_to(ROOT)) for folder in CORE for path in (ROOT / folder).glob("*.py"))
    chosen = tuple(f"{name}:" for name in options.names)
    mutants = [m for file in files for m in mutants_of(file) if not chosen or f"{m.name}:".startswith(chosen)]
    os.environ.update(HYPOTHESIS_PROFILE="mutation", PYTHONDONTWRITEBYTECODE="1")
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as name:
        driver = Driver(mutants, options.children, Path(name))
        code = pytest.main([*OPTIONS, *(f"tests/{test}.py" for test in TESTS)], plugins=[driver])
    if len(driver.codes) < len(mutants):
        return int(code) or 1
    return _report(driver)


def _report(driver: Driver) -> int:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant in driver.mutants:
        fate = "killed" if driver.codes[mutant.name] == KILLED else "alive"
        for file in (mutant.file, "all"):
            counts[file].update(["mutants", fate, *["late"] * (mutant.name in driver.late)])
    print("| file | mutants | killed | of these by time | survived | share |\n|---|---|---|---|---|---|")
    short = False
    for file in sorted(counts, key=lambda file: (file == "all", file)):
        row = counts[file]
        share = row["killed"] / row["mutants"]
        short = short or share < (WANTED if file == "all" else WANTED_EACH)
        print(f"| {file} | {row['mutants']:,} | {row['killed']:,} | {row['late']} | {row['alive']} | {share:.1%} |")
    for mutant in driver.mutants:
        if driver.codes[mutant.name] != KILLED:
            print(f"\n{mutant.name}{' (no test runs here)' * (mutant.name in driver.unmet)}")
            old, new = (ROOT / mutant.file).read_text("utf-8"), mutant.source()
            lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
            print("\n".join(line for line in lines if not line.startswith(("---", "+++"))))
    return int(short)


if __name__ == "__main__":
    raise SystemExit(main())
