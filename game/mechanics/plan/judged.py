"""Which places of a kit that left serve at its station: asked of the function by which kits are read afterwards."""

from collections.abc import Mapping, Sequence

from game.mechanics.plan.params import PlanParams
from scenarios.vocabulary import Event
from scoring.readers.kits import StoreKeys, serves
from scoring.readers.log import Log


class StationJudge:
    """The store as readers know it, once a scene."""

    def __init__(self, params: PlanParams) -> None:
        self._keys = params.model_dump()
        self._store = StoreKeys.model_validate(self._keys)

    def __call__(self, events: Sequence[Event], kit: str) -> Mapping[int, bool]:
        """By the number of each slot that is told of; `events`: all of the run up to the kit's departure."""
        return serves(Log(events, self._keys), self._store, kit)
