from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from quiz.errors import QuizError
from quiz.generate.files import (
    DECISIONS,
    append_decision,
    drafts_folder,
    dump_sheet,
    load_sheet,
    merged,
    read_decisions,
    read_sheet,
    read_sheets,
    standing,
    write_sheet,
)
from quiz.generate.ingest import as_file
from quiz.generate.pipeline import Stopped
from quiz.generate.signature import item_digest
from quiz.generate.values import Decision, Draft, Sheet
from tests.support.drafting import PORT, RULES, read, sheets

WHEN = "2026-03-01T12:00:00Z"
ACTIONS = ("approve", "reject", "skip", "undo")
ORDERS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(ACTIONS)), max_size=20)


def _sheet(text: str = PORT) -> Sheet:
    return sheets([text])[0]


def _sentences(text: str) -> set[str]:
    return {" ".join(s.text.split()) for s in read(text, "text0.md").said}


def _decided(draft: Draft, action: Any, **more: Any) -> Decision:
    own = draft.origin
    return Decision(item=own.id, fact=own.fact, family=own.family, action=action, who="ann", when=WHEN, **more)


@pytest.mark.parametrize("text", [PORT, RULES, "", "One word"])
def test_a_sheet_reads_back_as_it_was_written(text: str) -> None:
    sheet = _sheet(text)
    bank, beside = dump_sheet(sheet)
    assert load_sheet(bank.encode(), beside) == sheet


def test_the_same_text_gives_the_same_bytes() -> None:
    assert dump_sheet(_sheet()) == dump_sheet(_sheet())
    assert dump_sheet(_sheet()) != dump_sheet(_sheet(RULES))


def test_drafts_lie_in_their_folder_as_a_bank_with_their_origins_beside(tmp_path: Path) -> None:
    sheet = structs.replace(_sheet(), document="port")
    folder = drafts_folder(tmp_path)
    written = write_sheet(folder, sheet, as_file(read(PORT)))
    assert [p.name for p in written] == ["port.yaml", "port.json", "port.md"]
    assert sorted(p.name for p in folder.iterdir()) == ["port.json", "port.md", "port.yaml"]
    assert read_sheet(tmp_path, "port") == sheet
    assert read_sheets(tmp_path) == ([sheet], [])
    assert read_sheet(tmp_path, "other") is None


def test_files_that_cannot_be_read_are_told_and_others_are_read(tmp_path: Path) -> None:
    folder = drafts_folder(tmp_path)
    sheet = _sheet()
    write_sheet(folder, sheet)
    (folder / "bad.json").write_text("{", "utf-8")
    (folder / "bad.yaml").write_text("bank: bad\n", "utf-8")
    newer = json.loads((folder / f"{sheet.document}.json").read_bytes()) | {"format": 99}
    (folder / "newer.json").write_text(json.dumps(newer), "utf-8")
    (folder / "newer.yaml").write_text("bank: x\ntitle: X\nitems: []\n", "utf-8")
    found, errors = read_sheets(tmp_path)
    assert found == [sheet]
    assert ["newer" in str(e) for e in errors] == [False, True]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "question_banks").write_text("a file", "utf-8")
    with pytest.raises(QuizError, match="cannot be written"):
        write_sheet(drafts_folder(tmp_path), _sheet())


def test_decisions_are_added_line_by_line_and_a_cut_line_swallows_none(tmp_path: Path) -> None:
    one, two = _sheet().drafts[:2]
    append_decision(tmp_path, _decided(one, "reject", reason="trivial", seconds=4.5))
    path = drafts_folder(tmp_path) / DECISIONS
    path.write_bytes(path.read_bytes() + b'{"item": "cut')
    append_decision(tmp_path, _decided(two, "approve", became="harbour-opened", bank="port"))
    decisions, damaged = read_decisions(tmp_path)
    assert [d.action for d in decisions] == ["reject", "approve"]
    assert damaged == 1


