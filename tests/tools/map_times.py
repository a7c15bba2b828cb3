"""How much of a processor's time the shipped map takes: python -m tests.tools.map_times [COLUMNS ROWS]."""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import process_time

from quiz.maps.drawing import Label, draw
from quiz.maps.model import geometry
from quiz.maps.shipped import shipped_map
from quiz.maps.viewport import view_of
from quiz.views.places import named_labels

TIMES = 15


def milliseconds(work: Callable[[int], object], times: int = TIMES) -> float:
    """Return the median of so many runs."""
    took = []
    for number in range(times):
        start = process_time()
        work(number)
        took.append((process_time() - start) * 1_000)
    return sorted(took)[times // 2]


def main(columns: int = 140, rows: int = 45) -> None:
    """Print the first drawing, one with the cursor elsewhere, and one of another part."""
    start = process_time()
    chart = shipped_map("south-caucasus")
    assert chart is not None
    view = view_of(geometry(chart), columns, rows)
    labels, lit = named_labels(chart, {}, "armenia")
    draw(chart, view, labels, lit, True)
    first = (process_time() - start) * 1_000
    spots = [named_labels(chart, {}, place.id) for place in chart.places]

    def move(number: int) -> object:
        return draw(chart, view, *spots[number % len(spots)], True)

    def pan(number: int) -> object:
        names: dict[str, Label] = spots[0][0]
        return draw(chart, view.panned(number + 1, 0), names, {}, True)

    print(f"first, with its file read: {first:.1f} ms at {columns} x {rows}")
    print(f"another place: {milliseconds(move):.1f} ms; another part: {milliseconds(pan):.1f} ms")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
