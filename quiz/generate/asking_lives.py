"""When somebody was born and died: `Ada Kern (3 May 1850 – 9 June 1911) was a baker`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.generate.about import Place, Stem
from quiz.generate.amounts import When
from quiz.generate.classes import PERSON

_LIFE = re.compile(
    r"(?P<name>[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|de|van|von|di|da|of|the))* [A-Z][\w.’'-]*)(?:, [^()]{2,40})?"
    r" \((?:born |c\. ?)?(?P<born>[^()–-]{4,24}?) ?[–-] ?(?:c\. ?)?(?P<died>[^()]{4,24})\) (?:was|is) (?:an?|the) "
)
_ASKED = {"day": "On which date", "month": "In which month of which year", "year": "In which year"}


def life_dates(place: Place, when: When) -> Iterator[Stem]:
    """Yield the question for a date between brackets behind the name of a person with which a sentence begins."""
    life = _LIFE.match(place.said.text)
    person = any(m.cls == PERSON and m.title == 0 for m in place.mentions)
    if life is None or not person or when.grain not in _ASKED:
        return
    if life.start("born") <= when.start < life.end("born"):
        yield Stem("question", f"{_ASKED[when.grain]} was {life['name']} born?", True)
    elif life.start("died") <= when.start < life.end("died"):
        yield Stem("question", f"{_ASKED[when.grain]} did {life['name']} die?", True)
