"""The matching database: one SQLite file, one writer, opened only where it is safe, never half-changed."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlite_utils import Database, Migrations

from export.files.whole import append_line

SCHEMA_VERSION = 5
APPLICATION_ID = 0x456E766C
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ncpfs", "davfs", "fuse.sshfs", "fuse.rclone", "ceph"}
DAMAGE = ("malformed", "not a database", "corrupt", "disk i/o", "disk I/O")
STEPS = ("001_first", "002_fairs", "004_said", "005_offers")

migrations = Migrations("envol")


def _register(step: str) -> None:
    text = (files("export.store") / "schema" / f"{step}.sql").read_text("utf-8")

    @migrations(name=step)
    def apply(db: Database) -> None:
        for statement in statements(text):
            db.execute(statement)


class StoreError(ValueError):
    """A database that is not opened or a demand it refuses; `key` and `values` make the sentence."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(f"{key} {values}" if values else key)
        self.key = key
        self.values = values


def statements(text: str) -> list[str]:
    """The statements of a schema file: `executescript` would commit in the middle of a migration."""
    found, kept = [], ""
    for line in text.splitlines(keepends=True):
        kept += "" if line.startswith("--") else line
        if sqlite3.complete_statement(kept):
            found.append(kept)
            kept = ""
    return found


for _step in STEPS:
    _register(_step)


