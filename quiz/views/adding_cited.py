"""Sentences that an item cites, found by searching the documents; other documents' answers, each with its sentence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from quiz.documents import Document, Passage
from quiz.errors import QuizError
from quiz.text import found_in, one_line
from quiz.views.adding import FOUND, Bench, Step, Steps
from quiz.views.search import excerpt, query_words

SEARCH = "Words are found wherever they stand in a document, in any order."


def cited(bench: Bench, name: str, what: str, least: int) -> Steps:
    """Ask for words, then for a passage that has them, then for a sentence of it, until a blank line."""
    found: list[dict[str, str]] = []
    while True:
        words = yield Step(
            name=f"{name} words",
            asks=f"Search for {what if not found else 'another such sentence'}: words of it",
            help=SEARCH,
            usual="" if len(found) >= least else None,
            usually="none" if not found else "no more",
            check=partial(_known, bench),
        )
        if not words:
            return found
        hits = bench.search(words)
        shown = tuple((f"{d.id} {p.number}", _hit(d, p, words)) for d, p in hits)
        more = f", the best {FOUND} passages" if len(hits) == FOUND else ""
        picked = yield Step(
            name=f"{name} passage", asks=f"Which passage is it{more}? `back` takes other words", choices=shown
        )
        passage = bench.passage(picked)
        assert passage is not None
        sentences = tuple((t, _marked(t, s.mark)) for s in passage[1].sentences for t in [" ".join(s.text.split())])
        quote = sentences[0][0]
        if len(sentences) > 1:
            quote = yield Step(name=f"{name} sentence", asks="Which sentence is it?", choices=sentences)
        made = {"document": passage[0].id, "paragraph": str(passage[1].number), "quote": quote}
        if made not in found:
            found.append(made)


def _known(bench: Bench, words: str) -> str:
    if not bench.search(words):
        raise QuizError(f"no passage has all of '{one_line(words, 60)}'", hint="try fewer or other words")
    return words


def _hit(document: Document, passage: Passage, words: str) -> str:
    """Return how a passage that was found is shown: a long one around the words."""
    text = one_line(passage.text)
    return f"{document.called}, paragraph {passage.number}: {excerpt(text, found_in(text, query_words(words)))[0]}"


def _marked(text: str, mark: str) -> str:
    return f"{text} ({mark})" if mark == "background" else text


def other_answers(bench: Bench, check: Callable[[str], str], key: str) -> Steps:
    """Ask for answers that other documents give to the same question, with their sentences and what is said to them."""
    found: list[dict[str, Any]] = []

    def new(text: str) -> str:
        made = check(text)
        if made in (key, *(d["answer"] for d in found)):
            raise QuizError(f"'{one_line(text, 60)}' stands there already", hint="give another one")
        return made

    while True:
        text = yield Step(
            name="differs",
            asks="Another document's answer to the very same question",
            help="Who gives it is not told that it is wrong, but whose answer it is.",
            usual="",
            usually="none" if not found else "no more",
            check=new,
        )
        if not text:
            return found
        citations = yield from cited(bench, "differs", "the sentence in which it stands there", 1)
        says = yield Step(
            name="says",
            asks=f"What is said to who answers '{one_line(text, 60)}'?",
            help="Whose answer it is, and how it differs from the one that is asked for.",
        )
        found.append({"answer": text, "says": says, "citations": citations})


def other_options(bench: Bench, options: list[dict[str, str]]) -> Steps:
    """Ask which wrong options another document makes right, with its sentences; their feedback becomes what it says."""
    found: list[dict[str, Any]] = []
    while True:
        left = tuple((o["text"], o["text"]) for o in options if "feedback" in o)
        if not left:
            return found
        text = yield Step(
            name="differs",
            asks="Which of the wrong ones is another document's answer?",
            help="Who picks it is told whose answer it is, by what you said of it.",
            choices=left,
            usual="",
            usually="none" if not found else "no more",
        )
        if not text:
            return found
        citations = yield from cited(bench, "differs", "the sentence in which it stands there", 1)
        option = next(o for o in options if o["text"] == text)
        found.append({"answer": option["id"], "says": option.pop("feedback"), "citations": citations})
