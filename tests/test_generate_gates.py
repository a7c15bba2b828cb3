from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from quiz.documents import Citation
from quiz.generate.gates import GATES, OF_RULES, examine
from quiz.generate.ground import Ground
from quiz.generate.identity import draft_id, fact_id
from quiz.generate.pipeline import FAMILIES
from quiz.generate.ranking import PER_SENTENCE
from quiz.generate.values import Draft, Status
from quiz.items import Choice, Cloze, Date, Numeric, Option, Quantity, Text
from quiz.text import canon
from tests.support.drafting import PORT, RULES, drafts, ground, library, sheets

NUMBERS = set(range(1, 21))
PEOPLE = ("Clara Weiss", "Otto Brandt", "Hanna Lorentz", "Karl Berger", "Anna Keller")
PLACES = ("Norway", "Sweden", "Denmark", "Finland")
CITIES = ("Oslo", "Bergen", "Copenhagen", "Stockholm")

people, countries, cities = st.sampled_from(PEOPLE), st.sampled_from(PLACES), st.sampled_from(CITIES)
years = st.integers(1801, 1999)
counts = st.integers(2, 90)
sentences = st.one_of(
    st.builds("{} founded the Polar Institute in {} in {}.".format, people, cities, years),
    st.builds("In {}, {} sold {} ships to {}.".format, years, people, counts, countries),
    st.builds("{} said that {} would buy {} tugs from {}.".format, people, countries, counts, countries),
    st.builds("{} and {} signed a treaty on herring in {}.".format, countries, countries, cities),
    st.builds("The Coastal Survey Agency (CSA) has {} staff in {}.".format, counts, cities),
    st.builds("Pilots must report every collision within {} hours.".format, counts),
    st.builds("{}, the head of the pilots, visited {} on 4 June {}.".format, people, cities, years),
    st.builds("The survey cost about ${} million in {}.".format, counts, years),
    st.builds("“The ice is thick in {},” {} said.".format, cities, people),
    st.builds("It was sold by {} on Tuesday.".format, people),
    st.builds("The `--depth` option sets the depth to {} metres.".format, counts),
)
documents = st.lists(sentences, min_size=1, max_size=14).map(" ".join)


def _options(draft: Draft) -> list[str]:
    return [o.text for o in draft.item.options] if isinstance(draft.item, Choice) else []


@given(text=documents)
@settings(max_examples=60, deadline=None)
def test_every_draft_of_any_document_keeps_every_promise(text: str) -> None:
    """The promises said once more, without the gates."""
    made = sheets([text])[0]
    per_sentence = Counter(d.origin.sentence.start for d in made.drafts)
    assert max(per_sentence.values(), default=0) <= PER_SENTENCE
    assert len({d.id for d in made.drafts}) == len(made.drafts)
    for draft in made.drafts:
        own, item = draft.origin, draft.item
        assert text[own.sentence.start : own.sentence.end] == own.passage
        assert text[own.answer.start : own.answer.end] == own.key
        assert own.family in FAMILIES
        assert item.status == "draft"
        assert [c.quote for c in item.citations] == [own.passage]
        assert {g.number for g in own.gates} == NUMBERS
        assert all(g.passed for g in own.gates)
        assert not re.search(r"\b(he|she|it|they|tuesday)\b", item.stem.casefold())
        assert all(n in own.passage for n in re.findall(r"\d+", re.sub(r"“.*?”", "", item.stem)))
        texts = _options(draft)
        assert len({canon(t) for t in texts}) == len(texts)
        for one in texts:
            assert canon(one) not in canon(item.stem).split("  ")
            assert one == own.key or canon(one) == canon(own.key) or one not in own.passage
        assert isinstance(item, Choice | Cloze | Date | Numeric | Text)
        for variant in own.variants:
            assert variant.item.id == item.id
        siblings = per_sentence[own.sentence.start] > 1
        assert (item.family is not None) == siblings


@given(text=documents)
@settings(max_examples=30, deadline=None)
def test_what_was_let_through_once_is_let_through_again(text: str) -> None:
    where = ground(text)
    for draft in drafts(text):
        assert [g for g in examine(draft, where) if not g.passed] == []


