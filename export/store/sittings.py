"""What may be told of the people of one sitting together: sums over ten of them at least, to the nearest ten.

A room of twelve has no part that could be told by heads: a part under ten, or what is left, is somebody. What is told
instead is how much they did in all, which names nobody. It stands until ten people changed (`export.store.telling`).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic_core import from_json

from export.store.days import OF_SEAT
from export.store.store import Store
from export.store.telling import NOTHING, Marks, tell
from scoring.exposure import LEAST, to_tens

REPORT = "day:"
"""The name under which what is told of a sitting is kept; its id follows."""
PLAYED, LEFT, ANY, DID = "played", "left:", "any", "did:"
TO_CONFIRM = "to_confirm"


@dataclass(frozen=True, slots=True)
class TogetherTold:
    """`people` who shared a result of the sitting, `played`: workshops they played in it, all together; each to the
    nearest ten, None under ten people. `left`: by workshop, how many things still to confirm it looks at, of those
    people together; a workshop that would look at something of fewer than ten of them is not in it. `open`: how many
    things still to confirm some workshop looks at that the person has not played. `did`: workshops that ten of those
    people at least played, whether the sitting had planned them or not."""

    people: int | None
    played: int | None
    left: Mapping[str, int]
    open: int | None
    did: tuple[str, ...] = ()


def together(store: Store, day_id: str, looks: Mapping[str, Sequence[str]]) -> TogetherTold:
    """The people of a sitting together. `looks`: the habiletés that each workshop looks at, by its id."""
    numbers = tell(store, REPORT + day_id, _cells(store, day_id, looks), _sum)
    # A number that was told of a dozen is told anew of whoever is left once ten are gone: of a few, no sum.
    sums = {cell: to_tens(int(number.value or 0)) for cell, number in numbers.items() if number.n >= LEAST}
    return TogetherTold(
        to_tens(numbers.get("people", NOTHING).n), sums.get(PLAYED),
        {cell.removeprefix(LEFT): n for cell, n in sums.items() if cell.startswith(LEFT) and n is not None},
        sums.get(ANY),
        tuple(cell.removeprefix(DID) for cell, number in sorted(numbers.items())
              if cell.startswith(DID) and number.n >= LEAST),
    )  # fmt: skip


def _sum(_: str, marks: Marks) -> str:
    return str(sum(int(mark or 0) for mark in marks.values()))


def _cells(store: Store, day_id: str, looks: Mapping[str, Sequence[str]]) -> dict[str, Marks]:
    """Who counts in each number, and for how much."""
    rows = store.rows(
        "select distinct e.candidate_id as who, coalesce(w.workshop,'') as workshop from evidence_archive e "
        "join packets p on p.packet_id=e.packet_id join day_seats s on s.station_id=p.station_id "
        "join days d on d.day_id=s.day_id left join workshops w on w.packet_id=p.packet_id "
        f"where {OF_SEAT} and s.day_id=?", day_id,
    )  # fmt: skip
    played = Counter(str(row["who"]) for row in rows if row["workshop"])
    people = sorted({str(row["who"]) for row in rows})
    marks: dict[str, dict[str, str]] = {
        "people": dict.fromkeys(people, ""), PLAYED: {who: str(n) for who, n in played.items()},
    }  # fmt: skip
    for row in rows:
        if row["workshop"]:
            marks.setdefault(DID + str(row["workshop"]), {})[str(row["who"])] = ""
    return {**marks, **_left(store, people, looks)}


def _left(store: Store, people: Sequence[str], looks: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]]:
    """For each workshop that a person has not played, how many of what is to confirm of them it looks at."""
    cells: dict[str, dict[str, str]] = defaultdict(dict)
    for who in people:
        row = store.first_row("select readout from readouts where candidate_id=?", who)
        read = from_json(row["readout"])["readout"] if row else {}
        unsure = {name for name, shown in read.items() if shown["statement"] == TO_CONFIRM}
        done = {
            str(try_row["workshop"])
            for try_row in store.rows("select workshop from workshops where candidate_id=?", who)
        }
        still = {workshop: unsure.intersection(names) for workshop, names in looks.items() if workshop not in done}
        for cell, names in [
            (ANY, set().union(*still.values())),
            *((LEFT + workshop, them) for workshop, them in still.items()),
        ]:
            if names:
                cells[cell][who] = str(len(names))
    return dict(cells)
