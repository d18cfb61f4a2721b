"""`assemble@1`: fastening a structure. The squeezer moves by itself; all else is what any workshop does."""

from game.mechanics.assemble import lever
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.riveting import ACTS
from game.mechanics.assemble.seen import AssembleSeen, see
from game.mechanics.assemble.state import State, digested, fresh
from game.mechanics.assemble.teach import OUTCOMES
from game.simulation.task import Run
from game.workshop.task import WorkshopTask

PACED = frozenset({"pick", "place"})


class AssembleTask(WorkshopTask[State]):
    """One run of the workshop. Implements `game.simulation.task.Task[AssembleSeen]`."""

    def __init__(self, params: Params, run: Run) -> None:
        super().__init__(fresh(params, run), ACTS, PACED, OUTCOMES)

    def move(self) -> None:
        lever.advance(self.state)

    def see(self) -> AssembleSeen:
        """What a person may see now."""
        return see(self.state)

    def digested(self) -> object:
        return digested(self.state)
