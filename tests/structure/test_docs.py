"""The docs stay true: what they name exists, what they list is whole, and their tables say what the code says."""

import re
import runpy
import tomllib
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import click
import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.accounts.models import User
from app.accounts.passwords import matches
from app.config import Settings
from app.extensions import db
from app.seeds.demo import PASSWORD, seed_demo
from app.web.transaction import begin_writing
from tests.structure.sources import APP, FOLDERS, ROOT, calls, dotted, functions, tree

README = ROOT / "README.md"
DEPLOYING = ROOT / "docs" / "deploying.md"
PAGES = (README, *sorted((ROOT / "docs").rglob("*.md")))
LONGEST = 160

LINK = re.compile(r"""\]\(([^)\s]+)\)|\b(?:src|href)="([^"]+)\"""")
FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
PLACEHOLDER = re.compile(r"\b[A-Z]{2,}\b")  # templates/DOMAIN/page.html: any folder, if there is one
MADE = (".venv", "node_modules", "var")  # by set-up; not in every checkout
VARIABLE = re.compile(r"\b(?:BANYEN_[A-Z_]+|DATABASE_URL|SECRET_KEY|REDIS_URL)\b")
TARGET = re.compile(r"\bmake ([a-z]+)\b")
COMMAND = re.compile(r"(?:--app app|^banyen) ((?:[a-z]+ ?)+)", re.MULTILINE)
ACCOUNT = re.compile(r"^\| `([\w.]+)` \| ([^|]+) \| ([^|]+) \|", re.MULTILINE)


pytestmark = pytest.mark.once
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def code(page: Path) -> Iterator[str]:
    """Yield every block and every bit of code of a page."""
    text = page.read_text()
    for _, block in FENCED.findall(text):
        yield block
    yield from INLINE.findall(FENCED.sub("", text))


def paths(bit: str) -> Iterator[str]:
    """Yield what reads as a path of the checkout: what begins with one of its folders, or is a file at its root."""
    at_root = {entry.name for entry in ROOT.iterdir() if entry.is_file()}
    for word in re.findall(r"[\w.*/:-]+", bit):
        first, slash, _ = word.partition("/")
        known = slash and first in FOLDERS
        file_at_root = not slash and (word in at_root or word.endswith((".md", ".toml", ".json", ".txt")))
        if (known or file_at_root) and first not in MADE:
            yield word.rstrip(".,:")


def missing(word: str) -> str | None:
    """Return what is wrong with a path, ``tests/DOMAIN/test_*.py`` or ``tests/a.py::test_b``; None: nothing."""
    name, _, function = word.partition("::")
    found = sorted(ROOT.glob(PLACEHOLDER.sub("*", name.rstrip("/"))))
    if not found:
        return f"{name} does not exist"
    if name.endswith("/") and not found[0].is_dir():
        return f"{name} is no folder"
    if function and function not in {each.name for each in functions(found[0])}:
        return f"{name} has no {function}"
    return None


def settings_read() -> set[str]:
    """Return the names that app/config.py asks the environment for."""
    asked = [call.args[0] for name, call in calls(tree(APP / "config.py")) if name == "env.get" and call.args]
    names = {str(argument.value) for argument in asked if hasattr(argument, "value") and not dotted(argument)}
    return {name for name in names if VARIABLE.fullmatch(name)}


def layers() -> list[set[str]]:
    """Return what exists of each layer that pyproject.toml draws, top to bottom."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [drawn] = [contract["layers"] for contract in contracts if contract["id"] == "layers"]
    existing = {path.stem for path in APP.glob("*.py")} | {path.parent.name for path in APP.glob("*/__init__.py")}
    found = [set(re.findall(r"\w+", layer)) & existing for layer in drawn]
    return [names for names in found if names]


def mapped() -> list[set[str]]:
    """Return the layers of the README's map, top to bottom."""
    [text] = [block for kind, block in FENCED.findall(README.read_text()) if kind == "text" and "app/cli.py" in block]
    return [set(re.findall(r"^app/(\w+)", part, re.MULTILINE)) for part in text.strip().split("\n\n")]


def described(page: Path, heading: str) -> str:
    """Return the part of a page under a heading."""
    return page.read_text().partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


