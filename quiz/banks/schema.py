"""The JSON Schema of what instructors write, from the same declarations that read it."""

from __future__ import annotations

from typing import Any

import msgspec

from quiz.items import BankFile, LibraryFile, NamesFile

FILES = {"bank": BankFile, "library": LibraryFile, "names": NamesFile}


def json_schema(kind: str = "bank") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a `bank`, `library` or `names` file as a YAML 1.2 editor reads it."""
    schema = msgspec.json.schema(FILES[kind])
    cleaned: dict[str, Any] = _clean(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **cleaned}


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _clean(v) for k, v in value.items() if not (k == "pattern" and v is None)}
    return [_clean(v) for v in value] if isinstance(value, list) else value
