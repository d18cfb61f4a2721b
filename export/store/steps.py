"""The steps by which a base came to its form: the files of `schema/`, in their order, and an empty base of them."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from importlib.resources import files

from sqlite_utils import Database, Migrations

from export.store.salvage import in_memory
from export.store.seals import know, seal_all

STEPS = tuple(sorted(p.name.removesuffix(".sql") for p in (files("export.store") / "schema").iterdir()
                     if p.name.endswith(".sql")))  # fmt: skip
SCHEMA_VERSION = int(STEPS[-1].split("_")[0])
migrations = Migrations("envol")


def _register(step: str) -> None:
    text = (files("export.store") / "schema" / f"{step}.sql").read_text("utf-8")

    @migrations(name=step)
    def apply_step(db: Database) -> None:
        for statement in statements(text):
            db.execute(statement)


def statements(text: str) -> list[str]:
    """The statements of a schema file: `executescript` would commit in the middle of a migration."""
    statements_read, kept = [], ""
    for line in text.splitlines(keepends=True):
        kept += "" if line.startswith("--") else line
        if sqlite3.complete_statement(kept):
            statements_read.append(kept)
            kept = ""
    return statements_read


for _step in STEPS:
    _register(_step)


def schema(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    """Every table, index and trigger as it is said to be made; not what SQLite keeps for itself."""
    rows = connection.execute("select type, name, tbl_name, sql from sqlite_schema where name not like '%sqlite%'")
    return set(rows.fetchall())


def apply(memory: sqlite3.Connection, steps: Sequence[str]) -> None:
    """Make the schema that these migrations made; of all there are, when they are none that follow each other."""
    _made_by(tuple(steps)).backup(memory)


@lru_cache(maxsize=8)
def _made_by(steps: tuple[str, ...]) -> sqlite3.Connection:
    """An empty base as these migrations make it, to be copied: a copy takes a tenth of their time."""
    known = 0 < len(steps) < len(STEPS) and steps == STEPS[: len(steps)]
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrations.apply(Database(memory), stop_before=STEPS[len(steps)] if known else None)
    return memory


def make(connection: sqlite3.Connection) -> None:
    """Fill a new base in one stroke: every step, as done now, and its seals."""
    todo = migrations.pending(Database(connection))
    _sealed_by(tuple(step.name for step in todo)).backup(connection)
    connection.execute("update _sqlite_migrations set applied_at=?", (str(datetime.now(UTC)),))


@lru_cache(maxsize=2)
def _sealed_by(steps: tuple[str, ...]) -> sqlite3.Connection:
    """A new base with its seals, by all the steps there are, to be copied: as `_made_by`."""
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    know(memory)
    migrations.apply(Database(memory))
    seal_all(memory)
    return memory


@cache
def schema_made(steps: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """The schema as these migrations make it."""
    with in_memory() as memory:
        know(memory)
        apply(memory, steps)
        seal_all(memory)
        parts = frozenset(schema(memory))
        memory.close()
    return parts
