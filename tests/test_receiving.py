"""Libraries that others made are taken in whole or not at all, whatever a folder or a zip file holds."""

from __future__ import annotations

import os
import shutil
import stat
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.banks import find_library, gathering, open_library, packed
from quiz.banks.receiving import Receipt, drop, find_received, mend, receipt_of, received, take_in
from quiz.errors import Exit, QuizError
from tests.support.effort import WHOLE
from tests.support.library import numbered, texts, write_library
from tests.support.zips import add_member, write_zip, zip_of

NOW = "2026-11-27T12:00:00+00:00"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("quiz.banks.receiving.shipped_library", lambda: tmp_path / "none")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return write_library(tmp_path / "made", numbered(3))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Path:
    return zip_of(made, tmp_path / "made.zip")


def all_files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def renamed(root: Path, id_: str) -> Path:
    path = root / "question_banks" / "library.yaml"
    path.write_text(path.read_text("utf-8").replace("id: small", f"id: {id_}"), "utf-8")
    return root


def refused(data: Path, given: Path, what: str, name: str = "") -> None:
    """Taking it in is refused in one line, and nothing is left behind."""
    before = all_files(data) if data.exists() else {}
    with pytest.raises(QuizError, match=what) as caught:
        take_in(data, given, name, NOW)
    assert caught.value.code == Exit.USAGE
    assert "\n" not in str(caught.value)
    assert (all_files(data) if data.exists() else {}) == before
    folder = data / "libraries"
    assert not folder.exists() or not [n for n in os.listdir(folder) if n.startswith(".")]


# --- Taken in


@pytest.mark.parametrize("prefix", ["", "course/", "course-main/lib/"])
def test_a_folder_and_a_zip_file_give_the_same_library(made: Path, data: Path, tmp_path: Path, prefix: str) -> None:
    (made / "notes.txt").write_text("not part of it")
    (made / "question_banks" / "drafts").mkdir()
    (made / "question_banks" / "drafts" / "a.yaml").write_text("bank: a")
    packed_ = zip_of(made, tmp_path / "a.zip", prefix)
    one = take_in(data, made, "", NOW)
    other = take_in(tmp_path / "data2", packed_, "", NOW)
    assert one.receipt.files == other.receipt.files
    assert sorted(one.receipt.files) == ["question_banks/facts.yaml", "question_banks/library.yaml", "seeds/notes.md"]
    assert open_library(one.root).entries.keys() == open_library(made).entries.keys()
    assert one.receipt == Receipt(
        name="small", id="small", was="small", received=NOW, origin="made", files=one.receipt.files
    )
    assert received(data) == [one.receipt]
    shutil.rmtree(made)
    assert find_library(None, str(find_received(data, "small"))) == one.root


