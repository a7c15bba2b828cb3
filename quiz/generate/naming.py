"""How a document is called that says only in its text what it is about: `“Storage” (Prometheus)`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from quiz.generate.lexicon import MONTHS, WEEKDAYS
from quiz.generate.wordlists import words

LEAST, SHARE, AHEAD = 4, 0.06, 1.5
"""Times that a text must name a thing to be about it, in which share of its sentences, and how far before others."""
_GENERAL = words(
    """
    a an and of for the to with in on your our how about
    security policy policies storage error errors reporting working repositories repository decision decisions making
    roles role responsibilities release releases process processes governance contributing contribution contributions
    overview introduction installation installing configuration configuring settings options faq frequently asked
    questions usage using getting started start guide manual reference help support versioning licence license terms
    privacy code conduct rules bylaws constitution charter users user administration administrators backup backups
    upgrading upgrade maintenance maintainers members membership voting elections community guidelines acceptable use
    service services data protection retention logging monitoring authentication authorization permissions access
    troubleshooting architecture design changes changelog history deployment operations testing development key
    """
)
"""Words of titles that many documents have: with these alone a title does not say what of."""
_INSIDE = re.compile(r"(?<=[a-z,’'] )[A-Z][\w.]*[a-z]\w*(?!\w)(?! [A-Z])")
_NO_NAMES = frozenset(w.capitalize() for w in (*MONTHS, *WEEKDAYS, "english", "internet", "note", "linux", "unix"))


LONGEST = 64
"""Characters of a title that stems give; headlines may be longer."""


def _short(title: str) -> str:
    """Return as many whole words of a title as stems give."""
    if len(title) <= LONGEST:
        return title
    cut = title[:LONGEST].rsplit(" ", 1)[0]
    if cut.count("(") > cut.count(")"):
        cut = cut[: cut.rindex("(")]
    return f"{cut.rstrip(' ,;:–—-…')}…"


def called_as(title: str, texts: Sequence[str]) -> str:
    """Return how stems call a document of a title: what its sentences are about stands behind a title without a name.

    Parameters: `title` as the document has it; `texts`, its sentences.
    """
    parts = re.findall(r"[^\W\d_]+", title.casefold())
    title = _short(title)
    if not parts or not set(parts) <= _GENERAL:
        return f"“{title}”"
    small = {w for t in texts for w in re.findall(r"(?<![\w.])[a-z][\w-]*", t)}
    found: Counter[str] = Counter()
    for text in texts:
        found.update({w.rstrip(".") for w in _INSIDE.findall(text)})
    names = [(n, w) for w, n in found.most_common(6) if w.casefold() not in small and w not in _NO_NAMES]
    if not names or names[0][0] < max(LEAST, SHARE * len(texts)):
        return f"“{title}”"
    second = names[1][0] if len(names) > 1 else 0
    return f"“{title}” ({names[0][1]})" if names[0][0] >= AHEAD * second else f"“{title}”"
