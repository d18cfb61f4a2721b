"""Stored evidence, wherever it is: a folder of traces, or the sealed packets of a matching database."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nacl.public import PrivateKey

from export.packets.body import Body
from export.packets.packet import PacketError, open_packet
from export.store.store import Store


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
            yield StoredRun(path.name, path.read_bytes())


def from_store(store: Store, organisation: PrivateKey) -> Iterator[StoredRun]:
    """The packets of the archive, by the person's code; one that is sealed to another key says so."""
    rows = store.rows(
        "select e.sealed, e.packet_id, c.code from evidence_archive e join candidates c using(candidate_id) "
        "order by c.code, e.packet_id"
    )

    def find(station_id: str) -> bytes | None:
        row = store.one("select verify_key from stations where station_id=?", station_id)
        return bytes(row["verify_key"]) if row else None

    for row in rows:
        try:
            body = open_packet(bytes(row["sealed"]), organisation, find).body
        except PacketError as error:
            yield StoredRun(str(row["code"]), b"", None, error.key)
            continue
        yield StoredRun(body.code, base64.b64decode(body.trace), body)
