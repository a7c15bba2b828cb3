"""The words in which a file is refused, and those for what was left out of one that was taken."""

from __future__ import annotations

from quiz.errors import QuizError
from quiz.text import one_line

EXTRA = "pip install 'quiz[documents]'"

WHY: dict[str, tuple[str, str]] = {
    "empty": ("the file is empty", "name the file that you mean"),
    "no-text": ("there is no text in the file", "name a file with text"),
    "scanned": (
        "this PDF has no text layer: its pages are pictures",
        "recognise the text first (OCR), then add the new file",
    ),
    "garbled": (
        "the letters of this PDF cannot be told: its fonts do not say what their signs mean",
        "recognise the text anew (OCR), or add another form of the document",
    ),
    "encrypted": ("the file is encrypted", "save a copy without a password, then add that"),
    "old-word": (
        "this is an encrypted file or one of an old Word (.doc)",
        "save it as .docx without a password, then add that",
    ),
    "rtf": ("this is an RTF file", "save it as .docx or .txt, then add that"),
    "is": ("the file is not what its name says: it is {}", "give it the right suffix"),
    "not-html": ("there is no HTML in this file", "give it the right suffix, or save the page anew"),
    "not-pdf": ("this is no PDF, or it is damaged or cut off", "open it in a viewer and save it anew"),
    "not-docx": ("this is no Word file (.docx), or it is damaged or cut off", "open it in Word and save it anew"),
    "not-utf8": ("the text is not UTF-8: {}", "save it as UTF-8"),
    "charset": ("the page says that it is in '{}', and it is not", "save it as UTF-8"),
    "pages": ("the PDF has {} pages, more than 2,000", "split it"),
    "bomb": ("the file unpacks to far more than it should ({})", "open it in Word and save it anew"),
    "deep": ("the markup is nested deeper than {} levels", "save only the text of the page"),
    "doctype": ("the file declares a document type of its own, which no Word file needs", "save it anew in Word"),
    "control": ("a character that is no text stands in it ({})", "take it out; `cat -v` shows where"),
    "direction": (
        "a hidden character that turns the direction of the text stands in it ({})",
        "take it out: what is read would not be what is compared",
    ),
    "long": ("the text is too long for one document: {}", "split it into parts"),
    "slow": ("reading it takes longer than {} seconds", "split it, or save it anew"),
    "memory": ("reading it takes more than {} of memory", "split it, or save it anew"),
    "output": ("the text of the file is longer than {}", "split it"),
    "crashed": ("its parser failed ({})", "save it anew with another program"),
    "extra": ("reading {} needs the extra [documents]", EXTRA),
}
"""Why a file is refused, and what to do."""

LEFT: dict[str, tuple[str, str]] = {
    "picture": ("picture", "pictures"),
    "hidden": ("hidden part", "hidden parts"),
    "navigation": ("part round the text (navigation, footers, forms)", "parts round the text (navigation, forms)"),
    "reference": ("mark of a reference", "marks of references"),
    "running": ("running head or page number", "running heads and page numbers"),
    "contents": ("line of a table of contents", "lines of a table of contents"),
    "hyphen": ("word put together at the end of a line", "words put together at ends of lines"),
    "unknown": ("sign that the PDF does not explain", "signs that the PDF does not explain"),
    "deleted": ("deleted part", "deleted parts"),
    "cut": ("sentence of more than 2,000 characters, cut", "sentences of more than 2,000 characters, cut"),
    "remark": (
        "paragraph in brackets, kept as a remark that cannot be cited",
        "paragraphs in brackets, kept as remarks that cannot be cited",
    ),
    "encoding": ("encoding guessed: nothing in the page says it", "encodings guessed"),
    "comment": ("other thing that Word shows beside the text", "other things that Word shows beside the text"),
}
"""What a reader leaves out or changes, for one and for several."""


def refused(why: str, detail: str, where: str) -> QuizError:
    """Return the error that tells a user why the file `where` is not taken."""
    what, hint = WHY.get(why, WHY["crashed"])
    return QuizError(what.replace("{}", one_line(detail, 80)), where, hint)


def left_out(left: dict[str, int]) -> list[str]:
    """Return what was left out or changed, in words; what is not known by name is not told."""
    return [f"{n:,} {LEFT[name][n != 1]}" for name, n in sorted(left.items()) if name in LEFT and n > 0]
