"""Packets, the matching database, bands: nothing altered comes in, nothing comes in twice, nobody erased comes back."""

import datetime
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import run
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from envol.export.packet import MAX_SEALED, Packet, PacketError, open_packet, profile_of, readout_of, seal
from envol.export.store import Store, StoreError, on_network
from envol.game.app import main
from envol.game.app_commands import MODELS
from envol.game.app_destinations import find, job_of
from envol.game.app_robots import measure
from envol.scenarios.load import load_scenario, workshop_files
from envol.scenarios.offers import example_offers
from envol.scenarios.reference import habiletes
from envol.scoring.match import BANDS, Job, Need, in_order, pair
from envol.scoring.rules import EvidenceRule
from envol.scoring.types import Profile

STATION, ORGANISATION = SigningKey(b"s" * 32), PrivateKey(b"o" * 32)


def profile(robot: str = "expert") -> Profile:
    return measure(load_scenario(workshop_files()[0], MODELS, EvidenceRule), run(robot), "mouse")


def body(**changes: Any) -> dict[str, Any]:
    made = {
        "format": 1, "packet_id": "0" * 32, "station_id": "K4", "sequence": 1, "candidate_id": "c" * 32,
        "code": "K4-MTQ",
        "kind": "person", "made_at": "2026-11-24T10:00:00+00:00", "months": 3, "readout": readout_of(profile()),
        "wishes": {"areas": ["rouen"]}, "trace": "",
    }  # fmt: skip
    return {**made, **changes}


def opened(data: dict[str, Any]) -> Packet:
    return open_packet(seal(data, STATION, ORGANISATION.public_key), ORGANISATION, lambda _: STATION.verify_key)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(tmp_path / "m.db")
    made.enrol("K4", STATION.verify_key)
    yield made
    made.close()


def rows(store: Store) -> dict[str, int]:
    """Rows by table."""
    names = [r[0] for r in store.base.execute("select name from sqlite_master where type = 'table' order by 1")]
    return {n: store.base.execute(f"select count(*) from [{n}]").fetchone()[0] for n in names}


# Packets.


def test_a_packet_opens_as_it_was_closed() -> None:
    """What was sealed comes out the same, signed by its station; a read-out makes the same profile again."""
    packet = opened(body())
    assert json.dumps(packet.body, sort_keys=True) == json.dumps(json.loads(json.dumps(body())), sort_keys=True)
    assert packet.signed_by == "K4"
    assert profile_of(packet.body["readout"]) == profile()


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_any_altered_byte_is_refused(at: int, flip: int) -> None:
    """One byte changed anywhere in a sealed packet, and it does not open."""
    data = bytearray(seal(body(readout={}), STATION, ORGANISATION.public_key))
    data[at % len(data)] ^= flip
    with pytest.raises(PacketError):
        open_packet(bytes(data), ORGANISATION, lambda _: STATION.verify_key)


@given(st.binary(max_size=300))
def test_random_bytes_are_refused_with_a_sentence(data: bytes) -> None:
    """No bytes at all make a traceback."""
    with pytest.raises(PacketError):
        open_packet(data, ORGANISATION, lambda _: None)


def test_bombs_and_forgeries_are_refused() -> None:
    """Too big, too deep, inflating too far, signed by another key, from a newer format: each has its key."""

    def key(data: bytes) -> str:
        with pytest.raises(PacketError) as told:
            open_packet(data, ORGANISATION, lambda _: STATION.verify_key)
        return told.value.key

    public = ORGANISATION.public_key
    assert key(b"x" * (MAX_SEALED + 1)) == "packet.too_big"
    assert key(seal(body(readout=" " * 9_000_000), STATION, public)) == "packet.too_big"
    deep: Any = 1
    for _ in range(30):
        deep = [deep]
    assert key(seal(body(readout=deep), STATION, public)) == "packet.not_a_packet"
    assert key(seal(body(), SigningKey(b"x" * 32), public)) == "packet.altered"
    assert key(seal(body(format=2), STATION, public)) == "packet.newer"
    with pytest.raises(ValueError, match="JSON"):
        seal(body(months=float("nan")), STATION, public)


# The database.


def test_the_same_packet_twice_changes_nothing(store: Store) -> None:
    """Import is idempotent: every table keeps its rows, and nothing at all is written."""
    packet = opened(body())
    assert store.take_in(packet) == "new"
    before, changes = rows(store), store.base.total_changes
    assert store.take_in(packet) == "already"
    assert rows(store) == before
    assert store.base.total_changes == changes


