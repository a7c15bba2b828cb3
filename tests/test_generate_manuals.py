"""Manuals, policies and lives: what is asked of them, what is offered beside the answer, and what is left alone."""

from __future__ import annotations

import re

import pytest

from quiz.generate.amounts import amounts
from quiz.generate.asking_code import is_entry
from quiz.generate.gates import examine
from quiz.generate.pools import offers
from quiz.generate.tokens import names_in, retagged
from quiz.items import Choice, Text
from tests.support.drafting import drafts, ground, places, read, sheets, shown

LOOM = """# Loom Service Manual

Storage=
    Says where the loom keeps its patterns on the disk.

Compress=
    Turns the packing of long patterns on or off.

Backlog=
    Sets how many patterns wait in the queue.

-w, --weave Start the loom with the pattern on top of the queue.
-s, --slow Halve the speed of the shuttle for thin yarn.
-r, --rewind Turn all bobbins back to their beginning.
-t, --tension Measure the pull of the warp for a minute.
-h, --help Display this help and exit.
"""
POLICY = """# Rowing Club Policy

If the boat is late, the warden calls the harbour master. If the key is lost, the club changes the lock of the shed. If
the flag is red, we may close the landing stage. When the season ends, the club returns the deposit. We keep our boats
dry. We will inform our members by letter within 14 days. We meet in our house. We lend our oars. The trainer must
approve every trip at night. The treasurer must sign all bills of the club. The boat warden must lock the shed at dusk.
"""
LIFE = """# Ada Kern

Ada Marie Kern was a baker from Bergen. In 1901, she opened a mill in Oslo. Kern was elected to the Bakers Guild in
1911. In 1920, Kern sold the mill.
"""


def _items(text: str, family: str) -> list[Choice]:
    return [d.item for d in drafts(text, families=(family,)) if isinstance(d.item, Choice)]


def test_an_option_is_picked_among_options_of_its_form() -> None:
    found = _items(LOOM, "option")
    assert len(found) >= 5
    for item in found:
        texts = [o.text for o in item.options]
        assert len(texts) >= 3
        assert len({(t[:2] == "--", t[:1] == "-", t[-1] == "=") for t in texts}) == 1


def test_what_an_option_does_is_picked_among_what_others_do() -> None:
    item = next(i for i in _items(LOOM, "effect") if " -r " in i.stem)
    assert {o.text for o in item.options} <= {
        line.split(" ", 2)[2][:-1] for line in LOOM.splitlines() if line[:1] == "-"
    }


def test_an_option_whose_name_tells_what_it_does_or_that_only_helps_is_left_alone() -> None:
    long = re.sub(r"(?m)^-\w, ", "", LOOM)
    assert {d.origin.key for d in drafts(long)} >= {"--weave", "--rewind"}
    told = long.replace("Start the loom with", "Weave and start the loom with")
    assert "--weave" not in {d.origin.key for d in drafts(told)}
    assert not [d for d in drafts(LOOM) if "help" in d.origin.passage]


def test_a_setting_stands_before_what_is_said_of_it() -> None:
    found = shown(drafts(LOOM))
    stem = "which setting is described as “Sets how many patterns wait in the queue”?"
    assert found[f"According to “Loom Service Manual”, {stem}"] == "Backlog="


@pytest.mark.parametrize(
    ("line", "entry"),
    [("-v Print more.", True), ("Mode= Says how.", True), ("size=N Take N.", True), ("LOOM_HOME Names it.", True),
     ("The loom stops.", False), ("Mode is set.", False)],
)  # fmt: skip
def test_an_entry_of_a_list_is_known(line: str, entry: bool) -> None:
    assert is_entry(line) is entry


def test_a_sentence_that_lost_its_subject_is_left_alone() -> None:
    rest = " to 40 threads in the `/etc/loom.conf` file of the loom. The loom must stop. Use the loom."
    assert drafts(f"# Loom\n\nThe loom is set{rest}")
    assert not drafts(f"# Loom\n\nSets{rest}")


