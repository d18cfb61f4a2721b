"""What each mechanic teaches in practice, for tests that go through every workshop."""

from game.mechanics.assemble import tries as riveting
from game.mechanics.assemble.params import Params
from game.mechanics.inspect import lessons as inspection
from game.mechanics.inspect.params import InspectParams
from game.mechanics.plan import lessons as kitting
from game.mechanics.plan.params import PlanParams
from game.workshop.params import WorkshopParams
from game.workshop.teaching import Taught


def taught_of(params: WorkshopParams) -> Taught:
    """What a mechanic teaches with its own values, by the model of its workshops."""
    if isinstance(params, PlanParams):
        return kitting.taught(params)
    if isinstance(params, InspectParams):
        return inspection.taught(params)
    assert isinstance(params, Params)
    return riveting.taught("A", params)
