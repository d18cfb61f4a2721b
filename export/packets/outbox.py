"""The outbox: one new file a packet, on the station, until the matching database says it has it.

A file's name says nothing of whose it is: it bears a mark that the station alone can make from the person's id.
"""

import errno
import hashlib
import os
import re
import secrets
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nacl.public import PublicKey

from export.files.whole import keep_folder, read_whole, write_whole
from export.packets.body import new_id
from export.packets.keys import Station
from export.packets.packet import MAX_SEALED, PacketError, seal

NAME = re.compile(r"([0-9]{10})-([0-9a-f]{32})-([0-9a-f]{32})\.envol")
SEQUENCE_FILE = "sequence"
"""Holds the last number and the key of the marks."""
MARK_BYTES = 16
MOST_COUNTER = 100
"""Bytes of that file."""
LAST = 10**10 - 1
"""The last number that a packet's name has room for: one with more figures would be seen by nobody again."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A packet that waits in the outbox."""

    path: Path
    sequence: int
    packet_id: str
    mark: str


class Outbox:
    """A folder of sealed packets. A number is used up before its packet is written, so that none is used twice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, body: Mapping[str, Any], station: Station, organisation: PublicKey) -> Waiting:
        """Number, seal and keep a packet; when it returns, the packet is on the disk. Raises PacketError, OSError."""
        waiting, sealed = self.sealed(body, station, organisation)
        write_whole(waiting.path, sealed)
        return waiting

    def sealed(self, body: Mapping[str, Any], station: Station, organisation: PublicKey) -> tuple[Waiting, bytes]:
        """A packet numbered and sealed, and where it will lie: nowhere yet. Raises PacketError, OSError."""
        packet_id = str(body.get("packet_id") or new_id())
        number, key = self._next()
        sealed = seal({**body, "packet_id": packet_id}, station.signing, station.station_id, number, organisation)
        mark = _mark(key, str(body.get("visit_id") or body["candidate_id"]))
        path = self.folder / f"{number:010d}-{packet_id}-{mark}.envol"
        return Waiting(path, number, packet_id, mark), sealed

    def waiting(self) -> list[Waiting]:
        """What waits, oldest first; other files are left alone."""
        if not self.folder.is_dir():
            return []
        named = ((p, NAME.fullmatch(p.name)) for p in sorted(self.folder.iterdir()))
        return [Waiting(p, int(m[1]), m[2], m[3]) for p, m in named if m]

    def but_of(self, candidate_ids: Collection[str]) -> list[Waiting]:
        """What waits of anybody else, oldest first. Raises PacketError, OSError when it cannot be told."""
        names = self._names(candidate_ids) if candidate_ids else set()
        return [w for w in self.waiting() if w.mark not in names]

    def received(self, packet_id: str) -> bool:
        """The database has it (or said it already had it): remove its file. False when there is none."""
        return self._remove(w for w in self.waiting() if w.packet_id == packet_id) > 0

    def erase(self, candidate_id: str) -> int:
        """Remove every packet of a visit, by its id; how many. Raises OSError when one stays, or it cannot be told.

        What a kill left half written of it goes too.
        """
        there = [*self.waiting(), *self._half_written()]
        if not there:
            return 0
        try:
            names = self._names([candidate_id])
        except PacketError as error:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self.folder / SEQUENCE_FILE)) from error
        return self._remove(w for w in there if w.mark in names)

    def _half_written(self) -> list[Waiting]:
        """What a kill left of packets: hidden files that bear the packet's name and a few signs more."""
        if not self.folder.is_dir():
            return []
        named = ((p, NAME.match(p.name[1:])) for p in sorted(self.folder.glob(".*.part")))
        return [Waiting(p, int(m[1]), m[2], m[3]) for p, m in named if m]

    def holds(self, candidate_id: str) -> bool:
        """Whether a packet of a person waits. One that cannot be told is said to."""
        waiting = self.waiting()
        if not waiting:
            return False
        try:
            names = self._names([candidate_id])
        except PacketError:
            return True
        return any(w.mark in names for w in waiting)

    def keep_only(self, candidate_ids: Collection[str]) -> int:
        """Remove every packet that is of none of these people; how many there were. Raises OSError when one stays."""
        names: set[str] = set()
        with suppress(PacketError):
            # Without the key nothing says that anybody agreed to a packet.
            names = self._names(candidate_ids)
        return self._remove(w for w in self.waiting() if w.mark not in names)

    def _names(self, candidate_ids: Iterable[str]) -> set[str]:
        """What files of these people bear: their mark, or the id itself as earlier versions wrote it."""
        _, key = self._counter()
        return {name for candidate_id in candidate_ids for name in (_mark(key, candidate_id), candidate_id)}

    def _remove(self, to_remove: Iterable[Waiting]) -> int:
        gone = 0
        for waiting in to_remove:
            waiting.path.unlink(missing_ok=True)
            gone += 1
        if gone:
            keep_folder(self.folder)
        return gone

    def _next(self) -> tuple[int, bytes]:
        last, key = self._counter()
        number = max([last, *(w.sequence for w in self.waiting())]) + 1
        if number > LAST:
            raise PacketError("packet.sequence_damaged")
        write_whole(self.folder / SEQUENCE_FILE, f"{number} {key.hex()}\n".encode())
        return number, key

    def _counter(self) -> tuple[int, bytes]:
        """The last number, and the key of the marks; a new key where there is none yet. Raises PacketError, OSError."""
        counter = self.folder / SEQUENCE_FILE
        if not counter.exists():
            return 0, secrets.token_bytes(MARK_BYTES)
        try:
            number, *keys = (read_whole(counter, MOST_COUNTER) or b"").decode("ascii").split()
            key = bytes.fromhex(keys[0]) if keys else secrets.token_bytes(MARK_BYTES)
            if not number.isdigit() or int(number) >= LAST or len(key) != MARK_BYTES or len(keys) > 1:
                raise ValueError(number)
            return int(number), key
        except ValueError as error:
            raise PacketError("packet.sequence_damaged") from error


def _mark(key: bytes, candidate_id: str) -> str:
    return hashlib.blake2b(candidate_id.encode(), key=key, digest_size=16).hexdigest()


def read_sealed(path: Path) -> bytes:
    """The bytes of a packet's file, never more than a packet may weigh plus one. Raises OSError."""
    sealed = read_whole(path, MAX_SEALED)
    return bytes(MAX_SEALED + 1) if sealed is None else sealed
