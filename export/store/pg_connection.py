"""A connection to PostgreSQL that answers the store as SQLite's does: its SQL, its values, its errors."""

import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.adapt import Buffer, Loader
from psycopg.conninfo import make_conninfo
from psycopg.types.numeric import Int8Dumper

from export.store.dialect import Columns, in_postgres
from export.store.errors import StoreError
from export.store.port import BaseTrouble, SqlValue, Unfit
from export.store.server import Server

SCHEMA = "envol"
ZONE = re.compile(r"[A-Za-z0-9_+/-]{1,60}")
WAIT_MS = 10_000
"""How long another program that writes is waited for, as in SQLite."""
CONNECT_S = 10
IDLE_MS = 60_000
"""A program that stands still in the middle of its writing holds up everybody: past this the server lets go of it."""
WRITES = 4_561_733_008_264_192_371
"""The advisory lock that whoever writes holds until the end of its transaction: one at a time, as in SQLite.

Without it the audit forks: two transactions that do not see each other hash the same last line.
"""
PLAIN = re.compile(r"insert into (\w+)(?:\(([\w, ]+)\))? values\((?:\?,)*\?\)")
FEW = 5
"""Rows from which `copy` is worth its own way of speaking."""
BUSY = ("55P03", "57014", "40P01", "40001")
GONE = ("57P01", "57P02", "57P03")
KEYS = {"42501": "server.no_right", "25006": "server.no_right", "53100": "store.disk_full", "53200": "server.full",
        "53300": "server.full"}  # fmt: skip


class ServerTrouble(BaseTrouble):
    """What a server could not do; `state`: the five signs of SQLSTATE, "" where it did not answer."""

    def __init__(self, error: psycopg.Error) -> None:
        super().__init__(first_line(error))
        self.state = error.sqlstate or ""
        self.gone = not self.state and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)


class ServerUnfit(Unfit):
    """A row that a rule of the base refuses."""


def first_line(error: BaseException) -> str:
    """What is said of an error, on one line; of a row that was refused, not its values."""
    return str(error).strip().partition("\n")[0]


def key_of(error: BaseTrouble) -> str:
    """The sentence for what a server could not do."""
    if not isinstance(error, ServerTrouble):
        return "store.unexpected"
    if error.state in BUSY:
        return "store.locked"
    if error.gone or error.state.startswith("08") or error.state in GONE:
        return "server.gone"
    return KEYS.get(error.state, "store.unexpected")


class _IntLoader(Loader):
    """Yes and no as 1 and 0, as SQLite has them."""

    def load(self, data: Buffer) -> int:
        return int(bytes(data) == b"t")


