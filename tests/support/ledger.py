"""What a log must come to, worked out from plain dictionaries: nothing of quiz.learning is used here.

A row is an event with its fields flat: `kind`, `id`, `utc`, `day` (an ordinal), `device`, `sequence` and what it says.
Outcomes are made from raw responses by the markings in `library`; memories by py-fsrs at noon of study days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from fsrs import Card, Rating, Scheduler

from quiz.items import Marking
from quiz.scoring import AskAgain, Outcome, Policy, score

Row = dict[str, Any]
Found = dict[str, Any]
FRESH: Found = {
    "edition": 1, "attempts": 0, "correct": 0, "lapses": 0, "reviews": 0, "recalled": 0, "rapid": 0, "claimed": 0,
    "share": 0.0, "passed": False, "day": 0, "suspended": False, "buried": 0, "times": (), "memory": None,
    "before": None, "scored": "", "starred": False, "note": "",
}  # fmt: skip
SILENT = ("undone", "claimed", "rated", "skipped", "reported")
"""Events that are about an item and tell nothing of it by themselves."""
PARTLY_PASSED = ("multiple", "cloze", "match", "order", "evidence")


def place(row: Row) -> tuple[Any, ...]:
    return row["utc"], row["device"], row["sequence"]


def standing(rows: Iterable[Row]) -> list[Row]:
    rows = sorted(rows, key=place)
    gone = {r["event"] for r in rows if r["kind"] == "undone"}
    return [r for r in rows if r["id"] not in gone]


def outcome_of(marking: Marking, response: Any, mode: str, final: bool = True) -> Outcome | AskAgain:
    return score(marking, response, Policy(typos=mode != "exam", final=final))


@cache
def _scheduler(retention: float) -> Scheduler:
    return Scheduler(
        desired_retention=retention,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=36_500,
        enable_fuzzing=False,
    )


def _reviewed(card: Card | None, grade: Rating, day: int, retention: float) -> Card:
    noon = datetime.combine(date.fromordinal(day), time(12), UTC)
    return _scheduler(retention).review_card(card or Card(card_id=1, due=noon), grade, noon)[0]


def _ordinal(moment: datetime | None) -> int:
    assert moment is not None
    return moment.date().toordinal()


def _graded(outcome: Outcome, certainty: int | None, hints: int) -> Rating:
    if outcome.share == 1:
        return Rating.Hard if certainty == 1 or hints or "typo" in outcome.notes else Rating.Good
    partly = outcome.rule.split("/")[0] in PARTLY_PASSED and 4 * outcome.share >= 3
    return Rating.Hard if partly else Rating.Again


def states_of(rows: Iterable[Row], markings: Mapping[str, Marking]) -> dict[str, Found]:
    """What is known of each item; `markings` are by their hashes."""
    known = standing(rows)
    retention = next((r["retention"] for r in reversed(known) if r["kind"] == "tuned"), 0.9)
    items = sorted({r["item"] for r in known if r.get("item") and r["kind"] not in SILENT})
    return {item: _state_of([r for r in known if r.get("item") == item], markings, retention) for item in items}


def _state_of(rows: list[Row], markings: Mapping[str, Marking], retention: float) -> Found:
    answers = [r for r in rows if r["kind"] == "answered"]
    edition = max((a["edition"] for a in answers), default=1)
    regrades = [r["scored"] for r in rows if r["kind"] == "regraded" and r["edition"] == edition]
    used = {a["scored"] for a in answers if a["edition"] == edition}
    by = regrades[-1] if regrades else used.pop() if len(used) == 1 else ""
    said = {kind: {r["event"]: r.get("rating", "") for r in rows if r["kind"] == kind} for kind in ("claimed", "rated")}
    state = {**FRESH, "edition": edition, "scored": by}
    for row in rows:
        match row["kind"]:
            case "suspended" | "resumed":
                state["suspended"] = row["kind"] == "suspended"
            case "buried":
                state["buried"] = row["day"]
            case "starred" | "unstarred":
                state["starred"] = row["kind"] == "starred"
            case "noted":
                state["note"] = row["text"]
            case "reset":
                kept = {
                    name: state[name]
                    for name in ("edition", "scored", "suspended", "buried", "starred", "note", "times")
                }
                state = {**FRESH, **kept}
            case "answered" if row["edition"] == edition:
                outcome = outcome_of(markings[by or row["scored"]], row["response"], row["mode"])
                assert isinstance(outcome, Outcome)
                _answer(
                    state,
                    row,
                    outcome,
                    {kind: about[row["id"]] for kind, about in said.items() if row["id"] in about},
                    retention,
                )
    return state


def _answer(state: Found, row: Row, outcome: Outcome, said: dict[str, str], retention: float) -> None:
    took, times = row["duration"], state["times"]
    usual = sorted(times)[(len(times) - 1) // 2] if len(times) >= 3 else 0
    if took:
        state["times"] = (*times, took)[-9:]
    if took and outcome.verdict != "omitted" and (took < 1_000 or 10 * took < usual):
        state["rapid"] += 1
        return
    grade = Rating.Good if "claimed" in said else _graded(outcome, row["certainty"], row["hints"])
    word = Rating[said.get("rated", grade.name).capitalize()]
    if word < grade or (grade, word) == (Rating.Good, Rating.Easy):
        grade = word
    passed = grade is not Rating.Again
    state["attempts"] += 1
    state["correct"] += passed
    state["claimed"] += "claimed" in said
    state["share"] = 1.0 if "claimed" in said else float(outcome.share)
    state["passed"] = passed
    state["day"] = max(state["day"], row["day"])
    if row["mode"] not in ("drill", "exam"):
        _review(state, grade, passed, row["day"], retention)


def _review(state: Found, grade: Rating, passed: bool, day: int, retention: float) -> None:
    card = state["memory"]
    if card is not None and day <= (last := _ordinal(card.last_review)):
        good = _reviewed(state["before"], Rating.Good, last, retention)
        state["memory"] = _reviewed(card, grade, last, retention)
        state["memory"].due = min(state["memory"].due, good.due)
        return
    if card is not None:
        state["reviews"] += 1
        state["recalled"] += passed
        state["lapses"] += not passed
    state["before"], state["memory"] = card, _reviewed(card, grade, day, retention)


def waits(state: Found, day: int) -> bool:
    return bool(state["suspended"] or state["buried"] == day)


def memory_of(state: Found) -> tuple[float, float, int, int] | None:
    """Stability, difficulty, the day of the last review, the day on which it is due."""
    card = state["memory"]
    return card and (card.stability, card.difficulty, _ordinal(card.last_review), _ordinal(card.due))


def sessions_of(rows: Iterable[Row]) -> dict[str, Found]:
    """All sessions by id in the order of their opening; their answers by item, in the order of the last ones."""
    known = standing(rows)
    closed = {r["session"] for r in known if r["kind"] == "closed"}
    sessions: dict[str, Found] = {
        r["session"]: {**r, "closed": r["session"] in closed, "answers": {}, "skips": []}
        for r in known
        if r["kind"] == "opened"
    }
    for row in known:
        if row["kind"] == "answered" and row["session"] in sessions:
            answers = sessions[row["session"]]["answers"]
            answers.pop(row["item"], None)
            answers[row["item"]] = row
        elif row["kind"] == "skipped" and row["session"] in sessions:
            sessions[row["session"]]["skips"].append(row)
    return sessions


def is_over(choices: Mapping[str, str], steps: Iterable[Row]) -> bool:
    """Whether the time of a session is used up."""
    minutes = int(choices.get("minutes", "0"))
    return minutes > 0 and sum(s["duration"] for s in steps) >= minutes * 60_000


def resumable(rows: Iterable[Row]) -> Found | None:
    """The newest session that was left with something to ask and time to answer."""
    for session in reversed(sessions_of(rows).values()):
        done = session["answers"]
        left = set(session["items"]) - set(done) and not is_over(
            session["choices"], [*done.values(), *session["skips"]]
        )
        if left and not session["closed"]:
            return session
    return None
