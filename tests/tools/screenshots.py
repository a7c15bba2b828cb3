"""Pictures of every screen and state worth looking at, as SVG, and as PNG beside it where cairosvg is installed.

    python -m tests.tools.screenshots FOLDER [--only NAME] [--size 80x24] [--theme dark]

Without `--size` and `--theme` each is drawn at 80x24 and 140x45, dark and light. Clock, seed and answers are fixed: the
same code draws the same pictures.
"""

from __future__ import annotations

import argparse
import asyncio
import atexit
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from msgspec import structs
from textual.pilot import Pilot
from textual.widgets import Input

from quiz.banks import Library, Shelf, open_library, open_shelf
from quiz.config import Settings
from quiz.scoring import key_response
from quiz.tui.app import QuizApp
from quiz.tui.messages import PageWanted, SessionWanted
from quiz.tui.theme import CONTRAST, DARK, LIGHT, PLAIN
from quiz.tui.widgets.answer import Submitted
from quiz.views import Choices
from tests.support.drafts import write_drafts
from tests.support.library import library_of, texts
from tests.support.studied import SEED, Studies, World

ROOT = Path(__file__).resolve().parents[2]
SIZES = ("80x24", "140x45")
THEMES = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST, "plain": PLAIN}
USUAL_THEMES = ("dark", "light")
READY_BY = "2026-03-20"
DAYS = 40
"""Days of study behind a rich history."""

Step = Callable[[Pilot[None]], Awaitable[None]]


class Shot(NamedTuple):
    """How one gets to a screen: a world, then one step after the other."""

    world: World
    steps: tuple[Step, ...] = ()
    settings: Settings = Settings(theme="", toured=True, ready_by=READY_BY)
    size: str = ""
    """Columns and lines, where it is to be seen at no other size."""


# Worlds


@cache
def _shipped() -> Library:
    return structs.replace(open_library(ROOT), zone="UTC")


@cache
def _before() -> Library:
    """The shipped library as it was when three of its questions had not been written yet."""
    library = _shipped()
    kept = dict(list(library.entries.items())[:-3])
    return structs.replace(library, entries=kept)


def _empty() -> Library:
    return library_of([], banks={})


@cache
def _drafted() -> Shelf:
    """A library on the disk, with drafts that nobody has read."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return open_shelf(write_drafts(Path(folder.name) / "lib"))


NEW = World(_shipped)
RICH = World(_shipped, DAYS)
DUE = World(_shipped, DAYS, free=3)
NEWS = World(_before, DAYS, news=_shipped)
DONE = World(lambda: library_of(texts(4)), 1)
EMPTY = World(_empty)
DRAFTED = World(_drafted)


# Steps


def keys(*names: str) -> Step:
    """Press keys, one after the other."""

    async def step(pilot: Pilot[None]) -> None:
        for name in names:
            await pilot.press(name)
            await settled(pilot)

    return step


def typed(text: str) -> Step:
    """Type a text."""
    named = {" ": "space", "-": "minus", ",": "comma"}
    return keys(*(named.get(sign, sign) for sign in text))


def page(name: str, about: str = "") -> Step:
    """Open a page."""

    async def step(pilot: Pilot[None]) -> None:
        pilot.app.post_message(PageWanted(name, about))
        await settled(pilot)

    return step


def ask(*items: str, mode: Any = "practice", certainty: bool = False) -> Step:
    """Open a session of these questions."""

    async def step(pilot: Pilot[None]) -> None:
        choices = Choices(items=len(items), certainty=certainty)
        pilot.app.post_message(SessionWanted(mode, choices=choices, items=items))
        await settled(pilot)

    return step


def give(response: Any) -> Step:
    """Answer the question on the screen with what would be logged."""

    async def step(pilot: Pilot[None]) -> None:
        app: Any = pilot.app
        screen = app.screen
        asked = screen.question, screen.phase
        screen.post_message(Submitted(response))
        await settled(pilot)
        assert app.screen is not screen or (screen.question, screen.phase) != asked, response

    return step


def told(item: str, response: Any) -> tuple[Step, ...]:
    """Ask one question and answer it."""
    return ask(item), give(response)


def answer_all(wrong_every: int) -> Step:
    """Answer all questions of the session, each n-th wrongly."""

    async def step(pilot: Pilot[None]) -> None:
        app: Any = pilot.app
        screen = app.screen
        number = 0
        while app.screen is screen and screen.question is not None:
            number += 1
            marking = screen.desk.askable[screen.question.item].marking
            await give(None if number % wrong_every == 0 else key_response(marking))(pilot)
            if screen.phase == "told":
                await keys("enter")(pilot)

    return step


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is being read, and what is drawn stays as it is."""
    before: object = None
    for _ in range(50):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        now = pilot.app.screen._compositor.render_strips()
        if now == before:
            return
        before = now


