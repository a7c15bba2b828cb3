"""Commands for instructors: the items, one of them scored, banks and briefs checked, the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quiz.commands.shared import open_library, print_json, tell, verdict_of
from quiz.errors import Exit, QuizError
from quiz.text import counted, nearest, one_line

if TYPE_CHECKING:
    from argparse import Namespace

    from quiz.banks import Entry


def _plain_entry(entry: Entry) -> dict[str, Any]:
    import msgspec

    return {**msgspec.to_builtins(entry.item), "bank": entry.bank, "status": entry.item.status}


def items(options: Namespace) -> int:
    """Print every item."""
    library = open_library(options)
    found = [e for e in library.entries.values() if options.status in (None, e.item.status)]
    if options.json:
        print_json({"items": [_plain_entry(e) for e in found]})
        return Exit.DONE
    for entry in found:
        item = _plain_entry(entry)
        about = f"{item['type']}, level {item['level']}, {item['status']}, {item['bank']}"
        print(one_line(f"{item['id']} ({about}): {item['stem']}"))
    return Exit.DONE


_LIST = """list, such as '["a", "b"]'"""
_OBJECT = """object, such as '{"a": "b"}'"""
_JSON_FORMS = {"multiple": _LIST, "order": _LIST, "evidence": _LIST, "match": _OBJECT, "cloze": _OBJECT}
"""How responses are given to types of which one word is not enough."""


def grade(options: Namespace) -> int:
    """Score one response without logging it."""
    import msgspec

    from quiz.scoring import AskAgain, Policy, score

    library = open_library(options)
    entry = library.entries.get(options.item)
    if entry is None:
        near = nearest(options.item, library.entries)
        hint = f"did you mean '{near}'?" if near else "`quiz items` lists them"
        raise QuizError(f"there is no item '{one_line(options.item, 60)}'", hint=hint)
    response: Any = options.response
    form = _JSON_FORMS.get(str(entry.marking.__struct_config__.tag))
    if form is not None:
        try:
            response = msgspec.json.decode(options.response)
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            hint = f"write a JSON {form}"
            raise QuizError(f"not JSON: {one_line(options.response, 60)}", options.item, hint) from None
    made = score(entry.marking, response, Policy())
    if isinstance(made, AskAgain):
        asked = {"item": entry.item.id, "ask_again": made.reason, "say": made.say}
        where = f" in {made.part}" if made.part else ""
        if options.json:
            print_json({**asked, "part": made.part} if made.part else asked)
        else:
            print(f"ask again ({made.reason}{where}): {made.say}")
        return Exit.DONE
    if options.json:
        print_json({"item": entry.item.id, **msgspec.to_builtins(made), "notes": made.notes})
        return Exit.DONE
    notes = f" ({', '.join(made.notes)})" if made.notes else ""
    print(f"{made.verdict} {made.score}{notes}")
    return Exit.DONE


def documents(options: Namespace) -> int:
    """Print the documents and what lies between them and their originals."""
    from quiz.checks import fidelity
    from quiz.config import originals_folder
    from quiz.documents import SentenceMark

    library = open_library(options)
    originals = originals_folder(options.originals)
    findings = [f for f in library.findings if f.path.endswith(".md")]
    if originals is not None:
        if not originals.is_dir():
            raise QuizError("no such folder", str(originals), "name the folder of the originals")
        findings += fidelity(library, originals)
    rows = [
        {
            "id": d.id,
            "title": d.title,
            "called": d.called,
            "voice": d.voice,
            "kind": d.kind,
            "path": d.path,
            "original": d.original,
            "paragraphs": len(d.passages),
            **{str(m): d.count(m) for m in SentenceMark},
        }
        for d in library.documents.values()
    ]
    if options.json:
        print_json({"documents": rows, "findings": findings})
        return verdict_of(findings)
    for row in rows:
        marks = f"{row['core']} core, {row['useful']} useful, {row['background']} background"
        marks = f"{row['plain']} sentences" if row["plain"] else marks
        print(one_line(f"{row['id']}: {row['title']} ({row['kind']}, {row['paragraphs']} paragraphs; {marks})"))
    tell(findings)
    if originals is not None:
        print(f"{counted(len(findings), 'finding')} against the originals in {one_line(str(originals))}")
    return verdict_of(findings)
