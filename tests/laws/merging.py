"""Laws of merging: what logs that meet must obey."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quiz.errors import QuizError
from quiz.learning import Event, in_order

Merge = Callable[[Sequence[Sequence[Event]]], list[Event]]
"""What a log holds, in its order, after the events of some logs have come into it one log after another."""


def l2_merging_is_the_union_of_the_sets(
    merge: Merge, one: Sequence[Event], other: Sequence[Event], third: Sequence[Event]
) -> None:
    union = in_order([*one, *other])
    assert merge([one, other]) == union
    assert merge([other, one]) == union
    assert merge([one, one]) == in_order(one)
    assert merge([merge([one, other]), third]) == merge([one, merge([other, third])])


def l3_one_id_for_two_events_is_refused(merge: Merge, log: Sequence[Event], changed: Event) -> None:
    try:
        merge([log, [changed]])
    except QuizError:
        return
    raise AssertionError("it was not refused")
