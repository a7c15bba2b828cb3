"""The stages in their order: documents in, sheets of drafts out. Pure, but for the progress that is told."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from msgspec import structs

from quiz.banks import Library
from quiz.checks.words import content
from quiz.generate.about import PHRASES, Fact, Place
from quiz.generate.asking_code import is_entry
from quiz.generate.classes import FLAG, NAME, NAMED, PERSON, THING, is_sure
from quiz.generate.clauses import clause_of
from quiz.generate.context import Corpus, importance
from quiz.generate.distractors import Candidate, Stock
from quiz.generate.drafting import as_variant, drafts_of
from quiz.generate.facts import facts_of
from quiz.generate.filling import people_in_full
from quiz.generate.gates import examine
from quiz.generate.ground import ground_of
from quiz.generate.identity import fact_id
from quiz.generate.ingest import Read, Said, is_headline, sound
from quiz.generate.likely import DOUBTFUL, LEAST, likely
from quiz.generate.mentions import Mention, find
from quiz.generate.normative import is_normative
from quiz.generate.pools import offers
from quiz.generate.pronouns import in_parts, is_life
from quiz.generate.ranking import ranked
from quiz.generate.signature import item_digest
from quiz.generate.tokens import Parser, names_in, retagged
from quiz.generate.values import VERSION, Draft, Sheet, Uncovered
from quiz.generate.wording import Setting
from quiz.generate.works import works_of
from quiz.generate.worth import worth_asking
from quiz.items import Choice, Cloze

STAGES = ("facts", "gates")
FAMILIES = (
    "when", "where", "who", "which", "role", "apposition", "definition", "said", "count", "measure", "money", "acronym",
    "joins", "wants", "holds", "together", "named", "who-must", "what", "how", "term", "code", "gap",
    "case", "then", "means", "why", "aim", "does", "blank", "agent", "option", "object", "effect", "deed",
    "duty", "value", "body", "done", "entry", "called", "share",
)  # fmt: skip
OFF = frozenset(("does", "object", "what", "case", "then", "aim", "how", "term"))
"""Families that are made only when they are asked for."""
CHUNK = 64
PARSED = 40_000
"""Sentences of one document that are looked at."""

Progress = Callable[[str, int, int], bool]
"""Called with stage, how many are done, of how many; what it returns says whether to go on."""


class Stopped(Exception):
    """The work was cancelled."""


class _Tell(NamedTuple):
    progress: Progress | None

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self.progress is not None and not self.progress(stage, done, total):
            raise Stopped


class Wanted(NamedTuple):
    """The families to make, and how likely to be taken a draft must be."""

    families: frozenset[str]
    least: float


class Trace:
    """What each stage gave, as plain values, for whoever wants to know where a bad question comes from."""

    def __init__(self) -> None:
        self.stages: dict[str, list[Any]] = defaultdict(list)

    def add(self, stage: str, value: Any) -> None:
        """Keep a value of a stage."""
        self.stages[stage].append(value)


def generate(
    reads: Sequence[Read],
    library: Library,
    parser: Parser,
    today: date,
    *,
    families: Iterable[str] = (),
    doubtful: bool = False,
    progress: Progress | None = None,
    trace: Trace | None = None,
) -> list[Sheet]:
    """Return a sheet of drafts for each document, in their order.

    `library` gives names, topics, other documents and what is asked already; `families` are those to make (all that are
    not off); `doubtful` makes also what readers would probably not take, as asking for families does. The
    same arguments give the same sheets. Raises Stopped when `progress` says so; never raises for a text.
    """
    tell = _Tell(progress)
    asked = frozenset(families)
    wanted = Wanted(asked or frozenset(FAMILIES) - OFF, 0.0 if asked or doubtful else LEAST)
    corpus = corpus_of(reads, library)
    worked = [places_of(read, library, parser, progress) for read in reads]
    authors = frozenset(a for d in library.documents.values() for a in d.authors)
    stock = Stock(_candidates(reads, worked), library.names, corpus, authors, tuple(_sources_named(library)))
    topics = topics_of(library)
    sheets = []
    for read, places in zip(reads, worked, strict=True):
        ground = ground_of(library, read, corpus, today)
        people = people_in_full(c.text for c in stock.by_class.get(PERSON, ()) if c.document == read.id)
        setting = Setting(read, ground, stock, f"{VERSION} {parser.name}", topics, people)
        sheets.append(_sheet(read, places, setting, wanted, tell, trace))
    return _without_doubles(sheets)


def corpus_of(reads: Sequence[Read], library: Library) -> Corpus:
    """Return the sentences of the documents at hand and of the library's other documents."""
    own = {r.id for r in reads}
    sentences = [(r.id, r.voice or r.id, s.paragraph, s.text) for r in reads for s in r.said if s.kind in _ASKED]
    for document in library.documents.values():
        if document.id not in own:
            sentences += [
                (document.id, document.voice, p.number, s.text) for p in document.passages for s in p.sentences
            ]
    return Corpus(sentences)


