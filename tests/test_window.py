"""Which part of a list is on the screen: the cursor always, no empty line in vain, never more work than a screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quiz.tui.widgets.window import Window, page, settle, visible

HEIGHTS = st.lists(st.integers(1, 9), min_size=1, max_size=12)


class Counted:
    """Heights of cells that count how often they are asked for."""

    def __init__(self, heights: list[int]) -> None:
        self.heights = heights
        self.asked = 0

    def __call__(self, cell: int) -> int:
        self.asked += 1
        return self.heights[cell]


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[int], int, int, Window]:
    heights = draw(HEIGHTS)
    cursor = draw(st.integers(0, len(heights) - 1))
    top = draw(st.integers(0, len(heights) - 1))
    window = Window(top, draw(st.integers(0, heights[top] - 1)))
    return heights, draw(st.integers(1, 15)), cursor, window


def holds(heights: list[int], lines: int, cursor: int, window: Window) -> list[tuple[int, int]]:
    height = heights.__getitem__
    assert 0 <= window.top < len(heights)
    assert 0 <= window.skip < heights[window.top]
    seen = visible(window, len(heights), lines, height)
    assert len(seen) == min(lines, sum(heights)), "a line is empty in vain"
    whole = [(cell, line) for cell, many in enumerate(heights) for line in range(many)]
    start = whole.index(seen[0])
    assert seen == whole[start : start + lines]
    own = [line for cell, line in seen if cell == cursor]
    assert len(own) == min(lines, heights[cursor]) or (heights[cursor] >= lines and own)
    return seen


@given(lists())
def test_the_cursor_is_seen_and_no_line_is_empty_in_vain(given_: tuple[list[int], int, int, Window]) -> None:
    heights, lines, cursor, window = given_
    settled = settle(window, cursor, len(heights), lines, heights.__getitem__)
    holds(heights, lines, cursor, settled)
    assert settle(settled, cursor, len(heights), lines, heights.__getitem__) == settled


@given(lists())
def test_a_window_that_shows_the_cursor_stays(given_: tuple[list[int], int, int, Window]) -> None:
    heights, lines, cursor, window = given_
    height = heights.__getitem__
    settled = settle(window, cursor, len(heights), lines, height)
    for cell in {cell for cell, _ in visible(settled, len(heights), lines, height)}:
        shown = [line for one, line in visible(settled, len(heights), lines, height) if one == cell]
        if len(shown) == heights[cell] < lines:
            assert settle(settled, cell, len(heights), lines, height) == settled


@given(lists())
def test_pages_go_through_every_cell_and_back(given_: tuple[list[int], int, int, Window]) -> None:
    heights, lines, _, _ = given_
    height, count = heights.__getitem__, len(heights)
    window, cursor, seen = Window(), 0, {0}
    for step, wanted in ((1, count - 1), (-1, 0)):
        seen = set()
        for _ in range(sum(heights) + 1):
            seen |= {cell for cell, _ in holds(heights, lines, cursor, window)}
            window, cursor = page(window, step, count, lines, height)
            window = settle(window, cursor, count, lines, height)
        assert wanted in {cell for cell, _ in visible(window, count, lines, height)}
        assert seen == set(range(count))


@given(st.integers(0, 9_999), st.integers(0, 9_999), st.integers(1, 50))
def test_of_ten_thousand_cells_only_a_few_screens_are_measured(top: int, cursor: int, lines: int) -> None:
    height = Counted([1] * 10_000)
    window = settle(Window(top), cursor, 10_000, lines, height)
    page(window, 1, 10_000, lines, height)
    page(window, -1, 10_000, lines, height)
    assert height.asked <= 8 * lines + 20


def test_nothing_to_show() -> None:
    assert settle(Window(3, 1), 0, 0, 10, lambda _: 1) == Window()
    assert visible(Window(), 0, 10, lambda _: 1) == []
    assert page(Window(), 1, 0, 10, lambda _: 1) == (Window(), 0)
