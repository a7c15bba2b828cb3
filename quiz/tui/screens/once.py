"""Dialogs are closed once, however often a key says so before they are gone."""

from __future__ import annotations

from typing import Any, cast

from textual.await_complete import AwaitComplete
from textual.screen import Screen


class Once:
    """To stand before a screen in the bases of one that gives something back: it never closes the screen below it."""

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close the screen and give `result` back, if it is the one on top."""
        screen = cast("Screen[Any]", self)
        if screen.app.screen is not screen:
            return AwaitComplete.nothing()  # type: ignore[no-any-return, no-untyped-call]
        return super().dismiss(result)  # type: ignore[misc, no-any-return]
