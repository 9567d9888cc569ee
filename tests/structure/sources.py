"""The checkout's own files, and what their syntax trees say."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"
TEMPLATES = ROOT / "templates"
SCRIPTS = ROOT / "static" / "js"
FOLDERS = ("app", "tests", "templates", "static", "migrations", ".ci", "docs")
NOT_OURS = {"dist", "__pycache__", "node_modules"}
WRITTEN = {".py", ".html", ".js", ".mjs", ".css", ".yaml", ".json", ".po", ".md", ".svg"}
GETTEXT = {"_", "_l", "gettext", "ngettext", "pgettext", "npgettext"} | {
    f"lazy_{name}" for name in ("gettext", "ngettext", "pgettext", "npgettext")
}


@cache
def files(*endings: str) -> tuple[Path, ...]:
    """Return the files that people wrote whose names end so; all of them when no ending is given."""
    found = (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*")))
    wanted = set(endings) or WRITTEN
    return tuple(path for path in found if path.suffix in wanted and not NOT_OURS & set(path.relative_to(ROOT).parts))


def python(*folders: str) -> tuple[Path, ...]:
    """Return the Python files, below these folders of the checkout when some are named."""
    return tuple(path for path in files(".py") if not folders or path.relative_to(ROOT).parts[0] in folders)


def name_of(path: Path) -> str:
    """Return a file's name within the checkout."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call below ``node`` with the dotted name of what is called (``""`` for what has none)."""
    for found in ast.walk(node):
        if isinstance(found, ast.Call):
            yield dotted(found.func), found


def dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` for such an expression, ``""`` for any other."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method in a Python file."""
    for found in ast.walk(tree(path)):
        if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef):
            yield found