def test_what_does_not_fit_is_put_aside(store: Store) -> None:
    """Another content under the same number, an unknown or revoked station, a robot among people: quarantine."""
    store.take_in(opened(body()))
    assert store.take_in(opened(body(months=24))) == "conflict"
    assert store.take_in(opened(body(packet_id="1" * 32, sequence=2, kind="demo"))) == "mixed"
    unknown = open_packet(
        seal(body(packet_id="2" * 32, sequence=3), STATION, ORGANISATION.public_key), ORGANISATION, lambda _: None
    )
    assert store.take_in(unknown) == "unknown_station"
    assert store.revoke("K4")
    assert not store.revoke("K4")
    assert store.key_of("K4") is None
    assert rows(store)["candidates"] == 1
    assert rows(store)["quarantine"] == 3


def test_erased_people_are_nowhere_and_never_come_back(store: Store, tmp_path: Path) -> None:
    """Erasing reaches tables, free pages and dumps; a copy restored later erases again when it is opened."""
    store.take_in(opened(body()))
    store.base.execute("pragma wal_checkpoint(truncate)")
    shutil.copy2(store.path, tmp_path / "copy")
    (tmp_path / "m.db.before-1").write_bytes(b"K4-MTQ")
    assert store.erase("K4-MTQ") == 1
    assert rows(store)["results"] == rows(store)["evidence_archive"] == rows(store)["candidates"] == 0
    assert store.take_in(opened(body(packet_id="3" * 32, sequence=9))) == "erased"
    store.close()
    assert b"K4-MTQ" not in store.path.read_bytes()
    assert not (tmp_path / "m.db.before-1").exists()
    shutil.copy2(tmp_path / "copy", store.path)
    again = Store.open(store.path)
    assert again.candidates() == []
    again.close()


def test_time_over_means_erased(store: Store) -> None:
    """Three months after the import the purge erases; a day before, it does not. Expiry counts from the import."""
    store.take_in(opened(body()), today=datetime.date(2026, 11, 30))
    assert store.purge(datetime.date(2027, 2, 28)) == 0
    assert store.purge(datetime.date(2027, 3, 1)) == 1


def test_the_audit_cannot_be_rewritten(store: Store) -> None:
    """Rows of the audit are chained and refuse change and removal."""
    for statement in ("update audit set actor = 'x'", "delete from audit"):
        with pytest.raises(Exception, match="append-only"):
            store.base.execute(statement)


@pytest.mark.parametrize(("make", "key"), [
    (lambda p: p.mkdir(), "store.a_folder"),
    (lambda p: p.write_bytes(b"not a database" * 100), "store.damaged"),
])  # fmt: skip
def test_a_bad_place_is_told(make: Any, key: str, tmp_path: Path) -> None:
    """A folder and a file that is no database are refused with their sentence."""
    make(tmp_path / "x")
    with pytest.raises(StoreError) as told:
        Store.open(tmp_path / "x")
    assert told.value.key == key


def test_a_newer_database_is_refused(store: Store) -> None:
    """A schema from a later version is never touched."""
    store.base.execute("pragma user_version = 99")
    store.close()
    with pytest.raises(StoreError) as told:
        Store.open(store.path)
    assert told.value.key == "store.newer"


def test_this_folder_is_no_network_share(tmp_path: Path) -> None:
    """A plain disk is not taken for a network share."""
    assert not on_network(tmp_path / "m.db")


KILLED = """
import sys
sys.path.insert(0, sys.argv[2])
from test_export import body, opened
from envol.export.store import Store
from pathlib import Path
store = Store.open(Path(sys.argv[1]))
for n in range(1000):
    store.take_in(opened(body(packet_id=f"{n:032x}", sequence=n, candidate_id=f"{n:032x}")))
    print(n, flush=True)
"""


def test_a_kill_during_import_leaves_whole_packets_only(store: Store) -> None:
    """Killed in the middle: every packet said to be in is in, and every one that is in is whole."""
    store.close()
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(store.path), str(Path(__file__).parent)], stdout=subprocess.PIPE, text=True
    ) as p:
        assert p.stdout is not None
        line = ""
        while line.strip() != "6":
            line = p.stdout.readline()
        p.kill()
        said = [int(x) for x in p.stdout.read().split() if x.isdigit()]
    again = Store.open(store.path)
    n = rows(again)
    assert n["packets"] > max([6, *said])
    assert n["packets"] == n["candidates"] == n["readouts"] == n["evidence_archive"]
    assert n["results"] == 6 * n["packets"]
    again.close()


