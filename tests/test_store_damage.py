"""A log that is not whole, or not ours: it is told, left alone, and never a crash."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quiz.cli import main
from quiz.errors import Exit, QuizError
from quiz.store import Log, schema
from quiz.store.log import FILE
from tests.support.events import answered, moment
from tests.support.library import texts, write_library
from tests.support.store import ITEMS, sql, three_answers, trouble_of


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return three_answers(tmp_path / "data")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library", texts(len(ITEMS)))


def _text(path: Path) -> None:
    path.write_text("These are my notes.\n" * 500)


def _garbage_page(path: Path) -> None:
    pages = path.stat().st_size // 4096
    with path.open("r+b") as file:
        file.seek((pages - 2) * 4096)
        file.write(os.urandom(4096))


def _bytes_in_the_schema(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"NOT NULL", b"NOT \xffULL", 1))


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
    "a schema of bytes": (_bytes_in_the_schema, "the log is damaged"),
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


def test_a_garbage_page_anywhere_is_found_when_the_log_is_opened(data: Path) -> None:
    content = (data / FILE).read_bytes()
    for start in range(4096, len(content), 4096):
        (data / FILE).write_bytes(content[:start] + os.urandom(4096) + content[start + 4096 :])
        with pytest.raises(QuizError, match="the log is damaged"):
            Log(data, "t", "small")


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
    trouble = trouble_of(lambda: _read_all(tmp_path, content))
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
