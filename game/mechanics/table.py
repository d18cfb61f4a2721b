"""The table of mechanics: one line each. A scenario names one by its key."""

from collections.abc import Mapping
from typing import Any

from game.mechanics.assemble.declared import ASSEMBLE
from game.mechanics.inspect.declared import INSPECT
from game.mechanics.plan.declared import PLAN
from game.simulation.task import Run, Task
from game.workshop.mechanic import Installed, table
from scenarios.model import Scenario

MECHANICS: Mapping[str, Installed] = table(
    ASSEMBLE,
    INSPECT,
    PLAN,
)


def task_of(scenario: Scenario, header: Mapping[str, Any]) -> Task[object]:
    """A fresh task as the trace's header says."""
    run = Run(int(header["seed"]), str(header["form"]), clock=bool(header["clock"]), device=str(header["device"]))
    return MECHANICS[scenario.head.mechanic].make(scenario.params, run)
