"""The matching database: where it opens, what comes in, what leaves."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from nacl.signing import SigningKey
from store_kit import NOW, body, keys, sealed

from export.packets.body import new_id
from export.packets.keys import station_id_of
from export.packets.packet import seal
from export.store.backup import put_back
from export.store.erasing import erase, purge
from export.store.intake import (
    Outcome,
    add_station,
    find_candidate,
    import_batch,
    import_files,
    import_packet,
    revoke_station,
)
from export.store.moments import after_months
from export.store.schema_parts import columns_here
from export.store.steps import STEPS, migrations
from export.store.store import Store, StoreError, audit_holds

WHO = "c" * 32


@pytest.fixture
def store(tmp_path: Path, engine: str) -> Iterator[Store]:
    """A new database that knows the post."""
    with Store.open(tmp_path / "match.db") as made:
        add_station(made, keys()[0].verify_key, "Poste 1", NOW)
        yield made


def land(store: Store, data: bytes) -> Outcome:
    """Import now."""
    return import_packet(store, data, keys()[1], NOW)


def counts(store: Store) -> dict[str, int]:
    """Rows of every table."""
    return {n: store.rows(f"select count(*) as n from {n}")[0]["n"] for n in columns_here()}


def test_importing_twice_changes_nothing(store: Store) -> None:
    """The same packet again says "already" and leaves every table as it was."""
    data = sealed(body(WHO))
    assert land(store, data).state == "imported"
    before = counts(store)
    again = land(store, data)
    assert again == Outcome("already", "packet.already", again.packet_id, "K4-MTQ", again.station_id)
    assert again.station_id == store.rows("select station_id from stations")[0]["station_id"]
    assert counts(store) == before
    assert before["results"] == 17
    assert audit_holds(store)


def test_the_same_packet_sealed_again_is_the_same(store: Store) -> None:
    """Identity is that of the plaintext: sealing draws fresh randomness each time."""
    made = body(WHO)
    assert land(store, sealed(made)).state == "imported"
    assert land(store, sealed(made)).state == "already"


@pytest.mark.parametrize("same", ["packet", "sequence"])
def test_another_content_under_the_same_number_is_a_conflict(store: Store, same: str) -> None:
    """The first one stays, the second is set aside for a person to decide."""
    first = body(WHO)
    land(store, sealed(first, 1))
    other = body(packet_id=first["packet_id"]) if same == "packet" else body()
    outcome = land(store, sealed(other, 2 if same == "packet" else 1))
    assert (outcome.state, outcome.key) == ("quarantined", "packet.conflict")
    assert counts(store)["conflicts"] == 1
    assert counts(store)["candidates"] == 1


def test_unknown_and_revoked_posts_are_quarantined(store: Store) -> None:
    """A post nobody enrolled, or one that was revoked, brings nobody in; enrolled later, its packet lands."""
    other = SigningKey.generate()
    data = seal(body(), other, station_id_of(bytes(other.verify_key)), 1, keys()[1].public_key)
    assert land(store, data).key == "packet.unknown_station"
    assert counts(store)["candidates"] == 0
    station = add_station(store, bytes(other.verify_key), "Poste 2", NOW)
    assert land(store, data).state == "imported"
    revoke_station(store, station, NOW)
    again = seal(body(), other, station, 2, keys()[1].public_key)
    assert land(store, again).key == "packet.revoked_station"
    with pytest.raises(StoreError, match="is_revoked"):
        add_station(store, bytes(other.verify_key), "Poste 2", NOW)


def test_robots_and_people_never_share_a_database(store: Store, tmp_path: Path) -> None:
    """A robot is refused where people are, also after the last of them left; a person where robots are."""
    assert land(store, sealed(body(kind="demo"), 1)).key == "packet.robot_among_people"
    land(store, sealed(body(WHO), 2))
    erase(store, WHO, NOW)
    assert land(store, sealed(body(kind="demo"), 3)).key == "packet.robot_among_people"
    with Store.open(tmp_path / "robots.db", kind="demo") as robots:
        add_station(robots, keys()[0].verify_key, "Poste 1", NOW)
        assert land(robots, sealed(body(), 4)).key == "packet.person_among_robots"
        assert land(robots, sealed(body(kind="demo"), 5)).state == "imported"


def test_an_erased_person_is_nowhere_and_stays_out(store: Store, tmp_path: Path) -> None:
    """Erasing empties every table of the person, and refuses what comes late, even a packet never seen."""
    land(store, sealed(body(WHO)))
    assert erase(store, find_candidate(store, "k4-mtq"), NOW)
    left = counts(store)
    assert {left[t] for t in ("candidates", "candidate_answers", "results", "readouts", "evidence_archive")} == {0}
    assert land(store, sealed(body(WHO), 2)).key == "packet.erased"
    assert not erase(store, "d" * 32, NOW)
    assert land(store, sealed(body("d" * 32), 3)).key == "packet.erased"
    raw = b"".join(p.read_bytes() for p in tmp_path.glob("match.db*") if not p.name.endswith(".erased"))
    assert b"K4-MTQ" not in raw


def test_a_restored_copy_forgets_the_erased_again(tmp_path: Path) -> None:
    """The list outside the database is replayed at the next opening."""
    path = tmp_path / "match.db"
    with Store.open(path) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        land(store, sealed(body(WHO)))
    old = path.read_bytes()
    with Store.open(path) as store:
        erase(store, WHO, NOW)
    path.write_bytes(old)
    with Store.open(path) as store:
        assert counts(store)["candidates"] == 0
        assert land(store, sealed(body(WHO), 2)).key == "packet.erased"


def test_an_older_copy_put_back_forgets_before_and_after_its_upgrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy from before an erasure and an upgrade: neither the file nor the copy made of it keeps the person."""
    path = tmp_path / "m.db"
    with Store.open(path) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        land(store, sealed(body(WHO)))
    kept = path.read_bytes()
    with Store.open(path) as store:
        erase(store, WHO, NOW)
    path.write_bytes(kept)
    monkeypatch.setattr(migrations, "_migrations", list(migrations._migrations))
    migrations(name="999_test")(lambda db: db.execute("create table later(x integer) strict"))
    with Store.open(path) as store:
        assert counts(store)["candidates"] == 0
        assert land(store, sealed(body(WHO), 9)).key == "packet.erased"
        files = [path, *store.dumps()]
    assert len(files) == 2
    assert not any(b"K4-MTQ" in one.read_bytes() for one in files)


