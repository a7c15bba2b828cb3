"""The fifteen things on which a first generator stumbled, each in our own words."""

from __future__ import annotations

import re

import pytest

from quiz.generate.ingest import Read, read_brief
from quiz.generate.mentions import find
from quiz.generate.splitting import split
from quiz.generate.tokens import Rules
from quiz.items import Choice, Names
from tests.support.drafting import PORT, drafts, library, read, sheets, shown

CAST = (
    "Ada Lindqvist met Boris Halvorsen in Bergen in 1960. Carla Jensen and Dora Falk lived in Oslo. "
    "President Ada Lindqvist visited Denmark and Finland in 1961. Boris Halvorsen was born in Sweden."
)


def _stems(text: str) -> list[str]:
    return list(shown(drafts(f"{text} {CAST}")))


def _about(text: str) -> list[str]:
    """Stems made of `text` and not of the sentences that only bring names."""
    return [d.item.stem for d in drafts(f"{text} {CAST}") if d.origin.passage not in CAST]


def test_1_a_dotted_abbreviation_may_end_a_sentence() -> None:
    text = (
        "They signed a pact with the U.S. Lindqvist openly welcomed it. "
        "World No. 2 Falk came in A.D. 988 with the U.S. Army."
    )
    assert [text[a:b] for a, b in split(text)] == [
        "They signed a pact with the U.S.",
        "Lindqvist openly welcomed it.",
        "World No. 2 Falk came in A.D. 988 with the U.S. Army.",
    ]


def test_2_one_name_has_one_class_and_no_possessive() -> None:
    texts = [
        "Finland's ports closed.",
        "Ships left Finland in 1960.",
        "Ada Lindqvist, Boris Halvorsen and Finland agreed.",
    ]
    found = find(list(zip(texts, Rules().parse(texts), strict=True)), Names())
    named = {(m.text, m.cls) for mentions in found for m in mentions}
    assert ("Finland", "country") in named
    assert {text for text, _ in named} == {"Finland", "Ada Lindqvist", "Boris Halvorsen"}


def test_3_two_forms_of_one_name_are_never_two_options() -> None:
    names = {"names": {"A.D. Lindqvist": ["AD Lindqvist", "Ada Lindqvist"], "Turkey": ["Türkiye"]}}
    text = (
        f"AD Lindqvist founded the Bergen Fund in 1950. A.D. Lindqvist sold it. {CAST} Turkey and Türkiye met Norway."
    )
    for draft in sheets([text], home=library(names=names))[0].drafts:
        if isinstance(draft.item, Choice):
            texts = [o.text for o in draft.item.options]
            assert sum("Lindqvist" in t for t in texts) <= 1
            assert sum(t in ("Turkey", "Türkiye") for t in texts) <= 1


def test_3_a_capital_that_acts_for_its_government_is_not_asked_for_as_a_city() -> None:
    assert not [s for s in _about("Oslo demanded new talks on herring.") if "city" in s]
    assert not [s for s in _about("Copenhagen is presenting the plan as a step to peace with Sweden.") if "city" in s]


def test_4_digits_in_a_name_are_not_a_number() -> None:
    found = drafts(f"The deal is called the “77 Agreement.” Ada Lindqvist signed the 77 Agreement in Oslo. {CAST}")
    assert not [d for d in found if d.origin.family in ("count", "measure", "money")]


def test_5_of_several_sums_none_is_asked_for_where_they_clash() -> None:
    text = "Ada Lindqvist lent Norway $5 billion, plus $4 billion for ships."
    assert not [d for d in drafts(f"{text} {CAST}") if d.origin.family == "money"]


def test_5_a_qualifier_stays_in_the_stem_and_is_not_asked_for() -> None:
    found = drafts(f"Ada Lindqvist lent Norway up to $9 billion. {CAST}", families=["money"])
    assert [d.item.stem for d in found] == ["According to “text0”, Ada Lindqvist lent Norway up to ${gap} billion."]
    assert "up-to" not in str(found[0].item)


