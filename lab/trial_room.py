"""The trial room: robots at twelve seats of a sitting of today, whose posts speak to the radar as people's do."""

import http.client
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from nacl.public import PublicKey

from assets.voice import Voice
from export.packets.hails import HailBody, make_hail
from export.packets.keys import Station, organisation_keys, station_keys
from export.store.advisers import advisers, declare
from export.store.days import DayPlan, days_of, last_day, open_days, plan_day, seat_station, turn
from export.store.intake import add_station
from export.store.matching import load_examples
from export.store.pins import set_pin, with_pin
from export.store.region import region_of, use_region
from export.store.settings import name_organisation, organisation_of
from export.store.store import Store
from game.station.hails import send
from scenarios.regions import regions
from scenarios.room import Signals

GUEST, OTHER, GUEST_PIN = "ESSAI", "ESSAI-2", "280417"
"""Who tries the tower there, and a second one who has read nothing, to observe blind; both by a PIN that the page says:
it guards nobody."""
SEATS, WIDE, MINUTES = 12, 4, 95
EVERY_S = 2.0
LOOP_S = 120
"""What happens at the seats comes again after so many seconds."""
SILENT_SEAT = 11


def seat_folder(home: Path, seat: int) -> Path:
    """The home of a seat's post, with its key, beside the base of the room."""
    folder = home / "seats" / str(seat)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def seats(store: Store, home: Path, voice: Voice, now: datetime) -> list[str]:
    """The posts of the seats, enrolled under their names; their ids, in the order of the seats."""
    keys = [station_keys(seat_folder(home, seat)).verify_key for seat in range(1, SEATS + 1)]
    return [add_station(store, key, voice.say("tower.trial.post", n=n), now) for n, key in enumerate(keys, 1)]


def _guests(store: Store, now: datetime) -> None:
    known = {str(row["adviser_id"]) for row in advisers(store)}
    for who in (GUEST, OTHER):
        if who not in known:
            declare(store, who, now)


def gather(store: Store, home: Path, voice: Voice, circuit: tuple[str, ...], now: datetime) -> str:
    """The sitting in which the robots play whose results are read, open: the one under way is another, and its seats
    have none yet. One that was cut off goes on."""
    _guests(store, now)
    posts = seats(store, home, voice, now)
    return _sitting(store, voice.say("tower.trial.sitting_before"), posts, circuit, now)


def disperse(store: Store, now: datetime) -> None:
    """Everybody of that sitting has played."""
    for row in open_days(store):
        turn(store, row["day_id"], "closed", (GUEST, now))


def furnish(store: Store, home: Path, voice: Voice, circuit: tuple[str, ...], now: datetime) -> str:
    """Give a base of robots all that a first start and a first sitting ask; the id of the sitting of today, open.

    What is there already stays as it is. `now`: a moment with its zone. Raises StoreError, KeyFileError.
    """
    _guests(store, now)
    organisation_keys(home)
    load_examples(store, now)
    if region_of(store) is None:
        use_region(store, regions()[0].id, now, GUEST)
    if not organisation_of(store):
        name_organisation(store, voice.say("tower.trial.name"), (GUEST, now))
    for who in (GUEST, OTHER):
        if who not in with_pin(store):
            set_pin(store, who, GUEST_PIN, GUEST, now)
    return _sitting(store, voice.say("tower.trial.sitting"), seats(store, home, voice, now), circuit, now)


def _sitting(store: Store, title: str, posts: list[str], circuit: tuple[str, ...], now: datetime) -> str:
    here = now.astimezone()
    today = here.date().isoformat()
    for row in days_of(store):
        if row["state"] == "open" and row["starts_at"][:10] != today:
            turn(store, row["day_id"], "closed", (GUEST, now))
    there = last_day(store, "open")
    if there is not None:
        return str(there["day_id"])
    plan = DayPlan(title, here.strftime("%Y-%m-%dT%H:%M"), MINUTES, SEATS, WIDE, circuit)
    day = plan_day(store, plan, GUEST, now)
    seat_station(store, day, list(enumerate(posts, 1)), (GUEST, now))
    turn(store, day, "open", (GUEST, _after_all(store, now)))
    return day


def _after_all(store: Store, now: datetime) -> datetime:
    """A moment after every result there is: moments are kept to the second, and the last robot of the sitting before
    may have ended in this very one."""
    last = store.rows("select max(received_at) as at from packets")[0]["at"]
    return max(now, datetime.fromisoformat(last) + timedelta(seconds=1)) if last else now


def signals_at(seat: int, s: float, circuit: tuple[str, ...]) -> Signals | None:
    """What the post of a seat says `s` seconds after the room was opened; None where it is silent.

    Every cause that the radar knows comes within two minutes; most seats get on by themselves.
    """
    at = s % LOOP_S
    workshop = circuit[0] if circuit else ""
    if seat == SILENT_SEAT and at > LOOP_S / 2:
        return None
    special = {
        3: Signals("exercise", acts=4, hand=20 <= at < 80, workshop=workshop),
        5: Signals("exercise", acts=14, still_s=250 + int(at), workshop=workshop),
        7: Signals("practice", acts=3, reads=4, still_s=70 + int(at), workshop=workshop),
        8: Signals("exercise", idle_s=int(at), still_s=int(at), workshop=workshop),
        10: Signals("practice", acts=9, beside=8 if at > 30 else 2, workshop=workshop),
    }
    step = ("briefing", "practice", "exercise")[min(2, int(s / 40) + seat % 2)]
    return special.get(seat) or Signals(step, acts=5 + seat % 4, workshop=workshop)


class RobotSeats:
    """The posts of the room, in a thread of their own until they are closed: over the very port that posts speak to."""

    def __init__(self, home: Path, port: int, circuit: tuple[str, ...]) -> None:
        self._organisation: PublicKey = organisation_keys(home).public_key
        self._posts = {seat: station_keys(seat_folder(home, seat)) for seat in range(1, SEATS + 1)}
        self._port, self._circuit, self._began = port, circuit, time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._speak, name="robot-seats", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Say nothing any more."""
        self._over.set()
        self._thread.join(EVERY_S)

    def _speak(self) -> None:
        while not self._over.wait(EVERY_S):
            for seat, post in self._posts.items():
                said = signals_at(seat, time.monotonic() - self._began, self._circuit)
                if said is not None and not self._over.is_set():
                    self._say(post, said)

    def _say(self, post: Station, said: Signals) -> None:
        # Newer than any before, also after another start.
        body = HailBody(n=int(time.time() * 1000), code="", **asdict(said))
        with suppress(OSError, http.client.HTTPException):
            send("127.0.0.1", self._port, make_hail(body, post.signing, post.station_id, self._organisation))
