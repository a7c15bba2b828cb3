"""What a user is ever told of trouble: one error and one finding. Nothing here knows where it is shown."""

from __future__ import annotations

from enum import IntEnum, StrEnum

import msgspec


class Exit(IntEnum):
    """Exit codes that scripts rely on."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    STORE = 3
    PARTLY = 5
    FAULT = 70
    HANGUP = 129
    INTERRUPT = 130
    TERMINATED = 143


class QuizError(Exception):
    """Trouble that its reader can do something about.

    Parameters: `message` says what is wrong, `where` names the file or option, `hint` what to do, `code` the exit
    code of a command that ends with it.
    """

    def __init__(self, message: str, where: str = "", hint: str = "", code: Exit = Exit.USAGE) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint
        self.code = code

    def __str__(self) -> str:
        """One line: where, what, what to do."""
        place = f"{self.where}: " if self.where else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{place}{self.message}{hint}"


class Severity(StrEnum):
    """How much a finding weighs: an error keeps an item from being asked."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong in one place of a file.

    `line` and `column` count from 1; `what` says what is wrong, `hint` what to do; `item` is the id of the item that
    the finding keeps from being asked, if one does; `place` says where in a document (paragraph) it is.
    """

    rule: str
    path: str
    line: int
    column: int
    what: str
    hint: str
    severity: Severity = Severity.ERROR
    item: str = ""
    place: str = ""

    def text(self) -> str:
        """`file:line:column: severity[rule]: what; what to do`."""
        place = f" ({self.place})" if self.place else ""
        return f"{self.path}:{self.line}:{self.column}: {self.severity}[{self.rule}]: {self.what}{place}; {self.hint}"
