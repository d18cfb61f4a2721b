"""Why a result is not sure, by the rule that made it so, and what rests on one workshop: told beside how it stands."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from export.store.store import Store
from scoring.profile import NOT_YET


def why_unsure(statement: str, p_levels: Sequence[float]) -> str:
    """The end of a key, "" for what is shown or not measured. `p_levels`: P(theta >= level 1, 2, 3).

    straddles: the first level is neither likely nor unlikely; one_task: it is unlikely, but one workshop alone is never
    enough to say « pas encore »; not_yet: two workshops say so; few: too few observations to say anything.
    """
    if statement == "to_confirm":
        return "one_task" if p_levels[0] <= NOT_YET else "straddles"
    return {"not_yet": "not_yet", "not_enough": "few"}.get(statement, "")


@dataclass(frozen=True, slots=True)
class RestsOn:
    """On how many workshops a result rests, and the measured habiletés of which one alone is known to have looked."""

    workshops: int
    habiletes: frozenset[str]


class SeenByOne(dict[str, RestsOn]):
    """What rests on one workshop, by person, read as it is asked for; nothing is known of somebody who is not here.

    Of a result of one workshop, all. Of several, what is to confirm though its first level is unlikely: two workshops
    that looked would have made it « not yet » (`scoring.profile.statement`).
    """

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store

    def __missing__(self, candidate_id: str) -> RestsOn:
        counted = self.store.one(
            "select r.readout, (select count(*) from workshops w where w.candidate_id=r.candidate_id) as n "
            "from readouts r where r.candidate_id=?", candidate_id,
        )  # fmt: skip
        found = RestsOn(0, frozenset())
        if counted:
            of = json.loads(counted["readout"])["readout"]
            whys = {name: why_unsure(s["statement"], s["p_levels"]) for name, s in of.items() if s["n_observed"]}
            alone = {name for name, why in whys.items() if counted["n"] == 1 or why == "one_task"}
            found = RestsOn(int(counted["n"]), frozenset(alone))
        self[candidate_id] = found
        return found
