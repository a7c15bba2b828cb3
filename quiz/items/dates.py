"""Dates as precise as their document: a year, a month, a day, or a day without a year."""

from __future__ import annotations

from msgspec import Struct


class PartialDate(Struct, frozen=True):
    """A date with what is known of it; None stands for what is not."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def real(self) -> bool:
        """Whether the calendar has such a date; 29 February needs a leap year unless the year is unknown."""
        import calendar

        if self.month is None:
            return self.day is None and self.year is not None and self.year >= 1
        if not 1 <= self.month <= 12 or self.year == 0:
            return False
        days = calendar.monthrange(2000 if self.year is None else self.year, self.month)[1]
        return self.day is None or 1 <= self.day <= days

    def within(self, other: PartialDate) -> bool:
        """Tell whether this date lies in `other` and is at least as precise."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(theirs is None or ours == theirs for ours, theirs in pairs)

    def coarser(self, other: PartialDate) -> bool:
        """Tell whether this date leaves open what `other` has."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return any(ours is None and theirs is not None for ours, theirs in pairs)


def bank_date(text: str) -> PartialDate:
    """Read a date as banks write it: 2023, 2025-08, 2026-02-10, XXXX-02-10. Raises ValueError on other forms."""
    parts = text.split("-")
    if not 1 <= len(parts) <= 3:
        raise ValueError(text)
    year = None if parts[0] == "XXXX" else int(parts[0])
    rest = [int(p) for p in parts[1:]]
    return PartialDate(year, *rest)