_ASKED = ("paragraph", "item")
_ENDS = tuple(".!?…\"”’')»]")


_GOES_ON = re.compile(
    r"(?:and|or|but|then|which|that|if|when|more|less|than|to|as|with|for|by|is|are|was|can|will) "
    r"|(?:For )?[Ee]xamples?:? "
)
"""How a sentence begins of which the beginning is lost."""


_DATED = re.compile(r"(?:Supersedes )?[Vv]ersion [\d.]+ |(?:c\. ?)?\d{4}(?:[–-]\d{2,4})?(?: [–—-]|:)? [A-Z]")
"""An entry of a table of years."""


def usable(said: Said) -> bool:
    """Tell whether a sentence is looked at at all: a whole sentence of a paragraph, neither short nor very long."""
    words = said.text.count(" ") + 1
    return (
        said.kind in _ASKED
        and not _GOES_ON.match(said.text)
        and (4 if not said.text.startswith("Defaults to ") else 3) <= words <= 60
        and len(said.text) <= 600
        and said.text.endswith(_ENDS)
        and sound(said)
        and not is_headline(said.text)
        and not _DATED.match(said.text)
    )


def places_of(read: Read, library: Library, parser: Parser, progress: Progress | None = None) -> list[Place]:
    """Return the sentences of a document with tokens, clause and names, and what they say.

    Raises Stopped when `progress` says so.
    """
    tell = _Tell(progress)
    chosen = [(i, s) for i, s in enumerate(read.said) if usable(s) and s.mark != "background"][:PARSED]
    parsed = []
    for at in range(0, len(chosen), CHUNK):
        tell("sentences", at, len(chosen))
        part = chosen[at : at + CHUNK]
        parsed += list(zip(part, parser.parse([s.text for _, s in part]), strict=True))
    tell("mentions", 0, len(parsed))
    names = names_in([t.text for t in tokens] for _, tokens in parsed)
    small = frozenset(t.text for _, tokens in parsed for t in tokens if t.text.islower())
    parsed = [(one, retagged(tokens, names, small)) for one, tokens in parsed]
    title = read.title if read.title[:1].isupper() else ""
    titles = list(dict.fromkeys((title, *(s.part for s in read.said))))
    found = find([(said.text, tokens) for (_, said), tokens in parsed], library.names, _called(library), titles)
    normative = _normative(read)
    lives = [t for t in titles if t and is_life(t, [s.text for s in read.said if (s.part or title) == t])]
    found = [[m._replace(cls=PERSON, kind="", noun="") if m.name in lives else m for m in some] for some in found]
    works = {n: k for n, k in works_of(read.text).items() if n not in titles}
    found = [[_as_work(m, works) for m in some] for some in found]
    if normative:
        found = [[m if is_sure(m.name, m.cls, m.kind) else m._replace(cls=NAME) for m in some] for some in found]
    places = [
        Place(index, said, tokens, clause_of(tokens), mentions)
        for ((index, said), tokens), mentions in zip(parsed, found, strict=True)
    ]
    made = [_with_facts(read, place, normative) for place in in_parts(places, title)]
    entries = sum(is_entry(place.said.text) for place in places)
    return made if entries < ENTRIES else [_unordered(place) for place in made]


def _as_work(mention: Mention, works: Mapping[str, str]) -> Mention:
    """Return a supposed person as the novel, film or ship that the document calls by that name."""
    kind = works.get(mention.name, "") if mention.cls == PERSON else ""
    return mention._replace(cls=THING, noun=kind, kind="") if kind else mention


