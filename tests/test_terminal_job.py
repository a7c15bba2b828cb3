"""The whole main job on a real terminal of 80 × 24, by keyboard alone."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

from quiz.config import Settings, load_settings, save_settings
from quiz.documents import Citation
from quiz.items import Place
from quiz.learning import Answered, Event, Noted, Reported, Starred
from quiz.maps.shipped import shipped_map
from quiz.store import Log
from quiz.tui.theme import LIGHT
from tests.support.library import composed, fact, one_of_each, texts, write_library
from tests.support.process import PATIENCE, quiz, run
from tests.support.terminal import GRACE, Terminal

ENTER, LEAVE, QUIT, UNKNOWN, UNDO, CLEAR = "\r", "\x1b", "\x11", "\x0e", "\x1a", "\x15"
DOWN, RIGHT, LEFT = "\x1b[B", "\x1b[C", "\x1b[D"
THINKING = 1.1
"""Seconds below which an answer is a guess, which cannot be rated."""
HINT, SKIP, STAR, NOTE, REPORT = "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~", "\x1b[18~"


def logged(data: Path) -> list[Event]:
    with Log(data, "ana", "small") as log:
        return log.events()


def beside(*texts: str) -> Callable[[str], str]:
    """The digits that pick the lines of these texts."""

    def keys(screen: str) -> str:
        found = [re.search(rf"(\d) [(\[].[)\]]\s+{text}", screen) for text in texts]
        return "".join(match[1] for match in found if match) if all(found) else ""

    return keys


def partners(screen: str) -> str:
    right = {"The sun": "A star", "The moon": "A satellite", "Mars": "A planet"}
    rows = re.findall(r"\d \[ \]\s+(The sun|The moon|Mars)", screen)
    letters = {text: letter for letter, text in re.findall(r"\b([a-d])\s+(A \w+)", screen)}
    return "".join(letters[right[row]] for row in rows) if len(rows) == 3 and len(letters) == 4 else ""


def arranged(screen: str) -> str:
    wanted, keys, at = ["Seed", "Leaf", "Root", "Fruit"], "", 0
    lines = re.findall(r"^ +\d +(Seed|Leaf|Root|Fruit)$", screen, re.MULTILINE)
    if len(lines) < len(wanted):
        return ""
    for place, name in enumerate(wanted):
        keys += DOWN * ((lines.index(name) - at) % len(lines)) + "K" * (lines.index(name) - place)
        lines.insert(place, lines.pop(lines.index(name)))
        at = place
    return keys


def gaps(screen: str) -> str:
    who = beside("Ana")(screen)
    return (
        "|".join(("1999", ENTER, who, ENTER, "12", ENTER, "blue whale")) if who and "(4)   the answer" in screen else ""
    )


ANSWERS: dict[str, Callable[[str], str]] = {
    "Which letter comes first?": beside("Letter A"),
    "Which two letters come first?": beside("Letter A", "Letter B"),
    "Snow is white.": beside("True"),
    "How heavy is it?": lambda s: "4.2" if "kg" in s else "",
    "When was it?": lambda _: "2026-02-10",
    "Which animal is it?": lambda _: "blue whale",
    "In (1)____": gaps,
    "What is what?": partners,
    "What comes when?": arranged,
    "Which sentence shows it?": lambda s: found[1] if (found := re.search(r"\((\d)\)Fact 10 ", s)) else "",
    "Point at Nakhchivan.": lambda s: f"{RIGHT}{DOWN}" if "Arrows go from place" in s else "",
}  # fmt: skip


def keys_for(screen: str) -> str:
    """The keys that answer what is on the screen right, with a bar where they wait for the focus; empty until then."""
    return next((keys(screen) for stem, keys in ANSWERS.items() if stem in screen), "")


def insist(terminal: Terminal, keys: str, wanted: str | Callable[[], bool]) -> None:
    """Send keys until what they are to do is there: those that come within the grace after a change do nothing."""

    def done() -> bool:
        return wanted in terminal.text if isinstance(wanted, str) else wanted()

    for _ in range(10):
        terminal.send_later(keys)
        end = time.monotonic() + PATIENCE / 10
        terminal.until(lambda: done() or time.monotonic() > end)  # noqa: B023
        if done():
            return
    raise AssertionError(f"{wanted!r} never came:\n{terminal.text}")


def test_every_type_is_answered_by_keyboard(tmp_path: Path) -> None:
    data = tmp_path / "data"
    place = Place(
        id="item-11", stem="Point at Nakhchivan.", map="south-caucasus", key="nakhchivan", explanation="So.",
        topics=("odd",), level=1, citations=(Citation("notes", 11, fact(11)),), status="approved",
    )  # fmt: skip
    root = write_library(tmp_path / "library", [*one_of_each(), *composed(), place])
    save_settings(data, Settings(toured=True))
    with Terminal(quiz("practice", "--items", "11", "--library", root, "--data", data, "--trainee", "ana")) as terminal:
        for number in range(1, 12):
            terminal.until(lambda: bool(keys_for(terminal.text)) and "Enter Next" not in terminal.text)
            on_map = "Nakhchivan" in terminal.text
            first, *more = keys_for(terminal.text).split("|")
            terminal.send(first)
            for keys in more:
                terminal.send_later(keys)
            insist(terminal, ENTER, "Enter Next")
            assert on_map or "✓ Right" in terminal.text, terminal.text
            following = f"{number + 1} of 11" if number < 11 else "of 11 questions right"
            insist(terminal, ENTER, following)
        terminal.send(QUIT)
        assert terminal.wait() == 0
    given = {e.body.item: e.body.response for e in logged(data) if isinstance(e.body, Answered)}
    chart = shipped_map("south-caucasus")
    assert chart is not None
    assert len(given) == 11
    assert given["item-11"] in [p.id for p in chart.places]


def reply(terminal: Terminal, text: str, thinking: float = 0.0) -> None:
    """Type an answer after so many seconds, and say that it is certain."""
    terminal.until("Enter Answer")
    time.sleep(thinking)
    terminal.send(text)
    terminal.until(text)
    insist(terminal, ENTER, "How sure are you?")
    terminal.send("3")
    terminal.until("(•)")
    insist(terminal, ENTER, "Enter Next")


def test_the_whole_job_from_the_tour_to_the_next_start(tmp_path: Path) -> None:
    data, saved = tmp_path / "data", tmp_path / "results.txt"
    root = write_library(tmp_path / "library", texts(12))
    where = ["--library", str(root), "--data", str(data), "--trainee", "ana"]
    with Terminal(quiz(*where)) as terminal:
        terminal.until("1 of 4")
        terminal.send("q")
        terminal.until("Start: 10 questions")
        set_up(terminal)
        learn(terminal)
        look_at_results(terminal, saved)
        look_around(terminal)
        terminal.send(QUIT)
        assert terminal.wait() == 0
        assert terminal.modes == terminal.before
    assert "3 of 5 questions right" in saved.read_text("utf-8")
    assert load_settings(data).theme == LIGHT
    with Terminal(quiz(*where)) as again:
        again.until("3 answered today")
        again.send("s")
        for kept in ("Odd things", "Questions     5", "Asked"):
            again.until(kept)
        again.send(QUIT)
        assert again.wait() == 0
    events = logged(data)
    lines = run(quiz("log", "export", "--data", str(data))).stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [str(e.id) for e in events]
    bodies = [e.body for e in events]
    for kind in (Starred, Noted, Reported):
        assert len([body for body in bodies if isinstance(body, kind)]) == 1


def set_up(terminal: Terminal) -> None:
    terminal.send("s")
    terminal.until("Set up a session")
    terminal.send(DOWN * 2)
    terminal.until("▸ Topic")
    terminal.send("odd")
    terminal.until("Odd things")
    terminal.send(DOWN * 4)
    terminal.until("▸ Questions")
    terminal.send("5")
    terminal.until("5 of them are asked")
    terminal.send(f"{DOWN * 2}{RIGHT}")
    terminal.until("Asked")
    terminal.send(ENTER)
    terminal.until("1 of 5")


def learn(terminal: Terminal) -> None:
    terminal.send(HINT)
    terminal.until("Hint:")
    insist(terminal, SKIP, "Skipped")
    terminal.send(STAR)
    terminal.until("★")
    terminal.send(NOTE)
    terminal.until("Your note on this question")
    terminal.send(f"a big one{ENTER}")
    terminal.until(lambda: "Your note on" not in terminal.text)
    terminal.send(REPORT)
    terminal.until("What is wrong with this question?")
    terminal.send(f"1{ENTER}")
    terminal.until("Enter Keep")
    terminal.send(f"odd words{ENTER}")
    terminal.until(lambda: "What is wrong" not in terminal.text)
    reply(terminal, "shark")
    terminal.until("✗ Wrong")
    terminal.send(UNDO)
    terminal.until(lambda: "Enter Answer" in terminal.text and "✗" not in terminal.text)
    reply(terminal, "blue whale", THINKING - GRACE)
    terminal.until("a big one")
    terminal.send("2")
    terminal.until("✓ Hard")
    for number, text in enumerate(("blue whale", "blue whale", "shark"), 2):
        insist(terminal, ENTER, lambda: f"{number} of 5" in terminal.text and "Enter Answer" in terminal.text)  # noqa: B023
        reply(terminal, text)
    insist(terminal, ENTER, lambda: "5 of 5" in terminal.text and "Enter Answer" in terminal.text)
    insist(terminal, UNKNOWN, "Not answered")
    insist(terminal, ENTER, "3 of 5 questions right")


def look_at_results(terminal: Terminal, saved: Path) -> None:
    terminal.send("w")
    terminal.until("Save the results as")
    terminal.until(".txt")
    terminal.send(CLEAR)
    terminal.until(lambda: ".txt" not in terminal.text)
    terminal.send(str(saved))
    terminal.until(saved.name)
    terminal.send(ENTER)
    terminal.until("Saved in")
    terminal.send("r")
    terminal.until("1 of 2")
    insist(terminal, UNKNOWN, "Not answered")
    insist(terminal, ENTER, lambda: "2 of 2" in terminal.text and "Enter Answer" in terminal.text)
    insist(terminal, UNKNOWN, "Enter Next")
    insist(terminal, ENTER, "0 of 2 questions right")
    terminal.send("q")
    terminal.until("answered today")


def look_around(terminal: Terminal) -> None:
    terminal.send("g")
    terminal.until("Overview")
    terminal.send("q")
    terminal.until("answered today")
    terminal.send("l")
    terminal.until("1 document")
    terminal.send("/")
    terminal.until("search")
    terminal.send("item-7")
    terminal.until("1 found")
    terminal.send(LEAVE)
    terminal.until("1 document")
    terminal.send("q")
    terminal.until("answered today")
    terminal.send("o")
    terminal.until("‹ dark")
    terminal.send(RIGHT)
    terminal.until("‹ light")
    terminal.send(LEFT)
    terminal.until("‹ dark")
    terminal.send(RIGHT)
    terminal.until("‹ light")
    terminal.send("q")
    terminal.until("answered today")


def test_a_new_size_in_the_middle_of_an_answer_keeps_it(tmp_path: Path) -> None:
    root, data = write_library(tmp_path / "library", texts(2)), tmp_path / "data"
    with Terminal(quiz("practice", "--library", root, "--data", data, "--trainee", "ana")) as terminal:
        terminal.until("Enter Answer")
        terminal.send("blue wh")
        terminal.until("blue wh")
        terminal.resize(50, 12)
        terminal.until("this is 50 × 12")
        terminal.resize(140, 45)
        terminal.until("blue wh")
        terminal.send("ale")
        terminal.until("blue whale")
        insist(terminal, ENTER, "✓ Right")
        terminal.send(QUIT)
        assert terminal.wait() == 0
        assert terminal.modes == terminal.before
    assert [e.body.response for e in logged(data) if isinstance(e.body, Answered)] == ["blue whale"]
