"""Commands about what a trainee knows: progress, the chain behind a number, and what is to become of an item."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from quiz.commands.shared import open_desk, print_json
from quiz.errors import Exit, QuizError
from quiz.text import counted, nearest, one_line

if TYPE_CHECKING:
    from argparse import Namespace

    from quiz.views import Desk
    from quiz.views.mastery import Part
    from quiz.views.progress import Progress
    from quiz.views.why import Link

SHOWN_WEEKS = 26
"""Weeks that are printed; --json gives all."""


def _entry(desk: Desk, item: str) -> str:
    if item in desk.library.entries:
        return item
    near = nearest(item, desk.library.entries)
    hint = f"did you mean '{near}'?" if near else "`quiz items` lists them"
    raise QuizError(f"there is no item '{one_line(item, 60)}'", hint=hint)


def why(options: Namespace) -> int:
    """Print every event about an item and the numbers that follow."""
    from quiz.views import percent
    from quiz.views.why import why as why_of

    with open_desk(options, writing=False) as desk:
        entry = desk.library.entries[_entry(desk, options.item)]
        told = why_of(entry, desk.log.of_item(entry.item.id), desk.today())
    if options.json:
        print_json(told)
        return Exit.DONE
    print(one_line(f"{told.item}: {told.stem}"))
    print(one_line(f"Right: {told.right}"))
    for link in told.links:
        print(one_line(_link(link)))
    if told.recall is None:
        print("Not reviewed yet: mastery 0 %")
    else:
        numbers = f"recall today {percent(told.recall)} × last score {told.share:.2f} = mastery {percent(told.mastery)}"
        print(f"Now: {numbers}; due {told.due}; {counted(told.lapses, 'lapse')}{', a leech' if told.leech else ''}")
    if told.suspended:
        print("Suspended: `quiz resume` asks it again")
    return Exit.DONE


def _link(link: Link) -> str:
    parts = [f"{link.when}  {link.what}"]
    if link.score:
        parts.append(f"score {link.score} by {link.rule}")
    if link.rating and link.stability is not None:
        parts.append(
            f"{link.rating}: stability {link.stability:.1f} d, difficulty {link.difficulty:.1f}, due {link.due}"
        )
    if link.note:
        parts.append(link.note)
    return "; ".join(parts)


def progress(options: Namespace) -> int:
    """Print mastery by topic, document and passage, retention, what is to come, days, streak, certainty and exams."""
    from quiz.views.progress import progress_of

    with open_desk(options, writing=False) as desk:
        today = desk.today()
        found = progress_of(desk.library, desk.log.events(), desk.states, today, desk.goal())
    if options.json:
        print_json(found)
        return Exit.DONE
    _parts("", (found.whole,))
    _parts("By topic", found.topics)
    _parts("By document", found.documents)
    if options.passages:
        _parts("By passage", found.passages)
    _to_come(found, today)
    _done(found)
    return Exit.DONE


def _parts(title: str, parts: tuple[Part, ...]) -> None:
    from quiz.views.numbers import part_line

    _section(title, [part_line(part) for part in parts if part.items])


def _section(title: str, lines: Iterable[str]) -> None:
    if title:
        print(f"\n{title}")
    for line in lines:
        print(f"  {line}".rstrip())


def _to_come(found: Progress, today: int) -> None:
    from quiz.views import numbers

    lines = numbers.load_lines(found.load, today) if found.load.total else ()
    _section("To come", (numbers.load_text(found.load, found.new), *lines))
    for name, items in (("Leeches", found.leeches), ("Suspended", found.suspended)):
        if items:
            print(f"  {one_line(numbers.list_text(name, items, len(items)))}")


def _done(found: Progress) -> None:
    from quiz.views import numbers

    if not found.ever.answers:
        _section("Days", (numbers.NOTHING_DONE,))
        return
    weeks = found.weeks[-SHOWN_WEEKS:]
    _section("Retention", (numbers.retention_text(found), *numbers.retention_lines(weeks)))
    _section("Days", (f"Streak: {numbers.streak_text(found)}", *numbers.span_lines(found), *numbers.day_lines(weeks)))
    if found.calibration.answers:
        lines = numbers.certainty_lines(found.calibration)
        _section("Certainty", (numbers.certainty_text(found.calibration), *lines))
    if found.exams:
        _section("Exams", map(numbers.exam_line, reversed(found.exams)))


def mark(options: Namespace) -> int:
    """Suspend items, resume, bury or reset them."""
    with open_desk(options, writing=True) as desk:
        items = [_entry(desk, item) for item in options.items]
        for item in items:
            desk.mark(item, options.what)
    done = {
        "suspend": "suspended",
        "resume": "resumed",
        "bury": "put off until tomorrow",
        "reset": "to be learned anew",
    }
    print(f"{counted(len(items), 'item')} {done[options.what]}")
    return Exit.DONE


def tune(options: Namespace) -> int:
    """Change the chance of recall at which items are due; the whole schedule follows."""
    from quiz import learning

    low, high = learning.RETENTIONS
    if not low <= options.retention <= high:
        raise QuizError(f"{options.retention:g} is out of range", "RETENTION", f"give a share from {low} to {high}")
    with open_desk(options, writing=True) as desk:
        desk.log.append(learning.Tuned(options.retention), desk.moment())
    print(f"Items are due when the chance of recall has fallen to {options.retention:g}")
    return Exit.DONE


def ready(options: Namespace) -> int:
    """Print what the date to be ready for asks and promises; set a date of one's own."""
    from msgspec import structs

    from quiz.commands.shared import folders
    from quiz.config import save_settings
    from quiz.views.mastery import measure
    from quiz.views.progress import standing_of
    from quiz.views.ready import day_of

    data, settings = folders(options)
    if options.by is not None:
        if options.by != "off" and day_of(options.by) is None:
            raise QuizError(f"'{one_line(options.by, 40)}' is no date", "--by", "write it as 2026-03-10, or `off`")
        save_settings(data, structs.replace(settings, ready_by="" if options.by == "off" else options.by))
    with open_desk(options, writing=False) as desk:
        goal = desk.goal()
        by = measure(desk.library, desk.states, desk.today(), goal.day if goal else None, desk.front.chances)
        found = standing_of(desk.library, by, goal)
    if options.json:
        print_json({"goal": goal, "whole": found.whole, "topics": found.topics, "documents": found.documents})
        return Exit.DONE
    if goal is None:
        print("No date to be ready for: `quiz ready --by DATE` sets one")
        return Exit.DONE
    print(goal.says())
    print(f"New today: {goal.quota}; {goal.items - goal.unseen} of {goal.items} begun")
    if goal.warning():
        print(f"Warning: {goal.warning()}")
    _parts("By topic", found.topics)
    _parts("By document", found.documents)
    return Exit.DONE
