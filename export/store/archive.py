"""Stored evidence, wherever it is: a folder of traces, or the sealed packets of a matching database."""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from nacl.public import PrivateKey

from export.files.whole import read_whole
from export.packets.body import MAX_TRACE, Body, Fact, PlayedWorkshop, ShownHabilete
from export.packets.meaning import moment
from export.packets.packet import PacketError, Stations, open_packet
from export.store.answers import EVERYBODY
from export.store.intake import stations_of
from export.store.moments import played, stamp
from export.store.store import Store, StoreError, audit


@dataclass(frozen=True, slots=True)
class StoredRun:
    """One run as it was stored. `trace` are its bytes; `body` the packet it came in, None for a file, `played` the
    workshop of it.

    `problem` names the sentence that says why it cannot be read; then both are empty, and `played` says of which try
    where it is that another one counts.
    """

    id: str
    trace: bytes
    body: Body | None = None
    problem: str = ""
    played: PlayedWorkshop | None = None
    candidate_id: str = ""
    """Whose it is, in a database."""
    stands: Mapping[str, ShownHabilete] | None = None
    """What the database says of the person, from all their visits together; None for a file."""
    others: tuple[Fact, ...] = ()
    """The facts that count beside those of this workshop, of whichever visit."""
    came_in: str = ""
    """When it came in, where its post's clock was wrong: nobody knows on which day it was played."""


NOT_FIRST = "packet.not_first"
"""A later try of a workshop: it counts for nothing, and that is no fault."""


