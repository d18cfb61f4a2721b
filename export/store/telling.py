"""What a report tells of people, and when it may change: two reports differ by nobody, or by ten people at least.

People enter reports in whole tens, in the order in which they came; the month of a ten is that in which it was full.
Each number keeps whom it counted: it is told anew only when ten people at least entered it, left it or are something
else in it, who were erased too. Until then it stands as it was told, whatever is asked and how often.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from pydantic_core import from_json

from export.store.port import Connection
from export.store.store import Store
from scoring.exposure import LEAST

ARRIVALS = "arrivals"
AT_ONCE = 1000
"""People who are read or written at once."""
Marks = Mapping[str, str]
"""Who counts in a number, by id, and as what ("" where it only counts heads)."""
Worth = Callable[[str, Marks], str]


@dataclass(frozen=True, slots=True)
class ToldNumber:
    """A number as it stands told: `n` people were counted; `people` are those of them who are still here."""

    people: Marks
    n: int
    value: str = ""


NOTHING = ToldNumber({}, 0)


def nothing_more(_: str, __: Marks) -> str:
    """The worth of a number that is its people alone."""
    return ""


def arrivals(store: Store) -> dict[str, str]:
    """Who counts in reports, by id, with the month ("2026-11") in which the ten they came with was full."""
    if store.damage is None and len(_waiting(store)) >= LEAST:
        with store.writing() as connection:
            waiting = _waiting(store)
            for at in range(0, len(waiting) - LEAST + 1, LEAST):
                ten = waiting[at : at + LEAST]
                month = json.dumps({ten[-1][1]: ""})
                connection.executemany(
                    "insert into told_people(candidate_id, report, cells) values(?,?,?)",
                    [(who, ARRIVALS, month) for who, _ in ten],
                )
    return {who: next(iter(cells)) for who, cells in _people(store, ARRIVALS)}


def tell(
    store: Store, report: str, marks_now: Mapping[str, Marks], worth: Worth = nothing_more
) -> dict[str, ToldNumber]:
    """The numbers of a report as they may be told, by name; one that was never told is not in it.

    `marks_now`: who would count in each now. `worth` says what a number tells beside its people, when it is told anew.
    A base that is only read tells what stands.
    """
    numbers = _numbers(store, report)
    if store.damage is not None or not _to_tell(numbers, marks_now):
        return numbers
    with store.writing() as connection:
        # Under the write lock: what another program has just told counts.
        numbers = _numbers(store, report)
        changed = _to_tell(numbers, marks_now)
        anew = {cell: ToldNumber(marks, len(marks), worth(cell, marks)) for cell, marks in changed.items()}
        _keep(store, connection, report, anew)
    return {cell: number for cell, number in (numbers | anew).items() if number.n}


def tell_counts(store: Store, report: str, counts: Mapping[str, int]) -> dict[str, int]:
    """The same for numbers of what names nobody: each is told anew once it is ten more, or ten fewer, than it was."""
    numbers = _numbers(store, report)
    anew = {cell: n for cell, n in counts.items() if abs(n - numbers.get(cell, NOTHING).n) >= LEAST}
    if store.damage is None and anew:
        with store.writing() as connection:
            numbers = _numbers(store, report)
            anew = {cell: n for cell, n in anew.items() if abs(n - numbers.get(cell, NOTHING).n) >= LEAST}
            _write(connection, report, {cell: ToldNumber({}, n) for cell, n in anew.items()})
        numbers |= {cell: ToldNumber({}, n) for cell, n in anew.items()}
    return {cell: numbers.get(cell, NOTHING).n for cell in counts}


def _to_tell(numbers: Mapping[str, ToldNumber], marks_now: Mapping[str, Marks]) -> dict[str, Marks]:
    """The numbers that ten people at least have changed since they were told, and who counts in them now."""
    anew = {}
    for cell in [*marks_now, *(cell for cell in numbers if cell not in marks_now)]:
        was, marks = numbers.get(cell, NOTHING), marks_now.get(cell, {})
        changed = was.n - len(was.people)
        # Most numbers count whom they counted, and a house may hold thousands: then nobody is looked at by name.
        if marks != was.people:
            changed += sum(marks.get(who) != mark for who, mark in was.people.items())
            changed += sum(who not in was.people for who in marks)
        if changed >= LEAST:
            anew[cell] = marks
    return anew


def _waiting(store: Store) -> list[tuple[str, str]]:
    """Who does not count yet, in the order in which they came, with the month."""
    rows = store.rows(
        "select candidate_id, substr(created_at,1,7) as month from candidates where candidate_id not in "
        "(select candidate_id from told_people where report=?) order by created_at, candidate_id", ARRIVALS,
    )  # fmt: skip
    return [(str(row["candidate_id"]), str(row["month"])) for row in rows]


def _people(store: Store, report: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each person of a report by id, with the numbers they count in and as what; some at a time, of a whole house."""
    last = ""
    while rows := store.rows(
        "select candidate_id, cells from told_people where report=? and candidate_id>? order by candidate_id limit ?",
        report, last, AT_ONCE,
    ):  # fmt: skip
        for row in rows:
            # The names of numbers are the same for everybody: the reader keeps each once.
            yield str(row["candidate_id"]), from_json(row["cells"])
        last = str(rows[-1]["candidate_id"])


def _numbers(store: Store, report: str) -> dict[str, ToldNumber]:
    people: dict[str, dict[str, str]] = {}
    for who, cells in _people(store, report):
        for cell, mark in cells.items():
            people.setdefault(cell, {})[who] = mark
    rows = store.rows("select cell, n, value from told_cells where report=? order by cell", report)
    return {str(row["cell"]): ToldNumber(people.get(row["cell"], {}), row["n"], row["value"]) for row in rows}


def _keep(store: Store, connection: Connection, report: str, anew: Mapping[str, ToldNumber]) -> None:
    """Write what is told anew beside what stands."""
    people = dict(_people(store, report))
    for cell, number in anew.items():
        for cells in people.values():
            cells.pop(cell, None)
        for who, mark in number.people.items():
            people.setdefault(who, {})[cell] = mark
    connection.execute("delete from told_people where report=?", (report,))
    there = iter([(who, cells) for who, cells in people.items() if cells])
    while some := list(islice(there, AT_ONCE)):
        connection.executemany(
            "insert into told_people(candidate_id, report, cells) values(?,?,?)",
            [(who, report, json.dumps(cells, sort_keys=True)) for who, cells in some],
        )
    _write(connection, report, anew)


def _write(connection: Connection, report: str, anew: Mapping[str, ToldNumber]) -> None:
    connection.executemany("delete from told_cells where report=? and cell=?", [(report, cell) for cell in anew])
    connection.executemany(
        "insert into told_cells(report, cell, n, value) values(?,?,?,?)",
        [(report, cell, number.n, number.value) for cell, number in anew.items() if number.n],
    )
