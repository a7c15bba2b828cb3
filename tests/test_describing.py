"""The JSON Schema tells an instructor what each field means, and decides by `type` so that editors can follow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from quiz.banks import json_schema
from quiz.banks.describing import FIELDS, VALUES
from quiz.banks.schema import FILES, described
from quiz.banks.starting import STARTER
from quiz.cli import main
from tests.test_schema import _read

TYPES = list(VALUES["type"])


def _places(value: Any, name: str = "") -> Iterator[tuple[str, str, Any]]:
    """Yield (structure, field, schema) for every property anywhere in a schema; conditions describe nothing."""
    if isinstance(value, list):
        for part in value:
            yield from _places(part, name)
    elif isinstance(value, dict):
        for field, schema in value.get("properties", {}).items():
            yield name, field, schema
        for key, part in value.items():
            if key == "$defs":
                for title, definition in part.items():
                    yield from _places(definition, title)
            elif key == "properties":
                for schema in part.values():
                    yield from _places(schema, name)
            elif key != "if":
                yield from _places(part, name)


@pytest.mark.parametrize("kind", FILES)
def test_every_field_says_what_it_means_in_one_sentence(kind: str) -> None:
    found = list(_places(json_schema(kind)))
    assert found
    silent = [(name, field) for name, field, schema in found if not schema.get("description")]
    assert silent == []


def test_every_word_that_a_field_may_hold_says_what_it_means() -> None:
    for kind in FILES:
        for name, field, schema in _places(json_schema(kind)):
            if "enum" in schema:
                assert len(schema["enumDescriptions"]) == len(schema["enum"]), (name, field)
                assert all(schema["enumDescriptions"]), (name, field)


def test_no_description_is_left_over() -> None:
    places = [
        (name, field, "enum" in schema)
        for kind in FILES
        for name, definition in json_schema(kind)["$defs"].items()
        for field, schema in definition["properties"].items()
    ]
    assert set(FIELDS) == {described(name, field) for name, field, _ in places}
    assert set(VALUES) == {described(name, field, VALUES) for name, field, words in places if words}
    for field, meanings in VALUES.items():
        enums = [
            set(schema["enum"])
            for kind in FILES
            for name, own, schema in _places(json_schema(kind))
            if "enum" in schema and described(name, own, VALUES) == field
        ]
        assert set(meanings) == set().union(*enums), field


@pytest.mark.parametrize("text", [*FIELDS.values(), *(t for words in VALUES.values() for t in words.values())])
def test_a_description_is_short_and_plain(text: str) -> None:
    assert 0 < len(text) <= 120
    assert text == text.strip()
    assert text.endswith(".") or text[0].isdigit()


def _item(type_: str | None) -> dict[str, Any]:
    bank = _read((STARTER / "question_banks" / "first.yaml").read_text("utf-8"))
    item: dict[str, Any] = dict(next(i for i in bank["items"] if i["type"] == (type_ or "choice")))
    if type_ is None:
        del item["type"]
    return item


def _errors(item: dict[str, Any]) -> list[jsonschema.ValidationError]:
    validator = jsonschema.Draft202012Validator(json_schema("bank"))
    return list(validator.iter_errors({"bank": "b", "title": "t", "items": [item]}))


@pytest.mark.parametrize("type_", TYPES)
def test_a_fault_is_told_at_its_field_and_not_as_none_of_eleven_types(type_: str) -> None:
    item = _item(type_)
    assert _errors(item) == []
    told = {(e.validator, e.json_path) for e in _errors({**item, "level": 7})}
    assert told == {("maximum", "$.items[0].level")}
    [told_of] = _errors({**item, "levle": 1})
    assert told_of.message == "Additional properties are not allowed ('levle' was unexpected)"
    del item["citations"]
    [told_of] = _errors(item)
    assert told_of.message == "'citations' is a required property"


@pytest.mark.parametrize("kind", [None, "chioce", 7])
def test_without_a_type_of_ours_an_item_is_refused(kind: object) -> None:
    item = _item(None)
    errors = _errors(item if kind is None else {**item, "type": kind})
    assert {e.validator for e in errors} == ({"required"} if kind is None else {"enum"})


def _front(path: Path) -> Any:
    return _read(path.read_text("utf-8").split("---\n")[1])


BRIEFS = [*STARTER.glob("seeds/*.md"), *(Path(__file__).parents[1] / "seeds").glob("*.md")]


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
def test_the_front_matter_of_briefs_validates(path: Path) -> None:
    validator = jsonschema.Draft202012Validator(json_schema("brief"))
    front = _front(path)
    validator.validate(front)
    validator.validate({**front, "id": 2026, "title": 1984, "allow": {"background-share": "It is short."}})
    for wrong in ({"kind": "rumour"}, {"colour": "red"}, {"id": "a b"}, {"carried": ["x"]}, {"text": "mine"}):
        assert not validator.is_valid({**front, **wrong}), wrong
    for field in ("id", "title", "called", "kind"):
        assert not validator.is_valid({k: v for k, v in front.items() if k != field})


@pytest.mark.parametrize("kind", FILES)
def test_the_command_prints_each_schema(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--schema", kind]) == 0
    schema = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema == json.loads(json.dumps(json_schema(kind)))


def test_the_starter_validates() -> None:
    for name, kind in (("first", "bank"), ("library", "library"), ("names", "names")):
        text = (STARTER / "question_banks" / f"{name}.yaml").read_text("utf-8")
        jsonschema.Draft202012Validator(json_schema(kind)).validate(_read(text))