# What is worth looking at

DRONES, STAGE, SUMS = "drones-kind-euronews", "route-stage", "nuclear-sums-witnesses"
SIGNERS, OWNERS, YEARS = "nuclear-signers-cloze", "peace-needs-owners", "recent-years-order"
BELONGS, ENDS, FIELDS = "nakhchivan-belongs-evidence", "route-end-place", "charter-fields"
SOME = (STAGE, FIELDS, "nuclear-report-signing", SUMS, "charter-posts-date", DRONES, SIGNERS, OWNERS, YEARS, ENDS)
SURE = Settings(toured=True, certainty=True)

SHOTS: dict[str, Shot] = {
    "home-first": Shot(NEW, settings=Settings(toured=True)),
    "home-due": Shot(DUE),
    "home-done": Shot(DONE, settings=Settings(toured=True)),
    "home-empty": Shot(EMPTY, settings=Settings(toured=True)),
    "home-news": Shot(NEWS),
    "home-open": Shot(DUE, (keys("enter"), give(None), keys("q"))),
    "home-banks": Shot(DUE, (keys("right"),)),
    "tour": Shot(NEW, (page("tour"),), Settings()),
    "setup": Shot(DUE, (page("setup"),)),
    "setup-exam": Shot(DUE, (page("setup"), keys("left"))),
    "choice": Shot(NEW, (ask(STAGE), keys("2"))),
    "choice-right": Shot(NEW, told(STAGE, "stalled")),
    "choice-other": Shot(NEW, told(STAGE, "agreed")),
    "choice-wrong": Shot(NEW, told(STAGE, "announced")),
    "choice-omitted": Shot(NEW, told(STAGE, None)),
    "multiple": Shot(NEW, (ask(FIELDS), keys("1", "3"))),
    "multiple-partial": Shot(NEW, told(FIELDS, ["intelligence", "minerals", "defense", "energy"])),
    "boolean": Shot(NEW, (ask("nuclear-report-signing"),)),
    "boolean-other": Shot(NEW, told("nuclear-report-signing", True)),
    "numeric": Shot(NEW, (ask("gas-countries-total"), typed("11"))),
    "numeric-wrong": Shot(NEW, told("gas-countries-total", "11")),
    "numeric-again": Shot(NEW, (ask("gas-countries-total"), typed("many"), keys("enter"))),
    "text": Shot(NEW, (ask(DRONES), typed("spy drones"))),
    "text-slip": Shot(NEW, told(DRONES, "surveilance drones")),
    "text-near": Shot(NEW, told(DRONES, "combat drones")),
    "text-wrong": Shot(NEW, told(DRONES, "surveying planes")),
    "date": Shot(NEW, (ask("charter-posts-date"), typed("10 Feb 2026"))),
    "date-wrong": Shot(NEW, told("charter-posts-date", "2025-02-10")),
    "cloze": Shot(NEW, (ask(SIGNERS), typed("Vance"), keys("enter"))),
    "cloze-partial": Shot(
        NEW, told(SIGNERS, {"first": "Vance", "second": "Ararat Mirzoyan", "third": "USA", "fourth": "Armenia"})
    ),
    "match": Shot(NEW, (ask(OWNERS), keys("b", "down", "d"))),
    "match-partial": Shot(
        NEW,
        told(OWNERS, {"ratification": "qaiser", "future": "pashinyan", "communications": "azerbaijan"}),
    ),
    "order": Shot(NEW, (ask(YEARS), keys("down", "space", "up"))),
    "order-partial": Shot(NEW, told(YEARS, ["offensive", "recognition", "agreement", "posts"])),
    "evidence": Shot(NEW, (ask(BELONGS), keys("down", "down"))),
    "evidence-wrong": Shot(NEW, told(BELONGS, "TRIPP is meant to connect Azerbaijan with Nakhchivan.")),
    "evidence-right": Shot(
        NEW, told(BELONGS, 'The wording "its Nakhchivan" counts Nakhchivan as belonging to Azerbaijan.')
    ),
    "place": Shot(NEW, (ask(ENDS), keys("down"))),
    "place-right": Shot(NEW, told(ENDS, "nakhchivan")),
    "place-wrong": Shot(NEW, told(ENDS, "armenia")),
    "certainty": Shot(NEW, (ask(STAGE, certainty=True), give("stalled")), SURE),
    "hint": Shot(NEW, (ask(STAGE), keys("f3"))),
    "hint-text": Shot(NEW, (ask(DRONES), keys("f3"))),
    "source": Shot(NEW, (ask(STAGE, mode="drill"), keys("f8"))),
    "source-after": Shot(NEW, (*told(STAGE, "agreed"), keys("c"))),
    "doubt": Shot(NEW, (ask(OWNERS), keys("enter"))),
    "exam": Shot(NEW, (ask(*SOME, mode="exam"),)),
    "note": Shot(NEW, (*told(STAGE, "agreed"), keys("f6"), typed("stalled in practice"))),
    "noted": Shot(NEW, (*told(STAGE, "agreed"), keys("f6"), typed("stalled in practice"), keys("enter", "f5"))),
    "report": Shot(NEW, (*told(STAGE, "agreed"), keys("f7"))),
    "suspended": Shot(NEW, (*told(STAGE, "agreed"), keys("s"))),
    "results": Shot(NEW, (ask(*SOME), answer_all(100))),
    "results-wrong": Shot(NEW, (ask(*SOME), answer_all(3))),
    "results-cursor": Shot(NEW, (ask(*SOME), answer_all(3), keys("down", "down"))),
    "results-exam": Shot(NEW, (ask(*SOME, mode="exam"), answer_all(4))),
    "results-save": Shot(NEW, (ask(*SOME), answer_all(3), keys("w"))),
    "again": Shot(NEW, (ask(*SOME), answer_all(3), keys("down", "enter"))),
    **{
        f"progress-{name}": Shot(DUE, (page("progress", name),))
        for name in ("overview", "retention", "load", "days", "mastery", "certainty", "exams")
    },
    **{
        f"progress-{name}-numbers": Shot(DUE, (page("progress", name), keys("v")))
        for name in ("retention", "load", "days")
    },
    "progress-passages": Shot(DUE, (page("progress", "euronews"),)),
    "progress-none": Shot(NEW, (page("progress"),)),
    "library": Shot(DUE, (page("library"),)),
    "library-document": Shot(DUE, (page("library"), keys("down", "enter"))),
    "library-search": Shot(DUE, (page("library"), keys("slash"), typed("nuclear deal"))),
    "library-nothing": Shot(DUE, (page("library"), keys("slash"), typed("zebra"))),
    "library-empty": Shot(EMPTY, (page("library"),)),
    "item": Shot(DUE, (page("item", STAGE),)),
    "item-answer": Shot(DUE, (page("item", STAGE), keys("space"))),
    "item-cloze": Shot(DUE, (page("item", SIGNERS),)),
    "map": Shot(NEW, (page("map"),)),
    "map-item": Shot(NEW, (page("map", ENDS),)),
    "map-zoomed": Shot(NEW, (page("map"), keys("plus", "plus"))),
    "review": Shot(DRAFTED, (page("review"),)),
    "review-edit": Shot(DRAFTED, (page("review"), keys("e"))),
    "review-reasons": Shot(DRAFTED, (page("review"), keys("x"))),
    "review-unasked": Shot(DRAFTED, (page("review"), keys("l"))),
    "review-own": Shot(DRAFTED, (page("review"), keys("l", "enter"))),
    "review-figures": Shot(DRAFTED, (page("review"), keys("i"))),
    **{
        f"instructor-{name}": Shot(DUE, (page("instructor"), keys(str(number))))
        for number, name in enumerate(("work", "findings", "coverage", "reports", "items", "trainees"), 1)
    },
    "settings": Shot(DUE, (page("settings"),)),
    "settings-wrong": Shot(DUE, (page("settings"), keys("down", "x", "down"))),
    "shortcuts": Shot(DUE, (page("shortcuts"),)),
    "help": Shot(DUE, (keys("f1"),)),
    "help-question": Shot(NEW, (ask(STAGE), keys("f1"))),
    "palette": Shot(DUE, (keys("ctrl+p"),)),
    "palette-search": Shot(DUE, (keys("ctrl+p"), typed("progr"))),
    "forget": Shot(DUE, (page("forget"),)),
    "small": Shot(DUE, size="50x14"),
}
"""Every picture by its name."""


