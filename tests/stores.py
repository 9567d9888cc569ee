"""Where the tests' databases lie: files of SQLite, or a server of PostgreSQL; each can be copied, and put back."""

import shutil
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql


class Store(Protocol):
    """A kind of database that can be copied from a template."""

    def url(self, name: str) -> str:
        """Return the address of the database ``name``."""

    def copy(self, source: str, name: str) -> None:
        """Make ``name`` anew as a copy of ``source``, to which nobody is connected."""

    def create(self, name: str) -> None:
        """Make ``name``, empty."""

    def drop(self, name: str) -> None:
        """Take ``name`` away."""

    def keep(self, name: str) -> None:
        """Let copies of ``name`` know what their tables hold now, as far as ``put_back`` needs that."""

    def put_back(self, name: str, tables: Set[str]) -> bool:
        """Let these tables of a copy hold again what was kept; answer whether that is done here at all."""


@dataclass(frozen=True)
class SqliteFiles:
    """SQLite databases as files in a folder."""

    folder: Path

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"

    def url(self, name: str) -> str:
        return f"sqlite:///{self._path(name)}"

    def create(self, name: str) -> None:
        self.drop(name)

    def copy(self, source: str, name: str) -> None:
        self.drop(name)
        shutil.copyfile(self._path(source), self._path(name))

    def drop(self, name: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._path(name)}{ending}").unlink(missing_ok=True)

    def keep(self, name: str) -> None:
        pass

    def put_back(self, name: str, tables: Set[str]) -> bool:  # noqa: ARG002 (to copy a file is quicker)
        return False


@dataclass(frozen=True)
class PostgresServer:
    """Databases of a PostgreSQL server."""

    server: str

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{self.server.split('://', 1)[1].rsplit('/', 1)[0]}/{name}"

    def create(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')

    def copy(self, source: str, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{source}"')

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def keep(self, name: str) -> None:
        with psycopg.connect(self._libpq(name)) as connection:
            connection.execute("CREATE SCHEMA kept")
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            for (table,) in tables:
                copied = "CREATE TABLE kept.{0} AS TABLE public.{0}"
                connection.execute(sql.SQL(copied).format(sql.Identifier(table)))

    def put_back(self, name: str, tables: Set[str]) -> bool:
        """Do so in a tenth of the time that a copy of the database takes."""
        with psycopg.connect(self._libpq(name)) as connection:
            connection.execute("SET session_replication_role = replica")  # rows come and go in any order
            for table in sorted(tables):
                connection.execute(sql.SQL("DELETE FROM public.{0}").format(sql.Identifier(table)))
                copied = "INSERT INTO public.{0} SELECT * FROM kept.{0}"
                connection.execute(sql.SQL(copied).format(sql.Identifier(table)))
        return True

    def _libpq(self, name: str) -> str:
        return f"{self.server.rsplit('/', 1)[0]}/{name}"

    def _run(self, *statements: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())
