"""Review of drafts: on the screen by keyboard, in lines, and what became of them."""

from __future__ import annotations

import io
import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input

from quiz import cli
from quiz.banks import open_shelf
from quiz.errors import QuizError
from quiz.generate import accepting, files
from quiz.generate.files import drafts_folder, read_decisions, write_sheet
from quiz.items import Numeric
from quiz.plain_review import PlainReview
from quiz.text import safe
from quiz.tui.app import QuizApp
from quiz.tui.commands import has_drafts
from quiz.tui.messages import EditWanted, PageLeft, PageWanted
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.vetting import VettingScreen
from quiz.tui.widgets.own import OwnForm
from tests.support.clock import PatientClock
from tests.support.drafts import app_on, files_of, sheet, table_of, write_drafts
from tests.support.library import texts
from tests.support.screens import PAYLOADS, app_of, obeyed_on, press, running, shown


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_drafts(tmp_path / "lib")


async def settle(pilot: Pilot[None]) -> VettingScreen:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, VettingScreen)
    return screen


def actions(root: Path) -> list[str]:
    return [f"{d.action} {d.reason}".strip() for d in read_decisions(root)[0]]


async def test_a_draft_is_shown_with_its_proof_and_approved_into_the_bank(root: Path) -> None:
    app = app_on(root)
    async with running(app, (100, 40)) as pilot:
        await settle(pilot)
        text = shown(app)
        for part in (
            "1 of 4", "who · choice, stem 1 of 2", "Who led Camp Nord at Lake Imara?", "✓ c Ana Berg",
            "a Boris Klein (a person that the notes name)", "the notes, paragraph 1", "gates passed", "into facts",
            "elsewhere, paragraph 2, in other words: The same, told again.",
        ):  # fmt: skip
            assert part in text
        await press(pilot, "a")
        assert "Approved as led-camp-nord-lake-imara in facts.yaml" in shown(app)
        assert "2 of 4" in shown(app)
        assert "led-camp-nord-lake-imara" in open_shelf(root).library.entries
        await press(pilot, "u")
        assert "facts.yaml is as it was" in shown(app)
        assert "1 of 4" in shown(app)
    (first, _) = read_decisions(root)[0]
    assert first.who == "ana"
    assert first.seconds > 0


async def test_refusing_asks_for_a_reason_and_any_other_key_is_a_no(root: Path) -> None:
    app = app_on(root)
    async with running(app) as pilot:
        await settle(pilot)
        await press(pilot, "x")
        assert "9 asked already" in shown(app)
        await press(pilot, "a")
        assert "9 asked already" not in shown(app)
        assert actions(root) == []
        await press(pilot, "x", "q", "x", "5", "s", "x", "9", "x", "1")
        assert actions(root) == ["reject cue", "skip", "reject duplicate", "reject wrong"]
        assert "Every draft has been read: 0 approved, 3 refused, 1 skipped" in shown(app)
        await press(pilot, "a", "x", "e", "d", "n", "o")
        assert len(actions(root)) == 4
        await press(pilot, "u")
        assert "How many crowns" in shown(app)


async def test_the_gates_judge_a_stem_as_it_is_typed(root: Path) -> None:
    app = app_on(root)
    async with running(app) as pilot:
        screen = await settle(pilot)
        await press(pilot, "e")
        line = screen.query_one("#edit", Input)
        assert line.has_focus
        line.value = "Who led Camp Sud?"
        await pilot.pause()
        assert "the name 'Sud' is not in the sentence" in shown(app)
        line.value = "Who led Camp Nord at Imara?"
        await pilot.pause()
        assert "is not in the sentence" not in shown(app)
        await press(pilot, "escape")
        assert "Who led Camp Nord at Lake Imara?" in shown(app)
        await press(pilot, "e")
        line.value = "Who led Camp Sud?"
        await press(pilot, "enter", "a")
        assert "if it is your own wording" in shown(app)
        assert actions(root) == []
        await press(pilot, "o")
        assert "recorded as your own wording" in shown(app)
        assert read_decisions(root)[0][0].own


