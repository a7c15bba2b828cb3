"""The form for a draft of one's own: type, question, answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Input

from quiz.generate.own import KINDS
from quiz.generate.values import Gate
from quiz.text import one_line
from quiz.tui.widgets.drafted import gate_lines
from quiz.tui.widgets.line import Line
from quiz.tui.widgets.source import CITED
from quiz.tui.widgets.text import MUTED, Words, styled
from quiz.views.vetting import SentenceView

_ASKED = {
    "text": "What is to be typed",
    "choice": "The right answer",
    "numeric": "The number, its unit behind it: 4.2 kg",
    "date": "The date: 2026-02-10, 2025-08 or 2023",
    "boolean": "true or false",
}
_BESIDE = {"choice": "Wrong answers, parted by semicolons", "boolean": "What is said to the wrong answer"}


class OwnForm(VerticalScroll):
    """Type, question and answer of a draft of one's own on a sentence."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t,f3", "turn", "Type", key_display="F3", id="vetting.type"),
        Binding("ctrl+s,f10", "save", "Save", key_display="Ctrl+S", id="vetting.save"),
    ]

    class Changed(Message):
        """Something else is in the form."""

    class Saved(Message):
        """What is in the form is to become a draft."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, can_focus=False)
        self.kind = KINDS[0]

    def compose(self) -> ComposeResult:
        """The sentence, the type, three lines, what the gates say."""
        yield Words(id="sentence")
        yield Words(id="kind")
        yield Words("Question", classes="name")
        yield Line(id="question")
        yield Words(id="asks", classes="name")
        yield Line(id="right")
        yield Words(id="besides", classes="name")
        yield Line(id="wrong")
        yield Words(id="verdict")

    def begin(self, sentence: SentenceView, stem: str) -> None:
        """Begin a draft on a sentence."""
        self.query_one("#sentence", Words).say(styled((sentence.text, CITED), (f"\n{sentence.where}", MUTED)))
        for name, value in (("question", stem), ("right", ""), ("wrong", "")):
            self.query_one(f"#{name}", Line).value = value
        self.tell("", ())
        self._show_kind()
        line = self.query_one("#question", Line)
        line.focus()
        line.cursor_position = len(stem)

    @property
    def values(self) -> tuple[str, str, str, str]:
        """Type, question, answer, and what stands beside."""
        lines = [self.query_one(f"#{name}", Line).value for name in ("question", "right", "wrong")]
        return self.kind, lines[0], lines[1], lines[2] if self.kind in _BESIDE else ""

    def _show_kind(self) -> None:
        named = "  ".join(f"▸{k}" if k == self.kind else f" {k}" for k in KINDS)
        self.query_one("#kind", Words).say(styled(("Type ", MUTED), named))
        self.query_one("#asks", Words).say(_ASKED[self.kind])
        for name in ("besides", "wrong"):
            self.query_one(f"#{name}").display = self.kind in _BESIDE
        self.query_one("#besides", Words).say(_BESIDE.get(self.kind, ""))

    def tell(self, fault: str, gates: Sequence[Gate]) -> None:
        """Say what is in the way, or what the gates say; nothing of a form that is not filled."""
        lines = [fault] if fault else [f"Gate {g.number}, {g.name}: {one_line(g.what)}" for g in gates if not g.passed]
        fine = styled(("✓ All gates passed" if gates else "", "$text-success"))
        self.query_one("#verdict", Words).say(gate_lines(lines) if lines else fine)

    def action_turn(self) -> None:
        """Take the next type."""
        self.kind = KINDS[(KINDS.index(self.kind) + 1) % len(KINDS)]
        self._show_kind()
        self.post_message(self.Changed())

    def action_save(self) -> None:
        """Have it saved."""
        self.post_message(self.Saved())

    @on(Input.Changed)
    def tell_of_change(self, message: Input.Changed) -> None:
        """Have the gates run again."""
        message.stop()
        self.post_message(self.Changed())

    @on(Input.Submitted)
    def go_on(self, message: Input.Submitted) -> None:
        """Go to the next line; from the last one save."""
        message.stop()
        lines = [line for line in self.query(Line) if line.display]
        at = next(n for n, line in enumerate(lines) if line is message.input)
        if at + 1 < len(lines):
            lines[at + 1].focus()
        else:
            self.action_save()
