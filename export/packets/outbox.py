"""The outbox: one new file a packet, on the station, until the matching database says it has it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nacl.public import PublicKey

from export.files.whole import keep_folder, read_whole, write_whole
from export.packets.body import new_id
from export.packets.keys import Station
from export.packets.packet import MAX_SEALED, PacketError, seal

NAME = re.compile(r"^(\d{10})-([0-9a-f]{32})-([0-9a-f]{32})\.envol$")
SEQUENCE_FILE = "sequence"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A packet that waits in the outbox."""

    path: Path
    sequence: int
    packet_id: str
    candidate_id: str


class Outbox:
    """A folder of sealed packets. A number is used up before its packet is written, so that none is used twice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, body: Mapping[str, Any], station: Station, organisation: PublicKey) -> Waiting:
        """Number, seal and keep a packet; when it returns, the packet is on the disk. Raises PacketError, OSError."""
        packet_id = str(body.get("packet_id") or new_id())
        number = self._next()
        sealed = seal({**body, "packet_id": packet_id}, station.signing, station.station_id, number, organisation)
        candidate = str(body["candidate_id"])
        path = self.folder / f"{number:010d}-{packet_id}-{candidate}.envol"
        write_whole(path, sealed)
        return Waiting(path, number, packet_id, candidate)

    def waiting(self) -> list[Waiting]:
        """What waits, oldest first; other files are left alone."""
        if not self.folder.is_dir():
            return []
        named = ((p, NAME.match(p.name)) for p in sorted(self.folder.iterdir()))
        return [Waiting(p, int(m[1]), m[2], m[3]) for p, m in named if m]

    def received(self, packet_id: str) -> bool:
        """The database has it (or said it already had it): remove its file. False when there is none."""
        return self._remove(w for w in self.waiting() if w.packet_id == packet_id) > 0

    def erase(self, candidate_id: str) -> int:
        """Remove every packet of a person; how many there were."""
        return self._remove(w for w in self.waiting() if w.candidate_id == candidate_id)

    def _remove(self, found: Any) -> int:
        gone = 0
        for one in found:
            one.path.unlink(missing_ok=True)
            gone += 1
        if gone:
            keep_folder(self.folder)
        return gone

    def _next(self) -> int:
        counter = self.folder / SEQUENCE_FILE
        try:
            last = int(counter.read_text("ascii")) if counter.exists() else 0
        except ValueError as error:
            raise PacketError("packet.sequence_damaged") from error
        number = max([last, *(w.sequence for w in self.waiting())]) + 1
        write_whole(counter, f"{number}\n".encode())
        return number


def read_sealed(path: Path) -> bytes:
    """The bytes of a packet's file, never more than a packet may weigh plus one. Raises OSError."""
    sealed = read_whole(path, MAX_SEALED)
    return bytes(MAX_SEALED + 1) if sealed is None else sealed
