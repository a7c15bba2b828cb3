"""What needs a human: rules over banks and briefs, and the fidelity of briefs to their originals."""

from quiz.checks.fidelity import fidelity
from quiz.checks.running import Report, check

__all__ = ["Report", "check", "fidelity"]
