"""A room of real processes: a tower, twelve games, a cable each, and somebody who reads the radar's page."""

import html
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from nacl.public import PrivateKey

from assets.texts import Catalogue
from export.packets.cards import CARD_FILE, card_of_key, write_card
from export.packets.keys import organisation_keys, station_keys
from export.store.advisers import declare
from export.store.beside import home_beside
from export.store.days import DayPlan, plan_day, seat_station, turn
from export.store.intake import add_station
from export.store.pins import set_pin
from export.store.settings import name_organisation
from export.store.store import Store
from scenarios.room import CAUSES, HUNG, STUCK
from tower.pages.room import SILENCES

HERE = "127.0.0.1"
WHO, PIN = "AB", "274913"
BEGINS_S = 180.0
"""What a tower and its games may take to be there on a busy machine."""


class Cable:
    """What carries a post's words to the tower, until it is pulled: then every connection just hangs, those that are
    kept from hail to hail as well."""

    def __init__(self, to: int) -> None:
        self._to, self.pulled = to, False
        self._door = socket.create_server((HERE, 0))
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                here, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(here,), daemon=True).start()

    def _carry(self, here: socket.socket) -> None:
        with here, suppress(OSError):
            if self.pulled:
                time.sleep(5)
                return
            with socket.create_connection((HERE, self._to), timeout=5) as there:
                back = threading.Thread(target=self._pump, args=(there, here), daemon=True)
                back.start()
                self._pump(here, there)
                back.join(5)

    def _pump(self, here: socket.socket, there: socket.socket) -> None:
        """Bytes of one end come to the other; of a cable that was pulled nothing does, not even that one hung up."""
        with suppress(OSError):
            while data := here.recv(4096):
                if not self.pulled:
                    there.sendall(data)
            while self.pulled:
                time.sleep(5)
            there.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """No more."""
        self._door.close()


@dataclass(frozen=True, slots=True)
class Tile:
    """What the radar shows of a seat: its causes in their order, and how many seconds ago it was heard; -1: not yet."""

    causes: tuple[str, ...]
    ago_s: int


