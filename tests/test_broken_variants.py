"""Good files broken at random: whatever is in them, a check ends with findings that have their place, and no traceback.

Where nothing is told, an independent reader of YAML finds nothing in the file that is not in the items. That an author
meant something else than what now stands there (a word, a number, an item taken out) no check can see.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import quiz
from quiz.banks import Library, Sources, read_sources
from quiz.checks import Report
from quiz.checks.running import check_sources
from quiz.config import shipped_library
from quiz.errors import QuizError
from quiz.text import safe
from tests.support.breaking import broken
from tests.support.checking import TODAY

EXAMPLES = 1_000 if os.environ.get("CI") or os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 100
PARTS = 4
"""Parts that may run side by side, each over files of its own."""
FIXTURES = Path(__file__).parent / "fixtures"
ITEMS = 3
"""Items of a shipped bank that are taken at a time, with the documents that they cite: a thousand checks are quick."""


def _text(data: bytes | QuizError) -> str:
    assert isinstance(data, bytes)
    return data.decode("utf-8")


def _slices(path: str, text: str) -> list[tuple[str, bytes]]:
    """Return a bank in pieces of a few items, each a bank of its own with the same head."""
    lines = text.split("\n")
    starts = [i for i, line in enumerate(lines) if line.startswith("  - ")]
    cuts = [*starts[::ITEMS], len(lines)]
    head = lines[: cuts[0]]
    return [(path, "\n".join([*head, *lines[a:b], ""]).encode()) for a, b in pairwise(cuts)]


class Good(NamedTuple):
    """A small sound library, which of its files is to be broken, and what a check of it gives."""

    sources: Sources
    path: str
    library: Library
    report: Report

    def with_file(self, data: bytes) -> Sources:
        """Return the files with one of them exchanged."""

        def put(group: tuple[tuple[str, bytes | QuizError], ...]) -> tuple[tuple[str, bytes | QuizError], ...]:
            return tuple((path, data if path == self.path else was) for path, was in group)

        library, names, banks, documents, maps = self.sources
        kept = None if names is None else put((names,))[0]
        return Sources(put((library,))[0], kept, put(banks), put(documents), put(maps))

    def broken_bank(self) -> bool:
        """Tell whether the file to be broken is a bank."""
        return any(path == self.path for path, _ in self.sources.banks)

    def text(self) -> str:
        names = () if self.sources.names is None else (self.sources.names,)
        files = (self.sources.library, *names, *self.sources.banks, *self.sources.documents)
        return next(_text(data) for path, data in files if path == self.path)


def _good(sources: Sources, path: str) -> Good:
    library, report = check_sources(sources, TODAY)
    assert library is not None
    return Good(sources, path, library, report)


@cache
def _all_good() -> list[Good]:
    """Return every file of the starter and of a fixture, and every piece of a shipped bank, each in its library."""
    made: list[Good] = []
    for root in (Path(quiz.__file__).parent / "starter", FIXTURES / "library"):
        sources = read_sources(root)
        assert sources.names is not None
        files = (sources.library, sources.names, *sources.banks, *sources.documents)
        made += [_good(sources, path) for path, _ in files]
    shipped = read_sources(shipped_library())
    for path, data in shipped.banks:
        for piece in _slices(path, _text(data)):
            cited = set(re.findall(r"document: ([\w-]+)", _text(piece[1])))
            documents = tuple(d for d in shipped.documents if Path(d[0]).stem in cited)
            made.append(_good(shipped._replace(banks=(piece,), documents=documents), path))
    return made


class Unread(Exception):
    """What an independent reader of YAML says of a text that is none."""


def _written(data: bytes) -> object:
    """Return what an independent reader finds in a file: texts, lists and mappings. Raises Unread."""
    try:
        return yaml.load(data.decode("utf-8-sig"), Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unread(str(error)) from None


def _leaves(value: object) -> Iterator[str]:
    """Yield every text of a value, folded as what may be written otherwise and means the same."""
    if isinstance(value, msgspec.Struct):
        if value.__struct_config__.tag is not None:
            yield from (str(value.__struct_config__.tag_field), str(value.__struct_config__.tag))
        for field in msgspec.structs.fields(value):
            yield field.encode_name
            yield from _leaves(getattr(value, field.name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner)
    else:
        yield str(value).lower() if isinstance(value, bool) else safe(str(value))


def _lost(data: bytes, library: Library | None) -> list[str]:
    """Return what stands in the items of a bank and in none that came of them; all of it without a library."""
    bank = _written(data)
    given = bank.get("items") if isinstance(bank, dict) else None
    entries = {} if library is None else library.entries
    lost: list[str] = [] if isinstance(given, list) else ["items"]
    for item in given if isinstance(given, list) else ():
        entry = entries.get(item.get("id", "")) if isinstance(item, dict) else None
        made = set() if entry is None else set(_leaves(entry.item))
        lost += [text for text in _leaves(item) if text not in made] or ([] if entry else ["item"])
    return lost


def _line_count(sources: Sources, path: str) -> int:
    names = () if sources.names is None else (sources.names,)
    data = dict((sources.library, *names, *sources.banks, *sources.documents))[path]
    return len(data.decode("utf-8", "replace").splitlines()) if isinstance(data, bytes) else 1


@pytest.mark.parametrize("part", range(PARTS))
@settings(
    max_examples=EXAMPLES // PARTS,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(file=st.integers(0, 2**16), seed=st.integers(0, 2**32))
def test_a_thousand_broken_files_give_located_findings_and_never_a_traceback(part: int, file: int, seed: int) -> None:
    good = _all_good()[part::PARTS]
    one = good[file % len(good)]
    wrong = broken(one.text(), seed)
    sources = one.with_file(wrong)
    library, report = check_sources(sources, TODAY)
    for finding in report.findings:
        assert finding.path
        assert finding.rule
        assert finding.what.strip()
        assert finding.hint.strip()
        assert finding.column >= 1
        assert 1 <= finding.line <= _line_count(sources, finding.path) + 1
    if not report.findings:
        _nothing_is_lost(one, wrong, library)


def _nothing_is_lost(one: Good, wrong: bytes, library: Library | None) -> None:
    """Hold a file of which nothing is told to an independent reader of it."""
    assert library is not None
    if one.broken_bank():
        assert _lost(wrong, library) == []
    else:
        assert library.entries.keys() == one.library.entries.keys()
    if not one.path.endswith(".md"):
        _written(wrong)
