"""What a flaw is, and the flaws that several types share. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from quiz.items.entries import Path
from quiz.items.fields import OPTIONS, Label
from quiz.text import counted, nearest, one_line, same


class Flaw(NamedTuple):
    """What is wrong at `path` inside an item, and what to do; a `warning` leaves the item sound."""

    path: Path
    rule: str
    what: str
    hint: str
    warning: bool = False


def instead(wanted: str, known: Collection[str]) -> str:
    """Return the hint for an id that is not among those known."""
    near = nearest(wanted, known)
    return f"did you mean '{near}'?" if near else f"known are: {', '.join(known) or 'none'}"


def quoted(text: str, limit: int = 40) -> str:
    """Return a text as messages show it."""
    return f"'{one_line(text, limit)}'"


def labels(given: Sequence[Label], field: str, noun: str) -> Iterator[Flaw]:
    """Yield the flaws of a list of options or rows, called `noun`: how many, ids that stand twice, equal texts."""
    if not 2 <= len(given) <= OPTIONS:
        hint = f"give 2 to {OPTIONS}; three or four serve best"
        yield Flaw((field,), f"{noun}s-count", counted(len(given), noun), hint)
        return
    ids: set[str] = set()
    for index, label in enumerate(given):
        if label.id in ids:
            yield Flaw((field, index, "id"), f"duplicate-{noun}", f"the id '{label.id}' stands twice", "rename one")
        ids.add(label.id)
        twin = next((o for o in given[:index] if same(o.text, label.text)), None)
        if twin is not None:
            what = f"the {noun} {quoted(label.text)} is the same as {quoted(twin.text)}"
            hint = "case, marks and articles do not count: change one"
            yield Flaw((field, index, "text"), f"equal-{noun}s", what, hint)


def is_option(known: Collection[str], wanted: str, path: Path, what: str) -> Iterator[Flaw]:
    """Yield a flaw if `wanted`, which messages call `what`, is no option."""
    if wanted not in known:
        yield Flaw(path, "key-no-option", f"{what} {quoted(wanted, 60)} is no option", instead(wanted, known))


def twice(answers: Iterable[tuple[Path, object]], hint: str = "remove one") -> Iterator[Flaw]:
    """Yield a flaw for each answer that has stood before: no response can meet it."""
    seen: list[object] = []
    for path, answer in answers:
        if answer in seen:
            yield Flaw(path, "answer-twice", "the same answer stands before", hint)
        seen.append(answer)


def no_feedback(path: Path, what: str, text: str) -> Flaw:
    """Return the flaw of a wrong answer that nobody explains."""
    return Flaw(path, "no-feedback", f"the {what} {quoted(text)} has no feedback", "say in `feedback:` why it is wrong")


def differs_is_key(path: Path, hint: str) -> Flaw:
    """Return the flaw of another document's answer that is right anyhow."""
    return Flaw(path, "differs-is-key", "this is the key itself", hint)
