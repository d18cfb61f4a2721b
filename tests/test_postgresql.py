"""A region's base on PostgreSQL: what is said where it cannot be had, and what differs from a file."""

import itertools
import multiprocessing
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from pg_kit import cluster
from store_kit import NOW, body, keys, sealed
from tower_kit import NoTrial

from assets.texts import Catalogue
from assets.voice import Voice
from cli.drawing import draw
from cli.main import main
from export.store import filling, opening, pg_schema, postgres
from export.store.advisers import declare
from export.store.backup import heads_hold, put_back_on, save, saves
from export.store.beside import NOTHING_BESIDE
from export.store.copying import copy
from export.store.decisions import Decision, decide, decisions_of
from export.store.dialect import in_postgres, table_in_postgres
from export.store.erasing import erase
from export.store.filling import digest_of
from export.store.intake import add_station, import_batch, import_packet
from export.store.matching import load_examples, offers_of, preselect
from export.store.moments import stamp
from export.store.opening import open_base, read_base
from export.store.pg_connection import PgConnection
from export.store.postgres import ServerStore
from export.store.remarks import write
from export.store.schema_parts import columns_here, parts_here
from export.store.server import Server, read_server
from export.store.steps import STEPS
from export.store.store import Store, StoreError, audit, audit_holds
from tower.house import Elsewhere, new_house
from tower.pages.keeping import put_back_saved
from tower.preview import RereadProcess, ToReread

here = pytest.mark.postgresql


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A base that is made and empty."""
    yield cluster().lent(tmp_path)
    cluster().give_back()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Server]:
    """A database that has no base yet."""
    made = cluster().new(tmp_path)
    yield made
    cluster().sql(f"drop database {made.database} with (force)")


def refused(server: Server, kind: str | None = None, make: bool = True) -> str:
    """The key of the refusal to open."""
    with pytest.raises(StoreError) as caught:
        open_base(server, kind, make=make)
    return caught.value.key


@pytest.mark.parametrize(
    ("address", "key"),
    [("postgresql://u:secret@h/b", "server.password_said"),
     ("postgresql://h/b?password=secret", "server.password_said"),
     ("postgresql://h", "server.address"), ("postgresql://h:x/b", "server.address"),
     ("postgresql:///", "server.address"),
     ("postgresql://h/b?options=-c%20x", "server.option"), ("postgresql://h/a/b", "server.address")],
)  # fmt: skip
def test_a_wrong_address_is_one_sentence_and_a_password_is_never_said_again(
    address: str, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command line is read by every program of the machine: a password in it is refused, and not repeated."""
    with pytest.raises(StoreError) as caught:
        read_base(address, Path("/home/x"))
    assert caught.value.key == key
    assert main(["--lang", "fr", "advisers", "list", "--db", address]) == 1
    said = "".join(capsys.readouterr())
    assert said.count("\n") == 1
    assert "secret" not in said


def test_over_a_network_the_server_must_show_who_it_is() -> None:
    """Unless the address says otherwise; by a socket or on the same machine there is nobody in between."""
    assert read_server("postgresql://u@h/b", Path("/x")).words["sslmode"] == "verify-full"
    assert read_server("postgresql://u@h/b?sslmode=require", Path("/x")).words["sslmode"] == "require"
    assert "sslmode" not in read_server("postgresql:///b?host=/run/pg", Path("/x")).words
    assert "sslmode" not in read_server("postgresql://localhost/b", Path("/x")).words


def test_what_stands_outside_is_apart_for_each_base() -> None:
    """Keys and the list of the erased of one base never serve another, however alike their addresses are."""
    words = ("postgresql:///b?host=/run/pg", "postgresql:///b?host=/run_pg", "postgresql://h/b", "postgresql://h:99/b")
    assert len({read_server(one, Path("/x")).beside for one in words}) == len(words)
    for one in (*words, "postgresql://u@[::1]:99/b?sslmode=require&sslrootcert=/a/b.pem"):
        said = read_server(one, Path("/x"))
        assert read_server(said.named, Path("/x")) == said


