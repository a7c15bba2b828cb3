"""Plots in signs: each keeps to its room, and something never looks like nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from quiz.learning import Day
from quiz.tui.widgets import plots
from quiz.views import numbers, percent
from quiz.views.calendar import Span, Week, level_of, weeks_of
from quiz.views.load import Load

DAY_MS = 86_400_000
NOON_MS = 1_790_000_000_000 // DAY_MS * DAY_MS + DAY_MS // 2
TODAY = 739_676
READ = "quiz.tui.screens.progress.read_again"


weeks = st.lists(
    st.builds(
        lambda n, m: Week(TODAY, (0,) * 7, Span(1, n, n, n, min(n, m), 0)), st.integers(0, 50), st.integers(0, 50)
    ),
    min_size=2,
    max_size=60,
).filter(lambda own: sum(w.span.reviews > 0 for w in own) >= 2)


@given(weeks, st.floats(0.7, 0.97), st.integers(30, 104), st.integers(4, 20))
def test_a_curve_keeps_to_its_room(own: list[Week], wish: float, width: int, height: int) -> None:
    lines = str(plots.curve(own, wish, width, height)).splitlines()
    assert len(lines) == height + 1
    assert max(map(cell_len, lines)) <= width
    (wished,) = [line for line in lines[:-1] if line.startswith(f"{percent(wish):>5} ")]
    assert " " not in wished[plots.LEFT :]


loads = st.builds(
    lambda overdue, days: Load(overdue, tuple(days), 0),
    st.integers(0, 9),
    st.lists(st.integers(0, 2_000), min_size=30, max_size=30),
)


@given(loads, st.integers(45, 104), st.integers(1, 20))
def test_columns_keep_to_their_room_and_something_never_looks_like_nothing(load: Load, width: int, height: int) -> None:
    *drawn, _dates = str(plots.columns(load, TODAY, width, height)).splitlines()
    assert len(drawn) == height
    assert max(map(cell_len, drawn)) <= width
    left = len(f"{max(1, load.overdue, *load.days):,}") + 1
    each = max(1, min(4, (width - left - 2) // 31))
    starts = [left, *(left + each + 1 + n * each for n in range(30))]
    lowest = [drawn[-1][at] for at in starts]
    assert [sign != " " for sign in lowest] == [count > 0 for count in (load.overdue, *load.days)]


@given(st.lists(st.integers(0, 60), min_size=7, max_size=70), st.integers(0, 6), st.integers(1, 20))
def test_each_day_of_a_heat_map_has_the_sign_of_its_level(counts: list[int], weekday: int, count: int) -> None:
    today = TODAY + weekday
    days = [Day(today - n, answers) for n, answers in enumerate(counts)]
    own = weeks_of(days, today, count)
    lines = str(plots.heat_map(own)).splitlines()
    most = max(n or 0 for week in own for n in week.answers)
    for place, name in enumerate(numbers.DAYS):
        line = f"{lines[1 + place]:<{4 + 2 * count}}"
        assert line.startswith(f"{name} ")
        for number, week in enumerate(own):
            answers = week.answers[place]
            sign = " " if answers is None else plots.DENSITY[level_of(answers, most)]
            assert line[5 + 2 * number] == sign
    assert max(map(len, lines[:8])) <= 4 + 2 * count


@given(st.floats(0, 1), st.integers(2, 60))
def test_a_bar_is_full_only_for_all_and_empty_only_for_nothing(share: float, width: int) -> None:
    (full, _), (empty, _) = plots.bar(share, width)
    assert len(full) + len(empty) == width
    assert (empty == "") == (share == 1)
    assert (full == "") == (share == 0)


def test_what_draws_curves_is_loaded_when_one_is_drawn(root: Path) -> None:
    code = "import sys, quiz.tui.app, quiz.tui.screens.progress; print('plotille' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
