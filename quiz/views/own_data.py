"""What "delete own data" takes away, in the words of the command and of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.text import counted

if TYPE_CHECKING:
    from quiz.store import Held
    from quiz.views.desk import Desk


def will_go(held: Held, settings: bool) -> tuple[str, ...]:
    """Return a line for each kind of data that goes, and one for what stays; `settings` tells whether those go too."""
    lines = [
        f"{counted(held.answers, 'answer')} in {counted(held.sessions, 'session')}, with all that follows from them "
        f"({counted(held.events, 'event')} in the log)"
    ]
    if held.copies:
        lines.append(f"the same from {counted(len(held.copies), 'backup')}")
    if held.waiting:
        lines.append(f"{counted(len(held.waiting), 'answer')} that could not be saved and waits beside the log")
    if settings:
        lines.append("the settings: theme, date, shortcuts and the rest")
    others = f"the answers of {counted(held.others, 'other trainee')}, and " if held.others else ""
    lines.append(f"What stays: {others}what you exported or copied elsewhere yourself")
    return tuple(lines)


def what_went(held: Held) -> str:
    """Return in one line what was deleted, and which files could not be cleaned."""
    said = f"Deleted: {counted(held.events, 'event')} of {held.trainee}"
    if held.copies:
        said += f", also from {counted(len(held.copies), 'backup')}"
    if held.unknown:
        files = ", ".join(path.name for path in held.unknown[:5])
        said += f". NOT cleaned, because unreadable or write-protected: {files}; delete them yourself"
    return said


def held_of(desk: Desk) -> Held:
    """Return what there is of the trainee that a desk serves. Raises QuizError."""
    from quiz.store import held

    return held(desk.log.path.parent, desk.log.trainee)