@here
def test_a_server_that_is_not_had_is_one_sentence(bare: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not there, no such base, no such account, too old, not in UTF-8, no driver: each is told from the others."""
    assert refused(replace(bare, host="/nowhere")) == "server.absent"
    assert refused(replace(bare, database="nobase")) == "server.refused"
    assert refused(replace(bare, user="nobody")) == "server.refused"
    assert refused(bare, make=False) == "store.missing"
    monkeypatch.setattr(postgres, "LEAST_VERSION", 99)
    assert refused(bare) == "server.version"
    monkeypatch.undo()
    cluster().sql("create database ascii template template0 encoding SQL_ASCII locale_provider libc locale 'C'")
    assert refused(replace(bare, database="ascii")) == "server.encoding"
    monkeypatch.setattr(opening, "find_spec", lambda _: None)
    assert refused(bare) == "server.no_driver"


@here
def test_another_base_than_ours_is_refused_and_untouched(bare: Server, server: Server) -> None:
    """Another program's tables, a newer schema, the other kind; an account that may not make tables."""
    cluster().sql("create schema envol; create table envol.t(x int)", bare.database)
    assert refused(bare) == "store.not_ours"
    open_base(server, "person").close()
    assert refused(server, "demo") == "store.holds_people"
    cluster().sql("insert into envol.steps values('999_later', '')", server.database)
    try:
        assert refused(server) == "store.newer"
    finally:
        cluster().sql("delete from envol.steps where name='999_later'", server.database)
    cluster().sql("drop schema envol cascade; create role weak login", bare.database)
    assert refused(replace(bare, user="weak")) == "server.no_right"
    cluster().sql("drop role weak")


@here
def test_every_trigger_and_column_of_a_file_has_its_twin(server: Server) -> None:
    """What SQLite refuses, the server refuses; each table has the same columns in the same order."""
    assert {one.name for one in parts_here() if one.kind == "trigger"} == set(pg_schema.TRIGGERS)
    with open_base(server) as store:
        rows = store.rows(
            "select table_name, column_name from information_schema.columns where table_schema='envol' and "
            "column_name<>'rowid' and table_name not in ('steps', 'offer_constraints', 'standing_decisions') "
            "order by table_name, ordinal_position"
        )
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        found[row["table_name"]] = (*found.get(row["table_name"], ()), row["column_name"])
    assert found == dict(columns_here())


def shape(connection: PgConnection) -> set[tuple[str, ...]]:
    """Columns with their types, indexes, triggers, views of a base."""
    return {tuple(map(str, row)) for row in connection.as_it_is(
        "select table_name, column_name, data_type, is_nullable, coalesce(column_default, '') "
        "from information_schema.columns where table_schema='envol' union all "
        "select tablename, indexname, indexdef, '', '' from pg_indexes where schemaname='envol' union all "
        "select tgrelid::regclass::text, tgname, '', '', '' from pg_trigger where not tgisinternal"
    )}  # fmt: skip


@here
def test_a_base_of_before_goes_through_the_steps_it_lacks(
    bare: Server, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Upgraded, it is as a new one; a step that cannot be done leaves it as it was."""
    connection = PgConnection(bare)
    with connection.writing():
        pg_schema.make(connection, STEPS[: STEPS.index(pg_schema.FIRST) + 1])
    with open_base(bare) as old, open_base(server) as new:
        assert isinstance(old, ServerStore)
        assert isinstance(new, ServerStore)
        assert shape(old.pg) == shape(new.pg)
        before = shape(old.pg)
    later = (*STEPS, "999_later")
    monkeypatch.setattr(pg_schema, "STEPS", later)
    monkeypatch.setattr(postgres, "STEPS", later)
    words = ["create table later(x integer primary key, y text) strict;", "alter table days add column z text;"]
    monkeypatch.setattr(pg_schema, "_words_of", lambda _: [*words, "alter table nowhere add column z text;"])
    assert refused(bare) == "store.unexpected"
    assert shape(connection) == before
    monkeypatch.setattr(pg_schema, "_words_of", lambda _: words)
    open_base(bare).close()
    assert {row[0] for row in shape(connection) - before} == {"later", "days"}
    assert connection.as_it_is("select count(*) from standing_decisions").fetchone()[0] == 0
    connection.close()


def write_lines(server: Server, who: str, n: int, together: Barrier) -> None:
    """One of several programs that write at once: no one begins its next line before each has written its last."""
    with open_base(server) as store:
        for at in range(n):
            together.wait(60)
            with store.writing() as connection:
                audit(connection, stamp(NOW), who, "test.line", (str(at), ""))


@here
def test_the_audit_of_four_writers_at_once_is_one_chain(server: Server) -> None:
    """Four processes write; every line follows from the one before, each is there once, the numbers have no hole."""
    context = multiprocessing.get_context("fork")
    together = context.Barrier(4)
    writers = [context.Process(target=write_lines, args=(server, f"W{n}", 25, together)) for n in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
        assert one.exitcode == 0
    with open_base(server) as store:
        assert audit_holds(store)
        lines = store.rows("select entry, actor, object from audit order by entry")
    assert [one["entry"] for one in lines] == list(range(1, 101))
    assert len({(one["actor"], one["object"]) for one in lines}) == 100
    # They did write at once: four lines of four writers, each time.
    assert sum(a["actor"] != b["actor"] for a, b in itertools.pairwise(lines)) >= 75


@here
def test_a_connection_that_dies_leaves_nothing_by_halves_and_is_made_anew(server: Server) -> None:
    """Cut off in the middle of its writing, a program gets a sentence; what it does next works."""
    with open_base(server) as store:
        def cut() -> None:
            with store.writing() as connection:
                connection.execute("insert into settings values('a', 'b')")
                (pid,) = connection.execute("select pg_backend_pid()").fetchone()
                cluster().sql(f"select pg_terminate_backend({pid})")
                connection.execute("insert into settings values('c', 'd')")

        with pytest.raises(StoreError) as caught:
            cut()
        assert caught.value.key == "server.gone"
        assert store.rows("select * from settings") == []
        declare(store, "AB", NOW)
        assert audit_holds(store)


@here
def test_an_erased_person_is_told_to_every_machine(server: Server, tmp_path: Path) -> None:
    """Erased from one machine, the person stays out whichever opens a base that was put back from before."""
    with open_base(server) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        import_packet(store, sealed(body("c" * 32)), keys()[1], NOW)
        with store.writing() as connection:
            connection.execute("insert into tombstones values(?,?,'erased')", ("d" * 32, stamp(NOW)))
    other = replace(server, beside=tmp_path / "other" / "base")
    with open_base(other) as store:
        assert store.erased_ids() == ["d" * 32]
        store.note_erased("c" * 32, stamp(NOW))
    with open_base(other) as store:
        assert store.rows("select * from candidates") == []
        assert store.rows("select state from packets") == [{"state": "erased"}]


def test_statements_are_said_in_postgresqls_words() -> None:
    """What is between quotes stays; the rest is said anew, positional inserts with the names of their columns."""
    columns = {"t": ("a", "b")}
    assert in_postgres("insert or ignore into t values(?,'like ?')", columns) == (
        "insert into t(a, b) values($1,'like ?') on conflict do nothing"
    )
    assert in_postgres("select 'it''s ?' from t where ? is null or a like ?", {}) == (
        "select 'it''s ?' from t where $1::text is null or a ilike $2"
    )
    assert table_in_postgres("create table t(a integer primary key, b text check(b in('an integer'))) strict;") == (
        "create table t(a bigint generated by default as identity primary key, "
        "b text collate \"C\" check(b in('an integer')))"
    )


@here
def test_lists_are_in_one_order_on_both(server: Server, tmp_path: Path) -> None:
    """Texts sort by their bytes, whatever language the server's database speaks; a search sees no capitals."""
    said: list[list[str]] = []
    for base in (server, tmp_path / "m.db"):
        with open_base(base) as store:
            names = ("Éole", "air", "Zinc", "Air", "élan", "B_%", "b\\")
            with store.writing() as connection:
                connection.executemany("insert into employers values(?,null,?)", [(name, name) for name in names])
            said.append([row["name"] for sql in ("order by name", "order by name collate nocase, employer_id")
                         for row in store.rows(f"select name from employers {sql}")])  # fmt: skip
            found = store.rows("select name from employers where name like 'A%' order by 1")
            said[-1] += [row["name"] for row in found]
    assert said[0] == said[1]


@pytest.fixture
def lived(tmp_path: Path) -> Path:
    """A file that holds something in most of its tables, some of it erased."""
    path = tmp_path / "lived.db"
    with Store.open(path) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        load_examples(store, NOW)
        declare(store, "AB", NOW)
        for n, who in enumerate("cde", 1):
            import_packet(store, sealed(body(who * 32, code=f"K4-MT{who.upper()}"), n), keys()[1], NOW)
        import_packet(store, b"noise", keys()[1], NOW)
        offer = offers_of(store)[0].offer_id
        for verdict, reason in (("keep", "to_meet"), ("propose", "fits")):
            decide(store, Decision(offer, "c" * 32, verdict, reason, "AB"), NOW)
        preselect(store, offer, "AB", NOW)
        write(store, "d" * 32, ("comment", "L'essai d'Éole\nà relire"), "AB", NOW)
        erase(store, "e" * 32, NOW)
    return path


@here
def test_a_base_is_moved_both_ways_and_both_say_the_same(
    lived: Path, bare: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """File to server to file: each table has the same digest, the audit the same end; lists read the same; erased stay
    erased; numbers go on."""
    with Store.open(lived) as store:
        before, order = digest_of(store), decisions_of(store)
    back = tmp_path / "back.db"
    assert copy(lived, bare) == before
    assert copy(bare, back) == before
    with Store.open(lived) as store:
        assert digest_of(store) == before
    for base in (bare, back):
        with open_base(base, make=False) as store:
            assert decisions_of(store) == order
            assert store.erased_ids() == ["e" * 32]
            assert import_packet(store, sealed(body("e" * 32), 9), keys()[1], NOW).key == "packet.erased"
            import_packet(store, b"other noise", keys()[1], NOW)
            assert audit_holds(store)
    assert len({one.rows for one in before.tables}) > 2
    assert {one.name for one in before.tables if one.rows} >= {"results", "decisions", "remarks", "preselections"}
    assert main(["--lang", "fr", "store", "check", "--db", str(back)]) == 0
    assert "L'audit tient" in capsys.readouterr().out


@here
def test_a_copy_takes_nothings_place_and_a_wrong_one_is_not_kept(
    lived: Path, bare: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is there, a base with rows: refused. Where a row came over otherwise, nothing of the copy is left."""
    (tmp_path / "there.db").write_text("x")
    for target, key in ((tmp_path / "there.db", "copy.there"), (lived, "copy.there")):
        with pytest.raises(StoreError, match=key.partition(".")[2]):
            copy(lived, target)
    real = PgConnection.executemany

    def spoilt(self: PgConnection, sql: str, rows: Any) -> Any:
        given = [tuple(row) for row in rows]
        return real(self, sql, [(*row[:-1], "wrong") for row in given] if "into workshops" in sql else given)

    monkeypatch.setattr(PgConnection, "executemany", spoilt)
    with pytest.raises(StoreError):
        copy(lived, bare)
    monkeypatch.undo()
    with open_base(bare) as store:
        assert store.rows("select * from candidates") == []
    copy(lived, bare)
    with pytest.raises(StoreError, match="not_empty"):
        copy(lived, bare)
    monkeypatch.setattr(filling, "audit_holds", lambda _: False)
    with pytest.raises(StoreError, match="differs"):
        copy(bare, tmp_path / "new.db")
    assert not list(tmp_path.glob("*new.db*"))


def packets() -> list[bytes]:
    """A batch of everything: new people, one twice, two of one person, noise, a robot, a used number, an erased one."""
    one, two = body("a" * 32), body("b" * 32)
    again = body("b" * 32, visit_id="b" * 32)
    return [
        sealed(body("1" * 32, code="K4-AAA"), 1), sealed(body("2" * 32, code="K4-BBB"), 2), b"noise", sealed(one, 3),
        sealed(one, 3), sealed(two, 4), sealed(body("3" * 32), 5), sealed(again, 6), sealed(body(kind="demo"), 7),
        sealed(body("4" * 32), 1), sealed(body("5" * 32), 8), sealed(body("9" * 32), 9),
    ]  # fmt: skip


def test_a_batch_leaves_what_its_packets_leave_one_by_one(tmp_path: Path, engine: str) -> None:
    """People that are new go in together, table by table; every table, outcome and line of the audit is as if each
    packet had come alone, in order."""
    given = packets()
    said: list[Any] = []
    for name, parts in (("together", [given]), ("alone", [[one] for one in given])):
        with Store.open(tmp_path / name) as store:
            add_station(store, keys()[0].verify_key, "Poste 1", NOW)
            erase(store, "9" * 32, NOW)
            outcomes = [one for part in parts for one in import_batch(store, part, keys()[1], NOW)]
            assert audit_holds(store)
            said.append((outcomes, digest_of(store)))
    together, alone = said
    assert together[0] == alone[0]
    assert [(a, b) for a, b in zip(together[1].tables, alone[1].tables, strict=True) if a != b] == []
    assert together[1] == alone[1]
    assert [one.state for one in said[0][0]].count("imported") >= 6


WORDS = ("K4-QZX", "zulu parolier")
"""A code and a remark that stand nowhere else."""


def written(folder: str) -> set[str]:
    """Which of the words stand in the server's files of a folder, once all is on the disk."""
    cluster().sql("checkpoint")
    raw = b"".join(path.read_bytes() for path in (cluster().data / folder).rglob("*") if path.is_file())
    return {word for word in WORDS if word.encode() in raw}


@here
def test_of_an_erased_person_nothing_is_left_in_the_servers_files(server: Server, tmp_path: Path) -> None:
    """The planner's samples never held a word of them; after the erasure no table nor index does, nor the log once it
    has turned; a dump from before that is put back forgets again."""
    with open_base(server) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        declare(store, "AB", NOW)
        import_packet(store, sealed(body("c" * 32, code=WORDS[0])), keys()[1], NOW)
        write(store, "c" * 32, ("comment", WORDS[1]), "AB", NOW)
        cluster().sql("analyze", server.database)
        kept = cluster().sql("select * from pg_stats where schemaname='envol'", server.database)
        assert not any(word in kept for word in WORDS)
        assert written("base") == set(WORDS)
        dump = cluster().run("pg_dump", "-h", str(cluster().socket), "-U", "postgres", "-n", "envol", server.database)
        erase(store, "c" * 32, NOW)
    assert written("base") == set()
    cluster().sql("select pg_switch_wal()")
    cluster().sql("checkpoint")
    assert written("pg_wal") == set()
    (tmp_path / "dump.sql").write_text(dump)
    (tmp_path / "dump.sql").chmod(0o644)
    cluster().sql("drop schema envol cascade", server.database)
    restored = subprocess.run(
        ["psql", "-h", str(cluster().socket), "-U", "postgres", "-d", server.database, "-Xqf", tmp_path / "dump.sql"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert restored.stderr == ""
    assert written("base") == set(WORDS)
    with open_base(server) as store:
        assert store.rows("select * from candidates") == []
        assert import_packet(store, sealed(body("c" * 32), 2), keys()[1], NOW).key == "packet.erased"
    assert written("base") == set()


@here
def test_a_base_on_a_server_is_saved_and_put_back(lived: Path, bare: Server) -> None:
    """The copy is a file beside, which erasures reach; put back, it says what it said but for who was erased since."""
    copy(lived, bare)
    with open_base(bare) as store:
        saved = save(store, "AB", NOW)
        was = digest_of(store)
        assert [one.name for one in saves(store)] == [saved.name]
        erase(store, "d" * 32, NOW)
        assert b"K4-MTD" not in saved.read_bytes()
        assert b"K4-MTC" in saved.read_bytes()
        declare(store, "CD", NOW)
        put_back_on(store, saved, "AB", NOW + timedelta(seconds=1))
        assert [row["adviser_id"] for row in store.rows("select adviser_id from advisers")] == ["AB"]
        assert [row["candidate_id"] for row in store.rows("select candidate_id from candidates")] == ["c" * 32]
        assert audit_holds(store)
        assert heads_hold(store)
        assert {one.name: one.rows for one in digest_of(store).tables}["decisions"] == {
            one.name: one.rows for one in was.tables
        }["decisions"]
        assert len(saves(store)) == 2
        assert not list(store.path.parent.glob(".*"))


def nobody(asked: ToReread) -> RereadProcess:
    """Nothing is read again here."""
    raise OSError


def no_pass(who: str, packet: str, language: str, by: str) -> tuple[bytes, str]:
    """No pass is made again here."""
    raise OSError


@here
def test_the_tower_opens_a_base_on_a_server(bare: Server) -> None:
    """Before the first start there is none; then it is made, saved, put back, and its keys stand on this machine."""
    house = new_house(bare, Voice(Catalogue.load(), "fr"), NOTHING_BESIDE, Elsewhere(NoTrial(), draw, nobody, no_pass))
    house.open()
    assert not house.opened
    house.open("person", make=True)
    assert (house.kind, house.ready) == ("person", False)
    declare(house.store, "AB", NOW)
    saved = save(house.store, "AB", NOW)
    declare(house.store, "CD", NOW)
    put_back_saved(house, saved.name, "AB")
    assert [row["adviser_id"] for row in house.store.rows("select adviser_id from advisers")] == ["AB"]
    assert house.home == bare.beside.with_name("base.home")
    assert house.home.parent.stat().st_mode & 0o077 == 0
    house.close()


@here
def test_tables_that_somebody_reads_are_written_anew_later_and_copies_forget_at_once(server: Server) -> None:
    """Whoever is erased is gone from base and copies; a sentence says what is left to do, and it can be done."""
    with open_base(server) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        import_packet(store, sealed(body("c" * 32, code="K4-YYZ")), keys()[1], NOW)
        saved = save(store, "AB", NOW)
        store.wait_at_most(50)
        reader = PgConnection(server)
        with reader.transaction("lock table candidates in access share mode"):
            with pytest.raises(StoreError, match="pages_left"):
                erase(store, "c" * 32, NOW)
            assert store.rows("select * from candidates") == []
            assert b"K4-YYZ" not in saved.read_bytes()
        reader.close()
        store.forget_pages()
