"""People as an adviser may read them: by code, what was shown, what they said of place and hours. No name is here."""

import json
from datetime import datetime
from typing import Any

from export.store.matching import people_of
from export.store.store import Store
from scoring.match import CONSTRAINTS, NOT_ASKED

CARD_COLUMNS = ("code", "about", "said", "observed", "offered")
ASKED = ("day", *CONSTRAINTS)
"""What a person may say yes or no to, besides the place."""


def codes_of(store: Store) -> dict[str, str]:
    """The code of each person here, by id."""
    return {row["candidate_id"]: row["code"] for row in store.rows("select candidate_id, code from candidates")}


def people_list(store: Store) -> list[dict[str, Any]]:
    """Everybody here, newest first: code, id, day of import, day until which it is kept, number of results."""
    return store.rows(
        "select c.code, c.candidate_id, substr(c.created_at,1,10) as since, substr(c.expires_at,1,10) as until, "
        "(select count(*) from evidence_archive e where e.candidate_id=c.candidate_id) as results "
        "from candidates c order by c.created_at desc, c.code, c.candidate_id"
    )


def card(store: Store, candidate_id: str, now: datetime) -> dict[str, Any]:
    """One person's card: head and one row a habileté, with the statements and answers every list reads.

    Raises StoreError for someone who is not here, or whose time is over.
    """
    person = people_of(store, now, candidate_id)[0]
    head = store.one("select * from candidates where candidate_id=?", candidate_id)
    kept = store.one("select * from readouts where candidate_id=?", candidate_id)
    assert head is not None
    assert kept is not None
    counts = json.loads(kept["readout"])["readout"]
    said = person.wishes
    return {
        "code": head["code"],
        "since": head["created_at"][:10],
        "until": head["expires_at"][:10],
        "scenario": kept["scenario"],
        "places": dict(said.places),
        "conditions": {name: said.conditions.get(name, NOT_ASKED) for name in ASKED},
        "commute": said.commute or NOT_ASKED,
        "device_ease": head["device_ease"],
        "rows": [
            {"habilete": name, "statement": stated, "level": counts[name]["level"],
             "observed": counts[name]["n_observed"], "offered": counts[name]["n_offered"]}
            for name, stated in person.stated.items()
        ],
    }  # fmt: skip
