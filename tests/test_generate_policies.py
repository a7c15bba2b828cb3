"""What policies and manuals tell: posts and bodies, limits of one unit, shares, defaults; how they are called."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.generate.amounts import amounts
from quiz.generate.asking_shares import forms_of
from quiz.generate.ingest import read_text
from quiz.generate.labels import label_of
from quiz.generate.naming import called_as
from quiz.generate.normative import is_normative
from tests.support.drafting import drafts, english, shown

RULES = """# Rules of the Ferry Union

The Ferry Union has 40 members. The Harbour Secretary must keep a list of all ferries in use. The Lighthouse Council
shall choose a warden before each winter. Each change of the fares needs two-thirds of the votes of the members. A
ticket expires one year after the day on which it was sold. The Ferry Union is led by a 5-person committee that
members elect. Each ferry may carry up to 60 guests. Guests must not feed gulls. The pier is paid for by Lindhaven
Works. Captains may leave the union at any time. A captain may be warned by the Harbour Secretary. Lists are kept for
at least 3 years in the harbour office.
"""
MANUAL = """# tided.conf

RefreshSec= Sets the time between two looks at the gauge of the harbour. Defaults to 15s.

OnFlood= Says what is done when the pier stands under water. This may be one of three words. The default is "alarm".

QuietHours= defaults to "no". The daemon must be started again when the file is changed.

SlowGauge= Says that the gauge should be read twice. The default is the value that is used for the other gauges.
"""


def _asked(text: str) -> dict[str, str]:
    return {stem.split("”, ", 1)[-1]: key for stem, key in shown(drafts(text, english())).items()}


@pytest.mark.parametrize(
    ("stem", "key"),
    [
        ("who must keep a list of all ferries in use?", "Harbour Secretary"),
        ("which body shall choose a warden before each winter?", "Lighthouse Council"),
        ("each change of the fares needs {gap} (share) of the votes of the members.", "two-thirds"),
        ("a ticket expires {gap} year(s) after the day on which it was sold.", "one year"),
        ("the Ferry Union is led by a(n) {gap}-person committee that members elect.", "5-person"),
        ("by whom may a captain be warned?", "Harbour Secretary"),
    ],
)
def test_a_policy_is_asked_for(stem: str, key: str) -> None:
    assert _asked(RULES)[stem] == key


def test_defaults_are_asked_of_the_setting_at_the_head_of_their_paragraph() -> None:
    found = {d.item.stem.split("”, ", 1)[-1]: d for d in drafts(MANUAL, english())
             if d.origin.family == "value"}  # fmt: skip
    assert {stem: d.origin.key for stem, d in found.items()} == {
        "what is the default of RefreshSec=?": "15s",
        "what is the default of OnFlood=?": "alarm",
        "what is the default of QuietHours=?": "no",
    }
    for stem, draft in found.items():
        quotes = [c.quote for c in (*draft.item.citations, *draft.item.context)]
        assert any(stem.split()[-1].rstrip("?") in quote for quote in quotes)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("RefreshSec= Sets the time.", "RefreshSec="),
        ("-q, --quiet Says nothing.", "--quiet"),
        ("core.pager Shows the log.", "core.pager"),
        ("The gauge is read.", ""),
        ("A-b", ""),
    ],
)
def test_the_label_of_an_entry(text: str, label: str) -> None:
    assert label_of(text) == label


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It must be paid within one week.", [("1", "week")]),
        ("It is kept for at least 1 year.", [("1", "year")]),
        ("One week later it rained on one of them.", []),
        ("A 3-person committee meets.", [("3", "persons")]),
        ("The Three-Person committee meets in a 12-story house.", [("3", "persons"), ("12", "stories")]),
        ("A six-year-old boat is sold.", []),
        ("He shall be twenty five Years old.", []),
        ("It weighs 20 pounds.", [("20", "pounds")]),
        ("It cost 20 pounds sterling.", [("20", "GBP")]),
        ("It is 2.7x10−7 m²/s or −80 °F.", []),
        ("It gives 0.57 W/(m-K).", []),
    ],
)
def test_amounts_that_are_and_are_none(text: str, found: list[tuple[str, str]]) -> None:
    assert [(a.value, a.unit) for a in amounts(text)] == found


@given(st.integers(1, 5), st.sampled_from(["third", "quarter", "fifth", "sixth", "eighth", "tenth"]))
def test_a_share_is_taken_in_digits_and_in_words(above: int, part: str) -> None:
    word = ("one", "two", "three", "four", "five")[above - 1]
    forms = forms_of(f"{word}-{part}{'s' if above > 1 else ''}")
    below = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}[part]
    assert Fraction(forms[0]) == Fraction(above, below)
    assert forms_of(forms[0])[0] == forms[0]


def test_what_is_no_share_has_no_forms() -> None:
    assert forms_of("most") == ()
    assert "3 to 1" in forms_of("3:1")
    assert "1/2" in forms_of("half")


TEXTS = ["The store is read by Lindex at night.", "A block is kept by Lindex.", "Blocks of Lindex are large.",
         "Each block of Lindex has a name."]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "texts", "called"),
    [
        ("Storage", TEXTS, "“Storage” (Lindex)"),
        ("Storage", TEXTS[:2], "“Storage”"),
        ("Storage of Lindex", TEXTS, "“Storage of Lindex”"),
        ("Animal Farm", TEXTS, "“Animal Farm”"),
        ("Security policy", [t.replace("Lindex", "Rowing") + " It was rowing." for t in TEXTS], "“Security policy”"),
    ],
)
def test_a_title_that_many_documents_have_is_told_apart(title: str, texts: list[str], called: str) -> None:
    assert called_as(title, texts) == called


def test_a_report_of_the_month_of_may_is_no_policy() -> None:
    assert not is_normative([f"Karl Lund came to Oslo on {day} May 1914." for day in range(1, 9)])
    assert is_normative(["Guests may come.", "A guest must pay.", "It rains."])


def test_a_paragraph_with_an_address_is_one_and_a_post_is_none() -> None:
    told = "The gauge is read twice a day by the harbour office, and what it shows is written down. See https://example.org/"
    long = f"{told * 2}x"
    kinds = {s.text[:9]: s.kind for s in read_text(f"{long}\n\nSee @gauge\n", b"", "a.txt").said}
    assert kinds["The gauge"] == "paragraph"
    assert kinds["See @gaug"] == "post"


def test_a_list_of_definitions_is_asked_for_its_terms() -> None:
    text = (
        "# Rules of the pier\n\n## Definitions\n\nWarden—A person whom the union has named to keep the pier.\n\n"
        "Slip—The place at the pier where one ferry may lie.\n\nGuest—A person on a ferry who must buy a ticket.\n\n"
        "## Fares\n\nFerry—A fare that guests must pay in winter.\n"
    )
    found = {s.split("”, ", 1)[-1]: k for s, k in shown(drafts(text, english())).items() if "which term" in s}
    assert found["which term is defined as “A person whom the union has named to keep the pier”?"] == "Warden"
    assert "Ferry" not in found.values()


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("000_6fe896258f138847.txt", "the document"),
        ("2026-03.txt", "the document"),
        ("the-old-pier.txt", "“the old pier”"),
        ("facade.txt", "“facade”"),
    ],
)
def test_a_file_whose_name_says_nothing_is_the_document(name: str, called: str) -> None:
    assert read_text("The pier was built in 1901. It is old.\n", b"", name).called == called
