from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.items import (
    Boolean,
    Choice,
    Date,
    Differs,
    Item,
    Multiple,
    Names,
    NamesFile,
    Numeric,
    Option,
    Quantity,
    Reject,
    Text,
    Tolerance,
    marking_of,
    scored_hash,
    seen_hash,
)
from quiz.items.marking import (
    BooleanMarking,
    ChoiceMarking,
    DateMarking,
    Marking,
    MultipleMarking,
    NumericMarking,
    TextMarking,
)
from quiz.items.types import RejectDate, RejectQuantity
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


COMMON: dict[str, Any] = {"id": "x", "stem": "?", "explanation": "So.", "topics": ("t",), "level": 1, "citations": ()}
TWO = (Option(id="a", text="One"), Option(id="b", text="Two"))


@pytest.mark.parametrize(
    ("item", "marking"),
    [
        (
            Choice(**COMMON, options=TWO, key="b", differs=(Differs(answer="a", says="So.", citations=()),)),
            ChoiceMarking(("a", "b"), "b", ("a",)),
        ),
        (
            Multiple(**COMMON, options=TWO, pick="any", key=("b",), score="exact"),
            MultipleMarking(("a", "b"), ("b",), (), True),
        ),
        (Multiple(**COMMON, options=TWO, pick="1", key=("b",)), MultipleMarking(("a", "b"), ("b",))),
        (Boolean(**COMMON, key=False, feedback="No."), BooleanMarking(False)),
        (
            Numeric(
                **COMMON,
                key=Quantity(value="5", unit="billion USD"),
                accept=(Quantity(value="4.2", unit="billion EUR"), Quantity(value="6")),
                reject=(RejectQuantity(answer=Quantity(value="9"), feedback="No."),),
                tolerance=Tolerance(rel="0.01"),
            ),
            NumericMarking(
                "billion USD",
                (("5", "billion USD"), ("4.2", "billion EUR"), ("6", "billion USD")),
                "0",
                "0.01",
                (("9", "billion USD"),),
            ),
        ),
        (Numeric(**COMMON, key=Quantity(value="16")), NumericMarking("", (("16", ""),))),
        (
            Date(**COMMON, key="2025-08", reject=(RejectDate(answer="2021-04", feedback="No."),)),
            DateMarking("2025-08", ("2021-04",)),
        ),
        (
            Text(**COMMON, key="Turkey", accept=("Ankara",), typos=1, case="keep", accents="keep"),
            TextMarking(("Turkey", "Türkiye", "Ankara"), typos=1, case=True, accents=True),
        ),
    ],
)
def test_a_marking_holds_what_scoring_reads_of_an_item(item: Item, marking: Marking) -> None:
    assert marking_of(item, NAMES) == marking
    assert earned(marking, key_response(marking)) == 1


def _choice(**more: Any) -> Choice:
    options = (Option(id="a", text="One", feedback="No."), Option(id="b", text="Two"))
    return Choice(**{**COMMON, "options": options, "key": "b", **more})


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
