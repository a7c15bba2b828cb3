"""A parser of foreign bytes runs in a child that cannot take the program with it, whatever it does."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from quiz.documents.importing import Refusal, run_limited, running
from quiz.documents.importing.refusals import WHY
from quiz.documents.importing.running import MIB, Limits
from tests.support.foreign import Said

READERS = "tests.support.foreign"
QUICK = Limits(seconds=1, output=MIB)


def ask(reader: str, data: bytes = b"", limits: Limits = QUICK) -> str:
    return run_limited(f"{READERS}:{reader}", data, Said, limits).text


def refusal(reader: str, data: bytes = b"", limits: Limits = QUICK) -> tuple[str, str]:
    with pytest.raises(Refusal) as caught:
        ask(reader, data, limits)
    assert caught.value.why in WHY
    return caught.value.why, caught.value.detail


def test_what_a_reader_makes_comes_back() -> None:
    assert ask("repeat", "Հայերեն \x00 \n".encode()) == "Հայերեն \x00 \n"
    assert ask("print_too") == "said"


def test_the_child_knows_nothing_of_the_user_and_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "x")
    assert ask("surroundings") == "[]"
    assert refusal("write_file", str(tmp_path / "file").encode()) == ("crashed", "OSError")
    assert (tmp_path / "file").read_bytes() == b""


@pytest.mark.parametrize(
    ("reader", "why"),
    [
        ("take_memory", ("memory", "1,024 MiB")),
        ("flood", ("output", "1 MiB")),
        ("die", ("crashed", "signal 11")),
        ("babble", ("crashed", "its answer cannot be read")),
        ("raise_it", ("crashed", "ValueError")),
        ("nest", ("deep", "1,000")),
        ("no_such_reader", ("crashed", "AttributeError")),
    ],
)
def test_a_reader_that_fails_is_a_refusal_with_its_reason(reader: str, why: tuple[str, str]) -> None:
    assert refusal(reader) == why


def test_a_reader_that_does_not_end_is_ended() -> None:
    assert refusal("go_on") == ("slow", "1")


def test_an_interrupted_wait_leaves_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def start(*arguments: Any, **named: Any) -> Any:
        started.append(real(*arguments, **named))
        return started[0]

    def interrupted(process: Any) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(running, "_end", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ask("repeat", b"x")
    assert started[0].returncode is not None


def test_a_child_is_asked_while_another_fault_is_told() -> None:
    try:
        raise KeyError
    except KeyError:
        assert ask("repeat", b"x") == "x"
