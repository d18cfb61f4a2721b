"""`inspect@1`: looking, measuring, deciding. Nothing moves by itself: light answers the hand."""

from game.mechanics.inspect import teach
from game.mechanics.inspect.acts import ACTS
from game.mechanics.inspect.params import InspectParams
from game.mechanics.inspect.seen import InspectSeen, see
from game.mechanics.inspect.state import InspectState, fresh
from game.simulation.task import Run
from game.workshop.task import WorkshopTask
from game.workshop.written import Gesture
from scenarios.vocabulary import Event

PACED = frozenset({"zero", "start_mark"})


class InspectTask(WorkshopTask[InspectState]):
    """One run of the workshop. Implements `game.simulation.task.Task[InspectSeen]`."""

    def __init__(self, params: InspectParams, run: Run) -> None:
        super().__init__(fresh(params, run), ACTS, PACED)

    def turned_out(self, gesture: Gesture, event: Event) -> str:
        return teach.turned_out(self.state, gesture, event)

    def see(self) -> InspectSeen:
        """What a person may see now."""
        return see(self.state)
