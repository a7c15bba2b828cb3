"""A log of many pages, and what is to be said of it however it is damaged."""

from __future__ import annotations

from pathlib import Path

from quiz.errors import Exit, QuizError, Severity
from quiz.learning import fold, in_order
from quiz.store import Log, examine, good_rows
from quiz.store.door import FILE
from quiz.store.examining import Report
from tests.strategies.store import event
from tests.support.events import answered
from tests.support.store import exported, fresh, lines_of, log_of, sql, trouble_of

PAGE = 4096
MANY = in_order(
    event(
        n,
        answered(f"item-{n % 9}", n % 3 > 0, "x" * (n % 7 * 40)),
        n * 7,
        ("desk", "lap")[n % 2],
        ("ana", "bo")[n % 5 > 3],
    )
    for n in range(1, 121)
)
ALL = {e.id for e in MANY}


def many_pages() -> bytes:
    """A log of MANY."""
    with fresh() as home:
        return log_of(Path(home), MANY).read_bytes()


def rules(report: Report) -> set[str]:
    return {f.rule for f in report.findings if f.severity is Severity.ERROR}


def judge(content: bytes) -> Report | QuizError:
    """Hold an examination, and what is saved, against what the log held before it was damaged."""
    with fresh() as home:
        folder = Path(home)
        (folder / FILE).write_bytes(content)
        known = set(lines_of(MANY).splitlines())
        trouble = trouble_of(lambda: (examine(folder), good_rows(folder)))
        if trouble is not None:
            assert trouble.code == Exit.STORE
            return trouble
        report = examine(folder)
        saved = {row.id for row in good_rows(folder)}
        assert saved <= ALL
        if report.whole:
            assert exported(folder) == lines_of(MANY)
            for who in ("ana", "bo"):
                with Log(folder, who, "lib") as log:
                    assert log.states() == fold(e for e in MANY if e.trainee == who)
        else:
            assert (folder / FILE).read_bytes() == content
            trouble = trouble_of(lambda: exported(folder))
            assert trouble is not None or set(exported(folder).splitlines()) <= known
        return report


def root_page(path: Path, name: str) -> int:
    return int(sql(path, f"SELECT rootpage FROM sqlite_schema WHERE name = '{name}'")[0][0])


def events_page(content: bytes, number: int) -> int:
    """The offset of a leaf of the table of events: one that holds whole bodies."""
    leaves = [at for at in range(0, len(content), PAGE) if content.count(b'"kind":"answered"', at, at + PAGE) > 1]
    return leaves[number]
