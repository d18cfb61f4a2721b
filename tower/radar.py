"""Who in the room needs somebody: the last hail of each post, held in memory alone."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nacl.public import PrivateKey

from export.files.whole import read_whole, write_whole
from export.packets.hails import Hail, HailError, open_hail
from scenarios.room import CAUSES, CLOSED, HELP, HOLDS, HUNG, SILENT_S, STUCK, causes

LEAST_S = 0.5
"""A post that speaks more often than that is not heard more often."""
KEEP_S = 10.0
"""How often the numbers of the posts are written down."""
MOST_NUMBERS = 100_000
"""Bytes of the file that holds them."""
MOST_POSTS = 200
ONLINE, LOST, NEVER, SHUT = "online", "lost", "never", "shut"
UNHEARD = "unheard"
"""How a post stands of which this tower cannot know it: the posts speak to another one."""
SURE_S = 30.0
"""Seconds of silence after which a line that still holds says that the machine answers: a network that was cut has
been found out by then, whatever was on its way."""


@dataclass(frozen=True, slots=True)
class HeardSeat:
    """The last hail of a post and when it came (monotonic seconds)."""

    hail: Hail
    at: float

    def causes(self, now: float) -> tuple[str, ...]:
        """Everything that holds at this seat now."""
        return causes(self.hail.signals, now - self.at)

    def hangs(self, now: float) -> bool:
        """Whether its machine speaks and says that its game does not answer."""
        return self.hail.signals.step == HUNG and now - self.at <= SILENT_S

    def need(self, now: float) -> tuple[int, float]:
        """Where it stands in a list of those who need somebody: the most pressing cause first, then the longest."""
        causes = self.causes(now)
        first = CAUSES.index(causes[0]) if causes else len(CAUSES)
        return first, -float(self.hail.signals.still_s)


class Radar:
    """The last hails. `clock` gives monotonic seconds; `stations` the enrolled posts that are not revoked."""

    def __init__(
        self, clock: Callable[[], float], stations: Callable[[], Mapping[str, bytes]], numbers: Path | None = None
    ) -> None:
        """`numbers`: the file where the last number of each post outlives this program; None: memory alone."""
        self.clock, self.stations, self.numbers = clock, stations, numbers
        self._heard: dict[str, HeardSeat] = {}
        self._began: dict[str, tuple[str, float]] = {}
        self._needs: dict[str, tuple[str, float]] = {}  # the most pressing cause of each post, and since when
        self._spoke: dict[str, float] = {}  # when each post did, which tells nothing of anybody: it outlives an erasure
        self._lines: dict[str, tuple[str, float]] = {}  # how the line of each post stands, and when it began to
        self._going: dict[str, str] = {}  # who goes to a seat that seems to need somebody, by post
        self._last = read_numbers(numbers)
        self._kept_at = clock()

    def hear(self, sealed: bytes, organisation: PrivateKey) -> bool:
        """Take a hail; whether it was taken. One that is not newer than the last of its post, or too soon, is not."""
        return bool(self.hear_of(sealed, organisation))

    def hear_of(self, sealed: bytes, organisation: PrivateKey) -> str:
        """The same; the id of the post it is of, "" where it was not taken."""
        try:
            hail = open_hail(sealed, organisation, dict(self.stations()))
        except HailError:
            return ""
        now, last = self.clock(), self._heard.get(hail.station_id)
        # The number outlives what was said: a hail that was copied is refused after an erasure or a new start too.
        if hail.n <= self._last.get(hail.station_id, 0) or (last is not None and _too_soon(hail, last, now)):
            return ""
        if last is None and len(self._heard) >= MOST_POSTS:
            return ""
        self._heard[hail.station_id] = HeardSeat(hail, now)
        self._spoke[hail.station_id] = now
        first = next(iter(causes(hail.signals)), "")
        raised = hail.signals.hand and not (last is not None and last.hail.signals.hand)
        if raised or not first:
            # A hand that goes up calls anew, whoever was on the way for something else.
            self._going.pop(hail.station_id, None)
        if self._needs.get(hail.station_id, ("", 0.0))[0] != first:
            self._needs[hail.station_id] = (first, now)
        if self._began.get(hail.station_id, ("", 0.0))[0] != hail.signals.workshop:
            self._began[hail.station_id] = (hail.signals.workshop, now)
        self._last[hail.station_id] = hail.n
        if now - self._kept_at >= KEEP_S:
            # Killed before the next time, nothing that was heard meanwhile is taken again: posts pass the gap soon.
            self._keep(ahead=int(KEEP_S / LEAST_S))
        return hail.station_id

    def close(self) -> None:
        """Keep the numbers as they are: the next start goes on from them."""
        if self._heard:
            self._keep(ahead=0)

    def _keep(self, ahead: int) -> None:
        self._kept_at = self.clock()
        if self.numbers is not None:
            text = json.dumps({name: n + ahead for name, n in sorted(self._last.items())})
            with suppress(OSError):
                # A full disk must not make the room deaf.
                write_whole(self.numbers, text.encode())

    def of(self, station_id: str) -> HeardSeat | None:
        """What a post said last, None when it never spoke."""
        return self._heard.get(station_id)

    def link(self, station_id: str) -> str:
        """How a post stands: `ONLINE`; `SHUT`, its game said that it was closed; `LOST`, it spoke once and is silent
        now; `NEVER`, it never spoke to this base.

        What was heard before this program was opened is known by its number alone.
        """
        at = self.spoke(station_id)
        if at is None:
            return LOST if station_id in self._last else NEVER
        seat = self.of(station_id)
        if seat is not None and seat.hail.signals.step == CLOSED:
            return SHUT
        return LOST if self.clock() - at > SILENT_S else ONLINE

    def line(self, station_id: str, how: str) -> None:
        """The line of a post holds from now on, is hung up by its machine, or answers no more; "" for what nobody
        knows: it was hung up here."""
        self._lines[station_id] = how, self.clock()

    def silence(self, station_id: str) -> str:
        """Why a post that has been silent too long is so, as far as its line tells: `ENDED`, `GONE`, `HOLDS`; "" where
        it tells nothing. What its line did before its last word says nothing of its silence."""
        spoke, (how, at) = self.spoke(station_id), self._lines.get(station_id, ("", 0.0))
        if spoke is None or self.clock() - spoke <= SILENT_S:
            return ""
        if how == HOLDS:
            return HOLDS if self.clock() - spoke > SURE_S else ""
        return how if at >= spoke else ""

    def spoke(self, station_id: str) -> float | None:
        """When a post spoke last (monotonic seconds); None where it has not since this program was opened."""
        return self._spoke.get(station_id)

    def since(self, station_id: str) -> float | None:
        """When the workshop under way at a post was first heard of (monotonic seconds); None where there is none."""
        workshop, at = self._began.get(station_id, ("", 0.0))
        return at if workshop else None

    def needs_since(self, station_id: str) -> float | None:
        """Since when a post has the cause that presses most (monotonic seconds); None where it has none.

        A machine that stands still does so since it spoke last; one that said so itself, since it did.
        """
        seat, (cause, at) = self.of(station_id), self._needs.get(station_id, ("", 0.0))
        causes = seat.causes(self.clock()) if seat is not None else ()
        if seat is not None and causes and (not cause or (STUCK in causes and cause not in (HELP, STUCK))):
            return seat.at
        return at if cause else None

    def goes(self, station_id: str, who: str) -> None:
        """An adviser goes to a post that has a cause; nothing where it has none."""
        seat = self.of(station_id)
        if seat is not None and seat.causes(self.clock()):
            self._going[station_id] = who

    def going(self, station_id: str) -> str:
        """Who goes to a post, "" for nobody: it goes with its last cause, and with a hand that is raised anew."""
        return self._going.get(station_id, "")

    def forget(self) -> None:
        """Know nothing of anybody: a day is over, or somebody was erased."""
        self._going.clear()
        self._heard.clear()
        self._needs.clear()
        self._began.clear()


def _too_soon(hail: Hail, last: HeardSeat, now: float) -> bool:
    """Whether a hail came too soon after the last; not a game's last word, after which its seat would be missed."""
    last_word = hail.signals.step == CLOSED and last.hail.signals.step != CLOSED
    return now - last.at < LEAST_S and not last_word


def read_numbers(path: Path | None) -> dict[str, int]:
    """The last number of each post as it was kept; none where the file is not there or says nothing."""
    if path is None:
        return {}
    try:
        parsed = json.loads((read_whole(path, MOST_NUMBERS) or b"{}").decode())
    except (OSError, ValueError):
        return {}
    plain = parsed if isinstance(parsed, dict) else {}
    return {str(name): n for name, n in plain.items() if type(n) is int}
