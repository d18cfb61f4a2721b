"""One answer at a time: a bank's tables are made once, an answer touches one cell, everything is read out at once.

Pure functions on frozen states: `state = engine.start()`, `state = engine.update(state, item, category)`,
`engine.read_out(state)`. A cell is worked out from all its answers in a fixed order, by the functions of `estimate`:
the order of the answers cannot be seen, and the result is that of `estimate` from scratch, bit for bit.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from scoring.batch import Item
from scoring.estimate import (
    GAMMA2,
    SIGMA,
    Array,
    Heard,
    evidence_rows,
    given_general,
    given_in_logs,
    message,
    read,
    read_scale,
    rounded,
    tree,
)

MOST_PATTERNS = 256
"""Patterns of answers up to which a cell is one table: three items of five categories."""


class Belief(NamedTuple):
    """What is known of one person.

    answers: per cell, per item, the category or -1; messages: per cell, what it says of theta, (61,). known: over the
    nodes of g, (6 K + 1, 31): 5 K moments of the habiletés given g, then K log m(g), then log p(g).
    """

    answers: tuple[tuple[int, ...], ...]
    messages: tuple[Array, ...]
    known: Array


class Reading(NamedTuple):
    """mean, sd: (K,); levels: (K, 3); p_g: (31,), rounded as in `estimate`. given_g: (K, 3, 31), P(theta >= level | g),
    as it is: a view, to be rounded before it is written down."""

    mean: Array
    sd: Array
    levels: Array
    p_g: Array
    given_g: Array


@dataclass(frozen=True, slots=True)
class _CellPlan:
    """Of which habileté, the items' highest categories, their first rows of the table, the habileté's cells."""

    habilete: int
    tops: tuple[int, ...]
    first: tuple[int, ...]
    blurred: bool
    siblings: tuple[int, int]


class Engine:
    """The tables of a bank of items. `habiletes`: in the order of the results; K of them, observed or not."""

    def __init__(
        self, items: Sequence[Item], habiletes: Sequence[str], *, sigma: float = SIGMA, gamma2: float = GAMMA2
    ) -> None:
        """Raises ValueError for an item of an unknown habileté or an id that occurs twice."""
        self.habiletes = tuple(habiletes)
        place = {name: k for k, name in enumerate(self.habiletes)}
        for item in items:
            if item.competency not in place:
                raise ValueError(f"unknown habilete {item.competency!r} in item {item.id!r}")
        if len({item.id for item in items}) < len(items):
            raise ValueError("an item's id occurs twice")
        self.tree = tree(sigma, gamma2)
        by: dict[tuple[int, str], list[Item]] = {}
        for item in sorted(items, key=lambda i: (place[i.competency], i.cell, i.id)):
            by.setdefault((place[item.competency], item.cell), []).append(item)
        owners = [k for k, _ in by]
        self._where: dict[str, tuple[int, int]] = {}
        self._cells: list[_CellPlan] = []
        rows: list[Array] = []
        for c, ((k, name), own) in enumerate(by.items()):
            siblings = (owners.index(k), owners.index(k) + owners.count(k))
            first = []
            for n, item in enumerate(own):
                self._where[item.id] = (c, n)
                first.append(len(rows) + 1)
                rows += [np.zeros_like(self.tree.x), *evidence_rows(item.a, item.b, item.weight)[0]]
            tops = tuple(len(item.b) for item in own)
            self._cells.append(_CellPlan(k, tops, tuple(first), bool(name) and sigma > 0, siblings))
        self._table = np.array(rows)
        self._nothing = np.ones_like(self.tree.x)
        self._patterns = [self._all_patterns(cell) for cell in self._cells]

    def start(self) -> Belief:
        """Nothing observed: every habileté is what the prior says."""
        k, nodes = len(self.habiletes), len(self.tree.g)
        log, given = np.empty(nodes), np.empty((5, nodes))
        given_general(self.tree, self._nothing, log, given)
        answers = tuple((-1,) * len(cell.tops) for cell in self._cells)
        known = np.concatenate([np.tile(given, (k, 1)), np.tile(log, (k, 1)), self.tree.log_w[None]])
        return Belief(answers, (self._nothing,) * len(answers), known)

    def update(self, state: Belief, item: str, category: int) -> Belief:
        """The state with one more answer, or another one; -1 takes it back.

        Raises KeyError for an unknown item, ValueError for a category outside its table.
        """
        c, n = self._where[item]
        cell = self._cells[c]
        if not -1 <= category <= cell.tops[n]:
            raise ValueError(f"category {category} outside 0..{cell.tops[n]} in item {item!r}")
        before = state.answers
        own = (*before[c][:n], category, *before[c][n + 1 :])
        answers = (*before[:c], own, *before[c + 1 :])
        messages = (*state.messages[:c], self._message(c, own), *state.messages[c + 1 :])
        known = state.known.copy()
        self._habilete(cell, messages, answers, known)
        return Belief(answers, messages, known)

    def read_out(self, state: Belief) -> Reading:
        """Everything that is known, of all habiletés."""
        k, nodes = len(self.habiletes), len(self.tree.g)
        given = state.known[: 5 * k]
        whole = read(self.tree, state.known[5 * k :], given)
        whole = rounded(whole, read_scale(len(whole)))
        out = whole[nodes:].reshape(k, 5)
        return Reading(out[:, 0], out[:, 1], out[:, 2:], whole[:nodes], given.reshape(k, 5, nodes)[:, 2:])

    def unrounded(self, state: Belief) -> tuple[Array, Array, Array]:
        """p(g | y), (31,), mean, SD and levels, (K, 5), and P(theta >= level | g), (K, 3, 31), to the last bit."""
        k, nodes = len(self.habiletes), len(self.tree.g)
        given = state.known[: 5 * k]
        whole = read(self.tree, state.known[5 * k :], given)
        return whole[:nodes], whole[nodes:].reshape(k, 5), given.reshape(k, 5, nodes)[:, 2:]

    def _all_patterns(self, cell: _CellPlan) -> dict[tuple[int, ...], Array]:
        """What a small cell says of theta, for every pattern of its answers; nothing for a large one."""
        nothing = (-1,) * len(cell.tops)
        if math.prod(top + 2 for top in cell.tops) > MOST_PATTERNS:
            return {nothing: self._nothing}
        patterns = itertools.product(*(range(-1, top + 1) for top in cell.tops))
        return {p: message(self.tree, self._heard(cell, p)) for p in patterns} | {nothing: self._nothing}

    def _message(self, c: int, answers: tuple[int, ...]) -> Array:
        """What a cell says of theta: from its table, or worked out where it has too many patterns for one."""
        said = self._patterns[c].get(answers)
        return message(self.tree, self._heard(self._cells[c], answers)) if said is None else said

    def _heard(self, cell: _CellPlan, answers: Sequence[int]) -> Heard:
        rows = self._table.take([first + y for first, y in zip(cell.first, answers, strict=True)], 0)
        return Heard(np.add.reduce(rows, 0), cell.blurred)

    def _habilete(
        self, cell: _CellPlan, messages: Sequence[Array], answers: Sequence[tuple[int, ...]], known: Array
    ) -> None:
        """What the habileté of a cell says of g and is given g, into its rows of `known`."""
        first, last = cell.siblings
        said = messages[first]
        for other in range(first + 1, last):
            said = said * messages[other]
        k = cell.habilete
        log_m, given = known[5 * len(self.habiletes) + k], known[5 * k : 5 * k + 5]
        if not given_general(self.tree, said, log_m, given):
            heard = [self._heard(self._cells[c], answers[c]) for c in range(first, last)]
            given_in_logs(self.tree, heard, log_m, given)
