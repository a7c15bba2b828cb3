"""The figures of a report in words, alike in every rendering, and where the formulas come from."""

from __future__ import annotations

from datetime import date

from quiz.scoring.rasch import ENOUGH
from quiz.scoring.statistics import DISCRIMINATION_PERSONS, FACILITY_PERSONS, OPTION_PERSONS
from quiz.text import counted
from quiz.views.numbers import certainty_word, date_text, exam_score_text, spent_text
from quiz.views.ready import expected_text
from quiz.views.report.model import Counted, ItemRow, Report, TraineeRow
from quiz.views.words import percent

NOTHING = "–"
FORMULAS = (
    f"Only each trainee's first answer to an item counts, by the key of today; answers in a hurry do not. Facility is "
    f"the mean score of first answers (from {FACILITY_PERSONS}), with Wilson's 95 % interval (Wilson 1927). "
    f"Discrimination is the correlation of an item's score with the mean score of the same trainee on all others, the "
    f"corrected item-rest correlation that Moodle's quiz statistics report (from {DISCRIMINATION_PERSONS} trainees). "
    f"Difficulty is Rasch's, in logits (from {ENOUGH} answers). A wrong option is dead that fewer than 5 % pick (from "
    f"{OPTION_PERSONS} answers; BMC Med Educ 2024, 24:445). Mastery is recall today by FSRS-6 times the last score, "
    f"unseen questions as 0; certainty is marked as by Gardner-Medwin. {NOTHING} stands where too few answers say "
    f"anything."
)
NO_WORK = "Nothing waits: no errors, no drift, no reports, and no figure that calls for a change."
NO_ANSWERS = "No answers yet."


def head(report: Report) -> str:
    """Return what a report rests on, in a line."""
    parts = [counted(report.trainees, "trainee"), counted(report.answers, "answer")]
    parts += [counted(report.files, "file")] if report.files else []
    return f"{date_text(date.fromisoformat(report.day).toordinal())}: {', '.join(parts)}"


def form(report: Report) -> str:
    """Return how reliable all items are as one test; empty where too few have answered them all."""
    found = report.form
    if found is None or found.alpha.value is None or found.alpha.small or found.standard_error.value is None:
        return ""
    error = f"standard error of measurement {found.standard_error.value:.1f} marks"
    return f"Cronbach's alpha {found.alpha.value:.2f} over {found.items:,} items and {found.n:,} trainees; {error}"


def facility(row: ItemRow) -> str:
    """Return the facility of an item with its interval."""
    if row.facility.value is None or row.interval is None:
        return NOTHING
    low, high = (percent(end).removesuffix(" %") for end in row.interval)
    return f"{percent(row.facility.value)} ({low} to {high})"


def correlation(figure: Counted) -> str:
    """Return a correlation with its sign."""
    return NOTHING if figure.value is None else f"{figure.value + 0.0:+.2f}"


def share(figure: Counted) -> str:
    """Return a share in percent."""
    return NOTHING if figure.value is None else percent(figure.value)


def ready(row: TraineeRow) -> str:
    """Return what is expected of a trainee on the date to be ready for."""
    return NOTHING if row.ready is None else expected_text(row.ready)


def certainty(row: TraineeRow) -> str:
    """Return how well certainty met what was right: the mark, and of what a trainee was too sure or not sure enough."""
    found = row.calibration
    if found.mark is None:
        return NOTHING
    word = next((certainty_word(level) for level in reversed(found.levels) if level.answers >= FACILITY_PERSONS), "")
    return f"{found.mark:+.1f} of {found.answers:,}{f', {word}' if word else ''}"


def exam(row: TraineeRow) -> str:
    """Return the last exam of a trainee."""
    return exam_score_text(row.exams[-1].score, row.exams[-1].passed) if row.exams else NOTHING


def last(row: TraineeRow) -> str:
    """Return the last day with an answer."""
    return date_text(date.fromisoformat(row.last).toordinal()) if row.last else NOTHING


def spent(row: TraineeRow) -> str:
    """Return the time spent on answers."""
    return spent_text(row.milliseconds)


def accuracy(row: TraineeRow) -> str:
    """Return the accuracy of a trainee before and after a key was corrected."""
    if row.before is None or row.after is None:
        return NOTHING
    return f"{row.before:.1%} → {row.after:.1%}"
