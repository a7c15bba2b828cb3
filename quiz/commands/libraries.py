"""Commands for libraries that others made: received once, used without a flag, updated, listed, removed."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from quiz.commands.shared import folders, print_json, say
from quiz.errors import Exit, QuizError
from quiz.text import counted, one_line

if TYPE_CHECKING:
    from argparse import Namespace

    from quiz.banks.receiving import Taken
    from quiz.config import Settings

_LINE = 1_000
"""Characters of a line that is printed."""


class Row(Struct, frozen=True, kw_only=True):
    """A library as the list shows it: `items` are sound, `questions` of them asked; `received` in UTC (ISO), empty
    where it was not; `used` tells that a session without a flag asks it; `trouble` is why it cannot be read."""

    name: str
    id: str
    title: str = ""
    items: int = 0
    questions: int = 0
    documents: int = 0
    received: str = ""
    used: bool = False
    shipped: bool = False
    path: str = ""
    trouble: str = ""

    def says(self) -> str:
        """Return the row as one line."""
        if self.trouble:
            return f"{self.name}: cannot be used: {self.trouble}"
        when = "came with quiz" if self.shipped else f"received {self.received[:10]}" if self.received else self.path
        counts = f"{counted(self.items, 'item')}, {counted(self.questions, 'question')}"
        return f"{self.name}: {self.title} ({counts}, {counted(self.documents, 'document')}; {when})"


def library_list(options: Namespace) -> int:
    """Print the libraries that were received, the one that came with the program, and which is in use."""
    from quiz.banks.receiving import SHIPPED, received
    from quiz.config import is_library, libraries_folder, shipped_library

    data, settings = folders(options)
    root, why = _in_use(options, settings)
    rows = [_row(data, libraries_folder(data) / r.name, r.name, root) for r in received(data)]
    shipped = shipped_library()
    if is_library(shipped):
        rows.append(structs.replace(_row(data, shipped, SHIPPED, root), shipped=True))
    if root is not None and not any(row.used for row in rows):
        rows.append(_row(data, root, "-", root))
    if options.json:
        print_json({"libraries": rows})
        return Exit.DONE
    for row in rows:
        print(f"{'*' if row.used else ' '} {one_line(row.says(), _LINE)}")
    print(one_line(f"* is in use ({why})") if root is not None else one_line(f"None is in use: {why}"))
    return Exit.DONE


def _in_use(options: Namespace, settings: Settings) -> tuple[Path | None, str]:
    """Return the library that a session would ask now and what decides it; None with why there is none."""
    from quiz.banks.opening import locate

    try:
        return locate(getattr(options, "library", None), settings.library)
    except QuizError as error:
        return None, str(error)


def _row(data: Path, root: Path, name: str, used: Path | None) -> Row:
    from quiz import banks
    from quiz.banks.receiving import receipt_of

    receipt = receipt_of(root)
    row = Row(
        name=name,
        id=receipt.id if receipt else "",
        received=receipt.received if receipt else "",
        used=used is not None and os.path.realpath(root) == os.path.realpath(used),
        path=str(root),
    )
    try:
        shelf = banks.open_shelf(root, data / "cache")
    except QuizError as error:
        return structs.replace(row, trouble=str(error))
    front, library = shelf.front, shelf.library
    return structs.replace(
        row,
        id=front.id,
        title=front.title,
        items=len(library.entries),
        questions=len(front.askable),
        documents=len(library.documents),
    )


def library_add(options: Namespace) -> int:
    """Receive a library or an update of one, say what it is or what changed, and use it from now on."""
    from quiz.banks.receiving import take_in
    from quiz.checks.updates import update_of

    data, settings = folders(options)
    given = Path(os.path.expanduser(options.path))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    taken = take_in(data, given, options.name, now)
    update = None if taken.before is None else update_of(taken.before, taken.after)
    name = taken.receipt.name
    _choose(data, settings, taken.root)
    row = _row(data, taken.root, name, taken.root)
    if options.json:
        print_json({"library": row, "update": update})
    else:
        print(one_line(f"{'Received' if update is None else 'Updated'} {row.says()}", _LINE))
        for line in [] if update is None else update.says():
            print(f"  {one_line(line, _LINE)}")
        _remark(taken)
    if taken.library.errors():
        left = len({f.item for f in taken.library.errors() if f.item})
        what = f"{counted(left, 'item')} left out" if left else "a file has faults"
        say(f"quiz: {row.title}: {what}; `quiz check` tells why")
    if not row.questions:
        say(f"quiz: {row.title} has no question to ask yet")
    _warn(options, taken.root)
    return Exit.DONE


def _remark(taken: Taken) -> None:
    """Say under which id answers are kept where that is not plain."""
    receipt = taken.receipt
    if taken.shares:
        print(f"It has the id of the {taken.shares} library '{receipt.id}': answers to either count for both")
    elif receipt.id != receipt.was and taken.before is None:
        print(f"Another library has its id '{receipt.was}': here it is '{receipt.id}', and their answers do not mix")


def _choose(data: Path, settings: Settings, root: Path | None) -> None:
    """Use a library from now on, None for the one that came with the program."""
    from quiz.config import save_settings

    save_settings(data, structs.replace(settings, library="" if root is None else str(root)))


def _warn(options: Namespace, root: Path) -> None:
    """Say what stands before the choice that was made."""
    from quiz.banks.opening import locate

    try:
        found, why = locate(getattr(options, "library", None), str(root))
    except QuizError as error:
        say(f"quiz: it is used only where nothing else is named: {error}")
        return
    if os.path.realpath(found) != os.path.realpath(root):
        say(f"quiz: {why} goes before it here: {found} is asked")


def library_use(options: Namespace) -> int:
    """Use another library from now on."""
    from quiz.banks.receiving import SHIPPED, find_received

    data, settings = folders(options)
    root = find_received(data, options.name)
    row = _row(data, root, options.name, root)
    if row.trouble:
        raise QuizError(f"the library '{options.name}' cannot be used ({row.trouble})", hint="receive it anew")
    shipped = options.name == SHIPPED
    _choose(data, settings, None if shipped else root)
    if options.json:
        print_json({"library": structs.replace(row, shipped=shipped)})
    else:
        print(one_line(f"Using {row.name}: {row.title}", _LINE))
    _warn(options, root)
    return Exit.DONE


def library_remove(options: Namespace) -> int:
    """Remove a library that was received; the log keeps all answers to it."""
    from quiz.banks.receiving import drop, find_received

    data, settings = folders(options)
    root = find_received(data, options.name)
    row = _row(data, root, options.name, None)
    drop(data, options.name)
    chosen = os.path.realpath(settings.library) == os.path.realpath(root) if settings.library else False
    if chosen:
        _choose(data, settings, None)
    if options.json:
        print_json({"removed": row})
        return Exit.DONE
    print(one_line(f"Removed {row.name}; your answers to it stay in the log under the id '{row.id}'"))
    if chosen:
        print("The shipped library is used from now on")
    return Exit.DONE
