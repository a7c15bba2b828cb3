"""Documents as values: a document has numbered passages, a passage has sentences, a citation points at one sentence."""

from quiz.documents.model import Citation, Document, Original, Passage, Sentence, SentenceMark, voices

__all__ = ["Citation", "Document", "Original", "Passage", "Sentence", "SentenceMark", "voices"]
