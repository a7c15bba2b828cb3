"""Many programs, the n-th of which dies by SIGKILL at its n-th SQL statement: `dying.py 0 FOLDER ARGUMENTS`.

Each has its data and `output` in FOLDER/n and reads FOLDER/input; the last one lives. With a number for 0 there are so
many, and all of them live. Prints the codes that they ended with. They are forks of one process: that spares each the
start of Python.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

from quiz.cli import main

_connect = sqlite3.connect


class Dying(sqlite3.Connection):
    """Counts the statements of all connections, and dies instead of running the last."""

    left = 0

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        Dying.left -= 1
        if Dying.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().execute(*arguments)


def _connect_dying(*arguments: Any, **options: Any) -> sqlite3.Connection:
    return _connect(*arguments, factory=Dying, **options)


def answer(home: Path, arguments: list[str]) -> int:
    """Run the program in this process."""
    home.mkdir(exist_ok=True)
    with open(home.parent / "input") as sys.stdin, open(home / "output", "w", encoding="utf-8") as sys.stdout:
        return main([*arguments, "--data", str(home)])


def fork(dies_at: int, home: Path, arguments: list[str]) -> int:
    """Run the program in a child process; return the code it ended with."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    code = 1
    try:
        Dying.left = dies_at
        code = answer(home, arguments)
    finally:
        os._exit(code)


if __name__ == "__main__":
    living, folder, output = int(sys.argv[1]), Path(sys.argv[2]), sys.stdout
    sqlite3.connect = _connect_dying  # type: ignore[assignment]
    answer(folder / "loads-all-modules", sys.argv[3:])
    count = living or 1 - Dying.left
    codes = [fork(0 if living else n, folder / str(n), sys.argv[3:]) for n in range(1, count + 1)]
    print(json.dumps(codes), file=output)
