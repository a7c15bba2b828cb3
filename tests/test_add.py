"""`quiz add`: an item of each type written step by step, over a pipe as on a terminal."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from quiz.banks import open_library
from quiz.banks.starting import new_library
from quiz.cli import main
from quiz.items import Item, type_name
from quiz.reading import read_yaml
from quiz.reading.spans import tree_of
from quiz.views.adding_script import TYPES
from tests.support.process import quiz
from tests.support.screens import PAYLOADS
from tests.support.terminal import Terminal

Captured = pytest.CaptureFixture[str]
BANK = "question_banks/first.yaml"
POST = "According to the Loam Valley Post, "
BATTERIES = ["batteries", "1", "3", ""]
"""A citation found by a word: the first passage, its third sentence, and no more."""
ENDING = ["The Loam Valley Post says so.", "", "", "ferry/boat", "", "1"]
"""Explanation, no context, a plain fact, topic, no other, level."""

ANSWERS: dict[str, list[str]] = {
    "choice": [
        *BATTERIES,
        f"{POST}what would the new ferry run on?",
        *("Batteries", "Diesel oil", "No diesel is named.", "Steam power", "No steam is named.", "", ""),
    ],
    "multiple": [
        *("aldry fenby", "1", "2", ""),
        f"{POST}which two villages would the new ferry join?",
        *("Aldry", "Fenby", "", "Marl", "Marl has a bridge.", "", "1"),
    ],
    "boolean": [*BATTERIES, f"{POST}the new ferry would run on steam.", "false", "It would run on batteries."],
    "numeric": [
        *("kilometers", "1", "1", ""),
        "According to Mayor Tom Brandt, how much road would the new ferry save?",
        *("11 km", "0.5 %", "", "22 km", "Twice that.", ""),
    ],
    "date": [
        *("contract june", "1", "1", ""),
        "On which day did Aldry Council sign a contract for a new ferry?",
        *("2025-06-12", "", "1998-10", "That was the old ferry's last crossing.", ""),
    ],
    "text": [
        *BATTERIES,
        f"{POST}what would the new ferry run on?",
        *("batteries", "battery power; accumulators", "", "diesel", "No diesel is named.", ""),
    ],
    "cloze": [
        *("contract june", "1", "1", ""),
        "{who} signed a contract for {what} on {when}, and {much} villages want it.",
        *("text", "Aldry Council", "the council", "", ""),
        *(
            "choice",
            "a new ferry",
            "a new bridge",
            "No bridge is planned.",
            "a new road",
            "No road is planned.",
            "",
            "",
        ),
        *("date", "2025-06-12", "", "", "numeric", "2", "", "", ""),
    ],
    "match": [
        *("whole landing", "2", "2", "rebuilt", "1", "1", ""),
        "What is said of each of the two landings?",
        *("Aldry", "It comes first.", "Aldry is first.", "Fenby", "It comes second.", "Fenby is second.", ""),
        *("It is never rebuilt.", ""),
    ],
    "order": [
        *("landings rebuilt", "1", "1", ""),
        f"{POST}what comes when on the way to the new ferry?",
        *("New landing at Aldry", "New landing at Fenby", "= Trial crossings", "Passengers", ""),
    ],
    "evidence": [
        *("agreed crew", "1", "1", ""),
        "Which sentence shows that the wages are open?",
        *("5 6", "5", "This is one side's wish.", ""),
    ],
    "place": [
        *("bridge Marl", "1", "5", ""),
        "Point at the place with the nearest way over the river.",
        *("loam-valley", "marl", "fenby", "Fenby has no bridge.", ""),
    ],
}
ANSWERS["match"][:7] = ["landings rebuilt", "1", "1", ""]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = new_library(tmp_path / "library")
    monkeypatch.setenv("QUIZ_LIBRARY", str(root))
    monkeypatch.chdir(tmp_path)
    return root


def typed(capsys: Captured, monkeypatch: pytest.MonkeyPatch, lines: list[str], *arguments: str) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    assert main(["add", *arguments]) == 0
    return capsys.readouterr().out


def added(root: Path, before: bytes) -> Item:
    """The one item that stands behind what was there, which is as it was."""
    after = (root / BANK).read_bytes()
    assert after.startswith(before)
    assert len(after) > len(before)
    return list(open_library(root).entries.values())[-1].item


# --- Each type


@pytest.mark.parametrize("kind", TYPES)
def test_an_item_of_each_type_is_written(
    kind: str, library: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (library / BANK).read_bytes()
    said = typed(capsys, monkeypatch, [kind, *ANSWERS[kind], *ENDING, "", ""])
    assert f"Written as draft: library/{BANK}:" in said
    item = added(library, before)
    assert type_name(item) == kind
    assert item.status == "draft"
    assert item.topics == ("ferry/boat",)
    line = len(before.splitlines()) + 2
    assert f"{BANK}:{line}: {item.id}\n" in said
    assert f"quiz edit {item.id} --set status=approved" in said
    assert "error[" not in said
    assert open_library(library).errors() == []
    assert not list((Path("data") / "adding").iterdir())


def test_what_is_typed_stands_in_the_bank(library: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(capsys, monkeypatch, ["order", *ANSWERS["order"], *ENDING, "steps", "approved"])
    root: Any = read_yaml((library / BANK).read_text("utf-8")).root
    item: Any = tree_of(root.entries["items"].items[-1])
    assert item["id"] == "steps"
    assert item["status"] == "approved"
    assert item["key"] == ["new-landing-at-aldry", ["new-landing-at-fenby", "trial-crossings"], "passengers"]
    assert item["citations"] == [
        {
            "document": "loam-valley-post",
            "paragraph": "5",
            "quote": "The landing at Aldry is to be rebuilt before the landing at Fenby.",
        }
    ]


def test_a_claim_its_context_and_its_bank_are_asked(
    library: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    (library / "question_banks" / "second.yaml").write_text("bank: second\ntitle: Second\nitems: []\n")
    before = (library / "question_banks" / "second.yaml").read_bytes()
    ending = ["Carrow Works said so; Hallam has 30.", "30 passengers", "1", "2", "", "Carrow Works", "statement"]
    ending += ["planned", "ferry/boat", "", "2", "second", "", ""]
    differs = ["up to 30 passengers", "30 passengers", "1", "2", "", "That is Hallam's number."]
    stem = "According to Carrow Works, up to how many passengers would the new ferry carry?"
    lines = ["numeric", "40 passengers", "1", "2", "", stem, "up to 40 passengers", "", *differs, "", "", *ending]
    said = typed(capsys, monkeypatch, lines)
    assert "Written as draft: library/question_banks/second.yaml:4: " in said
    item: Any = list(open_library(library).entries.values())[-1].item
    assert (item.claim.by, item.claim.stage, item.key.qualifier) == (("Carrow Works",), "planned", "up-to")
    assert [c.document for c in item.context] == ["hallam-letter"]
    assert [(d.answer.value, d.citations[0].document) for d in item.differs] == [("30", "hallam-letter")]
    assert (library / "question_banks" / "second.yaml").read_bytes().startswith(before.removesuffix(b" []\n"))
    assert main(["add", "--bank", "third"]) == 2


def test_another_documents_answer_is_one_of_the_options(
    library: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    stem = "How far has the council come, according to the Loam Valley Post?"
    wrong = ["It has announced it.", "So writes Hallam.", "It has begun trials.", "They come later.", ""]
    lines = ["choice", "contract june", "1", "1", "", stem, "It has signed a contract.", *wrong]
    typed(capsys, monkeypatch, [*lines, "1", "announced", "1", "1", "", "", *ENDING, "", ""])
    item: Any = list(open_library(library).entries.values())[-1].item
    assert [(d.answer, d.says) for d in item.differs] == [("it-has-announced-it", "So writes Hallam.")]
    assert [o.feedback for o in item.options] == [None, None, "They come later."]


# --- Steps back, left, gone on with


def test_one_goes_back_asks_for_help_and_types_a_word_of_command(
    library: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["back", "choice", "back", "text", *BATTERIES, "?", "A wrong stem", "back", f"{POST}what is it run on?"]
    lines += ['"back"', "", "", "", *ENDING, "", ""]
    said = typed(capsys, monkeypatch, lines)
    assert "This is the first step." in said
    assert "A whole question, clear with the answers covered" in said
    assert "! warning[stem-unfinished]" in said
    item: Any = list(open_library(library).entries.values())[-1].item
    assert (item.key, item.stem) == ("back", f"{POST}what is it run on?")


def test_what_was_begun_is_gone_on_with(library: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (library / BANK).read_bytes()
    lines = ["choice", *ANSWERS["choice"], *ENDING, "", ""]
    for number, line in enumerate(lines):
        said = typed(capsys, monkeypatch, [line, *(["quit"] if number % 2 else [])])
        assert (number == 0) == ("Going on with" not in said)
        last = number == len(lines) - 1
        assert ("Kept as it is" in said) != last
        assert (library / BANK).read_bytes() == before or last
    assert type_name(added(library, before)) == "choice"


def test_what_was_typed_outlives_an_interrupt(library: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = iter(["text\n", "batteries\n"])

    def read() -> str:
        line = next(lines, "")
        if not line:
            raise KeyboardInterrupt
        return line

    source = io.StringIO()
    monkeypatch.setattr(source, "readline", read)
    monkeypatch.setattr("sys.stdin", source)
    assert main(["add"]) == 130
    assert "Going on with the item that was begun (2 steps)." in typed(capsys, monkeypatch, ["quit"])


def test_a_line_may_be_edited_on_a_terminal(library: Path, tmp_path: Path) -> None:
    pytest.importorskip("readline")
    up, left = "\x1b[A", "\x1b[D"
    with Terminal(quiz("add"), columns=60, rows=40) as terminal:
        terminal.until("What type of item is it?")
        terminal.send("txt\x7f\x7fext\r")
        terminal.until("Search for the sentence")
        assert max(len(line.rstrip()) for line in terminal.screen.display) <= 60
        terminal.send(f"btteries{left * 7}a\r")
        terminal.until("Which passage is it?")
        terminal.send("back\r")
        terminal.until("It was: batteries")
        terminal.send(f"{up}{up}\r")
        terminal.until(lambda: terminal.text.count("Which passage is it?") == 2)
        terminal.send("\x04")
        terminal.until("Kept as it is")
        assert terminal.wait() == 0


def test_who_writes_into_a_received_library_is_told(
    library: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["library", "add", str(library)]) == 0
    monkeypatch.delenv("QUIZ_LIBRARY")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["add"]) == 0
    assert "an update of it is refused while it holds what you write" in capsys.readouterr().err


def test_an_item_may_be_thrown_away(library: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(capsys, monkeypatch, ["choice", *BATTERIES])
    assert "Thrown away." in typed(capsys, monkeypatch, ["drop"])
    assert "Nothing was begun." in typed(capsys, monkeypatch, ["show", "quit"])


def test_a_draft_that_no_longer_fits_is_asked_again_from_there(
    library: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(capsys, monkeypatch, ["choice", *ANSWERS["choice"]])
    post = library / "seeds" / "loam-valley-post.md"
    post.write_text(post.read_text("utf-8").replace("run on batteries", "run on steam"), "utf-8")
    said = typed(capsys, monkeypatch, [])
    assert "What was answered to 12 steps no longer fits and is asked again:\n  citation words: batteries\n" in said
    kept = next(Path("data", "adding").iterdir())
    kept.write_bytes(b"[")
    assert "Going on with" not in typed(capsys, monkeypatch, [])
    assert "cannot be read and is begun anew" not in capsys.readouterr().err


# --- Refused


def test_an_item_with_an_error_is_not_written(library: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (library / BANK).read_bytes()
    lines = [
        "numeric",
        *("kilometers", "1", "1", ""),
        "How much road would it save?",
        "11 km",
        "0.5",
        "",
        "11.2 km",
        "No.",
    ]
    said = typed(capsys, monkeypatch, [*lines, "", *ENDING, "", ""])
    assert "! error[reject-is-key]" in said
    assert "Not taken: the item has an error and is not written" in said
    assert (library / BANK).read_bytes() == before


def test_a_bank_that_was_broken_meanwhile_is_left_as_it_is(
    library: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(capsys, monkeypatch, ["text", *ANSWERS["text"], *ENDING, ""])
    bank = library / BANK
    bank.write_text(bank.read_text("utf-8") + "  - id: [\n", "utf-8")
    before = bank.read_bytes()
    assert main(["add"]) == 2
    assert "no bank can be read" in capsys.readouterr().err
    (library / "question_banks" / "second.yaml").write_text("bank: second\ntitle: Second\nitems: []\n")
    typed(capsys, monkeypatch, ["quit"])
    assert bank.read_bytes() == before


def _hostile(line: str) -> bool:
    return any(unicodedata.category(c) in ("Cc", "Cs", "Cf") for c in line) or len(line) > 16_000


def test_no_control_character_reaches_bank_or_terminal(
    library: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (library / BANK).read_bytes()
    lines = [*PAYLOADS, "a\x1b]52;c;x\x07", "\udcff", "x" * 17_000]
    hostile = [line for line in lines if _hostile(line)]
    stem = f"What is {' '.join(line for line in lines if not _hostile(line))}?"
    typed_ = ["text", *BATTERIES, *hostile, stem, *ANSWERS["text"][5:], *ENDING, "x-1", ""]
    said = typed(capsys, monkeypatch, typed_)
    assert len(hostile) > 5
    assert said.count("Not taken: the line ") == len(hostile)
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Cf") for c in said)
    assert added(library, before).stem == stem


def test_a_library_that_cannot_be_added_to_says_so(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = new_library(tmp_path / "bare", bare=True)
    assert main(["--library", str(bare), "add"]) == 2
    assert "no document that an item could cite" in capsys.readouterr().err
    (bare / "seeds" / "a.md").write_text(
        "---\nid: a\ntitle: A\ncalled: the A\nvoice: a\nkind: news\n---\n\n[1]\n* Ana came first.\n", "utf-8"
    )
    monkeypatch.setenv("QUIZ_LIBRARY", str(bare))
    lines = ["text", "ana", "1", "", "Who came first, according to the A?", *("Ana", "", "", "")]
    lines += ["So it says.", "", "", "", "1", ""]
    assert "Written as approved" in typed(capsys, monkeypatch, [*lines, "approved"])
    assert (
        (bare / "question_banks" / "items.yaml")
        .read_text("utf-8")
        .startswith("bank: items\ntitle: Questions\nitems:\n")
    )
    assert main(["check"]) == 0


# --- Checked while it is written


def test_the_checks_speak_as_soon_as_they_can(library: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    key = "Batteries, which the new ferry would carry all along the River Loam"
    lines = ["choice", *BATTERIES, "What would the new ferry not run on", key]
    lines += ["Coal", "None has it.", "Oil", "No.", "", ""]
    said = typed(capsys, monkeypatch, [*lines, "Garrow Yard says so.", "", "", "ferry/boat"])
    asked = said.split("The right answer:\n")
    assert "! warning[stem-unfinished]" in asked[0]
    assert "! warning[negative-stem]" in asked[0]
    answered = asked[1].split("The explanation, in one to three sentences:\n")
    assert "! warning[key-longest]" in answered[0]
    assert "hedge-lost" not in asked[0]
    assert "uncited-name" not in answered[1].split("Whose claim is it?")[0].split("say besides")[0]
    assert "! warning[uncited-name]" in answered[1]
    assert said.count("! warning[stem-unfinished]") == 1
