"""Keys by name: which there are, how they are shown, what they type."""

from __future__ import annotations

import unicodedata
from functools import cache

from textual.keys import Keys, key_to_character

from quiz.text import nearest

MODIFIERS = ("ctrl", "alt", "shift", "super", "hyper", "meta")
_KNOWN = frozenset(str(key.value) for key in Keys)
_SHOWN = {
    "escape": "Esc", "enter": "Enter", "space": "Space", "tab": "Tab", "backspace": "Backspace", "delete": "Delete",
    "insert": "Insert", "home": "Home", "end": "End", "pageup": "PgUp", "pagedown": "PgDn",
    "up": "↑", "down": "↓", "left": "←", "right": "→",
}  # fmt: skip
_SHORTER = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
    "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
_TYPED = {"space": " ", "slash": "/", "backslash": "\\", "at": "@", "minus": "-", "plus": "+", "underscore": "_"}
_SENT_FOR = {
    "ctrl+i": "Tab",
    "ctrl+m": "Enter",
    "ctrl+j": "Enter",
    "ctrl+h": "Backspace",
    "ctrl+left_square_bracket": "Esc",
}
"""What a terminal takes some keys for."""


def key_of(name: str) -> str:
    """Return the name of a key as bindings have it: `?` is `question_mark`."""
    if name == " ":
        return "space"
    name = name.strip()
    if len(name) != 1 or name.isalnum():
        return name
    known = unicodedata.name(name, name).lower().replace("-", "_").replace(" ", "_")
    return _SHORTER.get(known, known)


@cache
def _latin_signs() -> dict[str, str]:
    """Return the signs of European keyboards by their names; a name has lost its hyphens and cannot be looked up."""
    return {key_of(sign): sign for sign in map(chr, range(0xA1, 0x300)) if not sign.isalnum()}


def typed(key: str) -> str:
    """Return the character that a key types, empty where it types none."""
    character = _TYPED.get(key) or key_to_character(key) or _latin_signs().get(key)
    return character if character is not None and character.isprintable() else ""


def trouble_with(key: str) -> str:
    """Say what is wrong with the name of a key, nothing where it is one."""
    *modifiers, last = key.split("+")
    for modifier in modifiers:
        if modifier not in MODIFIERS:
            return f"'{key}' is no key: '{modifier}' is none of {', '.join(MODIFIERS)}"
    if key in _SENT_FOR:
        return f"{key_text(key)} is the same as {_SENT_FOR[key]} in a terminal"
    if last in _KNOWN or (last and typed(last)):
        return ""
    near = nearest(last, _KNOWN)
    return f"'{key}' is no key" + (f"; did you mean '{'+'.join((*modifiers, near))}'?" if near else "")


def key_text(key: str) -> str:
    """Return how a key is shown: `Ctrl+N`, `F1`, `?`, `q`."""
    *modifiers, last = key.split("+")
    shown = _SHOWN.get(last) or typed(last) or last
    if (len(last) > 1 and last[0] == "f" and last[1:].isdecimal()) or ("ctrl" in modifiers and len(shown) == 1):
        shown = shown.upper()
    return "+".join((*(m.capitalize() for m in modifiers), shown))
