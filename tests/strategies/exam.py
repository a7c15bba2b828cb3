"""Small libraries and blueprints for exams, and answers to mark."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import NamedTuple

from hypothesis import strategies as st

from quiz.items import ExamFile
from quiz.learning.exam import ExamCandidate

# "ab" begins as "a" does and does not lie under it; "d" is in no blueprint.
TOPICS = ("a", "a/x", "a/x/y", "ab", "b", "b/z", "d")
SHARES = ("0", "0.2", "0.25", "0.3", "0.5", "1", "3")


class ExamCase(NamedTuple):
    """A library, what its exam is to be like, and the seed of one exam."""

    candidates: list[ExamCandidate]
    blueprint: ExamFile
    seed: str


SIBLINGS = ExamCase(
    [ExamCandidate(f"i{n}", ("a",), 1, "f" if n < 4 else None) for n in range(8)], ExamFile(items=1), "siblings"
)
FEW_HARD = ExamCase(
    [ExamCandidate(f"i{n}", ("a",), 3 if n < 5 else 1) for n in range(10)],
    ExamFile(items=6, levels={1: "0.8", 3: "0.2"}),
    "few hard",
)
HARD = tuple(c.id for c in FEW_HARD.candidates if c.level == 3)

blueprints = st.builds(
    ExamFile,
    items=st.integers(1, 6),
    topics=st.dictionaries(st.sampled_from(("a", "a/x", "b")), st.sampled_from(SHARES)),
    levels=st.dictionaries(st.sampled_from((1, 2, 3)), st.sampled_from(SHARES)),
    pass_mark=st.sampled_from(("0", "0.5", "0.55", "0.7", "1")),
)


@st.composite
def exam_cases(draw: st.DrawFn, size: int = 7) -> ExamCase:
    """Libraries of few topics, levels and families, often too poor for the blueprint."""
    candidates = [
        ExamCandidate(
            f"i{n}",
            tuple(draw(st.lists(st.sampled_from(TOPICS), min_size=1, max_size=2, unique=True))),
            draw(st.integers(1, 3)),
            draw(st.sampled_from((None, None, "f", "g", "h"))),
        )
        for n in range(draw(st.integers(0, size)))
    ]
    return ExamCase(candidates, draw(blueprints), draw(st.text(max_size=3)))


offers = st.lists(
    st.tuples(st.sampled_from("abc"), st.frozensets(st.sampled_from((1, 2, 3)), min_size=1, max_size=2)), max_size=8
).map(Counter)
owed_seats = st.builds(
    lambda *seats: Counter(dict(zip(("a", "b", "c", 1, 2, 3), seats, strict=True))), *[st.integers(0, 4)] * 6
)


class Sat(NamedTuple):
    """An exam that was sat: its library and blueprint, what it planned, and the shares of the answers given."""

    candidates: list[ExamCandidate]
    blueprint: ExamFile
    items: tuple[str, ...]
    shares: dict[str, Fraction]


earned_shares = st.one_of(st.sampled_from((Fraction(0), Fraction(1))), st.fractions(0, 1, max_denominator=12))


@st.composite
def sat_exams(draw: st.DrawFn) -> Sat:
    """Exams with some answers missing, an answer to another item, and an item that the library no longer has."""
    case = draw(exam_cases())
    items = draw(st.permutations([*(c.id for c in case.candidates), *draw(st.sampled_from(((), ("gone",))))]))
    answered = draw(st.lists(st.sampled_from([*items, "other"]), unique=True))
    return Sat(case.candidates, case.blueprint, tuple(items), {name: draw(earned_shares) for name in answered})


@st.composite
def on_the_line(draw: st.DrawFn) -> tuple[int, int, str]:
    """How many items, how many of them right, and their share as an author writes a pass mark."""
    items = draw(st.sampled_from((1, 2, 4, 5, 8, 10, 20, 25, 40, 50)))
    right = draw(st.integers(1, items))
    return items, right, f"{right * 1000 // items / 1000}"
