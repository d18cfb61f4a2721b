"""Packets of people nobody knows yet, many at once: admitted by a few questions for all, their rows in table by table.

On a server the rows of a table go in by `copy`. Whoever may already be known is admitted one by one (`intake`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from export.packets.body import Body
from export.packets.meaning import moment
from export.packets.packet import Packet, PacketError
from export.store.answers import answer_rows
from export.store.auditing import audit_many
from export.store.moments import after_months, played, stamp
from export.store.port import Connection, SqlValue

SqlRow = tuple[SqlValue, ...]
COLUMNS = {
    "packets": "packet_id, station_id, sequence, sha256, received_at, bytes, state",
    "sittings": "sitting_id, station_id, kind, started_at",
    "candidates": "candidate_id, code, kind, language, created_at, expires_at, months, device_ease, commute",
    "candidate_answers": "candidate_id, about, answer",
    "evidence_archive": "packet_id, candidate_id, sitting_id, sealed, visit_id, code",
    "results": "packet_id, candidate_id, habilete, mean, sd, low, high, statement, level, n_observed, n_offered",
    "readouts": "candidate_id, packet_id, scale_version, rules_version, scenario, made_at, readout",
    "workshops": "candidate_id, workshop, packet_id, rules_version, made_at",
}
"""What an import writes, each table after those it refers to."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A packet opened and checked, with the text of its read-out: the write lock is held for rows alone."""

    packet: Packet
    readout: str


def rows_of(ready: Ready, now: datetime) -> dict[str, list[SqlRow]]:
    """The rows of a packet whose person is new, by table."""
    packet, at = ready.packet, stamp(now)
    body = packet.body
    who, made_at = body.candidate_id, played_or_came(body.made_at, now)
    versions = "+".join(workshop.rules_version for workshop in body.workshops)
    return {
        "packets": [packet_row(packet, at)],
        "sittings": [(body.sitting_id, body.station_id, body.kind, made_at)],
        "candidates": [(who, body.code, body.kind, body.language, at, stamp(after_months(now, body.consent.months)),
                        body.consent.months, body.device_ease, body.wishes.commute)],
        "candidate_answers": answer_rows(who, body.wishes),
        "evidence_archive": [archive_row(packet)],
        "results": result_rows(body),
        "readouts": [(who, body.packet_id, body.scale_version, versions,
                      "+".join(workshop.scenario for workshop in body.workshops), made_at, ready.readout)],
        "workshops": [(who, workshop.scenario, body.packet_id, workshop.rules_version,
                       played_or_came(workshop.made_at, now)) for workshop in body.workshops],
    }  # fmt: skip


def played_or_came(said: str, now: datetime) -> str:
    """When a post says that something was played, as it is stamped; when it came in, where that clock was wrong."""
    return stamp(played(moment(said), now) or now)


def packet_row(packet: Packet, at: str) -> SqlRow:
    """The row of a packet that is taken in."""
    body = packet.body
    return body.packet_id, body.station_id, body.sequence, packet.sha256, at, len(packet.sealed), "accepted"


def archive_row(packet: Packet) -> SqlRow:
    """The row of its evidence, sealed as it came."""
    body = packet.body
    return body.packet_id, body.candidate_id, body.sitting_id, packet.sealed, body.visit_id, body.code


def result_rows(body: Body) -> list[SqlRow]:
    """A row a habileté."""
    return [
        (body.packet_id, body.candidate_id, name, s.mean, s.sd, s.low, s.high, s.statement, s.level, s.n_observed,
         s.n_offered)
        for name, s in body.readout.items()
    ]  # fmt: skip


def insert_rows(connection: Connection, table: str, rows: Sequence[SqlRow]) -> None:
    """Rows of a table that an import writes."""
    marks = ",".join("?" * (COLUMNS[table].count(",") + 1))
    connection.executemany(f"insert into {table}({COLUMNS[table]}) values({marks})", rows)


