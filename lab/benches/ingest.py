"""Durable ingest beside bare inserts of the same rows, in one run; and what one pair costs in words."""

import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from assets.texts import Catalogue
from assets.voice import Voice
from desk.match_words import Words
from export.packets.body import Agreement, What, Who, WorkshopRun, make_body, new_id
from export.packets.keys import station_id_of
from export.packets.packet import PacketError, seal
from export.store.intake import BATCH, Ready, add_station, import_batch, opened, store_batch
from export.store.matching import load_examples, offers_of, people_of
from export.store.store import Store
from game.simulation.trace import Trace
from scenarios.reference import habiletes
from scoring.match import Wishes, match
from scoring.profile import statement
from scoring.types import Measured, Observation, Profile

NODES, TRACE_BYTES, OBSERVATIONS, HASH = 31, 6_000, 40, "5" * 64
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
TABLES = (
    "packets", "sittings", "candidates", "candidate_answers", "evidence_archive", "workshops", "results",
    "readouts", "audit",
)  # fmt: skip
"""Tables that an import writes, each after those it refers to."""


def run(packets: int = 300, rounds: int = 5) -> dict[str, Any]:
    """Milliseconds a packet, whole and by part, beside bare inserts; `*_ratio`: bare time / ours, 1 when equal."""
    station, organisation = SigningKey(bytes(range(32))), PrivateKey(bytes(range(1, 33)))
    sealed = _sealed(packets, station, organisation)
    key = bytes(station.verify_key)
    ready = [(packet, opened(packet, organisation, {station_id_of(key): key})) for packet in sealed]
    whole: list[float] = []
    stored: list[float] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory() as place:
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for turn in range(rounds):
            names = [Path(place) / f"{kind}{turn}.db" for kind in ("whole", "stored", "bare")]
            whole.append(_timed(names[0], key, lambda store: _whole(store, sealed, organisation)))
            stored.append(_timed(names[1], key, lambda store: _stored(store, ready)))
            rows = rows or _rows(names[1])
            bare.append(_timed(names[2], key, partial(_bare, rows=rows, packets=packets)))
        words = _pair_ms(Path(place) / "whole0.db")
    best = {"ingest_ms": min(whole), "store_ms": min(stored), "bare_ms": min(bare)}
    return {
        "packets": packets,
        "batch": BATCH,
        "packet_bytes": round(sum(map(len, sealed)) / packets),
        **{name: round(1e3 * seconds / packets, 3) for name, seconds in best.items()},
        "ingest_ratio": round(min(bare) / min(whole), 3),
        "store_ratio": round(min(bare) / min(stored), 3),
        **words,
    }


def _profile(chance: np.random.Generator) -> Profile:
    given = {h.id: np.sort(chance.random((NODES, 3)))[:, ::-1] for h in habiletes()}
    general = chance.dirichlet(np.ones(NODES))
    rows = []
    for at, (name, table) in enumerate(given.items()):
        p = general @ table
        levels = (float(p[0]), float(p[1]), float(p[2]))
        seen = OBSERVATIONS if at < 6 else 0
        said, level = statement(levels, seen, 1 if seen else 0)
        # Drawn apart from the chances: a margin this wide holds whatever they say.
        mean = float(chance.uniform(-1, 1))
        rows.append(Measured(name, mean, 1.5, mean - 3, mean + 3, levels, seen, seen, said, level, ()))
    nodes = tuple((n, tuple((float(a), float(b), float(c)) for a, b, c in table)) for n, table in given.items())
    return Profile("1", "bench", tuple(rows), tuple(float(p) for p in general), nodes, (("gate", "kept"),), ())


def _sealed(packets: int, station: SigningKey, organisation: PrivateKey) -> list[bytes]:
    chance, who = np.random.default_rng(5), station_id_of(bytes(station.verify_key))
    return [
        seal(body_of(chance), station, who, number, organisation.public_key) for number in range(1, packets + 1)
    ]


def body_of(chance: np.random.Generator) -> dict[str, Any]:
    """A body of the size a workshop makes: every table, forty observations, six kilobytes of trace; of nobody."""
    seen = tuple(
        Observation(f"rule{n}", "dexterite", "panneau_fuselage", 1, 2, None, 1.0, 1.0, (0.1, 0.2), ())
        for n in range(OBSERVATIONS)
    )
    person = Who(new_id(), new_id(), "K4-MTQ", "person")
    played = WorkshopRun("panneau_fuselage", HASH, "rules", NOW.isoformat(), _trace(chance))
    what = What((played,), NOW.isoformat(), "fr", "easy")
    agreement = Agreement(3, Wishes({"2801": "yes", "2817": "yes"}, {"day": "yes", "shifts_2x8": "yes"}))
    return make_body(_profile(chance), seen, person, what, agreement)


def _trace(chance: np.random.Generator) -> bytes:
    """A trace of the usual size: its digests are what does not shrink."""
    digests = tuple((50 * n, chance.bytes(16).hex()) for n in range(TRACE_BYTES // 17))
    return Trace({"scenario": "panneau_fuselage", "hash": HASH}, (), (), digests).to_bytes()


def _timed(path: Path, key: bytes, work: Any) -> float:
    with Store.open(path) as store:
        add_station(store, key, "bench", NOW)
        start = time.perf_counter()
        work(store)
        return time.perf_counter() - start


def _whole(store: Store, sealed: Sequence[bytes], organisation: PrivateKey) -> None:
    for first in range(0, len(sealed), BATCH):
        import_batch(store, sealed[first : first + BATCH], organisation, NOW)


def _stored(store: Store, ready: Sequence[tuple[bytes, Ready | PacketError]]) -> None:
    for first in range(0, len(ready), BATCH):
        store_batch(store, ready[first : first + BATCH], NOW, lambda sealed: None)


def _rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What an import wrote, table by table, in the order it was written."""
    with Store.open(path) as store:
        kept = {table: [tuple(row.values()) for row in store.rows(f"select * from {table} order by rowid")]
                for table in TABLES}  # fmt: skip
    # The station's own line of the audit is there before.
    kept["audit"] = kept["audit"][1:]
    return kept


def _bare(store: Store, rows: dict[str, list[tuple[Any, ...]]], packets: int) -> None:
    """The same rows, flushed as often, with nothing looked up, checked or hashed."""
    for first in range(0, packets, BATCH):
        with store.writing() as connection:
            for table, listed in rows.items():
                each = len(listed) // packets
                part = listed[first * each : (first + BATCH) * each]
                marks = ",".join("?" * len(listed[0]))
                connection.executemany(f"insert into {table} values({marks})", part)


def _pair_ms(path: Path) -> dict[str, float]:
    """Matching one pair exactly and saying it in French, to both sides: the median over many pairs."""
    with Store.open(path) as store:
        load_examples(store, NOW)
        words = Words(store, Voice(Catalogue.load(), "fr"))
        people, offers = people_of(store, NOW)[:20], offers_of(store)
        taken: list[float] = []
        for person in people:
            for offer in offers:
                start = time.perf_counter()
                pair = match(person, offer)
                for side in ("adviser", "person"):
                    list(words.pair(pair, side))
                taken.append(time.perf_counter() - start)
    return {"pair_in_french_ms": round(1e3 * statistics.median(taken) / 2, 3)}
