"""Rules for documents by themselves: each finds what it is for at its word, and leaves honest sentences alone."""

from __future__ import annotations

import pytest

from quiz.banks import Sources
from quiz.checks import Report
from quiz.checks.running import check_sources
from quiz.errors import Severity
from tests.support.checking import TODAY

FRONT = "id: news\ntitle: News of the mill\ncalled: the news\nkind: news\nauthors: [Edda Brook]\n"
NAMES = b"names: {Olm: [Mayor Olm], Tarn: [], X: [Twitter], United States: [US]}\nrelated: {Tarn: [Tarnish]}\n"


def checked(*lines: str, front: str = "", language: str = "en") -> Report:
    text = f"---\n{FRONT}{front}---\n[1]\n" + "".join(f"{line}\n" for line in lines)
    head = f"id: l\ntitle: L\nlanguage: {language}\ntopics: {{}}\n".encode()
    sources = Sources(("library.yaml", head), ("names.yaml", NAMES), (), (("news.md", text.encode()),))
    return check_sources(sources, TODAY)[1]


def told(*lines: str, front: str = "", language: str = "en") -> list[tuple[str, str]]:
    """Return rule and the text from the place of each finding on."""
    written = [*f"---\n{FRONT}{front}---\n[1]".split("\n"), *lines]
    report = checked(*lines, front=front, language=language)
    return [(f.rule, written[f.line - 1][f.column - 1 :]) for f in report.findings]


def rules(sentence: str, rule: str) -> list[str]:
    """Return what a rule points at in one sentence."""
    return [rest for name, rest in told(f"* {sentence}") if name == rule]


@pytest.mark.parametrize(
    ("sentence", "at"),
    [
        ("It was opened in June.", "It"),
        ("He said that Olm came.", "He"),
        ("On Monday he met Olm.", "he"),
        ("In the town, they met Olm.", "they"),
        ("According to Brook, it was opened in June.", "it"),
        ("It was built to last.", "It"),
        ("It was launched to help.", "It"),
        ("Their mill is the oldest.", "Their"),
        ("We hope for rain.", "We"),
        ("The news asks what I saw.", "I"),
        ("This mill is the oldest.", "This"),
        ("Olm praised those mills.", "those"),
        ("Olm spoke of that mill.", "that"),
        ("Such a mill was rare.", "Such"),
        ("These are the oldest mills.", "These"),
        ("Olm calls this the best way.", "this"),
        ('Olm said "we know", and we do.', "we do"),
    ],
)
def test_a_pronoun_without_an_antecedent_is_told(sentence: str, at: str) -> None:
    (found,) = rules(sentence, "pronoun")
    assert found.startswith(at)


@pytest.mark.parametrize(
    "sentence",
    [
        "The influence of Tarn has declined since it launched the war.",
        "The news says that it is unclear whether Olm knew.",
        "Olm said that it is time to begin.",
        "It is unclear when the mill was built.",
        "It is said that Olm was there.",
        "Brook calls it unclear how the mill burned.",
        "The bridge would make it possible to trade.",
        "Olm said that he was there.",
        "According to Olm, he was there.",
        "The mayor said that she was there.",
        "Olm and his wife came.",
        "In its report, Tarn counts three mills.",
        "The mill was sold, and this sale ended the quarrel.",
        'Olm said that "it was theirs" of the mill.',
        "The mill is older than those of the valley.",
        "Mills such as the upper one were rare.",
        "Olm praised the mill itself.",
        "Olm says that the mill that burned was old.",
        "Boats were sent by the US to Tarn.",
        "Olm was born before World War I.",
        "Olm said so in that the mill was old.",
    ],
)
def test_a_pronoun_with_an_antecedent_or_that_stands_for_nothing_is_not_told(sentence: str) -> None:
    assert rules(sentence, "pronoun") == []


@pytest.mark.parametrize(
    ("sentence", "at"),
    [
        ("Olm came this week.", "this week"),
        ("Olm recently came.", "recently"),
        ("Olm came here.", "here"),
        ("Today Olm came.", "Today"),
        ("Last August Olm came.", "Last August"),
        ("Olm was mayor at that time.", "at that time"),
        ("Two years ago Olm came.", "ago"),
    ],
)
def test_a_time_or_place_that_needs_a_now_is_told(sentence: str, at: str) -> None:
    (found,) = rules(sentence, "sentence-relative")
    assert found.startswith(at)


