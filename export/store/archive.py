"""Stored evidence, wherever it is: a folder of traces, or the sealed packets of a matching database."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nacl.public import PrivateKey

from export.files.whole import read_whole
from export.packets.body import MAX_TRACE, Body
from export.packets.packet import PacketError, open_packet
from export.store.intake import stations_of
from export.store.store import Store, StoreError


@dataclass(frozen=True, slots=True)
class StoredRun:
    """One run as it was stored. `trace` are its bytes; `body` the packet it came in, None for a file.

    `problem` names the sentence that says why it cannot be read; then both are empty.
    """

    id: str
    trace: bytes
    body: Body | None = None
    problem: str = ""


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


def stored_run(store: Store, organisation: PrivateKey, packet_id: str) -> StoredRun:
    """One packet of the archive; where it cannot be opened, `problem` says why. Raises StoreError: unknown."""
    row = store.one("select sealed from evidence_archive where packet_id=?", packet_id)
    if row is None:
        raise StoreError("packet.unknown")
    try:
        body = open_packet(bytes(row["sealed"]), organisation, stations_of(store)).body
    except PacketError as error:
        return StoredRun(packet_id, b"", None, error.key)
    return StoredRun(packet_id, base64.b64decode(body.trace), body)


def from_store(store: Store, organisation: PrivateKey) -> Iterator[StoredRun]:
    """The packets of the archive, by the person's code; one that is sealed to another key says so."""
    rows = store.rows(
        "select e.sealed, e.packet_id, c.code from evidence_archive e join candidates c using(candidate_id) "
        "order by c.code, e.packet_id"
    )

    stations = stations_of(store)
    for row in rows:
        try:
            body = open_packet(bytes(row["sealed"]), organisation, stations).body
        except PacketError as error:
            yield StoredRun(str(row["code"]), b"", None, error.key)
            continue
        yield StoredRun(body.code, base64.b64decode(body.trace), body)
