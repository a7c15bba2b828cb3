"""Libraries on disk: where one is looked for, and a cache that is never wrong and never in the way."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quiz.banks import compile_library, find_library, open_library, read_sources
from quiz.banks.opening import open_shelf
from quiz.errors import QuizError
from tests.support.checking import errors

LIBRARY = Path(__file__).parent / "fixtures" / "library"
BANK = Path("question_banks", "beacon.yaml")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the fixture library to change."""
    return Path(shutil.copytree(LIBRARY, tmp_path / "library"))


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "data" / "cache"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many items each compilation gave, one entry a compilation."""
    made: list[int] = []

    def counting(sources: object, *known: object) -> object:
        got = compile_library(sources)  # type: ignore[arg-type]
        made.append(len(got[0].entries) if got[0] else -1)
        return got

    monkeypatch.setattr("quiz.banks.compiling.compile_library", counting)
    return made


def test_the_second_opening_gives_an_equal_library_without_compiling(
    library: Path, cache: Path, compiled: list[int]
) -> None:
    first = open_library(library, cache)
    shelf = open_shelf(library, cache)
    assert shelf.front == first.front()
    assert shelf.library == first == open_library(library)
    # The last one had no cache to look into.
    assert compiled == [6, 6]


@pytest.mark.parametrize("name", ["beacon.yaml", "library.yaml", "names.yaml", "../seeds/gull-rock.md"])
def test_a_changed_byte_in_any_file_gives_a_new_library(
    name: str, library: Path, cache: Path, compiled: list[int]
) -> None:
    open_library(library, cache)
    path = library / "question_banks" / name
    text = path.read_text("utf-8")
    # One letter for another: the length stays.
    path.write_text(text.replace("Gull", "Bull"), "utf-8")
    assert path.stat().st_size == len(text.encode())
    changed = open_library(library, cache)
    assert changed == open_library(library)
    assert len(compiled) == 3


def test_a_new_bank_and_a_removed_one_are_seen(library: Path, cache: Path) -> None:
    assert len(open_library(library, cache).entries) == 6
    (library / "question_banks" / "more.yaml").write_text("bank: more\ntitle: More\nitems: []\n")
    assert list(open_library(library, cache).banks) == ["beacon", "more"]
    (library / BANK).unlink()
    assert not open_library(library, cache).entries


@given(position=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), cut=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_cache_does_no_harm(library: Path, cache: Path, position: float, bit: int, cut: bool) -> None:
    sound = open_library(library, cache)
    (path,) = cache.glob("*.msgpack")
    data = bytearray(path.read_bytes())
    at = int(position * len(data))
    data[at] ^= 1 << bit
    path.write_bytes(data[:at] if cut else data)
    assert open_library(library, cache) == sound
    assert open_shelf(library, cache).front == sound.front()


def _file(cache: Path) -> None:
    cache.write_text("in the way")


def _file_above(cache: Path) -> None:
    cache.parent.rmdir()
    cache.parent.write_text("in the way")


def _read_only(cache: Path) -> None:
    cache.parent.chmod(0o500)
    if os.access(cache.parent, os.W_OK):
        pytest.skip("this user may write everywhere")


@pytest.mark.parametrize("spoil", [_file, _file_above, _read_only])
def test_a_cache_that_cannot_be_written_does_no_harm(spoil: object, library: Path, cache: Path) -> None:
    cache.parent.mkdir()
    assert callable(spoil)
    spoil(cache)
    assert open_library(library, cache) == open_library(library, cache) == open_library(library)


def test_a_file_whose_name_is_not_utf_8_is_a_bank_like_any_other(library: Path, cache: Path) -> None:
    (library / BANK).rename(os.fsdecode(os.fsencode(library / "question_banks") + b"/caf\xe9.yaml"))
    opened = open_library(library, cache)
    assert len(opened.entries) == 6
    assert open_library(library, cache) == opened
    msgspec.json.encode(opened)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("library.yaml", 'title: "a\\ab"\ntitel: X\n', r"library.yaml:2:1: .* no field 'titel'.* tells 2 more"),
        ("names.yaml", "names: []\nrival: []\n", r"names.yaml:1:8: 'names' should be a mapping.* tells 1 more"),
        ("names.yaml", "rivals: [[a, *b]]\n", r"names.yaml:1:14: the alias \*b"),
    ],
)
def test_without_a_usable_head_there_is_no_library(name: str, text: str, told: str, library: Path) -> None:
    (library / "question_banks" / name).write_text(text)
    with pytest.raises(QuizError, match=told):
        open_library(library)


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("nowhere")])
def test_names_that_cannot_be_read_are_told(make: object, library: Path) -> None:
    path = library / "question_banks" / "names.yaml"
    path.unlink()
    assert len(open_library(library).entries) == 6
    assert callable(make)
    make(path)
    assert [f.rule for f in errors(library, [])[0]] == ["unreadable"]


def test_a_check_covers_the_library_another_one_and_the_files_of_a_folder(library: Path, root: Path) -> None:
    assert errors(library, []) == ([], 6, 2)
    assert errors(root, [str(library), str(library / "question_banks")]) == ([], 12, 4)
    assert errors(library, [str(library / "seeds")]) == ([], 0, 2)
    (library / "question_banks" / "beacon.yaml").rename(library / "beacon.yml")
    assert errors(library, [str(library)]) == ([], 0, 2)
    assert errors(library, [str(library / "beacon.yml")]) == ([], 6, 0)


def test_a_file_from_outside_stands_in_for_the_one_of_its_id(library: Path, tmp_path: Path) -> None:
    bank, brief = tmp_path / "copy.yaml", tmp_path / "copy.md"
    bank.write_text((library / BANK).read_text("utf-8").replace("level: 1", "level: 7", 1), "utf-8")
    assert [(f.path, f.rule) for f in errors(library, [str(bank)])[0]] == [(str(bank), "schema")]
    brief.write_text((library / "seeds" / "gull-rock.md").read_text("utf-8").replace("[3]", "[4]"), "utf-8")
    assert [(f.path, f.rule) for f in errors(library, [str(brief)])[0]] == [(str(brief), "paragraph-order")]


# --- Where the library is


def test_the_nearest_wish_decides(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = {name: Path(shutil.copytree(library, tmp_path / name)) for name in ("given", "named", "here", "chosen")}
    monkeypatch.chdir(places["here"])
    monkeypatch.setenv("QUIZ_LIBRARY", str(places["named"]))
    chosen = str(places["chosen"])
    assert find_library(str(places["given"]), chosen) == places["given"]
    assert find_library(None, chosen) == places["named"]
    monkeypatch.setenv("QUIZ_LIBRARY", "")
    assert find_library(None, chosen) == places["here"]
    monkeypatch.chdir(tmp_path)
    assert find_library(None, chosen) == places["chosen"]
    monkeypatch.setattr("quiz.banks.opening.shipped_library", lambda: library)
    assert find_library(None) == library
    monkeypatch.setattr("quiz.banks.opening.shipped_library", lambda: tmp_path)
    with pytest.raises(QuizError, match="no library was found"):
        find_library(None)


def test_the_checkout_ships_its_own(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_library(None) == root


def test_a_folder_may_be_named_by_its_banks_and_from_home(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_library(str(library / "question_banks")) == library
    monkeypatch.chdir(library / "question_banks")
    assert find_library(".") == library
    monkeypatch.setenv("HOME", str(library.parent))
    assert find_library("~/library") == library


@pytest.mark.parametrize("way", ["given", "environment", "chosen"])
@pytest.mark.parametrize("name", ["nowhere", "empty", "loose", "~no-such-user/library", "a" * 300, "file"])
def test_a_named_folder_without_a_library_is_told(
    way: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("loose").mkdir()
    Path("loose", "library.yaml").write_text("id: loose\ntitle: Not in question_banks\ntopics: {}\n")
    Path("file").write_text("")
    if way == "environment":
        monkeypatch.setenv("QUIZ_LIBRARY", name)
    given, chosen = (name if way == "given" else None), (name if way == "chosen" else "")
    with pytest.raises(QuizError, match=r"no such folder|no library is there"):
        find_library(given, chosen)


def test_a_vanished_current_folder_does_no_harm(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert find_library(None, str(library)) == library
    assert read_sources(library).library[0] == str(library / "question_banks" / "library.yaml")
