"""An instructor's hour on a real terminal, from two documents to a corrected key, by what is typed at a shell.

The documents are freely licensed and come with packages that the tests need anyway: the history in the licence of
`typing_extensions`, and the Mozilla Public License in `pathspec`.
"""

from __future__ import annotations

import re
import shlex
import shutil
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.shell import Desk, shell

BANK = "question_banks/items.yaml"
COURSE = "quiz --library course"
ASKED = 10
"""Questions of a session."""
NAMES = ("ash", "birch", "cedar")
"""Pseudonyms of the trainees."""
THINKING = 1.1
"""Seconds below which an answer is a guess."""
HISTORY = "history.txt"
MISTAKES = {"was a member of": "quote-missing", "key: cwj": "key-no-option", "explanaton": "unknown-field"}
"""What the editor's part has wrong, by the rule that tells it."""
DRAFTS = (1, 2)
"""The drafts that are approved, by number."""
FACULTY = """
  - id: python-foundation-year
    type: date
    stem: In which year, according to the history of Python, was the Python Software Foundation formed?
    key: "1991"
    explanation: The foundation owns what there is of rights to Python.
    topics: [general]
    level: 1
    citations:
      - document: history
        paragraph: 4
        quote: {formed}
    status: approved
  - id: python-zope-sponsor
    type: boolean
    stem: According to the history of Python, Zope Corporation was a sponsoring member of the PSF.
    key: true
    feedback: It was a sponsoring member.
    explanation: Digital Creations became Zope Corporation, which was a sponsoring member.
    topics: [general]
    level: 1
    citations:
      - document: history
        paragraph: 4
        quote: Zope Corporation was a member of the PSF.
    context:
      - document: history
        paragraph: 4
        quote: {digital}
    status: approved
  - id: python-first-institute
    type: choice
    stem: At which institute was Python created, according to the history of Python?
    options:
      - {{id: cwi, text: Stichting Mathematisch Centrum}}
      - {{id: cnri, text: Corporation for National Research Initiatives, feedback: He went on there in 1995.}}
      - {{id: beopen, text: BeOpen PythonLabs, feedback: That team was formed in 2000.}}
    key: cwj
    explanation: He went on with it elsewhere from 1995 on.
    topics: [general]
    level: 1
    citations:
      - document: history
        paragraph: 2
        quote: {created}
    context:
      - document: history
        paragraph: 3
        quote: {went_on}
      - document: history
        paragraph: 4
        quote: {team}
    status: approved
  - id: python-after-labs
    type: text
    stem: Which company did Digital Creations become, according to the history of Python?
    key: Zope Corporation
    explanaton: The PythonLabs team had moved there.
    topics: [general]
    level: 1
    citations:
      - document: history
        paragraph: 4
        quote: {digital}
    status: approved
  - id: mozilla-notice-days
    type: numeric
    stem: Within how many days of a first notice must one comply to have the Mozilla licence back for good?
    key: {{value: 30, unit: days}}
    explanation: It holds for who is told of a breach for the first time.
    topics: [licences]
    level: 2
    citations:
      - document: mozilla
        paragraph: {number}
        quote: {notice}
    status: approved
"""


def packaged(package: str, after: str = "", before: str = "") -> str:
    """The licence that came with a package, or a part of it."""
    files = metadata.files(package) or ()
    text = next(f for f in files if f.name == "LICENSE").read_text("utf-8")
    return text[text.index(after) : text.index(before) if before else None]


def sentence(brief: str, words: str) -> str:
    return next(line for line in brief.split("\n") if words in line)


