"""Drafts of questions from documents: pure stages, the same input gives the same drafts, byte for byte.

`question_banks/drafts/` holds, for each document that was read:

`ID.yaml`
    the drafts as a bank in the usual form, each with `status: draft`; `quiz check` reads it like any bank.
`ID.json`
    beside each draft its `Origin` (see `quiz.generate.values`): version and back end of the generator, family and form
    of the stem, SHA-256 of the document, spans of sentence and answer, status of the claim and its speaker, the verdict
    of each gate, other sources of the same fact, other stems (`variants`: whole items, to put in the place of the item)
    and all distractors with the reason for each (`pool`: those in use first). Where a language model worded a draft,
    a stem or a distractor, its name and the hash of what it was asked; what a critic flags stands in `warnings`. Also
    `uncovered`: sentences without a draft, and why.
`ID.md`
    only for a document that is not of the library: its text as a document of the library (`text: original`), to be put
    into `seeds/` when its first draft is approved.
`decisions.jsonl`
    what reviewers did, one `Decision` a line, only ever added to. Facts approved or rejected are not drafted again.

`quiz.generate.files` reads and writes them: `read_sheets`, `read_decisions`, `append_decision`, `standing`. The gates
run again on any item that is laid beside its origin: `examine(Draft(item=…, origin=…), ground)` in
`quiz.generate.gates`,
with `ground` made once for a document by `ground_for(library, sheet, root, today)` in `quiz.generate.opening`.
"""
