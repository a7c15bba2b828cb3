"""One defect a file: what an instructor is told of it, where, and that the program survives it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from quiz.checks import check
from quiz.checks.rules import ITEM_RULES, LIBRARY_RULES
from quiz.cli import main
from quiz.errors import Exit, Finding, Severity
from tests.support.checking import TODAY, errors
from tests.support.process import quiz, run

FIXTURES = Path(__file__).parent / "fixtures"
LIBRARY = FIXTURES / "library"
BROKEN = FIXTURES / "broken"


class Case(NamedTuple):
    """A defect: the file without its suffix, where and by which rule it is told, a part of the text, sound items."""

    name: str
    line: int
    rule: str
    told: str
    sound: int = 0
    errors: int = 1


CASES = (
    Case("alias", 9, "yaml-alias", "the alias *never is not allowed"),
    # Each anchor and each alias is a place to mend.
    Case("alias-bomb", 5, "yaml-anchor", "the anchor &a is not allowed", errors=71),
    Case("anchor", 9, "yaml-anchor", "the anchor &never is not allowed"),
    Case("anchor-on-type", 6, "yaml-anchor", "the anchor &kind is not allowed"),
    Case("apostrophe-in-single-quotes", 9, "yaml", "behind its closing quotation mark"),
    Case("bad-id", 5, "form", "'id' cannot be 'fog horn'; write an id of letters"),
    Case("comma-in-braces", 11, "comma-in-braces", "cut at a comma before 'it has bands'; write it without braces"),
    Case("control-character", 9, "control-character", "U+001B; remove it", sound=1, errors=0),
    Case("differs-no-option", 19, "key-no-option", "the answer 'white' is no option"),
    Case("differs-same-set", 22, "differs-is-key", "this is the key itself; name another set"),
    Case("differs-is-key", 14, "differs-is-key", "this is the key itself"),
    Case("differs-uncited", 14, "no-citation", "the other document is not cited"),
    Case("duplicate-item-id", 18, "duplicate-id", "duplicate-item-id.yaml:5); give this item another id", sound=1),
    Case("duplicate-key-nested", 13, "duplicate-key", "the key 'key' stands twice (first at line 8)"),
    Case("duplicate-key-top", 3, "duplicate-key", "the key 'title' stands twice (first at line 2)", sound=1),
    Case("empty", 1, "empty", "the file is empty"),
    Case("empty-citations", 13, "no-citation", "nothing is cited; cite the sentence that decides"),
    Case("empty-key", 16, "empty-key", "the key is empty"),
    Case("empty-stem", 7, "empty", "'stem' is empty"),
    Case("equal-options", 12, "equal-options", "'red-and-white' is the same as 'Red and white'"),
    Case("forbidden-first-sign", 9, "yaml", "a text cannot begin with this sign; put the text in quotation marks"),
    Case("hash-cuts-text", 7, "hash-in-text", "'stem' ends at the # and loses what follows"),
    Case("id-with-a-line-break", 5, "form", "'id' cannot be 'foghorn"),
    Case("indented-deeper", 8, "yaml", "indented deeper than the one before"),
    Case("indented-less", 8, "yaml", "the line belongs to no item"),
    Case("item-is-a-text", 5, "schema", "the item should be a mapping of fields, but a text stands here"),
    Case("items-mapping", 5, "schema", "'items' should be a list; begin each item with `- id: ...`"),
    Case("key-no-option", 14, "key-no-option", "the key 'red-whit' is no option; did you mean 'red-white'?"),
    Case("key-twice", 17, "duplicate-option", "'oil' stands twice in the key"),
    Case("latin-1", 9, "encoding", "the byte 0xE9 is not UTF-8; save the file as UTF-8"),
    Case("level-4", 12, "schema", "'level' cannot be '4'; write a whole number from 1 to 3"),
    Case("level-one", 12, "schema", "'level' cannot be 'one'; write a whole number from 1 to 3"),
    Case("list", 1, "schema", "nothing but a list; begin it with a field such as `bank:`"),
    Case("list-for-a-number", 12, "schema", "'level' should be a whole number from 1 to 3, but a list stands here"),
    Case("list-for-a-text", 9, "schema", "'feedback' should be a text, but a list stands here"),
    Case("mapping-as-key", 8, "yaml", "a list or mapping stands where a key belongs"),
    Case("missing-paragraph", 15, "no-paragraph", "gull-rock has no paragraph 4; it has 3 paragraphs"),
    Case("no-bank", 1, "schema", "the file has no 'bank'; add `bank:`", sound=1),
    Case("no-citations", 5, "schema", "the item has no 'citations'"),
    Case("no-explanation", 5, "schema", "the item has no 'explanation'; add `explanation:`"),
    Case("no-feedback", 11, "no-feedback", "the distractor 'Black' has no feedback"),
    Case("no-items", 1, "schema", "the file has no 'items'"),
    Case("no-such-date", 8, "no-such-date", "there is no date 2026-02-30"),
    Case("no-such-recheck", 12, "no-such-date", "there is no date 2026-02-30"),
    Case("no-topics", 11, "empty", "'topics' is empty"),
    Case("no-type", 5, "schema", "the item has no 'type'; add `type:` and one of: choice, multiple"),
    Case("nul-byte", 9, "yaml", "the control character U+0000 stands in the file"),
    Case("number-with-comma", 9, "form", "'value' cannot be '32,5'; write a number in plain digits, such as 4.2"),
    Case("number-with-comma-in-braces", 8, "comma-in-braces", "cut at a comma before '5'"),
    Case("one-option", 9, "options-count", "1 option; give 2 to 64"),
    Case("only-comments", 1, "empty", "the file is empty"),
    Case("own-tag", 9, "yaml-tag", "the tag !important is not allowed"),
    Case("pick-not-key", 16, "pick-count", "`pick` is 3, but the key has 2 options"),
    Case("python-tag", 9, "yaml-tag", "the tag !!python/object/apply:os.system is not allowed"),
    Case("quote-half-sentence", 16, "quote-partial", "quote it whole: Nobody knows why the foghorn was never used."),
    Case("quote-missing", 16, "quote-missing", "did you mean: Nobody knows why the foghorn was never used."),
    Case("quote-other-paragraph", 16, "quote-elsewhere", "it stands in paragraph 3: correct `paragraph`"),
    Case("quote-two-sentences", 16, "quote-several", "more than one sentence of gull-rock, paragraph 3"),
    Case("reject-accepted", 10, "reject-is-key", "32.0 is accepted as right"),
    Case("reject-accepted-elsewhere", 12, "reject-is-key", "105 is accepted as right"),
    Case("reject-inside-date", 10, "reject-is-key", "1871-03-04 is accepted as right by the key"),
    Case("reject-no-date", 10, "no-such-date", "there is no date 1871-02-29"),
    Case("rival-accepted", 9, "reject-is-key", "'Orwin & Sons' is by names.yaml a rival of what is right here"),
    Case("reject-is-a-name", 10, "reject-is-key", "'keeper pell' is also accepted as right"),
    Case("retired-without-reason", 13, "retired-why", "retired without a reason; add `retired: why`"),
    Case("same-option-id", 11, "duplicate-option", "the id 'red-white' stands twice"),
    Case("scalar", 1, "schema", "nothing but a text"),
    Case("tab-indent", 8, "yaml", "a tab stands where spaces belong"),
    Case("text-for-a-list", 11, "schema", "'topics' should be a list, but a text stands here"),
    Case("text-for-a-mapping", 8, "schema", "'key' should be a mapping of fields, but a text stands here"),
    Case("topic-path", 11, "form", "cannot be 'history/'; write a topic path such as agreements/peace"),
    Case("text-too-long", 7, "too-long", "'stem' has 16,799 characters, more than 16,384"),
    Case("too-many-answers", 9, "too-long", "'accept' has 129 entries, more than 128"),
    Case("two-colons", 7, "yaml", "a second ': ' stands in one line; put the text in quotation marks or under >-"),
    Case("two-documents", 3, "yaml-documents", "a second document begins"),
    Case("unclosed-bracket", 11, "yaml", "this [ is not closed as it should be"),
    Case("unclosed-quotation-mark", 7, "yaml", "this quotation mark is never closed"),
    Case("unknown-document", 14, "no-document", "there is no document 'gul-rock'; did you mean 'gull-rock'?"),
    Case("unknown-field", 15, "unknown-field", "no field 'explanaton'; did you mean 'explanation'?"),
    Case("unknown-prerequisite", 13, "no-item", "there is no item 'tower-hight'"),
    Case("unknown-type", 6, "unknown-type", "'chioce' is no type of an item; did you mean 'choice'?"),
    Case("unlisted-topic", 11, "no-topic", "'histroy' is not in library.yaml; did you mean 'history'?"),
    Case("unreachable-key", 8, "unreachable-key", "nobody can type this answer"),
    Case("utf-16", 1, "encoding", "the file is UTF-16, not UTF-8"),
    Case("yes-for-true", 8, "schema", "'key' cannot be 'yes'; write one of: true, false"),
    Case("after-circle", 13, "after-circle", "break the circle of: one, three, two", sound=1, errors=3),
    Case("after-itself", 13, "after-circle", "the item is to come after itself; take it out of `after`"),
    Case("answer-twice", 32, "answer-twice", "the same answer stands before; remove one"),
    Case("brace-alone", 7, "stem-brace", "a brace of the stem has no partner"),
    Case("credit-elsewhere", 14, "credit-unused", "'Black' is never earned: what it earns stands under `differs`"),
    Case("credit-in-multiple", 16, "credit-unused", "'Coal' is never earned: the share of right and wrong ticks"),
    Case("credit-of-the-key", 11, "credit-unused", "'Red and white' is never earned: the key earns everything"),
    Case("credit-one", 14, "form", "'credit' cannot be '1'; write a share from 0 to below 1, such as 0.5"),
    Case("differs-same-set-twice", 32, "answer-twice", "the same answer stands before"),
    Case("equal-rows", 13, "equal-rows", "the row 'made-in-Haven' is the same as 'Made in Haven'"),
    Case("evidence-all-right", 11, "key-is-all", "every sentence of the passage is right; show a longer passage"),
    Case("evidence-key-twice", 12, "answer-twice", "the same answer stands before"),
    Case("evidence-reject-is-key", 13, "reject-is-key", "this sentence is in the key"),
    Case("evidence-uncited", 11, "key-uncited", "this sentence of the key is not cited; add it under `citations`"),
    Case("gap-choice-no-feedback", 14, "no-feedback", "the distractor 'Pell' has no feedback"),
    Case("gap-differs-uncited", 13, "no-citation", "the other document is not cited"),
    Case("gap-misspelt", 7, "no-gap", "the stem names a gap 'makr'; did you mean 'maker'?"),
    Case("gap-no-such-date", 11, "no-such-date", "there is no date 1871-02-30"),
    Case("gap-not-in-stem", 10, "gap-unused", "does not name the gap 'maker'; write {maker} where it belongs"),
    Case("gap-reject-accepted", 16, "reject-is-key", "'haven' is also accepted as right"),
    Case("gap-twice-in-stem", 7, "gap-twice", "the gap 'height' stands 2 times in the stem"),
    Case("gap-unknown-type", 10, "unknown-type", "known are: text, numeric, date, choice"),
    Case("gap-weight-zero", 12, "form", "'weight' cannot be '0'; write a number above 0"),
    Case("match-differs-is-key", 34, "differs-is-key", "name another option or leave the row out"),
    Case("match-differs-no-row", 34, "key-no-row", "the answer has a row 'boat'; known are: lens, tower"),
    Case("match-differs-twice", 40, "answer-twice", "the same answer stands before"),
    Case("match-no-option", 22, "key-no-option", "the key 'the-lense' is no option; did you mean 'the-lens'?"),
    Case("key-without-row", 22, "key-no-row", "the key has a row 'boat'; known are: lens, tower"),
    Case("no-gaps", 8, "gaps-count", "0 gaps; give 1 to 64"),
    Case("one-row", 9, "rows-count", "1 row; give 2 to 64"),
    Case("order-all-tied", 15, "no-pair", "the key fixes no pair of options; give at least two steps"),
    Case("order-differs-all-tied", 27, "no-pair", "the answer fixes no pair of options"),
    Case("order-differs-is-key", 27, "differs-is-key", "this is the key itself; write another order"),
    Case("order-differs-twice", 33, "answer-twice", "can agree with this order and with one before; leave one out"),
    Case("order-leaves-out", 15, "order-missing", "the key leaves out: left; name each option once"),
    Case("order-names-twice", 15, "duplicate-option", "'lit' stands twice in the key"),
    Case("order-no-option", 15, "key-no-option", "the key 'leeft' is no option; did you mean 'left'?"),
    Case("passage-half-sentence", 13, "quote-partial", "quote it whole: Its lens was made by the Orwin"),
    Case("passage-no-document", 8, "no-document", "there is no document 'gul-rock'; did you mean 'gull-rock'?"),
    Case("passage-no-paragraph", 8, "no-paragraph", "gull-rock has no paragraph 7; it has 3 paragraphs"),
    Case("passage-paragraph-twice", 8, "answer-twice", "paragraph 2 stands twice"),
    Case("passage-without-key", 11, "quote-elsewhere", "it stands in paragraph 2: add that paragraph to the passage"),
    Case("place-no-map", 8, "no-map", "there is no map 'coast'; known are: south-caucasus", sound=1, errors=0),
    Case("row-no-feedback", 12, "no-feedback", "the row 'Painted in bands' has no feedback"),
    Case("row-without-key", 12, "row-no-key", "the key has no partner for 'tower'"),
    Case("same-row-id", 12, "duplicate-row", "the id 'lens' stands twice"),
    Case("swap-of-choices", 42, "swap-unlike", "swap gaps that are typed, of one type and one weight"),
    Case("swap-one", 31, "empty", "an entry of 'swap' has 1 of 2 entries; name at least 2"),
    Case("swap-six", 49, "swap-size", "6 gaps may change places; give 2 to 5 in a group"),
    Case("swap-twice", 31, "gap-twice", "the gap 'town' stands twice under `swap`"),
    Case("swap-two-types", 31, "swap-unlike", "these gaps cannot change places"),
    Case("swap-two-weights", 32, "swap-unlike", "these gaps cannot change places"),
    Case("swap-unknown-gap", 31, "no-gap", "there is no gap 'twon'; did you mean 'town'?"),
)


def _told(finding: Finding) -> str:
    return f"{finding.what}; {finding.hint}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_b2_one_defect_gives_one_finding_at_its_line(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    path = BROKEN / f"{case.name}.yaml"
    report = check(LIBRARY, [str(path)], TODAY)
    broken = [f for f in report.findings if f.severity is Severity.ERROR]
    told = [f for f in report.findings if f.rule not in (*ITEM_RULES, *LIBRARY_RULES)]
    assert (len(broken), len(told), report.items) == (case.errors, max(1, case.errors), case.sound)
    first = told[0]
    assert (first.line, first.rule) == (case.line, case.rule)
    assert case.told in _told(first)
    assert main(["check", str(path), "--library", str(LIBRARY), "--json"]) == (Exit.FINDINGS if broken else Exit.DONE)
    assert [f["line"] for f in json.loads(capsys.readouterr().out)["findings"]] == [f.line for f in report.findings]


def test_every_broken_bank_is_in_the_table() -> None:
    assert {case.name for case in CASES} == {path.stem for path in BROKEN.iterdir()}


@pytest.mark.parametrize(
    "name", ["alias", "duplicate-key-nested", "level-4", "no-topics", "python-tag", "quote-missing"]
)
def test_a_fault_inside_an_item_names_the_item(name: str) -> None:
    (finding,) = errors(LIBRARY, [str(BROKEN / f"{name}.yaml")])[0]
    assert finding.item == "foghorn"


def test_a_finding_is_one_line_that_editors_can_jump_to(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(BROKEN)
    assert main(["check", "level-4.yaml", "--library", str(LIBRARY)]) == Exit.FINDINGS
    shown = capsys.readouterr().out.splitlines()
    assert shown == [
        "level-4.yaml:12:12: error[schema]: 'level' cannot be '4'; write a whole number from 1 to 3",
        "  12 |     level: 4",
        "     |            ^",
        "  why: Only what has the right fields, each of the right kind, can be shown and scored.",
        "1 error, 0 warnings: 0 sound items, 0 documents",
    ]


def _brackets(path: Path) -> None:
    path.write_text("[" * 100_000)


def _dashes(path: Path) -> None:
    path.write_text("- " * 100_000)


def _braces(path: Path) -> None:
    path.write_text("{a: " * 100_000)


def _bomb(path: Path) -> None:
    path.write_bytes((BROKEN / "alias-bomb.yaml").read_bytes())


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(65 * 1024 * 1024)


def _open_quotation(path: Path) -> None:
    path.write_bytes((BROKEN / "unclosed-quotation-mark.yaml").read_bytes())


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _dangling(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere.yaml")


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _locked(path: Path) -> None:
    path.write_text("bank: broken\n")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")


@pytest.mark.parametrize(
    ("make", "rule", "told"),
    [
        (_pipe, "unreadable", "not a regular file"),
        (_dangling, "unreadable", "No such file"),
        (_loop, "unreadable", "cannot be read"),
        (_folder, "unreadable", "not a regular file"),
        (_sparse, "unreadable", "too large (65 MiB, more than 64 MiB)"),
        (_locked, "unreadable", "Permission denied"),
        (_brackets, "yaml-limit", "nested deeper than 32"),
        (_dashes, "yaml-limit", "nested deeper than 32"),
        (_braces, "yaml-limit", "nested deeper than 32"),
    ],
)
def test_what_no_commit_can_hold_is_told_in_one_finding(
    make: Callable[[Path], None], rule: str, told: str, tmp_path: Path
) -> None:
    make(tmp_path / "broken.yaml")
    (finding,) = errors(LIBRARY, [str(tmp_path)])[0]
    assert (finding.rule, finding.severity) == (rule, Severity.ERROR)
    assert told in _told(finding)
    assert main(["check", str(tmp_path), "--library", str(LIBRARY)]) == Exit.FINDINGS


@pytest.mark.timeout(30)
@pytest.mark.parametrize("make", [_brackets, _bomb, _sparse, _pipe, _open_quotation])
def test_a_broken_bank_is_told_at_once_and_without_a_traceback(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    make(path)
    done = run(quiz("check", path, "--library", LIBRARY))
    assert done.returncode == Exit.FINDINGS
    assert "Traceback" not in done.stdout + done.stderr
    assert not done.stderr


@pytest.mark.parametrize("named", ["nowhere.yaml", "a" * 300, "empty"])
def test_what_is_not_there_is_wrong_use(named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["check", str(tmp_path / named), "--library", str(LIBRARY)]) == Exit.USAGE
    assert capsys.readouterr().err.startswith("quiz: ")


def test_a_bank_of_the_library_is_found_by_any_of_its_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(LIBRARY)
    (tmp_path / "link.yaml").symlink_to(LIBRARY / "question_banks" / "beacon.yaml")
    for name in ("question_banks/beacon.yaml", "../library/question_banks/beacon.yaml", str(tmp_path / "link.yaml")):
        assert errors(LIBRARY, [name, name])[:2] == ([], 6), name