@pytest.fixture(scope="module")
def port() -> Ground:
    return ground(PORT)


def _one(text: str, family: str, kind: type[Any]) -> Draft:
    found = (d for d in drafts(text) if d.origin.family == family)
    ways = (structs.replace(d, item=item) for d in found for item in (d.item, *(v.item for v in d.origin.variants)))
    return next(d for d in ways if isinstance(d.item, kind))


def _failed(draft: Draft, where: Ground) -> set[int]:
    return {g.number for g in examine(draft, where) if not g.passed}


def _with(draft: Draft, **fields: Any) -> Draft:
    return Draft(item=structs.replace(draft.item, **fields), origin=draft.origin)


def _origin(draft: Draft, **fields: Any) -> Draft:
    return Draft(item=draft.item, origin=structs.replace(draft.origin, **fields))


def _asking(draft: Draft, stem: str) -> Draft:
    return _with(draft, stem=stem)


def _offering(draft: Draft, *texts: str) -> Draft:
    assert isinstance(draft.item, Choice)
    key = next(o for o in draft.item.options if o.id == draft.item.key)
    others = [Option(id=f"x{n}", text=t, feedback=f"{t} is not it.") for n, t in enumerate(texts)]
    return _with(draft, options=(key, *others))


WHO = "Who designed Lindhaven Harbour together with Otto Brandt?"
PLANTED_STEMS = [
    (3, "Who really designed Lindhaven Harbour together with Otto Brandt?"),
    (4, "Who designed “Lindhaven Harbours” together with Otto Brandt?"),
    (4, "Who designed “Lindhaven Harbour together with Otto Brandt?"),
    (5, "Who designed Lindhaven Harbour together with Otto Brandt in 1999?"),
    (5, "Who designed Lindhaven Harbour together with Otto Schulze?"),
    (6, "Who designed it together with Otto Brandt in Lindhaven Harbour?"),
    (6, "Who designed the harbour together with the engineer?"),
    (6, "Who also designed Lindhaven Harbour together with Otto Brandt?"),
    (7, "Who designed Lindhaven Harbour last year together with Otto Brandt?"),
    (7, "Who recently designed Lindhaven Harbour together with Otto Brandt?"),
    (8, "Who designed the beautiful Lindhaven Harbour together with Otto Brandt?"),
    (10, "Who designed Lindhaven Harbour together with Hanna Lorentz?"),
    (14, "Who designed Lindhaven Harbour together with Weiss and Otto Brandt?"),
    (15, "Who did not design Lindhaven Harbour together with Otto Brandt?"),
    (16, "Who designed it?"),
    (16, "Who designed Lindhaven Harbour together with Otto Brandt"),
    (16, "Who designed Lindhaven Harbour together with Otto Brandt and?"),
    (16, f"Who designed {'Lindhaven Harbour and ' * 16}Lindhaven Harbour?"),
]


@pytest.mark.parametrize(("gate", "stem"), PLANTED_STEMS)
def test_a_planted_stem_is_caught_by_its_gate(gate: int, stem: str, port: Ground) -> None:
    draft = _one(PORT, "who", Choice)
    assert draft.item.stem == WHO
    assert not _failed(draft, port)
    assert gate in _failed(_asking(draft, stem), port)


PLANTED_OPTIONS = [
    (10, ("Clara Weiss", "Hanna Lorentz")),
    (11, ("Otto Brandt", "Hanna Lorentz")),
    (12, ("Hanna", "Anna Keller-Sommerfeld of the Northern Shipping Company")),
    (12, ("hanna lorentz", "Anna Keller")),
    (12, ("Hanna Lorentz", "Anna Keller 2")),
    (12, ("Hanna Lorentz",)),
    (13, ("Pier 7", "Pier 7 ")),
    (15, ("Hanna Lorentz", "all of the above")),
]


@pytest.mark.parametrize(("gate", "texts"), PLANTED_OPTIONS)
def test_planted_options_are_caught_by_their_gate(gate: int, texts: tuple[str, ...], port: Ground) -> None:
    draft = _one(PORT, "who", Choice)
    found = _failed(_offering(draft, *texts), port)
    assert gate in found or (gate == 13 and found & {1, 10, 12})


