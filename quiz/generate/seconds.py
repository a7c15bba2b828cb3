"""Further clauses of a sentence that share its subject: `Cook left London and sailed to Tahiti in 1769`."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.generate.clauses import Clause, span_of
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


def joined(tokens: Tokens, clause: Clause) -> Iterator[Clause]:
    """Yield the further clauses of a sentence that have subjects of their own: behind `and` or `but`, behind `where`.

    Only where a language model tells what depends on what, and where the subject is no pronoun.
    """
    if not clause.by_tree or clause.speaker is not None:
        return
    end = len(tokens)
    while end and tokens[end - 1].text[:1] in ".!?…":
        end -= 1
    for verb in range(clause.verb + 1, end):
        if tokens[verb].dep not in ("conj", "relcl") or not tokens[verb].tag.startswith("VB"):
            continue
        subjects = [i for i in range(verb) if tokens[i].head == verb and tokens[i].dep in ("nsubj", "nsubjpass")]
        if len(subjects) != 1 or subjects[0] < clause.verb:
            continue
        made = _with_own(tokens, verb, subjects[0], end)
        if made is not None:
            yield clause._replace(fronts=(), subject=made[0], finite=made[1], verb=verb, rest=(made[1] + 1, made[2]))


def _with_own(tokens: Tokens, verb: int, noun: int, end: int) -> tuple[tuple[int, int], int, int] | None:
    """Return subject, finite verb and end of a further clause; None where it does not stand by itself."""
    left, right = span_of(tokens, noun, 0, verb)
    auxiliaries = [i for i in range(right, verb) if tokens[i].head == verb and tokens[i].dep in ("aux", "auxpass")]
    finite = auxiliaries[0] if auxiliaries else verb
    lead = tokens[left - 1] if left else tokens[left]
    where = tokens[verb].dep == "relcl"
    fits = lead.low == "where" if where else lead.low in ("and", "but")
    named = any(t.tag == "NNP" for t in tokens[left:right])
    if not fits or not named or tokens[finite].tag not in ("VBD", "VBZ") or right != finite:
        return None
    later = [i for i in range(verb + 1, end) if tokens[i].dep == "conj" and tokens[i].head == verb]
    stop = min((span_of(tokens, i, verb + 1, end)[0] for i in later if _has_subject(tokens, i)), default=end)
    while stop > verb + 1 and (tokens[stop - 1].tag == "CC" or tokens[stop - 1].text == ","):
        stop -= 1
    return ((left, right), finite, stop) if stop - verb > 1 else None


def _has_subject(tokens: Tokens, verb: int) -> bool:
    return any(t.head == verb and t.dep in _SUBJECTS for t in tokens)


def _follows(tokens: Tokens, at: int) -> bool:
    """Tell whether a verb stands right behind what joins it to the first one, an adverb at most between them."""
    before = at - 1 - (tokens[at - 1].tag == "RB")
    return tokens[before].tag == "CC" or tokens[before].text == ","
