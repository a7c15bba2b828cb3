"""What a front end hands over as an answer, made fit for the log."""

from __future__ import annotations

from typing import Any

from quiz.text import TYPED_LIMIT


def clean(response: Any) -> Any:
    """Return a response as the log can keep it: typed text at most 10,000 characters, no lone surrogates."""
    if isinstance(response, str):
        return response[:TYPED_LIMIT].encode("utf-8", "replace").decode()
    if isinstance(response, list | tuple):
        return [clean(one) for one in response]
    if isinstance(response, dict):
        return {str(clean(key)): clean(value) for key, value in response.items()}
    return response
