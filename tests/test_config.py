"""Settings and places: kept whole, read whatever a file holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quiz.config import (
    Settings,
    data_folder,
    default_trainee,
    is_library,
    load_settings,
    save_settings,
    shipped_library,
)
from quiz.errors import Exit, QuizError

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.builds(Settings, _TEXT, _TEXT, st.integers(1, 500)))
def test_settings_come_back(tmp_path: Path, chosen: Settings) -> None:
    save_settings(tmp_path / "new" / "folder", chosen)
    assert load_settings(tmp_path / "new" / "folder") == chosen
    assert [p.name for p in (tmp_path / "new" / "folder").iterdir()] == ["settings.json"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60))
def test_settings_that_cannot_be_read_are_the_defaults(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "settings.json").write_bytes(content)
    assert isinstance(load_settings(tmp_path), Settings)


@pytest.mark.parametrize("questions", ["0", "-5", "1000000", "1" + "0" * 30, "1.5", '"ten"', "null"])
def test_a_number_of_questions_out_of_reason_is_not_taken(tmp_path: Path, questions: str) -> None:
    (tmp_path / "settings.json").write_text(f'{{"questions": {questions}}}')
    assert load_settings(tmp_path).questions == Settings().questions


def test_settings_from_a_newer_version_keep_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"questions": 7, "volume": 11}')
    assert load_settings(tmp_path) == Settings(questions=7)


def test_settings_that_cannot_be_kept_are_a_store_error_and_leave_no_rest(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "taken" / "settings.json").mkdir(parents=True)
    for place in (tmp_path / "file", tmp_path / "taken"):
        with pytest.raises(QuizError, match="settings cannot be kept") as caught:
            save_settings(place, Settings())
        assert caught.value.code == Exit.STORE
    assert [p.name for p in (tmp_path / "taken").iterdir()] == ["settings.json"]


def test_the_data_folder_is_the_one_given_then_the_environment_then_the_systems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert data_folder("/given") == Path("/given")
    assert data_folder(None) == tmp_path / "data"
    assert data_folder("~/quiz") == tmp_path / "quiz"
    assert data_folder("~no-such-login/quiz") == Path("~no-such-login/quiz")
    monkeypatch.delenv("QUIZ_DATA")
    assert tmp_path in data_folder("").parents


def test_the_trainee_is_the_login_or_a_word_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "ann")
    assert default_trainee() == "ann"
    monkeypatch.setattr("getpass.getuser", lambda: (_ for _ in ()).throw(KeyError("no such uid")))
    assert default_trainee() == "trainee"


def test_the_shipped_library_is_the_checkouts(root: Path) -> None:
    assert shipped_library() == root
    assert is_library(root)
    assert not is_library(root / "question_banks")
