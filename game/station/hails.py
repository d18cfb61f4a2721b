"""How this post speaks to the tower of its organisation: a few words every second, signed and sealed; and what it asks
there of the sitting that is open.

All of it in a thread of its own: sealing, names of machines, the network. The window sets what is to be said and reads
whether it was heard; neither ever waits.
"""

import http.client
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from export.files.whole import read_whole, write_whole
from export.packets.delivery import AskTower, TowerAddress
from export.packets.hails import HailBody, make_hail
from export.packets.knocks import KnockError, make_knock, read_sitting
from game.station.link import MAX_ANSWER, TowerLink, linked, moved
from scenarios.room import CLOSED, HUNG, Signals

EVERY_S = 2.0
"""How often at least; what is told is said at once (the window tells once a second)."""
APART_S = 0.6
"""No two are nearer to each other: the tower hears nobody oftener than twice a second."""
FRESH_S = 10.0
"""Seconds after which what was told is no longer so: the window tells once a second, and one that stopped drawing
stands still, whatever this thread can do. The tower is then told that the game hangs: nobody plays there."""
LOST_S = 7.0
"""Seconds without being heard after which the tower is not there."""
LOOK_S = 5.0
"""How often the card of an organisation is looked for, where there is none."""
WAIT_S = 1.5
"""What the network may take to answer."""
SITTING, ASKS_S = "/sitting", 5.0
"""What is asked of the tower that hears this post, and how often: a sitting is opened while its games are."""
TOLD_S = 4 * 3600.0
"""For how long what the tower said of its sitting holds where it is not heard any more: half a day with a group."""
NUMBERS = "hails"
"""The file of the numbers that are used up, in the station's folder."""
AHEAD = 10_000
"""Numbers written down as used before the first of them is: none is ever used twice, whatever kills the game."""
JUMP = 1_000
MOST_TEXT = 40

Send = Callable[[str, int, bytes], int]


def send(host: str, port: int, sealed: bytes) -> int:
    """Bring a hail to an address; the status of the answer. Raises OSError, HTTPException."""
    connection = http.client.HTTPConnection(host, port, timeout=WAIT_S)
    try:
        connection.request("POST", "/hail", sealed, {"Content-Type": "application/octet-stream"})
        return connection.getresponse().status
    finally:
        connection.close()


class HailLine:
    """One connection that is kept from hail to hail. It asks nothing of this machine but to be there: while it holds,
    machine and network do; where the game ends, whatever ended it, the machine itself hangs up, and the tower knows."""

    def __init__(self) -> None:
        self._to: tuple[str, int] | None = None
        self._open: http.client.HTTPConnection | None = None
        self._slow: http.client.HTTPConnection | None = None
        """What was kept and did not answer in time: hung up here it would look as if the game had ended. It stays until
        the tower is heard again."""

    def send(self, host: str, port: int, sealed: bytes) -> int:
        """As `send`, over the connection that is there. Raises OSError, HTTPException."""
        return self._brought((host, port), "/hail", sealed)[0]

    def ask(self, address: TowerAddress, path: str, data: bytes) -> bytes:
        """POST some bytes over the same connection; the answer, b"" for a no. Raises OSError, HTTPException."""
        status, body = self._brought(address, path, data)
        return body if status == 200 and len(body) <= MAX_ANSWER else b""

    def _brought(self, address: TowerAddress, path: str, data: bytes) -> tuple[int, bytes]:
        host, port = address
        kept = self._open if self._to == (host, port) else None
        if kept is not None:
            try:
                return self._asked(kept, path, data)
            except (ConnectionError, http.client.RemoteDisconnected):
                # The tower let go of what was kept: it was opened anew, or needed the place.
                self._drop()
            except (OSError, http.client.HTTPException):
                self._slow, self._open = self._open, None
                raise
        self._drop()
        self._to, self._open = (host, port), http.client.HTTPConnection(host, port, timeout=WAIT_S)
        try:
            return self._asked(self._open, path, data)
        except (OSError, http.client.HTTPException):
            self._drop()
            raise

    def _asked(self, line: http.client.HTTPConnection, path: str, data: bytes) -> tuple[int, bytes]:
        line.request("POST", path, data, {"Content-Type": "application/octet-stream"})
        answer = line.getresponse()
        body = answer.read(MAX_ANSWER + 1)
        if self._slow is not None:
            self._slow.close()
            self._slow = None
        return answer.status, body

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open = self._to = None

    def close(self) -> None:
        """Hang up."""
        self._drop()
        if self._slow is not None:
            self._slow.close()