ENTRIES = 4
"""Entries of options from which a document is a list of them: its orders tell what an option does, not what to do."""


def _unordered(place: Place) -> Place:
    return place._replace(facts=tuple(f for f in place.facts if f.family != "how"))


def _normative(read: Read) -> bool:
    return is_normative([s.text for s in read.said if s.kind in _ASKED])


def _called(library: Library) -> list[str]:
    return sorted({d.called for d in library.documents.values()})


def _sources_named(library: Library) -> Iterator[str]:
    """Yield how each document is called by a name: its authors, else its own."""
    for document in library.documents.values():
        if document.called[:1].isupper():
            yield document.called if "'" not in document.called else " and ".join(document.authors) or document.called


def _with_facts(read: Read, place: Place, normative: bool) -> Place:
    return place._replace(
        facts=tuple(worth_asking(read, place, f, normative) for f in facts_of(read, place, normative))
    )


def _candidates(reads: Sequence[Read], worked: Sequence[list[Place]]) -> Mapping[str, list[Candidate]]:
    """Return what may be offered, by class: names of all documents, roles with duties, terms that are explained."""
    made: dict[str, dict[tuple[str, str], Candidate]] = defaultdict(dict)
    for read, places in zip(reads, worked, strict=True):
        normative = _normative(read)
        for place in places:
            for mention in place.mentions:
                if mention.cls == NAME:
                    continue
                key = (read.id, mention.name)
                old = made[mention.cls].get(key)
                count = old.times + 1 if old else 1
                noun = old.noun if old and old.noun else mention.noun
                near, paragraph = (old.near, old.paragraph) if old else (place.said.text, place.said.paragraph)
                seen_at, said_at = (old.places if old else ()), place.said.paragraph
                parts = (old.parts if old else frozenset()) | {place.said.part}
                made[mention.cls][key] = Candidate(
                    mention.name, mention.cls, noun, read.id, count, near, paragraph, parts, (*seen_at, said_at)
                )
            for fact in place.facts:
                if fact.cls in PHRASES | {"role", "term", FLAG} or fact.cls.startswith("thing-"):
                    said, phrase = place.said, fact.cls in PHRASES
                    text, noun = (fact.name, fact.noun) if phrase or fact.cls in (FLAG, "role") else (fact.key, "")
                    one = Candidate(text, fact.cls, noun, read.id, 1, said.text, said.paragraph)
                    made[fact.cls].setdefault((read.id, one.text.casefold()), one)
            for cls, text in offers(place, normative):
                one = Candidate(text, cls, "", read.id, 1, place.said.text, place.said.paragraph)
                made[cls].setdefault((read.id, text.casefold()), one)
    return {cls: list(found.values()) for cls, found in made.items()}


def topics_of(library: Library) -> dict[str, frozenset[str]]:
    """Return the topics of a library, each with the words of its title and of what its items cite."""
    words: dict[str, set[str]] = {t: set(content(title)) for t, title in library.topics.items()}
    for entry in library.entries.values():
        cited = " ".join(c.quote for c in entry.item.citations)
        words.setdefault(entry.item.topics[0], set()).update(content(cited))
    return {topic: frozenset(found) for topic, found in words.items()} or {"general": frozenset()}


def _sheet(
    read: Read, places: list[Place], setting: Setting, wanted: Wanted, tell: _Tell, trace: Trace | None
) -> Sheet:
    weights = importance([p.said.text for p in places])
    passed: list[Draft] = []
    why: dict[int, str] = {}
    for number, (place, weight) in enumerate(zip(places, weights, strict=True)):
        if number % CHUNK == 0:
            tell("gates", number, len(places))
        found, reason = _of_sentence(read, place, setting, weight, wanted, trace)
        passed += found
        if not found:
            why[place.number] = reason
    kept = ranked(passed)
    each = Counter(d.origin.sentence.start for d in kept.drafts)
    drafts = tuple(_finished(d, each[d.origin.sentence.start] > 1) for d in kept.drafts)
    return Sheet(
        document=read.id,
        title=read.title,
        called=read.called,
        sha256=read.sha256,
        path=read.path,
        generator=setting.generator,
        foreign=read.foreign,
        words=read.words,
        drafts=drafts,
        uncovered=tuple(_uncovered(read, drafts, why)),
    )


