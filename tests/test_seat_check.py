"""The seat looked at from inside the game: beside the window, in words, the worst first, kept with results."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import panneau
from screen_kit import until
from test_kiosk_staff import app as kiosk_app
from test_kiosk_staff import look, opened
from test_kiosk_staff import short as short

from cli import doctor
from cli.commands import DONE, PROBLEMS
from game.journey.journey import Journey
from game.journey.way import With
from game.scenes.seat import SeatChecked
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.station import checkup
from game.station.checkup import KEPT, SeatFinding, quality
from game.station.home import Home
from game.station.seat_check import SeatCheck, finding_of
from game.window.look import StaticLook
from scenarios.model import Scenario

FOUND = [
    SeatFinding("folder", "in_use", "fine", {"folder": "/seat"}),
    SeatFinding("flush", "slow", "note", {"ms": "52.0"}),
    SeatFinding("space", "full", "wrong", {"mb": 12}),
]


def saying(*lines: object, then: str = "") -> list[str]:
    """A process that writes some lines, and does something more."""
    told = "".join(json.dumps(one) + "\n" for one in lines)
    return [sys.executable, "-S", "-c", f"import sys, time; print({told!r}, end='', flush=True); {then or 'pass'}"]


def check(folder: Path, words: list[str], most_s: float = 30.0) -> SeatCheck:
    return SeatCheck(folder, lambda home: subprocess.Popen(words, stdout=subprocess.PIPE), most_s)


def test_what_is_found_comes_as_it_goes_and_is_kept_with_the_frames_of_the_game(tmp_path: Path) -> None:
    """Lines that are no findings are left; frames are judged as the window tells them; results bear the figures."""
    told = [checkup.as_told(one) for one in FOUND]
    here = check(tmp_path, saying(*told, {"check": "x"}, "words", then="time.sleep(0.4)"))
    for _ in range(100):
        here.frame(0.004)
    assert until(lambda: len(here.findings) == 3, 20)
    assert not (tmp_path / KEPT).exists() or here.over
    assert until(lambda: here.over, 20)
    assert [one.check for one in here.findings] == ["folder", "flush", "space", "frames"]
    assert here.findings[3].values["n"] == 70
    assert here.findings[2].values["mb"] == 12
    at = json.loads((tmp_path / KEPT).read_text())["at"]
    assert quality(tmp_path, at + 7200) == {"check_hours": 2, "check_notes": 1, "check_wrong": 1}


def test_a_check_that_hangs_dies_or_is_left_says_so_and_keeps_nothing_false(tmp_path: Path) -> None:
    """After its time it is ended; what could not begin is a sentence; who leaves stops it, and nothing is kept."""
    here = check(tmp_path, saying(checkup.as_told(FOUND[0]), then="time.sleep(60)"), 1.0)
    assert until(lambda: here.over, 20)
    assert [one.state for one in here.findings] == ["in_use", "cut"]

    broke = check(tmp_path, saying(checkup.as_told(FOUND[0]), then="sys.exit(1)"))
    assert until(lambda: broke.over, 20)
    assert [one.state for one in broke.findings] == ["in_use", "cut"]

    def none(folder: Path) -> "subprocess.Popen[bytes]":
        raise FileNotFoundError(folder)

    nothing = SeatCheck(tmp_path, none)
    assert until(lambda: nothing.over, 20)
    assert [one.state for one in nothing.findings] == ["refused"]
    (tmp_path / KEPT).unlink()
    left = check(tmp_path, saying(then="time.sleep(60)"))
    assert until(lambda: left._process is not None, 20)
    left.stop()
    assert until(lambda: left.over, 20)
    assert not (tmp_path / KEPT).exists()
    for line in (b"", b"{", b"[]", b'{"check":"a","state":"b","level":"best","values":{}}'):
        assert finding_of(line) is None


def test_no_false_alarm_while_the_game_holds_the_seat(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its folder, its sound card and its screen are in use, and no fault is made of that; status says what is wrong."""
    screens = [SeatFinding("screen", state, "wrong") for state in ("none", "unset")]
    held = [*screens, SeatFinding("sound", "none", "note"), FOUND[0]]

    def seen(*given: object) -> Iterator[SeatFinding]:
        assert given[1] is None  # no window of its own
        yield from held

    monkeypatch.setattr(doctor, "look", seen)
    assert doctor.inside(tmp_path, None, None) == DONE
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["check"], one["state"], one["level"]) for one in lines] == [
        ("sound", "held", "note"), ("folder", "in_use", "fine"),
    ]  # fmt: skip
    held.append(FOUND[2])
    assert doctor.inside(tmp_path, None, None) == PROBLEMS


