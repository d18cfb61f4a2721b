"""A disagreement without an answer holds the result back: no list, no sheet, no proposal of it goes out before.

`contested`, `contested_people` and `HELD_BACK` are one condition (`WAITS`), asked by every way out. The tower's door
reads this file: it reads no packet.
"""

from typing import Any

from export.store.store import Store, StoreError

WAITS = "r.kind='disagreement' and not exists (select 1 from remarks a where a.answers=r.remark_id)"
"""Whether a remark `r` is a disagreement that nobody has answered: the one condition, for pages, lists and counts."""
HELD_BACK = (
    "(d.verdict<>'candidate_declined' and exists (select 1 from remarks r where r.candidate_id=d.candidate_id and "
    f"{WAITS}))"
)
"""Whether a decision `d` is held until a disagreement of its person is answered: a proposal made before it too. What
the person said no to themselves stands. It is no other decision: with the answer it stands as it stood."""


def contested(store: Store, candidate_id: str) -> list[dict[str, Any]]:
    """The disagreements of a person that nobody has answered yet."""
    return store.rows(
        f"select r.* from remarks r where r.candidate_id=? and {WAITS} order by r.written_at, r.rowid", candidate_id,
    )  # fmt: skip


def refuse_contested(store: Store, candidate_id: str) -> None:
    """Raise StoreError where a person's result waits for an answer: no sheet of it goes out before."""
    if contested(store, candidate_id):
        raise StoreError("sheet.contested")


def contested_people(store: Store) -> set[str]:
    """Everybody whose result waits for an answer."""
    rows = store.rows(f"select distinct r.candidate_id from remarks r where {WAITS}")
    return {str(row["candidate_id"]) for row in rows}
