"""Why a result is not sure, by the rule that made it so: what an adviser is told beside « à confirmer »."""

from collections.abc import Sequence

from scoring.profile import NOT_YET


def why_unsure(statement: str, p_levels: Sequence[float]) -> str:
    """The end of a key, "" for what is shown or not measured. `p_levels`: P(theta >= level 1, 2, 3).

    straddles: the first level is neither likely nor unlikely; one_task: it is unlikely, but one workshop alone is never
    enough to say « pas encore »; not_yet: two workshops say so; few: too few observations to say anything.
    """
    if statement == "to_confirm":
        return "one_task" if p_levels[0] <= NOT_YET else "straddles"
    return {"not_yet": "not_yet", "not_enough": "few"}.get(statement, "")
