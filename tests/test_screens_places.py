"""Hostile texts in every place where other people's words come in, on every screen: shown as they are, never obeyed."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input

from quiz.config import Settings, load_settings, save_settings, trainee_name
from quiz.documents import Document, Sentence, SentenceMark
from quiz.documents import Passage as Paragraph
from quiz.errors import QuizError
from quiz.items import Choice, Differs, Item, Reject, Text
from quiz.store import Log
from quiz.text import one_line, safe
from quiz.tui.app import QuizApp
from quiz.tui.messages import PageWanted
from quiz.tui.screens.home import HomeScreen
from quiz.views import Choices, Desk
from tests.support.clock import PatientClock
from tests.support.library import fact, library_of, numbered, one_of_each
from tests.support.screens import PAYLOADS, obeyed_on, press, running, shown, type_in

WIDE = (200, 50)
"""Each page is shown a third of the texts, another than the page before it."""
FRAMES = dict.fromkeys(range(0x2500, 0x25A0))


def bare(text: str) -> str:
    """A text without what laying it out adds: blanks, frames, ends that were cut."""
    return "".join(text.translate(FRAMES).split())


def hostile_app(folder: Path, text: str, items: list[Item] | None = None, mode: str | None = None) -> QuizApp:
    """An app in which `text` is title, bank, topic, document and trainee."""
    passages = (Paragraph(1, (Sentence(fact(1), SentenceMark.PLAIN), Sentence(text, SentenceMark.PLAIN))),)
    document = Document(id="notes", title=text, called=text, voice="notes", kind="other", passages=passages)
    library = library_of(
        items or numbered(1), title=text, banks={"facts": text}, topics={"odd": text, "even": text},
        documents={"notes": document},
    )  # fmt: skip
    desk = Desk(library, Log(folder, trainee_name(text), library.id), PatientClock())
    return QuizApp(desk, folder, Settings(), mode, Choices(items=10), "seed")  # type: ignore[arg-type]


def seen(app: QuizApp, text: str, times: int = 1) -> None:
    """Nothing on the screen is obeyed, and the text stands there so many times."""
    assert obeyed_on(app) == []
    assert bare(shown(app)).count(bare(safe(text))) >= times


async def page(pilot: Pilot[None], name: str) -> None:
    pilot.app.post_message(PageWanted(name))
    await pilot.pause()


@pytest.mark.parametrize("text", PAYLOADS[0::3])
async def test_titles_banks_trainees_and_errors_on_home_settings_palette_and_the_end_of_data(
    tmp_path: Path, text: str
) -> None:
    app = hostile_app(tmp_path, text)
    (tmp_path / f"recovered-{'x' * 9}.jsonl").write_bytes(b"{")
    async with running(app, WIDE) as pilot:
        seen(app, text, 3)
        app._tell(str(QuizError(text, where=text, hint=text)))
        await pilot.pause()
        seen(app, text, 6)
        await press(pilot, "f1")
        assert obeyed_on(app) == []
        await press(pilot, "q")
        await page(pilot, "settings")
        seen(app, text)
        await press(pilot, "escape")
        await page(pilot, "forget")
        seen(app, text)
        await press(pilot, "escape", "ctrl+p")
        seen(app, text)


@pytest.mark.parametrize("text", PAYLOADS[1::3])
async def test_a_settings_file_that_somebody_else_has_written(tmp_path: Path, text: str) -> None:
    hostile = Settings(
        theme=text, ready_by=text, trainee=text, keys={text: text, "home.exam": text}, setup={text: text}
    )
    save_settings(tmp_path, hostile)
    app = hostile_app(tmp_path, "plain")
    app.settings = load_settings(tmp_path)
    async with running(app, WIDE) as pilot:
        assert obeyed_on(app) == []
        assert isinstance(app.screen, HomeScreen)
        for name in ("settings", "shortcuts"):
            await page(pilot, name)
            assert obeyed_on(app) == []
            await press(pilot, "escape")


@pytest.mark.parametrize("text", PAYLOADS[2::3])
async def test_what_is_typed_into_the_settings_and_told_beside_them(tmp_path: Path, text: str) -> None:
    app = hostile_app(tmp_path, "plain")
    async with running(app, WIDE) as pilot:
        await page(pilot, "settings")
        fields = [*app.screen.query(Input)]
        for field in fields[:3]:
            field.focus()
            field.value = safe(text)
            await press(pilot, "enter")
        seen(app, one_line(text, 20), 3)
        assert app.settings == Settings()
        fields[3].focus()
        fields[3].value = safe(text)
        await press(pilot, "enter")
        assert isinstance(app.screen, HomeScreen)
        assert app.desk.log.trainee == one_line(text)
        assert obeyed_on(app) == []


def hostile(text: str) -> list[Item]:
    """A choice and a text with `text` wherever an author or a trainee writes."""
    kinds = {item.__struct_config__.tag: item for item in one_of_each()}
    choice, typed = kinds["choice"], kinds["text"]
    assert isinstance(choice, Choice)
    assert isinstance(typed, Text)
    options = tuple(replace(o, text=f"{text} {o.id}", feedback=text) for o in choice.options)
    cites = choice.citations
    says: Any = (Differs(answer="orca", says=text, citations=cites),)
    return [
        replace(choice, stem=text, options=options, explanation=text),
        replace(
            typed, stem=text, key="whale", explanation=text, reject=(Reject(answer="shark", feedback=text),),
            differs=says, citations=cites,
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "given"), zip(PAYLOADS[2::3], cycle(["shark", "orca", None])))
async def test_questions_feedback_and_results(tmp_path: Path, text: str, given: str | None) -> None:
    app = hostile_app(tmp_path, text, hostile(text)[1:], "practice")
    async with running(app, WIDE) as pilot:
        seen(app, text, 2)
        await type_in(pilot, safe(text) if given is None else given)
        seen(app, text, 4)
        await press(pilot, "c")
        seen(app, text, 5)
        await press(pilot, "enter")
        seen(app, text, 3)


@pytest.mark.parametrize("text", PAYLOADS[0::3])
async def test_options_of_a_choice_their_feedback_and_a_click_on_them(tmp_path: Path, text: str) -> None:
    app = hostile_app(tmp_path, text, hostile(text)[:1], "practice")
    async with running(app, WIDE) as pilot:
        seen(app, text, 5)
        for row in [*app.screen.query("ChoiceRow .text")]:
            await pilot.click(row, offset=(2, 0))
        await pilot.pause()
        assert not app._exit
        assert len(app.screen_stack) == 2
        await press(pilot, "enter")
        seen(app, text, 4)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("[]/@=\"'\\ ab#$:{}%\x1b\x9b\u202e\u0301\U0001f600é"), max_size=40))
def test_any_text_is_told_as_it_is(tmp_path: Path, text: str) -> None:
    """The door alone: what it makes is the safe text and has no style in it."""
    from quiz.tui.widgets.text import plain, styled

    assert plain(text).plain == safe(text)
    assert plain(text).spans == []
    made = styled((text, "bold"), text)
    assert made.plain == safe(text) + safe(text)
    assert all(span.style == "bold" for span in made.spans)
