"""The table of mechanics: one line each. A scenario names one by its key."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from game.mechanics.assemble.cast import CAST
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.task import AssembleTask
from game.simulation.bots import Cast
from game.simulation.task import Task


@dataclass(frozen=True, slots=True)
class Mechanic:
    """The model its `params:` must follow, how a task is made from them, and the robots that try it."""

    params: type[BaseModel]
    make: Callable[..., Task]
    cast: Cast


def _assemble(params: Any, seed: int, form: str, **options: Any) -> Task:
    return AssembleTask(params, seed, form, **options)


MECHANICS = {"assemble@1": Mechanic(Params, _assemble, CAST)}
