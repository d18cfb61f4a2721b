"""How many people are short of just the same for an offer: counted on what was read before, for pages that cannot wait.

The answer is that of matching everybody anew (a test holds one against the other); what is held in memory is each
person's chances alone, read again when their read-out changes and let go when they leave.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic_core import from_json

from export.store.looks import looks_kept
from export.store.moments import stamp
from export.store.store import Store
from export.store.term import HELD
from scoring.match import UNMEASURED, Offer, short_of_just

KnownGroups = Mapping[str, tuple[tuple[float, float, float], int]]
AT_ONCE = 200


class Groups:
    """The chances of everybody in a base, by habileté measured, and how many workshops looked; kept between pages."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[int, KnownGroups]] = {}
        self._read_at: tuple[int, int] | None = None

    def forget(self) -> None:
        """Hold nothing of anybody."""
        self._kept.clear()
        self._read_at = None

    def count(self, store: Store, now: datetime, offer: Offer, names: frozenset[str]) -> int:
        """People whose time is not over, who are in C for the offer, short of just these, and decline none of it."""
        sql = f"select (select max(entry) from audit) as last, (select count(*) from candidates where {HELD}) as held"
        row = store.first_row(sql, stamp(now))
        # Whatever is written leaves a line in the log; whose time is over is counted no more.
        version = (int(row["last"] or 0), int(row["held"])) if row else (0, 0)
        if version != self._read_at:
            self._read(store, now)
            self._read_at = version
        out = _declining(store, offer)
        return sum(
            who not in out and short_of_just(known, offer.requirements, names)
            for who, (_, known) in self._kept.items()
        )

    def _read(self, store: Store, now: datetime) -> None:
        rows = store.rows(
            "select e.candidate_id, count(*) as n from evidence_archive e join candidates c using(candidate_id) "
            f"where c.{HELD} group by 1", stamp(now),
        )  # fmt: skip
        # The packets of a person make their read-out, whichever of them came last: an earlier one may come late.
        there = {str(row["candidate_id"]): int(row["n"]) for row in rows}
        self._kept = {who: kept for who, kept in self._kept.items() if there.get(who) == kept[0]}
        missing = [who for who in there if who not in self._kept]
        for at in range(0, len(missing), AT_ONCE):
            self._add(store, missing[at : at + AT_ONCE], there)

    def _add(self, store: Store, people: Sequence[str], packets: Mapping[str, int]) -> None:
        marks = ",".join("?" * len(people))
        sql = f"select candidate_id, readout, scenario from readouts where candidate_id in ({marks})"
        for row in store.rows(sql, *people):
            kept = from_json(row["readout"])
            looked = looks_kept(kept, row["scenario"])
            known = {
                name: ((shown["p_levels"][0], shown["p_levels"][1], shown["p_levels"][2]), looked[name])
                for name, shown in kept["readout"].items() if shown["statement"] not in UNMEASURED
            }  # fmt: skip
            who = str(row["candidate_id"])
            self._kept[who] = (packets[who], known)


def _declining(store: Store, offer: Offer) -> set[str]:
    """Who said no to the place of an offer (all its basins, where only its department is known) or to a condition."""
    declining: set[str] = set()
    if offer.constraints:
        marks = ",".join("?" * len(offer.constraints))
        sql = f"select candidate_id from candidate_answers where answer='no' and about in ({marks})"
        declining |= {str(row["candidate_id"]) for row in store.rows(sql, *offer.constraints)}
    if offer.area:
        places = [f"area:{code}" for code in offer.basins or (offer.area,)]
        marks = ",".join("?" * len(places))
        sql = (
            f"select candidate_id from candidate_answers where answer='no' and about in ({marks}) "
            "group by candidate_id having count(*)=?"
        )
        declining |= {str(row["candidate_id"]) for row in store.rows(sql, *places, len(places))}
    return declining
