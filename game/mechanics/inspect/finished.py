"""The rotor as the person leaves it: which blades were looked at, and the white marks of their turns."""

import math

from game.mechanics.inspect.params import InspectParams
from game.mechanics.inspect.seen import InspectSeen
from game.scenes.shown import FinishedPart, Spot

MIDDLE = (0.5, 0.5)
REACH = (0.235, 0.42)
"""How far the marks stand from the hub, in shares of the drawing's width and height."""


def rotor(params: InspectParams, seen: InspectSeen) -> FinishedPart:
    """Each blade that was decided bears a light; the engine is closed when all of them are."""
    done, of = seen.made
    turns = [2 * math.pi * n / max(1, of) for n in range(done)]
    spots = tuple(
        Spot(MIDDLE[0] + REACH[0] * math.sin(t), MIDDLE[1] - REACH[1] * math.cos(t), "glint") for t in turns
    )
    return FinishedPart(params.art, spots, ((0.0, 1.0),) if of and done == of else (), after=params.art_done)
