"""From the game's first screen to the adviser's pages: a key, another process; and what refuses says so."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import panneau
from tower_kit import ready
from way_kit import TowerDoor, settled

from cli.to_tower import FirstScreenTower
from export.packets.cards import CARD_FILE
from game.journey.journey import Journey
from game.journey.table import TABLE
from game.kiosk.table import KIOSK
from game.screen import navigate
from game.screen.nodes import Screen
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.station.home import Home
from game.window.look import StaticLook

LOOKS = (Comfort(), Comfort(easy=True, text_scale=2.0), Comfort(language="en", contrast=True))


def shown(app: Journey) -> Screen:
    """What stands on the screen."""
    return app.screen(StaticLook(app.comfort))


def to_door(door: TowerDoor, comfort: Comfort = LOOKS[0]) -> Journey:
    """At the door, by its key on the first screen."""
    app = Journey(panneau(), "fr", 5, tower=door)
    app.comfort = comfort
    screen = shown(app)
    node = navigate.shortcut(screen, "f3")
    assert node is not None
    assert navigate.under(screen, *node.rect.centre) is node
    app.act(node.id, "press")
    app.advance(1)
    settled(app)
    app.advance(1)
    return app


@pytest.mark.parametrize("comfort", LOOKS)
def test_the_tower_opens_by_one_press_and_the_game_asks_no_pin(comfort: Comfort) -> None:
    """It is said where the PIN is asked, before and after; no figure can be typed here, and the game stays."""
    door = TowerDoor(who=("AB", "CD"))
    app = to_door(door, comfort)
    look = StaticLook(comfort)
    assert shown(app).say == look.t("tower_door.open.says")
    assert "PIN" in shown(app).say
    before = shown(app)
    app.key("1")
    assert shown(app) == before
    assert {n.id for n in navigate.reachable(before)} - {*navigate.BAR} == {"begin", "leave"}
    # Who came here by chance leaves by the key that stands under their hand.
    assert before.focus_first == "leave"
    app.act("begin", "press")
    settled(app)
    app.advance(1)
    assert (door.asked, app.step) == (["start"], Step.NOTICE)
    assert look.t("tower_door.opened.says") in shown(app).say
    app.act("go_on", "press")
    assert (app.step, app.running) == (Step.WELCOME, True)


@pytest.mark.parametrize(("door", "says", "choices"), [
    (TowerDoor(installed=False), "tower_door.not_here.says", {"leave"}),
    (TowerDoor(who=()), "tower_door.first.says", {"begin", "leave"}),
    (TowerDoor(damaged=True), "tower_door.damaged.says", {"go_on"}),
])  # fmt: skip
def test_where_the_tower_cannot_open_by_a_pin_it_is_said_why(door: TowerDoor, says: str, choices: set[str]) -> None:
    """The player's folder, a base with no PIN yet, one that cannot be read: each its own words, and a way back."""
    for comfort in LOOKS:
        app = to_door(door, comfort)
        assert shown(app).say == StaticLook(comfort).t(says)
        assert {n.id for n in navigate.reachable(shown(app))} - {*navigate.BAR} == choices
        app.act("go_on" if "go_on" in choices else "leave", "press")
        app.advance(1)
        assert app.step is Step.WELCOME
    assert door.asked == []


@pytest.mark.parametrize("comfort", LOOKS)
def test_a_post_that_joined_nothing_says_where_the_stick_comes_from(comfort: Comfort, home: Home) -> None:
    """In a player's folder, where no card for « Rejoindre » was found; one that joined is told where the tower is."""
    look = StaticLook(comfort)
    for said in ("tower_door.no_card.says", "tower_door.not_here.says"):
        app = Journey(panneau(), "fr", 5, home, tower=TowerDoor(installed=False))
        app.comfort = comfort
        app.act("tower", "press")
        app.advance(1)
        assert shown(app).say == look.t(said)
        assert {n.id for n in navigate.reachable(shown(app))} - {*navigate.BAR} == {"leave"}
        (home.folder / CARD_FILE).write_bytes(b"{}")
    assert "USB" in look.t("tower_door.no_card.says")


@pytest.mark.parametrize(("opens", "says"), [(True, "tower_door.opened.says"), (False, "tower_door.failed.says")])
def test_the_first_start_is_opened_and_a_tower_that_does_not_come_is_said(opens: bool, says: str) -> None:
    """Where nobody has a PIN; what refused is told where its reason stands."""
    door = TowerDoor(who=(), opens=opens)
    app = to_door(door)
    app.act("begin", "press")
    settled(app)
    app.advance(1)
    assert StaticLook(Comfort()).t(says) in shown(app).say
    assert door.asked == ["start"]


def test_neither_a_kiosk_nor_a_game_without_a_way_there_leads_to_the_tower() -> None:
    """No key, no button, no step."""
    app = Journey(panneau(), "fr", 5)
    assert navigate.shortcut(shown(app), "f3") is None
    assert "tower" not in [node.id for node in shown(app).nodes]
    assert TABLE[Step.WELCOME].follows["tower"]
    assert "tower" not in KIOSK[Step.WELCOME].follows


def test_who_has_a_pin_is_read_and_nothing_is_written(tmp_path: Path) -> None:
    """None where there is no base yet, and it is said of one that cannot be read."""
    base = ready(tmp_path / "m.db", "AB", "CD")
    door = FirstScreenTower(base)
    assert door.installed
    before = base.read_bytes()
    assert door.advisers() == (["AB", "CD"], False)
    assert base.read_bytes() == before
    assert FirstScreenTower(tmp_path / "none.db").advisers() == ((), False)
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "bad.db").write_bytes(b"x" * 5000)
    assert FirstScreenTower(tmp_path / "bad.db").advisers() == ((), True)


@pytest.mark.parametrize(("script", "there", "opened"), [
    ("import time; time.sleep(60)", True, True), ("raise SystemExit(1)", False, False), ("", False, True),
])  # fmt: skip
def test_another_process_is_started_and_one_that_fails_is_not_called_open(
    script: str, there: bool, opened: bool, tmp_path: Path
) -> None:
    """It answers, it failed, or it has shown the tower that was open already and ended well."""
    begun: list[subprocess.Popen[bytes]] = []

    def start(db: Path) -> "subprocess.Popen[bytes]":
        begun.append(subprocess.Popen([sys.executable, "-c", script]))
        return begun[-1]

    answers: Callable[[Path], bool] = lambda _: there  # noqa: E731
    assert FirstScreenTower(tmp_path / "m.db", start=start, answers=answers).start() == opened
    begun[0].kill()
    begun[0].wait()