def from_folder(folder: Path) -> Iterator[StoredRun]:
    """The traces of a folder, in the order of their names. Raises OSError when it cannot be read."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".trace":
            yield _from_file(path)


def _from_file(path: Path) -> StoredRun:
    try:
        packed = read_whole(path, MAX_TRACE)
    except OSError:
        return StoredRun(path.name, b"", None, "packet.unreadable")
    return StoredRun(path.name, b"", None, "trace.too_big") if packed is None else StoredRun(path.name, packed)


def packets_of(store: Store, candidate_id: str) -> list[str]:
    """The ids of the packets of one person, the newest first."""
    rows = store.rows(
        "select e.packet_id from evidence_archive e join packets p using(packet_id) where e.candidate_id=? "
        "order by p.sequence desc", candidate_id,
    )  # fmt: skip
    return [str(row["packet_id"]) for row in rows]


def stored_runs(store: Store, organisation: PrivateKey, packet_id: str) -> list[StoredRun]:
    """The runs of one packet, one a workshop; `problem` says why it cannot be read. Raises StoreError: unknown."""
    row = store.first_row(f"{SEALED} where e.packet_id=?", packet_id)
    if row is None:
        raise StoreError("packet.unknown")
    return list(_opened(row, packet_id, organisation, stations_of(store)))


def runs_of_person(store: Store, organisation: PrivateKey, candidate_id: str) -> list[StoredRun]:
    """The runs of one person, of the newest packet first; see `stored_runs`."""
    return [run for packet_id in packets_of(store, candidate_id) for run in stored_runs(store, organisation, packet_id)]


def tries_of(store: Store, organisation: PrivateKey, candidate_id: str) -> list[tuple[StoredRun, bool]]:
    """Every try of a person that is kept, the oldest first, each with whether it is the one that counts.

    A packet that does not open again is one try with its `problem`.
    """
    stations, tries = stations_of(store), {}
    for packet_id in reversed(packets_of(store, candidate_id)):
        row = store.first_row(f"{SEALED} where e.packet_id=?", packet_id) or {}
        try:
            body = open_packet(bytes(row["sealed"]), organisation, stations).body
        except PacketError as error:
            tries[packet_id, ""] = StoredRun(packet_id, b"", None, error.key, candidate_id=candidate_id), False
            continue
        first = str(row["first"]).split("+")
        for tried in body.workshops:
            run = StoredRun(
                packet_id, base64.b64decode(tried.trace), body, played=tried, candidate_id=candidate_id,
                came_in=_came_in(tried, str(row["received_at"])),
            )  # fmt: skip
            counts = tried.scenario in first
            # A visit that went on is told by each of its packets: the same try is one.
            if counts or (tried.scenario, tried.made_at) not in tries:
                tries[tried.scenario, tried.made_at] = run, counts
    # The numbers of the post say what came first, whatever its clock said.
    return list(tries.values())


@dataclass(frozen=True, slots=True)
class SharedVisit:
    """A visit as its newest packet tells it. `body` is None where the packet does not open: `problem` says why.

    `came_in`: when it came, where its post's clock was wrong; nobody then knows on which day it was played.
    """

    packet_id: str
    body: Body | None
    problem: str = ""
    came_in: str = ""


def shared_visits(store: Store, organisation: PrivateKey, candidate_id: str) -> list[SharedVisit]:
    """Every visit of a person that was shared, the newest first, each once: a visit that went on is told by the last of
    its packets."""
    stations = stations_of(store)
    visits: dict[str, SharedVisit] = {}
    for packet_id in packets_of(store, candidate_id):
        row = store.first_row(f"{SEALED} where e.packet_id=?", packet_id) or {}
        try:
            body = open_packet(bytes(row["sealed"]), organisation, stations).body
        except PacketError as error:
            visits[packet_id] = SharedVisit(packet_id, None, error.key)
            continue
        came_in = next((day for tried in body.workshops if (day := _came_in(tried, str(row["received_at"])))), "")
        visits.setdefault(body.visit_id, SharedVisit(packet_id, body, came_in=came_in))
    return list(visits.values())


SEALED = (
    "select e.sealed, e.packet_id, p.received_at, e.candidate_id, c.code, "
    "(select group_concat(w.workshop, '+') from workshops w where w.packet_id=e.packet_id) as first "
    "from evidence_archive e join candidates c using(candidate_id) "
    "join packets p using(packet_id)"
)
"""The sealed packets, each with the workshops that count from it."""


def from_store(
    store: Store, organisation: PrivateKey, span: tuple[str, str] = EVERYBODY
) -> Iterator[StoredRun]:
    """The runs of the archive, one a workshop, by the person's code; what is sealed to another key, or was not the
    person's first finished try of that workshop, says so. `span`: of people from one id to before another.
    """
    stations = stations_of(store)
    which = "select candidate_id from candidates where candidate_id>=? and candidate_id<? order by code, candidate_id"
    # One person at a time: their packets are large, and what is said of them stands on all of theirs.
    for row in store.rows(which, *span):
        rows = store.rows(f"{SEALED} where c.candidate_id=? order by p.sequence", row["candidate_id"])
        yield from _of_person(store, rows, organisation, stations)


def counted_by_rules(store: Store) -> list[dict[str, Any]]:
    """How many first finished tries of each workshop there are, by the version of the rules that read them."""
    return store.rows(
        "select workshop, rules_version, count(*) as n from workshops group by workshop, rules_version "
        "order by workshop, rules_version"
    )


def note_rescore(store: Store, workshop: str, said: tuple[str, datetime]) -> None:
    """Keep in the log that the results of a workshop are read again as a preview; `said`: by whom and when."""
    with store.writing() as connection:
        audit(connection, stamp(said[1]), said[0], "rescore.preview", (workshop, ""))


def counted_runs(store: Store, workshop: str) -> int:
    """How many first finished tries of a workshop there are."""
    row = store.first_row("select count(*) as n from workshops where workshop=?", workshop)
    return int(row["n"]) if row else 0


def _of_person(
    store: Store, rows: Sequence[Mapping[str, Any]], organisation: PrivateKey, stations: Stations
) -> Iterator[StoredRun]:
    """The runs of one person, each with what is said of them today and what else that stands on."""
    runs = [run for row in rows for run in _opened(row, str(row["code"]), organisation, stations)]
    bodies = [run.body for run in runs if run.body is not None]
    broken = next((run.problem for run in runs if run.problem and run.problem != NOT_FIRST), "")
    if not bodies or broken:
        # What is said of a person stands on all their packets: one that does not open leaves nothing to compare.
        yield from (run if run.problem else replace(run, trace=b"", body=None, problem=broken) for run in runs)
        return
    stands = bodies[0].readout if len(rows) == 1 else _stands(store, runs[0].candidate_id)
    facts = [
        fact for run in runs if run.body and run.played
        for fact in run.body.observations if fact.task == run.played.scenario
    ]  # fmt: skip
    for run in runs:
        own = run.played.scenario if run.played else ""
        yield replace(run, stands=stands, others=tuple(fact for fact in facts if fact.task != own))


def _stands(store: Store, candidate_id: str) -> dict[str, ShownHabilete]:
    """What the database says of a person."""
    row = store.first_row("select readout from readouts where candidate_id=?", candidate_id)
    readout = json.loads(row["readout"])["readout"] if row else {}
    return {name: ShownHabilete.model_validate(shown) for name, shown in readout.items()}


def _opened(row: Mapping[str, Any], name: str, organisation: PrivateKey, stations: Stations) -> Iterator[StoredRun]:
    """The runs of a sealed packet, under a name."""
    who = str(row["candidate_id"])
    try:
        body = open_packet(bytes(row["sealed"]), organisation, stations).body
    except PacketError as error:
        yield StoredRun(name, b"", None, error.key, candidate_id=who)
        return
    first = str(row["first"]).split("+")
    for tried in body.workshops:
        came_in = _came_in(tried, str(row["received_at"]))
        if tried.scenario in first:
            trace = base64.b64decode(tried.trace)
            yield StoredRun(name, trace, body, played=tried, candidate_id=who, came_in=came_in)
        else:
            yield StoredRun(name, b"", None, NOT_FIRST, played=tried, candidate_id=who, came_in=came_in)


def _came_in(tried: PlayedWorkshop, received_at: str) -> str:
    """When a workshop came in where that alone is known, "" where its post's clock may be right."""
    return "" if played(moment(tried.made_at), datetime.fromisoformat(received_at)) else received_at
