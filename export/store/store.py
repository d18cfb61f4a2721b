"""The matching database: one SQLite file, one writer, opened only where it is safe, never half-changed."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from export.files.private import private_folder
from export.files.whole import append_line, read_lines
from export.store.auditing import audit as audit
from export.store.auditing import audit_holds as audit_holds
from export.store.errors import StoreError as StoreError
from export.store.leaving import Leaving, copies_of, copy_path, forget_in_copies, forget_pages, remove
from export.store.log import lost_commits
from export.store.place import reason_of, refuse_place
from export.store.port import BaseTrouble, Connection, SqlValue, Unfit
from export.store.salvage import Damage, in_memory, read_sound, steps_done
from export.store.seals import all_sound, know, seal_all, stop_sealing
from export.store.steps import SCHEMA_VERSION, STEPS, apply, make, migrations, schema, schema_made

APPLICATION_ID = 0x456E766C
FIRST_SEALED = 3  # the version from which rows are sealed
KINDS = {"person": "store.holds_people", "demo": "store.holds_robots"}
"""What a base may hold, and the sentence for whoever brings the other kind."""


class Store:
    """An open matching database. Use as a context manager, or call `close`."""

    def __init__(self, path: Path, db: Database) -> None:
        self.path = path
        self.db = db
        self.damage: tuple[Damage, ...] | None = None
        """What is set aside of a damaged base that is only read; None for a sound one."""

    @classmethod
    def open(
        cls, path: Path, mounts: Path = Path("/proc/mounts"), kind: str | None = None, *, damaged: bool = False,
        checked: bool = True,
    ) -> "Store":  # fmt: skip
        """Open, or make, a database; upgrades an older one after a copy. Raises StoreError with what to do.

        `kind`: "person" or "demo" (robots), written into a database that is made, which is for people unless it is
        said; an older one that holds the other kind is refused. None: whichever is there.
        `damaged`: a base with damaged rows is read all the same, as far as it is sound; nothing is written to it, and
        `damage` tells what is set aside. Else it is refused.
        `checked`: False where the caller holds every row against its seal itself, by `sound`, before it shows or writes
        anything.
        """
        refuse_place(path, mounts)
        fresh = not path.exists() or path.stat().st_size == 0
        if fresh and path.exists() and any(path.parent.glob(path.name + ".*")):
            # What stands beside says that it held something: this is what is left of a base, not a new one.
            raise StoreError("store.emptied", path=path)
        if fresh:
            private_folder(path.parent)
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        connection = sqlite3.connect(path, isolation_level=None, timeout=10)
        try:
            know(connection)
            store = cls(path, Database(connection))._looked_at(fresh, damaged, checked)
            store._settle(kind)
            if store.damage is None:
                store._replay_erasures(checked)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            connection.close()
            raise StoreError(reason_of(error, path), path=path, reason=error) from error
        except OSError as error:
            # What stands beside it could not be read: it did not open, and nothing went into it.
            connection.close()
            raise StoreError("store.file", path=error.filename or path, reason=error) from error
        except BaseException:
            connection.close()
            raise
        return store

    @property
    def connection(self) -> Connection:
        """The open database, whichever it is."""
        return self.db.conn

    @property
    def named(self) -> str:
        """What it is called in sentences: its file."""
        return str(self.path)

    def close(self) -> None:
        """Close the database."""
        self.db.conn.close()

    def wait_at_most(self, ms: int) -> None:
        """How long another program that writes is waited for, in milliseconds."""
        self.rows(f"pragma busy_timeout={ms}")

    def forget_pages(self) -> None:
        """What was deleted is no longer anywhere in the base. Raises StoreError: whoever left is gone all the same."""
        try:
            forget_pages(self.db.conn)
        except sqlite3.DatabaseError as error:
            raise StoreError("store.pages_left", path=self.path) from error

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, all or nothing, with the write lock taken at once. Raises StoreError when it cannot."""
        if self.damage is not None:
            raise StoreError("store.only_read", path=self.path)
        connection = self.db.conn
        try:
            connection.execute("begin immediate")
            try:
                yield connection
            except BaseException:
                connection.execute("rollback") if connection.in_transaction else None
                raise
            connection.execute("commit")
        except Unfit:
            raise
        except sqlite3.DatabaseError as error:
            if connection.in_transaction:
                connection.execute("rollback")
            raise self._sentence(error) from error

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """The rows of a question, by name of column. Raises StoreError where none can be read."""
        try:
            cursor = self.connection.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]
        except BaseTrouble as error:
            raise self._sentence(error) from error

    def tuples(self, sql: str, *values: Any) -> list[tuple[SqlValue, ...]]:
        """The same without the names: what a sheet of everybody asks for."""
        with self._in_sentences():
            return list(self.connection.execute(sql, values))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """What is read inside is of one moment, whoever else writes. Raises StoreError."""
        self.connection.execute("begin")
        try:
            yield self.connection
        finally:
            self.connection.execute("commit")

    def stream(self, sql: str, *values: Any) -> Iterator[tuple[SqlValue, ...]]:
        """The rows of a large question, not all of them in memory at once; inside `reading` or `writing`.

        Raises StoreError where they cannot be read to the end.
        """
        with self._in_sentences():
            yield from self.connection.execute(sql, values)

    @contextmanager
    def _in_sentences(self) -> Iterator[None]:
        """What the base cannot do, as a sentence."""
        try:
            yield
        except Unfit:
            raise
        except BaseTrouble as error:
            raise self._sentence(error) from error

    def _sentence(self, error: BaseTrouble) -> StoreError:
        return StoreError(reason_of(error, self.path), path=self.path, reason=error)

    def numbered(self) -> None:
        """Rows came in with their own numbers: the next ones go on from there. SQLite does so by itself."""

    def save_to(self, aside: Path) -> None:
        """Copy the base whole, as it stands at one moment, into an empty file. Raises StoreError, OSError."""
        with self._in_sentences(), closing(sqlite3.connect(aside, isolation_level=None)) as copy:
            self.db.conn.backup(copy)
            copy.execute("pragma journal_mode=delete").fetchone()

    def take_back(self, old: "Store") -> None:
        """Become what another base says. A file's place is taken by a file (`backup.put_back`)."""
        raise StoreError("store.only_read", path=self.path)

    def doubts(self) -> list[str]:
        """Keys of what is to be known of the place where it lies; of a file everything is said when it is opened."""
        return []

    def first_row(self, sql: str, *values: Any) -> dict[str, Any] | None:
        """The first row of a question, or None."""
        return next(iter(self.rows(sql, *values)), None)

    @property
    def erased_file(self) -> Path:
        """The list of erased ids, outside the database, replayed after any restore."""
        return self.path.with_name(self.path.name + ".erased")

    def dumps(self) -> list[Path]:
        """The copies of the base that stand beside it, one renamed by hand too; not what stands beside a copy."""
        return copies_of(self.path)

    def erased_ids(self) -> list[str]:
        """Every id ever erased here."""
        return [words[0] for words in read_lines(self.erased_file) if words]

    def note_erased(self, candidate_id: str, at: str) -> None:
        """Add an id to the list outside the database, flushed before anything else happens."""
        append_line(self.erased_file, f"{candidate_id} {at}")

    def _looked_at(self, fresh: bool, damaged: bool, checked: bool) -> "Store":
        """This base, upgraded and sound; else what of it is sound. Raises StoreError, OSError, DatabaseError."""
        connection = self.db.conn
        # Before SQLite reads the log: it would take away what says that something is missing.
        lost = lost_commits(self.path)
        if not lost:
            if not fresh:
                _refuse_content(connection, self.path)
            _settings(connection)
            if self._steps_follow() and self._sound_before():
                self._upgrade(fresh)
                if fresh or not checked or _is_sound(connection):
                    return self
        connection.close()
        sound = self._read_sound(damaged)
        if lost:
            sound.damage = (Damage("log", self.path.name, lost), *(sound.damage or ()))
        return sound

    def _steps_follow(self) -> bool:
        """Whether the steps said to be done are the first of those there are: else the list of them is damaged."""
        done = [step.name for step in migrations.applied(self.db)]
        todo = [step.name for step in migrations.pending(self.db)]
        return done[: len(STEPS)] == list(STEPS[: len(done)]) and not set(done) & set(todo)

    def _sound_before(self) -> bool:
        """Whether a sealed base of an earlier version is sound: its upgrade seals every row as it then stands."""
        connection = self.db.conn
        version = connection.execute("pragma user_version").fetchone()[0]
        return not FIRST_SEALED <= version < SCHEMA_VERSION or _is_sound(connection)

    def _upgrade(self, fresh: bool) -> None:
        connection = self.db.conn
        if not migrations.pending(self.db) and connection.execute("pragma user_version").fetchone()[0] != 0:
            return
        if not fresh:
            if connection.execute("pragma quick_check(1)").fetchone()[0] != "ok":
                raise StoreError("store.damaged", path=self.path)
            self._copy_before()
        # The version is written last: a kill before it, and the next opening seals again.
        connection.execute("pragma user_version=0")
        if fresh:
            make(connection)
        else:
            stop_sealing(connection)
            migrations.apply(self.db)
            seal_all(connection)
        connection.execute(f"pragma application_id={APPLICATION_ID}")
        connection.execute(f"pragma user_version={SCHEMA_VERSION}")

    def _copy_before(self) -> None:
        """Copy the file before an upgrade, whole or not at all. Raises OSError."""
        self.db.conn.execute("pragma wal_checkpoint(truncate)")
        copy = copy_path(self.path, SCHEMA_VERSION, datetime.now(UTC))
        aside = copy.with_name(f".{copy.name}.part")
        try:
            shutil.copy2(self.path, aside)
            os.replace(aside, copy)
        except OSError:
            aside.unlink(missing_ok=True)
            raise

    def _read_sound(self, damaged: bool) -> "Store":
        """The base as far as it is sound, in memory. Raises StoreError where that is not wanted or nothing can be."""
        if damaged:
            with in_memory() as memory:
                know(memory)
                apply(memory, steps_done(self.path))
                damage = read_sound(self.path, memory, self.erased_ids())
                if damage is not None:
                    store = Store(self.path, Database(memory))
                    migrations.apply(store.db)
                    store.damage = tuple(damage)
                    return store
                memory.close()
        raise StoreError("store.damaged", path=self.path)

    @property
    def kind(self) -> str:
        """Whom it holds: "person" or "demo"."""
        return str(self.connection.execute("select kind from base").fetchone()[0])

    def _settle(self, kind: str | None) -> None:
        """Write whom it holds where nothing says so yet. Raises StoreError for the other kind."""
        if not self.first_row("select 1 from base"):
            at = datetime.now(UTC).isoformat(timespec="seconds")
            with self.writing() as connection:
                connection.execute("insert or ignore into base values(1,?,?)", (kind or "person", at))
        if kind and kind != self.kind:
            raise StoreError(KINDS[self.kind], path=self.named)

    def _replay_erasures(self, checked: bool = True) -> None:
        # After a restore the tombstones may be missing too: without them a late packet would bring the person back.
        gone = {row["candidate_id"] for row in self.rows("select candidate_id from tombstones where cause='erased'")}
        there = {row["candidate_id"] for row in self.rows("select candidate_id from candidates")}
        rows = self.rows("select visit_id, candidate_id from evidence_archive")
        visits = {row["visit_id"]: row["candidate_id"] for row in rows}
        ids = dict.fromkeys(self.erased_ids())
        back = [visits.get(i, i) for i in ids if i in there or i in visits or i not in gone]
        if back and not checked and not _is_sound(self.db.conn):
            # Somebody is erased here before the caller looks: nothing is written into a base that is not sound.
            raise StoreError("store.damaged", path=self.path)
        for candidate_id in back:
            with self.writing() as connection:
                remove(connection, candidate_id, datetime.now(UTC).isoformat(timespec="seconds"), "erased")
        # An older file put back is copied before its upgrade: the person was in it again.
        if returned := [i for i in back if i in there]:
            try:
                self.forget_pages()
            finally:
                forget_in_copies(self.path, Leaving(returned))


