"""The record of who read which item: what a reader judged as two hashes, and the folder `question_banks/review`."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from quiz.banks.opening import shown
from quiz.config import BANKS
from quiz.documents import Citation
from quiz.errors import Finding, QuizError, Severity
from quiz.items import Item, differing
from quiz.items.entries import Path as ItemPath
from quiz.reading import read_bytes
from quiz.text import one_line

REVIEW = "review"
"""The folder of the record, inside that of the banks."""
HASH_DIGITS = 16
LINES = 200_000
"""Lines of one file of the record that are read."""
FILED = frozenset(
    ("id", "topics", "level", "claim", "family", "after", "status", "retired", "recheck", "allow", "edition", "was")
)
"""Fields that say where an item belongs and not what it says."""


def all_citations(item: Item) -> list[tuple[ItemPath, Citation]]:
    """Return every citation of an item with its place: of its key, of its context, of other documents' answers."""
    found: list[tuple[ItemPath, Citation]] = [(("citations", i), c) for i, c in enumerate(item.citations)]
    found += [(("context", i), c) for i, c in enumerate(item.context)]
    for path, entry in differing(item):
        found += [((*path, "citations", i), c) for i, c in enumerate(entry.citations)]
    return found


def folded(text: str) -> str:
    """Return a text with every run of white space as one space."""
    return " ".join(text.split())


def _digest(value: object) -> str:
    return sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()[:HASH_DIGITS]


def quotes_hash(item: Item) -> str:
    """Return the hash of all that an item quotes: the distinct (document, quote) of all its citations, sorted.

    Paragraph numbers, order and white space do not count. 16 hexadecimal digits.
    """
    return _digest(sorted({(c.document, folded(c.quote)) for _, c in all_citations(item)}))


def item_hash(item: Item) -> str:
    """Return the hash of everything that a reader of an item judged: all but the fields that are FILED.

    That is stem, texts of options, rows and gaps, key, further answers, explanation, feedback, and all quotes. The
    order of options and rows, paragraph numbers and white space do not count. 16 hexadecimal digits.
    """
    plain = {name: value for name, value in msgspec.to_builtins(item).items() if name not in FILED}
    return _digest(_judged(plain))


def _judged(value: Any) -> Any:
    """Return plain values without what a reader does not judge."""
    if isinstance(value, str):
        return folded(value)
    if isinstance(value, list | tuple):
        return [_judged(one) for one in value]
    if not isinstance(value, dict):
        return value
    made = {name: _judged(one) for name, one in value.items()}
    for name in ("citations", "context"):
        if isinstance(made.get(name), list):
            made[name] = sorted([c["document"], c["quote"]] for c in made[name])
    for name in ("options", "rows"):
        if isinstance(made.get(name), list):
            made[name] = sorted(made[name], key=lambda label: str(label["id"]))
    return made


class Record(Struct, frozen=True):
    """That somebody read an item: hashes of what it quoted and of all that was judged, the verdict, by whom, and when.

    `role` tells readers apart without naming anybody. `verdict` is `yes` when all ten questions of a reading were
    answered with yes. `planted` says what is wrong with an item that was made to see whether a reader reads.
    """

    item: str
    quotes: str
    verdict: Any
    hash: str = ""
    role: str = ""
    planted: str = ""
    when: Any = None

    @property
    def moment(self) -> str:
        """When it was read, if that is a text such as 2026-02-10T12:00:00Z; else nothing."""
        return self.when if isinstance(self.when, str) else ""


MISSING, CHANGED = REVIEW_RULES = ("review-missing", "review-changed")
ACCEPTED = "yes"
READERS = 2
"""Readers who must have said yes to an item as it is."""

_RECORD = msgspec.json.Decoder(Record)


def read_reviews(root: Path) -> tuple[list[Record], list[Finding]]:
    """Return the review record of the library at `root`, the oldest first, and what is wrong in its files.

    Records without a time stand in the order of files and lines, before those with one. Never raises.
    """
    records: list[Record] = []
    findings: list[Finding] = []
    folder = root / BANKS / REVIEW
    for path in sorted(folder.glob("*.jsonl")):
        try:
            data = read_bytes(path)
        except QuizError as error:
            findings.append(_damaged(shown(path), 1, error.message, error.hint))
            continue
        found, wrong = parse_reviews(data, shown(path))
        records += found
        findings += wrong
    return sorted(records, key=lambda r: r.moment), findings


def parse_reviews(data: bytes, path: str) -> tuple[list[Record], list[Finding]]:
    """Return the records of one file, and a finding for each line that is none; `path` is how findings name it."""
    records: list[Record] = []
    findings: list[Finding] = []
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    for number, line in enumerate(lines[:LINES], 1):
        if not line.strip():
            continue
        try:
            records.append(_RECORD.decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            what = f"the line is no record of a review ({one_line(str(error), 80)})"
            findings.append(_damaged(path, number, what, "mend or remove it; the others count"))
    if len(lines) > LINES:
        findings.append(_damaged(path, LINES + 1, f"more than {LINES:,} lines", "split the file"))
    return records, findings


def _damaged(path: str, line: int, what: str, hint: str) -> Finding:
    severity = Severity.WARNING
    return Finding(rule="review-record", path=path, line=line, column=1, what=what, hint=hint, severity=severity)


def by_item(records: Iterable[Record]) -> dict[str, list[Record]]:
    """Return the records of each item in their order."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.item, []).append(record)
    return found


def since_read(item: Item, records: Iterable[Record]) -> bool | None:
    """Tell of an item, by its records in their order, whether it was read again since its quotes changed.

    False: the newest reading was of other quotes. True: an older one was, the newest was of those of today. None: it
    was never read with other quotes. What was spoilt on purpose to see whether a reader reads says nothing of the item.
    """
    hashes = [record.quotes for record in records if not record.planted]
    today = quotes_hash(item)
    if not hashes or set(hashes) == {today}:
        return None
    return hashes[-1] == today


def unread(item: Item, records: Iterable[Record]) -> tuple[str, str] | None:
    """Return (rule, what is missing) when too few readers have said yes to an item as it is; None when enough have.

    A reader who has read an item again counts with the newest reading.
    """
    now = item_hash(item)
    latest: dict[str, Record] = {}
    earlier = False
    for record in records:
        earlier = earlier or record.hash != now
        if record.hash == now:
            latest[record.role] = record
    said_yes = sum(record.verdict == ACCEPTED for record in latest.values())
    if said_yes >= READERS:
        return None
    if earlier and not latest:
        return CHANGED, "the item has changed since it was read"
    return MISSING, f"{said_yes} of {READERS} readers have said yes to the item as it is"
