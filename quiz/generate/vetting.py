"""Reading drafts as a value: each transition gives another value, and every one of them can be taken back exactly.

Pure: no disk, no clock. What becomes of a decision on the disk is in `quiz.generate.deciding`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Any, Literal

from msgspec import Struct, structs

from quiz.documents import Citation
from quiz.generate.files import standing
from quiz.generate.signature import item_digest
from quiz.generate.values import Decision, Distractor, Draft, Gate, Sheet, Uncovered
from quiz.items import Choice, Item, Option
from quiz.text import one_line

GROUNDING = frozenset((1, 2, 3, 4, 5, 20))
"""Gates that say whether a draft rests on its document."""
SOUND = "sound"
"""The gate that says whether an item can stand in a bank at all."""
Action = Literal["", "approve", "reject", "skip"]


class Look(Struct, frozen=True):
    """A draft as it is looked at: `items` are its item and its other stems as they are now, `form` the one shown.

    `action` is what was decided on it, empty as long as nothing was.
    """

    draft: Draft
    items: tuple[Item, ...]
    form: int = 0
    action: Action = ""

    @property
    def item(self) -> Item:
        """The item as it is now."""
        return self.items[self.form]

    @property
    def now(self) -> Draft:
        """The draft with the item as it is now, to be held against the gates."""
        origin = self.draft.origin
        form = origin.variants[self.form - 1].form if self.form else origin.form
        return Draft(item=self.item, origin=structs.replace(origin, form=form))

    @property
    def edits(self) -> tuple[str, ...]:
        """What is other than it was generated: `draft` (in its file), `variant`, `stem`, `distractors`, `fields`."""
        made = (self.draft.item, *(v.item for v in self.draft.origin.variants))[self.form]
        by_hand = item_digest(self.draft.item) != self.draft.origin.made
        stem = self.item.stem != made.stem
        options = getattr(self.item, "options", ()) != getattr(made, "options", ())
        return tuple(
            name
            for name, found in (
                ("draft", by_hand and not self.form),
                ("variant", self.form > 0),
                ("stem", stem),
                ("distractors", options),
                ("fields", not (stem or options) and self.item != made),
            )
            if found
        )


class Step(Struct, frozen=True):
    """What a transition changed, to take it back: where one was, and the look at `place` as it was."""

    at: int
    place: int
    look: Look
    action: Action


class Vetting(Struct, frozen=True):
    """All drafts that are to be read, the one that is read (`at`, from 0; their number when none is left), the past."""

    looks: tuple[Look, ...]
    at: int = 0
    past: tuple[Step, ...] = ()

    @property
    def look(self) -> Look | None:
        """The draft that is read, None when all are."""
        return self.looks[self.at] if self.at < len(self.looks) else None

    @property
    def left(self) -> int:
        """How many drafts nothing was decided on."""
        return sum(not look.action for look in self.looks)


def offered(sheets: Iterable[Sheet], decisions: Sequence[Decision]) -> tuple[Draft, ...]:
    """Return the drafts that are to be read: none of a fact that was approved or rejected, those skipped at the end."""
    held = standing(decisions)
    by_fact: dict[str, Draft] = {}
    for sheet in sheets:
        for draft in sheet.drafts:
            by_fact.setdefault(draft.origin.fact, draft)
    drafts = list(by_fact.values())
    actions = [held[d.origin.fact].action if d.origin.fact in held else "" for d in drafts]
    fresh = [d for d, action in zip(drafts, actions, strict=True) if not action]
    return (*fresh, *(d for d, action in zip(drafts, actions, strict=True) if action == "skip"))


def begin(drafts: Iterable[Draft]) -> Vetting:
    """Return the state in which nothing has been read."""
    return Vetting(tuple(look_at(draft) for draft in drafts))


def look_at(draft: Draft) -> Look:
    """Return a draft as it is looked at first."""
    return Look(draft, (draft.item, *(v.item for v in draft.origin.variants)))


def added(state: Vetting, draft: Draft) -> Vetting:
    """Return the state with one more draft, which is read now."""
    return Vetting((*state.looks, look_at(draft)), len(state.looks), state.past)


def _changed(state: Vetting, look: Look, at: int, action: Action = "") -> Vetting:
    old = state.look
    if old is None or (old == look and at == state.at):
        return state
    looks = (*state.looks[: state.at], look, *state.looks[state.at + 1 :])
    return Vetting(looks, at, (*state.past, Step(state.at, state.at, old, action)))


def _with_item(state: Vetting, item: Item) -> Vetting:
    look = state.look
    assert look is not None
    items = (*look.items[: look.form], item, *look.items[look.form + 1 :])
    return _changed(state, structs.replace(look, items=items), state.at)


def reworded(look: Look, stem: str) -> Look:
    """Return a look with another stem."""
    item = structs.replace(look.item, stem=one_line(stem))
    return structs.replace(look, items=(*look.items[: look.form], item, *look.items[look.form + 1 :]))


def with_stem(state: Vetting, stem: str) -> Vetting:
    """Return the state in which the stem was edited; the same when nothing is left of it or nothing is changed."""
    look = state.look
    if look is None or not one_line(stem) or one_line(stem) == one_line(look.item.stem):
        return state
    return _changed(state, reworded(look, stem), state.at)


def with_next_stem(state: Vetting) -> Vetting:
    """Return the state with the next way to ask; after the last comes the first, each as it was left."""
    look = state.look
    if look is None:
        return state
    return _changed(state, structs.replace(look, form=(look.form + 1) % len(look.items)), state.at)


def with_item(state: Vetting, item: Item) -> Vetting:
    """Return the state with an item as it was written in an editor in the place of what is shown."""
    return state if state.look is None else _with_item(state, item)


def wrong_places(item: Item) -> tuple[int, ...]:
    """Return the places (from 0) of the options that may be swapped; none where nothing is picked."""
    return tuple(n for n, o in enumerate(item.options) if o.id != item.key) if isinstance(item, Choice) else ()


def with_distractor(state: Vetting, place: int) -> Vetting:
    """Return the state in which the option at `place` gave way to the next distractor of the pool not in use.

    The same state where there is none, or where the option is the right one.
    """
    look = state.look
    if look is None or place not in wrong_places(look.item):
        return state
    item: Any = look.item
    new = _next_of(look.draft.origin.pool, [_bare(o.text) for o in item.options], _bare(item.options[place].text))
    if new is None:
        return state
    old = item.options[place]
    option = Option(id=old.id, text=new.text.strip("`"), feedback=new.feedback)
    options = (*item.options[:place], option, *item.options[place + 1 :])
    context = _context(item, look.draft.origin.pool, options)
    return _with_item(state, structs.replace(item, options=options, context=context))


def _bare(text: str) -> str:
    return text.strip("`")


def _next_of(pool: Sequence[Distractor], used: Container[str], own: str) -> Distractor | None:
    """Return the distractor that follows `own` in the pool, round and round, and is not in use."""
    places = [n for n, d in enumerate(pool) if _bare(d.text) == own]
    start = places[0] + 1 if places else 0
    around = [*pool[start:], *pool[:start]]
    return next((d for d in around if _bare(d.text) not in used), None)


def _context(item: Choice, pool: Sequence[Distractor], options: Sequence[Option]) -> tuple[Citation, ...]:
    """Return what an item cites beside its key when it has other options: where those stand that the pool gave."""
    cited = {_cited(d) for d in pool if d.near}
    used = {_bare(o.text) for o in options}
    now = [_cited(d) for d in pool if d.near and _bare(d.text) in used]
    return tuple(dict.fromkeys([*(c for c in item.context if c not in cited), *now]))


def _cited(one: Distractor) -> Citation:
    return Citation(one.document, one.paragraph, " ".join(one.near.split()))


def decided(state: Vetting, action: Action) -> Vetting:
    """Return the state after a decision on the draft that is read: the next one that has none is read."""
    look = state.look
    if look is None:
        return state
    marked = structs.replace(look, action=action)
    rest = [*range(state.at + 1, len(state.looks)), *range(state.at)]
    following = next((n for n in rest if not state.looks[n].action), len(state.looks))
    return _changed(state, marked, following, action)


def undone(state: Vetting) -> Vetting:
    """Return the state before the last transition; the same when there was none."""
    if not state.past:
        return state
    *past, step = state.past
    looks = (*state.looks[: step.place], step.look, *state.looks[step.place + 1 :])
    return Vetting(looks, step.at, tuple(past))


def failed(gates: Iterable[Gate]) -> tuple[Gate, ...]:
    """Return the gates that are not passed."""
    return tuple(g for g in gates if not g.passed)


def hindrance(look: Look, gates: Iterable[Gate], topics: Container[str], own: bool) -> str:
    """Say why a draft cannot be approved as it is; empty when it can.

    `own`: the reviewer says that it is own wording and that the source was checked. That lets an edited draft pass the
    grounding gates, never one that no bank could hold.
    """
    bad = failed(gates)
    unsound = next((g.what for g in bad if g.name == SOUND), "")
    if unsound:
        return f"no bank can hold it: {unsound}"
    unlisted = next((t for t in look.item.topics if t not in topics), "")
    if unlisted:
        return f"its topic '{unlisted}' is not in library.yaml; edit the draft or list it"
    loose = next((g for g in bad if g.number in GROUNDING), None)
    if loose is None or (own and look.edits):
        return ""
    if not look.edits:
        return f"gate {loose.number}: {loose.what}; edit it or draft anew"
    return f"gate {loose.number}: {loose.what}; if it is your own wording and you checked the source, say so with o"


def not_passed(gates: Iterable[Gate]) -> str:
    """Return the gates that are not passed in a line, for the log; empty where all are."""
    bad = [f"{g.number} {g.name}" for g in failed(gates)]
    return f"not passed: {', '.join(bad)}" if bad else ""


def rests_loosely(gates: Iterable[Gate]) -> bool:
    """Tell whether a grounding gate is not passed."""
    return any(g.number in GROUNDING and g.name != SOUND for g in failed(gates))


_MARKS = {"core": 0, "useful": 1}


def unasked(sheets: Iterable[Sheet], asked: Container[str]) -> tuple[tuple[Sheet, Uncovered], ...]:
    """Return the sentences without a draft and not among `asked`: core ones first, then useful, in their order."""
    found = [(s, u) for s in sheets for u in s.uncovered if " ".join(u.text.split()) not in asked]
    return tuple(sorted(found, key=lambda pair: _MARKS.get(pair[1].mark, 2)))
