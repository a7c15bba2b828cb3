"""The wheel carries the library and nothing that is not the program's."""

from __future__ import annotations

import zipfile
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder


def test_the_wheel_holds_program_and_library_without_drafts(root: Path, tmp_path: Path) -> None:
    built = next(WheelBuilder(str(root)).build(directory=str(tmp_path), versions=["standard"]))
    with zipfile.ZipFile(built) as wheel:
        names = {n for n in wheel.namelist() if ".dist-info/" not in n}
    banks = {f"quiz/library/question_banks/{p.name}" for p in (root / "question_banks").iterdir() if p.is_file()}
    maps = {str(p.relative_to(root)) for p in (root / "quiz" / "maps").glob("*.json")}
    briefs = {f"quiz/library/seeds/{p.name}" for p in (root / "seeds").iterdir()}
    package = root / "quiz"
    code = {str(p.relative_to(root)) for p in package.rglob("*") if p.suffix in (".py", ".tcss")}
    starter = {str(p.relative_to(root)) for p in (package / "starter").rglob("*") if p.is_file()}
    explained = {str(p.relative_to(root)) for p in (package / "checks" / "explained").iterdir()}
    assert len(starter) == 6
    assert maps == {"quiz/maps/south-caucasus.json"}
    assert names == banks | briefs | code | maps | starter | explained
    assert "quiz/library/question_banks/library.yaml" in names
    assert not any(name.startswith("quiz/library/question_banks/drafts/") for name in names)
    assert not any("tests" in Path(name).parts or Path(name).name.startswith("test_") for name in names)
