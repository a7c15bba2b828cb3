"""`quiz print`: a sheet of questions that gives nothing away, a sheet of answers that belongs to it, in each format."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.banks import Library, compile_library
from quiz.cli import main
from quiz.commands import printing
from quiz.documents import Citation
from quiz.items import ExamFile, Item, Option
from quiz.views.paper import Paper, markdown, page, paper_of, portable
from quiz.views.paper.asking import letter_of
from quiz.views.paper.chart import WIDTH
from quiz.views.paper.fonts import Fonts, chosen, installed, joined, letters_in
from quiz.views.paper.model import PaperItem
from tests.strategies.worlds import World, worlds
from tests.support.effort import WHOLE
from tests.support.library import composed, fact, library_of, numbered, one_of_each, texts, write_library
from tests.support.maps import place_item, small_map

NAMES = "Երևան, Գյումրի, İstanbul, Ağrı, Bakı, Gəncə, Şuşa, Москва, Αθήνα"
FORMATS: dict[str, tuple[Callable[[Paper], str], Callable[[Paper], str]]] = {
    "md": (markdown.questions, markdown.answers),
    "html": (page.questions, page.answers),
}


def all_kinds() -> Library:
    items: list[Item] = [*one_of_each(), *composed(), place_item(11)]
    items = [structs.replace(item, explanation=f"SECRET of {item.id}.") for item in items]
    return library_of(items, maps={"bay": small_map()})


def drawn(library: Library, seed: str = "s", items: int = 20, **exam: object) -> Paper:
    paper = paper_of(library, library.askable(), structs.replace(ExamFile(), **exam), items, seed)
    assert paper is not None
    return paper


def by_type(library: Library, seed: str = "s") -> dict[str, PaperItem]:
    """The questions of a paper with one of each type, by type."""
    return {str(library.entries[i.item].item.__struct_config__.tag): i for i in drawn(library, seed).items}


def fonts_of(letters: str) -> Fonts:
    found = chosen(installed(), letters)
    if found.main is None or found.missing:
        pytest.skip("this system has no font with these letters")
    return found


@WHOLE
@given(worlds(least=1), st.text(max_size=5), st.integers(1, 12))
def test_any_library_gives_the_same_paper_for_the_same_seed(world: World, seed: str, items: int) -> None:
    library, _ = compile_library(world.sources())
    assert library is not None
    entries = list(library.entries.values())
    paper = paper_of(library, entries, ExamFile(), items, seed)
    if paper is None:
        assert not entries
        return
    assert paper_of(library, entries[::-1], ExamFile(), items, seed) == paper
    assert [i.number for i in paper.items] == list(range(1, len(paper.items) + 1))
    for questions, answers in FORMATS.values():
        assert questions(paper) == questions(paper)
        assert paper.id in questions(paper)
        assert paper.id in answers(paper)
    for item in paper.items:
        assert item.right
        assert item.groups


@pytest.mark.parametrize("name", FORMATS)
def test_the_sheet_of_questions_gives_nothing_away(name: str) -> None:
    library = all_kinds()
    paper = drawn(library)
    questions, answers = (made(paper) for made in FORMATS[name])
    assert len(paper.items) == 11
    assert questions.count("SECRET") == 0
    assert answers.count("SECRET") == 11
    for item in library.entries.values():
        assert item.item.id not in questions
        assert item.item.id in answers.replace("\\", "")
    for hidden in ("Not A.", "It is white.", "blue whale", "4.2", "2026", "whale shark", "1999", "The letters say so"):
        assert hidden not in questions.replace("\\", "")
    assert "The Isle" not in questions


def test_each_type_is_asked_and_answered_in_the_letters_of_its_sheet() -> None:
    library = all_kinds()
    for seed in "abcdef":
        found = by_type(library, seed)
        signs = {kind: {line.text: line.sign for line in item.groups[0].lines} for kind, item in found.items()}
        assert found["choice"].right == (f"{signs['choice']['Letter A']}  Letter A",)
        wanted = sorted((signs["multiple"][t], t) for t in ("Letter A", "Letter B"))
        assert found["multiple"].right == tuple(f"{sign}  {text}" for sign, text in wanted)
        assert (found["multiple"].instruction, found["boolean"].right) == ("Tick 2.", ("True",))
        assert found["numeric"].right == ("4.2 kg",)
        assert found["numeric"].groups[0].lines[0].text == "kg"
        assert found["date"].right == ("10 February 2026",)
        assert found["order"].right == ("1  Seed", "2 to 3, in any order  Leaf; Root", "4  Fruit")
        partners = {line.text: line.sign for line in found["match"].groups[1].lines}
        assert f"The sun → {partners['A star']}  A star" in found["match"].right
        assert len(found["match"].right) == 3
        evidence = {line.text: line.sign for line in found["evidence"].groups[0].lines}
        assert found["evidence"].right == ("any one of these:", f"{evidence[fact(10)]}  {fact(10)}")
        who = next(g for g in found["cloze"].groups if g.kind == "tick")
        ana = next(line.sign for line in who.lines if line.text == "Ana")
        assert found["cloze"].right == ("(1)  1999", f"(2)  {ana}  Ana", "(3)  12 kg", "(4)  blue whale")
        assert any("orca" in line and "no point" in line for line in found["cloze"].also)
        chart = found["place"].chart
        assert chart is not None
        letters = {one.text: one for one in chart.texts if one.letter}
        sign = found["place"].right[0][0]
        assert found["place"].right == (f"{sign}  The Isle",)
        assert set(letters) == {"A", "B", "C", "D"}
        assert all(0 < one.x < WIDTH and 0 < one.y < chart.height for one in chart.texts)
        assert abs(letters[sign].x - 30) < 15
        assert not any(a.meets(b) for a in chart.texts for b in chart.texts if a is not b)


def test_who_marks_is_told_what_else_passes() -> None:
    library = library_of([structs.replace(one_of_each()[5], accept=("another form",))])
    (item,) = drawn(library).items
    assert item.also == ("Also right: another form.",)
    assert item.sources[0].quote == fact(item.sources[0].paragraph)


def test_a_passage_is_not_printed_beside_a_question_that_it_answers() -> None:
    evidence = composed()[3]
    others = [structs.replace(i, citations=(Citation("notes", 9, fact(9)),)) for i in texts(3)]
    library = library_of([evidence, *others, *numbered(0)])
    for seed in map(str, range(8)):
        paper = drawn(library, seed, 3)
        assert evidence.id not in [i.item for i in paper.items]
        assert paper.telling == ()
    # Where all are wanted there is no choice, and that is told.
    paper = drawn(library, "1", 4)
    assert len(paper.items) == 4
    assert [paper.items[n - 1].item for n in paper.telling] == [evidence.id]


def test_another_wording_key_or_seed_is_another_paper() -> None:
    library = library_of(texts(3))
    first = drawn(library)
    assert drawn(library).id == first.id
    assert drawn(library, "t").id != first.id
    other = structs.replace(texts(3)[0], stem="Another wording?")
    assert drawn(library_of([other, *texts(3)[1:]])).id != first.id


def test_points_to_pass_are_whole_or_half() -> None:
    library = library_of(texts(5))
    assert drawn(library, items=5, pass_mark="0.7").enough == "3½"
    assert drawn(library, items=4, pass_mark="0.75").enough == "3"
    assert letter_of(0) == "A"
    assert letter_of(26) == "AA"


HOSTILE = "<script>alert(1)</script> [a](javascript:x) *b* `c` \x1b[31m\u202e # d\n# e & $f$"


def test_foreign_text_is_only_text() -> None:
    options = tuple(Option(id=o, text=f"{o} {HOSTILE}", feedback="No.") for o in "ab")
    item = structs.replace(one_of_each()[0], stem=HOSTILE, options=options, explanation=HOSTILE)
    paper = drawn(library_of([item], title=f"T {HOSTILE}"))
    for name, sheets in FORMATS.items():
        for sheet in (made(paper) for made in sheets):
            assert not set("\x1b\u202e") & set(sheet)
            if name == "html":
                assert "<script" not in sheet
                assert sheet.count("default-src 'none'") == 1
                assert "http:" not in sheet
                assert "https:" not in sheet
            else:
                assert not re.search(r"(?<!\\)[<\[*`$]script|(?<!\\)\]\(", sheet)
                assert not re.search(r"^# e", sheet, re.MULTILINE)


def pages_of(data: bytes) -> list[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        found = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    return [text.replace("___ / 1 ", "") for text in found]


def test_a_pdf_shows_all_letters_and_parts_no_question() -> None:
    item = structs.replace(texts(1)[0], stem=f"Which of these is it: {NAMES}?", key=NAMES)
    library = library_of([item, *all_kinds_of_items(12)], maps={"bay": small_map()})
    paper = drawn(library, items=30)
    fonts = fonts_of("".join(paper.letters()))
    data = portable.questions(paper, fonts)
    assert data == portable.questions(paper, fonts)
    pages = pages_of(data)
    assert len(pages) > 2
    assert all(f"Exam {paper.id} · {n} / {len(pages)}" in text for n, text in enumerate(pages, 1))
    assert NAMES in " ".join(pages)
    for asked in paper.items:
        (at,) = [n for n, text in enumerate(pages) if f"{asked.number}. {asked.stem[:12]}" in text]
        last = [line.text for group in asked.groups for line in group.lines][-1]
        assert last in pages[at]
    told = " ".join(pages_of(portable.answers(paper, fonts)))
    assert NAMES in told
    assert all(" ".join(asked.right[0].split()) in told for asked in paper.items)
    assert "SECRET" in told
    assert "SECRET" not in " ".join(pages)


def all_kinds_of_items(first: int) -> list[Item]:
    items: list[Item] = [*one_of_each(), *composed(), place_item(11)]
    return [
        structs.replace(item, id=f"more-{n}-{item.id}", explanation="SECRET")
        for n in range(first, first + 2)
        for item in items
    ]


def test_a_question_longer_than_a_page_goes_on() -> None:
    item = structs.replace(texts(1)[0], stem="All of this is asked. " * 400)
    paper = drawn(library_of([item, *texts(3)[1:]]))
    pages = pages_of(portable.questions(paper, fonts_of("".join(paper.letters()))))
    whole = " ".join(re.sub(r" Exam [0-9a-f-]+ · \d+ / \d+$", "", text) for text in pages)
    assert whole.count("All of this is asked.") == 400


def test_letters_that_no_font_has_are_named() -> None:
    paths = installed()
    assert chosen([], "ab") == Fonts(None, None, (), ("a", "b"))
    found = chosen(paths, "a\U0010fffd")
    assert found.missing in (("\U0010fffd",), ("a", "\U0010fffd"))
    assert letters_in(Path(__file__)) == frozenset()
    assert joined("aبא\u0915\u0531") == ("א", "ب", "\u0915")
    assert joined(NAMES) == ()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_library(tmp_path / "library", [*numbered(4), *texts(6)[4:]])
    monkeypatch.setenv("QUIZ_LIBRARY", str(root))
    monkeypatch.chdir(tmp_path)
    return root


@pytest.mark.parametrize("form", ["md", "html"])
def test_both_sheets_are_written_and_written_again(home: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["print", "--out", "sheets", "--format", form, "--seed", "s", "--items", "3", "--json"]
    assert main(words) == 0
    said = json.loads(capsys.readouterr().out)
    files = {p.name: p.read_bytes() for p in Path("sheets").iterdir()}
    assert set(files) == {f"exam-{said['exam']}.{form}", f"exam-{said['exam']}-answers.{form}"}
    assert (said["seed"], len(said["items"])) == ("s", 3)
    assert main(words) == 0
    assert {p.name: p.read_bytes() for p in Path("sheets").iterdir()} == files
    (Path("sheets") / f"exam-{said['exam']}.{form}").write_text("mine", "utf-8")
    assert main(words) == 2
    assert (Path("sheets") / f"exam-{said['exam']}.{form}").read_text("utf-8") == "mine"


def test_choices_narrow_a_paper_and_nothing_left_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["print", "--type", "text", "--questions", "9"]) == 0
    assert "3 questions" in capsys.readouterr().out
    for words in (["--bank", "none"], ["--items", "0"], ["--items", "501"], ["--minutes", "-1"]):
        assert main(["print", "--out", "no", *words]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert not Path("no").exists()


def test_what_a_pdf_cannot_do_is_said(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["print", "--format", "pdf", "--out", "no"]
    assert main([*words, "--font", __file__]) == 2
    assert "no font that can be read" in capsys.readouterr().err
    monkeypatch.setattr("quiz.views.paper.fonts.installed", list)
    assert main(words) == 2
    assert "--font FILE" in capsys.readouterr().err
    arabic = structs.replace(texts(1)[0], stem="ما هذا؟")
    monkeypatch.setenv("QUIZ_LIBRARY", str(write_library(Path("arabic"), [arabic])))
    assert main(words) == 2
    assert "joined or turned" in capsys.readouterr().err
    monkeypatch.setattr(printing, "find_spec", lambda _: None)
    assert main(words) == 2
    assert "pip install 'quiz[print]'" in capsys.readouterr().err
    assert not Path("no").exists()
