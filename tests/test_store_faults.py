"""The log in trouble: each fault is one QuizError with exit code 3, and what was told stays on the disk."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quiz.cli import main
from quiz.errors import Exit, QuizError
from quiz.learning import Answered, Event, fold
from quiz.store import Log, schema
from quiz.store.log import FILE
from tests.support.events import answered, moment, opened
from tests.support.library import texts, write_library
from tests.support.limits import as_owner_only, file_size
from tests.support.process import Piped, quiz, run

ITEMS = tuple(f"item-{n}" for n in range(1, 9))

LONG_LINES = f"{'never ' * 1_500}\n" * len(ITEMS)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a log: a session opened and three items answered."""
    folder = tmp_path / "data"
    with Log(folder, "t", "small") as log:
        log.states()
        log.append(opened(*ITEMS), moment())
        for minute, item in enumerate(ITEMS[:3], 1):
            log.append(answered(item, response=f"answer {minute}"), moment(minute))
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library", texts(len(ITEMS)))


def events_of(data: Path) -> list[Event]:
    with Log(data, "t", "small") as log:
        assert log.states() == fold(log.events())
        return log.events()


def answers_of(data: Path) -> list[str]:
    return [e.body.item for e in events_of(data) if isinstance(e.body, Answered)]


def sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def _text(path: Path) -> None:
    path.write_text("These are my notes.\n" * 500)


def _garbage_page(path: Path) -> None:
    pages = path.stat().st_size // 4096
    with path.open("r+b") as file:
        file.seek((pages - 2) * 4096)
        file.write(os.urandom(4096))


def _directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _foreign(path: Path) -> None:
    path.unlink()
    sql(path, "PRAGMA journal_mode=WAL", "CREATE TABLE events (id)", "INSERT INTO events VALUES (1)")


