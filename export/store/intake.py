"""Packets in: import that can be repeated, stations, whom a code or an id names."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from nacl.public import PrivateKey
from nacl.signing import SigningKey
from pydantic_core import to_json

from export.packets.body import Body, code_typed, looked_at
from export.packets.keys import is_public, station_id_of
from export.packets.outbox import read_sealed
from export.packets.packet import Packet, PacketError, Stations, open_packet
from export.store.answers import keep_answers
from export.store.aside import came_in
from export.store.bulk import Ready as Ready
from export.store.bulk import archive_row, insert_rows, keep, of_new_people, packet_row, played_or_came, result_rows
from export.store.joining import CountedRun, counted, joined
from export.store.moments import after_months as after_months
from export.store.moments import stamp as stamp
from export.store.noting import put_again
from export.store.port import Connection
from export.store.store import Store, StoreError, audit
from scenarios.plain import is_plain
from scoring.match import UNMEASURED

BATCH, BATCH_BYTES = 100, 16_000_000
"""Packets of one transaction: a flush to the disk costs as much as several packets."""
MOST_LABEL = 80
MOST_SET_ASIDE = 1000
"""Lines kept of what was set aside or refused, at most 300 bytes each."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a packet: "imported", "already", "quarantined" or "refused", and the key of the sentence."""

    state: str
    key: str
    packet_id: str = ""
    code: str = ""
    station_id: str = ""
    """The post whose signature was found right, "" where none was."""


def add_station(store: Store, verify_key: bytes, label: str, now: datetime, by: str = "cli") -> str:
    """Enrol a post by its public key; its id. Enrolling it again changes nothing. Raises StoreError."""
    if len(verify_key) != 32:
        raise StoreError("station.bad_key")
    if not is_public(verify_key):
        raise StoreError("station.not_public")
    # The secret half of an older key may look like a public one: that of a post which is here is told by what follows.
    if station_id_of(bytes(SigningKey(verify_key).verify_key)) in stations_of(store):
        raise StoreError("station.not_public")
    refuse_label(label)
    station_id = station_id_of(verify_key)
    known = store.first_row("select * from stations where station_id=?", station_id)
    if known:
        if known["revoked_at"]:
            raise StoreError("station.is_revoked", station=station_id)
        return station_id
    with store.writing() as connection:
        connection.execute("insert into stations values(?,?,?,?,null)", (station_id, label, verify_key, stamp(now)))
        audit(connection, stamp(now), by, "station.add", (station_id, ""))
    return station_id


def refuse_label(label: str) -> None:
    """Raise StoreError for a name of a post that is empty, too long or hides signs."""
    if not label.strip() or len(label) > MOST_LABEL or not is_plain(label):
        raise StoreError("station.bad_label", most=MOST_LABEL)


def revoke_station(store: Store, station_id: str, now: datetime, by: str = "cli") -> None:
    """Refuse from now on what a post signs; what it already sent stays. Raises StoreError when it is unknown."""
    if store.first_row("select 1 from stations where station_id=?", station_id) is None:
        raise StoreError("station.unknown", station=station_id)
    with store.writing() as connection:
        connection.execute(
            "update stations set revoked_at=? where station_id=? and revoked_at is null", (stamp(now), station_id)
        )
        audit(connection, stamp(now), by, "station.revoke", (station_id, ""))


def import_packet(store: Store, sealed: bytes, organisation: PrivateKey, now: datetime) -> Outcome:
    """One packet in one transaction. Never raises for a bad packet: the outcome says what became of it."""
    return import_batch(store, [sealed], organisation, now)[0]


def import_batch(store: Store, batch: Sequence[bytes], organisation: PrivateKey, now: datetime) -> list[Outcome]:
    """Packets in one transaction: when it returns all are on the disk; killed before, none is. Outcomes in order."""
    stations = stations_of(store)
    ready = [(sealed, opened(sealed, organisation, stations)) for sealed in batch]
    return store_batch(store, ready, now, lambda sealed: reopened(sealed, organisation, stations))


def stations_of(store: Store) -> dict[str, bytes]:
    """Every post ever enrolled and its public key; those that were revoked too, as what they sent before stays."""
    return {row["station_id"]: bytes(row["verify_key"]) for row in store.rows("select * from stations")}


