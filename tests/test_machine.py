"""The whole engine against plain dictionaries: two devices, one library whose keys change, a clock that errs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from quiz.errors import Exit
from quiz.items import Marking
from quiz.learning import Event, ItemState, Mode, Session, Tuned, fold
from quiz.scoring import AskAgain
from quiz.store import Log, back_up, export, merge, restore, write_lines
from quiz.views import Choices
from tests.support import ledger
from tests.support.ledger import Found, Row
from tests.support.machine import CHANGES, EXAM_ITEMS, GIVEN, ITEMS, Asked, Calendar, Device, Numbers, markings
from tests.support.store import QUICK, trouble_of

MODES: tuple[Mode, ...] = ("learn", "practice", "mistakes", "drill", "exam")
TIMES = (0, 900, 5_000, 5_000, 60_000)
"""Milliseconds: unmeasured, too fast, usual, long: two of those end an exam."""
MARKS = {"suspend": "suspended", "resume": "resumed", "bury": "buried", "reset": "reset"}
SIGNS = ("BEGIN", "INSERT INTO events", "INSERT OR REPLACE INTO states", "UPDATE derived", "COMMIT")
"""Statements of a transaction, each of which a disk may refuse."""
BY_HASH = markings()
WHO = st.integers(0, 1)
ITEM = st.sampled_from(ITEMS)


def row_of(event: Event) -> Row:
    """An event as it came back from the disk."""
    body = msgspec.to_builtins(event.body)
    day = date.fromisoformat(event.day).toordinal()
    return {**body, "id": event.id, "utc": event.utc, "day": day, "device": event.device, "sequence": event.sequence}


def plain(state: ItemState) -> Found:
    memory = state.memory and (state.memory.stability, state.memory.difficulty, state.memory.day, state.memory.due)
    named = {name: getattr(state, name) for name in ledger.FRESH if hasattr(state, name)}
    return {**named, "times": state.durations, "memory": memory, "before": None}


def expected(state: Found) -> Found:
    return {**state, "memory": ledger.memory_of(state), "before": None}


@contextmanager
def unattended(device: Device) -> Iterator[Log]:
    """The log of a device at which nobody sits."""
    with Log(device.folder, "ana", "small") as log:
        device.desk.log = log
        yield log


def lived(session: Session) -> tuple[Any, ...]:
    answers = [(a.event, a.item, a.response, a.duration, a.certainty) for a in session.answers]
    of = session
    return of.id, of.mode, of.seed, of.items, of.choices, of.opened, of.closed, answers


def answered(session: Found) -> list[Any]:
    rows = session["answers"].values()
    return [(r["id"], r["item"], r["response"], r["duration"], r["certainty"]) for r in rows]


class EngineMachine(RuleBasedStateMachine):
    """Whatever is answered, taken back, broken, moved and merged: the log and all that is read from it agree."""

    def __init__(self) -> None:
        super().__init__()
        self.home = TemporaryDirectory(dir=QUICK)
        self.place = Path(self.home.name)
        self.identities = patch("uuid.uuid4", Numbers())
        self.identities.start()
        self.clock = Calendar()
        self.asked: dict[str, Asked] = dict.fromkeys(ITEMS, (0, 1))
        self.wording = 0
        self.sessions = 0
        self.devices = [Device(self.place / name, self.clock) for name in ("desk", "lap")]
        for device in self.devices:
            device.sit_down(self.asked, self.wording)

    def teardown(self) -> None:
        for device in self.devices:
            device.log.close()
        self.identities.stop()
        self.home.cleanup()

    # What a step did

    def wrote(self, device: Device, *bodies: Found, elsewhere: bool = False) -> list[Row]:
        """The log has these events more, and no others; those written `elsewhere` have a device of their own."""
        own = device.log._device
        last = max((r["sequence"] for r in device.rows.values() if r["device"] == own), default=0)
        new = [row_of(e) for e in device.log.events() if e.id not in device.rows]
        new.sort(key=lambda row: row["sequence"])
        assert len(new) == len(bodies)
        for number, (row, body) in enumerate(zip(new, bodies, strict=True), 1 if elsewhere else last + 1):
            wanted = {**body, "sequence": number, "utc": self.clock.now(), "day": self.clock.day()}
            assert {name: row[name] for name in wanted} == wanted
            assert (row["device"] == own) is not elsewhere
            device.rows[row["id"]] = row
        return new

    def key_of(self, device: Device, item: str) -> str:
        return device.desk.askable[item].scored

    def known(self, device: Device) -> dict[str, Found]:
        """What the log says of the items as the library that lies on the desk has them."""
        states = ledger.states_of(device.rows.values(), BY_HASH)
        for item, (_, edition) in device.asked.items():
            if item in states and states[item]["edition"] < edition:
                aside = {name: states[item][name] for name in ("suspended", "buried")}
                states[item] = {**ledger.FRESH, **aside, "edition": edition}
        return states

    def sit_down(self, device: Device) -> None:
        """A new desk tells the log how items are scored now that were scored otherwise, and writes nothing else."""
        device.sit_down(self.asked, self.wording)
        changed = [
            {"kind": "regraded", "item": item, "scored": self.key_of(device, item), "edition": state["edition"]}
            for item, state in self.known(device).items()
            if state["attempts"] and state["scored"] != self.key_of(device, item)
        ]
        for row in self.wrote(device, *changed):
            assert msgspec.convert(row["marking"], Marking) == BY_HASH[row["scored"]]

    def asks(self, device: Device) -> str | None:
        """The item that the session at a desk asks next."""
        session = device.session
        assert session is not None
        choices = {"choices": session.choices}
        if ledger.is_over(choices, device.given):
            return None
        states, done = self.known(device), {r["item"] for r in device.given}
        waiting = {i for i, s in states.items() if ledger.waits(s, self.clock.day())}
        aside = set() if session.mode == "exam" else waiting
        return next((i for i in session.items if i not in done | aside), None)

    def planned(self, device: Device, mode: Mode) -> set[str]:
        """The items that a new session has; an exam draws its own."""
        states, today = self.known(device), self.clock.day()
        found = set()
        for item in ITEMS:
            state = states.get(item, ledger.FRESH)
            memory = ledger.memory_of(state)
            buried = state["buried"] == today and mode != "drill"
            wanted = {
                "learn": memory is None or memory[3] <= today,
                "mistakes": state["attempts"] and not state["passed"],
            }
            if wanted.get(mode, True) and not buried and not state["suspended"]:
                found.add(item)
        return found

    # Sessions

    @rule(who=WHO, mode=st.sampled_from(MODES), certainty=st.booleans())
    def begin(self, who: int, mode: Mode, certainty: bool) -> None:
        device = self.devices[who]
        self.sessions += 1
        choices = Choices(items=0 if mode == "exam" else 10, certainty=certainty)
        session = device.desk.begin(mode, choices, str(self.sessions))
        wanted = set(ITEMS) if mode == "exam" else self.planned(device, mode)
        if not wanted:
            assert session is None
            self.wrote(device)
            return
        assert session is not None
        assert len(set(session.items)) == len(session.items) == (EXAM_ITEMS if mode == "exam" else len(wanted))
        assert wanted.issuperset(session.items)
        opened = {"kind": "opened", "session": session.id, "mode": mode, "items": session.items}
        still_open = [s for s in ledger.sessions_of(device.rows.values()).values() if not s["closed"]]
        closed = [{"kind": "closed", "session": s["session"]} for s in reversed(still_open)]
        self.wrote(device, *closed, {**opened, "seed": str(self.sessions), "choices": session.choices})
        device.session, device.given = session, []

    @rule(who=WHO)
    def take_up_what_was_left(self, who: int) -> None:
        device = self.devices[who]
        found, session = ledger.resumable(device.rows.values()), device.desk.open_session()
        assert (session and session.id) == (found and found["session"])
        device.session, device.given = session, list(found["answers"].values()) if found else []

    def at_work(self, who: int) -> Device | None:
        """The device of that number if somebody sits at a session there, else the other one."""
        both = self.devices[who], self.devices[1 - who]
        return next((d for d in both if d.session is not None), None)

    def answered(self, device: Device, item: str, response: Any, took: int, certainty: int | None) -> Found:
        assert device.session is not None
        about = {"session": device.session.id, "mode": device.session.mode, "item": item}
        given = {"response": response, "certainty": certainty, "duration": took}
        key = self.key_of(device, item)
        outcome = ledger.outcome_of(BY_HASH[key], response, device.session.mode)
        kept = {"scored": key, "edition": device.asked[item][1], "outcome": msgspec.to_builtins(outcome)}
        return {"kind": "answered", **about, **given, **kept}

    @precondition(lambda self: any(d.session for d in self.devices))
    @rule(
        who=WHO,
        pick=st.integers(0, 5),
        took=st.sampled_from(TIMES),
        certainty=st.sampled_from((None, None, 1, 2, 3)),
        final=st.booleans(),
    )
    def answer(self, who: int, pick: int, took: int, certainty: int | None, final: bool) -> None:
        device = self.at_work(who)
        assert device is not None
        assert device.session is not None
        item = self.asks(device)
        if item is None:
            return
        response = GIVEN[item][pick % len(GIVEN[item])]
        made = device.desk.answer(device.session, item, response, took, certainty, final)
        if isinstance(
            ledger.outcome_of(BY_HASH[self.key_of(device, item)], response, device.session.mode, final), AskAgain
        ):
            assert isinstance(made, AskAgain)
            self.wrote(device)
            return
        assert not isinstance(made, AskAgain)
        device.given += self.wrote(device, self.answered(device, item, response, took, certainty))
        device.session = made.session

    @precondition(lambda self: any(d.session for d in self.devices))
    @rule(who=WHO)
    def take_back(self, who: int) -> None:
        device = self.at_work(who)
        assert device is not None
        assert device.session is not None
        last = [device.given.pop()] if device.given else []
        device.session = device.desk.undo(device.session)
        about = [{"session": r["session"], "item": r["item"], "event": r["id"]} for r in last]
        self.wrote(device, *({"kind": "undone", **one} for one in about))

    @precondition(lambda self: any(d.given for d in self.devices))
    @rule(who=WHO, what=st.sampled_from(("claimed", "rated")))
    def say_of_the_last_answer(self, who: int, what: str) -> None:
        device = self.devices[who] if self.devices[who].given else self.devices[1 - who]
        assert device.session is not None
        last = device.given[-1]
        (device.desk.claim if what == "claimed" else device.desk.easy)(device.session)
        self.wrote(device, {"kind": what, "session": last["session"], "item": last["item"], "event": last["id"]})

    @precondition(lambda self: any(d.session for d in self.devices))
    @rule(who=WHO)
    def leave(self, who: int) -> None:
        device = self.at_work(who)
        assert device is not None
        assert device.session is not None
        device.desk.close(device.session)
        self.wrote(device, {"kind": "closed", "session": device.session.id})
        device.session, device.given = None, []

    # Items, keys, time

    @rule(who=WHO, item=ITEM, what=st.sampled_from(sorted(MARKS)))
    def mark(self, who: int, item: str, what: str) -> None:
        self.devices[who].desk.mark(item, what)
        self.wrote(self.devices[who], {"kind": MARKS[what], "item": item})

    @rule(who=WHO, retention=st.sampled_from((0.8, 0.9, 0.95)))
    def tune(self, who: int, retention: float) -> None:
        device = self.devices[who]
        device.log.append(Tuned(retention), device.desk.moment())
        self.wrote(device, {"kind": "tuned", "retention": retention})
        self.reopen(who)

    @rule(item=ITEM, what=st.sampled_from(("key", "edition", "stem")))
    def edit(self, item: str, what: str) -> None:
        key, edition = self.asked[item]
        self.asked[item] = (1 - key if what == "key" else key, edition + (what == "edition"))
        self.wording += what == "stem"

    @rule(hours=st.sampled_from((-30, -3, -1, 1, 3, 12, 24, 24, 72, 400)), minutes=st.sampled_from((0, 1, 59)))
    def move_the_clock(self, hours: int, minutes: int) -> None:
        self.clock.at += timedelta(hours=hours, minutes=minutes)

    @rule(change=st.sampled_from(CHANGES), minutes=st.sampled_from((-61, -1, 0, 59, 61, 119, 181)))
    def move_to_where_clocks_are_changed(self, change: Any, minutes: int) -> None:
        self.clock.at = change + timedelta(minutes=minutes)

    # Ends, breakdowns, meetings

    @rule(who=WHO)
    def reopen(self, who: int) -> None:
        self.devices[who].log.close()
        self.sit_down(self.devices[who])

    def attempt(self, device: Device, pick: int) -> Found:
        """Answer, or mark an item where no session is on, while something is wrong: nobody is told that it is done."""
        session = device.session
        item = self.asks(device) if session else None
        if session is None or item is None:
            trouble = trouble_of(lambda: device.desk.mark(ITEMS[pick], "suspend"))
            body = {"kind": "suspended", "item": ITEMS[pick]}
        else:
            trouble = trouble_of(lambda: device.desk.answer(session, item, GIVEN[item][0], 5_000))
            body = self.answered(device, item, GIVEN[item][0], 5_000, None)
        assert trouble is not None
        assert trouble.code == Exit.STORE
        return body

    @rule(who=WHO, sign=st.sampled_from(SIGNS), pick=st.integers(0, 4), saved=st.booleans())
    def the_disk_refuses(self, who: int, sign: str, pick: int, saved: bool) -> None:
        device = self.devices[who]
        device.break_at(sign)
        body = self.attempt(device, pick)
        device.mend()
        self.wrote(device)
        path = device.log.save_elsewhere() if saved else None
        if path is not None:
            device.log.close()
            assert merge(device.folder, [path]).came == 1
            with unattended(device):
                self.wrote(device, body, elsewhere=True)
            self.sit_down(device)

    @rule(who=WHO, after=st.booleans(), pick=st.integers(0, 4))
    def kill(self, who: int, after: bool, pick: int) -> None:
        """The machine loses its power right before, or right after, an event is committed."""
        device = self.devices[who]
        device.break_at("COMMIT", lambda: device.copy_to(self.place / "dead"), done=after)
        body = self.attempt(device, pick)
        device.log.close()
        device.starts_from(self.place / "dead")
        with unattended(device):
            self.wrote(device, *[body][:after])
        self.sit_down(device)

    @rule(who=WHO, as_lines=st.booleans())
    def merge_from_the_other(self, who: int, as_lines: bool) -> None:
        device, other = self.devices[who], self.devices[1 - who]
        device.log.close()
        source = other.log.path
        if as_lines:
            source = self.place / "lines.jsonl"
            source.unlink(missing_ok=True)
            write_lines(source, export(other.folder))
        merged = merge(device.folder, [source])
        assert merged.came == len(other.rows.keys() - device.rows.keys())
        assert merged.known == len(other.rows.keys() & device.rows.keys())
        device.rows |= other.rows
        self.sit_down(device)

    @rule()
    def meet(self) -> None:
        """After both have merged each other's log, both say the same."""
        one, other = self.devices
        for device, source in ((one, other), (other, one)):
            device.log.close()
            merge(device.folder, [source.log.path])
            device.rows |= source.rows
        said = []
        for device in self.devices:
            with unattended(device) as log:
                said.append((log.events(), log.states(), log.sessions(), [*export(device.folder)]))
        assert said[0] == said[1]
        for device in self.devices:
            self.sit_down(device)

    @rule(who=WHO)
    def back_up(self, who: int) -> None:
        device = self.devices[who]
        device.backup = back_up(device.folder), dict(device.rows)

    @precondition(lambda self: any(d.backup for d in self.devices))
    @rule(who=WHO, lost=st.booleans())
    def put_the_backup_back(self, who: int, lost: bool) -> None:
        device = self.devices[who] if self.devices[who].backup else self.devices[1 - who]
        assert device.backup is not None
        path, rows = device.backup
        device.log.close()
        if lost:
            device.log.path.unlink()
            device.rows = {}
        device.rows |= rows
        restored = restore(device.folder, path)
        assert restored.events + restored.more == len(device.rows)
        self.sit_down(device)

    # What holds after every step

    @invariant()
    def the_log_holds_what_was_done_in_its_order(self) -> None:
        for device in self.devices:
            wanted = sorted(device.rows.values(), key=ledger.place)
            assert [e.id for e in device.log.events()] == [row["id"] for row in wanted]

    @invariant()
    def states_are_those_of_a_replay_and_of_the_plain_one(self) -> None:
        for device in self.devices:
            assert device.log.states() == fold(device.log.events())
            known = self.known(device)
            assert {i: plain(s) for i, s in device.desk.states.items()} == {i: expected(s) for i, s in known.items()}

    @invariant()
    def sessions_are_as_they_were_lived(self) -> None:
        for device in self.devices:
            found = ledger.sessions_of(device.rows.values()).values()
            assert [lived(s) for s in device.log.sessions()] == [
                (s["session"], s["mode"], s["seed"], s["items"], s["choices"], s["utc"], s["closed"], answered(s))
                for s in found
            ]

    @invariant()
    def whoever_sits_at_a_session_is_where_they_were(self) -> None:
        for device in self.devices:
            if device.session is not None:
                assert [a.event for a in device.session.answers] == [row["id"] for row in device.given]
                question = device.desk.question(device.session)
                assert (question and question.item) == self.asks(device)

    @invariant()
    def the_home_screen_counts_what_is_known(self) -> None:
        for device in self.devices:
            home, today = device.desk.home(), self.clock.day()
            states = [self.known(device).get(item, ledger.FRESH) for item in ITEMS]
            due = [m[3] for s in states if not ledger.waits(s, today) and (m := ledger.memory_of(s))]
            assert home.due == sum(day <= today for day in due)
            assert home.new == sum(not s["memory"] and not ledger.waits(s, today) for s in states)
            assert home.mistakes == sum(s["attempts"] > 0 and not s["passed"] for s in states)
            assert home.answered_today == sum(s["attempts"] > 0 and s["day"] == today for s in states)
            assert home.suspended == sum(s["suspended"] for s in states)
            assert home.resumable == (ledger.resumable(device.rows.values()) is not None)


TestEngineMachine = EngineMachine.TestCase
TestEngineMachine.settings = settings(
    max_examples=max(10, min(settings().max_examples // 6, 500)), stateful_step_count=30
)
