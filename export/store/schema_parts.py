"""The schema as all steps make it in SQLite: what every base of this version holds, wherever it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlite_utils import Database

from export.store.dialect import Columns
from export.store.salvage import in_memory
from export.store.seals import know
from export.store.steps import STEPS, migrations

NUMBER = re.compile(r"(\w+) integer primary key")


@dataclass(frozen=True, slots=True)
class SchemaPart:
    """A table, index, view or trigger as SQLite keeps it; `columns`: those of a table, in their order."""

    kind: str
    name: str
    sql: str
    columns: tuple[str, ...]


def parts_here(steps: Sequence[str] = STEPS) -> tuple[SchemaPart, ...]:
    """Tables, indexes, views and triggers that these steps make, in the order they were made; no seals."""
    return _parts(tuple(steps))


@cache
def _parts(steps: tuple[str, ...]) -> tuple[SchemaPart, ...]:
    with in_memory() as memory:
        know(memory)
        migrations.apply(Database(memory), stop_before=STEPS[len(steps)] if len(steps) < len(STEPS) else None)
        rows = memory.execute(
            "select type, name, sql from sqlite_schema where sql is not null and name not like '%sqlite%' "
            "and name<>'seals' order by rowid"
        ).fetchall()
        parts = []
        for kind, name, sql in rows:
            columns = memory.execute(f'pragma table_info("{name}")').fetchall() if kind == "table" else ()
            parts.append(SchemaPart(kind, name, sql, tuple(str(column[1]) for column in columns)))
        memory.close()
    return tuple(parts)


def columns_here(steps: Sequence[str] = STEPS) -> Columns:
    """The columns of each table, in SQLite's order."""
    return {part.name: part.columns for part in parts_here(steps) if part.kind == "table"}


def order_of(table: str) -> str:
    """The column that says in which order the rows of a table were written: its number, else SQLite's own."""
    part = next(kept_part for kept_part in parts_here() if kept_part.name == table)
    number = NUMBER.search(part.sql)
    return number[1] if number else "rowid"


def numbers_here() -> dict[str, str]:
    """The tables whose rows are numbered by the base, with the column of the number."""
    return {part.name: order_of(part.name) for part in parts_here() if part.kind == "table" and NUMBER.search(part.sql)}
