"""The fairness watch: is anybody proposed less, by what made playing harder. It refuses to conclude on few.

Nothing is known of sex, age or origin, and nothing is asked: the groups are how hard the device was, and the language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from export.store.moments import stamp
from export.store.store import Store
from export.store.telling import Marks, ToldNumber, arrivals, tell
from export.store.term import HELD
from scoring.exposure import LEAST
from scoring.fairness import impact

GROUPINGS = ("device_ease", "language")
USUAL = {"device_ease": ("easy", "medium", "hard"), "language": ("fr", "en")}
REPORT = "fairness"


@dataclass(frozen=True, slots=True)
class Watched:
    """A group beside the one proposed most often. verdict: "no_gap", "gap", "too_few". Names alone: no figure."""

    grouping: str
    group: str
    beside: str
    verdict: str


def fairness(store: Store, now: datetime) -> list[Watched]:
    """For each way to group people: each group's chance to be proposed beside that of the best.

    A group under `LEAST` people is "too_few" whatever happened in it, and is the measure of no other. What is said of
    a group changes when ten people at least have.
    """
    rows = store.rows(
        "select c.candidate_id, c.device_ease, c.language, d.candidate_id is not null as proposed from candidates c "
        "left join (select distinct candidate_id from standing_decisions where verdict='propose') d "
        f"using(candidate_id) where c.{HELD}", stamp(now),
    )  # fmt: skip
    counted = arrivals(store)
    cells: dict[str, dict[str, str]] = {}
    for row in rows:
        for grouping in GROUPINGS:
            if row["candidate_id"] in counted:
                group = cells.setdefault(f"{grouping}:{row[grouping]}", {})
                group[row["candidate_id"]] = "proposed" if row["proposed"] else ""
    numbers = tell(store, REPORT, cells, _proposed)
    return [watched for grouping in GROUPINGS for watched in _beside(grouping, numbers)]


def _proposed(_: str, marks: Marks) -> str:
    return str(sum(mark == "proposed" for mark in marks.values()))


def _beside(grouping: str, numbers: Mapping[str, ToldNumber]) -> list[Watched]:
    """The groups of one grouping: those that are usual stand there whether anybody is in them or not."""
    named = {cell.partition(":")[2]: number for cell, number in numbers.items() if cell.startswith(f"{grouping}:")}
    big = [(name, int(number.value), number.n) for name, number in sorted(named.items()) if number.n >= LEAST]
    names = sorted({*USUAL[grouping], *named})
    too_few = [Watched(grouping, name, "", "too_few") for name in names if name not in {group[0] for group in big}]
    if len(big) > 1 and any(group[1] for group in big):
        return too_few + [
            Watched(grouping, verdict.group, verdict.reference, verdict.verdict) for verdict in impact(big)
        ]
    return too_few + [Watched(grouping, name, "", "too_few") for name, _, _ in big]
