"""The machine finds what is wrong with each broken engine."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from quiz.errors import QuizError
from tests.broken.naive_engine import PATCHES
from tests.test_broken import SEARCH
from tests.test_machine import EngineMachine


@pytest.mark.parametrize("name", PATCHES)
def test_the_machine_finds_what_is_wrong(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*PATCHES[name])
    with pytest.raises((AssertionError, QuizError)):
        run_state_machine_as_test(EngineMachine, settings=settings(SEARCH, max_examples=400, stateful_step_count=40))
