"""Readers: what a rule looks at in a log. `bench` and `shared` serve every mechanic, then each its own."""

from collections.abc import Mapping

from scoring.readers import assemble, bench, inspect, inspect_day, measured, plan, plan_day, redone, shared, sorting
from scoring.readers.base import AnyReader

READERS: Mapping[str, AnyReader] = {
    **bench.READERS,
    **shared.READERS,
    **assemble.READERS,
    **sorting.READERS,
    **redone.READERS,
    **inspect.READERS,
    **measured.READERS,
    **inspect_day.READERS,
    **plan.READERS,
    **plan_day.READERS,
}
"""By the name that a rule gives under `reads`."""
