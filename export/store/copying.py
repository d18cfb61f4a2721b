"""A base moved whole, from a file to a server or back, and the proof that both say the same.

Rows go in the order they were written in. Before anything is kept, each table is read again where it came to and its
digest is held against that of what was read; so is the head of the audit. Else nothing is kept at all.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from export.store.errors import StoreError
from export.store.opening import open_base
from export.store.port import Connection, Unfit, Value
from export.store.schema_parts import columns_here, order_of
from export.store.server import Base
from export.store.store import Store, audit_holds

AT_ONCE = 2000
OWN = "base"
"""The table that says whom a base holds and when it was made: of a copy it says when the copy was."""
SET = ("retention_rules",)
"""Tables that a new base is made with rows in."""
Row = tuple[Value, ...]


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

    def over(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, counted and summed on their way."""
        for row in rows:
            self.n += 1
            self._sum.update(repr((self.table, row)).encode())
            yield row

    def told(self) -> TableDigest:
        """What was summed."""
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
        digests.append(digest.told())
    row = connection.execute("select entry, hash from audit order by entry desc limit 1").fetchone()
    return BaseDigest(tuple(digests), int(row[0]) if row else 0, str(row[1]) if row else "")


def _told_of(table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    return ("one", "kind") if table == OWN else columns


def rows_of(store: Store, table: str, columns: Iterable[str]) -> Iterator[Row]:
    """The rows of a table in the order they were written in."""
    return store.stream(f"select {', '.join(columns)} from {table} order by {order_of(table)}")


def copy(source: Base, target: Base) -> BaseDigest:
    """Copy a base to where there is none; what both say. Raises StoreError, OSError, and then nothing is kept.

    The list of the erased goes with it; keys stay where they are.
    """
    with open_base(source, make=False) as old:
        if isinstance(target, Path):
            return _into_file(old, target)
        with open_base(target, old.kind) as new:
            return _copied(old, new)


def _into_file(old: Store, target: Path) -> BaseDigest:
    if target.exists() or any(target.parent.glob(target.name + ".*")):
        raise StoreError("copy.there", path=target)
    aside = target.with_name(f".{target.name}.part")
    for left in target.parent.glob(aside.name + "*"):
        left.unlink()
    try:
        with Store.open(aside, kind=old.kind) as new:
            found = _copied(old, new)
        for left in target.parent.glob(aside.name + ".*"):
            os.replace(left, target.with_name(target.name + left.name.removeprefix(aside.name)))
        os.replace(aside, target)
    except BaseException:
        for left in target.parent.glob(aside.name + "*"):
            left.unlink()
        raise
    return found


def _copied(old: Store, new: Store) -> BaseDigest:
    for name in columns_here():
        if name not in (OWN, *SET) and new.one(f"select 1 from {name} limit 1"):
            raise StoreError("copy.not_empty", path=new.named)
    try:
        with old.reading(), new.writing() as connection:
            found = fill(old, new, connection)
    except Unfit as error:
        raise StoreError("copy.differs", tables=error) from error
    _erased_too(old, new)
    return found


def _erased_too(old: Store, new: Store) -> None:
    """Whoever was erased there stays erased here."""
    known = set(new.erased_ids())
    lines = old.erased_file.read_text("ascii", "replace").splitlines() if old.erased_file.exists() else []
    for words in (line.split() for line in lines):
        if words and words[0] not in known:
            new.note_erased(words[0], words[1] if len(words) > 1 else "")


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
        read.append(digest.told())
    new.numbered()
    said = _said(new, connection)
    other = [one.name for one, was in zip(said.tables, read, strict=True) if one != was]
    last = old.one("select entry, hash from audit order by entry desc limit 1")
    if last is not None and (last["entry"], last["hash"]) != (said.entry, said.head):
        other.append("audit")
    if other or not audit_holds(new):
        raise StoreError("copy.differs", tables=", ".join(dict.fromkeys(other)) or "audit")
    return said
