"""A post brings its packets to its tower over the room's network: knock, packet, receipt.

Whatever is cut off wherever, a packet stays in the outbox until a receipt of its own organisation names it, byte for
byte; a packet that is brought again is known there and gets its receipt again. No clock plays a part.
"""

import errno
import socket
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from http.client import HTTPException
from pathlib import Path

from nacl.public import PublicKey

from export.files.whole import read_whole, write_whole
from export.packets.cards import Card
from export.packets.keys import Station
from export.packets.knocks import KnockError, Reply, make_knock, read_reply
from export.packets.outbox import Outbox, Waiting, read_sealed
from export.packets.receipts import ReceiptError, opened, sha_of

TowerAddress = tuple[str, int]
AskTower = Callable[[TowerAddress, str, bytes], bytes]
"""POST some bytes to a path of an address; the body of the answer, b"" for a no. Raises OSError, HTTPException."""
KNOCK, PACKET = "/knock", "/packet"
UNDER_WAY = "under-way"
"""Which tower each packet was brought to that no receipt has named yet; in the outbox."""
MOST_UNDER_WAY = 200_000
LATER_S = 5

DeliveryTrouble = str
"""no_card, no_address, later, told (`key` says), or one of these."""
WORSE: tuple[DeliveryTrouble, ...] = (
    "no_network", "unknown_name", "absent", "refused", "silent", "cut", "old_card", "stranger",
)  # fmt: skip
"""What an address may answer, the most telling last."""
TROUBLES: tuple[DeliveryTrouble, ...] = (*WORSE, "no_card", "no_address", "later", "told")


@dataclass(frozen=True, slots=True)
class Tower:
    """A tower of our organisation that answered just now, and the id of its base."""

    address: TowerAddress
    base: str


