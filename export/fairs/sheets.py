"""A fair's sheets: one query gives the rows of a stand or of a person, for the screen and for the file alike.

A stand's sheet says when, where, which code and which offer: nothing of what was measured leaves on it. An appointment
to come of who contests their result is on none before an answer.
"""

from typing import Any

from export.fairs.file import clock
from export.fairs.planning import Fair, fair_of
from export.fairs.proposals import OffersMet, offers_met
from export.store.contests import HELD_BACK
from export.store.stations import numbered
from export.store.store import Store
from scoring.match import NOT_ASKED

STAND_COLUMNS = ("start", "end", "stand", "place", "code", "offer", "status")
PERSON_COLUMNS = ("start", "end", "stand", "employer", "place", "offer", "accessible", "status", "code")
QUERY = f"""
select i.slot, i.place, i.status, i.pinned, c.code, s.label as stand, s.stand_id, s.access, e.name as employer,
       o.title_fr, o.title_en, i.candidate_id, d.offer_id
from interviews i join candidates c using(candidate_id) join stands s on s.stand_id=i.stand_id
     join employers e on e.employer_id=s.employer_id join decisions d on d.decision_id=i.decision_id
     join offers o on o.offer_id=d.offer_id
where i.fair_id=? and i.status<>'cancelled' and not (i.status='planned' and {HELD_BACK})
      and (? is null or i.stand_id=?) and (? is null or i.candidate_id=?)
order by s.stand_id, i.slot, i.place
"""


def sheet(
    store: Store, fair_id: str, language: str, *, stand: str | None = None, person: str | None = None,
    met: OffersMet | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """The interviews of a fair, of one stand (its id in the database) or of one person (id), in order.

    A stand's are in order of its hours; a person's in order of theirs. Hours as « 10:15 », places from 1. Offers: each
    one of the stand that the person is proposed for, that of the decision behind the interview first. `met`:
    `offers_met` of the fair, read once where many sheets are made.
    """
    fair = fair_of(store, fair_id)
    rows = store.rows(QUERY, fair_id, stand, stand, person, person)
    rows.sort(key=lambda row: row["slot"] if person else numbered(str(row["stand"])))
    offers = offers_met(store, fair_id) if met is None else met
    return [_row(fair, row, language, offers.get((row["candidate_id"], row["stand_id"]), [])) for row in rows]


def _row(fair: Fair, row: dict[str, Any], language: str, met: list[dict[str, Any]]) -> dict[str, Any]:
    hours, title = fair.hours, "title_en" if language == "en" else "title_fr"
    offers = [row[title], *(offer[title] for offer in met if offer["offer_id"] != row["offer_id"])]
    return {
        "start": hours.starts(row["slot"]),
        "end": clock(hours.first + (row["slot"] + 1) * hours.length),
        "stand": row["stand"],
        "employer": row["employer"],
        "place": row["place"] + 1,
        "code": row["code"],
        "offer": " ; ".join(offers),
        "accessible": row["access"] or NOT_ASKED,
        "status": "pinned" if row["pinned"] and row["status"] == "planned" else row["status"],
    }


def stands_of(store: Store, fair_id: str) -> list[dict[str, Any]]:
    """The stands of a fair with their employer, in order."""
    rows = store.rows(
        "select s.*, e.name as employer, (select count(*) from interviews i where i.stand_id=s.stand_id and "
        "i.status in('planned','held')) as interviews from stands s join employers e using(employer_id) "
        "where s.fair_id=? order by s.stand_id",
        fair_id,
    )
    return sorted(rows, key=lambda row: numbered(str(row["label"])))


def people_of_fair(store: Store, fair_id: str) -> list[dict[str, Any]]:
    """The people who have an interview at a fair that no disagreement holds, by code."""
    return store.rows(
        "select distinct c.candidate_id, c.code from interviews i join candidates c using(candidate_id) "
        "join decisions d on d.decision_id=i.decision_id where i.fair_id=? and i.status<>'cancelled' "
        f"and not (i.status='planned' and {HELD_BACK}) order by c.code, c.candidate_id",
        fair_id,
    )
