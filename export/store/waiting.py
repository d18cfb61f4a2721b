"""What a base holds, and what in it waits for a person, in numbers."""

from datetime import datetime

from export.store.aside import STANDING
from export.store.contests import WAITS
from export.store.moments import stamp
from export.store.store import Store
from export.store.term import HELD, due

COUNTS = {
    "people": f"select count(*) from candidates where {HELD}",
    "offers": "select count(*) from offers where status='open'",
    "examples": "select count(*) from offers where status='open' and example=1",
    "stations": "select count(*) from stations where revoked_at is null",
    "decisions": "select count(*) from standing_decisions",
    "contested": f"select count(distinct candidate_id) from remarks r where {WAITS}",
    "questions": "select count(*) from offer_questions",
    "drafts": "select count(*) from offers where status='draft'",
    "set_aside": f"select count(*) from {STANDING}",
    "unread": f"select count(*) from candidates c where {HELD} and not exists (select 1 from readings r "
              "where r.candidate_id=c.candidate_id and r.opened_at is not null)",
}


def counts(store: Store, now: datetime) -> dict[str, int]:
    """Each number by its name: `people` to `decisions` are what is held, the others what waits."""
    sql = ", ".join(f"({text}) as {name}" for name, text in COUNTS.items())
    row = store.first_row(f"select {sql}", *([stamp(now)] * sql.count("?")))
    assert row is not None
    waits = due(store, now)
    return {name: int(n) for name, n in row.items()} | {"to_purge": waits.people, "notes_to_purge": waits.notes}
