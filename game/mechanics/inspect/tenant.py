"""Inspection: blades looked at, measured and judged."""

from typing import TYPE_CHECKING

from game.mechanics.inspect.params import InspectParams
from game.mechanics.tenant import Tenant

if TYPE_CHECKING:
    from game.workshop.mechanic import Installed


def declared() -> "Installed":
    """All of it, with its screens and robots."""
    # Inside for weight alone: a tower reads the params of a workshop and would load every screen with them.
    from game.mechanics.inspect.declared import INSPECT

    return INSPECT


TENANT = Tenant("inspect@1", InspectParams, declared)
