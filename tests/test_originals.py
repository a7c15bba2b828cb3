"""Originals beside briefs: the very paragraph of the very file, or one is told why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.config import originals_folder
from quiz.documents import Document
from quiz.text import safe
from quiz.views import Source
from quiz.views.originals import ORIGINAL_CHARS, Originals
from tests.support.library import document
from tests.support.originals import FILE, line_of, with_original
from tests.support.store import fresh

LINES = st.text(st.characters(exclude_characters="\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029", codec="utf-8"), min_size=1)


def source(paragraph: int, name: str = "notes") -> Source:
    return Source("key", "the notes", "Notes", paragraph, (), name)


def of(folder: Path | None, made: Document) -> Originals:
    return Originals(folder, {"notes": made})


def why(originals: Originals, paragraph: int = 1) -> str:
    found = originals.beside(source(paragraph))
    assert found is not None
    assert bool(found.text) is not bool(found.why)
    return found.why


@given(st.lists(LINES.filter(lambda line: line.strip()), min_size=1, max_size=5))
def test_each_paragraph_has_that_of_its_original(lines: list[str]) -> None:
    with fresh() as folder:
        originals = of(Path(folder), with_original(Path(folder), len(lines), lines))
        for number, line in enumerate(lines, 1):
            found = originals.beside(source(number))
            assert found is not None
            assert (found.text, found.why) == (safe(line.strip(), ORIGINAL_CHARS), "")


def test_what_is_no_longer_the_file_of_the_brief_is_not_shown(tmp_path: Path) -> None:
    made = with_original(tmp_path, 2)
    (tmp_path / FILE).write_text(line_of(1), "utf-8")
    assert "notes.txt has changed since the brief was written" in why(of(tmp_path, made))


def test_each_reason_is_told(tmp_path: Path) -> None:
    made = with_original(tmp_path, 3, map(line_of, (1, 2)))
    assert "has 2 paragraphs, the brief says 3" in why(of(tmp_path, made))
    made = with_original(tmp_path, 2)
    assert "has no paragraph 7" in why(of(tmp_path, made), 7)
    (tmp_path / FILE).write_bytes(b"\xff\xfe\xff")
    assert "UTF-8" in why(of(tmp_path, made))
    (tmp_path / FILE).unlink()
    assert "notes.txt is not in" in why(of(tmp_path, made))
    (tmp_path / FILE).mkdir()
    assert "not a regular file" in why(of(tmp_path, made))
    assert "notes.txt is not in" in why(of(tmp_path / "nowhere", made))


def test_a_folder_that_cannot_be_looked_into_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = with_original(tmp_path, 1)

    def denied(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", denied)
    assert "cannot be read (Permission denied)" in why(of(tmp_path, made))


def test_a_name_that_leads_out_of_the_folder_stays_in_it(tmp_path: Path) -> None:
    made = with_original(tmp_path / "inside", 1, file=f"../{FILE}")
    (tmp_path / FILE).write_text("secret", "utf-8")
    found = of(tmp_path / "inside", made).beside(source(1))
    assert found is not None
    assert found.text == line_of(1)


def test_without_folder_or_original_there_is_nothing_to_speak_of(tmp_path: Path) -> None:
    made = with_original(tmp_path, 1)
    for originals in (of(None, made), of(tmp_path, document([1])), Originals(tmp_path, {})):
        assert originals.beside(source(1)) is None
        assert not originals.at_hand([source(1)])
    assert of(tmp_path, made).at_hand([source(1, "other"), source(1)])


def test_the_folder_is_that_of_the_option_then_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUIZ_ORIGINALS", raising=False)
    assert originals_folder() is None
    monkeypatch.setenv("QUIZ_ORIGINALS", "~/originals")
    assert originals_folder() == Path.home() / "originals"
    assert originals_folder("here") == Path("here")
