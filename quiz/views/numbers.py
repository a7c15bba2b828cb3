"""Progress in words and numbers: what the plots show, for both front ends and for those who cannot see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from quiz.scoring.certainty import Calibration, LevelRow
from quiz.text import counted, one_line
from quiz.views.calendar import WEEK, Span, Week
from quiz.views.load import Load
from quiz.views.mastery import Part
from quiz.views.past import MONTH, ExamResult, Past, recall_range
from quiz.views.ready import expected_text
from quiz.views.words import MONTHS, percent

CERTAINTIES = ("guess", "fairly sure", "certain")
"""What the levels of certainty are called, the lowest first."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NOTHING_DONE = "Nothing answered yet."
NO_REVIEWS = "No reviews yet: the first comes when a question is asked on a later day than before."
NO_LOAD = "Nothing is scheduled: a question gets its day when it is first answered."
NO_CERTAINTY = "No answer says yet how sure you were. Sessions ask for it with `--certainty` or by the settings."
NO_EXAMS = "No exam finished yet."


def date_text(day: int) -> str:
    """Return the date of an ordinal, short: `3 Mar 2026`."""
    on = date.fromordinal(day)
    return f"{on.day} {MONTHS[on.month - 1][:3]} {on.year}"


def spent_text(milliseconds: int) -> str:
    """Return time spent: `45 s`, `12 min`, `3 h 20 min`."""
    seconds = round(milliseconds / 1000)
    if seconds < 90:
        return f"{seconds} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours:,} h {minutes} min" if hours else f"{minutes} min"


def part_line(part: Part) -> str:
    """Return how far a topic, a document or a passage is, its title last."""
    done = " mastered" if part.mastered else ""
    ready = f"  ready {expected_text(part.ready)}" if part.ready else ""
    return f"{percent(part.mastery):>5}  {part.seen}/{part.items} seen{done}{ready}  {one_line(part.title)}"


def retention_text(past: Past) -> str:
    """Return what share of reviews was recalled lately, and how that stands to what is aimed at."""
    reviews, recalled = past.month.reviews, past.month.recalled
    if not past.ever.reviews:
        return NO_REVIEWS
    ever = "" if past.retention is None else f"{percent(past.retention)} of {counted(past.ever.reviews, 'review')}"
    if not reviews:
        return f"No reviews in the last {MONTH} days; {ever} recalled."
    low, high = recall_range(recalled, reviews)
    spread = f"{percent(low).removesuffix(' %')} to {percent(high)}"
    how = "fewer than" if high < past.wish else "more than" if low > past.wish else "in keeping with"
    lately = f"Last {MONTH} days: {percent(recalled / reviews)} of {counted(reviews, 'review')} recalled ({spread})"
    return f"{lately}, {how} the {percent(past.wish)} that you aim at. In all: {ever}."


def retention_lines(weeks: Iterable[Week]) -> Iterator[str]:
    """Yield reviews and the share recalled week by week, the newest first."""
    yield f"{'Week of':<14}{'Reviews':>8}{'Recalled':>10}"
    for week in reversed(tuple(weeks)):
        share = percent(week.span.recalled / week.span.reviews) if week.span.reviews else "-"
        yield f"{date_text(week.first):<14}{week.span.reviews:>8,}{share:>10}"


def load_text(load: Load, new: int) -> str:
    """Return what is to come in a line; `new` items are not begun."""
    if not load.total:
        return f"{NO_LOAD} {counted(new, 'question')} not begun." if new else NO_LOAD
    today, *after = load.days
    parts = [f"{today:,} due today"]
    parts += [f"{load.overdue:,} overdue"] if load.overdue else []
    parts += [f"{sum(after):,} in the {len(after)} days after", f"{load.later:,} later"]
    return f"{', '.join(parts)}; {new:,} not begun."


def load_lines(load: Load, today: int) -> Iterator[str]:
    """Yield how many reviews fall on each of the next days, seven to a line."""
    yield f"{'7 days from':<14}{'Reviews':>8}  day by day"
    for start in range(0, len(load.days), WEEK):
        own = load.days[start : start + WEEK]
        yield f"{date_text(today + start):<14}{sum(own):>8,}  {' '.join(f'{n:>3,}' for n in own)}"
    yield f"{'overdue':<14}{load.overdue:>8,}"
    yield f"{'later':<14}{load.later:>8,}"
    yield f"{'together':<14}{load.total:>8,}"


