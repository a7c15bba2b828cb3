"""Stems that are no whole sentences: what is left when a clause is cut where it goes on, each with an example of it."""

from __future__ import annotations

import re

_BEGIN = r"^(?:According to “[^”]+”(?: \([^)]*\))?, )?"
_YEAR = r"(?:1\d|20)\d\d"
_BASE_IN_ED = r"(?:n|f|s|sp|emb|sh|br|bl|exc|succ|proc)e?ed\b"
"""Verbs whose base ends as others do in the past: need, succeed."""
PATTERNS: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:and|or|but|the|a|an|of|to|for|with|by|in|on|at|from|that|which|who|as|than|its|their|his|her)\?$",
        "In which year was it named the?",
    ),
    (r"\b[Ww]hich \w+ (?:objects|instances|methods|functions|values|types|names) that\b", "Which loom objects that?"),
    (r"\b(?:without|as follows|back)\?$", "When is it sold without?"),
    (r"\b(?:or|and) (?:should|may|can|must|will)(?: be)?\?$", "Who pays and should be?"),
    (
        _BEGIN + r"(?:[Ss]o the\b|[Oo]f equal\b|In, |On, |At, |By, |From, )",
        "Of equal note was the failure of {gap} engines.",
    ),
    (r"\b\d+(?:st|nd|rd|th)\?$", "Who came on the 3rd?"),
    (r"\band more (?:on|in|at)\b", "How many sold boats and more in Oslo?"),
    (r"\bwas (?:his|her|its|their) [a-z]+s\b", "In which year was his boats sold?"),
    (r"[–—,;:] ?\?$|\b\w+, \?|\?.*\?|\(\s*\)", "Who sold the mill, ?"),
    (r"\b(?:a|an) {gap}", "Karl Lund sold a {gap} boat."),
    (r"\b(?:that|which|who) \w+ed[?.]$", "In which year did he begin a raid that arrested?"),
    (r"\b(?:that|which) (?:read|said|stated|declared|ran|asked)\?$", "When did it print a headline that read?"),
    (
        r"\b[Ww]hich (?!year|month|date|day|decade|century)(\w{4,})\b(?=[^“]*(?<!est )(?<!first )\b\1\b)",
        "Which niece was the niece of Karl Lund?",
    ),
    (
        r"^[^{]{0,60}[Oo]n {gap} (?:[a-z]+|\d+) (?:days|weeks|months|years) (?:after|before)\b[^,]*\.$",
        "On {gap} two days after the mill had burnt.",
    ),
    (r"\b[Ww]ho did [a-z]+\b", "Who did return in 1836?"),
    (_BEGIN + r"(?:[A-Z][\w.’'-]* )+(?:\([^)]*\) )?who\b[^,]*\.$", "Karl Lund (1801–1870) who wrote for {gap} years."),
    (r"\b(?:and|or|but)\.$|\babout (?:one|two|three)\.$", "He was in Oslo when it began in {gap} and."),
    (
        rf"\bwhich (?:month of which )?(?:year|date)\b.*\bin {_YEAR} and\b",
        "In which year did he build the mill in 1877 and the yard?",
    ),
    (
        r"\band (?:the )?[A-Z]\w+ (?:one|two|three|four|five|six|\d+)\??$"
        rf"|; (?:and )?[A-Z]\w+ in (?:{{gap}}|{_YEAR})\b",
        "Which country won four medals and Norway three?",
    ),
    (rf"\b(?:did|does) (?!{_BASE_IN_ED})[a-z]+ed\b", "When did designated an envoy Karl Lund arrive?"),
    (
        r"\b(?:particularly|especially|mainly|mostly|namely|including|notably|primarily)\?$",
        "In which country did it spread, particularly?",
    ),
    (r"\bnot only\b(?!.*\bbut\b)", "Who saw it not only as a mill?"),
    (
        r"\b[Ww]ho (?:became|was|were|is) (?:the first|among|one of) (?:[a-z]+ )*(?:[A-Z]\w+ )*"
        r"(?:[A-Z]\w+s|women|men|people)\b",
        "Who became the first women to sail?",
    ),
    (
        r"\b(?:he|she|they|we|I)\?$|\b(?:does|do|did|is|are) (?:What|How|Why|When)\b",
        "When did he go on a trip during which he?",
    ),
    (r", where [A-Z][^,]*\?$", "Where did he teach, where Otto Brandt?"),
    (
        r"\b(?:to|of|for|with|by|from|at|into|in|on|after|before|during|than|the),",
        "Five days after, by whom was the mill sold?",
    ),
    (r"\b(?:in|on|at) (?:in|on|at|by|from)\b", "Who sold it in by 1901?"),
    (
        r"\b[Ww]ho (?:has |had )?(?:told|informed|warned|assured|reminded) "
        r"(?!.*\b(?:that|to|about|of|for|how|what|why|if)\b)[^“\"]*\?$",
        "Who told the world by letter?",
    ),
    (r", and (?:his|her|its|their) [a-z]+\?$", "Who sold the mill, and his friends?"),
    (
        r"\b[Hh]ow many\b[^?]*, (?:(?:nearly |about |some |over )?[\d,]+ [a-z]+ (?:was|were)"
        r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:by|in|at|on|for|from|to))\b",
        "How many boats were sold by Oslo, five by Bergen?",
    ),
    (r";.*\?$", "Who sold the mill; the boats?"),
    (r"\band, (?:in|on|at|by|from|with|for|to) [^,?]*\?$", "In which year did he teach and, in his spare hours?"),
    (r"\bsometime\b", "In which year was it sold in Oslo sometime?"),
    (
        r"\b(?:was|were) [^,?]+ \w+ed and \w+ed (?:the|an?|its|his|her)\b",
        "When was it founded and released the first boat?",
    ),
    (r"`\d+`", "Karl Lund asks for {gap} boats, and `8` for more."),
)
"""What breaks a stem, with a stem that it breaks."""
_BROKEN = tuple(re.compile(pattern) for pattern, _ in PATTERNS)


def broken(stem: str) -> str:
    """Return the words of a stem at which it breaks off; empty where it is whole."""
    return next((found[0].strip() for pattern in _BROKEN if (found := pattern.search(stem))), "")
