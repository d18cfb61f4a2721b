"""Who brings what waits in the outbox to the tower, in a thread of its own: by the room's network, else by a stick
of the organisation that is plugged in."""

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from export.packets.delivery import AskTower, Delivered, NoTower, TowerAddress, deliver
from export.packets.outbox import Outbox
from export.packets.packet import PacketError
from export.packets.stick import Carried, carry, sticks
from game.station import link as network
from game.station.consent import Records
from game.station.joining import cards_near
from game.station.link import linked, moved, reach

EVERY_S = 5.0
"""How often the outbox is looked at."""
SEARCH_S = 20.0
"""A tower that is at none of its addresses is looked for around here no more often."""


class Courier:
    """`folder`: the station's. `settled` is called when something was taken: what is known of it here may go.

    `heard`: whether the tower hears this post anyway; where it does not, it is looked for even if nothing waits.
    """

    def __init__(
        self, folder: Path, settled: Callable[[], None], ask: AskTower = network.ask, every_s: float = EVERY_S,
        heard: Callable[[], bool] = lambda: True, plugged: Callable[[], Iterable[Path]] = sticks,
    ) -> None:  # fmt: skip
        self._folder, self._settled, self._ask, self._every_s, self._heard = folder, settled, ask, every_s, heard
        self._plugged = plugged
        self.last: Delivered | NoTower | None = None
        """What the last round came to."""
        self._searched = float("-inf")
        self._wake = threading.Event()
        self._over = False
        self._thread = threading.Thread(target=self._work, name="courier", daemon=True)
        self._thread.start()

    def soon(self) -> None:
        """Something new waits: look at once."""
        self._wake.set()

    def close(self, wait_s: float = network.WAIT_S + 0.5) -> None:
        """Bring nothing any more. What is on its way is waited for so long: it is brought again, and known there."""
        self._over = True
        self._wake.set()
        self._thread.join(wait_s)

    def _work(self) -> None:
        while not self._over:
            wait = self._every_s
            try:
                if Outbox(self._folder / "outbox").waiting():
                    wait = max(wait, float(self._round()))
                elif not self._heard() and self._may_search() and (known := linked(self._folder)) is not None:
                    reach(self._folder, known, self._ask)
            except (OSError, PacketError):
                # A disk that refuses, a counter that is damaged: the outbox is whole, and the seat check says why.
                pass
            self._wake.wait(wait)
            self._wake.clear()

    def _round(self) -> int:
        """One try; seconds that the tower asks to wait."""
        round_ = bring(self._folder, self._ask, search=self._may_search(), over=lambda: self._over)
        self.last = round_
        if isinstance(round_, Delivered) and round_.taken + round_.gone:
            self._settled()
        if isinstance(round_, NoTower):
            carried = by_sticks(self._folder, self._plugged())
            if any(visit.forgotten + visit.gone for visit in carried):
                self._settled()
        return round_.wait_s if isinstance(round_, Delivered) else 0

    def _may_search(self) -> bool:
        """Whether it is time to look around again."""
        if time.monotonic() - self._searched < SEARCH_S:
            return False
        self._searched = time.monotonic()
        return True


def by_sticks(folder: Path, plugged: Iterable[Path]) -> list[Carried]:
    """Both ways of each stick on which the card of this post's own organisation lies: what was forgotten by its
    receipts, what was laid on it. No other stick is touched. Raises PacketError for the outbox, OSError for a stick.
    """
    known = linked(folder)
    if known is None:
        return []
    outbox, own = Outbox(folder / "outbox"), known.card.public_key
    return [
        carry(outbox, known.station.station_id, known.card, stick, held(folder)) for stick in plugged
        if any(card.card.public_key == own for card in cards_near([stick]))
    ]  # fmt: skip


def held(folder: Path) -> set[str]:
    """Ids of visits whose packets stay: a packet that would not go when its share failed is nobody's; only a record
    that says « sent » lets one leave."""
    records = Records(folder / "visits").read()
    return {*(consent.candidate for consent in records.sound if consent.state != "sent"), *records.unread}


def bring(
    folder: Path, ask: AskTower = network.ask, *, to: TowerAddress | None = None, search: bool = True,
    over: Callable[[], bool] = lambda: False,
) -> Delivered | NoTower:  # fmt: skip
    """One round: find the tower, bring what waits. `to`: an address that was typed, tried alone.

    Raises PacketError, OSError for the outbox itself.
    """
    known = linked(folder)
    if known is None:
        return NoTower("no_card")
    if to is not None:
        known, search = network.TowerLink(known.station, known.card, (to,)), False

    def asks(address: TowerAddress, path: str, data: bytes) -> bytes:
        if over():
            raise ConnectionAbortedError
        return ask(address, path, data)

    tower = reach(folder, known, asks, search=search)
    if isinstance(tower, NoTower):
        return tower
    known = moved(known, tower.address)
    return deliver(Outbox(folder / "outbox"), known.station, known.card, tower, asks, held(folder))
