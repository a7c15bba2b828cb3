"""Statistics of items and of a form, from first attempts: what is easy, what tells persons apart, what nobody picks.

A mark is one scored answer. Persons need not have answered the same items: what a person earns elsewhere is the mean
share of the other items that they answered, which for complete data orders and spreads persons just as Moodle's
rest of the total does. Where items were chosen by how well somebody does, facility and discrimination mislead
(SCORING 3.1): quiz.scoring.rasch does not. Figures of the form, and effective weights, rest on those who answered
every item of the marks given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm, sqrt

from msgspec import Struct

from quiz.scoring import formulas

Version = tuple[str, str]
"""An item as it was scored: its id and its `scored` hash."""

FACILITY_PERSONS = 10
"""Below so many answers a facility is marked small (the 95 % interval of .7 is ± .28 at ten)."""
DISCRIMINATION_PERSONS = 30
"""Below so many persons a correlation with the rest is marked small."""
OPTION_PERSONS = 20
"""Below so many answers counts of options are marked small: 5 % of 20 is one person."""
FORM_PERSONS = 30
"""Below so many persons figures of reliability are marked small."""
FORM_ITEMS = 10
"""Below so many items figures of reliability are marked small."""
FUNCTIONAL = Fraction(1, 20)
"""A distractor works if at least this share of the answers pick it (BMC Med Educ 2024, 24:445)."""


class Mark(Struct, frozen=True):
    """One scored answer: who, which item as it was scored, its share in [0, 1], and the ids of the picked options."""

    person: str
    item: str
    scored: str
    share: Fraction
    picked: tuple[str, ...] = ()

    @property
    def version(self) -> Version:
        """The item as it was scored."""
        return self.item, self.scored


class Options(Struct, frozen=True):
    """The option ids of an item in the order to report them, and those that are right."""

    offered: tuple[str, ...]
    key: frozenset[str]


class Figure(Struct, frozen=True):
    """A number, how many persons it rests on, and whether they are too few to act on; None: it is not defined."""

    value: float | None
    n: int
    small: bool


class OptionStatistics(Struct, frozen=True):
    """How one option does: `share` of the answers that pick it, and the correlation of picking it with the rest.

    The correlation is in [-1, 1]; of a good distractor it is negative. `functional` says that enough answers pick it.
    """

    option: str
    right: bool
    chosen: int
    share: Figure
    functional: bool
    correlation: Figure


class ItemStatistics(Struct, frozen=True, kw_only=True):
    """Figures of one item as it was scored.

    `facility` is the mean share in [0, 1] with its 95 % interval, `sd` that of the shares, `upper_lower` D in [-1, 1],
    `distractor_efficiency` the share of distractors that work, in [0, 1]; `discrimination_index`,
    `discriminative_efficiency` and `effective_weight` are in % as in Moodle.
    """

    facility: Figure
    interval: tuple[float, float] | None
    sd: Figure
    discrimination_index: Figure
    discriminative_efficiency: Figure
    effective_weight: Figure
    upper_lower: Figure
    distractor_efficiency: Figure
    options: tuple[OptionStatistics, ...]


class FormStatistics(Struct, frozen=True, kw_only=True):
    """Figures of all items together, over the `n` persons who answered every one of the `items`.

    `mean`, `median`, `sd` and `standard_error` (of measurement) are in marks, an item being one; `error_ratio` is in %;
    `kr20` is alpha where all shares are 0 or 1.
    """

    items: int
    n: int
    mean: Figure
    median: Figure
    sd: Figure
    skewness: Figure
    kurtosis: Figure
    alpha: Figure
    kr20: Figure
    error_ratio: Figure
    standard_error: Figure


class Analysis(Struct, frozen=True):
    """Figures of each item, by id and hash in order, and of the form that they make up."""

    items: dict[Version, ItemStatistics]
    form: FormStatistics


def first_attempts(marks: Iterable[Mark]) -> list[Mark]:
    """Return the first mark of each person on each item as it was scored, of marks in the order of the log."""
    first: dict[tuple[str, str, str], Mark] = {}
    for mark in marks:
        first.setdefault((mark.person, mark.item, mark.scored), mark)
    return list(first.values())


def analyse(marks: Iterable[Mark], options: Mapping[Version, Options] | None = None) -> Analysis:
    """Return the figures of all items that `marks` are about, and of the form that these items make up.

    `marks` come in the order of the log, without rapid guesses; only first attempts count. Items named in `options`
    have their options counted. For figures of an exam give the marks of that exam alone.
    """
    table = _Table(first_attempts(marks))
    weights = formulas.effective_weights(table.complete_columns())
    items = {
        version: _item(table, version, weight, (options or {}).get(version))
        for version, weight in zip(table.columns, weights, strict=True)
    }
    return Analysis(items, _form(table))


class _Table:
    """Shares as whole numbers of 1/scale, so that every sum is exact and fast: columns by item, totals by person."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.scale = lcm(*{mark.share.denominator for mark in marks})
        self.columns: dict[Version, dict[str, int]] = {version: {} for version in sorted({m.version for m in marks})}
        self.picks: dict[Version, dict[str, tuple[str, ...]]] = {version: {} for version in self.columns}
        for mark in marks:
            self.columns[mark.version][mark.person] = mark.share.numerator * (self.scale // mark.share.denominator)
            self.picks[mark.version][mark.person] = mark.picked
        self.answered = Counter(mark.person for mark in marks)
        self.totals = Counter[str]()
        for column in self.columns.values():
            self.totals.update(column)
        self.complete = [person for person, count in self.answered.items() if count == len(self.columns)]
        self.standings = _means(self.totals, self.answered)

    def complete_columns(self) -> list[list[int]]:
        """Return the marks of those who answered every item, item by item."""
        return [[column[person] for person in self.complete] for column in self.columns.values()]

    def rests(self, version: Version) -> dict[str, int]:
        """Return what those who answered an item earn elsewhere, in a unit of its own, without who was nowhere else."""
        column = self.columns[version]
        others = {person: self.answered[person] - 1 for person in column if self.answered[person] > 1}
        return _means({person: self.totals[person] - column[person] for person in others}, others)


def _means(sums: Mapping[str, int], counts: Mapping[str, int]) -> dict[str, int]:
    """Return sum / count of each person as whole numbers of one common unit."""
    common = lcm(*set(counts.values()))
    return {person: sums[person] * (common // count) for person, count in counts.items()}


def _item(table: _Table, version: Version, weight: float | None, options: Options | None) -> ItemStatistics:
    column, rests, n = table.columns[version], table.rests(version), len(table.columns[version])
    marks, standings = list(column.values()), [table.standings[person] for person in column]
    facility = Fraction(sum(marks), n * table.scale)
    linked, elsewhere = [column[person] for person in rests], list(rests.values())
    counted = _options(table.picks[version], rests, options) if options else ()
    working = [option.functional for option in counted if not option.right]
    return ItemStatistics(
        facility=_figure(facility, n, FACILITY_PERSONS),
        interval=formulas.wilson_interval(facility, n),
        sd=_figure(_root(formulas.variance(marks), table.scale), n, FACILITY_PERSONS),
        discrimination_index=_figure(
            formulas.discrimination_index(linked, elsewhere), len(linked), DISCRIMINATION_PERSONS
        ),
        discriminative_efficiency=_figure(
            formulas.discriminative_efficiency(linked, elsewhere), len(linked), DISCRIMINATION_PERSONS
        ),
        effective_weight=_figure(weight, len(table.complete), DISCRIMINATION_PERSONS),
        upper_lower=_figure(_over(formulas.upper_lower(marks, standings), table.scale), n, DISCRIMINATION_PERSONS),
        distractor_efficiency=_figure(formulas.mean(working), n, OPTION_PERSONS),
        options=counted,
    )


def _options(
    picks: Mapping[str, Sequence[str]], rests: Mapping[str, int], options: Options
) -> tuple[OptionStatistics, ...]:
    return tuple(_option(option, option in options.key, picks, rests) for option in options.offered)


def _option(option: str, right: bool, picks: Mapping[str, Sequence[str]], rests: Mapping[str, int]) -> OptionStatistics:
    chosen = sum(option in picked for picked in picks.values())
    share = Fraction(chosen, len(picks))
    choosing = [int(option in picks[person]) for person in rests]
    return OptionStatistics(
        option=option,
        right=right,
        chosen=chosen,
        share=_figure(share, len(picks), OPTION_PERSONS),
        functional=share >= FUNCTIONAL,
        correlation=_figure(formulas.correlation(choosing, list(rests.values())), len(rests), OPTION_PERSONS),
    )


def _form(table: _Table) -> FormStatistics:
    n, columns = len(table.complete), table.complete_columns()
    totals = [table.totals[person] for person in table.complete]
    spread, alpha = formulas.variance(totals), formulas.alpha(columns)
    noise = None if alpha is None or spread is None else (1 - alpha) * spread
    right_or_wrong = all(mark in (0, table.scale) for column in columns for mark in column)
    long = len(columns) >= FORM_ITEMS
    return FormStatistics(
        items=len(columns),
        n=n,
        mean=_figure(_over(formulas.mean(totals), table.scale), n, FORM_PERSONS),
        median=_figure(_over(formulas.median(totals), table.scale), n, FORM_PERSONS),
        sd=_figure(_root(spread, table.scale), n, FORM_PERSONS),
        skewness=_figure(formulas.skewness(totals), n, FORM_PERSONS),
        kurtosis=_figure(formulas.kurtosis(totals), n, FORM_PERSONS),
        alpha=_figure(alpha, n, FORM_PERSONS, enough=long),
        kr20=_figure(alpha if right_or_wrong else None, n, FORM_PERSONS, enough=long),
        error_ratio=_figure(_root(None if alpha is None else 10_000 * (1 - alpha), 1), n, FORM_PERSONS, enough=long),
        standard_error=_figure(_root(noise, table.scale), n, FORM_PERSONS, enough=long),
    )


def _figure(value: Fraction | float | None, n: int, needed: int, enough: bool = True) -> Figure:
    return Figure(None if value is None else float(value), n, n < needed or not enough)


def _over(value: Fraction | None, scale: int) -> Fraction | None:
    return None if value is None else value / scale


def _root(value: Fraction | None, scale: int) -> float | None:
    return None if value is None else sqrt(value) / scale
