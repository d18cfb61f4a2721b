"""What people saw of a person beside the game: grids of one or two observers, who know neither the result nor each
other's marks until all are closed; then a level may be said otherwise, with a reason, and both stay.

Blind is a fact of the base: who read a result is noted, and cannot observe; who observes cannot read it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from export.packets.body import new_id
from export.store.advisers import adviser_of
from export.store.moments import stamp
from export.store.readings import CLOSED, keep_out, read_by
from export.store.remarks import visible
from export.store.store import Store, StoreError, audit
from scenarios.reference import habiletes
from scoring.agreement import MarkPairs

MARKS = (0, 1, 2, 3)
"""Not yet, then the levels of the game; what was not seen has no line."""
MOST_FACT, MOST_WHY = 300, 500
OVERRIDE_REASONS = ("seen_otherwise", "conditions", "not_understood", "machine", "other")
"""Why a level is said otherwise: seen otherwise in the room, unusual conditions, an instruction that was not
understood, a machine that stood still, anything else (said in words)."""

def open_watch(store: Store, candidate_id: str, observers: int, by: tuple[str, datetime]) -> str:
    """Begin to observe a person, alone or as the first of two; the id of the watch. Raises StoreError."""
    who, now = adviser_of(store, by[0]), by[1]
    if observers not in (1, 2):
        raise StoreError("observe.how_many")
    if not store.first_row("select 1 from candidates where candidate_id=?", candidate_id):
        raise StoreError("candidate.unknown", code="")
    _refuse_knowing(store, candidate_id, who)
    if any(not watch["revealed"] for watch in watches_of(store, candidate_id)):
        raise StoreError("observe.open_already")
    watch_id, at = new_id(), stamp(now)
    with store.writing() as connection:
        connection.execute("insert into watches values(?,?,?,?,?)", (watch_id, candidate_id, observers, who, at))
        connection.execute(
            "insert into grids values(?,?,?,?,?,null)", (new_id(), watch_id, candidate_id, who, at)
        )
        audit(connection, at, who, "observe.open", (candidate_id, watch_id))
    return watch_id


def _refuse_knowing(store: Store, candidate_id: str, who: str) -> None:
    if read_by(store, who, [candidate_id]):
        raise StoreError("observe.knows")


def join(store: Store, watch_id: str, by: tuple[str, datetime]) -> None:
    """Be the second observer of a watch that waits for one. Raises StoreError."""
    who, now = adviser_of(store, by[0]), by[1]
    watch = watch_of(store, watch_id)
    grids = grids_of(store, watch_id)
    if len(grids) >= watch["observers"] or who in {grid["observer"] for grid in grids}:
        raise StoreError("observe.full")
    _refuse_knowing(store, watch["candidate_id"], who)
    with store.writing() as connection:
        connection.execute(
            "insert into grids values(?,?,?,?,?,null)", (new_id(), watch_id, watch["candidate_id"], who, stamp(now))
        )
        audit(connection, stamp(now), who, "observe.join", (watch["candidate_id"], watch_id))


def go_alone(store: Store, watch_id: str, by: tuple[str, datetime]) -> None:
    """No second observer will come: the watch stays that of one. An observer says so. Raises StoreError."""
    who, now = adviser_of(store, by[0]), by[1]
    watch, grids = watch_of(store, watch_id), grids_of(store, watch_id)
    if watch["observers"] != 2 or [grid["observer"] for grid in grids] != [who]:
        raise StoreError("observe.not_alone")
    with store.writing() as connection:
        connection.execute("update watches set observers=1 where watch_id=?", (watch_id,))
        audit(connection, stamp(now), who, "observe.alone", (watch["candidate_id"], watch_id))


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line of a grid: the mark (0..3) and the fact that was seen, "" where only the mark is given."""

    mark: int
    fact: str


