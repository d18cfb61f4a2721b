"""`inspect@1`: looking, measuring, deciding. Nothing moves by itself: light answers the hand."""

from game.mechanics.inspect.acts import ACTS
from game.mechanics.inspect.params import InspectParams
from game.mechanics.inspect.seen import InspectSeen, see
from game.mechanics.inspect.state import InspectState, fresh
from game.mechanics.inspect.teach import OUTCOMES
from game.simulation.task import Run
from game.workshop.task import WorkshopTask

PACED = frozenset({"zero", "start_mark"})


class InspectTask(WorkshopTask[InspectState]):
    """One run of the workshop. Implements `game.simulation.task.Task[InspectSeen]`."""

    def __init__(self, params: InspectParams, run: Run) -> None:
        super().__init__(fresh(params, run), ACTS, PACED, OUTCOMES)

    def see(self) -> InspectSeen:
        """What a person may see now."""
        return see(self.state)
