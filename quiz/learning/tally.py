"""What the answers of one trainee come to, by the keys of today: counts for a report on many, which keeps no events.

It agrees with `progress.trace` (a test holds the two against each other) and is made for many answers: nothing is said
of single steps, and what a regrade has logged does not count, as every answer is scored by the key that it is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Struct, structs

from quiz.items import Marking
from quiz.learning.events import Answered, Claimed, Event, Rated, Reset, Undone
from quiz.learning.memory import Rating
from quiz.learning.progress import DURATIONS, RAPID_MS, RAPID_SHARE, is_rapid, policy_of, rating_of, ratings_open
from quiz.learning.strength import Strength, strengthened
from quiz.scoring import AskAgain, Outcome, Verdict, score

_UNSCHEDULED = frozenset({"drill", "exam"})
_AGAIN, _GOOD = Rating.AGAIN, Rating.GOOD
_CORRECT, _OMITTED = Verdict.CORRECT, Verdict.OMITTED


class Key(Struct, frozen=True):
    """How an item is scored today: the hash, the edition, and what scoring reads."""

    scored: str
    edition: int
    marking: Marking


class First(Struct, frozen=True):
    """A trainee's first answer to an item that counts: its exact share in [0, 1] and the raw response."""

    share: Fraction
    response: Any


class Known(Struct):
    """What a trainee knows of an item: as in `ItemState`, with the strength of the memory in place of its due day."""

    attempts: int = 0
    lapses: int = 0
    last: str = "0/1"
    passed: bool = False
    strength: Strength | None = None
    day: int = 0

    @property
    def share(self) -> float:
        """The last score in [0, 1]."""
        return float(Fraction(self.last))

    @property
    def stability(self) -> float | None:
        """Days in which the chance of recall falls to 90 %, None for an item that was never reviewed."""
        return self.strength[0] if self.strength else None


class Regrade(Struct):
    """Answers to an item that were told another key: how many, and the sums of their shares before and after."""

    answers: int = 0
    before: Fraction = Fraction(0)
    after: Fraction = Fraction(0)


class Tally(Struct):
    """What the answers of a trainee come to.

    `now` counts the scores of those that count by the keys of today.
    `days` counts answers by study day (an ordinal), `certain` those with a certainty by level and score; `scores` has
    what each answer in an exam counts, by its event. `older` answers were given to an edition that is to be learned
    anew, `unknown` ones to items without a key.
    """

    rapid: int = 0
    hinted: int = 0
    older: int = 0
    unknown: int = 0
    milliseconds: int = 0
    now: Counter[str] = msgspec.field(default_factory=Counter)
    days: Counter[int] = msgspec.field(default_factory=Counter)
    certain: Counter[tuple[int, str]] = msgspec.field(default_factory=Counter)
    first: dict[str, First] = msgspec.field(default_factory=dict)
    known: dict[str, Known] = msgspec.field(default_factory=dict)
    regraded: dict[str, Regrade] = msgspec.field(default_factory=dict)
    scores: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def answers(self) -> int:
        """All answers, those that do not count among them."""
        return self.days.total()

    @property
    def means(self) -> tuple[float, float] | None:
        """The mean share by the keys that were told, and by those of today; None without an answer that counts."""
        after = sum((n * Fraction(score) for score, n in self.now.items()), Fraction(0))
        gained = sum((one.after - one.before for one in self.regraded.values()), Fraction(0))
        count = self.now.total()
        return (float((after - gained) / count), float(after / count)) if count else None


@lru_cache(maxsize=8_192)
def ordinal(day: str) -> int:
    """Return the ordinal of a study day."""
    return date.fromisoformat(day).toordinal()


def tally(events: Iterable[Event], keys: Mapping[str, Key]) -> Tally:
    """Return what the events of one trainee come to; any order of the same events gives the same.

    Each answer counts as the key of its item among `keys` scores it.
    """
    found = Tally()
    ordered = sorted({e.id: e for e in events}.values(), key=_place)
    about = _About()
    folds: dict[str, _Fold] = {}
    for event in ordered:
        if type(event.body) is not Answered:
            about.take(event.body)
    gone = about.gone
    for event in ordered:
        body = event.body
        if type(body) is Answered and event.id not in gone:
            fold = folds.get(body.item)
            if fold is not None:
                fold.edition = max(fold.edition, body.edition)
            elif body.item in keys:
                fold = folds[body.item] = _Fold(body.item, keys[body.item], found, about)
                fold.edition = max(fold.edition, body.edition)
            else:
                found.unknown += 1
    for event in ordered:
        body = event.body
        if (type(body) is Answered or type(body) is Reset) and body.item in folds and event.id not in gone:
            folds[body.item].take(event, body)
    found.known = {item: fold.known for item, fold in folds.items()}
    return found


