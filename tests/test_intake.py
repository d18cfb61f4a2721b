"""Who may bring what into a base, what comes after what, and whom a base is for."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from nacl.signing import SigningKey
from store_kit import NOW, body, dressed, keys, sealed

from cli.main import main
from export.packets.body import new_id
from export.packets.keys import station_id_of
from export.packets.packet import seal
from export.store import intake
from export.store.answers import answers_of
from export.store.erasing import erase
from export.store.intake import add_station, import_batch, import_packet
from export.store.seals import know, seal_all
from export.store.steps import STEPS, statements
from export.store.store import Store, StoreError
from scoring.match import Wishes

WHO, SITTING = "c" * 32, "b" * 32
OTHER = SigningKey(bytes(range(5, 37)))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new database that knows two posts."""
    with Store.open(tmp_path / "m.db") as made:
        for key in (keys()[0].verify_key, bytes(OTHER.verify_key)):
            add_station(made, key, "Poste", NOW)
        yield made


def land(store: Store, data: bytes) -> str:
    """Import now; the key of what became of it."""
    return import_packet(store, data, keys()[1], NOW).key


def of_other(made: dict[str, object], sequence: int) -> bytes:
    """A packet of the second post."""
    return seal(made, OTHER, station_id_of(bytes(OTHER.verify_key)), sequence, keys()[1].public_key)


def test_a_person_belongs_to_the_post_that_made_them(store: Store) -> None:
    """Another enrolled post replaces neither a person nor a sitting: set aside and said, nothing changes."""
    land(store, sealed(body(WHO, sitting_id=SITTING)))
    before = store.rows("select * from readouts"), store.rows("select * from candidates")
    late = {"made_at": "2099-01-01T00:00:00Z", "consent": {"share": True, "months": 24}}
    assert land(store, of_other(body(WHO, sitting_id=new_id(), **late), 9)) == "packet.other_station"
    assert land(store, of_other(body(new_id(), sitting_id=SITTING), 10)) == "packet.other_station"
    assert before == (store.rows("select * from readouts"), store.rows("select * from candidates"))
    assert {row["reason"] for row in store.rows("select reason from quarantine")} == {"packet.other_station"}
    assert land(store, of_other(body(new_id(), sitting_id=new_id()), 11)) == "packet.imported"


def test_the_numbers_of_a_post_say_what_is_newer(store: Store) -> None:
    """A clock of 2099 pins nothing; a packet that comes late is kept and replaces nothing that came after it."""
    first = body(WHO, made_at="1970-01-01T00:00:12Z", wishes={"places": {"2801": "yes"}})
    second = body(WHO, made_at="2021-01-01T00:00:00+14:00", wishes={"places": {"2817": "yes"}, "commute": "near"})
    late = body(WHO, made_at="2030-01-01T00:00:00Z", consent={"share": True, "months": 24})
    assert [land(store, sealed(one, n)) for one, n in ((first, 5), (second, 7), (late, 6))] == ["packet.imported"] * 3
    (kept,) = store.rows("select r.packet_id, made_at, months, commute, expires_at from readouts r join candidates "
                         "using(candidate_id)")  # fmt: skip
    assert kept["packet_id"] == second["packet_id"]
    assert (kept["months"], kept["commute"]) == (3, "near")
    # None of these days can be when it was played: what is kept is when it came in.
    assert kept["made_at"] == NOW.isoformat(timespec="seconds")
    assert kept["expires_at"][:10] == "2027-02-24"
    assert store.rows("select distinct substr(started_at,1,10) as day from sittings") == [{"day": "2026-11-24"}]
    assert [row["about"] for row in store.rows("select about from candidate_answers")] == ["area:2817"]
    assert store.rows("select count(*) as n from evidence_archive")[0]["n"] == 3