@pytest.mark.parametrize(
    "sentence",
    [
        "Olm came in the week of the report.",
        "In the previous August, Olm came.",
        'Olm spoke of "the mills of today".',
        "Olm came in the last week of the war.",
        "Olm had recently come when the report was written, in the week of the report.",
        "In 1906, Olm had recently come.",
        "Olm came as soon as the bridge stood.",
    ],
)
def test_a_time_with_an_anchor_is_not_told(sentence: str) -> None:
    assert rules(sentence, "sentence-relative") == []


@pytest.mark.parametrize(
    ("sentence", "at"),
    [
        ("The mayor met Ada Pell.", "Ada Pell"),
        ("Olm was born before World War II.", "World War II"),
        ("Olm praised the Euro-Tarn.", "Euro-Tarn"),
        ("Olm met Pell's wife.", "Pell"),
    ],
)
def test_a_name_in_no_list_is_told(sentence: str, at: str) -> None:
    (found,) = rules(sentence, "brief-name-unknown")
    assert found.startswith(at)


@pytest.mark.parametrize(
    "sentence",
    [
        "Mills stand on the Tarn.",
        "On Monday, Mayor Olm met the Tarnish council.",
        "Edda Brook lives in the United States.",
        'Olm spoke of "the Old Ones" in May.',
        "The mill is Tarn-built.",
        "The account @Miller wrote it.",
        "Prime Minister Olm came in 301 AD.",
    ],
)
def test_names_that_are_listed_or_need_no_list_are_not_told(sentence: str) -> None:
    assert rules(sentence, "brief-name-unknown") == []


def test_a_name_is_told_once_a_document() -> None:
    assert len(told("* Olm met Pell.", "* Olm left Pell.", "* Olm missed Pell.")) == 1


@pytest.mark.parametrize(
    ("lines", "rule", "at"),
    [
        (["* The mill burned"], "sentence-end", "d"),
        (["* The mill burned,"], "sentence-end", ","),
        ([f"* The mill burned{' and burned' * 19}."], "sentence-long", "The mill"),
        (["* The mill burned.", "+  the mill burned!"], "sentence-twice", "the mill burned!"),
        (['* Olm said "one two three four five six seven eight nine".'], "quotation-long", '"one'),
    ],
)
def test_the_shape_of_a_sentence_is_told_in_every_language(lines: list[str], rule: str, at: str) -> None:
    for language in ("en", "de"):
        ((found, rest),) = told(*lines, language=language)
        assert found == rule
        assert rest.startswith(at)


@pytest.mark.parametrize(
    "line",
    ["* Did the mill burn?", '* The mill "burned".', '* The mill "burned."', "* The mill burned (in May.)", "* 火事。"],
)
def test_a_sentence_may_end_in_several_ways(line: str) -> None:
    assert told(line) == []


def test_rules_that_know_english_words_are_silent_elsewhere() -> None:
    line = "* Er kam this week, und it Pell sah we."
    assert {rule for rule, _ in told(line)} == {"pronoun", "sentence-relative", "brief-name-unknown"}
    assert told(line, language="de-CH") == []


def test_an_original_is_not_judged_as_a_brief() -> None:
    assert told("It came this week", front="text: original\n") == []


def test_a_document_accepts_a_warning_for_a_reason() -> None:
    report = checked("* It came.", front="allow: {pronoun: It is the flood}\n")
    assert report.findings == []
    assert [(a.finding.rule, a.reason) for a in report.allowed] == [("pronoun", "It is the flood")]


def test_an_error_is_not_accepted() -> None:
    line = '* Olm said "one two three four five six seven eight nine".'
    report = checked(line, front="allow: {quotation-long: It is law}\n")
    assert {f.rule for f in report.findings} == {"quotation-long", "allow-idle"}
    assert not report.allowed


def test_what_is_allowed_in_vain_is_told_at_its_line() -> None:
    report = checked("* Olm came.", front="allow:\n  pronoun: No need\n  prounon: Misspelt\n")
    found = [(f.rule, f.line, f.severity) for f in report.findings]
    assert found == [("allow-idle", 8, Severity.NOTE), ("allow-unknown", 9, Severity.WARNING)]


def test_what_reading_has_told_of_a_front_matter_can_be_accepted_too() -> None:
    front = 'dated: "a\\e b"\n'
    assert [rule for rule, _ in told("* Olm came.", front=front)] == ["control-character"]
    report = checked("* Olm came.", front=front + "allow: {control-character: It shows one}\n")
    assert report.findings == []
    assert len(report.allowed) == 1
