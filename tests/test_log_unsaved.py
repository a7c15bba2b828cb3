"""What could not be saved, clocks that err, and terminals that meet."""

from __future__ import annotations

import signal
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.cli import main
from quiz.errors import Exit, QuizError
from quiz.learning import Answered, Body, Closed, Event, Tuned, Undone, fold, in_order
from quiz.learning.events import Suspended
from quiz.store import Log, clock_trouble, schema
from quiz.store.clock import AHEAD_MS, BACK_MS
from quiz.store.door import FILE
from tests.strategies.store import histories
from tests.support.events import answered, moment
from tests.support.library import texts, write_library
from tests.support.limits import file_size
from tests.support.process import Piped, quiz, run
from tests.support.store import ITEMS, answers_of, events_in, fresh, log_of, sql, three_answers, trouble_of
from tests.support.terminal import Terminal

Captured = pytest.CaptureFixture[str]
NOW = int(datetime(2026, 2, 10, 12, tzinfo=UTC).timestamp() * 1000)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return three_answers(tmp_path / "data")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library", texts(len(ITEMS)))


def _recovered(folder: Path) -> list[Path]:
    return sorted(folder.glob("recovered-*.jsonl"))


@pytest.mark.parametrize("body", [answered("item-4", response="mine"), Undone("s", "item-4", "x"), Suspended("item-4")])
def test_what_could_not_be_saved_waits_in_a_file_that_merge_takes(data: Path, body: Body) -> None:
    kept = (data / FILE).read_bytes()
    with Log(data, "t", "small") as log:
        (data / FILE).unlink()
        with pytest.raises(QuizError):
            log.append(body, moment(9))
        assert log.unsaved
        path = log.save_elsewhere()
        assert not log.unsaved
        assert log.save_elsewhere() is None
    assert [path] == _recovered(data)
    (data / FILE).write_bytes(kept)
    assert main(["log", "merge", str(path), "--data", str(data)]) == Exit.DONE
    with Log(data, "t", "small") as log:
        assert [e.body for e in log.events() if (e.utc, e.offset, e.day) == moment(9)] == [body]
        assert log.states() == fold(log.events())


def test_what_is_saved_in_the_end_or_is_no_answer_waits_nowhere(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.0)
    with Log(data, "t", "small") as log, closing(sqlite3.connect(data / FILE, isolation_level=None)) as other:
        for body in (answered("item-4"), Closed("s")):
            other.execute("BEGIN IMMEDIATE")
            assert trouble_of(lambda body=body: log.append(body, moment(9))) is not None  # type: ignore[misc]
            other.execute("ROLLBACK")
            if isinstance(body, Answered):
                log.append(body, moment(10))
            assert log.save_elsewhere() is None
    assert _recovered(data) == []


def test_an_answer_that_waits_in_a_file_is_noted_until_it_is_merged(data: Path, capsys: Captured) -> None:
    kept = (data / FILE).read_bytes()
    with Log(data, "t", "small") as log:
        (data / FILE).unlink()
        assert trouble_of(lambda: log.append(answered("item-4"), moment(9))) is not None
        path = log.save_elsewhere()
    (data / FILE).write_bytes(kept)
    (data / "recovered-by-hand.jsonl").write_text("notes")
    assert main(["log", "check", "--data", str(data)]) == Exit.DONE
    assert (
        f"note[waiting]: an answer that could not be saved waits in {path}; `quiz log merge" in capsys.readouterr().out
    )
    assert main(["log", "merge", str(path), "--data", str(data)]) == Exit.DONE
    assert main(["log", "check", "--data", str(data)]) == Exit.DONE
    assert "waiting" not in capsys.readouterr().out