def test_what_is_set_aside_is_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that anybody can make leave no more than so many short lines."""
    monkeypatch.setattr(intake, "MOST_SET_ASIDE", 20)
    stranger = SigningKey(bytes(range(7, 39)))
    batch = [dressed(b"x%d" % n, stranger, bytes([n] * 8)) for n in range(60)]
    import_batch(store, batch, keys()[1], NOW)
    rows = store.rows("select * from quarantine order by quarantine_id")
    assert len(rows) == 20
    assert rows[-1]["station_id"] == bytes([59] * 8).hex()
    assert all(sum(len(str(v)) for v in row.values()) < 300 for row in rows)
    for n in range(30):
        land(store, sealed(body(), 1 + n // 30))
    assert store.rows("select count(*) as n from conflicts")[0]["n"] == 20


def test_whom_a_base_is_for_is_written_once(tmp_path: Path) -> None:
    """People unless it is said; the other kind is refused at opening, and nobody changes it afterwards."""
    people, robots = tmp_path / "p.db", tmp_path / "r.db"
    for path, kind, other in ((people, None, "demo"), (robots, "demo", "person")):
        with Store.open(path, kind=kind) as store:
            for sql in ("update base set kind='person'", "delete from base"):
                with pytest.raises(sqlite3.IntegrityError), store.writing() as connection:
                    connection.execute(sql)
        with pytest.raises(StoreError, match="holds_"):
            Store.open(path, kind=other)
    with Store.open(people) as one, Store.open(robots) as two:
        assert (one.kind, two.kind) == ("person", "demo")
    with Store.open(people) as store, pytest.raises(sqlite3.IntegrityError, match="never share"), store.writing() as c:
        c.execute("insert into candidates values(?,'K4-MTQ','demo','fr','','',3,'',null)", (WHO,))


def older(path: Path, *rows: str, version: int = 2) -> None:
    """A database of the second version, or of the third, the first that seals, with some rows."""
    from importlib.resources import files

    connection = sqlite3.connect(path)
    connection.execute("pragma journal_mode=wal").fetchone()
    know(connection)
    for step in STEPS[:version]:
        for statement in statements((files("export.store") / "schema" / f"{step}.sql").read_text("utf-8")):
            connection.execute(statement)
    made = "create table _sqlite_migrations(id integer primary key, migration_set text, name text, applied_at text)"
    connection.execute(made)
    connection.executemany("insert into _sqlite_migrations(migration_set, name, applied_at) values('envol',?,'')",
                           [(step,) for step in STEPS[:version]])  # fmt: skip
    connection.execute("insert into stations values('s','Poste',x'00','',null)")
    for row in rows:
        connection.execute(row)
    connection.execute(f"pragma application_id={0x456E766C}")
    connection.execute(f"pragma user_version={version}")
    connection.commit()
    if version > 2:
        seal_all(connection)
    connection.close()


PERSON = "insert into candidates values('p','K4-MTQ','person','fr','','2099',3,null,0,'')"
ROBOT = "insert into candidates values('r','K4-MTQ','demo','fr','','2099',3,null,0,'')"
FIRST = "insert into base values(1,'person','')"
TICKED = ("insert into candidate_areas values('p','2801')", "insert into candidate_shifts values('p','nights')")
SAT = "insert into sittings values('x','s','person','')"
PLAYED = "insert into sittings values('y','s','demo','')"


@pytest.mark.parametrize(
    ("rows", "kind"),
    [((PERSON,), "person"), ((ROBOT,), "demo"), ((SAT,), "person"), ((PLAYED,), "demo"), ((SAT, PLAYED), "person"),
     ((SAT, PLAYED, ROBOT), "demo"), ((), "person")],
)  # fmt: skip
def test_an_older_base_is_settled_once_from_its_rows(tmp_path: Path, rows: tuple[str, ...], kind: str) -> None:
    """By who is in it, else by the sittings of those who left; one that never held anybody is as a new one."""
    older(tmp_path / "m.db", *rows)
    with Store.open(tmp_path / "m.db") as store:
        assert store.kind == kind
    if not rows:
        older(tmp_path / "n.db")
        with Store.open(tmp_path / "n.db", kind="demo") as store:
            assert store.kind == "demo"


def test_a_sealed_base_of_before_is_upgraded_with_its_answers(tmp_path: Path) -> None:
    """The steps after the first seals go through, drop sealed columns, and the rows fit their new seals."""
    path = tmp_path / "m.db"
    older(path, FIRST, PERSON, *TICKED, version=3)
    for _ in range(2):
        with Store.open(path) as store:
            assert answers_of(store)["p"] == Wishes({"2801": "yes"}, {"nights": "yes"})
    assert len(store.dumps()) == 1


@pytest.mark.parametrize("damaged", [False, True])
def test_an_upgrade_seals_no_changed_row(tmp_path: Path, damaged: bool) -> None:
    """A row changed before an upgrade would be sealed as it is: the base is read where it is sound, not upgraded."""
    path = tmp_path / "m.db"
    other = PERSON.replace("'p'", "'q'").replace("K4-MTQ", "K4-DTQ")
    older(path, FIRST, PERSON, *TICKED, other, version=3)
    connection = sqlite3.connect(path)
    connection.execute("drop trigger seal_candidates_new")
    connection.execute("update candidates set expires_at='2020' where candidate_id='q'")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    if damaged:
        with Store.open(path, damaged=True) as store:
            assert [row["code"] for row in store.rows("select code from candidates")] == ["K4-MTQ"]
            assert answers_of(store)["p"] == Wishes({"2801": "yes"}, {"nights": "yes"})
            assert "K4-DTQ" not in str(store.rows("select * from candidates"))
            assert any(one.kind == "person" for one in store.damage or ())
    else:
        with pytest.raises(StoreError, match="damaged"):
            Store.open(path)
    assert path.read_bytes() == before


@pytest.mark.usefixtures("short_demo")
def test_a_base_emptied_by_an_erasure_stays_that_of_people(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last person leaves: no robot comes in, by a packet or by `demo`, and people still do."""
    path = tmp_path / "m.db"
    with Store.open(path) as store:
        add_station(store, keys()[0].verify_key, "Poste", NOW)
        land(store, sealed(body(WHO)))
        erase(store, WHO, NOW)
        assert land(store, sealed(body(kind="demo"), 2)) == "packet.robot_among_people"
    assert main(["--lang", "fr", "demo", "--players", "1", "--db", str(path)]) == 1
    assert "est faite pour des personnes" in capsys.readouterr().out
    with Store.open(path) as store:
        assert land(store, sealed(body(), 3)) == "packet.imported"
        assert {row["kind"] for row in store.rows("select kind from candidates")} == {"person"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_command_makes_a_base_for_robots_only_when_it_is_told(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--robots` where the base is made; on one of people it is a sentence and status 1."""
    (tmp_path / "o.json").write_text('{"resultats": []}')
    words = ["--lang", language, "offers", "import", str(tmp_path / "o.json"), "--db"]
    main([*words, str(tmp_path / "r.db"), "--robots"])
    main([*words, str(tmp_path / "p.db")])
    with Store.open(tmp_path / "r.db") as one, Store.open(tmp_path / "p.db") as two:
        assert (one.kind, two.kind) == ("demo", "person")
    capsys.readouterr()
    assert main([*words, str(tmp_path / "p.db"), "--robots"]) == 1
    assert ("est faite pour des personnes" if language == "fr" else "is for people") in capsys.readouterr().err