def test_the_shipped_library_may_be_shared_or_kept_apart(
    root: Path, made: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(take_in(data, root, "", NOW).library.entries) > 200
    monkeypatch.setattr("quiz.banks.receiving.shipped_library", lambda: made)
    apart = take_in(data, made, "course", NOW)
    assert (apart.library.id, apart.shares) == ("course", "")
    shared = take_in(data, made, "", NOW)
    assert (shared.library.id, shared.shares) == ("small", "shipped")


def test_an_update_takes_the_place_of_the_older_one(made: Path, data: Path, tmp_path: Path) -> None:
    first = take_in(data, made, "", NOW)
    newer = write_library(tmp_path / "newer", numbered(5))
    taken = take_in(data, newer, "", NOW)
    assert (taken.root, taken.receipt.id) == (first.root, "small")
    assert taken.before is not None
    assert taken.before.banks[0][1] == (made / "question_banks" / "facts.yaml").read_bytes()
    assert len(open_library(taken.root).entries) == 5
    assert os.listdir(data / "libraries") == ["small"]


def test_two_libraries_of_one_id_do_not_share_their_answers(made: Path, data: Path, tmp_path: Path) -> None:
    other = write_library(tmp_path / "other", texts(2))
    assert take_in(data, made, "first", NOW).receipt.id == "small"
    refused(data, other, "the library 'first' has the same id 'small'")
    taken = take_in(data, other, "second", NOW)
    assert (taken.receipt.id, taken.receipt.was, taken.library.id) == ("second", "small", "second")
    assert open_library(taken.root).id == "second"
    assert take_in(data, other, "second", NOW).library.id == "second"
    assert {r.name: r.id for r in received(data)} == {"first": "small", "second": "second"}


# --- Refused


def test_an_update_must_be_of_the_same_library(made: Path, data: Path, tmp_path: Path) -> None:
    take_in(data, made, "", NOW)
    other = renamed(write_library(tmp_path / "other", numbered(2)), "large")
    refused(data, other, "'small' is the library 'small' here, and this one is 'large'", "small")
    stranger = write_library(tmp_path / "stranger", numbered(9)[6:])
    refused(data, stranger, "not one of its items")
    refused(data, made, "differs from the library 'small' only in capitals", "Small")


def test_what_was_edited_here_is_not_undone(made: Path, data: Path) -> None:
    root = take_in(data, made, "", NOW).root
    with (root / "question_banks" / "facts.yaml").open("a") as bank:
        bank.write("# mine\n")
    refused(data, made, "was edited after it came")
    drop(data, "small")
    take_in(data, made, "", NOW)


@pytest.mark.parametrize(
    "name", ["shipped", "Shipped", "..", ".x", "a/b", "a b", "x" * 65, "é", "x.", "con", "nul.x", "\x1b[2J"]
)
def test_a_name_that_cannot_be_a_folder_is_refused(made: Path, data: Path, name: str) -> None:
    refused(data, made, "no library may be called", name)


def test_what_does_not_load_is_refused(made: Path, data: Path, tmp_path: Path) -> None:
    (made / "question_banks" / "library.yaml").write_text("id: small\ntitle: [\n")
    for source in (made, zip_of(made, tmp_path / "a.zip")):
        refused(data, source, ".")
        with pytest.raises(QuizError) as caught:
            take_in(data, source, "", NOW)
        assert str(caught.value).startswith(f"{source}: question_banks/library.yaml:")
    (made / "question_banks" / "library.yaml").unlink()
    refused(data, made, "no library is there")
    refused(data, zip_of(made, tmp_path / "b.zip"), "no library is in the zip file")
    refused(data, tmp_path / "nowhere", "no such folder or file")


def test_links_and_devices_in_a_folder_are_refused(made: Path, data: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("bank: secret")
    link = made / "question_banks" / "more.yaml"
    link.symlink_to(secret)
    refused(data, made, "this is a link")
    link.unlink()
    os.mkfifo(link)
    refused(data, made, "this is not a regular file")
    link.unlink()
    shutil.move(made / "seeds", tmp_path / "elsewhere")
    (made / "seeds").symlink_to(tmp_path / "elsewhere")
    refused(data, made, "this is a link")
    refused(data, Path("/dev/null"), "neither a folder nor a regular file")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("../../x", "leaves the folder"),
        ("question_banks/../../x.yaml", "leaves the folder"),
        ("/abs", "has an absolute path"),
        ("C:\\x", "has an absolute path"),
        ("a\\..\\x", "has no plain path"),
        ("a//b", "has no plain path"),
        ("./a", "has no plain path"),
        ("con", "has the name of a device"),
        ("seeds/NUL.md", "has the name of a device"),
        ("seeds/a\x1b[2J.md", "has a control character"),
        ("seeds/\u202egm.md", "has a control character"),
        ("seeds./a.md", "ends in a dot or a space"),
        ("x" * 600, "more than 512 characters"),
        ("seeds/notes.md", "is there twice"),
        ("seeds/NOTES.md", "differs from 'seeds/notes.md' only in capitals"),
        ("Seeds/more.md", "differs from 'seeds' only in capitals"),
        ("seeds/notes.md/x", "lies in a folder that is also a file"),
        ("seeds", "is a file and also a folder"),
    ],
)
def test_a_member_of_a_bad_name_is_refused(archive: Path, data: Path, name: str, what: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        add_member(archive, name)
    refused(data, archive, what)


@pytest.mark.parametrize(
    ("mode", "what"), [(stat.S_IFLNK, "is a link"), (stat.S_IFIFO, "is no regular"), (stat.S_IFCHR, "is no regular")]
)
def test_a_member_that_is_no_file_is_refused(archive: Path, data: Path, mode: int, what: str) -> None:
    refused(data, add_member(archive, "seeds/more.md", b"/etc/passwd", mode | 0o644), what)


def test_a_member_packed_otherwise_or_encrypted_is_refused(archive: Path, data: Path) -> None:
    with zipfile.ZipFile(archive, "a") as more:
        more.writestr("seeds/more.md", b"x", zipfile.ZIP_BZIP2)
    refused(data, archive, "is packed in a way that is not read here")
    content = bytearray(archive.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(content)
    refused(data, archive, "is encrypted")


def test_bombs_are_refused_before_they_are_unpacked(archive: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_member(archive, "seeds/zeros.md", bytes(3 * 1024 * 1024))
    refused(data, archive, "is packed to less than 1/200")
    monkeypatch.setattr(packed, "MEMBER_BYTES", 2 * 1024 * 1024)
    refused(data, archive, "is larger than 2 MiB")
    monkeypatch.setattr(packed, "SUM_BYTES", 3 * 1024 * 1024)
    refused(data, archive, "unpacked it is larger than 3 MiB")


def test_a_member_that_says_too_little_of_itself_is_stopped(archive: Path, data: Path) -> None:
    add_member(archive, "seeds/zeros.md", bytes(5 * 1024 * 1024))
    content = archive.read_bytes().replace((5 * 1024 * 1024).to_bytes(4, "little"), (900_000).to_bytes(4, "little"))
    archive.write_bytes(content)
    refused(data, archive, "the zip file is damaged")


@pytest.mark.parametrize(("at", "most"), [(3, True), (4, True), (2, False)])
def test_the_number_of_members_is_limited(
    made: Path, archive: Path, data: Path, at: int, most: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "MEMBERS", at)
    if most:
        take_in(data, archive, "", NOW)
    else:
        refused(data, archive, "has more than 2 members")


def test_sizes_of_the_whole_are_limited(archive: Path, made: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "DIRECTORY_BYTES", 20)
    refused(data, archive, "the list of members is larger")
    monkeypatch.setattr(packed, "ZIP_BYTES", 100)
    refused(data, archive, "the zip file is larger")
    monkeypatch.setattr(gathering, "LIBRARY_BYTES", 600)
    refused(data, made, "the library is larger")
    monkeypatch.setattr(gathering, "_MOST", {"seeds": 0})
    refused(data, made, "seeds/ has more than 0 files")


def test_a_single_file_has_the_limit_of_its_kind(
    archive: Path, made: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = (made / "seeds" / "notes.md").stat().st_size
    monkeypatch.setattr(gathering, "BRIEF_BYTES", size - 1)
    refused(data, archive, "member 'seeds/notes.md' is larger than")
    refused(data, made, "the file is too large")
    monkeypatch.setattr(gathering, "BRIEF_BYTES", size)
    take_in(data, archive, "", NOW)


def test_a_zip_file_with_two_libraries_is_refused(made: Path, data: Path, tmp_path: Path) -> None:
    files = all_files(made)
    two = write_zip(tmp_path / "two.zip", {f"{p}/{n}": d for p in ("one", "two") for n, d in files.items()})
    refused(data, two, "two libraries are in the zip file")


def test_a_cut_or_damaged_zip_file_is_refused(archive: Path, data: Path) -> None:
    content = archive.read_bytes()
    for length in (0, 10, len(content) // 2, len(content) - 1):
        archive.write_bytes(content[:length])
        refused(data, archive, "this is no zip file|is damaged")
    archive.write_bytes(content.replace(b"PK\x03\x04", b"PK\x03\x05"))
    refused(data, archive, "is damaged")
    at = content.index(b"seeds/notes.md") + 20
    archive.write_bytes(content[:at] + bytes(20) + content[at + 20 :])
    refused(data, archive, "is damaged")


_PARTS = st.sampled_from(["..", ".", "", "a", "A", "seeds", "question_banks", "con", "x.yaml", "x.md", "\\", "C:", " "])


@WHOLE
@given(st.lists(st.lists(_PARTS, min_size=1, max_size=4).map("/".join), max_size=4))
def test_no_member_reaches_a_place_outside(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    base = tmp_path_factory.mktemp("base")
    made = write_library(base / "made", texts(1))
    target = zip_of(made, base / "a.zip")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in names:
            add_member(target, name, b"x")
    outside = all_files(base)
    into = base / "data" / "libraries" / "small"
    try:
        take_in(base / "data", target, "", NOW)
    except QuizError:
        assert all_files(base) == outside
    else:
        there = {n for n in all_files(base) if not n.startswith("data/libraries/small/")}
        assert there == set(outside)
        assert not any(p.is_symlink() for p in into.rglob("*"))


@WHOLE
@given(st.data())
def test_a_zip_file_with_any_bytes_changed_is_taken_in_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    base = tmp_path_factory.mktemp("base")
    target = zip_of(write_library(base / "made", texts(1)), base / "a.zip")
    content = bytearray(target.read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
        content[at] = data.draw(st.integers(0, 255))
    target.write_bytes(content)
    trouble: QuizError | None = None
    try:
        take_in(base / "data", target, "", NOW)
    except QuizError as error:
        trouble = error
    assert trouble is None or trouble.code == Exit.USAGE
    assert len(received(base / "data")) == (trouble is None)


# --- Trouble of the disk


def test_an_update_that_was_cut_short_is_mended(made: Path, data: Path) -> None:
    root = take_in(data, made, "", NOW).root
    files = all_files(root)
    aside = root.with_name(".small.old")
    os.replace(root, aside)
    assert find_library(None, str(root)) == root
    assert all_files(root) == files
    shutil.copytree(root, aside)
    mend(root.parent)
    assert os.listdir(root.parent) == ["small"]


def test_nobody_elses_folder_is_taken_for_an_older_one(made: Path, tmp_path: Path) -> None:
    mine = tmp_path / ".made.old"
    mine.mkdir()
    (mine / "thesis.txt").write_text("mine")
    mend(tmp_path)
    made.rename(tmp_path / "moved")
    with pytest.raises(QuizError, match="no such folder"):
        find_library(None, str(made))
    assert (mine / "thesis.txt").read_text() == "mine"


def test_a_disk_that_takes_nothing_leaves_the_older_one(
    made: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = take_in(data, made, "", NOW).root
    files = all_files(root)
    real = os.replace

    def full(source: Path, target: Path) -> None:
        if str(source).endswith(".new"):
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(QuizError, match="cannot be kept") as caught:
        take_in(data, write_library(tmp_path / "newer", numbered(5)), "", NOW)
    assert caught.value.code == Exit.STORE
    assert all_files(root) == files
    assert os.listdir(root.parent) == ["small"]
    (tmp_path / "file").write_text("")
    with pytest.raises(QuizError, match="cannot be kept"):
        take_in(tmp_path / "file", made, "", NOW)


def test_what_is_left_of_old_attempts_is_taken_away(made: Path, data: Path) -> None:
    old, young = data / "libraries" / ".a.new", data / "libraries" / ".b.new"
    for place in (old, young):
        place.mkdir(parents=True)
    os.utime(old, (1, 1))
    take_in(data, made, "", NOW)
    assert sorted(os.listdir(data / "libraries")) == [".b.new", "small"]


def test_a_folder_without_a_receipt_is_no_received_library(made: Path, data: Path) -> None:
    shutil.copytree(made, data / "libraries" / "loose")
    (data / "libraries" / "odd").mkdir()
    (data / "libraries" / "odd" / "received.json").write_text("[")
    assert received(data) == []
    assert receipt_of(data / "libraries" / "odd") is None
    with pytest.raises(QuizError, match="there is no library 'loose'"):
        drop(data, "loose")
    with pytest.raises(QuizError, match="cannot be removed"):
        drop(data, "shipped")
