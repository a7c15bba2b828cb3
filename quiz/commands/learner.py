"""Commands about what a trainee knows: progress, the chain behind a number, and what is to become of an item."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from quiz.commands.shared import open_desk, print_json
from quiz.errors import Exit, QuizError
from quiz.text import counted, nearest, one_line

if TYPE_CHECKING:
    from argparse import Namespace

    from quiz.learning.ready import Readiness
    from quiz.views import Desk
    from quiz.views.progress import Part, Progress
    from quiz.views.why import Link


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
    """Print mastery by topic, document and passage, retention, streak, load, calibration and exams."""
    from quiz.views.progress import progress_of

    with open_desk(options, writing=False) as desk:
        goal = desk.goal()
        found = progress_of(desk.library, desk.log.events(), desk.states, desk.today(), goal)
    if options.json:
        print_json(found)
        return Exit.DONE
    _parts("", (found.whole,))
    _parts("By topic", found.topics)
    _parts("By document", found.documents)
    if options.passages:
        _parts("By passage", found.passages)
    _numbers(found)
    return Exit.DONE


def _parts(title: str, parts: tuple[Part, ...]) -> None:
    from quiz.views import percent

    if title:
        print(f"\n{title}")
    for part in parts:
        if part.items:
            done = " mastered" if part.mastered else ""
            ready = f"  ready {_expected(part.ready)}" if part.ready else ""
            print(f"  {percent(part.mastery):>5}  {part.seen}/{part.items} seen{done}{ready}  {one_line(part.title)}")


def _expected(ready: Readiness) -> str:
    from quiz.views.ready import expected_text

    return expected_text(ready)


def _numbers(found: Progress) -> None:
    from quiz.views import percent

    def share(value: float | None) -> str:
        return "nothing to tell yet" if value is None else percent(value)

    print(f"\nTrue retention: {share(found.retention)}; last 30 days: {share(found.retention_month)}")
    print(f"Streak: {counted(found.streak.current, 'day')}, longest {found.streak.longest}")
    print(f"Reviews of the next {len(found.load)} days: {' '.join(map(str, found.load))}")
    if found.calibration.answers:
        for row in found.calibration.levels:
            band = f"{percent(row.low)} to {percent(row.high)}"
            print(f"Certainty {row.level}: {counted(row.answers, 'answer')}, {share(row.accuracy)} right ({band} fits)")
    for exam in found.exams:
        verdict = "passed" if exam.mark.passed else "not passed"
        on = date.fromordinal(exam.day).isoformat()
        print(f"Exam of {on}: {_share(exam.mark.score)}, {verdict}, {exam.mark.answered}/{exam.mark.items} answered")
    for name, items in (("Leeches", found.leeches), ("Suspended", found.suspended)):
        if items:
            print(f"{name}: {', '.join(items)}")


def _share(score: str) -> str:
    from fractions import Fraction

    from quiz.views import percent

    return percent(float(Fraction(score)))


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
    from quiz.views.progress import progress_of
    from quiz.views.ready import day_of

    data, settings = folders(options)
    if options.by is not None:
        if options.by != "off" and day_of(options.by) is None:
            raise QuizError(f"'{one_line(options.by, 40)}' is no date", "--by", "write it as 2026-03-10, or `off`")
        save_settings(data, structs.replace(settings, ready_by="" if options.by == "off" else options.by))
    with open_desk(options, writing=False) as desk:
        goal = desk.goal()
        found = progress_of(desk.library, desk.log.events(), desk.states, desk.today(), goal)
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
