"""Riveting: a panel, its rivets and the lever."""

from typing import TYPE_CHECKING

from game.mechanics.assemble.params import Params
from game.mechanics.tenant import Tenant

if TYPE_CHECKING:
    from game.workshop.mechanic import Installed


def declared() -> "Installed":
    """All of it, with its screens and robots."""
    # Inside for weight alone: a tower reads the params of a workshop and would load every screen with them.
    from game.mechanics.assemble.declared import ASSEMBLE

    return ASSEMBLE


TENANT = Tenant("assemble@1", Params, declared)