BAD_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "zero bytes": (lambda p: p.write_bytes(b""), "the log is an empty file"),
    "a text": (_text, "this file is no quiz log"),
    "random bytes": (lambda p: p.write_bytes(bytes(range(256)) * 64), "this file is no quiz log"),
    "the header only": (lambda p: os.truncate(p, 100), "the log is damaged"),
    "half": (lambda p: os.truncate(p, p.stat().st_size // 2), "the log is damaged"),
    "a page short": (lambda p: os.truncate(p, p.stat().st_size - 4096), "the log is damaged"),
    "a garbage page": (_garbage_page, "the log is damaged"),
    "foreign": (lambda p: sql(p, "PRAGMA application_id = 5"), "this is another program's database"),
    "newer": (lambda p: sql(p, f"PRAGMA user_version = {schema.VERSION + 1}"), "made by a newer version"),
    "no device": (lambda p: sql(p, "DELETE FROM device"), "the log is damaged"),
    "no device table": (lambda p: sql(p, "DROP TABLE device"), "the log is damaged"),
    "no events table": (lambda p: sql(p, "DROP TABLE events"), "the log is damaged"),
    "a row that is no event": (lambda p: sql(p, "UPDATE events SET body = '[]'"), "damaged in the event"),
    "a row of bytes": (lambda p: sql(p, "UPDATE events SET body = x'ff'"), "damaged in the event"),
    "a row of bytes as text": (lambda p: sql(p, "UPDATE events SET body = CAST(x'ff' AS TEXT)"), "the log is damaged"),
    "a directory": (_directory, "the log cannot be opened"),
    "foreign and in WAL mode": (_foreign, "this is another program's database"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_named_in_one_line_and_left_alone(
    data: Path, library: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil, message = BAD_FILES[name]
    spoil(data / FILE)
    before = {p.name: hashlib.sha256(p.read_bytes()).digest() for p in data.iterdir() if p.is_file()}
    code = main(["learn", "--plain", "--library", str(library), "--data", str(data), "--trainee", "t"])
    said = capsys.readouterr().err
    assert code == Exit.STORE
    assert message in said
    assert str(data / FILE) in said
    assert said.count("\n") == 1
    after = {p.name: hashlib.sha256(p.read_bytes()).digest() for p in data.iterdir() if p.is_file()}
    assert {name: digest for name, digest in after.items() if name in before} == before


def test_a_damaged_log_is_not_written_to(data: Path) -> None:
    sql(data / FILE, "UPDATE events SET body = replace(body, 'answer 2', 'answer 3')")
    with Log(data, "t", "small") as log, pytest.raises(QuizError, match="damaged in the event"):
        log.append(answered(ITEMS[1]), moment(5))
    rows = sqlite3.connect(data / FILE)
    with closing(rows):
        assert rows.execute("SELECT count(*) FROM events").fetchone()[0] == 4


_COLUMNS = ("id", "utc", "offset", "day", "device", "sequence", "kind", "session", "item", "body", "checksum")


@pytest.mark.parametrize("column", _COLUMNS)
def test_a_change_in_any_column_of_an_event_is_found(data: Path, column: str) -> None:
    sql(data / FILE, f"UPDATE events SET {column} = {column} || '1' WHERE sequence = 3")
    with Log(data, "t", "small") as log, pytest.raises(QuizError, match="damaged in the event") as caught:
        log.events()
    assert caught.value.code == Exit.STORE


def _small_log(folder: Path) -> bytes:
    with Log(folder, "t", "small") as log:
        log.append(answered("item-1", response="the marked response"), moment())
    return (folder / FILE).read_bytes()


_FLIPS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@_FLIPS
@given(data=st.data())
def test_a_flipped_bit_in_a_body_is_found(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(_kept(tmp_path))
    start = content.index(b'{"kind":"answered"')
    length = content.index(b"}", content.index(b"the marked response")) - start
    at = start + data.draw(st.integers(0, length - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(QuizError) as caught:
        _read_all(tmp_path, content)
    assert caught.value.code == Exit.STORE


@_FLIPS
@given(data=st.data())
def test_damage_anywhere_is_a_store_error_or_harmless_and_never_a_crash(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(_kept(tmp_path))
    for _ in range(data.draw(st.integers(1, 3))):
        page = data.draw(st.sampled_from([0, 0, *range(len(content) // 4096)]))
        content[page * 4096 + data.draw(st.integers(0, 4095))] ^= 1 << data.draw(st.integers(0, 7))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    trouble = _trouble_of(lambda: _read_all(tmp_path, content))
    assert trouble is None or trouble.code == Exit.STORE


def _kept(folder: Path) -> bytes:
    kept = folder / "kept"
    return (kept / FILE).read_bytes() if kept.exists() else _small_log(kept)


def _read_all(folder: Path, content: bytes | bytearray) -> None:
    place = folder / "damaged"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    (place / FILE).write_bytes(content)
    with Log(place, "t", "small") as log:
        log.events()
        log.states()
        log.sessions()
        log.append(answered("item-2"), moment(1))


class Failing:
    """A connection whose statements fail from the `first` to the `last` (counted from 1)."""

    def __init__(self, connection: sqlite3.Connection, error: sqlite3.Error, first: int, last: float) -> None:
        self._connection = connection
        self._error = error
        self._first, self._last = first, last
        self.count = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        self.count += 1
        if self._first <= self.count <= self._last:
            raise self._error
        return self._connection.execute(statement, values)


FAULTS = {
    "database is locked": "keeps the log locked",
    "database or disk is full": "the disk is full",
    "disk I/O error": "the disk reports an error",
    "attempt to write a readonly database": "read-only",
    "database disk image is malformed": "damaged",
    "unable to open database file": "cannot be opened",
}


@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("error", FAULTS)
def test_whichever_statement_fails_nothing_is_half_written_and_a_retry_works(
    data: Path, error: str, for_good: bool
) -> None:
    before = events_of(data)
    for first in range(1, 100):
        with Log(data, "t", "small") as log:
            sound = log._connection
            failing = Failing(sound, sqlite3.OperationalError(error), first, float("inf") if for_good else first)
            log._connection = failing  # type: ignore[assignment]
            trouble = _trouble_of(lambda: log.append(answered("item-4"), moment(9)))
            if trouble is None:
                assert failing.count < first
                assert first > 5
                return
            assert trouble.code == Exit.STORE
            assert FAULTS[error] in str(trouble)
            log._connection = sound
            before.append(log.append(answered("item-4", response=first), moment(10)))
            assert log.events() == before
            assert log.states() == fold(before)
    pytest.fail("a log that never stops executing")


def _trouble_of(action: Callable[[], object]) -> QuizError | None:
    try:
        action()
    except QuizError as error:
        return error
    return None


@pytest.mark.parametrize("harm", ["removed", "replaced", "folder removed"])
def test_a_log_that_goes_while_open_is_noticed_before_anything_is_told(data: Path, library: Path, harm: str) -> None:
    with Piped(quiz("learn", "--plain", "--library", library, "--data", data, "--trainee", "t")) as child:
        child.until("Question 1 of")
        copy = (data / FILE).read_bytes()
        if harm == "folder removed":
            shutil.rmtree(data)
        else:
            (data / FILE).unlink()
        if harm == "replaced":
            (data / FILE).write_bytes(copy)
        child.say("1\n")
        assert child.end() == Exit.STORE
    assert "removed or replaced while in use" in child.heard
    assert "Right:" not in child.heard
    assert "Traceback" not in child.heard
    if harm == "replaced":
        assert (data / FILE).read_bytes() == copy


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_log_locked_for_longer_than_the_patience_is_told(
    data: Path, library: Path, lock: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(data / FILE, isolation_level=None)) as other:
        other.execute(f"BEGIN {lock}")
        code = main(["learn", "--plain", "--library", str(library), "--data", str(data), "--trainee", "t"])
        other.execute("ROLLBACK")
    assert code == Exit.STORE
    assert "another program keeps the log locked" in capsys.readouterr().err
    assert answers_of(data) == list(ITEMS[:3])


def test_a_log_locked_for_a_moment_is_waited_for(data: Path, library: Path) -> None:
    with (
        closing(sqlite3.connect(data / FILE, isolation_level=None)) as other,
        Piped(quiz("learn", "--plain", "--library", library, "--data", data, "--trainee", "t")) as child,
    ):
        child.until("Question 1 of")
        other.execute("BEGIN IMMEDIATE")
        child.say("1\n")
        child.listen(0.2)
        assert "Right:" not in child.heard
        other.execute("ROLLBACK")
        child.until("Right:")
        assert child.end() == Exit.DONE
    assert len(answers_of(data)) == 4


def test_a_full_disk_loses_nothing_that_was_told(data: Path, library: Path) -> None:
    command = quiz("drill", "--plain", "--library", library, "--data", data, "--trainee", "t")
    before = len(answers_of(data))
    room = (data / FILE).stat().st_size + 20_000
    said = run(command, LONG_LINES, prepare=file_size(room))
    assert said.returncode == Exit.STORE
    assert "the disk" in said.stderr
    assert said.stderr.count("\n") == 1
    told = said.stdout.count("Why:")
    assert 0 < told < len(ITEMS)
    assert len(answers_of(data)) == before + told
    assert run(command, "1\n" * len(ITEMS)).returncode == Exit.DONE


@pytest.mark.skipif(not shutil.which("unshare") or os.geteuid() != 0, reason="mounting needs unshare and root")
def test_a_full_file_system_loses_nothing_that_was_told(tmp_path: Path, library: Path) -> None:
    place, out = tmp_path / "small", tmp_path / "out"
    place.mkdir()
    out.mkdir()
    mount = 'mount -t tmpfs -o size=160k none "$0" || exit 99; out=$1; shift'
    steps = f"""{mount}; "$@"; code=$?; cp "$0"/log* "$out"; exit $code"""
    command = quiz("drill", "--plain", "--library", library, "--data", place, "--trainee", "t")
    said = run(["unshare", "--mount", "sh", "-c", steps, str(place), str(out), *command], LONG_LINES)
    if said.returncode == 99 or "unshare" in said.stderr:
        pytest.skip(f"mounting is not permitted: {said.stderr}")
    assert said.returncode == Exit.STORE, said.stderr
    assert "disk is full" in said.stderr
    assert len(answers_of(out)) == said.stdout.count("Why:") > 0


def test_a_read_only_log_can_be_looked_at_and_refuses_an_answer(data: Path, library: Path) -> None:
    options = ("--library", library, "--data", data, "--trainee", "t")
    (data / FILE).chmod(0o444)
    data.chmod(0o555)
    try:
        seen = run(quiz("due", *options), prepare=as_owner_only)
        refused = run(quiz("learn", "--plain", *options), "1\n", prepare=as_owner_only)
    finally:
        data.chmod(0o755)
    assert (seen.returncode, seen.stdout) == (0, "3 due, 5 new, 0 to mend\n")
    assert refused.returncode == Exit.STORE
    assert str(data / FILE) in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert answers_of(data) == list(ITEMS[:3])


@pytest.mark.parametrize("command", ["due", "learn"])
@pytest.mark.parametrize("place", ["locked", "below a locked one", "a file", "below a file", "full"])
def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path, library: Path, place: str, command: str) -> None:
    folder = tmp_path / place
    if "locked" in place:
        (tmp_path / "closed").mkdir(mode=0o000)
        folder = tmp_path / "closed" / ("x" * place.startswith("below"))
    else:
        (tmp_path / place.rsplit(maxsplit=1)[-1]).write_text("")
        folder = tmp_path / "file" / "x" if place.startswith("below") else tmp_path / place.rsplit(maxsplit=1)[-1]
    plain = ["--plain"] if command == "learn" else []
    said = run(quiz(command, *plain, "--library", library, "--data", folder), prepare=as_owner_only)
    if "locked" in place:
        (tmp_path / "closed").chmod(0o755)
    assert said.returncode == Exit.STORE, said.stderr
    assert said.stderr.count("\n") == 1
    assert str(folder) in said.stderr
    assert "disk is full" not in said.stderr