def test_cases_and_consequences_are_found_in_sentences_of_which_nothing_is_asked() -> None:
    found = {(o.cls, o.text) for p in places(POLICY) for o in offers(p, True)}
    assert ("case", "If the flag is red") in found
    assert ("then", "We may close the landing stage") in found
    assert ("role", "Trainer") in found
    assert not [o for p in places(LIFE) for o in offers(p, False) if o.cls in ("then", "order", "role")]


def test_who_must_do_something_is_typed_or_picked_among_others_of_the_document() -> None:
    draft = next(d for d in drafts(POLICY, families=("who-must",)) if "sign all bills" in d.item.stem)
    assert isinstance(draft.item, Text)
    assert (draft.item.key, draft.item.accept) == ("Treasurer", ("Treasurers",))
    (picked,) = [v.item for v in draft.origin.variants if isinstance(v.item, Choice)]
    assert {o.text for o in picked.options} <= {"Trainer", "Treasurer", "Boat warden", "Harbour master"}


@pytest.mark.parametrize("family", ["case", "then"])
def test_weak_families_are_asked_for_only_when_they_are_wanted(family: str) -> None:
    assert family not in {d.origin.family for d in drafts(POLICY)}
    assert {d.origin.family for d in drafts(POLICY, families=(family,))} == {family}


def test_in_a_policy_we_are_those_who_made_it_and_nowhere_else() -> None:
    assert ground(POLICY).ours
    assert not ground(LIFE).ours
    assert any("our members" in stem for stem in shown(drafts(POLICY)))
    other = POLICY.replace("We ", "They ").replace(" we ", " they ").replace("our boats", "boats")
    assert not any("our members" in stem for stem in shown(drafts(other)))


def test_a_consequence_stands_by_itself() -> None:
    text = POLICY.replace("the club returns the deposit", "the club returns it with its papers")
    told = [o.text for d in drafts(text) if d.origin.family == "then" for o in getattr(d.item, "options", ())]
    found = [o.text for p in places(text) for o in offers(p, True) if o.cls == "then"]
    assert found
    assert not [t for t in (*told, *found) if " it " in t]


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("Remove the label of the loom.", {"Remove the label of the loom"}),
        ("If the flag is red, close the landing stage.", {"Close the landing stage"}),
        ("Pull requests must remain open for a week.", set()),
        ("Note the name of the loom.", set()),
        ("Enter a new name for.", set()),
    ],
)
def test_an_order_tells_to_do_something(text: str, orders: set[str]) -> None:
    assert {o.text for p in places(text) for o in offers(p, True) if o.cls == "order"} == orders


@pytest.mark.parametrize(
    "text",
    ["# Looms\n\nLooms come in two kinds: hand looms and power looms. The loom must be oiled.",
     "# Looms\n\nThe shed holds 30 looms, 12 looms of oak and 18 looms of pine. The loom must be oiled."],
)  # fmt: skip
def test_a_number_that_the_stem_tells_is_not_asked_for(text: str) -> None:
    asked = [d.item.stem for d in drafts(text) if d.origin.key[:3] in ("two", "30 ")]
    assert not asked


@pytest.mark.parametrize("start", ["Must", "Can", "Is"])
def test_a_sentence_that_begins_with_its_verb_has_no_subject(start: str) -> None:
    assert not drafts(f"# Loom\n\n{start} be used with the `--warp` option of the loom. The loom must be oiled.")


@pytest.mark.parametrize("stem", ["In which case will we call it off?", "In which case must you do so?"])
def test_a_pronoun_behind_you_or_we_is_seen(stem: str) -> None:
    draft = next(d for d in drafts(POLICY, families=("case", "then")))
    asked = f"According to “Rowing Club Policy”, {stem[:1].lower()}{stem[1:]}"
    item = type(draft.item)(**{f: getattr(draft.item, f) for f in draft.item.__struct_fields__} | {"stem": asked})
    failed = [g.number for g in examine(type(draft)(item=item, origin=draft.origin), ground(POLICY)) if not g.passed]
    assert 6 in failed


