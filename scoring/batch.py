"""The same exact tree for many people at once: the messages of `estimate` as matrix products over blocks of people.

What a small cell says of theta depends on nothing but the pattern of its answers: it is worked out once a pattern and
looked up for each person. Blocks always have the same shape (the last is filled up with people of whom nothing was
observed), items and competencies are put in an order of their own, outputs are rounded to 1e-6: neither the order nor
the size of a batch can be seen in a result.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.estimate import (
    DECIMALS,
    GAMMA2,
    SIGMA,
    TINY,
    Array,
    Heard,
    Tree,
    evidence_rows,
    given_in_logs,
    read,
    tree,
)

Ints = NDArray[np.int64]
PlaceIndexes = NDArray[np.intp]
BLOCK = 128
MOST_PATTERNS = 1296
"""Patterns, missing answers included, up to which a group of items is one table: four items of five categories."""


@dataclass(frozen=True, slots=True)
class Item:
    """One graded item. `cell` "" attaches it to the habileté itself; b rises strictly; weight in (0, 1]."""

    id: str
    competency: str
    cell: str
    a: float
    b: tuple[float, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Scores:
    """mean, sd: (people, competencies); levels: (people, competencies, 3), P(theta >= cut); competencies in order."""

    competencies: tuple[str, ...]
    mean: Array
    sd: Array
    levels: Array


@dataclass(frozen=True)
class _Group:
    """Items of one cell that are looked up together: each pattern's log likelihood and each person's pattern."""

    logs: Array  # (patterns met, nodes)
    code: PlaceIndexes  # (people,)


@dataclass(frozen=True)
class _Cell:
    """One cell of a competency: small when its items are one group."""

    competency: str
    blurred: bool
    groups: tuple[_Group, ...]

    def log(self, people: slice) -> Array:
        """Log likelihood of the answers of some people, (people, nodes)."""
        first, *others = self.groups
        out: Array = first.logs[first.code[people]]
        for group in others:
            out += group.logs[group.code[people]]
        return out


@dataclass(frozen=True)
class _BatchPlan:
    """Everything a block looks up.

    names: competencies, those with most cells first, and at the very end the `alone`, of one small cell each.
    rows: (patterns, nodes), what a pattern says of theta, the first 1 everywhere; to_g: (patterns, 31), of g.
    at: for the first, second... cells of the competencies that have them, (competencies, people) rows of the table.
    cells: of each competency; those of more than one group (competency, cell) are `large`, worked out block by block.
    """

    names: tuple[str, ...]
    alone: int
    rows: Array
    to_g: Array
    at: tuple[PlaceIndexes, ...]
    cells: tuple[tuple[_Cell, ...], ...]
    large: tuple[tuple[int, _Cell], ...]


def score(items: Sequence[Item], responses: Ints, *, sigma: float = SIGMA, gamma2: float = GAMMA2) -> Scores:
    """Posterior means, SDs and level probabilities. `responses`: (people, items), -1 where nothing was observed.

    Raises ValueError for a category outside an item's table or a shape that does not fit.
    """
    if responses.ndim != 2 or responses.shape[1] != len(items):
        raise ValueError(f"responses have shape {responses.shape}, {len(items)} columns are expected")
    tops = np.array([len(i.b) for i in items], dtype=np.int64)
    if responses.size and (responses.min() < -1 or (responses.max(0) > tops).any()):
        raise ValueError("a category lies outside its item's table")
    names = tuple(dict.fromkeys(i.competency for i in items))
    n = len(responses)
    out = np.empty((len(names), n, 5))
    if out.size:
        t = tree(sigma, gamma2)
        plan = _plan(_cells(items, responses, sigma), t, n)
        order = np.array([names.index(name) for name in plan.names])
        work = _BatchWork.of(len(names))
        for start in range(0, n, BLOCK):
            out[order, start : start + BLOCK] = _block(plan, t, work, start)[:, : n - start]
    np.round(out, DECIMALS, out=out)
    out += 0.0  # no minus zero
    mean, sd, levels = out[:, :, 0].T, out[:, :, 1].T, out[:, :, 2:].transpose(1, 0, 2)
    return Scores(names, mean.copy(), sd.copy(), np.clip(levels, 0, 1))


def _cells(items: Sequence[Item], responses: Ints, sigma: float) -> list[_Cell]:
    """Items by competency and cell, everything in the order of its name."""
    columns = np.zeros((len(items), -(-len(responses) // BLOCK) * BLOCK), dtype=np.intp)
    columns[:, : len(responses)] = responses.T
    columns[:, : len(responses)] += 1
    by: dict[tuple[str, str], list[int]] = {}
    for at in sorted(range(len(items)), key=lambda at: (items[at].competency, items[at].cell, items[at].id)):
        by.setdefault((items[at].competency, items[at].cell), []).append(at)
    return [
        _Cell(who, bool(cell) and sigma > 0, tuple(_group(items, columns, part) for part in _parts(items, members)))
        for (who, cell), members in by.items()
    ]


def _parts(items: Sequence[Item], members: Sequence[int]) -> list[list[int]]:
    """The items of a cell in groups of few enough patterns."""
    parts: list[list[int]] = []
    patterns = MOST_PATTERNS + 1
    for at in members:
        patterns *= len(items[at].b) + 2
        if patterns > MOST_PATTERNS:
            parts.append([])
            patterns = len(items[at].b) + 2
        parts[-1].append(at)
    return parts


def _group(items: Sequence[Item], columns: PlaceIndexes, members: Sequence[int]) -> _Group:
    """The patterns that occur, and who has which. `columns`: category + 1, 0 where nothing was observed."""
    code = columns[members[0]].copy()
    for at in members[1:]:
        code *= len(items[at].b) + 2
        code += columns[at]
    size = int(np.prod([len(items[at].b) + 2 for at in members]))
    met = np.zeros(size, dtype=np.bool_)
    met[code] = True
    patterns = np.flatnonzero(met)
    logs, rest = np.zeros((len(patterns), len(tree().x))), patterns
    for at in reversed(members):
        own = evidence_rows(items[at].a, items[at].b, items[at].weight)[0]
        rest, category = np.divmod(rest, len(own) + 1)
        logs += np.vstack([np.zeros_like(own[:1]), own])[category]
    return _Group(logs, (np.cumsum(met) - 1)[code])


def _plan(cells: Sequence[_Cell], t: Tree, n: int) -> _BatchPlan:
    """The table of all patterns of small cells, and where each person stands in it."""
    by: dict[str, list[_Cell]] = {}
    for cell in cells:
        by.setdefault(cell.competency, []).append(cell)
    alone = {name for name, own in by.items() if len(own) == 1 and len(own[0].groups) == 1}
    names = sorted(by, key=lambda name: (name in alone, -len(by[name]), name))
    parts, filled = [np.ones((1, len(t.x)))], 1
    people = len(cells[0].groups[0].code)
    at: list[PlaceIndexes] = []
    large: list[tuple[int, _Cell]] = []
    for turn in range(max(map(len, by.values()))):
        there = [name for name in names if len(by[name]) > turn]
        at.append(np.zeros((len(there), people), dtype=np.intp))
        for k, name in enumerate(there):
            cell = by[name][turn]
            if len(cell.groups) > 1:
                large.append((k, cell))
                continue
            parts.append(_message(cell.groups[0].logs.copy(), cell.blurred, t))
            at[turn][k] = cell.groups[0].code + filled
            filled += len(parts[-1])
    rows = np.concatenate(parts)
    own = tuple(tuple(by[name]) for name in names)
    return _BatchPlan(tuple(names), len(alone), rows, _product(rows, t.down), tuple(at), own, tuple(large))


def _message(log: Array, blurred: bool, t: Tree) -> Array:
    """What log likelihoods (rows, nodes) of a cell say of theta, the largest of each row 1; `log` is used up."""
    log -= log.max(1, keepdims=True)
    like = np.exp(log, out=log)
    if blurred:
        like = _product(like, t.blur)
        like /= like.max(1, keepdims=True)
    return like


def _product(rows: Array, kernel: Array) -> Array:
    """rows @ kernel in slices of one shape, so that a row's product does not depend on how many others there are."""
    out = np.empty((-(-len(rows) // BLOCK) * BLOCK, kernel.shape[1]))
    padded = np.zeros((BLOCK, rows.shape[1]))
    for start in range(0, len(rows), BLOCK):
        part = rows[start : start + BLOCK]
        if len(part) < BLOCK:
            padded[: len(part)] = part
            part = padded
        np.dot(part, kernel, out=out[start : start + BLOCK])
    return out[: len(rows)]


@dataclass(frozen=True)
class _BatchWork:
    """Arrays that every block of BLOCK people uses again: (K, people, 61), again, (K, people, 31), again."""

    message: Array
    prior: Array
    to_g: Array
    cavity: Array

    @classmethod
    def of(cls, k: int) -> "_BatchWork":
        """The arrays for k competencies."""
        x, g = len(tree().x), len(tree().g)
        wide, narrow = (k, BLOCK, x), (k, BLOCK, g)
        return cls(np.empty(wide), np.empty(wide), np.empty(narrow), np.empty(narrow))


def _block(plan: _BatchPlan, t: Tree, work: _BatchWork, start: int) -> Array:
    """Mean, SD and three levels, (competencies, people, 5), of the BLOCK people from `start` on.

    Messages are multiplied as they are. A product that leaves the range of doubles (hundreds of contradictory answers)
    is noticed, and that person is worked out alone, in logarithms.
    """
    stop = start + BLOCK
    message, prior, to_g, cavity = work.message, work.prior, work.to_g, work.cavity
    _look_up(plan.rows, plan.at[0][:, start:stop], message)
    for at in plan.at[1:]:
        message[: len(at)] *= _look_up(plan.rows, at[:, start:stop], prior[: len(at)])
    for k, cell in plan.large:
        message[k] *= _message(cell.log(slice(start, stop)), cell.blurred, t)
    several = len(plan.names) - plan.alone
    np.dot(_flat(message[:several]), t.down, out=_flat(to_g[:several]))
    _look_up(plan.to_g, plan.at[0][several:, start:stop], to_g[several:])
    p_g = np.multiply.reduce(to_g, axis=0)
    p_g *= t.w
    lost = np.flatnonzero(~((np.minimum.reduce(to_g, axis=0).min(1) > TINY) & (p_g.max(1) > TINY)))
    message[:, lost], to_g[:, lost], p_g[lost] = 1.0, 1.0, 1.0
    np.divide(p_g, to_g, out=cavity)
    np.dot(_flat(cavity), t.down.T, out=_flat(prior))
    prior *= message
    sums = np.dot(_flat(prior), t.moments).reshape(len(plan.names), BLOCK, -1)
    out: Array = sums[:, :, 1:] / sums[:, :, :1]
    out[:, :, 1] = np.sqrt(np.maximum(out[:, :, 1] - out[:, :, 0] ** 2, 0.0))
    for person in lost:
        out[:, person] = _alone(plan, t, start + int(person))
    return out


def _flat(values: Array) -> Array:
    """A view with all but the last axis joined."""
    return values.reshape(-1, values.shape[-1])


def _look_up(rows: Array, at: PlaceIndexes, out: Array) -> Array:
    """Rows of the table into `out`."""
    return np.take(rows, at, axis=0, out=out, mode="clip")


def _alone(plan: _BatchPlan, t: Tree, person: int) -> Array:
    """One person in logarithms: (competencies, 5)."""
    alone = slice(person, person + 1)
    logs, given = np.empty((len(plan.names) + 1, len(t.g))), np.empty((5 * len(plan.names), len(t.g)))
    logs[-1] = t.log_w
    for k, own in enumerate(plan.cells):
        heard = [Heard(cell.log(alone)[0], cell.blurred) for cell in own]
        given_in_logs(t, heard, logs[k], given[5 * k : 5 * k + 5])
    return read(t, logs, given)[len(t.g) :].reshape(-1, 5)
