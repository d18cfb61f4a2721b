"""The rotor as the person leaves it: closed, its blades bright, once each of them has its word."""

from game.mechanics.inspect.params import InspectParams
from game.mechanics.inspect.seen import InspectSeen
from game.scenes.shown import FinishedPart


def rotor(params: InspectParams, seen: InspectSeen) -> FinishedPart:
    """Finished when every blade of the day was decided; no paint covers a fan."""
    done, of = seen.made
    spans = ((0.0, 1.0),) if of and done == of else ()
    return FinishedPart(params.art, (), spans, after=params.art_done, made=seen.made)
