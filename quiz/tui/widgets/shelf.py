"""Documents, sentences, questions and what a search found, as cells of a list."""

from __future__ import annotations

from textual.content import Content

from quiz.tui.widgets.reel import Cell
from quiz.tui.widgets.text import MUTED, opening, styled
from quiz.views.library import COVERED, DRAFTED, LEFT, OPEN, SIGNS, DocumentRow, ItemRow, SentenceRow
from quiz.views.search import Hit, Spans

FOUND = "bold underline"
QUESTION, PASSAGE = "?", "¶"
SENTENCE_SIGNS = 4
HIT_SIGNS = 2
_COLORS = {COVERED: "$text-success", DRAFTED: "$text-warning", OPEN: "$text-warning", LEFT: MUTED}
_STYLES = {DRAFTED: "$text-warning", OPEN: "$text-warning", LEFT: MUTED}


def document_cell(row: DocumentRow) -> Cell:
    """Return a document: its names, what it is, what is asked of it."""
    return Cell(styled((opening(row.called), "bold"), f"  {row.title}", (f"\n{row.about}\n{row.shares}\n ", MUTED)))


def sentence_cell(row: SentenceRow) -> Cell:
    """Return a sentence with the signs of its coverage and its mark, below its paragraph's number where it begins."""
    sign = styled((row.sign, _COLORS[row.sign]), (f" {SIGNS[row.mark]}", "bold"))
    head = styled((f"  Paragraph {row.paragraph}", "bold $accent")) if row.first else None
    return Cell(styled((row.text, _STYLES.get(row.sign, ""))), sign, head)


def item_cell(row: ItemRow) -> Cell:
    """Return a question: its stem, what it is, what it is to the trainee."""
    role = "cites it" if row.role == "cited" else ""
    return Cell(styled(row.stem, ("\n" + " · ".join(filter(None, (row.id, role, row.about, row.state))), MUTED)))


def hit_cell(hit: Hit) -> Cell:
    """Return what a search found, the words of the query by weight and line."""
    where = _found(hit.where, hit.where_spans, MUTED)
    sign = styled((QUESTION if hit.item else PASSAGE, "bold $accent"))
    return Cell(Content("\n").join([where, _found(hit.text, hit.text_spans)]), sign)


def _found(text: str, spans: Spans, style: str = "") -> Content:
    content = styled((text, style))
    for begin, end in spans:
        content = content.stylize(FOUND, begin, end)
    return content
