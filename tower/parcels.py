"""Packets that posts bring to the tower: who knocks is known before one is let in; size and pace for each key."""

import hashlib
from dataclasses import dataclass

from nacl.public import PrivateKey

from export.packets.knocks import KNOCK_BYTES, Knock, KnockError, Says, make_reply, make_sitting, open_knock
from export.packets.receipts import make_receipt, sha_of
from export.store.days import capped_at
from export.store.intake import import_batch, revoked_in, stations_of
from export.store.receiving import received
from export.store.store import StoreError
from tower.house import House

BURST, EACH_S = 20.0, 0.5
"""Packets of one post at once, and how often one more."""
BURST_BYTES, BYTES_S = 24_000_000.0, 1_000_000.0
MOST_KNOCKS, KNOCKS_S = 60.0, 10.0
"""Knocks of one post at once, and how many more a second: a packet takes two, and its post asks every five seconds."""
MOST_AT_ONCE = 8
"""Packets that are on their way in at the same time: what they hold of memory is bounded."""
READ_S = 30.0
"""What a whole packet may take to come in."""
BUSY_S, TROUBLE_S = 5, 60
"""Seconds a post is asked to wait while another program writes, and for what somebody here must mend."""
STORE_SAYS = {"store.locked": ("send.tower_busy", BUSY_S), "store.disk_full": ("send.tower_full", TROUBLE_S)}


@dataclass(slots=True)
class _Pace:
    """What a post may still bring at once, as of `at` (monotonic seconds)."""

    packets: float
    size: float
    at: float


@dataclass(slots=True)
class _Knocks:
    """How many knocks are still answered at once, as of `at` (monotonic seconds)."""

    left: float
    at: float


class Parcels:
    """Knocks and packets of enrolled posts. All in the thread of the pages, like every other look into the base."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._paces: dict[str, _Pace] = {}
        self._bringing: set[str] = set()
        self._knocks: dict[str, _Knocks] = {}

    def knock(self, data: bytes) -> bytes:
        """The signed reply to a knock, b"" for none: what is not sealed to us, is forged or comes too often is told
        nothing."""
        opened = self._opened(data)
        if opened is None or self._too_often(opened[1]):
            return b""
        organisation, knock = opened
        says, key, wait = self._says(knock)
        return make_reply(organisation, data, self._base(organisation), says, key, wait)

    def sitting(self, data: bytes) -> bytes:
        """What an enrolled post is told of the sitting that is open with it at a seat, signed; b"" for who is none."""
        opened = self._opened(data)
        if opened is None or self._too_often(opened[1]):
            return b""
        organisation, knock = opened
        if not knock.known or knock.station_id in revoked_in(self._house.store):
            return b""
        today = self._house.now().astimezone().date().isoformat()
        capped = capped_at(self._house.store, knock.station_id, today)
        self._house.held.limits[knock.station_id] = capped
        return make_sitting(organisation, data, capped)

    def may_bring(self, head: bytes) -> Knock | bytes:
        """Of the first bytes of a packet: who brings it, when it may come now; else the reply, b"" for none."""
        opened = self._opened(head)
        if opened is None:
            return b""
        organisation, knock = opened
        says, key, wait = self._says(knock)
        if says == "bring":
            self._take_pace(knock)
            self._bringing.add(knock.station_id)
            return knock
        return make_reply(organisation, head, self._base(organisation), says, key, wait)

    def brought(self, knock: Knock) -> None:
        """It came in, or broke off: another may come."""
        self._bringing.discard(knock.station_id)

    def take(self, head: bytes, knock: Knock, sealed: bytes) -> bytes:
        """Import a packet that is all there: a receipt once it is on the disk, else the reply that says why not."""
        organisation = self._house.organisation_key()
        if organisation is None or len(sealed) != knock.size or sha_of(sealed) != knock.sha256:
            return b""

        def says(what: Says, key: str, wait: int = 0) -> bytes:
            return make_reply(organisation, head, self._base(organisation), what, key, wait)

        try:
            (outcome,) = import_batch(self._house.store, [sealed], organisation, self._house.now())
        except StoreError as error:
            # Locked, full, damaged: nothing is lost at the post, and somebody here can mend it.
            return says("later", *STORE_SAYS.get(error.key, ("send.tower_trouble", TROUBLE_S)))
        packet = received(outcome, sealed)
        return make_receipt(organisation, outcome.station_id, [packet]) if packet else says("refused", outcome.key)

    def _opened(self, data: bytes) -> tuple[PrivateKey, Knock] | None:
        organisation = self._house.organisation_key()
        if organisation is None or len(data) != KNOCK_BYTES:
            return None
        try:
            self._house.refuse_unsound()
            return organisation, open_knock(data, organisation, stations_of(self._house.store))
        except (KnockError, StoreError):
            return None

    def _too_often(self, knock: Knock) -> bool:
        """Whether its post knocks faster than any does; those that nobody knows share what one may."""
        now = self._house.monotonic()
        kept = self._knocks.setdefault(knock.station_id if knock.known else "", _Knocks(MOST_KNOCKS, now))
        kept.left, kept.at = min(MOST_KNOCKS, kept.left + (now - kept.at) * KNOCKS_S), now
        if kept.left < 1:
            return True
        kept.left -= 1
        return False

    def _says(self, knock: Knock) -> tuple[Says, str, int]:
        if not knock.known:
            return "refused", "packet.unknown_station", 0
        if knock.station_id in revoked_in(self._house.store):
            return "refused", "packet.revoked_station", 0
        if knock.size == 0:
            return "here", "", 0
        if self._house.checking is not None:
            # Nothing is written into a base before all of it is known to be as it was written.
            return "later", "send.tower_busy", BUSY_S
        pace = self._pace(knock.station_id)
        busy = knock.station_id in self._bringing or len(self._bringing) >= MOST_AT_ONCE
        if busy or pace.packets < 1 or pace.size < knock.size:
            short = (knock.size - pace.size) / BYTES_S if pace.size < knock.size else EACH_S
            return "later", "send.too_fast", max(1, min(BUSY_S * 6, round(short + 0.5)))
        return "bring", "", 0

    def _pace(self, station_id: str) -> _Pace:
        now = self._house.monotonic()
        kept = self._paces.setdefault(station_id, _Pace(BURST, BURST_BYTES, now))
        gone, kept.at = now - kept.at, now
        kept.packets = min(BURST, kept.packets + gone / EACH_S)
        kept.size = min(BURST_BYTES, kept.size + gone * BYTES_S)
        return kept

    def _take_pace(self, knock: Knock) -> None:
        pace = self._pace(knock.station_id)
        pace.packets -= 1
        pace.size -= knock.size

    def _base(self, organisation: PrivateKey) -> str:
        """An id of the base: the same after a move, a restart or a copy put back; another for another base."""
        # A copy is made anew at another moment; the first line of its audit is the one of the base it comes from.
        row = self._house.store.first_row("select hash from audit order by entry limit 1") or {}
        return hashlib.sha256(bytes(organisation.public_key) + str(row.get("hash", "")).encode()).hexdigest()[:16]
