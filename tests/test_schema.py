"""The JSON Schema accepts what the reader accepts, as an editor with YAML 1.2 reads it, and refuses common slips."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given

from quiz.banks import compile_library, dump_bank, json_schema, read_sources
from quiz.banks.opening import bank_paths
from quiz.cli import main
from tests.strategies.worlds import World, worlds
from tests.support.effort import WHOLE

LIBRARY = Path(__file__).parent / "fixtures" / "library"
BEACON = LIBRARY / "question_banks" / "beacon.yaml"
EVERY_TYPE = LIBRARY.parent / "every_type"
TARN = EVERY_TYPE / "question_banks" / "tarn.yaml"


class CoreLoader(yaml.SafeLoader):
    """The core schema of YAML 1.2: null, true, false, integers and floats; everything else is a text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the resolvers of YAML 1.1 are what is to be replaced


def _number(text: str) -> int | float:
    if re.fullmatch(r"0[xo][0-9a-fA-F]+", text):
        return int(text, 0)
    return (
        int(text) if re.fullmatch(r"[-+]?[0-9]+", text) else float(text.replace(".inf", "inf").replace(".nan", "nan"))
    )


CORE: dict[str, tuple[str, Callable[[str], object]]] = {
    "null": (r"~|null|Null|NULL|", lambda _: None),
    "bool": (r"true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true"),
    "number": (
        r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan",
        _number,
    ),
}


def _construct(make: Callable[[str], object], _: CoreLoader, node: yaml.ScalarNode) -> object:
    return make(node.value)


for _name, (_pattern, _make) in CORE.items():
    _tag = f"tag:test,1.2:{_name}"
    CoreLoader.add_implicit_resolver(_tag, re.compile(rf"(?:{_pattern})\Z"), None)
    CoreLoader.add_constructor(_tag, partial(_construct, _make))


def _read(text: str) -> Any:
    """Read YAML as an editor does, with the keys of mappings as texts."""
    return json.loads(json.dumps(yaml.load(text, CoreLoader)))


def _validator(kind: str) -> Any:
    schema = json_schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


BANKS = _validator("bank")


def test_the_loader_reads_as_yaml_1_2_does() -> None:
    text = "[no, on, 12:30, 1_000, 010, 2026-02-10, 1e3, 0x1F, 0o17, .5, 4.2, -7, ~, null, true, False, 1.]"
    assert _read(text) == [
        "no", "on", "12:30", "1_000", 10, "2026-02-10", 1000.0, 31, 15, 0.5, 4.2, -7, None, None, True, False, 1.0
    ]  # fmt: skip


@pytest.mark.parametrize(
    "library", [LIBRARY, EVERY_TYPE, Path(__file__).parent.parent], ids=["fixture", "every type", "shipped"]
)
def test_the_files_of_a_library_validate(library: Path) -> None:
    folder = library / "question_banks"
    for kind, paths in (
        ("bank", bank_paths(folder)),
        ("library", [folder / "library.yaml"]),
        ("names", [folder / "names.yaml"]),
    ):
        for path in paths:
            _validator(kind).validate(_read(path.read_text("utf-8")))


@WHOLE
@given(worlds())
def test_every_sound_bank_validates(world: World) -> None:
    BANKS.validate(_read(dump_bank(world.bank)))


# A part of the good bank and what stands in its place: what is a text to the reader may be something else to an editor.
ALLOWED = (
    ("text: Black and white", "text: 1920"),
    ("text: Black and white", "text: 4.20"),
    ("text: Black and white", "text: true"),
    ("text: Black and white", "text: no"),
    ("- id: plain", "- id: true"),
    ("id: lens-maker", "id: 2024"),
    ("family: tower", "family: 1e3"),
    ("value: 32,", "value: '32.50',"),
    ("key: 1871-03-04", "key: 1871"),
    ("key: 1871-03-04", "key: XXXX-03-04"),
    ("pick: 2", "pick: '2'"),
    ("by: Ada Pell", "by: [Ada Pell, Orwin]"),
    ("by: Ada Pell", "by: 1920"),
)


ALLOWED_IN_PARTS = (
    ("key: [[upper, lower], vote, opening]", "key: [upper, lower, [vote], opening]"),
    ("key: [payment]", "key: [payment]\n    score: exact"),
    ("credit: 0.25", "credit: 0"),
    ("credit: 0.25", "credit: '0.25'"),
    ("weight: 2", "weight: 0.5"),
    ("swap: [[one, other]]", "swap: [[one, other], [wood, grain]]"),
    ("key: timber", "key: 1903"),
    ("      - The railway has not said when it will pay.\n", "      - 1903\n"),
    ("key: weir", "key: no"),
    ("map: tarn-valley", "map: 1903"),
    ("key: {oldest: brook, ", "key: {oldest: no, "),
)
REFUSED_IN_PARTS = (
    ("credit: 0.25", "credit: 1"),
    ("credit: 0.25", "credit: -0.5"),
    ("credit: 0.25", "credit: half"),
    ("weight: 2", "weight: 0"),
    ("weight: 2", "weight: -1"),
    ("weight: 2", "weight: heavy"),
    ("swap: [[one, other]]", "swap: [[one]]"),
    ("swap: [[one, other]]", "swap: [one, other]"),
    ("swap: [[one, other]]", "swap: [[one, 2]]"),
    ("key: {oldest: brook, ", "key: {1: brook, "),
    ("key: {oldest: brook, within-a-year: council, closed: olm}", "key: [brook, council, olm]"),
    ("key: [[upper, lower], vote, opening]", "key: [[upper, [lower]], vote, opening]"),
    ("key: [[upper, lower], vote, opening]", "key: [[], vote, opening]"),
    ("need: any", "need: some"),
    ("    need: any\n", ""),
    ("paragraphs: [2, 3]", "paragraphs: []"),
    ("paragraphs: [2, 3]", "paragraphs: [0]"),
    ("paragraphs: [2, 3]", "paragraphs: 2"),
    ("map: tarn-valley", "map: the valley"),
    ("    map: tarn-valley\n", ""),
    ("type: cloze", "type: cloze\n    key: oats"),
    ("      year:\n        type: date\n        key: 1904-05\n", "      year:\n        key: 1904-05\n"),
    ("        type: date\n        key: 1904-05\n", "        type: boolean\n        key: true\n"),
)