def _place(event: Event) -> tuple[int, str, int, str]:
    return event.utc, event.device, event.sequence, event.id


class _About:
    """What events say about other events."""

    def __init__(self) -> None:
        self.gone: set[str] = set()
        self.claimed: set[str] = set()
        self.rated: dict[str, Rating] = {}

    def take(self, body: Any) -> None:
        match body:
            case Undone():
                self.gone.add(body.event)
            case Claimed():
                self.claimed.add(body.event)
            case Rated():
                self.rated[body.event] = Rating[body.rating.upper()]

    def rating(self, event: str, earned: Rating) -> Rating:
        said = self.rated.get(event)
        return said if said is not None and said in ratings_open(earned) else earned


class _Fold:
    """One item's answers, in their order."""

    def __init__(self, item: str, key: Key, found: Tally, about: _About) -> None:
        self.item = item
        self.key = key
        self.found = found
        self.about = about
        self.durations: list[int] = []
        self.longest = 0
        self.edition = key.edition
        self.known = Known()
        self.scored: dict[tuple[str, bool], Outcome] = {}

    def take(self, event: Event, body: Answered | Reset) -> None:
        if isinstance(body, Reset):
            self.known = Known()
        elif body.edition == self.edition:
            self._answered(event, body, self.known)
        else:
            self.found.older += 1

    def _answered(self, event: Event, body: Answered, known: Known) -> None:
        found = self.found
        outcome = body.outcome if body.scored == self.key.scored else self._regraded(body)
        rapid = self._is_rapid(body.duration, outcome)
        day = ordinal(event.day)
        found.days[day] += 1
        if body.hints > 0:
            found.hinted += 1
        if body.mode == "exam":
            found.scores[event.id] = outcome.score
        if rapid:
            found.rapid += 1
            return
        self._count(body, outcome)
        claimed = event.id in self.about.claimed
        earned = _GOOD if claimed else _rating(outcome, body.certainty == 1, body.hints > 0)
        rating = self.about.rating(event.id, earned) if self.about.rated else earned
        known.attempts += 1
        known.last = "1/1" if claimed else outcome.score
        known.passed = rating is not _AGAIN
        if body.mode not in _UNSCHEDULED:
            _review(known, rating, day)

    def _is_rapid(self, duration: int, outcome: Outcome) -> bool:
        """Tell what `is_rapid` does, mostly without a look at the median: no answer before took so long."""
        quick = duration < RAPID_MS or duration * RAPID_SHARE < self.longest
        rapid = quick and is_rapid(duration, outcome, tuple(self.durations[-DURATIONS:]))
        if duration > 0:
            self.durations.append(duration)
            self.longest = max(self.longest, duration)
            self.found.milliseconds += duration
        return rapid

    def _count(self, body: Answered, outcome: Outcome) -> None:
        found = self.found
        if body.certainty is not None and outcome.verdict is not _OMITTED:
            found.certain[body.certainty, outcome.score] += 1
        if self.item not in found.first:
            found.first[self.item] = First(outcome.share, body.response)
        found.now[outcome.score] += 1
        if outcome is not body.outcome:
            made = found.regraded.setdefault(self.item, Regrade())
            made.answers += 1
            made.before += body.outcome.share
            made.after += outcome.share

    def _regraded(self, body: Answered) -> Outcome:
        """Return what an answer that was told another key is worth by that of today."""
        exam = body.mode == "exam"
        try:
            what = (msgspec.json.encode(body.response).decode(), exam)
        except (RecursionError, ValueError):
            return body.outcome
        if what not in self.scored:
            made = score(self.key.marking, body.response, structs.replace(policy_of(body.mode), final=True))
            self.scored[what] = body.outcome if isinstance(made, AskAgain) else made
        return self.scored[what]


def _rating(outcome: Outcome, guess: bool, hinted: bool) -> Rating:
    right = outcome.verdict is _CORRECT
    return _rated(right, outcome.score, outcome.rule, outcome.notes, guess, hinted)


@lru_cache(maxsize=4_096)
def _rated(right: bool, share: str, rule: str, notes: Any, guess: bool, hinted: bool) -> Rating:
    verdict = Verdict.CORRECT if right else Verdict.INCORRECT
    return rating_of(Outcome(share, verdict, rule, notes), 1 if guess else None, int(hinted))


def _review(known: Known, rating: Rating, day: int) -> None:
    """Take up a review, or one more answer of the day of the last one."""
    if known.strength is not None and day <= known.day:
        known.strength = strengthened(known.strength, int(rating), 0)
        return
    known.lapses += known.strength is not None and rating is _AGAIN
    known.strength = strengthened(known.strength, int(rating), day - known.day)
    known.day = day
