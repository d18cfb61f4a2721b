"""What a fair does with each proposal: met at a stand, one appointment for all offers of it, or left out and why."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from export.fairs.planning import DROPPED, SPOKEN_OF, Meeting, fixed_of, instance
from export.store.contests import HELD_BACK
from export.store.following import HIRED, hired_since, not_hired
from export.store.store import Store
from scoring.fair import Instance, Pinned, conflicts

AT_STAND = (
    f"select d.candidate_id, d.decision_id, {HELD_BACK} as held, c.code, o.offer_id, o.title_fr, o.title_en, "
    "s.stand_id, s.label, "
    "(select count(*) from stand_offers x where x.stand_id=s.stand_id and x.offer_id=o.offer_id) as listed, "
    "coalesce((select i.status from interviews i where i.stand_id=s.stand_id and i.candidate_id=d.candidate_id and "
    f"(i.status in('planned','held') or {SPOKEN_OF})), case when {SPOKEN_OF} then 'cancelled' end) as status "
    "from standing_decisions d join candidates c on c.candidate_id=d.candidate_id join offers o on "
    "o.offer_id=d.offer_id join stands s on s.employer_id=o.employer_id or exists "
    "(select 1 from stand_offers y where y.stand_id=s.stand_id and y.offer_id=o.offer_id) "
    "where s.fair_id=? and d.verdict='propose' "
    "order by c.code, d.candidate_id, o.title_fr, o.offer_id, s.stand_id"
)
"""Every standing proposal beside each stand that is of its firm, or that names its offer: a file may give another."""
COMES = ("planned", "held")


@dataclass(frozen=True, slots=True)
class NotMet:
    """A standing proposal that no appointment of the fair speaks of. `why` is closed, `n` fills its sentence.

    `why`: "held" (a disagreement waits for an answer), "unlisted" (the offer is not one of the
    stand's), "hired" (the person is, somewhere), "absent", "cancelled",
    "most" (`n` appointments are all they take), "never" (person and stand are never there together), "full" (no seat
    left while they are), "rules" (each hour left breaks a rule for them), "free" (planned again, it would fit).
    """

    candidate_id: str
    code: str
    offer_id: str
    stand: str
    why: str
    n: int = 0


OffersMet = dict[tuple[str, str], list[dict[str, Any]]]


def offers_met(store: Store, fair_id: str) -> OffersMet:
    """The offers a person is proposed for at a stand (its id): one appointment there is about all of them."""
    offers: OffersMet = {}
    for row in store.rows(AT_STAND, fair_id):
        if row["listed"] and not row["held"]:
            offers.setdefault((row["candidate_id"], row["stand_id"]), []).append(row)
    return offers


def not_met(store: Store, fair_id: str) -> list[NotMet]:
    """Every proposal to a firm that is there which the timetable, as it stands, holds no appointment for; by code."""
    rows = [
        row for row in store.rows(AT_STAND, fair_id)
        if row["held"] or not (row["listed"] and row["status"] in COMES)
    ]  # fmt: skip
    hired = hired_since(store)
    planned = fixed_of(store, fair_id, keep=True)
    asked = [
        Meeting((row["candidate_id"], row["stand_id"]), row["decision_id"], row["offer_id"], 0.0,
                row["status"] in DROPPED) for row in rows
    ]  # fmt: skip
    now = _Now(instance(store, fair_id, asked, planned), planned)
    pairs_not_met = []
    for row in rows:
        why, n = _why(row, row["candidate_id"] in hired, now)
        pairs_not_met.append(NotMet(row["candidate_id"], row["code"], row["offer_id"], row["label"], why, n))
    return pairs_not_met


class _Now:
    """A fair and its timetable as they stand, by person and by stand."""

    def __init__(self, fair: Instance, planned: list[Pinned]) -> None:
        self.fair = fair
        self.people = {candidate.id: candidate for candidate in fair.candidates}
        self.stands = {stand.id: stand for stand in fair.stands}
        self.taken = Counter((pin.stand, pin.slot) for pin in planned)
        self.theirs: dict[str, list[Pinned]] = {}
        for pin in planned:
            self.theirs.setdefault(pin.candidate, []).append(pin)


def _why(row: Mapping[str, Any], hired: bool, now: _Now) -> tuple[str, int]:
    if hired or row["held"]:
        return "hired" if hired else "held", 0
    if not row["listed"]:
        return "unlisted", 0
    # Missed or cancelled, it is not planned again before a new decision (`instance`).
    person = now.people.get(row["candidate_id"])
    if row["status"] or person is None:
        return str(row["status"] or "cancelled"), 0
    mine = now.theirs.get(person.id, [])
    if len(mine) >= person.max_interviews:
        return "most", person.max_interviews
    stand = now.stands[row["stand_id"]]
    together = [slot for slot in range(now.fair.slots) if slot not in stand.closed and slot not in person.absent]
    seats = [slot for slot in together if now.taken[stand.id, slot] < stand.recruiters]
    alone = replace(now.fair, candidates=(person,), pairs=(), pinned=())
    fits = any(not conflicts(alone, [*mine, Pinned(person.id, stand.id, slot)]) for slot in seats)
    return ("never" if not together else "full" if not seats else "free" if fits else "rules"), 0


def firms_not_there(store: Store, fair_id: str, *, guests_only: bool) -> list[dict[str, Any]]:
    """Firms without a stand here for whose open offers people are proposed: employer_id, name, how many people,
    but for those who are hired by now, or whose result waits for an answer: no timetable gives them an hour.

    `guests_only`: only people who may meet a stand that is here; else everybody.
    """
    guests = (
        "and d.candidate_id in (select g.candidate_id from standing_decisions g join stand_offers x on "
        "x.offer_id=g.offer_id join stands t on t.stand_id=x.stand_id where t.fair_id=? and g.verdict='propose') "
    )
    return store.rows(
        "select e.employer_id, e.name, count(distinct d.candidate_id) as people from standing_decisions d join "
        "offers o on o.offer_id=d.offer_id join employers e on e.employer_id=o.employer_id where "
        f"d.verdict='propose' and o.status='open' and not exists ({HIRED}) and not {HELD_BACK} and "
        "not exists (select 1 from stands s where s.fair_id=? and (s.employer_id=o.employer_id or "
        "exists (select 1 from stand_offers y where y.stand_id=s.stand_id and y.offer_id=o.offer_id))) "
        f"{guests if guests_only else ''}group by e.employer_id, e.name order by people desc, e.name, e.employer_id",
        *([fair_id, fair_id] if guests_only else [fair_id]),
    )


def hired_to_come(store: Store, now: datetime, candidate_id: str | None = None) -> list[dict[str, Any]]:
    """Appointments still to come of people who are hired by now, of one person or of all; by fair and hour.

    Of a fair whose day is over none is to come, whatever nobody noted of it.
    """
    hired = hired_since(store)
    return [row for row in _to_come(store, now, candidate_id) if row["candidate_id"] in hired]


def refused_to_come(store: Store, now: datetime) -> list[dict[str, Any]]:
    """Appointments still to come of people who are noted as not hired for the offer that each is about."""
    refused = not_hired(store)
    return [row for row in _to_come(store, now) if (row["candidate_id"], row["offer_id"]) in refused]


def _to_come(store: Store, now: datetime, candidate_id: str | None = None) -> list[dict[str, Any]]:
    return store.rows(
        "select i.fair_id, i.candidate_id, i.stand_id, i.slot, c.code, s.label, f.title, f.day, d.offer_id "
        "from interviews i join candidates c on c.candidate_id=i.candidate_id join stands s on s.stand_id=i.stand_id "
        "join fairs f on f.fair_id=i.fair_id left join decisions d on d.decision_id=i.decision_id "
        "where i.status='planned' and f.day>=? and (? is null or i.candidate_id=?) "
        "order by f.day, i.slot, c.code", now.date().isoformat(), candidate_id, candidate_id,
    )  # fmt: skip
