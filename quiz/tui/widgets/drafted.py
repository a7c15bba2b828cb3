"""A draft to be judged: what is asked, what the gates say of it, where it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from quiz.tui.widgets.line import Line
from quiz.tui.widgets.reel import Cell
from quiz.tui.widgets.source import CITED
from quiz.tui.widgets.text import MUTED, Words, styled
from quiz.views.vetting import DraftView, SentenceView

ANSWER = "bold underline reverse"
_SIGNS = {"core": "*", "useful": "+"}


def gate_lines(lines: Sequence[str]) -> Content:
    """Return what the gates say, each line behind its sign."""
    parts: list[tuple[str, str] | str] = []
    for number, line in enumerate(lines):
        parts += ["\n" if number else "", ("! ", "bold $text-warning"), (line, "$text-warning")]
    return styled(*parts)


class DraftPane(VerticalScroll):
    """Shows a draft: what is asked on one side, where it comes from on the other or below."""

    def compose(self) -> ComposeResult:
        """Question, options, gates; then the passage and other sources."""
        with Vertical(id="asked"):
            yield Words(id="about")
            yield Words(id="stem")
            yield Line(id="edit")
            yield Words(id="options")
            yield Words(id="gates")
        with Vertical(id="grounds"):
            yield Words(id="called")
            yield Words(id="passage")
            yield Words(id="sources")

    def say(self, text: str) -> None:
        """Show a text where no draft is."""
        for words in self.query(Words):
            words.display = False
        stem = self.query_one("#stem", Words)
        stem.display = True
        stem.say(text)

    def show(self, view: DraftView, marked: int) -> None:
        """Show a draft; `marked` is the place (from 0) of the distractor that would be swapped, -1 for none."""
        shown = {
            "about": styled(
                (view.about, MUTED), "  ", (view.summary, "$text-warning" if view.gates else "$text-success")
            ),
            "stem": styled(view.stem),
            "options": _answers(view, marked),
            "gates": gate_lines(view.gates),
            "called": styled((view.where, "bold"), (f"  {view.status}" if view.status else "", MUTED)),
            "passage": _passage(view),
            "sources": styled(("\n".join(["Also:", *view.sources]) if view.sources else "", MUTED)),
        }
        for name, content in shown.items():
            words = self.query_one(f"#{name}", Words)
            words.display = bool(str(content))
            words.say(content)

    def show_typed(self, view: DraftView) -> None:
        """Show a stem that is being typed, and what the gates say of it."""
        self.query_one("#stem", Words).say(view.stem)
        words = self.query_one("#gates", Words)
        words.display = True
        words.say(gate_lines(view.gates) if view.gates else styled((view.summary, "$text-success")))


def _answers(view: DraftView, marked: int) -> Content:
    parts: list[tuple[str, str] | str] = []
    for number, row in enumerate(view.options):
        at = ("▸ ", "bold $accent") if number == marked else "  "
        sign = ("✓ ", "bold $text-success") if row.right else "  "
        text = (row.text, "bold $text-success" if row.right else "")
        why = (f"  ({row.why})" if row.why else "", MUTED)
        parts += ["\n" if number else "", at, sign, f"{row.letter} ", text, why]
    if not view.options:
        parts = [("✓ ", "bold $text-success"), (view.right, "bold $text-success")]
    if view.edited:
        parts += [(f"\n{view.edited}", "italic $text-warning")]
    return styled(*parts)


def _passage(view: DraftView) -> Content:
    parts: list[tuple[str, str] | str] = []
    whole = ""
    for text, kind in view.passage:
        if (whole and not kind) or whole == "plain":
            parts.append(" ")
        parts.append((text, {"cited": CITED, "answer": f"{ANSWER} $cited on $cited-background"}.get(kind, "")))
        whole = kind or "plain"
    return styled(*parts)


def sentence_cell(view: SentenceView) -> Cell:
    """Return a sentence that nothing asks about: its mark, its text, where it stands and why there is no draft."""
    sign = styled((_SIGNS.get(view.mark, " "), "bold $accent"))
    mark = f"{view.mark}, " if view.mark else ""
    return Cell(styled(view.text, (f"\n{mark}{view.where}: {view.why}", MUTED)), sign)
