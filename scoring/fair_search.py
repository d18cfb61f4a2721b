"""The search behind a fair's timetable: each slot is solved exactly; clearing a few and solving again improves them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BONUS = (1.0, 0.25, 0.1, 0.05)
"""What the first, second, third and fourth interview of a person add."""
SlotArray = NDArray[np.int_]
"""People x slots: the stand a person meets in a slot, -1 for none."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A fair as arrays. `worth` people x stands (-inf: no such pair), `seats` stands x slots, `pinned` like Where."""

    worth: NDArray[np.float64]
    present: NDArray[np.bool_]
    seats: NDArray[np.int_]
    pinned: SlotArray
    most: NDArray[np.int_]
    pause: NDArray[np.bool_]


def value_of(grid: Grid, where: SlotArray) -> float:
    """Sum of the pairs' values and of each person's falling bonus."""
    rows, slots = np.nonzero(where >= 0)
    total = np.concatenate([[0.0], np.cumsum(BONUS)])
    counts = np.minimum((where >= 0).sum(axis=1), len(BONUS))
    return float(grid.worth[rows, where[rows, slots]].sum() + total[counts].sum())


def search(grid: Grid, base: SlotArray, seed: int, rounds: int) -> SlotArray:
    """The best timetable found.

    `base` serves as many people as can be: the search starts from it when the greedy start serves fewer.
    """
    if not grid.worth.size or not grid.seats.size:
        return grid.pinned.copy()
    chance = np.random.default_rng(seed)
    work = _Timetable(grid, grid.pinned.copy())
    for slot in _scarce_first(grid):
        work.fill(slot)
    best, score = work.where.copy(), work.score()
    if score[0] < int((base >= 0).any(axis=1).sum()):
        work = _Timetable(grid, base.copy())
        for slot in _scarce_first(grid):
            work.fill(slot)
        best, score = work.where.copy(), work.score()
    for at in range(rounds):
        touched = _disturb(work, chance, at)
        for slot in touched:
            work.fill(slot)
        now = work.score()
        if now >= score:
            best, score = work.where.copy(), now
        else:
            work.restore(best)
    return best


def gathered(grid: Grid, where: SlotArray) -> SlotArray:
    """The same interviews at earlier hours, as long as one can be moved: no stand waits where somebody could come.

    Who meets whom stays, and so the value; what is pinned stays where it is.
    """
    work = _Timetable(grid, where)
    moved = True
    while moved:
        moved = False
        for slot in range(where.shape[1]):
            for row in np.flatnonzero((work.where[:, slot] >= 0) & ~work.fixed[:, slot]):
                moved |= work.hasten(int(row), slot)
    return work.where


def _scarce_first(grid: Grid) -> list[int]:
    """Slots in the order of places per person present: the emptier room is filled while people are still free."""
    people = np.maximum(grid.present.sum(axis=0), 1)
    return [int(slot) for slot in np.argsort(-people / np.maximum(grid.seats.sum(axis=0), 0.5), kind="stable")]


def _disturb(work: "_Timetable", chance: "np.random.Generator", at: int) -> list[int]:
    """Clear a part of the timetable; the slots to solve again, in a drawn order."""
    slots = work.where.shape[1]
    number = min(slots, 2 + at % 3)
    chosen = [int(slot) for slot in chance.choice(slots, number, replace=False)]
    for slot in chosen:
        work.clear(slot)
    return chosen


class _Timetable:
    """A timetable being changed, with what must be known at once: who met whom, how many times, when."""

    def __init__(self, grid: Grid, where: SlotArray) -> None:
        self.grid = grid
        self.fixed = grid.pinned >= 0
        self.bonus = np.array([*BONUS, 0.0])
        self.restore(where)

    def restore(self, where: SlotArray) -> None:
        """Take a timetable as it is."""
        self.where = where.copy()
        people, slots = where.shape
        # Two empty slots on each side, so that neighbours of the first and the last exist.
        self.busy = np.zeros((people, slots + 4), bool)
        self.busy[:, 2:-2] = where >= 0
        self.met = np.zeros(self.grid.worth.shape, bool)
        rows, at = np.nonzero(where >= 0)
        self.met[rows, where[rows, at]] = True
        self.count = (where >= 0).sum(axis=1)

    def score(self) -> tuple[int, float]:
        """People served first, then value."""
        return int((self.count > 0).sum()), value_of(self.grid, self.where)

    def clear(self, slot: int) -> None:
        """Take away what is not pinned in a slot."""
        rows = np.flatnonzero((self.where[:, slot] >= 0) & ~self.fixed[:, slot])
        self.met[rows, self.where[rows, slot]] = False
        self.count[rows] -= 1
        self.where[rows, slot] = -1
        self.busy[rows, slot + 2] = False

    def free(self, slot: int) -> NDArray[np.bool_]:
        """Who could take an interview in a slot, given their others."""
        before2, before, here, after, after2 = (self.busy[:, slot + k] for k in range(5))
        row_of_three = (before & before2) | (before & after) | (after & after2)
        tired = self.grid.pause & (before | after)
        free: NDArray[np.bool_] = ~here & ~row_of_three & ~tired & (self.count < self.grid.most)
        return free & self.grid.present[:, slot]

    def hasten(self, row: int, slot: int) -> bool:
        """Move a person's interview to the first slot before its own that has room for both; whether there is one."""
        stand = int(self.where[row, slot])
        self._put(row, slot, -1)
        for earlier in range(slot):
            room = self.grid.seats[stand, earlier] > (self.where[:, earlier] == stand).sum()
            if room and self.free(earlier)[row]:
                self._put(row, earlier, stand)
                return True
        self._put(row, slot, stand)
        return False

    def _put(self, row: int, slot: int, stand: int) -> None:
        """Set or take away (-1) one interview of a person, whose stands met stay the same."""
        self.where[row, slot] = stand
        self.busy[row, slot + 2] = stand >= 0
        self.count[row] += 1 if stand >= 0 else -1

    def fill(self, slot: int) -> None:
        """The best interviews for the places still empty in a slot."""
        from scipy.optimize import linear_sum_assignment

        taken = self.where[self.where[:, slot] >= 0, slot]
        left = self.grid.seats[:, slot] - np.bincount(taken, minlength=len(self.grid.seats))
        seats = np.repeat(np.arange(len(left)), np.maximum(left, 0))
        rows = np.flatnonzero(self.free(slot))
        if not len(seats) or not len(rows):
            return
        gain = self.grid.worth[rows] + self.bonus[np.minimum(self.count[rows], len(BONUS))][:, None]
        gain[self.met[rows]] = -np.inf
        gain = np.maximum(gain, 0.0)
        some = gain.max(axis=1) > 0
        rows, gain = rows[some], gain[some][:, seats]
        chosen, at = linear_sum_assignment(gain, maximize=True)
        real = gain[chosen, at] > 0
        people, stands = rows[chosen[real]], seats[at[real]]
        self.where[people, slot] = stands
        self.busy[people, slot + 2] = True
        self.met[people, stands] = True
        self.count[people] += 1
