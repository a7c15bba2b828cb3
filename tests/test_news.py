"""What an update of the banks changed: told until the next session, from the log and the items of the last one."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.banks import Library
from quiz.items import Item, Text
from quiz.store import Log
from quiz.views import Choices, Desk
from quiz.views.news import News, Regrade, news_of, read_news
from tests.support.library import library_of, texts
from tests.support.talk import StandingClock

HASHES = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(("1", "2", "3")))


def desk_of(folder: Path, library: Library, clock: StandingClock) -> Desk:
    clock.time += 60_000
    return Desk(library, Log(folder, "ana", "small"), clock)


def answer_all(desk: Desk, responses: dict[str, str]) -> None:
    session = desk.begin("practice", Choices())
    assert session is not None
    for item, response in responses.items():
        step = desk.answer(session, item, response)
        session = step.session  # type: ignore[union-attr]
    desk.clock.time += 60_000  # type: ignore[attr-defined]
    desk.close(session)


def with_key(item: Item, key: str) -> Item:
    assert isinstance(item, Text)
    return structs.replace(item, key=key)


def test_an_update_is_told_once_and_forgotten_when_a_session_begins(tmp_path: Path) -> None:
    clock = StandingClock()
    one, two, three, four = texts(4)
    desk = desk_of(tmp_path, library_of([one, two, three]), clock)
    assert read_news(desk) == News()
    answer_all(desk, {"item-1": "orca", "item-2": "blue whale", "item-3": "orca"})
    assert read_news(desk_of(tmp_path, library_of([one, two, three]), clock)) == News()
    changed = library_of([with_key(one, "orca"), with_key(two, "orca"), four])
    desk = desk_of(tmp_path, changed, clock)
    assert read_news(desk) == News(new=1, corrected=2, better=1, worse=1, retired=1)
    assert read_news(desk).says() == (
        "Since your last session: 1 new question, 2 keys corrected (1 answer of yours counts more and "
        "1 answer of yours counts less), 1 no longer asked"
    )
    assert read_news(desk_of(tmp_path, changed, clock)).corrected == 2
    clock.time += 60_000
    answer_all(desk, {"item-4": "blue whale"})
    assert read_news(desk_of(tmp_path, changed, clock)) == News()


def test_without_what_was_kept_the_log_still_tells_what_was_corrected(tmp_path: Path) -> None:
    clock = StandingClock()
    one, two = texts(2)
    answer_all(desk_of(tmp_path, library_of([one]), clock), {"item-1": "orca"})
    for kept in (tmp_path / "cache").glob("asked-*"):
        kept.write_bytes(b"damaged")
    desk = desk_of(tmp_path, library_of([with_key(one, "orca"), two]), clock)
    assert read_news(desk) == News(corrected=1, better=1)


def test_nothing_is_kept_for_a_log_in_memory(tmp_path: Path) -> None:
    library = library_of(texts(2))
    desk = Desk(library, Log(tmp_path / "none", "ana", "small", writing=False), StandingClock())
    assert desk.begin("practice", Choices()) is not None
    assert read_news(desk) == News()
    assert not (tmp_path / "none").exists()


@given(HASHES, HASHES)
def test_nothing_changed_says_nothing_and_every_change_is_counted_once(
    known: dict[str, str], scored: dict[str, str]
) -> None:
    assert news_of(scored, scored, ()).says() == ""
    news = news_of(known, scored, ())
    assert len(known) + news.new - news.retired == len(scored)
    same = sum(scored.get(item) == hash_ for item, hash_ in known.items())
    assert news.corrected + same + news.retired == len(known)
    assert bool(news.says()) == (known != scored)
    regrades = [Regrade(item, 1, 1, 0) for item in scored]
    assert news_of(known, scored, regrades).corrected == len(scored)
    assert news_of(None, scored, regrades).new == 0
