"""Readers: what a rule looks at in a log. `bench` and `shared` serve every mechanic, then one file each."""

from collections.abc import Mapping

from scoring.readers import assemble, bench, inspect, inspect_day, plan, plan_day, shared
from scoring.readers.base import AnyReader

READERS: Mapping[str, AnyReader] = {
    **bench.READERS,
    **shared.READERS,
    **assemble.READERS,
    **inspect.READERS,
    **inspect_day.READERS,
    **plan.READERS,
    **plan_day.READERS,
}
"""By the name that a rule gives under `reads`."""
