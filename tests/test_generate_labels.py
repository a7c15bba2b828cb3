"""Options that stand above what is said of them, and what is asked of them."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.generate.gates import examine
from quiz.generate.labels import with_labels
from quiz.items import Choice
from tests.support.drafting import drafts, ground, read

FORMS = [
    "-q::\n--quiet::\n\tSuppress all output of the loom.\n",
    ".. option:: -q, --quiet\n\nSuppress all output of the loom.\n",
    "### -q, --quiet\n\nSuppress all output of the loom.\n",
    "-q, --quiet\n\nSuppress all output of the loom.\n",
    "`-q`, `--quiet`:\n\nSuppress all output of the loom.\n",
]
LOOM = """# Loom

-q::
--quiet::
	Suppress all output of the loom.

-f <file>::
	Find the pattern of the carpet by its number.

-r::
	Turn all bobbins back to their beginning.

-T::
	Measure the pull of the warp for a minute.

--linen::
	Halve the speed of the shuttle for thin yarn.

-x::
	Cuts the speed of the shuttle for thin yarn.
"""


@pytest.mark.parametrize("form", FORMS)
def test_an_option_and_what_is_said_of_it_are_one_sentence(form: str) -> None:
    made = read(f"# Loom\n\n{form}\nMore text.", "loom.md")
    found = next(s for s in made.said if "Suppress" in s.text)
    assert re.sub(r"[`,:]", "", found.text) == "-q --quiet Suppress all output of the loom."
    assert made.text[found.start] in "-`"
    assert made.text[found.end - 1] == "."


@given(st.lists(st.sampled_from(["paragraph", "item", "heading", "code", "label", "table"]), max_size=8), st.data())
def test_blocks_stay_in_order_and_cover_the_same_places(kinds: list[str], data: st.DataObject) -> None:
    lines = [data.draw(st.sampled_from(["--quiet", "-q, --all", "Some text.", "# --all", "x"])) for _ in kinds]
    text, blocks, at = "\n".join(lines), [], 0
    for kind, line in zip(kinds, lines, strict=True):
        blocks.append((kind, at, at + len(line)))
        at += len(line) + 1
    made = list(with_labels(text, blocks))
    assert [b[1] for b in made] == sorted(b[1] for b in made)
    assert all(a[2] <= b[1] for a, b in pairwise(made))
    assert {b[2] for b in made} <= {b[2] for b in blocks}
    assert "label" not in {b[0] for b in made}


def test_what_an_option_does_stands_among_what_others_do_in_one_form() -> None:
    found = [d.item for d in drafts(LOOM, families=("effect",)) if isinstance(d.item, Choice)]
    assert found
    for item in found:
        assert not any(o.text.startswith("Cuts") for o in item.options)
        assert all(o.text[:1].isupper() for o in item.options)


def test_an_option_whose_letter_begins_a_word_of_what_it_does_is_not_asked_for() -> None:
    keys = {d.origin.key for d in drafts(LOOM, families=("option",))}
    assert "-x" in keys
    assert "-f" not in keys


def test_every_draft_of_it_passes_every_gate() -> None:
    home = ground(LOOM)
    for draft in drafts(LOOM):
        assert [g for g in examine(draft, home) if not g.passed] == []
