"""`plan@1`: planning, taking, filling, sending off. Nothing moves by itself: an act costs blocks, never seconds."""

from game.mechanics.plan.acts import ACTS
from game.mechanics.plan.params import PlanParams
from game.mechanics.plan.seen import PlanSeen, see
from game.mechanics.plan.state import PlanState, fresh
from game.mechanics.plan.teach import OUTCOMES
from game.simulation.task import Run
from game.workshop.task import WorkshopTask

PACED = frozenset({"depart", "reject"})


class PlanTask(WorkshopTask[PlanState]):
    """One run of the workshop. Implements `game.simulation.task.Task[PlanSeen]`."""

    def __init__(self, params: PlanParams, run: Run) -> None:
        super().__init__(fresh(params, run), ACTS, PACED, OUTCOMES)

    def see(self) -> PlanSeen:
        """What a person may see now."""
        return see(self.state)
