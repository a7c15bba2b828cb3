"""Ids of drafts: hashes of what they rest on, so that deciding one never changes another's."""

from __future__ import annotations

from hashlib import sha256

from quiz.generate.values import Span


def draft_id(document: str, sentence: Span, answer: Span, family: str, key: str) -> str:
    """Return the id of a draft: the same for the same document (its SHA-256), spans, family and answer."""
    parts = (document, f"{sentence.start}-{sentence.end}", f"{answer.start}-{answer.end}", family, key)
    return f"d-{_hash(parts)}"


def fact_id(passage: str, family: str, key: str) -> str:
    """Return the hash of a fact, which stays when something else in the document changes."""
    return _hash((" ".join(passage.split()), family, key))


def _hash(parts: tuple[str, ...]) -> str:
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
