"""A fair's timetable: who meets which stand in which slot, and a proved upper bound beside it.

The plan is made by exact assignment slot by slot and a neighbourhood search of a fixed number of rounds
(`fair_search`); the bound is a linear programme on pairs without slots. Served people come before value.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scoring.fair_search import BONUS, Grid, gathered, search, value_of

ROUNDS, FEWEST, USUAL_SIZE = 600, 30, 300 * 40
"""Rounds of the search: a number, never a duration, so that the same seed gives the same plan on any machine."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where interviews take place: as many at once as there are recruiters."""

    id: str
    recruiters: int
    closed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person and what they need; absences and pauses carry no reason."""

    id: str
    absent: frozenset[int] = frozenset()
    max_interviews: int = 5
    pause_after: bool = False


@dataclass(frozen=True, slots=True)
class PossibleMeeting:
    """A person and a stand that may meet, and what the meeting is worth."""

    candidate: str
    stand: str
    value: float


@dataclass(frozen=True, slots=True)
class Pinned:
    """An interview that is held or promised: every plan keeps it."""

    candidate: str
    stand: str
    slot: int


@dataclass(frozen=True, slots=True)
class Instance:
    """A fair to plan. `locked`: slots that are over, where nothing but pinned interviews takes place."""

    slots: int
    stands: tuple[Stand, ...]
    candidates: tuple[Candidate, ...]
    pairs: tuple[PossibleMeeting, ...]
    pinned: tuple[Pinned, ...] = ()
    locked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Interview:
    """A planned interview; `place` is the recruiter's, from 0."""

    candidate: str
    stand: str
    place: int
    slot: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A timetable. `servable`: the most people who can have one interview at the same fair."""

    interviews: tuple[Interview, ...]
    value: float
    bound: float
    served: int
    servable: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A rule that a set of interviews breaks: `rule` is closed, `values` fill its sentence."""

    rule: str
    values: dict[str, object] = field(default_factory=dict)


def conflicts(fair: Instance, interviews: Iterable[Pinned | Interview]) -> tuple[Conflict, ...]:
    """Every rule broken by interviews, pinned or planned: nothing is assumed of how they were made."""
    stands = {stand.id: stand for stand in fair.stands}
    clashes: list[Conflict] = []
    held: dict[str, list[Pinned | Interview]] = {candidate.id: [] for candidate in fair.candidates}
    seats: Counter[tuple[str, int]] = Counter()
    for meeting in interviews:
        held[meeting.candidate].append(meeting)
        seats[meeting.stand, meeting.slot] += 1
        if meeting.slot in stands[meeting.stand].closed:
            clashes.append(Conflict("closed", {"stand": meeting.stand, "slot": meeting.slot}))
    for (stand, slot), number in sorted(seats.items()):
        if number > stands[stand].recruiters:
            clashes.append(Conflict("seats", {"stand": stand, "slot": slot, "n": stands[stand].recruiters}))
    for person in fair.candidates:
        clashes += _person_conflicts(person, held[person.id])
    return tuple(clashes)


def _person_conflicts(person: Candidate, meetings: list[Pinned | Interview]) -> list[Conflict]:
    clashes: list[Conflict] = []
    slots = sorted(meeting.slot for meeting in meetings)
    who: dict[str, object] = {"candidate": person.id}
    for stand, number in sorted(Counter(meeting.stand for meeting in meetings).items()):
        if number > 1:
            clashes.append(Conflict("again", {**who, "stand": stand}))
    if len(slots) > person.max_interviews:
        clashes.append(Conflict("too_many", {**who, "n": person.max_interviews}))
    for slot, following in pairwise(slots):
        if slot == following:
            clashes.append(Conflict("twice_at_once", {**who, "slot": slot}))
        elif person.pause_after and following == slot + 1:
            clashes.append(Conflict("no_pause", {**who, "slot": slot}))
    busy = set(slots)
    clashes += [
        Conflict("three_in_a_row", {**who, "slot": slot}) for slot in sorted(busy) if {slot + 1, slot + 2} <= busy
    ]
    clashes += [Conflict("absent", {**who, "slot": slot}) for slot in sorted(busy & person.absent)]
    return clashes


def grid_of(fair: Instance) -> Grid:
    """The fair as arrays, in the order of the instance."""
    rows = {candidate.id: row for row, candidate in enumerate(fair.candidates)}
    columns = {stand.id: column for column, stand in enumerate(fair.stands)}
    worth = np.full((len(rows), len(columns)), -np.inf)
    for pair in fair.pairs:
        worth[rows[pair.candidate], columns[pair.stand]] = pair.value
    present = np.ones((len(rows), fair.slots), bool)
    for row, person in enumerate(fair.candidates):
        present[row, list(person.absent)] = False
    seats = np.zeros((len(columns), fair.slots), int)
    for column, stand in enumerate(fair.stands):
        seats[column] = stand.recruiters
        seats[column, list(stand.closed)] = 0
    pinned = np.full((len(rows), fair.slots), -1)
    for meeting in fair.pinned:
        row, column = rows[meeting.candidate], columns[meeting.stand]
        pinned[row, meeting.slot] = column
        # A held interview stays even when the pair is no longer proposed; it is then worth nothing of its own.
        worth[row, column] = max(worth[row, column], 0.0)
    for slot in fair.locked:
        seats[:, slot] = np.bincount(pinned[pinned[:, slot] >= 0, slot], minlength=len(columns))
    return Grid(
        worth=worth,
        present=present,
        seats=seats,
        pinned=pinned,
        most=np.array([candidate.max_interviews for candidate in fair.candidates], int),
        pause=np.array([candidate.pause_after for candidate in fair.candidates], bool),
    )