def test_what_is_over_is_purged_and_recognised(store: Store) -> None:
    """After its months a person leaves; a later copy of the packet is refused; 24 months count from import too."""
    data = sealed(body(WHO))
    land(store, data)
    land(store, sealed(body(consent={"share": True, "months": 24}), 2))
    assert purge(store, NOW + timedelta(days=80)) == 0
    assert purge(store, NOW + timedelta(days=93)) == 1
    assert land(store, data).key == "packet.purged"
    assert counts(store)["candidates"] == 1


def test_months_end_on_a_day_that_exists() -> None:
    """Three months after 30 November is the last day of February."""
    assert after_months(NOW.replace(day=30), 3).isoformat().startswith("2027-02-28")


def test_the_audit_only_grows(store: Store) -> None:
    """Lines of the audit are neither changed nor removed."""
    for sql in ("delete from audit", "update audit set actor='x'"):
        with pytest.raises(sqlite3.IntegrityError), store.writing() as connection:
            connection.execute(sql)
    assert audit_holds(store)


def test_one_unreadable_file_does_not_stop_the_rest(store: Store, tmp_path: Path) -> None:
    """Each file has its own outcome."""
    (tmp_path / "a.envol").write_bytes(b"\0" * 50)
    (tmp_path / "b.envol").write_bytes(sealed(body()))
    paths = [tmp_path / n for n in ("a.envol", "b.envol", "gone.envol")]
    found = [o.key for o in import_files(store, paths, keys()[1], NOW)]
    assert found == ["packet.not_a_packet", "packet.imported", "packet.unreadable"]


