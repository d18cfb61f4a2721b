"""How many workshops looked at each habileté of a person, from what a base keeps of their result."""

from collections.abc import Mapping
from typing import Any

from scoring.match import NOT_YET, TASKS_FOR_NOT_YET, UNMEASURED


def looks_kept(kept: Mapping[str, Any], workshops: str) -> dict[str, int]:
    """Each habileté that was measured, with how many workshops looked at it; 0 where that is not known.

    `kept`: a read-out as `readouts` holds it; `workshops`: those it stands on, joined by « + ». What came in before the
    number was kept is known where the result stands on one workshop, and where the rule of « not yet shown » tells: two
    that looked would have made an unlikely first level « not yet » (`scoring.profile.statement`).
    """
    looks_of: Mapping[str, int] = kept.get("looked", {})
    return {
        name: looks_of.get(name) or _tasks_looked_at(shown, workshops)
        for name, shown in kept["readout"].items() if shown["statement"] not in UNMEASURED
    }  # fmt: skip


def _tasks_looked_at(shown: Mapping[str, Any], workshops: str) -> int:
    if shown["statement"] == "not_yet":
        return TASKS_FOR_NOT_YET
    alone = "+" not in workshops or (shown["statement"] == "to_confirm" and shown["p_levels"][0] <= NOT_YET)
    return int(alone)
