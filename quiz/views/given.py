"""A response as a front end gives it."""

from __future__ import annotations

from typing import Any

from quiz.text import TYPED_LIMIT


def cleaned(response: Any) -> Any:
    """Return a response as the log can keep it: typed text at most 10,000 characters, no lone surrogates."""
    if isinstance(response, str):
        return response[:TYPED_LIMIT].encode("utf-8", "replace").decode()
    if isinstance(response, list | tuple):
        return [cleaned(one) for one in response]
    if isinstance(response, dict):
        return {str(cleaned(key)): cleaned(value) for key, value in response.items()}
    return response
