"""Lives and rules: second verbs, deeds, places, whom pronouns stand for; duties, bodies, defaults, what code does."""

from __future__ import annotations

import pytest

from quiz.generate.about import status_of
from quiz.generate.asking_duties import is_rival
from quiz.generate.asking_subjects import code_kinds
from quiz.generate.clauses import clause_of
from quiz.generate.gates import examine
from quiz.generate.lexicon import base_of
from quiz.generate.seconds import seconds
from quiz.generate.values import Status
from quiz.items import Choice
from tests.support.drafting import drafts, english, ground, read, shown

LIFE = """# Ada Kern

Ada Kern was a sailor from Bergen. In 1901, she left the school of the harbour. She moved to the village of
Varde in 1903. She left the mill and joined the frigate Sturm in 1905. In 1907, she bought a share of the mill.
She sold the house of an uncle in 1911. As part of her training, Ada Kern served in Lund in 1912. Otto Brandt
sailed to Oslo, in what was then a kingdom. She met Clara Weiss in 1913.

At this time, Ada Kern lived in Odense. Her crew landed in Narvik on 3 May 1914. When she was 40, Ada Kern
returned to Bergen, Norway in 1925. The pilot travelled north.
"""
CLUB = """# Rules of the Rowing Board

The Rowing Committee (RBX) is small. The RBX may close the landing stage in storms. The RBX meets in the old boat
house. The RBX keeps a list of all boats. The RBX decides on new members of the club. Trainers must approve
trips at night. Wardens must count the boats after dusk. Treasurers must sign bills of the club. Trainers may
not lend the club boats to friends. Trainers may borrow the keys of the shed. Trainers must clean the oars of
the club. The default value of `oarCount` is `eight`. The `shed` module locks the doors of the boat house. The
`tally` module counts the oars on the rack. The `ropes` module measures the ropes of the landing stage. If you
need to count boats at night, use the `lamp` module. You can use the `flag` option to close the landing stage.
"""


def _verbs(text: str) -> list[str]:
    tokens = next(iter(english().parse([text])))
    clause = clause_of(tokens)
    assert clause is not None
    return [tokens[c.finite].text for c in seconds(tokens, clause)]


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Kern left Lund in 1903 and joined the navy in 1905.", ["joined"]),
        ("Kern left Lund and Brandt joined the navy in 1905.", []),
        ("Kern was born in Lund and baptised in Malmo in 1905.", []),
    ],
)
def test_a_further_verb_of_a_subject_is_a_clause(text: str, verbs: list[str]) -> None:
    assert _verbs(text) == verbs


@pytest.mark.parametrize(
    ("text", "fronts", "subject"),
    [
        ("Note that the pilot sounds the bell of the tower at dusk.", [], "the pilot"),
        ("If the bell rings, then the pilot leaves the boat.", ["If the bell rings"], "the pilot"),
        ("Each year, the board elects a chair.", ["Each year"], "the board"),
        ("At this time, Kern lived in Lund.", [], "Kern"),
        ("In 1745, when he was 16, Kern moved to Lund.", ["In 1745", "when he was 16"], "Kern"),
        ("On his way to Lund in 1745, Kern stopped in Malmo.", ["On his way to Lund in 1745"], "Kern"),
    ],
)
def test_what_stands_before_the_subject_is_known(text: str, fronts: list[str], subject: str) -> None:
    tokens = next(iter(english().parse([text])))
    clause = clause_of(tokens)
    assert clause is not None
    shown_as = [text[tokens[a].start : tokens[b - 1].end] for a, b in (*clause.fronts, clause.subject)]
    assert shown_as == [*fronts, subject]


@pytest.mark.parametrize(
    ("stem", "key"),
    [
        ("In which year did Ada Kern join the frigate Sturm?", "1905"),
        ("In which village did Ada Kern move in 1903?", ""),
        ("To which village did Ada Kern move in 1903?", "Varde"),
        ("On which date did Ada Kern's crew land in Narvik?", "3 May 1914"),
        ("According to “Ada Kern”, to which city did Otto Brandt sail?", "Oslo"),
        ("When she was 40, in which year did Ada Kern return to Bergen, Norway?", "1925"),
    ],
)
def test_a_life_is_asked_for(stem: str, key: str) -> None:
    assert shown(drafts(LIFE, english())).get(stem, "") == key


def test_a_pronoun_behind_a_sentence_on_somebody_else_stands_for_nobody() -> None:
    assert not [d for d in drafts(LIFE, english()) if "Clara Weiss" in d.origin.passage]


def test_what_was_done_at_a_time_is_picked_among_deeds_of_other_times() -> None:
    found = [d for d in drafts(LIFE, english(), families=["deed"]) if isinstance(d.item, Choice)]
    assert found
    for draft in found:
        assert isinstance(draft.item, Choice)
        years = {c.quote for c in draft.item.context}
        assert draft.item.stem.startswith("What did Ada Kern do")
        assert years
        assert draft.origin.passage not in years


