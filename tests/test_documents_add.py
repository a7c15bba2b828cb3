"""`quiz documents add`: a file becomes a document that the library takes, or there is one clear reason and no trace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.banks import open_library
from quiz.checks import check
from quiz.cli import main
from quiz.documents.brief import parse_brief
from quiz.errors import QuizError
from quiz.generate import foreign
from quiz.generate.adding import About, Added, add
from quiz.generate.opening import reads_of
from tests.support.drafting import TODAY
from tests.support.foreign import docx, files, hand_made_pdf, in_this_process, paragraph, pdf, put
from tests.support.library import numbered, write_library
from tests.support.store import fresh

SUFFIXES = (".txt", ".md", ".html", ".pdf", ".docx")
PAGE = "<!doctype html><title>Of rivers</title><body><h1>Rivers</h1><p>The Nile is long. It is old.</p></body>"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_library(tmp_path / "library", numbered(3))
    monkeypatch.setenv("QUIZ_LIBRARY", str(root))
    monkeypatch.chdir(tmp_path)
    return root


def sentences(root: Path, name: str) -> list[list[str]]:
    return [[s.text for s in p.sentences] for p in open_library(root).documents[name].passages]


def refusal(root: Path, path: Path, about: About | None = None, update: bool = False) -> str:
    before = files(root)
    with pytest.raises(QuizError) as caught, in_this_process():
        add(root, path, about or About(), update)
    assert files(root) == before
    assert caught.value.code == 2
    assert caught.value.hint
    return caught.value.message


pieces = st.sampled_from(
    (
        *("The Nile is long. ", "Dr. Weiss came. ", "(all of it)", "[12] ", "[3]", "(a", ")", "\n", "\n\n", "---\n"),
        *("* ", "# Head\n", "- ", "x" * 700, "a b " * 800, "é", "Հայերեն։ ", "。", "\t", "…", "\u00ad", "\u200b"),
        *("&amp;", "&#27;", "<p>", "</div>", "<table><tr><td>", "<pre>", "<br>", "<sup>[1]</sup>", "<li>", "<!--"),
        *("\u202e", "\x1b[31m", "\x00", "\ufffe", "\U000e0041", "|", "a | b\n", "    code\n", "id: x", ": ", "'", '"'),
    )
)
texts = st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=12).map("".join)


@st.composite
def foreign_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """The bytes of a file and its suffix: sound, of another kind, cut off or changed here and there."""
    suffix = draw(st.sampled_from(SUFFIXES))
    text = draw(texts)
    plain = "".join(c for c in text if c not in "<>&" and c.isprintable())
    made = {
        ".txt": text.encode("utf-8", "replace"),
        ".md": text.encode("utf-8", "replace"),
        ".html": f"<body>{text}".encode("utf-8", "replace"),
        ".docx": docx(paragraph(plain) + paragraph(plain, "Heading1") + "<w:tbl/>"),
        ".pdf": hand_made_pdf(b"BT /F 12 Tf 50 700 Td (" + plain.encode("latin-1", "replace") + b") Tj ET"),
    }
    data = made[draw(st.sampled_from((suffix, suffix, *SUFFIXES)))]
    if draw(st.booleans()):
        start = draw(st.integers(0, len(data)))
        data = data[:start] + draw(st.binary(max_size=6)) + data[start + draw(st.integers(0, 9)) :]
    return suffix, draw(st.sampled_from((data, data, data, data[: len(data) // 2], draw(st.binary(max_size=40)))))


@given(foreign_files(), st.text(min_size=1, max_size=12).filter(lambda t: "/" not in t and "\0" not in t))
@example((".txt", b"(all of it)\n\n[3] x (y)\n\nIt is."), "readme")
@example((".txt", b"(all of it)"), "x")
@example((".txt", b"It is."), "\x85")
def test_any_bytes_give_a_document_that_our_reader_takes_or_a_reason(file: tuple[str, bytes], name: str) -> None:
    suffix, data = file
    with fresh() as folder, in_this_process():
        root = Path(folder) / "library"
        (root / "seeds").mkdir(parents=True)
        (root / "question_banks").mkdir()
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(data)
        try:
            added = add(root, path, About(title=name, called=name, authors=(name,), publisher=name, dated=name))
        except QuizError as error:
            told = str(error)
            assert not files(root)
        else:
            told = ""
        assert "no document can be made" not in told
        if told:
            return
        (written,) = (root / "seeds").iterdir()
        document, findings = parse_brief(written.read_text("utf-8"), "a.md")
        assert document is not None
        assert findings == []
        assert added.sentences == sum(len(p.sentences) for p in document.passages) > 0
        once = written.read_bytes()
        again = add(root, path, About())
        assert (again.state, written.read_bytes()) == ("unchanged", once)
        written.unlink()
        add(root, path, About(title=name, called=name, authors=(name,), publisher=name, dated=name))
        assert written.read_bytes() == once


def test_documents_of_all_five_kinds_are_sound_in_the_library(home: Path) -> None:
    text = "The Nile is long. It is old.\n\nThe sea is deep."
    made: dict[str, str | bytes] = {
        "a.txt": text,
        "b.md": f"# Rivers\n\n{text}\n",
        "c.html": PAGE,
        "d.pdf": pdf(text),
        "e.docx": docx(paragraph("Rivers", "Heading1") + paragraph("The Nile is long. It is old.")),
    }
    for name, content in made.items():
        assert main(["documents", "add", str(put(name, content))]) == 0
    library = open_library(home)
    assert [f for f in library.findings if f.path.endswith(".md")] == []
    assert {f.item for f in check(home, [], TODAY).findings} <= {"item-1", "item-2", "item-3"}
    for name in "abcde":
        document = library.documents[name]
        assert document.text == "original"
        assert ["The Nile is long.", "It is old."] in sentences(home, name)
        assert document.original is not None
        assert document.original.file in made
    assert library.documents["c"].title == "Rivers"
    (read,) = reads_of(home, library, ["d"])
    assert "The sea is deep." in [s.text for s in read.said]
    assert not read.brief


def test_what_is_said_of_a_document_is_kept_and_no_path_is(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path("private") / "folder"
    folder.mkdir(parents=True)
    words = [
        "--title",
        "On: rivers #1",
        "--called",
        "the survey",
        "--date",
        "2026-02-10",
        "--author",
        "Ada B.",
        "--json",
    ]
    words += ["--author", "C, D", "--publisher", "Ex", "--url", "https://example.org/a?b=c#d", "--kind", "reference"]
    assert main(["documents", "add", str(put("private/folder/My River.txt", "It is long.")), *words]) == 0
    said = json.loads(capsys.readouterr().out)["document"]
    document = open_library(home).documents["my-river"]
    assert (document.title, document.called, document.dated) == ("On: rivers #1", "the survey", "2026-02-10")
    assert (document.authors, document.publisher, document.kind) == (("Ada B.", "C, D"), "Ex", "reference")
    assert document.original is not None
    assert (document.original.file, document.original.url) == ("My River.txt", "https://example.org/a?b=c#d")
    assert said["sha256"] == document.original.sha256
    assert (said["state"], said["id"], said["paragraphs"], said["sentences"]) == ("new", "my-river", 1, 1)
    assert b"private" not in (home / "seeds" / "my-river.md").read_bytes()


def test_an_edit_is_told_and_so_are_the_citations_that_it_breaks(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = (home / "seeds" / "notes.md").read_text("utf-8")
    facts = [line for line in notes.splitlines() if line.startswith("Fact")]
    put("notes.txt", "\n\n".join(facts))
    assert main(["documents", "add", "notes.txt"]) == 2
    assert "only what stands before its paragraphs" in capsys.readouterr().err
    assert main(["documents", "add", "notes.txt", "--update"]) == 0
    assert open_library(home).documents["notes"].called == "the notes"
    put("notes.txt", "\n\n".join(["A new line.", *facts[:-1], "Fact X is another one."]))
    before = files(home)
    assert main(["documents", "add", "notes.txt"]) == 2
    assert files(home) == before
    capsys.readouterr()
    assert main(["documents", "add", "notes.txt", "--update", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)["document"]
    assert said["state"] == "updated"
    assert [c["what"] for c in said["changes"]] == ["new", "moved", "changed"]
    assert {c["item"] for c in said["broken"]} == {"item-1", "item-2", "item-3"}
    assert {c["state"] for c in said["broken"]} <= {"moved", "gone", "changed"}
    assert main(["documents", "add", "notes.txt"]) == 0
    assert main(["documents", "add", "notes.txt", "--update"]) == 0
    assert "unchanged" in capsys.readouterr().out


def test_people_are_told_what_an_update_breaks(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put("notes.txt", "Nothing is left of it.")
    assert main(["documents", "add", "notes.txt", "--update"]) == 1
    out = capsys.readouterr().out
    assert "3 citations of 3 items no longer stand where they did" in out
    assert "facts.yaml" in out
    assert "item-1" in out


def test_a_brief_in_own_words_is_never_replaced(home: Path) -> None:
    path = home / "seeds" / "mine.md"
    path.write_text("---\nid: mine\ntitle: M\ncalled: M\nkind: news\n---\n\n[1]\n* It is long.\n", "utf-8")
    assert "in words of one's own" in refusal(home, put("mine.txt", "It is long."), update=True)


def test_a_file_that_is_a_document_already_is_told_by_its_id(home: Path) -> None:
    first = put("river.txt", "It is long.")
    with in_this_process():
        assert add(home, first, About()).state == "new"
    assert "the document 'river' already" in refusal(home, put("copy.txt", "It is long."))
    assert "river.txt" in refusal(home, put("river.md", "It is short.\n"))
    (home / "seeds" / "other.md").write_text("no brief", "utf-8")
    assert "is there" in refusal(home, put("other.txt", "It is wide."))


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "the file is empty"),
    "blank": ("a.txt", b" \n\t\n", "the file is empty"),
    "empty-pdf": ("a.pdf", b"", "the file is empty"),
    "no-words": ("a.md", b"---\n\n***\n", "there is no text"),
    "utf-16": ("a.txt", "It is long.".encode("utf-16"), "UTF-16"),
    "latin-1": ("a.txt", b"ok\ncaf\xe9 is hot.", "line 2"),
    "nul": ("a.txt", b"It is\0long.", "U+0000, line 1"),
    "escape": ("a.md", b"It is.\n\x1b[31mLong.", "U+001B, line 2"),
    "bidi": ("a.txt", "It is \u202egnol.".encode(), "U+202E"),
    "tags": ("a.txt", "It is \U000e0041long.".encode(), "U+E0041"),
    "entity": ("a.html", b"<p>It is &#8238;long.", "U+202E"),
    "no-html": ("a.html", b"It is long.", "there is no HTML"),
    "empty-html": ("a.html", b"<html><script>x()</script></html>", "there is no text"),
    "deep-html": ("a.html", b"<div>" * 5_000 + b"x", "nested deeper"),
    "attributes": ("a.html", b"<a " * 100_000, "there is no text"),
    "comments": ("a.html", b"<p>" + b"<!--" * 50_000, "there is no text"),
    "charset": ("a.html", b"<meta charset=nonsense><p>caf\xe9", "'nonsense'"),
    "no-charset": ("a.html", b"<p>caf\x81", "not UTF-8: the byte 0x81"),
    "page-as-text": ("a.txt", PAGE.encode(), "it is an HTML page"),
    "pdf-as-text": ("a.txt", b"%PDF-1.4 ...", "it is a PDF"),
    "pdf-as-docx": ("a.docx", b"%PDF-1.4 ...", "it is a PDF"),
    "picture": ("a.pdf", b"\x89PNG\r\n", "it is a picture"),
    "zip-as-pdf": ("a.pdf", docx(paragraph("x")), "it is a zip file"),
    "rtf": ("a.docx", b"{\\rtf1 x}", "an RTF file"),
    "old-word": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xx", "an old Word"),
    "garbage-pdf": ("a.pdf", bytes(range(256)) * 4, "no PDF"),
    "cut-pdf": ("a.pdf", pdf("It is long.")[:400], "no PDF"),
    "scan": ("a.pdf", hand_made_pdf(b"10 10 100 100 re f"), "no text layer"),
    "password": ("a.pdf", pdf("It is long.", password="x"), "encrypted"),
    "escape-pdf": ("a.pdf", hand_made_pdf(b"BT /F 12 Tf 50 700 Td (It is \\033[31m long) Tj ET"), "U+001B, page 1"),
    "garbage-docx": ("a.docx", bytes(range(1, 256)) * 4, "no Word file"),
    "cut-docx": ("a.docx", docx(paragraph("It is long."))[:-30], "no Word file"),
    "no-docx": ("a.docx", docx("").replace(b"word/document.xml", b"word/documenx.xml"), "no Word file"),
    "empty-docx": ("a.docx", docx(""), "there is no text"),
    "bad-xml": ("a.docx", docx("<w:p>"), "no Word file"),
    "doctype": ("a.docx", docx(paragraph("&a;"), "<!DOCTYPE x [<!ENTITY a 'b'>]>"), "document type of its own"),
    "bomb": ("a.docx", docx(paragraph("x"), word__media__a=b"\0" * 3_000_000), "unpacks to far more"),
    "deep-docx": ("a.docx", docx("<w:p>" * 3_000 + "</w:p>" * 3_000), "nested deeper"),
    "long": ("a.txt", b"x\n\n" * 60_001, "too long"),
    "suffix": ("a.doc", b"x", "this suffix"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_each_thing_that_is_no_document_has_its_own_message(home: Path, case: str) -> None:
    name, data, message = REFUSED[case]
    assert message in refusal(home, put(name, data))


def test_a_real_child_refuses_in_the_same_words(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put("a.pdf", hand_made_pdf(b"10 10 100 100 re f"))
    before = files(home)
    assert main(["documents", "add", "a.pdf"]) == 2
    assert "a.pdf: this PDF has no text layer" in capsys.readouterr().err
    assert files(home) == before


def test_a_large_file_is_refused_unread(home: Path) -> None:
    with open("big.html", "wb") as file:
        file.truncate(5 * 1024 * 1024)
    assert "too large" in refusal(home, Path("big.html"))


def test_what_is_said_is_held_against_the_format(home: Path) -> None:
    path = put("a.txt", "It is long.")
    for about in (
        About(id="a b"),
        About(id="../x"),
        About(id="readme"),
        About(url="javascript:x"),
        About(url="ftp://x"),
    ):
        assert refusal(home, path, about)
    assert refusal(home, path, About(url="https://name:word@host/"))
    assert refusal(home, Path("missing.txt"))


def test_without_the_extra_one_sentence_says_what_to_install(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "find_spec", lambda _: None)
    for name in ("a.pdf", "a.docx", "a.html"):
        content: Any = {"a.pdf": pdf("x"), "a.docx": docx(paragraph("x")), "a.html": PAGE}[name]
        with pytest.raises(QuizError, match=r"needs the extra.*pip install 'quiz\[documents\]'"):
            add(home, put(name, content), About())
    with in_this_process():
        assert add(home, put("a.txt", "It is long."), About()).state == "new"


def taken(home: Path, name: str, content: str | bytes) -> tuple[Added, list[list[str]]]:
    with in_this_process():
        added = add(home, put(name, content), About())
    return added, sentences(home, added.id)


def test_a_page_gives_its_text_without_what_stands_round_it(home: Path) -> None:
    page = (
        "<!doctype html><title>T</title><nav>Home</nav><h2>Of  rivers</h2><p>The <b>Nile</b> is 10<sup>3</sup> km"
        '<sup><a href="#n">[1]</a></sup> long.<br><br>It is <q>old</q>.<del>No.</del></p><div hidden>Buy!</div>'
        "<ul><li>One is wet.<li>Two is dry.</ul><table><tr><th>Name<th>km<tr><td><p>Nile</p><td>6,650</table>"
        "<pre>a = 1\nb = 2</pre><img src=x><p>(All of it.)</p><footer>Us</footer>"
    )
    added, found = taken(home, "page.html", page)
    assert found == [
        *([], ["The Nile is 10³ km long."], ["It is “old”."], ["One is wet."], ["Two is dry."]),
        *(["Name | km", "Nile | 6,650"], ["a = 1", "b = 2"], []),
    ]
    assert "[1] (heading: Of rivers)" in (home / "seeds" / "page.md").read_text("utf-8")
    left = "; ".join(added.left_out)
    for words in ("1 part round", "1 picture", "1 hidden", "1 mark of a reference", "1 deleted", "1 paragraph in br"):
        assert words in left


@pytest.mark.parametrize(
    ("data", "left"),
    [
        ("<p>Café is hot.".encode(), ()),
        (b"\xef\xbb\xbf" + "<p>Café is hot.".encode(), ()),
        ("<p>Café is hot.".encode("utf-16"), ()),
        (b"<meta charset=iso-8859-1><p>Caf\xe9 is hot.", ()),
        (b"<p>Caf\xe9 is hot.", ("1 encoding guessed: nothing in the page says it",)),
        (b"<meta charset=latin-1><p>Caf\xc3\xa9 is hot.", ()),
    ],
)
def test_the_encoding_of_a_page_is_found(home: Path, data: bytes, left: tuple[str, ...]) -> None:
    added, found = taken(home, "page.html", data)
    assert (found, added.left_out) == ([["Café is hot."]], left)


def test_a_pdf_is_read_as_people_read_it(home: Path) -> None:
    long = (
        "Rivers carry sand to the sea and they carry mud with it, which is how the del-\ntas of the earth were made. "
    )
    pages = [
        f"{long * 3}\n\nThe second one goes on at\nthe next",
        "page. It ends there.\n\nA third.",
        "A fourth.",
        "Last.",
    ]
    added, found = taken(home, "river.pdf", pdf(*pages, head="Annual Review"))
    assert added.guessed
    whole = [" ".join(p) for p in found]
    assert whole[0] == (long.replace("-\n", "") * 3).strip()
    assert (
        whole[1:] == ["The second one goes on at the next page.", *[]] or "at the next page. It ends there." in whole[1]
    )
    assert whole[2:] == ["A third.", "A fourth.", "Last."]
    assert "8 running heads and page numbers" in added.left_out
    assert "3 words put together at ends of lines" in added.left_out


def test_pages_that_say_the_same_are_not_all_running_heads(home: Path) -> None:
    _, found = taken(home, "same.pdf", pdf(*["It is long."] * 4))
    assert found == [["It is long."]] * 4


def test_a_word_file_gives_lists_and_tables(home: Path) -> None:
    cell = "<w:tc>{}</w:tc>"
    table = f"<w:tbl><w:tr>{cell.format(paragraph('Nile'))}{cell.format(paragraph('6,650 km'))}</w:tr></w:tbl>"
    inserted = "<w:p><w:ins w:id='1'><w:r><w:t>It was put in.</w:t></w:r></w:ins></w:p>"
    _, found = taken(home, "a.docx", docx(paragraph("Head", "Heading1") + paragraph("Է։ Է.") + table + inserted))
    assert found[0] == []
    assert found[2:] == [["Nile | 6,650 km"], ["It was put in."]]


def test_an_added_document_is_held_against_its_original_by_its_hash_alone(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("originals").mkdir()
    put("originals/a.pdf", pdf("It is long.\n\nIt is old."))
    assert main(["documents", "add", "originals/a.pdf"]) == 0
    assert main(["documents", "--originals", "originals"]) == 0
    assert "0 findings" in capsys.readouterr().out
    put("originals/a.pdf", pdf("It is short."))
    assert main(["documents", "--originals", "originals"]) == 1
    assert "quiz documents add --update" in capsys.readouterr().out
