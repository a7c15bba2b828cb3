"""The command that tells what changed between two states of a library, and whose score changes: `quiz diff`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from quiz.commands.shared import folders, print_json, say, tell
from quiz.errors import Exit, QuizError
from quiz.text import counted, one_line

if TYPE_CHECKING:
    from argparse import Namespace

    from quiz.banks import Sources
    from quiz.checks.changes import Difference, ItemChanges
    from quiz.checks.consequences import Consequences
    from quiz.errors import Finding


def diff(options: Namespace) -> int:
    """Print what became of each item between two states of a library; with --data, whose score changes."""
    from quiz.banks import find_library
    from quiz.checks.changes import difference

    _, settings = folders(options)
    root = find_library(getattr(options, "library", None), settings.library)
    old, new = _state(root, options.old), _state(root, options.new)
    found = difference(old, new)
    wanted = (hasattr(options, "data") or options.answers) and not found.failed
    effects = _consequences(options, new, found) if wanted else None
    findings = [*_named(options.old, found.old_findings), *_named(options.new, found.new_findings)]
    if options.json:
        made: dict[str, object] = {"items": found.items, "findings": findings}
        print_json(made if effects is None else {**made, "consequences": effects})
    else:
        _tell(found)
        tell(findings)
        if effects is not None:
            _tell_consequences(effects)
    return Exit.FINDINGS if found.failed else Exit.DONE


def _state(root: Path, given: str) -> Sources:
    """Return a state of a library: `.` is the one at `root` as it is, a folder is another, else a revision of it."""
    from quiz.banks import read_sources, sources_at
    from quiz.config import library_root

    if given == ".":
        return read_sources(root)
    folder = Path(os.path.expanduser(given)) if given and "\0" not in given else None
    other = library_root(folder) if folder is not None else None
    if other is not None:
        return read_sources(other)
    try:
        return sources_at(root, given)
    except QuizError as error:
        if folder is not None and os.path.isdir(folder):
            hint = "name a folder with a library, or a git revision of the current one"
            raise QuizError("no library is in this folder", str(folder), hint) from error
        raise


def _named(state: str, findings: tuple[Finding, ...]) -> list[Finding]:
    """Return findings whose paths say of which state they are; the library as it is needs no name."""
    from msgspec import structs

    return [f if state == "." else structs.replace(f, path=one_line(f"{state}:{f.path}")) for f in findings]


def _consequences(options: Namespace, new: Sources, found: Difference) -> Consequences:
    """Return whose score changes; the log is read and not written."""
    from quiz.banks import library_file
    from quiz.checks.consequences import consequences
    from quiz.store import Log

    data, _ = folders(options)
    head = library_file(new)
    assert head is not None
    if options.answers:
        return _of_files(options, head.id, found)
    logs = {}
    with Log(data, "", head.id, writing=False) as log:
        trainees = log.trainees()
    for trainee in trainees:
        with Log(data, trainee, head.id, writing=False) as log:
            logs[trainee] = log.events()
    if not logs:
        say(f"quiz: no answers to {head.title} are in {data}")
    return consequences(found.rekeyed, logs)


def _of_files(options: Namespace, library: str, found: Difference) -> Consequences:
    """Return whose score changes among the trainees whose answers were sent, one after the other."""
    from quiz.checks.consequences import Consequences, consequences
    from quiz.store import open_inbox
    from quiz.store.answers import told_line

    inbox = open_inbox([Path(file).expanduser() for file in options.answers], library)
    each = [consequences(found.rekeyed, {sent.trainee: inbox.events(sent)}) for sent in inbox.sent]
    for told in inbox.told:
        say(f"quiz: {told_line(told)}")
    return Consequences(tuple(i for one in each for i in one.items), tuple(t for one in each for t in one.trainees))


def _tell(found: Difference) -> None:
    for changed in found.items:
        print(one_line(_line(changed)))
        for field, words in changed.words.items():
            print(one_line(f"{field}: {words}"))
    if found.failed and not found.items:
        return
    counts: dict[str, int] = {}
    for kind in (k for changed in found.items for k in changed.kinds):
        counts[str(kind)] = counts.get(str(kind), 0) + 1
    told = ", ".join(f"{n:,} {kind}" for kind, n in sorted(counts.items()))
    print(f"{counted(len(found.items), 'item')} changed{': ' if told else ''}{told}")


def _line(changed: ItemChanges) -> str:
    told = "; ".join(f"{c.kind} ({c.what})" if c.what else str(c.kind) for c in changed.changes)
    return f"{changed.path}:{changed.line}: {changed.item}: {told}"


def _tell_consequences(effects: Consequences) -> None:
    for one in effects.items:
        scores = f"{_share(one.before)} → {_share(one.after)}"
        print(one_line(f"{one.trainee}: {one.item}: {counted(one.attempts, 'answer')}, score {scores}"))
    for trainee in effects.trainees:
        accuracy = f"{_share(trainee.before)} → {_share(trainee.after)}"
        print(one_line(f"{trainee.trainee}: accuracy over all answers {accuracy}"))
    if not effects.items:
        print("no score changes: no answer was given to an item whose key changed")


def _share(value: float | None) -> str:
    return "none counts" if value is None else f"{value:.1%}"
