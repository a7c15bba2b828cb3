from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.documents import Document, Sentence, SentenceMark
from quiz.documents import Passage as Passage_
from quiz.items import (
    Boolean,
    Choice,
    Cloze,
    Date,
    Differs,
    Evidence,
    Item,
    Match,
    Multiple,
    Names,
    NamesFile,
    Numeric,
    NumericGap,
    Option,
    Order,
    Place,
    Quantity,
    Reject,
    Text,
    TextGap,
    Tolerance,
    marking_of,
    scored_hash,
    seen_hash,
)
from quiz.items.fields import DiffersMap, DiffersOrder, RejectDate, RejectQuantity, Row
from quiz.items.marking import (
    BooleanMarking,
    ChoiceMarking,
    ClozeMarking,
    DateMarking,
    EvidenceMarking,
    Marking,
    MatchMarking,
    MultipleMarking,
    NumericMarking,
    OrderMarking,
    PlaceMarking,
    TextMarking,
)
from quiz.items.types import Passage
from quiz.scoring import Note, Outcome, Policy, key_response, score
from tests.laws.scoring import earned, marked
from tests.strategies import scoring as cases


def _mixed(value: Any, random: Any) -> Any:
    return type(value)(random.sample(list(value.items() if isinstance(value, dict) else value), len(value)))


def _otherwise(marking: Marking, random: Any) -> Marking:
    """Return a marking whose options, forms, gaps, rows, ties and sentences stand in another order."""
    loose = [n for n in ("options", "accepted", "rivals", "sentences", "gaps", "swap") if hasattr(marking, n)]
    loose += ["key"] if isinstance(marking, MultipleMarking | MatchMarking | EvidenceMarking) else []
    fields = {name: _mixed(getattr(marking, name), random) for name in loose}
    if isinstance(marking, ClozeMarking):
        fields["gaps"] = {name: _otherwise(gap, random) for name, gap in fields["gaps"].items()}
        fields["swap"] = tuple(_mixed(group, random) for group in fields["swap"])
    if isinstance(marking, OrderMarking):
        fields["key"] = tuple(_mixed(step, random) for step in marking.key)
        fields["differs"] = tuple(tuple(_mixed(s, random) for s in order) for order in marking.differs)
    return structs.replace(marking, **fields)


@given(cases.answered(), cases.policies, st.randoms(use_true_random=False))
def test_equal_hashes_mean_equal_scores(case: cases.Answered, policy: Policy, random: Any) -> None:
    other: Any = _otherwise(case.marking, random)
    assert scored_hash(other) == scored_hash(case.marking)
    for response in (case.response, key_response(case.marking)):
        assert marked(score(other, response, policy)) == marked(score(case.marking, response, policy))


CLOZE = ClozeMarking(gaps={"a": TextMarking(accepted=("A",)), "b": TextMarking(accepted=("B",))})
MATCH = MatchMarking(options=("x", "y"), key={"a": "x", "b": "y"})
ORDER = OrderMarking(key=(("a",), ("b",)))
PROOF = EvidenceMarking(sentences=("One.", "Two."), key=("One.",), need="any")
PLACE = PlaceMarking(map="coast", key="rock")


