"""Evaluation of drafts: figures against known values, sampling that repeats itself, a sheet that tells nothing."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.generate.pipeline import FAMILIES
from tests.support.drafting import PORT, RULES, library, read, sheets
from tests.support.drafts import write_drafts
from tests.tools.evaluation import main
from tests.tools.evaluation_figures import VERDICTS, Verdict, ac1, kappa, read_verdicts, table, wilson
from tests.tools.evaluation_sheet import PLANTS, Entry, key_of, planted, render, sample, stratified

COUNTS = (20, 0, 8)


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return _entries(1)


LOOM = """# Loom

-w, --weave Start the loom with the pattern on top of the queue.
-r, --rewind Turn all bobbins back to their beginning.
-t, --tension Measure the pull of the warp for a minute.
-k, --keep Leave the old threads on the beam of the loom.
"""
WHEEL = """# Wheel

-s, --spin Turn the wheel for an hour at the slowest pace.
-b, --brake Hold the pedal until the flywheel stands still.
-o, --oil Send a drop to each bearing before the start.
-c, --count Print the length of yarn on every bobbin.
"""


def _entries(seed: int) -> list[Entry]:
    reads = [read(PORT, "harbour.txt"), read(RULES, "rules.md"), read(LOOM, "loom.txt"), read(WHEEL, "wheel.txt")]
    return sample(sheets(reads, doubtful=True), reads, library(), "", COUNTS, seed)


# Newcombe 1998, Stat. Med. 17, 857-872, table I, method 3; the last two by hand: z²/(n + z²).
@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (10, 10, 0.7225, 1.0),
    ],
)
def test_intervals_are_those_of_the_literature(hits: int, of: int, low: float, high: float) -> None:
    assert list(wilson(hits, of)) == pytest.approx([low, high], abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_is_mirrored(pair: tuple[int, int]) -> None:
    hits, of = pair
    low, high = wilson(hits, of)
    assert 0 <= low <= hits / of <= high <= 1
    assert list(wilson(of - hits, of)) == pytest.approx([1 - high, 1 - low])


@given(st.lists(st.sampled_from(VERDICTS), min_size=1))
def test_readers_who_say_the_same_agree_wholly(said: list[str]) -> None:
    assert kappa(said, said) == pytest.approx(1.0)
    assert ac1(said, said) == pytest.approx(1.0)


def test_independent_readers_agree_by_chance_only() -> None:
    pairs = [(a, b) for a in VERDICTS for b in VERDICTS]
    left, right = [a for a, _ in pairs], [b for _, b in pairs]
    assert kappa(left, right) == pytest.approx(0.0)
    assert ac1(left, right) == pytest.approx(0.0)


def test_kappa_of_a_table_that_is_known() -> None:
    # 20 twice yes, 5 and 10 split, 15 twice no: seen 0.7, by chance 0.5.
    said = [("as_is", "as_is")] * 20 + [("as_is", "edit")] * 5 + [("edit", "as_is")] * 10 + [("edit", "edit")] * 15
    assert kappa([a for a, _ in said], [b for _, b in said]) == pytest.approx(0.4)
    with pytest.raises(ValueError, match="two readers"):
        kappa(["edit"], [])


@given(st.integers(0, 10_000), st.integers(1, 40))
def test_each_family_is_there_as_far_as_the_number_reaches(seed: int, n: int) -> None:
    families = {"a": list(range(30)), "b": [100], "c": [200, 201], "d": []}
    found = stratified(families, n, random.Random(seed))  # type: ignore[arg-type]
    assert len(found) == len(set(found)) == min(n, 33)
    if n >= 3:
        assert {int(x) // 100 for x in found} == {0, 1, 2}  # type: ignore[call-overload]


def test_one_seed_gives_one_sheet_and_another_another(entries: list[Entry]) -> None:
    again = _entries(1)
    assert render(again) == render(entries)
    assert key_of(again, 1) == key_of(entries, 1)
    assert render(_entries(2)) != render(entries)


def test_the_sheet_tells_neither_family_nor_origin(entries: list[Entry]) -> None:
    text = render(entries)
    own = re.sub(r"(?m)^(?:> |\*\*|- |Key: |Source: ).*$", "", text)
    for word in (*FAMILIES, "draft", "planted", "written", *PLANTS):
        assert re.search(rf"(?im)^(?!Ten|3 |kind|6 |order).*\b{re.escape(word)}\b\s*$", own) is None, word
    assert all(e.source not in text for e in entries if e.source)
    assert text.count("Key: ") == len(entries) == text.count("\n## ")


def test_a_closed_sheet_and_every_key_hold_no_word_of_a_text(entries: list[Entry]) -> None:
    for text in (render(entries, closed=True), json.dumps(key_of(entries, 1))):
        assert all(e.stem not in text and e.quote not in text for e in entries)
        assert all(e.digest in text for e in entries)


def test_planted_items_are_of_all_kinds_and_differ_from_what_they_are_made_of(entries: list[Entry]) -> None:
    sound = [e for e in entries if e.origin == "draft"]
    bad = planted(sound, len(PLANTS), random.Random(3))
    assert {b.kind for b in bad} == set(PLANTS)
    assert all(b.digest not in {s.digest for s in sound} for b in bad)
    assert all(b.origin == "planted" and not b.family for b in bad)


def test_the_table_counts_an_item_as_the_harder_reader_does(entries: list[Entry]) -> None:
    key = key_of(entries, 1)
    numbers = [str(n) for n in range(1, len(entries) + 1)]
    hard = {
        n: Verdict(verdict="refuse" if e.origin == "planted" else "edit", wrong_key=False, same_kind=True)
        for n, e in zip(numbers, entries, strict=True)
    }
    soft = {n: Verdict(verdict="as_is") for n in numbers}
    lines = table(key, [hard, soft])
    assert any(line.strip().startswith(f"as is: 0 of {COUNTS[0]} = 0.0 %") for line in lines)
    assert any(line.strip().startswith(f"usable: {COUNTS[0]} of {COUNTS[0]} = 100.0 %") for line in lines)
    assert any(line.startswith("planted refused by reader 1: 8 of 8") for line in lines)
    assert any(line.startswith("planted refused by reader 2: 0 of 8") for line in lines)
    assert any("let through: " in line for line in lines)
    assert any(line.startswith(f"agreement on {sum(COUNTS)} items: kappa ") for line in lines)


@pytest.mark.parametrize(
    ("text", "what"),
    [("- a", "for each number"), ("1: as_is", "missing or unknown: 2"), ("{1: as_is, 2: fine}", "2 has no verdict")],
)
def test_a_readers_file_must_be_whole(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "reader.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=what):
        read_verdicts(path, ["1", "2"])


def test_from_documents_to_figures(tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = tmp_path / "rules.md"
    document.write_text(RULES, "utf-8")
    out = tmp_path / "out"
    given = ["sample", str(document), "--out", str(out), "--n", "5", "--seed", "4", "--backend", "rules"]
    bank = sorted(p.stem for p in (root / "question_banks").glob("*.yaml") if p.stem not in ("library", "names"))[0]
    assert main([*given, "--curated", bank, "--written", "3", "--planted", "2", "--library", str(root)]) == 0
    key = json.loads((out / "key.json").read_text("utf-8"))
    assert [one["origin"] for one in key["items"].values()].count("written") == 3
    reader = tmp_path / "one.yaml"
    reader.write_text("\n".join(f"{n}: {{verdict: edit, same_kind: true}}" for n in key["items"]), "utf-8")
    capsys.readouterr()
    assert main(["verdicts", str(out / "key.json"), str(reader), str(reader)]) == 0
    told = capsys.readouterr().out
    drafted = [one["origin"] for one in key["items"].values()].count("draft")
    assert drafted
    assert f"usable: {drafted} of {drafted}" in told
    assert "written by hand" in told
    assert main(["verdicts", str(out / "key.json"), str(tmp_path / "none.yaml")]) == 2


def test_core_sentences_with_a_draft_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_drafts(tmp_path)
    brief = (
        "---\nid: port\ntitle: The port\ncalled: the port's history\nkind: other\ntext: brief\n---\n\n[1]\n"
        "* The port of Brask was founded by Olof Hagen in 1764.\n* All is quiet.\n"
    )
    (tmp_path / "seeds" / "port.md").write_text(brief, "utf-8")
    assert main(["core", "--library", str(tmp_path), "--backend", "rules"]) == 0
    out = capsys.readouterr().out
    assert "port: 1 drafts, 1 of 2 core sentences" in out
    assert "in all 1 of 2 core sentences = 50.0 %" in out
