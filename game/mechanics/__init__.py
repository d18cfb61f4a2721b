"""The table of mechanics: one line each. A scenario names one by its key."""

from collections.abc import Mapping

from game.mechanics.assemble.declared import ASSEMBLE
from game.mechanics.inspect.declared import INSPECT
from game.mechanics.plan.declared import PLAN
from game.workshop.mechanic import Installed, table

MECHANICS: Mapping[str, Installed] = table(
    ASSEMBLE,
    INSPECT,
    PLAN,
)