def sound(path: Path) -> bool:
    """Whether a base that is open elsewhere is as it was written, page by page and row by row; in any thread.

    Seconds for a big one. Raises StoreError where it cannot be read at all.
    """
    connection = sqlite3.connect(path, isolation_level=None, timeout=10)
    try:
        know(connection)
        return _is_sound(connection)
    except sqlite3.DatabaseError as error:
        raise StoreError(reason_of(error, path), path=path, reason=error) from error
    finally:
        connection.close()


def refuse_unsound(file: Path, named: Path) -> None:
    """Look at a file that is to take the place of a base, as opening it would; `named`: what it is called where it is
    refused. Raises StoreError: another program's, newer than this one, pages, rows or seals that do not hold.
    """
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        know(connection)
        _refuse_content(connection, named)
        store = Store(named, Database(connection))
        sealed = connection.execute("pragma user_version").fetchone()[0] >= FIRST_SEALED
        whole = _is_sound(connection) if sealed else _pages_hold(connection)
        if not (whole and store._steps_follow()):
            raise StoreError("store.damaged", path=named)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise StoreError(reason_of(error, named), path=named, reason=error) from error
    finally:
        connection.close()


def _pages_hold(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("pragma integrity_check(1)").fetchone()[0] == "ok")


def _settings(connection: sqlite3.Connection) -> None:
    connection.execute("pragma journal_mode=wal").fetchone()
    connection.execute("pragma synchronous=full")
    connection.execute("pragma secure_delete=on").fetchone()
    connection.execute("pragma foreign_keys=on")


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


def _is_sound(connection: sqlite3.Connection) -> bool:
    """Whether the pages, the schema and every row are as this program wrote them. Raises for what is not damage."""
    try:
        if not _pages_hold(connection):
            return False
        steps = tuple(step.name for step in migrations.applied(Database(connection)))
        return schema(connection) == schema_made(steps) and all_sound(connection)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if reason_of(error, None) != "store.damaged":
            raise
        return False
