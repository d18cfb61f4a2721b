"""A private PostgreSQL for the tests: one server a worker, on a socket in a folder of its own, gone at the end."""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from export.store import filling, pg_schema
from export.store.pg_connection import PgConnection
from export.store.postgres import ServerStore
from export.store.schema_parts import numbers_here, parts_here
from export.store.server import Server, read_server
from export.store.store import Store

USER = "postgres"
FAST = {
    "listen_addresses": "", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    "shared_buffers": "32MB", "max_wal_size": "64MB", "min_wal_size": "32MB", "wal_level": "minimal",
    "max_wal_senders": "0", "wal_recycle": "off", "autovacuum": "off", "max_connections": "40", "jit": "off",
}  # fmt: skip
"""Nothing here outlives the tests: no flush to the disk is waited for."""
_names = count(1)
EMPTY = "; ".join([
    "set session_replication_role = replica", "set search_path to envol",
    *(f"delete from {one.name}" for one in parts_here() if one.kind == "table"),
    *(f"alter sequence {table}_{number}_seq restart" for table, number in numbers_here().items() if table != "audit"),
])  # fmt: skip
"""Past every trigger and reference, which the owner of the server alone can."""


@cache
def programs() -> Path | None:
    """The folder of PostgreSQL's programs, the newest of those installed; None where there is none."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    found += [Path(os.path.realpath(on_path)).parent] if on_path else []
    return max(found, key=lambda one: int("".join(filter(str.isdigit, one.parent.name)) or 0), default=None)


def _as_another(words: Sequence[str]) -> list[str]:
    """PostgreSQL refuses to run as root: it is then its own user, or nobody."""
    if os.geteuid():
        return list(words)
    who = _other()
    return ["setpriv", f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups", *words]


def _other() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


class Cluster:
    """A server that runs: its folder of data, its socket's folder."""

    def __init__(self, bin_: Path) -> None:
        self.bin = bin_
        place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp"
        self.folder = Path(tempfile.mkdtemp(prefix="envol-pg-", dir=place))
        self.data, self.socket = self.folder / "data", self.folder
        self._free: list[str] = []
        self._lent: list[str] = []
        self._rules: list[tuple[Any, ...]] = []
        if not os.geteuid():
            os.chown(self.folder, _other().pw_uid, _other().pw_gid)
        # French rules of sorting: what the base sorts by its bytes must not depend on the server's language.
        words = ["initdb", "-D", str(self.data), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync", "--no-locale"]
        if self.version >= 15:
            words += ["--locale-provider=icu", "--icu-locale=fr"]
        self.run(*words)
        with (self.data / "postgresql.conf").open("a") as kept:
            kept.writelines(f"{name} = '{value}'\n" for name, value in FAST.items())
        self.start()

    @property
    def version(self) -> int:
        """The number of its major version."""
        said = subprocess.run([self.bin / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
        return int(said.split()[2].split(".")[0])

    def run(self, program: str, *words: str) -> str:
        """Run one of PostgreSQL's programs as its user; what it says."""
        made = subprocess.run(
            _as_another([str(self.bin / program), *words]), capture_output=True, text=True, cwd="/tmp", check=False
        )
        assert made.returncode == 0, made.stdout + made.stderr
        return made.stdout

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.run("pg_ctl", "-D", str(self.data), "-w", "-s", "-l", str(self.folder / "log"),
                 "-o", f"-k {self.socket}", "start")  # fmt: skip

    def stop(self) -> None:
        """Stop it."""
        self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "-s", "stop")

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What a statement gives, as its owner."""
        return self.run("psql", "-h", str(self.socket), "-U", USER, "-d", database, "-XAtqc", statement).strip()

    def address(self, database: str, user: str = USER) -> str:
        """The address of a database, as it is given to `--db`."""
        return f"postgresql://{user}@/{database}?host={self.socket}"

    def new(self, home: Path) -> Server:
        """A new database with nothing in it, with what this machine keeps of it in a folder."""
        name = f"envol_{next(_names)}"
        self.sql(f"create database {name} template template0")
        return read_server(self.address(name), home)

    def lent(self, home: Path) -> Server:
        """A database whose base is made and empty, given back by `give_back`: making one takes long."""
        name = self._free.pop() if self._free else self._made()
        self._lent.append(name)
        server = read_server(self.address(name), home)
        return replace(server, beside=home / name / "base")

    def give_back(self) -> None:
        """Empty every database that was lent, but for the rules of keeping that a new base is made with."""
        for name in self._lent:
            with psycopg.connect(self.address(name), autocommit=True) as raw:
                raw.execute(EMPTY)
                raw.cursor().executemany("insert into retention_rules values(%s,%s,%s,%s,%s)", self._rules)
        self._free += self._lent
        self._lent.clear()

    def _made(self) -> str:
        server = self.new(self.folder)
        connection = PgConnection(server)
        with connection.writing():
            pg_schema.make(connection)
        connection.close()
        with psycopg.connect(self.address(server.database), autocommit=True) as raw:
            self._rules = raw.execute("select * from envol.retention_rules").fetchall()
        return server.database

    def end(self) -> None:
        """Stop it and take everything away."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


@cache
def _cluster() -> Cluster:
    bin_ = programs()
    assert bin_ is not None
    made = Cluster(bin_)
    atexit.register(made.end)
    return made


def cluster() -> Cluster:
    """The server of this worker; the test is skipped by name where PostgreSQL is not installed."""
    if programs() is None:
        pytest.skip("needs Debian's postgresql")
    return _cluster()


REAL_OPEN = Store.open
COPY = ".before-"
"""What stands in the name of every copy of a base (`export.store.place`)."""
KIT = "envol-tower-tests-"
"""Where the kit of the tower keeps bases that it copies for many tests (`tower_kit`)."""


class Engine:
    """Where the bases of a test are: in files, or each in a database that stands for its file."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._bases: dict[Path, Server] = {}

    def open(
        self, path: Path, mounts: Path | None = None, kind: str | None = None, *, damaged: bool = False,
        checked: bool = True,
    ) -> Store:  # fmt: skip
        """As `Store.open`, in the database that stands for the path; what stands beside it is beside the path.

        A copy that is saved beside is a file there too.
        """
        if path.parent.name.startswith(KIT) or COPY in path.name:
            return REAL_OPEN(path, kind=kind, damaged=damaged, checked=checked)
        if path not in self._bases:
            self._bases[path] = server = replace(cluster().lent(path.parent), beside=path)
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and path.read_bytes()[:6] == b"SQLite":
                # A file that a kit made once for many tests.
                self._taken_from(path, server)
                path.unlink()
            # Commands look whether there is a base.
            path.write_bytes(b"on a server")
        return ServerStore.reach(self._bases[path], kind, make_it=True)


    def _taken_from(self, path: Path, server: Server) -> None:
        with REAL_OPEN(path) as old:
            new = ServerStore.reach(server, old.kind, make_it=True)
            with new, old.reading(), new.writing() as connection:
                filling.fill(old, new, connection)


@pytest.fixture
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of the database that a contract test runs on; it then opens its bases as it always does."""
    if request.param == "postgresql":
        cluster()
        monkeypatch.setattr(Store, "open", Engine(request.param).open)
        # A server holds its rows against their seals when it is reached; the path names no base of its own.
        monkeypatch.setattr("tower.house.sound", lambda path: True)
    yield request.param
    if request.param == "postgresql":
        cluster().give_back()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `engine` runs on each; one that is about a file (`sqlite`) on files alone."""
    if "engine" in metafunc.fixturenames:
        server = pytest.param("postgresql", marks=pytest.mark.postgresql)
        alone = metafunc.definition.get_closest_marker("sqlite")
        metafunc.parametrize("engine", ["sqlite"] if alone else ["sqlite", server], indirect=True)
