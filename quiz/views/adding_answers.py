"""What each type of item asks of who writes it: what is right, what is wrong, and what is said to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from quiz.errors import QuizError
from quiz.items.fields import OPTIONS
from quiz.text import counted, one_line
from quiz.views.adding import Bench, Step, Steps
from quiz.views.adding_cited import other_answers, other_options
from quiz.views.adding_parts import (
    MORE,
    SAID,
    amount,
    brief,
    day,
    distance,
    near_misses,
    options_of,
    other_than,
    quantity,
    several,
    tolerance,
    wrong_ones,
)

GAPS = {"text": "a short text", "numeric": "a number", "date": "a date", "choice": "one of several answers"}
_GAP = re.compile(r"\{([^{}]*)\}")


def choice(bench: Bench, fields: Mapping[str, Any]) -> Steps:
    """Ask for the right answer and the wrong ones."""
    key = yield Step(name="key", asks="The right answer", check=brief, help="As the cited sentence has it.")
    wrong = yield from wrong_ones([key], 2)
    options = options_of([(key, ""), *wrong])
    others = yield from other_options(bench, options)
    return {"options": options, "key": options[0]["id"], **_differing(others)}


def multiple(bench: Bench, fields: Mapping[str, Any]) -> Steps:
    """Ask for the right answers, the wrong ones, and whether it is said how many are right."""
    right = yield from several("key", "A right answer", 1, [])
    wrong = yield from wrong_ones(right, 1)
    told = (str(len(right)), f"yes: pick {len(right)}"), ("any", "no: there may be several")
    pick = yield Step(name="pick", asks="Is it said how many are right?", choices=told, usual=told[0][0], usually="yes")
    options = options_of([*((text, "") for text in right), *wrong])
    return {"options": options, "pick": pick, "key": [o["id"] for o in options[: len(right)]]}


def boolean(bench: Bench, fields: Mapping[str, Any]) -> Steps:
    """Ask whether the statement is true, and what is said to the wrong answer."""
    truth = ("true", "true: the document says so"), ("false", "false: the document says otherwise")
    key = yield Step(name="key", asks="Is the statement true?", choices=truth)
    said = yield Step(name="feedback", asks="What is said to the wrong answer?", help=SAID)
    return {"key": key, "feedback": said}


def numeric(bench: Bench, fields: Mapping[str, Any]) -> Steps:
    """Ask for a number, how far from it is still right, and near misses."""
    key = yield Step(
        name="key",
        asks="The number with its unit, such as 16 countries or up to 4.2 km",
        help="Keep the document's `up to`, `more than` or `about` before it.",
        check=amount,
    )
    within = yield Step(
        name="tolerance",
        asks="How far from it is still right, such as 0.5 or 5 %",
        usual="",
        usually="it is exact",
        check=tolerance,
    )
    others = yield from other_answers(bench, amount, key)
    wrong = yield from near_misses(amount, [key, *(d["answer"] for d in others)])
    made: dict[str, Any] = {"key": quantity(key)}
    if within:
        made["tolerance"] = distance(within)
    made |= _differing([{**d, "answer": quantity(d["answer"])} for d in others])
    if wrong:
        made["reject"] = [{"answer": quantity(text), "feedback": said} for text, said in wrong]
    return made


def date(bench: Bench, fields: Mapping[str, Any]) -> Steps:
    """Ask for a date and near misses."""
    key = yield Step(name="key", asks="The date, as precise as the document: 2026-02-10, 2026-02, 2026", check=day)
    others = yield from other_answers(bench, day, key)
    wrong = yield from near_misses(day, [key, *(d["answer"] for d in others)])
    return {"key": key, **_differing(others), **_rejected(wrong)}


def text(bench: Bench, fields: Mapping[str, Any]) -> Steps:
    """Ask for a short answer, other fair forms, and near misses."""
    key = yield Step(name="key", asks="The right answer, as it would be typed", check=brief)
    forms = yield Step(
        name="accept",
        asks="Other fair answers, parted by semicolons",
        help="Case, marks, articles and slips of spelling need none; forms in names.yaml are known.",
        usual="",
        usually="none",
        check=brief,
    )
    others = yield from other_answers(bench, brief, key)
    wrong = yield from near_misses(brief, [key, *(d["answer"] for d in others)])
    accepted = list(dict.fromkeys(form for form in map(one_line, forms.split(";")) if form))
    return {"key": key, **({"accept": accepted} if accepted else {}), **_differing(others), **_rejected(wrong)}


def _differing(others: list[dict[str, Any]]) -> dict[str, Any]:
    return {"differs": others} if others else {}


def _rejected(wrong: list[tuple[str, str]]) -> dict[str, Any]:
    return {"reject": [{"answer": t, "feedback": said} for t, said in wrong]} if wrong else {}


def gap_names(stem: str) -> list[str]:
    """Return the gaps that a stem names, each once."""
    return list(dict.fromkeys(_GAP.findall(stem)))


def cloze(bench: Bench, fields: Mapping[str, Any]) -> Steps:
    """Ask for each gap what kind it is, and then as its type does."""
    gaps: dict[str, Any] = {}
    kinds = tuple((kind, f"{kind}: {said}") for kind, said in GAPS.items())
    for name in gap_names(fields["stem"]):
        kind = yield Step(name=f"gap {name}", asks=f"What is typed into {{{name}}}?", choices=kinds)
        made = yield from ANSWERS[kind](bench, fields)
        gaps[name] = {"type": kind, **made}
    return {"gaps": gaps}


def match(bench: Bench, fields: Mapping[str, Any]) -> Steps:
    """Ask for rows with their partners, and for partners that fit no row."""
    rows: list[tuple[str, str]] = []
    pairs: list[str] = []
    while len(rows) < OPTIONS:
        left = yield Step(
            name="row",
            asks=f"Row {len(rows) + 1}",
            usual="" if len(rows) >= 2 else None,
            usually=MORE,
            check=other_than([t for t, _ in rows]),
        )
        if not left:
            break
        pairs.append((yield Step(name="partner", asks=f"The partner of '{one_line(left, 60)}'", check=brief)))
        rows.append((left, (yield Step(name="feedback", asks="What is said to a wrong partner?", help=SAID))))
    partners = list(dict.fromkeys(pairs))
    help_ = "About two more than there are rows, so that the last row is no gift."
    more = yield from several("more", "A partner that fits no row", 0, partners, help_)
    options = options_of([(t, "") for t in (*partners, *more)])
    ids = {option["text"]: option["id"] for option in options}
    made = options_of(rows)
    key = {row["id"]: ids[partner] for row, partner in zip(made, pairs, strict=True)}
    return {"rows": made, "options": options, "key": key}


def order(bench: Bench, fields: Mapping[str, Any]) -> Steps:
    """Ask for lines from first to last; one that begins with `=` ties with the line before it."""
    lines: list[str] = []
    while len(lines) < OPTIONS:
        known = [line.removeprefix("=").strip() for line in lines]

        def check(line: str, known: list[str] = known) -> str:
            other_than(known)(line.removeprefix("=").strip())
            if line.startswith("=") and (not known or not line.removeprefix("=").strip()):
                raise QuizError("nothing stands before it that it could tie with", hint="leave the = out")
            return line

        line = yield Step(
            name="line",
            asks=f"Line {len(lines) + 1}, from the first to the last",
            help="A line that begins with = may change places with the one before it.",
            usual="" if sum(not line.startswith("=") for line in lines) >= 2 else None,
            usually=MORE,
            check=check,
        )
        if not line:
            break
        lines.append(line)
    options = options_of([(line.removeprefix("=").strip(), "") for line in lines])
    steps: list[list[str]] = []
    for line, option in zip(lines, options, strict=True):
        if line.startswith("="):
            steps[-1].append(option["id"])
        else:
            steps.append([option["id"]])
    return {"options": options, "key": [step[0] if len(step) == 1 else step for step in steps]}


def evidence(bench: Bench, fields: Mapping[str, Any]) -> Steps:
    """Ask which paragraphs are shown, whether all sentences are wanted, and for sentences that mislead."""
    cited = fields["citations"]
    documents = list(dict.fromkeys(c["document"] for c in cited))
    document = documents[0]
    if len(documents) > 1:
        shown = tuple((d, bench.library.documents[d].called) for d in documents)
        document = yield Step(name="document", asks="Which document is shown?", choices=shown)
    own = [c for c in cited if c["document"] == document]
    usual = " ".join(dict.fromkeys(c["paragraph"] for c in own))

    def check(text: str) -> str:
        numbers = text.split()
        known = {str(p.number) for d, p in bench.passages if d.id == document}
        for number in numbers:
            if number not in known:
                raise QuizError(f"the document has no paragraph {one_line(number, 20)}", hint="such as 5 6")
        if not {c["paragraph"] for c in own} & set(numbers):
            raise QuizError("no sentence that you cited is in there", hint=f"take in {usual}")
        return " ".join(dict.fromkeys(numbers))

    numbers = yield Step(
        name="paragraphs", asks="Which paragraphs are shown, such as 5 6", usual=usual, usually=usual, check=check
    )
    chosen = numbers.split()
    key = [c["quote"] for c in own if c["paragraph"] in chosen]
    need = "any"
    if len(key) > 1:
        which = ("any", "any one of them"), ("all", "all of them")
        need = yield Step(name="need", asks=f"What of your {counted(len(key), 'sentence')} is wanted?", choices=which)
    wrong = yield from _sentences(bench, document, chosen, key)
    passage = {"document": document, "paragraphs": chosen}
    return {"passage": passage, "need": need, "key": key, **_rejected(wrong)}


def _sentences(bench: Bench, document: str, chosen: list[str], key: list[str]) -> Steps:
    shown = [p for d, p in bench.passages if d.id == document and str(p.number) in chosen]
    left = [t for p in shown for s in p.sentences if (t := " ".join(s.text.split())) not in key]
    return (yield from _picked_misses("A sentence that misleads", [(t, t) for t in left]))


def place(bench: Bench, fields: Mapping[str, Any]) -> Steps:
    """Ask for a map, the place, and places that are taken for it."""
    maps = tuple((name, f"{name}: {bench.maps[name].title}") for name in bench.maps)
    name = maps[0][0]
    if len(maps) > 1:
        name = yield Step(name="map", asks="Which map?", choices=maps)
    places = [(p.id, p.name) for p in bench.maps[name].asked()]
    key = yield Step(name="key", asks="Which place is right?", choices=tuple(places))
    wrong = yield from _picked_misses("A place that is taken for it", [p for p in places if p[0] != key])
    return {"map": name, "key": key, **_rejected(wrong)}


def _picked_misses(asks: str, left: list[tuple[str, str]]) -> Steps:
    found: list[tuple[str, str]] = []
    while True:
        open_ = tuple(c for c in left if c[0] not in [t for t, _ in found])
        if not open_:
            return found
        usually = "none" if not found else MORE
        text = yield Step(name="reject", asks=asks, choices=open_, usual="", usually=usually)
        if not text:
            return found
        said = yield Step(name="feedback", asks="What is said to who picks it?", help=SAID)
        found.append((text, said))


ANSWERS: dict[str, Callable[[Bench, Mapping[str, Any]], Steps]] = {
    "choice": choice,
    "multiple": multiple,
    "boolean": boolean,
    "numeric": numeric,
    "date": date,
    "text": text,
    "cloze": cloze,
    "match": match,
    "order": order,
    "evidence": evidence,
    "place": place,
}
"""What each type asks; what it gives are the fields in which the types differ."""
