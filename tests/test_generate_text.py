from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quiz.documents.brief import parse_brief
from quiz.generate.amounts import amounts, dates
from quiz.generate.ingest import as_file, read_text
from quiz.generate.splitting import split
from tests.support.drafting import PORT, RULES, read, sheets

NASTY = {
    "empty": "",
    "blank": " \n\t\r\n ",
    "one word": "word",
    "no full stop": "the harbour was opened in 1871 and the mayor came " * 40,
    "carriage returns": PORT.replace("\n", "\r\n"),
    "right to left": "افتتح الميناء في عام 1871. \u202eabc\u202c זה משפט.\n",
    "emoji": "😀😀😀 🇺🇸🇺🇸 \u200d👩\u200d👩\u200d👧. 🎉!",
    "html": "<!doctype html><script>if (a < b) {}</script><p>Clara Weiss was born in <b>Oslo</b> in 1871.</p>",
    "marks": "a" + "\u0301" * 500 + " was opened in 1871.",
    "surrogate": "The harbour \ud800 was opened in 1871.",
    "controls": "The harbour\x1b[31m was opened\x00 in 1871. \x07",
    "quotes": "“““ ''' \"\"\" He said “that. (((((",
    "stops": "......?!?!?!... . . . …",
    "markdown": "# \n\n- \n- [ ]()\n**\n```\ncode\n| a | b |\n|---|---|\n",
    "numbers": "1. 2. 3. 4,000 5.5.5 10-12 1999 $ € 5% 7 million $9bn -5 1e999",
    "brackets": "[[[" * 2000 + "]]]" * 2000,
}
WORDS = """
The Clara Weiss harbour was opened in 1871 by “ ” ( ) , . ? ! Oslo Norway and which who must 14 days $5 million `--x`
that said from to on 3 May 1921 US U.S. no not it \\ # - | é ü 中文 😀 * <b> </b>
"""
words = st.sampled_from([*WORDS.split(), "\n", "\n\n", "\r\n", "\u202e", "\x00"])
texts = st.lists(words, max_size=120).map(" ".join) | st.text(max_size=400)


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_no_text_makes_it_fail(text: str) -> None:
    for name in ("a.txt", "a.md"):
        made = read_text(text, text.encode("utf-8", "surrogatepass"), name)
        sheet = sheets([made])[0]
        assert all(d.item.status == "draft" for d in sheet.drafts)


def _bare(text: str) -> str:
    """A text without blanks and the signs that are markup in any text."""
    return "".join(re.sub(r":[a-z]+(?::[a-z]+)?:(?=`)|[*`\u2010\u00ad]", "", text).split())


@given(text=texts)
@settings(max_examples=150, deadline=None)
@example(text="“ . ” The")
@example(text="A ``b`` of :c:`d` and e\u2010\nf.")
def test_any_text_is_read_and_drafted_from_or_not(text: str) -> None:
    for name in ("a.txt", "a.md"):
        made = read_text(text, text.encode("utf-8", "surrogatepass"), name)
        for said in made.said:
            assert 0 <= said.start <= said.end <= len(text)
        if name == "a.txt" and "<" not in text:
            for said in made.said:
                assert _bare(said.text) == _bare(text[said.start : said.end])
        sheets([made])


@given(text=texts)
@settings(max_examples=150, deadline=None)
@example(text="。0")
def test_sentences_follow_one_another_and_lose_nothing(text: str) -> None:
    folded = " ".join(text.split())
    parts = split(folded)
    # No blank follows the full stop of a language that has none.
    assert "".join(folded[a:b] for a, b in parts).replace(" ", "") == folded.replace(" ", "")
    assert all(a < b for a, b in parts)
    assert all(left[1] <= right[0] for left, right in pairwise(parts))


