"""The command that reviews drafts: `quiz review`, on the screen, in lines, or what became of them."""

from __future__ import annotations

import os
import sys
from datetime import date
from typing import TYPE_CHECKING

from quiz.commands.shared import folders, open_desk, print_json, say
from quiz.errors import Exit, QuizError
from quiz.text import counted

if TYPE_CHECKING:
    from argparse import Namespace

    from quiz.views import Desk


def review(options: Namespace) -> int:
    """Review the drafts of the library, or tell what became of those before."""
    if options.stats or options.json:
        return _stats(options)
    plain = getattr(options, "plain", False) or os.environ.get("TERM") == "dumb"
    if not plain and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise QuizError("the review needs a terminal", hint="use `quiz review --plain` with pipes and files")
    with open_desk(options, writing=True, empty=True) as desk:
        return _plain(desk, options.bank) if plain else _screens(desk, options)


def _plain(desk: Desk, bank: str) -> int:
    from quiz.generate.deciding import Table
    from quiz.plain_review import PlainReview

    origin = desk.shelf.origin
    assert origin is not None
    table = Table(origin.root, desk.library, desk.log.trainee, date.fromordinal(desk.today()), bank)
    return PlainReview(table, desk, sys.stdin, sys.stdout).run()


def _screens(desk: Desk, options: Namespace) -> int:
    from quiz.generate.accepting import place_of, places
    from quiz.tui import run_app
    from quiz.views import Choices

    origin = desk.shelf.origin
    assert origin is not None
    if options.bank:
        place_of(places(origin.root, desk.front.banks), options.bank)
    data, settings = folders(options)
    choices = Choices(items=settings.questions)
    return run_app(desk, data, settings, None, choices, "", page=("review", options.bank))


def _stats(options: Namespace) -> int:
    from quiz.banks import find_library
    from quiz.generate.files import DECISIONS, read_decisions
    from quiz.views.acceptance import acceptance, acceptance_lines

    root = find_library(getattr(options, "library", None), folders(options)[1].library)
    decisions, damaged = read_decisions(root)
    if damaged:
        say(f"quiz: {counted(damaged, 'line')} of {DECISIONS} cannot be read")
    found = acceptance(decisions)
    if options.json:
        print_json(found)
        return Exit.DONE
    for line in acceptance_lines(found):
        print(line)
    return Exit.DONE
