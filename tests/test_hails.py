"""A post speaks to its tower: numbers never used twice, a hand said at once, nobody waited for; and real processes."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace

import httpx2
import pytest
from store_kit import NOW, keys
from tower_kit import OURS, PIN, ready

from export.packets.cards import CARD_FILE, make_card, write_card
from export.packets.hails import Hail, open_hail
from export.packets.keys import Station, station_keys
from export.store.beside import organisation_beside
from export.store.days import DayPlan, plan_day, seat_station
from export.store.intake import add_station
from export.store.store import Store
from game.station import hails
from game.station.hails import AHEAD, Hails
from game.station.link import address
from lab.waiting import until
from scenarios.room import Signals

ORGANISATION = keys()[1]
SHORT = 0.01


class Ether:
    """Stands for the network: keeps what was sent and answers as it is told."""

    def __init__(self, station: Station) -> None:
        self.known = {station.station_id: station.verify_key}
        self.status = 204
        self.sent: list[tuple[str, int, Hail]] = []

    def __call__(self, host: str, port: int, sealed: bytes) -> int:
        if self.status == 0:
            raise ConnectionRefusedError
        self.sent.append((host, port, open_hail(sealed, ORGANISATION, self.known)))
        return self.status

    def until(self, n: int) -> list[Hail]:
        """So many hails, at the latest in twenty seconds: their own thread waits for a processor too."""
        end = time.monotonic() + 20
        while len(self.sent) < n and time.monotonic() < end:
            time.sleep(0.005)
        assert len(self.sent) >= n
        return [hail for _, _, hail in self.sent]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A station that joined an organisation."""
    card = make_card("organisation", "Mission", bytes(ORGANISATION.public_key), ["tour:47471", "10.0.0.9:47471", "x"])
    write_card(tmp_path / CARD_FILE, card)
    return tmp_path


@pytest.fixture
def speaking(folder: Path) -> Iterator[tuple[Hails, Ether]]:
    """The post, and the network that it speaks into."""
    ether = Ether(station_keys(folder))
    post = Hails(folder, ether, SHORT)
    yield post, ether
    post.close()


def test_each_hail_is_newer_than_the_last_whatever_killed_the_game(speaking: tuple[Hails, Ether], folder: Path) -> None:
    """Numbers are used up before they are said; addresses that are numbers come first; what is said is the last."""
    post, ether = speaking
    assert not post.reached
    post.tell("K4-MTQ", Signals("exercise", acts=3))
    told = ether.until(3)
    assert post.reached
    assert [hail.n for hail in told] == sorted({hail.n for hail in told})
    assert (told[-1].code, told[-1].signals) == ("K4-MTQ", Signals("exercise", acts=3))
    assert {host for host, _, _ in ether.sent} == {"10.0.0.9"}
    again = Ether(station_keys(folder))
    other = Hails(folder, again, SHORT)
    other.tell("", Signals("welcome"))
    assert again.until(1)[0].n > AHEAD
    other.close()


