"""The set-up is what it promises: locked with hashes, without addresses, free to pass on, one Makefile."""

import json
import os
import re
import subprocess
import tomllib
from importlib.metadata import distribution, version
from pathlib import Path

import psycopg
import pytest

from tests.databases import NoPostgres, postgres

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"^([a-z0-9._-]+)==(\S+) \\$", re.MULTILINE)
HASH = re.compile(r" {4}--hash=sha256:[0-9a-f]{64}(?: \\)?")
TARGETS = ("run", "test", "check", "axe", "bench", "faults", "screenshots", "lock", "messages", "format", "clean")
SCRIPTS = ("run", "setup", "serve", "gate", "lock")

# Registries and mirrors, put together here so that this file does not name them either.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("nodesource", "com"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("cdnjs", "com"),
    )
)
MACHINE_PATH = re.compile(r"""(?<![\w.~$}*/-])/(?:home|root|work|Users|mnt)/[\w.]""")

# What may go with a program of any licence. LGPL libraries may: they are installed beside it, unchanged.
PERMITTED = re.compile(r"\b(MIT|0?BSD|Apache|PSF|Python Software|HPND|ISC|L(?:esser )?G(?:eneral )?P)", re.IGNORECASE)
LESSER = re.compile(r"LGPL|Lesser General Public License", re.IGNORECASE)
COPYLEFT = re.compile(r"\bA?GPL|General Public License", re.IGNORECASE)

pytestmark = pytest.mark.once


def tracked() -> list[Path]:
    """Return the files of the checkout that belong to it: tracked, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [path for name in names if (path := ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    """Return name and text of every such file that is text."""
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            found.append((str(path.relative_to(ROOT)), content.decode(errors="replace")))
    return found


def pins(name: str) -> dict[str, str]:
    """Return package and version of each pin in a lock file."""
    return dict(PINNED.findall((ROOT / name).read_text()))


def canonical(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0]).lower()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_python_package_is_pinned_with_hashes_and_nothing_else_is_in_the_lock(name: str) -> None:
    written = (ROOT / name).read_text().splitlines()
    lines = [line for line in written if line and not line.lstrip().startswith("#")]
    heads = [index for index, line in enumerate(lines) if not line.startswith(" ")]
    assert len(heads) > 20
    for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        assert re.fullmatch(r"[a-z0-9._-]+==\S+ \\", lines[start]), lines[start]
        hashes = lines[start + 1 : end]
        assert hashes, lines[start]
        assert [line for line in hashes if not HASH.fullmatch(line)] == []


def test_the_locks_answer_what_the_project_asks_for_and_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    runtime, everything = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {canonical(need) for need in project["dependencies"]} <= runtime.keys()
    assert {canonical(need) for need in project["optional-dependencies"]["dev"]} <= everything.keys()
    assert runtime.items() <= everything.items()


def test_what_runs_here_is_what_is_locked() -> None:
    assert {name: version(name) for name in pins("requirements.txt")} == pins("requirements.txt")


def test_every_package_of_the_browser_is_pinned_with_a_hash_and_agrees_with_package_json() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    asked = json.loads((ROOT / "package.json").read_text())
    assert lock[""]["dependencies"] == asked["dependencies"]
    assert lock[""]["devDependencies"] == asked["devDependencies"]
    for name, needed in (asked["dependencies"] | asked["devDependencies"]).items():
        assert lock[f"node_modules/{name}"]["version"] == needed
    for name, package in lock.items():
        assert not name or package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    faults = [
        f"{name}: {found}"
        for name, text in texts()
        for found in [*(host for host in REGISTRIES if host in text), *MACHINE_PATH.findall(text)]
    ]
    assert faults == []


def licence(package: str) -> str:
    """Return what an installed package says of its licence: expression, else classifiers, else field."""
    about = distribution(package).metadata
    classifiers = [line for line in about.get_all("Classifier", []) if line.startswith("License ::")]
    said = about.get_all("License-Expression", []) or classifiers or about.get_all("License", [])
    return "; ".join(text.partition("\n")[0] for text in said)


@pytest.mark.parametrize("package", sorted(pins("requirements.txt")))
def test_the_server_runs_on_nothing_that_binds_those_who_pass_it_on(package: str) -> None:
    said = licence(package)
    assert PERMITTED.search(said), said
    assert not COPYLEFT.search(LESSER.sub("", said)), said


def test_the_browser_is_given_nothing_that_binds_those_who_pass_it_on() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    given = {name: package["license"] for name, package in lock.items() if name and not package.get("dev")}
    assert given
    assert all(PERMITTED.search(said) and not COPYLEFT.search(said) for said in given.values()), given


@pytest.mark.parametrize("target", TARGETS)
def test_make_knows_and_explains(target: str) -> None:
    subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, check=True)
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.search(rf"^  make {target} +\S", told, re.MULTILINE)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_can_be_run_and_read_by_the_shell(name: str) -> None:
    script = ROOT / ".ci" / name
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)


@pytest.mark.slow
def test_a_private_postgresql_serves_and_leaves_nothing() -> None:
    try:
        with postgres({"BANYEN_TEST_PRIVATE_POSTGRES": "1"}) as server:
            with psycopg.connect(server.url, autocommit=True) as connection:
                connection.execute("create database proof")
                folder = Path(str(connection.execute("show data_directory").fetchall()[0][0]))
                assert connection.info.port != 5432
            assert folder.exists()
    except NoPostgres as absence:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(absence))
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url, connect_timeout=2)
