"""The command that tells which sentences of which document no approved item asks about: `quiz coverage`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from quiz.commands.shared import open_library, print_json
from quiz.errors import Exit
from quiz.text import counted, one_line

if TYPE_CHECKING:
    from argparse import Namespace

    from quiz.banks import Library
    from quiz.checks.coverage import Coverage, SentenceCoverage, Share


def coverage(options: Namespace) -> int:
    """Print which sentences approved items ask about, and which not."""
    from msgspec import to_builtins

    from quiz.checks.coverage import coverage as measured

    library = open_library(options)
    found = measured(library)
    if options.json:
        print_json({**to_builtins(found), "uncovered": found.short})
        return Exit.DONE
    shown = found.sentences if options.sentences else found.short
    for part in (_documents(found), _sentences(shown, options.sentences), _counts(found, library), _matrix(found)):
        for line in part:
            print(one_line(line) if line[:1] != " " else f"  {one_line(line)}")
    return Exit.DONE


def _text(share: Share) -> str:
    return f"{share.covered} of {share.total}" + ("" if share.value is None else f" ({share.value:.0%})")


def _documents(found: Coverage) -> Iterator[str]:
    """Yield a line for each document, and one for all of them."""
    for d in found.documents:
        marks = "; ".join(f"{mark} {_text(share)}" for mark, share in d.marks.items())
        yield f"{d.document}: {marks}; core by a constructed answer {_text(d.core_constructed)}"
    totals = Counter(s.mark for s in found.sentences)
    covered = Counter(s.mark for s in found.sentences if s.items)
    yield "all: " + "; ".join(f"{mark} {covered[mark]} of {n} ({covered[mark] / n:.0%})" for mark, n in totals.items())


def _sentences(shown: tuple[SentenceCoverage, ...], with_items: bool) -> Iterator[str]:
    yield ""
    if not shown:
        yield "no core or useful sentence is without a question"
        return
    yield "every sentence:" if with_items else f"without a question: {counted(len(shown), 'sentence')}"
    for s in shown:
        items = f" <- {', '.join(s.items) or 'none'}" if with_items else ""
        yield f"{s.path}:{s.line}: {s.mark} [{s.paragraph}] {s.text}{items}"


def _counts(found: Coverage, library: Library) -> Iterator[str]:
    """Yield how many items each topic, type, level and bank has, and which rest on one voice."""
    yield ""
    for title, counts in (("types", found.types), ("levels", found.levels), ("banks", found.banks)):
        yield f"{title}: {', '.join(f'{name} {n}' for name, n in counts.items())}"
    yield f"topics: {', '.join(f'{t} {n}' for t, n in found.topics.items())}"
    by_voice: dict[str, list[str]] = {}
    for single in found.single_source:
        by_voice.setdefault(single.voice, []).append(single.item)
    for voice, items in by_voice.items():
        yield f"on the word of {voice} alone, {counted(len(items), 'item')}: {', '.join(items)}"


def _matrix(found: Coverage) -> Iterator[str]:
    """Yield how many items of each main topic cite each document."""
    topics = list(dict.fromkeys(t for row in found.matrix.values() for t in row))
    yield ""
    yield "items by document and main topic:"
    for document, row in found.matrix.items():
        yield f"{document}: {', '.join(f'{t} {row[t]}' for t in topics if t in row) or 'none'}"