# Drawing


async def picture(shot: Shot, size: str, theme: str, studies: Studies) -> str:
    """Return the SVG of a screen at a size such as `80x24`, in one of THEMES."""
    columns, lines = (int(part) for part in size.split("x"))
    settings = structs.replace(shot.settings, theme=THEMES[theme])
    desk, folder = studies.desk_of(shot.world, settings)
    app = QuizApp(desk, folder, settings, None, Choices(), SEED)
    app.animation_level = "none"
    try:
        with patch.object(Input, "cursor_blink", False):
            async with app.run_test(size=(columns, lines), notifications=True) as pilot:
                await settled(pilot)
                for step in shot.steps:
                    await step(pilot)
                return app.export_screenshot(title="quiz", simplify=True)
    finally:
        desk.log.close()


async def draw(names: Iterable[str], sizes: Iterable[str], themes: Iterable[str], out: Path) -> list[Path]:
    """Write the pictures of these names into a folder, each at each size in each theme, and return the files."""
    out.mkdir(parents=True, exist_ok=True)
    made = []
    with tempfile.TemporaryDirectory() as folder:
        studies = Studies(Path(folder))
        for name in names:
            shot = SHOTS[name]
            for size in (shot.size,) if shot.size else sizes:
                for theme in themes:
                    path = out / f"{name}-{size}-{theme}.svg"
                    path.write_text(await picture(shot, size, theme, studies), "utf-8")
                    made.append(path)
    return made