async def test_stems_and_distractors_go_round(root: Path) -> None:
    app = app_on(root)
    async with running(app) as pilot:
        screen = await settle(pilot)
        await press(pilot, "d")
        assert "▸ a Dora Lind" in shown(app)
        await press(pilot, "tab", "d")
        assert "▸ b Emil Roth" in shown(app)
        assert "Edited: distractors" in shown(app)
        await press(pilot, "n")
        assert "who · text, stem 2 of 2" in shown(app)
        await press(pilot, "n", "u", "u", "u", "u")
        assert screen.table is not None
        assert screen.table.state.past == ()
        assert "a Boris Klein" in shown(app)


async def test_a_key_that_is_held_down_approves_only_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_on(root)
    async with running(app) as pilot:
        await settle(pilot)
        monkeypatch.setattr(PatientClock, "tick", lambda self: 1_000)
        await press(pilot, "s", "a", "a")
        assert actions(root) == ["skip"]
        assert "Nobody reads so fast" in shown(app)


async def test_what_the_disk_does_not_take_is_told_and_nothing_is_lost(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(root)

    def full(*_: Any) -> None:
        raise QuizError("cannot be written (No space left on device)", "facts.yaml")

    async with running(app) as pilot:
        await settle(pilot)
        before = files_of(root)
        with monkeypatch.context() as patch:
            patch.setattr(accepting, "replace_file", full)
            await press(pilot, "a")
            assert "! facts.yaml: cannot be written (No space left on device)" in shown(app)
            assert "1 of 4" in shown(app)
        assert files_of(root) == before
        await press(pilot, "a")
        assert actions(root) == ["approve"]


async def test_leaving_waits_when_edits_cannot_be_kept(root: Path) -> None:
    app = app_on(root)
    async with running(app) as pilot:
        screen = await settle(pilot)
        await press(pilot, "n")
        (drafts_folder(root) / "camp.yaml").write_text("", "utf-8")
        await press(pilot, "q")
        assert app.screen is screen
        assert "! the bank cannot be read" in shown(app)
        await press(pilot, "q")
    assert app.return_code == 0


async def test_a_sentence_without_a_question_gets_one(root: Path) -> None:
    app = app_on(root)
    async with running(app) as pilot:
        screen = await settle(pilot)
        await press(pilot, "l")
        assert shown(app).index("Snow fell") < shown(app).index("Hut Rosso burned") < shown(app).index("Dora Lind")
        await press(pilot, "down", "down", "enter")
        form = screen.query_one(OwnForm)
        assert form.values == ("text", "According to the notes, ", "", "")
        for name, text in (("question", "According to the notes, who sang?"), ("right", "Ana Berg"), ("wrong", "Ben")):
            form.query_one(f"#{name}", Input).value = text
        await press(pilot, "f3", "enter", "enter", "enter")
        assert "a choice needs at least two wrong answers" in shown(app)
        form.query_one("#wrong", Input).value = "Boris Klein; Clara Voss"
        await pilot.pause()
        assert "the sentence does not hold the answer" in shown(app)
        form.query_one("#right", Input).value = "Dora Lind"
        await pilot.pause()
        assert "the sentence does not hold" not in shown(app)
        await press(pilot, "ctrl+s")
        assert "Kept among the drafts" in shown(app)
        assert "own · choice" in shown(app)
        assert "According to the notes, who sang?" in shown(app)
        await press(pilot, "o", "a")
        assert actions(root) == ["approve"]
        await press(pilot, "l")
        assert "Dora Lind sang" not in shown(app)
        await press(pilot, "enter", "escape", "q", "q")
    assert not open_shelf(root).library.findings


async def test_the_editor_is_asked_for_at_the_draft_and_what_it_wrote_is_shown(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "sed -i 's/Who led Camp Sud/Whoever led Camp Nord/'")
    monkeypatch.setattr(QuizApp, "suspend", lambda self: nullcontext())
    wanted: list[EditWanted] = []
    app = app_on(root)
    async with running(app) as pilot:
        screen = await settle(pilot)
        post = screen.post_message

        def heard(message: Message) -> bool:
            if isinstance(message, EditWanted):
                wanted.append(message)
            return post(message)

        monkeypatch.setattr(screen, "post_message", heard)
        await press(pilot, "e")
        screen.query_one("#edit", Input).value = "Who led Camp Sud?"
        await press(pilot, "enter", "E")
        await settle(pilot)
        assert "Whoever led Camp Nord?" in shown(app)
        assert "Read again from its file" in shown(app)
    assert wanted[0].path == drafts_folder(root) / "camp.yaml"


async def test_figures_stand_beside_and_leaving_takes_up_the_library(root: Path) -> None:
    app = app_on(root, None)
    async with running(app) as pilot:
        assert has_drafts(app.desk)
        await app.run_action("command_palette")
        await pilot.pause()
        await press(pilot, "escape")
        app.post_message(PageWanted("review", ""))
        await settle(pilot)
        await press(pilot, "a", "x", "2", "i")
        assert "2 drafts decided: 1 approved, 1 of them as drafted" in shown(app)
        assert "Refused as: ambiguous 1" in shown(app)
        await press(pilot, "q", "q")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert "led-camp-nord-lake-imara" in app.desk.askable


async def test_opened_by_its_command_it_ends_the_program(root: Path) -> None:
    app = app_on(root)
    async with running(app) as pilot:
        screen = await settle(pilot)
        screen.post_message(PageLeft())
        await pilot.pause()
    assert app.return_code == 0


async def test_a_library_in_no_files_has_nothing_to_review(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(1))
    async with running(app) as pilot:
        assert not has_drafts(app.desk)
        app.post_message(PageWanted("review"))
        await settle(pilot)
        await press(pilot, "a", "x", "e", "s", "u", "d", "n", "l", "i", "E", "b", "1", "2")
        assert "this library is in no files" in shown(app)


@pytest.mark.parametrize("size", [(60, 18), (140, 45)])
async def test_hostile_text_is_shown_as_it_is(
    root: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sheet()
    drafts = []
    for number, draft in enumerate(made.drafts):
        item = replace(draft.item, stem=f"{PAYLOADS[number]} {PAYLOADS[-number - 1]}")
        if not isinstance(item, Numeric):
            options = tuple(replace(o, text=p) for o, p in zip(item.options, PAYLOADS[number:], strict=False))  # type: ignore[union-attr]
            item = replace(item, options=options)
        origin = replace(
            draft.origin,
            speaker=PAYLOADS[7],
            family=PAYLOADS[3],
            warnings=PAYLOADS,
            passage=PAYLOADS[2],
            key=PAYLOADS[0],
        )
        drafts.append(replace(draft, item=item, origin=origin))
    uncovered = tuple(replace(u, text=PAYLOADS[n], why=PAYLOADS[n + 2]) for n, u in enumerate(made.uncovered))
    hostile = replace(made, called=PAYLOADS[9], drafts=tuple(drafts), uncovered=uncovered)
    monkeypatch.setattr(files, "read_sheets", lambda root: ([hostile], [QuizError(PAYLOADS[11], PAYLOADS[2])]))
    app = app_on(root)
    async with running(app, size) as pilot:
        screen = await settle(pilot)
        assert screen.table is not None
        assert len(screen.table.state.looks) == 4
        for number in range(4):
            assert " ".join(safe(PAYLOADS[number]).split()) in shown(app)
            assert not obeyed_on(app)
            await press(pilot, "a", "x", "escape", "e", "enter", "s")
        await press(pilot, "l", "enter", "x", "escape", "q", "i")
        assert not obeyed_on(app)


async def test_many_drafts_stay_quick_to_decide(root: Path) -> None:
    made = sheet()
    first = made.drafts[0]
    drafts = [
        replace(first, item=replace(first.item, id=f"d-{n}"), origin=replace(first.origin, id=f"d-{n}", fact=str(n)))
        for n in range(300)
    ]
    write_sheet(drafts_folder(root), replace(made, drafts=tuple(drafts)))
    app = app_on(root)
    async with running(app, (60, 18)) as pilot:
        await settle(pilot)
        await press(pilot, "s", "s")
        assert "3 of 300" in shown(app)


def run_plain(root: Path, text: str) -> str:
    target = io.StringIO()
    desk = app_on(root).desk
    assert PlainReview(table_of(root), desk, io.StringIO(text), target).run() == 0
    return target.getvalue()


def test_lines_do_what_the_screen_does(root: Path) -> None:
    before = files_of(root)
    told = run_plain(
        root, "d a\nd c\nn\nu\nu\ne Who led Camp Sud?\na\no\nu\nu\na\nu\nx\nx 3\ns\nl\ni\nb\nnonsense\nq\n"
    )
    for part in (
        "Draft 1 of 4: who · choice, stem 1 of 2; into facts", "✓ c Ana Berg", "[Ana Berg] led Camp Nord",
        "a Dora Lind (a person that the notes name)", "Say which: d and one of a, b", "Not done: gate",
        "recorded as your own wording", "facts.yaml is as it was", "Refused: trivial", "Skipped.",
        "1 core, the notes, paragraph 7: Snow fell at Fort Adler.", "Left with 2 drafts to read",
    ):  # fmt: skip
        assert part in told
    assert files_of(root) == before
    assert actions(root) == ["approve", "undo", "approve", "undo", "reject trivial", "skip"]
    told = run_plain(root, "w 1 text; ; Snow\nw 9 text; a; b\nq\n")
    assert "Kept among the drafts." in told
    assert told.count("l lists the sentences by number") == 1
    assert "According to the notes," in told
    assert "Every draft has been read" in run_plain(root, "x 1\n" * 5)


def test_lines_are_safe_for_any_terminal(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = sheet()
    drafts = tuple(
        replace(d, item=replace(d.item, stem=p), origin=replace(d.origin, speaker=p, family=p, warnings=PAYLOADS))
        for d, p in zip(made.drafts, PAYLOADS[-6:], strict=False)
    )
    uncovered = tuple(replace(u, text=p, why=p) for u, p in zip(made.uncovered, PAYLOADS[-8:], strict=False))
    hostile = replace(made, called=PAYLOADS[11], drafts=drafts, uncovered=uncovered)
    monkeypatch.setattr(files, "read_sheets", lambda root: ([hostile], [QuizError(PAYLOADS[11], PAYLOADS[12])]))
    told = run_plain(root, "l\ni\ns\na\ns\nx\ns\n\x1b[2J\nq\n")
    assert safe(told) == told


def test_figures_by_command_and_as_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_plain(root, "a\nx 7\n")
    library = ["--library", str(root)]
    assert cli.main(["review", "--stats", *library]) == 0
    assert "2 drafts decided: 1 approved" in capsys.readouterr().out
    assert cli.main(["review", "--stats", "--json", *library]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["total"]["accepted"] == 1
    assert found["families"][0]["reasons"] == {"grammar": 1}
    assert cli.main(["review", *library, "--data", str(root.parent / "data")]) == 2
    assert "needs a terminal" in capsys.readouterr().err


def test_the_command_reviews_in_lines(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ["--library", str(root), "--data", str(root.parent / "data"), "--trainee", "eva"]
    monkeypatch.setattr("sys.stdin", io.StringIO("a\n"))
    assert cli.main(["review", "--plain", "--bank", "facts", *options]) == 0
    assert "Approved as led-camp-nord-lake-imara in facts.yaml." in capsys.readouterr().out
    assert read_decisions(root)[0][0].who == "eva"
    assert cli.main(["review", "--plain", "--bank", "fatcs", *options]) == 2
    assert "did you mean 'facts'" in capsys.readouterr().err
