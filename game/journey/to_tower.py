"""From the welcome to the adviser's pages, by a key: they open in another process, in the browser, which asks the PIN.

The game asks none: it could not hand a browser what opens the door (docs/decisions/0018), and would only ask it twice.
"""

from export.packets.cards import CARD_FILE
from game.journey.waiting import wait_for
from game.journey.way import SAME_PERSON, Go, Move, TowerPort, Way, With
from game.scenes.boarding import Ask
from game.screen.scene import Scene
from game.screen.steps import Answer, Step

NOT_HERE, FIRST, OPEN = "tower_door.not_here", "tower_door.first", "tower_door.open"
NO_CARD = "tower_door.no_card"
"""In a player's folder at a post that has joined no organisation: where the stick for « Rejoindre » comes from."""


def look_for_tower(way: Way, answer: Answer) -> Move:
    """Whether the tower is in this folder, and whether somebody's PIN opens it: the base may take its time."""
    tower = way.tower
    if tower is None or not tower.installed:
        joined = way.home is None or (way.home.folder / CARD_FILE).exists()
        return Go(Step.TOWER, With(NOT_HERE if joined else NO_CARD))
    return wait_for(way, "tower_door.looks", lambda: _asks(tower))


def _asks(tower: TowerPort) -> Move:
    advisers, problem = tower.advisers()
    if problem:
        return Go(Step.WELCOME, SAME_PERSON, notice="tower_door.damaged")
    return Go(Step.TOWER, With(OPEN if advisers else FIRST))


def show_tower(way: Way, given: With) -> Scene:
    """What opens and where the PIN is asked; that the tower is not in this folder, and how a post joins one; that
    nobody has chosen a PIN yet."""
    choices = ("leave",) if given.key in (NOT_HERE, NO_CARD) else ("begin", "leave")
    return Ask(Step.TOWER, given.key, choices, safe="leave")


def begins(way: Way, answer: Answer) -> Move:
    """The tower opens, or it is said that it did not."""
    tower = way.tower
    return Go(Step.WELCOME, SAME_PERSON) if tower is None else wait_for(way, "tower_door.opens", lambda: _opened(tower))


def _opened(tower: TowerPort) -> Move:
    return Go(Step.WELCOME, SAME_PERSON, notice="tower_door.opened" if tower.start() else "tower_door.failed")
