"""Documents of other people's making, read in a limited child process: HTML, PDF, DOCX, and text."""

from quiz.documents.importing.running import run_limited
from quiz.documents.importing.values import Block, Extracted, Refusal

__all__ = ["Block", "Extracted", "Refusal", "run_limited"]
