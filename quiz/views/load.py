"""What is to come: the reviews of the next days, a function of states and study day."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from quiz.learning import ItemState, forecast

LOAD_DAYS = 30


class Load(Struct, frozen=True):
    """Reviews by the day on which they are due if nothing is answered until then.

    `overdue` were due before today, `days` are due today and on the days after it, `later` after those.
    """

    overdue: int
    days: tuple[int, ...]
    later: int

    @property
    def total(self) -> int:
        """All items that have a day."""
        return self.overdue + sum(self.days) + self.later


def load_of(
    states: Mapping[str, ItemState], today: int, due: Mapping[str, int] | None = None, days: int = LOAD_DAYS
) -> Load:
    """Return the load of `days` days (1 or more) from the study day `today` (an ordinal) on.

    What is suspended has no day. `due` has due days that are not what the memory says: those of a date to be ready for.
    """
    on = {i: (due or {}).get(i, s.memory.due) for i, s in states.items() if s.memory is not None and not s.suspended}
    overdue = sum(day < today for day in on.values())
    first, *rest = forecast(states, today, days, due)
    return Load(overdue, (first - overdue, *rest), len(on) - first - sum(rest))
