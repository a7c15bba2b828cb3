"""Shortcuts that can be changed: no two want one key, none is lost, and what cannot be is told by name."""

from __future__ import annotations

from itertools import combinations
from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import Binding
from textual.keys import _character_to_key

from quiz.tui import screens, widgets
from quiz.tui.app import QuizApp
from quiz.tui.shortcuts import (
    FIXED,
    MOVING,
    NEVER,
    _classes,
    _is_taken,
    _meet,
    _modules,
    all_shortcuts,
    keys_of,
    keys_text,
    sound,
    why_not,
)
from quiz.tui.widgets.key_names import key_of, key_text, trouble_with, typed

KNOWN = all_shortcuts(QuizApp)
KEYS = st.sampled_from(
    [*ascii_letters, *"019?-", "f5", "f9", "ctrl+k", "ctrl+b", "up", "enter", "tab", "ctrl+q", "x+y", "pagedwn", ""]
)
CHANGES = st.dictionaries(st.sampled_from([*KNOWN, "home.exma", ""]), KEYS, max_size=6)


@given(CHANGES)
def test_what_is_taken_takes_no_key_from_another_and_none_that_is_needed(changes: dict[str, str]) -> None:
    taken, said = sound(changes, KNOWN)
    assert taken.items() <= changes.items()
    assert len(taken) + len(said) == len(changes)
    for identity in taken:
        assert identity not in FIXED
        new = keys_of(KNOWN[identity], taken)
        assert not NEVER & set(new)
        for takes in KNOWN[identity].takes:
            needed = any(not _is_taken(key, takes) for key in KNOWN[identity].keys)
            assert not needed or any(not _is_taken(key, takes) for key in new)
    for one, other in combinations(KNOWN.values(), 2):
        if _meet(one, other):
            both = set(keys_of(one, taken)) & set(keys_of(other, taken))
            assert both <= set(one.keys) & set(other.keys)
    for sentence in said:
        assert sentence.partition(": ")[0] in changes


@given(CHANGES)
def test_what_is_sound_stays_sound_and_the_order_does_not_count(changes: dict[str, str]) -> None:
    taken, _ = sound(changes, KNOWN)
    assert sound(taken, KNOWN) == (taken, ())
    assert sound(dict(reversed(changes.items())), KNOWN)[0] == taken


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"home.exma": "x"}, "home.exma: there is no shortcut 'home.exma'; did you mean 'home.exam'?"),
        ({"zzz": "x"}, "zzz: there is no shortcut 'zzz'"),
        ({"home.exam": "pagedwn"}, "home.exam: 'pagedwn' is no key; did you mean 'pagedown'?"),
        ({"home.exam": "crtl+x"}, "home.exam: 'crtl+x' is no key: 'crtl' is none of ctrl, alt,"),
        ({"home.exam": ""}, "home.exam: '' is no key"),
        ({"home.exam": "p"}, "home.exam: p is already 'Practice' (Home)"),
        ({"home.exam": "?"}, "home.exam: ? is already 'Help' (Anywhere)"),
        ({"choices.up": "u"}, "choices.up: u is already 'Undo' (Question and feedback)"),
        ({"home.exam": "ctrl+c"}, "home.exam: Ctrl+C is the same everywhere and cannot be taken"),
        ({"home.exam": "ctrl+q"}, "home.exam: Ctrl+Q is the same everywhere and cannot be taken"),
        ({"app.quit": "x"}, "app.quit: 'Quit' always has Ctrl+Q"),
        ({"home.exam": "ctrl+i"}, "home.exam: Ctrl+I is the same as Tab in a terminal"),
        ({"home.exam": "down"}, "home.exam: ↓ is needed to move and to choose"),
        ({"session.unknown": "x"}, "session.unknown: x is typed where 'Don't know' must work"),
        ({"session.unknown": "ctrl+e"}, "session.unknown: Ctrl+E is typed where"),
        ({"choices.up": "1"}, "choices.up: 1 is typed where 'Up' must work"),
        ({"match.back": "x"}, "match.back: x is typed where 'Take the letter away' must work"),
    ],
)
def test_what_cannot_be_is_told_with_the_name_of_the_other(changes: dict[str, str], said: str) -> None:
    taken, told = sound(changes, KNOWN)
    assert taken == {}
    assert told[0].startswith(said)


@pytest.mark.parametrize(
    "changes",
    [
        {"home.practice": "m", "home.mistakes": "p"},
        {"session.context": "x"},
        {"session.unknown": "f11"},
        {"session.unknown": "x,f11"},
        {"results.retry": "m"},
        {"session.next": "space"},
        {"order.lift": "x"},
    ],
)
def test_what_can_be_is_taken(changes: dict[str, str]) -> None:
    assert sound(changes, KNOWN) == (changes, ())


def test_a_change_that_falls_gives_back_a_key_that_another_had_counted_on() -> None:
    taken, told = sound({"home.practice": "m", "home.mistakes": "ctrl+q"}, KNOWN)
    assert taken == {}
    assert len(told) == 2


def test_each_binding_of_ours_has_an_id_a_place_and_a_description() -> None:
    classes = [QuizApp, *_classes([*_modules(screens), *_modules(widgets)], object)]
    bindings = [(cls, b) for cls in classes for b in vars(cls).get("BINDINGS", ())]
    assert len(bindings) > 40
    for cls, binding in bindings:
        assert isinstance(binding, Binding), cls
        assert binding.description, (cls, binding)
        if not binding.id and not binding.show and MOVING.issuperset(binding.key.split(",")):
            continue
        assert binding.id, (cls, binding)
        assert KNOWN[binding.id].place
        assert KNOWN[binding.id].screens, binding.id
        assert not why_not(binding.id, {binding.id: binding.key}, KNOWN) or binding.id in FIXED


@pytest.mark.parametrize(
    ("key", "shown"),
    [("ctrl+n", "Ctrl+N"), ("f1", "F1"), ("?", "?"), ("question_mark", "?"), ("q", "q"), ("K", "K"), ("escape", "Esc"),
     ("shift+up", "Shift+↑"), ("space", "Space"), ("alt+x", "Alt+x"), ("plus", "+"), ("ä", "ä")],
)  # fmt: skip
def test_keys_are_shown_as_they_are_written_on_a_keyboard(key: str, shown: str) -> None:
    assert key_text(key_of(key)) == shown
    assert trouble_with(key_of(key)) == ""


@given(st.characters(min_codepoint=32, max_codepoint=0x2FF).filter(str.isprintable))
def test_each_character_is_a_key_that_types_it(character: str) -> None:
    assert typed(key_of(character)) == character


def test_names_of_keys_are_those_that_come_from_a_terminal() -> None:
    for code in range(33, 127):
        assert key_of(chr(code)) == _character_to_key(chr(code))
        assert typed(key_of(chr(code))) == chr(code)


def test_keys_of_one_shortcut_are_shown_together() -> None:
    assert keys_text(KNOWN["session.undo"], {}) == "Ctrl+Z, u"
    assert keys_text(KNOWN["session.undo"], {"session.undo": "f4"}) == "F4"
