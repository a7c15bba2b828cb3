"""The JSON Schema of what instructors write, from the same declarations that read it."""

from __future__ import annotations

from typing import Any

import msgspec

from quiz.items import BankFile, LibraryFile, NamesFile
from quiz.items.fields import ALSO

ANY_TEXT = ("number", "boolean")
"""What an editor may take a text for that has no form to keep."""
FILES = {"bank": BankFile, "library": LibraryFile, "names": NamesFile}


def json_schema(kind: str = "bank") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a `bank`, `library` or `names` file as a YAML 1.2 editor reads it."""
    schema = msgspec.json.schema(FILES[kind])
    cleaned: dict[str, Any] = _clean(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **cleaned}


def _clean(value: Any) -> Any:
    """Return a part of the schema with what else an editor may take a text for, and without null: no field is empty."""
    if isinstance(value, list):
        return [_clean(v) for v in value if v != {"type": "null"}]
    if not isinstance(value, dict):
        return value
    cleaned = {k: _clean(v) for k, v in value.items() if k != ALSO and (k, v) != ("default", None)}
    also = value.get(ALSO, ANY_TEXT if value.get("type") == "string" and "pattern" not in value else ())
    if also and "type" in cleaned:
        cleaned["type"] = [cleaned["type"], *also]
    elif set(cleaned) == {"anyOf"} and len(cleaned["anyOf"]) == 1:
        return cleaned["anyOf"][0]
    return cleaned
