"""The trolley as the person leaves it: its lid closed once every kit of the day has left complete."""

from dataclasses import replace

from game.mechanics.plan.params import PlanParams
from game.mechanics.plan.seen import PlanSeen
from game.scenes.shown import FinishedPart
from game.workshop.finished import closed_up


def trolley(params: PlanParams, seen: PlanSeen) -> FinishedPart:
    """Finished when every kit of the day has left with what it needs; no paint covers a trolley."""
    part = closed_up(params, seen)
    return replace(part, spans=part.spans if seen.complete == seen.done_of[1] else (), complete=seen.complete)
