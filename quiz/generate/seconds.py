"""Further clauses of a sentence that share its subject: `Cook left London and sailed to Tahiti in 1769`."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.generate.clauses import Clause
from quiz.generate.lexicon import BE, DO, HAVE, is_verb_form
from quiz.generate.tokens import Tokens

_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")


def seconds(tokens: Tokens, clause: Clause) -> Iterator[Clause]:
    """Yield a clause for each further verb in the past that the subject of a clause has, without what stands before it.

    Only where a language model tells what depends on what.
    """
    if not clause.by_tree or clause.speaker is not None:
        return
    begin, end = clause.rest
    verbs, known = [], {clause.verb}
    for at in range(max(begin, clause.verb + 1), end):
        passive = clause.inverts and is_verb_form(tokens[at].text, "participle")
        own = not passive and tokens[at].dep == "conj" and tokens[at].head in known and tokens[at].tag == "VBD"
        if own and tokens[at].low not in BE | HAVE | DO and not _has_subject(tokens, at):
            known.add(at)
            verbs.append(at)
    for at, following in zip(verbs, [*verbs, end][1:], strict=True):
        stop = following
        while (
            following < end and stop > at + 1 and (tokens[stop - 1].tag in ("CC", "RB") or tokens[stop - 1].text == ",")
        ):
            stop -= 1
        if stop - at > 1 and _follows(tokens, at):
            yield clause._replace(fronts=(), finite=at, verb=at, rest=(at + 1, stop), second=True)


def _has_subject(tokens: Tokens, verb: int) -> bool:
    return any(t.head == verb and t.dep in _SUBJECTS for t in tokens)


def _follows(tokens: Tokens, at: int) -> bool:
    """Tell whether a verb stands right behind what joins it to the first one, an adverb at most between them."""
    before = at - 1 - (tokens[at - 1].tag == "RB")
    return tokens[before].tag == "CC" or tokens[before].text == ","
