"""What is known of a library before it is compiled or loaded: its files as they are, and its front page."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from quiz.errors import QuizError


class Front(Struct, frozen=True, kw_only=True):
    """Title and banks of a library, and what the first screen must know of its approved items.

    `askable` maps item ids to bank ids; `scored` to the hash of what scoring reads; `editions` has those above 1,
    `chances` what a blind guess earns where that is anything; `maps` are the names of its maps; `left_out` counts
    faulty items, `faults` all errors.
    """

    id: str
    title: str
    rollover: int
    zone: str
    banks: dict[str, str]
    askable: dict[str, str]
    scored: dict[str, str] = {}
    editions: dict[str, int] = {}
    chances: dict[str, str] = {}
    maps: tuple[str, ...] = ()
    ready_by: str | None = None
    left_out: int = 0
    faults: int = 0


class Sources(NamedTuple):
    """The files of a library as (name for messages, bytes or why they could not be had)."""

    library: tuple[str, bytes | QuizError]
    names: tuple[str, bytes | QuizError] | None
    banks: tuple[tuple[str, bytes | QuizError], ...]
    documents: tuple[tuple[str, bytes | QuizError], ...]
    maps: tuple[tuple[str, bytes | QuizError], ...] = ()
