"""An event as a row of the log: its columns, its checksum, and what can be wrong with it."""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from quiz import learning

if TYPE_CHECKING:
    from quiz.learning import Body, Event

DAMAGED = "damaged"
UNKNOWN = "unknown"


class Row(NamedTuple):
    """One event as it is stored: `body` is JSON text, `kind`, `session` and `item` repeat what it says."""

    id: str
    utc: int
    offset: int
    day: str
    device: str
    sequence: int
    trainee: str
    library: str
    kind: str
    session: str
    item: str | None
    body: str
    checksum: int

    @property
    def place(self) -> tuple[int, str, int, str]:
        """Where it stands in the order of all events."""
        return self.utc, self.device, self.sequence, self.id

    def is_whole(self) -> bool:
        """Tell whether the checksum is that of the rest."""
        return checksum(self[:-1]) == self.checksum


COLUMNS = ", ".join(Row._fields)
ORDER = "utc, device, sequence, id"
INSERT = f"INSERT INTO events ({COLUMNS}) VALUES ({', '.join('?' * len(Row._fields))})"


class BadRow(ValueError):
    """A row that is no event: `what` is DAMAGED, or UNKNOWN for one that only a newer version can read."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def checksum(values: tuple[Any, ...]) -> int:
    """Return the CRC-32 of values as text."""
    return zlib.crc32("\x1f".join(map(str, values)).encode("utf-8", "surrogatepass"))


@cache
def _reader() -> tuple[msgspec.json.Decoder[Body], type[Event]]:
    return msgspec.json.Decoder(learning.Body), learning.Event


def row_of(event: Event) -> Row:
    """Return the row that keeps an event."""
    body = event.body
    values = (
        event.id,
        event.utc,
        event.offset,
        event.day,
        event.device,
        event.sequence,
        event.trainee,
        event.library,
        str(body.__struct_config__.tag),
        getattr(body, "session", ""),
        getattr(body, "item", None),
        msgspec.json.encode(body).decode(),
    )
    return Row(*values, checksum(values))


def event_of(row: Row) -> Event:
    """Return the event that a row keeps. Raises BadRow."""
    if not row.is_whole():
        raise BadRow(DAMAGED)
    decoder, event = _reader()
    try:
        body = decoder.decode(row.body)
    except (msgspec.DecodeError, TypeError, RecursionError):
        raise BadRow(UNKNOWN) from None
    return event(
        id=row.id,
        utc=row.utc,
        offset=row.offset,
        day=row.day,
        device=row.device,
        sequence=row.sequence,
        trainee=row.trainee,
        library=row.library,
        body=body,
    )
