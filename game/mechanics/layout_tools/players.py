"""Robots that lay out their tools, to find the class of ease a hand like theirs is given."""

from game.mechanics.layout_tools.task import LayoutTask
from game.simulation.rng import Stream
from scenarios.vocabulary import Action, Event

REACH_TICKS = {"mouse": 45, "touch": 45, "keyboard": 60, "switch": 200}
"""Ticks of one reach of an able hand, by device."""
CLUMSY_FACTOR = 1.8
MISSES_PER_100 = 6
"""Of a clumsy hand: reaches take 1.8 times as long, so many drags in a hundred are lost, aim is three times worse."""
WIDE_PER_100 = 25
"""A clumsy reach that falls beside its narrow outline."""


def warm_up(seed: int, device: str, *, clumsy: bool = False) -> list[Event]:
    """The events of a whole warm-up."""
    task = LayoutTask(seed)
    chance = Stream(seed, "warm-up")
    reach = round(REACH_TICKS[device] * (CLUMSY_FACTOR if clumsy else 1))
    events: list[Event] = []
    while not task.done:
        acts: list[Action] = []
        if task.tick % reach == reach - 1:
            lost = clumsy and chance.below(100) < (MISSES_PER_100 if not task.hand else WIDE_PER_100)
            if lost:
                acts = [Action(task.tick, "miss", {})]
            elif task.hand:
                acts = [Action(task.tick, "lay", {"slot": task.hand})]
            else:
                acts = [Action(task.tick, "take", {"tool": task.waiting[0]})]
        events += task.step(acts)
    return events