def _of_sentence(
    read: Read, place: Place, setting: Setting, weight: float, wanted: Wanted, trace: Trace | None
) -> tuple[list[Draft], str]:
    """Return the drafts of one sentence that pass all gates, and if there are none, why."""
    drafts: list[Draft] = []
    reason = "no clause that can be asked about" if place.clause is None else "nothing in it that the families ask for"
    for fact in place.facts:
        if fact.family not in wanted.families:
            continue
        if trace is not None:
            trace.add("facts", {"paragraph": place.said.paragraph, **_plain(fact)})
        answer = content(fact.key)
        sources = tuple(setting.stock.corpus.like(read.id, place.said.text, answer))
        made: list[Draft] = []
        for draft in drafts_of(fact, place.said, setting, weight, sources):
            gates = examine(draft, setting.ground, all_of_them=False)
            failed = next((g for g in gates if not g.passed), None)
            if trace is not None:
                trace.add("gates", {"stem": draft.item.stem, "key": fact.key, "family": fact.family, "failed": failed})
            if failed is None:
                made.append(Draft(item=draft.item, origin=structs.replace(draft.origin, gates=gates)))
            else:
                reason = f"gate {failed.number}, {failed.name}: {failed.what}"
        if made and fact.cls in NAMED and made[0].origin.form == "cloze" and fact.family != "gap":
            made = []
        fair = next((i for i, d in enumerate(made) if read.brief or likely(d) >= wanted.least), None)
        if made and fair is None:
            reason = DOUBTFUL
        if made and fair is not None:
            first, more = made[fair], made[:fair] + made[fair + 1 :]
            origin = structs.replace(first.origin, variants=tuple(as_variant(d) for d in more))
            drafts.append(Draft(item=first.item, origin=origin))
    return drafts, reason


def _plain(fact: Fact) -> dict[str, Any]:
    return {"family": fact.family, "key": fact.key, "class": fact.cls, "status": fact.status, "speaker": fact.speaker,
            "stems": [s.text for s in fact.stems]}  # fmt: skip


def _finished(draft: Draft, siblings: bool) -> Draft:
    """Return a draft with the hash of what it says; those of one sentence are a family: one may tell of another."""
    own = draft.origin
    family = f"d-{fact_id(own.passage, own.document, '')}" if siblings else None
    item = structs.replace(draft.item, family=family)
    variants = tuple(structs.replace(v, item=structs.replace(v.item, family=family)) for v in own.variants)
    return Draft(item=item, origin=structs.replace(own, variants=variants, made=item_digest(item)))


def _uncovered(read: Read, drafts: Sequence[Draft], why: Mapping[int, str]) -> Iterator[Uncovered]:
    covered = {d.origin.sentence.start for d in drafts}
    for index, said in enumerate(read.said):
        if said.kind in _ASKED and said.start not in covered and said.mark != "background" and sound(said):
            reason = why.get(
                index, "left for another draft on the same" if usable(said) else "no whole sentence of usual length"
            )
            yield Uncovered(
                paragraph=said.paragraph,
                text=said.text,
                span=_span(said),
                why=reason,
                mark=said.mark,
            )


def _span(said: Said) -> Any:
    from quiz.generate.values import Span

    return Span(said.start, said.end)


def _without_doubles(sheets: list[Sheet]) -> list[Sheet]:
    """Return sheets in which a fact that several documents hold is asked once, with the others as its sources."""
    seen: set[str] = set()
    made = []
    for sheet in sheets:
        kept = []
        for draft in sheet.drafts:
            texts = [draft.origin.passage, *(s.text for s in draft.origin.sources)]
            facts = {fact_id(t, draft.origin.family, draft.origin.key) for t in texts}
            if not facts & seen:
                kept.append(draft)
            seen |= facts
        made.append(structs.replace(sheet, drafts=tuple(kept)))
    return made


def balance(drafts: Iterable[Draft]) -> Counter[str]:
    """Return how many drafts are of each kind of item."""
    return Counter(
        "choice" if isinstance(d.item, Choice) else "cloze" if isinstance(d.item, Cloze) else "typed" for d in drafts
    )