def keep(connection: Connection, waiting: Sequence[Ready], now: datetime) -> None:
    """Put in the packets of people that are new, inside a transaction."""
    if not waiting:
        return
    rows: dict[str, list[SqlRow]] = {table: [] for table in COLUMNS}
    for ready in waiting:
        for table, some in rows_of(ready, now).items():
            rows[table] += some
    first: dict[SqlValue, SqlRow] = {}
    for row in rows["sittings"]:
        first.setdefault(row[0], row)
    there = _there(connection, "sittings", "sitting_id", map(str, first))
    rows["sittings"] = [row for sitting, row in first.items() if sitting not in there]
    for table, some in rows.items():
        insert_rows(connection, table, some)
    bodies = [ready.packet.body for ready in waiting]
    audit_many(connection, stamp(now), [(body.station_id, "packet.import", (body.packet_id, "")) for body in bodies])


def of_new_people(connection: Connection, batch: Sequence[Ready | PacketError]) -> set[int]:
    """The places in a batch of packets that are surely the first of somebody: what is looked at one by one for others
    is known of all of them at once, and nothing in the batch is about the same person, packet or number.
    """
    bodies = {at: ready.packet.body for at, ready in enumerate(batch) if isinstance(ready, Ready)}
    here = list(bodies.values())
    alone = _alone(here)
    kind = connection.execute("select kind from base").fetchone()[0]
    posts = {str(row[0]) for row in connection.execute("select station_id from stations where revoked_at is null")}
    packets = _there(connection, "packets", "packet_id", (body.packet_id for body in here))
    people = _there(connection, "candidates", "candidate_id", (body.candidate_id for body in here))
    left = _there(connection, "tombstones", "candidate_id", (w for o in here for w in (o.candidate_id, o.visit_id)))
    numbers = _numbers(connection, here)
    seats = _sittings(connection, here)
    return {
        at for at, body in bodies.items()
        if alone(body) and body.kind == kind and body.station_id in posts and body.packet_id not in packets
        and body.candidate_id not in people and not left & {body.candidate_id, body.visit_id}
        and (body.station_id, body.sequence) not in numbers and seats.get(body.sitting_id) == {body.station_id}
    }  # fmt: skip


def _alone(bodies: Sequence[Body]) -> "Alone":
    return Alone(
        Counter(body.candidate_id for body in bodies), Counter(body.packet_id for body in bodies),
        Counter((body.station_id, body.sequence) for body in bodies),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alone:
    """How often each person, packet and number stands in a batch."""

    people: Mapping[str, int]
    packets: Mapping[str, int]
    numbers: Mapping[tuple[str, int], int]

    def __call__(self, body: Body) -> bool:
        """Whether a packet is the only one of its person, its id and its number."""
        number = self.numbers[body.station_id, body.sequence]
        return self.people[body.candidate_id] == self.packets[body.packet_id] == number == 1


def _there(connection: Connection, table: str, column: str, words: Iterable[str]) -> set[str]:
    """Which of some words stand in a column."""
    asked = list(dict.fromkeys(words))
    if not asked:
        return set()
    marks = ",".join("?" * len(asked))
    rows_there = connection.execute(f"select {column} from {table} where {column} in ({marks})", asked)
    return {str(row[0]) for row in rows_there}


def _numbers(connection: Connection, bodies: Sequence[Body]) -> set[tuple[str, int]]:
    """Which of the numbers of these packets their posts have already used."""
    numbers = set()
    for post in {body.station_id for body in bodies}:
        asked = [body.sequence for body in bodies if body.station_id == post]
        marks = ",".join("?" * len(asked))
        sql = f"select sequence from packets where station_id=? and sequence in ({marks})"
        numbers |= {(post, int(row[0])) for row in connection.execute(sql, (post, *asked))}
    return numbers


def _sittings(connection: Connection, bodies: Sequence[Body]) -> dict[str, set[str]]:
    """The posts of each sitting, in the base and in the batch."""
    sittings: dict[str, set[str]] = {}
    for body in bodies:
        sittings.setdefault(body.sitting_id, set()).add(body.station_id)
    if sittings:
        marks = ",".join("?" * len(sittings))
        sql = f"select sitting_id, station_id from sittings where sitting_id in ({marks})"
        for sitting, post in connection.execute(sql, list(sittings)):
            sittings[str(sitting)].add(str(post))
    return sittings
