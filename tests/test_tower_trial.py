"""The trial room: ready at once, alive, entered without being asked anything, and never mixed with people."""

import dataclasses
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import httpx2
from nacl.public import PrivateKey
from tower_kit import COOKIE, OURS, PIN, Clock, NoTrial, browsing, ready

from assets.texts import Catalogue
from assets.voice import Voice
from cli.ports import listen
from cli.tower import trial_room
from cli.trial import OPEN, PLAYED, heard
from export.packets.hails import HailBody, make_hail
from export.packets.keys import organisation_keys, station_keys
from export.store.beside import home_beside
from export.store.days import days_of, seats_of
from export.store.store import Store
from lab.demo import land_visits
from lab.trial_room import (
    GUEST,
    GUEST_PIN,
    LOOP_S,
    OTHER,
    SEATS,
    SILENT_SEAT,
    disperse,
    furnish,
    gather,
    seat_folder,
    signals_at,
)
from lab.trial_visits import trial_visits, workshops_of
from scenarios.room import CAUSES, STUCK, causes
from tower.house import TrialState, machine_now
from tower.pages.days import circuit_first
from tower.radar import ONLINE, Radar
from tower.review import installed

CIRCUIT = ("panneau_porte",)
ROOT = Path(__file__).parent.parent


def test_a_tower_closes_from_its_pages_and_ends_whole(tmp_path: Path) -> None:
    """The program that a double click opened has no other window: before the first start too a page says what closing
    does, another says that it is done, and the process ends by itself, with its port."""
    with listen(0) as one:
        number = one.getsockname()[1]
    words = ["tower", "--quiet", "--no-stations", "--db", str(tmp_path / "m.db"), "--port", str(number)]
    process = subprocess.Popen([sys.executable, "-m", "cli", "--lang", "fr", *words], cwd=ROOT, text=True,
                               stdout=subprocess.PIPE, env={**os.environ, "ENVOL_HOME": str(tmp_path)})  # fmt: skip
    try:
        assert process.stdout is not None
        assert str(number) in process.stdout.readline()
        with httpx2.Client(base_url=f"http://127.0.0.1:{number}", headers=OURS, follow_redirects=True) as client:
            first = client.get("/", timeout=60).text
            assert 'href="/close"' in first
            asked = client.get("/close", timeout=60).text
            assert "ne répondront plus" in asked
            token = re.search(r'action="/close"><input type="hidden" name="token" value="(\w+)"', asked)
            assert token
            assert "La tour est fermée" in client.post("/close", data={"token": token[1]}).text
        assert process.wait(60) == 0
        listen(number).close()
    finally:
        process.kill()
        process.communicate()


def test_who_has_not_given_their_pin_closes_no_sitting_and_who_has_is_told_of_it(tmp_path: Path) -> None:
    """Nothing where the program's own window closes it; else the PIN stands before it, and the sitting is named."""
    ended: list[bool] = []
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        assert "/close" not in browser.text
        assert browser.see("/close").url.path == "/"
        browser.house.end = lambda: ended.append(True)
        browser.see("/days/new")
        browser.send("/days/new", {"title": "Mardi", "day": "2026-11-24", "hour": "09:00", "minutes": "90",
                                   "seats": "2", "wide": "2", "circuit": "panneau_porte"})  # fmt: skip
        browser.send(f"{browser.path}/turn", {"state": "open", "bare": "yes"})
        browser.send("/lock")
        assert 'href="/close"' in browser.text
        assert browser.see("/close").url.path == "/enter"
        browser.send("/enter", {"adviser": "AB", "pin": PIN})
        assert browser.path == "/close"
        assert "« Mardi » est en cours" in browser.text
        assert not ended
        browser.send("/close")
        assert ended == [True]
        assert "La tour est fermée" in browser.text
        assert "<script" not in browser.text
        assert "<nav" not in browser.text


