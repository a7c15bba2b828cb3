"""Which part of a long list is on the screen. Pure, and never looks at more cells than a screen holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Height = Callable[[int], int]
"""Lines of a cell by its number, at least 1."""


class Window(NamedTuple):
    """The first cell of which something is shown, and how many of its lines are above the screen."""

    top: int = 0
    skip: int = 0


def settle(window: Window, cursor: int, count: int, lines: int, height: Height) -> Window:
    """Move a window as little as it takes for the cursor's cell to be seen, and to leave no line empty in vain.

    `count` cells on `lines` lines. Of a cell that is higher than the screen a part is seen.
    """
    if count <= 0 or lines <= 0:
        return Window()
    top, skip = window
    own = height(cursor)
    if cursor < top or own >= lines:
        top, skip = (top, skip) if cursor == top and own >= lines else (cursor, 0)
    else:
        skip = 0 if cursor == top else skip
        first, used = _above(cursor, top, own, lines, height)
        if used >= lines and (first > top or used - skip > lines):
            top, skip = first, used - lines
    return _filled(Window(top, min(skip, height(top) - 1)), count, lines, height)


def _above(cell: int, least: int, used: int, lines: int, height: Height) -> tuple[int, int]:
    """Go up from a cell until the screen is full or `least` is reached; return the cell there and the lines so far."""
    while cell > least and used < lines:
        cell -= 1
        used += height(cell)
    return cell, used


def _filled(window: Window, count: int, lines: int, height: Height) -> Window:
    """Pull the cells down where the last one does not reach the bottom of the screen."""
    top, skip = window
    used = height(top) - skip
    last = top
    while used < lines and last + 1 < count:
        last += 1
        used += height(last)
    if used >= lines:
        return window
    first, whole = _above(top, 0, used + skip, lines, height)
    return Window(first, max(0, whole - lines))


def visible(window: Window, count: int, lines: int, height: Height) -> list[tuple[int, int]]:
    """Return cell and line within it for each line of the screen, as far as there are any."""
    shown: list[tuple[int, int]] = []
    cell, line = window
    while cell < count and len(shown) < lines:
        shown += [(cell, n) for n in range(line, height(cell))][: lines - len(shown)]
        cell, line = cell + 1, 0
    return shown


def page(window: Window, step: int, count: int, lines: int, height: Height) -> tuple[Window, int]:
    """Turn a page down (`step` 1) or up (-1); return the window and the cell on which the cursor then is."""
    seen = visible(window, count, lines, height)
    if not seen:
        return window, 0
    if step < 0:
        back = max(1, lines - 1)
        first, whole = _above(window.top, 0, window.skip, back, height)
        skip = max(0, whole - back)
        # A cell of which only a part fits is left to the page before, unless it is higher than a page.
        return Window(first, skip), first + (skip > 0 and height(first) < lines)
    last, line = seen[-1]
    if last > window.top:
        return Window(last, 0), last
    if line + 1 < height(last):
        return Window(last, line + 1), last
    return (Window(last + 1, 0), last + 1) if last + 1 < count else (window, last)
