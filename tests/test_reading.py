"""The YAML reader: nothing raises, everything has its place, and a text stays what was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.errors import QuizError
from quiz.reading import DEPTH, SCALAR_CHARS, Fault, Mapping, Mark, Scalar, Sequence, decode, read_bytes, read_yaml
from quiz.reading.parser import FAULTS

YAMLISH = st.text(st.sampled_from("ab:- \n'\"#[]{},&*!|>%?\t\\\r\x85\u2028\x00é"), max_size=60)
LINES = st.lists(st.text(st.sampled_from("abé 日"), max_size=8), min_size=1, max_size=5)


def _lines(text: str) -> int:
    """Lines as an editor counts them, with the empty one behind the last break."""
    return len(text.splitlines()) + 1


@given(st.text() | YAMLISH)
@example("\ud800")
@example("a: 'x\r\r")
@example("\ufeff\ufeffa: b")
def test_b2_no_text_makes_the_reader_raise_and_each_fault_has_its_place(text: str) -> None:
    for fault in read_yaml(text).faults:
        assert 1 <= fault.mark.line <= _lines(text)
        assert fault.mark.column >= 1
        assert fault.what
        assert fault.hint


@given(st.binary(max_size=40))
def test_bytes_are_a_text_or_a_fault_at_the_first_wrong_byte(data: bytes) -> None:
    got = decode(data)
    if isinstance(got, Fault):
        assert got.rule == "encoding"
        assert 1 <= got.mark.line <= data.count(b"\n") + 1
    else:
        assert got.encode("utf-8") == data.removeprefix(b"\xef\xbb\xbf")


@given(LINES, st.data())
def test_a_wrong_byte_and_a_control_character_are_told_at_their_line_and_column(
    lines: list[str], data: st.DataObject
) -> None:
    row = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.integers(0, len(lines[row])))
    before = "\n".join([*lines[:row], lines[row][:column]])
    after = "\n".join([lines[row][column:], *lines[row + 1 :]])
    place = Mark(row + 1, column + 1)
    latin = decode(before.encode() + b"\xe9 " + after.encode())
    assert isinstance(latin, Fault)
    assert latin.mark == place
    (control,) = read_yaml(f"{before}\x07{after}").faults
    assert (control.mark, "U+0007" in control.what) == (place, True)


AS_WRITTEN = (
    "no", "on", "Yes", "true", "~", "null", "12:30", "1_000", "010", "2026-02-10", "2026-02-30", "1e3", ".5", "=", "<<",
    "9" * 900, "0x1F", "3.10",
)  # fmt: skip


@pytest.mark.parametrize("written", AS_WRITTEN, ids=lambda text: text[:12])
def test_b1_no_plain_text_becomes_anything_else(written: str) -> None:
    root, faults = read_yaml(f"options: [{written}]\n{written}: {written}\n")
    assert not faults
    assert isinstance(root, Mapping)
    options = root.entries["options"]
    assert isinstance(options, Sequence)
    for node in (options.items[0], root.entries[written]):
        assert isinstance(node, Scalar)
        assert node.value == written


WORDS = st.text(st.sampled_from("abcé日"), min_size=1, max_size=6)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5, unique_by=lambda pair: pair[0]), st.integers(0, 3))
def test_every_node_knows_where_it_begins(pairs: list[tuple[str, str]], blanks: int) -> None:
    text = "".join("\n" * blanks + f'{key}:{" " * (blanks + 1)}"{value}"\n' for key, value in pairs)
    root, faults = read_yaml(text)
    assert not faults
    assert isinstance(root, Mapping)
    lines = text.split("\n")
    for key, value in pairs:
        node, name = root.entries[key], root.keys[key]
        assert lines[node.line - 1][node.column - 1 :] == f'"{value}"'
        assert lines[name.line - 1][name.column - 1 :].startswith(f"{key}:")


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("a: C# is # what", True),
        ("a: C# is #what", True),
        ("a: #1", True),
        ("a: C# is#what", False),
        ("a: 'C# is' # what", False),
        ("a: >-\n  C# is # what", False),
        ("a: two\n  lines # and more", True),
        ("# before\na: b\n# after", False),
        ("\u2028a: b # what", True),
        ("a: b\n\u2028\n# what", False),
    ],
)
def test_a_comment_behind_a_text_is_seen(text: str, lost: bool) -> None:
    root, faults = read_yaml(text)
    assert not faults
    assert isinstance(root, Mapping)
    node = root.entries["a"]
    assert isinstance(node, Scalar)
    assert node.comment is lost


@pytest.mark.parametrize(
    ("text", "mark", "told"),
    [
        ("\n\n\ta: b\n", (3, 1), "a tab"),
        ("a:\n\t- b\n", (2, 1), "a tab"),
        ("a: |\n\tb\n", (2, 1), "a tab"),
        ("a: 'x\nb: c\n", (1, 4), "never closed"),
        ("a: b: c\n", (1, 5), "a second ': '"),
        ("a: x\n b: y\n", (2, 2), "deeper"),
        ("a:\n   b: c\n  d: e\n", (3, 3), "indented otherwise"),
        ("  a: b\nc: d\n", (2, 1), "less than the first line"),
        ("a: 'it's'\n", (1, 8), "behind its closing quotation mark"),
        ("- 'it's'\n", (1, 7), "behind its closing quotation mark"),
        ("a: @b\n", (1, 4), "cannot begin with this sign"),
        ("a: *\n", (1, 5), "cannot begin with this sign"),
        ("a: ]\n", (1, 4), "cannot begin with this sign"),
        ("a: - b\n", (1, 4), "a list cannot begin here"),
        ('a: "\\q"\n', (1, 5), "a backslash"),
        ("a: |x\n b\n", (1, 5), "behind | or >"),
        ("a: [1, 2\nb: c\n", (1, 4), "this ["),
        ("a: {x: 1\nb: c\n", (1, 4), "this {"),
        ("a: b\nc\nd: e\n", (2, 1), "a text stands where a field belongs"),
        ("a\nb: c\n", (2, 1), "a text stands where a field belongs"),
        ("- a\nb: c\n", (2, 1), "belongs to no item"),
        ("? [a]\n: b\n", (1, 3), "where a key belongs"),
    ],
)
def test_a_slip_in_the_syntax_is_told_in_plain_words(text: str, mark: tuple[int, int], told: str) -> None:
    root, (fault,) = read_yaml(text)
    assert root is None
    assert (fault.mark, fault.rule) == (Mark(*mark), "yaml")
    assert told in fault.what


@pytest.mark.parametrize("opening", ["[", "- ", "{a: "])
def test_depth_is_limited_and_the_limit_itself_is_allowed(opening: str) -> None:
    closing = {"[": "]", "{a: ": "}"}.get(opening, "")
    within = read_yaml(opening * DEPTH + "x" + closing * DEPTH)
    assert within.root is not None
    assert not within.faults
    (fault,) = read_yaml(opening * (DEPTH + 1) + "x" + closing * (DEPTH + 1)).faults
    assert (fault.rule, fault.mark.column) == ("yaml-limit", DEPTH * len(opening) + 1)


def test_texts_parts_and_told_faults_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not read_yaml("a: " + "x" * SCALAR_CHARS).faults
    assert [f.rule for f in read_yaml("a: " + "x" * (SCALAR_CHARS + 1)).faults] == ["yaml-limit"]
    assert len(read_yaml("a: b\n" * (FAULTS + 9)).faults) == FAULTS
    # Stream, document and mapping begin and end: six events, and two for each field.
    monkeypatch.setattr("quiz.reading.parser.EVENTS", 10)
    assert not read_yaml("a: b\nc: d").faults
    assert [f.rule for f in read_yaml("a: b\nc: d\ne: f").faults] == ["yaml-limit"]


@pytest.mark.parametrize(
    ("text", "rule", "field"),
    [
        ("a: 1\nb: 2\na: 3", "duplicate-key", "a"),
        ("a: 1\nb: 2\n'a': 3", "duplicate-key", "a"),
        ("a: &x 1\nb: 2", "yaml-anchor", "a"),
        ("&x a: 1\nb: 2", "yaml-anchor", "a"),
        ("a: !x 1\nb: 2", "yaml-tag", "a"),
        ("a: !!python/name:os.system x\nb: 2", "yaml-tag", "a"),
        ("a: &x [*x]\nb: 2", "yaml-anchor", "a"),
        ("a: *x\nb: 2", "yaml-alias", "a"),
    ],
)
def test_a_field_at_fault_is_marked_and_its_neighbour_is_not(text: str, rule: str, field: str) -> None:
    root, faults = read_yaml(text)
    assert isinstance(root, Mapping)
    fault = root.entries[field].fault
    assert fault is not None
    assert (fault.rule, fault in faults) == (rule, True)
    assert root.entries["b"].fault is None


def test_a_file_of_the_greatest_size_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read_bytes(tmp_path / "a", limit=5) == b"12345"
    with pytest.raises(QuizError, match="too large"):
        read_bytes(tmp_path / "a", limit=4)
    with pytest.raises(QuizError, match="not a regular file"):
        read_bytes(tmp_path)
    with pytest.raises(QuizError, match="cannot be read"):
        read_bytes(tmp_path / "b")
