"""How people leave a base: their rows, what was noted of them, the copies of the base. Connections and paths alone."""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from export.store.errors import StoreError
from export.store.port import Connection, columns_of
from export.store.seals import know

BESIDE_COPY = (".audit-head", "-wal", "-shm", "-journal")
"""How names of what stands beside a copy end."""
COPY = r"\.before-[0-9]+-[0-9]{8}T[0-9]{6}"
SHORT = "%Y%m%dT%H%M%S"
"""How a copy's name ends, and its moment in it."""

OWNED = """
select n.note_id from seat_notes n join days d using(day_id) join evidence_archive e on {code}=n.code
join sittings s using(sitting_id) join packets p using(packet_id)
where {who} and (substr(d.starts_at,1,10)=date(s.started_at,'localtime')
  or (substr(d.starts_at,1,10)=date(p.received_at,'localtime')
    and not exists (select 1 from days x where substr(x.starts_at,1,10)=date(s.started_at,'localtime'))
    and not exists (select 1 from evidence_archive o join sittings t using(sitting_id)
      where {other}=n.code and substr(d.starts_at,1,10)=date(t.started_at,'localtime'))))
"""
"""Notes of people who are here. A note knows a code and its day alone, and a code is given again once its day is over:
it is about whoever played under this code on that day. A post's clock may be wrong: of a visit on a day without a group
it is the day on which its result came in, unless somebody else played under the code then."""
CODE_THEN = "(select c.code from candidates c where c.candidate_id={}.candidate_id)"
"""The code of a visit before version 8 kept it."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves: people by id, notes written before a moment (ISO text) that are of nobody here, notes of nobody here
    under a code; "" for neither."""

    people: Sequence[str] = field(default_factory=tuple)
    notes_before: str = ""
    notes_code: str = ""


def remove(connection: Connection, candidate_id: str, at: str, cause: str) -> None:
    """A person leaves, inside a transaction: rows cascade; their tombstone, their visits' and packets' ids stay."""
    connection.execute(
        "update packets set state=? where packet_id in (select packet_id from evidence_archive where candidate_id=?)",
        (cause, candidate_id),
    )
    rows = connection.execute("select visit_id from evidence_archive where candidate_id=?", (candidate_id,)).fetchall()
    _forget_person(connection, candidate_id)
    # A packet of one of their visits that comes late is refused like any other of theirs.
    gone = sorted({candidate_id, *(visit for (visit,) in rows)})
    connection.executemany(
        "insert or ignore into tombstones values(?,?,?)", [(candidate_id, at, cause) for candidate_id in gone]
    )


def _forget_person(connection: Connection, candidate_id: str) -> None:
    """Delete a person's rows: all cascade but absences, whose `who_id` may be a stand's, and notes of their seats."""
    connection.execute("delete from absences where who='candidate' and who_id=?", (candidate_id,))
    if _has_notes(connection):
        owned = owned_notes(connection, "e.candidate_id=?")
        connection.execute(f"delete from seat_notes where note_id in ({owned})", (candidate_id,))
    connection.execute("delete from candidates where candidate_id=?", (candidate_id,))


def _has_notes(connection: Connection) -> bool:
    return bool(columns_of(connection, "seat_notes"))


def owned_notes(connection: Connection, who: str = "1=1") -> str:
    """The question for the ids of notes of people, narrowed by a condition on `e` (a row of the archive)."""
    kept = "code" in columns_of(connection, "evidence_archive")
    code, other = ("e.code", "o.code") if kept else (CODE_THEN.format("e"), CODE_THEN.format("o"))
    return OWNED.format(code=code, other=other, who=who)


def forget_notes(connection: Connection, leaving: Leaving) -> int:
    """Delete notes that are of nobody here: those past their term, or under a code; how many."""
    if not _has_notes(connection) or not (leaving.notes_before or leaving.notes_code):
        return 0
    return connection.execute(
        "delete from seat_notes where ((?<>'' and written_at<=?) or (?<>'' and code=?)) "
        f"and note_id not in ({owned_notes(connection)})",
        (leaving.notes_before, leaving.notes_before, leaving.notes_code, leaving.notes_code),
    ).rowcount


def forget_pages(connection: sqlite3.Connection) -> None:
    """What was deleted is no longer anywhere in the file or its log."""
    # Deleted pages are overwritten (secure_delete); the write-ahead log still holds them until it is emptied.
    connection.execute("pragma wal_checkpoint(truncate)").fetchall()
    connection.execute("vacuum")
    connection.execute("pragma wal_checkpoint(truncate)").fetchall()


def copies_of(base: Path) -> list[Path]:
    """The copies of a base that stand beside it, one renamed by hand too; not what stands beside a copy."""
    paths = base.parent.glob(base.name + ".before-*")
    return sorted(path for path in paths if not path.name.endswith(BESIDE_COPY))


def copy_path(base: Path, version: int, now: datetime) -> Path:
    """A name for a copy of a base that no other copy bears: of this second, or of the next one that is free."""
    while True:
        path = base.with_name(f"{base.name}.before-{version}-{now.strftime(SHORT)}")
        if not path.exists():
            return path
        now += timedelta(seconds=1)


def forget_parts(base: Path) -> None:
    """What a save that was killed left half written goes: whoever is erased may stand in it. Raises OSError.

    A save that is under way in another program then fails, and says so.
    """
    half = re.compile(re.escape(f".{base.name}") + f"({COPY})?" + r"\.part(-journal|-wal|-shm)?")
    for part in [path for path in base.parent.iterdir() if half.fullmatch(path.name)]:
        part.unlink(missing_ok=True)


def forget_in_copies(base: Path, leaving: Leaving) -> None:
    """The copies beside a base forget too. Raises StoreError naming each that could not, after all others."""
    left: list[Path] = []
    try:
        forget_parts(base)
    except OSError as error:
        left.append(Path(error.filename or base))
    for copy in copies_of(base):
        try:
            _forget_in_copy(copy, leaving)
        except (sqlite3.DatabaseError, OSError):
            left.append(copy)
    if left:
        raise StoreError("candidate.copy_left", path=", ".join(map(str, left)))


def _forget_in_copy(copy: Path, leaving: Leaving) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        know(connection)
        connection.execute("pragma secure_delete=on").fetchone()
        connection.execute("pragma foreign_keys=on")
        for candidate_id in leaving.people:
            _forget_person(connection, candidate_id)
        forget_notes(connection, leaving)
        forget_pages(connection)
