"""score(marking, response, policy) gives an Outcome or asks again: exact rationals, one rule a type, pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.lazy import lazily
from quiz.scoring.outcome import AskAgain, Note, Outcome, Policy, Response, Verdict

if TYPE_CHECKING:
    from quiz.scoring.rules import key_response, score

__all__ = ["AskAgain", "Note", "Outcome", "Policy", "Response", "Verdict", "key_response", "score"]

__getattr__ = lazily(__name__, {"rules": "key_response score"})
