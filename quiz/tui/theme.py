"""Two themes, dark and light, with the colours that verdicts and sources use."""

from __future__ import annotations

from textual.theme import Theme

DARK = "quiz-dark"
LIGHT = "quiz-light"

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
        variables={"cited": "#f2d58c", "cited-background": "#3a3320", "footer-key-foreground": "#e0b060"},
    ),
    Theme(
        name=LIGHT,
        dark=False,
        primary="#2a5d9f",
        secondary="#5b4b9a",
        accent="#8a5a00",
        success="#1f7a3d",
        warning="#8a5a00",
        error="#b3261e",
        foreground="#1d2229",
        background="#faf9f6",
        surface="#f1efe9",
        panel="#e5e2d9",
        variables={"cited": "#3d2c00", "cited-background": "#fbe8a6", "footer-key-foreground": "#8a5a00"},
    ),
)
