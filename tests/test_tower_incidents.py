"""A room of twelve where ten games are really disturbed: what the radar's page says of each, in injected time."""

import html
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pygame
import pytest
from store_kit import NOW
from test_workshops import EVERY, workshops
from tower_kit import Browser, browsing, ready

from assets.texts import Catalogue
from export.packets.hails import HailBody, make_hail
from export.packets.keys import Station, organisation_keys, station_keys
from export.store.beside import home_beside
from export.store.days import DayPlan, plan_day, seat_station
from export.store.intake import add_station
from export.store.store import Store
from game.journey.way import With
from game.screen.hands import BUTTON, BUTTON_TICKS, JAM_TICKS, DeviceTrouble, Fingers, Miss, miss
from game.screen.nodes import Node, Rect, Screen
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.window.look import StaticLook
from game.window.plugged import EVERY_TICKS, Hands, Plugged
from lab.incidents.people import INCIDENTS, Incident
from lab.incidents.rehearsal import EVERY_S, HeardAtOnce, Timeline, disturbed, undisturbed
from lab.incidents.seat import PlayedSeat
from scenarios.room import CAUSES, causes
from tower.port import StationPort

WELL = (("first_timer", 11), ("slow_right", 12))
"""Who gets on by themselves at the other two seats, and their seeds."""
AFTER_S = 300
ROOMS = {"first": INCIDENTS[:10], "second": INCIDENTS[5:15]}
LEAST = 9
"""Of ten, how many must be named right."""
ROBOTS = ("expert", "first_timer", "slow_right", "novice")


async def posted(port: StationPort, sealed: bytes) -> int:
    """A hail comes to the port of the posts; the status of its answer."""
    answers: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": sealed, "more_body": False}

    async def send(message: Any) -> None:
        answers.append(message)

    await port({"type": "http", "method": "POST", "path": "/hail"}, receive, send)
    return int(answers[0]["status"])


class Room:
    """Twelve posts of a tower, its radar read as a page: what each says goes through the port of the posts."""

    def __init__(self, browser: Browser, db: Path, folder: Path) -> None:
        self.browser = browser
        self.posts: list[Station] = []
        with Store.open(db) as store:
            for n in range(1, 13):
                (folder / f"key{n}").mkdir(parents=True)
                self.posts.append(station_keys(folder / f"key{n}"))
                add_station(store, self.posts[-1].verify_key, f"Poste {n}", NOW)
            plan = DayPlan("Groupe", "2026-11-24T09:00", 90, 12, 4, ("panneau_porte",))
            self.day = plan_day(store, plan, "AB", NOW)
            seat_station(store, self.day, [(n, post.station_id) for n, post in enumerate(self.posts, 1)], ("AB", NOW))
        self.organisation = organisation_keys(home_beside(db)).public_key
        self.port = StationPort(browser.house.held.radar, browser.house.organisation_key)
        self.labels = {Catalogue.load().t(f"tower.cause.{cause}", "fr"): cause for cause in CAUSES}

    def tick(self, n: int, lines: list[Timeline]) -> list[tuple[str, ...]]:
        """Two seconds go by; what the page says of each seat, in its order."""
        self.browser.clock.s += EVERY_S
        for post, line in zip(self.posts, lines, strict=True):
            said = line.said[n] if n < len(line.said) else None
            if said is not None:
                body = HailBody(n=n + 1, code=said[0], **asdict(said[1]))
                sealed = make_hail(body, post.signing, post.station_id, self.organisation)
                assert self._at_the_port(sealed) == 204
        page = self.browser.see(f"/days/{self.day}/radar").text
        return [self._causes(html.unescape(seat)) for seat in re.findall(r'<a class="seat.*?</a>', page, re.S)]

    def _at_the_port(self, sealed: bytes) -> int:
        """The status of the answer; the base belongs to the thread of the pages, where the port's loop is too."""
        assert self.browser.client.portal is not None
        return self.browser.client.portal.call(posted, self.port, sealed)

    def _causes(self, seat: str) -> tuple[str, ...]:
        return tuple(self.labels[label] for label in re.findall(r'class="tag small (?:no|to_confirm)">([^<]*)<', seat))