@pytest.mark.parametrize(
    ("stem", "key"),
    [
        ("who may close the landing stage in storms?", "RBX"),
        ("what must treasurers do?", "sign bills of the club"),
        ("what is the default of `oarCount`?", "eight"),
        ("what does the `tally` module do?", "counts the oars on the rack"),
        ("which module should you use if you need to count boats at night?", "`lamp`"),
        ("which option can you use to close the landing stage?", "`flag`"),
    ],
)
def test_rules_and_manuals_are_asked_for(stem: str, key: str) -> None:
    asked = {s.split("”, ", 1)[-1]: k for s, k in shown(drafts(CLUB, english(), families=FAMILIES)).items()}
    assert asked.get(stem, "") == key


FAMILIES = ("body", "value", "effect", "duty", "code")


def test_a_short_form_that_is_no_body_does_nothing() -> None:
    asked = {d.origin.family for d in drafts(CLUB.replace("Committee", "Boat"), english())}
    assert "body" not in asked


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("Old programmes are kept for up to one year in the attic.", "Old programmes"),
        ("They are kept for up to one year in the attic.", ""),
        ("Old programmes are kept as they are wanted for a year.", ""),
        ("Old programmes are painted for up to one year in the attic.", ""),
    ],
)
def test_what_is_done_with_a_thing_is_asked_where_enough_is_told(sentence: str, key: str) -> None:
    found = [d.origin.key for d in drafts(f"{CLUB}{sentence}\n", english()) if d.origin.family == "done"]
    assert found == ([key] if key else [])


def test_every_draft_of_them_passes_every_gate() -> None:
    for text in (LIFE, CLUB):
        laid = ground(text)
        for draft in drafts(text, english()):
            assert [g for g in examine(draft, laid) if not g.passed] == []


@pytest.mark.parametrize(
    ("own", "other", "fair"),
    [
        ("need trainers", "ban trainers", True),
        ("need trainers", "need trainers", False),
        ("need trainers", "need treasurers", True),
        ("need the licence", "need the shed", False),
        ("may trainers", "need trainers", False),
        ("ban trainers", "may treasurers", False),
    ],
)
def test_a_rule_is_offered_only_where_it_cannot_hold(own: str, other: str, fair: bool) -> None:
    assert is_rival(own, other) is fair


def test_code_is_called_what_a_document_always_calls_it() -> None:
    text = "The `a1` option. The `b2` option, the `b2` file header, the `b2` header. The [`c3`](x#y) attribute."
    assert code_kinds(text) == {"a1": "option", "c3": "attribute"}


def test_a_policy_may_speak_of_itself() -> None:
    text = (
        f"{CLUB}Guests may keep a boat under this policy for 14 days. Guests may keep an oar in this way for 16 days.\n"
    )
    keys = {d.origin.key for d in drafts(text, english())}
    assert "14 days" in keys
    assert "16 days" not in keys


def test_a_name_is_no_judgement() -> None:
    assert status_of(read(LIFE), "Her crew moved to Great Lund in 1901.", "") is Status.REPORTED
    assert status_of(read(LIFE), "Her crew had a great summer in 1901.", "") is Status.OPINION


def test_a_thing_with_who_did_it_is_no_subject() -> None:
    text = "In 1918, a trip Kern began with a new ship lasted until 1925."
    clause = clause_of(next(iter(english().parse([text]))))
    assert clause is None or clause.subject[1] - clause.subject[0] != 3


def test_their_stands_for_nobody_where_one_is_asked_for() -> None:
    asked = {d.origin.family for d in drafts(f"{LIFE}Otto Brandt named their camp by the river Polheim.\n", english())
             if "their camp" in d.origin.passage}  # fmt: skip
    assert "who" not in asked
    other = f"{LIFE}Otto Brandt named his camp by the river Polheim.\n"
    assert "who" in {d.origin.family for d in drafts(other, english()) if "his camp" in d.origin.passage}


def test_an_event_is_no_organisation() -> None:
    text = "The Northern Shipping Company {} in Oslo on 3 May 1933. Otto Brandt bought the shipyard in 1934."
    assert "who" in {d.origin.family for d in drafts(text.format("opened a yard for ferries"))}
    found = [d for d in drafts(text.format("was held with many guests")) if "Northern" in d.origin.key]
    assert found == []


def test_verbs_of_lives_are_known_by_their_past_only() -> None:
    assert base_of("commissioned", "past") == "commission"
    assert base_of("travelled", "past") == "travel"
    assert not base_of("commission", "base")


@pytest.mark.parametrize(
    ("sentence", "stems"),
    [
        (
            "Ada Kern (3 May 1850 – 9 June 1911) was a baker from Bergen.",
            {"On which date was Ada Kern born?": "3 May 1850", "On which date did Ada Kern die?": "9 June 1911"},
        ),
        (
            "Ada Kern, Baroness Kern (c. 1850 – June 1911) was a baker.",
            {"In which month of which year did Ada Kern die?": "June 1911"},
        ),
        ("The Varde War (3 May 1850 – 9 June 1911) was a war of Norway.", {}),
    ],
)
def test_when_somebody_was_born_and_died_is_asked_in_words(sentence: str, stems: dict[str, str]) -> None:
    found = shown(drafts(f"# Ada Kern\n\n{sentence} Ada Kern sold a boat in Oslo in 1880.", english()))
    assert {s: k for s, k in found.items() if s.endswith(("born?", "die?"))} == stems
