"""A damaged base is read as far as it is sound: into memory, row by row, each held against its seal.

Nothing is written to the file. Whoever has a damaged row is set aside whole and named: half of what somebody said
would be a false word about them. Everybody else is read as before.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from export.store.port import SqlValue
from export.store.seals import OWNERS, SealedTable, lenient, sort_rows, tables

PEOPLE, OFFERS = "candidates", "offers"
DamagedRows = dict[str, set[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Damage:
    """What is set aside. `kind`: "person", "offer", or "rows" of a table; `name`: a code, an id, a table; `n` rows."""

    kind: str
    name: str
    n: int


@dataclass(frozen=True, slots=True)
class _Hurt:
    """Rows of one table that are changed or gone: how many, and whom they are about where that can be read."""

    table: SealedTable
    n: int
    owners: set[str]


def read_sound(path: Path, memory: sqlite3.Connection, erased: Iterable[str]) -> list[Damage] | None:
    """Fill an empty base in memory whose schema is made with what is sound in the file, without the erased.

    None when it cannot be read at all, or what it holds is no longer known (people or robots).
    """
    source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
    lenient(source)
    memory.execute("pragma foreign_keys=off")
    for (trigger,) in memory.execute("select name from sqlite_schema where type='trigger'").fetchall():
        memory.execute(f'drop trigger "{trigger}"')
    try:
        source.execute("begin")
        marks = _marks(source)
        hurt = [loss for table in tables(memory) if (loss := _copy(source, memory, table, marks)) is not None]
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return None
    finally:
        source.close()
    if not marks or memory.execute("select count(*) from base").fetchone()[0] != 1:
        return None
    names = _names(memory)
    aside = _aside(hurt)
    memory.execute("pragma foreign_keys=on")
    memory.executemany(
        "delete from candidates where candidate_id=?", [(candidate_id,) for candidate_id in aside[PEOPLE]]
    )
    memory.executemany("delete from candidates where candidate_id=?", [(candidate_id,) for candidate_id in erased])
    memory.executemany("delete from offers where offer_id=?", [(offer_id,) for offer_id in aside[OFFERS]])
    orphans = _drop_orphans(memory)
    return _damages(hurt, aside, names, orphans)


def steps_done(path: Path) -> tuple[str, ...]:
    """The migrations that a file says it has gone through, in their order; none where that cannot be read."""
    source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
    try:
        return tuple(row[0] for row in source.execute("select name from _sqlite_migrations order by name"))
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return ()
    finally:
        source.close()


def _marks(source: sqlite3.Connection) -> DamagedRows:
    marks: DamagedRows = {}
    for of, owner, seal in _readable(source, "select of, owner, seal from seals order by of, owner, seal", 3):
        if isinstance(seal, int):
            marks.setdefault(str(of), set()).add((str(owner), seal))
    return marks


def _readable(source: sqlite3.Connection, sql: str, keys: int) -> list[tuple[SqlValue, ...]]:
    """The rows of an ordered query that can be reached from its start or from its end, past pages that cannot."""
    back = sql.rsplit(" order by ", 1)
    backwards = back[0] + " order by " + ", ".join(f"{column} desc" for column in back[1].split(", "))
    rows_by_key: dict[tuple[SqlValue, ...], tuple[SqlValue, ...]] = {}
    for question in (sql, backwards):
        whole = True
        try:
            for row in source.execute(question):
                rows_by_key.setdefault(row[:keys], row)
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            whole = False
        if whole:
            break
    return list(rows_by_key.values())


def _copy(
    source: sqlite3.Connection, memory: sqlite3.Connection, table: SealedTable, marks: DamagedRows
) -> _Hurt | None:
    """Copy the sound rows of a table; what is hurt in it, None when nothing is."""
    columns = ", ".join(f'"{name}"' for name in table.columns)
    rows = _readable(source, f'select rowid, {columns} from "{table.name}" not indexed order by rowid', 1)
    sound_rows = sort_rows(table, (row[1:] for row in rows), marks.get(table.name, set()))
    holes = ", ".join("?" * len(table.columns))
    memory.executemany(f'insert or ignore into "{table.name}" values({holes})', sound_rows.sound)
    if not sound_rows.changed and not sound_rows.missing:
        return None
    owners = set(sound_rows.missing)
    if table.owner is not None:
        owners |= {str(row[table.owner]) for row in sound_rows.changed}
    return _Hurt(table, max(len(sound_rows.changed), len(sound_rows.missing)), owners - {""})


def _names(memory: sqlite3.Connection) -> dict[str, str]:
    """Codes of people and ids of offers, by id, where their own row is sound."""
    return dict(memory.execute("select candidate_id, code from candidates").fetchall())


def _aside(hurt: Iterable[_Hurt]) -> dict[str, set[str]]:
    owners_of: dict[str, set[str]] = {PEOPLE: set(), OFFERS: set()}
    for loss in hurt:
        if loss.table.owner is not None:
            kind = PEOPLE if loss.table.columns[loss.table.owner] == OWNERS[0] else OFFERS
            owners_of[kind] |= loss.owners
    return owners_of


def _drop_orphans(memory: sqlite3.Connection) -> int:
    """Take away rows whose parent is gone, and theirs in turn; how many."""
    gone = 0
    while rows := memory.execute("pragma foreign_key_check").fetchall():
        for table, rowid, *_ in rows:
            gone += memory.execute(f'delete from "{table}" where rowid=?', (rowid,)).rowcount
    return gone


def _damages(hurt: list[_Hurt], aside: dict[str, set[str]], names: dict[str, str], orphans: int) -> list[Damage]:
    damages = [
        Damage("person", names.get(candidate_id) or _shown(candidate_id[:8]), 1)
        for candidate_id in sorted(aside[PEOPLE])
    ]
    damages += [Damage("offer", _shown(offer_id), 1) for offer_id in sorted(aside[OFFERS])]
    damages += [Damage("rows", loss.table.name, loss.n) for loss in hurt]
    return [*damages, Damage("orphans", "", orphans)] if orphans else damages


def _shown(word: str) -> str:
    """A damaged word as it may be printed."""
    return "".join(sign if sign.isprintable() else "?" for sign in word[:40])


@contextlib.contextmanager
def in_memory() -> Iterator[sqlite3.Connection]:
    """A connection to a base in memory, closed again when the work on it fails."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        yield connection
    except BaseException:
        connection.close()
        raise
