"""The trolley as the person leaves it: its lid closed once every kit of the day has left complete."""

from game.mechanics.plan.params import PlanParams
from game.mechanics.plan.seen import PlanSeen
from game.scenes.shown import FinishedPart


def trolley(params: PlanParams, seen: PlanSeen) -> FinishedPart:
    """Finished when every kit of the day has left with what it needs; no paint covers a trolley."""
    spans = ((0.0, 1.0),) if 0 < seen.complete == seen.made[1] else ()
    return FinishedPart(params.art, (), spans, after=params.art_done, made=seen.made, complete=seen.complete)
