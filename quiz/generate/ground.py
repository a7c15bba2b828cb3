"""What a draft is held against: its document, all documents, and the library into which it is laid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from copy import copy
from datetime import date
from functools import cached_property

from msgspec import structs

from quiz.banks import Entry, Library
from quiz.checks.rules import Case, World
from quiz.checks.words import content
from quiz.documents import Document
from quiz.generate.acronyms import WELL_KNOWN, acronyms
from quiz.generate.asking_subjects import is_role
from quiz.generate.classes import PERSON_NOUNS
from quiz.generate.context import Corpus
from quiz.generate.definite import KINDS, definite_forms
from quiz.generate.gazetteer import FIRST_NAMES, TITLES
from quiz.generate.ingest import Read, as_document
from quiz.generate.labels import label_of
from quiz.generate.naming import called_as
from quiz.generate.normative import is_normative
from quiz.generate.pronouns import is_life
from quiz.generate.wordlists import words
from quiz.items import Item, marking_of, scored_hash, seen_hash
from quiz.text import canon

BANK = "drafts"
MOST, MOST_OF_REPORT = (6, 0.4), 0.25
"""In how many sentences a name stands, and in which share of all, from which they are about it; in reports fewer do."""


_KINDS = "|".join(
    (*KINDS.split(), "city", "town", "village", "ship", "island", "river", "building", "war", "battle", "empire",
     "symphony", "poem", "opera", "film", "song", "novel", "newspaper", "organisation", "organization", "railway",
     "headquarters", "lighthouse", "canal", "station", "airport", "mountain", "lake", "region", "province", "state",
     "country")
)  # fmt: skip
"""What a document may be about: nouns by which it is called for short."""
_SMALL = frozenset(("of", "the", "de", "and", "in", "on", "a", "an", "for", "to", "at"))
"""Words of a name that have no capital."""
_OF_PART = ("topic", "topic_noun", "topic_bare", "topic_words", "life", "definite", "anchor_words", "own", "frequent")
"""What is another for a part of a document than for the whole."""


_OF_BODIES = words(
    """
    board council committee commission court society association union league agency office bureau department ministry
    fund bank
    """
)
_FULL_NAME = re.compile(r"\b[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){1,3}")
_SAYS_WHAT = re.compile(
    r"\b(?:was|is) (?:an?|the|one of the) ([a-zA-Z ,-]{3,90}?)(?= (?:by|of|in|for|who|that|which|from|at|to)\b|[.;(]|$)"
)


class Ground:
    """One document among those of a library.

    Parameters: `document` as one of the library, `text` and `sha256` of its file (the text may be missing: then spans
    cannot be held against it), `corpus` of all sentences, `library` with the document in it, `today` the day of the
    check, `headings` those above each paragraph: of the first level, where there are several, and the nearest.
    """

    def __init__(
        self,
        document: Document,
        text: str | None,
        sha256: str,
        corpus: Corpus,
        library: Library,
        today: date,
        headings: Mapping[int, tuple[str, str]] | None = None,
    ) -> None:
        self.document = document
        self.text = text
        self.sha256 = sha256
        self.corpus = corpus
        self.library = library
        self.world = World(library, today)
        self._headings = headings or {}
        self._grounds: dict[str, Ground] = {}

    def part(self, paragraph: int) -> Ground:
        """Return the ground of one paragraph: the document under the heading of the first level above it."""
        title = self._headings.get(paragraph, ("", ""))[0]
        if not title or title == self.document.title:
            return self
        if title not in self._grounds:
            made = copy(self)
            made.document = structs.replace(self.document, title=title, called=called_as(title, self.own_of(title)))
            for name in _OF_PART:
                made.__dict__.pop(name, None)
            self._grounds[title] = made
        return self._grounds[title]

    def is_about(self, name: str, paragraph: int, by_name: bool = False) -> bool:
        """Tell whether what surrounds a paragraph is about a name: a heading above it says so, or most sentences do.

        `by_name` asks for a heading that is that name and no more.
        """
        words = content(name)
        if name.isupper() and len(name) > 1 and name == "".join(re.findall(r"\b[A-Z]", self.document.title)):
            return True
        for heading in (self.document.title, self._headings.get(paragraph, ("", ""))[1]):
            titled = content(heading)
            named = self.topic == heading
            held = words <= titled and (named or not by_name or words == titled)
            if words and titled and (held or (named and titled <= words)):
                return True
        return not by_name and name.rpartition(" ")[2] in self.frequent

    @cached_property
    def frequent(self) -> frozenset[str]:
        """The words with a capital that most sentences of `own` hold."""
        counts = Counter(w for s in self.own for w in set(re.findall(r"\b[A-Z][\w-]*", s)))
        least = max(MOST[0], (MOST[1] if self.normative else MOST_OF_REPORT) * len(self.own))
        return frozenset(w for w, count in counts.items() if count >= least)

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The sentences below the document's title: all, or those of a part."""
        return self.own_of(self.document.title)

    def own_of(self, title: str) -> tuple[str, ...]:
        """The sentences below a title: all, or those of a part."""
        under = {n for n, (part, _) in self._headings.items() if part in ("", title)}
        return tuple(
            s.text for p in self.document.passages if p.number in under or not self._headings for s in p.sentences
        )

    def case(self, item: Item) -> Case:
        """Return an item laid into the library, as the rules of `quiz check` see it."""
        return Case(self.entry(item), self.world)

    def entry(self, item: Item) -> Entry:
        """Return an item as an entry of the library's."""
        marking = marking_of(item, self.library.names, self.library.documents)
        return Entry(item, BANK, "drafts.yaml", 1, marking, seen_hash(item), scored_hash(marking))

    @cached_property
    def sentences(self) -> Counter[str]:
        """How often each sentence stands in the document."""
        return Counter(" ".join(s.text.split()) for p in self.document.passages for s in p.sentences)

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that the document writes without a capital, and within sentences seldom with one."""
        text = " \n".join(self.sentences)
        names = Counter(w.casefold() for w in re.findall(r"(?<=[a-z,;’'] )[A-Z][a-z]+", text))
        plain = Counter(re.findall(r"(?<![\w.-])[a-z][a-z’'-]+", text))
        return frozenset(w for w, count in plain.items() if count > 2 * names[w])

    @cached_property
    def normative(self) -> bool:
        """Whether the document tells what must be, may be or is done: a policy, a manual."""
        return is_normative([s.text for p in self.document.passages for s in p.sentences])

    @cached_property
    def report(self) -> bool:
        """Whether the document tells what was or is: no policy or manual, and no brief, written to be asked about."""
        return not self.normative and self.document.text != "brief"

    @cached_property
    def ours(self) -> bool:
        """Whether those who made a policy speak of themselves all through it: `we` is who the document is of."""
        own = sum(bool(re.search(r"\b(?:[Ww]e|[Oo]ur)\b", s)) for s in self.sentences)
        rules = sum(bool(_OURS.search(s)) for s in self.sentences)
        return self.normative and own >= 5 and rules >= 3 and own >= 0.15 * len(self.sentences)

    @cached_property
    def asked(self) -> list[tuple[frozenset[str], frozenset[str], str]]:
        """The words of stem and key of each item of the library that is not retired, and its id."""
        found = []
        for entry in self.library.entries.values():
            if entry.item.status != "retired" and entry.bank != BANK:
                case = Case(entry, self.world)
                found.append((case.words, frozenset(canon(k) for k in case.keys), entry.item.id))
        return found

    @cached_property
    def topic(self) -> str:
        """The name of what the document is about, if its title is such a name and sentences use it; else empty."""
        title = re.sub(r"\s*\(.*?\)\s*$|^The ", "", self.document.title).strip()
        words = title.split()
        named = 0 < len(words) <= 6 and all(w[:1].isupper() or w in _SMALL for w in words)
        if not named or not any(title in s for s in self.sentences):
            return ""
        return title if len(words) > 1 or self._kind_said(title) else ""

    def _kind_said(self, title: str) -> str:
        """Return what kind of thing the document says that its title is: `Bruges is the largest city of …`."""
        pattern = (
            rf"(?:The )?{re.escape(title)}\b[^.]{{0,120}}? (?:is|was) (?:the|an?) (?:[\w'’-]+ ){{0,6}}?({_KINDS})\b"
        )
        return next((found[1] for s in self.own if (found := re.match(pattern, s))), "")

    @cached_property
    def topic_noun(self) -> str:
        """The noun of the name of what the document is about: `observatory` of the Royal Observatory, Greenwich."""
        words = re.sub(r",.*| of .*", "", self.topic).casefold().split()
        if not words or words[-1] in _KINDS.split("|"):
            return words[-1] if words else ""
        return self._kind_said(self.topic) or words[-1]

    @cached_property
    def definite(self) -> Mapping[str, str]:
        """What the document says in full of things that it else only calls `the` and a noun, by the noun."""
        told = not self.report
        return {} if told else definite_forms(self.own, self.topic, self.topic_noun)

    def label(self, paragraph: int) -> str:
        """Return the setting or option with which a paragraph begins; empty where it begins with none."""
        found = self.document.passages[paragraph - 1].sentences if paragraph <= len(self.document.passages) else ()
        return label_of(found[0].text) if found else ""

    def filled_in(self, text: str) -> str:
        """Return the names that may stand in a text though its sentence has them not: what the document is about, and
        what it says in full of what a sentence calls for short.
        """
        low = text.casefold()
        forms = (*self.definite.values(), *self.short_forms.values())
        runs = [re.sub(r"['’]s$", "", run).split() for run in _FULL_NAME.findall(text)]
        names = [" ".join(run[at:]) for run in runs for at in range(len(run) - 1) if self.surnames[run[-1]] <= 1]
        told = [n for n in names if any(n in sentence for sentence in self.sentences)]
        return " ".join((self.topic, *(form for form in forms if form.casefold() in low), *told))

    @cached_property
    def short_forms(self) -> Mapping[str, str]:
        """What the short forms that the document explains stand for, each with the short form behind it."""
        if not self.report:
            return {}
        found: dict[str, str] = {}
        for sentence in self.sentences:
            for long, short, start, _ in acronyms(sentence):
                article = "the " if sentence[:start].casefold().endswith("the ") else ""
                found.setdefault(short, f"{article}{long} ({short})")
        return {short: long for short, long in found.items() if short not in WELL_KNOWN}

    @cached_property
    def life(self) -> bool:
        """Whether the document tells of the life of the person of its title: first it says what they were."""
        last = self.topic.rpartition(" ")[2]
        said = next((m for s in self.own[:3] if (m := _SAYS_WHAT.search(s, max(0, s.find(last)))) and last in s), None)
        nouns = re.findall(r"[a-z]+", said[1]) if said else []
        first = re.split(r",| and ", said[1])[0].split() if said else []
        somebody = any(w.rstrip("s") in PERSON_NOUNS for w in nouns) or (first != [] and is_role(first[-1]))
        named = self.topic.count(" ") > 0 and not _SMALL & set(self.topic.casefold().split())
        return not self.normative and named and somebody and is_life(self.topic, self.own)

    @cached_property
    def topic_bare(self) -> bool:
        """Whether the name of what the document is about stands without an article; that of a body never does."""
        if " " in self.topic and self.topic.rpartition(" ")[2].casefold() in _OF_BODIES:
            return False
        text = " ".join(self.own)
        name = re.escape(self.topic)
        return 2 * len(re.findall(rf"\b[Tt]he {name}\b", text)) < len(re.findall(rf"\b{name}\b", text))

    @cached_property
    def pronouns(self) -> frozenset[str]:
        """The pronouns that stand for the person whom the document is about: those that it uses most."""
        text = " ".join(self.own)
        he, she = (len(re.findall(rf"\b{word}\b", text, re.IGNORECASE)) for word in ("he", "she"))
        return frozenset(("she", "her") if she > he else ("he", "him", "his"))

    @cached_property
    def topic_words(self) -> frozenset[str]:
        """The words of the document's title: with it a stem may speak of them as known."""
        return frozenset(w.casefold() for w in re.findall(r"[^\W\d_]+", self.document.title))

    @cached_property
    def surnames(self) -> Counter[str]:
        """How many different full names of the document end with each word."""
        text = " . ".join(self.sentences)
        pairs = set(re.findall(r"(?<![\w'’-])(?=([A-Z][\w'’-]+(?: [A-Z]\.)?)\.? ([A-Z][\w'’-]+)\b)", text))
        return Counter(last for first, last in pairs if first.casefold() not in TITLES | self.small)

    @cached_property
    def first_names(self) -> frozenset[str]:
        """The first names of people whom the document also names in full, but for whom it is about."""
        if not self.report:
            return frozenset()
        full = {f for s in self.sentences for f in re.findall(r"\b([A-Z][a-z]+) (?=[A-Z][a-z])", s)}
        return frozenset((full & FIRST_NAMES) - set(self.document.title.split()))

    @cached_property
    def anchor_words(self) -> frozenset[str]:
        """The words of the document's own names."""
        own = self.document
        return content(" ".join((own.title, own.called, own.publisher, *own.authors)))


_OURS = re.compile(
    r"\b[Ww]e (?:may|will|reserve|collect|process|retain|share|store|cannot|require|ask|keep|charge|lend|meet|do not)\b"
)


def ground_of(library: Library, read: Read, corpus: Corpus, today: date) -> Ground:
    """Return what the drafts of a document are held against."""
    document = library.documents.get(read.id) if not read.foreign else None
    if document is None:
        document = as_document(read)
        library = structs.replace(library, documents={**library.documents, document.id: document})
    headings = {s.paragraph: (s.part, s.section) for s in read.said}
    return Ground(document, read.text, read.sha256, corpus, library, today, headings)
