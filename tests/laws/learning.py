"""Laws of learning: what a fold of the log, and a count of days, must obey."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from random import Random

from msgspec import structs

from quiz.learning import (
    Answered,
    Claimed,
    Event,
    ItemState,
    Memory,
    Rated,
    Rating,
    Reset,
    Tuned,
    Undone,
    fold_item,
    in_order,
    rating_of,
    retrievability,
    study_day,
)
from quiz.learning import fold as whole
from quiz.learning.memory import DESIRED_RETENTION, LONGEST_DAYS, review
from quiz.scoring import Outcome
from tests.strategies.learning import RIGHT
from tests.strategies.logs import Change, answer_to

Fold = Callable[[Iterable[Event]], Mapping[str, ItemState]]
Advance = Callable[[ItemState, Event, float], ItemState | None]
Days = Callable[[int, int, tzinfo, int], int]
"""Days between two moments in UTC milliseconds, in a zone, with a rollover hour."""
Rate = Callable[[Outcome, int | None], Rating]
Helped = Callable[[Outcome, int | None, int], Rating]
"""With certainty and hints."""
Learners = Callable[[Sequence[Event], Sequence[Event]], Mapping[str, ItemState]]
"""What is known of one trainee's items, by the trainee's own events and those of others."""
Mastery = Callable[[Iterable[str], Mapping[str, ItemState], int], float]
KINDS = ("choice", "multiple", "boolean", "numeric", "date", "text", "cloze", "match", "order", "evidence", "place")


def placeless(states: Mapping[str, ItemState]) -> dict[str, ItemState]:
    """Return states without where their last event stands."""
    return {item: structs.replace(state, place=None) for item, state in states.items()}


def memories(states: Mapping[str, ItemState]) -> dict[str, Memory]:
    return {item: state.memory for item, state in states.items() if state.memory is not None}


def moved(event: Event, at: tuple[int, str]) -> Event:
    """Return the event as one of another moment and device."""
    return structs.replace(event, utc=at[0], device=at[1])


def the_order_of_arrival_does_not_count(fold: Fold, events: Sequence[Event], seed: int) -> None:
    mixed = [*events, *events[:2]]
    Random(seed).shuffle(mixed)
    assert fold(mixed) == fold(events)


def logs_merge_by_union(fold: Fold, events: Sequence[Event], cut: int) -> None:
    one, other = events[: cut + 1], events[cut:]
    assert fold([*one, *other]) == fold([*other, *one]) == fold(events)


def an_answer_taken_back_never_was(fold: Fold, events: Sequence[Event]) -> None:
    gone = {e.body.event for e in events if isinstance(e.body, Undone)}
    kept = [e for e in events if e.id not in gone and not isinstance(e.body, Undone)]
    kept = [e for e in kept if getattr(e.body, "event", "") not in gone]
    assert placeless(fold(events)) == placeless(fold(kept))


def what_is_said_of_an_answer_holds_wherever_it_sorts(
    fold: Fold, events: Sequence[Event], at: Sequence[tuple[int, str]]
) -> None:
    said = [e for e in events if isinstance(e.body, Undone | Claimed | Rated)]
    rest = [e for e in events if e not in said]
    elsewhere = [moved(e, at[n % len(at)]) for n, e in enumerate(said)]
    assert fold([*rest, *elsewhere]) == fold(events)


def a_claim_counts_as_a_right_answer(fold: Fold, events: Sequence[Event], claim: Event) -> None:
    """Holds for answers whose time was not measured."""
    assert isinstance(claim.body, Claimed)
    right = [
        structs.replace(e, body=structs.replace(e.body, outcome=RIGHT, certainty=None, hints=0))
        if isinstance(e.body, Answered) and claim.body.event == e.id
        else e
        for e in events
    ]
    claimed = {item: structs.replace(state, claimed=0) for item, state in fold([*events, claim]).items()}
    assert placeless(claimed) == placeless(fold(right))
    assert sum(s.claimed for s in fold([*events, claim]).values()) == 1


def a_new_key_counts_as_if_it_had_always_been_so(fold: Fold, case: Change) -> None:
    always = [
        structs.replace(
            e,
            body=answer_to(
                case.marking,
                b.response,
                b.item,
                b.mode,
                duration=b.duration,
                certainty=b.certainty,
                edition=b.edition,
                hints=b.hints,
            ),
        )
        for e in case.events
        if isinstance(b := e.body, Answered)
    ]
    assert placeless(fold([*case.events, case.news])) == placeless(fold(always))


def a_new_edition_is_learned_anew(fold: Fold, older: Sequence[Event], newer: Sequence[Event]) -> None:
    """`newer` holds one answer at least; the older answers may have come, and may sort, after the newer ones."""
    assert placeless(fold([*newer, *older])) == placeless(fold(newer))


def some_modes_move_no_schedule(fold: Fold, events: Sequence[Event], extra: Sequence[Event]) -> None:
    before, after = fold(events), fold([*events, *extra])
    assert memories(after) == memories(before)
    for item, state in before.items():
        assert (after[item].lapses, after[item].reviews) == (state.lapses, state.reviews)


def further_answers_of_a_day_put_nothing_off(fold: Fold, events: Sequence[Event], day: Sequence[Event]) -> None:
    """`day` are answers of one later day: a good one would bring the item back no earlier."""
    before = memories(fold(events))
    for item, memory in memories(fold([*events, *day])).items():
        assert memory.due <= review(before.get(item), Rating.GOOD, memory.day).due


def a_wrong_clock_breaks_nothing(fold: Fold, events: Sequence[Event], shift: int, zone: int) -> None:
    """The clock of one of the devices is wrong by so many hours, and has a zone so many hours ahead of UTC.

    Holds for answers whose time was not measured.
    """
    wrong = [_elsewhere(e, shift, zone) if e.device == "two" else e for e in events]
    last: dict[str, int] = {}
    for e in wrong:
        if isinstance(e.body, Answered) and e.body.mode not in ("drill", "exam"):
            last[e.body.item] = max(last.get(e.body.item, 0), date.fromisoformat(e.day).toordinal())
    for item, memory in memories(fold(wrong)).items():
        assert memory.due >= last[item] + 1
        assert memory.day == last[item]
        assert 0.001 <= memory.stability <= LONGEST_DAYS
        assert 1 <= memory.difficulty <= 10


def _elsewhere(event: Event, shift: int, zone: int) -> Event:
    utc = event.utc + shift * 3_600_000
    return structs.replace(event, utc=utc, day=f"{datetime.fromtimestamp(utc / 1_000 + zone * 3_600, UTC).date()}")


def tuning_moves_due_days_alone(fold: Fold, events: Sequence[Event], tuned: Event, at: tuple[int, str]) -> None:
    """It holds from the first review on, wherever it sorts; who wants to forget less is asked no later."""
    assert isinstance(tuned.body, Tuned)
    plain, other = fold(events), fold([*events, tuned])
    assert fold([*events, moved(tuned, at)]) == other
    assert plain.keys() == other.keys()
    for item, memory in memories(plain).items():
        changed = other[item].memory
        assert changed is not None
        assert structs.replace(changed, due=memory.due) == memory
        assert changed.due <= memory.due if tuned.body.retention > DESIRED_RETENTION else changed.due >= memory.due


def a_rapid_guess_leaves_all_but_its_count(fold: Fold, events: Sequence[Event], guess: Event) -> None:
    """`guess` sorts last."""
    before, after = placeless(fold(events)), placeless(fold([*events, guess]))
    item = str(getattr(guess.body, "item", ""))
    known = before.get(item, ItemState(edition=after[item].edition, scored=after[item].scored))
    counted = structs.replace(known, rapid=known.rapid + 1, durations=after[item].durations, scored=after[item].scored)
    assert after == {**before, item: counted}


def a_reset_item_is_learned_anew(fold: Fold, events: Sequence[Event], reset: Event) -> None:
    """Answers before it no longer count. Holds for answers whose time was not measured, all scored alike."""
    assert isinstance(reset.body, Reset)
    item = reset.body.item
    later = [e for e in events if e.place > reset.place or not isinstance(e.body, Answered)]
    one, other = fold([*events, reset])[item], fold(later).get(item, ItemState())
    assert structs.replace(one, place=None, scored="") == structs.replace(other, place=None, scored="")


def what_is_kept_keeps_up_with_the_log(advance: Advance, arrivals: Sequence[Event]) -> None:
    """States brought forward by one answer, or made anew where only a replay can tell, are those of all events."""
    seen: list[Event] = []
    states: dict[str, ItemState] = {}
    for event in arrivals:
        seen.append(event)
        tuned = [e for e in in_order(seen) if isinstance(e.body, Tuned)]
        item = getattr(event.body, "item", None)
        if item is None:
            states = dict(whole(seen))
        else:
            retention = tuned[-1].body.retention if tuned else DESIRED_RETENTION  # type: ignore[union-attr]
            made = advance(states[item], event, retention) if item in states else None
            own = [e for e in seen if getattr(e.body, "item", item) == item]
            made = made or fold_item(own)
            states = {**states, item: made} if made else {i: s for i, s in states.items() if i != item}
        assert states == whole(seen)


def a_miss_is_again_and_nothing_automatic_is_easy(rate: Rate, made: Outcome, certainty: int | None) -> None:
    share, kind = made.share, made.rule.split("/")[0]
    partly = 4 * share >= 3 and kind in ("multiple", "cloze", "match", "order", "evidence")
    passed = made.verdict != "omitted" and (share == 1 or partly)
    assert (rate(made, certainty) is Rating.AGAIN) is not passed
    assert rate(made, certainty) is not Rating.EASY


def a_better_answer_is_never_rated_lower(rate: Rate, worse: Outcome, better: Outcome, certainty: int | None) -> None:
    if worse.rule == better.rule and worse.notes == better.notes and worse.share <= better.share:
        assert rate(worse, certainty) <= rate(better, certainty)
    assert rate(better, 1) <= rate(better, certainty)
    assert rate(better, 2) == rate(better, 3) == rate(better, None)


def a_hint_never_raises_a_rating(rate: Helped, made: Outcome, certainty: int | None, hints: int) -> None:
    """Neither does a further one; who had help passed or missed as without, but was never better than hard."""
    alone, helped = rate(made, certainty, 0), rate(made, certainty, hints)
    assert helped <= alone
    assert rate(made, certainty, hints + 1) <= helped
    assert (helped is Rating.AGAIN) is (alone is Rating.AGAIN)
    assert hints == 0 or helped <= Rating.HARD


def a_rating_lifts_nothing_but_good_to_easy(fold: Fold, rated: Rated, answer: Event) -> None:
    """`answer` is the one that is spoken of. What a trainee says never counts more than the answer did."""
    before, after = fold([answer]), fold([answer, structs.replace(answer, id="said", sequence=99, body=rated)])
    for item, memory in memories(before).items():
        said = memories(after)[item]
        body = answer.body
        assert isinstance(body, Answered)
        earned = rating_of(body.outcome, body.certainty, body.hints)
        word = Rating[rated.rating.upper()]
        counts = word if word < earned or (word is Rating.EASY and earned is Rating.GOOD) else earned
        assert structs.replace(said, due=0, day=0) == structs.replace(review(None, counts, 0), due=0, day=0)
        assert after[item].passed is (counts > Rating.AGAIN)
        assert (said == memory) is (counts is earned)


def others_change_nothing(learners: Learners, own: Sequence[Event], others: Sequence[Event]) -> None:
    assert memories(learners(own, others)) == memories(learners(own, ()))


def mastery_is_what_is_recalled_of_what_is_known(
    mastery: Mastery, states: Mapping[str, ItemState], items: Sequence[str], day: int, wait: int
) -> None:
    now, later = mastery(items, states, day), mastery(items, states, day + wait)
    assert 0 <= later <= now <= 1
    assert mastery([*items, "unseen"], states, day) <= now
    assert mastery(sorted(items), states, day) == now
    assert mastery([], states, day) == 0
    for item in items:
        state = states.get(item, ItemState())
        recall = 0.0 if state.memory is None else retrievability(state.memory, day)
        assert mastery([item], states, day) == state.share * recall


def utc(local: datetime, zone: tzinfo) -> int:
    return round(local.replace(tzinfo=zone).astimezone(UTC).timestamp() * 1_000)


def study_days_between(earlier: int, later: int, zone: tzinfo, rollover: int) -> int:
    return (study_day(later, zone, rollover) - study_day(earlier, zone, rollover)).days


def a_day_is_a_day_whatever_its_length(days: Days, day: date, zone: tzinfo) -> None:
    evening, next_evening = (utc(datetime.combine(day + timedelta(n), time(21)), zone) for n in (0, 1))
    assert days(evening, next_evening, zone, 4) == 1
    late, early = (utc(datetime.combine(day, at), zone) for at in (time(23, 30), time(9)))
    assert days(late - 86_400_000, early, zone, 4) == 1


def a_day_begins_at_its_hour_and_not_at_midnight(days: Days, day: date, zone: tzinfo) -> None:
    before, after = (utc(datetime.combine(day, at), zone) for at in (time(3, 59), time(4, 1)))
    assert days(before, after, zone, 4) == 1
    assert days(utc(datetime.combine(day - timedelta(1), time(23, 59)), zone), before, zone, 4) == 0
