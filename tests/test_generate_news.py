"""Reports of news: who says what, before, behind and inside quotations; datelines, days without a year, roles."""

from __future__ import annotations

import pytest
from msgspec import structs

from quiz.generate.news import is_news
from quiz.generate.normative import is_normative
from tests.support.drafting import drafts, english, ground, read, sheets, shown

TALKS = """# Ferry talks end

OSLO, March 3 (Nord) — Foreign Minister Kari Holm of Norway said on Tuesday that the ferry to Aarhus “will bring trade
back to the north.” A treaty on the ferry was signed in Bergen on March 2.

“We have waited thirty years for a ferry,” the Danish minister Lars Birk told reporters in Bergen. Eva Lund, leader of
the Coast Party, said the ferry will cost Norway 40 million euros. “The coast is not for sale,” said Lund, who was born
in Narvik. Speaking in Bergen on Monday, Birk said: “Norway gains more by the ferry than any other country.” The ferry
will carry 900 passengers from Aarhus to Bergen, Birk told the Nord agency on Monday. Danish engineer Otto Brandt built
the ferry Varde in Aarhus. As of Sunday, the port of Bergen had sold 4,000 tickets for the ferry.
"""
FIRST = "According to “Ferry talks end”, "


def _found(text: str = TALKS) -> dict[str, str]:
    return shown(drafts(text, english(), doubtful=True))


@pytest.mark.parametrize(
    ("stem", "key"),
    [
        (f"{FIRST}who said that the ferry to Aarhus “will bring trade back to the north”?", "Kari Holm"),
        (f"{FIRST}who said “We have waited thirty years for a ferry”?", "Lars Birk"),
        (f"{FIRST}who said “The coast is not for sale”?", "Lund"),
        (f"{FIRST}who said “Norway gains more by the ferry than any other country”?", "Birk"),
        (f"{FIRST}a treaty on the ferry was signed in Bergen on {{gap}}.", "March 2"),
        ("According to Eva Lund, the ferry will cost Norway {gap} million euros.", "40 million euros"),
        ("According to Birk, the ferry will carry {gap} passengers from Aarhus to Bergen.", "900 passengers"),
        (f"{FIRST}how many tickets had the port of Bergen sold for the ferry?", "4,000 tickets"),
    ],
)
def test_what_is_asked_of_news(stem: str, key: str) -> None:
    assert _found().get(stem) == key, _found()


def test_who_gave_a_figure_is_not_asked_of_a_body() -> None:
    said = "The Coast Party said on Monday that the ferry killed 14 seals. Lund said no. Birk told us."
    text = f"# Ferry talks end\n\n{said}"
    assert "14 seals" in _found(text).values()
    assert "Coast Party" not in _found(text).values()


def test_one_who_is_called_by_a_role_did_it() -> None:
    assert "Otto Brandt" in {k for s, k in _found().items() if s.endswith("who built the ferry Varde in Aarhus?")}


def test_who_speaks_is_the_person_and_not_the_country() -> None:
    assert "Norway" not in {d.origin.key for d in drafts(TALKS, english(), doubtful=True) if d.origin.family == "said"}


def test_in_an_article_a_day_without_its_year_is_not_asked_for() -> None:
    text = "# Ferry\n\nA treaty on the ferry was signed by Kari Holm in Bergen on March 2. The ferry is red."
    assert [k for k in _found(text).values() if "March" in k] == []


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["Holm said no.", "It rains.", "Birk came on Monday.", "Lund told us."], True),
        (["Holm said no.", "It rains.", "Birk came."], False),
        (["Guests may come.", "A guest must pay."] * 20 + ["Holm said no.", "Birk came on Monday."], False),
    ],
)
def test_news_is_told_by_who_said_what_and_when(texts: list[str], told: bool) -> None:
    assert is_news(texts) is told


def test_news_of_what_will_be_is_no_policy() -> None:
    texts = [
        "The ferry will sail.",
        "It may cost more.",
        "Holm said it must pay.",
        "Birk can come on Monday.",
        "Lund told us.",
    ]
    assert not is_normative(texts)
    assert read(TALKS).kind == "news"


