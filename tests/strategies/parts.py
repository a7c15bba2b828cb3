"""Cases for the laws of what has parts or an order, and all responses of one who guesses."""

from __future__ import annotations

from itertools import permutations, product
from typing import Any, NamedTuple

import msgspec
from hypothesis import strategies as st
from msgspec import structs

from quiz.items.marking import (
    BooleanMarking,
    ChoiceMarking,
    ClozeMarking,
    EvidenceMarking,
    GapMarking,
    Marking,
    MatchMarking,
    MultipleMarking,
    OrderMarking,
    PlaceMarking,
    TextMarking,
)
from quiz.scoring import AskAgain, Policy, score
from tests import oracles
from tests.strategies import scoring as cases
from tests.strategies.scoring import IDS


class Ordered(NamedTuple):
    """An order, a list of its options, and the same list with two neighbours swapped."""

    marking: OrderMarking
    given: list[str]
    swapped: list[str]


@st.composite
def ordered(draw: st.DrawFn) -> Ordered:
    marking = OrderMarking(key=draw(cases.step_lists()))
    given = draw(st.permutations([option for step in marking.key for option in step]))
    at = draw(st.integers(0, len(given) - 2))
    return Ordered(marking, given, [*given[:at], given[at + 1], given[at], *given[at + 2 :]])


class Matched(NamedTuple):
    """A match without credits, and partners for some of its rows."""

    marking: MatchMarking
    given: dict[str, str]


@st.composite
def matched(draw: st.DrawFn) -> Matched:
    marking = structs.replace(draw(cases.match_markings(exact=False)), credits={})
    partners = st.sampled_from(marking.options)
    return Matched(marking, draw(st.dictionaries(st.sampled_from(list(marking.key)), partners, min_size=1)))


class Filled(NamedTuple):
    """A cloze of which no gaps change places, and what was answered in all its gaps: nothing is asked again."""

    marking: ClozeMarking
    given: dict[str, Any]


@st.composite
def filled(draw: st.DrawFn) -> Filled:
    marking = structs.replace(draw(cases.cloze_markings(exact=False)), swap=())

    def answers(gap: GapMarking) -> st.SearchStrategy[Any]:
        return cases.meant(gap).filter(lambda one: not isinstance(score(gap, one, Policy()), AskAgain))

    return Filled(marking, {name: draw(answers(gap)) for name, gap in marking.gaps.items()})


POOL = ("Marigold", "Foxglove", "Hellebore", "Snowdrop")
"""Words that are no slips of one another."""


@st.composite
def swapped(draw: st.DrawFn) -> Filled:
    """Draw a cloze all of whose gaps may change places, with forms that several of them accept."""
    forms = st.lists(st.sampled_from(POOL), min_size=1, max_size=3, unique=True)
    names = draw(st.permutations("abcde"))[: draw(st.integers(2, 5))]
    gaps: dict[str, GapMarking] = {}
    for name in names:
        accepted = draw(forms)
        rejected = tuple((word,) for word in POOL if word not in accepted)
        credit = draw(cases.credits_of(*(f"reject {i}" for i in range(len(rejected)))))
        gaps[name] = TextMarking(accepted=tuple(accepted), reject=rejected, credits=credit)
    given = {name: draw(st.sampled_from((*POOL, ""))) for name in names}
    return Filled(ClozeMarking(gaps=gaps, swap=(tuple(names),)), given)


class Ticked(NamedTuple):
    """Evidence of which all is needed, without entries, and sentences ticked."""

    marking: EvidenceMarking
    picked: list[str]


@st.composite
def ticked(draw: st.DrawFn) -> Ticked:
    marking = structs.replace(draw(cases.evidence_markings(need="all")), reject=(), differs=(), credits={})
    return Ticked(marking, draw(st.lists(st.sampled_from(marking.sentences))))


class Renamed(NamedTuple):
    """A marking and a response, and both with other names for the options, which stand in another order."""

    marking: Marking
    response: Any
    other: Marking
    renamed: Any


def _renamed(value: Any, names: dict[str, str]) -> Any:
    """Return JSON in which each text that is a name has its other name, within `option NAME`, too."""
    if isinstance(value, str):
        return (
            f"option {names[value[7:]]}" if value[7:] in names and value[:7] == "option " else names.get(value, value)
        )
    if isinstance(value, list | tuple):
        return [_renamed(one, names) for one in value]
    if isinstance(value, dict):
        return {_renamed(key, names): _renamed(one, names) for key, one in value.items()}
    return value


@st.composite
def renamed(draw: st.DrawFn) -> Renamed:
    kinds: tuple[st.SearchStrategy[Marking], ...] = (
        cases.choice_markings(), cases.multiple_markings(credit=True), cases.match_markings(), cases.order_markings(),
        cases.place_markings(),
    )  # fmt: skip
    marking = draw(st.one_of(kinds))
    response = draw(cases.meant(marking))
    names = dict(zip(IDS, draw(st.permutations([f"x-{one}" for one in IDS])), strict=True))
    other = msgspec.convert(_renamed(msgspec.to_builtins(marking), names), Marking)
    if isinstance(other, ChoiceMarking | MultipleMarking | MatchMarking):
        other = structs.replace(other, options=tuple(draw(st.permutations(other.options))))
    return Renamed(marking, response, other, _renamed(response, names))


def blind_responses(marking: Marking) -> list[Any]:
    """Return all responses of one who picks blindly, each as likely as another."""
    match marking:
        case ChoiceMarking():
            return list(marking.options)
        case BooleanMarking():
            return [True, False]
        case MultipleMarking():
            return oracles.subsets(marking.options)
        case MatchMarking():
            picks = product(marking.options, repeat=len(marking.key))
            return [dict(zip(marking.key, picked, strict=True)) for picked in picks]
        case OrderMarking():
            return [list(p) for p in permutations([option for step in marking.key for option in step])]
        case EvidenceMarking():
            one = marking.need == "any"
            return list(marking.sentences) if one else oracles.subsets(marking.sentences)
        case ClozeMarking():
            guesses = (blind_responses(gap) for gap in marking.gaps.values())
            return [dict(zip(marking.gaps, picked, strict=True)) for picked in product(*guesses)]
        case PlaceMarking():
            return ["a place that nobody has named"]
        case _:
            # Nobody types the answer by chance.
            return [None]


GUESSABLE: dict[str, st.SearchStrategy[Marking]] = {
    "choice": cases.choice_markings(),
    "boolean": cases.boolean_markings(),
    "multiple": cases.multiple_markings(credit=True),
    "cloze": cases.cloze_markings().filter(lambda m: len(m.gaps) < 4),
    "match": cases.match_markings().filter(lambda m: len(m.options) ** len(m.key) <= 300),
    "order": cases.order_markings().filter(lambda m: sum(map(len, m.key)) < 6),
    "evidence": cases.evidence_markings(),
    "place": cases.place_markings(),
}
"""Markings with few enough blind responses to try them all."""
