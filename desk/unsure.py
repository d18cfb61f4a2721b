"""Why a result is not sure, by the rule that made it so, and what rests on one workshop: told beside how it stands."""

from collections.abc import Sequence

from pydantic_core import from_json

from export.store.store import Store
from scoring.match import NOT_YET


def why_unsure(statement: str, p_levels: Sequence[float]) -> str:
    """The end of a key, "" for what is shown or not measured. `p_levels`: P(theta >= level 1, 2, 3).

    straddles: the first level is neither likely nor unlikely; one_task: it is unlikely, but one workshop alone is never
    enough to say « pas encore »; not_yet: two workshops say so; few: too few observations to say anything.
    """
    if statement == "to_confirm":
        return "one_task" if p_levels[0] <= NOT_YET else "straddles"
    return {"not_yet": "not_yet", "not_enough": "few"}.get(statement, "")


class SeenByOne:
    """What rests on one workshop, by person, read as it is asked for; nothing is known of somebody who is not here."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._counted: dict[str, int] = {}
        self._alone: dict[str, frozenset[str]] = {}

    def whole(self, candidate_id: str) -> bool:
        """Whether all that is said of a person rests on one workshop."""
        if candidate_id not in self._counted:
            (row,) = self.store.rows("select count(*) as n from workshops where candidate_id=?", candidate_id)
            self._counted[candidate_id] = int(row["n"])
        return self._counted[candidate_id] == 1

    def looked(self, candidate_id: str, habilete: str) -> bool:
        """Whether one workshop alone is known to have looked at a habileté that was measured.

        Of a result of several workshops that is known of what is to confirm though its first level is unlikely: two
        that looked would have made it « not yet » (`scoring.profile.statement`).
        """
        if self.whole(candidate_id):
            return True
        if candidate_id not in self._alone:
            row = self.store.one("select readout from readouts where candidate_id=?", candidate_id)
            of = from_json(row["readout"])["readout"] if row else {}
            whys = {name: why_unsure(one["statement"], one["p_levels"]) for name, one in of.items()}
            self._alone[candidate_id] = frozenset(name for name, why in whys.items() if why == "one_task")
        return habilete in self._alone[candidate_id]
