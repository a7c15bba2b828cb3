"""Ways to learn from a log that look right and are not: each one breaks a law that guards the real one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from fractions import Fraction
from itertools import pairwise
from math import exp
from random import Random

import msgspec
from msgspec import structs

from quiz.items import Marking
from quiz.learning import (
    Answered,
    Claimed,
    Event,
    ItemState,
    Memory,
    Rated,
    Rating,
    Regraded,
    Streak,
    Tuned,
    Undone,
    advance,
    fold,
    in_order,
    make_plan,
    rating_of,
    standing,
)
from quiz.learning.memory import DESIRED_RETENTION, review
from quiz.scoring import AskAgain, Outcome, Policy, Verdict, score
from quiz.scoring.certainty import certainty_mark
from tests.strategies.learning import RIGHT, TODAY, Pool

States = Mapping[str, ItemState]


def _with(events: Iterable[Event], **changed: object) -> list[Event]:
    """Return the events with their answers changed."""
    return [
        structs.replace(e, body=structs.replace(e.body, **changed)) if isinstance(e.body, Answered) else e
        for e in events
    ]


def sorted_by_time_only(events: Iterable[Event]) -> States:
    """Events of one moment stay as they came."""
    arrived = list({e.id: e for e in events}.values())
    ordered = sorted(arrived, key=lambda e: e.utc)
    return fold(structs.replace(e, device="", sequence=n) for n, e in enumerate(ordered))


def only_of_what_came_before(events: Iterable[Event]) -> States:
    """What is said of an answer that sorts later is forgotten."""
    known: set[str] = set()
    kept: list[Event] = []
    for event in in_order(events):
        known.add(event.id)
        if not isinstance(event.body, Undone | Claimed | Rated) or event.body.event in known:
            kept.append(event)
    return fold(kept)


def claims_forgotten(events: Iterable[Event]) -> States:
    return fold(e for e in events if not isinstance(e.body, Claimed))


def claims_outlive_their_undoing(events: Iterable[Event]) -> States:
    ids = {e.id: e for e in events}
    return fold(e for e in ids.values() if not (isinstance(e.body, Undone) and _is_claim(ids.get(e.body.event))))


def _is_claim(event: Event | None) -> bool:
    return event is not None and isinstance(event.body, Claimed)


def modes_forgotten(events: Iterable[Event]) -> States:
    return fold(_with(events, mode="learn"))


def editions_forgotten(events: Iterable[Event]) -> States:
    """History goes by the item's id alone."""
    return fold(_with(events, edition=1))


def speed_forgotten(events: Iterable[Event]) -> States:
    return fold(_with(events, duration=0))


def a_reset_changes_nothing(events: Iterable[Event]) -> States:
    return fold(e for e in events if type(e.body).__name__ != "Reset")


def _rescored(event: Event, marking: dict[str, object], policy: Policy | None = None) -> Event:
    body = event.body
    assert isinstance(body, Answered)
    slips = policy or Policy(typos=body.mode != "exam", final=True)
    made = score(msgspec.convert(marking, Marking), body.response, slips)
    assert not isinstance(made, AskAgain)
    return structs.replace(event, body=structs.replace(body, outcome=made))


def _regraded(events: Iterable[Event], earlier: bool, later: bool, policy: Policy | None = None) -> States:
    ordered = standing(events)
    news = [e for e in ordered if isinstance(e.body, Regraded)]
    made: list[Event] = []
    for event in ordered:
        if isinstance(event.body, Answered) and news:
            touched = earlier if event.place < news[-1].place else later
            new = news[-1].body
            assert isinstance(new, Regraded)
            made.append(_rescored(event, new.marking, policy) if touched else event)
        elif not isinstance(event.body, Regraded):
            made.append(event)
    return fold(made)


def regraded_from_then_on(events: Iterable[Event]) -> States:
    return _regraded(events, earlier=False, later=True)


def regraded_up_to_then(events: Iterable[Event]) -> States:
    return _regraded(events, earlier=True, later=False)


def slips_pass_when_regraded(events: Iterable[Event]) -> States:
    return _regraded(events, earlier=True, later=True, policy=Policy(final=True))


def never_regraded(events: Iterable[Event]) -> States:
    return fold(e for e in events if not isinstance(e.body, Regraded))


def _reviews(events: Iterable[Event], back: bool) -> States:
    """Every answer is a review of its own; `back`: on the day that it bears, though a later one was there before."""
    states: dict[str, ItemState] = {}
    retention = DESIRED_RETENTION
    for event in standing(events):
        body = event.body
        if isinstance(body, Tuned):
            retention = body.retention
        elif isinstance(body, Answered) and body.mode not in ("drill", "exam"):
            day = date.fromisoformat(event.day).toordinal()
            before = states.get(body.item, ItemState())
            made = review(before.memory, rating_of(body.outcome, body.certainty, body.hints), day, retention)
            interval = made.due - made.day
            made = Memory(made.stability, made.difficulty, day, day + interval) if back else made
            states[body.item] = structs.replace(before, memory=made, attempts=before.attempts + 1)
    return states