@pytest.mark.parametrize(
    "text", ["Boats of class 2 sink.", "A tier 3 boat needs care.", "Here 2 gives a knot.", "ISO 9660 is a rule.",
             "A mode=620 makes boats safe."],
)  # fmt: skip
def test_a_number_that_is_a_name_counts_nothing(text: str) -> None:
    assert amounts(text) == []


def test_two_sentences_with_one_frame_give_no_typed_question() -> None:
    one = (
        "The `/etc/oar.conf` file must never be changed. To lend every boat of the club, edit the `/etc/oar.conf` file."
    )
    two = "To lend every boat of the club, edit the `/etc/sail.conf` file."
    assert any("{gap}" in s and "lend every boat" in s for s in shown(drafts(f"# Oars\n\n{one}")))
    assert not any("{gap}" in s and "lend every boat" in s for s in shown(drafts(f"# Oars\n\n{one} {two}")))


def test_a_sentence_without_a_date_is_no_second_answer_to_when() -> None:
    one, two = "Holm Island joined Stornvik in 1964.", "Stornvik has a ferry to Holm Island."
    assert "1964" in shown(drafts(f"{one} {two}")).values()
    assert "1964" not in shown(drafts(f"{one} Holm Island joined Stornvik in 1971.")).values()


def test_a_title_is_a_part_of_the_name_of_a_place() -> None:
    found = shown(drafts("Prince Edward Island joined Canada on 1 July 1873. Prince Edward visited Oslo in 1911."))
    assert "Edward Island" not in found.values()


def test_a_life_is_told_of_the_one_in_the_title_under_every_form_of_the_name() -> None:
    found = shown(drafts(LIFE))
    assert found["In which year did Ada Kern open a mill in Oslo?"] == "1901"
    assert not any(key.endswith("Kern") for key in found.values())


def test_a_common_word_at_the_beginning_of_a_sentence_loses_its_capital() -> None:
    rows = [p.tokens for p in places("Trams ran to Oslo. The trams stopped in 1950. Oslo sold the trams in 1951.")]
    names = names_in([t.text for t in row] for row in rows)
    first = retagged((rows[0][0]._replace(tag="NNPS"), *rows[0][1:]), names, frozenset(("trams",)))
    assert first[0].tag == "NNS"


def test_terms_of_a_definition_list_are_picked_among_those_of_their_section() -> None:
    text = """# Shuttle interface

## Parameters

- `maker` {{optional_inline}}
  - : An object that holds the address of the factory.
- `yarn`
  - : A string with the name of a colour from the catalogue.
- `stamp`
  - : A number that tells when the contract was signed.
"""
    found = drafts(text, families=["term"])
    assert {d.origin.key for d in found} == {"`maker`", "`yarn`", "`stamp`"}
    for draft in found:
        assert isinstance(draft.item, Choice)
        assert "which parameter is described as" in draft.item.stem
        assert [g for g in examine(draft, ground(text)) if not g.passed] == []


def test_the_method_of_an_interface_is_asked_for_with_its_interface() -> None:
    text = "# Shuttle\n\nThe `loom.turn()` method of the Shuttle interface returns the number of threads in the warp."
    stems = shown(drafts(text))
    assert any(
        "which method of the Shuttle interface returns" in s.casefold().replace("shuttle", "Shuttle") for s in stems
    )


def test_the_same_document_gives_the_same_drafts() -> None:
    assert sheets([read(LOOM, "loom.md"), read(POLICY, "club.md")]) == sheets(
        [read(LOOM, "loom.md"), read(POLICY, "club.md")]
    )
