"""Text reaches the screen by one door, quiz/tui/widgets/text.py; what goes past it is found in the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

DOOR = "quiz/tui/widgets/text.py"
ROOT = Path(__file__).parent.parent
MARKUP_WIDGETS = frozenset({
    "Static", "Label", "Button", "Checkbox", "RadioButton", "RadioSet", "Tab", "Tabs", "TabPane", "TabbedContent",
    "Collapsible", "Placeholder", "Markdown", "MarkdownViewer", "DataTable", "Tree", "Select", "SelectionList",
    "Selection", "RichLog", "Link", "ListItem", "Pretty",
})  # fmt: skip
"""Widgets of Textual that read markup, or show values by way of Rich."""
SPOKEN = frozenset({"border_title", "border_subtitle", "tooltip", "sub_title"})
"""Attributes and arguments that are read as markup."""
FOREIGN = frozenset({"rich.text", "rich.markup", "rich.console", "textual.markup"})
DOORS = frozenset({"plain", "styled"})


def called(node: ast.AST) -> str:
    """The last part of what is called."""
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def contents(tree: ast.Module) -> frozenset[str]:
    """The functions of a module that say that they return content."""
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return DOORS | {f.name for f in functions if f.returns is not None and ast.unparse(f.returns) == "Content"}


def borrowed(tree: ast.Module, root: Path) -> frozenset[str]:
    """The functions that a module takes from others of the screens, where they say that they return content."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("quiz.tui."):
            path = root.joinpath(*str(node.module).split(".")).with_suffix(".py")
            theirs = contents(ast.parse(path.read_text("utf-8"))) if path.is_file() else frozenset()
            names |= {alias.asname or alias.name for alias in node.names if alias.name in theirs}
    return frozenset(names)


def is_content(node: ast.expr, known: frozenset[str]) -> bool:
    if isinstance(node, ast.IfExp):
        return is_content(node.body, known) and is_content(node.orelse, known)
    return (isinstance(node, ast.Call) and called(node) in known) or (
        isinstance(node, ast.Constant) and node.value == ""
    )


def of_call(call: ast.Call, known: frozenset[str]) -> Iterator[str]:
    name = called(call)
    named = {k.arg: k.value for k in call.keywords if k.arg}
    first = call.args[0] if call.args else next(iter(named.values()), None)
    if name in MARKUP_WIDGETS:
        yield f"{name} reads markup: use Words"
    if name == "notify" and not (isinstance(m := named.get("markup"), ast.Constant) and m.value is False):
        yield "notify without markup=False"
    if name == "update" and (first is None or not is_content(first, known)):
        yield "update with what is no content of the door"
    if name in ("Option", "DiscoveryHit") and (first is None or not is_content(first, known)):
        yield f"{name} with what is no content of the door"
    if name == "Hit" and not (len(call.args) > 1 and is_content(call.args[1], known)):
        yield "Hit with what is no content of the door"
    if name in ("add_option", "replace_option_prompt", "replace_option_prompt_at_index"):
        made = call.args[-1] if call.args else None
        if made is None or not (is_content(made, known) or called(made) == "Option"):
            yield f"{name} with what is no content of the door"
    if name in ("from_markup", "from_rich_text", "render_markup"):
        yield f"{name} reads markup"
    if isinstance(m := named.get("markup"), ast.Constant) and m.value is True:
        yield "markup=True"
    if (name == "Content" and not isinstance(first, ast.Constant)) or (
        name == "assemble" and "Content" in ast.unparse(call.func)
    ):
        yield "Content is made by plain and styled"
    for spoken in SPOKEN & {*named}:
        yield f"{spoken}= is read as markup"