def revoked_in(store: Store) -> set[str]:
    """The posts that were revoked."""
    rows = store.rows("select station_id from stations where revoked_at is not null")
    return {str(row["station_id"]) for row in rows}


def opened(sealed: bytes, organisation: PrivateKey, stations: Stations) -> Ready | PacketError:
    """A packet made ready to be stored, or why it is refused."""
    try:
        packet = open_packet(sealed, organisation, stations)
    except PacketError as error:
        return error
    # Chances given the general factor serve the joint, which is asked of what was measured only.
    measured = {name for name, shown in packet.body.readout.items() if shown.statement not in UNMEASURED}
    parts: Any = {"readout": True, "p_general": True, "p_level_given_g": measured}
    looked = to_json(looked_at(packet.body.observations)).decode()
    return Ready(packet, f'{packet.body.model_dump_json(include=parts)[:-1]},"looked":{looked}}}')


Reopen = Callable[[bytes], Body | None]
"""The body of a packet that is here already, None for one that does not open any more."""


def reopened(sealed: bytes, organisation: PrivateKey, stations: Stations) -> Body | None:
    """Open a packet of the archive, for a person who came back. One that was sealed to another key stays shut."""
    try:
        return open_packet(sealed, organisation, stations).body
    except PacketError:
        return None


def store_batch(
    store: Store, batch: Sequence[tuple[bytes, Ready | PacketError]], now: datetime, reopen: Reopen
) -> list[Outcome]:
    """The second half of `import_batch`: what was opened goes in, in one transaction, in order."""
    outcomes: list[Outcome] = []
    waiting: list[Ready] = []
    with store.writing() as connection:
        new = of_new_people(connection, [ready for _, ready in batch])
        for at, (sealed, ready) in enumerate(batch):
            if at in new and isinstance(ready, Ready):
                waiting.append(ready)
                outcomes.append(_said(ready.packet.body, "imported", "packet.imported"))
                continue
            keep(connection, waiting, now)
            waiting = []
            outcomes.append(_take_in(connection, sealed, ready, (now, reopen)))
        keep(connection, waiting, now)
        here = ("imported", "already")
        came_in(connection, [data for (data, _), said in zip(batch, outcomes, strict=True) if said.state in here])
    return outcomes


def _said(body: Body, state: str, key: str) -> Outcome:
    return Outcome(state, key, body.packet_id, body.code, body.station_id)


def _take_in(
    connection: Connection, sealed: bytes, ready: Ready | PacketError, how: tuple[datetime, Reopen]
) -> Outcome:
    now, reopen = how
    if isinstance(ready, PacketError):
        state = "quarantined" if ready.key == "packet.unknown_station" else "refused"
        outcome = Outcome(state, ready.key, ready.packet_id)
        _quarantine(connection, sealed, outcome, (ready.station_id, stamp(now)))
        return outcome
    outcome = _admit(connection, ready.packet)
    if outcome.state == "imported":
        bodies = _of_person(connection, ready.packet.body, reopen)
        if bodies is None:
            # What counted so far cannot be read again here: taken in without it, this packet would undo it.
            outcome = replace(outcome, state="quarantined", key="packet.earlier_shut")
        else:
            _insert(connection, ready, now, bodies)
    elif outcome.key == "packet.conflict":
        _conflict(connection, ready.packet, stamp(now))
    if outcome.state == "quarantined":
        _quarantine(connection, sealed, outcome, (ready.packet.body.station_id, stamp(now)))
    return outcome


def _admit(connection: Connection, packet: Packet) -> Outcome:
    body = packet.body
    said = partial(_said, body)
    kept = connection.execute(
        "select sha256, state from packets where packet_id=? or (station_id=? and sequence=?)",
        (body.packet_id, body.station_id, body.sequence),
    ).fetchall()
    if any(sha != packet.sha256 for sha, _ in kept):
        return said("quarantined", "packet.conflict")
    if kept:
        gone = {"erased": "packet.erased", "purged": "packet.purged"}.get(kept[0][1])
        return said("refused", gone) if gone else said("already", "packet.already")
    revoked, left, kind, elsewhere = connection.execute(
        "select (select revoked_at from stations where station_id=?), "
        "(select cause from tombstones where candidate_id in (?,?)), (select kind from base), "
        "exists(select 1 from evidence_archive join packets using(packet_id) where candidate_id=? and station_id<>?) "
        "or exists(select 1 from sittings where sitting_id=? and station_id<>?)",
        (body.station_id, body.candidate_id, body.visit_id, body.candidate_id, body.station_id, body.sitting_id,
         body.station_id),
    ).fetchone()
    if revoked:
        return said("quarantined", "packet.revoked_station")
    if left:
        return said("refused", f"packet.{left}")
    if kind != body.kind:
        return said("refused", "packet.robot_among_people" if body.kind == "demo" else "packet.person_among_robots")
    if elsewhere:
        return said("quarantined", "packet.other_station")
    return said("imported", "packet.imported")


