"""The rules of validity agree with scoring, and no item is so large that they hang."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.documents import Citation, Document, Passage, Sentence, SentenceMark
from quiz.items import (
    Boolean,
    Choice,
    Cloze,
    Date,
    Differs,
    Evidence,
    Gap,
    Item,
    Match,
    Multiple,
    Names,
    NamesFile,
    Numeric,
    Option,
    Order,
    Place,
    Quantity,
    Text,
    TextGap,
    flaws,
    marking_of,
)
from quiz.items.fields import DiffersBool, DiffersOrder, Label, Reject, RejectDate, RejectQuantity, Row
from quiz.items.types import Passage as Passage_
from quiz.scoring import Outcome, Policy, Verdict, key_response, score
from tests import oracles
from tests.strategies import items as drawn
from tests.strategies import scoring as cases
from tests.strategies.texts import ANSWERS, date_forms
from tests.strategies.worlds import names_files
from tests.support.effort import FEWER

SENTENCE = "The light can be seen from afar."
DOCUMENTS = {
    "log": Document(
        id="log",
        title="The log",
        called="the log",
        voice="log",
        kind="reference",
        passages=(Passage(1, (Sentence(SENTENCE, SentenceMark.CORE), Sentence("It is white.", SentenceMark.CORE))),),
    )
}
NO_NAMES = Names()


def _rules(item: Item, names: Names = NO_NAMES) -> list[str]:
    return [flaw.rule for flaw in flaws(item, names, DOCUMENTS)]


def _right(item: Item, typed: str, names: Names = NO_NAMES) -> bool:
    plain = msgspec.structs.replace(item, typos=0) if isinstance(item, Text) else item
    made = score(marking_of(plain, names), typed, Policy())
    return isinstance(made, Outcome) and made.verdict is Verdict.CORRECT


def _rejecting(item: Any, kind: Any, answer: object) -> Any:
    return msgspec.structs.replace(item, reject=(*item.reject, kind(answer=answer, feedback="No.")))


@st.composite
def near_texts(draw: st.DrawFn, item: Text, names: NamesFile) -> str:
    """Draw an answer that may be one of the accepted: another name, another case, an article, a sign."""
    known = [item.key, *item.accept, *names.names, *(form for forms in names.names.values() for form in forms)]
    text = draw(st.sampled_from(known) | ANSWERS)
    return draw(st.sampled_from((text, text.swapcase(), f"the {text}", f"{text}!", f"x{text}")))


@FEWER
@given(drawn.items(DOCUMENTS))
def test_b3_every_sound_item_can_be_answered_right(item: Item) -> None:
    assert [flaw.rule for flaw in flaws(item, NO_NAMES, DOCUMENTS) if not flaw.warning] == []
    marking = marking_of(item, NO_NAMES, DOCUMENTS)
    made = score(marking, key_response(marking), Policy(final=True))
    assert isinstance(made, Outcome)
    assert made.share == 1


@FEWER
@given(names_files(), st.data())
def test_a_rejected_text_is_a_flaw_exactly_if_it_scores_as_right(file: NamesFile, data: st.DataObject) -> None:
    item = data.draw(drawn.texts(DOCUMENTS, file))
    answer, names = data.draw(near_texts(item, file)), Names.of(file)
    right = any(_right(item, form, names) for form in names.all_forms(answer))
    assert ("reject-is-key" in _rules(_rejecting(item, Reject, answer), names)) is right


@FEWER
@given(st.data())
def test_a_rejected_number_is_a_flaw_exactly_if_it_scores_as_right(data: st.DataObject) -> None:
    item: Numeric = data.draw(drawn.numerics(DOCUMENTS))
    near = Decimal(data.draw(st.sampled_from([item.key, *item.accept])).value)
    reach = max(Decimal(item.tolerance.abs), Decimal(item.tolerance.rel) * abs(near))
    steps = st.sampled_from([Decimal(s) for s in ("0", "-1", "1", "-1.01", "1.01", "0.5", "2")])
    hairs = st.sampled_from([Decimal(s) for s in ("0", "0.001", "-0.001")])
    written = format(near + data.draw(steps) * reach + data.draw(hairs), "f")
    rejecting = _rejecting(item, RejectQuantity, Quantity(value=written))
    assert ("reject-is-key" in _rules(rejecting)) is _right(item, f"{written} {item.key.unit or ''}")


@FEWER
@given(st.data())
def test_a_rejected_date_is_a_flaw_exactly_if_it_scores_as_right(data: st.DataObject) -> None:
    day = data.draw(st.dates())
    key = data.draw(date_forms(day))
    item: Date = msgspec.structs.replace(data.draw(drawn.dates(DOCUMENTS)), key=key, reject=(), differs=())
    answer = data.draw((st.just(day) | st.dates()).flatmap(date_forms).filter(lambda text: "X" not in text))
    assert ("reject-is-key" in _rules(_rejecting(item, RejectDate, answer))) is _right(item, answer)


def _meets(steps: Any) -> set[tuple[str, ...]]:
    """Return the lists of options that agree with an order."""
    return {p for p in permutations([o for step in steps for o in step]) if oracles.agrees(steps, p)}


@FEWER
@given(cases.step_lists(most=4), st.data())
def test_another_order_is_a_flaw_exactly_if_no_list_tells_it_apart(key: Any, data: st.DataObject) -> None:
    options = [option for step in key for option in step]
    one, two = (data.draw(cases.steps_of(options)) for _ in range(2))
    item = Order(
        **{name: getattr(_lens(), name) for name in BASE},
        options=tuple(Label(id=option, text=option) for option in options),
        key=key,
        differs=tuple(DiffersOrder(answer=steps, says="So.", citations=_lens().citations) for steps in (one, two)),
    )
    expected = ["differs-is-key"] * (_meets(one) <= _meets(key))
    expected += ["differs-is-key"] if _meets(two) <= _meets(key) else ["answer-twice"] * bool(_meets(one) & _meets(two))
    assert _rules(item) == expected


def test_a_place_that_is_rejected_is_another_one() -> None:
    fields = {name: getattr(_lens(), name) for name in BASE}
    again = tuple(Reject(answer=place, feedback="No.") for place in ("rock", "haven", "haven"))
    item = Place(**fields, map="coast", key="rock", reject=again)
    assert _rules(item) == ["reject-is-key", "answer-twice", "no-map"]
    assert [flaw.warning for flaw in flaws(item, NO_NAMES, DOCUMENTS)] == [False, False, True]


def test_the_same_sentence_is_rejected_once_and_only_where_it_is_not_the_key() -> None:
    fields = {name: getattr(_lens(), name) for name in BASE}
    passage = Passage_(document="log", paragraphs=(1,))
    reject = tuple(Reject(answer=sentence, feedback="No.") for sentence in ("It is white.", "It is  white."))
    item = Evidence(**fields, passage=passage, need="all", key=(SENTENCE,), reject=reject[:1])
    assert _rules(item) == []
    assert _rules(msgspec.structs.replace(item, reject=reject)) == ["answer-twice"]
    differs = (Differs(answer=SENTENCE, says="So.", citations=_lens().citations),)
    assert _rules(msgspec.structs.replace(item, differs=differs)) == ["reject-is-key"]


def test_a_boolean_has_one_other_answer() -> None:
    fields = {name: getattr(_lens(), name) for name in BASE}
    other = DiffersBool(answer=False, says="So.", citations=_lens().citations)
    assert _rules(Boolean(**fields, key=True, feedback="No.", differs=(other,))) == []
    assert _rules(Boolean(**fields, key=True, feedback="No.", differs=(other, other))) == ["answer-twice"]
    assert _rules(Boolean(**fields, key=False, feedback="No.", differs=(other,))) == ["differs-is-key"]


def test_what_is_picked_wrongly_is_explained_and_what_differs_is_wrong() -> None:
    fields = {name: getattr(_lens(), name) for name in BASE}
    options = (Option(id="a", text="One"), Option(id="b", text="Two"))
    assert _rules(Multiple(**fields, options=options, pick="any", key=("a",))) == ["no-feedback"]
    assert _rules(Choice(**fields, options=options, key="a")) == ["no-feedback"]
    differs = tuple(Differs(answer=answer, says="So.", citations=_lens().citations) for answer in ("a", "b"))
    assert _rules(Choice(**fields, options=options, key="a", differs=differs)) == ["differs-is-key"]


BASE = ("id", "stem", "explanation", "topics", "level", "citations")


def _lens(**fields: Any) -> Text:
    given_: dict[str, Any] = {"id": "lens", "stem": "Who?", "explanation": "He.", "topics": ("light",), "level": 1}
    return Text(**given_, citations=(Citation("log", 1, SENTENCE),), key="NATO", **fields)


def test_what_is_kept_in_scoring_is_kept_here() -> None:
    reject = (Reject(answer="Nato", feedback="In capitals."),)
    assert _rules(_lens(reject=reject)) == ["reject-is-key"]
    assert _rules(_lens(reject=reject, case="keep")) == []
    assert _rules(_lens(reject=(Reject(answer="NÁTO", feedback="No accent."),), accents="keep")) == []


@pytest.mark.parametrize(
    ("accept", "rivals", "flawed"),
    [
        (("Orwin",), (("NATO", "Orwin"),), True),
        (("works",), (("NATO", "Orwin"),), True),
        (("Haven", "Orwin"), (("Haven", "works"),), True),
        (("Orwin",), (("NATO", "nobody"), ("nobody", "Orwin")), False),
        (("nobody",), (("NATO", "nobody"),), True),
        (("Haven",), (("NATO", "Orwin"),), False),
    ],
)
def test_rivals_are_not_accepted_for_one_another(
    accept: tuple[str, ...], rivals: tuple[tuple[str, ...], ...], flawed: bool
) -> None:
    names = Names.of(NamesFile(names={"NATO": (), "Orwin": ("works",), "Haven": ()}, rivals=rivals))
    assert _rules(_lens(accept=accept), names) == ["reject-is-key"] * flawed


@pytest.mark.parametrize(
    ("paragraph", "quote", "rule"),
    [
        (1, SENTENCE, None),
        (1, "  The light can be\n seen   from afar. ", None),
        (1, "the light can be seen from afar.", "quote-missing"),
        (1, "The light can be seen", "quote-partial"),
        (1, f"{SENTENCE} It is white.", "quote-several"),
        (2, SENTENCE, "no-paragraph"),
        (0, SENTENCE, "no-paragraph"),
        (-1, SENTENCE, "no-paragraph"),
    ],
)
def test_a_quote_is_a_whole_sentence_of_its_paragraph(paragraph: int, quote: str, rule: str | None) -> None:
    item = msgspec.structs.replace(_lens(), citations=(Citation("log", paragraph, quote),))
    assert _rules(item) == ([rule] if rule else [])
    assert _rules(msgspec.structs.replace(_lens(), context=item.citations)) == ([rule] if rule else [])


@pytest.mark.timeout(30)
def test_no_number_of_parts_hangs_the_check() -> None:
    ids = [f"o{n}" for n in range(20_000)]
    fields: dict[str, Any] = {name: getattr(_lens(), name) for name in BASE}
    labels = tuple(Label(id=name, text=name) for name in ids)
    order = Order(**fields, options=labels, key=tuple((name,) for name in ids), differs=())
    assert _rules(order) == ["options-count"]
    assert _rules(msgspec.structs.replace(order, key=(tuple(ids), ("none",))))[:2] == ["options-count", "key-no-option"]
    rows = tuple(Row(id=name, text=name, feedback="No.") for name in ids)
    match = Match(**fields, rows=rows, options=labels, key=dict(zip(ids, ids, strict=True)))
    assert _rules(match) == ["rows-count", "options-count"]
    stem = "".join(f"{{{name}}}" for name in ids)
    gaps: dict[str, Gap] = {name: TextGap(key="x") for name in ids}
    assert _rules(Cloze(**(fields | {"stem": stem}), gaps=gaps)) == ["gaps-count"]
    assert set(_rules(Cloze(**(fields | {"stem": stem}), gaps={"one": TextGap(key="x")}))) == {"no-gap", "gap-unused"}


def test_no_number_of_options_hangs_the_check() -> None:
    options = tuple(Option(id=f"o{n}", text=f"Option {n}", feedback="No.") for n in range(20_000))
    fields = {name: getattr(_lens(), name) for name in BASE}
    assert _rules(Choice(**fields, options=options, key="o7")) == ["options-count"]
    assert _rules(Choice(**fields, options=options[:64], key="o7")) == []
