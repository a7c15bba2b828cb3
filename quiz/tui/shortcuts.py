"""All shortcuts of ours, found in the classes that have them, and what may be changed about them.

Textual reports neither an id that does not exist nor most keys that two bindings want: that is told here, before a
choice is taken.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

from msgspec import Struct
from textual.binding import Binding
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from quiz.text import nearest
from quiz.tui import screens, widgets
from quiz.tui.widgets.key_names import key_of, key_text, trouble_with, typed

PLACES = {
    "app": "Anywhere", "session": "Question and feedback", "choices": "Options", "typed": "A line to type in",
    "cloze": "Gaps", "match": "Rows and partners", "order": "Lines to order", "setup": "Session set-up",
    "pick": "A choice in the settings", "vetting": "Review of drafts", "line": "A line of a page",
}  # fmt: skip
"""What the first part of an id is called, where that is another word."""
NEVER = frozenset({"ctrl+c", "ctrl+q", "tab", "shift+tab"})
"""Keys that mean the same everywhere."""
MOVING = frozenset({"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "enter", "backspace", "delete"})
"""Keys that lists and lines need: only what has one of them from the start may have another."""
FIXED = frozenset({"app.quit"})
"""Shortcuts that stay: the way out is always the same."""
EVERYTHING = "*"
"""What a line takes that is typed into: each key that types a character."""


Keys = frozenset[str]


class Shortcut(Struct, frozen=True):
    """One binding: its id, what it does, its keys as they come, and the screens on which it may work.

    `widget` names the module of the widget that must have the focus, empty for screens and the app; `takes` holds for
    each widget that may have it the keys that this takes for itself.
    """

    id: str
    says: str
    keys: tuple[str, ...]
    screens: frozenset[str]
    widget: str = ""
    takes: tuple[Keys, ...] = ()

    @property
    def place(self) -> str:
        """Where it works, in words."""
        prefix = self.id.partition(".")[0]
        return PLACES.get(prefix, prefix.replace("-", " ").capitalize())


Shortcuts = Mapping[str, Shortcut]
Changes = Mapping[str, str]


def place_of(node: object) -> str:
    """Return what the place is called where a screen or widget has its shortcuts."""
    ids = [b.id for cls in type(node).__mro__ for b in _own_bindings(cls) if b.id]
    prefix = ids[0].partition(".")[0] if ids else type(node).__name__.removesuffix("Screen")
    return PLACES.get(prefix, prefix.replace("-", " ").capitalize())


def _own_bindings(cls: type) -> Iterator[Binding]:
    for binding in vars(cls).get("BINDINGS", ()):
        if isinstance(binding, Binding):
            yield binding


def _modules(package: Any) -> list[ModuleType]:
    found = pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    return [import_module(module.name) for module in found]


def _classes(modules: Iterable[ModuleType], kind: type) -> list[type]:
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, kind) and value.__module__ == module.__name__
    ]


def _reached(module: ModuleType, known: Mapping[str, ModuleType]) -> set[type]:
    """Return the widgets that a module uses, straight or by others of the `known` modules."""
    seen, waiting = {module.__name__}, [module]
    found: set[type] = set()
    while waiting:
        for value in vars(waiting.pop()).values():
            name = getattr(value, "__module__", None) or ""
            if isinstance(value, type) and issubclass(value, Widget) and name.startswith("textual.widgets"):
                found.add(value)
            elif name in known and name not in seen:
                seen.add(name)
                waiting.append(known[name])
    return found.union(*(_classes([known[name]], Widget) for name in seen & set(known)))


def _parts(modules: Iterable[ModuleType]) -> list[type]:
    """Return the widgets that the modules define, but no screens."""
    return [cls for cls in _classes(modules, Widget) if not issubclass(cls, Screen)]


def _taken(widget: type) -> Keys:
    """Return the keys that a widget takes for itself while it has the focus, but those to move with."""
    own = {key_of(character) for character in getattr(widget, "TAKES", "")}
    for cls in widget.__mro__:
        if cls.__module__.startswith("textual.widgets"):
            own |= {key for binding in _own_bindings(cls) for key in binding.key.split(",")}
    return frozenset(own | {EVERYTHING}) if issubclass(widget, Input | TextArea) else frozenset(own)


def _each_taken(some: Iterable[type]) -> tuple[Keys, ...]:
    return tuple(sorted({_taken(widget) for widget in some} - {frozenset()}, key=sorted))


def all_shortcuts(app: type) -> dict[str, Shortcut]:
    """Return the shortcuts of the app, of all screens and of all widgets by their ids; all of them are imported."""
    modules = {module.__name__: module for module in _modules(widgets)}
    pages = _classes(_modules(screens), Screen)
    parts = _parts([*modules.values(), *_modules(screens)])
    homes = {page: import_module(page.__module__) for page in pages}
    used = {page: _reached(home, modules) | {*_parts([home])} for page, home in homes.items()}
    made: dict[str, Shortcut] = {}

    def add(cls: type, where: Iterable[type], takers: Iterable[type], widget: str = "") -> None:
        names, taken = frozenset(page.__name__ for page in where), _each_taken(takers)
        for binding in _own_bindings(cls):
            if binding.id and binding.id not in made:
                keys = tuple(key_of(key) for key in binding.key.split(","))
                made[binding.id] = Shortcut(binding.id, binding.description, keys, names, widget, taken)

    def on(some: Iterable[type]) -> set[type]:
        return {widget for page in some for widget in used[page]}

    for cls in app.__mro__:
        open_pages = [page for page in pages if not issubclass(page, ModalScreen)]
        add(cls, open_pages, on(open_pages))
    for cls in pages:
        heirs = [page for page in pages if issubclass(page, cls)]
        add(cls, heirs, on(heirs))
    for cls in parts:
        heirs = [part for part in parts if issubclass(part, cls)]
        add(cls, [page for page in pages if used[page] & set(heirs)], heirs, cls.__module__)
    return made


def keys_of(shortcut: Shortcut, changes: Changes) -> tuple[str, ...]:
    """Return the keys that a shortcut has after changes."""
    chosen = changes.get(shortcut.id)
    return shortcut.keys if chosen is None else tuple(key_of(key) for key in chosen.split(","))


def keys_text(shortcut: Shortcut, changes: Changes) -> str:
    """Return the keys that a shortcut has after changes as they are shown."""
    return ", ".join(map(key_text, keys_of(shortcut, changes)))


def _meet(one: Shortcut, other: Shortcut) -> bool:
    """Tell whether two shortcuts may work at the same time."""
    together = not (one.widget and other.widget) or one.widget == other.widget
    return together and bool(one.screens & other.screens)


def _is_taken(key: str, taken: Keys) -> bool:
    return key in taken or (EVERYTHING in taken and bool(typed(key)))


def why_not(identity: str, changes: Changes, known: Shortcuts) -> str:
    """Say why the keys that `changes` give to a shortcut cannot be, nothing where they can."""
    shortcut = known.get(identity)
    if shortcut is None:
        near = nearest(identity, known)
        return f"there is no shortcut '{identity}'" + (f"; did you mean '{near}'?" if near else "")
    if identity in FIXED:
        return f"'{shortcut.says}' always has {keys_text(shortcut, {})}"
    new = keys_of(shortcut, changes)
    for key in new:
        trouble = trouble_with(key) or _needed(key, shortcut)
        if trouble:
            return trouble
    for taken in shortcut.takes:
        works = any(not _is_taken(key, taken) for key in shortcut.keys)
        if works and all(_is_taken(key, taken) for key in new):
            return f"{key_text(new[0])} is typed where '{shortcut.says}' must work; take one of F1 to F12"
    for other in known.values():
        if other.id != identity and _meet(shortcut, other):
            both = set(new) & set(keys_of(other, changes)) - (set(shortcut.keys) & set(other.keys))
            if both:
                return f"{key_text(min(both))} is already '{other.says}' ({other.place})"
    return ""


def _needed(key: str, shortcut: Shortcut) -> str:
    if key in shortcut.keys:
        return ""
    if key in NEVER:
        return f"{key_text(key)} is the same everywhere and cannot be taken"
    if key in MOVING and not MOVING & set(shortcut.keys):
        return f"{key_text(key)} is needed to move and to choose"
    return ""


def sound(changes: Changes, known: Shortcuts) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the changes that can be, and why the others cannot, each in a sentence that names its id."""
    left = dict(changes)
    said: list[str] = []
    while True:
        wrong = next(((i, why) for i in sorted(left) if (why := why_not(i, left, known))), None)
        if wrong is None:
            return left, tuple(said)
        said.append(f"{wrong[0]}: {wrong[1]}")
        del left[wrong[0]]