def _insert(connection: Connection, ready: Ready, now: datetime, bodies: Sequence[Body]) -> None:
    """Keep a packet; `bodies`: those of the person's packets, this one among them."""
    packet, at = ready.packet, stamp(now)
    body = packet.body
    insert_rows(connection, "packets", [packet_row(packet, at)])
    last = connection.execute(
        "select max(sequence) from evidence_archive join packets using(packet_id) where candidate_id=?",
        (body.candidate_id,),
    ).fetchone()[0]
    connection.execute(
        "insert into sittings values(?,?,?,?) on conflict do nothing",
        (body.sitting_id, body.station_id, body.kind, played_or_came(body.made_at, now)),
    )
    # The post's numbers say what came after what; its clock may be wrong. What comes late is kept, and changes nothing.
    newest = last is None or body.sequence > last
    if newest:
        _insert_candidate(connection, body, now)
    insert_rows(connection, "evidence_archive", [archive_row(packet)])
    insert_rows(connection, "results", result_rows(body))
    count = counted(bodies)
    if len({body.visit_id for body in bodies}) > 1:
        last = max(bodies, key=lambda body: body.sequence)
        _insert_readout(connection, last, (joined(count), now), count)
        # The person is known by the code of their first visit, whichever packet came first.
        first = min(bodies, key=lambda body: body.sequence)
        connection.execute("update candidates set code=? where candidate_id=?", (first.code, body.candidate_id))
    elif newest:
        _insert_readout(connection, body, (ready.readout, now), count)
    audit(connection, at, body.station_id, "packet.import", (body.packet_id, ""))


def _of_person(connection: Connection, body: Body, reopen: Reopen) -> list[Body] | None:
    """The packets of a person, of somebody who never came back this one alone; None where one does not open again."""
    if not connection.execute(
        "select 1 from evidence_archive where candidate_id=? and visit_id<>?", (body.candidate_id, body.visit_id)
    ).fetchone():
        return [body]
    rows = connection.execute(
        "select sealed from evidence_archive where candidate_id=? and packet_id<>?", (body.candidate_id, body.packet_id)
    ).fetchall()
    kept = [reopen(bytes(sealed)) for (sealed,) in rows]
    others = [held_body for held_body in kept if held_body is not None]
    return [body, *others] if len(others) == len(kept) else None


def _insert_readout(
    connection: Connection, body: Body, said: tuple[str, datetime], count: Sequence[CountedRun]
) -> None:
    """What is `said` of the person now, and which workshops it stands on. `body`: the newest packet."""
    readout, made_at = said[0], played_or_came(body.made_at, said[1])
    scenario = "+".join(counted_run.played.scenario for counted_run in count)
    rules = "+".join(counted_run.played.rules_version for counted_run in count)
    connection.execute(
        "insert into readouts values(?,?,?,?,?,?,?) on conflict(candidate_id) do update set "
        "packet_id=excluded.packet_id, scale_version=excluded.scale_version, rules_version=excluded.rules_version, "
        "scenario=excluded.scenario, made_at=excluded.made_at, readout=excluded.readout",
        (body.candidate_id, body.packet_id, body.scale_version, rules, scenario, made_at, readout),
    )
    connection.execute("delete from workshops where candidate_id=?", (body.candidate_id,))
    connection.executemany(
        "insert into workshops values(?,?,?,?,?)",
        [
            (body.candidate_id, c.played.scenario, c.body.packet_id, c.played.rules_version,
             played_or_came(c.played.made_at, said[1]))
            for c in count
        ],
    )  # fmt: skip


