"""A library at a git revision: the same files as in a checkout of it, and every trouble in one line."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from quiz.banks import Sources, open_library, read_sources, sources_at
from quiz.banks.opening import compiled
from quiz.errors import QuizError
from tests.support.library import numbered, write_library
from tests.support.repository import commit, git, snapshot


@pytest.fixture
def library(tmp_path: Path) -> Path:
    root = write_library(tmp_path / "library", numbered(4))
    (root / "question_banks" / "names.yaml").write_text("names:\n  Iran: [Persia]\n", "utf-8")
    return root


def trouble(root: Path, revision: str) -> str:
    with pytest.raises(QuizError) as told:
        sources_at(root, revision)
    assert told.value.code == 2
    assert "\n" not in str(told.value)
    return str(told.value)


def test_a_revision_is_read_as_its_checkout_would_be(library: Path) -> None:
    (library / "question_banks" / "more.yml").write_bytes(b"bank: more\r\ntitle: More\r\nitems: []\r\n")
    (library / "question_banks" / "README.md").write_text("No bank.\n")
    (library / "question_banks" / "drafts").mkdir()
    (library / "question_banks" / "drafts" / "deep.yaml").write_text("bank: deep\n")
    (library / "seeds" / "README.md").write_text("No document.\n")
    (library / "seeds" / "naïve one.md").write_text("no brief")
    first = commit(library)
    then = read_sources(library)
    (library / "seeds" / "notes.md").unlink()
    (library / "question_banks" / "facts.yaml").write_text("", "utf-8")
    commit(library, "later")
    (library / "question_banks" / "names.yaml").unlink()
    for name in (first, first[:8], "HEAD~1", "main^"):
        assert sources_at(library, name) == then
    git(library, "tag", "-a", "kept", "-m", "kept", first)
    assert sources_at(library, "kept") == then
    assert sources_at(library, "HEAD").names is not None
    assert read_sources(library).names is None


def test_a_library_deep_in_a_repository_is_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_library(tmp_path / "repo" / ":(top)a *" / "lib", numbered(2))
    commit(tmp_path / "repo")
    monkeypatch.chdir(tmp_path)
    assert sources_at(root, "HEAD") == read_sources(root)
    link = tmp_path / "link"
    link.symlink_to(root)
    assert [data for _, data in sources_at(link, "HEAD").banks] == [data for _, data in read_sources(root).banks]


def test_nothing_in_the_working_tree_or_the_repository_is_touched(library: Path) -> None:
    commit(library)
    (library / "seeds" / "notes.md").write_text("other", "utf-8")
    git(library, "add", "-A")
    (library / "question_banks" / "facts.yaml").unlink()
    before = snapshot(library)
    sources_at(library, "HEAD")
    assert snapshot(library) == before


def test_the_repository_of_a_hook_that_runs_us_is_not_taken_for_the_librarys(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(library)
    other = tmp_path / "other"
    other.mkdir()
    (other / "file").write_text("x")
    commit(other)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    assert sources_at(library, "HEAD") == read_sources(library)


@pytest.mark.parametrize(
    "revision",
    [
        "nowhere", "", " ", "-x", "--upload-pack=touch owned", "--all", "-h", "HEAD\n--all", "HEAD HEAD", "^HEAD",
        "HEAD..HEAD", "HEAD\0", "\ud800", "HEAD:question_banks/library.yaml", "main; touch owned", "$(touch owned)",
        "@{upstream}", "0" * 40, "é" * 300,
    ],
)  # fmt: skip
def test_what_is_no_revision_is_told_and_never_an_option(
    library: Path, revision: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(library)
    monkeypatch.chdir(library)
    before = snapshot(library)
    assert "there is no such git revision" in trouble(library, revision)
    assert snapshot(library) == before


def test_a_revision_that_looks_like_an_option_is_none_even_if_there_is_a_tag_of_that_name(library: Path) -> None:
    first = commit(library)
    (library / ".git" / "refs" / "tags" / "--all").write_text(first + "\n")
    assert "there is no such git revision" in trouble(library, "--all")
    assert sources_at(library, "refs/tags/--all") == read_sources(library)


def test_a_library_outside_any_repository_is_told(library: Path) -> None:
    assert "not in a git repository" in trouble(library, "HEAD")
    commit(library)
    assert "not in a git repository" in trouble(library / ".git", "HEAD")


def test_a_revision_without_the_library_is_told(tmp_path: Path) -> None:
    (tmp_path / "repo").mkdir()
    (tmp_path / "repo" / "file").write_text("x")
    commit(tmp_path / "repo")
    root = write_library(tmp_path / "repo" / "library", numbered(1))
    assert "the library is not in that revision" in trouble(root, "HEAD")


def test_git_that_is_not_there_is_told(library: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    commit(library)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert "git is not installed" in trouble(library, "HEAD")


def test_a_repository_of_somebody_else_is_told(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(library)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert "belongs to somebody else" in trouble(library, "HEAD")


def _errors(sources: Sources) -> list[str]:
    return [data.message for _, data in (*sources.banks, *sources.documents) if isinstance(data, QuizError)]


def test_what_cannot_be_read_is_in_its_place_as_an_error(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (library / "question_banks" / "link.yaml").symlink_to("facts.yaml")
    (library / "question_banks" / "folder.yaml").mkdir()
    (library / "question_banks" / "folder.yaml" / "file").write_text("x")
    (library / "seeds" / "large.md").write_text("x" * 5_000)
    monkeypatch.setattr("quiz.banks.revisions.BRIEF_BYTES", 4_000)
    commit(library)
    sources = sources_at(library, "HEAD")
    told = _errors(sources)
    assert [t.split(",")[0].split(" (")[0] for t in told] == [
        "this is not a regular file",
        "this is a symbolic link",
        "the file is too large",
    ]
    made, findings = compiled(sources)
    assert made is not None
    assert set(made.entries) == set(open_library(library).entries)
    assert {f.rule for f in findings} == {"unreadable"}


def test_an_object_that_is_missing_is_told_in_its_place(library: Path) -> None:
    commit(library)
    blob = git(library, "rev-parse", "HEAD:seeds/notes.md")
    os.remove(library / ".git" / "objects" / blob[:2] / blob[2:])
    sources = sources_at(library, "HEAD")
    assert _errors(sources) == ["it is missing in the repository"]
    assert sources.banks == read_sources(library).banks


def test_a_bare_clone_without_a_commit_has_no_revision(library: Path) -> None:
    subprocess.run(["git", "-C", str(library), "init", "-q"], check=True, env={**os.environ, "HOME": str(library)})
    assert "there is no such git revision" in trouble(library, "HEAD")
