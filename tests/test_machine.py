"""The whole engine against plain dictionaries: two devices, one library whose keys change, a clock that errs."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from quiz.errors import Exit
from quiz.learning import ItemState, Mode, Rated, RatingWord, Session, Tuned, fold
from quiz.scoring import AskAgain
from quiz.store import back_up, export, merge, restore, write_lines
from quiz.views import Choices, Desk, remarks
from tests.strategies.logs import WORDS
from tests.support import ledger
from tests.support.ledger import Found
from tests.support.machine import BY_HASH, CHANGES, EXAM_ITEMS, ITEMS, Asked, Calendar, Device, Numbers, Reply
from tests.support.store import QUICK, trouble_of

CHOSEN: tuple[Mode, ...] = ("practice", "mistakes", "drill")
TIMES = (0, 900, 5_000, 5_000, 60_000)
"""Milliseconds: unmeasured, too fast, usual, long: two of those end an exam."""
MARKS = {"suspend": "suspended", "resume": "resumed", "bury": "buried", "reset": "reset"}
SIGNS = ("BEGIN", "INSERT INTO events", "INSERT OR REPLACE INTO states", "UPDATE derived", "COMMIT")
"""Statements of a transaction, each of which a disk may refuse."""
HOURS = st.sampled_from((-30, -3, -1, 1, 3, 12, 24, 72, 400)) | st.sampled_from(CHANGES)
WHO = st.integers(0, 1)
ITEM = st.sampled_from(ITEMS)
SAID = ("undone", "claimed", "rated")
REPLY = st.builds(
    Reply,
    st.integers(0, 5),
    st.sampled_from(TIMES),
    st.sampled_from((None, None, 1, 2, 3)),
    st.booleans(),
    st.sampled_from(("", "", "", *SAID)),
    st.sampled_from((0, 0, 0, 1)),
)
REPLIES = st.lists(REPLY, min_size=1, max_size=8)


def rated(desk: Desk, session: Session, word: RatingWord) -> None:
    last = session.answers[-1]
    desk.record(Rated(session.id, last.item, last.event, word))


def plain(state: ItemState) -> Found:
    memory = state.memory and (state.memory.stability, state.memory.difficulty, state.memory.day, state.memory.due)
    named = {name: getattr(state, name) for name in ledger.FRESH if hasattr(state, name)}
    return {**named, "times": state.durations, "memory": memory, "before": None}


def expected(state: Found) -> Found:
    return {**state, "memory": ledger.memory_of(state), "before": None}


def lived(session: Session) -> tuple[Any, ...]:
    answers = [(a.event, a.item, a.response, a.duration, a.certainty) for a in session.answers]
    own = session
    return own.id, own.mode, own.seed, own.items, own.choices, own.opened, own.closed, answers


def told(session: Found) -> tuple[Any, ...]:
    rows = session["answers"].values()
    answers = [(r["id"], r["item"], r["response"], r["duration"], r["certainty"]) for r in rows]
    names = ("session", "mode", "seed", "items", "choices", "utc", "closed")
    return *(session[name] for name in names), answers


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
            self.sit_down(device)

    def teardown(self) -> None:
        for device in self.devices:
            device.log.close()
        self.identities.stop()
        self.home.cleanup()

    def sit_down(self, device: Device) -> None:
        device.sit_down(self.asked, self.wording)

    def at_work(self, who: int) -> Device:
        """The device of that number if somebody sits at a session there, else the other one."""
        return self.devices[who if self.devices[who].session else 1 - who]

    # Sessions

    @rule(who=WHO, days=st.sampled_from((0, 1, 4, 30)), replies=REPLIES)
    def learn(self, who: int, days: int, replies: list[Reply]) -> None:
        self.clock.at += timedelta(days=days)
        self.study(who, "learn", replies)

    @rule(who=WHO, replies=REPLIES)
    def sit_an_exam(self, who: int, replies: list[Reply]) -> None:
        self.study(who, "exam", replies)

    @rule(who=WHO, mode=st.sampled_from(CHOSEN), replies=REPLIES)
    def study(self, who: int, mode: Mode, replies: list[Reply]) -> None:
        device = self.devices[who]
        self.sessions += 1
        session = device.desk.begin(mode, Choices(items=0 if mode == "exam" else 10), str(self.sessions))
        wanted = device.plan(mode)
        if not wanted:
            assert session is None
            device.wrote()
            return
        assert session is not None
        assert len(set(session.items)) == len(session.items) == (EXAM_ITEMS if mode == "exam" else len(wanted))
        assert wanted.issuperset(session.items)
        opened = {"kind": "opened", "session": session.id, "mode": mode, "items": session.items}
        still_open = [s for s in ledger.sessions_of(device.rows.values()).values() if not s["closed"]]
        closed = [{"kind": "closed", "session": s["session"]} for s in reversed(still_open)]
        device.wrote(*closed, {**opened, "seed": str(self.sessions), "choices": session.choices})
        device.begin(session)
        self.go_on(who, replies)

    @precondition(lambda self: any(d.session for d in self.devices))
    @rule(who=WHO, replies=REPLIES)
    def go_on(self, who: int, replies: list[Reply]) -> None:
        device = self.at_work(who)
        for reply in replies:
            session, item = device.session, device.asks()
            assert session is not None
            if item is None:
                return
            made = device.desk.answer(
                session, item, reply.to(item), reply.took, reply.certainty, reply.final, reply.hints
            )
            marking = BY_HASH[device.key_of(item)]
            if isinstance(ledger.outcome_of(marking, reply.to(item), session.mode, reply.final), AskAgain):
                assert isinstance(made, AskAgain)
                device.wrote()
            else:
                assert not isinstance(made, AskAgain)
                device.given += device.wrote(device.answer_to(item, reply))
                device.steps.append(device.given[-1])
                device.session = made.session
                if reply.then:
                    self.speak_of_the_last_answer(who, reply.then)

    @precondition(lambda self: any(d.asks() for d in self.devices))
    @rule(who=WHO, took=st.sampled_from(TIMES))
    def skip(self, who: int, took: int) -> None:
        device = self.devices[who if self.devices[who].asks() else 1 - who]
        session, item = device.session, device.asks()
        assert session is not None
        assert item is not None
        assert remarks.can_skip(device.desk, session) is (len(device.left()) > 1)
        device.session = remarks.skip(device.desk, session, item, took)
        device.skips += device.wrote({"kind": "skipped", "session": session.id, "item": item, "duration": took})
        device.steps.append(device.skips[-1])

    @rule(who=WHO, item=ITEM, text=st.sampled_from((None, "", "mind the year")))
    def star_or_note(self, who: int, item: str, text: str | None) -> None:
        device = self.devices[who]
        known = device.known().get(item, ledger.FRESH)
        if text is None:
            remarks.star(device.desk, item)
            device.wrote({"kind": "unstarred" if known["starred"] else "starred", "item": item})
        else:
            remarks.note(device.desk, item, text)
            device.wrote(*([{"kind": "noted", "item": item, "text": text}] if text != known["note"] else []))

    @precondition(lambda self: any(d.given for d in self.devices))
    @rule(who=WHO, what=st.sampled_from(SAID), word=st.sampled_from(WORDS))
    def speak_of_the_last_answer(self, who: int, what: str, word: RatingWord = "easy") -> None:
        device = self.devices[who if self.devices[who].given else 1 - who]
        assert device.session is not None
        if what == "rated":
            rated(device.desk, device.session, word)
        else:
            said = {"undone": device.desk.undo, "claimed": device.desk.claim}[what]
            device.session = said(device.session)
        last = device.steps[-1] if what == "undone" else device.given[-1]
        device.wrote({"kind": what, "session": last["session"], "item": last["item"], "event": last["id"]})
        if what == "undone":
            for kept in (device.steps, device.given, device.skips):
                kept[:] = [row for row in kept if row is not last]

    @precondition(lambda self: any(d.session for d in self.devices))
    @rule(who=WHO)
    def leave(self, who: int) -> None:
        device = self.at_work(who)
        assert device.session is not None
        device.desk.close(device.session)
        device.wrote({"kind": "closed", "session": device.session.id})
        device.begin(None)

    @rule(who=WHO)
    def take_up_what_was_left(self, who: int) -> None:
        device = self.devices[who]
        found, session = ledger.resumable(device.rows.values()), device.desk.open_session()
        assert (session and session.id) == (found and found["session"])
        device.begin(session, *((list(found["answers"].values()), found["skips"]) if found else ()))

    # Items, keys, time

    @rule(who=WHO, item=ITEM, what=st.sampled_from(sorted(MARKS)))
    def mark(self, who: int, item: str, what: str) -> None:
        self.devices[who].desk.mark(item, what)
        self.devices[who].wrote({"kind": MARKS[what], "item": item})

    @rule(item=ITEM, what=st.sampled_from(("key", "edition", "stem")))
    def edit(self, item: str, what: str) -> None:
        key, edition = self.asked[item]
        self.asked[item] = (1 - key if what == "key" else key, edition + (what == "edition"))
        self.wording += what == "stem"

    @rule(hours=HOURS, minutes=st.sampled_from((-1, 0, 1, 61)))
    def move_the_clock(self, hours: int | datetime, minutes: int) -> None:
        """By some hours, or to where clocks are changed."""
        self.clock.at = hours if isinstance(hours, datetime) else self.clock.at + timedelta(hours=hours)
        self.clock.at += timedelta(minutes=minutes)

    # Ends, breakdowns, meetings

    @rule(who=WHO, retention=st.sampled_from((None, None, 0.8, 0.9, 0.95)))
    def reopen(self, who: int, retention: float | None) -> None:
        device = self.devices[who]
        if retention is not None:
            device.log.append(Tuned(retention), device.desk.moment())
            device.wrote({"kind": "tuned", "retention": retention})
        device.log.close()
        self.sit_down(device)

    def attempt(self, device: Device, pick: int) -> Found:
        """Answer, or mark an item where nothing is asked, while something is wrong: nobody is told that it is done."""
        session, item = device.session, device.asks()
        if session is None or item is None:
            trouble = trouble_of(lambda: device.desk.mark(ITEMS[pick], "suspend"))
            body = {"kind": "suspended", "item": ITEMS[pick]}
        else:
            trouble = trouble_of(lambda: device.desk.answer(session, item, Reply(pick).to(item), 5_000, final=True))
            body = device.answer_to(item, Reply(pick))
        assert trouble is not None
        assert trouble.code == Exit.STORE
        return body

    @rule(who=WHO, sign=st.sampled_from(SIGNS), pick=st.integers(0, 4), saved=st.booleans())
    def the_disk_refuses(self, who: int, sign: str, pick: int, saved: bool) -> None:
        device = self.devices[who]
        device.break_at(sign)
        body = self.attempt(device, pick)
        device.mend()
        device.wrote()
        path = device.log.save_elsewhere() if saved else None
        if path is not None:
            device.log.close()
            assert merge(device.folder, [path]).came == 1
            with device.unattended():
                device.wrote(body, elsewhere=True)
            self.sit_down(device)

    @rule(who=WHO, after=st.booleans(), pick=st.integers(0, 4))
    def kill(self, who: int, after: bool, pick: int) -> None:
        """The machine loses its power right before, or right after, an event is committed."""
        device = self.devices[who]
        device.break_at("COMMIT", lambda: device.copy_to(self.place / "dead"), done=after)
        body = self.attempt(device, pick)
        device.log.close()
        device.start_from(self.place / "dead")
        with device.unattended():
            device.wrote(*[body][:after])
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
            with device.unattended() as log:
                said.append((log.events(), log.states(), log.sessions(), [*export(device.folder)]))
        assert said[0] == said[1]
        for device in self.devices:
            self.sit_down(device)

    @rule(who=WHO, what=st.sampled_from(("save", "put back", "lose and put back")))
    def look_after_backups(self, who: int, what: str) -> None:
        device = self.devices[who]
        if what == "save" or device.backup is None:
            device.backup = back_up(device.folder), dict(device.rows)
            return
        path, rows = device.backup
        device.log.close()
        if what == "lose and put back":
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
            known = device.known()
            assert {i: plain(s) for i, s in device.desk.states.items()} == {i: expected(s) for i, s in known.items()}

    @invariant()
    def sessions_are_as_they_were_lived(self) -> None:
        for device in self.devices:
            wanted = ledger.sessions_of(device.rows.values())
            assert [lived(s) for s in device.log.sessions()] == [told(s) for s in wanted.values()]

    @invariant()
    def whoever_sits_at_a_session_is_where_they_were(self) -> None:
        for device in self.devices:
            if device.session is not None:
                assert [a.event for a in device.session.answers] == [row["id"] for row in device.given]
                assert list(device.session.steps) == [row["id"] for row in device.steps]
                question = device.desk.question(device.session)
                assert (question and question.item) == device.asks()

    @invariant()
    def the_home_screen_counts_what_is_known(self) -> None:
        for device in self.devices:
            home, today = device.desk.home(), self.clock.day()
            states = (dict.fromkeys(ITEMS, ledger.FRESH) | device.known()).values()
            ready = [s for s in states if not ledger.waits(s, today)]
            asked = [ledger.memory_of(s) for s in ready]
            assert home.due == sum(memory is not None and memory[3] <= today for memory in asked)
            assert home.new == sum(memory is None for memory in asked)
            assert home.mistakes == sum(s["attempts"] > 0 and not s["passed"] for s in ready)
            assert home.answered_today == sum(s["attempts"] > 0 and s["day"] == today for s in states)
            assert home.suspended == sum(s["suspended"] for s in states)
            assert home.resumable == (ledger.resumable(device.rows.values()) is not None)


TestEngineMachine = pytest.mark.timeout(3_600)(EngineMachine.TestCase)
TestEngineMachine.settings = settings(
    max_examples=max(10, min(settings().max_examples // 6, 500)), stateful_step_count=30
)