def test_the_room_is_ready_and_asks_nothing(tmp_path: Path) -> None:
    """One look leads in: a sitting of today, twelve seats with their computers, a band and the way back; the PIN is
    told once it is locked. Opened again it is the same sitting."""
    base, voice = tmp_path / "robots.db", Voice(Catalogue.load(), "fr")
    with Store.open(base, kind="demo"):
        pass
    room = trial_room(base, voice, "http://127.0.0.1:47470/")
    assert trial_room(base, voice, "") == dataclasses.replace(room, guest=dataclasses.replace(room.guest, back=""))
    with browsing(base) as browser:
        browser.house.guest = room.guest
        browser.house.trial = NoTrial()
        browser.see(f"/days/{room.day}")
        assert browser.path == f"/days/{room.day}"
        assert all(f"Ordinateur {n}<" in browser.text for n in range(1, SEATS + 1))
        assert 'href="http://127.0.0.1:47470/"' in browser.text
        assert "Salle d&#39;essai" in browser.text
        assert "/trial" not in browser.see("/").text
        browser.send("/lock")
        assert browser.path == "/enter"
        assert f'value="{room.guest.pin}"' in browser.text
        assert "tapez votre PIN" not in browser.text
        browser.send("/enter", {"adviser": GUEST, "pin": room.guest.pin})
        assert browser.path == "/"
        # A second one is there, who has read nothing and can observe.
        browser.send("/lock")
        browser.send("/enter", {"adviser": OTHER, "pin": room.guest.pin})
        assert f"· {OTHER}</span>" in browser.text


def test_what_was_played_before_stands_at_no_seat_of_the_sitting_under_way(tmp_path: Path) -> None:
    """Results are of a sitting that is over: the seats of today's have none before their robots have finished."""
    base, voice, now = tmp_path / "robots.db", Voice(Catalogue.load(), "fr"), machine_now()
    home = home_beside(base)
    with Store.open(base, kind="demo") as store:
        first = gather(store, home, voice, CIRCUIT, now - timedelta(minutes=2))
        assert gather(store, home, voice, CIRCUIT, now) == first
        disperse(store, now)
    room = trial_room(base, voice, "")
    with Store.open(base, kind="demo") as store:
        assert room.day != first
        assert [one["state"] for one in days_of(store)] in (["open", "closed"], ["closed", "open"])


def test_the_last_robot_of_the_sitting_before_is_of_no_seat_of_the_next(tmp_path: Path) -> None:
    """Though it ended in the second in which the next is opened; the sitting before plans all that is played in it."""
    base, voice, now = tmp_path / "robots.db", Voice(Catalogue.load(), "fr"), machine_now()
    home, visits = home_beside(base), trial_visits(4, installed(), circuit_first())
    assert set(workshops_of(visits)) > set(circuit_first())
    with Store.open(base, kind="demo") as store:
        first = gather(store, home, voice, tuple(workshops_of(visits)), now)
        assert all(went for _, went in land_visits([visits[3]], base, voice, seat_folder(home, 12)))
        with store.writing() as connection:
            connection.execute("update packets set received_at=(select opened_at from days)")
        assert [row["results"] for row in seats_of(store, first)] == [0] * 11 + [1]
        disperse(store, now)
        second = furnish(store, home, voice, CIRCUIT, now)
        assert [row["results"] for row in seats_of(store, first)] == [0] * 11 + [1]
        assert [row["results"] for row in seats_of(store, second)] == [0] * 12
    with browsing(base) as browser:
        browser.enter(GUEST, GUEST_PIN)
        browser.see(f"/days/{second}")
        browser.send(f"/days/{second}/turn", {"state": "closed"})
        # Closed, its own report would be empty: it leads to the one whose results can be read, which leads nowhere.
        for end in ("/report", "/report/people"):
            assert f'href="/days/{first}{end}"' in browser.see(f"/days/{second}{end}").text
            assert f'href="/days/{second}' not in browser.see(f"/days/{first}{end}").text
        assert "Comment lire cette page" in browser.see(f"/days/{second}/report").text
        assert "Comment lire ces nombres" not in browser.text


