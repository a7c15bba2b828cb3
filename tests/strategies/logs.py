"""Logs with every kind of event: answers scored by several keys, what is said of them, what becomes of their items."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
from hypothesis import strategies as st
from msgspec import structs

from quiz.items import Marking, scored_hash
from quiz.items.marking import MultipleMarking, TextMarking
from quiz.learning import (
    Answered,
    Body,
    Buried,
    Claimed,
    Event,
    Mode,
    Noted,
    Rated,
    Regraded,
    Reported,
    Reset,
    Resumed,
    Skipped,
    Starred,
    Suspended,
    Tuned,
    Undone,
    Unstarred,
    policy_of,
)
from quiz.learning.events import RatingWord
from quiz.scoring import Outcome, score
from tests.strategies.learning import ITEMS, event

ALL_MODES: tuple[Mode, ...] = ("learn", "practice", "mistakes", "drill", "exam")
KEYS: tuple[Marking, ...] = (
    TextMarking(accepted=("Gyumri",)),
    TextMarking(accepted=("Yerevan", "Gyumri")),
    MultipleMarking(options=tuple("abcde"), key=tuple("abcd")),
    MultipleMarking(options=tuple("abcde"), key=("a", "e")),
)
RESPONSES: tuple[Any, ...] = ("Gyumri", "Gyumry", "Yerevan", "Baku", None, list("abc"), list("abcd"), ["a", "e"])
"""Right, misspelt, wrong and partly right ones, and none at all."""
TIMES = (0, 0, 0, 999, 1_000, 2_500, 30_000, 200_000)
"""Milliseconds: unmeasured, too fast, usual, very long."""
Said = type[Undone] | type[Claimed] | type[Rated]
WORDS: tuple[RatingWord, ...] = ("easy", "again", "hard", "good")
ABSENT = "an event that never came"


def answer_to(
    marking: Marking,
    response: Any,
    item: str = ITEMS[0],
    mode: Mode = "learn",
    duration: int = 0,
    certainty: int | None = None,
    edition: int = 1,
    hints: int = 0,
) -> Answered:
    """Return an answer as a session logs it: scored by the item's marking as its mode scores."""
    made = score(marking, response, structs.replace(policy_of(mode), final=True))
    assert isinstance(made, Outcome)
    return Answered(
        session="s",
        mode=mode,
        item=item,
        seen="0",
        scored=scored_hash(marking),
        edition=edition,
        response=response,
        certainty=certainty,
        duration=duration,
        outcome=made,
        hints=hints,
    )


def regraded(marking: Marking, item: str = ITEMS[0], edition: int = 1) -> Regraded:
    """Return the news that an item has another marking, as it comes back from a log."""
    plain = msgspec.json.decode(msgspec.json.encode(marking))
    return Regraded(item, scored_hash(marking), plain, edition)


def spoken_of(about: Event, kind: Said) -> Undone | Claimed | Rated:
    """Return what a trainee says of an answer, or of what was said before; of one answer always the same rating."""
    assert isinstance(about.body, Answered | Undone | Claimed | Rated)
    said = kind("s", about.body.item, about.id)
    return structs.replace(said, rating=WORDS[about.sequence % 4]) if isinstance(said, Rated) else said


keys = st.sampled_from(KEYS)
responses = st.sampled_from(RESPONSES)
KINDS: st.SearchStrategy[Said] = st.sampled_from((Undone, Claimed, Rated))
moments = st.tuples(st.integers(0, 40), st.integers(0, 2), st.sampled_from(("one", "two")))
"""Day, hour, device."""


def answer_bodies(
    items: tuple[str, ...] = ITEMS[:1],
    modes: tuple[Mode, ...] = ALL_MODES,
    editions: tuple[int, ...] = (1,),
    times: tuple[int, ...] = TIMES,
    markings: st.SearchStrategy[Marking] = keys,
) -> st.SearchStrategy[Answered]:
    """Return answers of any kind."""
    return st.builds(
        answer_to,
        markings,
        responses,
        item=st.sampled_from(items),
        mode=st.sampled_from(modes),
        duration=st.sampled_from(times),
        certainty=st.sampled_from((None, None, 1, 2, 3)),
        hints=st.sampled_from((0, 0, 0, 1, 2)),
        edition=st.sampled_from(editions),
    )


