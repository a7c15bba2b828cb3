"""What Anki's backend takes for the same work, in a process of its own; `bench` runs it where `anki` is installed."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROUNDS = 7
ANSWERS = 200


def collection(folder: Path, cards: int) -> Any:
    """A collection of so many cards, all due today, with limits that let all of them through."""
    from anki.collection import AddNoteRequest, Collection

    col = Collection(str(folder / "collection.anki2"))
    kind, deck = col.models.by_name("Basic"), col.decks.id("deck")
    requests = []
    for number in range(cards):
        note = col.new_note(kind)
        note["Front"], note["Back"] = f"question {number}", "answer"
        requests.append(AddNoteRequest(note, deck))
    col.add_notes(requests)
    settings = col.decks.config_dict_for_deck_id(deck)
    settings["rev"]["perDay"] = settings["new"]["perDay"] = 9_999
    col.decks.update_config(settings)
    col.set_config("fsrs", True)
    col.db.execute(
        "update cards set type = 2, queue = 2, ivl = 10, factor = 2500, reps = 3, due = ?, data = ?",
        col.sched.today,
        '{"s":5.0,"d":5.0}',
    )
    col.decks.set_current(deck)
    return col


def queue_ms(col: Any, deck_name: str = "deck") -> float:
    """The median milliseconds to build the queue anew and give its first card."""
    taken = []
    for _ in range(ROUNDS):
        col.decks.update_config(col.decks.config_dict_for_deck_id(col.decks.id(deck_name)))
        start = time.perf_counter()
        col.sched.get_queued_cards(fetch_limit=1)
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)


def answer_ms(col: Any) -> list[float]:
    """The milliseconds of each answer with its commit and the next card."""
    from anki.cards import Card

    taken = []
    for _ in range(ANSWERS):
        queued = col.sched.get_queued_cards(fetch_limit=1).cards[0]
        card = Card(col, backend_card=queued.card)
        card.start_timer()
        start = time.perf_counter()
        col.sched.answer_card(col.sched.build_answer(card=card, states=queued.states, rating=2))
        col.sched.get_queued_cards(fetch_limit=1)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def main() -> None:
    import anki.buildinfo

    found: dict[str, object] = {"version": anki.buildinfo.version, "queue": {}}
    for cards in map(int, sys.argv[1:]):
        with tempfile.TemporaryDirectory() as folder:
            col = collection(Path(folder), cards)
            found["queue"][str(cards)] = queue_ms(col)  # type: ignore[index]
            if "answer" not in found:
                taken = answer_ms(col)
                found["answer"] = {"median": median(taken), "p99": taken[len(taken) * 99 // 100]}
            col.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
