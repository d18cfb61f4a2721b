"""What a person said of places and conditions: yes or no by name; a row that is not there is « not asked »."""

from collections.abc import Mapping

from export.packets.body import StatedWishes as Sent
from export.store.port import Connection, SqlValue
from export.store.store import Store
from scoring.match import CONSTRAINTS, Wishes

PLACE = "area:"
ASKED = ("day", *CONSTRAINTS)
"""What a person may say yes or no to, besides the place."""
EVERYBODY = ("", "~")
"""From the first id to past the last one: ids are small letters and figures."""


def keep_answers(connection: Connection, candidate_id: str, said: Sent) -> None:
    """What a packet says of them takes the place of what was said before, inside a transaction."""
    connection.execute("delete from candidate_answers where candidate_id=?", (candidate_id,))
    connection.executemany("insert into candidate_answers values(?,?,?)", answer_rows(candidate_id, said))
    connection.execute("update candidates set commute=? where candidate_id=?", (said.commute, candidate_id))


def answer_rows(candidate_id: str, said: Sent) -> list[tuple[SqlValue, ...]]:
    """A row a place or condition that was answered."""
    rows = {PLACE + code: answer for code, answer in said.places.items()} | dict(said.conditions)
    return [(candidate_id, *row) for row in sorted(rows.items())]


def which_people(column: str, candidate_id: str | None, span: tuple[str, str]) -> tuple[str, tuple[str, ...]]:
    """A condition on a column of ids and its values: one person, those from one id to before another, or everybody."""
    if candidate_id:
        return f"{column}=?", (candidate_id,)
    return ("1=1", ()) if span == EVERYBODY else (f"{column}>=? and {column}<?", span)


def answers_of(
    store: Store, candidate_id: str | None = None, span: tuple[str, str] = EVERYBODY
) -> Mapping[str, Wishes]:
    """What everybody said, one person, or people from one id to before another; who said nothing has empty wishes."""
    condition, which = which_people("candidate_id", candidate_id, span)
    wishes_of: dict[str, Wishes] = {}
    kept: dict[str, tuple[dict[str, str], dict[str, str]]] = {}
    for row in store.rows(f"select * from candidate_answers where {condition} order by about", *which):
        places, conditions = kept.setdefault(row["candidate_id"], ({}, {}))
        if row["about"].startswith(PLACE):
            places[row["about"].removeprefix(PLACE)] = row["answer"]
        else:
            conditions[row["about"]] = row["answer"]
    for row in store.rows(f"select candidate_id, commute from candidates where {condition}", *which):
        wishes_of[row["candidate_id"]] = Wishes(*kept.get(row["candidate_id"], ({}, {})), row["commute"])
    return wishes_of
