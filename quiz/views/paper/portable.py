"""A paper exam as PDF: A4, no question parted by the end of a page as long as a page has room for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from quiz.text import counted
from quiz.views.paper.chart import WIDTH, Chart
from quiz.views.paper.fonts import Fonts
from quiz.views.paper.model import Group, Paper, PaperItem, worth

MARGIN = 18.0
"""Millimetres left, right and above; below there is the number of the page."""
LEADING = 1.42
_POINT = 0.3528
"""Millimetres of a point."""
_WIDTH = 210 - 2 * MARGIN
_INDENT = 9.0
_RULE = 90.0
_MAP = 150.0
_LOWER = {"rule": 3.2, "box": 1.4}
"""Millimetres by which a text stands lower than what is before it."""
_TOGETHER = 70.0
"""Millimetres of an answer that are kept on one page."""


class Piece(NamedTuple):
    """A part of a question: a text with its size, style and inset, what stands before it, and the room behind it."""

    text: str
    size: float = 10.5
    style: str = ""
    inset: float = _INDENT
    before: str = ""
    sign: str = ""
    after: float = 1.2
    grey: int = 0
    chart: Chart | None = None


class _Sheet:
    """A PDF that is being written."""

    def __init__(self, paper: Paper, fonts: Fonts, title: str) -> None:
        from fpdf import FPDF

        class Numbered(FPDF):
            def footer(self) -> None:
                self.set_y(-13)
                self.set_font("main", size=8)
                self.set_text_color(90)
                self.cell(0, 5, f"{title} {paper.id} · {self.page_no()} / {{nb}}", align="C")
                self.set_text_color(0)

        pdf: Any = Numbered(format="A4")
        # The same paper is the same file.
        pdf.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))
        pdf.set_title(f"{title} {paper.id}")
        pdf.set_creator("quiz")
        pdf.set_margins(MARGIN, MARGIN)
        pdf.set_auto_page_break(True, MARGIN)
        pdf.c_margin = 0
        pdf.add_font("main", "", fonts.main)
        pdf.add_font("main", "B", fonts.bold or fonts.main)
        for number, path in enumerate(fonts.others):
            pdf.add_font(f"other{number}", "", path)
        pdf.set_fallback_fonts([f"other{n}" for n in range(len(fonts.others))], exact_match=False)
        pdf.add_page()
        self.pdf = pdf

    def height(self, piece: Piece) -> float:
        """Return the millimetres that a piece takes."""
        if piece.chart is not None:
            return _MAP * piece.chart.height / WIDTH + piece.after + 1
        return self._text(piece, dry_run=True) + piece.after

    def _text(self, piece: Piece, dry_run: bool = False) -> float:
        pdf = self.pdf
        pdf.set_font("main", piece.style, piece.size)
        line = piece.size * _POINT * LEADING
        inset = piece.inset + _beside(piece)
        height = 0.0
        if piece.text:
            pdf.set_xy(MARGIN + inset, pdf.get_y())
            width = _WIDTH - inset - (12 if piece.sign == "number" else 0)
            height = pdf.multi_cell(
                width, line, piece.text, align="L", dry_run=dry_run, output="HEIGHT", new_x="LMARGIN"
            )
        return max(height + _LOWER.get(piece.before, 0.0), 8.0 if piece.before in _LOWER else line)

    def write(self, piece: Piece) -> None:
        """Write a piece and go on below it."""
        pdf = self.pdf
        if piece.chart is not None:
            _draw_map(pdf, piece.chart, MARGIN + piece.inset, pdf.get_y() + 0.5)
            pdf.set_y(pdf.get_y() + self.height(piece))
            return
        room = self._text(piece, dry_run=True)
        if pdf.get_y() + min(room, 60) > pdf.h - MARGIN:
            pdf.add_page()
        top, page = pdf.get_y(), pdf.page
        _draw_before(pdf, piece, top)
        pdf.set_text_color(piece.grey)
        pdf.set_y(top + _LOWER.get(piece.before, 0.0))
        self._text(piece)
        pdf.set_text_color(0)
        pdf.set_y((top + room if pdf.page == page else pdf.get_y()) + piece.after)

    def question(self, number: int, pieces: list[Piece], points: bool) -> None:
        """Write a question, on the next page where this one has no room for the whole."""
        pdf = self.pdf
        needed = sum(map(self.height, pieces)) + 6
        if not points:
            needed = min(needed, _TOGETHER)
        if pdf.get_y() + needed > pdf.h - MARGIN and needed <= pdf.h - 2 * MARGIN:
            pdf.add_page()
        pdf.set_draw_color(150)
        pdf.line(MARGIN, pdf.get_y(), 210 - MARGIN, pdf.get_y())
        pdf.set_draw_color(0)
        top = pdf.get_y() + 3
        pdf.set_font("main", "B", 10.5)
        pdf.text(MARGIN, top + 3.9, f"{number}.")
        if points:
            pdf.set_font("main", "", 9)
            pdf.text(210 - MARGIN - pdf.get_string_width("___ / 1"), top + 3.9, "___ / 1")
        pdf.set_y(top)
        for piece in pieces:
            self.write(piece)
        pdf.set_y(pdf.get_y() + 3)


def _beside(piece: Piece) -> float:
    """Return the millimetres that what stands before a text takes."""
    if piece.before == "rule":
        return _RULE + _called(piece) + 3
    return {"tick": 7.0, "box": 13.0}.get(piece.before, 0.0) + (7 if piece.sign not in ("", "number") else 0)


def _called(piece: Piece) -> float:
    """Return the millimetres that the name of a line takes: a letter, a number, a word."""
    return 0.0 if not piece.sign else 10.0 if len(piece.sign) < 5 else 16.0


def _draw_before(pdf: Any, piece: Piece, top: float) -> None:
    left = MARGIN + piece.inset
    pdf.set_line_width(0.25)
    if piece.before == "tick":
        pdf.rect(left, top + 0.9, 3.6, 3.6)
        left += 7
    elif piece.before == "box":
        pdf.rect(left, top, 10, 7)
        left += 13
    if piece.sign not in ("", "number"):
        pdf.set_font("main", "B", piece.size)
        pdf.text(left, top + (6.9 if piece.before == "rule" else 4), piece.sign)
        left += _called(piece)
    if piece.before == "rule":
        pdf.line(left, top + 7.4, left + _RULE, top + 7.4)


def _draw_map(pdf: Any, chart: Chart, left: float, top: float) -> None:
    """Draw a map into a frame."""
    scale = _MAP / WIDTH

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return left + point[0] * scale, top + point[1] * scale

    with pdf.local_context():
        with pdf.rect_clip(left, top, _MAP, chart.height * scale):
            for water, points in chart.shapes:
                pdf.set_fill_color(*((221, 230, 238) if water else (255, 255, 255)))
                pdf.polygon([at(p) for p in points], style="F")
            for coast, points in chart.lines:
                pdf.set_line_width(0.3 if coast else 0.2)
                pdf.set_dash_pattern(*((0, 0) if coast else (1.2, 0.8)))
                pdf.polyline([at(p) for p in points])
            pdf.set_dash_pattern()
            pdf.set_fill_color(0)
            for x, y in map(at, chart.dots):
                pdf.circle(x, y, 0.9, style="F")
            for one in chart.texts:
                pdf.set_font("main", "B" if one.letter else "", one.size * scale / _POINT)
                x, y = at((one.x, one.y))
                width, high = pdf.get_string_width(one.text), one.size * scale
                pdf.set_fill_color(255)
                pdf.rect(x - width / 2 - 0.5, y - high * 0.5, width + 1, high, style="F")
                pdf.text(x - width / 2, y + high * 0.36, one.text)
        pdf.rect(left, top, _MAP, chart.height * scale)


def questions(paper: Paper, fonts: Fonts) -> bytes:
    """Return the sheet of questions."""
    sheet = _Sheet(paper, fonts, "Exam")
    count = len(paper.items)
    sheet.write(Piece(paper.title, 16, "B", 0, after=1))
    about = f"Exam {paper.id} · {counted(count, 'question')} · {counted(paper.minutes, 'minute')}"
    sheet.write(Piece(about, 10, "", 0, after=5, grey=60))
    _fields(sheet.pdf, count, paper.enough)
    return _made(sheet, paper, _asked, points=True)


def _fields(pdf: Any, count: int, enough: str) -> None:
    """Write the lines for name, date and points."""
    for label, left, right, behind in (
        ("Name", 0.0, 105.0, ""),
        ("Date", 112.0, _WIDTH, ""),
        ("Points", 0.0, 45.0, f"of {count}; {enough} pass"),
    ):
        if label == "Points":
            pdf.set_y(pdf.get_y() + 11)
        pdf.set_font("main", "", 10.5)
        low = pdf.get_y() + 5
        pdf.text(MARGIN + left, low, label)
        pdf.line(MARGIN + left + pdf.get_string_width(label) + 2, low + 0.8, MARGIN + right, low + 0.8)
        pdf.text(MARGIN + right + 2, low, behind)
    pdf.set_y(pdf.get_y() + 12)


def answers(paper: Paper, fonts: Fonts) -> bytes:
    """Return the sheet of answers."""
    sheet = _Sheet(paper, fonts, "Answers")
    sheet.write(Piece(f"Answers: {paper.title}", 16, "B", 0, after=1))
    about = f"Exam {paper.id}, drawn with the seed {paper.seed}. {worth(paper)}"
    sheet.write(Piece(about, 10, "", 0, after=4, grey=60))
    return _made(sheet, paper, _answered, points=False)


def _made(sheet: _Sheet, paper: Paper, pieces: Callable[[PaperItem], Iterator[Piece]], points: bool) -> bytes:
    for item in paper.items:
        sheet.question(item.number, list(pieces(item)), points)
    return bytes(sheet.pdf.output())


def _asked(item: PaperItem) -> Iterator[Piece]:
    yield Piece(item.stem, sign="number", after=0.6)
    yield Piece(item.instruction, 9, after=1.6, grey=70)
    if item.chart:
        yield Piece("", chart=item.chart)
    for group in item.groups:
        yield from _group(group)


def _group(group: Group) -> Iterator[Piece]:
    before = {"tick": "tick", "box": "box", "gap": "rule"}.get(group.kind, "")
    for line in group.lines:
        if line.above:
            yield Piece(line.above, 9.5, "B", after=0.8)
        inset = _INDENT + (13 if group.kind == "letters" else 0)
        yield Piece(line.text, 10, inset=inset, before=before, sign=line.sign)


def _answered(item: PaperItem) -> Iterator[Piece]:
    yield Piece(item.stem, after=0.3)
    yield Piece(item.item, 8.5, after=1.2, grey=90)
    for line in item.right:
        yield Piece(line, style="B", after=0.8)
    for text in (*item.also, item.explanation):
        if text:
            yield Piece(text, 9.5, after=0.8)
    for source in item.sources:
        yield Piece(f"{source.called}, paragraph {source.paragraph}: “{source.quote}”", 9, inset=13, after=0.6, grey=60)
