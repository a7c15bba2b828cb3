"""The command for instructors: what the answers in a log say of the items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.commands.shared import folders, open_library, print_json
from quiz.errors import Exit
from quiz.text import counted, one_line

if TYPE_CHECKING:
    from argparse import Namespace

    from quiz.scoring.statistics import Figure, ItemStatistics


def report(options: Namespace) -> int:
    """Print figures of each item over all trainees of the log, and what trainees say against items."""
    from msgspec import to_builtins

    from quiz.store import Log
    from quiz.views.reports import complaints
    from quiz.views.statistics import report_of

    library = open_library(options)
    data, _ = folders(options)
    logs = {}
    with Log(data, "", library.id, writing=False) as log:
        trainees = log.trainees()
    for trainee in trainees:
        with Log(data, trainee, library.id, writing=False) as log:
            logs[trainee] = log.events()
    found = report_of(library, logs)
    said = complaints(library, logs)
    difficulty = {item: estimate.value for (item, _), estimate in found.difficulty.difficulties.items()}
    if options.json:
        rows = [
            {"item": item, "scored": scored, "difficulty": difficulty.get(item), **to_builtins(figures)}
            for (item, scored), figures in found.analysis.items.items()
        ]
        print_json({"items": rows, "form": found.analysis.form, "trainees": found.trainees, "reports": said})
        return Exit.DONE
    print(f"{counted(found.trainees, 'trainee')}, {counted(len(found.analysis.items), 'item')} answered; ~ means few")
    for (item, _), figures in found.analysis.items.items():
        print(one_line(_line(item, figures, difficulty.get(item))))
    if said:
        print("\nReported by trainees")
    for one in said:
        print(one_line(one.says()))
    return Exit.DONE


def _line(item: str, figures: ItemStatistics, difficulty: float | None) -> str:
    dead = [o.option for o in figures.options if not (o.right or o.functional or o.share.small)]
    hard = "–" if difficulty is None else f"{difficulty:+.1f}"
    parts = [
        f"facility {_text(figures.facility, 2)} of {figures.facility.n}",
        f"discrimination {_text(figures.discrimination_index, 0)}",
        f"difficulty {hard}",
    ]
    parts += [f"nobody picks: {', '.join(dead)}"] if dead else []
    return f"{item}: {'; '.join(parts)}"


def _text(figure: Figure, digits: int) -> str:
    if figure.value is None:
        return "–"
    return f"{'~' if figure.small else ''}{figure.value:.{digits}f}"
