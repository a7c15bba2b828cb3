"""Four themes: dark, light, high contrast, and none of any colour.

Every text colour has a contrast of at least 4.5 over each ground that it is drawn on, 7 in high contrast. Without
colours, what a ground tells otherwise (the cursor, a verdict) is told by reversed text.
"""

from __future__ import annotations

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as Ground
from textual.filter import LineFilter
from textual.theme import Theme

DARK = "quiz-dark"
LIGHT = "quiz-light"
CONTRAST = "quiz-contrast"
PLAIN = "quiz-plain"

NAMES = {DARK: "dark", LIGHT: "light", CONTRAST: "high contrast", PLAIN: "no colours"}
"""What each theme is called."""


def _variables(
    muted: str, cited: str, cited_ground: str, key: str, bars: tuple[str, str], **more: str
) -> dict[str, str]:
    """Return the variables of a theme: what is said in passing, cited sentences, keys, scroll bars, the cursor."""
    ground, bar = bars
    shared = {
        "text-muted": muted,
        "text-disabled": muted,
        "foreground-muted": muted,
        "foreground-disabled": muted,
        "cited": cited,
        "cited-background": cited_ground,
        "footer-key-foreground": key,
        "block-cursor-text-style": "none",
        "scrollbar-background": ground,
        "scrollbar-background-hover": ground,
        "scrollbar-background-active": ground,
        "scrollbar-corner-color": ground,
        "scrollbar": bar,
        "scrollbar-hover": bar,
        "scrollbar-active": bar,
    }
    return {**shared, **{name.replace("_", "-"): value for name, value in more.items()}}


THEMES = (
    Theme(
        name=DARK,
        dark=True,
        primary="#7aa2d6",
        secondary="#9a8fd0",
        accent="#e0b060",
        success="#79b98a",
        warning="#e0b060",
        error="#e08585",
        foreground="#d8dce2",
        background="#14171c",
        surface="#1b1f26",
        panel="#242a33",
        variables=_variables(
            "#b0b6c0", "#f2d58c", "#3a3320", "#e0b060", ("#14171c", "#4f535a"),
            block_cursor_background="#33435a", block_cursor_foreground="#d8dce2",
            input_selection_background="#33435a", input_selection_foreground="#d8dce2",
        ),
    ),
    Theme(
        name=LIGHT,
        dark=False,
        primary="#2a5d9f",
        secondary="#5b4b9a",
        accent="#6b4600",
        success="#17662f",
        warning="#6b4600",
        error="#a8221b",
        foreground="#1d2229",
        background="#faf9f6",
        surface="#f1efe9",
        panel="#e5e2d9",
        variables=_variables(
            "#454a51", "#3d2c00", "#fbe8a6", "#6b4600", ("#faf9f6", "#b6b6b5"),
            block_cursor_background="#bccbdf", block_cursor_foreground="#1d2229",
            input_selection_background="#bccbdf", input_selection_foreground="#1d2229",
        ),
    ),
    Theme(
        name=CONTRAST,
        dark=True,
        primary="#6cb6ff",
        secondary="#c9a6ff",
        accent="#ffe14d",
        success="#5dff8f",
        warning="#ffe14d",
        error="#ffa0a0",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#1c1c1c",
        variables=_variables(
            "#e0e0e0", "#ffff66", "#333300", "#ffe14d", ("#000000", "#8c8c8c"),
            block_cursor_background="#083b70", block_cursor_foreground="#ffffff",
            input_selection_background="#083b70", input_selection_foreground="#ffffff",
        ),
    ),
    Theme(
        name=PLAIN,
        dark=True,
        primary="#ffffff",
        secondary="#ffffff",
        accent="#ffffff",
        success="#ffffff",
        warning="#ffffff",
        error="#ffffff",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        variables=_variables("#ffffff", "#ffffff", "#000000", "#ffffff", ("#000000", "#808080")),
    ),
)  # fmt: skip

_DEFAULT = Color.default()
_MARKED = 0.06
"""Brightness, from 0 to 1, from which a ground is a mark."""


class Uncoloured(LineFilter):
    """Takes all colours away; what stands on a ground that is a mark is reversed."""

    def apply(self, segments: list[Segment], background: Ground) -> list[Segment]:
        """Return the segments without colours."""
        return [Segment(text, style and _uncoloured(style), control) for text, style, control in segments]


def _uncoloured(style: Style) -> Style:
    ground = None if style.bgcolor is None or style.bgcolor.is_default else style.bgcolor.get_truecolor()
    marked = ground is not None and sum(ground) / 765 > _MARKED
    return style + Style(color=_DEFAULT, bgcolor=_DEFAULT, dim=False, reverse=marked or bool(style.reverse))
