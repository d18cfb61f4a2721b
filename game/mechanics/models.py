"""The table of mechanics, in the order of `tenants.py`. A scenario names one by its key.

What a scenario of each may hold is read without what plays it. The tower reads workshops and never plays one: of each
mechanic it loads the params and what makes sense of them, and of the kit the days, acts and state that params speak of.
No mechanic's task, state, scene or robot is loaded for it, and no screen.
"""

from collections.abc import Mapping

from pydantic import BaseModel

from game.mechanics import tenants
from game.mechanics.tenant import Tenant

TENANTS: tuple[Tenant, ...] = tuple(line for line in vars(tenants).values() if isinstance(line, Tenant))

MODELS: Mapping[str, type[BaseModel]] = {tenant.key: tenant.params for tenant in TENANTS}