def faults(source: str, root: Path = ROOT) -> list[str]:
    """What goes past the door in a module: line and what it is."""
    tree = ast.parse(source)
    known = contents(tree) | borrowed(tree, root)
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found += [(node.lineno, what) for what in of_call(node, known)]
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            spoken = [t.attr for t in targets if isinstance(t, ast.Attribute) and t.attr in SPOKEN]
            spoken += [t.id for t in targets if isinstance(t, ast.Name) and t.id.lower() in SPOKEN]
            found += [(node.lineno, f"{name} is read as markup") for name in spoken]
        elif isinstance(node, ast.ImportFrom) and node.module in FOREIGN:
            found.append((node.lineno, f"{node.module} is not the door"))
        elif isinstance(node, ast.ClassDef):
            bases = {called(base) for base in node.bases} & MARKUP_WIDGETS
            found += [(node.lineno, f"a {base} of its own reads markup") for base in bases]
            found += [
                (f.lineno, f"{f.name} returns what may be markup: return Content")
                for f in node.body
                if isinstance(f, ast.FunctionDef) and f.name in ("render", "render_label")
                and (f.returns is None or ast.unparse(f.returns) != "Content")
            ]  # fmt: skip
    return [f"{line}: {what}" for line, what in sorted(found)]


def test_nothing_goes_past_the_door(root: Path) -> None:
    found = {
        str(path.relative_to(root)): wrong
        for path in sorted((root / "quiz" / "tui").rglob("*.py"))
        if str(path.relative_to(root)) != DOOR and (wrong := faults(path.read_text("utf-8"), root))
    }
    assert found == {}


@pytest.mark.parametrize(
    "planted",
    [
        "yield Static(stem)",
        'yield Static(f"[b]{stem}[/b]")',
        "yield Label(stem, markup=False)",
        "yield widgets.Button(stem)",
        "yield Markdown(stem)",
        "table = DataTable()",
        "self.notify(text)",
        "self.notify(text, markup=True)",
        "self.app.notify(str(error), timeout=8)",
        "line.update(text)",
        'line.update(f"{text}")',
        "line.update(text if done else plain(text))",
        "menu.add_options([Option(row.title)])",
        "Option(prompt=row.title)",
        "menu.add_option(row.title)",
        'menu.replace_option_prompt("a", row.title)',
        "Text.from_markup(stem)",
        "Content.from_markup('[b]$x[/b]', x=stem)",
        "Content(stem)",
        "Content.assemble(stem)",
        "from rich.text import Text",
        "from textual.markup import escape",
        "self.border_title = bank.title",
        "self.query_one('#a').border_subtitle = bank.title",
        "row.tooltip = stem",
        "Binding('x', 'y', 'z', tooltip=stem)",
        "class Mine(Static):\n    pass",
        "class Mine(Widget):\n    BORDER_TITLE = 'x'\n    def render(self) -> str:\n        return self.text",
        "yield DiscoveryHit(name, run)",
        "yield Hit(score, matcher.highlight(name), run)",
        "from quiz.views import heading\nOption(heading(bank))",
        "from quiz.tui.widgets.text import pair as plainly\nOption(pair(bank))",
    ],
)
def test_a_planted_way_past_the_door_is_found(planted: str) -> None:
    assert faults(planted)


@pytest.mark.parametrize(
    "allowed",
    [
        "yield Words(stem)",
        "Content('\\n').join([plain(stem)])",
        "self.notify(safe(text), markup=False)",
        "line.update(plain(text))",
        "line.update(plain(a) if b else styled(c))",
        "def head() -> Content: ...\nOption(head(), id='a')",
        "Option('', disabled=True)",
        "from quiz.tui.screens.home_lines import heading as head\nOption(head(bank), id='a')",
        "menu.add_option(Option(plain(title)))",
        "class Mine(Widget):\n    def render(self) -> Content:\n        return plain(self.text)",
        "yield Hit(score, plain(name), run)",
        "yield Input(value, placeholder=wanted)",
    ],
)
def test_the_door_itself_is_let_be(allowed: str) -> None:
    assert faults(allowed) == []
