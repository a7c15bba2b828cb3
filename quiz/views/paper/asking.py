"""How paper asks a question of each type: what to do, and the lines to do it on. Nothing of it gives the key away."""

from __future__ import annotations

from quiz.text import one_line
from quiz.views.paper.model import Group, Line
from quiz.views.question import ANY, Part, Question
from quiz.views.words import letters


def letter_of(at: int) -> str:
    """Return the letter of the option at a place from 0: `A`, `B` and so on."""
    return letters(at).upper()


def instruction_of(question: Question) -> str:
    """Return what a trainee is to do on paper."""
    match question.type:
        case "choice":
            return "Tick one."
        case "multiple":
            return f"Tick {question.pick}." if question.pick else "Tick all that are right: one or more."
        case "boolean":
            return "Tick one."
        case "evidence":
            return "Tick all sentences that show it." if question.several else "Tick one sentence that shows it."
        case "match":
            return "Write a letter into each box; a letter may serve twice."
        case "order":
            return f"Number the boxes from 1 (first) to {len(question.options)} (last)."
        case "place":
            return "Write the letter of the place on the map."
        case "cloze":
            return f"{question.instruction}."
        case _:
            return f"{question.instruction.replace('Type ', 'Write ', 1)}."


def groups_of(question: Question) -> tuple[Group, ...]:
    """Return the lines under a question."""
    options = [
        Line(letter_of(at), one_line(text), question.headings.get(at, ""))
        for at, (_, text) in enumerate(question.options)
    ]
    match question.type:
        case "choice" | "multiple" | "boolean" | "evidence":
            return (Group("tick", tuple(options)),)
        case "order":
            return (Group("box", tuple(Line("", line.text) for line in options)),)
        case "match":
            rows = tuple(Line("", one_line(part.called)) for part in question.parts)
            return Group("box", rows), Group("letters", tuple(options))
        case "place":
            return Group("letters", tuple(options)), Group("gap", (Line("Letter", ""),))
        case "cloze":
            return tuple(group for part in question.parts for group in _gap(part))
        case _:
            return (Group("gap", (Line("", one_line(question.unit)),)),)


def _gap(part: Part) -> tuple[Group, ...]:
    """Return the lines of a gap: options to tick, or a line to write on and what is wanted."""
    if part.options:
        lines = [Line(letter_of(at), one_line(text)) for at, (_, text) in enumerate(part.options)]
        return (Group("tick", (Line(lines[0].sign, lines[0].text, part.called), *lines[1:])),)
    wanted = one_line(", ".join(filter(None, ("" if part.wanted == ANY else part.wanted, part.unit))))
    return (Group("gap", (Line(part.called, wanted),)),)
