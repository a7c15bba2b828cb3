from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.items import Differs, Names, NamesFile, Option, Reject, Text, marking_of, scored_hash, seen_hash
from quiz.items.marking import (
    BooleanMarking,
    ChoiceMarking,
    DateMarking,
    Marking,
    MultipleMarking,
    NumericMarking,
    TextMarking,
)
from quiz.items.types import Choice
from quiz.scoring import Note, Outcome, Policy, key_response, score
from tests.laws.scoring import earned, marked
from tests.strategies import scoring as cases


@given(cases.markings(), cases.json_values, cases.policies, st.randoms(use_true_random=False))
def test_equal_hashes_mean_equal_scores(marking: Marking, response: Any, policy: Policy, random: Any) -> None:
    def mixed(parts: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(parts, len(parts)))

    loose = [n for n in ("options", "accepted", "rivals") if hasattr(marking, n)]
    loose += ["key"] if isinstance(marking, MultipleMarking) else []
    other = structs.replace(marking, **{name: mixed(getattr(marking, name)) for name in loose})
    assert scored_hash(other) == scored_hash(marking)
    for given_ in (response, key_response(marking)):
        assert marked(score(other, given_, policy)) == marked(score(marking, given_, policy))


@pytest.mark.parametrize(
    ("marking", "change"),
    [
        (ChoiceMarking(("a", "b"), "a"), {"key": "b"}),
        (ChoiceMarking(("a", "b"), "a"), {"options": ("a", "b", "c")}),
        (ChoiceMarking(("a", "b"), "a"), {"differs": ("b",)}),
        (MultipleMarking(("a", "b"), ("a",)), {"key": ("a", "b")}),
        (MultipleMarking(("a", "b"), ("a",)), {"exact": True}),
        (BooleanMarking(True), {"key": False}),
        (NumericMarking("km", (("5", "km"),)), {"accepted": (("6", "km"),)}),
        (NumericMarking("km", (("5", "km"),)), {"tolerance_abs": "1"}),
        (NumericMarking("km", (("5", "km"),)), {"tolerance_rel": "1"}),
        (NumericMarking("km", (("5", "km"),)), {"unit": "m"}),
        (DateMarking("2025"), {"key": "2024"}),
        (DateMarking("2025"), {"reject": ("2024",)}),
        (TextMarking(("Baku",)), {"accepted": ("Baku", "Baki")}),
        (TextMarking(("Baku",)), {"rivals": ("Yerevan",)}),
        (TextMarking(("Baku",)), {"typos": 0}),
        (TextMarking(("Baku",)), {"case": True}),
        (TextMarking(("Baku",)), {"accents": True}),
    ],
)
def test_all_that_scoring_reads_is_in_the_hash(marking: Marking, change: dict[str, Any]) -> None:
    assert scored_hash(structs.replace(marking, **change)) != scored_hash(marking)


NAMES = Names.of(
    NamesFile(
        names={"Turkey": ("Türkiye",), "JD Vance": ("J. D. Vance", "Vance"), "Usha Vance": ()},
        rivals=(("JD Vance", "Usha Vance"), ("Gambia", "Zambia")),
    )
)


def _text(key: str, **more: Any) -> Text:
    return Text(id="x", stem="Who?", explanation="It says so.", topics=("t",), level=1, citations=(), key=key, **more)


@pytest.mark.parametrize(
    ("key", "typed", "right"),
    [
        ("Turkey", "turkiye", True),
        ("Türkiye", "Turkey", True),
        ("JD Vance", "Vance", True),
        ("JD Vance", "Usha Vance", False),
        ("Vance", "Usha Vance", False),
        ("Gambia", "Zambia", False),
        ("gambia", "ZAMBIA", False),
        ("Gambia", "Gombia", True),
        ("Zambia", "Gambia", False),
    ],
)
def test_names_are_known_in_all_forms_and_rivals_stay_apart(key: str, typed: str, right: bool) -> None:
    assert (earned(marking_of(_text(key), NAMES), typed) == 1) is right


def test_forms_of_a_near_miss_are_near_misses() -> None:
    item = _text("Armenia", reject=(Reject(answer="Turkey", feedback="No."),))
    made = score(marking_of(item, NAMES), "Türkiye", Policy())
    assert isinstance(made, Outcome)
    assert made.notes == (Note.NEAR_MISS,)


def _choice(**more: Any) -> Choice:
    options = (Option(id="a", text="One", feedback="No."), Option(id="b", text="Two"))
    fields = {"id": "x", "stem": "Which?", "explanation": "So.", "topics": ("t",), "level": 1, "citations": ()}
    return Choice(**{**fields, "options": options, "key": "b", **more})


@pytest.mark.parametrize(
    ("change", "seen", "scored"),
    [
        ({"explanation": "Otherwise."}, False, False),
        ({"level": 3, "status": "approved", "edition": 2}, False, False),
        ({"stem": "What?"}, True, False),
        ({"options": (Option(id="b", text="Two"), Option(id="a", text="One"))}, False, False),
        ({"options": (Option(id="a", text="1", feedback="No."), Option(id="b", text="Two"))}, True, False),
        ({"key": "a"}, False, True),
        ({"differs": (Differs(answer="a", says="So it says.", citations=()),)}, False, True),
    ],
)
def test_hashes_change_with_what_is_seen_and_with_what_is_scored(
    change: dict[str, Any], seen: bool, scored: bool
) -> None:
    before, after = _choice(), _choice(**change)
    assert (seen_hash(before) != seen_hash(after)) is seen
    assert (scored_hash(marking_of(before, NAMES)) != scored_hash(marking_of(after, NAMES))) is scored
