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
        found = []
        for kind, name, sql in rows:
            columns = memory.execute(f'pragma table_info("{name}")').fetchall() if kind == "table" else ()
            found.append(SchemaPart(kind, name, sql, tuple(str(column[1]) for column in columns)))
        memory.close()
    return tuple(found)


def columns_here(steps: Sequence[str] = STEPS) -> Columns:
    """The columns of each table, in SQLite's order."""
    return {one.name: one.columns for one in parts_here(steps) if one.kind == "table"}


def order_of(table: str) -> str:
    """The column that says in which order the rows of a table were written: its number, else SQLite's own."""
    part = next(one for one in parts_here() if one.name == table)
    found = NUMBER.search(part.sql)
    return found[1] if found else "rowid"


def numbers_here() -> dict[str, str]:
    """The tables whose rows are numbered by the base, with the column of the number."""
    return {one.name: order_of(one.name) for one in parts_here() if one.kind == "table" and NUMBER.search(one.sql)}
