"""What the sections of the progress page say: content of values, for a width and a height in columns and rows."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from textual.content import Content

from quiz.text import counted
from quiz.tui.widgets.plots import bar, columns, curve, heat_map, heat_weeks
from quiz.tui.widgets.text import MUTED, styled
from quiz.views import numbers, percent
from quiz.views.calendar import weeks_of
from quiz.views.past import Past
from quiz.views.progress import Standing
from quiz.views.ready import Goal

READING = "Reading the log …"
FIRST_STEP = "Begin a session: what you answer shows here."
NAME = 9
"""Columns of the names in the overview."""
_Parts = list[tuple[str, str] | str]


def _lines(lines: Iterable[str]) -> _Parts:
    """Return a table: its head in passing, then its rows."""
    head, *rows = lines
    return [(head, MUTED), *(f"\n{row}" for row in rows)]


def _beside(name: str, text: str, width: int, *, warns: bool = False) -> _Parts:
    """Return a name and what is said to it beside it, wrapped under itself."""
    said = f"\n{'':{NAME}}".join(wrap(text, max(20, width - NAME)))
    called = f"{name:<{NAME}}"
    return [(f"{called}{said}\n", "$warning")] if warns else [(called, MUTED), f"{said}\n"]


def overview(standing: Standing, past: Past | None, goal: Goal | None, width: int) -> Content:
    """Return how far one is, what is to come and what was done, in a few lines."""
    whole = standing.whole
    mastered = sum(t.mastered for t in standing.topics)
    topics = f", {mastered} of {counted(len(standing.topics), 'topic')} mastered" if standing.topics else ""
    length = max(10, min(40, width - 40))
    parts: _Parts = [
        (f"{'Mastery':<{NAME}}", MUTED),
        *bar(whole.mastery, length),
        (f" {percent(whole.mastery)}\n", "bold"),
    ]
    parts += _beside("", f"{whole.seen:,} of {counted(whole.items, 'question')} seen{topics}", width)
    if goal is not None:
        parts += _beside("Date", goal.says(), width)
        parts += _beside("! Pace", goal.warning(), width, warns=True) if goal.warning() else []
    parts += _beside("To come", numbers.load_text(standing.load, standing.new), width)
    if past is None:
        parts.append((f"\n{READING}", MUTED))
    elif not past.ever.answers:
        parts += [f"\n{numbers.NOTHING_DONE} ", (FIRST_STEP, "$accent")]
    else:
        parts += _beside("Recall", numbers.retention_text(past), width)
        parts += [*_beside("Streak", numbers.streak_text(past), width), "\n", *_lines(numbers.span_lines(past))]
    return styled(*parts, *_apart(standing))


def _apart(standing: Standing) -> _Parts:
    """Return what stands apart: leeches, what is suspended, claims, guesses in a hurry."""
    said = [
        numbers.list_text(name, items)
        for name, items in (("Leeches", standing.leeches), ("Suspended", standing.suspended))
        if items
    ]
    said += [f"Answers that you called right: {standing.claims:,}"] if standing.claims else []
    said += [f"Guesses in a hurry, which do not count: {standing.rapid:,}"] if standing.rapid else []
    return ["\n\n" + "\n".join(said)] if said else []


def retention(past: Past, width: int, height: int, as_numbers: bool) -> Content:
    """Return the share of reviews recalled over time, beside what is aimed at."""
    parts: _Parts = [numbers.retention_text(past), "\n"]
    if not past.ever.reviews:
        return styled(*parts, ("\nAnswer what is due on its day; this page then shows what you still knew.", MUTED))
    if as_numbers:
        return styled(*parts, "\n", *_lines(numbers.retention_lines(past.weeks)))
    weeks = past.weeks[-max(8, width // 2) :]
    if sum(w.span.reviews > 0 for w in weeks) < 2:
        return styled(*parts, ("\nThe curve begins with a second week of reviews.", MUTED))
    legend = styled(("\nby week   ", MUTED), ("┄ ", "$warning"), ("what you aim at", MUTED))
    return Content("\n").join([styled(*parts), curve(weeks, past.wish, width, height), legend])


def load(standing: Standing, today: int, width: int, height: int, as_numbers: bool) -> Content:
    """Return the reviews of the next days."""
    found = standing.load
    said = styled(numbers.load_text(found, standing.new), "\n")
    if not found.total:
        return Content("\n").join([said, styled((FIRST_STEP, "$accent"))]) if standing.new else said
    if as_numbers:
        return Content("\n").join([said, styled(*_lines(numbers.load_lines(found, today)))])
    note = styled(("\n! overdue   reviews a day, if you answer none", MUTED))
    return Content("\n").join([said, columns(found, today, width, height), note])


def days(past: Past, today: int, width: int, as_numbers: bool) -> Content:
    """Return answers a day as a heat map, with streak and time."""
    if not past.ever.answers:
        return styled(f"{numbers.NOTHING_DONE} ", (FIRST_STEP, "$accent"))
    time = (
        f"{numbers.spent_text(past.week.milliseconds)} in 7 days, {numbers.spent_text(past.ever.milliseconds)} in all"
    )
    said = styled(f"Streak: {numbers.streak_text(past)}. Time: {time}.\n")
    if as_numbers:
        return Content("\n").join([said, styled(*_lines(numbers.day_lines(past.weeks)))])
    return Content("\n").join([said, heat_map(weeks_of(past.days, today, heat_weeks(width)))])


def certainty(past: Past, width: int) -> Content:
    """Return how certainty met what was right."""
    found = past.calibration
    parts: _Parts = [f"{numbers.certainty_text(found)}\n"]
    for row in reversed(found.levels) if found.answers else ():
        name = f"\n{numbers.CERTAINTIES[row.level - 1].capitalize():<12}"
        if row.accuracy is None:
            parts += [name, ("no answers\n", MUTED)]
            continue
        parts += [name, *bar(row.accuracy, max(10, min(50, width - 26))), (f" {percent(row.accuracy)} right\n", "bold")]
        word = numbers.certainty_word(row)
        style = "$success" if word == "fits" else "$warning"
        parts += [
            (f"{'':12}of {counted(row.answers, 'answer')}; {numbers.band_text(row)}: ", MUTED),
            (f"{word}\n", style),
        ]
    return styled(*parts)


def exams(past: Past, width: int) -> Content:
    """Return the exams that were finished, the newest first."""
    if not past.exams:
        return styled(f"{numbers.NO_EXAMS} ", ("Exam on the home screen begins one.", "$accent"))
    parts: _Parts = []
    for exam in reversed(past.exams):
        style = "$success" if exam.mark.passed else "$error"
        room = max(0, min(30, width - 62))
        parts += [*(bar(numbers.exam_share(exam), room) if room else ()), "  " if room else ""]
        parts += [(numbers.exam_line(exam), style), "\n"]
    return styled(*parts)
