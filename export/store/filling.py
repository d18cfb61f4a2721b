"""An empty base filled from another, inside a transaction, and the digests that hold both against each other."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from export.store.bulk import SqlRow
from export.store.errors import StoreError
from export.store.port import Connection
from export.store.schema_parts import columns_here, order_of
from export.store.store import Store, audit_holds

AT_ONCE = 2000
OWN = "base"
"""The table that says whom a base holds and when it was made: of a copy it says when the copy was."""
SET = ("retention_rules",)
"""Tables that a new base is made with rows in."""


@dataclass(frozen=True, slots=True)
class TableDigest:
    """What a table says: its rows, and SHA-256 over them in the order they were written in."""

    name: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class BaseDigest:
    """What a base says: its tables, and the last line of its audit (number and hash, 0 and "" before the first)."""

    tables: tuple[TableDigest, ...]
    entry: int
    head: str


class _Digest:
    """SHA-256 over rows, each with its table and the types of its values, as seals are made."""

    def __init__(self, table: str) -> None:
        self.table, self.n = table, 0
        self._sum = hashlib.sha256()

    def over(self, rows: Iterable[SqlRow]) -> Iterator[SqlRow]:
        """The rows, counted and summed on their way."""
        for row in rows:
            self.n += 1
            self._sum.update(repr((self.table, row)).encode())
            yield row

    def summed(self) -> TableDigest:
        """The table as it was summed."""
        return TableDigest(self.table, self.n, self._sum.hexdigest())


def digest_of(store: Store) -> BaseDigest:
    """What a base says, read as it stands at one moment. Raises StoreError."""
    with store.reading() as connection:
        return _said(store, connection)


def _said(store: Store, connection: Connection) -> BaseDigest:
    digests = []
    for name, columns in columns_here().items():
        digest = _Digest(name)
        for _ in digest.over(rows_of(store, name, _told_of(name, columns))):
            pass
        digests.append(digest.summed())
    row = connection.execute("select entry, hash from audit order by entry desc limit 1").fetchone()
    return BaseDigest(tuple(digests), int(row[0]) if row else 0, str(row[1]) if row else "")


def _told_of(table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    return ("one", "kind") if table == OWN else columns


def rows_of(store: Store, table: str, columns: Iterable[str]) -> Iterator[SqlRow]:
    """The rows of a table in the order they were written in."""
    return store.stream(f"select {', '.join(columns)} from {table} order by {order_of(table)}")


def fill(old: Store, new: Store, connection: Connection) -> BaseDigest:
    """Fill an empty base inside a transaction, and hold what it then says against what was read. Raises StoreError."""
    read = []
    for name, columns in columns_here().items():
        digest = _Digest(name)
        rows = digest.over(rows_of(old, name, _told_of(name, columns)))
        if name in SET:
            connection.execute(f"delete from {name}")
        marks = ",".join("?" * len(columns))
        while some := list(islice(rows, AT_ONCE)):
            # Whom a base holds was written when it was made, and never changes.
            if name != OWN:
                connection.executemany(f"insert into {name} values({marks})", some)
        read.append(digest.summed())
    new.numbered()
    said = _said(new, connection)
    other = [table.name for table, was in zip(said.tables, read, strict=True) if table != was]
    last = old.first_row("select entry, hash from audit order by entry desc limit 1")
    if last is not None and (last["entry"], last["hash"]) != (said.entry, said.head):
        other.append("audit")
    if other or not audit_holds(new):
        raise StoreError("copy.differs", tables=", ".join(dict.fromkeys(other)) or "audit")
    return said