def test_two_answers_that_the_documents_give_are_caught() -> None:
    text = f"{PORT} Hanna Lorentz also designed a part of Lindhaven Harbour together with Otto Brandt."
    draft = _one(PORT, "who", Choice)
    where = ground(text)
    assert 11 in _failed(_offering(draft, "Hanna Lorentz", "Anna Keller"), where)


def _wrong_id(draft: Draft) -> Draft:
    return _with(draft, id="d-0000000000000000")


def _elsewhere(draft: Draft) -> Draft:
    quote = "Lindhaven Harbour was opened in 1871."
    return _with(draft, citations=(Citation(draft.origin.document, 2, quote),))


PLANTED = {
    "the sentence is gone": (1, lambda d: _origin(d, passage="Lindhaven Harbour was never opened.")),
    "the span is another": (1, lambda d: _origin(d, sentence=structs.replace(d.origin.sentence, end=30))),
    "the document has changed": (1, lambda d: _origin(d, sha256="0" * 64)),
    "the key is not in the sentence": (2, lambda d: _origin(d, key="Hanna Lorentz")),
    "an opinion": (8, lambda d: _origin(d, status=Status.OPINION)),
    "a claim without its speaker": (8, lambda d: _origin(d, status=Status.ATTRIBUTED, speaker="Karl Berger")),
    "a forecast": (8, lambda d: _origin(d, status=Status.FORECAST)),
    "a handle": (9, lambda d: _origin(d, passage=f"{d.origin.passage} @harbour")),
    "misspelt": (9, lambda d: _origin(d, passage="Three decades of by the council ended.")),
    "another id": (18, _wrong_id),
    "approved": (19, lambda d: _with(d, status="approved")),
    "no origin": (20, lambda d: _origin(d, generator="")),
    "another sentence is cited": (20, _elsewhere),
}


@pytest.mark.parametrize(("gate", "plant"), PLANTED.values(), ids=PLANTED)
def test_a_planted_origin_is_caught_by_its_gate(gate: int, plant: Any, port: Ground) -> None:
    draft = _one(PORT, "who", Choice)
    assert gate in _failed(plant(draft), port)


def test_a_wrong_number_or_year_is_caught() -> None:
    when = next(d for d in drafts(PORT) if isinstance(d.item, Date))
    assert 5 in _failed(_with(when, key="1872"), ground(PORT))
    many = next(d for d in drafts(RULES) if isinstance(d.item, Numeric))
    where = ground(RULES)
    assert not _failed(many, where)
    assert 5 in _failed(_with(many, key=Quantity(value="15", unit="days")), where)
    assert 12 in _failed(_with(many, key=Quantity(value="14")), where)


def test_numbers_of_the_stem_that_add_up_to_the_answer_are_caught() -> None:
    text = "# Ship Rules\n\nMembers must keep 9 ropes and 5 nets within 14 days. Wardens must keep it."
    draft = next(d for d in drafts(RULES) if isinstance(d.item, Numeric))
    stem = "Within how many days must members keep 9 ropes and 5 nets?"
    assert 14 in _failed(_asking(draft, stem), ground(text))


def test_a_question_that_the_library_asks_already_is_caught() -> None:
    draft = _one(PORT, "who", Choice)
    where = ground(PORT)
    curated = structs.replace(draft.item, id="curated", status="approved")
    entry = structs.replace(where.entry(curated), bank="people")
    asked = ground(PORT, structs.replace(library(), entries={"curated": entry}))
    assert 17 in _failed(draft, asked)
    assert WHO not in {d.item.stem for d in sheets([PORT], home=asked.library)[0].drafts}


def test_there_is_a_gate_of_each_number() -> None:
    assert {n for n, _, _ in GATES} | set(OF_RULES.values()) == NUMBERS


def test_ids_say_document_place_family_and_answer() -> None:
    for draft in drafts(PORT):
        own = draft.origin
        assert own.id == draft_id(own.sha256, own.sentence, own.answer, own.family, own.key)
        assert own.fact == fact_id(own.passage, own.family, own.key)