@each_page
def test_pages_are_short(page: Path) -> None:
    assert len(page.read_text().splitlines()) <= LONGEST


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    links = {first or second for first, second in LINK.findall(page.read_text())}
    assert links, "the links are recognised"
    here = {link.partition("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)}
    assert {link for link in here if not (page.parent / link).exists()} == set()


def test_every_page_is_linked_from_the_readme() -> None:
    links = {first for first, _ in LINK.findall(README.read_text())}
    assert {page.relative_to(ROOT).as_posix() for page in PAGES if page != README} <= links


@each_page
def test_paths_that_are_named_exist(page: Path) -> None:
    named = {word for bit in code(page) for word in paths(bit)}
    assert named, "the paths are recognised"
    assert [fault for word in sorted(named) if (fault := missing(word))] == []


@pytest.mark.parametrize(
    "wrong",
    ["tests/absent.py", "app/DOMAIN/absent.py", "Makefile/", "tests/world.py::absent", "absent.md", "docs/absent.md"],
)
def test_a_path_that_is_wrong_is_found(wrong: str) -> None:
    [word] = paths(wrong) if wrong != "Makefile/" else [wrong]
    assert missing(word)


@each_page
def test_make_knows_the_targets_that_are_named(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {target for bit in code(page) for target in TARGET.findall(bit)}
    assert named or page.name == "security.md"
    assert named <= targets


def test_contributing_names_the_targets_a_developer_needs() -> None:
    named = {target for bit in code(ROOT / "docs" / "contributing.md") for target in TARGET.findall(bit)}
    assert {"run", "check", "test", "axe", "format", "messages", "lock", "screenshots"} <= named


def test_python_that_is_shown_is_the_code() -> None:
    shown = [dedent(block) for page in PAGES for kind, block in FENCED.findall(page.read_text()) if kind == "python"]
    assert shown, "the blocks are recognised"
    sources = [path.read_text() for path in APP.rglob("*.py")]
    assert [block for block in shown if not any(block in source for source in sources)] == []


@each_page
def test_flask_knows_the_commands_that_are_named(page: Path, settings: Settings) -> None:
    group = create_app(settings).cli
    named = {words for bit in code(page) for words in COMMAND.findall(bit)}
    assert named or page not in {README, DEPLOYING}
    assert {words for words in named if not _answers(group, words.split())} == set()


def test_the_settings_are_described_and_those_described_are_read() -> None:
    read = settings_read()
    assert len(read) > 4, "the settings are recognised"
    rows = set(re.findall(r"^\| `([A-Z_]+)` \|", described(DEPLOYING, "2. Settings"), re.MULTILINE))
    assert {name for name in rows if VARIABLE.fullmatch(name)} == read
    assert set(VARIABLE.findall(DEPLOYING.read_text())) == read


@each_page
def test_variables_that_are_named_are_used(page: Path) -> None:
    sources = [*APP.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / ".ci").iterdir()]
    used = {name for path in sources if path.is_file() for name in VARIABLE.findall(path.read_text())}
    assert set(VARIABLE.findall(page.read_text())) <= used


def test_the_map_shows_the_layers_as_they_are_checked() -> None:
    assert len(mapped()) > 5, "the layers are recognised"
    assert mapped() == layers()


def test_the_map_leaves_out_no_package() -> None:
    packages = {path.parent.name for path in APP.glob("*/__init__.py")}
    assert packages <= set[str]().union(*mapped())


@pytest.mark.slow
def test_the_demo_accounts_are_those_of_the_demo(empty_app: Flask) -> None:
    rows = {name: (role, unit) for name, role, unit in ACCOUNT.findall(README.read_text())}
    with empty_app.app_context():
        db.create_all()
        begin_writing()
        seed_demo()
        users = db.session.scalars(select(User)).all()
        # What has a dot in its name is an author of the demo's data, whom nobody is told of.
        told = {user.username: (user.role.value.replace("_", " "), user.unit.full_name) for user in users}
        assert {name: seat for name, seat in told.items() if "." not in name} == rows
        assert f"password `{PASSWORD}`" in README.read_text()
        greeting = runpy.run_path(str(ROOT / ".ci" / "gunicorn.conf.py"))
        assert ({name for name, _ in greeting["ACCOUNTS"]}, greeting["PASSWORD"]) == (set(rows), PASSWORD)
        assert all(matches(PASSWORD, user.password_hash) for user in users if user.username in rows)
        db.session.rollback()


def _answers(group: click.Group, words: list[str]) -> bool:
    """Tell whether the words lead to a command; what follows it are its arguments."""
    command = group.get_command(click.Context(group), words[0])
    if isinstance(command, click.Group) and len(words) > 1:
        return _answers(command, words[1:])
    return command is not None