def day_lines(weeks: Iterable[Week]) -> Iterator[str]:
    """Yield answers by week and weekday with the time that they took, the newest week first."""
    yield f"{'Week of':<12}{''.join(f'{day:>4}' for day in DAYS)}{'Sum':>5}{'Time':>10}"
    for week in reversed(tuple(weeks)):
        by_day = "".join(f"{'' if count is None else count:>4}" for count in week.answers)
        yield f"{date_text(week.first):<12}{by_day}{week.span.answers:>5,}{spent_text(week.span.milliseconds):>10}"


def span_lines(past: Past) -> Iterator[str]:
    """Yield what the last days came to: days with an answer, answers, those that passed, reviews recalled, time."""
    yield f"{'':<12}{'Days':>5}{'Answers':>8}{'Passed':>7}{'Recalled':>12}{'Time':>11}"
    rows = (
        ("Today", past.today),
        ("Last 7 days", past.week),
        (f"Last {MONTH} days", past.month),
        ("In all", past.ever),
    )
    for name, span in rows:
        yield f"{name:<12}{_span(span)}"


def _span(span: Span) -> str:
    recalled = f"{span.recalled:,} of {span.reviews:,}" if span.reviews else "-"
    return f"{span.days:>5,}{span.answers:>8,}{span.passed:>7,}{recalled:>12}{spent_text(span.milliseconds):>11}"


def streak_text(past: Past) -> str:
    """Return for how many study days in a row there was an answer."""
    return f"{counted(past.streak.current, 'day')}, longest {past.streak.longest:,}"


def band_text(row: LevelRow) -> str:
    """Return in which range the answers of a level should lie."""
    return f"{percent(row.low).removesuffix(' %')} to {percent(row.high)} fits"


def certainty_word(row: LevelRow) -> str:
    """Return how what was right met the certainty of a level; empty without an answer."""
    if row.accuracy is None:
        return ""
    return "too sure" if row.accuracy < row.low else "too unsure" if row.accuracy > row.high else "fits"


def certainty_lines(found: Calibration) -> Iterator[str]:
    """Yield for each level of certainty how many answers it has and how many of them were right."""
    for row in reversed(found.levels):
        right = "no answers" if row.accuracy is None else f"{percent(row.accuracy)} of {row.answers:,} right"
        word = certainty_word(row)
        yield f"{CERTAINTIES[row.level - 1]:<13}{right:<20}{band_text(row)}{f': {word}' if word else ''}"


def certainty_text(found: Calibration) -> str:
    """Return in a line what certainty came to."""
    if found.mark is None or found.accuracy is None:
        return NO_CERTAINTY
    sure = f"{counted(found.answers, 'answer')} with a certainty, {percent(found.accuracy)} right"
    return f"{sure}; mark {found.mark:+.1f} a question (from -6 to +3)."


def exam_share(exam: ExamResult) -> float:
    """Return the score of an exam in [0, 1]."""
    return float(Fraction(exam.mark.score))


def exam_score_text(score: float, passed: bool) -> str:
    """Return an exam's score in [0, 1] with what it came to."""
    return f"{percent(score)} {'✓ passed' if passed else '✗ not passed'}"


def exam_line(exam: ExamResult) -> str:
    """Return what an exam came to."""
    spread = "" if exam.mark.standard_error is None else f" ± {round(exam.mark.standard_error * 100)}"
    verdict = "✓ passed" if exam.mark.passed else "✗ not passed"
    score = f"{percent(exam_share(exam))}{spread}"
    return f"{date_text(exam.day):<13}{score:<11}{verdict:<14}{exam.mark.answered} of {exam.mark.items} answered"


def list_text(name: str, items: Sequence[str], shown: int = 5) -> str:
    """Return ids with what they are, the first `shown` of them by name."""
    more = f" and {len(items) - shown:,} more" if len(items) > shown else ""
    return f"{name}: {len(items):,} ({', '.join(map(one_line, items[:shown]))}{more})"