@pytest.mark.parametrize(
    ("marking", "change"),
    [
        (ChoiceMarking(options=("a", "b"), key="a"), {"key": "b"}),
        (ChoiceMarking(options=("a", "b"), key="a"), {"options": ("a", "b", "c")}),
        (ChoiceMarking(options=("a", "b"), key="a"), {"differs": ("b",)}),
        (MultipleMarking(options=("a", "b"), key=("a",)), {"key": ("a", "b")}),
        (MultipleMarking(options=("a", "b"), key=("a",)), {"exact": True}),
        (BooleanMarking(key=True), {"key": False}),
        (NumericMarking(unit="km", accepted=(("5", "km"),)), {"accepted": (("6", "km"),)}),
        (NumericMarking(unit="km", accepted=(("5", "km"),)), {"tolerance_abs": "1"}),
        (NumericMarking(unit="km", accepted=(("5", "km"),)), {"tolerance_rel": "1"}),
        (NumericMarking(unit="km", accepted=(("5", "km"),)), {"unit": "m"}),
        (DateMarking(key="2025"), {"key": "2024"}),
        (DateMarking(key="2025"), {"reject": ("2024",)}),
        (TextMarking(accepted=("Baku",)), {"accepted": ("Baku", "Baki")}),
        (TextMarking(accepted=("Baku",)), {"rivals": ("Yerevan",)}),
        (TextMarking(accepted=("Baku",)), {"typos": 0}),
        (TextMarking(accepted=("Baku",)), {"case": True}),
        (TextMarking(accepted=("Baku",)), {"accents": True}),
        (TextMarking(accepted=("Baku",)), {"credits": {"reject 0": "0.5"}}),
        (NumericMarking(unit="km", accepted=(("5", "km"),)), {"comma": True}),
        (CLOZE, {"gaps": {"a": TextMarking(accepted=("B",)), "b": TextMarking(accepted=("A",))}}),
        (CLOZE, {"gaps": {"a": DateMarking(key="2025"), "b": TextMarking(accepted=("B",))}}),
        (CLOZE, {"weights": {"a": "2"}}),
        (CLOZE, {"swap": (("a", "b"),)}),
        (CLOZE, {"exact": True}),
        (MATCH, {"options": ("x", "y", "z")}),
        (MATCH, {"key": {"a": "x", "b": "x"}}),
        (MATCH, {"differs": ({"a": "y"},)}),
        (MATCH, {"exact": True}),
        (ORDER, {"key": (("b",), ("a",))}),
        (ORDER, {"key": (("a", "b"),)}),
        (ORDER, {"differs": ((("b",), ("a",)),)}),
        (ORDER, {"exact": True}),
        (PROOF, {"sentences": ("One.", "Two.", "Three.")}),
        (PROOF, {"key": ("Two.",)}),
        (PROOF, {"need": "all"}),
        (PROOF, {"reject": ("Two.",)}),
        (PROOF, {"differs": ("Two.",)}),
        (PROOF, {"exact": True}),
        (PLACE, {"key": "haven"}),
        (PLACE, {"map": "city"}),
        (PLACE, {"reject": ("haven",)}),
        (PLACE, {"differs": ("haven",)}),
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
SAYS: dict[str, Any] = {"says": "So it says.", "citations": ()}
LOG = Document(
    id="log",
    title="The log",
    called="the log",
    voice="log",
    kind="reference",
    passages=(
        Passage_(1, tuple(Sentence(text, SentenceMark.CORE) for text in ("It  is lit.", "A man."))),
        Passage_(2, tuple(Sentence(text, SentenceMark.CORE) for text in ("Ships pass.", "It is lit."))),
    ),
)


@pytest.mark.parametrize(
    ("item", "marking"),
    [
        (
            Choice(**COMMON, options=TWO, key="b", differs=(Differs(answer="a", says="So.", citations=()),)),
            ChoiceMarking(options=("a", "b"), key="b", differs=("a",)),
        ),
        (
            Multiple(**COMMON, options=TWO, pick="any", key=("b",), score="exact"),
            MultipleMarking(options=("a", "b"), key=("b",), exact=True),
        ),
        (Multiple(**COMMON, options=TWO, pick="1", key=("b",)), MultipleMarking(options=("a", "b"), key=("b",))),
        (Boolean(**COMMON, key=False, feedback="No."), BooleanMarking(key=False)),
        (
            Numeric(
                **COMMON,
                key=Quantity(value="5", unit="billion USD"),
                accept=(Quantity(value="4.2", unit="billion EUR"), Quantity(value="6")),
                reject=(RejectQuantity(answer=Quantity(value="9"), feedback="No."),),
                tolerance=Tolerance(rel="0.01"),
            ),
            NumericMarking(
                unit="billion USD",
                accepted=(("5", "billion USD"), ("4.2", "billion EUR"), ("6", "billion USD")),
                tolerance_abs="0",
                tolerance_rel="0.01",
                reject=(("9", "billion USD"),),
                comma=True,
            ),
        ),
        (Numeric(**COMMON, key=Quantity(value="16")), NumericMarking(unit="", accepted=(("16", ""),), comma=True)),
        (
            Date(**COMMON, key="2025-08", reject=(RejectDate(answer="2021-04", feedback="No."),)),
            DateMarking(key="2025-08", reject=("2021-04",)),
        ),
        (
            Text(**COMMON, key="Turkey", accept=("Ankara",), typos=1, case="keep", accents="keep"),
            TextMarking(accepted=("Turkey", "Türkiye", "Ankara"), typos=1, case=True, accents=True),
        ),
        (
            Cloze(
                **COMMON,
                gaps={"who": TextGap(key="Turkey", weight="2"), "sum": NumericGap(key=Quantity(value="4.5"))},
                swap=(("who", "sum"),),
                score="exact",
            ),
            ClozeMarking(
                gaps={
                    "who": TextMarking(accepted=("Turkey", "Türkiye")),
                    "sum": NumericMarking(unit="", accepted=(("4.5", ""),), comma=True),
                },
                weights={"who": "2"},
                swap=(("who", "sum"),),
                exact=True,
            ),
        ),
        (
            Match(
                **COMMON,
                rows=(Row(id="r", text="Row", feedback="No."),),
                options=TWO,
                key={"r": "b"},
                differs=(DiffersMap(answer={"r": "a"}, credit="0.50", **SAYS),),
                score="exact",
            ),
            MatchMarking(
                options=("a", "b"), key={"r": "b"}, differs=({"r": "a"},), exact=True, credits={"differs 0": "0.50"}
            ),
        ),
        (
            Order(
                **COMMON,
                options=TWO,
                key=(("b",), ("a",)),
                differs=(DiffersOrder(answer=(("a",), ("b",)), credit="0.0", **SAYS),),
            ),
            OrderMarking(key=(("b",), ("a",)), differs=((("a",), ("b",)),)),
        ),
        (
            Evidence(
                **COMMON,
                passage=Passage(document="log", paragraphs=(2, 1, 9)),
                need="all",
                key=("It is\n lit.", "It is lit."),
                reject=(Reject(answer="A  man.", feedback="No.", credit="0.5"),),
                differs=(Differs(answer="Ships pass.", **SAYS),),
            ),
            EvidenceMarking(
                sentences=("Ships pass.", "It is lit.", "A man."),
                key=("It is lit.",),
                need="all",
                reject=("A man.",),
                differs=("Ships pass.",),
                credits={"reject 0": "0.5"},
            ),
        ),
        (
            Place(**COMMON, map="coast", key="rock", reject=(Reject(answer="haven", feedback="No."),)),
            PlaceMarking(map="coast", key="rock", reject=("haven",)),
        ),
    ],
)
def test_a_marking_holds_what_scoring_reads_of_an_item(item: Item, marking: Marking) -> None:
    assert marking_of(item, NAMES, {"log": LOG}, comma=True) == marking
    assert earned(marking, key_response(marking)) == 1


def test_a_passage_that_is_not_there_has_no_sentences() -> None:
    item = Evidence(**COMMON, passage=Passage(document="log", paragraphs=(1,)), need="any", key=("It is lit.",))
    marking = marking_of(item, NAMES)
    assert marking == EvidenceMarking(sentences=(), key=("It is lit.",), need="any")
    assert isinstance(score(marking, None, Policy()), Outcome)


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