def rounds_for(fair: Instance) -> int:
    """Rounds for a fair of this size: larger fairs get fewer, as each costs more."""
    size = max(len(fair.candidates) * len(fair.stands), 1)
    return max(FEWEST, min(ROUNDS, ROUNDS * USUAL_SIZE // size))


def plan(fair: Instance, seed: int = 1, rounds: int | None = None) -> Plan:
    """The timetable of a fair: same instance, same seed, same plan. Pinned interviews must not conflict."""
    if conflicts(fair, fair.pinned):
        raise ValueError("pinned interviews conflict")
    grid = grid_of(fair)
    servable, base = _most_served(grid)
    where = gathered(grid, search(grid, base, seed, rounds_for(fair) if rounds is None else rounds))
    value = value_of(grid, where)
    served = np.any(where >= 0, axis=1)
    return Plan(
        interviews=_interviews(fair, where),
        value=value,
        bound=max(_bound(grid), value),
        served=int(served.sum()),
        servable=servable,
        left_out=tuple(
            candidate.id for candidate, has in zip(fair.candidates, served.tolist(), strict=True) if not has
        ),
    )


def bound(fair: Instance) -> float:
    """What no timetable of this fair can exceed."""
    return _bound(grid_of(fair))


def _interviews(fair: Instance, where: NDArray[np.int_]) -> tuple[Interview, ...]:
    taken: Counter[tuple[int, int]] = Counter()
    interviews = []
    for slot in range(fair.slots):
        for row in np.flatnonzero(where[:, slot] >= 0):
            column = int(where[row, slot])
            interviews.append(Interview(fair.candidates[row].id, fair.stands[column].id, taken[column, slot], slot))
            taken[column, slot] += 1
    return tuple(interviews)


def _most_served(grid: Grid) -> tuple[int, NDArray[np.int_]]:
    """The most people who can have one interview each, and such a set of interviews beside the pinned ones."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import maximum_bipartite_matching

    base = grid.pinned.copy()
    served = (base >= 0).any(axis=1)
    free = grid.seats.copy()
    for row, slot in zip(*np.nonzero(base >= 0), strict=True):
        free[base[row, slot], slot] -= 1
    places = [(column, slot) for column, slot in zip(*np.nonzero(free > 0), strict=True)]
    seats = [place for place in places for _ in range(int(free[place]))]
    people = np.flatnonzero(~served & (grid.most > 0))
    if not seats or not len(people):
        return int(served.sum()), base
    at = np.array(seats)
    possible = np.isfinite(grid.worth[np.ix_(people, at[:, 0])]) & grid.present[np.ix_(people, at[:, 1])]
    chosen = maximum_bipartite_matching(csr_matrix(possible), perm_type="column")
    for row, seat in zip(people, chosen, strict=True):
        if seat >= 0:
            base[row, at[seat, 1]] = at[seat, 0]
    return int((base >= 0).any(axis=1).sum()), base


def _most_slots(present: NDArray[np.bool_], most: int, pause: bool) -> int:
    """The most interviews a person's presence leaves room for, pauses and rows of three counted."""
    ends: dict[int, int] = {0: 0}
    for here in present.tolist():
        # A state is the number of interviews that end here in a row; its value, the most interviews so far.
        after = {0: max(ends.values())}
        if here:
            for run, number in ends.items():
                if run < (1 if pause else 2):
                    after[run + 1] = number + 1
        ends = after
    return min(most, max(ends.values()))


def _bound(grid: Grid) -> float:
    """The optimum of the flow on pairs without slots: people's numbers and stands' places hold, clashes do not."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix, vstack

    together = (grid.present.astype(int) @ (grid.seats > 0).T.astype(int)) > 0
    pinned = {(row, int(grid.pinned[row, slot])) for row, slot in zip(*np.nonzero(grid.pinned >= 0), strict=True)}
    pairs = [(r, c) for r, c in zip(*np.nonzero(np.isfinite(grid.worth) & together), strict=True)]
    if not pairs:
        return 0.0
    people = len(grid.worth)
    rows, columns = (np.array(side) for side in zip(*pairs, strict=True))
    room = [_most_slots(grid.present[r], int(grid.most[r]), bool(grid.pause[r])) for r in range(people)]
    # One step of bonus is a variable of its own; after the last, interviews bring no bonus.
    steps = [(r, k) for r in range(people) for k in range(min(room[r], len(BONUS)))]
    gain = np.concatenate([grid.worth[rows, columns], [BONUS[k] for _, k in steps]])
    number, extra = len(pairs), len(steps)
    used = coo_matrix((np.ones(number), (rows, np.arange(number))), (people, number + extra))
    paid_rows = [r for r, _ in steps]
    paid = coo_matrix((np.ones(extra), (paid_rows, number + np.arange(extra))), (people, number + extra))
    places = coo_matrix((np.ones(number), (columns, np.arange(number))), (grid.seats.shape[0], number + extra))
    limits = np.concatenate([np.array(room), grid.seats.sum(axis=1), np.zeros(people)])
    low = np.concatenate([[float(pair in pinned) for pair in pairs], np.zeros(extra)])
    solved = linprog(
        -gain,
        A_ub=vstack([used, places, paid - used]).tocsr(),
        b_ub=limits,
        bounds=np.column_stack([low, np.ones(number + extra)]),
        method="highs",
    )
    if solved.status != 0:
        raise ArithmeticError(solved.message)
    return float(-solved.fun)
