"""The screens in this process: an app over a library in memory, keys pressed, text read off."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual._context import visible_screen_stack
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input

from quiz.config import Settings
from quiz.items import Item
from quiz.learning import Answered, Event
from quiz.store import Log
from quiz.tui.app import QuizApp
from quiz.tui.widgets.cloze import Gap
from quiz.tui.widgets.order import Order
from quiz.views import Choices, Desk
from tests.support.clock import PatientClock
from tests.support.library import library_of

SEED = "seed"
PAYLOADS = (
    "[bold]x[/bold]", "[/]", "[/foo]", "a [link=http://x] b", "[@click=app.quit]B) 42[/]", "array[0] = x[i]",
    "regex [a-z]+", "[$primary]x", "[#ff0]x", "a\\[b]x\\", "[$1]", "$stem ${x} {y} %s", "\x1b]52;c;cHduZWQ=\x07",
    "\x9b2J", "\x1bP1$r0m\x1b\\", "\x1b[6n", "\x1bc", "\x1b]0;title", "$primary",
    "[@click=screen.dismiss]x", "\u202eevil", "\x00nul", "{\"a\":[true]}", ":smile:",
)  # fmt: skip


def app_of(folder: Path, items: Iterable[Item], mode: str | None = None, questions: int = 10, **fields: Any) -> QuizApp:
    """An app over `items`; `fields` of the library may be given."""
    library = library_of(items, **fields)
    desk = Desk(library, Log(folder, "ana", library.id), PatientClock())
    chosen = Choices(items=questions)
    return QuizApp(desk, folder, Settings(questions=questions), mode, chosen, SEED)  # type: ignore[arg-type]


@asynccontextmanager
async def running(app: QuizApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield pilot


def strips_of(app: QuizApp) -> list[Strip]:
    """The lines of the screen, drawn over the screens that are below it now."""
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()


def shown(app: QuizApp) -> str:
    """All the text of the screen, as it is laid out, without borders and wraps."""
    lines = ["".join(segment.text for segment in strip) for strip in strips_of(app)]
    return " ".join(" ".join(lines).split())


def obeyed_on(app: QuizApp) -> list[str]:
    """What a terminal or Textual would obey in the text of the screen."""
    found: list[str] = []
    for strip in strips_of(app):
        for segment in strip:
            found += set(segment.text) & set("\x1b\x9b\x07\x00\u202e")
            if segment.style and (segment.style.link or "@click" in segment.style.meta):
                found.append(segment.text)
    return found


def answers(log: Log) -> list[Event]:
    return [e for e in log.events() if isinstance(e.body, Answered)]


def responses(app: QuizApp) -> list[Any]:
    """What has been logged as answered, taken back or not."""
    return [e.body.response for e in app.desk.log.events() if isinstance(e.body, Answered)]


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def type_in(pilot: Pilot[None], text: str) -> None:
    pilot.app.screen.query_one(Input).value = text
    await press(pilot, "enter")


def fields_of(app: QuizApp) -> list[Any]:
    return [gap.field for gap in app.screen.query(Gap)]


async def arrange(pilot: Pilot[None], wanted: list[str]) -> None:
    """Carry the lines of an order to where they are wanted, first to last."""
    order = pilot.app.screen.query_one(Order)
    for place, name in enumerate(wanted):
        at = [option for option, _ in order.options].index(name)
        await press(pilot, *["down"] * ((at - order.cursor) % len(wanted)), *["K"] * (at - place))


async def enter(pilot: Pilot[None]) -> None:
    """Submit, once more where an order stands as it was shown."""
    await press(pilot, "enter")
    if "Nothing moved yet" in shown(pilot.app):  # type: ignore[arg-type]
        await press(pilot, "enter")
