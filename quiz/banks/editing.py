"""Where an item stands on disk, and how an editor is told to open it there."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

import quiz
from quiz.banks.opening import bank_paths
from quiz.banks.writing import line_of_item
from quiz.config import BANKS
from quiz.errors import QuizError
from quiz.reading import Fault, decode, read_bytes
from quiz.text import counted, one_line

_AT_LINE = (
    "vi vim nvim nvi vis elvis gvim mvim view nano pico emacs emacsclient jed joe mg micro kak ne mcedit gedit kate"
)
AT_LINE = frozenset(_AT_LINE.split())
"""Editors that take `+LINE FILE`."""
_CODE = ("code", "code-insiders", "codium", "vscodium", "cursor")
COLON: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_CODE, ("--goto",)),
    **dict.fromkeys(("subl", "sublime_text", "zed", "hx", "helix"), ()),
}
"""Editors that take `FILE:LINE`, and what they want before it."""
WAITING = {
    **dict.fromkeys((*_CODE, "subl", "sublime_text", "zed", "gedit"), "--wait"),
    **dict.fromkeys(("gvim", "mvim"), "--nofork"),
    "kate": "--block",
}
"""Editors that go on in the background, and how they are told not to."""
_EDITION = re.compile(r"(\.(exe|cmd|bat))$|[.-]?(basic|tiny|nox|gtk3?|[0-9][0-9.]*)$")
"""What stands behind an editor's name when there are several of it: vim.tiny, emacs-29."""


def find_item(root: Path, item: str) -> tuple[Path, int]:
    """Return the bank of a library that has an item, sound or faulty, and the line on which it begins.

    Raises QuizError when no bank has it or several do.
    """
    found: list[tuple[Path, int]] = []
    for path in bank_paths(root / BANKS):
        data = read_bytes(path)
        if item.encode("utf-8", "surrogateescape") not in data:
            continue
        text = decode(data)
        line = None if isinstance(text, Fault) else line_of_item(text, item)
        if line is not None:
            found.append((path, line))
    if not found:
        hint = "`quiz items` lists the sound ones; `quiz check` tells of banks that cannot be read"
        raise QuizError(f"no bank has an item '{one_line(item, 60)}'", hint=hint)
    if len(found) > 1:
        places = ", ".join(f"{path.name}:{line}" for path, line in found)
        raise QuizError(f"{counted(len(found), 'bank')} have an item of that id ({places})", item, "rename one")
    return found[0]


def editor_of(environment: Mapping[str, str]) -> list[str]:
    """Return the user's editor as the words of a command. Raises QuizError when none is set or it cannot be read."""
    for name in ("VISUAL", "EDITOR"):
        value = environment.get(name, "").strip()
        if not value:
            continue
        try:
            words = shlex.split(value)
        except ValueError as error:
            what = f"the command cannot be read ({one_line(str(error)).lower()})"
            raise QuizError(what, name, "close its quotation marks") from None
        if words and words[0]:
            return words
    raise QuizError("no editor is set", "EDITOR", "set one, such as `export EDITOR=nano`")


def command_of(editor: list[str], path: Path, line: int) -> list[str]:
    """Return the command that opens a file at a line, as far as the editor is known to go there, and waits."""
    name = _EDITION.sub("", os.path.basename(editor[0]).lower())
    waiting = [WAITING[name]] if name in WAITING and not {WAITING[name], "-w", "-f"} & set(editor[1:]) else []
    # A path that begins with a dash is taken for an option by nobody when it is absolute.
    file = os.path.abspath(path)
    if name in AT_LINE:
        return [*editor, *waiting, f"+{line}", file]
    if name in COLON:
        asked = {"-g", "--goto"} & set(editor[1:])
        return [*editor, *waiting, *(() if asked else COLON[name]), f"{file}:{line}"]
    return [*editor, file]


def run_editor(command: list[str]) -> None:
    """Run an editor to its end, in the main thread.

    Raises QuizError when it does not start or says that it has failed.
    """
    import signal
    import subprocess

    ours = signal.getsignal(signal.SIGINT)
    try:
        with subprocess.Popen(command) as process:
            # Ctrl+C belongs to the editor as long as it runs.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            code = process.wait()
    except (OSError, ValueError) as error:
        what = f"the editor does not start ({getattr(error, 'strerror', None) or error})"
        raise QuizError(what, one_line(command[0], 120), "correct EDITOR or VISUAL") from None
    finally:
        signal.signal(signal.SIGINT, ours)
    if code:
        what = f"the editor ended with {code}" if code > 0 else f"the editor was ended by signal {-code}"
        raise QuizError(what, one_line(command[0], 120), "`quiz check` tells how the bank stands")


def hold_back(root: Path, path: Path) -> None:
    """Raise QuizError when a bank of the library at `root` is not to be edited: it came with an installed program, or
    it cannot be written."""
    library = Path(os.path.realpath(root))
    if library == Path(quiz.__file__).resolve().parent / "library":
        what = "the library that came with the program is not edited in its place"
        raise QuizError(what, path.name, "`quiz new DIR` makes one of your own")
    if not os.access(path, os.W_OK):
        raise QuizError("the bank cannot be written", str(path), "edit a copy: `quiz --library DIR`")
