"""Families whose answer is a phrase, an option, a piece of code or a term; parted words; praise that goes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.checks.words import content
from quiz.generate.about import PHRASES, Fact
from quiz.generate.distractors import WANTED, called, fitting
from quiz.generate.framing import timeless
from quiz.generate.gates import examine
from quiz.generate.values import Distractor, Status
from quiz.items import Choice, Text
from tests.support.drafting import drafts, ground, shown

KILN = """# Kiln Controller Handbook

If the lid is open, the controller cuts the power to all elements. When the target temperature is reached, the fan
starts at low speed. Unless a program is loaded, the display shows a flashing dash. Once the chamber has cooled down,
the door lock opens without noise. The pump stops when the water tank runs dry.

The valve is used to let damp air out. The spare fuse is used to protect the main board. The mirror is used to watch
the cones during a firing. Every glaze recipe must be approved by the studio manager. A soak is defined as the time
during which the kiln holds its highest temperature. The metal plate under the shelves is called a bat.

The controller reads its start values from the `/etc/kiln.conf` file. A firing is stopped at once with the command
line option `--abort` of the remote tool.

-v, --steps Print each stage of a firing on the screen.
-q, --mute Hide all messages but the errors of the kiln.
-x, --pretend Show what would be fired and heat nothing.
-k, --keep Leave the old firing curves on the card.
"""
FOUND = {**shown(drafts(KILN)), **shown(drafts(KILN, families=("case", "then", "aim", "term")))}


@pytest.mark.parametrize(
    ("stem", "key"),
    [
        ("in which case does the display show a flashing dash?", "Unless a program is loaded"),
        ("what happens when the target temperature is reached?", "the fan starts at low speed"),
        ("for what purpose is the valve used?", "to let damp air out"),
        ("what is the metal plate under the shelves called?", "bat"),
        ("what is defined as “the time during which the kiln holds its highest temperature”?", "soak"),
        ("which option is described as “Leave the old firing curves on the card”?", "-k"),
        ("what does the option -k do?", "Leave the old firing curves on the card"),
        ("a firing is stopped at once with the command line option {gap} of the remote tool.", "`--abort`"),
    ],
)
def test_each_family_asks_for_its_phrase(stem: str, key: str) -> None:
    assert FOUND[f"According to “Kiln Controller Handbook”, {stem}"] == key


def test_every_draft_passes_every_gate() -> None:
    home = ground(KILN)
    for draft in drafts(KILN):
        assert [g for g in examine(draft, home) if not g.passed] == []


def test_options_that_are_phrases_are_alike_in_length() -> None:
    found = [d.item for d in drafts(KILN, families=("case", "then", "means", "aim"))]
    assert found
    for item in found:
        assert isinstance(item, Choice)
        lengths = [len(o.text) for o in item.options]
        assert max(lengths) <= 2 * min(lengths) or max(lengths) - min(lengths) <= 8


def test_another_form_of_an_option_is_accepted() -> None:
    alone = re.sub(r"(?m)^-[vqn].*\n", "", KILN)
    item = next(d.item for d in drafts(alone) if d.origin.key == "-k")
    assert isinstance(item, Text)
    assert item.accept == ("--keep",)


@pytest.mark.parametrize(
    "text",
    [
        # What is meant by `it` stands in the sentence before; a second clause; two forms that say the opposite.
        "If it is closed, the lamp of the kiln glows for a minute.",
        "If the lid is open, the fan starts at once and the pump stops.",
        "-w, --warn, --no-warn Print messages on odd values of the sensor.",
        "-9 The slowest of all levels for very old kilns.",
    ],
)
def test_what_would_be_a_bad_question_is_none(text: str) -> None:
    whole = f"{KILN}\n\n{text}\n"
    made = drafts(whole, families=("then", "case", "option"))
    assert not [d for d in made if d.origin.passage == text]


def test_a_word_that_a_line_parts_is_one_word() -> None:
    parted = KILN.replace("a flashing dash", "a flash\u2010\n    ing dash")
    assert "in which case does the display show a flashing dash?" in " ".join(shown(drafts(parted, families=("case",))))
    home = ground(parted)
    for draft in drafts(parted):
        assert [g for g in examine(draft, home) if not g.passed] == []


def test_code_of_two_backticks_and_roles_is_code() -> None:
    rst = KILN.replace("`--abort`", ":option:`--abort`").replace("`/etc/kiln.conf`", "``/etc/kiln.conf``")
    assert shown(drafts(rst)) == shown(drafts(KILN))


def test_items_inside_of_items_are_read() -> None:
    nested = (
        "# Rules\n\na. *Keys*\n\n    i. Lost keys must be reported within 3 days.\n\n    i. Spare keys must be kept.\n"
    )
    assert any("3" in key for key in shown(drafts(nested)).values())


@pytest.mark.parametrize(
    ("stem", "bare"),
    [
        ("Who made a historic visit to Bergen?", "Who made a visit to Bergen?"),
        ("Who opened an ambitious and remarkable inn?", "Who opened an inn?"),
        ("Who drew the famous map of Oslo?", "Who drew the map of Oslo?"),
        ("Who led the most famous choir?", "Who led the most famous choir?"),
        ("Who sold “a historic house”?", "Who sold “a historic house”?"),
    ],
)
def test_mere_praise_goes(stem: str, bare: str) -> None:
    assert timeless(stem) == bare


_WORDS = ("red", "key", "lid", "fan", "card", "pump", "step", "door", "wire")
_PHRASE = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=8).map(" ".join)


@given(_PHRASE, _PHRASE, st.lists(_PHRASE, max_size=9))
def test_phrases_that_go_together_are_alike_and_hide_the_key(key: str, stem: str, others: list[str]) -> None:
    pool = [Distractor(text=t, why="", origin="document", feedback="") for t in others]
    taken = fitting(key, stem, pool)
    assert len(taken) in (0, WANTED - 1, WANTED)
    if taken:
        lengths = [len(key), *(len(d.text) for d in taken)]
        assert max(lengths) <= 2 * min(lengths) or max(lengths) - min(lengths) <= 8
        assert content(key) & content(stem) <= {w for d in taken for w in content(d.text)}


def test_no_stem_is_cut_within_a_word() -> None:
    assert all(re.fullmatch(r"According to “Kiln Controller Handbook”, .*[?.]", stem) for stem in FOUND)


def test_a_short_form_of_the_answer_does_not_stand_in_the_stem() -> None:
    text = """The Tidal Power Council (TPC) licenses all mills on the coast of Norway. The TPC seeks many talks with
Sweden in the TPC House. The TPC opened a school for the TPC guards in Bergen in 1961."""
    found = shown(drafts(text))
    stem = (
        "According to “text0”, with which country does the Tidal Power Council (TPC) seek many talks in the TPC House?"
    )
    assert found[stem] == "Sweden"
    assert "TPC" not in found.values()


@pytest.mark.parametrize("cls", sorted(PHRASES))
def test_a_phrase_that_is_a_distractor_is_called_by_what_it_is(cls: str) -> None:
    fact = Fact(0, "how", 0, 1, "x", "x", cls, "", Status.REPORTED, "", ())
    assert called(fact) != "a name"
