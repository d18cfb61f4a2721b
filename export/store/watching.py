"""The fairness watch: is anybody proposed less, by what made playing harder. It refuses to conclude on few.

Nothing is known of sex, age or origin, and nothing is asked: the groups are how hard the device was, and the language.
"""

from dataclasses import dataclass
from datetime import datetime

from export.store.moments import stamp
from export.store.store import Store
from export.store.term import HELD
from scoring.exposure import LEAST
from scoring.fairness import impact

GROUPINGS = ("device_ease", "language")


@dataclass(frozen=True, slots=True)
class Watched:
    """A group beside the one proposed most often. verdict: "no_gap", "gap", "too_few". Names alone: no figure."""

    grouping: str
    group: str
    beside: str
    verdict: str


def fairness(store: Store, now: datetime) -> list[Watched]:
    """For each way to group people: each group's chance to be proposed beside that of the best.

    A group under `LEAST` people is "too_few" whatever happened in it, and is the measure of no other.
    """
    found = []
    for grouping in GROUPINGS:
        rows = store.rows(
            f"select c.{grouping} as name, count(*) as n, count(d.candidate_id) as proposed from candidates c "
            "left join (select distinct candidate_id from standing_decisions where verdict='propose') d "
            "using(candidate_id) "
            f"where c.{HELD} group by c.{grouping} order by c.{grouping}", stamp(now),
        )  # fmt: skip
        big = [(str(row["name"]), int(row["proposed"]), int(row["n"])) for row in rows if row["n"] >= LEAST]
        found += [Watched(grouping, str(row["name"]), "", "too_few") for row in rows if row["n"] < LEAST]
        if len(big) > 1 and any(one[1] for one in big):
            found += [Watched(grouping, one.group, one.reference, one.verdict) for one in impact(big)]
        else:
            found += [Watched(grouping, name, "", "too_few") for name, _, _ in big]
    return found