def paint(files: Iterable[Path]) -> bool:
    """Write a PNG beside each SVG; False where cairosvg is not installed."""
    try:
        svg2png = import_module("cairosvg").svg2png
    except ImportError:
        return False
    for path in files:
        # Only the first font of a list is looked for, and Fira Code is seldom there.
        drawn = path.read_text("utf-8").replace("Fira Code", "DejaVu Sans Mono")
        svg2png(bytestring=drawn.encode(), write_to=str(path.with_suffix(".png")))
    return True


def main(arguments: list[str] | None = None) -> int:
    """Draw what is asked for; 2 for a name that is none."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.screenshots")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--size", action="append", default=[], metavar="80x24")
    parser.add_argument("--theme", action="append", default=[], choices=THEMES)
    options = parser.parse_args(arguments)
    unknown = [name for name in options.only if name not in SHOTS]
    if unknown:
        print(f"no picture is called {', '.join(unknown)}; there are: {', '.join(SHOTS)}", file=sys.stderr)
        return 2
    files = asyncio.run(
        draw(options.only or SHOTS, options.size or SIZES, options.theme or USUAL_THEMES, options.folder)
    )
    painted = paint(files)
    print(f"{len(files)} pictures in {options.folder}{'' if painted else ', no PNG: cairosvg is not installed'}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
