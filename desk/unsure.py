"""Why a result is not sure, by the rule that made it so, and what rests on one workshop: told beside how it stands."""

from collections.abc import Sequence

from pydantic_core import from_json

from export.store.looks import looks_kept
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


def between(chance: float) -> dict[str, int]:
    """The two tenths that a chance lies between: how near it is to what is sure, said without rounding."""
    low = min(9, int(10 * chance))
    return {"low": low, "high": low + 1}


class SeenByOne:
    """What rests on one workshop, by person, read as it is asked for; nothing is known of somebody who is not here."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._counted: dict[str, int] = {}
        self._alone: dict[str, frozenset[str]] = {}

    def whole(self, candidate_id: str) -> bool:
        """Whether all that is said of a person rests on one workshop."""
        return self.counted(candidate_id) == 1

    def counted(self, candidate_id: str) -> int:
        """How many workshops count in what is said of a person."""
        if candidate_id not in self._counted:
            (row,) = self.store.rows("select count(*) as n from workshops where candidate_id=?", candidate_id)
            self._counted[candidate_id] = int(row["n"])
        return self._counted[candidate_id]

    def looked(self, candidate_id: str, habilete: str) -> bool:
        """Whether one workshop alone is known to have looked at a habileté that was measured."""
        if candidate_id not in self._alone:
            row = self.store.first_row("select readout, scenario from readouts where candidate_id=?", candidate_id)
            looks = looks_kept(from_json(row["readout"]), row["scenario"]) if row else {}
            self._alone[candidate_id] = frozenset(name for name, n in looks.items() if n == 1)
        return habilete in self._alone[candidate_id]