def test_a_code_that_two_bear_names_both(store: Store) -> None:
    """A code is a handle for a room, not a key: where two bear it, nothing is erased by it."""
    land(store, sealed(body(WHO), 1))
    land(store, sealed(body(), 2))
    with pytest.raises(StoreError, match="several"):
        find_candidate(store, "K4-MTQ")


def refused(path: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The key of the refusal to open."""
    with pytest.raises(StoreError) as caught:
        Store.open(path, mounts)
    return caught.value.key


def test_unsafe_places_are_refused(tmp_path: Path) -> None:
    """A folder, a share, another program's file, a damaged one, a newer one: each with its reason, and untouched."""
    assert refused(tmp_path) == "store.directory"
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nsrv:/x {tmp_path} nfs4 rw 0 0\n")
    assert refused(tmp_path / "m.db", mounts) == "store.network"
    text = tmp_path / "text.db"
    text.write_bytes(b"not a database at all, only words" * 40)
    assert refused(text) == "store.damaged"
    assert text.read_bytes().startswith(b"not a database")
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("create table t(x)")
    other.close()
    assert refused(tmp_path / "other.db") == "store.not_ours"
    newer = tmp_path / "newer.db"
    with Store.open(newer) as store:
        store.db.conn.execute("pragma user_version=99")
    assert refused(newer) == "store.newer"


def test_a_damaged_database_is_refused(tmp_path: Path) -> None:
    """Pages overwritten in the middle are noticed at opening."""
    path = tmp_path / "m.db"
    Store.open(path).close()
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 6] = b"\xff" * (4096 * 5)
    path.write_bytes(bytes(data))
    assert refused(path) == "store.damaged"


def test_a_read_only_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written the sentence says so."""
    # Root may write everywhere, so the machine's answer is made up.
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert refused(tmp_path / "m.db") == "store.read_only"


def test_an_upgrade_copies_the_file_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a new step the file is copied; erasing reaches the copy."""
    path = tmp_path / "m.db"
    with Store.open(path) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        land(store, sealed(body(WHO)))
    monkeypatch.setattr(migrations, "_migrations", list(migrations._migrations))
    migrations(name="999_test")(lambda db: db.execute("create table later(x integer) strict"))
    with Store.open(path) as store:
        assert len(store.dumps()) == 1
        erase(store, WHO, NOW)
        assert b"K4-MTQ" not in store.dumps()[0].read_bytes()
    assert STEPS[0] == "001_first"


