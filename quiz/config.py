"""Where things are: the library, a user's data, settings. Importing this module touches no disk."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Annotated

import msgspec

from quiz.errors import Exit, QuizError

APP = "quiz"
BANKS = "question_banks"
SEEDS = "seeds"
DRAFTS = "drafts"
"""The folder of drafts, within that of the banks."""


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a user has chosen once: library, theme, questions a day, date to be ready for, to be asked how sure.

    `rollover` is the hour at which a study day begins, None for the library's; `keys` holds shortcuts by binding id;
    `setup` is what a session was last set up with, `toured` tells that the tour was seen.
    """

    library: str = ""
    theme: str = ""
    questions: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 10
    ready_by: str = ""
    certainty: bool = False
    trainee: str = ""
    rollover: Annotated[int, msgspec.Meta(ge=0, le=23)] | None = None
    keys: dict[str, str] = {}
    setup: dict[str, str] = {}
    toured: bool = False


def data_folder(given: str | None) -> Path:
    """Return the folder of a user's data: `--data`, then `QUIZ_DATA`, then the system's place."""
    chosen = given or os.environ.get("QUIZ_DATA")
    if chosen:
        return Path(os.path.expanduser(chosen))
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False)


def libraries_folder(data: Path) -> Path:
    """Return where in the folder of a user's data the libraries lie that were received."""
    return data.absolute() / "libraries"


def originals_folder(given: str | None = None) -> Path | None:
    """Return the folder of the documents' originals: `--originals`, then `QUIZ_ORIGINALS`, else None."""
    chosen = given or os.environ.get("QUIZ_ORIGINALS")
    return Path(os.path.expanduser(chosen)) if chosen else None


def default_trainee() -> str:
    """Return the login name, or `trainee` where there is none."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "trainee"


def trainee_name(chosen: str) -> str:
    """Return the trainee that is meant by a name chosen, the login where none is."""
    from quiz.text import safe

    return safe(chosen or default_trainee(), 128)


def load_settings(data: Path) -> Settings:
    """Return the settings kept in `data`; the defaults when there are none or they cannot be read."""
    try:
        return msgspec.json.decode((data / "settings.json").read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError):
        return Settings()


def save_settings(data: Path, settings: Settings) -> None:
    """Keep the settings in `data`, whole or not at all. Raises QuizError when they cannot be written."""
    path = data / "settings.json"
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        data.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(msgspec.json.format(msgspec.json.encode(settings)))
        os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise QuizError(f"settings cannot be kept ({error.strerror})", str(path), code=Exit.STORE) from None


def keep_choices(data: Path, settings: Settings) -> None:
    """Keep the settings of a front end, but for the library: another may have been chosen since it began.

    Raises QuizError when they cannot be written.
    """
    save_settings(data, msgspec.structs.replace(settings, library=load_settings(data).library))


def are_of(settings: Settings, trainee: str) -> bool:
    """Tell whether settings are a trainee's, and say anything of him or her."""
    return trainee_name(settings.trainee) == trainee and settings != Settings(library=settings.library)


def delete_settings(data: Path, settings: Settings) -> Settings:
    """Keep of the settings in `data` only which library they name; return that. Raises QuizError."""
    left = Settings(library=settings.library)
    if left.library:
        save_settings(data, left)
        return left
    try:
        (data / "settings.json").unlink(missing_ok=True)
    except OSError as error:
        where = str(data / "settings.json")
        raise QuizError(f"settings cannot be deleted ({error.strerror})", where, code=Exit.STORE) from None
    return left


def is_library(folder: Path) -> bool:
    """Tell whether `folder` holds a library; what cannot be looked into holds none."""
    return os.path.isfile(folder / BANKS / "library.yaml")


def library_root(folder: Path) -> Path | None:
    """Return the root of the library that is `folder` or whose banks are in it, or None."""
    if is_library(folder):
        return folder
    above = Path(os.path.realpath(folder))
    return above.parent if above.name == BANKS and is_library(above.parent) else None


def shipped_library() -> Path:
    """Return the library that comes with the program: the checkout's, or the one inside an installed package."""
    package = Path(__file__).resolve().parent
    project = package.parent / "pyproject.toml"
    try:
        ours = 'name = "quiz"' in project.read_text("utf-8") and is_library(package.parent)
    except (OSError, UnicodeDecodeError):
        ours = False
    return package.parent if ours else package / "library"
