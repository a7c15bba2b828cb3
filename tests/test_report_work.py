"""The report for instructors: figures by counts alone, what is to be done first, keys corrected, files left out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from quiz.banks import Library, open_shelf, read_sources
from quiz.checks.drift import BROKEN, State, drift
from quiz.checks.review import read_reviews
from quiz.cli import main
from quiz.errors import Exit, Finding, Severity
from quiz.items import Choice, Item, Option, Reject, Text
from quiz.learning import Answered, Claimed, Closed, Event, Opened, Reported
from quiz.learning.tally import Key
from quiz.scoring import Outcome, Policy, score
from quiz.scoring.statistics import Mark, Options, analyse
from quiz.store.sharing import shared_lines
from quiz.views.report.checked import checked
from quiz.views.report.gathering import Gathering
from quiz.views.report.making import make_report
from quiz.views.report.model import Report
from quiz.views.report.text import text_lines
from tests.strategies.learning import START, event
from tests.support.effort import FEWER
from tests.support.library import fact, library_of, numbered, texts, write_library

TODAY = START.toordinal() + 30


def choices(count: int) -> list[Item]:
    options = tuple(Option(id=o, text=o.title(), feedback="No.") for o in ("left", "right", "up", "down"))
    made: list[Item] = []
    for base in texts(count):
        common = {f: getattr(base, f) for f in ("id", "stem", "explanation", "topics", "level", "citations", "status")}
        made.append(Choice(**common, options=options, key="left"))
    return made


def given_by(
    library: Library, responses: Mapping[str, Sequence[Any]], start: int = 1, mode: Any = "learn", gap: int = 1
) -> list[Event]:
    """Answers of one trainee: several to each item, so many days apart."""
    made: list[Event] = []
    for place, (item, own) in enumerate(responses.items()):
        entry = library.entries[item]
        for turn, response in enumerate(own):
            outcome = score(entry.marking, response, Policy(final=True))
            assert isinstance(outcome, Outcome)
            body = Answered(
                session=f"s{start}", mode=mode, item=item, seen=entry.seen, scored=entry.scored, response=response,
                duration=5_000, outcome=outcome,
            )  # fmt: skip
            made.append(event(start * 1_000 + 40 * place + turn, body, turn * gap, place % 24))
    return made


def report_of(library: Library, logs: dict[str, list[Event]], **more: Any) -> Report:
    found = Gathering(library, TODAY, more.pop("by", None))
    for trainee, events in logs.items():
        found.take(trainee, events)
    return make_report(found, **more)


def kinds(report: Report) -> list[tuple[str, str, int]]:
    return [(w.kind, w.item, w.n) for w in report.work]


# Figures


@FEWER
@given(st.integers(0, 10_000), st.integers(2, 40), st.integers(1, 5))
def test_figures_by_counts_are_those_of_the_whole_table(seed: int, persons: int, items: int) -> None:
    rng = Random(seed)
    library = library_of(choices(items))
    logs, marks = {}, []
    for person in range(persons):
        responses = {i: [rng.choice(("left", "right", "up"))] for i in library.entries if rng.random() < 0.8}
        logs[f"t{person:02}"] = given_by(library, responses, person + 1)
        for item, (response,) in responses.items():
            scored = library.entries[item].scored
            marks.append(Mark(f"t{person:02}", item, scored, Fraction(response == "left"), (response,)))
    offered = Options(("left", "right", "up", "down"), frozenset({"left"}))
    options = {(i, e.scored): offered for i, e in library.entries.items()}
    whole = analyse(marks, options)
    report = report_of(library, logs)
    rows = {row.item: row for row in report.items}
    assert report.form == whole.form
    assert set(rows) == {item for item, _ in whole.items}
    for (item, _), figures in whole.items.items():
        row = rows[item]
        assert row.facility.n == figures.facility.n
        assert row.facility.value == (None if figures.facility.small else figures.facility.value)
        assert row.interval == (None if figures.facility.small else figures.interval)
        for mine, theirs in (
            (row.discrimination, figures.discrimination_index),
            *((o.correlation, f.correlation) for o, f in zip(row.options, figures.options, strict=True)),
        ):
            scale = 100 if theirs is figures.discrimination_index else 1
            assert mine.n == theirs.n
            wanted = None if theirs.small or theirs.value is None else theirs.value / scale
            assert mine.value == (None if wanted is None else pytest.approx(wanted, abs=1e-9))
        for option, figure in zip(row.options, figures.options, strict=True):
            assert (option.chosen, option.right) == (figure.chosen, figure.right)
            assert option.dead == (not (figure.functional or figure.right or figure.share.small))


@given(st.permutations(["a", "b", "c", "d"]))
@settings(max_examples=10)
def test_the_order_of_trainees_changes_nothing(order: list[str]) -> None:
    library = library_of(choices(3))
    logs = {n: given_by(library, {i: ["left", "up"] for i in library.entries}, k) for k, n in enumerate("abcd", 1)}
    assert report_of(library, {name: logs[name] for name in order}) == report_of(library, logs)


def test_nothing_is_said_of_too_few() -> None:
    library = library_of(choices(2))
    for count, facility, dead in ((9, None, 0), (10, 0.0, 0), (20, 0.0, 2)):
        logs = {f"t{n}": given_by(library, {i: ["up"] for i in library.entries}, n + 1) for n in range(count)}
        report = report_of(library, logs)
        assert {row.facility.value for row in report.items} == {facility}
        assert {len(row.dead) for row in report.items} == {dead}
        assert {row.discrimination.value for row in report.items} == {None}
        assert {w.kind for w in report.work} == ({"hard"} if facility is not None else set()) | (
            {"distractor"} if dead else set()
        ) | {"confusion"}


# What is to be done


def test_the_work_comes_in_its_order_with_place_reason_and_number() -> None:
    items = [*choices(3), *texts(5)[3:]]
    reject = (Reject(answer="whale shark", feedback="A fish."),)
    items[4] = structs.replace(items[4], reject=reject)
    library = library_of(items)
    hard, easy, forgotten, _, typed = library.entries
    logs: dict[str, list[Event]] = {}
    for n in range(24):
        right = "left" if n % 2 else "right"
        lost = ["left", *["up", "left"] * 5] if n < 3 else ["left"]
        logs[f"t{n:02}"] = given_by(
            library,
            {
                hard: ["up"],
                easy: ["left"],
                forgotten: [right, *lost],
                typed: [("whale shark", "blue whale")[n > 3]],
            },
            n + 1,
            gap=3,
        )
    entry = library.entries[hard]
    told = Reported(hard, "key", "The\x1b[2J paper says up", entry.seen, entry.scored)
    wrong = next(e for e in logs["t00"] if getattr(e.body, "item", "") == hard)
    logs["t00"] += [event(90_001, told, 9), event(90_002, Claimed("s1", hard, wrong.id), 9)]
    logs["t01"].append(event(90_003, structs.replace(told, words="", reason="unclear"), 9))
    findings = [
        Finding(rule="key-no-option", path="b.yaml", line=9, column=1, what="no option", hint="name one", item="x"),
        Finding(
            rule="recheck-due", path="b.yaml", line=3, column=1, what="by now", hint="look", severity=Severity.WARNING
        ),
        Finding(rule="long-stem", path="b.yaml", line=3, column=1, what="long", hint="cut", severity=Severity.WARNING),
    ]
    report = report_of(library, logs, findings=findings)
    assert kinds(report) == [
        ("error", "x", 0),
        ("recheck", "", 0),
        ("report", hard, 2),
        ("leech", forgotten, 3),
        ("hard", hard, 24),
        ("easy", easy, 24),
        ("distractor", hard, 24),
        ("distractor", easy, 24),
        ("distractor", forgotten, 24),
        ("confusion", hard, 24),
        ("confusion", forgotten, 12),
        ("confusion", typed, 4),
    ]
    reported = next(w for w in report.work if w.kind == "report")
    assert reported.where == f"{entry.path}:{entry.line}"
    assert "2 trainees: wrong key 1, says it was right 1, unclear 1" in reported.why
    assert "\x1b" not in reported.why
    confused = next(w for w in report.work if w.item == typed)
    assert confused.why.startswith("4 of 24 trainees gave “whale shark” for “blue whale”")
    lines = list(text_lines(report))
    assert lines.index("  Errors: these questions are not asked (1)") < lines.index("  Reported by trainees (1)")


def test_who_does_well_elsewhere_and_misses_an_item_points_at_its_key() -> None:
    library = library_of(choices(4))
    bad, *rest = library.entries
    logs = {}
    for n in range(40):
        able = n % 2 == 0
        responses: dict[str, Sequence[Any]] = {item: ["left" if able else "up"] for item in rest}
        logs[f"t{n}"] = given_by(library, {bad: ["right" if able else "left"], **responses}, n + 1)
    report = report_of(library, logs)
    assert [w.item for w in report.work if w.kind == "key"] == [bad]
    assert {row.item: row.discrimination.value for row in report.items}[bad] == pytest.approx(-1)


def test_names_taken_for_each_other_are_told_both_ways_over_items() -> None:
    library = library_of(choices(2))
    one, two = library.entries
    other = structs.replace(library.entries[two].item, key="right")
    library = library_of([library.entries[one].item, other])
    logs = {f"t{n}": given_by(library, {one: ["right"], two: ["left"]}, n + 1) for n in range(3)}
    (pair,) = report_of(library, logs).confusions
    assert {pair.right, pair.given} == {"Left", "Right"}
    assert (pair.n, pair.back, pair.of, pair.items) == (3, 3, 3, (one, two))


# Trainees


def test_a_trainee_is_told_with_progress_readiness_certainty_and_exams() -> None:
    library = library_of(choices(4), ready_by="2026-06-01")
    items = list(library.entries)
    learned = [
        structs.replace(e, body=structs.replace(e.body, certainty=3))
        for e in given_by(library, {i: ["left"] for i in items[:2]})
    ]
    sat = given_by(library, {items[0]: ["left"], items[1]: ["up"]}, 2, "exam")
    exam = [
        event(1, Opened("s2", "exam", "", tuple(items[:2]), {"pass_mark": "0.5"}), -1),
        *sat,
        event(2, Closed("s2"), 5),
    ]
    (row,) = report_of(library, {"ana": [*learned, *exam]}, by=TODAY + 10).people
    assert (row.answers, row.days, row.seen, row.items) == (4, 1, 2, 4)
    assert row.ready is not None
    assert 0 < row.ready.low < row.ready.expected < row.ready.high < 1
    assert 0 < row.mastery < 0.5
    assert (row.calibration.answers, row.calibration.mark) == (2, 3.0)
    assert [(e.score, e.passed) for e in row.exams] == [(0.5, True)]


def test_a_key_that_was_corrected_is_told_before_and_after() -> None:
    items = choices(2)
    library = library_of(items)
    wrong, fine = library.entries
    logs = {
        f"t{n}": given_by(library, {wrong: ["right" if n < 3 else "left"], fine: ["left"]}, n + 1) for n in range(4)
    }
    corrected = library_of([structs.replace(items[0], key="right"), items[1]])
    report = report_of(corrected, logs)
    (row,) = report.regraded
    assert (row.item, row.answers, row.trainees, row.before, row.after) == (wrong, 4, 4, 0.25, 0.75)
    assert [(p.before, p.after) for p in report.people] == [(0.5, 1.0)] * 3 + [(1.0, 0.5)]
    assert "25.0% → 75.0%" in "\n".join(text_lines(report))
    assert report_of(library, logs).regraded == ()
    assert Gathering(corrected, TODAY).keys[wrong] == Key(
        corrected.entries[wrong].scored, 1, corrected.entries[wrong].marking
    )


def test_a_library_without_answers_or_items_has_a_report() -> None:
    for library in (library_of([]), library_of(numbered(2))):
        report = report_of(library, {})
        assert (report.items, report.people, report.work) == ((), (), ())
        assert "Nothing waits" in "\n".join(text_lines(report))
    unknown = report_of(library_of(numbered(1)), {"ana": given_by(library_of(texts(3)), {"item-2": ["x"]})})
    assert unknown.told == ("1 answer not counted, as this library has no such question",)


# The command


def send(folder: Path, library: Library, logs: dict[str, list[Event]]) -> Path:
    folder.mkdir()
    for name, events in logs.items():
        (folder / f"{name}.jsonl").write_bytes(b"".join(shared_lines(events, library.id, name)))
    return folder


def test_files_are_read_and_bad_ones_told_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = choices(2)
    library = library_of(items)
    root = write_library(tmp_path / "library", items)
    sent = send(
        tmp_path / "sent", library, {n: given_by(library, {"item-1": ["up"]}, k) for k, n in enumerate("ab", 1)}
    )
    line = ["report", "--library", str(root), "--data", str(tmp_path / "data")]
    assert main([*line, str(sent)]) == 0
    assert "2 trainees, 2 answers, 2 files" in capsys.readouterr().out
    (sent / "junk.txt").write_text("junk")
    assert main([*line, str(sent), "--json"]) == Exit.PARTLY
    out, err = capsys.readouterr()
    assert json.loads(out)["trainees"] == 2
    assert "junk.txt: left out: this is no file of `quiz log export`" in err
    assert main([*line, str(sent / "junk.txt")]) == Exit.USAGE
    assert "none of these files can be used" in capsys.readouterr().err
    assert main([*line, str(sent), "--by", "soon"]) == Exit.USAGE
    assert main([*line, str(sent / "a.jsonl"), "--part", "trainees", "--by", "2026-12-01"]) == 0
    assert "To do" not in capsys.readouterr().out
    assert main([*line, str(sent / "a.jsonl"), "--format", "html", "--out", str(tmp_path / "r.html")]) == 0
    assert (tmp_path / "r.html").read_text("utf-8").startswith("<!doctype html>")
    assert main([*line, str(sent / "a.jsonl"), "--format", "html", "--out", str(tmp_path / "r.html")]) == Exit.USAGE


def test_copied_answers_count_for_whom_they_came_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = choices(2)
    library = library_of(items)
    root = write_library(tmp_path / "library", items)
    own = given_by(library, {"item-1": ["up"], "item-2": ["left"]})
    sent = send(tmp_path / "sent", library, {"a": own, "b": own[1:]})
    assert main(["report", str(sent), "--library", str(root), "--data", str(tmp_path / "data")]) == Exit.PARTLY
    assert "b has answers of a, so all of them are left out" in capsys.readouterr().out


def test_diff_tells_whose_score_changes_in_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = choices(2)
    library = library_of(items)
    old = write_library(tmp_path / "old", items)
    new = write_library(tmp_path / "new", [structs.replace(items[0], key="up"), items[1]])
    sent = send(tmp_path / "sent", library, {"owl": given_by(library, {"item-1": ["up"]})})
    line = ["diff", str(old), str(new), "--answers", str(sent), "--library", str(new)]
    assert main([*line, "--data", str(tmp_path / "data")]) == 0
    out = capsys.readouterr().out
    assert "owl: item-1: 1 answer, score 0.0% → 100.0%" in out
    assert "owl: accuracy over all answers 0.0% → 100.0%" in out


def test_typed_answers_are_told_as_they_were_given() -> None:
    base = texts(1)[0]
    assert isinstance(base, Text)
    library = library_of([base])
    logs = {f"t{n}": given_by(library, {"item-1": ["Orca" if n < 8 else "  ORCA "]}, n + 1) for n in range(12)}
    (row,) = report_of(library, logs).items
    assert [(w.text, w.n) for w in row.wrong] == [("orca", 12)]


def test_a_quote_that_drifted_is_told_once_and_as_drift_tells_it(tmp_path: Path) -> None:
    root = write_library(tmp_path / "library", texts(4))
    brief = next((root / "seeds").glob("*.md"))
    brief.write_text(brief.read_text("utf-8").replace(fact(2), "Fact 2 is written up."), "utf-8")
    folder = root / "question_banks" / "review"
    folder.mkdir()
    read = [{"item": f"item-{n}", "quotes": "0" * 16, "verdict": "yes"} for n in (2, 3)]
    (folder / "one.jsonl").write_text("".join(json.dumps(one) + "\n" for one in read), "utf-8")
    findings, cited = checked(open_shelf(root), START, None)
    every = drift(read_sources(root), read_reviews(root)[0]).citations
    wanted = {(c.item, c.state) for c in every if c.state in BROKEN or c.state is State.UNCONFIRMED}
    assert {(c.item, c.state) for c in cited} == wanted == {("item-2", State.CHANGED), ("item-3", State.UNCONFIRMED)}
    work = report_of(open_shelf(root).library, {}, findings=findings, cited=cited).work
    assert [(w.kind, w.item) for w in work if w.kind in ("error", "drift")] == [
        ("drift", "item-2"),
        ("drift", "item-3"),
    ]
    assert [w.do for w in work if w.item == "item-2"] == [
        "see whether the item still holds, then quote the sentence as it is"
    ]