class Store:
    """An open matching database. Use as a context manager, or call `close`."""

    def __init__(self, path: Path, db: Database) -> None:
        self.path = path
        self.db = db

    @classmethod
    def open(cls, path: Path, mounts: Path = Path("/proc/mounts")) -> "Store":
        """Open, or make, a database; upgrades an older one after a copy. Raises StoreError with what to do."""
        _refuse_place(path, mounts)
        fresh = not path.exists() or path.stat().st_size == 0
        if fresh:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        connection = sqlite3.connect(path, isolation_level=None, timeout=10)
        try:
            db = Database(connection)
            if not fresh:
                _refuse_content(connection, path)
            _settings(connection)
            store = cls(path, db)
            store._upgrade(fresh)
            store._replay_erasures()
        except sqlite3.DatabaseError as error:
            connection.close()
            raise StoreError(_reason(error), path=path, reason=error) from error
        except BaseException:
            connection.close()
            raise
        return store

    def close(self) -> None:
        """Close the database."""
        self.db.conn.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, all or nothing, with the write lock taken at once. Raises StoreError when it cannot."""
        connection = self.db.conn
        try:
            connection.execute("begin immediate")
            try:
                yield connection
            except BaseException:
                connection.execute("rollback") if connection.in_transaction else None
                raise
            connection.execute("commit")
        except sqlite3.OperationalError as error:
            if connection.in_transaction:
                connection.execute("rollback")
            raise StoreError(_reason(error), path=self.path, reason=error) from error

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """The rows of a question, by name of column."""
        cursor = self.db.conn.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def one(self, sql: str, *values: Any) -> dict[str, Any] | None:
        """The first row of a question, or None."""
        return next(iter(self.rows(sql, *values)), None)

    @property
    def erased_file(self) -> Path:
        """The list of erased ids, outside the database, replayed after any restore."""
        return self.path.with_name(self.path.name + ".erased")

    def dumps(self) -> list[Path]:
        """The copies made before upgrades."""
        return sorted(self.path.parent.glob(self.path.name + ".before-*"))

    def erased_ids(self) -> list[str]:
        """Every id ever erased here."""
        if not self.erased_file.exists():
            return []
        words = (line.split() for line in self.erased_file.read_text("ascii", "replace").splitlines())
        return [word[0] for word in words if word]

    def note_erased(self, candidate_id: str, at: str) -> None:
        """Add an id to the list outside the database, flushed before anything else happens."""
        append_line(self.erased_file, f"{candidate_id} {at}")

    def _upgrade(self, fresh: bool) -> None:
        if not migrations.pending(self.db):
            return
        if not fresh:
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
            self.db.conn.execute("pragma wal_checkpoint(truncate)")
            shutil.copy2(self.path, self.path.with_name(f"{self.path.name}.before-{SCHEMA_VERSION}-{stamp}"))
        migrations.apply(self.db)
        self.db.conn.execute(f"pragma application_id={APPLICATION_ID}")
        self.db.conn.execute(f"pragma user_version={SCHEMA_VERSION}")

    def _replay_erasures(self) -> None:
        # After a restore the tombstones may be missing too: without them a late packet would bring the person back.
        gone = {row["candidate_id"] for row in self.rows("select candidate_id from tombstones where cause='erased'")}
        there = {row["candidate_id"] for row in self.rows("select candidate_id from candidates")}
        back = [i for i in dict.fromkeys(self.erased_ids()) if i in there or i not in gone]
        for candidate_id in back:
            with self.writing() as connection:
                remove(connection, candidate_id, datetime.now(UTC).isoformat(timespec="seconds"), "erased")
        # An older file put back is copied before its upgrade: the person was in it again.
        if returned := [i for i in back if i in there]:
            forget_pages(self)
            forget_in_copies(self, returned)


def remove(connection: sqlite3.Connection, candidate_id: str, at: str, cause: str) -> None:
    """A person leaves, inside a transaction: rows cascade, the tombstone and the ids of the packets stay."""
    connection.execute(
        "update packets set state=? where packet_id in (select packet_id from evidence_archive where candidate_id=?)",
        (cause, candidate_id),
    )
    forget_person(connection, candidate_id)
    connection.execute("insert or ignore into tombstones values(?,?,?)", (candidate_id, at, cause))


def forget_person(connection: sqlite3.Connection, candidate_id: str) -> None:
    """Delete a person's rows: all cascade but absences, whose `who_id` may be a stand's and so refers to no table."""
    connection.execute("delete from absences where who='candidate' and who_id=?", (candidate_id,))
    connection.execute("delete from candidates where candidate_id=?", (candidate_id,))


def forget_pages(store: Store) -> None:
    """What was deleted is no longer anywhere in the file or its log."""
    # Deleted pages are overwritten (secure_delete); the write-ahead log still holds them until it is emptied.
    store.db.conn.execute("pragma wal_checkpoint(truncate)").fetchall()
    store.db.conn.execute("vacuum")
    store.db.conn.execute("pragma wal_checkpoint(truncate)").fetchall()


def forget_in_copies(store: Store, people: list[str]) -> None:
    """The copies made before upgrades forget too. Raises StoreError naming a copy that could not, after all others."""
    left = []
    for copy in store.dumps():
        try:
            _forget_in_copy(copy, people)
        except (sqlite3.DatabaseError, OSError):
            left.append(copy)
    if left:
        raise StoreError("candidate.copy_left", path=", ".join(map(str, left)))


def _forget_in_copy(copy: Path, people: list[str]) -> None:
    connection = sqlite3.connect(copy, isolation_level=None)
    try:
        connection.execute("pragma secure_delete=on").fetchone()
        connection.execute("pragma foreign_keys=on")
        for candidate_id in people:
            forget_person(connection, candidate_id)
        connection.execute("pragma wal_checkpoint(truncate)").fetchall()
        connection.execute("vacuum")
    finally:
        connection.close()


def audit(connection: sqlite3.Connection, at: str, actor: str, action: str, about: tuple[str, str]) -> None:
    """One more line of the audit, hashed with the one before; `about` is (object, detail): ids only."""
    last = connection.execute("select hash from audit order by entry desc limit 1").fetchone()
    previous = last[0] if last else ""
    row = (at, actor, action, *about, previous)
    connection.execute(
        "insert into audit(at, actor, action, object, detail, previous, hash) values(?,?,?,?,?,?,?)",
        (*row, _line_hash(row)),
    )


def audit_holds(store: Store) -> bool:
    """Whether every line of the audit still follows from the one before."""
    previous = ""
    for line in store.rows("select * from audit order by entry"):
        row = (line["at"], line["actor"], line["action"], line["object"], line["detail"], previous)
        if line["previous"] != previous or line["hash"] != _line_hash(row):
            return False
        previous = line["hash"]
    return True


def _line_hash(row: tuple[str, ...]) -> str:
    return hashlib.sha256("\x1f".join(row).encode()).hexdigest()


def _settings(connection: sqlite3.Connection) -> None:
    connection.execute("pragma journal_mode=wal").fetchone()
    connection.execute("pragma synchronous=full")
    connection.execute("pragma secure_delete=on").fetchone()
    connection.execute("pragma foreign_keys=on")


def _refuse_place(path: Path, mounts: Path) -> None:
    if path.is_dir():
        raise StoreError("store.directory", path=path)
    if on_network(path, mounts):
        raise StoreError("store.network", path=path)
    folder = next(p for p in (path.absolute().parent, *path.absolute().parents) if p.exists())
    if not folder.is_dir():
        raise StoreError("store.unreadable", path=path)
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise StoreError("store.read_only", path=path)


def on_network(path: Path, mounts: Path) -> bool:
    """Whether a path lies on a share, where two machines would write over each other."""
    if not mounts.exists():
        return False
    where = path.resolve()
    held, kind = "", ""
    for line in mounts.read_text("utf-8", "replace").splitlines():
        words = line.split()
        if len(words) < 3:
            continue
        point = words[1].replace("\\040", " ")
        if where.is_relative_to(point) and len(point) >= len(held):
            held, kind = point, words[2]
    return kind in NETWORK


def _refuse_content(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("pragma application_id").fetchone()[0]
    version = connection.execute("pragma user_version").fetchone()[0]
    tables = connection.execute("select count(*) from sqlite_schema").fetchone()[0]
    if application == APPLICATION_ID and version > SCHEMA_VERSION:
        raise StoreError("store.newer", path=path, version=version, known=SCHEMA_VERSION)
    # A kill between making the tables and naming them leaves our own migrations behind: that is not another's file.
    ours = (
        application == APPLICATION_ID
        or connection.execute("select count(*) from sqlite_schema where name='_sqlite_migrations'").fetchone()[0]
    )
    if tables and not ours:
        raise StoreError("store.not_ours", path=path)
    if connection.execute("pragma quick_check(1)").fetchone()[0] != "ok":
        raise StoreError("store.damaged", path=path)


def _reason(error: sqlite3.DatabaseError) -> str:
    text = str(error)
    for words, key in (("locked", "store.locked"), ("full", "store.disk_full"), ("readonly", "store.read_only")):
        if words in text:
            return key
    if "unable to open" in text:
        return "store.unreadable"
    return "store.damaged" if any(word in text for word in DAMAGE) else "store.unexpected"
