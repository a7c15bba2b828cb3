"""A passage to point into: its sentences run on as in the document, each with its number."""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.css.styles import RulesMap
from textual.geometry import Offset, Region
from textual.style import Style
from textual.widget import Widget

from quiz.tui.widgets.choices import KEYED, Choices
from quiz.tui.widgets.text import MUTED, Words, opening, styled

CURSOR, PICKED, STRUCK = "▸", "•", "–"
_PLACE = "sentence"
_NO_RULES: RulesMap = {}


class Paragraph(Words):
    """The sentences from `first` to before `end` (from 0), one after the other."""

    def __init__(self, first: int, end: int) -> None:
        super().__init__(classes="passage")
        self.first = first
        self.end = end


class Passage(Choices):
    """Sentences under the headings of their paragraphs; moving goes from one to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Sentence before", show=False, id="passage.left"),
        Binding("right", "move(1)", "Sentence after", show=False, id="passage.right"),
        Binding("home", "go(0)", "First sentence", show=False, id="passage.home"),
        Binding("end", "go(-1)", "Last sentence", show=False, id="passage.end"),
    ]

    _typed = ""

    def compose(self) -> ComposeResult:
        """Headings and paragraphs."""
        starts = sorted({0, *self.headings}) if self.options else []
        for first, end in pairwise([*starts, len(self.options)]):
            if first in self.headings:
                yield Words(opening(self.headings[first]), classes="heading")
            yield Paragraph(first, end)

    def on_mount(self) -> None:
        """Draw the sentences."""
        self._show()

    @property
    def keys(self) -> str:
        """How to answer by keyboard."""
        if len(self.options) <= KEYED:
            return super().keys
        return f"its number or arrows{', Space picks' if self.several else ''}, then Enter"

    def _tag(self, place: int) -> str:
        """Return the number of a sentence: as wide whatever it shows, and never parted from the first word."""
        sign = STRUCK if place in self.struck else PICKED if place in self.picked else ")"
        return f"{CURSOR if place == self.cursor else '('}{place + 1}{sign}"

    def _content(self, first: int, end: int) -> Content:
        """Return the text of sentences, each under a style that names its place."""
        made: list[Content] = []
        for place in range(first, end):
            cursor, picked = place == self.cursor, place in self.picked
            ground = " on $primary 30%" if cursor else ""
            style = f"strike {MUTED}" if place in self.struck else "bold underline" if picked else ""
            head = "bold $accent" if cursor or picked else MUTED
            sentence = styled((self._tag(place), head + ground), (self.options[place][1], f"{style}{ground}".strip()))
            made.append(sentence.stylize(Style.from_meta({_PLACE: place})))
        return Content(" ").join(made)

    def _show(self) -> None:
        for paragraph in self.query(Paragraph):
            paragraph.say(self._content(paragraph.first, paragraph.end))
        self.call_after_refresh(self.show_cursor)

    def show_cursor(self) -> None:
        """Scroll so that the sentence under the cursor is seen, its beginning if it is long."""
        cursor = self.cursor
        around = next((n for n in self.ancestors if isinstance(n, ScrollableContainer)), None)
        paragraph = next((p for p in self.query(Paragraph) if cursor is not None and p.first <= cursor < p.end), None)
        if around is None or paragraph is None or cursor is None:
            return
        width = paragraph.content_size.width
        top = self._content(paragraph.first, cursor).get_height(_NO_RULES, width) - 1 if cursor > paragraph.first else 0
        bottom = self._content(paragraph.first, cursor + 1).get_height(_NO_RULES, width)
        offset = Offset(0, 0)
        for node in (paragraph, *takewhile(lambda n: n is not around, paragraph.ancestors)):
            if isinstance(node, Widget):
                offset += node.virtual_region.offset
        height = min(bottom - top, max(1, around.size.height))
        around.scroll_to_region(Region(0, offset.y + top, 1, height), animate=False)

    def on_key(self, event: events.Key) -> None:
        """Any other key ends the number that digits make; what it does is for the handler of all choices."""
        if not (event.character or "").isdecimal():
            self._typed = ""

    def press_digit(self, digit: int) -> None:
        """Pick by a digit; where there are more sentences than digits, numbers of several digits go to a sentence."""
        if len(self.options) <= KEYED:
            super().press_digit(digit)
            return
        longer = f"{self._typed}{digit}"
        self._typed = longer if 0 < int(longer) <= len(self.options) else str(digit)
        if self._typed != "0":
            self.action_go(int(self._typed) - 1)

    def action_go(self, place: int) -> None:
        """Go to the sentence at a place (from 0; -1 is the last); where one is asked for, it is picked."""
        if not self.options:
            return
        place %= len(self.options)
        if self.several or place in self.struck:
            self.cursor = place
            self._show()
        else:
            self.choose(place)

    def on_click(self, event: events.Click) -> None:
        """A click on a sentence picks it."""
        place = event.style.meta.get(_PLACE)
        if place is not None:
            event.stop()
            self.focus(scroll_visible=False)
            self.choose(int(place))
