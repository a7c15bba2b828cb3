"""Documents in our own words for the generator, and drafts made of them without a language model."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import pytest

from quiz.banks import Library
from quiz.generate.about import Place
from quiz.generate.context import Corpus
from quiz.generate.ground import Ground, ground_of
from quiz.generate.ingest import Read, read_text
from quiz.generate.parsing import parser_for
from quiz.generate.pipeline import generate, places_of
from quiz.generate.tokens import Parser, Rules
from quiz.generate.values import Draft, Sheet
from quiz.items import Names, NamesFile

TODAY = date(2026, 3, 1)

PORT = """Lindhaven Harbour

Lindhaven Harbour was opened in 1871. The engineer Clara Weiss designed Lindhaven Harbour together with Otto Brandt.
In August 1904, Mayor Hanna Lorentz closed the old basin. On 3 May 1921, Peter Olsen bought the shipyard for 40 million
dollars. The Northern Shipping Company (NSC) ran 16 ferries to Norway. Karl Berger, the owner of a fish factory, moved
to Oslo in 1933. Sweden and Denmark signed a treaty on fishing in Copenhagen in 1948. Anna Keller visited Bergen and
Oslo in 1950. The Baltic Canal links Lindhaven Harbour with the Baltic Sea. Hanna Lorentz said that Norway would send
ice breakers to Finland. “The harbour belongs to its workers,” Clara Weiss said. Finland rejects the fishing zones of
the treaty with Sweden.
"""
RULES = """# Tool Lending Rules

Members must return tools within 14 days. Adult members may borrow up to 6 tools at a time. Visitors must wear gloves in
the workshop. Wardens shall record every damage in the Lendit system. A lending card is valid for two years. The fine is
50 cents per tool and day. Damaged tools must be reported to the wardens at once. "Kit" means a set of tools that is
lent as one. "Deposit" means a sum of money that is given back with the tool. Trainees may not use the table saw.

- The `--late` option lists all tools that are overdue.
- The `--cards` option prints the cards of new members.
- The `--quiet` option hides all messages but errors.
- Use `--force` to delete a record without asking.

The `lendit backup` command writes all records to `records.csv`. A lock expires after 30 minutes.
"""


def library(**fields: Any) -> Library:
    """A library without items and documents, with the names that are given."""
    names = Names.of(NamesFile(**fields.pop("names", {})))
    given: dict[str, Any] = {
        "id": "small", "title": "Small", "topics": {"all": "All things"}, "rollover": 4, "zone": "UTC", "names": names,
    }  # fmt: skip
    return Library(**{**given, **fields})


def read(text: str, name: str = "harbour.txt") -> Read:
    return read_text(text, text.encode("utf-8", "surrogatepass"), name)


def sheets(
    texts: Iterable[str | Read], parser: Parser | None = None, home: Library | None = None, **more: Any
) -> list[Sheet]:
    reads = [t if isinstance(t, Read) else read(t, f"text{i}.md") for i, t in enumerate(texts)]
    return generate(reads, home or library(), parser or Rules(), TODAY, **more)


@cache
def english() -> Parser:
    """The parser with the model of English; where it is not installed, the test is skipped and says so."""
    found, told = parser_for("auto")
    if told:
        pytest.skip("the model of English is not installed")
    return found


def drafts(text: str, parser: Parser | None = None, **more: Any) -> list[Draft]:
    """All drafts of a text, the doubtful ones, too."""
    return list(sheets([text], parser, **{"doubtful": True, **more})[0].drafts)


def ground(text: str, home: Library | None = None) -> Ground:
    made = read(text, "text0.md")
    said = [(made.id, made.id, s.paragraph, s.text) for s in made.said]
    return ground_of(home or library(), made, Corpus(said), TODAY)


def shown(found: Iterable[Draft]) -> dict[str, str]:
    """Stems with the answers as they stand in the document."""
    return {d.item.stem: d.origin.key for d in found}


def places(text: str) -> list[Place]:
    """The sentences of a text as the stages see them."""
    return places_of(read(text, "text0.md"), library(), Rules())