@dataclass(frozen=True, slots=True)
class NoTower:
    """Why none answered: `trouble` at `address`; `key` where a tower itself said why."""

    trouble: DeliveryTrouble
    address: TowerAddress | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a round came to: packets taken, gone there, refused (with the key of why), kept because another tower may
    have them, still waiting. `trouble` where the round ended early; `wait_s`: how long the tower asks to wait."""

    taken: int = 0
    gone: int = 0
    refused: tuple[tuple[str, str], ...] = ()
    elsewhere: int = 0
    waiting: int = 0
    trouble: DeliveryTrouble = ""
    key: str = ""
    wait_s: int = 0
    address: TowerAddress | None = None


def find(addresses: Sequence[TowerAddress], station: Station, card: Card, ask: AskTower) -> Tower | NoTower:
    """The first address at which our tower answers this post, else the most telling of what went wrong."""
    tower = NoTower("no_address")
    for address in addresses:
        knock = make_knock(station, _organisation(card))
        reply = _replied(address, knock, card, ask)
        if isinstance(reply, Reply) and reply.says != "refused":
            return Tower(address, reply.tower)
        if isinstance(reply, Reply):
            # Our tower, and it says no to this post: nobody else has more to say.
            return NoTower("told", address, reply.key)
        if tower.address is None or _tells(reply) > _tells(tower.trouble):
            tower = NoTower(reply, address)
    return tower


def _tells(trouble: DeliveryTrouble) -> int:
    return WORSE.index(trouble) if trouble in WORSE else -1


def _replied(address: TowerAddress, knock: bytes, card: Card, ask: AskTower) -> Reply | DeliveryTrouble:
    """What is answered to a knock, or what went wrong."""
    try:
        return read_reply(ask(address, KNOCK, knock), card, knock)
    except KnockError as error:
        return "old_card" if error.key == "receipt.old_card" else "stranger"
    except (OSError, HTTPException) as error:
        return trouble_of(error)


def trouble_of(error: OSError | HTTPException) -> DeliveryTrouble:
    """What a failure of the network means for a person."""
    if isinstance(error, TimeoutError):
        return "silent"
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    if isinstance(error, socket.gaierror):
        return "unknown_name"
    if isinstance(error, ConnectionError | HTTPException):
        return "cut"
    return "absent" if error.errno == errno.EHOSTUNREACH else "no_network"


def deliver(
    outbox: Outbox, station: Station, card: Card, tower: Tower, ask: AskTower, held: Collection[str] = ()
) -> Delivered:
    """Bring what waits, oldest first, but packets of `held` visits (their share is none).

    Raises PacketError, OSError for the outbox itself; what the network does is told.
    """
    done, under_way = Delivered(address=tower.address), read_under_way(outbox.folder)
    queue = outbox.but_of(held)
    for n, waiting in enumerate(queue):
        if under_way.get(waiting.packet_id, tower.base) != tower.base:
            done = replace(done, elsewhere=done.elsewhere + 1, waiting=done.waiting + 1)
            continue
        sealed = read_sealed(waiting.path)
        knock = make_knock(station, _organisation(card), sealed)
        reply = _replied(tower.address, knock, card, ask)
        if not isinstance(reply, Reply):
            return _stopped(done, reply, len(queue) - n)
        if reply.says == "bring" and reply.tower == tower.base:
            under_way = _note(outbox, {**under_way, waiting.packet_id: tower.base})
            knock = make_knock(station, _organisation(card), sealed)
            answer = _asked(tower.address, knock, sealed, ask)
            reply = _brought(outbox, waiting, (station, card), answer, (sealed, knock))
        if reply in ("taken", "gone"):
            done = replace(done, taken=done.taken + (reply == "taken"), gone=done.gone + (reply == "gone"))
        elif not isinstance(reply, Reply):
            return _stopped(done, reply, len(queue) - n)
        elif reply.says == "refused":
            under_way = _note(outbox, {k: v for k, v in under_way.items() if k != waiting.packet_id})
            done = replace(done, refused=(*done.refused, (waiting.path.name, reply.key)), waiting=done.waiting + 1)
        else:
            wait = max(1, reply.wait_s or LATER_S)
            return replace(_stopped(done, "later", len(queue) - n), key=reply.key, wait_s=wait)
    return done


def _stopped(done: Delivered, trouble: DeliveryTrouble, left: int) -> Delivered:
    return replace(done, trouble=trouble, waiting=done.waiting + left)


def _asked(address: TowerAddress, knock: bytes, sealed: bytes, ask: AskTower) -> bytes | DeliveryTrouble:
    try:
        return ask(address, PACKET, knock + sealed)
    except (OSError, HTTPException) as error:
        return trouble_of(error)


def _brought(
    outbox: Outbox, waiting: Waiting, who: tuple[Station, Card], answer: bytes | DeliveryTrouble,
    sent: tuple[bytes, bytes],
) -> Reply | DeliveryTrouble:  # fmt: skip
    """What the answer to a packet says: "taken" and "gone" once it is forgotten here, a reply, or a trouble."""
    (station, card), (sealed, knock) = who, sent
    if isinstance(answer, str):
        return answer
    with suppress(KnockError):
        return read_reply(answer, card, knock)
    try:
        receipt = opened(answer, bytes.fromhex(card.public_key), bytes.fromhex(card.signing_key), station.station_id)
    except ReceiptError:
        return "cut"
    its_receipt = next(
        (p for p in receipt.packets if (p.packet_id, p.sealed) == (waiting.packet_id, sha_of(sealed))), None
    )
    if its_receipt is None:
        return "cut"
    outbox.received(waiting.packet_id)
    return its_receipt.state


def _organisation(card: Card) -> PublicKey:
    return PublicKey(bytes.fromhex(card.public_key))


# Which tower may already have a packet.


def read_under_way(folder: Path) -> dict[str, str]:
    """Packet by packet, the base it was brought to; a spoilt line is left out, its packet may go anywhere."""
    path = folder / UNDER_WAY
    if not path.exists():
        return {}
    lines = (read_whole(path, MOST_UNDER_WAY) or b"").decode("ascii", "replace").splitlines()
    words = [line.split() for line in lines]
    return {word[0]: word[1] for word in words if len(word) == 2}


def forget_under_way(outbox: Outbox) -> int:
    """Let what was brought to a tower that is no more be brought to another; how many packets."""
    there = {w.packet_id for w in outbox.waiting()} & read_under_way(outbox.folder).keys()
    _note(outbox, {})
    return len(there)


def _note(outbox: Outbox, under_way: dict[str, str]) -> dict[str, str]:
    """Write down what is under way, of what still waits; on the disk when it returns. Raises OSError."""
    there = {w.packet_id for w in outbox.waiting()}
    kept = {packet: base for packet, base in under_way.items() if packet in there}
    if kept != read_under_way(outbox.folder):
        write_whole(outbox.folder / UNDER_WAY, "".join(f"{k} {v}\n" for k, v in kept.items()).encode())
    return kept
