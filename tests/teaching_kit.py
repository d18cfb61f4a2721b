"""What each mechanic teaches in practice, for tests that go through every workshop; and the workshops of riveting."""

from test_workshops import EVERY, workshops

from game.library import catalogue_of
from game.mechanics.assemble import tries as riveting
from game.mechanics.assemble.params import Params
from game.mechanics.inspect import lessons as inspection
from game.mechanics.inspect.params import InspectParams
from game.mechanics.plan import lessons as kitting
from game.mechanics.plan.params import PlanParams
from game.workshop.gesture_words import Taught
from game.workshop.params import WorkshopParams
from scenarios.model import Scenario

RIVETED = [name for name in EVERY if workshops()[name].head.mechanic == "assemble@1"]
"""Workshops whose mechanic is `assemble`."""


def riveted(name: str) -> tuple[Scenario, Params]:
    """A workshop of riveting with its values; its texts are known."""
    scenario = workshops()[name]
    catalogue_of(scenario)
    assert isinstance(scenario.params, Params)
    return scenario, scenario.params


def taught_of(params: WorkshopParams) -> Taught:
    """What a mechanic teaches with its own values, by the model of its workshops."""
    if isinstance(params, PlanParams):
        return kitting.taught(params)
    if isinstance(params, InspectParams):
        return inspection.taught(params)
    assert isinstance(params, Params)
    return riveting.taught(params)
