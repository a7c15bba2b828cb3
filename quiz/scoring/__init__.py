"""score(marking, response, policy) gives an Outcome or asks again: exact rationals, one rule a type, pure."""

from quiz.scoring.outcome import AskAgain, Note, Outcome, Policy, Response, Verdict
from quiz.scoring.rules import key_response, score

__all__ = ["AskAgain", "Note", "Outcome", "Policy", "Response", "Verdict", "key_response", "score"]
