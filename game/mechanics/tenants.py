"""The mechanics of the house, one line each: this is all that a new one adds to a file that was there."""

from game.mechanics.assemble.tenant import TENANT as ASSEMBLE
from game.mechanics.inspect.tenant import TENANT as INSPECT
from game.mechanics.plan.tenant import TENANT as PLAN
