"""What a trainee says of a question besides its answer: skips, stars, notes, reports, ratings. Functions over a desk.

Store trouble is raised as QuizError, and then nothing has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from quiz import learning
from quiz.text import one_line
from quiz.views.words import RATINGS, REASONS, when_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from quiz.learning import Rating, RatingWord, Reason, Session
    from quiz.views.desk import Desk
    from quiz.views.feedback import Source
    from quiz.views.hints import Hint

_OPEN_BOOK = ("practice", "mistakes", "drill")
"""Modes in which passages may be looked up before the answer."""
SHELVED = {"suspend": "Suspended: `quiz resume` asks it again", "bury": "Not asked again today"}


def can_skip(desk: Desk, session: Session) -> bool:
    """Tell whether another question waits than the one that is asked now."""
    return len(session.waiting(desk.asked(session))) > 1


def skip(desk: Desk, session: Session, item: str, duration: int = 0) -> Session:
    """Put an item off to the end of its session; `duration` milliseconds were spent on it. Nothing is scored."""
    return session.after(desk.record(learning.Skipped(session.id, item, max(0, duration))))


def hint(desk: Desk, session: Session, item: str, filled: Collection[str] = ()) -> Hint | None:
    """Return the hint to an item, None in an exam; `filled` are ids of gaps or rows that have something."""
    from quiz.views.hints import hint_of

    return None if session.mode == "exam" else hint_of(desk.askable[item], desk.library, session.seed, filled)


def open_book(session: Session) -> bool:
    """Tell whether passages may be looked up before the answer: never in an exam, nor where recall is trained."""
    return session.mode in _OPEN_BOOK


def passages(desk: Desk, session: Session, item: str) -> tuple[Source, ...]:
    """Return the passages that decide an item, with nothing marked in them; none where the mode does not allow it."""
    from msgspec import structs

    from quiz.views.feedback import passages_of

    if not open_book(session):
        return ()
    found = passages_of(desk.askable[item].item, desk.library)
    return tuple(structs.replace(s, sentences=tuple((text, False) for text, _ in s.sentences)) for s in found)


def shelve(desk: Desk, item: str, what: Literal["suspend", "bury"]) -> str:
    """Suspend an item, or put it off until tomorrow; return what is said then."""
    desk.mark(item, what)
    return SHELVED[what]


def is_shelved(desk: Desk, session: Session, item: str) -> bool:
    """Tell whether a session no longer asks an item of its plan."""
    return item not in desk.asked(session)


def claim(desk: Desk, session: Session) -> str:
    """Say of the last answer: I was right; return what is said then."""
    desk.claim(session)
    return "✓ Counts as right; your instructor sees that you said so"


def starred(desk: Desk, item: str) -> bool:
    """Tell whether an item has a star."""
    state = desk.states.get(item)
    return state is not None and state.starred


def star(desk: Desk, item: str) -> str:
    """Give an item a star, or take it off; return what is said then."""
    there = starred(desk, item)
    desk.record(learning.Unstarred(item) if there else learning.Starred(item))
    return "The star is taken off" if there else "★ Starred: `quiz practice --starred` asks what has a star"


def note_of(desk: Desk, item: str) -> str:
    """Return the trainee's own line about an item, blank when there is none."""
    state = desk.states.get(item)
    return "" if state is None else state.note


def note(desk: Desk, item: str, text: str) -> str:
    """Keep a line about an item, a blank one takes it away; return what is said then."""
    text = one_line(text, learning.REMARK_LIMIT)
    if text != note_of(desk, item):
        desk.record(learning.Noted(item, text))
    return "Noted: it is shown with the answer" if text else "No note is kept"


def report(desk: Desk, item: str, reason: Reason, words: str = "") -> str:
    """Tell the instructor of a fault in an item; return what is said then."""
    entry = desk.askable[item]
    words = one_line(words, learning.REMARK_LIMIT)
    desk.record(learning.Reported(item, reason, words, entry.seen, entry.scored))
    return f"Reported ({REASONS[reason]}): your instructor sees it"


def ratings(desk: Desk, session: Session) -> tuple[Rating, ...]:
    """Return what may be said of how well the last answer was known, the lowest first; none where nothing counts."""
    step = _last_step(desk, session)
    if step is None or step.rating is None or not isinstance(step.event.body, learning.Answered):
        return ()
    if step.claimed:
        return learning.ratings_open(learning.Rating.GOOD)
    assert step.outcome is not None
    return learning.ratings_open(learning.rating_of(step.outcome, step.event.body.certainty, step.event.body.hints))


def rate(desk: Desk, session: Session, rating: RatingWord) -> str:
    """Say how well the last answer was known, as far as the answer bears it out; return what is said then."""
    open_to = [r.name.lower() for r in ratings(desk, session)]
    if not open_to:
        return "This answer moves no schedule"
    if rating not in open_to:
        return f"An answer like this counts at most as {open_to[-1]}"
    last = session.answers[-1]
    desk.record(learning.Rated(session.id, last.item, last.event, rating))
    state = desk.states.get(last.item)
    again = (
        "" if state is None or state.memory is None else f": comes again {when_text(state.memory.due, desk.today())}"
    )
    return f"✓ {RATINGS[rating]}{again}"


def _last_step(desk: Desk, session: Session) -> learning.Step | None:
    """Return what the fold made of the last answer of a session, None without one."""
    if not session.answers:
        return None
    last = session.answers[-1]
    found = (s for s in learning.trace(desk.log.of_item(last.item)) if s.event.id == last.event)
    return next(found, None)
