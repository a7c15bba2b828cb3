"""DOCX to blocks: a zip file that is looked at before anything is unpacked, then Word's own paragraphs."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections import Counter
from typing import Any

from quiz.documents.importing.values import Extracted, Refusal

MIB = 1024 * 1024
MEMBERS = 20_000
MEMBER_BYTES = 256 * MIB
WHOLE_BYTES = 1024 * MIB
RATIO = 200
"""Times by which a part of more than 1 MiB may grow when it is unpacked."""
TEXT_BYTES = 48 * MIB
"""Bytes of the parts that are read: a tree of them takes some twenty times as much memory."""
_PART = "word/document.xml"
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    LookupError,
    EOFError,
    NotImplementedError,
    ValueError,
    OSError,
)
"""What reading a damaged zip file may raise."""


def read(data: bytes) -> Extracted:
    """Return the text of a Word file. Raises Refusal when it has none or is not what it should be."""
    if not data.strip(b"\0 \n\r\t"):
        raise Refusal("empty")
    try:
        _look(data)
        left: Counter[str] = Counter()
        page = _converted(data, left)
    except _DAMAGED:
        raise Refusal("not-docx") from None
    if not page.strip():
        raise Refusal("no-text")
    from quiz.documents.importing.markup import blocks_of

    return blocks_of(f"<body>{page}</body>", left)


def _look(data: bytes) -> None:
    """Raise Refusal when what the zip file says of itself is more than a document can need, or is no document."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > MEMBERS:
            raise Refusal("bomb", f"{len(members):,} parts")
        if _PART not in archive.namelist():
            raise Refusal("not-docx")
        for member in members:
            if member.flag_bits & 0x1:
                raise Refusal("encrypted")
            grown = member.file_size > MIB and member.file_size > RATIO * max(1, member.compress_size)
            if grown or member.file_size > MEMBER_BYTES:
                raise Refusal("bomb", f"{member.file_size // MIB:,} MiB in one part")
        if sum(m.file_size for m in members) > WHOLE_BYTES:
            raise Refusal("bomb", f"{sum(m.file_size for m in members) // MIB:,} MiB")
        for member in (m for m in members if m.filename.endswith((".xml", ".rels"))):
            if member.file_size > TEXT_BYTES:
                raise Refusal("long", f"{member.file_size // MIB} MiB of markup")
            with archive.open(member) as part:
                if b"<!DOCTYPE" in part.read(TEXT_BYTES + 1):
                    raise Refusal("doctype")


def _converted(data: bytes, left: Counter[str]) -> str:
    """Return a Word file as HTML without pictures; adds to `left` what is not in it."""
    from xml.parsers.expat import ExpatError

    import mammoth

    def no_picture(_: Any) -> list[Any]:
        left["picture"] += 1
        return []

    try:
        made = mammoth.convert_to_html(io.BytesIO(data), convert_image=no_picture)
    except (ExpatError, ValueError, AttributeError, TypeError):
        raise Refusal("not-docx") from None
    left["comment"] += sum("unrecognised element was ignored" in m.message.lower() for m in made.messages)
    return str(made.value)
