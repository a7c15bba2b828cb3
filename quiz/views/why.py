"""Why an item stands where it does: every event about it and what the fold made of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec import Struct

from quiz.banks import Entry
from quiz.learning import (
    Answered,
    Body,
    Event,
    Noted,
    Rated,
    Regraded,
    Reported,
    Step,
    Tuned,
    Undone,
    in_order,
    mastery,
    retrievability,
    trace,
)
from quiz.text import counted, one_line
from quiz.views.answers import given_text, right_text
from quiz.views.words import MODES, REASONS, percent

_ROLES = {
    "same-day": "a further answer of the day",
    "drill": "a drill moves no schedule",
    "exam": "an exam moves no schedule",
    "rapid": "too fast to count",
    "superseded": "of an edition that no longer counts",
}
_ITEM_EVENTS = {
    "suspended": "suspended",
    "resumed": "resumed",
    "buried": "put off until the next study day",
    "reset": "to be learned anew: answers before no longer count",
    "claimed": "trainee: I was right",
    "skipped": "skipped: asked again at the end of its session",
    "starred": "starred",
    "unstarred": "the star taken off",
}


class Link(Struct, frozen=True, kw_only=True):
    """One event of the chain.

    `score` is what an answer counts now, `first_score` what it was told when it was given; `rating` and the memory
    after it are empty where it moved no schedule.
    """

    event: str
    when: str
    what: str
    score: str = ""
    first_score: str = ""
    rule: str = ""
    rating: str = ""
    note: str = ""
    stability: float | None = None
    difficulty: float | None = None
    due: str = ""


class Why(Struct, frozen=True, kw_only=True):
    """An item, its chain of events in order, and the numbers that follow: recall · last share = mastery."""

    item: str
    stem: str
    right: str
    links: tuple[Link, ...]
    recall: float | None
    share: float
    mastery: float
    due: str
    lapses: int
    leech: bool
    suspended: bool


def why(entry: Entry, events: Iterable[Event], today: int) -> Why:
    """Return why an item stands where it does; `events` are its own, `today` the ordinal of the study day."""
    ordered = in_order(events)
    steps = {step.event.id: step for step in trace(ordered)}
    undone = {e.body.event for e in ordered if isinstance(e.body, Undone)}
    links = [_link(e, steps.get(e.id), e.id in undone, entry) for e in ordered]
    state = list(steps.values())[-1].after if steps else None
    memory = state.memory if state else None
    item = entry.item
    return Why(
        item=item.id,
        stem=item.stem,
        right=right_text(item),
        links=tuple(link for link in links if link is not None),
        recall=None if memory is None else retrievability(memory, today),
        share=state.share if state else 0.0,
        mastery=mastery([item.id], {item.id: state} if state else {}, today),
        due="" if memory is None else _day(memory.due),
        lapses=state.lapses if state else 0,
        leech=bool(state and state.leech),
        suspended=bool(state and state.suspended),
    )


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _link(event: Event, step: Step | None, undone: bool, entry: Entry) -> Link | None:
    body = event.body
    local = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=event.utc, minutes=event.offset)
    when = f"{local:%Y-%m-%d %H:%M}"
    if isinstance(body, Answered):
        what = f"{MODES[body.mode]}: {_said(entry, body.response)}"
        return _answer(Link(event=event.id, when=when, what=what), body, step, undone)
    if isinstance(body, Regraded):
        what = "the key changed: every answer counts by the new one"
        return Link(event=event.id, when=when, what=what, note=f"scored {body.scored}")
    what = _what(body)
    return Link(event=event.id, when=when, what=what, note="taken back" if undone else "") if what else None


def _what(body: Body) -> str:
    """Return what an event that is no answer says, nothing for one that is told with another."""
    match body:
        case Tuned():
            return f"due at {percent(body.retention)} recall"
        case Rated():
            return f"trainee: it was {body.rating}"
        case Noted():
            return f"note: {one_line(body.text)}" if body.text else "the note taken away"
        case Reported():
            words = f": {one_line(body.words)}" if body.words else ""
            return f"reported, {REASONS[body.reason]}{words}"
    return _ITEM_EVENTS.get(str(body.__struct_config__.tag), "")


def _said(entry: Entry, response: Any) -> str:
    return one_line(given_text(entry.item, response), 80) or "no answer"


def _answer(link: Link, body: Answered, step: Step | None, undone: bool) -> Link:
    from msgspec import structs

    first = body.outcome.score
    if undone or step is None or step.outcome is None:
        return structs.replace(link, score=first, first_score=first, rule=body.outcome.rule, note="taken back")
    notes = [_ROLES[step.role]] if step.role in _ROLES else []
    notes += [f"with {counted(body.hints, 'hint')}"] if body.hints else []
    if step.claimed:
        notes.append("counts as right: the trainee says so")
    if step.outcome.score != first:
        notes.append(f"was {first} when it was given")
    memory = step.after.memory if step.rating is not None else None
    return structs.replace(
        link,
        score=step.outcome.score,
        first_score=first,
        rule=step.outcome.rule,
        rating=step.rating.name.lower() if step.rating is not None else "",
        note="; ".join(notes),
        stability=memory.stability if memory else None,
        difficulty=memory.difficulty if memory else None,
        due=_day(memory.due) if memory else "",
    )
