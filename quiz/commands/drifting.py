"""The command that holds every citation against the documents as they are now: `quiz drift`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.commands.shared import folders, print_json, tell
from quiz.errors import Exit
from quiz.text import one_line

if TYPE_CHECKING:
    from argparse import Namespace

    from quiz.checks.drift import Drift


def drift(options: Namespace) -> int:
    """Print which citations are no longer what their document says, and what to do."""
    from quiz.banks import find_library, read_sources, sources_at
    from quiz.checks.drift import drift as drift_of
    from quiz.checks.review import read_reviews

    _, settings = folders(options)
    root = find_library(getattr(options, "library", None), settings.library)
    since = None if options.since is None else sources_at(root, options.since)
    records, findings = read_reviews(root)
    sources = read_sources(root)
    found = drift_of(sources, records, since)
    if options.json:
        print_json({"citations": found.citations, "summary": found.summary(), "findings": findings})
    else:
        _tell(found)
        tell(findings)
        print(found.in_words())
    return Exit.FINDINGS if found.broken else Exit.DONE


def _tell(found: Drift) -> None:
    """Print what is to be told, document by document; of what concerns a whole item only its first citation."""
    from quiz.checks.drift import State

    told: set[tuple[str, str]] = set()
    by_document: dict[str, list[str]] = {}
    for cited in found.citations:
        if cited.state is State.VERBATIM:
            continue
        if cited.state is State.UNCONFIRMED:
            if (cited.path, cited.item) in told:
                continue
            told.add((cited.path, cited.item))
        place = f"{cited.path}:{cited.line}:{cited.column}"
        line = f"{place}: {cited.state}: {cited.item} {cited.what_to_do()}"
        by_document.setdefault(cited.document, []).append(line)
    for document, lines in sorted(by_document.items()):
        print(one_line(f"{document}:"))
        for line in lines:
            print(one_line(line))
