"""A shell on a terminal, at which commands are typed and questions answered."""

from __future__ import annotations

import re
import shlex
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from tests.support.terminal import Terminal

PROMPT = "desk> "
COLUMNS, LINES = 250, 110
"""So many that no sentence is broken and all that a command writes is seen."""


class Desk:
    """A shell on a terminal, at which an instructor or a trainee types."""

    def __init__(self, terminal: Terminal, folder: Path) -> None:
        self.terminal = terminal
        self.folder = folder
        self._number = count(1)

    def run(self, command: str, code: int = 0) -> str:
        """Type a command, wait until it has ended with that code, and return what it wrote."""
        mark = f"end-{next(self._number)}"
        self.terminal.send(f"clear; {command}; echo {mark} $?\r")
        text = self.terminal.until(lambda: bool(re.search(rf"^{mark} \d+$", self.terminal.text, re.MULTILINE)))
        assert f"{mark} {code}" in text, text
        return text[: text.index(f"{mark} {code}")]

    def say(self, *lines: tuple[str, str]) -> None:
        """Type each line once its prompt stands at the end of the screen."""
        for prompt, line in lines:
            # A key that comes before the line is edited can be lost between two modes of the terminal.
            self.terminal.until(lambda prompt=prompt: prompt in self._end() and self._edits())  # type: ignore[misc]
            self.terminal.send(f"{line}\r")
            self.terminal.until(lambda prompt=prompt: prompt not in self._end())  # type: ignore[misc]

    def begin(self, command: str) -> None:
        """Type a command that asks something."""
        self.terminal.send(f"clear; {command}; echo end-{next(self._number)} $?\r")

    def over(self) -> str:
        """Wait for the end of what was begun."""
        return self.terminal.until(lambda: bool(re.search(r"^end-\d+ 0$", self.terminal.text, re.MULTILINE)))

    def _edits(self) -> bool:
        """Whether a line is edited now, key by key."""
        flags = self.terminal.modes[3]
        assert isinstance(flags, int)
        return not flags & termios.ICANON

    def _end(self) -> str:
        """The last line that is not empty, up to the cursor."""
        return " ".join(self.terminal.text.split("\n")[max(0, self.terminal.screen.cursor.y - 1) :])


@contextmanager
def shell(folder: Path, who: str) -> Iterator[Desk]:
    """A shell in that folder, with a data folder of one's own."""
    around = {
        "PATH": f"{folder / 'bin'}:/usr/bin:/bin", "PS1": PROMPT, "ENV": "", "EDITOR": "add-part",
        "QUIZ_DATA": str(folder / "data" / who),
        # A size that a shell once exported is not that of the terminal.
        "COLUMNS": "40",
    }  # fmt: skip
    start = f"cd {shlex.quote(str(folder))} && exec sh -i"
    with Terminal(["sh", "-c", start], COLUMNS, LINES, **around) as terminal:
        terminal.until(PROMPT.strip())
        yield Desk(terminal, folder)
