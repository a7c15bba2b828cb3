"""How long the worst responses take to be judged, type by type: `python -m tests.tools.hostile`. Held: 50 ms."""

from __future__ import annotations

import time
from typing import Any

from quiz.items.marking import (
    BooleanMarking,
    ChoiceMarking,
    ClozeMarking,
    DateMarking,
    EvidenceMarking,
    Marking,
    MatchMarking,
    MultipleMarking,
    NumericMarking,
    OrderMarking,
    PlaceMarking,
    TextMarking,
)
from quiz.scoring import Policy, key_response, score
from tests.strategies.scoring import HOSTILE

NAMES = tuple(f"word-{n}" for n in range(64))
TEXT = TextMarking(accepted=("Armenia", "Armenien"), reject=tuple((name,) for name in NAMES), rivals=NAMES)
GROUPS = tuple(NAMES[at : at + 5] for at in range(0, 60, 5))
LARGEST: tuple[Marking, ...] = (
    ChoiceMarking(options=NAMES, key=NAMES[0]),
    MultipleMarking(options=NAMES, key=NAMES[:32]),
    BooleanMarking(key=True),
    NumericMarking(unit="billion USD", accepted=(("5", "billion USD"),), reject=(("9", "billion USD"),) * 64),
    DateMarking(key="2025-08", reject=("2021-04",) * 64),
    TEXT,
    ClozeMarking(gaps=dict.fromkeys(NAMES, TEXT), swap=GROUPS),
    MatchMarking(options=NAMES, key=dict(zip(NAMES, NAMES, strict=True))),
    OrderMarking(key=tuple((name,) for name in NAMES), differs=(tuple((name,) for name in NAMES[::-1]),)),
    EvidenceMarking(sentences=NAMES, key=NAMES[:32], need="all"),
    PlaceMarking(map="coast", key="rock"),
)


def _milliseconds(marking: Marking, response: Any) -> float:
    began = time.perf_counter()
    score(marking, response, Policy())
    return 1_000 * (time.perf_counter() - began)


def main() -> None:
    """Print the slowest response of each type in milliseconds, the first one of the process included."""
    for marking in LARGEST:
        first = _milliseconds(marking, key_response(marking))
        responses = [*HOSTILE, *(dict.fromkeys(NAMES, text) for text in HOSTILE), *([text] * 64 for text in HOSTILE)]
        worst = max(_milliseconds(marking, response) for response in responses)
        print(f"{marking.__struct_config__.tag:10} first {first:6.1f} ms, worst {worst:6.1f} ms")


if __name__ == "__main__":
    main()
