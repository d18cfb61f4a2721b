"""What a person answered to somebody of the team: yes, no, or not asked after all; with who noted it and when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from export.store.advisers import adviser_of
from export.store.answers import ASKED, PLACE
from export.store.moments import stamp
from export.store.port import Connection
from export.store.store import Store, StoreError, audit
from scenarios.regions import basin
from scoring.match import NO, NOT_ASKED, YES

COMMUTE = "commute"
COMMUTES = ("near", "around")


def note_answers(store: Store, candidate_id: str, said: Mapping[str, str], by: tuple[str, datetime]) -> int:
    """Keep what a person answered, by what it is about; how many of them are new.

    `said`: a condition, « area:2801 » or « commute », and the answer. What stands already is not said again. The log
    says who noted an answer to what, never which. Raises StoreError: unknown person, thing or answer.
    """
    who, at = adviser_of(store, by[0]), stamp(by[1])
    if not store.first_row("select 1 from candidates where candidate_id=?", candidate_id):
        raise StoreError("candidate.unknown", code="")
    for about, answer in said.items():
        if not _fits(about, answer):
            raise StoreError("answers.wrong")
    stands = standing_answers(store, candidate_id)
    new = {about: answer for about, answer in said.items() if stands.get(about, NOT_ASKED) != answer}
    with store.writing() as connection:
        for about, answer in new.items():
            connection.execute(
                "insert into noted_answers values(?,?,?,?,?) on conflict(candidate_id, about) do update set "
                "answer=excluded.answer, noted_by=excluded.noted_by, noted_at=excluded.noted_at",
                (candidate_id, about, answer, who, at),
            )
            put(connection, candidate_id, about, answer)
            audit(connection, at, who, "answer.note", (candidate_id, about))
    return len(new)


def _fits(about: str, answer: str) -> bool:
    if about == COMMUTE:
        return answer in (*COMMUTES, NOT_ASKED)
    known = about in ASKED or (about.startswith(PLACE) and basin(about.removeprefix(PLACE)) is not None)
    return known and answer in (YES, NO, NOT_ASKED)


def standing_answers(store: Store, candidate_id: str) -> dict[str, str]:
    """The answers of a person that every list reads, by what they are about; what is not there was not asked."""
    rows = store.rows(
        "select about, answer from candidate_answers where candidate_id=? order by about", candidate_id
    )
    row = store.first_row("select commute from candidates where candidate_id=?", candidate_id)
    answers = {str(row["about"]): str(row["answer"]) for row in rows}
    return answers | ({COMMUTE: str(row["commute"])} if row and row["commute"] else {})


def put(connection: Connection, candidate_id: str, about: str, answer: str) -> None:
    """Make one answer stand, inside a transaction."""
    if about == COMMUTE:
        value = None if answer == NOT_ASKED else answer
        connection.execute("update candidates set commute=? where candidate_id=?", (value, candidate_id))
        return
    connection.execute("delete from candidate_answers where candidate_id=? and about=?", (candidate_id, about))
    if answer != NOT_ASKED:
        connection.execute("insert into candidate_answers values(?,?,?)", (candidate_id, about, answer))


def put_again(connection: Connection, candidate_id: str, said_at: str) -> None:
    """After a later visit: what it says again is the person's last word, unless it was noted since.

    `said_at`: when the visit was, as it is stamped.
    """
    noted = connection.execute(
        "select about, answer, noted_at from noted_answers where candidate_id=?", (candidate_id,)
    ).fetchall()
    there = {row[0] for row in connection.execute(
        "select about from candidate_answers where candidate_id=?", (candidate_id,)
    ).fetchall()}  # fmt: skip
    commute = connection.execute("select commute from candidates where candidate_id=?", (candidate_id,)).fetchone()
    there |= {COMMUTE} if commute and commute[0] else set()
    for about, answer, noted_at in noted:
        if about in there and noted_at < said_at:
            connection.execute("delete from noted_answers where candidate_id=? and about=?", (candidate_id, about))
        else:
            put(connection, candidate_id, about, answer)


def noted_of(store: Store, candidate_id: str) -> list[dict[str, Any]]:
    """What was noted of a person and still stands: about, answer, by whom, when; the newest first."""
    return store.rows(
        "select about, answer, noted_by, noted_at from noted_answers where candidate_id=? "
        "order by noted_at desc, about", candidate_id,
    )  # fmt: skip
