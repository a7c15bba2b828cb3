"""All rules, registered by importing the modules that hold them."""

from quiz.checks import grounding, options, pairs, stems, typed
from quiz.checks.rules import ITEM_RULES, LIBRARY_RULES, remarks

__all__ = ["ITEM_RULES", "LIBRARY_RULES", "grounding", "options", "pairs", "remarks", "stems", "typed"]
