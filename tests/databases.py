"""PostgreSQL for the tests: the server named by TEST_POSTGRES_URL, a private one, or one that answers here.

A private one waits for no disk, and is quicker by a sixth.

`python -m tests.databases COMMAND…` runs COMMAND with TEST_POSTGRES_URL set, and ends what it started.
"""

import getpass
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TypedDict

import psycopg

SKIPPED = 77  # the exit code by which the gate tells "skipped" from "failed"
OLDEST = 150000  # PostgreSQL 15, as the server states it
START_SECONDS = 60
TRUE = {"1", "true", "yes"}


@dataclass(frozen=True, slots=True)
class Server:
    """A server in which databases may be made and dropped."""

    url: str  # postgresql://user@host:port/postgres
    origin: str  # how it was found, for the reader


class NoPostgres(Exception):
    """No server answers and none can be started; the message says what was tried."""


@contextmanager
def postgres(env: Mapping[str, str] = os.environ) -> Iterator[Server]:
    """Yield a server, ended afterwards if it was started here. Raises NoPostgres when there is none.

    ``BANYEN_TEST_PRIVATE_POSTGRES=1`` asks for a private one even when another is named. A named server that
    cannot be used is a mistake to mend, not an absence: ValueError.
    """
    private = env.get("BANYEN_TEST_PRIVATE_POSTGRES", "").lower() in TRUE
    if not private and (url := env.get("TEST_POSTGRES_URL")):
        if fault := _refusal(url := _libpq(url)):
            raise ValueError(f"TEST_POSTGRES_URL names a server that cannot be used: {fault}")
        yield Server(url, "TEST_POSTGRES_URL")
        return
    with ExitStack() as ending:
        try:
            server = ending.enter_context(private_server())
        except NoPostgres:
            found = None if private else running_server()
            if not found:
                raise
            server = found
        yield server


def running_server() -> Server | None:
    """Return the server on this machine's usual port when it lets us in without a password, else None."""
    for user in dict.fromkeys(("postgres", getpass.getuser())):
        url = f"postgresql://{user}@127.0.0.1:5432/postgres"
        if _refusal(url) is None:
            return Server(url, "running on this machine")
    return None


@contextmanager
def private_server() -> Iterator[Server]:
    """Yield a server of our own in a temporary folder, on a free port of the loopback. Raises NoPostgres."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="banyen-postgres-"))
    user = _unprivileged()
    try:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        data = folder / "data"
        # Trust is safe here: the server listens on the loopback only and holds nothing but tests.
        initdb = [
            "initdb",
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]
        done = subprocess.run(
            [binaries / initdb[0], *initdb[1:], "--pgdata", data],
            capture_output=True,
            text=True,
            cwd=folder,
            env=_environment(folder),
            check=False,
            **_as(user),
        )
        if done.returncode:
            raise NoPostgres(f"initdb failed: {done.stderr.strip()}")
        with _serving(binaries, data, folder / "log", user) as port:
            yield Server(f"postgresql://postgres@127.0.0.1:{port}/postgres", f"private, from {binaries}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _serving(binaries: Path, data: Path, log: Path, user: pwd.struct_passwd | None) -> Iterator[int]:
    """Run the server as our child, out of the reach of Ctrl-C: we end it. Yield its port."""
    port = _free_port()
    settings = {
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "max_connections": "200",
        "fsync": "off",
        "full_page_writes": "off",  # its data is thrown away with it
    }
    command = [str(binaries / "postgres"), "-D", str(data)]
    command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=data.parent,
            env=_environment(data.parent),
            start_new_session=True,
            **_as(user),
        )
    try:
        _await(server, f"postgresql://postgres@127.0.0.1:{port}/postgres", log)
        yield port
    finally:
        server.send_signal(signal.SIGINT)  # "fast": drops the connections and ends
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while fault := _refusal(url):
        if server.poll() is not None or time.monotonic() > deadline:
            raise NoPostgres(f"the private server did not start: {fault}\n{log.read_text(errors='replace')}")
        time.sleep(0.1)


def _refusal(url: str) -> str | None:
    """Return why the server at ``url`` cannot be used, or None when it can."""
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            if connection.info.server_version < OLDEST:
                return f"version {connection.info.server_version} is too old"
            row = connection.execute(
                "select rolsuper or rolcreatedb from pg_roles where rolname = current_user"
            ).fetchone()
            return None if row and row[0] else "its user may not create databases"
    except psycopg.OperationalError as fault:
        return str(fault).strip()


def _libpq(url: str) -> str:
    """Return ``url`` without the driver that SQLAlchemy's form may name."""
    scheme, _, rest = url.partition("://")
    return f"{scheme.partition('+')[0]}://{rest}"


def _binaries() -> Path:
    """Return the folder of initdb and postgres: from PATH, else Debian's newest. Raises NoPostgres."""
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    for folder in reversed(folders):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres("no server answers on 127.0.0.1:5432, and PostgreSQL's programs are not installed")


def _unprivileged() -> pwd.struct_passwd | None:
    """Return who runs the server: PostgreSQL refuses root. None: we are somebody else already."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("PostgreSQL refuses to run as root, and there is no user postgres or nobody")


class _User(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def _as(user: pwd.struct_passwd | None) -> _User:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the caller's: PGDATA, PGPORT and the like would lead the private server elsewhere."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LC_ALL": "C", "TZ": "UTC"}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def main(command: list[str]) -> int:
    """Run ``command`` with a server; return its exit code, or SKIPPED (1 when CI=true) when there is none."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _end)  # so that `with` ends the private server
    try:
        with postgres() as server:
            print(f"→ PostgreSQL: {server.origin}", flush=True)
            return subprocess.run(command, env=os.environ | {"TEST_POSTGRES_URL": server.url}, check=False).returncode
    except NoPostgres as absence:
        print(f"\n{'!' * 78}\n!! POSTGRESQL WAS SKIPPED: {absence}\n{'!' * 78}\n", file=sys.stderr)
        if os.environ.get("CI", "").lower() in TRUE:
            print("CI=true: that is a failure.", file=sys.stderr)
            return 1
        return SKIPPED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
