"""Topics and documents, or the passages of a document, with their mastery: rows to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from quiz.text import one_line
from quiz.tui.widgets.plots import bar
from quiz.tui.widgets.text import MUTED, plain, styled
from quiz.views import percent
from quiz.views.mastery import Part

MOST = 1_000
"""Rows that are shown of one kind."""
NONE = "No approved question has a topic or cites a document."
Groups = tuple[tuple[str, Sequence[Part]], ...]


class PartList(OptionList):
    """Parts in groups under their headings; `part` is the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Open", id="parts.open", key_display="Enter")]

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._groups: Groups = ()
        self._parts: list[Part | None] = []

    @property
    def part(self) -> Part | None:
        """The part under the cursor."""
        return None if self.highlighted is None else self._parts[self.highlighted]

    def show(self, groups: Groups, width: int, at: str = "") -> None:
        """Show parts for a width in columns, the cursor on the one whose id is `at` or else the first."""
        self._groups = groups
        self._parts = []
        options: list[Option] = []
        for title, parts in groups:
            options += [Option("", disabled=True)] if options else []
            options.append(Option(heading(title, width, any(p.ready for p in parts)), disabled=True))
            options += [Option(row(part, width)) for part in parts[:MOST]]
            self._parts += [None] * (len(options) - len(self._parts) - len(parts[:MOST]))
            self._parts += parts[:MOST]
            if len(parts) > MOST:
                options.append(Option(plain(f"  and {len(parts) - MOST:,} more"), disabled=True))
                self._parts.append(None)
        if not options:
            options, self._parts = [Option(plain(NONE), disabled=True)], [None]
        self.clear_options()
        self.add_options(options)
        places = [n for n, part in enumerate(self._parts) if part is not None]
        self.highlighted = next(
            (n for n in places if getattr(self._parts[n], "id", "") == at), min(places, default=None)
        )

    def redraw(self, width: int) -> None:
        """Fit the rows to another width."""
        part = self.part
        self.show(self._groups, width, part.id if part else "")


def _columns(width: int, ready: bool) -> tuple[int, int]:
    """Return the widths of a title and its bar for a list of `width` columns."""
    free = max(24, width - (30 if ready else 22))
    length = max(6, min(24, free // 3))
    return free - length, length


def heading(text: str, width: int, ready: bool) -> Content:
    """Return the heading of a group over its columns; `ready`: what is expected on a date is one of them."""
    title, length = _columns(width, ready)
    date = f"{'On date':>9}" if ready else ""
    return styled((f"{one_line(text, title):<{title}} {'Mastery':<{length + 7}}{'Seen':>9}  {date}", MUTED))


def row(part: Part, width: int) -> Content:
    """Return a part in one line; a topic stands as far in as it is deep."""
    title, length = _columns(width, part.ready is not None)
    indent = "  " * min(4, part.id.count("/"))
    called = one_line(part.title, title - len(indent))
    return styled(
        f"{indent}{called}{' ' * (title - len(indent) - len(called))} ",
        *bar(part.mastery, length),
        f" {percent(part.mastery):>5} ",
        (f"{f'{part.seen:,}/{part.items:,}':>10}", MUTED),
        (" ✓" if part.mastered else "  ", "$success"),
        (f"{percent(part.ready.expected):>8}" if part.ready else "", "$accent"),
    )
