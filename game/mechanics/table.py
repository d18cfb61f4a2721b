"""What is played: each mechanic of `models.py`, with all it declares."""

from collections.abc import Mapping
from typing import Any

from game.mechanics.models import TENANTS
from game.simulation.task import Run, Task
from game.workshop.mechanic import Installed, table
from scenarios.model import Scenario

MECHANICS: Mapping[str, Installed] = table(*(tenant.declared() for tenant in TENANTS))


def task_of(scenario: Scenario, header: Mapping[str, Any]) -> Task[object]:
    """A fresh task as the trace's header says."""
    run = Run(int(header["seed"]), str(header["form"]), clock=bool(header["clock"]), device=str(header["device"]))
    return MECHANICS[scenario.head.mechanic].make(scenario.params, run)
