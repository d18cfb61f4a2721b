"""What a scenario of each mechanic may hold, by the mechanic's key: read without what plays it.

The tower reads workshops and never plays one: no screen, robot or simulation is loaded for it.
"""

from collections.abc import Mapping

from pydantic import BaseModel

from game.mechanics.assemble.params import Params as AssembleParams
from game.mechanics.inspect.params import InspectParams
from game.mechanics.plan.params import PlanParams

MODELS: Mapping[str, type[BaseModel]] = {
    "assemble@1": AssembleParams,
    "inspect@1": InspectParams,
    "plan@1": PlanParams,
}