@pytest.mark.parametrize(
    "text",
    [
        "This week, Ada Lindqvist met Carla Jensen in Bergen.",
        "Ada Lindqvist met Carla Jensen in Bergen on Tuesday.",
        "Last August, Ada Lindqvist met Carla Jensen in Bergen.",
        "Ada Lindqvist recently met Carla Jensen in Bergen.",
        "Ada Lindqvist now leads the council of Bergen with Carla Jensen.",
        "Ada Lindqvist came to Bergen the day after Carla Jensen left Oslo.",
    ],
)
def test_6_no_stem_tells_the_time_by_the_day_of_writing(text: str) -> None:
    pattern = r"\b(this week|tuesday|last august|recent|recently|now|day after)\b"
    assert not [s for s in _about(text) if re.search(pattern, s.casefold())]


@pytest.mark.parametrize(
    "line",
    [
        "📸 Ada Lindqvist with Boris Halvorsen in Bergen in 1961.",
        "— President Ada Lindqvist (@lindqvist) February 10, 1999",
        ".@lindqvist and Boris Halvorsen signed a pact in Bergen in 1961 pic.example.com/x",
        "photo: Bergen Office",
        "Source: Ada Lindqvist’s account",
        "Share on social media",
        "By Carla Jensen",
        "IN FOCUS: ADA LINDQVIST SIGNED A PACT IN BERGEN IN 1961.",
    ],
)
def test_7_and_8_posts_credits_and_bylines_are_not_asked_about(line: str) -> None:
    made = sheets([read(f"Harbour news\n\n{CAST}\n\n{line}\n\n{CAST}\n\nThe end came.\n", "a.txt")])[0]
    assert not [d for d in made.drafts if d.origin.passage.startswith(line[:12])]


def test_8_the_authors_of_a_text_are_not_asked_about() -> None:
    text = "\n\n".join(["Harbour news", *[CAST] * 6, "Dora Falk is a senior fellow at the Bergen Institute."])
    assert not [d for d in sheets([read(text, "a.txt")])[0].drafts if "fellow" in d.item.stem]


def test_9_a_remark_of_a_republisher_ends_no_stem() -> None:
    text = "Ada Lindqvist arrived in Oslo in 1960 to sign a pact with Sweden, The Fjord Post republishes the article."
    assert not [s for s in _about(text) if "republishes" in s]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lindqvist said that Norway “will 'build bridges' with Sweden.”",
        "“Norway will build bridges with Sweden,” Ada Lindqvist said.",
        "Ada Lindqvist said “peace takes time. Norway has time for Sweden.”",
        "Ada Lindqvist promised “new ships to Norway.",
    ],
)
def test_10_quotations_in_stems_are_closed_and_word_by_word(text: str) -> None:
    for draft in drafts(f"{text} {CAST}"):
        stem = draft.item.stem
        assert stem.count("“") == stem.count("”")
        for quoted in re.findall(r"“([^”]*)”", stem):
            assert quoted in text or quoted in CAST or draft.origin.document in quoted or quoted == "text0"


def test_11_a_misspelt_sentence_is_left_to_people() -> None:
    text = "In 1960, Ada Lindqvist ended three decades of by council rule in Bergen."
    uncovered = sheets([f"{text} {CAST}"])[0].uncovered
    assert any(u.text == text and "misspelt" in u.why for u in uncovered)


def _copies() -> list[Read]:
    one = "Ada Lindqvist founded the Bergen Fund in 1950. Boris Halvorsen sold 16 ships to Norway in 1951."
    return [read(f"{one} {CAST}", "one.md"), read(f"{one} Carla Jensen wrote it down in Oslo in 1990.", "two.md")]


def test_12_a_fact_of_two_documents_is_asked_once_with_both_as_sources() -> None:
    first, second = sheets(_copies())
    stems = [d.item.stem for d in (*first.drafts, *second.drafts)]
    assert len(stems) == len(set(stems))
    both = next(d for d in first.drafts if "Bergen Fund" in d.item.stem)
    assert [(s.document, s.how) for s in both.origin.sources] == [("two", "copy")]