def _edited(old: str, new: str, bank: Path = BEACON) -> str:
    text = bank.read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1)


def _accepted(text: str, library: Path = LIBRARY) -> bool:
    """Tell whether the reader finds nothing wrong with a bank's form; what its values mean is another matter."""
    sources = read_sources(library)
    _, findings = compile_library(sources._replace(banks=(("beacon.yaml", text.encode()),)))
    return not [f for f in findings if f.rule in FORM]


FORM = ("schema", "form", "empty", "unknown-field", "unknown-type", "too-long")


@pytest.mark.parametrize(("old", "new"), ALLOWED)
def test_what_the_reader_takes_for_a_text_validates(old: str, new: str) -> None:
    assert _accepted(_edited(old, new))
    BANKS.validate(_read(_edited(old, new)))


@pytest.mark.parametrize(("old", "new"), ALLOWED_IN_PARTS)
def test_what_the_reader_takes_in_parts_of_items_validates(old: str, new: str) -> None:
    assert _accepted(_edited(old, new, TARN), EVERY_TYPE)
    BANKS.validate(_read(_edited(old, new, TARN)))


@pytest.mark.parametrize(("old", "new"), REFUSED_IN_PARTS)
def test_what_the_reader_refuses_in_parts_of_items_is_refused(old: str, new: str) -> None:
    assert not _accepted(_edited(old, new, TARN), EVERY_TYPE)
    assert not BANKS.is_valid(_read(_edited(old, new, TARN)))


REFUSED = (
    ("explanation: The tower", "explanaton: The tower"),
    ("type: choice", "type: chioce"),
    ("type: choice", "type: 1"),
    ("level: 1", "level: 4"),
    ("level: 1", "level: one"),
    ("topics: [light]", "topics: []"),
    ("topics: [light]", "topics: light"),
    ("topics: [light]", "topics: [light/]"),
    ("id: tower-bands", "id: tower bands"),
    ("- id: plain", "- id: 1920"),
    ("key: red-white", "key: [red-white]"),
    ("key: false", "key: no"),
    ("key: false", "key: 0"),
    ("value: 32,", "value: 32 metres,"),
    ("value: 32,", "value: '32,5',"),
    ("value: 32,", "value: true,"),
    ("abs: 0.5", "abs: -0.5"),
    ("key: 1871-03-04", "key: 4 March 1871"),
    ("answer: 1968", "answer: 19680"),
    ("recheck: 2030-01-01", "recheck: soon"),
    ("pick: 2", "pick: 0"),
    ("pick: 2", "pick: all"),
    ("typos: 1", "typos: 3"),
    ("status: draft", "status: done"),
    ("kind: statement", "kind: rumour"),
    ("score: exact", "score: partial"),
    ("stem: Who made the lens of Gull Rock?", "stem:"),
    ("family: tower", "family:"),
    ("paragraph: 1", "paragraph: one"),
    ("bank: beacon", "bank: the beacon"),
    ("title: The beacon", "title: The beacon\ncolour: red"),
    ("title: The beacon\n", ""),
)


@pytest.mark.parametrize(("old", "new"), REFUSED)
def test_what_the_reader_refuses_by_its_form_is_refused(old: str, new: str) -> None:
    assert not _accepted(_edited(old, new))
    assert not BANKS.is_valid(_read(_edited(old, new)))


@pytest.mark.parametrize(
    ("kind", "text", "valid"),
    [
        ("library", "id: x\ntitle: X\ntopics: {a/b: A}\nexam: {pass: 0.7, levels: {1: 0.5}, topics: {a: 1}}", True),
        ("library", "id: 7\ntitle: 7\ntopics: {a: 7}\nready_by: 2027-05-03\ndecimal: comma", True),
        ("library", "id: x\ntitle: X", False),
        ("library", "id: x\ntitle: X\ntopics: {a b: A}", False),
        ("library", "id: x\ntitle: X\ntopics: {}\nrollover: 24", False),
        ("library", "id: x\ntitle: X\ntopics: {}\ndecimal: dot", False),
        ("library", "id: x\ntitle: X\ntopics: {}\nready_by: in May", False),
        ("library", "id: x\ntitle: X\ntopics: {}\nexam: {pas: 0.7}", False),
        ("names", "names: {A: [B, 7], C: []}\nrivals: [[A, C]]", True),
        ("names", "{}", True),
        ("names", "names: {A: B}", False),
        ("names", "rivals: [A, C]", False),
    ],
)
def test_library_and_names_files(kind: str, text: str, valid: bool) -> None:
    assert _validator(kind).is_valid(_read(text)) is valid
    sources = read_sources(LIBRARY)
    part = (f"{kind}.yaml", text.encode())
    _, findings = compile_library(sources._replace(library=part) if kind == "library" else sources._replace(names=part))
    assert [f for f in findings if f.path == part[0]] != valid


@pytest.mark.parametrize("kind", ["bank", "library", "names"])
def test_the_command_prints_the_schema_and_nothing_else(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--schema", kind]) == 0
    shown = capsys.readouterr()
    assert (json.loads(shown.out), shown.err) == (json.loads(json.dumps(json_schema(kind))), "")
