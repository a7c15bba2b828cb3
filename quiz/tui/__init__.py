"""The screens. Only this package knows Textual."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quiz.config import Settings
    from quiz.learning import Mode
    from quiz.views import Choices, Desk


def run_app(
    desk: Desk,
    data: Path,
    settings: Settings,
    mode: Mode | None,
    choices: Choices,
    seed: str,
    page: tuple[str, str] | None = None,
) -> int:
    """Open the screens and return the exit code; with a mode, straight into a session of it, or at a page.

    The tour comes first where nothing was answered yet and it was not seen.
    """
    import os

    from quiz.tui.app import QuizApp

    # A size that the shell once exported would stand for that of the terminal, and never change.
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)
    app = QuizApp(desk, data, settings, mode, choices, seed, page)
    app.touring = mode is None and page is None and not settings.toured and not desk.states
    app.run()
    if app.fault is not None:
        raise app.fault
    return app.return_code or 0
