"""A region's base on a PostgreSQL server: the same store, behind a connection that speaks its words.

One writer at a time holds an advisory lock until its transaction ends, as SQLite's write lock does: the chain of the
audit depends on it, and so does whatever is looked at before it is written.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from export.store.errors import StoreError
from export.store.filling import fill
from export.store.pg_connection import SCHEMA, PgConnection, key_of
from export.store.pg_schema import make, of_people, upgrade
from export.store.port import BaseTrouble, SqlValue, Unfit
from export.store.schema_parts import columns_here, numbers_here
from export.store.server import Server
from export.store.steps import SCHEMA_VERSION, STEPS
from export.store.store import KINDS, Store

SNAPSHOT = re.compile(r"[0-9A-Fa-f-]{1,60}")
LEAST_VERSION = 14
"""The oldest PostgreSQL that its makers still mend."""


class ServerStore(Store):
    """An open base on a server. `path`: the name on this machine of what stands outside it; it is no file itself."""

    def __init__(self, server: Server, connection: PgConnection) -> None:
        self.server = server
        self.pg = connection
        self.path = server.beside
        self.damage = None

    @classmethod
    def reach(cls, server: Server, kind: str | None = None, *, make_it: bool = False) -> "ServerStore":
        """Open a base on a server; `make_it`: make it where there is none. Raises StoreError with what to do."""
        connection = PgConnection(server)
        try:
            store = cls(server, connection)
            store._looked_at_server(make_it)
            store._settle(kind)
            store._share_erasures()
            store._replay_erasures()
        except Unfit:
            connection.close()
            raise
        except BaseTrouble as error:
            connection.close()
            raise StoreError(key_of(error), path=server.named, reason=error) from error
        except BaseException:
            connection.close()
            raise
        return store

    @property
    def connection(self) -> PgConnection:
        """The open connection."""
        return self.pg

    @property
    def named(self) -> str:
        """Its address, which never held a password."""
        return self.server.named

    def close(self) -> None:
        """Close the connection."""
        self.pg.close()

    def wait_at_most(self, ms: int) -> None:
        """How long another program that writes is waited for, in milliseconds."""
        with self._in_sentences():
            self.pg.wait_at_most(ms)

    @contextmanager
    def writing(self) -> Iterator[PgConnection]:
        """One transaction, all or nothing, with the writers' lock taken at once. Raises StoreError when it cannot."""
        with self._in_sentences(), self.pg.writing():
            yield self.pg

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """The rows of a question, by name of column. Raises StoreError where none can be read."""
        with self._in_sentences():
            cursor = self.pg.execute(sql, values)
            names = [column[0] for column in cursor.description]
            rows_read = [dict(zip(names, row, strict=True)) for row in cursor]
        if "rowid" in names:
            # SQLite has it too, and shows it to nobody.
            for row in rows_read:
                del row["rowid"]
        return rows_read

    @contextmanager
    def reading(self) -> Iterator[PgConnection]:
        """What is read inside is of one moment, whoever else writes. Raises StoreError."""
        with self._in_sentences(), self.pg.transaction(begin="begin isolation level repeatable read, read only"):
            yield self.pg

    @contextmanager
    def moment(self) -> Iterator[str]:
        """The name of the moment at which the base stands now, for other programs to read it at (`reading_at`)."""
        with self.reading():
            # This program waits for the others, and does nothing else meanwhile.
            self.pg.as_it_is("set local idle_in_transaction_session_timeout = 0")
            yield str(self.pg.as_it_is("select pg_export_snapshot()").fetchone()[0])

    @contextmanager
    def reading_at(self, snapshot: str) -> Iterator[PgConnection]:
        """What is read inside is of the moment that another program named. Raises StoreError: it is over."""
        if not SNAPSHOT.fullmatch(snapshot):
            raise StoreError("server.no_moment")
        begin = "begin isolation level repeatable read, read only"
        with self._in_sentences(), self.pg.transaction(f"set transaction snapshot '{snapshot}'", begin):
            yield self.pg

    def stream(self, sql: str, *values: Any) -> Iterator[tuple[SqlValue, ...]]:
        """The rows of a large question, some at a time; inside `reading` or `writing`."""
        with self._in_sentences():
            yield from self.pg.stream(sql, values)

    def numbered(self) -> None:
        """Rows came in with their own numbers: the next ones go on from there."""
        for table, number in numbers_here().items():
            if table != "audit":
                self.pg.as_it_is(
                    f"select setval(pg_get_serial_sequence('{SCHEMA}.{table}', '{number}'), "
                    f"coalesce((select max({number}) from {table}), 0) + 1, false)"
                )

    def save_to(self, aside: Path) -> None:
        """Copy the base, as it stands at one moment, into an empty file: erasures reach it as they reach any copy."""
        with Store.open(aside, kind=self.kind) as new:
            with self.reading(), new.writing() as connection:
                fill(self, new, connection)
            new.rows("pragma journal_mode=delete")

    def take_back(self, old: Store) -> None:
        """Become what another base says, in one transaction; whoever was erased since stays so. Raises StoreError."""
        if old.kind != self.kind:
            raise StoreError(KINDS[self.kind], path=self.named)
        self._share_erasures()
        at = datetime.now(UTC).isoformat(timespec="seconds")
        with self._in_sentences(), old.reading(), self.pg.writing():
            self.pg.as_it_is(f"drop schema {SCHEMA} cascade")
            make(self.pg, at=at)
            self.pg.execute("insert into base(one, kind, written_at) values(1,?,?)", (old.kind, at))
            fill(old, self, self.pg)
        self._replay_erasures()

    def doubts(self) -> list[str]:
        """Keys of what is to be known of the server: whether it would notice a damaged page."""
        with self._in_sentences():
            (checks,) = self.pg.as_it_is("show data_checksums").fetchone()
        return [] if checks == "on" else ["server.no_checksums"]

    def forget_pages(self) -> None:
        """The tables of people are written anew, without what was deleted (docs/postgresql.md says what is left where).

        Raises StoreError: somebody reads for longer than a writer waits; whoever left is gone all the same.
        """
        try:
            self.pg.as_it_is(f"vacuum (full) {', '.join(of_people())}")
        except BaseTrouble as error:
            raise StoreError("server.pages_left", path=self.named, reason=error) from error

    def _sentence(self, error: BaseTrouble) -> StoreError:
        return StoreError(key_of(error), path=self.named, reason=error)

    def _looked_at_server(self, make_it: bool) -> None:
        """The base as this program knows it: made or upgraded where that is asked. Raises StoreError, ServerTrouble."""
        if self.pg.version < LEAST_VERSION * 10_000:
            raise StoreError("server.version", got=self.pg.version // 10_000, least=LEAST_VERSION)
        if self.pg.as_it_is("show server_encoding").fetchone()[0] != "UTF8":
            raise StoreError("server.encoding", path=self.named)
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._steps() != STEPS:
            with self.pg.writing():
                # Under the lock: another program may just have done it.
                self._brought_up(make_it)
        self.pg.columns = columns_here()

    def _brought_up(self, make_it: bool) -> None:
        done, at = self._steps(), datetime.now(UTC).isoformat(timespec="seconds")
        if done is None:
            if not make_it:
                raise StoreError("store.missing", path=self.named)
            make(self.pg, at=at)
        elif done[: len(STEPS)] == STEPS and len(done) > len(STEPS):
            raise StoreError("store.newer", path=self.named, version=_number(done[-1]), known=SCHEMA_VERSION)
        elif done != STEPS[: len(done)]:
            raise StoreError("store.not_ours", path=self.named)
        elif done != STEPS:
            upgrade(self.pg, done, at)

    def _steps(self) -> tuple[str, ...] | None:
        """The steps that the base went through; None where there is no base. Raises StoreError: another program's."""
        there = self.pg.as_it_is(
            f"select to_regnamespace('{SCHEMA}') is not null, to_regclass('{SCHEMA}.steps') is not null, "
            f"exists(select 1 from pg_class where relnamespace=to_regnamespace('{SCHEMA}'))"
        ).fetchone()
        schema, ours, filled = (bool(there_now) for there_now in there)
        if schema and filled and not ours:
            raise StoreError("store.not_ours", path=self.named)
        if not ours:
            return None
        return tuple(str(name) for (name,) in self.pg.execute("select name from steps order by name"))

    def _share_erasures(self) -> None:
        """Whoever was erased from another machine is known to this one too: whichever opens a restored base forgets."""
        known = set(self.erased_ids())
        for row in self.rows("select candidate_id, at from tombstones where cause='erased' order by 1"):
            if row["candidate_id"] not in known:
                self.note_erased(row["candidate_id"], row["at"])


def _number(step: str) -> int:
    """The version a step makes."""
    head = step.partition("_")[0]
    return int(head) if head.isdigit() else 0
