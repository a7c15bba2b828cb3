"""What others wrote is text in every rendering of a report: no formula, markup or script, nothing for a terminal."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.commands.instructor import _rendered
from quiz.items import Choice, Item, Option
from quiz.learning import Event, Reported
from quiz.views.report.markdown import escaped
from quiz.views.report.model import PARTS, Report
from quiz.views.report.sheet import guarded, sheet
from tests.strategies.learning import event
from tests.support.library import library_of, texts
from tests.support.screens import PAYLOADS
from tests.test_report_work import given_by, report_of

FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "=cmd|' /C calc'!A0", "＝1", "x;=1+1", "x,=1", "x\n=1",
    "x\t=1", '"=1', 'a";=HYPERLINK("http://x")', "|=1", "ok; @x",
)  # fmt: skip
MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</td></table><h1>x", "' onclick='x",
    '"><svg onload=x>',
    "[x](javascript:alert(1))", "![x](http://x/y.png)", "| a | b |", "# head", "1. one", "- [x] done",
    "`code`", "&lt;", "<http://x>", "*b*", "~~s~~", "$x$",
)  # fmt: skip
HOSTILE = (*FORMULAS, *MARKUP, *PAYLOADS)
FORMATS = ("text", "markdown", "html", "csv", "json")


def item_of(text: str) -> Item:
    base = texts(1)[0]
    options = tuple(Option(id=o, text=f"{text} {o}".strip(), feedback="No.") for o in ("left", "right"))
    common = {f: getattr(base, f) for f in ("id", "explanation", "topics", "level", "citations", "status")}
    return Choice(stem=text or "x", options=options, key="left", **common)


def hostile_report(text: str) -> Report:
    """A report in which everything that others write is `text`."""
    library = structs.replace(library_of([item_of(text)]), title=text)
    entry = library.entries["item-1"]
    logs: dict[str, list[Event]] = {}
    for n in range(40):
        events = given_by(library, {"item-1": ["right"]}, n + 1)
        events.append(event(90_000 + n, Reported("item-1", "other", text, entry.seen, entry.scored)))
        logs[f"{text}{n}"] = events
    return report_of(library, logs)


def cells(text: str, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=separator))


class Reader(HTMLParser):
    """What a browser would find."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


TAGS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "h3",
        "p",
        "ul",
        "li",
        "strong",
        "span",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "svg",
        "g",
        "line",
        "text",
        "circle",
        "rect",
        "title",
    ]
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_do_nothing_in_any_format(text: str) -> None:
    report = hostile_report(text)
    for form in FORMATS:
        made = _rendered(report, form, PARTS)
        assert not set(made) & set("\x00\x07\x1b\x9b\u202e"), form
    page = Reader()
    page.feed(_rendered(report, "html", PARTS))
    assert {tag for tag, _ in page.tags} <= TAGS
    for _, attributes in page.tags:
        assert not any(name.startswith("on") or name in ("href", "src", "srcdoc", "style") for name in attributes)
    made = sheet(report, PARTS)
    for separator in ",;\t|":
        for row in cells(made, separator):
            assert [c for c in row if is_formula(c)] == []
    assert json.loads(_rendered(report, "json", PARTS))["schema"] == report.schema


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula: a number is none."""
    bare = cell.lstrip(' \t\r\n"')
    return bool(bare) and bare[0] in "=+-@＝＋－＠" and re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", bare) is None


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from((*FORMULAS, ";", ",", "=", "\t", '"', "-")), max_size=6).map("".join)
)
def test_no_text_is_a_formula_whatever_parts_the_cells(text: str) -> None:
    line = f'"table","{guarded(text).replace(chr(34), chr(34) * 2)}",1.5\r\n'
    for separator in ",;\t|":
        for row in cells(line, separator):
            assert [c for c in row if is_formula(c)] == []


def test_numbers_stay_numbers_and_plain_texts_as_they_are() -> None:
    report = hostile_report("plain")
    rows = cells(sheet(report, ("items", "trainees")), ",")
    head = next(row for row in rows if row[:2] == ["table", "item"])
    (row,) = [row for row in rows if row[0] == "items"]
    found = dict(zip(head, row, strict=True))
    assert (found["facility"], found["facility_n"], found["stem"]) == ("0.0", "40", "plain")
    marks = next(row for row in rows if row[:2] == ["table", "trainee"]).index("certainty_mark")
    assert {row[marks] for row in rows if row[0] == "trainees"} == {""}
    assert guarded("well-known: a = b") == "well-known: a = b"


@given(st.sampled_from(HOSTILE) | st.text(max_size=40))
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    made = escaped(text)
    assert "\n" not in made
    assert re.search(r"(?<!\\)(\\\\)*([<>|`*\[\]#$~]|_(?![^\W_]))", made) is None
    assert re.match(r"\d+[.)]|[-+=]", made) is None
    assert re.search(r"(?<!\\)://|(?i:www)\.", made) is None


def test_a_page_stands_alone_and_prints(tmp_path: Path) -> None:
    made = _rendered(hostile_report("plain"), "html", PARTS)
    assert "default-src &#x27;none&#x27;; style-src &#x27;unsafe-inline&#x27;" in made
    assert "<script" not in made
    assert re.search(r"(?:https?:)?//(?!www\.w3\.org)", made.replace("<!doctype html>", "")) is None
    assert "@media print" in made
    assert made.count("<svg") >= 2


def test_json_has_a_schema_and_the_parts_of_the_report() -> None:
    found: dict[str, Any] = json.loads(_rendered(hostile_report("plain"), "json", ()))
    assert set(found) == {
        "schema", "library", "title", "day", "by", "trainees", "answers", "files", "told", "work", "items", "people",
        "regraded", "confusions", "reports", "form", "unasked",
    }  # fmt: skip