def test_no_room_of_robots_is_opened_from_within_one(tmp_path: Path) -> None:
    """Whoever types its address there is led home, and a form of it does nothing: two would share one base."""
    base = tmp_path / "robots.db"
    with Store.open(base, kind="demo"):
        pass
    room, asked = trial_room(base, Voice(Catalogue.load(), "fr"), ""), NoTrial()
    with browsing(base) as browser:
        browser.house.guest, browser.house.trial = room.guest, asked
        browser.see("/")
        browser.see("/trial")
        assert browser.path == "/"
        login = browser.house.logins.of(browser.client.cookies[COOKIE])
        assert login
        browser.client.post("/trial", data={"token": login.token("/trial")}, headers=OURS)
        assert asked.opened == []


def test_a_guest_is_let_into_no_base_of_people(tmp_path: Path) -> None:
    """Whatever the program was told: the door of people asks for a PIN, and tells none."""
    robots = tmp_path / "robots.db"
    with Store.open(robots, kind="demo"):
        pass
    guest = trial_room(robots, Voice(Catalogue.load(), "fr"), "").guest
    with browsing(ready(tmp_path / "m.db", "AB", GUEST)) as browser:
        browser.house.guest = guest
        browser.house.trial = NoTrial()
        assert browser.see("/days").url.path == "/enter"
        assert guest.pin not in browser.text
        assert 'href="/trial"' in browser.text
        browser.enter()
        assert 'href="/trial"' in browser.text
        assert 'href="/trial"' in browser.see("/house/team").text


def test_the_posts_of_robots_are_heard_and_every_cause_comes(tmp_path: Path) -> None:
    """What they say is a hail like any other; within two minutes each cause of the radar was there, and calm seats."""
    organisation, clock = organisation_keys(tmp_path), Clock()
    posts = {seat: station_keys(seat_folder(tmp_path, seat)) for seat in range(1, SEATS + 1)}
    radar = Radar(clock.monotonic, lambda: {one.station_id: one.verify_key for one in posts.values()})
    found: set[str] = set()
    for n in range(1, LOOP_S):
        clock.s = float(n)
        for seat, post in posts.items():
            said = signals_at(seat, clock.s, CIRCUIT)
            if said is not None and n in (1, 40, 70):
                assert taken(radar, post.station_id, HailBody(n=n, code="", **dataclasses.asdict(said)), organisation,
                             post.signing)  # fmt: skip
            found |= set(causes(said)) if said is not None else {STUCK}
        assert causes(signals_at(1, clock.s, CIRCUIT) or signals_at(2, 0, CIRCUIT)) == ()  # type: ignore[arg-type]
    assert found == set(CAUSES)
    clock.s = 71.0
    assert radar.link(posts[1].station_id) == ONLINE
    assert radar.link(posts[SILENT_SEAT].station_id) != ONLINE


def taken(radar: Radar, name: str, body: HailBody, organisation: PrivateKey, signing: object) -> bool:
    """Whether a hail is heard."""
    return radar.hear(make_hail(body, signing, name, organisation.public_key), organisation)  # type: ignore[arg-type]


def test_a_tower_follows_its_room_by_its_lines() -> None:
    """How many played, then where it is open; any other line, or an address elsewhere, says nothing."""
    state = TrialState(running=True)
    for line in ("x", f"{OPEN} http://evil.example/", f"{PLAYED} 3"):
        assert heard(state, line) == state
    state = heard(state, f"{PLAYED} 3 24\n")
    assert (state.played, state.of, state.address) == (3, 24, "")
    assert heard(state, f"{OPEN} http://127.0.0.1:47480/days/1\n").address == "http://127.0.0.1:47480/days/1"
