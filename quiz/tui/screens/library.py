"""The library: documents with their sentences and the questions on them, and a search over all of it."""

from __future__ import annotations

import gc
from typing import ClassVar, Literal, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import Worker

from quiz.banks import Library
from quiz.config import Settings
from quiz.errors import QuizError
from quiz.text import counted, one_line
from quiz.tui.messages import EditWanted, LibraryChanged, PageLeft, PageWanted
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.query import Query
from quiz.tui.widgets.reel import Cell, Reel
from quiz.tui.widgets.shelf import HIT_SIGNS, SENTENCE_SIGNS, document_cell, hit_cell, item_cell, sentence_cell
from quiz.tui.widgets.text import MUTED, Words, styled
from quiz.views import Desk
from quiz.views.library import COVERAGE, ItemRow, Look, SentenceRow, item_row, look_at
from quiz.views.search import Found, Search

WAIT = 0.1
"""Seconds after which it is said that the library is being read."""
LARGE = 2_000
"""Questions and passages from which looking for garbage among them would be felt; all of them stay, anyway."""
WIDE = 120
"""Columns from which the questions stand beside the sentences."""
View = Literal["documents", "document", "search"]


class Spot(NamedTuple):
    """What is looked at: the documents, one of them or what was found, and where the cursor is (from 0)."""

    view: View = "documents"
    document: str = ""
    cursor: int = 0


class Loaded(NamedTuple):
    """The library as this screen needs it."""

    library: Library
    look: Look
    search: Search


