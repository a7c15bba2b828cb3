"""What the commands of line mode do with an answer or an item, and what is said then."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from quiz.scoring import Verdict
from quiz.views import remarks
from quiz.views.words import RATINGS, REASONS

if TYPE_CHECKING:
    from quiz.learning import RatingWord, Reason, Session
    from quiz.views.desk import Desk

OF_ANSWER = (":r", ":e", ":rate", ":original")
"""Commands about the last answer."""
OF_ITEM = (":star", ":note", ":report", ":suspend", ":bury", ":edit")
"""Commands about an item."""


def first_word(said: str) -> str:
    """Return the first word of a line."""
    return said.partition(" ")[0]


def of_answer(desk: Desk, session: Session, word: str, rest: str) -> str:
    """Say of the last answer that it was right, or how well it was known; return what is said then."""
    last = session.answers[-1] if session.answers else None
    right = last is not None and last.outcome.verdict is Verdict.CORRECT
    if word == ":rate" and rest not in RATINGS:
        return "Type :rate again, :rate hard, :rate good or :rate easy."
    if last is not None and word == ":original" and session.mode != "exam":
        return _originals(desk, last.item)
    if last is None or session.mode == "exam" or (word != ":rate" and right is not (word == ":e")):
        return "That does not fit the last answer."
    if word == ":r":
        return f"{remarks.claim(desk, session)}."
    return f"{remarks.rate(desk, session, cast('RatingWord', rest or 'easy'))}."


def _originals(desk: Desk, item: str) -> str:
    """Return the paragraphs of the originals behind an item, or what keeps them from being shown."""
    from quiz.views.feedback import passages_of
    from quiz.views.originals import Originals

    at_hand = Originals(desk.originals, desk.library.documents)
    sources = passages_of(desk.askable[item].item, desk.library)
    if not at_hand.at_hand(sources):
        return "No original is at hand; QUIZ_ORIGINALS=DIR says where they are."
    found = [(source, at_hand.beside(source)) for source in sources]
    return "\n".join(f"The original of {s.called}, paragraph {s.paragraph}: {o.text or o.why}" for s, o in found if o)


def of_item(desk: Desk, session: Session, item: str, word: str, rest: str) -> str:
    """Do something with an item; return what is said then."""
    if word == ":star":
        return f"{remarks.star(desk, item)}."
    if word == ":note":
        had = remarks.note_of(desk, item)
        if not rest:
            return f"Your note: {had}" if had else "There is no note. :note TEXT keeps one."
        return f"{remarks.note(desk, item, '' if rest == '-' else rest)}."
    if word == ":report":
        reason = first_word(rest)
        if not rest:
            return f"Type :report with {', '.join(REASONS)}, and words of your own."
        words = rest.partition(" ")[2] if reason in REASONS else rest
        return f"{remarks.report(desk, item, cast('Reason', reason if reason in REASONS else 'other'), words)}."
    if session.mode == "exam":
        return "Not in an exam."
    if word == ":edit":
        entry = desk.askable[item]
        return f"`quiz edit {item}` opens it ({entry.path}, line {entry.line})."
    return f"{remarks.shelve(desk, item, 'suspend' if word == ':suspend' else 'bury')}."
