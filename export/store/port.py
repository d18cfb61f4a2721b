"""What the store asks of a database: SQL as SQLite speaks it, `?` for values, rows as tuples.

`sqlite3.Connection` answers it as it stands; a server's says the same in its own words (`export/store/postgres.py`).
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

SqlValue = str | int | float | bytes | None
Unfit = sqlite3.IntegrityError
"""Raised for a row that a rule of the base refuses, whichever database holds it."""
BaseTrouble = sqlite3.DatabaseError
"""Raised for whatever else a database cannot do, whichever it is."""


class Cursor(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int:
        """Rows that were changed."""

    @property
    def description(self) -> Any:
        """One tuple a column, its name first."""

    def fetchone(self) -> Any:
        """The next row, None past the last."""

    def fetchall(self) -> list[Any]:
        """The rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """The rows that are left, one by one."""


class Connection(Protocol):
    """An open database. Raises Unfit, Trouble."""

    def execute(self, sql: str, values: Sequence[SqlValue] = ..., /) -> Cursor:
        """One statement with its values."""

    def executemany(self, sql: str, rows: Iterable[Sequence[SqlValue]], /) -> Cursor:
        """One statement for each row of values."""


def columns_of(connection: Connection, table: str) -> tuple[str, ...]:
    """The columns of a table in their order; none where there is no such table. `table`: a name of our own."""
    try:
        cursor = connection.execute(f'select * from "{table}" limit 0')
    except BaseTrouble:
        return ()
    return tuple(str(column[0]) for column in cursor.description)
