"""The same exact tree for many people at once: the messages of `estimate` as matrix products over blocks of people.

A block always has the same shape (the last one is filled up with people of whom nothing was observed), items are put in
a canonical order and outputs are rounded to 1e-6: neither the order nor the size of a batch can be seen in a result.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from envol.scoring.estimate import DECIMALS, GAMMA2, LEVEL_CUTS, SIGMA, Array, category_probability, tree

Ints = NDArray[np.int64]
BLOCK = 256


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
class _Cell:
    competency: int
    columns: tuple[int, ...]
    offsets: tuple[int, ...]
    table: Array  # (categories of all its items, nodes): weighted log P
    blurred: bool


def score(items: Sequence[Item], responses: Ints, *, sigma: float = SIGMA, gamma2: float = GAMMA2) -> Scores:
    """Posterior means, SDs and level probabilities. `responses`: (people, items), -1 where nothing was observed.

    Raises ValueError for a category outside an item's table or a shape that does not fit.
    """
    if responses.ndim != 2 or responses.shape[1] != len(items):
        raise ValueError(f"responses have shape {responses.shape}, {len(items)} columns are expected")
    tops = np.array([len(i.b) for i in items], dtype=np.int64)
    if responses.size and (responses.min() < -1 or (responses > tops).any()):
        raise ValueError("a category lies outside its item's table")
    names = tuple(dict.fromkeys(i.competency for i in items))
    t = tree(sigma, gamma2)
    cells = _cells(items, names, t.x, sigma)
    n = len(responses)
    mean, sd = np.empty((n, len(names))), np.empty((n, len(names)))
    levels = np.empty((n, len(names), len(LEVEL_CUTS)))
    reached = np.stack([(t.x >= cut).astype(float) for cut in LEVEL_CUTS], 1)
    moments = np.column_stack([t.x, t.x**2, reached])
    for start in range(0, n, BLOCK):
        block = responses[start : start + BLOCK]
        full = np.full((BLOCK, len(items)), -1, dtype=np.int64)
        full[: len(block)] = block
        read = _block(full, cells, len(names), (t.x, t.w, t.blur, t.down), moments)[:, : len(block)]
        rows = slice(start, start + len(block))
        mean[rows] = read[:, :, 0].T
        sd[rows] = np.sqrt(np.maximum(read[:, :, 1] - read[:, :, 0] ** 2, 0)).T
        levels[rows] = read[:, :, 2:].transpose(1, 0, 2)
    zero = np.zeros(1)
    return Scores(
        names,
        np.round(mean, DECIMALS) + zero,
        np.round(sd, DECIMALS) + zero,
        np.clip(np.round(levels, DECIMALS), 0, 1) + zero,
    )


def _cells(items: Sequence[Item], names: Sequence[str], x: Array, sigma: float) -> list[_Cell]:
    """Items by competency and cell, in the order of their names."""
    groups: dict[tuple[int, str], list[int]] = {}
    for at, item in enumerate(items):
        groups.setdefault((names.index(item.competency), item.cell), []).append(at)
    cells = []
    for (k, cell), columns in sorted(groups.items()):
        columns.sort(key=lambda at: items[at].id)
        tables = [items[at].weight * np.log(category_probability(x, items[at].a, items[at].b)) for at in columns]
        offsets = np.concatenate([[0], np.cumsum([len(table) for table in tables])[:-1]])
        cells.append(
            _Cell(k, tuple(columns), tuple(int(o) for o in offsets), np.vstack(tables), bool(cell) and sigma > 0)
        )
    return cells


def _block(
    responses: Ints, cells: Sequence[_Cell], k: int, kernels: tuple[Array, Array, Array, Array], moments: Array
) -> Array:
    """(competencies, people, 5): mean, second moment and three level probabilities of one block."""
    x, w, blur, down = kernels
    n = len(responses)
    message = np.ones((k, n, len(x)))
    people = np.arange(n)
    for cell in cells:
        one_hot = np.zeros((n, len(cell.table)))
        for column, offset in zip(cell.columns, cell.offsets, strict=True):
            y = responses[:, column]
            seen = y >= 0
            one_hot[people[seen], offset + y[seen]] = 1.0
        log = one_hot @ cell.table
        like = np.exp(log - log.max(1, keepdims=True))
        if cell.blurred:
            like = like @ blur
            like /= like.max(1, keepdims=True)
        message[cell.competency] *= like
    to_g = np.log(message @ down)
    log_g = np.log(w) + to_g.sum(0)
    cavity = log_g[None] - to_g
    cavity = np.exp(cavity - cavity.max(2, keepdims=True))
    theta = message * (cavity @ down.T)
    read: Array = theta @ moments
    read /= theta.sum(2, keepdims=True)
    return read
