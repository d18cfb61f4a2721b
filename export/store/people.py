"""People as an adviser may read them: by code, what was shown, what they said of place and hours. No name is here."""

import json
from typing import Any

from export.store.store import Store, StoreError

CARD_COLUMNS = ("code", "habilete", "statement", "observed", "offered")


def people_list(store: Store) -> list[dict[str, Any]]:
    """Everybody here, newest first: code, id, day of import, day until which it is kept, number of results."""
    return store.rows(
        "select c.code, c.candidate_id, substr(c.created_at,1,10) as since, substr(c.expires_at,1,10) as until, "
        "(select count(*) from evidence_archive e where e.candidate_id=c.candidate_id) as results "
        "from candidates c order by c.created_at desc, c.code, c.candidate_id"
    )


def card(store: Store, candidate_id: str) -> dict[str, Any]:
    """One person's card: head and one row a habileté, as they were read out. Raises StoreError for someone not here."""
    head = store.one("select * from candidates where candidate_id=?", candidate_id)
    kept = store.one("select * from readouts where candidate_id=?", candidate_id)
    if head is None or kept is None:
        raise StoreError("candidate.unknown", code=candidate_id)
    shifts = [r["shift"] for r in store.rows("select shift from candidate_shifts where candidate_id=? order by 1",
                                             candidate_id)]  # fmt: skip
    areas = [r["area"] for r in store.rows("select area from candidate_areas where candidate_id=? order by 1",
                                           candidate_id)]  # fmt: skip
    return {
        "code": head["code"],
        "since": head["created_at"][:10],
        "until": head["expires_at"][:10],
        "scenario": kept["scenario"],
        "areas": areas,
        "shifts": shifts if head["shifts_said"] else None,
        "travel": head["travel"],
        "device_ease": head["device_ease"],
        "rows": [
            {"habilete": name, "statement": one["statement"], "level": one["level"], "observed": one["n_observed"],
             "offered": one["n_offered"]}
            for name, one in json.loads(kept["readout"])["readout"].items()
        ],
    }  # fmt: skip