def write_grid(
    store: Store, watch_id: str, lines: Mapping[str, GridLine], by: tuple[str, datetime], *, close: bool
) -> None:
    """Write an observer's own grid, whole; `close`: nothing of it changes any more. Raises StoreError.

    `lines`: by habileté; what was not seen has none. A grid without a line cannot be closed.
    """
    who, now = adviser_of(store, by[0]), by[1]
    own = next((grid for grid in grids_of(store, watch_id) if grid["observer"] == who), None)
    if own is None:
        raise StoreError("observe.not_yours")
    if own["closed_at"]:
        raise StoreError("observe.closed")
    rows = [(name, line.mark, visible(line.fact)) for name, line in lines.items()]
    known = {habilete.id for habilete in habiletes()}
    if any(name not in known or mark not in MARKS or len(fact) > MOST_FACT for name, mark, fact in rows):
        raise StoreError("observe.line", most=MOST_FACT)
    if close and not rows:
        raise StoreError("observe.empty")
    with store.writing() as connection:
        connection.execute("delete from grid_lines where grid_id=?", (own["grid_id"],))
        connection.executemany(
            "insert into grid_lines values(?,?,?,?,?)",
            [(own["grid_id"], own["candidate_id"], *row) for row in rows],
        )
        if close:
            connection.execute("update grids set closed_at=? where grid_id=?", (stamp(now), own["grid_id"]))
            audit(connection, stamp(now), who, "observe.close", (own["candidate_id"], watch_id))


def watch_of(store: Store, watch_id: str) -> dict[str, Any]:
    """A watch, with the code of the person and whether it is revealed. Raises StoreError for one that is not here."""
    row = store.first_row(f"{WATCHES} where w.watch_id=?", watch_id)
    if row is None:
        raise StoreError("observe.unknown")
    return {**row, "revealed": row["closed"] >= row["observers"]}


WATCHES = (
    "select w.*, c.code, (select count(*) from grids g where g.watch_id=w.watch_id) as joined, "
    f"{CLOSED} as closed from watches w join candidates c using(candidate_id)"
)


def watches_of(store: Store, candidate_id: str) -> list[dict[str, Any]]:
    """The watches of a person, oldest first."""
    rows = store.rows(f"{WATCHES} where w.candidate_id=? order by w.opened_at, w.watch_id", candidate_id)
    return [{**row, "revealed": row["closed"] >= row["observers"]} for row in rows]


def watches(store: Store) -> list[dict[str, Any]]:
    """Every watch, the newest first, with the initials of its observers."""
    who: dict[str, list[str]] = {}
    for row in store.rows("select watch_id, observer from grids order by opened_at, grid_id"):
        who.setdefault(row["watch_id"], []).append(row["observer"])
    rows = store.rows(f"{WATCHES} order by w.opened_at desc, w.watch_id")
    return [{**row, "revealed": row["closed"] >= row["observers"], "who": who.get(row["watch_id"], [])} for row in rows]


def left_open(store: Store, observer: str) -> int:
    """How many grids an adviser has begun and not closed."""
    row = store.first_row("select count(*) as n from grids where observer=? and closed_at is null", observer)
    return int(row["n"]) if row else 0


def grids_of(store: Store, watch_id: str) -> list[dict[str, Any]]:
    """The grids of a watch, the first observer's first; without their lines."""
    return store.rows(
        "select g.* from grids g join watches w using(watch_id) where g.watch_id=? "
        "order by case when g.observer=w.opened_by then 0 else 1 end", watch_id,
    )  # fmt: skip


def lines_of(store: Store, watch_id: str, reader: str) -> dict[str, dict[str, GridLine]]:
    """The lines of a watch by observer, then habileté: all once it is revealed, the reader's own before."""
    revealed = watch_of(store, watch_id)["revealed"]
    lines_by: dict[str, dict[str, GridLine]] = {}
    for grid in grids_of(store, watch_id):
        if revealed or grid["observer"] == reader:
            rows = store.rows("select habilete, mark, fact from grid_lines where grid_id=?", grid["grid_id"])
            lines_by[grid["observer"]] = {row["habilete"]: GridLine(row["mark"], row["fact"]) for row in rows}
    return lines_by


