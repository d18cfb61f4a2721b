"""Who a post speaks to: the organisation of its card, and where its tower may answer.

The addresses are those of the card, after the one where it answered last. A machine may have been given another address
since: then those of its own small network are tried, one by one, with no broadcast.
"""

import errno
import http.client
import ipaddress
import selectors
import socket
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from nacl.public import PublicKey

from export.files.whole import read_whole, write_whole
from export.packets.cards import CARD_FILE, Card, read_card
from export.packets.delivery import AskTower, NoTower, Tower, TowerAddress, find
from export.packets.keys import KeyFileError, Station, station_keys

LAST_ADDRESS = "tower-address"
"""Where the tower answered last, in the station's folder."""
MOST_TEXT = 300
WAIT_S, PATIENT_S, PACKET_S = 1.5, 5.0, 30.0
"""What the network may take to answer a few bytes, the same where the reason matters, and a packet."""
MAX_ANSWER = 4000
MOST_CALLS = 254
"""Calls at once: one network; Windows waits for 512 at the most."""
LISTENS_S = 2.5
"""What a machine of the same network takes to say that it listens, its call repeated once."""


@dataclass(frozen=True, slots=True)
class TowerLink:
    """This post's key, the card of its organisation, and the addresses to try in their order."""

    station: Station
    card: Card
    addresses: tuple[TowerAddress, ...]

    @property
    def organisation(self) -> PublicKey:
        """What is sealed for it."""
        return PublicKey(bytes.fromhex(self.card.public_key))


def linked(folder: Path) -> TowerLink | None:
    """What the folder says now; None where no organisation was joined, or its card cannot be read."""
    path = folder / CARD_FILE
    if not path.exists():
        return None
    try:
        card, station = read_card(path, "organisation"), station_keys(folder)
    except (KeyFileError, OSError):
        return None
    return TowerLink(station, card, addresses_of(folder, card))


def addresses_of(folder: Path, card: Card) -> tuple[TowerAddress, ...]:
    """Where it answered last, then what the card names; figures before names, which somebody must look up."""
    named = [place for text in card.addresses if (place := address(text)) is not None]
    named.sort(key=lambda place: not place[0].replace(".", "").isdigit())
    last = remembered(folder)
    return tuple(dict.fromkeys((*([last] if last else []), *named)))


def address(text: str) -> TowerAddress | None:
    """The host and port of an address of a card; None for one without a port."""
    host, _, port = text.rpartition(":")
    known = port.isascii() and port.isdigit() and len(port) < 6 and 0 < int(port) < 65536
    return (host, int(port)) if host and known else None


def remembered(folder: Path) -> TowerAddress | None:
    """Where the tower answered last."""
    try:
        text = (read_whole(folder / LAST_ADDRESS, MOST_TEXT) or b"").decode("ascii", "replace")
    except OSError:
        return None
    return address(text.strip())


def remember(folder: Path, place: TowerAddress) -> None:
    """Write down where it answered. A disk that refuses only makes the next time longer."""
    if place != remembered(folder):
        with suppress(OSError):
            write_whole(folder / LAST_ADDRESS, f"{place[0]}:{place[1]}\n".encode())


def ask(address: TowerAddress, path: str, data: bytes, wait_s: float = WAIT_S) -> bytes:
    """POST some bytes; the body of the answer, b"" where it says no. Raises OSError, HTTPException."""
    connection = http.client.HTTPConnection(*address, timeout=wait_s if len(data) < MAX_ANSWER else PACKET_S)
    try:
        connection.request("POST", path, data, {"Content-Type": "application/octet-stream"})
        answer = connection.getresponse()
        body = answer.read(MAX_ANSWER + 1)
        return body if answer.status == 200 and len(body) <= MAX_ANSWER else b""
    finally:
        connection.close()


def ask_patiently(address: TowerAddress, path: str, data: bytes) -> bytes:
    """`ask` for a person who waits for the reason: a machine that is not there is told from one that keeps silent."""
    return ask(address, path, data, PATIENT_S)


def reach(folder: Path, link: TowerLink, ask: AskTower = ask, *, search: bool = True) -> Tower | NoTower:
    """The tower that answers now, remembered; with `search` also where no address of the card leads to it.

    Takes some seconds where nobody answers: not for the window.
    """
    reached = find(link.addresses, link.station, link.card, ask)
    if isinstance(reached, NoTower) and search and reached.trouble != "told" and link.addresses:
        near = listening(neighbours(link.addresses), {port for _, port in link.addresses})
        other = find([place for place in near if place not in link.addresses], link.station, link.card, ask)
        reached = other if isinstance(other, Tower) or other.trouble == "told" else reached
    if isinstance(reached, Tower):
        remember(folder, reached.address)
    return reached


def moved(link: TowerLink, to: TowerAddress) -> TowerLink:
    """The same link, with an address that answered first."""
    return replace(link, addresses=(to, *(address for address in link.addresses if address != to)))


def neighbours(addresses: Iterable[TowerAddress]) -> list[str]:
    """The other addresses of this machine's own small networks (the 254 of a room), as its routes to these say.

    Private networks only: never a machine of the Internet.
    """
    own: dict[str, None] = {}
    for host in (*(host for host, _ in addresses), "10.255.255.254", "192.168.255.254", "172.31.255.254"):
        with suppress(OSError, ValueError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            # Connecting a datagram socket sends nothing; it only asks which way one would go.
            ipaddress.IPv4Address(host)
            probe.connect((host, 9))
            own[str(probe.getsockname()[0])] = None
    hosts: dict[str, None] = {}
    for own_host in own:
        here = ipaddress.IPv4Address(own_host)
        if here.is_private and not here.is_loopback and not here.is_unspecified:
            network = ipaddress.IPv4Network(f"{own_host}/24", strict=False)
            hosts |= {str(host): None for host in network.hosts() if host != here}
    return list(hosts)


def listening(hosts: Sequence[str], ports: Iterable[int], seconds: float = LISTENS_S) -> list[TowerAddress]:
    """Of some hosts those that take a call at one of these ports, `MOST_CALLS` asked at once."""
    places = [(host, port) for port in ports for host in hosts]
    rounds = (places[n : n + MOST_CALLS] for n in range(0, len(places), MOST_CALLS))
    return sorted(place for some in rounds for place in _taking(some, seconds))


def _taking(places: Sequence[TowerAddress], seconds: float) -> list[TowerAddress]:
    """Of some places those that take a call, all asked at once."""
    addresses: list[TowerAddress] = []
    with selectors.DefaultSelector() as waiting:
        for place in places:
            call = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            call.setblocking(False)
            if call.connect_ex(place) in (0, errno.EINPROGRESS, errno.EWOULDBLOCK):
                waiting.register(call, selectors.EVENT_WRITE, place)
            else:
                call.close()
        end = time.monotonic() + seconds
        while waiting.get_map() and (left := end - time.monotonic()) > 0:
            for key, _ in waiting.select(left):
                call = key.fileobj  # type: ignore[assignment]
                if call.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
                    addresses.append(key.data)
                waiting.unregister(call)
                call.close()
        for key in list(waiting.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
    return addresses
