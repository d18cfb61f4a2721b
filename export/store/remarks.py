"""What is written about a result: an adviser's comment, the person's reply or disagreement, and the answer to it.

What a disagreement holds back until it is answered: `contests`.
"""

from datetime import datetime
from typing import Any

from export.packets.body import new_id
from export.store.advisers import adviser_of
from export.store.contests import contested
from export.store.moments import stamp
from export.store.store import Store, StoreError, audit
from scenarios.plain import is_shown

MOST = 2000
KINDS = ("comment", "reply", "disagreement", "answer")


def write(store: Store, candidate_id: str, said: tuple[str, str], by: str, now: datetime, answers: str = "") -> str:
    """Keep a remark, (kind, text); its id. The text is kept with its line ends and no hidden sign.

    `answers`: the disagreement that is answered; only an answer names one. Raises StoreError.
    """
    who, (kind, text) = adviser_of(store, by), said
    plain = _kept(text)
    if kind not in KINDS:
        raise StoreError("remark.empty")
    if not store.first_row("select 1 from candidates where candidate_id=?", candidate_id):
        raise StoreError("candidate.unknown", code="")
    open_ = {row["remark_id"] for row in contested(store, candidate_id)}
    if (kind == "answer") != bool(answers) or (answers and answers not in open_):
        raise StoreError("remark.nothing_to_answer")
    remark_id = new_id()
    with store.writing() as connection:
        connection.execute(
            "insert into remarks values(?,?,?,?,?,?,?)",
            (remark_id, candidate_id, kind, plain, who, stamp(now), answers or None),
        )
        audit(connection, stamp(now), who, f"remark.{kind}", (candidate_id, remark_id))
    return remark_id


def change(store: Store, candidate_id: str, remark_id: str, text: str, by: tuple[str, datetime]) -> None:
    """Put other words in a note; the old ones are gone, the log names who did it. Raises StoreError."""
    who, at = adviser_of(store, by[0]), stamp(by[1])
    kind, plain = _kind(store, candidate_id, remark_id), _kept(text)
    with store.writing() as connection:
        connection.execute("update remarks set text=? where remark_id=?", (plain, remark_id))
        audit(connection, at, who, f"remark.{kind}.change", (candidate_id, remark_id))


def drop(store: Store, candidate_id: str, remark_id: str, by: tuple[str, datetime]) -> None:
    """Erase a note, and the answer to it; the log says who did. Raises StoreError.

    A disagreement that waits for an answer stays: erasing it would let the result go again without one.
    """
    who, at = adviser_of(store, by[0]), stamp(by[1])
    kind = _kind(store, candidate_id, remark_id)
    if remark_id in {row["remark_id"] for row in contested(store, candidate_id)}:
        raise StoreError("remark.waits")
    if kind == "answer":
        raise StoreError("remark.answers")
    with store.writing() as connection:
        connection.execute("delete from remarks where answers=? or remark_id=?", (remark_id, remark_id))
        audit(connection, at, who, f"remark.{kind}.drop", (candidate_id, remark_id))


def _kind(store: Store, candidate_id: str, remark_id: str) -> str:
    """What kind of note it is. Raises StoreError for one that is not there."""
    row = store.first_row("select kind from remarks where remark_id=? and candidate_id=?", remark_id, candidate_id)
    if row is None:
        raise StoreError("remark.unknown")
    return str(row["kind"])


def _kept(text: str) -> str:
    """A text as it is kept. Raises StoreError for one that is empty or too long."""
    plain = visible(text)
    if not plain:
        raise StoreError("remark.empty")
    if len(plain) > MOST:
        raise StoreError("remark.long", most=MOST, n=len(plain))
    return plain


def visible(text: str) -> str:
    """A text as it was typed, without signs that nobody sees; lines stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ("".join(s for s in line.replace("\t", " ") if is_shown(s)) for line in lines)
    return "\n".join(line.rstrip() for line in kept).strip()


def remarks_of(store: Store, candidate_id: str) -> list[dict[str, Any]]:
    """Everything written about a person's result, oldest first."""
    return store.rows("select * from remarks where candidate_id=? order by written_at, rowid", candidate_id)
