"""Kitting: jobs planned, kits filled in foam and sent off."""

from typing import TYPE_CHECKING

from game.mechanics.plan.params import PlanParams
from game.mechanics.tenant import Tenant

if TYPE_CHECKING:
    from game.workshop.mechanic import Installed


def declared() -> "Installed":
    """All of it, with its screens and robots."""
    # Inside for weight alone: a tower reads the params of a workshop and would load every screen with them.
    from game.mechanics.plan.declared import PLAN

    return PLAN


TENANT = Tenant("plan@1", PlanParams, declared)