def test_screens_that_are_left_with_an_unsaved_answer_end_with_3_and_say_where_it_is(data: Path, library: Path) -> None:
    command = quiz("learn", "--library", library, "--data", data, "--trainee", "t")
    with Terminal(command, columns=160) as terminal:
        terminal.until("Question of item-")
        (data / FILE).unlink()
        terminal.send_later("my answer\r")
        terminal.until("NOT SAVED:")
        terminal.send("\x11")
        assert terminal.wait() == Exit.STORE
        terminal.until(lambda: "takes the last answer up" in terminal.text.replace("\n", ""))
    (path,) = _recovered(data)
    assert [e.body.response for e in events_in(path.read_bytes()) if isinstance(e.body, Answered)] == ["my answer"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_the_program_leaves_the_unsaved_answer_in_a_file(
    data: Path, library: Path, number: signal.Signals
) -> None:
    command = quiz("learn", "--plain", "--library", library, "--data", data, "--trainee", "t")
    with Terminal(command, columns=200) as terminal:
        terminal.until("Question 1 of")
        (data / FILE).unlink()
        terminal.send("my answer\r")
        terminal.until("NOT SAVED: ")
        terminal.process.send_signal(number)
        assert terminal.wait() == 128 + number
    assert len(_recovered(data)) == 1


def test_where_nothing_can_be_written_nothing_is_promised(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("quiz.store.files.sync", full)
    with Log(data, "t", "small") as log:
        (data / FILE).unlink()
        assert trouble_of(lambda: log.append(answered("item-4"), moment(9))) is not None
        assert log.save_elsewhere() is None
    assert _recovered(data) == []


def test_a_pipe_that_loses_its_log_ends_in_one_line_that_says_where_the_answer_is(data: Path, library: Path) -> None:
    with Piped(quiz("learn", "--plain", "--library", library, "--data", data, "--trainee", "t")) as child:
        child.until("Question 1 of")
        kept = (data / FILE).read_bytes()
        (data / FILE).unlink()
        child.say("my answer\n")
        assert child.end() == Exit.STORE
    (line,) = [line for line in child.heard.splitlines() if "removed or replaced" in line]
    (path,) = _recovered(data)
    assert f"`quiz log merge {path}` takes the last answer up" in line
    (data / FILE).write_bytes(kept)
    assert main(["log", "merge", str(path), "--data", str(data)]) == Exit.DONE
    assert len(answers_of(data)) == 4


def test_an_answer_that_was_left_unsaved_on_a_terminal_is_told_at_the_end(data: Path, library: Path) -> None:
    command = quiz("learn", "--plain", "--library", library, "--data", data, "--trainee", "t")
    with Terminal(command, columns=200) as terminal:
        terminal.until("Question 1 of")
        (data / FILE).unlink()
        terminal.send("my answer\r")
        terminal.until("NOT SAVED: ")
        assert _recovered(data) == []
        terminal.send(":q\r")
        assert terminal.wait() == Exit.STORE
        (path,) = _recovered(data)
        assert "takes the last answer up" in terminal.text.replace("\n", "")
    assert [e.body.response for e in events_in(path.read_bytes()) if isinstance(e.body, Answered)] == ["my answer"]


def test_a_full_disk_with_room_for_one_answer_keeps_that_answer(data: Path, library: Path) -> None:
    command = quiz("drill", "--plain", "--library", library, "--data", data, "--trainee", "t")
    room = (data / FILE).stat().st_size
    said = run(command, f"{'never ' * 1_500}\n" * 8, prepare=file_size(room))
    assert said.returncode == Exit.STORE
    assert said.stderr.count("\n") == 1
    (path,) = _recovered(data)
    assert str(path) in said.stderr
    before = len(answers_of(data))
    assert main(["log", "merge", str(path), "--data", str(data)]) == Exit.DONE
    assert len(answers_of(data)) == before + 1


@given(ahead=st.integers(-(2**53), 2**53), now=st.integers(0, 2**42))
def test_a_clock_is_doubted_when_the_log_is_ahead_of_it_and_only_then(ahead: int, now: int) -> None:
    said = clock_trouble(now + ahead, now)
    assert bool(said) == (ahead > BACK_MS)
    assert ("one of these clocks was wrong" in said) == (ahead > AHEAD_MS)
    assert "\n" not in said


@pytest.mark.parametrize(
    ("newest", "said"),
    [
        (None, ""),
        (NOW, ""),
        (NOW + 300_000, ""),
        (NOW + 300_001, "the clock says 2026-02-10 12:00 UTC, which is before the newest answer"),
        (NOW + 86_400_000, "it may have been set back"),
        (
            NOW + 86_460_000,
            "the newest answer in the log is of 2026-02-11 12:01 UTC, but it is 2026-02-10 12:00",
        ),
        (2**53, "of a year that no calendar has"),
    ],
)
def test_a_wrong_clock_is_told_with_both_times(newest: int | None, said: str) -> None:
    assert said in clock_trouble(newest, NOW)
    assert bool(said) == bool(clock_trouble(newest, NOW))


def test_the_newest_event_is_known_without_reading_all(data: Path) -> None:
    with Log(data, "t", "small") as log:
        assert log.newest() == moment(3).utc
        log.append(Closed("s"), moment(90))
        log.append(Closed("s"), moment(-500))
        assert log.newest() == moment(90).utc
        log.append(Tuned(0.8), moment(91))
        assert log.newest() == moment(91).utc
    with Log(data, "nobody", "small") as log:
        assert log.newest() is None
        log.states()
        assert log.newest() is None
        log.append(Closed("s"), moment())
        assert log.newest() == moment().utc


def test_an_event_about_all_items_changes_all_kept_states_at_once(data: Path) -> None:
    with Log(data, "t", "small") as log:
        before = log.states()
        log.append(Tuned(0.8), moment(9))
        wanted = fold(log.events())
        assert {item: log.state(item) for item in wanted} == log.states() == wanted != before
        log.append(answered("item-1"), moment(3000))
        assert log.states() == fold(log.events())


def test_l16_many_writers_of_one_log_lose_nothing(data: Path) -> None:
    together = threading.Barrier(4)

    def write(lane: int) -> list[Event]:
        with Log(data, "t", "small") as log:
            together.wait()
            return [log.append(answered(f"item-{n}", response=lane), moment(n)) for n in range(15)]

    with ThreadPoolExecutor(4) as pool:
        written = [event for lane in pool.map(write, range(4)) for event in lane]
    with Log(data, "t", "small") as log:
        events = log.events()
        assert log.states() == fold(events)
    assert {e.id for e in written} <= {e.id for e in events}
    assert sorted(e.sequence for e in events) == list(range(1, 65))
    for lane in range(4):
        mine = [e.sequence for e in written if isinstance(e.body, Answered) and e.body.response == lane]
        assert mine == sorted(mine)


@given(data=st.data())
def test_l5_dropping_and_restarting_changes_no_byte_of_what_is_known(data: st.DataObject) -> None:
    history = data.draw(histories())
    with fresh() as home:
        path = log_of(Path(home), history)
        before = _known(Path(home), history)
        for table in ("states", "derived"):
            sql(path, f"DROP TABLE {table}")
            assert _known(Path(home), history) == before
        assert _known(Path(home), history) == before
        assert before == repr([fold(e for e in in_order(history) if e.trainee == who) for who in _trainees(history)])


def _trainees(history: list[Event]) -> list[str]:
    return sorted({e.trainee for e in history})


def _known(folder: Path, history: list[Event]) -> str:
    known = []
    for trainee in _trainees(history):
        with Log(folder, trainee, "lib") as log:
            known.append(log.states())
    return repr(known)


def test_a_log_locked_for_too_long_is_told_and_takes_the_answer_when_it_is_free(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.2)
    with (
        closing(sqlite3.connect(data / FILE, isolation_level=None, check_same_thread=False)) as other,
        Log(data, "t", "small") as log,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(QuizError, match="keeps the log locked"):
            log.append(answered("item-4"), moment(9))
        other.execute("ROLLBACK")
        made = log.append(answered("item-4"), moment(9))
    assert made.sequence == 5
    assert log.save_elsewhere() is None
