"""A long list of texts of which only those on the screen are laid out, so that it scrolls as fast as a short one."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget

from quiz.tui.widgets.text import plain, styled
from quiz.tui.widgets.window import Window, page, settle, visible

AT = "▸ "
KEPT = 400
"""Cells that are kept as they were laid out."""


class Cell(NamedTuple):
    """One text with a sign beside its first line and, where `head` is given, a line above."""

    text: Content
    sign: Content = Content("")
    head: Content | None = None


class _OfReel(Message):
    def __init__(self, reel: Reel) -> None:
        super().__init__()
        self.reel = reel

    @property
    def control(self) -> Reel:
        """The list, so that a handler can ask for one by its id."""
        return self.reel


class Reel(Widget, can_focus=True):
    """Cells under one another with a cursor; `draw` makes the cell of a number when it comes to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="reel.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="reel.down"),
        Binding("pageup,ctrl+b", "turn(-1)", "Page up", show=False, id="reel.page-up"),
        Binding("pagedown,ctrl+f", "turn(1)", "Page down", show=False, id="reel.page-down"),
        Binding("home,g", "jump(0)", "First", show=False, id="reel.first"),
        Binding("end,G", "jump(-1)", "Last", show=False, id="reel.last"),
        Binding("enter", "open", "Open", key_display="Enter", id="reel.open"),
    ]
    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"reel--cell", "reel--cursor", "reel--thumb"}

    cursor: reactive[int] = reactive(0, repaint=False)
    count: reactive[int] = reactive(0, repaint=False)

    class Moved(_OfReel):
        """The cursor is on another cell, or other cells are shown."""

    class Opened(_OfReel):
        """Enter was pressed on the cell, or it was clicked where the cursor was."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._signs = 0
        self._draw: Callable[[int], Cell] = lambda _: Cell(plain(""))
        self._empty = plain("")
        self._window = Window()
        self._kept: dict[tuple[int, bool, int, Style], list[Strip]] = {}
        self._signs_kept: dict[tuple[str, str, Style], Strip] = {}
        self._seen: list[tuple[int, int]] | None = None
        self._drawn: list[Strip] | None = None

    def show(
        self, count: int, draw: Callable[[int], Cell], cursor: int = 0, empty: Content | str = "", signs: int = 0
    ) -> None:
        """Show other cells; `empty` is said where there are none, `signs` is the width of the signs in columns."""
        self._draw = draw
        self._signs = signs
        self._empty = empty if isinstance(empty, Content) else plain(empty)
        self._window = Window()
        self._kept = {}
        self._signs_kept = {}
        self.set_reactive(Reel.count, count)
        self.set_reactive(Reel.cursor, max(0, min(cursor, count - 1)))
        self._moved()

    def move_to(self, cursor: int) -> None:
        """Put the cursor on a cell."""
        cursor = max(0, min(cursor, self.count - 1))
        changed = cursor != self.cursor
        self.set_reactive(Reel.cursor, cursor)
        self._moved(tell=changed)

    def _moved(self, tell: bool = True) -> None:
        self._again()
        if tell:
            self.post_message(self.Moved(self))

    def _again(self) -> None:
        """Draw anew."""
        self._seen = None
        self._drawn = None
        self.refresh()

    def notify_style_update(self) -> None:
        """Draw anew in other colours."""
        super().notify_style_update()
        self._kept = {}
        self._signs_kept = {}
        self._drawn = None

    @property
    def _lines(self) -> int:
        return self.size.height

    def _strips(self, cell: int) -> list[Strip]:
        """Return the lines of a cell as they are drawn."""
        under = cell == self.cursor and self.count > 0
        style = self.get_visual_style("reel--cell", *(["reel--cursor"] if under else []))
        key = (cell, under, self.size.width, style)
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[key] = self._laid_out(self._draw(cell), style, AT if under else "  ")
        return self._kept[key]

    def _laid_out(self, cell: Cell, style: Style, at: str) -> list[Strip]:
        left = len(AT) + self._signs
        width = max(1, self.size.width - left - 1)
        lines: list[Strip] = []
        if cell.head is not None:
            lines += Visual.to_strips(self, cell.head, self.size.width - 1, None, style, pad=True)
        margin = Strip([Segment(" " * left, style.rich_style)])
        for number, text in enumerate(Visual.to_strips(self, cell.text, width, None, style, pad=True)):
            lines.append(Strip.join([margin if number else self._beside(cell.sign, style, at, left), text]))
        return lines or [margin]

    def _beside(self, sign: Content, style: Style, at: str, width: int) -> Strip:
        """Return what stands before the first line of a cell: the cursor and its sign."""
        key = (repr(sign), at, style)
        if key not in self._signs_kept:
            first = styled((at, "bold $accent")) + sign
            self._signs_kept[key] = Visual.to_strips(self, first, width, 1, style, pad=True)[0]
        return self._signs_kept[key]

    def _height(self, cell: int) -> int:
        return len(self._strips(cell))

    def _on_screen(self) -> list[tuple[int, int]]:
        """Return cell and line of each line of the screen."""
        if self._seen is None:
            self._window = settle(self._window, self.cursor, self.count, self._lines, self._height)
            self._seen = visible(self._window, self.count, self._lines, self._height)
        return self._seen

    def render_line(self, y: int) -> Strip:
        """Return a line of the screen."""
        if self._drawn is None:
            self._drawn = self._draw_lines() if self.count else self._draw_empty()
        if y < len(self._drawn):
            return self._drawn[y]
        return Strip.blank(self.size.width, self.get_visual_style("reel--cell").rich_style)

    def _draw_empty(self) -> list[Strip]:
        style = self.get_visual_style("reel--cell")
        margin = Strip([Segment("  ", style.rich_style)])
        said = Visual.to_strips(self, self._empty, max(1, self.size.width - 2), None, style, pad=True)
        return [Strip.join([margin, line]) for line in said]

    def _draw_lines(self) -> list[Strip]:
        style = self.get_visual_style("reel--cell").rich_style
        seen = self._on_screen()
        lines = [self._strips(cell)[line] for cell, line in seen]
        lines += [Strip([])] * (self._lines - len(lines))
        thumb = Segment("▐", self.get_visual_style("reel--cell", "reel--thumb").rich_style)
        marks = [Segment(" ", style)] * len(lines)
        place = self._thumb(seen)
        if place >= 0:
            marks[place] = thumb
        inner = max(0, self.size.width - 1)
        return [
            Strip.join([line.adjust_cell_length(inner, style), Strip([mark])])
            for line, mark in zip(lines, marks, strict=True)
        ]

    def _thumb(self, seen: list[tuple[int, int]]) -> int:
        """Return the line on which the place in the list is marked, -1 where all of it is on the screen."""
        whole = seen[0] == (0, 0) and seen[-1] == (self.count - 1, self._height(self.count - 1) - 1)
        return -1 if whole else round(self.cursor / max(1, self.count - 1) * (self._lines - 1))

    def on_resize(self) -> None:
        """Lay out anew."""
        self._kept = {}
        self._signs_kept = {}
        self._again()

    def action_move(self, step: int) -> None:
        """Go to the next cell, or on through one that is higher than the screen."""
        if self.count == 0:
            return
        self._on_screen()
        top, skip = self._window
        hidden = self._height(self.cursor) - skip - self._lines if top == self.cursor else 0
        if step > 0 and hidden > 0:
            self._window = Window(top, skip + min(hidden, max(1, self._lines - 1)))
            self._moved(tell=False)
        elif step < 0 and top == self.cursor and skip > 0:
            self._window = Window(top, max(0, skip - max(1, self._lines - 1)))
            self._moved(tell=False)
        else:
            self.move_to(self.cursor + step)

    def action_turn(self, step: int) -> None:
        """Go a screen on or back."""
        self._on_screen()
        self._window, cursor = page(self._window, step, self.count, self._lines, self._height)
        self.move_to(cursor)

    def action_jump(self, cell: int) -> None:
        """Go to the first cell, or the last."""
        self.move_to(cell if cell >= 0 else self.count - 1)

    def action_open(self) -> None:
        """Open what is under the cursor."""
        if self.count:
            self.post_message(self.Opened(self))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go on."""
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go back."""
        event.stop()
        self.action_move(-1)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the cell that was clicked; open it when it was there."""
        event.stop()
        seen = self._on_screen()
        if event.y < len(seen):
            cell = seen[event.y][0]
            if cell == self.cursor:
                self.action_open()
            else:
                self.move_to(cell)
