"""The organisation's end of a stick and of paper: packets in, then signed receipts for what is on the disk here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from nacl.public import PrivateKey

from export.packets.codes import codes_of
from export.packets.outbox import read_sealed
from export.packets.receipts import MOST, ReceiptState, Received, make_receipt, sha_of, write_receipt
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
    from_stick: list[FromStick] = []
    receipts: dict[str, list[Received]] = {}
    paths = packets_on(stick)
    for at in range(0, len(paths), BATCH):
        batch = paths[at : at + BATCH]
        outcomes_read, read = _read(batch)
        from_stick += outcomes_read
        outcomes = import_batch(store, [sealed for _, sealed in read], organisation, now) if read else []
        for (path, sealed), outcome in zip(read, outcomes, strict=True):
            from_stick.append(FromStick(path.name, outcome))
            if (receipt := received(outcome, sealed)) is not None:
                receipts.setdefault(outcome.station_id, []).append(receipt)
    for station, said in receipts.items():
        for at in range(0, len(said), MOST):
            write_receipt(on_stick(stick, RECEIPTS), organisation, station, said[at : at + MOST])
    return from_stick


@dataclass(slots=True)
class FromPaper:
    """What became of the results that were read from codes, and what each post may be told of them."""

    fresh: int = 0
    again: int = 0
    refused: list[Outcome] = field(default_factory=list)
    receipts: dict[str, list[Received]] = field(default_factory=dict)
    """By post."""

    def add(self, outcome: Outcome, sealed: bytes) -> None:
        """Count one packet."""
        self.fresh += outcome.state == "imported"
        self.again += outcome.state == "already"
        if outcome.state not in TAKEN:
            self.refused.append(outcome)
        if (receipt := received(outcome, sealed)) and receipt not in self.receipts.setdefault(outcome.station_id, []):
            self.receipts[outcome.station_id].append(receipt)


def receive_codes(store: Store, packets: Sequence[bytes], organisation: PrivateKey, now: datetime) -> FromPaper:
    """Import packets that were read from codes. Raises StoreError: what was imported stays, and is known next time."""
    from_paper = FromPaper()
    for at in range(0, len(packets), BATCH):
        batch = packets[at : at + BATCH]
        for sealed, outcome in zip(batch, import_batch(store, batch, organisation, now), strict=True):
            from_paper.add(outcome, sealed)
    return from_paper


def receipt_codes(
    organisation: PrivateKey, receipts: Mapping[str, Sequence[Received]]
) -> list[tuple[str, Sequence[str]]]:
    """The codes of the receipts for each post, to be printed: the post's id and the texts, a sheet each."""
    return [
        (station, codes_of(make_receipt(organisation, station, packets[at : at + MOST]), "receipt"))
        for station, packets in sorted(receipts.items())
        for at in range(0, len(packets), MOST)
    ]


def received(outcome: Outcome, sealed: bytes) -> Received | None:
    """What a receipt says of a packet that was imported; None for one that its post must keep."""
    if not outcome.station_id or not (outcome.state in TAKEN or outcome.key in GONE):
        return None
    state: ReceiptState = "gone" if outcome.key in GONE else "taken"
    return Received(packet_id=outcome.packet_id, sealed=sha_of(sealed), state=state)


def _read(paths: Sequence[Path]) -> tuple[list[FromStick], list[tuple[Path, bytes]]]:
    outcomes, read = [], []
    for path in paths:
        try:
            read.append((path, read_sealed(path)))
        except OSError:
            outcomes.append(FromStick(path.name, Outcome("refused", "packet.unreadable", path.name)))
    return outcomes, read