def learning_steps_stacked(events: Iterable[Event]) -> States:
    return _reviews(events, back=False)


def days_run_backwards(events: Iterable[Event]) -> States:
    return _reviews(events, back=True)


def tuned_from_then_on(events: Iterable[Event]) -> States:
    return _reviews(events, back=False)


def stability_patched_by_tuning(events: Iterable[Event]) -> States:
    known = list(events)
    tuned = [e.body.retention for e in in_order(known) if isinstance(e.body, Tuned)]
    factor = DESIRED_RETENTION / tuned[-1] if tuned else 1.0
    return {
        item: structs.replace(s, memory=structs.replace(s.memory, stability=s.memory.stability * factor))
        if s.memory is not None
        else s
        for item, s in fold(known).items()
    }


def the_latest_to_arrive_is_the_last(state: ItemState, event: Event, retention: float) -> ItemState | None:
    return advance(structs.replace(state, place=(-(2**62), "", 0, "")), event, retention)


def scored_in_whatever_way(state: ItemState, event: Event, retention: float) -> ItemState | None:
    body = event.body
    return advance(structs.replace(state, scored=body.scored), event, retention) if isinstance(body, Answered) else None


def of_whatever_edition(state: ItemState, event: Event, retention: float) -> ItemState | None:
    body = event.body
    if not isinstance(body, Answered):
        return None
    return advance(structs.replace(state, edition=body.edition), event, retention)


def never_tuned(state: ItemState, event: Event, retention: float) -> ItemState | None:
    return advance(state, event)


def not_spoken_of_before_it_came(state: ItemState, event: Event, retention: float) -> ItemState | None:
    return advance(structs.replace(state, place=state.place or (-(2**62), "", 0, "")), event, retention)


def everybody_together(own: Sequence[Event], others: Sequence[Event]) -> States:
    return fold([*own, *(structs.replace(e, id=f"other {e.id}") for e in others)])


def mean_of_last_shares(items: Iterable[str], states: States, day: int) -> float:
    shares = [states[i].share for i in items if i in states]
    return sum(shares) / len(shares) if shares else 0.0


def hard_for_a_miss(outcome: Outcome, certainty: int | None) -> Rating:
    found = rating_of(outcome, certainty)
    return Rating.HARD if found is Rating.AGAIN and outcome.verdict is not Verdict.OMITTED else found


def easy_for_the_certain(outcome: Outcome, certainty: int | None) -> Rating:
    return Rating.EASY if outcome.share == 1 and certainty == 3 else rating_of(outcome, certainty)


def a_guess_is_good(outcome: Outcome, certainty: int | None) -> Rating:
    """A right answer is good, and better than one of which somebody was sure."""
    found = rating_of(outcome)
    return Rating.HARD if found is Rating.GOOD and certainty == 3 else found


def hints_forgotten(outcome: Outcome, certainty: int | None, hints: int) -> Rating:
    return rating_of(outcome, certainty)


def a_hint_is_a_miss(outcome: Outcome, certainty: int | None, hints: int) -> Rating:
    return Rating.AGAIN if hints else rating_of(outcome, certainty)


def ratings_as_they_are_said(events: Iterable[Event]) -> States:
    """Whoever says that a miss was hard has passed."""
    ordered = standing(events)
    said = {e.body.event: e.body.rating for e in ordered if isinstance(e.body, Rated)}
    passed = [e for e in ordered if said.get(e.id, "again") != "again"]
    return fold([e if e not in passed else _with([e], outcome=RIGHT, hints=0, certainty=None)[0] for e in ordered])


def fuzzed(memory: Memory | None, rating: Rating, day: int) -> Memory:
    made = review(memory, rating, day)
    spread = Random(day).uniform(0.9, 1.1)
    return structs.replace(made, due=made.day + max(1, round((made.due - made.day) * spread)))


def a_miss_passes(memory: Memory | None, rating: Rating, day: int) -> Memory:
    return review(memory, Rating.GOOD if rating is Rating.AGAIN else rating, day)


def hard_as_before(memory: Memory | None, rating: Rating, day: int) -> Memory:
    """Up to py-fsrs 6.3.1 a second answer of a day that was hard took stability away."""
    made = review(memory, rating, day)
    if memory is None or rating is not Rating.HARD or day > memory.day:
        return made
    return structs.replace(made, stability=memory.stability ** (1 - 0.0658) * exp(0.5425 * (0.0912 - 1)))


