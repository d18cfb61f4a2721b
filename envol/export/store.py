"""The matching database: one SQLite file, STRICT tables, one writer. What comes in twice changes nothing."""

import contextlib
import datetime
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from nacl.signing import VerifyKey
from sqlite_utils import Database, Migrations

from envol.export.packet import Packet, PacketError, profile_of
from envol.scenarios.offers import example_offers
from envol.scoring.match import Job, Need, Pair, in_order, pair
from envol.scoring.types import Profile

NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p")
ERASED_LIST = ".erased"
VERSION = 1

migrations = Migrations("envol")


@migrations()
def m0001(db: Database) -> None:
    """The first tables."""
    for statement in _statements("0001.sql"):
        db.conn.execute(statement)


def _statements(name: str) -> list[str]:
    text = (files("envol.export") / "schema" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip()]


class StoreError(RuntimeError):
    """The database cannot be used; `key` names the sentence that says why and what to do."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class Store:
    """An open matching database. Use `Store.open(path)`, and `close` it."""

    def __init__(self, path: Path, db: Database) -> None:
        self.path = path
        self.db = db
        self.base: sqlite3.Connection = db.conn

    @staticmethod
    def open(path: Path) -> "Store":
        """Make, upgrade (after a dump) or open. Raises StoreError: folder, network share, damaged, newer, in use."""
        if path.is_dir():
            raise StoreError("store.a_folder", path=str(path))
        if on_network(path):
            raise StoreError("store.network", path=str(path))
        before = path.stat().st_size if path.exists() else 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            db = Database(sqlite3.connect(path, timeout=5))
        except (OSError, sqlite3.Error) as error:
            raise StoreError("store.cannot_write", path=str(path), reason=str(error)) from error
        store = Store(path, db)
        try:
            store._ready(before)
        except sqlite3.DatabaseError as error:
            store.close()
            key = "store.cannot_write" if "readonly" in str(error) or "locked" in str(error) else "store.damaged"
            raise StoreError(key, path=str(path), reason=str(error)) from error
        except StoreError:
            store.close()
            raise
        return store

    def _ready(self, size: int) -> None:
        for pragma in ("foreign_keys = on", "secure_delete = on", "journal_mode = wal", "synchronous = full"):
            self.base.execute(f"pragma {pragma}")
        version = int(self.base.execute("pragma user_version").fetchone()[0])
        if version > VERSION:
            raise StoreError("store.newer", path=str(self.path))
        if size and self.base.execute("pragma quick_check").fetchone()[0] != "ok":
            raise StoreError("store.damaged", path=str(self.path), reason="quick_check")
        if migrations.pending(self.db):
            if size:
                self.base.execute("pragma wal_checkpoint(truncate)")
                shutil.copy2(self.path, self.path.with_name(self.path.name + f".before-{VERSION}"))
            migrations.apply(self.db)
            self.base.execute(f"pragma user_version = {VERSION}")
        self._replay_erasures()

    def close(self) -> None:
        """Fold the write-ahead file in and close."""
        with contextlib.suppress(sqlite3.Error):
            self.base.execute("pragma wal_checkpoint(truncate)")
        self.base.close()

    # Stations.

    def enrol(self, station: str, key: VerifyKey, label: str = "") -> None:
        """Add a station's public key; the same one twice changes nothing, another one is refused."""
        text = bytes(key).hex()
        with self.base:
            row = self.base.execute("select public_key from stations where station_id = ?", (station,)).fetchone()
            if row and row[0] != text:
                raise StoreError("store.other_key", station=station)
            if not row:
                self.base.execute(
                    "insert into stations values (?, ?, ?, ?, null)", (station, label or station, text, now_text())
                )
                self._audit("station", "enrolled", station)

    def revoke(self, station: str) -> bool:
        """Take a station's right away; False when it is unknown."""
        with self.base:
            found = self.base.execute(
                "update stations set revoked_at = ? where station_id = ? and revoked_at is null", (now_text(), station)
            ).rowcount
            if found:
                self._audit("station", "revoked", station)
        return bool(found)

    def key_of(self, station: str) -> VerifyKey | None:
        """The public key of a station that may send, else None."""
        row = self.base.execute(
            "select public_key from stations where station_id = ? and revoked_at is null", (station,)
        ).fetchone()
        return VerifyKey(bytes.fromhex(row[0])) if row else None

    # Packets.

    def take_in(self, packet: Packet, today: datetime.date | None = None) -> str:
        """Import one packet in one transaction.

        Gives "new" | "already" | "unknown_station" | "conflict" | "erased" | "mixed"; what is neither new nor already
        here is put in quarantine with its reason, by hash and id only. Raises PacketError for a malformed read-out.
        """
        profile = profile_of(packet.body["readout"])
        with self.base:
            verdict = self._verdict(packet)
            if verdict == "new":
                self._insert(packet, profile, today or datetime.date.today())
            elif verdict != "already":
                self.base.execute(
                    "insert into quarantine(packet_id, sha256, reason, seen_at) values (?, ?, ?, ?)",
                    (str(packet.body["packet_id"]), packet.sha256, verdict, now_text()),
                )
        return verdict

    def _verdict(self, packet: Packet) -> str:
        b = packet.body
        one = self.base.execute
        if not packet.signed_by:
            return "unknown_station"
        if one("select 1 from erased where candidate_id = ?", (b["candidate_id"],)).fetchone():
            return "erased"
        row = one(
            "select sha256 from packets where packet_id = ? or (station_id = ? and sequence = ?)",
            (b["packet_id"], b["station_id"], b["sequence"]),
        ).fetchone()
        if row:
            return "already" if row[0] == packet.sha256 else "conflict"
        other = one("select 1 from candidates where kind != ? limit 1", (b["kind"],)).fetchone()
        return "mixed" if other else "new"

    def _insert(self, packet: Packet, profile: Profile, today: datetime.date) -> None:
        b, run = packet.body, self.base.execute
        cid, pid = str(b["candidate_id"]), str(b["packet_id"])
        sitting = f"{b['station_id']}-{b['made_at'][:10]}"
        run("insert or ignore into sittings values (?, ?, ?)", (sitting, b["station_id"], b["made_at"][:10]))
        run(
            "insert or ignore into candidates values (?, ?, ?, ?, ?, ?, ?)",
            (
                cid,
                b["code"],
                sitting,
                b["kind"],
                now_text(),
                _later(today, int(b["months"])),
                _json(b.get("wishes", {})),
            ),
        )
        run(
            "insert into packets values (?, ?, ?, ?, ?, ?)",
            (pid, b["station_id"], b["sequence"], packet.sha256, now_text(), len(_json(b))),
        )
        run(
            "insert into evidence_archive values (?, ?, ?, ?, ?, ?)",
            (pid, cid, b.get("scenario", ""), b.get("scenario_hash", ""), profile.rules_version, _trace(b)),
        )
        run(
            "insert into readouts values (?, ?, ?, ?, ?)",
            (cid, pid, profile.scale_version, profile.rules_version, _json(b["readout"])),
        )
        for m in profile.measured:
            if m.n_observed:
                run(
                    "insert into results values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        pid,
                        cid,
                        m.habilete,
                        m.mean,
                        m.sd,
                        m.low,
                        m.high,
                        *m.p_levels,
                        m.n_observed,
                        m.statement,
                        m.level,
                    ),
                )
        self._audit(str(b["station_id"]), "packet", pid)

    # Offers and matches.

    def load_examples(self) -> int:
        """Put the example offers in where they are not yet; gives how many were new."""
        made = 0
        with self.base:
            for o in example_offers():
                row = (o.id, "example", o.id, o.title.fr, o.title.en, o.employer, o.rome, o.trade, o.area, o.posts)
                made += self.base.execute(
                    "insert or ignore into offers values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', 1, '')", row
                ).rowcount
                for r in o.requirements:
                    self.base.execute(
                        "insert or ignore into requirements values (?, ?, ?, ?, 'example', 'example')",
                        (o.id, r.habilete, r.level, r.weight),
                    )
                for c in o.constraints:
                    self.base.execute("insert or ignore into offer_constraints values (?, ?)", (o.id, c))
        return made

    def jobs(self) -> tuple[Job, ...]:
        """Open offers with at least one confirmed requirement, by id."""
        found = []
        for row in self.base.execute(
            "select offer_id, trade, area from offers where status = 'open' order by offer_id"
        ):
            needs = tuple(
                Need(*n)
                for n in self.base.execute(
                    "select habilete, level, weight from requirements where offer_id = ? and basis != 'suggested' "
                    "order by habilete",
                    (row[0],),
                )
            )
            limits = tuple(
                c[0]
                for c in self.base.execute(
                    "select constraint_code from offer_constraints where offer_id = ? order by 1", (row[0],)
                )
            )
            if needs:
                found.append(Job(row[0], row[1], row[2], needs, limits))
        return tuple(found)

    def offer(self, offer_id: str) -> dict[str, Any]:
        """An offer's row by column name. Raises StoreError for an unknown one."""
        for row in self.db.query("select * from offers where offer_id = :id", {"id": offer_id}):
            return dict(row)
        raise StoreError("store.unknown_offer", offer=offer_id)

    def candidates(self, key: str = "") -> list[tuple[str, str, dict[str, Any], Profile]]:
        """(id, code, wishes, profile) of all, or of one code or id. Raises StoreError for an unknown one."""
        rows = self.base.execute(
            "select c.candidate_id, c.code, c.wishes, (select body from readouts r join packets p using(packet_id) "
            "where r.candidate_id = c.candidate_id order by p.received_at desc, p.sequence desc limit 1) "
            "from candidates c where ?1 = '' or c.code = ?1 or c.candidate_id = ?1 order by c.candidate_id",
            (key,),
        ).fetchall()
        if key and not rows:
            raise StoreError("store.unknown_candidate", code=key)
        return [(r[0], r[1], json.loads(r[2]), profile_of(json.loads(r[3]))) for r in rows]

    def matches_of(self, candidate: tuple[str, str, Mapping[str, Any], Profile], seed: str) -> tuple[Pair, ...]:
        """Every open offer for one person, by band, least shown first, then a lot."""
        shown = dict(self.base.execute("select offer_id, sum(times) from showings group by offer_id").fetchall())
        pairs = [pair(candidate[3], job, candidate[2]) for job in self.jobs()]
        return in_order(pairs, shown, seed, candidate[0])

    def showed(self, candidate_id: str, offers: Sequence[str]) -> None:
        """Count that these offers were shown to a person."""
        with self.base:
            for offer in offers:
                self.base.execute(
                    "insert into showings values (?, ?, 1) on conflict do update set times = times + 1",
                    (candidate_id, offer),
                )

    # Erasing.

    def erase(self, key: str) -> int:
        """Erase everyone with this code or id, from tables, dumps and free pages; gives how many."""
        ids = [
            r[0]
            for r in self.base.execute(
                "select candidate_id from candidates where code = ?1 or candidate_id = ?1", (key,)
            )
        ]
        if not ids and len(key) == 32:
            ids = [key]
        if ids:
            with open(self._list(), "a", encoding="ascii") as file:
                file.writelines(f"{id}\n" for id in ids)
                file.flush()
                os.fsync(file.fileno())
        return sum(self._erase(id) for id in ids)

    def purge(self, today: datetime.date) -> int:
        """Erase everyone whose time is over; gives how many."""
        ids = [
            r[0]
            for r in self.base.execute("select candidate_id from candidates where expires_at < ?", (today.isoformat(),))
        ]
        return sum(self.erase(id) for id in ids)

    def _erase(self, candidate: str) -> int:
        with self.base:
            self.base.execute("insert or ignore into erased values (?, ?)", (candidate, now_text()))
            found = self.base.execute("delete from candidates where candidate_id = ?", (candidate,)).rowcount
            if found:
                self._audit("erase", "candidate", candidate)
        self.base.execute("vacuum")
        self.base.execute("pragma wal_checkpoint(truncate)")
        for dump in self.path.parent.glob(self.path.name + ".before-*"):
            dump.unlink()
        return int(found)

    def _list(self) -> Path:
        return self.path.with_name(self.path.name + ERASED_LIST)

    def _replay_erasures(self) -> None:
        """After a restore from a copy, those who were erased are erased again."""
        if not self._list().exists():
            return
        for id in self._list().read_text("ascii").split():
            if self.base.execute("select 1 from candidates where candidate_id = ?", (id,)).fetchone():
                self._erase(id)
            else:
                with self.base:
                    self.base.execute("insert or ignore into erased values (?, ?)", (id, now_text()))

    def _audit(self, actor: str, action: str, object: str) -> None:
        row = self.base.execute("select hash from audit order by entry desc limit 1").fetchone()
        before, at = row[0] if row else "", now_text()
        mark = hashlib.sha256(f"{before}|{at}|{actor}|{action}|{object}".encode()).hexdigest()
        self.base.execute(
            "insert into audit(at, actor, action, object, prev_hash, hash) values (?, ?, ?, ?, ?, ?)",
            (at, actor, action, object, before, mark),
        )


def now_text() -> str:
    """Now, UTC, to the microsecond."""
    return datetime.datetime.now(datetime.UTC).isoformat()


def on_network(path: Path) -> bool:
    """Whether the path lies on a network share: SQLite's locks are not safe there (its own advice)."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return str(path).startswith(("\\\\", "//"))
    best, kind = "", ""
    place = str(path.absolute())
    for line in mounts.read_text("utf-8").splitlines():
        _, where, name, *_ = line.split()
        if (place + "/").startswith(where.rstrip("/") + "/") and len(where) >= len(best):
            best, kind = where, name
    return kind in NETWORK


def _later(today: datetime.date, months: int) -> str:
    """The date so many months later; the last day of a shorter month."""
    total = today.month - 1 + months
    year, month = today.year + total // 12, total % 12 + 1
    last = (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)).day
    return datetime.date(year, month, min(today.day, last)).isoformat()


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _trace(body: Mapping[str, Any]) -> bytes:
    import base64

    try:
        return base64.b64decode(str(body.get("trace", "")), validate=True)
    except ValueError as error:
        raise PacketError("packet.not_a_packet") from error