def test_a_tower_that_is_not_there_is_said_so_and_found_again(
    speaking: tuple[Hails, Ether], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Silent for some seconds it is not reached any more; a file of numbers that was lost is caught up with."""
    post, ether = speaking
    post.tell("", Signals("welcome"))
    ether.until(1)
    ether.status = 0
    monkeypatch.setattr(hails, "LOST_S", 0.05)
    time.sleep(0.1)
    assert not post.reached
    ether.status = 403
    refused = len(ether.sent)
    told = sorted({hail.n for hail in ether.until(refused + 5)[refused:]})
    assert told[-1] - told[-2] > 100
    assert not post.reached
    ether.status = 204
    ether.until(len(ether.sent) + 3)
    assert post.reached


def test_a_hand_is_said_at_once(folder: Path) -> None:
    """Not at the next time it would speak."""
    ether = Ether(station_keys(folder))
    post = Hails(folder, ether, 60)
    post.tell("", Signals("welcome"))
    post._wake.set()
    before = len(ether.until(1))
    post.tell("", Signals("welcome", hand=True))
    end = time.monotonic() + 20
    while not any(hail.signals.hand for hail in ether.until(before)) and time.monotonic() < end:
        time.sleep(0.005)
    assert ether.until(before)[-1].signals.hand
    post.close()


def test_a_window_that_stands_still_is_said_to_hang(folder: Path) -> None:
    """What was told once is said for so long and no longer, while the thread goes on: the game hangs, with what held
    last beside it; told anew it is said again."""
    ether = Ether(station_keys(folder))
    post = Hails(folder, ether, SHORT, fresh_s=0.2)
    post.tell("", Signals("exercise", acts=3))
    told = [Signals("exercise", acts=3), Signals("hung", acts=3)]
    end = time.monotonic() + 20
    while ether.until(1)[-1].signals == told[0] and time.monotonic() < end:
        time.sleep(0.005)
    said = ether.until(3)
    assert [one for one, _ in groupby(hail.signals for hail in said)] == told
    post.tell("", Signals("exercise", acts=4))
    while (last := ether.until(len(said))[-1]).signals.step == "hung" and time.monotonic() < end:
        time.sleep(0.005)
    assert last.signals == Signals("exercise", acts=4)
    post.close()


def test_a_machine_that_slept_is_not_said_to_hang(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was told is an hour old when its thread wakes: its window is given a turn, and tells."""
    ether, jump = Ether(station_keys(folder)), 0.0
    monkeypatch.setattr(hails, "time", SimpleNamespace(monotonic=lambda: time.monotonic() + jump))
    post = Hails(folder, ether, 60)
    post.tell("", Signals("exercise", acts=3))
    before = len(ether.until(1))
    jump = 3600.0
    post._wake.set()
    assert until(lambda: post._old > 0, 10, 0.001) is not None
    post.tell("", Signals("exercise", acts=4))
    assert {hail.signals.step for hail in ether.until(before + 1)} == {"exercise"}
    post.close()


@pytest.mark.parametrize("heard", [True, False])
def test_a_game_that_is_closed_says_so_where_it_is_heard(heard: bool, folder: Path) -> None:
    """Its last word, with no code; where the tower is not there, nobody waits for it."""
    ether = Ether(station_keys(folder))
    ether.status = 204 if heard else 0
    post = Hails(folder, ether, SHORT)
    post.tell("K4-MTQ", Signals("exercise", acts=3))
    if heard:
        ether.until(1)
    post.end()
    assert [(hail.code, hail.signals) for _, _, hail in ether.sent[-1:]] == ([("", Signals("closed"))] if heard else [])


def test_a_post_of_no_organisation_says_nothing(tmp_path: Path) -> None:
    """And no card that cannot be read makes it fall; the window waits for neither."""
    (tmp_path / CARD_FILE).write_bytes(b"{}")
    for place in (tmp_path, tmp_path / "none"):
        place.mkdir(exist_ok=True)
        ether = Ether(station_keys(tmp_path))
        began = time.monotonic()
        post = Hails(place, ether, SHORT)
        post.tell("", Signals("welcome"))
        time.sleep(0.03)
        post.close()
        assert ether.sent == []
        assert time.monotonic() - began < 1


@pytest.mark.parametrize("text", ["", "x", "x:", ":1", "x:0", "x:65536", "x:\u00b2", "x:99999999999"])
def test_an_address_without_a_port_is_none(text: str) -> None:
    """Cards made while no port was open name machines alone."""
    assert address(text) is None
    assert address("10.0.0.9:47471") == ("10.0.0.9", 47471)


PLAYING = """
import sys, time
from pathlib import Path
import pygame
from game.journey.journey import Journey
from game.library import MODELS
from game.station.hails import Hails
from game.station.home import Home
from game.window.window import Window
from scenarios.load import load_scenario, workshop_files
from scoring.rules import EvidenceRule
file = next(file for file in workshop_files() if file.parent.name == "panneau_fuselage")
home = Home.open(Path(sys.argv[1]))
post = Hails(home.folder, every_s=0.6)
app = Journey(load_scenario(file, MODELS, EvidenceRule), "fr", 5, home, post=post)
window = Window(app, (640, 360))
end = time.monotonic() + 240
while not post.reached and time.monotonic() < end:
    window.run_on(20)
window.run_on(2)  # the control comes with the next picture
if sys.argv[2] == "help":
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F1, unicode="", mod=0))
while time.monotonic() < end:
    window.run_on(20)
"""
"""A game in its own process, as `envol play` makes it, with a window that nobody sees; one of them asks for help."""
SEATS = int(os.environ.get("ENVOL_SEATS", "2"))
"""Twelve is a whole room: some twenty seconds of processor."""


def free_port() -> int:
    """A port of this machine that nobody holds."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_games_in_their_own_processes_stand_on_the_radar(tmp_path: Path) -> None:
    """A real tower and real games: each seat says its step; sorted by need, who asked for help stands first."""
    pages, posts = free_port(), free_port()
    db = ready(tmp_path / "m.db")
    organisation = bytes(organisation_beside(db).public_key)
    homes = [tmp_path / f"post{n}" for n in range(1, SEATS + 1)]
    with Store.open(db) as store:
        for n, home in enumerate(homes, 1):
            home.mkdir()
            add_station(store, station_keys(home).verify_key, f"Poste {n}", NOW)
            write_card(home / CARD_FILE, make_card("organisation", "M", organisation, [f"127.0.0.1:{posts}"]))
        plan = DayPlan("Groupe", "2026-11-24T09:00", 90, SEATS, 6, ("panneau_porte",))
        day = plan_day(store, plan, "AB", NOW)
        ids = [station_keys(home).station_id for home in homes]
        seat_station(store, day, list(enumerate(ids, 1)), ("AB", NOW))
    env = {**os.environ, "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy",
           "PYTHONPATH": str(Path(__file__).parent.parent)}  # fmt: skip
    words = ["-m", "cli", "tower", "--quiet", "--db", db, "--port", pages, "--stations-port", posts]
    with ExitStack() as running:

        def start(*args: object) -> None:
            process = subprocess.Popen([sys.executable, *map(str, args)], env=env, stdout=subprocess.DEVNULL)
            running.callback(process.wait)
            running.callback(process.kill)

        start(*words)
        for n, home in enumerate(homes, 1):
            start("-c", PLAYING, home, "help" if n == SEATS else "")
        # The door stands at once; the pages behind it are loaded while a dozen games start.
        address = f"http://127.0.0.1:{pages}"
        client = running.enter_context(httpx2.Client(base_url=address, follow_redirects=True, timeout=60))
        seats = seen(client, f"/days/{day}/radar?order=need")
    assert len(seats) == SEATS
    assert all("accueil" in seat for seat in seats), seats
    assert f"<b>{SEATS}" in seats[0]
    assert "demande de l&#39;aide" in seats[0]
    assert not any("demande de l&#39;aide" in seat for seat in seats[1:])


def seen(client: httpx2.Client, path: str) -> list[str]:
    """The seats of the radar once every one has spoken and one has asked for help; an adviser enters first."""
    end, page = time.monotonic() + 240, ""
    while not page and time.monotonic() < end:
        try:
            page = client.get("/enter", headers={"sec-fetch-site": "none"}).text
        except httpx2.TransportError:
            time.sleep(0.1)
    token = re.search(r'action="/enter"[^>]*>\s*<input type="hidden" name="token" value="(\w+)"', page)
    assert token
    client.post("/enter", data={"token": token[1], "adviser": "AB", "pin": PIN}, headers=OURS)
    seats: list[str] = []
    while time.monotonic() < end:
        seats = re.findall(r'<a class="seat.*?</a>', client.get(path, headers={"sec-fetch-site": "none"}).text, re.S)
        if seats and all("accueil" in seat for seat in seats) and any("demande de l" in seat for seat in seats):
            break
        time.sleep(0.1)
    return seats