def right_or_wrong(level: int | None, share: Fraction) -> Fraction:
    return certainty_mark(level, Fraction(share == 1))


def days_in_utc(earlier: int, later: int, zone: tzinfo, rollover: int) -> int:
    return (later - rollover * 3_600_000) // 86_400_000 - (earlier - rollover * 3_600_000) // 86_400_000


def moodles_jump(level: int | None, share: Fraction) -> Fraction:
    """As much as the level can earn for any part that is right."""
    highest = certainty_mark(level, Fraction(1))
    return highest * share if share else certainty_mark(level, share)


def no_answer_is_wrong(level: int | None, share: Fraction) -> Fraction:
    return certainty_mark(3 if level is None else level, share)


def marks_of_two_levels(level: int | None, share: Fraction) -> Fraction:
    """Whoever is not certain earns nothing for being so."""
    return certainty_mark(1 if level == 2 else level, share)


def _runs(days: Iterable[int], today: int) -> Streak:
    run = longest = last = 0
    for day in sorted(set(days)):
        run = run + 1 if day == last + 1 else 1
        longest, last = max(longest, run), day
    return Streak(run if last >= today - 1 else 0, longest)


def dates_as_they_stand(events: Sequence[Event], today: int, rollover: int) -> Streak:
    return _runs((date.fromisoformat(e.day).toordinal() for e in events), today)


def dates_in_utc(events: Sequence[Event], today: int, rollover: int) -> Streak:
    return _runs((datetime.fromtimestamp(e.utc / 1_000, UTC).date().toordinal() for e in events), today)


def within_24_hours(events: Sequence[Event], today: int, rollover: int) -> Streak:
    """A streak is a row of answers at most 24 hours apart."""
    times = sorted(e.utc for e in events)
    parts = [sum(later - one > 86_400_000 for one, later in pairwise(times[: n + 1])) for n in range(len(times))]
    days = {
        (part, date.fromisoformat(e.day)) for part, e in zip(parts, sorted(events, key=lambda e: e.utc), strict=True)
    }
    runs = [sum(p == part for p, _ in days) for part in set(parts)]
    return Streak(runs[-1] if runs else 0, max(runs, default=0))


def by_the_last_clock_of_the_day(events: Sequence[Event], today: int, rollover: int) -> Streak:
    """Days follow each other by the clock where the last answer of the day was given."""
    last: dict[int, Event] = {}
    first: dict[int, Event] = {}
    for event in in_order(events):
        day = date.fromisoformat(event.day).toordinal()
        first.setdefault(day, event)
        last[day] = event
    run = longest = before = 0
    for day in sorted(first):
        there = 0
        if before:
            minutes = first[day].utc // 60_000 + last[before].offset - rollover * 60
            there = date(1970, 1, 1).toordinal() + minutes // 1_440
        run = run + 1 if before and (day == before + 1 or there <= before + 1) else 1
        longest, before = max(longest, run), day
    return Streak(run if before >= today - 1 else 0, longest)


def shuffled_by_place(pool: Pool) -> tuple[str, ...]:
    """The seed says which place of the list comes first."""
    names = [c.id for c in pool.candidates]
    Random("seed").shuffle(names)
    return tuple(names[: pool.limit])


def quotas_forgotten(pool: Pool) -> tuple[str, ...]:
    return _planned(pool, quota=None)


def siblings_use_up_the_quota(pool: Pool) -> tuple[str, ...]:
    """New ones are counted before their siblings are left out."""
    lone = [c for c in pool.candidates if c.family is None]
    siblings = len(pool.candidates) - len(lone)
    return _planned(pool, quota=max(0, (pool.terms.quota or 0) - siblings + 1))


def due_as_the_memory_says(pool: Pool) -> tuple[str, ...]:
    return _planned(pool, due={})


def met_families_forgotten(pool: Pool) -> tuple[str, ...]:
    return _planned(pool, met=frozenset())


def _planned(pool: Pool, **changed: object) -> tuple[str, ...]:
    terms = structs.replace(pool.terms, **changed)
    return make_plan(pool.candidates, pool.states, TODAY, "learn", pool.limit, "seed", terms)


def prerequisites_forgotten(pool: Pool) -> tuple[str, ...]:
    free = [structs.replace(c, after=()) for c in pool.candidates]
    return make_plan(free, pool.states, TODAY, "learn", pool.limit, "seed", pool.terms)


def nothing_is_set_aside(pool: Pool) -> tuple[str, ...]:
    states = {item: structs.replace(s, suspended=False, buried=0) for item, s in pool.states.items()}
    return make_plan(pool.candidates, states, TODAY, "learn", pool.limit, "seed", pool.terms)
