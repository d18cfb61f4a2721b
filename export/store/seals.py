"""Seals: a short hash of every row, kept beside it by triggers, so that a changed or vanished row is noticed.

SQLite notices a page that makes no sense, not a letter that became another: a code, a level, a place would change
without a word. Whoever writes through this program seals; what was not written by it does not fit its seal.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from export.store.port import SqlValue

FUNCTION = "envol_seal"
OWNERS = ("candidate_id", "offer_id")
"""Columns that say whom or what a row is about; the first that a table has is its owner."""


@dataclass(frozen=True, slots=True)
class SealedTable:
    """A sealed table: its columns in their order, and the place of the one that names its owner, None without."""

    name: str
    columns: tuple[str, ...]
    owner: int | None


def seal_of(table: str, *row: SqlValue) -> int:
    """The seal of a row: 64 bits of BLAKE2b over the table's name and the values with their types."""
    return int.from_bytes(hashlib.blake2b(repr((table, row)).encode(), digest_size=8).digest(), "big", signed=True)


def know(connection: sqlite3.Connection) -> None:
    """Give a connection the function its triggers call. Without it nothing can be written."""
    connection.create_function(FUNCTION, -1, seal_of, deterministic=True)


def tables(connection: sqlite3.Connection) -> list[SealedTable]:
    """The sealed tables: all but SQLite's own, the list of migrations and the seals."""
    sealed_tables = []
    for (name,) in connection.execute(
        "select name from sqlite_schema where type='table' and name not like 'sqlite%' and name not like '\\_sqlite%' "
        "escape '\\' and name<>'seals' order by rowid"
    ).fetchall():
        columns = tuple(row[1] for row in connection.execute(f'pragma table_info("{name}")'))
        owner = next((columns.index(owner_column) for owner_column in OWNERS if owner_column in columns), None)
        sealed_tables.append(SealedTable(name, columns, owner))
    return sealed_tables


def stop_sealing(connection: sqlite3.Connection) -> None:
    """Take the triggers away, until `seal_all`: they name the columns that a migration may drop."""
    for (trigger,) in connection.execute(
        "select name from sqlite_schema where type='trigger' and name like 'seal\\_%' escape '\\'"
    ).fetchall():
        connection.execute(f'drop trigger "{trigger}"')


def seal_all(connection: sqlite3.Connection) -> None:
    """Seal every row as it stands and make the triggers anew: after a migration, in one transaction."""
    connection.execute("begin immediate")
    try:
        stop_sealing(connection)
        connection.execute("delete from seals")
        for table in tables(connection):
            connection.execute(f'insert or ignore into seals select {_values(table, "")} from "{table.name}"')
            for statement in _triggers(table):
                connection.execute(statement)
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def _values(table: SealedTable, which: str) -> str:
    """Table, owner and seal of the row that is new, old, or of a query (``""``)."""
    cells = [f'{which}"{name}"' for name in table.columns]
    owner = "''" if table.owner is None else cells[table.owner]
    return f"'{table.name}', {owner}, {FUNCTION}('{table.name}', {', '.join(cells)})"


def _triggers(table: SealedTable) -> list[str]:
    put = f"insert or ignore into seals values({_values(table, 'new.')});"
    drop = f"delete from seals where (of, owner, seal) = ({_values(table, 'old.')});"
    name = table.name
    return [
        f'create trigger "seal_{name}_in" after insert on "{name}" begin {put} end',
        f'create trigger "seal_{name}_out" after delete on "{name}" begin {drop} end',
        f'create trigger "seal_{name}_new" after update on "{name}" begin {drop} {put} end',
    ]


@dataclass(frozen=True, slots=True)
class Sorted:
    """The rows of a table: those that are as they were written, those that are not, owners of seals without a row."""

    sound: list[tuple[SqlValue, ...]]
    changed: list[tuple[SqlValue, ...]]
    missing: list[str]


def sort_rows(table: SealedTable, rows: Iterable[Sequence[SqlValue]], seals: set[tuple[str, int]]) -> Sorted:
    """Hold rows against the seals of their table, (owner, seal)."""
    left = set(seals)
    sound, changed = [], []
    for row in rows:
        mark = (str(row[table.owner]) if table.owner is not None else "", seal_of(table.name, *row))
        if mark in left:
            left.discard(mark)
            sound.append(tuple(row))
        else:
            changed.append(tuple(row))
    return Sorted(sound, changed, sorted(owner for owner, _ in left))


def lenient(connection: sqlite3.Connection) -> None:
    """Read texts that are no longer UTF-8 as something, so that their row can be named."""
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")


def all_sound(connection: sqlite3.Connection) -> bool:
    """Whether every row fits its seal and every seal its row, in one reading. Raises sqlite3.DatabaseError."""
    connection.execute("begin")
    try:
        known = tables(connection)
        sealed = dict[str, int](connection.execute("select of, count(*) from seals group by of").fetchall())
        if sealed.keys() - {table.name for table in known}:
            return False
        return all(_holds(connection, table, sealed.get(table.name, 0)) for table in known)
    finally:
        connection.execute("commit")


def _holds(connection: sqlite3.Connection, table: SealedTable, seals: int) -> bool:
    """Whether a table has as many rows as seals, and each row its own: read as a stream, nothing is held in memory."""
    if not seals:
        # Most tables of a base are empty: that is asked in a shorter way.
        return connection.execute(f"select 1 from {_named(table)} not indexed limit 1").fetchone() is None
    mark = _values(table, "t.")
    fits = (
        f"select count(*), count(s.seal) from {_named(table)} t not indexed "
        f"left join seals s on (s.of, s.owner, s.seal) = ({mark})"
    )
    try:
        rows, sound = connection.execute(fits).fetchone()
    except sqlite3.OperationalError:
        # A text that is no longer UTF-8 cannot be sealed; what else it may be is told by asking in the other way.
        return _holds_in_memory(connection, table)
    return bool(rows == sound == seals)


def _named(table: SealedTable) -> str:
    return f'"{table.name}"'


def _holds_in_memory(connection: sqlite3.Connection, table: SealedTable) -> bool:
    """The same by the function that names the rows: texts that are no longer UTF-8 are read as something."""
    kept = connection.text_factory
    lenient(connection)
    try:
        marks = set(connection.execute("select owner, seal from seals where of=?", (table.name,)).fetchall())
        sound_rows = sort_rows(table, connection.execute(f"select * from {_named(table)} not indexed"), marks)
        return not (sound_rows.changed or sound_rows.missing)
    finally:
        connection.text_factory = kept
