"""Profiles, and a world in which no test sees the developer's own data, settings or clock."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from quiz.store import Log

settings.register_profile("dev", max_examples=25, deadline=None)
settings.register_profile(
    "ci",
    max_examples=50,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "mutation",
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    # A failure is all that counts there, not the smallest one.
    phases=[Phase.explicit, Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
settings.register_profile("deep", max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))

# A tenth of the time of the screens' tests is looking for circles in what lives on anyway.
gc.set_threshold(100_000, 50, 100)

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QUIZ_LIBRARY", "QUIZ_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QUIZ_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@pytest.fixture(autouse=True)
def _no_log_is_left_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    opened: list[Log] = []
    real = Log.__init__

    def remembered(log: Log, *arguments: Any, **named: Any) -> None:
        opened.append(log)
        real(log, *arguments, **named)

    monkeypatch.setattr(Log, "__init__", remembered)
    yield
    for log in opened:
        with suppress(AttributeError):
            log.close()


@pytest.fixture
def root() -> Path:
    """The checkout: it holds the shipped library."""
    return ROOT
