"""The program that dies by SIGKILL at its n-th SQL statement: `dying.py N ARGUMENTS`."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from typing import Any

from quiz.cli import main

_connect = sqlite3.connect


class Dying(sqlite3.Connection):
    """Counts the statements of all connections, and dies before the last."""

    left = 0

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        Dying.left -= 1
        if Dying.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().execute(*arguments)


if __name__ == "__main__":
    Dying.left = int(sys.argv[1])
    sqlite3.connect = lambda *arguments, **options: _connect(*arguments, factory=Dying, **options)  # type: ignore[assignment]
    sys.exit(main(sys.argv[2:]))
