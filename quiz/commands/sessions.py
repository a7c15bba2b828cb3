"""Commands for trainees: a session, what is due, what today holds."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from quiz.commands.shared import folders, open_desk, print_json
from quiz.errors import Exit, QuizError
from quiz.text import nearest, one_line

if TYPE_CHECKING:
    from argparse import Namespace

    from quiz.config import Settings
    from quiz.views import Choices, Desk


def _known(kind: str, name: str, known: Iterable[str]) -> None:
    known = list(known)
    if name and name not in known:
        near = nearest(name, known)
        hint = f"did you mean '{near}'?" if near else f"known are: {', '.join(known)}"
        raise QuizError(f"there is no {kind} '{one_line(name, 60)}'", f"--{kind}", hint)


def _choices(options: Namespace, desk: Desk, settings: Settings) -> Choices:
    from quiz.views import Choices

    if options.mode is None:
        return Choices(items=settings.questions, certainty=settings.certainty)
    from quiz.items import type_name

    library = desk.library
    usual = 0 if options.mode == "exam" else settings.questions
    count = usual if options.items is None else options.items
    for name, value, least in (("items", options.items, 1), ("minutes", options.minutes, 0)):
        if value is not None and not least <= value <= 10_000:
            raise QuizError(f"{value} is out of range", f"--{name}", f"give a number from {least} to 10000")
    _known("bank", options.bank, library.banks)
    _known("document", options.document, library.documents)
    _known("type", options.type, sorted({type_name(e.item) for e in library.askable()}))
    parts = [t.split("/") for t in library.topics]
    _known("topic", options.topic, sorted({"/".join(p[:n]) for p in parts for n in range(1, len(p) + 1)}))
    return Choices(
        bank=options.bank,
        topic=options.topic,
        document=options.document,
        type=options.type,
        level=options.level,
        items=count,
        minutes=options.minutes,
        certainty=options.certainty or settings.certainty,
        starred=options.starred,
    )


def open_quiz(options: Namespace) -> int:
    """Open the screens, or line mode."""
    plain = getattr(options, "plain", False) or os.environ.get("TERM") == "dumb"
    if not plain and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise QuizError("the quiz needs a terminal", hint="use `quiz --plain` with pipes and files")
    import gc

    gc.disable()  # until the first frame: nothing that is made before it is garbage
    try:
        return _run_session(options, plain)
    finally:
        gc.enable()


def _run_session(options: Namespace, plain: bool) -> int:
    data, settings = folders(options)
    with open_desk(options, writing=True) as desk:
        choices = _choices(options, desk, settings)
        seed = getattr(options, "seed", "")
        if plain:
            import gc

            from quiz.plain import Plain

            gc.enable()
            return Plain(desk, sys.stdin, sys.stdout).run(options.mode, choices, seed)
        from quiz.tui import run_app

        code = run_app(desk, data, settings, options.mode, choices, seed)
        return Exit.STORE if code == Exit.DONE and desk.log.unsaved else code


def due(options: Namespace) -> int:
    """Print what is due in one line."""
    with open_desk(options, writing=False) as desk:
        home = desk.home()
    if options.json:
        print_json({"due": home.due, "new": home.new, "mistakes": home.mistakes})
    else:
        print(home.summary())
    return Exit.DONE


def status(options: Namespace) -> int:
    """Print what today holds, bank by bank."""
    from quiz.views import percent

    with open_desk(options, writing=False) as desk:
        home = desk.home(folders(options)[1].questions)
    if options.json:
        print_json(home)
        return Exit.DONE
    print(f"{one_line(home.title)}: {home.summary()}")
    for line in (home.goal, *home.warnings):
        if line:
            print(one_line(line))
    print(f"{home.action} ({home.detail})")
    for row in home.banks:
        print(f"  {percent(row.mastery):>5}  {row.seen}/{row.items} seen  {row.due} due  {one_line(row.title)}")
    return Exit.DONE
