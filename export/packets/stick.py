"""A stick between a post and its organisation: packets one way, receipts the other.

    STICK/envol/packets/<as in the outbox>.envol      whole or not there: written aside, flushed, read back
    STICK/envol/receipts/<post>-<hash>.receipt        signed by the organisation

The post forgets a packet only when a receipt of its own organisation names it, byte for byte.
"""

import errno
import os
import string
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from export.files.whole import keep_folder, write_whole
from export.packets.cards import Card
from export.packets.outbox import NAME, Outbox, read_sealed
from export.packets.receipts import NAME as RECEIPT
from export.packets.receipts import Receipt, ReceiptError, read_receipt, sha_of

PACKETS, RECEIPTS = ("envol", "packets"), ("envol", "receipts")
MOST_FILES = 20_000
"""Files looked at on a stick: anybody may have filled it."""
STICKS_VAR = "ENVOL_STICKS"
UNIX_STICKS = ("/media/*", "/media/*/*", "/run/media/*/*", "/mnt/*", "/Volumes/*")


@dataclass(frozen=True, slots=True)
class Carried:
    """What a visit of the stick came to: packets laid on it now, already there, forgotten here by a receipt; and each
    receipt that was refused, with the key of why."""

    laid: int
    there: int
    forgotten: int
    gone: int
    refused: tuple[tuple[str, str], ...]


def sticks() -> list[Path]:
    """The folders of what is plugged in, as this system names them, or those that `ENVOL_STICKS` names in their place.

    Several are parted as in PATH; an empty one says that there is none: a stick in a machine that tests is not theirs.
    """
    if (named := os.environ.get(STICKS_VAR)) is not None:
        return [Path(name) for name in named.split(os.pathsep) if name and Path(name).is_dir()]
    if sys.platform == "win32":
        return [Path(f"{letter}:\\") for letter in string.ascii_uppercase[3:] if Path(f"{letter}:\\").exists()]
    return sorted(path for pattern in UNIX_STICKS for path in Path("/").glob(pattern[1:]) if path.is_dir())


def plugged_in() -> list[Path]:
    """Those of them that are a disk of their own: on a machine of an office other folders stand there too."""
    return [path for path in sticks() if path.is_mount()]


def on_stick(stick: Path, place: tuple[str, str]) -> Path:
    """A folder of the stick."""
    return stick.joinpath(*place)


def packets_on(stick: Path) -> list[Path]:
    """The whole packets on a stick, in their order; links and what was cut off in the middle are left alone."""
    folder = on_stick(stick, PACKETS)
    if not folder.is_dir():
        return []
    paths = [p for p in sorted(folder.iterdir())[:MOST_FILES] if NAME.match(p.name)]
    return [p for p in paths if p.is_file() and not p.is_symlink()]


def carry(outbox: Outbox, station_id: str, card: Card, stick: Path, held: Collection[str] = ()) -> Carried:
    """First forget what the organisation has, then lay the rest on the stick. Raises OSError; nothing is then lost.

    `held`: ids of visits whose packets stay: their share is not (or no more) one. Raises PacketError when that cannot
    be told of a packet.
    A card of an earlier version names no signing key: nothing is forgotten by it.
    """
    forgotten, gone, refused = _by_receipts(outbox, station_id, card, stick)
    laid = there = 0
    for waiting in outbox.but_of(held):
        sealed = read_sealed(waiting.path)
        path = on_stick(stick, PACKETS) / waiting.path.name
        if path.is_file() and not path.is_symlink() and read_sealed(path) == sealed:
            there += 1
            continue
        write_whole(path, sealed)
        if read_sealed(path) != sealed:
            # A stick that is worn out, or lies about its size, gives back something else.
            path.unlink(missing_ok=True)
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        laid += 1
    return Carried(laid, there, forgotten, gone, tuple(refused))


def _by_receipts(outbox: Outbox, station_id: str, card: Card, stick: Path) -> tuple[int, int, list[tuple[str, str]]]:
    """What receipts let the post forget: (taken, gone there, refused)."""
    folder = on_stick(stick, RECEIPTS)
    paths = sorted(folder.iterdir())[:MOST_FILES] if folder.is_dir() else []
    forgotten = gone = 0
    refused: list[tuple[str, str]] = []
    for path in paths:
        if not RECEIPT.match(path.name) or path.is_symlink() or not path.name.startswith(station_id):
            # Those of other posts wait on the same stick.
            continue
        try:
            if not card.signing_key:
                raise ReceiptError("receipt.old_card")
            receipt = read_receipt(
                path, bytes.fromhex(card.public_key), bytes.fromhex(card.signing_key), station_id
            )
        except ReceiptError as error:
            refused.append((path.name, error.key))
            continue
        taken, left = _forget(outbox, receipt, stick)
        forgotten, gone = forgotten + taken, gone + left
    return forgotten, gone, refused


def forget_by(outbox: Outbox, receipt: Receipt) -> tuple[int, int]:
    """Forget what a receipt names, byte for byte: (taken, gone there). Raises OSError."""
    said = {packet.packet_id: packet for packet in receipt.packets}
    taken = gone = 0
    for waiting in outbox.waiting():
        answer = said.get(waiting.packet_id)
        if answer is None or sha_of(read_sealed(waiting.path)) != answer.sealed:
            continue
        outbox.received(waiting.packet_id)
        taken += answer.state == "taken"
        gone += answer.state == "gone"
    return taken, gone


def _forget(outbox: Outbox, receipt: Receipt, stick: Path) -> tuple[int, int]:
    taken, gone = forget_by(outbox, receipt)
    said = {packet.packet_id: packet for packet in receipt.packets}
    for path in packets_on(stick):
        # What the organisation has is not carried about any longer.
        match = NAME.match(path.name)
        answer = said.get(match[2]) if match else None
        if answer is not None and sha_of(read_sealed(path)) == answer.sealed:
            path.unlink(missing_ok=True)
            keep_folder(path.parent)
    return taken, gone
