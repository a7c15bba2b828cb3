"""The log in health: what goes in comes out, kept states equal a replay, writers do not disturb each other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from quiz.learning import Answered, Body, Closed, Event, Undone, fold, fold_sessions, in_order
from quiz.store import Log
from quiz.store.log import FILE
from tests.support.events import answered, moment, opened
from tests.support.library import numbered, write_library
from tests.support.process import Piped, quiz, run
from tests.support.store import QUICK, sql

ITEMS = ("one", "two", "three")
_MINUTES = st.integers(-3 * 1440, 9 * 1440)
_RESPONSES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
    max_leaves=5,
)
_BODIES: st.SearchStrategy[Body] = st.one_of(
    st.builds(lambda session: opened(*ITEMS, session=session), st.sampled_from("st")),
    st.builds(
        answered,
        st.sampled_from(ITEMS),
        st.booleans(),
        _RESPONSES,
        st.sampled_from("st"),
        st.sampled_from(["learn", "drill"]),
        st.booleans(),
    ),
    st.builds(Closed, st.sampled_from("st")),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def log(folder: Path) -> Iterator[Log]:
    with Log(folder, "trainee", "library") as made:
        yield made


class LogMachine(RuleBasedStateMachine):
    """The log against a list: whatever is written, taken back, closed, dropped and opened again."""

    def __init__(self) -> None:
        super().__init__()
        self.home = TemporaryDirectory(dir=QUICK)
        self.folder = Path(self.home.name)
        self.log = Log(self.folder, "trainee", "library")
        self.log.states()
        self.written: list[Event] = []

    def teardown(self) -> None:
        self.log.close()
        self.home.cleanup()

    @rule(body=_BODIES, minute=_MINUTES)
    def write(self, body: Body, minute: int) -> None:
        event = self.log.append(body, moment(minute))
        assert event.body == body
        assert (event.utc, event.offset, event.day) == moment(minute)
        self.written.append(event)

    @precondition(lambda self: any(isinstance(e.body, Answered) for e in self.written))
    @rule(data=st.data(), minute=_MINUTES)
    def take_back(self, data: st.DataObject, minute: int) -> None:
        event = data.draw(st.sampled_from([e for e in self.written if isinstance(e.body, Answered)]))
        assert isinstance(event.body, Answered)
        self.written.append(self.log.append(Undone("s", event.body.item, event.id), moment(minute)))

    @rule(writing=st.booleans())
    def reopen(self, writing: bool) -> None:
        self.log.close()
        self.log = Log(self.folder, "trainee", "library", writing=writing)

    @rule(harm=st.sampled_from(["DROP TABLE states", "DROP TABLE derived", "DELETE FROM derived"]))
    def drop_what_is_derived(self, harm: str) -> None:
        self.log.close()
        sql(self.folder / FILE, harm)
        self.log = Log(self.folder, "trainee", "library")
        self.log.states()

    @rule()
    def somebody_else_writes(self) -> None:
        with Log(self.folder, "another", "library") as other:
            other.append(answered("one"), moment())

    @invariant()
    def the_log_holds_what_was_written(self) -> None:
        assert self.log.events() == in_order(self.written)
        assert self.log.sessions() == fold_sessions(self.written)

    @invariant()
    def kept_states_equal_a_replay(self) -> None:
        wanted = fold(self.written)
        assert {item: self.log.state(item) for item in ITEMS if item in wanted} == wanted
        assert self.log.states() == wanted


TestLogMachine = LogMachine.TestCase
# Each step is a commit that waits for the disk.
TestLogMachine.settings = settings(stateful_step_count=20, max_examples=min(50, settings().max_examples))


def test_states_are_kept_and_not_replayed_at_each_start(
    folder: Path, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.states()
    wanted = fold([log.append(answered("one"), moment())])
    monkeypatch.setattr("quiz.learning.fold", lambda events: pytest.fail("replayed"))
    with Log(folder, "trainee", "library") as again:
        assert again.states() == wanted


_WRONG_STATES = "UPDATE states SET state = (SELECT state FROM states WHERE item = 'one')"


@pytest.mark.parametrize(
    "harm",
    [
        ["DROP TABLE states"],
        ["DROP TABLE derived"],
        ["DELETE FROM derived", "DELETE FROM states"],
        [_WRONG_STATES, "UPDATE derived SET fold = fold - 1"],
        [_WRONG_STATES, "UPDATE derived SET fold = fold + 1"],
        [_WRONG_STATES, "UPDATE derived SET events = events - 1"],
        ["UPDATE states SET state = 'rubbish'"],
        ["UPDATE states SET state = NULL"],
    ],
)
def test_derived_tables_of_another_fold_or_dropped_come_back_equal(folder: Path, harm: list[str]) -> None:
    with Log(folder, "trainee", "library") as log:
        log.states()
        for minute, item in enumerate(ITEMS):
            log.append(answered(item, right=minute > 0), moment(minute * 1440))
        wanted = log.states()
    sql(folder / FILE, *harm)
    with Log(folder, "trainee", "library") as log:
        assert log.states() == wanted == fold(log.events())
    with Log(folder, "trainee", "library", writing=False) as log:
        assert log.states() == wanted


@given(trainee=st.text(st.characters(exclude_categories=["Cs"]), max_size=20), response=_RESPONSES)
def test_any_text_comes_back_as_it_was(trainee: str, response: Any) -> None:
    with TemporaryDirectory(dir=QUICK) as home:
        with Log(Path(home), trainee, "library") as log:
            event = log.append(answered("one", response=response), moment())
        with Log(Path(home), trainee, "library") as log:
            assert log.events() == [event]
        with Log(Path(home), trainee + "x", "library") as log:
            assert log.events() == []


def test_trainees_and_libraries_share_a_file_and_no_state(folder: Path) -> None:
    for trainee, library in (("a", "x"), ("a", "y"), ("b", "x")):
        with Log(folder, trainee, library) as log:
            assert log.states() == {}
            log.append(answered("one", response=f"{trainee}{library}"), moment())
    with Log(folder, "a", "y") as log:
        assert [e.body.response for e in log.events() if isinstance(e.body, Answered)] == ["ay"]
        assert log.events()[0].sequence == 2


def test_the_trainees_of_a_library_are_named_in_their_order_and_once(folder: Path) -> None:
    for trainee, library in (("b", "x"), ("a", "x"), ("b", "x"), ("c", "y")):
        with Log(folder, trainee, library) as log:
            log.append(answered("one"), moment())
    named = {library: Log(folder, "", library, writing=False) for library in "xyz"}
    assert {library: log.trainees() for library, log in named.items()} == {"x": ["a", "b"], "y": ["c"], "z": []}


def test_the_same_file_keeps_its_device_and_another_has_its_own(tmp_path: Path) -> None:
    devices = []
    for name in ("a", "a", "b"):
        with Log(tmp_path / name, "trainee", "library") as log:
            devices.append(log.append(Closed("s"), moment()).device)
    assert devices[0] == devices[1] != devices[2]


def test_the_log_is_written_as_promised(log: Log) -> None:
    pragmas = {
        name: log._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
    }
    assert pragmas == {"journal_mode": "truncate", "synchronous": 2}


def test_without_writing_no_file_is_made(folder: Path) -> None:
    with Log(folder, "trainee", "library", writing=False) as log:
        assert log.states() == {}
        assert log.events() == []
    assert not folder.exists()


@pytest.mark.parametrize("command", ["due", "status"])
def test_looking_makes_no_log(tmp_path: Path, command: str) -> None:
    library = write_library(tmp_path / "library", numbered(3))
    said = run(quiz(command, "--library", library, "--data", tmp_path / "data"))
    assert said.returncode == 0
    assert "0 due, 3 new" in said.stdout
    assert not list((tmp_path / "data").glob("log*"))


def test_many_that_make_the_log_at_once_share_one(folder: Path) -> None:
    def write(number: int) -> None:
        with Log(folder, "trainee", "library") as log:
            log.append(answered("one", response=number), moment(number))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(12)))
    with Log(folder, "trainee", "library") as log:
        found = [e.body.response for e in log.events() if isinstance(e.body, Answered)]
        assert found == list(range(12))
    assert {p.name for p in folder.iterdir()} <= {FILE, f"{FILE}-journal"}


def test_l16_two_programs_that_answer_at_the_same_time_lose_and_mix_nothing(tmp_path: Path) -> None:
    library = write_library(tmp_path / "library", numbered(100))
    data = tmp_path / "data"
    command = quiz("practice", "--plain", "--items", "100", "--library", library, "--trainee", "t", "--data", data)
    with Piped([*command, "--seed", "left"]) as left, Piped([*command, "--seed", "right"]) as right:
        for child in (left, right):
            child.say("1\n" * 100)
        assert [child.end() for child in (left, right)] == [0, 0], left.heard + right.heard
    with Log(data, "t", "small") as log:
        events, states = log.events(), log.states()
    answers = [e.body for e in events if isinstance(e.body, Answered)]
    assert len(answers) == 200
    assert {(a.session, a.item) for a in answers} == {
        (s, f"item-{n}") for s in {a.session for a in answers} for n in range(1, 101)
    }
    assert sorted(e.sequence for e in events) == list(range(1, len(events) + 1))
    assert states == fold(events)
    assert {state.attempts for state in states.values()} == {2}


def test_a_file_system_without_links_gets_its_log_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    with Log(tmp_path, "ana", "small") as log:
        assert log.events() == []
    assert [p.name for p in tmp_path.iterdir()] == ["log.sqlite3"]