@given(orders=ORDERS)
@settings(deadline=None)
def test_undo_takes_back_the_last_decision_on_the_same_fact(orders: list[tuple[str, Any]]) -> None:
    made = [Decision(item=f, fact=f, family="who", action=a, who="ann", when=WHEN) for f, a in orders]
    held = standing(made)
    for fact in "abc":
        stack: list[str] = []
        for name, action in orders:
            if name == fact and action != "undo":
                stack.append(action)
            elif name == fact and stack:
                stack.pop()
        assert held[fact].action == stack[-1] if stack else fact not in held


def test_what_was_decided_is_not_offered_again_and_nothing_else_changes() -> None:
    sheet = _sheet()
    first, second, third, *rest = sheet.drafts
    decisions = [_decided(first, "reject", reason="wrong"), _decided(second, "approve"), _decided(third, "skip")]
    left = merged(sheet, sheet, decisions, _sentences(PORT))
    assert left.drafts == (third, *rest)
    assert merged(sheet, sheet, [*decisions, _decided(first, "undo")], _sentences(PORT)).drafts == (first, third, *rest)


def test_a_rejected_fact_stays_rejected_when_the_document_changes_elsewhere() -> None:
    old = _sheet()
    longer = f"{PORT}\nHanna Lorentz sold the shipyard to Karl Berger in 1955.\n"
    new = _sheet(longer)
    assert not {d.id for d in old.drafts} & {d.id for d in new.drafts}
    gone = old.drafts[0]
    left = merged(new, old, [_decided(gone, "reject", reason="trivial")], _sentences(longer))
    assert gone.item.stem not in {d.item.stem for d in left.drafts}
    assert len(left.drafts) == len(new.drafts) - 1


def test_a_draft_edited_by_hand_is_kept_and_cites_the_document_as_it_is() -> None:
    old = _sheet()
    first, *rest = old.drafts
    edited = Draft(item=structs.replace(first.item, stem="When did it begin, then?"), origin=first.origin)
    left = merged(old, structs.replace(old, drafts=(edited, *rest)), [], _sentences(PORT))
    assert left.drafts[0].item.stem == "When did it begin, then?"
    assert left.drafts[0].item.id == first.id
    assert item_digest(left.drafts[0].item) != left.drafts[0].origin.made
    assert left.drafts[1:] == tuple(rest)


def test_a_draft_of_a_sentence_that_is_gone_is_stale() -> None:
    old = _sheet()
    shorter = PORT.replace("Lindhaven Harbour was opened in 1871. ", "")
    left = merged(_sheet(shorter), old, [], _sentences(shorter))
    stale = [d for d in left.drafts if d.origin.stale]
    assert [d.origin.passage for d in stale] == ["Lindhaven Harbour was opened in 1871."]
    assert [d.origin.stale for d in merged(_sheet(), old, [], _sentences(PORT)).drafts] == [False] * len(old.drafts)


def test_deciding_one_draft_changes_no_id_of_another() -> None:
    sheet = _sheet()
    before = [d.id for d in sheet.drafts]
    for draft in sheet.drafts:
        left = merged(_sheet(), sheet, [_decided(draft, "reject", reason="trivial")], _sentences(PORT))
        assert [d.id for d in left.drafts] == [i for i in before if i != draft.id]


def test_work_is_told_of_and_can_be_stopped() -> None:
    told: list[tuple[str, int, int]] = []

    def tell(stage: str, done: int, total: int) -> bool:
        told.append((stage, done, total))
        return True

    sheets([PORT], progress=tell)
    assert {stage for stage, _, _ in told} == {"sentences", "mentions", "gates"}
    assert all(0 <= done <= total for _, done, total in told)
    with pytest.raises(Stopped):
        sheets([PORT], progress=lambda stage, done, total: stage != "gates")


def test_only_the_families_that_are_asked_for() -> None:
    assert {d.origin.family for d in sheets([PORT], families=["when"])[0].drafts} == {"when"}
