"""What checks say of the files of a library as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quiz.banks import Library, Shelf, Sources
    from quiz.checks.drift import Cited
    from quiz.checks.review import Record
    from quiz.errors import Finding

CITING = frozenset(
    {"no-document", "no-paragraph", "quote-elsewhere", "quote-missing", "quote-partial", "quote-several"}
)
"""The rules that a quote breaks when it is no longer what its document says."""


def checked(shelf: Shelf, today: date, cache: Path | None) -> tuple[list[Finding], tuple[Cited, ...]]:
    """Return the findings of a check of a library, and the citations that call for somebody.

    Nothing of a library without files.
    """
    if shelf.origin is None:
        return [], ()
    from quiz.banks import read_sources
    from quiz.checks import check
    from quiz.checks.review import read_reviews

    root = shelf.origin.root
    findings = check(root, [], today, cache).findings
    return findings, tuple(drifted(read_sources(root), shelf.library, findings, read_reviews(root)[0]))


def drifted(
    sources: Sources, library: Library, findings: Sequence[Finding], records: Sequence[Record]
) -> Iterator[Cited]:
    """Yield the citations that call for somebody: those that `drift` finds broken, and of items not read since.

    `findings` are those of the library. A quote of a sound item is what its document says, so that only banks with a
    broken one are read again.
    """
    from quiz.checks.drift import BROKEN, drift

    broken = {f.path for f in findings if f.rule in CITING}
    if broken:
        banks = tuple(bank for bank in sources.banks if bank[0] in broken)
        found = drift(sources._replace(banks=banks), records).citations
        yield from (c for c in found if c.state in BROKEN)
    yield from _unread(library, records)


def _unread(library: Library, records: Iterable[Record]) -> Iterator[Cited]:
    from quiz.checks.drift import Cited, State
    from quiz.checks.review import by_item, since_read

    readings = by_item(records)
    for entry in library.entries.values() if readings else ():
        item = entry.item
        if item.status != "retired" and since_read(item, readings.get(item.id, ())) is False:
            first = item.citations[0]
            yield Cited(
                item=item.id,
                state=State.UNCONFIRMED,
                document=first.document,
                paragraph=first.paragraph,
                quote=first.quote,
                field="citations 0",
                path=entry.path,
                line=entry.line,
                column=1,
            )
