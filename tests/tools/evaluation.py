"""How good drafts are, by readers who do not know what they read.

    python -m tests.tools.evaluation sample FILE... --out DIR --n 100 --seed 1 --curated BANK
    python -m tests.tools.evaluation verdicts DIR/key.json READER1.yaml READER2.yaml
    python -m tests.tools.evaluation core

`sample` drafts questions from documents and writes `DIR/sheet.md`, which a reader gets, and `DIR/key.json`, which no
reader gets: it says of each number whether it is a draft (and of which family), written by hand, or spoilt on purpose,
and holds no word of any text. With `--closed` the sheet holds places and hashes only, for texts that must not be handed
on; the readers' sheet is made by the same command without it, outside of the repository: the hashes in both keys are
the same. A reader's file says for each number: `1: {verdict: as_is, wrong_key: false, same_kind: true}`. `core` counts
the core sentences of a library's documents that a draft asks about, as if it had no item yet.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import structs

from quiz.banks import open_library
from quiz.config import SEEDS
from quiz.errors import QuizError
from quiz.generate.opening import reads_of
from quiz.generate.parsing import parser_for
from quiz.generate.pipeline import generate
from tests.tools.evaluation_figures import read_verdicts, table
from tests.tools.evaluation_sheet import key_of, render, sample

ROOT = Path(__file__).parents[2]


def write_sheet(options: Namespace) -> int:
    """Draft, sample, and write sheet and key."""
    library = open_library(Path(options.library))
    reads = reads_of(Path(options.library), library, options.files)
    parser, note = parser_for(options.backend)
    sheets = generate(reads, library, parser, date.fromisoformat(options.today))
    counts = (options.n, options.written if options.curated else 0, options.planted)
    entries = sample(sheets, reads, library, options.curated, counts, options.seed)
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    (out / "sheet.md").write_text(render(entries, options.closed), "utf-8")
    (out / "key.json").write_text(json.dumps(key_of(entries, options.seed), indent=1) + "\n", "utf-8")
    made, words = sum(len(s.drafts) for s in sheets), sum(s.words for s in sheets)
    origins = Counter(e.origin for e in entries)
    print(note or f"back end: {parser.name}")
    for sheet in sheets:
        print(f"{sheet.document}: {len(sheet.drafts)} drafts on {sheet.words} words")
    print(f"in all {made} drafts on {words} words, {1000 * made / max(1, words):.1f} on 1,000 words")
    print(f"on the sheet: {', '.join(f'{name} {n}' for name, n in sorted(origins.items()))}")
    return 0


def print_core(options: Namespace) -> int:
    """Print how many core sentences have a draft, by document."""
    root = Path(options.library)
    library = structs.replace(open_library(root), entries={})
    reads = reads_of(root, library, [str(path) for path in sorted((root / SEEDS).glob("*.md"))])
    parser, note = parser_for(options.backend)
    sheets = generate(reads, library, parser, date.fromisoformat(options.today))
    told = {source.text for sheet in sheets for draft in sheet.drafts for source in draft.origin.sources}
    print(note or f"back end: {parser.name}")
    found = of = 0
    for sheet, read in zip(sheets, reads, strict=True):
        asked = {draft.origin.sentence.start for draft in sheet.drafts}
        core = [said for said in read.said if said.mark == "core"]
        hits = sum(said.start in asked or said.text in told for said in core)
        print(f"{read.id}: {len(sheet.drafts)} drafts, {hits} of {len(core)} core sentences")
        found, of = found + hits, of + len(core)
    print(f"in all {found} of {of} core sentences = {100 * found / max(1, of):.1f} %")
    return 0


def print_figures(options: Namespace) -> int:
    """Print what readers said."""
    key = json.loads(Path(options.key).read_text("utf-8"))
    readers = [read_verdicts(Path(p), list(key["items"])) for p in options.readers]
    print("\n".join(table(key, readers)))
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m tests.tools.evaluation")
    commands = parser.add_subparsers(required=True)
    made = commands.add_parser("sample", help="draft questions from documents and write a blind sheet")
    made.add_argument("files", nargs="+", metavar="FILE")
    made.add_argument("--out", required=True, metavar="DIR")
    made.add_argument("--n", type=int, default=100, help="drafts on the sheet (100)")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--curated", default="", metavar="BANK", help="a bank whose approved items are mixed in")
    made.add_argument("--written", type=int, default=30, help="items of that bank (30)")
    made.add_argument("--planted", type=int, default=20, help="bad items (20)")
    made.add_argument("--closed", action="store_true", help="places and hashes only, no text")
    made.set_defaults(run=write_sheet)
    core = commands.add_parser("core", help="count the core sentences that a draft asks about")
    for command in (made, core):
        command.add_argument("--library", default=str(ROOT), metavar="DIR")
        command.add_argument("--backend", choices=("auto", "rules", "spacy"), default="auto")
        command.add_argument("--today", default=date.today().isoformat(), metavar="DATE")
    core.set_defaults(run=print_core)
    told = commands.add_parser("verdicts", help="print what readers said")
    told.add_argument("key", metavar="KEY")
    told.add_argument("readers", nargs="+", metavar="READER")
    told.set_defaults(run=print_figures)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it could be done, 2 when not."""
    options = _parser().parse_args(arguments)
    try:
        done: int = options.run(options)
    except (QuizError, ValueError, OSError) as error:
        print(f"evaluation: {error}", file=sys.stderr)
        return 2
    return done


if __name__ == "__main__":
    sys.exit(main())
