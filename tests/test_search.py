"""Search: what is found is what a plain look through all texts finds, in the order that is promised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.documents import Document, Passage, Sentence, SentenceMark
from quiz.items import Text
from quiz.text import found_in, safe, sought
from quiz.views.search import EXCERPT, MOST, Search, TextIndex, excerpt, query_words
from tests.support.library import library_of, texts

WORDS = st.text("abcAé -.ıß½ها\u05b0\u0301", max_size=12)
ANY = st.one_of(st.text(max_size=30), WORDS).map(safe)
MANY = st.lists(WORDS.map(safe), max_size=12)


def naive(texts_: list[str], query: str) -> list[int]:
    """All that match, ranked, without any haste."""
    words = query_words(query)

    def rank(text: str) -> int:
        padded = f" {sought(text)}"
        if f" {sought(query)}" in padded:
            return 0
        return 1 if all(f" {word}" in padded for word in words) else 2

    found = [n for n, text in enumerate(texts_) if all(word in sought(text) for word in words)]
    return sorted(found, key=lambda n: rank(texts_[n]) if words else 0)


@given(MANY, st.lists(WORDS, min_size=1, max_size=8), st.integers(1, 8))
def test_each_query_finds_what_a_plain_look_finds_whatever_was_asked_before(
    all_: list[str], queries: list[str], most: int
) -> None:
    index = TextIndex(all_)
    for query in queries:
        found = index.find(query, most)
        wanted = naive(all_, query)
        assert found.total == len(wanted)
        assert found.rows == wanted[:most]


@given(MANY, st.text("abc é", min_size=1, max_size=12))
def test_a_query_that_grows_and_shrinks_letter_by_letter_finds_the_same(all_: list[str], query: str) -> None:
    index = TextIndex(all_)
    typed = [query[:n] for n in range(len(query) + 1)]
    for one in (*typed, *reversed(typed)):
        assert index.find(one).rows == naive(all_, one)


@given(ANY)
def test_folding_is_idempotent_and_has_no_case(text: str) -> None:
    folded = sought(text)
    assert sought(folded) == folded
    assert folded == " ".join(folded.split())


@given(ANY, st.lists(WORDS, max_size=3))
def test_places_are_in_order_apart_and_hold_the_words(text: str, queries: list[str]) -> None:
    words = [word for query in queries for word in query_words(query)]
    spans = found_in(text, words)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert len(set(edges)) == len(edges)
    assert all(0 <= begin < end <= len(text) for begin, end in spans)
    folded = sought(text)
    assert bool(spans) == any(word in folded for word in words)
    shown = [sought(text[begin:end]) for begin, end in spans]
    assert all(any(word in one for one in shown) for word in words if word in folded)


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("Ilham Əliyev and İlham", "ILHAM", ["Ilham", "İlham"]),
        ("café au lait", "CAFE", ["café"]),
        ("cafe\u0301!", "cafe", ["café"]),
        ("a gas pipeline, biogas", "gas", ["gas"]),
        ("only biogas", "gas", ["gas"]),
        ("up-to-date", "up date", ["up", "date"]),
        ("Straße", "strasse", ["Straße"]),
        ("Straße", "s", ["S"]),
        ("שָׁלוֹם", "שלום", ["שָׁלוֹם"]),
        ("مُحَمَّد", "محمد", ["مُحَمَّد"]),
        ("Հայաստան", "հայ", ["Հայ"]),
        ("東京都", "京", ["京"]),
        ("1 ½ cups", "1", ["1", "½"]),
    ],
)
def test_words_of_many_scripts_are_found_and_shown(text: str, query: str, shown: list[str]) -> None:
    text = safe(text)
    assert [text[begin:end] for begin, end in found_in(text, query_words(query))] == [safe(one) for one in shown]


@given(ANY.map(lambda t: t * 30), st.text("ab", min_size=1, max_size=2))
def test_a_cut_text_shows_the_first_place_and_no_place_beyond_it(text: str, word: str) -> None:
    spans = found_in(text, [word])
    cut, left = excerpt(text, spans)
    assert len(cut) <= EXCERPT + 2
    assert all(0 <= begin < end <= len(cut) for begin, end in left)
    assert bool(left) == bool(spans)
    if left:
        first, was = left[0], spans[0]
        assert cut[slice(*first)] == text[was[0] : was[0] + first[1] - first[0]]


def test_no_more_than_a_thousand_rows_come_back() -> None:
    found = TextIndex(["word"] * (MOST + 500)).find("wo")
    assert (len(found.rows), found.total) == (MOST, MOST + 500)


def passages(*paragraphs: tuple[str, ...]) -> Document:
    made = tuple(
        Passage(n, tuple(Sentence(s, SentenceMark.PLAIN) for s in sentences))
        for n, sentences in enumerate(paragraphs, 1)
    )
    return Document(id="d", title="D", called="The Daily", voice="d", kind="news", passages=made)


def test_questions_and_passages_are_found_as_one() -> None:
    document = passages(("Rain fell.", "Snow fell on the hills."), (), ("Nothing of it.", "Snow and rain came."))
    item = texts(1)[0]
    search = Search(library_of([item], documents={"d": document}))
    assert search.size == (1, 2)
    rows = search.find("snow rain").rows
    hits = [search.hit(row, "snow rain") for row in rows]
    assert [(h.where, h.text, h.sentence) for h in hits] == [
        ("The Daily, paragraph 1", "Rain fell.", 0),
        ("The Daily, paragraph 3", "Snow and rain came.", 3),
    ]
    assert search.hit(search.find("item-1").rows[0], "item-1").item == "item-1"
    assert [search.hit(row, "daily snow").where for row in search.find("daily snow").rows] == [h.where for h in hits]


def test_the_key_of_a_question_is_neither_searched_nor_shown() -> None:
    item = texts(1)[0]
    assert isinstance(item, Text)
    search = Search(library_of([item]))
    assert search.find(item.key).total == 0
    assert item.key not in str(search.hit(0, "question"))


def test_an_empty_library_finds_nothing() -> None:
    search = Search(library_of([], documents={"d": passages()}))
    assert search.find("x") == search.find("") == ([], 0)
