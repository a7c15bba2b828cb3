"""`quiz library`: received once, used without a flag, updated with its news, removed; answers never mix or go."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from quiz.banks import Sources, open_shelf, read_sources
from quiz.checks.updates import Parts, Update, update_of
from quiz.cli import main
from quiz.config import Settings, keep_choices, load_settings, save_settings
from quiz.items import Item, Numeric, Quantity
from quiz.store import Log
from quiz.tui.app import QuizApp
from quiz.views import Choices, Desk
from tests.support.clock import PatientClock
from tests.support.library import fact, numbered, texts, write_library
from tests.support.screens import PAYLOADS, SEED, running, shown
from tests.support.zips import zip_of

Captured = pytest.CaptureFixture[str]
TRAINEE = ("--trainee", "ana")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = renamed(write_library(tmp_path / "shipped", texts(1)), "shipped-one", "The shipped one")
    for place in ("banks.receiving", "banks.opening", "config"):
        monkeypatch.setattr(f"quiz.{place}.shipped_library", lambda: shipped)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return write_library(tmp_path / "made", numbered(3))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def renamed(root: Path, id_: str, title: str = "Small things") -> Path:
    path = root / "question_banks" / "library.yaml"
    text = path.read_text("utf-8").replace("id: small", f"id: {id_}").replace("Small things", title)
    path.write_text(text, "utf-8")
    return root


def library_with(root: Path, items: list[Item]) -> Path:
    shutil.rmtree(root, ignore_errors=True)
    return write_library(root, items)


def said(capsys: Captured, *arguments: str | Path, code: int = 0) -> str:
    assert main(list(map(str, arguments))) == code
    return capsys.readouterr().out


def told(capsys: Captured, *arguments: str | Path) -> Any:
    return json.loads(said(capsys, *arguments, "--json"))


def answer(capsys: Captured, monkeypatch: pytest.MonkeyPatch, *arguments: str, lines: str = "1\n1\n1\n") -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    said(capsys, "learn", "--plain", *TRAINEE, *arguments)


# --- Used, listed, removed


def test_a_library_is_used_from_then_on(capsys: Captured, made: Path, data: Path) -> None:
    save_settings(data, Settings(theme="quiz-light", questions=7))
    assert said(capsys, "library", "add", made).startswith("Received small: Small things (3 items, 3 questions, 1 doc")
    shutil.rmtree(made)
    assert [item["id"] for item in told(capsys, "items")["items"]] == ["item-1", "item-2", "item-3"]
    listed = said(capsys, "library")
    assert listed == said(capsys, "library", "list")
    first, second, last = listed.splitlines()
    assert first.startswith("* small: Small things (3 items, 3 questions, 1 document; received 20")
    assert second == "  shipped: The shipped one (1 item, 1 question, 1 document; came with quiz)"
    assert last == "* is in use (the chosen library)"
    assert said(capsys, "library", "use", "shipped") == "Using shipped: The shipped one\n"
    assert len(told(capsys, "items")["items"]) == 1
    assert said(capsys, "library", "use", "small") == "Using small: Small things\n"
    assert len(told(capsys, "items")["items"]) == 3
    kept = load_settings(data)
    assert (kept.theme, kept.questions) == ("quiz-light", 7)
    assert "The shipped library is used" in said(capsys, "library", "remove", "small")
    assert len(told(capsys, "items")["items"]) == 1
    assert [row["name"] for row in told(capsys, "library", "list")["libraries"]] == ["shipped"]
    assert load_settings(data) == structs.replace(kept, library="")


def test_json_gives_one_document(capsys: Captured, made: Path) -> None:
    added = told(capsys, "library", "add", made, "--name", "mine")
    row = added["library"]
    assert (row["name"], row["id"], row["items"], row["used"], added["update"]) == ("mine", "small", 3, True, None)
    rows = told(capsys, "library")["libraries"]
    assert rows == json.loads(said(capsys, "library", "--json", "list"))["libraries"]
    assert [(r["name"], r["used"], r["shipped"]) for r in rows] == [("mine", True, False), ("shipped", False, True)]
    assert told(capsys, "library", "use", "shipped")["library"]["shipped"] is True
    assert told(capsys, "library", "add", made, "--name", "mine")["update"]["items"]["new"] == []
    assert told(capsys, "library", "remove", "mine")["removed"]["id"] == "small"


def test_what_goes_before_the_choice_is_said(
    capsys: Captured, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_library(tmp_path / "other", texts(2))
    monkeypatch.setenv("QUIZ_LIBRARY", str(other))
    assert main(["library", "add", str(made)]) == 0
    assert f"QUIZ_LIBRARY goes before it here: {other} is asked" in capsys.readouterr().err
    rows = told(capsys, "library")["libraries"]
    assert [(r["name"], r["used"]) for r in rows] == [("small", False), ("shipped", False), ("-", True)]
    assert "* -: Small things (2 items" in said(capsys, "library")
    monkeypatch.setenv("QUIZ_LIBRARY", str(tmp_path / "nowhere"))
    assert "None is in use: " in said(capsys, "library")
    assert main(["library", "use", "small"]) == 0
    assert "only where nothing else is named" in capsys.readouterr().err


def test_a_chosen_library_that_is_gone_says_what_to_do(capsys: Captured, made: Path, data: Path) -> None:
    said(capsys, "library", "add", made)
    shutil.rmtree(data / "libraries" / "small")
    assert main(["due"]) == 2
    assert "`quiz library use NAME` chooses another" in capsys.readouterr().err
    assert "None is in use" in said(capsys, "library")
    said(capsys, "library", "use", "shipped")
    said(capsys, "due")


def test_wrong_use_is_told_in_a_line(capsys: Captured, made: Path, data: Path) -> None:
    said(capsys, "library", "add", made)
    for arguments, what in (
        (("use", "smal"), "did you mean 'small'?"),
        (("remove", "shipped"), "cannot be removed"),
        (("add", "nowhere"), "no such folder or file"),
        (("add",), "required"),
        (("lend",), "invalid choice"),
    ):
        assert main(["library", *arguments]) == 2
        assert what in capsys.readouterr().err
    bank = data / "libraries" / "small" / "question_banks" / "library.yaml"
    bank.write_text("id: [")
    assert "* small: cannot be used: " in said(capsys, "library")
    assert main(["library", "use", "small"]) == 2
    said(capsys, "library", "remove", "small")


def test_faults_of_a_library_are_told_when_it_comes(capsys: Captured, made: Path) -> None:
    bank = made / "question_banks" / "facts.yaml"
    bank.write_text(bank.read_text("utf-8").replace(fact(1), "Nobody says so."), "utf-8")
    assert main(["library", "add", str(made)]) == 0
    assert "Small things: 1 item left out" in capsys.readouterr().err
    bank.write_text("bank: facts\ntitle: Facts\nitems: []\n")
    assert main(["library", "add", str(made)]) == 0
    assert "has no question to ask yet" in capsys.readouterr().err


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_a_library_reaches_the_terminal_as_a_command(capsys: Captured, made: Path, payload: str) -> None:
    written = json.dumps(payload)
    path = made / "question_banks" / "library.yaml"
    path.write_text(path.read_text("utf-8").replace("Small things", written), "utf-8")
    main(["library", "add", str(made)])
    main(["library"])
    main(["library", "use", payload.replace("\x00", "")])
    main(["library", "add", f"{made}{payload}".replace("\x00", "")])
    heard = capsys.readouterr()
    assert all(c == "\n" or (c.isprintable() and c != "\u202e") for c in heard.out + heard.err)


# --- Updates


def test_an_update_says_what_changed_and_keeps_the_progress(
    capsys: Captured, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(capsys, "library", "add", made)
    answer(capsys, monkeypatch)
    one, two, _, four, five = numbered(5)
    assert isinstance(two, Numeric)
    library_with(made, [one, structs.replace(two, key=Quantity(value="2", unit="kg")), four, five])
    update = said(capsys, "library", "add", zip_of(made, tmp_path / "made.zip"))
    assert update.splitlines()[1:] == [
        "  2 new items: item-4 and item-5",
        "  1 changed item: item-2",
        "  1 removed item: item-3",
        "  1 key corrected: item-2",
        "  1 changed document: notes",
    ]
    news = "2 new questions, 1 key corrected (1 answer of yours counts less), 1 no longer asked"
    assert news in said(capsys, "status", *TRAINEE)
    assert told(capsys, "due", *TRAINEE)["new"] == 2


async def test_the_home_screen_tells_the_news(
    capsys: Captured, made: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(capsys, "library", "add", made)
    answer(capsys, monkeypatch)
    said(capsys, "library", "add", library_with(made, numbered(5)))
    shelf = open_shelf(data / "libraries" / "small")
    desk = Desk(shelf, Log(data, "ana", shelf.front.id), PatientClock())
    async with running(QuizApp(desk, data, Settings(), None, Choices(items=10), SEED)) as pilot:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "Since your last session: 2 new questions" in shown(pilot.app)  # type: ignore[arg-type]


def test_libraries_with_equal_item_ids_do_not_mix(
    capsys: Captured, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_library(tmp_path / "other", numbered(3))
    said(capsys, "library", "add", made, "--name", "a")
    answer(capsys, monkeypatch)
    assert told(capsys, "due", *TRAINEE)["new"] == 0
    assert "their answers do not mix" in said(capsys, "library", "add", other, "--name", "b")
    assert told(capsys, "due", *TRAINEE)["new"] == 3
    assert "their answers" not in said(capsys, "library", "add", other, "--name", "b")
    said(capsys, "library", "use", "a")
    assert told(capsys, "due", *TRAINEE)["new"] == 0
    events = [json.loads(line) for line in said(capsys, "log", "export").splitlines()]
    assert {e["library"] for e in events if "library" in e} == {"small"}


def test_answers_stay_when_a_library_goes_and_comes_back(
    capsys: Captured, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(capsys, "library", "add", made)
    answer(capsys, monkeypatch)
    said(capsys, "library", "remove", "small")
    said(capsys, "library", "add", made)
    assert told(capsys, "due", *TRAINEE)["new"] == 0


def test_an_app_that_is_open_does_not_undo_the_choice(data: Path) -> None:
    opened = Settings(library="/old", theme="quiz-light")
    save_settings(data, structs.replace(opened, library="/new"))
    keep_choices(data, structs.replace(opened, questions=3))
    assert load_settings(data) == Settings(library="/new", theme="quiz-light", questions=3)


def test_an_update_that_cannot_be_read_whole_says_so(made: Path) -> None:
    old = read_sources(made)
    assert update_of(old, old) == Update()
    assert Update().says() == ["Nothing that it asks or teaches has changed"]
    (made / "question_banks" / "facts.yaml").write_text("bank: [")
    assert update_of(old, read_sources(made)).unread
    gone = Sources(old.library, old.names, old.banks, ())
    assert update_of(old, gone).documents == Parts(gone=("notes",))


def test_many_ids_are_counted_and_a_few_named() -> None:
    update = Update(items=Parts(new=tuple(f"i{n}" for n in range(1_200))), retired=("a", "b"))
    assert update.says() == ["1,200 new items: i0, i1, i2, i3, i4 and 1,195 more", "2 items retired: a and b"]
