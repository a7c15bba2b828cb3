"""Briefs: what is written is what is read, and each slip is told at its line."""

from __future__ import annotations

import pytest
from hypothesis import given

from quiz.documents import Document
from quiz.documents.brief import SENTENCE_CHARS, parse_brief
from quiz.documents.files import read_briefs
from quiz.errors import Finding, Severity
from tests.strategies.worlds import brief_text, documents

FRONT = "---\nid: log\ntitle: The log\ncalled: the log\nkind: reference\n---\n"
BODY = "\n[1]\n* One.\n+ Two.\n\n[2] (nothing to ask)\n"


@given(documents())
def test_a_document_written_as_a_brief_reads_back_to_itself(document: Document) -> None:
    assert parse_brief(brief_text(document), document.path) == (document, [])


@given(documents())
def test_line_ends_and_a_byte_order_mark_change_nothing(document: Document) -> None:
    text = brief_text(document).replace("\n", "\r\n").encode("utf-8-sig")
    assert read_briefs([(document.path, text)]) == ({document.id: document}, [])


def test_a_brief_without_what_may_be_left_out() -> None:
    document, findings = parse_brief(FRONT + BODY, "log.md")
    assert not findings
    assert document is not None
    assert (document.voice, document.publisher, document.dated, document.text) == (
        "log",
        "unnamed",
        "unstated",
        "brief",
    )
    assert [[s.text for s in p.sentences] for p in document.passages] == [["One.", "Two."], []]


def _front(old: str, new: str) -> str:
    assert old in FRONT
    return FRONT.replace(old, new) + BODY


SHA = "a" * 64


@pytest.mark.parametrize(
    ("text", "line", "rule", "told", "kept"),
    [
        ("", 1, "front-matter", "does not begin with ---", False),
        (BODY, 1, "front-matter", "does not begin with ---", False),
        ("---\nid: log\n", 1, "front-matter", "never ends", False),
        ("---\n---\n" + BODY, 1, "front-matter", "is empty", False),
        ("---\n- id\n---\n" + BODY, 2, "schema", "a mapping of fields, but a list stands here", False),
        (_front("called: the log\n", ""), 2, "schema", "has no 'called'", False),
        (_front("called:", "caled:"), 4, "unknown-field", "did you mean 'called'?", False),
        (_front("id: log", "id: the log"), 2, "form", "'id' cannot be 'the log'", False),
        (_front("kind: reference", "kind: newz"), 5, "schema", "did you mean 'news'?", False),
        (_front("kind: reference", "kind: reference\nid: more"), 6, "duplicate-key", "first at line 2", False),
        (_front("title: The log", "title: &a The log"), 3, "yaml-anchor", "&a", False),
        (_front("title: The log", "title: 'The log"), 3, "yaml", "never closed", False),
        (_front("title: The log", 'title: "The\\elog"'), 3, "control-character", "U+001B", True),
        (_front("---\nid", "---\noriginal: {file: a, sha256: b, paragraphs: 2}\nid"), 2, "form", "SHA-256", False),
        (
            _front("---\nid", f"---\noriginal: {{file: a, sha256: {SHA}, paragraphs: 3}}\nid"),
            1, "paragraph-count", "2 paragraphs stand here, the front matter says 3", True,
        ),
        (FRONT, 1, "paragraph", "no paragraphs", True),
        (FRONT + "* Early.\n" + BODY, 7, "paragraph", "before the first paragraph", True),
        (FRONT + "[2]\n* One.\n", 7, "paragraph-order", "the first paragraph is [2]", True),
        (FRONT + "[1]\n* One.\n[3]\n* Two.\n", 9, "paragraph-order", "[3] follows [1]", True),
        (FRONT + "[1] * One.\n", 7, "paragraph", "behind the paragraph number", True),
        (FRONT + "[1]\nOne.\n", 8, "mark", "'One.' has no mark", True),
        (FRONT + "[1]\n*One.\n", 8, "mark", "'*One.' has no mark", True),
        (FRONT + "[1]\n* " + "x" * (SENTENCE_CHARS + 1), 8, "too-long", "2,049 characters", True),
    ],
)  # fmt: skip
def test_one_slip_gives_one_finding_at_its_line(text: str, line: int, rule: str, told: str, kept: bool) -> None:
    document, (finding,) = parse_brief(text, "log.md")
    assert (finding.line, finding.rule, document is not None) == (line, rule, kept)
    assert told in f"{finding.what}; {finding.hint}"
    assert (finding.severity is Severity.WARNING) is (rule == "control-character")


def test_a_sentence_at_the_limit_is_taken() -> None:
    assert parse_brief(f"{FRONT}[1]\n* {'x' * SENTENCE_CHARS}\n", "log.md")[1] == []


def test_every_slip_of_a_brief_is_told_at_once() -> None:
    text = _front("called:", "caled:").replace("* One.", "One.") + "[4]\n"
    assert [f.line for f in parse_brief(text, "log.md")[1]] == [4, 9, 13]


def test_two_documents_of_one_id_are_told_and_the_first_is_kept() -> None:
    text = (FRONT + BODY).encode()
    found, findings = read_briefs([("a.md", text), ("b.md", text), ("c.md", b"\xff\xfe")])
    assert [d.path for d in found.values()] == ["a.md"]
    assert [(f.path, f.rule) for f in findings] == [("b.md", "duplicate-id"), ("c.md", "encoding")]
    assert all(isinstance(f, Finding) and f.hint for f in findings)