# Matching.

NAMES = [h.id for h in habiletes()]
needs = st.lists(
    st.builds(
        Need,
        st.sampled_from(["normes_consignes", "dexterite", "attention_duree"]),
        st.integers(1, 3),
        st.floats(0.5, 3),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda n: n.habilete,
)


@settings(deadline=None)
@given(needs, st.integers(0, 2), st.floats(0.01, 0.3))
def test_doing_better_lowers_no_band(asked: list[Need], which: int, more: float) -> None:
    """Raising every chance of a habileté never lowers a band nor the score."""
    base = profile("novice")
    name = ["normes_consignes", "dexterite", "attention_duree"][which]

    def raised(m: Any) -> Any:
        if m.habilete != name:
            return m
        return replace(m, p_levels=tuple(min(1.0, p + more) for p in m.p_levels))

    better = replace(base, measured=tuple(raised(m) for m in base.measured))
    job = Job("j", "t", "rouen", tuple(asked))
    before, after = pair(base, job, {}), pair(better, job, {})
    assert BANDS.index(after.band) <= BANDS.index(before.band)
    assert after.score >= before.score - 1e-12


def test_an_unmeasured_requirement_stands_apart() -> None:
    """A pair that asks for what was not measured is « to complete », never low, and names what is missing."""
    job = Job("j", "t", "rouen", (Need("communiquer", 1, 1.0), Need("dexterite", 1, 1.0)))
    found = pair(profile(), job, {})
    assert found.band == "to_complete"
    assert found.would_change == ("communiquer",)


def test_wishes_leave_out_by_a_named_rule_and_silence_leaves_out_nothing() -> None:
    """What was asked for decides; a question not answered never does."""
    job = Job("j", "t", "rouen", (Need("dexterite", 1, 1.0),), ("nights",))
    assert pair(profile(), job, {}).left_out == ()
    assert pair(profile(), job, {"shifts": ["day"]}).left_out == ("nights",)
    assert pair(profile(), job, {"areas": ["caen"]}).left_out == ("area",)
    assert pair(profile(), job, {"areas": ["caen"], "travel": ["anywhere"]}).left_out == ()


def test_inside_a_band_the_least_shown_comes_first_then_a_kept_lot() -> None:
    """The order does not follow the score; the same seed gives the same order."""
    pairs = [pair(profile(), job_of(o), {}) for o in example_offers()[:8]]
    first = in_order(pairs, {}, "a")
    assert first == in_order(list(reversed(pairs)), {}, "a")
    assert in_order(pairs, {first[0].job.id: 5}, "a")[-1] == first[0]


def test_twelve_examples_eight_of_them_measured() -> None:
    """The examples are marked, name known habiletés, and eight ask only for what the workshop measures."""
    assert len(example_offers()) == 12
    assert all(r.habilete in NAMES for o in example_offers() for r in o.requirements)
    assert [pair(profile(), job_of(o), {}).band for o in example_offers()].count("to_complete") == 4


@pytest.mark.parametrize("language", ["fr", "en"])
def test_destinations_are_three_trades_with_reasons(language: str) -> None:
    """The pass names up to three trades, each once, each marked as an example."""
    found = find(profile(), {}, language)
    assert len(found) == len({d.title for d in found}) == 3
    assert all(d.example and d.why for d in found)


# The commands.


def test_robots_land_and_are_matched_and_erased(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`demo --db`, `match`, `candidate erase`: status 0 done, 1 problems, 2 wrong use."""
    db = tmp_path / "demo.db"
    assert main(["--lang", "en", "demo", "--players", "1", "--db", str(db)]) == 0
    assert "8 offer(s) in band A" in capsys.readouterr().out
    assert main(["--lang", "en", "match", "--db", str(db), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["matches"]
    assert len(found) == 12
    code = found[0]["code"]
    assert main(["match", "--db", str(db), "--code", code]) == 0
    assert "Offre exemple" in capsys.readouterr().out
    assert main(["match", "--db", str(db), "--offer", "ex-02"]) == 0
    assert main(["match", "--db", str(db), "--offer", "none"]) == 1
    assert main(["match", "--db", str(tmp_path / "no.db")]) == 1
    assert main(["match"]) == 2
    assert main(["candidate", "erase", code.lower(), "--db", str(db)]) == 0
    assert main(["candidate", "erase", code, "--db", str(db)]) == 1
