"""Files and functions stay small, are named by what they are about, and read top-down."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.structure.sources import APP, ROOT, SCRIPTS, calls, dotted, files, functions, name_of, python, tree

LONGEST = {".py": 300, ".html": 300, ".js": 300, ".mjs": 300, ".css": 400}
LONGEST_BEHAVIOUR = 60
LONGEST_VIEW = 15
VAGUE = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}
WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
ADDRESSES = {"get", "post", "route"}

# What an operation must not know: they are shared by the web, the replay, the command line and the import.
NOT_FOR_OPERATIONS = {"request", "session", "g", "current_user", "redirect", "render_template", "flash"}
SESSION_WRITES = {f"db.session.{act}" for act in ("add", "add_all", "delete", "merge", "bulk_save_objects")}
OPERATIONS = sorted([*APP.rglob("operations.py"), *APP.rglob("operations/*.py")])  # a file, or a folder of nouns
# Who may write beside operations, and why.
WRITERS = {
    "app/accounts/throttle.py": "failures are counted although their request is refused",
    "app/doctor.py": "counters are written anew from the records",
    "app/offline/ledger.py": "a key is remembered with whatever its write did",
    "app/tally.py": "counters move in the transaction of the operation that calls this",
}
# Who may end a transaction, and why.
COMMITTERS = {
    "app/cli.py": "a command is a transaction, as a request is",
    "app/web/transaction.py": "one commit per request",
}

pytestmark = pytest.mark.once


def test_files_are_short() -> None:
    # Migrations are written by Alembic and read once.
    ours = [path for path in files(*LONGEST) if not path.is_relative_to(ROOT / "migrations")]
    lengths = {name_of(path): (len(path.read_text().splitlines()), LONGEST[path.suffix]) for path in ours}
    assert {name: found for name, found in lengths.items() if found[0] > found[1]} == {}


def test_behaviours_are_very_short() -> None:
    lengths = {path.name: len(path.read_text().splitlines()) for path in (SCRIPTS / "behaviors").glob("*.js")}
    assert lengths
    assert {name: length for name, length in lengths.items() if length > LONGEST_BEHAVIOUR} == {}


def test_views_are_very_short(the_app: Flask) -> None:
    seen = {}
    for path in python("app"):
        for function in functions(path):
            if any(_is_address(decorator) for decorator in function.decorator_list):
                seen[f"{name_of(path)}: {function.name}"] = _length(function)
    assert len(seen) == len(the_app.view_functions), "every view is looked at"
    assert {name: length for name, length in seen.items() if length > LONGEST_VIEW} == {}


def test_nothing_is_named_vaguely() -> None:
    paths = {name_of(path) for path in files()}
    vague = [path for path in paths if VAGUE & {word.lower() for word in WORD.findall(path)}]
    for path in python("app", "tests"):
        classes = [node.name for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
        vague += [f"{name_of(path)}: {name}" for name in classes if VAGUE & {w.lower() for w in WORD.findall(name)}]
    assert vague == []


def test_files_begin_with_what_lives_in_them() -> None:
    openings = {name_of(path): (ast.get_docstring(tree(path)) or "").split("\n\n", 1)[0] for path in python()}
    assert {name for name, opening in openings.items() if not 1 <= len(opening.splitlines()) <= 3} == set()


def test_imports_stand_at_the_top() -> None:
    late = [
        f"{name_of(path)}:{node.lineno}"
        for path in python()
        for scope in [*functions(path), *(node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef))]
        for node in ast.walk(scope)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert late == []
    assert [fault for path in python() for fault in _imports_after_code(path)] == []


@pytest.mark.parametrize("path", OPERATIONS, ids=name_of)
def test_operations_know_no_request_and_never_commit(path: Path) -> None:
    taken = {
        name.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("flask")
        for name in node.names
    }
    assert taken & NOT_FOR_OPERATIONS == set()
    ended = [name for name, _ in calls(tree(path)) if name.endswith((".commit", ".rollback", ".begin"))]
    assert ended == []


@pytest.mark.parametrize("path", OPERATIONS, ids=name_of)
def test_who_records_an_act_says_who_did_it(path: Path) -> None:
    for function in functions(path):
        records = [call for name, call in calls(function) if name == "record"]
        if not records:
            continue
        asked = {argument.arg for argument in function.args.kwonlyargs}
        assert "by" in asked, f"{function.name}: the person is the keyword argument `by`"
        for call in records:
            given = {keyword.arg: dotted(keyword.value) for keyword in call.keywords}
            assert given.get("by") == "by", f"{function.name}, line {call.lineno}"


def test_only_operations_write() -> None:
    operations = {name_of(path) for path in OPERATIONS}
    writers = {name_of(path) for path in python("app") if _writes(path)}
    others = {name for name in writers if name not in operations and not name.startswith("app/seeds/")}
    assert others == set(WRITERS)
    assert len(writers - others) > 3, "the writers are recognised"


def test_only_two_places_end_a_transaction() -> None:
    ending = {name_of(path) for path in python("app") for name, _ in calls(tree(path)) if name.endswith(".commit")}
    assert ending == set(COMMITTERS)


def test_one_file_knows_how_htmx_speaks() -> None:
    knowing = {
        name_of(path)
        for path in python("app")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("htmx_flask")
    }
    assert knowing == {"app/extensions.py", "app/web/htmx.py"}


def _is_address(decorator: ast.expr) -> bool:
    name = dotted(decorator.func) if isinstance(decorator, ast.Call) else ""
    return name.rpartition(".")[2] in ADDRESSES and name.startswith("bp.")


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _imports_after_code(path: Path) -> Iterator[str]:
    seen_code = False
    for node in tree(path).body[1:]:
        importing = isinstance(node, ast.Import | ast.ImportFrom)
        if seen_code and importing:
            yield f"{name_of(path)}:{node.lineno}"
        seen_code = seen_code or not importing


def _writes(path: Path) -> bool:
    """Tell whether a file gives rows to the session, or statements that change rows to the database."""
    nodes = list(ast.walk(tree(path)))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    imported = {
        name.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for name in node.names
    }
    given = any(name in SESSION_WRITES for name, _ in calls(tree(path)))
    return given or bool(attributes & {"insert", "delete"} or imported & {"insert", "update", "delete"})
