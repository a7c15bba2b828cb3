"""The lines of the home screen: values in, content out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs
from textual.content import Content

from quiz.text import one_line
from quiz.tui.widgets.text import MUTED, styled
from quiz.views import MODES, BankRow, Home, percent

if TYPE_CHECKING:
    from quiz.views.sessions import SessionRow

FULL, EMPTY = "█", "░"
FACES = {"topics": "Topics", "banks": "Banks", "sessions": "Last sessions"}
"""What can be listed below the start."""


class Faces(Struct, frozen=True):
    """What is listed, `shown` where there is room for one only; `sessions` are SessionRow on the study day `day`."""

    home: Home
    sessions: tuple[Any, ...] = ()
    day: int = 0
    shown: str = "topics"

    def rows(self, face: str) -> tuple[Any, ...]:
        """Return the rows of a face."""
        lists: dict[str, tuple[Any, ...]] = {
            "topics": self.home.topics,
            "banks": self.home.banks,
            "sessions": self.sessions,
        }
        return lists[face]

    @property
    def others(self) -> list[str]:
        """The faces that have something to show."""
        return [face for face in FACES if self.rows(face)]

    @property
    def height(self) -> int:
        """Lines of all faces below each other."""
        return sum(2 + len(self.rows(face)) for face in self.others)

    def turned(self, step: int) -> Faces:
        """Return them with another one shown."""
        names = self.others or [self.shown]
        at = names.index(self.shown) if self.shown in names else 0
        return structs.replace(self, shown=names[(at + step) % len(names)])


def today(home: Home, short: bool) -> Content:
    """Return title and numbers of today, without a blank line where the terminal is `short`."""
    parts: list[tuple[str, str] | str] = [(one_line(home.title), "bold"), "\n" if short else "\n\n"]
    due = f" due, {home.due_minutes:,} min   " if home.due_minutes else " due   "
    for number, name in (
        (home.due, due),
        (home.new, " new   "),
        (home.mistakes, " to mend   "),
        (home.answered_today, " answered today"),
    ):
        parts += [(f"{number:,}", "bold $accent" if number else MUTED), (name, MUTED)]
    return styled(*parts)


def goal(home: Home) -> Content:
    """Return the date to be ready for, and what the trainee must know first."""
    parts: list[tuple[str, str] | str] = [home.goal] if home.goal else []
    for warning in home.warnings:
        parts += ["\n" if parts else "", ("! ", "bold $warning"), (warning, "$warning")]
    return styled(*parts)


def action(home: Home) -> Content:
    """Return what Enter starts."""
    sign = ("▶ ", "$accent") if home.start else ("! ", "bold $warning")
    return styled(sign, (home.action, "bold"), (f"\n  {home.detail}", MUTED))


def columns(width: int) -> tuple[int, int]:
    """Return the widths of a title and its bar for a terminal of `width` columns."""
    free = max(22, min(width, 120) - 32)
    bar = max(6, min(30, free // 2))
    return max(10, free - bar), bar


def heading(faces: Faces, face: str, width: int, stacked: bool) -> Content:
    """Return what stands above a list: its name and columns, and what else could be listed."""
    title, bar = columns(width)
    names = [face] if stacked else faces.others or [face]
    parts: list[tuple[str, str] | str] = ["  "]
    used = 0
    for name in names:
        parts += [(FACES[name], "bold" if name == face else MUTED), "  "]
        used += len(FACES[name]) + 2
    if face != "sessions":
        left = title + 1 - used
        what = f"{' ' * left}{'Mastery':<{bar + 7}}" if left >= 0 else f"{'Mastery':>{title + bar + 8 - used}}"
        parts.append((f"{what}{'Seen':>9}{'Due':>6}", MUTED))
    return styled(*parts)


def bank_line(row: BankRow, width: int) -> Content:
    """Return a topic or a bank: title, mastery as a bar and a number, how many were seen, how many are due."""
    title, bar = columns(width)
    name = f"  {one_line(row.title, title):<{title}} "
    if not row.items:
        return styled(name, ("no questions yet", MUTED))
    full = round(row.mastery * bar)
    return styled(
        name,
        (FULL * full, "$success"),
        (EMPTY * (bar - full), MUTED),
        f" {percent(row.mastery):>5} ",
        (f"{row.seen:>4}/{row.items:<4}", MUTED),
        (f"{row.due:>6}", "$accent" if row.due else MUTED),
    )


def session_line(row: SessionRow, today: int, width: int) -> Content:
    """Return a session: day, mode, what it came to."""
    room = 18 if width >= 72 else 13
    when = one_line(row.when(today), room)
    mode = MODES.get(row.mode, row.mode)
    return styled(f"  {when[:1].upper() + when[1:]:<{room}} {mode:<9} ", row.came_to())