def test_what_is_over_leaves_the_copies_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Purge reaches the copies made before upgrades; a copy that no longer opens is named, after all the rest."""
    path = tmp_path / "m.db"
    with Store.open(path) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        land(store, sealed(body(WHO)))
        land(store, sealed(body("d" * 32, code="K4-XXX", consent={"share": True, "months": 24}), 2))
    monkeypatch.setattr(migrations, "_migrations", list(migrations._migrations))
    migrations(name="999_test")(lambda db: db.execute("create table later(x integer) strict"))
    with Store.open(path) as store:
        assert purge(store, NOW + timedelta(days=200)) == 1
        kept = store.dumps()[0].read_bytes()
        assert b"K4-MTQ" not in kept
        assert b"K4-XXX" in kept
        (tmp_path / "m.db.before-1-x").write_bytes(b"not a database" * 100)
        with pytest.raises(StoreError, match="copy_left"):
            erase(store, "d" * 32, NOW)
        assert counts(store)["candidates"] == 0
        assert b"K4-XXX" not in store.dumps()[1].read_bytes()


@pytest.mark.sqlite
def test_a_batch_is_in_whole_or_not_at_all(store: Store) -> None:
    """A disk that refuses in the middle of a batch leaves nothing of it; the same batch goes in afterwards."""
    batch = [sealed(body(new_id(), sitting_id=new_id()), n) for n in range(1, 6)]
    page = store.db.conn.execute("pragma page_count").fetchone()[0]
    store.db.conn.execute(f"pragma max_page_count={page + 3}").fetchone()
    with pytest.raises(StoreError, match="disk_full"):
        import_batch(store, batch, keys()[1], NOW)
    assert counts(store)["candidates"] == counts(store)["packets"] == 0
    store.db.conn.execute("pragma max_page_count=1000000").fetchone()
    assert {one.state for one in import_batch(store, batch, keys()[1], NOW)} == {"imported"}
    assert audit_holds(store)


def test_two_packets_of_one_batch_are_judged_one_after_the_other(store: Store) -> None:
    """The same packet twice in a batch: imported, then already; another content under its number: a conflict."""
    made = body(WHO)
    batch = [sealed(made), sealed(made), sealed(body("d" * 32)), b"noise"]
    states = [one.state for one in import_batch(store, batch, keys()[1], NOW)]
    assert states == ["imported", "already", "quarantined", "refused"]


CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from store_kit import NOW, body, keys, sealed
from export.store.intake import add_station, import_batch
from export.store.store import Store
store = Store.open(Path({path!r}))
add_station(store, keys()[0].verify_key, "Poste 1", NOW)
for n in range(1, 5000, 3):
    batch = [sealed(body(), n + k) for k in range(3)]
    for outcome in import_batch(store, batch, keys()[1], NOW):
        print(outcome.packet_id, flush=True)
"""


def test_a_kill_during_import_leaves_nothing_half_done(tmp_path: Path) -> None:
    """Every packet said to be imported is there with all its rows; none is there in part."""
    path = tmp_path / "m.db"
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD.format(tests=str(Path(__file__).parent), path=str(path))],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert child.stdout is not None
    said = [child.stdout.readline().strip() for _ in range(25)]
    child.send_signal(signal.SIGKILL)
    said += child.stdout.read().split()
    child.stdout.close()
    child.wait()
    with Store.open(path) as store:
        there = {r["packet_id"] for r in store.rows("select packet_id from packets")}
        # The last line may have been cut by the kill.
        assert {word for word in said if len(word) == 32} <= there
        found = counts(store)
        assert found["packets"] == found["candidates"] == found["readouts"] == found["evidence_archive"]
        assert found["results"] == 17 * found["packets"]
        assert found["packets"] % 3 == 0
        assert audit_holds(store)


def test_two_writers_wait_for_each_other(tmp_path: Path, engine: str) -> None:
    """A second writer that cannot get its turn gets a sentence, and nothing of it is written."""
    with Store.open(tmp_path / "m.db") as one, Store.open(tmp_path / "m.db") as two:
        add_station(one, keys()[0].verify_key, "Poste 1", NOW)
        two.wait_at_most(50)
        with one.writing(), pytest.raises(StoreError, match="locked"):
            land(two, sealed(body(WHO)))
        assert counts(two)["candidates"] == 0
        assert new_id() != new_id()


@pytest.mark.parametrize("there", ["person", "demo"])
def test_a_copy_of_robots_takes_no_peoples_place_nor_people_theirs(there: str, tmp_path: Path) -> None:
    """A saved base of the other kind is refused, and the base that was is open again with all it held."""
    path, copy = tmp_path / "m.db", tmp_path / "m.db.before-14-20260101T000000"
    other = "demo" if there == "person" else "person"
    for place, kind in ((path, there), (copy, other)):
        with Store.open(place, kind=kind) as store:
            add_station(store, keys()[0].verify_key, "Poste 1", NOW)
            assert import_packet(store, sealed(body(kind=kind)), keys()[1], NOW).state == "imported"
    with pytest.raises(StoreError, match="holds"):
        put_back(path, copy, "AB", NOW)
    with Store.open(path, kind=there) as store:
        assert [row["kind"] for row in store.rows("select kind from candidates")] == [there]
