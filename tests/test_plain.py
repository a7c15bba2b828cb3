"""Line mode: whole sessions by pipe and on a terminal, commands, signals, going on where one left."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.errors import Exit
from quiz.learning import Answered, fold
from quiz.plain import HELP
from quiz.store import Log
from quiz.views import VERDICTS, Desk
from tests.support.library import library_of, numbered, one_of_each, write_library
from tests.support.process import Piped, quiz, run
from tests.support.talk import StandingClock, desk_of, talk
from tests.support.terminal import Terminal

SIX = one_of_each()
_VERDICT = re.compile("^(?:" + "|".join(f"{symbol} {word}" for symbol, word in VERDICTS.values()) + ")$", re.MULTILINE)
_STEM = re.compile(r"^Question of (item-\d+)\?$", re.MULTILINE)

# For each item: a right answer, a wrong one, and a line that cannot be judged with what is said to it.
REPLIES = {
    "Which letter comes first?": ("a", "b", "4", "Pick one; :s"),
    "Which two letters come first?": ("a, b", "c", "a d", "Pick 2; :s"),
    "Snow is white.": ("true", "no", "perhaps", "Answer true or false."),
    "How heavy is it?": ("4.2", "42", "heavy", "Type"),
    "When was it?": ("10 February 2026", "2026-02-11", "10/2/2026", "Write the mont"),
    "Which animal is it?": ("Blue whale", "whale shark", "", "Type the answer; :s"),
}


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = desk_of(library_of(SIX))
    yield made
    made.log.close()


@pytest.fixture
def place(tmp_path: Path) -> tuple[list[str], Path]:
    """A command line with a library of ten items, and its data folder."""
    library = write_library(tmp_path / "library", numbered(10))
    data = tmp_path / "data"
    return quiz("--plain", "--library", library, "--data", data, "--trainee", "t"), data


def answers_in(data: Path) -> list[str]:
    with Log(data, "t", "small") as log:
        assert log.states() == fold(log.events())
        return [e.body.item for e in log.events() if isinstance(e.body, Answered)]


def stem_in(text: str) -> str:
    return next(stem for stem in REPLIES if stem in text)


def always(which: int) -> Callable[[str], str]:
    """Answer every question with its reply of that place."""
    return lambda text: REPLIES[stem_in(text)][which]


def test_all_six_types_answered_right(desk: Desk) -> None:
    code, output = talk(desk, always(0))
    assert code == Exit.DONE
    assert output.count("✓ Right\n") == len(SIX)
    assert "Done: 6 of 6 questions right, score 100 %" in output
    assert output.count("Source: the notes, paragraph ") == len(SIX)
    assert all(f"  > Fact {n} is written down." in output for n in range(1, 7))
    assert desk.open_session() is None


def test_all_six_types_answered_wrong_and_named_at_the_end(desk: Desk) -> None:
    _, output = talk(desk, always(1))
    assert output.count("✗ Wrong\n") == len(SIX)
    assert "Done: 0 of 6 questions right, score 0 %" in output
    assert "That is a fish." in output
    end = output[output.index("Done: ") :]
    assert all(f"✗ {stem}\n  Right: " in end for stem in REPLIES)


@pytest.mark.parametrize("stem", REPLIES)
def test_a_line_that_cannot_be_judged_is_asked_again_and_not_logged(stem: str) -> None:
    item = next(i for i in SIX if i.stem == stem)
    right, _, unclear, said = REPLIES[stem]
    library = library_of(SIX)
    desk = desk_of(library_of(SIX, entries={item.id: library.entries[item.id]}))
    _, output = talk(desk, [unclear, unclear, right])
    after = output[output.rindex("Question 1 of 1") :]
    assert after.count(said) >= 2
    assert after.count("✓ Right") == 1
    assert sum(isinstance(e.body, Answered) for e in desk.log.events()) == 1
    desk.log.close()


def test_numbers_stand_for_the_options_as_shown(desk: Desk) -> None:
    def pick(text: str) -> str:
        wanted = {"A"} if "comes first" in text else {"A", "B"}
        numbers = [n for n, letter in re.findall(r"^  (\d)  Letter (\w)$", text, re.MULTILINE) if letter in wanted]
        return " ".join(numbers) if numbers else REPLIES[stem_in(text)][0]

    assert talk(desk, pick)[1].count("✓ Right\n") == len(SIX)


def test_not_knowing_is_an_answer(desk: Desk) -> None:
    _, output = talk(desk, [":s"] * len(SIX))
    assert output.count("○ Not answered\n") == len(SIX)
    assert "Done: 0 of 6 questions right" in output


def test_an_answer_taken_back_is_asked_again_and_does_not_count(desk: Desk) -> None:
    chosen: Iterator[str | int] = iter([1, ":u", 0, 0, 0, 0, 0, 0])

    def reply(text: str) -> str:
        which = next(chosen)
        return which if isinstance(which, str) else REPLIES[stem_in(text[text.rindex("Question ") :])][which]

    _, output = talk(desk, reply)
    stems = re.findall(r"^Question (\d) of 6 .*\n(.*)", output, re.MULTILINE)
    assert "Taken back.\n" in output
    assert stems[0] == stems[2]
    assert "Done: 6 of 6 questions right" in output
    assert desk.states == fold(desk.log.events())
    assert {state.attempts for state in desk.states.values()} == {1}


def test_nothing_to_take_back_and_help_leave_the_question_where_it_is(desk: Desk) -> None:
    _, output = talk(desk, [":u", ":?", ":q"])
    assert "There is nothing to take back.\n" in output
    assert output.count(HELP) == 2
    assert output.count("Question 1 of 6") == 1
    assert output.endswith("Left with 6 questions to go; `quiz` goes on from here.\n")


@given(st.lists(st.sampled_from([":s", ":u", ":?", "a", "a b", "true", "4.2", "", "2026", "1", "3", "blue", "9" * 9])))
def test_whatever_is_typed_the_log_has_the_verdicts_that_stand(lines: list[str]) -> None:
    desk = desk_of(library_of(SIX))
    code, output = talk(desk, lines)
    assert code == Exit.DONE
    standing = len(_VERDICT.findall(output)) - output.count("Taken back.")
    sessions = desk.log.sessions()
    assert len(sessions) == 1
    assert len(sessions[0].answers) == standing
    assert sessions[0].closed == ("Done: " in output) == (standing == len(SIX))
    assert desk.states == fold(desk.log.events())
    desk.log.close()


def test_the_next_day_due_questions_come_first_and_then_nothing_is_left() -> None:
    clock = StandingClock()
    desk = desk_of(library_of(SIX), clock=clock)
    talk(desk, always(1))
    assert talk(desk, [])[1].endswith("Nothing is due and nothing is new. Practice as you like.\n")
    clock.pass_days(1)
    assert "6 due, 0 new, 6 to mend" in talk(desk, [":q"])[1]
    assert "Done: 6 of 6 questions right" in talk(desk, always(0))[1]
    assert talk(desk, [], "mistakes")[1].endswith("There are no mistakes to mend.\n")
    desk.log.close()


def test_after_four_answers_the_next_start_goes_on_with_the_fifth(place: tuple[list[str], Path]) -> None:
    command, data = place
    first = run(command, "1\n" * 4)
    assert first.returncode == Exit.DONE
    assert "Left with 6 questions to go" in first.stdout
    second = run(command, "1\n" * 6)
    assert "Go on with question 5 of 10.\n" in second.stdout
    assert re.findall(r"^Question (\d+) of 10", second.stdout, re.MULTILINE) == [str(n) for n in range(5, 11)]
    asked_twice = _STEM.findall(first.stdout)[4:]
    assert _STEM.findall(first.stdout)[:4] + _STEM.findall(second.stdout) == answers_in(data)
    assert asked_twice == _STEM.findall(second.stdout)[:1]
    assert "Done: " in second.stdout


@pytest.mark.parametrize("same", [["practice", "--items", "3"], []])
def test_what_was_left_is_gone_on_with_when_it_is_asked_for(place: tuple[list[str], Path], same: list[str]) -> None:
    command, _ = place
    run([*command, "practice", "--items", "3"], "1\n")
    assert "Go on with question 2 of 3." in run([*command, *same], "").stdout


@pytest.mark.parametrize(
    "other", [["practice"], ["practice", "--items", "3", "--topic", "odd"], ["practice", "--items", "3", "--seed", "s"]]
)
def test_another_choice_begins_anew_and_closes_what_was_left(place: tuple[list[str], Path], other: list[str]) -> None:
    command, data = place
    run([*command, "practice", "--items", "3"], "1\n")
    assert "Question 1 of" in run([*command, *other], "").stdout
    with Log(data, "t", "small") as log:
        assert [s.closed for s in log.sessions()] == [True, False]


def test_the_same_seed_asks_the_same_in_the_same_order(place: tuple[list[str], Path], tmp_path: Path) -> None:
    command, _ = place

    def asked(seed: str, data: str) -> str:
        said = run([*command, "practice", "--seed", seed, "--data", str(tmp_path / data)], ":s\n" * 10).stdout
        return "".join(re.findall(r"^(?:Question|  \d ).*\n", said, re.MULTILINE))

    first = asked("one", "a")
    assert first.count("Question of") == 10
    assert asked("one", "b") == first
    assert asked("two", "c") != first


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_a_signal_ends_it_with_the_answers_saved(
    place: tuple[list[str], Path], number: signal.Signals, code: int
) -> None:
    command, data = place
    with Piped(command) as child:
        child.until("Question 1 of")
        child.say("1\n" * 4)
        child.until("Question 5 of")
        assert child.end(number) == code
    assert "Traceback" not in child.heard
    assert len(answers_in(data)) == 4
    assert "Go on with question 5 of 10" in run(command, "").stdout


@pytest.mark.parametrize("heard", [0, 1, 3, 7])
def test_a_signal_amid_answers_loses_none_that_was_told(place: tuple[list[str], Path], heard: int) -> None:
    command, data = place
    with Piped(command) as child:
        child.say("1\n" * 8)
        child.until(f"Question {heard + 1} of")
        assert child.end(signal.SIGTERM) in (Exit.TERMINATED, Exit.DONE)
    told = len(_VERDICT.findall(child.heard))
    assert told <= len(answers_in(data)) <= told + 1


def test_a_reader_that_goes_away_is_no_fault(place: tuple[list[str], Path]) -> None:
    command, data = place
    with Piped(command) as child:
        child.until(":\n")
        child.source.close()
        child.say("1\n")
        assert child.process.wait(30) == Exit.DONE
    assert len(answers_in(data)) == 1


def test_bytes_that_are_no_text_are_an_answer_like_another(place: tuple[list[str], Path]) -> None:
    command, _ = place
    with Piped(command, PYTHONIOENCODING="utf-8:strict") as child:
        child.until("Question 1 of")
        child.target.write(b"\xff\xfe\x00\x1b[2J\n" + b":s\n" * 10)
        assert child.end() == Exit.DONE
    assert "Done: " in child.heard
    assert "\x1b" not in child.heard


def test_a_terminal_without_our_signs_still_gets_every_line(place: tuple[list[str], Path]) -> None:
    command, _ = place
    said = run(command, ":s\n" * 10, PYTHONIOENCODING="ascii:strict")
    assert said.returncode == Exit.DONE, said.stderr
    assert "Done: 0 of 10" in said.stdout


def test_a_dumb_terminal_gets_line_mode_without_an_escape(place: tuple[list[str], Path]) -> None:
    command = [word for word in place[0] if word != "--plain"]
    with Terminal(command, TERM="dumb") as terminal:
        terminal.until("Question 1 of 10")
        terminal.send(":s\n")
        terminal.until("Question 2 of 10")
        terminal.send("\x04")
        assert terminal.wait() == Exit.DONE
        assert terminal.modes == terminal.before
    assert b"\x1b" not in terminal.raw


def test_a_lost_terminal_hangs_it_up_with_the_answers_saved(place: tuple[list[str], Path]) -> None:
    command, data = place
    with Terminal(command) as terminal:
        terminal.until("Question 1 of 10")
        terminal.send(":s\n")
        terminal.until("Question 2 of 10")
        terminal.hang_up()
        assert terminal.process.wait(30) == Exit.HANGUP
    assert len(answers_in(data)) == 1


def test_on_a_terminal_an_answer_that_cannot_be_saved_can_be_given_again(place: tuple[list[str], Path]) -> None:
    command, data = place
    log, away = data / "log.sqlite3", data / "away"
    with Terminal(command, columns=160) as terminal:
        terminal.until("Question 1 of 10")
        log.rename(away)
        terminal.send(":s\n")
        terminal.until("NOT SAVED: ")
        assert "Not answered" not in terminal.text
        away.rename(log)
        terminal.send(":s\n")
        terminal.until("Question 2 of 10")
        log.rename(away)
        terminal.send(":s\n")
        terminal.until("Question 2 of 10")
        terminal.send(":q\n")
        assert terminal.wait() == Exit.STORE
    away.rename(log)
    assert len(answers_in(data)) == 1
