"""The command that writes an exam on paper: `quiz print`."""

from __future__ import annotations

import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from quiz.commands.shared import open_library, print_json, say
from quiz.errors import Exit, QuizError
from quiz.text import counted, listed, one_line

if TYPE_CHECKING:
    from argparse import Namespace

    from quiz.views.paper import Paper
    from quiz.views.paper.fonts import Fonts

EXTRA = "pip install 'quiz[print]'"
MOST = 500
"""Questions of a paper, at most."""


def print_exam(options: Namespace) -> int:
    """Write a sheet of questions and one of answers."""
    from msgspec import structs

    from quiz.items import ExamFile
    from quiz.views.choices import Choices
    from quiz.views.paper import paper_of

    library = open_library(options)
    choices = Choices(options.bank, options.topic, options.document, options.type, options.level)
    entries = [entry for entry in library.askable() if choices.admits(entry)]
    exam = library.exam or ExamFile()
    exam = structs.replace(exam, minutes=options.minutes or exam.minutes)
    wanted = exam.items if options.items is None else options.items
    if not 1 <= wanted <= MOST or exam.minutes < 1:
        raise QuizError(f"a paper has from 1 to {MOST} questions, and a minute at least", "--items", "choose others")
    if options.format == "pdf" and find_spec("fpdf") is None:
        raise QuizError("PDF needs the extra [print]", "--format", f"{EXTRA}, or print the HTML from a browser")
    paper = paper_of(library, entries, exam, wanted, options.seed or secrets.token_hex(4))
    if paper is None:
        raise QuizError("no approved item is left by that choice", "", "`quiz items` lists them with their banks")
    written = _write(Path(options.out), _sheets(paper, options, library.language))
    if options.json:
        items = [item.item for item in paper.items]
        print_json(
            {
                "exam": paper.id,
                "seed": paper.seed,
                "items": items,
                "files": written,
                "short": paper.short,
                "telling": paper.telling,
            }
        )
        return Exit.DONE
    if paper.short:
        say(f"quiz: {paper.short}")
    if paper.telling:
        numbers = listed(map(str, paper.telling))
        say(f"quiz: a passage printed with {numbers} answers another question too; another --seed may not draw both")
    print(one_line(f"Exam {paper.id}: {counted(len(paper.items), 'question')}; --seed {paper.seed} gives it again"))
    for name in written:
        print(one_line(name))
    return Exit.DONE


def _sheets(paper: Paper, options: Namespace, language: str) -> dict[str, bytes]:
    """Return the files of a paper by their names."""
    names = f"exam-{paper.id}.{options.format}", f"exam-{paper.id}-answers.{options.format}"
    if options.format == "md":
        from quiz.views.paper import markdown

        made = markdown.questions(paper).encode(), markdown.answers(paper).encode()
    elif options.format == "html":
        from quiz.views.paper import page

        made = page.questions(paper, language).encode(), page.answers(paper, language).encode()
    else:
        from quiz.views.paper import portable

        fonts = _fonts(paper, options.font)
        made = portable.questions(paper, fonts), portable.answers(paper, fonts)
    return dict(zip(names, made, strict=True))


def _fonts(paper: Paper, given: list[str]) -> Fonts:
    """Return fonts that have every letter of a paper. Raises QuizError when there are none."""
    from quiz.views.paper.fonts import chosen, installed, joined, letters_in

    letters = paper.letters() | frozenset(map(chr, range(0x20, 0x7F))) | frozenset("·½“”→")
    browser = "print the HTML from a browser: --format html"
    if turned := joined(letters):
        raise QuizError(f"a PDF of ours cannot set {_shown(turned)}: its script is joined or turned", "", browser)
    for name in given:
        if not letters_in(Path(name)):
            raise QuizError("this is no font that can be read", name, "name a .ttf or .otf file")
    fonts = chosen([*map(Path, given), *installed()], letters)
    if fonts.main is None or fonts.missing:
        hint = f"--font FILE names one that has, or {browser}"
        raise QuizError(f"no font of this system has the letters {_shown(fonts.missing or sorted(letters))}", "", hint)
    return fonts


def _shown(letters: tuple[str, ...] | list[str]) -> str:
    more = "" if len(letters) <= 12 else f" and {len(letters) - 12} more"
    return " ".join(letters[:12]) + more


def _write(folder: Path, files: dict[str, bytes]) -> list[str]:
    """Write both sheets, or none where one is there and differs; return their paths."""
    for name, data in files.items():
        path = folder / name
        if os.path.lexists(path) and not (path.is_file() and path.read_bytes() == data):
            raise QuizError("this file is there and is another one", str(path), "move it, or choose another --out")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            temporary = folder / f".{name}.{os.getpid()}.new"
            temporary.write_bytes(data)
            os.replace(temporary, folder / name)
    except OSError as error:
        raise QuizError(f"cannot be written ({error.strerror or error})", str(folder), "choose another --out") from None
    return [str(folder / name) for name in files]
