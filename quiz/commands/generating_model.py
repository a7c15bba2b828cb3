"""What `quiz generate --model` asks of its user, and the run of the model: nothing is sent without a yes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from quiz.commands.shared import say
from quiz.errors import Exit, QuizError
from quiz.generate import model
from quiz.generate.files import standing
from quiz.generate.model_talk import Talk, find_model
from quiz.generate.model_values import ROLES, Role
from quiz.text import counted, one_line

if TYPE_CHECKING:
    from argparse import Namespace

    from quiz.banks import Library
    from quiz.generate.ingest import Read
    from quiz.generate.values import Decision, Sheet


class Asked(NamedTuple):
    """Who is to answer in which role, the places to which a yes is given beforehand, and how many calls at most."""

    speakers: dict[Role, Talk]
    places: frozenset[str]
    calls: int


def asked_model(options: Namespace) -> Asked | None:
    """Return what a command line asks of language models; None when it asks nothing.

    Raises QuizError when the extra or a model is missing, or nothing says what a model is for.
    """
    roles = [part.strip() for given in options.role for part in given.split(",") if part.strip()]
    unknown = [r for r in roles if r not in ROLES]
    if unknown:
        raise QuizError(f"there is no role '{one_line(unknown[0], 40)}'", "--role", f"known: {', '.join(ROLES)}")
    if not options.model:
        if roles or options.critic_model or options.yes_send_to:
            raise QuizError("no model is named", "--model", "`--model ID` names one of the library llm")
        return None
    if not roles:
        raise QuizError("nothing says what the model is for", "--role", f"one or more of {','.join(ROLES)}")
    if options.calls < 1:
        raise QuizError("not a number of calls from 1", "--calls")
    own = Talk(find_model(options.model))
    critic = Talk(find_model(options.critic_model)) if options.critic_model and "critic" in roles else own
    speakers: dict[Role, Talk] = {r: critic if r == "critic" else own for r in ROLES if r in roles}
    return Asked(speakers, frozenset(one_line(p).casefold() for p in options.yes_send_to), options.calls)


def improve(
    asked: Asked,
    sheets: Sequence[Sheet],
    reads: Sequence[Read],
    library: Library,
    decisions: Sequence[Decision],
    today: date,
) -> tuple[list[Sheet], int]:
    """Return the sheets after the models were asked, and the exit code: that of an interrupt when it was cancelled.

    Raises QuizError when there is no yes and nobody to ask for one.
    """
    _clear()
    rooms = model.plan(sheets, reads, list(asked.speakers), asked.calls)
    if not any(room.calls for room in rooms.values()):
        say("quiz: there is nothing to ask the model")
        return list(sheets), Exit.DONE
    if not _agreed(asked, rooms):
        say("quiz: nothing was sent; the drafts are those of the rules")
        return list(sheets), Exit.DONE
    settings = model.settings_of(reads, library, sheets[0].generator, today)
    decided = [fact for fact, d in standing(decisions).items() if d.action in ("approve", "reject")]
    shop = model.Workshop(sheets, settings, asked.speakers, rooms, decided, _tell())
    code = Exit.DONE
    try:
        shop.run()
    except KeyboardInterrupt:
        code = Exit.INTERRUPT
    _clear()
    if code:
        say("quiz: cancelled; what is there is kept")
    names = ", ".join(dict.fromkeys(s.id for s in asked.speakers.values()))
    say(f"quiz: model {names}: {shop.tally.told()}")
    return shop.sheets, code


def _agreed(asked: Asked, rooms: dict[Role, model.Room]) -> bool:
    """Say what would be sent where; tell whether every place has a yes."""
    places: dict[str, list[Role]] = {}
    for role, speaker in asked.speakers.items():
        if rooms[role].calls:
            places.setdefault(speaker.where.name, []).append(role)
    for roles in places.values():
        for role in roles:
            say(f"quiz: {role} by {asked.speakers[role].id}: at most {_size([rooms[role]])}")
        say(f"quiz: to {asked.speakers[roles[0]].where.told}: at most {_size([rooms[r] for r in roles])} in all; "
            "half of that when no answer must be asked for twice")  # fmt: skip
    missing = [name for name in places if name.casefold() not in asked.places]
    if not missing:
        return True
    if asked.places:
        given = ", ".join(sorted(asked.places))
        raise QuizError(
            f"the yes is for {given}, but text would go to {missing[0]}", "--yes-send-to", "nothing was sent"
        )
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        hint = " ".join(f"--yes-send-to {name}" for name in missing)
        raise QuizError("nothing is sent without a yes that names where to", "--model", f"add {hint}")
    return all(_yes(name) for name in missing)


def _size(rooms: Sequence[model.Room]) -> str:
    return f"{counted(sum(r.calls for r in rooms), 'call')}, {sum(r.characters for r in rooms):,} characters"


def _yes(name: str) -> bool:
    print(f"Send text to {name}? Type yes, or anything else for no: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() == "yes"


def _tell() -> Callable[[Role, int, int], None] | None:
    if not sys.stderr.isatty():
        return None

    def tell(role: Role, done: int, total: int) -> None:
        print(f"\r{role}: call {done:,} of at most {total:,}\x1b[K", end="", file=sys.stderr, flush=True)

    return tell


def _clear() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