def paragraph_of(brief: str, words: str) -> int:
    numbers = re.findall(r"^\[(\d+)\]", brief[: brief.index(words)], re.MULTILINE)
    return int(numbers[-1])


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the two documents and the programs that are typed at the shell."""
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "quiz").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m quiz "$@"\n', "utf-8")
    # Editors: one adds what lies in part.yaml to the bank, one does what the commands in mend.sed say.
    for name, does in (("add-part", "cat part.yaml >>"), ("mend", "sed -i -f mend.sed")):
        (tools / name).write_text(f'#!/bin/sh\nfor last; do :; done\n{does} "$last"\n', "utf-8")
    for tool in tools.iterdir():
        tool.chmod(0o755)
    (tmp_path / HISTORY).write_text(packaged("typing_extensions", "A. HISTORY", "B. TERMS"), "utf-8")
    (tmp_path / "mozilla.txt").write_text(packaged("pathspec"), "utf-8")
    return tmp_path


def bank_of(desk: Desk) -> dict[str, Any]:
    items = yaml.safe_load((desk.folder / "course" / BANK).read_text("utf-8"))["items"]
    return {item["id"]: item for item in items}


def write_items(desk: Desk) -> None:
    """Write ten items: four step by step, two of drafts, four in an editor; the last with three mistakes."""
    desk.begin(f"{COURSE} add")
    desk.say(
        ("What type", "text"), ("Search for the sentence", "Guido Netherlands"), ("Which passage", "1"),
        ("Which sentence", "1"), ("another such sentence", ""),
        ("The question", "Who created Python, according to the history of Python?"),
        ("The right answer", "Guido van Rossum"), ("Other fair answers", ""), ("Another document", ""),
        ("near miss", ""), ("The explanation", "He created it as a successor of a language called ABC."),
        ("behind what explanation", ""), ("Whose claim", ""), ("main topic", "general"), ("Another topic", ""),
        ("How hard", "1"), ("Its id", "python-creator"), ("Write it into", "approved"),
    )  # fmt: skip
    assert "python-creator" in desk.over()
    desk.begin(f"{COURSE} add")
    desk.say(
        ("What type", "text"), ("Search for the sentence", "successor ABC"), ("Which passage", "1"),
        ("Which sentence", "1"), ("another such sentence", ""),
        ("The question", "Which language came before Python, according to the history of Python?"),
        ("The right answer", "ABC"), ("Other fair answers", "back"), ("The right answer", "ABC"),
        ("Other fair answers", "the language ABC"), ("Another document", ""), ("near miss", ""),
        ("The explanation", "Python was made as its successor."), ("behind what explanation", ""),
        ("Whose claim", ""), ("main topic", "general"), ("Another topic", ""), ("How hard", "1"),
        ("Its id", "python-before"), ("Write it into", "approved"),
    )  # fmt: skip
    assert "python-before" in desk.over()
    desk.begin(f"{COURSE} add")
    desk.say(
        ("What type", "numeric"), ("Search for the sentence", "prior 60 days"), ("Which passage", "1"),
        ("Which sentence", "1"), ("another such sentence", ""),
        ("The question", "After how many days without a notice are grants of the Mozilla licence back for good?"),
        ("The number with its unit", "60 days"), ("How far", ""), ("Another document", ""), ("near miss", "30 days"),
        ("said to who", "That is the time after a first notice."), ("near miss", ""),
        ("The explanation", "It counts from when the breach has ended."), ("behind what explanation", ""),
        ("Whose claim", ""), ("main topic", "licences"), ("Another topic", ""), ("How hard", "2"),
        ("Its id", "mozilla-silent-days"), ("Write it into", "approved"),
    )  # fmt: skip
    assert "mozilla-silent-days" in desk.over()
    desk.run(f"{COURSE} generate history --backend rules")
    desk.begin(f"{COURSE} review --plain")
    for number in DRAFTS:
        desk.terminal.until(f"Draft {number} of")
        desk.terminal.send("a\r")
    desk.terminal.until(lambda: desk.terminal.text.count("Approved as") == len(DRAFTS))
    desk.terminal.send("q\r")
    desk.over()
    history, mozilla = ((desk.folder / f"course/seeds/{name}.md").read_text("utf-8") for name in ("history", "mozilla"))
    quotes = {
        name: quoted(sentence(history, words))
        for name, words in (
            ("formed", "was formed"), ("digital", "became Zope"), ("created", "in the Netherlands"),
            ("went_on", "In 1995"), ("team", "BeOpen PythonLabs team"),
        )
    }  # fmt: skip
    first = "this is the first time You have received notice"
    part = FACULTY.format(**quotes, notice=quoted(sentence(mozilla, first)), number=paragraph_of(mozilla, first))
    (desk.folder / "part.yaml").write_text(part, "utf-8")
    desk.run(f"{COURSE} edit python-creator", code=1)


def make_course(desk: Desk) -> None:
    """Make a new library of two documents."""
    desk.run("quiz new --bare course")
    desk.run("echo '  licences: Licences' >> course/question_banks/library.yaml")
    assert "12 paragraphs" in desk.run(f"{COURSE} documents add {HISTORY} --called 'the history of Python'")
    assert "paragraphs" in desk.run(f"{COURSE} documents add mozilla.txt --called 'the Mozilla licence'")


def mend(desk: Desk, item: str, commands: str, code: int = 0) -> str:
    """Have an editor change the bank at an item."""
    (desk.folder / "mend.sed").write_text(commands, "utf-8")
    return desk.run(f"EDITOR=mend quiz --library course edit {item}", code)


def find_mistakes(desk: Desk) -> None:
    """Find a quote that no document has, a key that is no option and a field of no name, and mend them."""
    found = desk.run(f"{COURSE} check", code=1)
    for line, rule in ((lines_of(desk, words), rule) for words, rule in MISTAKES.items()):
        assert re.search(rf"^course/{BANK}:{line}:\d+: error\[{rule}\]", found, re.MULTILINE), (rule, found)
    assert "3 errors" in found
    mend(desk, "python-zope-sponsor", "s/was a member of/was a sponsoring member of/\ns/explanaton/explanation/\n", 1)
    assert "no findings" in desk.run(f"{COURSE} edit python-first-institute --set key=cwi; {COURSE} check")


def lines_of(desk: Desk, words: str) -> int:
    """The line of the bank on which words stand."""
    lines = (desk.folder / "course" / BANK).read_text("utf-8").split("\n")
    return next(n for n, line in enumerate(lines, 1) if words in line)


def find_drift(desk: Desk) -> None:
    """Edit a document, find which item it leaves behind, and mend that."""
    old, new = "was formed, a non", "was founded, a non"
    path = desk.folder / HISTORY
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    assert "python-foundation-year" in desk.run(f"{COURSE} documents add {HISTORY} --update", code=1)
    found = desk.run(f"{COURSE} drift", code=1)
    assert re.search(rf"^course/{BANK}:{lines_of(desk, old)}:\d+.*changed", found, re.MULTILINE), found
    mend(desk, "python-foundation-year", f"s/{old}/{new}/\n")
    assert "python-foundation-year" not in desk.run(f"{COURSE} drift")


def typed(item: dict[str, Any]) -> str:
    """What one types for the key of an item; an option by its text."""
    key = item["key"]
    match item["type"]:
        case "choice":
            return str(next(o["text"] for o in item["options"] if o["id"] == key))
        case "boolean":
            return str(key)
        case "numeric":
            return str(key["value"])
    return str(key)


def line_for(question: str, answer: str) -> str:
    """The line that gives an answer: the number of its option, or the answer itself."""
    option = re.search(rf"^ +(\d)  {re.escape(answer)}$", question, re.MULTILINE)
    return option[1] if option else answer


def asked(desk: Desk, number: int) -> tuple[str, str]:
    """Wait for a question, and return its stem and all that stands from there on."""
    begins = f"Question {number} of {ASKED}"

    def there() -> bool:
        return bool(re.search(r"\n[^\n]+[:?]$", desk.terminal.text.rpartition(begins)[2].rstrip())) and (
            begins in desk.terminal.text
        )

    text = desk.terminal.until(there).rpartition(begins)[2]
    return text.split("\n")[1].strip(), text


def practise(trainees: Sequence[Desk], says: Sequence[dict[str, str]], reported: str) -> None:
    """Let trainees receive the course and answer all of its questions, each by its stem; the first reports one."""
    for desk in trainees:
        assert "10 items" in desk.run("quiz library add course.zip")
        desk.begin("quiz practice --plain --items 10")
    for number in range(1, ASKED + 1):
        seen = [asked(desk, number) for desk in trainees]
        time.sleep(THINKING)
        for desk, (stem, text), answers in zip(trainees, seen, says, strict=True):
            if stem == reported and desk is trainees[0]:
                desk.terminal.send(":report key It was formed in 2001\r")
                desk.terminal.until("It was formed in 2001")
            desk.terminal.send(f"{line_for(text, answers[stem])}\r")
    for desk in trainees:
        desk.terminal.until("Done:")
        desk.terminal.send("\r")
        desk.over()


def read_report(desk: Desk, trainees: Sequence[Desk]) -> None:
    """Read what three trainees sent, and correct the key that one of them reports."""
    for name, trainee in zip(NAMES, trainees, strict=True):
        said = trainee.run(
            f"mkdir -p exports && quiz log export --for-instructor --as {name} --out exports/{name}.jsonl"
        )
        assert f"as {name}" in said
    line = lines_of(desk, "- id: python-foundation-year")
    told = desk.run(f"{COURSE} report exports")
    work = told[: told.index("Items:")]
    assert f"{BANK}:{line}: python-foundation-year: 1 trainee: wrong key 1: “It was formed in 2001”" in work
    assert shares(told) == {"ash": 90, "birch": 80, "cedar": 100}
    desk.run("cp -R course before")
    desk.run(f"{COURSE} edit python-foundation-year --set key=2001")
    regraded = desk.run(f"{COURSE} diff before --answers exports")
    for name, change in zip(NAMES, ("0.0% → 100.0%", "0.0% → 100.0%", "100.0% → 0.0%"), strict=True):
        assert f"{name}: python-foundation-year: 1 answer, score {change}" in regraded
    assert shares(desk.run(f"{COURSE} report exports")) == {"ash": 100, "birch": 90, "cedar": 90}


def shares(report: str) -> dict[str, int]:
    """What each trainee had right at the first answer, in per cent."""
    rows = re.findall(r"^ +\d+ +1 +(\d+) % .* (\w+)$", report, re.MULTILINE)
    return {name: int(share) for share, name in rows}


def hand_out(desk: Desk, trainee: Desk) -> None:
    """Hand the corrected library out again, and an exam on paper."""
    shutil.make_archive(str(desk.folder / "course"), "zip", desk.folder / "course")
    assert "1 key corrected: python-foundation-year" in trainee.run("quiz library add course.zip")
    assert "was 0/1 when it was given" in trainee.run("quiz why python-foundation-year")
    assert "1 key corrected (1 answer of yours counts more)" in trainee.run("quiz status")
    exam = desk.run(f"{COURSE} print --out paper --format md --seed s")
    sheets = sorted((desk.folder / "paper").iterdir())
    assert [sheet.name in exam for sheet in sheets] == [True, True]
    answers, questions = (sheet.read_text("utf-8") for sheet in sheets)
    foundation = bank_of(desk)["python-foundation-year"]
    assert foundation["stem"] in questions
    assert foundation["citations"][0]["quote"] in " ".join(answers.replace("\n> ", " ").split())


def test_an_instructors_hour(folder: Path) -> None:
    with ExitStack() as stack:
        desk, *trainees = (stack.enter_context(shell(folder, who)) for who in ("teacher", *NAMES))
        make_course(desk)
        write_items(desk)
        find_mistakes(desk)
        find_drift(desk)
        shutil.make_archive(str(folder / "course"), "zip", folder / "course")
        bank = bank_of(desk)
        assert len(bank) == 10
        right = {item["stem"]: typed(item) for item in bank.values()}
        foundation = bank["python-foundation-year"]["stem"]
        true = right | {foundation: "2001"}
        practise(trainees, [true, true | {bank["python-before"]["stem"]: "Modula"}, right], foundation)
        read_report(desk, trainees)
        hand_out(desk, trainees[0])