class LibraryScreen(Screen[None]):
    """Opens at the documents, or at the document or item that `about` names."""

    CSS_PATH = "library.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/", id="library.search"),
        Binding("escape,q,backspace", "back", "Back", key_display="q", id="library.back"),
        Binding("n", "next_open", "Not asked", id="library.next"),
        Binding("e,f4", "edit", "Edit", key_display="e", id="library.edit"),
        Binding("i", "toggle_items", "Questions", id="library.items"),
    ]

    def __init__(self, desk: Desk, settings: Settings, about: str) -> None:
        super().__init__()
        self.desk = desk
        self.about = about
        self.loaded: Loaded | None = None
        self.spot = Spot()
        self.found = Found([], 0)
        self.items: list[ItemRow] = []
        self._before: list[Spot] = []
        self._editable = self._read = False

    def compose(self) -> ComposeResult:
        """Bar, the line to search with, a list, and beside it the questions on what is under its cursor."""
        with Horizontal(classes="bar"):
            yield Words("Library", id="where", classes="left title")
            yield Words(id="place", classes="right dim")
        with Horizontal(id="search"):
            yield Words("/", classes="slash")
            yield Query(id="query")
        with Container(id="panes"):
            yield Reel(id="list")
            with Vertical(id="beside"):
                yield Words(id="what")
                yield Reel(id="items")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the library without holding anything up."""
        self.query_one("#list").focus()
        self._arrange()
        self.set_timer(WAIT, self._say_reading)
        self._load()

    def _say_reading(self) -> None:
        """Say that the library is being read, unless that has ended while this waited for its turn."""
        if not self._read:
            self._say("Reading the library …")

    def _say(self, text: str) -> None:
        self.query_one("#list", Reel).show(0, lambda _: Cell(styled("")), empty=text)

    @work(thread=True, exclusive=True, exit_on_error=False, name="load")
    def _load(self) -> Loaded | QuizError:
        try:
            library = self.desk.library
        except QuizError as error:
            return error
        return Loaded(library, look_at(library), Search(library))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show the library when it has been read."""
        if event.worker.name != "load" or not event.worker.is_finished:
            return
        self._read = True
        result = event.worker.result
        if isinstance(result, Loaded):
            if sum(result.search.size) > LARGE:
                gc.freeze()
            again = self.loaded is not None
            self.loaded = result
            self.spot = self.spot if again else self._first_spot(result)
            self._show()
        elif event.worker.error is not None or isinstance(result, QuizError):
            self._say(str(result or event.worker.error))

    def _first_spot(self, loaded: Loaded) -> Spot:
        if self.about in loaded.look.sentences:
            return Spot("document", self.about)
        place = loaded.look.place_of(self.about) if self.about else None
        return Spot("document", *place) if place else Spot()

    @property
    def rows(self) -> tuple[SentenceRow, ...]:
        """The sentences of the document that is open."""
        return self.loaded.look.sentences.get(self.spot.document, ()) if self.loaded else ()

    def _arrange(self) -> None:
        """Show the parts that the view has."""
        self.query_one("#search").display = self.spot.view == "search"
        self.query_one("#beside").display = self.spot.view == "document"
        self.set_class(self.size.width >= WIDE, "-wide")
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Stand the questions beside the sentences or below them."""
        self._arrange()

    def _show(self) -> None:
        """Draw what is looked at."""
        if self.loaded is None:
            return
        self._arrange()
        reel = self.query_one("#list", Reel)
        look, cursor = self.loaded.look, self.spot.cursor
        match self.spot.view:
            case "documents":
                empty = "No documents are in this library: put one into seeds/, then `quiz check`"
                reel.show(len(look.documents), lambda n: document_cell(look.documents[n]), cursor, empty)
                reel.focus()
            case "document":
                rows = self.rows
                reel.show(
                    len(rows),
                    lambda n: sentence_cell(rows[n]),
                    cursor,
                    "This document has no sentences",
                    SENTENCE_SIGNS,
                )
                reel.focus()
            case "search":
                self.query_one(Query).focus()
                self._find(cursor)

    def _find(self, cursor: int = 0) -> None:
        loaded = self.loaded
        if loaded is None:
            return
        query = self.query_one(Query).value
        self.found = found = loaded.search.find(query)

        def draw(number: int) -> Cell:
            row = found.rows[number]
            entry = loaded.search.entry(row)
            shown = item_row(entry, self.desk.states.get(entry.item.id), self.desk.today()) if entry else None
            more = f" ({'; '.join(filter(None, (shown.about, shown.state)))})" if shown else ""
            return hit_cell(loaded.search.hit(row, query, more))

        empty = "Nothing has all these words" if query.strip() else "There is nothing to search"
        self.query_one("#list", Reel).show(len(found.rows), draw, cursor, empty, HIT_SIGNS)

    @on(Input.Changed, "#query")
    def search_as_typed(self, message: Input.Changed) -> None:
        """Search with each letter."""
        message.stop()
        if self.spot.view == "search":
            self._find()

    @on(Reel.Moved, "#list")
    def tell_place(self, message: Reel.Moved) -> None:
        """Tell where the cursor is, and in a document what is asked about the sentence."""
        message.stop()
        self.spot = self.spot._replace(cursor=message.reel.cursor)
        self._say_place()
        if self.spot.view == "document":
            self._show_items()
        if self._editable != bool(self._item()):
            self._editable = not self._editable
            self.refresh_bindings()

    def _say_place(self) -> None:
        if self.loaded is None:
            return
        look, at = self.loaded.look, self.spot
        left, right = "Library", ""
        match at.view:
            case "documents":
                questions, _ = self.loaded.search.size
                left = f"Library · {self.loaded.library.title}"
                right = f"{counted(len(look.documents), 'document')}, {counted(questions, 'question')}"
            case "document":
                row = next(d for d in look.documents if d.id == at.document)
                left = f"Library · {row.called}"
                number = self.rows[at.cursor].paragraph if self.rows else 0
                right = f"paragraph {number} of {row.paragraphs}"
            case "search":
                shown, total = len(self.found.rows), self.found.total
                right = f"{shown:,} of {total:,}" if shown < total else f"{total:,} found"
                left = "Library · search"
        for name, text in (("#where", one_line(left, 60)), ("#place", right)):
            words = self.query_one(name, Words)
            if str(words.visual) != text:
                words.say(text)

    def _show_items(self) -> None:
        """Show the questions on the sentence under the cursor."""
        if self.loaded is None or not self.rows:
            self.query_one("#what", Words).say("")
            self.query_one("#items", Reel).show(0, lambda _: Cell(styled("")))
            return
        row = self.rows[self.spot.cursor]
        entries, states, today = self.loaded.library.entries, self.desk.states, self.desk.today()
        named = [*((i, "keyed") for i in row.keyed), *((i, "cited") for i in row.cited)]
        self.items = items = [item_row(entries[i], states.get(i), today, role) for i, role in named]
        mark = "" if row.mark == "plain" else f"{row.mark}, "
        count = counted(len(row.keyed), "question rests", "questions rest") if row.keyed else "No question rests"
        say = styled((f"{mark}{COVERAGE[row.sign]}", "bold"), (f"  {count} on this sentence", MUTED))
        self.query_one("#what", Words).say(say)
        self.query_one("#items", Reel).show(len(items), lambda n: item_cell(items[n]))

    @on(Reel.Opened, "#list")
    def open_row(self, message: Reel.Opened) -> None:
        """Open what is under the cursor."""
        message.stop()
        self._open()

    @on(Input.Submitted, "#query")
    def open_found(self, message: Input.Submitted) -> None:
        """Open what is under the cursor of the search."""
        message.stop()
        self._open()

    @on(Query.Moved)
    def move_from_query(self, message: Query.Moved) -> None:
        """Move the cursor of what was found while the query keeps the focus."""
        message.stop()
        reel = self.query_one("#list", Reel)
        reel.action_turn(message.step) if message.page else reel.action_move(message.step)

    @on(Query.Left)
    def leave_query(self, message: Query.Left) -> None:
        """Leave the search."""
        message.stop()
        self.action_back()

    def _open(self) -> None:
        loaded, at = self.loaded, self.spot
        if loaded is None or not self.query_one("#list", Reel).count:
            return
        match at.view:
            case "documents":
                self._go(Spot("document", loaded.look.documents[at.cursor].id))
            case "document":
                if self.items:
                    self.query_one("#beside").display = True
                    self.query_one("#items").focus()
            case "search":
                hit = loaded.search.hit(self.found.rows[at.cursor], "")
                if hit.item:
                    self.post_message(PageWanted("item", hit.item))
                else:
                    sentence = loaded.search.hit(self.found.rows[at.cursor], self.query_one(Query).value).sentence
                    self._go(Spot("document", hit.document, sentence))

    def _go(self, spot: Spot) -> None:
        self._before.append(self.spot)
        self.spot = spot
        self._show()

    @on(Reel.Opened, "#items")
    def open_item(self, message: Reel.Opened) -> None:
        """Show a question as a trainee sees it."""
        message.stop()
        self.post_message(PageWanted("item", self.items[message.reel.cursor].id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say which shortcuts make sense now."""
        match action:
            case "next_open" | "toggle_items":
                return self.spot.view == "document"
            case "search" | "back":
                return not self.query_one(Query).has_focus
            case "edit":
                return bool(self._item())
        return True

    def _item(self) -> str:
        """Return the id of the question under the cursor, empty where there is none."""
        if self.loaded is None:
            return ""
        if self.spot.view == "document":
            try:
                cursor = self.query_one("#items", Reel).cursor
            except NoMatches:
                return ""
            return self.items[cursor].id if cursor < len(self.items) else ""
        if self.spot.view == "search" and self.spot.cursor < len(self.found.rows):
            entry = self.loaded.search.entry(self.found.rows[self.spot.cursor])
            return entry.item.id if entry else ""
        return ""

    def action_edit(self) -> None:
        """Open the question under the cursor in the editor."""
        self.post_message(EditWanted(self._item()))

    def action_search(self) -> None:
        """Search questions and passages."""
        if self.spot.view == "search":
            self.query_one(Query).focus()
        else:
            self._go(Spot("search"))

    def action_toggle_items(self) -> None:
        """Show or hide the questions on a sentence."""
        beside = self.query_one("#beside")
        beside.display = not beside.display
        if not beside.display:
            self.query_one("#list").focus()

    def action_next_open(self) -> None:
        """Go to the next sentence that should be asked about and is not, from the end on to the first."""
        rows, at = self.rows, self.spot.cursor
        places = [(at + step) % len(rows) for step in range(1, len(rows) + 1)]
        following = next((place for place in places if rows[place].wanted), None)
        if following is None:
            self.query_one("#what", Words).say("Every sentence that should be asked about is")
        else:
            self.query_one("#list", Reel).move_to(following)

    def action_back(self) -> None:
        """Go back to the sentences, to what was looked at before, or leave."""
        if self.query_one("#items").has_focus:
            self.query_one("#list").focus()
        elif self._before:
            self.spot = self._before.pop()
            self._show()
        else:
            self.post_message(PageLeft())

    @on(LibraryChanged)
    def read_again(self) -> None:
        """Show the library as it is now, at the same place."""
        self._load()