def lines_of(incidents: tuple[Incident, ...], folder: Path) -> list[Timeline]:
    """What ten disturbed seats and two others say."""
    every = [workshops()[name] for name in EVERY]
    riveted = [name for name in EVERY if workshops()[name].head.mechanic == "assemble@1"]
    lines = []
    for n, one in enumerate(incidents):
        there = riveted if one.at is Step.PRACTICE else EVERY
        at = there[n % len(there)]
        lines.append(disturbed(every, at, ROBOTS[n % len(ROBOTS)], n, one, AFTER_S, folder / f"seat{n}"))
    seconds = max(len(line.said) for line in lines) * EVERY_S
    well = [undisturbed(every, EVERY[n], robot, seed, seconds, folder / robot) for n, (robot, seed) in enumerate(WELL)]
    return [*lines, *well]


@pytest.mark.parametrize("room", ROOMS)
def test_ten_disturbed_games_in_a_room_of_twelve_are_named(room: str, tmp_path: Path) -> None:
    """The page says the right cause first for nine of ten within five minutes; of who gets on it says none, nor of any
    seat before something goes wrong there."""
    incidents = ROOMS[room]
    assert len(incidents) == 10
    lines = lines_of(incidents, tmp_path / "posts")
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        seen = Room(browser, tmp_path / "m.db", tmp_path)
        said = [seen.tick(n, lines) for n in range(max(len(line.said) for line in lines))]
    at_end = [said[len(line.said) - 1][n] for n, line in enumerate(lines)]
    wrong = {one.name: end for one, end in zip(incidents, at_end, strict=False) if end[:1] != (one.cause,)}
    assert len(wrong) <= len(incidents) - LEAST, wrong
    for n, line in enumerate(lines):
        quiet = [now[n] for now in (said[: line.began] if n < len(incidents) else said)]
        assert quiet
        assert not any(quiet), (n, quiet)


def test_who_never_saw_a_workshop_and_gets_on_is_not_called_lost(tmp_path: Path) -> None:
    """Who reads the order again now and then, and stays a minute at a step, was said not to understand: two runs in
    three of that robot; here the one that was said it most."""
    every = [workshops()[name] for name in EVERY]
    line = undisturbed(every, "panneau_porte", "first_timer", 20, 1500, tmp_path)
    assert max(said[1].reads for said in line.said if said) >= 3
    assert [causes(said[1]) for said in line.said if said and causes(said[1])] == []


def screen(*rects: Rect) -> Screen:
    """Things that can be pressed."""
    return Screen("s", "", tuple(Node(str(n), "button", "", rect, (), ("press",)) for n, rect in enumerate(rects)))


def test_a_press_on_nothing_says_which_way_the_nearest_thing_lies() -> None:
    """As a length of one; far from everything, or where nothing can be pressed, there is no way."""
    button = screen(Rect(100, 100, 200, 50))
    assert miss(button, 200, 180) == Miss(0, -1)
    assert miss(button, 60, 120) == Miss(1, 0)
    near = miss(button, 330, 190)
    assert (round(near.dx, 2), round(near.dy, 2)) == (-0.6, -0.8)
    assert miss(button, 900, 900) == Miss()
    assert miss(screen(), 5, 5) == Miss()


@pytest.mark.parametrize(("places", "found"), [
    ([(0, -1)] * 6, ("device",)),
    ([(0, -1)] * 4, ()),
    ([(0, -1), (0, 1), (1, 0), (-1, 0)] * 2, ("instruction",)),
    ([(0, 0)] * 7, ("instruction",)),
    ([(0, -1)] * 6 + [(0, 0)] * 4, ("instruction",)),
])  # fmt: skip
def test_presses_beside_are_the_device_and_presses_anywhere_are_not(
    places: list[tuple[int, int]], found: tuple[str, ...]
) -> None:
    """All on one side: the pointer is not where it says. To all sides, or far from all: what is asked is not clear."""
    told = HeardAtOnce()
    seat = PlayedSeat([workshops()["panneau_porte"]], told, 5)
    seat.app.advance(50)
    for way in places:
        seat.app.missed(Miss(*way))
        seat.app.alive()
    seat.app.advance(40 * 50)
    seat.close()
    assert told.last is not None
    assert causes(told.last[1]) == found