@pytest.mark.parametrize(
    "sentence",
    [
        "“We like Bergen,” Birk said, “and we like Oslo.”",
        "If the ferry is late, Birk said, containing the cost of Bergen may fail.",
        "“We like Bergen.”",
        "Norway maintains a position that only Bergen, which has a port of its own, has the right to the ferry.",
        "Varde, a similar ferry between Norway, Denmark and Sweden, sails from Aarhus.",
        "Birk met with leaders from Norway and Sweden about the ferry in Bergen.",
        "“We built a ferry three years ago in Bergen and now it is old,” Birk said.",
    ],
)
def test_what_is_cut_in_two_is_not_asked(sentence: str) -> None:
    text = f"# Ferry talks end\n\nLars Birk spoke in Bergen on Monday. He said nothing. {sentence}"
    for stem in _found(text):
        for half in (
            "and we like",
            "only Bergen?",
            "ferry between Norway”",
            "did Birk meet from",
            "is late.",
            "{gap} years ago",
        ):
            assert half not in stem


BOOKS = """# Library of Varde

The Varde Reading Circle (VRC) was founded by Clara Weiss in 1921. In January 1815, Karl Erik Lund built the Library
of Varde. The Library of Varde burnt in 1851, and Otto Brandt saved 300 books. The Library of Varde bought Lund’s 6,487
books from his heirs in 1860. The VRC gave the Library of Varde 40 globes in 1930.
"""


@pytest.mark.parametrize(
    ("stem", "key"),
    [
        ("The Library of Varde bought Karl Erik Lund’s {gap} books from his heirs in 1860.", "6,487 books"),
        ("The Varde Reading Circle (VRC) gave the Library of Varde 40 globes in {gap}.", "1930"),
    ],
)
def test_whom_a_surname_and_what_a_short_form_stand_for_is_said(stem: str, key: str) -> None:
    assert _found(BOOKS).get(stem) == key, _found(BOOKS)


def test_a_surname_that_two_bear_stays_as_it_is() -> None:
    text = BOOKS.replace("Otto Brandt saved", "Anna Lund saved")
    assert any("bought Lund’s" in stem for stem in _found(text))
    assert not any(name in stem for stem in _found(text) for name in ("Anna Lund’s", "Erik Lund’s"))


def test_a_long_headline_is_given_by_its_first_words() -> None:
    title = "Ferry talks end in Bergen (Norway) after ministers of three countries could not agree"
    found = _found(TALKS.replace("Ferry talks end", title))
    assert any("“Ferry talks end in Bergen (Norway) after ministers of three…”" in stem for stem in found)


def test_a_brief_on_news_names_itself_once() -> None:
    brief = structs.replace(read(TALKS.replace("# Ferry talks end", "# Bergen hopes")), brief=True)
    stems = [d.item.stem for d in sheets([brief], english())[0].drafts]
    assert stems
    assert not any(" in “Bergen hopes”" in stem for stem in stems)


def test_news_is_named_where_its_title_tells_nothing_of_the_answer() -> None:
    text = TALKS.replace("# Ferry talks end", "# Bergen hopes").replace("the ferry will cost", "Denmark will give")
    found = _found(text)
    assert found["According to Eva Lund in “Bergen hopes”, Denmark will give Norway {gap} million euros."]
    assert "Bergen" not in found.values()


def test_such_as_and_as_well_as_point_at_nothing() -> None:
    text = "# Varde\n\nKari Holm sold mills such as Varde as well as Narvik to Norway in 1901. Varde stood in Bergen."
    assert "1901" in shown(drafts(text, english(), doubtful=True)).values()


@pytest.mark.parametrize(
    ("sentence", "stem", "key"),
    [
        ("“Norway likes the ferry”, Otto Brandt told the press.", "who said “Norway likes the ferry”?", "Otto Brandt"),
        ("“Norway likes the ferry” tweeted Otto Brandt.", "who said “Norway likes the ferry”?", "Otto Brandt"),
        ("“Is the ferry Norwegian?” Otto Brandt asked.", "", ""),
        ("28-year-old Otto Brandt built the ferry in Narvik.", "who built the ferry in Narvik?", "Otto Brandt"),
    ],
)
def test_ways_to_say_who_did_or_said_it(sentence: str, stem: str, key: str) -> None:
    found = _found(f"# Ferry talks end\n\nBirk said no. It is Monday. Holm said yes. {sentence}")
    if stem:
        assert found.get(f"{FIRST}{stem}") == key, found
    else:
        assert not {k for s, k in found.items() if "who said" in s}


@pytest.mark.parametrize(
    ("text", "bearers"),
    [
        ("The ferry was built by Karl-Otto Lund. Mayor Lund and Ms. Lund sold it. As Lund said, it is old.", 1),
        ("The ferry was built by Karl-Otto Lund. Anna Lund sold it.", 2),
    ],
)
def test_how_many_bear_a_surname(text: str, bearers: int) -> None:
    assert ground(f"{text} It sails as well as before.").surnames["Lund"] == bearers