def test_12_the_same_fact_in_other_words_is_a_source_too() -> None:
    one = read(f"Ada Lindqvist founded the Bergen Fund for sailors in 1950. {CAST}", "one.md")
    two = read("In 1950 the Bergen Fund for sailors was founded by Ada Lindqvist.", "two.md")
    found = [d for d in sheets([one, two])[0].drafts if "Bergen Fund" in d.item.stem]
    assert found
    assert {s.how for d in found for s in d.origin.sources} == {"paraphrase"}


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lindqvist made a historic and brilliant journey to Bergen in 1961.",
        "The remarkable Boris Halvorsen led Norway.",
        "Norway could become a shining example for Sweden in 1999.",
        "Perhaps Ada Lindqvist met Carla Jensen in Oslo in 1961.",
    ],
)
def test_13_what_a_writer_thinks_or_foresees_is_not_asked_as_a_fact(text: str) -> None:
    assert not [s for s in _about(text) if re.search(r"historic|brilliant|remarkable|shining|could become", s)]


def test_13_what_somebody_claims_is_asked_as_that_claim() -> None:
    found = drafts(f"Ada Lindqvist said that Norway would send tugs to Sweden. {CAST}")
    claims = [d for d in found if "tugs" in d.item.stem]
    assert claims
    for draft in claims:
        named = "Lindqvist" in draft.item.stem or draft.origin.key == "Ada Lindqvist"
        assert named
        assert draft.item.claim is not None


def test_14_documents_that_disagree_keep_their_own_values() -> None:
    one = read(f"Ada Lindqvist lent Norway 5 million dollars. {CAST}", "one.md")
    two = read(f"Ada Lindqvist lent Norway 9 million dollars. {CAST}", "two.md")
    made = [d for s in sheets([one, two], families=["money"]) for d in s.drafts]
    assert sorted(d.origin.key for d in made) == ["5 million dollars", "9 million dollars"]
    assert all(not d.origin.sources or d.origin.key in d.origin.sources[0].text for d in made)


def test_15_a_claim_about_the_dead_is_never_in_a_neutral_voice() -> None:
    text = "According to Carla Jensen, the raid on Bergen killed 1,500 people."
    for stem in _about(text):
        assert "Carla Jensen" in stem


def test_a_brief_of_the_library_is_read_with_its_marks() -> None:
    from quiz.documents.brief import parse_brief

    brief = (
        "---\nid: log\ntitle: Log\ncalled: the log\nkind: news\n---\n\n[1]\n"
        "* Ada Lindqvist founded the Bergen Fund in 1950.\n"
        "- Ada Lindqvist sold the Bergen Fund in 1960.\n"
    )
    document, _ = parse_brief(brief, "log.md")
    assert document is not None
    made = sheets([read_brief(document, brief, brief.encode(), "log.md")], home=library(documents={"log": document}))[0]
    assert [brief[d.origin.sentence.start : d.origin.sentence.end] for d in made.drafts]
    assert {d.origin.passage for d in made.drafts} == {"Ada Lindqvist founded the Bergen Fund in 1950."}
    assert not made.uncovered


def test_the_topic_of_a_document_stands_for_the_thing_that_it_tells_of() -> None:
    found = shown(drafts(PORT.replace("Lindhaven Harbour was opened", "The harbour was opened")))
    assert found["In which year was Lindhaven Harbour opened?"] == "1871"


LIFE = """Ada Lindqvist

Ada Lindqvist founded the Bergen Fund. She was born in Sweden in 1901. Her father Karl Lindqvist sold boats. She moved
to Oslo in 1920.

She died in Finland in 1980.

Dora Falk led the fund. She retired in Denmark in 1990.
"""


def test_he_and_she_stand_for_the_one_whom_the_title_names_and_nobody_else() -> None:
    found = shown(drafts(LIFE))
    assert found["In which year was Ada Lindqvist born in Sweden?"] == "1901"
    assert found["In which year did Ada Lindqvist die in Finland?"] == "1980"
    assert not [s for s in found if re.search(r"1920|1990|Oslo|retire", s)]
    assert "1990" not in found.values()


def test_a_surname_of_two_people_is_not_made_a_full_name() -> None:
    text = f"Karl Lindqvist and Ada Lindqvist met in Oslo. Lindqvist bought a yard in Finland in 1925. {CAST}"
    for draft in drafts(text):
        if draft.origin.key == "Lindqvist":
            assert "Lindqvist" in str(draft.item)
            assert "Ada Lindqvist" not in str(draft.item)
            assert "Karl Lindqvist" not in str(draft.item)
