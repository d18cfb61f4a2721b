"""The organisation's end of a stick: packets in, then signed receipts for what is on the disk here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nacl.public import PrivateKey

from export.packets.outbox import read_sealed
from export.packets.receipts import MOST, Received, State, sha_of, write_receipt
from export.packets.stick import RECEIPTS, on_stick, packets_on
from export.store.intake import BATCH, Outcome, import_batch
from export.store.store import Store

TAKEN, GONE = ("imported", "already"), ("packet.erased", "packet.purged")


@dataclass(frozen=True, slots=True)
class FromStick:
    """One file of the stick: its name and what became of it."""

    name: str
    outcome: Outcome


def receive(store: Store, stick: Path, organisation: PrivateKey, now: datetime) -> list[FromStick]:
    """Import every packet of a stick, then lay the receipts on it. Raises StoreError, OSError: what was imported stays,

    and the next visit of the same stick writes the receipts that lack. Twice, or old after new, changes nothing.
    """
    found: list[FromStick] = []
    receipts: dict[str, list[Received]] = {}
    paths = packets_on(stick)
    for at in range(0, len(paths), BATCH):
        batch = paths[at : at + BATCH]
        told, read = _read(batch)
        found += told
        outcomes = import_batch(store, [sealed for _, sealed in read], organisation, now) if read else []
        for (path, sealed), outcome in zip(read, outcomes, strict=True):
            found.append(FromStick(path.name, outcome))
            if (one := received(outcome, sealed)) is not None:
                receipts.setdefault(outcome.station_id, []).append(one)
    for station, said in receipts.items():
        for at in range(0, len(said), MOST):
            write_receipt(on_stick(stick, RECEIPTS), organisation, station, said[at : at + MOST])
    return found


def received(outcome: Outcome, sealed: bytes) -> Received | None:
    """What a receipt says of a packet that was imported; None for one that its post must keep."""
    if not outcome.station_id or not (outcome.state in TAKEN or outcome.key in GONE):
        return None
    state: State = "gone" if outcome.key in GONE else "taken"
    return Received(packet_id=outcome.packet_id, sealed=sha_of(sealed), state=state)


def _read(paths: Sequence[Path]) -> tuple[list[FromStick], list[tuple[Path, bytes]]]:
    told, read = [], []
    for path in paths:
        try:
            read.append((path, read_sealed(path)))
        except OSError:
            told.append(FromStick(path.name, Outcome("refused", "packet.unreadable", path.name)))
    return told, read