class Adviser:
    """Reads the tower's pages over its port, after the PIN."""

    def __init__(self, port: int) -> None:
        self._port, self._cookie = port, ""
        named = {**{cause: cause for cause in CAUSES}, **dict.fromkeys((HUNG, *SILENCES.values()), STUCK)}
        self._labels = {Catalogue.load().t(f"tower.cause.{name}", "fr"): cause for name, cause in named.items()}

    def enter(self) -> None:
        """Come in. Raises RuntimeError where the tower never answers."""
        end = time.monotonic() + BEGINS_S
        while time.monotonic() < end:
            with suppress(OSError, HTTPException):
                page = self.get("/enter")
                token = re.search(r'action="/enter"[^>]*>\s*<input type="hidden" name="token" value="(\w+)"', page)
                if token is not None:
                    self._ask("POST", "/enter", urlencode({"token": token[1], "adviser": WHO, "pin": PIN}))
                    return
            time.sleep(0.3)
        raise RuntimeError("the tower does not answer")

    def get(self, path: str) -> str:
        """A page. Raises OSError, HTTPException."""
        return self._ask("GET", path)

    def _ask(self, verb: str, path: str, form: str = "") -> str:
        asked = HTTPConnection(HERE, self._port, timeout=30)
        try:
            site = "same-origin" if form else "none"
            headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Cookie": self._cookie}
            headers |= {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
            asked.request(verb, path, form or None, headers)
            answer = asked.getresponse()
            if cookie := answer.getheader("Set-Cookie"):
                self._cookie = cookie.partition(";")[0]
            return answer.read().decode()
        finally:
            asked.close()

    def tiles(self, day: str, *, part: bool = False) -> list[Tile]:
        """The seats of the radar in their order; `part`: from what its page asks for by itself."""
        page = self.get(f"/days/{day}/radar{'/seats' if part else ''}")
        return [self._tile(html.unescape(seat)) for seat in re.findall(r'<a class="seat.*?</a>', page, re.S)]

    def _tile(self, seat: str) -> Tile:
        named = re.findall(r'class="tag small (?:no|to_confirm)">([^<]*)<', seat)
        ago = re.search(r"vu il y a\s(\d+)\s(s|min)", seat)
        seconds = -1 if ago is None else int(ago[1]) * (60 if ago[2] == "min" else 1)
        return Tile(tuple(self._labels[label] for label in named), seconds)


@dataclass(slots=True)
class RoomOfGames:
    """A base, its tower, its posts with a cable each. `folder`: where all lies; `circuit`: the day's workshops."""

    folder: Path
    circuit: tuple[str, ...]
    seats: int = 12
    cables: list[Cable] = field(default_factory=list)
    posts: list[Path] = field(default_factory=list)
    games: list["subprocess.Popen[str]"] = field(default_factory=list)
    day: str = ""
    pages: int = 0
    _tower: "subprocess.Popen[bytes] | None" = None

    @property
    def env(self) -> dict[str, str]:
        """Of every process: no screen, no sound, this very house."""
        return {**os.environ, "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "ENVOL_HOME": str(self.folder),
                "PYTHONPATH": str(Path(__file__).parents[2])}  # fmt: skip

    @property
    def tower_pid(self) -> int:
        """The number of the tower's process, once it is open."""
        assert self._tower is not None
        return self._tower.pid

    def open(self) -> Adviser:
        """The base with its posts, and its tower; an adviser who came in."""
        self.pages, stations = free_port(), free_port()
        db, now = self.folder / "agence.db", datetime.now(UTC)
        organisation = organisation_keys(home_beside(db))
        with Store.open(db, kind="person") as store:
            name_organisation(store, "Agence", (WHO, now))
            declare(store, WHO, now)
            set_pin(store, WHO, PIN, WHO, now)
            ids = [self._post(store, n, stations, organisation, now) for n in range(1, self.seats + 1)]
            plan = DayPlan("Groupe", now.astimezone().strftime("%Y-%m-%dT%H:%M"), 90, self.seats, 4, self.circuit)
            self.day = plan_day(store, plan, WHO, now)
            seat_station(store, self.day, list(enumerate(ids, 1)), (WHO, now))
            turn(store, self.day, "open", (WHO, now))
        words = ["-m", "cli", "tower", "--quiet", "--db", str(db), "--port", str(self.pages)]
        asked = [sys.executable, *words, "--stations-port", str(stations)]
        self._tower = subprocess.Popen(asked, env=self.env, stdout=subprocess.DEVNULL)
        adviser = Adviser(self.pages)
        adviser.enter()
        return adviser

    def _post(self, store: Store, n: int, stations: int, organisation: PrivateKey, now: datetime) -> str:
        home = self.folder / f"post{n}"
        home.mkdir(parents=True)
        cable = Cable(stations)
        write_card(home / CARD_FILE, card_of_key(organisation, "Agence", [f"{HERE}:{cable.port}"]))
        self.cables.append(cable)
        self.posts.append(home)
        return add_station(store, station_keys(home).verify_key, f"Poste {n}", now)

    def start(self, *words: str) -> None:
        """One more game in a process of its own: `python -m lab.incidents.game` with the next post and these words."""
        home = self.posts[len(self.games)]
        asked = [sys.executable, "-m", "lab.incidents.game", str(home), *words]
        self.games.append(subprocess.Popen(asked, env=self.env, stdin=subprocess.PIPE, text=True))

    def befalls(self, seat: int, what: str) -> None:
        """Something happens to the machine of a seat (from 0): "killed", "frozen", "network cut"; else it is told to
        its game, which knows what the person does then."""
        game = self.games[seat]
        if what == "killed":
            game.kill()
        elif what == "frozen":
            game.send_signal(signal.SIGSTOP)
        elif what == "network cut":
            self.cables[seat].pulled = True
        elif game.stdin is not None:
            game.stdin.write(f"{what}\n")
            game.stdin.flush()

    def all_heard(self, adviser: Adviser) -> bool:
        """Whether the tower has heard every post."""
        with suppress(OSError, HTTPException):
            tiles = adviser.tiles(self.day)
            return len(tiles) == self.seats and all(tile.ago_s >= 0 for tile in tiles)
        return False

    def close(self) -> None:
        """All of them end."""
        for game in self.games:
            with suppress(ProcessLookupError):
                game.send_signal(signal.SIGCONT)
            game.kill()
        for game in self.games:
            game.wait()
        if self._tower is not None:
            self._tower.kill()
            self._tower.wait()
        for cable in self.cables:
            cable.close()


def free_port() -> int:
    """A port of this machine that nobody holds."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])