def _insert_candidate(connection: Connection, body: Body, now: datetime) -> None:
    who, at, ease = body.candidate_id, stamp(now), body.device_ease
    expires = stamp(after_months(now, body.consent.months))
    row = (who, body.code, body.kind, body.language, at, expires, body.consent.months, ease)
    connection.execute(
        "insert into candidates(candidate_id, code, kind, language, created_at, expires_at, months, device_ease) "
        "values(?,?,?,?,?,?,?,?) on conflict(candidate_id) do update set expires_at=excluded.expires_at, "
        "months=excluded.months, device_ease=excluded.device_ease",
        row,
    )
    keep_answers(connection, who, body.wishes)
    put_again(connection, who, played_or_came(body.made_at, now))


def _conflict(connection: Connection, packet: Packet, at: str) -> None:
    body = packet.body
    kept = connection.execute(
        "select sha256 from packets where (packet_id=? or (station_id=? and sequence=?)) and sha256<>?",
        (body.packet_id, body.station_id, body.sequence, packet.sha256),
    ).fetchone()
    connection.execute(
        "insert or ignore into conflicts(packet_id, station_id, sequence, kept_sha256, refused_sha256, seen_at) "
        "values(?,?,?,?,?,?)",
        (body.packet_id, body.station_id, body.sequence, kept[0], packet.sha256, at),
    )
    _keep_last(connection, "conflicts")


def _quarantine(connection: Connection, sealed: bytes, outcome: Outcome, claimed: tuple[str, str]) -> None:
    # Only what it was and why: the file itself stays where it is, so nothing of a person is kept without their packet.
    station_id, at = claimed
    connection.execute(
        "insert or ignore into quarantine(sealed_sha256, reason, station_id, packet_id, seen_at) values(?,?,?,?,?)",
        (hashlib.sha256(sealed).hexdigest(), outcome.key, station_id, outcome.packet_id, at),
    )
    _keep_last(connection, "quarantine")


def _keep_last(connection: Connection, table: str) -> None:
    # Anybody can make files that are refused: what is noted of them is bounded, the oldest lines go first.
    name = {"quarantine": "quarantine_id", "conflicts": "conflict_id"}[table]
    connection.execute(f"delete from {table} where {name} <= (select max({name}) from {table}) - ?", (MOST_SET_ASIDE,))


def import_files(store: Store, paths: Iterable[Path], organisation: PrivateKey, now: datetime) -> list[Outcome]:
    """Import files in order, a batch a transaction; one that cannot be read is refused by name, the rest goes on."""
    outcomes: list[Outcome] = []
    names: list[str] = []
    batch: list[bytes] = []
    for path in paths:
        try:
            sealed = read_sealed(path)
        except OSError:
            outcomes += _named(store, names, batch, (organisation, now))
            outcomes.append(Outcome("refused", "packet.unreadable", path.name))
            continue
        names.append(path.name)
        batch.append(sealed)
        if len(batch) == BATCH or sum(map(len, batch)) > BATCH_BYTES:
            outcomes += _named(store, names, batch, (organisation, now))
    return outcomes + _named(store, names, batch, (organisation, now))


def _named(store: Store, names: list[str], batch: list[bytes], how: tuple[PrivateKey, datetime]) -> list[Outcome]:
    """Import what waits and empty both lists; a packet without an id is named by its file."""
    outcomes = import_batch(store, batch, *how) if batch else []
    named = [
        outcome if outcome.packet_id else replace(outcome, packet_id=name)
        for name, outcome in zip(names, outcomes, strict=True)
    ]
    names.clear()
    batch.clear()
    return named


def find_candidate(store: Store, word: str) -> str:
    """The id of a person from an id or a code of theirs or of one of their visits. Raises StoreError."""
    text = word.strip()
    code = code_typed(text)
    ids = [
        row["candidate_id"]
        for row in store.rows(
            "select candidate_id from candidates where candidate_id=? or code=? union "
            "select candidate_id from evidence_archive where visit_id=? or code=?",
            text.lower(), code, text.lower(), code,
        )
    ]  # fmt: skip
    if len(ids) > 1:
        raise StoreError("candidate.several", code=text, ids=", ".join(ids))
    if not ids:
        raise StoreError("candidate.unknown", code=text)
    return str(ids[0])