class Hails:
    """The voice of one post in its room. `folder`: the station's, with its key and the card of its organisation;
    `send`: how a hail is brought, over a line of its own where it is not said; `ask`: how the tower is asked for its
    sitting, over the same line, not at all where only `send` is said; `fresh_s`: for how long what was told is true."""

    def __init__(
        self, folder: Path, send: Send | None = None, every_s: float = EVERY_S, fresh_s: float = FRESH_S,
        ask: AskTower | None = None,
    ) -> None:  # fmt: skip
        self._line = HailLine()
        self._send = send or self._line.send
        self._ask = ask or (self._line.ask if send is None else None)
        self._asked_at = self._told_of_at = float("-inf")
        self._capped: bool | None = None
        self._folder, self._every_s, self._fresh_s = folder, every_s, fresh_s
        self._said: tuple[str, Signals] | None = None
        self._told_at = self._heard_at = float("-inf")
        self._wake = threading.Event()
        self._over = False
        self._old = 0
        """How many turns in a row found what was told old."""
        self._n = self._reserved = 0
        self._thread = threading.Thread(target=self._speak, name="hails", daemon=True)
        self._thread.start()

    @property
    def reached(self) -> bool:
        """Whether the tower has just heard this post."""
        return time.monotonic() - self._heard_at < LOST_S

    @property
    def capped(self) -> bool | None:
        """Whether the sitting that is open with this post at a seat limits the time; None where none is, or no tower
        has said so for hours."""
        return self._capped if time.monotonic() - self._told_of_at < TOLD_S else None

    def tell(self, code: str, signals: Signals) -> None:
        """What is said from now on."""
        self._said, self._told_at = (code, signals), time.monotonic()
        self._wake.set()

    def end(self) -> None:
        """The game is closed as it should be: a tower that hears this post is told so, and misses nothing."""
        if self.reached:
            self.tell("", Signals(CLOSED))
        self.close()

    def close(self, wait_s: float = WAIT_S + 0.5) -> None:
        """Say nothing any more; wait so long for what is being said. The thread ends by itself, or with the process."""
        self._over = True
        self._wake.set()
        self._thread.join(wait_s)

    # The thread.

    def _speak(self) -> None:
        link: TowerLink | None = None
        while not self._over:
            link, said = link or self._linked(), self._said
            self._old = 0 if time.monotonic() - self._told_at < self._fresh_s else self._old + 1
            # A machine that slept wakes with something old: its window is given a turn to tell.
            if link is not None and said is not None and self._old != 1:
                link = self._once(link, said[0], replace(said[1], step=HUNG) if self._old else said[1])
                self._ask_sitting(link)
            began = time.monotonic()
            if link is None:
                self._rest(LOOK_S)
                continue
            self._wake.wait(self._every_s)
            self._rest(min(APART_S, self._every_s) - (time.monotonic() - began))
            self._wake.clear()
        if link is not None and self._said is not None and self._said[1].step == CLOSED:
            self._once(link, *self._said)
        self._line.close()

    def _rest(self, seconds: float) -> None:
        """So long, whatever is told meanwhile; not when all is over."""
        end = time.monotonic() + seconds
        while not self._over and (left := end - time.monotonic()) > 0:
            self._wake.wait(left)
            self._wake.clear()

    def _linked(self) -> TowerLink | None:
        """Whom to speak to now; None where no organisation was joined, or its tower has no port."""
        link = linked(self._folder)
        return link if link is not None and link.addresses else None

    def _once(self, link: TowerLink, code: str, signals: Signals) -> TowerLink | None:
        """Say it once to the first address that answers; the link with that address first, None for a number lost."""
        number = self._number()
        if number is None:
            return None
        sealed = make_hail(
            HailBody(n=number, code=code, **asdict(signals)), link.station.signing, link.station.station_id,
            link.organisation,
        )  # fmt: skip
        for address in link.addresses:
            if self._over and signals.step != CLOSED:
                break
            with suppress(OSError, http.client.HTTPException):
                status = self._send(*address, sealed)
                if status == 204:
                    self._heard_at = time.monotonic()
                    return moved(link, address)
                if status == 403:
                    # Alike for a number that is old (the file of numbers was lost) and for a post unknown there.
                    self._n += JUMP
        # The card may have been replaced meanwhile.
        return self._linked()

    def _ask_sitting(self, link: TowerLink | None) -> None:
        """Ask the tower that hears this post for its sitting, now and then; one that says nothing (an older one) leaves
        what was known."""
        now = time.monotonic()
        if link is None or self._ask is None or self._over or not self.reached or now - self._asked_at < ASKS_S:
            return
        self._asked_at = now
        knock = make_knock(link.station, link.organisation)
        with suppress(OSError, http.client.HTTPException, KnockError):
            self._capped = read_sitting(self._ask(link.addresses[0], SITTING, knock), link.card, knock)
            self._told_of_at = time.monotonic()

    def _kept(self) -> int:
        """The last number that was written down as used; 0 where none was, or it says nothing."""
        path = self._folder / NUMBERS
        text = (read_whole(path, MOST_TEXT) or b"").decode("ascii", "replace").strip() if path.exists() else ""
        return int(text) if text.isascii() and text.isdigit() else 0

    def _number(self) -> int | None:
        """A number never used before; None where it cannot be written down."""
        try:
            if self._n >= self._reserved:
                self._n = max(self._n, self._kept())
                self._reserved = self._n + AHEAD
                write_whole(self._folder / NUMBERS, f"{self._reserved}\n".encode())
        except OSError:
            return None
        self._n += 1
        return self._n