def other_bodies(items: tuple[str, ...] = ITEMS[:1]) -> st.SearchStrategy[Body]:
    """Return what becomes of items and of the tuning."""
    item = st.sampled_from(items)
    kinds = (Suspended, Resumed, Buried, Reset, Starred, Unstarred)
    marks: list[st.SearchStrategy[Body]] = [st.builds(kind, item) for kind in kinds]
    marks += [st.builds(Noted, item, st.sampled_from(("", "mind the year"))), st.builds(Reported, item, st.just("key"))]
    marks.append(st.builds(Skipped, st.just("s"), item))
    tuned = st.builds(Tuned, st.sampled_from((0.7, 0.8, 0.97)))
    return st.one_of(*marks, tuned, st.builds(regraded, keys, item, st.sampled_from((1, 1, 2))))


@st.composite
def logs(draw: st.DrawFn, items: tuple[str, ...] = ITEMS[:2], most: int = 7, gone: bool = True) -> list[Event]:
    """Events about some items over weeks, from two devices; what is said of an answer may sort before it.

    It may be taken back; so may the taking back, which changes nothing. `gone`: some is said of what never came.
    """
    answers = answer_bodies(items, editions=(1, 1, 1, 2))
    bodies: list[Body] = draw(st.lists(answers | answers | other_bodies(items), max_size=most))
    made = [event(n, body, *draw(moments)) for n, body in enumerate(bodies, 1)]
    named = [e for e in made if isinstance(e.body, Answered)]
    for number in range(100, 100 + (draw(st.integers(0, 3)) if named else 0)):
        about = draw(st.sampled_from(named))
        said = spoken_of(about, draw(KINDS) if isinstance(about.body, Answered) else Undone)
        if gone and draw(st.integers(0, 5)) == 0:
            said = structs.replace(said, event=ABSENT)
        made.append(event(number, said, *draw(moments)))
        named.append(made[-1])
    return made


@st.composite
def own_answers(
    draw: st.DrawFn,
    modes: tuple[Mode, ...] = ALL_MODES,
    times: tuple[int, ...] = TIMES,
    markings: st.SearchStrategy[Marking] = keys,
    editions: tuple[int, ...] = (1,),
    least: int = 0,
) -> list[Event]:
    """Answers to one item, in order."""
    each = answer_bodies(modes=modes, times=times, markings=markings, editions=editions)
    bodies = draw(st.lists(each, min_size=least, max_size=6))
    made = [event(n, body, *draw(moments)) for n, body in enumerate(bodies, 1)]
    return sorted(made, key=lambda e: e.place)


@st.composite
def weak_days(draw: st.DrawFn) -> tuple[list[Event], list[Event]]:
    """An item missed on some days, and then asked again and again on one, with success but for the end."""
    gaps = draw(st.lists(st.sampled_from((1, 5, 9, 20, 40)), max_size=3))
    missed = [event(n, answer_to(KEYS[0], "Baku"), 150 - sum(gaps[:n])) for n in range(1, len(gaps) + 1)]
    said = ["Gyumri"] * draw(st.integers(0, 12)) + draw(st.lists(st.sampled_from(("Gyumry", "Baku")), max_size=2))
    return missed, [event(20 + n, answer_to(KEYS[0], typed), 150, n) for n, typed in enumerate(said)]


class Change(NamedTuple):
    """Answers to one item, the marking that it has in the end, and when that was logged."""

    events: list[Event]
    marking: Marking
    news: Event


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """A key that changed, once or more; the news of it came from any device at any time."""
    marking = draw(keys)
    earlier = [event(50 + n, regraded(key), 0, 0, "one") for n, key in enumerate(draw(st.lists(keys, max_size=2)))]
    news = event(60, regraded(marking), *draw(moments))
    earlier = [e for e in earlier if e.place < news.place]
    return Change([*earlier, *draw(own_answers(least=1))], marking, news)


@st.composite
def weighed(draw: st.DrawFn) -> tuple[Rated, Event]:
    """What is said of how well an answer was known, and that answer."""
    answer = event(1, draw(answer_bodies(modes=ALL_MODES[:3], times=(0,))))
    return Rated("s", ITEMS[0], answer.id, draw(st.sampled_from(WORDS))), answer