class Found:
    """A check as far as it has come."""

    def __init__(self, *findings: SeatFinding, over: bool = True) -> None:
        self.findings, self.over = findings, over
        self.frames = self.stops = 0

    def frame(self, seconds: float) -> None:
        self.frames += 1

    def stop(self) -> None:
        self.stops += 1


def test_what_must_be_mended_is_read_first_and_every_finding_is_reached() -> None:
    """In words, at every size; while it lasts that is said; each page is as full as its words allow."""
    every = Found(*FOUND * 3)
    for comfort in (Comfort(), Comfort(text_scale=2.0), Comfort(language="en", text_scale=1.5)):
        scene, look_ = SeatChecked(every), StaticLook(comfort)
        read: list[str] = []
        while len(read) < 9:
            screen = scene.screen(look_)
            read += [n.value for n in screen.nodes if n.id.startswith("found:")]
            scene.act("more")
        assert read == [look_.t(f"seat_check.{level}") for level in ("wrong", "note", "fine") for _ in range(3)]
    assert "12" in scene.screen(look_).nodes[1].spoken
    going = SeatChecked(Found(FOUND[0], over=False)).screen(StaticLook(Comfort()))
    assert "une demi-minute" in going.say
    assert "n'est pas prêt" in SeatChecked(every).screen(StaticLook(Comfort())).say
    assert "est prêt" in SeatChecked(Found(FOUND[0])).screen(StaticLook(Comfort())).say


def test_it_is_reached_from_comfort_where_nobody_has_begun(home: Home) -> None:
    """At the welcome alone; the frames of its screen are its own, leaving it ends it, and one is back where one was."""
    found = Found(*FOUND)
    app = Journey(panneau(), "fr", 5, home, checks=lambda: found)
    look_ = StaticLook(app.comfort)
    app.act("comfort", "press")
    assert "seat" in [n.id for n in app.screen(look_).nodes]
    app.act("seat", "press")
    assert app.step is Step.SEAT
    app.frame(0.002)
    app.act("go_on", "press")
    assert (found.frames, found.stops, app.step) == (1, 1, Step.COMFORT)
    app.go(Step.EASE, With())
    app.act("comfort", "press")
    assert "seat" not in [n.id for n in app.screen(look_).nodes]
    app.act("seat", "press")
    assert app.step is Step.COMFORT
    without = Journey(panneau(), "fr", 5, home)
    without.act("comfort", "press")
    assert "seat" not in [n.id for n in without.screen(look_).nodes]


def test_the_staff_of_a_kiosk_reach_it_behind_their_pin(short: list[Scenario], tmp_path: Path) -> None:
    """From their menu, and back to it; strangers do not meet it in Comfort; the end of a visit ends it."""
    found = Found(*FOUND)
    here = kiosk_app(short, None, tmp_path)
    here.act("comfort", "press")
    assert "seat" not in [n.id for n in here.screen(look(here)).nodes]
    opened(here)
    assert "check" not in [n.id for n in here.screen(look(here)).nodes]
    here._seat_checks = lambda: found
    here.staff = here._opened_menu()
    here.act("check", "press")
    assert isinstance(here.staff, SeatChecked)
    here.frame(0.002)
    here.act("go_on", "press")
    assert "check" in [n.id for n in here.screen(look(here)).nodes]
    here.act("check", "press")
    here.finish("next")
    assert (found.frames, found.stops) == (1, 2)


@pytest.mark.parametrize("leaves", ["time", "chord", "window"])
def test_a_check_ends_however_its_screen_is_left(
    short: list[Scenario], tmp_path: Path, home: Home, leaves: str
) -> None:
    """By time, by the chord over it, by closing the window: its process does not outlive the screen."""
    found = Found(*FOUND, over=False)
    if leaves == "window":
        app = Journey(panneau(), "fr", 5, home, checks=lambda: found)
        app.act("comfort", "press")
        app.act("seat", "press")
        app.quit_asked()
        assert (app.running, found.stops) == (False, 1)
        return
    here = kiosk_app(short, None, tmp_path)
    opened(here)
    here._seat_checks = lambda: found
    here.staff = here._opened_menu()
    here.act("check", "press")
    if leaves == "chord":
        here.key("chord")
        assert found.stops == 1
        return
    for _ in range(3_000):
        here.advance(50)
        if not here.running:
            break
    assert (here.running, found.stops) == (False, 1)
