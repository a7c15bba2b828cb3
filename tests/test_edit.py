"""`quiz new` and `quiz edit`: a library of one's own, an item in the editor, a field from the command line."""

from __future__ import annotations

import shlex
import shutil
import signal
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.banks import open_library
from quiz.banks.editing import AT_LINE, COLON, command_of, editor_of, find_item
from quiz.banks.starting import STARTER, new_library
from quiz.cli import main
from quiz.errors import QuizError
from tests.support.process import quiz, run
from tests.support.terminal import Terminal

Captured = pytest.CaptureFixture[str]
_TYPES = "choice multiple boolean numeric date text cloze match order evidence place"
TYPES = _TYPES.split()
FIRST = Path("question_banks", "first.yaml")


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the starter, and nothing of the user's own."""
    root = new_library(tmp_path / "mine")
    monkeypatch.setenv("QUIZ_LIBRARY", str(root))
    monkeypatch.setenv("QUIZ_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    return root


def editor(folder: Path, body: str, name: str = "editor") -> Path:
    """Write an editor that is a Python script; `words` are its arguments."""
    path = folder / name
    path.write_text(f"#!{sys.executable}\nimport pathlib, sys\nwords = sys.argv[1:]\n{body}\n")
    path.chmod(0o755)
    return path


def said(capsys: Captured, *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_the_starter_has_one_sound_item_of_each_type() -> None:
    library = open_library(STARTER)
    assert library.findings == ()
    assert list(library.entries) == [f"starter-{t}" for t in TYPES]
    assert [e.item.__struct_config__.tag for e in library.entries.values()] == TYPES
    assert len(library.askable()) == len(TYPES)
    assert {d.kind for d in library.documents.values()} == {"news", "opinion"}
    assert len({d.voice for d in library.documents.values()}) == 2


def test_a_new_library_is_the_starter_without_findings_and_can_be_asked(tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "not yet" / "there"
    code, out, err = said(capsys, "new", str(target))
    assert (code, err) == (0, "")
    assert f"quiz check '{target}'" in out
    assert f"quiz --library '{target}'" in out
    made = {str(p.relative_to(target)): p.read_bytes() for p in target.rglob("*") if p.is_file()}
    starter = {str(p.relative_to(STARTER)): p.read_bytes() for p in STARTER.rglob("*") if p.is_file()}
    assert {k: v for k, v in made.items() if not k.startswith("schemas/")} == starter
    assert sorted(made.keys() - starter.keys()) == ["schemas/bank.json", "schemas/library.json", "schemas/names.json"]
    code, out, _ = said(capsys, "check", str(target))
    assert (code, out) == (0, "no findings: 11 sound items, 2 documents\n")
    asked = run(quiz("--library", target, "--plain"), given=":q\n", QUIZ_DATA=str(tmp_path / "data"))
    assert asked.returncode == 0
    assert "Question 1 of" in asked.stdout


def test_the_modeline_of_each_file_leads_to_its_schema(tmp_path: Path) -> None:
    for bare in (False, True):
        root = new_library(tmp_path / str(bare), bare)
        for path in (root / "question_banks").glob("*.yaml"):
            sign, _, schema = path.read_text("utf-8").splitlines()[0].partition("$schema=")
            assert sign == "# yaml-language-server: "
            assert (path.parent / schema).resolve().is_file()


def test_a_bare_library_has_nothing_to_ask_and_says_so(tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "bare"
    assert said(capsys, "new", "--bare", str(target))[0] == 0
    assert sorted(p.name for p in target.rglob("*") if p.suffix in (".yaml", ".md")) == ["library.yaml", "names.yaml"]
    code, out, _ = said(capsys, "check", str(target))
    assert code == 0
    assert "0 sound items, 0 documents" in out
    code, _, err = said(capsys, "--library", str(target), "--data", str(tmp_path / "data"), "--plain")
    assert code == 2
    assert "no item to ask" in err


TAKEN = {
    "file": "this is no folder",
    "full": "the folder is not empty",
    "library": "the folder is not empty",
    "link": "this is a link",
    "under a file": "the library cannot be made",
}


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_there_is_not_touched(what: str, tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "taken"
    if what == "file":
        target.write_text("mine")
    elif what == "full":
        target.mkdir()
        (target / ".hidden").write_text("mine")
    elif what == "library":
        new_library(target)
    elif what == "link":
        (tmp_path / "real").mkdir()
        target.symlink_to(tmp_path / "real")
    else:
        target.write_text("mine")
        target = target / "below"
    before = sorted(tmp_path.rglob("*"))
    code, out, err = said(capsys, "new", str(target))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert f": {TAKEN[what]}" in err
    assert "; name a" in err
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert (new_library(tmp_path / "empty") / FIRST).is_file()


def test_a_library_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(QuizError, match="No space left"):
        new_library(tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


COMMANDS = [
    ("vi", ["vi", "+7", "/b.yaml"]),
    ("/usr/bin/vim -u NONE", ["/usr/bin/vim", "-u", "NONE", "+7", "/b.yaml"]),
    ("vim.tiny", ["vim.tiny", "+7", "/b.yaml"]),
    ("nano", ["nano", "+7", "/b.yaml"]),
    ("emacs -nw", ["emacs", "-nw", "+7", "/b.yaml"]),
    ("emacs-29.1", ["emacs-29.1", "+7", "/b.yaml"]),
    ("gvim", ["gvim", "--nofork", "+7", "/b.yaml"]),
    ("gvim -f", ["gvim", "-f", "+7", "/b.yaml"]),
    ("code", ["code", "--wait", "--goto", "/b.yaml:7"]),
    ("code --wait", ["code", "--wait", "--goto", "/b.yaml:7"]),
    ("codium -w -g", ["codium", "-w", "-g", "/b.yaml:7"]),
    ("code.cmd", ["code.cmd", "--wait", "--goto", "/b.yaml:7"]),
    ("subl", ["subl", "--wait", "/b.yaml:7"]),
    ("hx", ["hx", "/b.yaml:7"]),
    ("ed", ["ed", "/b.yaml"]),
    ("'my editor' --new", ["my editor", "--new", "/b.yaml"]),
]


@pytest.mark.parametrize(("given_", "wanted"), COMMANDS)
def test_each_editor_is_told_the_line_in_its_way(given_: str, wanted: list[str]) -> None:
    assert command_of(editor_of({"EDITOR": given_}), Path("/b.yaml"), 7) == wanted


@given(st.sampled_from(sorted(AT_LINE | COLON.keys())), st.lists(st.text("-abc $;|&'", min_size=1, max_size=6)))
def test_no_word_of_the_editor_is_lost_or_split(name: str, more: list[str]) -> None:
    words = editor_of({"VISUAL": shlex.join([name, *more]), "EDITOR": "other"})
    assert words == [name, *more]
    assert command_of(words, Path("/b.yaml"), 7)[: len(words)] == words


@pytest.mark.parametrize(
    ("values", "what"), [({}, "no editor is set"), ({"EDITOR": "  "}, "no editor"), ({"EDITOR": "vi 'x"}, "be read")]
)
def test_no_editor(values: dict[str, str], what: str) -> None:
    with pytest.raises(QuizError, match=what):
        editor_of(values)


def test_edit_opens_the_item_at_its_line_and_tells_what_is_then_wrong(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    bank = library / FIRST
    line = 1 + bank.read_text("utf-8").splitlines().index("  - id: starter-choice")
    change = "path = pathlib.Path(words[-1])\npath.write_text(path.read_text().replace({!r}, {!r}, 1))"
    body = f"assert words == ['+{line}', {str(bank)!r}], words\n" + change.format("level: 3", "level: 9")
    monkeypatch.setenv("VISUAL", str(editor(tmp_path, body, "vim")))
    monkeypatch.setenv("EDITOR", "false")
    code, out, err = said(capsys, "edit", "starter-choice")
    assert (code, err) == (1, "")
    assert "'level' cannot be '9'" in out
    assert "1 error" in out
    # The faulty item is no longer among the sound ones, and is found all the same.
    assert "starter-choice" not in open_library(library).entries
    monkeypatch.setenv("VISUAL", str(editor(tmp_path, change.format("level: 9", "level: 3"))))
    assert said(capsys, "edit", "starter-choice")[0] == 0
    assert "starter-choice" in open_library(library).entries


def test_an_item_of_a_bank_that_is_no_yaml_is_found(library: Path) -> None:
    bank = library / FIRST
    before = find_item(library, "starter-date")
    bank.write_text(bank.read_text("utf-8") + "   broken: 'x\n", "utf-8")
    assert find_item(library, "starter-date") == before
    with pytest.raises(QuizError, match="no bank has an item 'starter-dat'"):
        find_item(library, "starter-dat")


def test_an_id_in_two_banks_is_not_guessed(library: Path) -> None:
    shutil.copy(library / FIRST, library / "question_banks" / "second.yaml")
    with pytest.raises(QuizError, match=r"2 banks have an item of that id \(first.yaml:\d+, second.yaml:\d+\)"):
        find_item(library, "starter-date")


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("/no/such/editor", "does not start"),
        ("false", "the editor ended with 1"),
        ("sh -c 'kill -9 $$'", "ended by signal 9"),
    ],
)
def test_an_editor_that_fails_is_told_in_one_line(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, value: str, what: str
) -> None:
    monkeypatch.setenv("EDITOR", value)
    code, out, err = said(capsys, "edit", "starter-text")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert what in err
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_no_editor_and_no_item_are_told(library: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    code, _, err = said(capsys, "edit", "starter-text")
    assert (code, "no editor is set; set one" in err) == (2, True)
    monkeypatch.setenv("EDITOR", "true")
    code, _, err = said(capsys, "edit", "starter-txt")
    assert (code, "no bank has an item 'starter-txt'" in err) == (2, True)


def test_no_shell_reads_the_editor(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = f"pathlib.Path({str(tmp_path / 'words')!r}).write_text(repr(words[:-1]))"
    monkeypatch.setenv("EDITOR", f"{editor(tmp_path, body)} ';' touch '$(x)' '*'")
    assert main(["edit", "starter-text"]) == 0
    assert (tmp_path / "words").read_text() == repr([";", "touch", "$(x)", "*"])


def test_fields_are_set_and_every_other_byte_stays(library: Path, capsys: Captured) -> None:
    bank = library / FIRST
    bank.chmod(0o640)
    before = bank.read_text("utf-8")
    code, _, err = said(
        capsys, "edit", "starter-choice", "--set", "status=draft", "--set", "recheck=2099-01-01", "--set", "level=2"
    )
    assert (code, err) == (0, "")
    assert stat.S_IMODE(bank.stat().st_mode) == 0o640
    changed = before.replace("    status: approved           #", "    status: draft           #")
    changed = changed.replace("    level: 3                   #", "    level: 2                   #")
    line = "        quote: Trial crossings are to begin once both landings have been rebuilt.\n"
    assert bank.read_text("utf-8") == changed.replace(line, f"{line}    recheck: 2099-01-01\n", 1)


@pytest.mark.parametrize(
    ("given_", "what"),
    [
        (["status"], "sets no field"),
        (["=x"], "sets no field"),
        (["status=done"], "'status' cannot be 'done'"),
        (["level=2", "topics=a"], "does not hold one value"),
        (["id=other"], "not set by a command"),
    ],
)
def test_a_field_that_cannot_be_set_leaves_the_bank(
    library: Path, capsys: Captured, given_: list[str], what: str
) -> None:
    before = (library / FIRST).read_bytes()
    code, out, err = said(capsys, "edit", "starter-choice", *(w for one in given_ for w in ("--set", one)))
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert what in err
    assert (library / FIRST).read_bytes() == before


def test_a_real_terminal_is_the_editor_s_until_it_ends(library: Path, tmp_path: Path) -> None:
    body = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGINT, lambda *_: print('heard', flush=True))\n"
        "print('tty', os.isatty(0), os.isatty(1), words[-1].rsplit(':', 1)[1].isdigit(), flush=True)\n"
        "print('got', input(), flush=True)"
    )
    path = editor(tmp_path, body, "hx")
    with Terminal(quiz("edit", "starter-order"), columns=200, EDITOR=str(path), VISUAL="") as terminal:
        terminal.until("tty True True True")
        terminal.send("\x03")
        terminal.until("heard")
        terminal.send("done\r")
        terminal.until("got done")
        terminal.until("11 sound items")
        assert terminal.wait() == 0