BOTH = (
    "select a.watch_id, x.mark as one, y.mark as other from grids a join grids b on b.watch_id=a.watch_id and "
    "b.grid_id>a.grid_id join watches w on w.watch_id=a.watch_id join grid_lines x on x.grid_id=a.grid_id "
    "join grid_lines y on y.grid_id=b.grid_id and y.habilete=x.habilete "
    "where w.observers=2 and a.closed_at is not null and b.closed_at is not null"
)


def marked_by_two(store: Store) -> list[MarkPairs]:
    """What two observers marked of each person whom two saw, once both had closed: the lines both marked."""
    marks_of: dict[str, list[tuple[int, int]]] = {}
    for row in store.rows(f"{BOTH} order by a.watch_id, x.habilete"):
        marks_of.setdefault(row["watch_id"], []).append((row["one"], row["other"]))
    return list(marks_of.values())


def override(
    store: Store, candidate_id: str, said: tuple[str, int], why: tuple[str, str], by: tuple[str, datetime]
) -> str:
    """Say a level otherwise than the game, (habileté, 0..3), for a reason, (reason, words); its id. Raises StoreError.

    Somebody must have seen that habileté in a grid that is closed. What the game said then is kept beside it.
    """
    who, now = adviser_of(store, by[0]), by[1]
    (habilete, mark), (reason, words) = said, (why[0], visible(why[1]))
    if reason not in OVERRIDE_REASONS or (reason == "other" and not words) or len(words) > MOST_WHY:
        raise StoreError("observe.no_reason", most=MOST_WHY)
    if mark not in MARKS:
        raise StoreError("observe.no_level")
    keep_out(store, [candidate_id], who)
    if not store.first_row(f"{SEEN} and l.habilete=?", candidate_id, habilete):
        raise StoreError("observe.not_seen")
    override_id, at, kept = new_id(), stamp(now), _game_says(store, candidate_id, habilete)
    with store.writing() as connection:
        connection.execute(
            "insert into overrides values(?,?,?,?,?,?,?,?,?,?,null,null)",
            (override_id, candidate_id, habilete, *kept, mark, reason, words, who, at),
        )
        audit(connection, at, who, "observe.override", (candidate_id, override_id))
    return override_id


SEEN = (
    "select 1 from grid_lines l join grids g using(grid_id) join watches w using(watch_id) "
    f"where l.candidate_id=? and {CLOSED}>=w.observers"
)


def _game_says(store: Store, candidate_id: str, habilete: str) -> tuple[str, int]:
    """The statement of a habileté as the game has it now, and its level."""
    row = store.first_row("select readout from readouts where candidate_id=?", candidate_id)
    if row is None:
        return "not_measured", 1
    shown = json.loads(row["readout"])["readout"][habilete]
    return str(shown["statement"]), int(shown["level"])


def undo_override(store: Store, override_id: str, by: tuple[str, datetime]) -> str:
    """Take back a level that was said; whose it was. It stays to be read. Raises StoreError."""
    who, now = adviser_of(store, by[0]), by[1]
    row = store.first_row("select candidate_id from overrides where override_id=? and undone_at is null", override_id)
    if row is None:
        raise StoreError("observe.no_override")
    with store.writing() as connection:
        connection.execute(
            "update overrides set undone_by=?, undone_at=? where override_id=?", (who, stamp(now), override_id)
        )
        audit(connection, stamp(now), who, "observe.undo", (row["candidate_id"], override_id))
    return str(row["candidate_id"])


def overrides_of(store: Store, candidate_id: str) -> list[dict[str, Any]]:
    """Every level said otherwise of a person, oldest first; `stands`: the last of its habileté, and not undone."""
    rows = store.rows("select * from overrides where candidate_id=? order by said_at, override_id", candidate_id)
    last = {row["habilete"]: row["override_id"] for row in rows if not row["undone_at"]}
    return [{**row, "stands": last.get(row["habilete"]) == row["override_id"]} for row in rows]
