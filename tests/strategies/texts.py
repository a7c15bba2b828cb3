"""Texts, ids and dates as instructors write them, with those that YAML is known to trip over."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from quiz.text import canon, safe

TRAPS = (
    "C# is # what", "a: b: c", "yes: no", "- dash", "? asked", "null", "~", "true", "No", "0x1F", "1e3", "1_000", "010",
    ".5", "12:30", "2026-02-10", "=", "<<", "'", '"', "it's", '"quoted" then not', "back\\slash", "[x", "{a: b}", "}",
    "!tag", "&anchor", "*alias", "%TAG", "@at", "`tick`", "| bar", "> more", "---", "...", "#", " led by a blank",
    "followed by one ", "two\nlines", "\nafter a break", "before one\n", "a\n\n\nb", "  deep\n    deeper", "é", "عربي",
    "日本語", "😀", "\u00a0", "\ufeff-free", "a" * 300, "word " * 60,
)  # fmt: skip

_SIGNS = st.one_of(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), st.sampled_from(" \n'\"#:-,[]{}&*!|>%@`?\\~")
)
TEXTS = st.one_of(st.sampled_from(TRAPS), st.text(_SIGNS, min_size=1, max_size=40)).map(safe).filter(str.strip)
"""What a text field may hold: not blank, and no character that is shown otherwise than it is written."""

LINES = TEXTS.map(lambda text: " ".join(text.split()))
ANSWERS = LINES.filter(canon)
"""Short texts that somebody can type: with a letter or a digit."""

IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,11}", fullmatch=True)
OPTION_IDS = st.from_regex(r"[A-Za-z][A-Za-z0-9._-]{0,11}", fullmatch=True)
WORDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,11}", fullmatch=True)


def date_forms(day: date) -> st.SearchStrategy[str]:
    """Return what is known of a day, from its year alone to the day without its year."""
    year, rest = f"{day.year:04}", f"{day.month:02}-{day.day:02}"
    return st.sampled_from((year, f"{year}-{day.month:02}", f"{year}-{rest}", f"XXXX-{rest}"))
