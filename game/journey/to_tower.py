"""From the welcome to the adviser's pages, by a key and a PIN: they open in another process, in the browser."""

from collections.abc import Mapping
from typing import cast

from assets.texts import Catalogue
from game.journey.waiting import wait_for
from game.journey.way import SAME_PERSON, Go, Move, TowerPort, Way, With
from game.scenes.boarding import Ask
from game.scenes.tower_pin import TowerPin
from game.screen.scene import Scene
from game.screen.steps import Answer, Step

NOT_HERE, FIRST, PIN = "tower_door.not_here", "tower_door.first", "tower_door.pin"


def look_for_tower(way: Way, answer: Answer) -> Move:
    """Whether the tower is in this folder, and whose PINs open it: the base may take its time."""
    tower = way.tower
    if tower is None or not tower.installed:
        return Go(Step.TOWER, With(NOT_HERE))
    return wait_for(way, "tower_door.looks", lambda: _asks(tower))


def _asks(tower: TowerPort) -> Move:
    advisers, problem = tower.advisers()
    if problem:
        return Go(Step.WELCOME, SAME_PERSON, notice="tower_door.damaged")
    return Go(Step.TOWER, With(PIN, {"advisers": tuple(advisers)}) if advisers else With(FIRST))


def show_tower(way: Way, given: With) -> Scene:
    """The PIN where somebody has one; that the tower is not in this folder; that nobody has chosen a PIN yet."""
    if given.key == PIN:
        advisers = cast(tuple[str, ...], given.values["advisers"])
        return TowerPin(advisers, str(given.values.get("who", "")), given.said)
    return Ask(Step.TOWER, given.key, ("begin", "leave") if given.key == FIRST else ("leave",), safe="leave")


def tries_pin(way: Way, answer: Answer) -> Move:
    """The tower opens, or says why not, with the wait that grows as at its own door."""
    tower, (who, _, pin) = way.tower, answer.typed.partition(" ")
    advisers = cast(TowerPin, way.top).advisers
    if tower is None:
        return Go(Step.WELCOME, SAME_PERSON)

    def opens() -> Move:
        key, values = tower.enter(who, pin)
        if key:
            return Go(Step.TOWER, With(PIN, {"advisers": advisers, "who": who}, said=_said(way, key, values)))
        return _opened(tower)

    return wait_for(way, "tower_door.opens", opens)


def begins(way: Way, answer: Answer) -> Move:
    """Nobody has a PIN yet: the tower asks for one."""
    tower = way.tower
    return Go(Step.WELCOME, SAME_PERSON) if tower is None else wait_for(way, "tower_door.opens", lambda: _opened(tower))


def _opened(tower: TowerPort) -> Move:
    return Go(Step.WELCOME, SAME_PERSON, notice="tower_door.opened" if tower.start() else "tower_door.failed")


def _said(way: Way, key: str, values: Mapping[str, object]) -> str:
    return Catalogue.load().t(key, way.comfort.language, way.comfort.easy, "", **values)