def test_a_key_that_stays_down_is_told_from_one_that_is_held() -> None:
    """After fifteen seconds, not before; a hand that rests on Shift is nothing; let go it is over."""
    fingers = Fingers()
    fingers.press(pygame.K_LSHIFT, rests=True)
    fingers.press(pygame.K_RIGHT)
    fingers.pass_by(JAM_TICKS - 1)
    assert not fingers.jammed
    fingers.press(pygame.K_RIGHT)
    fingers.pass_by(1)
    assert fingers.jammed
    assert (fingers.stuck(pygame.K_RIGHT), fingers.stuck(pygame.K_LSHIFT)) == (True, False)
    fingers.lift(pygame.K_RIGHT)
    fingers.press(BUTTON)
    fingers.pass_by(BUTTON_TICKS - 1)
    assert not fingers.jammed
    fingers.pass_by(1)
    assert fingers.jammed
    fingers.forget()
    assert not fingers.jammed


def test_a_mouse_that_was_never_there_is_not_lost() -> None:
    """Nor one on a system that does not tell; one that comes back is there again."""
    now = [Hands(None, None)]
    plugged = Plugged(lambda: now[0])

    def gone(*seen: bool | None) -> bool:
        now[0] = Hands(*seen)
        return plugged.gone(EVERY_TICKS)

    assert not gone(None, None)
    assert not gone(False, False)
    assert not gone(True, False)
    assert gone(False, False)
    assert not gone(None, None)
    assert not gone(True, True)
    assert gone(True, False)
    assert not gone(True, True)


def pressed(seat: PlayedSeat) -> None:
    """A key goes down and stays."""
    seat.key("right", up=False)


def unplugged(seat: PlayedSeat) -> None:
    """The mouse goes."""
    seat.mouse_there = False


@pytest.mark.parametrize("does", [pressed, unplugged])
def test_the_window_tells_of_a_device_and_a_stuck_key_is_no_sign_of_life(does: Callable[[PlayedSeat], None]) -> None:
    """Also where the key says that it is down again and again."""
    told = HeardAtOnce()
    seat = PlayedSeat([workshops()["panneau_porte"]], told, 5)
    seat.app.go(Step.HANGAR)
    seat.window.frame(50)
    does(seat)
    for _ in range(110):
        if does is pressed:
            pressed(seat)
        seat.window.frame(50)
    seat.close()
    assert told.last is not None
    assert causes(told.last[1]) == ("device", "idle")


def test_practice_that_never_succeeds_is_no_step_forward() -> None:
    """The same gesture failed again and again was a step forward each time it was told."""
    told = HeardAtOnce()
    seat = PlayedSeat([workshops()["panneau_porte"]], told, 5)
    seat.app.go(Step.PRACTICE, With(steps=("post",)))
    bench = seat.app.at_work
    assert bench is not None
    seat.app.act("lesson:turn", "press")
    for _ in range(30):
        for node in ("try:turn", "more"):
            seat.app.act(node, "press")
            seat.app.alive()
            seat.app.advance(250)
    seat.close()
    assert [event.data["outcome"] for event in bench.session.events if event.kind == "lesson_told"] == ["wall"] * 30
    assert told.last is not None
    assert causes(told.last[1]) == ("hard",)


LOOKS = (Comfort(), Comfort(easy=True, text_scale=2.0), Comfort(language="en", contrast=True))


@pytest.mark.parametrize("comfort", LOOKS)
def test_the_pause_says_what_the_adviser_sees_and_nothing_where_nobody_does(comfort: Comfort) -> None:
    """By the function of the radar, from the signals that are sent; to look at it is no step forward."""
    post = HeardAtOnce()
    seat = PlayedSeat([workshops()["panneau_porte"]], post, 5)
    seat.app.comfort = comfort
    seat.app.go(Step.EXERCISE)
    look = StaticLook(comfort)
    seat.app.screen(look)
    seat.app.signs.trouble = DeviceTrouble(jammed=True)
    for _ in range(250):
        seat.app.at_work.session.act("open_doc", {"doc": "order"})  # type: ignore[union-attr]
        seat.app.advance(50)
    seat.app.act("help", "press")
    seat.app.act("pause", "press")
    seat.app.advance(50)
    screen = seat.app.screen(look)
    seen = next(node for node in screen.nodes if node.id == "seen")
    assert post.last is not None
    assert causes(post.last[1])[:3] == ("help", "device", "instruction")
    for cause in CAUSES:
        assert (look.t(f"pause.seen.{cause}") in seen.spoken) == (cause in causes(post.last[1])), cause
    assert seen.spoken in screen.say
    bottom = min(node.rect.y for node in screen.nodes if node.id == "go_on")
    assert seen.rect.y + seen.rect.h <= bottom
    post.reached = False
    assert "seen" not in [node.id for node in seat.app.screen(look).nodes]
    seat.close()
