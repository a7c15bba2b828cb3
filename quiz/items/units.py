"""Units of numeric items: a scale, then what is counted. Exact factors only; a currency is never converted."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from quiz.text import canon

_SCALES = {
    "hundred": 100,
    "thousand": 10**3, "k": 10**3, "tsd": 10**3,
    "million": 10**6, "millions": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6,
    "billion": 10**9, "billions": 10**9, "bn": 10**9, "bln": 10**9,
    "trillion": 10**12, "trillions": 10**12, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
_GLUED = {"k": 10**3, "m": 10**6, "b": 10**9, "bn": 10**9, "mn": 10**6, "tn": 10**12, "t": 10**12}
"""Scales that may stand right behind a number of money: $5bn, 4.2m EUR."""

_CURRENCIES = {
    "USD": ("usd", "$", "us$", "dollar", "dollars", "us dollar", "us dollars"),
    "EUR": ("eur", "€", "euro", "euros"),
    "GBP": ("gbp", "£", "pound", "pounds", "pound sterling", "pounds sterling"),
    "JPY": ("jpy", "¥", "yen"),
    "CHF": ("chf", "franc", "francs", "swiss franc", "swiss francs"),
    "AMD": ("amd", "֏", "dram", "drams"),
    "AZN": ("azn", "₼", "manat", "manats"),
    "RUB": ("rub", "₽", "ruble", "rubles", "rouble", "roubles"),
    "CNY": ("cny", "yuan", "renminbi"),
    "TRY": ("try", "₺", "lira"),
}  # fmt: skip

_MEASURES: dict[str, tuple[str, Fraction, Fraction]] = {}


def _measure(base: str, factor: str, *names: str, offset: str = "0") -> None:
    for name in names:
        _MEASURES[name] = (base, Fraction(factor), Fraction(offset))


_measure("m", "1", "m", "metre", "metres", "meter", "meters")
_measure("m", "1000", "km", "kilometre", "kilometres", "kilometer", "kilometers")
_measure("m", "1/100", "cm", "centimetre", "centimetres", "centimeter", "centimeters")
_measure("m", "1/1000", "mm", "millimetre", "millimetres", "millimeter", "millimeters")
_measure("m", "1609344/1000", "mi", "mile", "miles")
_measure("m", "3048/10000", "ft", "foot", "feet")
_measure("m2", "1", "m2", "m²", "square metres", "square meters")
_measure("m2", "1000000", "km2", "km²", "square kilometres", "square kilometers")
_measure("m2", "10000", "ha", "hectare", "hectares")
_measure("kg", "1", "kg", "kilogram", "kilograms")
_measure("kg", "1/1000", "g", "gram", "grams")
_measure("kg", "1000", "t", "tonne", "tonnes", "ton", "tons")
_measure("s", "1", "s", "sec", "second", "seconds")
_measure("s", "60", "min", "minute", "minutes")
_measure("s", "3600", "h", "hour", "hours")
_measure("s", "86400", "d", "day", "days")
_measure("W", "1", "w", "watt", "watts")
_measure("W", "1000", "kw", "kilowatt", "kilowatts")
_measure("W", "1000000", "mw", "megawatt", "megawatts")
_measure("W", "1000000000", "gw", "gigawatt", "gigawatts")
_measure("K", "1", "k", "kelvin")
_measure("K", "1", "°c", "celsius", "degrees celsius", offset="27315/100")
_measure("K", "5/9", "°f", "fahrenheit", "degrees fahrenheit", offset="45967/180")
_measure("1", "1/100", "%", "percent", "per cent", "pct")

_BY_SIGN = {name: code for code, names in _CURRENCIES.items() for name in names}


class Unit(Struct, frozen=True):
    """A unit taken apart: `x` of it is `x * factor + offset` of `base`; `factor` holds `scale`, the scale words alone.

    `base` is a measure's base unit, a currency code, the counted noun folded to one form, or empty.
    """

    base: str
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)
    scale: Fraction = Fraction(1)
    known: bool = False

    @property
    def scaled(self) -> bool:
        """Whether a scale word was written."""
        return self.scale != 1


def _singular(noun: str) -> str:
    words = noun.split()
    if not words:
        return noun
    last = words[-1]
    irregular = {"people": "person", "persons": "person", "countries": "country", "men": "man", "women": "woman"}
    if last in irregular:
        last = irregular[last]
    elif last.endswith("ies") and len(last) > 4:
        last = last[:-3] + "y"
    elif last.endswith("s") and not last.endswith("ss") and len(last) > 3:
        last = last[:-1]
    return " ".join([*words[:-1], last])


def parse_unit(text: str, glued: bool = False) -> Unit:
    """Take a unit such as `billion USD`, `million people`, `%` or `km` apart.

    `glued` allows the short scales that stand right behind a number (`5bn`). Words that are no known measure are what
    is counted; singular and plural are one.
    """
    rest = " ".join(text.casefold().replace(".", " ").split())
    if rest in _MEASURES and not glued:
        base, factor, offset = _MEASURES[rest]
        return Unit(base, factor, offset, known=True)
    scale = Fraction(1)
    words = rest.split()
    kept: list[str] = []
    for position, word in enumerate(words):
        if word in _SCALES or (glued and position == 0 and word in _GLUED):
            scale *= _GLUED[word] if glued and position == 0 and word in _GLUED else _SCALES[word]
        elif word != "of":
            kept.append(word)
    noun = " ".join(kept)
    if noun in _BY_SIGN:
        return Unit(_BY_SIGN[noun], scale, scale=scale, known=True)
    if noun in _MEASURES:
        base, factor, offset = _MEASURES[noun]
        return Unit(base, scale * factor, offset, scale, known=True)
    return Unit(_singular(canon(noun)), scale, scale=scale)


def to_base(value: Fraction, unit: Unit) -> Fraction:
    """Convert `value` of `unit` to its base unit, exactly."""
    return value * unit.factor + unit.offset
