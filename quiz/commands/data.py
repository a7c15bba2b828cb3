"""`quiz data delete`: a trainee's own data, for good."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from quiz.commands.shared import folders, say, trainee_of
from quiz.errors import Exit, QuizError
from quiz.text import one_line

if TYPE_CHECKING:
    from argparse import Namespace


def data_delete(options: Namespace) -> int:
    """Delete all of a trainee's answers, sessions, backups and settings, after the name was typed once more."""
    from quiz.config import are_of, delete_settings
    from quiz.store import forget, held
    from quiz.views.own_data import what_went, will_go

    data, settings = folders(options)
    trainee = trainee_of(options, settings)
    found = held(data, trainee)
    own_settings = are_of(settings, trainee)
    if not found.anything and not own_settings:
        print(one_line(f"There is nothing of {trainee}"))
        return Exit.DONE
    if not options.yes:
        say(f"This deletes for good what there is of {trainee}:")
        for line in will_go(found, own_settings):
            say(f"  {line}")
        _confirm(trainee)
    gone = forget(data, trainee)
    if own_settings:
        delete_settings(data, settings)
    print(one_line(what_went(gone)))
    return Exit.STORE if gone.unknown else Exit.DONE


def _confirm(trainee: str) -> None:
    say("Type the name of the trainee to go on:")
    if sys.stdin.readline().strip() != trainee:
        raise QuizError("that is not the name: nothing was deleted", hint="`--yes` asks nothing")