class _NumberLoader(Loader):
    """Sums of whole numbers are whole numbers."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data).decode()
        return int(text) if text.lstrip("-").isdigit() else float(text)


class _BoolDumper(Int8Dumper):
    """Yes and no are 1 and 0 in the base."""

    def dump(self, obj: Any) -> Buffer | None:
        return super().dump(int(obj))


@contextmanager
def _as_sqlite() -> Iterator[None]:
    try:
        yield
    except psycopg.IntegrityError as error:
        raise ServerUnfit(first_line(error)) from error
    except psycopg.Error as error:
        raise ServerTrouble(error) from error


class PgCursor:
    """The rows of a statement, all of them here."""

    def __init__(self, cursor: psycopg.Cursor[tuple[Any, ...]]) -> None:
        self.rowcount = cursor.rowcount
        self.description: Any = cursor.description
        self._rows = iter(cursor.fetchall() if cursor.description else ())

    def fetchone(self) -> Any:
        """The next row, None past the last."""
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        """The rows that are left."""
        return list(self._rows)

    def __iter__(self) -> Iterator[Any]:
        """The rows that are left, one by one."""
        return self._rows


class PgConnection:
    """A connection in autocommit: what reads holds no old row back; what writes says so (`writing`)."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._wait_ms = WAIT_MS
        self._inside = False
        self._raw = self._opened()
        self.columns: Columns = {}
        """The columns of each table, which positional inserts are given; filled once the schema is known."""

    def _opened(self) -> psycopg.Connection[tuple[Any, ...]]:
        words = make_conninfo(connect_timeout=CONNECT_S, application_name="envol", **self._server.words)
        try:
            raw = psycopg.connect(words, autocommit=True, cursor_factory=psycopg.RawCursor)
        except psycopg.Error as error:
            raise StoreError(_why_closed(error), path=self._server.named, reason=first_line(error)) from error
        raw.adapters.register_loader("bool", _IntLoader)
        raw.adapters.register_loader("numeric", _NumberLoader)
        raw.adapters.register_dumper(bool, _BoolDumper)
        # Days are those of this machine, as SQLite's are, wherever the server is.
        settings = {
            "search_path": SCHEMA, "timezone": zone(), "lock_timeout": str(self._wait_ms), "client_encoding": "UTF8",
            "idle_in_transaction_session_timeout": str(IDLE_MS),
        }  # fmt: skip
        for setting in settings.items():
            raw.execute("select set_config($1, $2, false)", setting)
        return raw

    @property
    def version(self) -> int:
        """The server's version, as 150020."""
        return self._raw.info.server_version

    def wait_at_most(self, ms: int) -> None:
        """How long another program that writes is waited for."""
        self._wait_ms = ms
        with _as_sqlite():
            self._alive().execute("select set_config('lock_timeout', $1, false)", (str(ms),))

    def execute(self, sql: str, values: Sequence[SqlValue] = (), /) -> PgCursor:
        """One statement of the store's. Raises ServerUnfit, ServerTrouble."""
        with _as_sqlite():
            return PgCursor(self._alive().execute(in_postgres(sql, self.columns), values or None))

    def executemany(self, sql: str, rows: Iterable[Sequence[SqlValue]], /) -> PgCursor:
        """One statement for each row of values; many whole rows go in by `copy`."""
        given = [tuple(row) for row in rows]
        match = PLAIN.fullmatch(sql)
        with _as_sqlite():
            if match and len(given) >= FEW:
                return self._copy_in(match[1], match[2] or ", ".join(self.columns[match[1]]), given)
            cursor = self._alive().cursor()
            cursor.executemany(in_postgres(sql, self.columns), given)
            return PgCursor(cursor)

    def as_it_is(self, sql: str) -> PgCursor:
        """One statement in PostgreSQL's own words: its schema, its upkeep."""
        with _as_sqlite():
            return PgCursor(self._alive().execute(sql))

    def _copy_in(self, table: str, columns: str, rows: Sequence[Sequence[SqlValue]]) -> PgCursor:
        """Many rows of a table at once: `copy`, which is several times faster."""
        with self._alive().cursor() as cursor:
            with cursor.copy(f"copy {table}({columns}) from stdin") as copy:
                for row in rows:
                    copy.write_row(tuple(int(cell) if isinstance(cell, bool) else cell for cell in row))
            return PgCursor(cursor)

    def stream(self, sql: str, values: Sequence[SqlValue] = (), most: int = 2000) -> Iterator[tuple[Any, ...]]:
        """The rows of a large question, some at a time, inside a transaction."""
        with _as_sqlite():
            raw = self._alive()
            name = "envol_rows"
            raw.execute(f"declare {name} no scroll cursor for {in_postgres(sql, self.columns)}", values or None)
            while rows := raw.execute(f"fetch {most} from {name}").fetchall():
                yield from rows
            raw.execute(f"close {name}")

    @property
    def in_transaction(self) -> bool:
        """Whether one is under way."""
        return self._raw.info.transaction_status != psycopg.pq.TransactionStatus.IDLE

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction, all or nothing, with the writers' lock taken at once."""
        with self.transaction(f"select pg_advisory_xact_lock({WRITES})"):
            yield

    @contextmanager
    def transaction(self, first: str = "", begin: str = "begin") -> Iterator[None]:
        """One transaction, all or nothing. `first`: what is said in it before anything else."""
        self.as_it_is(begin)
        self._inside = True
        try:
            if first:
                self.as_it_is(first)
            yield
            self.as_it_is("commit")
        except BaseException:
            if not self._raw.closed:
                with _as_sqlite():
                    self._raw.rollback()
            raise
        finally:
            self._inside = False

    def close(self) -> None:
        """Close the connection."""
        self._raw.close()

    def _alive(self) -> psycopg.Connection[tuple[Any, ...]]:
        """The connection; a new one where the server was started again in the meantime, outside a transaction."""
        # Inside one, what follows would be written alone: it fails instead, whole.
        if self._raw.broken and not self._inside:
            self._raw = self._opened()
        return self._raw


def zone() -> str:
    """The time zone of this machine in words a server knows: a name, else how far it is from UTC today."""
    named = os.environ.get("TZ", "").lstrip(":")
    if not named:
        link = os.path.realpath("/etc/localtime")
        named = link.partition("/zoneinfo/")[2]
    if ZONE.fullmatch(named):
        return named
    east = time.localtime().tm_gmtoff
    hours, seconds = divmod(abs(east), 3600)
    # POSIX counts westwards.
    return f"<local>{'-' if east >= 0 else '+'}{hours:02}:{seconds // 60:02}"


def _why_closed(error: psycopg.Error) -> str:
    """The sentence for a server that does not let us in."""
    asked = error.pgconn
    if asked is not None and asked.needs_password and not asked.used_password:
        return "server.password_needed"
    return "server.refused" if "FATAL" in str(error) or (error.sqlstate or "")[:2] == "28" else "server.absent"
