"""The command that makes a file a document of the library: `quiz documents add`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quiz.commands.shared import folders, print_json
from quiz.errors import Exit
from quiz.text import counted, one_line

if TYPE_CHECKING:
    from argparse import Namespace

    from quiz.generate.adding import Added

SHOWN = 10


def documents_add(options: Namespace) -> int:
    """Add a document and say what was taken, what was left out and, after an update, what no longer holds."""
    from msgspec import to_builtins

    from quiz.banks import find_library
    from quiz.generate.adding import About, add

    _, settings = folders(options)
    root = find_library(getattr(options, "library", None), settings.library)
    about = About(
        id=options.id,
        title=options.title,
        called=options.called,
        kind=options.kind,
        publisher=options.publisher,
        dated=options.date,
        url=options.url,
        authors=tuple(options.author),
    )
    added = add(root, Path(options.file), about, options.update)
    if options.json:
        print_json({"document": to_builtins(added)})
    else:
        _tell(added)
    return Exit.FINDINGS if added.broken else Exit.DONE


def _tell(added: Added) -> None:
    of = f"{counted(added.paragraphs, 'paragraph')}, {counted(added.sentences, 'sentence')}"
    print(one_line(f"{added.path}: {added.state}: '{added.id}', {of}, from {added.file}"))
    if added.left_out and added.state != "unchanged":
        print(f"  left out or changed: {one_line('; '.join(added.left_out))}")
    for change in added.changes[:SHOWN]:
        print(f"  {one_line(change.says())}")
    if len(added.changes) > SHOWN:
        print(f"  … and {counted(len(added.changes) - SHOWN, 'more change')} (--json gives all)")
    if added.broken:
        items = len({c.item for c in added.broken})
        print(f"  {counted(len(added.broken), 'citation')} of {counted(items, 'item')} no longer stand where they did:")
        for cited in added.broken[:SHOWN]:
            place = f"{cited.path}:{cited.line}"
            print(f"    {one_line(f'{place}: {cited.state}: {cited.item} {cited.what_to_do()}')}")
        print("  `quiz drift` lists them all until they are mended")
    if added.state == "unchanged":
        return
    if added.guessed:
        print("  A PDF has no paragraphs: these are guessed from its lines; tables and columns may be out of order.")
    print("  Read it beside the file before you ask about it; headings are remarks. `quiz generate` drafts questions.")
