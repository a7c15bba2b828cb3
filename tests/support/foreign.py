"""Files of other people's making, made in place, and readers that misbehave in a child process."""

from __future__ import annotations

import io
import os
import signal
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from msgspec import Struct

from quiz.documents.importing.running import Limits, answer_of, understood
from quiz.generate import foreign

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE = "http://schemas.openxmlformats.org"
_W = f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main"'


def put(name: str, content: str | bytes) -> Path:
    path = Path(name)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def paragraph(text: str, style: str = "") -> str:
    looks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{looks}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def docx(body: str, before: str = "", **parts: str | bytes) -> bytes:
    """A Word file by hand; `parts` are further members, by their names with __ for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, data: str | bytes) -> None:
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)

        put(
            "[Content_Types].xml",
            f'<Types xmlns="{_OFFICE}/package/2006/content-types"><Override PartName="/word/document.xml"'
            f' ContentType="{_TYPES}"/></Types>',
        )
        relation = f'{_OFFICE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml'
        put(
            "_rels/.rels",
            f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="r" Type="{relation}"/>'
            "</Relationships>",
        )
        put("word/document.xml", f"{before}<w:document {_W}><w:body>{body}</w:body></w:document>")
        for name, data in parts.items():
            put(name.replace("__", "/"), data)
    return out.getvalue()


def pdf(*pages: str, head: str = "", password: str = "") -> bytes:
    """A PDF of some pages of Latin text, with a running head and numbers of pages where `head` is given."""
    from fpdf import FPDF
    from fpdf.enums import EncryptionMethod

    made = FPDF()
    made.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))
    if password:
        made.set_encryption(password, password, EncryptionMethod.RC4)
    made.set_font("Helvetica", size=11)
    for number, text in enumerate(pages, 1):
        made.add_page()
        if head:
            made.text(20, 10, head)
            made.text(100, 290, str(number))
        made.set_y(25)
        made.multi_cell(0, 6, text, align="L")
    return bytes(made.output())


def hand_made_pdf(content: bytes, font: str = "/Type /Font /Subtype /Type1 /BaseFont /Helvetica") -> bytes:
    """A PDF of one page by hand, with the content stream that is given."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< " + font.encode() + b" >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    tail = b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + head + table + tail


@contextmanager
def in_this_process() -> Iterator[None]:
    """Read foreign files without a child: what is read by many examples would wait for as many processes."""

    def run(reader: str, data: bytes, type_: type[Any], limits: Limits | None = None) -> Any:
        module, _, name = reader.partition(":")
        return understood(answer_of(lambda: getattr(import_module(module), name)(data)), type_)

    with patch.object(foreign, "run_limited", run):
        yield


class Said(Struct):
    """What the readers below answer."""

    text: str


def repeat(data: bytes) -> Said:
    return Said(data.decode())


def print_too(data: bytes) -> Said:
    print("a library prints")
    return Said("said")


def surroundings(data: bytes) -> Said:
    return Said(repr(sorted(set(os.environ) - {"LC_CTYPE", "__CF_USER_TEXT_ENCODING"})))


def write_file(data: bytes) -> Said:
    with Path(data.decode()).open("wb", buffering=0) as file:
        file.write(b"x")
    return Said("written")


def take_memory(data: bytes) -> Said:
    return Said("x" * len(bytearray(2 * 1024**3)))


def go_on(data: bytes) -> Said:
    while True:
        pass


def flood(data: bytes) -> Said:
    return Said("x" * 3_000_000)


def die(data: bytes) -> Said:
    os.kill(os.getpid(), signal.SIGSEGV)
    return Said("alive")


def babble(data: bytes) -> Said:
    # Past the answer's own way out: the pipe as an inherited descriptor.
    for number in range(3, 20):
        try:
            os.write(number, b"no JSON")
        except OSError:
            continue
    os._exit(0)


def raise_it(data: bytes) -> Said:
    raise ValueError("ANSWER-KEY")


def nest(data: bytes) -> Said:
    sys.setrecursionlimit(200)
    return nest(data)
