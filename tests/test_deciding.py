"""Decisions on the disk: an item more and every other byte kept, all or nothing, taken back byte for byte."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from quiz.banks import open_shelf, writing
from quiz.banks.writing import append_item, replace_item
from quiz.errors import QuizError
from quiz.generate import accepting, deciding, files
from quiz.generate.accepting import name_of
from quiz.generate.deciding import Table
from quiz.generate.own import KINDS, own_draft, stem_begun
from quiz.generate.values import REASONS
from quiz.items import Text
from quiz.reading import read_yaml
from quiz.reading.spans import tree_of
from quiz.text import one_line
from tests.support.drafts import HEAD, ITEM, NOW, files_of, sheet, table_of, write_drafts


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_drafts(tmp_path / "lib", foreign=True)


def bank(root: Path) -> Path:
    return root / "question_banks" / "facts.yaml"


def test_an_approved_draft_is_asked_and_everything_else_stays(root: Path) -> None:
    table, before = table_of(root), files_of(root)
    assert table.look is not None
    receipt = table.approve(NOW)
    after = files_of(root)
    assert {n for n in after if after[n] != before.get(n)} == {"question_banks/facts.yaml"}
    assert after["question_banks/facts.yaml"].startswith(before["question_banks/facts.yaml"].split(b"# the end")[0])
    library = open_shelf(root).library
    assert not library.findings
    item = library.entries[receipt.item].item
    assert item.status == "approved"
    assert replace(item, id=table.state.looks[0].draft.id, status="draft") == table.state.looks[0].item
    (decision,) = files.read_decisions(root)[0]
    assert (decision.action, decision.became, decision.bank, decision.who) == ("approve", receipt.item, "facts", "ana")
    assert (decision.seconds, decision.edits, decision.own) == (12.0, (), False)


def decide(table: Table, what: str) -> None:
    if what == "approve":
        table.approve(NOW)
    elif what == "reject":
        table.reject("cue", NOW)
    else:
        table.skip(NOW)


def items_in(text: str) -> Any:
    tree: Any = tree_of(read_yaml(text.removeprefix("\ufeff")).root)  # type: ignore[arg-type]
    return tree["items"]


BANKS = st.builds(
    lambda comments, blank, newline, bom: (bom + HEAD + ITEM.replace("# the end\n", "".join(comments) + blank)).replace(
        "\n", newline
    ),
    st.lists(st.from_regex(r"# ?[a-zé {}\[\]:'\"-]{0,20}\n", fullmatch=True), max_size=3),
    st.sampled_from(["", "\n", "\n\n"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
)


@settings(max_examples=20)
@given(text=BANKS, decisions=st.lists(st.sampled_from(["approve", "reject", "skip", "undo"]), max_size=6))
def test_banks_keep_every_other_byte_and_come_back(
    tmp_path_factory: pytest.TempPathFactory, text: str, decisions: list[str]
) -> None:
    root = write_drafts(tmp_path_factory.mktemp("bank") / "lib", text)
    table = table_of(root)
    history = [bank(root).read_bytes()]
    for what in decisions:
        if what == "undo":
            before = len(table.state.past)
            table.undo(NOW)
            history = history[:-1] if before else history
        elif table.look is None:
            break
        else:
            decide(table, what)
            history.append(bank(root).read_bytes())
        now = bank(root).read_bytes()
        assert now == history[-1]
        library = open_shelf(root).library
        assert not library.findings
        assert len(library.entries) == 1 + sum(k.action == "approve" for k in table.state.looks)
        assert (b"\r\n" in now) == (b"\r\n" in history[0])
        kept, made = items_in(text), items_in(now.decode())
        assert made[: len(kept)] == kept


@settings(max_examples=25)
@given(text=BANKS, more=st.integers(0, 3), end=st.sampled_from(["", "tail: x\n", "\n\n"]))
def test_a_long_bank_takes_an_item_as_a_short_one_does(text: str, more: int, end: str) -> None:
    newline = "\r\n" if "\r\n" in text else "\n"
    items = "".join(ITEM.replace("camp-place", f"camp-{n}").replace("\n", newline) for n in range(more))
    text += items + end.replace("\n", newline)
    item = sheet().drafts[0].item
    slow = append_item(text, item)
    lengths = []

    def noted(found: str) -> Any:
        lengths.append(len(found))
        return read_yaml(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "LONG", 0)
        patch.setattr(writing, "read_yaml", noted)
        assert append_item(text, item) == slow
        assert not more or max(lengths) < len(slow)
        with pytest.raises(QuizError, match="of that id"):
            append_item(slow, item)


def test_undo_gives_all_files_back_and_the_log_tells_of_it(root: Path) -> None:
    table, before = table_of(root, "facts"), files_of(root)
    while table.look is not None:
        table.approve(NOW)
    assert (root / "seeds" / "trip.md").read_bytes() == before["question_banks/drafts/trip.md"]
    assert not open_shelf(root).library.findings
    while table.state.past:
        table.undo(NOW)
    assert files_of(root) == before
    decisions = files.read_decisions(root)[0]
    assert [d.action for d in decisions] == ["approve"] * 8 + ["undo"] * 8
    assert files.standing(decisions) == {}
    assert len(table_of(root).state.looks) == 8
    assert table.undo(NOW) == ""


def test_a_rejected_draft_never_returns(root: Path) -> None:
    table = table_of(root)
    assert table.look is not None
    gone = table.look.draft
    table.reject("trivial", NOW)
    assert gone.origin.fact not in [k.draft.origin.fact for k in table_of(root).state.looks]
    decisions, _ = files.read_decisions(root)
    again = files.merged(sheet(), files.read_sheet(root, "camp"), decisions, {d.origin.passage for d in sheet().drafts})
    files.write_sheet(files.drafts_folder(root), again)
    table = table_of(root)
    assert gone.origin.fact not in [k.draft.origin.fact for k in table.state.looks]
    assert len(table.state.looks) == 7
    with pytest.raises(QuizError, match="no reason"):
        table.reject("ugly", NOW)


def test_what_is_approved_is_seen_by_the_gates_of_what_follows(root: Path) -> None:
    table = table_of(root)
    first = table.look
    assert first is not None
    receipt = table.approve(NOW)
    what = next(g.what for g in table.gates(first) if g.name == "again")
    assert receipt.item in what
    table.undo(NOW)
    assert not any(g.what for g in table.gates(first))


def test_own_wording_is_approved_only_when_said_so_and_recorded(root: Path) -> None:
    table = table_of(root)
    table.reword("Which Norwegian explorer led Camp Nord at Lake Imara?")
    with pytest.raises(QuizError, match="own wording"):
        table.approve(NOW)
    table.approve(NOW, own=True)
    (decision,) = files.read_decisions(root)[0]
    assert decision.own
    assert decision.edits == ("stem",)
    assert "5 facts" in decision.note
    table.approve(NOW, own=True)
    assert not files.read_decisions(root)[0][-1].own


def test_the_bank_changed_meanwhile_is_read_again_and_never_overwritten(root: Path) -> None:
    table = table_of(root)
    more = b"# written meanwhile\n"
    bank(root).write_bytes(bank(root).read_bytes() + more)
    table.approve(NOW)
    approved = bank(root).read_bytes()
    assert more in approved
    bank(root).write_bytes(approved + more)
    state = table.state
    with pytest.raises(QuizError, match="changed meanwhile"):
        table.undo(NOW)
    assert bank(root).read_bytes() == approved + more
    assert table.state == state
    bank(root).write_bytes(approved)
    table.undo(NOW)
    assert more in bank(root).read_bytes()


def test_what_somebody_else_decided_meanwhile_stands(root: Path) -> None:
    mine, other = table_of(root), table_of(root)
    other.who = "eva"
    other.approve(NOW)
    before = files_of(root)
    for decide_ in (lambda: mine.approve(NOW), lambda: mine.reject("cue", NOW)):
        with pytest.raises(QuizError, match="eva has approved this draft meanwhile"):
            decide_()
    assert files_of(root) == before
    mine.skip(NOW)
    mine.approve(NOW)
    assert len(open_shelf(root).library.entries) == 3


def fails(*_: Any, **__: Any) -> Any:
    raise QuizError("cannot be written (No space left on device)", "facts.yaml")


@pytest.mark.parametrize(("module", "name"), [(accepting, "replace_file"), (files, "append_decision")])
def test_a_full_disk_leaves_all_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    table = table_of(root)
    while table.look is not None and table.look.draft.origin.document == "camp":
        table.skip(NOW)
    before, state, done = files_of(root), table.state, list(table.decisions)
    with monkeypatch.context() as patch:
        patch.setattr(module, name, fails)
        with pytest.raises(QuizError, match="No space left"):
            table.approve(NOW)
    assert files_of(root) == before
    assert (table.state, table.decisions) == (state, done)
    receipt = table.approve(NOW)
    assert receipt.seed == root / "seeds" / "trip.md"
    after = files_of(root)
    with monkeypatch.context() as patch:
        patch.setattr(files, "append_decision", fails)
        with pytest.raises(QuizError, match="No space left"):
            table.undo(NOW)
    assert files_of(root) == after
    table.undo(NOW)
    assert files_of(root) == before


def test_another_document_of_that_name_is_never_replaced(root: Path) -> None:
    table = table_of(root)
    while table.look is not None and table.look.draft.origin.document == "camp":
        table.skip(NOW)
    (root / "seeds" / "trip.md").write_text("another\n", "utf-8")
    before = files_of(root)
    with pytest.raises(QuizError, match="another document"):
        table.approve(NOW)
    assert files_of(root) == before


def test_a_planted_document_that_others_cite_stays(root: Path) -> None:
    table = table_of(root, "facts")
    while table.look is not None and table.look.draft.origin.document == "camp":
        table.skip(NOW)
    table.approve(NOW)
    (root / "question_banks" / "other.yaml").write_text("bank: other\ntitle: O\nitems: [] # cites trip soon\n", "utf-8")
    table.undo(NOW)
    assert (root / "seeds" / "trip.md").exists()


def test_without_a_bank_one_is_made_and_taken_back(tmp_path: Path) -> None:
    root = write_drafts(tmp_path / "lib")
    bank(root).unlink()
    table, before = table_of(root), files_of(root)
    table.approve(NOW)
    table.approve(NOW)
    library = open_shelf(root).library
    assert not library.findings
    assert len(library.entries) == 2
    table.undo(NOW)
    table.undo(NOW)
    assert files_of(root) == before


def test_a_bank_is_chosen_by_name_by_fitness_or_in_turn(root: Path) -> None:
    (root / "question_banks" / "aaa.yaml").write_text("bank: aaa\ntitle: A\nitems: []\n", "utf-8")
    assert table_of(root).place.bank == "facts"
    table = table_of(root, "aaa")
    assert table.place.bank == "aaa"
    table.choose_next_bank()
    assert table.place.bank == "facts"
    with pytest.raises(QuizError, match="did you mean 'facts'"):
        table_of(root, "fact")


def test_edits_are_kept_in_the_file_of_the_drafts_where_comments_stay(root: Path) -> None:
    table = table_of(root)
    assert table.look is not None
    path = table.file_of(table.look)
    path.write_bytes(path.read_bytes() + b"# mine\n")
    before = path.read_bytes()
    table.skip(NOW)
    assert path.read_bytes() == before
    table.undo(NOW)
    table.next_stem()
    table.reword("Who led Camp Nord?")
    table.skip(NOW)
    assert path.read_bytes().endswith(b"# mine\n")
    found = next(k for k in table_of(root).state.looks if k.draft.id == table.state.looks[0].draft.id)
    assert isinstance(found.item, Text)
    assert found.item.stem == "Who led Camp Nord?"
    assert found.edits == ("draft",)
    table.undo(NOW)
    table.undo(NOW)
    table.undo(NOW)
    table.skip(NOW)
    assert table_of(root).state.looks[-1].edits == ()


def test_what_an_editor_wrote_is_taken_up_and_can_be_undone(root: Path) -> None:
    table = table_of(root)
    look = table.look
    assert look is not None
    path = table.file_of(look)
    path.write_text(path.read_text("utf-8").replace(look.item.stem, "Who else?"), "utf-8")
    table.take_up()
    assert table.look is not None
    assert table.look.item.stem == "Who else?"
    table.undo(NOW)
    assert table.look == look
    path.write_text(path.read_text("utf-8").replace(look.draft.id, "d-other"), "utf-8")
    with pytest.raises(QuizError, match="no longer in its file"):
        table.take_up()


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_of_ones_own_is_kept_read_and_approved(root: Path, kind: str) -> None:
    table = table_of(root)
    found = table.unasked()
    assert [u.mark for _, u in found][:2] == ["core", "core"]
    place, sentence = next((s, u) for s, u in found if "May 1980" in u.text and s.document == "camp")
    answer = {"date": "1980-05", "numeric": "1980", "boolean": "true"}.get(kind, "Hut Rosso")
    wrong = "Fort Adler; Camp Nord" if kind == "choice" else ""
    stem = "Hut Rosso burned down in May 1980." if kind == "boolean" else f"{stem_begun(place)}what burned down?"
    made = own_draft(place, sentence, kind, stem, answer, wrong, table.topic_of(place))
    table.add(made)
    assert table.look is not None
    assert table.look.draft == made
    assert sentence not in [u for _, u in table.unasked()]
    with pytest.raises(QuizError, match="already"):
        table.add(made)
    again = table_of(root)
    assert made in [k.draft for k in again.state.looks]
    kept = files.merged(sheet(), files.read_sheet(root, "camp"), [], {sentence.text})
    assert made in kept.drafts
    receipt = table.approve(NOW, own=True)
    assert receipt.item in open_shelf(root).library.entries


@pytest.mark.parametrize(
    ("kind", "answer", "wrong", "what"),
    [
        ("text", "", "", "question and an answer"),
        ("choice", "Ana", "Ben", "at least two"),
        ("choice", "Ana", "Ana; Ben", "stands twice"),
        ("date", "soon", "", "cannot be"),
        ("numeric", "many", "", "cannot be"),
        ("boolean", "perhaps", "", "true or false"),
        ("match", "a", "", "no type"),
    ],
)
def test_what_no_bank_could_hold_is_told(kind: str, answer: str, wrong: str, what: str) -> None:
    with pytest.raises(QuizError, match=what):
        own_draft(sheet(), sheet().uncovered[0], kind, "What?", answer, wrong)


@given(stem=st.text(max_size=80), taken=st.lists(st.text("ab-", max_size=8), max_size=5))
def test_names_are_ids_and_new(stem: str, taken: list[str]) -> None:
    item = replace(sheet().drafts[0].item, stem=stem)
    made = name_of(item, "\n".join(f"id: {t}" for t in taken))
    assert made not in taken
    assert made.replace("-", "").isalnum()
    assert name_of(item, f"  - id: {made}\n") != made


@settings(max_examples=15)
@given(st.sampled_from(["\n", "\r\n"]), st.text(max_size=30).map(one_line), st.integers(0, 3))
def test_an_item_is_written_anew_and_the_rest_stays(newline: str, stem: str, place: int) -> None:
    text = files.dump_sheet(sheet())[0].replace("\n", newline) + f"# end{newline}"
    item = replace(sheet().drafts[place].item, stem=stem or "x", explanation="Other.")
    after = replace_item(text, item)
    parts = text.split("  - id: d-")
    made = after.split("  - id: d-")
    assert len(parts) == len(made)
    assert [m for n, m in enumerate(made) if n != place + 1] == [p for n, p in enumerate(parts) if n != place + 1]


def test_a_document_that_is_gone_keeps_its_drafts_from_the_bank(root: Path) -> None:
    (root / "question_banks" / "drafts" / "trip.md").unlink()
    table = table_of(root)
    while table.look is not None and table.look.draft.origin.document == "camp":
        table.skip(NOW)
    assert table.look is not None
    assert table.document("trip") is None
    with pytest.raises(QuizError, match="no bank can hold it"):
        table.approve(NOW, own=True)
    table.reject(REASONS[0], NOW)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_locked_is_told(root: Path) -> None:
    os.chmod(root / "question_banks", 0o555)
    try:
        with pytest.raises(QuizError, match="cannot be written"):
            table_of(root).approve(NOW)
    finally:
        os.chmod(root / "question_banks", 0o755)


def test_damaged_files_are_told_and_the_rest_is_read(root: Path) -> None:
    folder = files.drafts_folder(root)
    (folder / "camp.json").write_text("{", "utf-8")
    (folder / "decisions.jsonl").write_text("nonsense\n", "utf-8")
    table = table_of(root)
    assert len(table.state.looks) == 4
    assert len(table.faults) == 2
    assert deciding.ground_beside(table.library, sheet("trip", foreign=True), root, table.today).text is None