@given(text=texts)
@settings(max_examples=100, deadline=None)
def test_a_document_that_was_read_is_one_of_the_library_when_it_is_kept(text: str) -> None:
    made = read(f"{PORT}\n\n{text}", "a.txt")
    document, findings = parse_brief(as_file(made), "a.md")
    assert document is not None
    assert not findings
    held = {s.text for p in document.passages for s in p.sentences}
    assert "Lindhaven Harbour was opened in 1871." in held


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It deals with the U.S. Weiss publicly praised it.", ["It deals with the U.S.", "Weiss publicly praised it."]),
        ("The U.S. Treasury paid. It was late.", ["The U.S. Treasury paid.", "It was late."]),
        ("She is No. 2 in the list. He is first.", ["She is No. 2 in the list.", "He is first."]),
        ("In A.D. 988 he came. Dr. J. Weiss left.", ["In A.D. 988 he came.", "Dr. J. Weiss left."]),
        ("“It is so.” Then he left.", ["“It is so.”", "Then he left."]),
        ("Is it? Yes! It is…", ["Is it?", "Yes!", "It is…"]),
        ("It costs 5.5 million. See e.g. Oslo.", ["It costs 5.5 million.", "See e.g. Oslo."]),
    ],
)
def test_full_stops_that_end_a_sentence_and_those_that_do_not(text: str, sentences: list[str]) -> None:
    assert [text[a:b] for a, b in split(text)] == sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was opened on 3 May 1921.", [("3 May 1921", "1921-05-03")]),
        ("It was opened on May 3, 1921, in Oslo.", [("May 3, 1921", "1921-05-03")]),
        ("In August 1904 they met.", [("August 1904", "1904-08")]),
        ("In 1904 they met.", [("1904", "1904")]),
        ("They met on February 30.", []),
        ("They met on February 10.", [("February 10", "XXXX-02-10")]),
        ("It has 1904 ships for 2000 people.", []),
        ("In the early 1990s and the 19th century.", [("the early 1990s", ""), ("the 19th century", "")]),
        ("In 301 AD it began.", [("301 AD", "")]),
    ],
)
def test_dates_of_the_calendar_and_nothing_else(text: str, found: list[tuple[str, str]]) -> None:
    made = [(w.text, w.key) for w in dates(text)]
    assert [(a.casefold(), b) for a, b in made] == [(a.casefold(), b) for a, b in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It ran 16 ferries.", [("16", "", "ferries", "exact")]),
        ("It cost up to $9 billion.", [("9", "billion", "USD", "up-to")]),
        ("more than 1.5 million people", [("1.5", "million", "people", "more-than")]),
        ("within two days", [("2", "", "days", "exact")]),
        ("at least 12 characters", [("12", "", "characters", "more-than")]),
        ("Apollo 11 flew, see page 12, version 2.0, port 8080.", []),
        ("between 5 and 10 users, 5-10 users, 5 to 10 users", []),
        ("the 123 Agreement", []),
        ("about 30% of it", [("30", "", "%", "about")]),
    ],
)
def test_numbers_that_count_or_measure(text: str, found: list[tuple[str, str, str, str]]) -> None:
    assert [(a.value, a.scale, a.unit, a.qualifier) for a in amounts(text)] == found


def test_markup_is_not_part_of_a_sentence_and_its_place_is_known() -> None:
    text = "# Title\n\nThe **harbour** of [Oslo](http://example.org) was\nopened in *1871*. It is old.\n"
    said = [s for s in read(text, "a.md").said if s.kind == "paragraph"]
    assert [s.text for s in said] == ["The harbour of Oslo was opened in 1871.", "It is old."]
    assert text[said[0].start : said[0].end].startswith("The **harbour**")
    assert said[0].section == "Title"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("By Clara Weiss", "byline"),
        ("photo: Harbour Office", "boilerplate"),
        ("Share on social media", "boilerplate"),
        ("IN FOCUS: THE OLD HARBOUR IS BACK AGAIN", "boilerplate"),
        (".@Harbour and the mayor sign pic.example", "post"),
        ("— The Mayor (@mayor) May 3, 1921", "post"),
        ("```", ""),
        ("| a | b |", "table"),
    ],
)
def test_what_is_no_paragraph(line: str, kind: str) -> None:
    text = f"Harbour news\n\nThe harbour was opened.\n\n{line}\n\nThe end came.\n"
    kinds = [s.kind for s in read(text, "a.md").said if s.text.startswith(line[:8])]
    assert kinds == ([kind] if kind else [])


def test_a_million_characters_take_time_in_proportion() -> None:
    one = f"{PORT}\n\n{RULES}\n\n"

    def seconds(times: int) -> float:
        made = read(one * times, "a.md")
        start = time.process_time()
        sheets([made])
        return time.process_time() - start

    seconds(1)
    short, long = seconds(8), seconds(64)
    assert long < 20 * short + 1


def test_a_million_characters_of_no_sentence() -> None:
    sheets([read("harbour " * 125_000), read("a" * 1_000_000, "b.txt"), read("." * 1_000_000, "c.txt")])


@pytest.mark.parametrize(
    "part", ["<!-- ", "<script ", "<style>a", "[", "![", "[a](", "`a ", "*a ", '{{a("', "~~~\n", "<a ", "___"]
)
def test_markup_that_never_closes_takes_no_longer_than_other_text(part: str) -> None:
    start = time.process_time()
    read(part * (100_000 // len(part)), "a.md")
    assert time.process_time() - start < 5
