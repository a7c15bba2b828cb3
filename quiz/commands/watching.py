"""`quiz check --watch`: each save is checked at once, and the item that was changed is shown as a trainee sees it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quiz.errors import Exit
from quiz.text import one_line, safe
from quiz.views.watched import State, Watched, files_state

if TYPE_CHECKING:
    from quiz.banks import Entry, Library
    from quiz.checks import Report

POLL = 0.03
"""Seconds between two looks at the files."""
SHOWN = 3
"""Changed items that are shown whole."""


class Watch(Watched):
    """Checks a library again and again, reading only what has changed, and says what is new."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._items: dict[str, object] = {}

    def look(self, today: date) -> tuple[Report, list[str]]:
        """Return what a check finds now, and the lines of the items that have changed since the last look."""
        library, report, _, _ = self.checked(today)
        if library is None:
            return report, []
        changed = [e for i, e in library.entries.items() if self._items and self._items.get(i) != e.item]
        self._items = {i: e.item for i, e in library.entries.items()}
        return report, [line for entry in changed[:SHOWN] for line in preview(entry, library)]


def preview(entry: Entry, library: Library) -> Iterator[str]:
    """Yield an item as a trainee sees it, then what is right and why."""
    from quiz.views import question_of, right_text
    from quiz.views.lines import option_lines, question_lines
    from quiz.views.places import place_names

    yield f"{entry.path}:{entry.line}: {entry.item.id}, {entry.item.status}"
    if entry.item.__struct_config__.tag == "place":
        yield f"  {entry.item.stem}"
        return
    question = question_of(entry, library, entry.item.id, 1, 1)
    for line in question_lines(question):
        yield f"  {line}"
    for part in question.parts if question.type == "cloze" else ():
        yield f"  {part.called} {part.wanted or 'pick one'}{f' ({part.unit})' if part.unit else ''}"
        for line in option_lines(part.options):
            yield f"  {line}"
    yield f"  = {right_text(entry.item, place_names(library, entry.item))}"
    yield f"  {entry.item.explanation}"


def watch(root: Path, tell: Callable[[Report], None]) -> int:
    """Check the library at `root` after each change of its files, until interrupted."""
    watching = Watch(root)
    before: State | None = None
    while True:
        try:
            state = files_state(root)
            if state == before:
                time.sleep(POLL)
                continue
            before = state
            report, lines = watching.look(datetime.now().astimezone().date())
        except KeyboardInterrupt:
            return Exit.INTERRUPT
        print(f"\n{datetime.now().astimezone():%H:%M:%S} {one_line(str(root))}")
        tell(report)
        for line in lines:
            print(safe(line))
        print("watching; Ctrl+C ends", flush=True)
