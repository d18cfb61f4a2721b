"""The E-step of the whole tree, part by part: what some people's answers come to under a model, as sums.

Answers are kept as patterns in an order of their own, each with how many people gave it, and summed in the order of the
parts: neither the order of people, nor who sums a part, nor in how many places, can be seen in a sum.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.batch import Ints, Item
from scoring.estimate import Array, Tree, category_probability, tree

Patterns = NDArray[np.int8]
PART = 4096
"""Patterns of one part."""
STEP = 64
"""Patterns of one product of matrices: so few that numpy's BLAS never shares it out over threads, whose number would
else be seen in the last digit of a sum."""
TINY = 1e-300


@dataclass(frozen=True, slots=True)
class TreeModel:
    """What answers are read under: items in their order, the SD of the cells, the share of the general factor."""

    items: tuple[Item, ...]
    sigma: float
    gamma2: float


@dataclass(frozen=True, slots=True)
class TreeSums:
    """Sums over people. `log_likelihood`: of their answers; `answers`: of each item, those expected by category and
    node; `spread`: of the squares of what parts a cell from its habileté; `moments`: of theta^2, theta g, g^2.
    """

    log_likelihood: float
    answers: tuple[Array, ...]
    spread: float
    moments: Array

    def __add__(self, other: "TreeSums") -> "TreeSums":
        return TreeSums(
            self.log_likelihood + other.log_likelihood,
            tuple(a + b for a, b in zip(self.answers, other.answers, strict=True)),
            self.spread + other.spread, self.moments + other.moments,
        )  # fmt: skip


Summing = Callable[[Sequence[TreeModel]], list[TreeSums]]
"""The sums over everybody under each of some models."""


@dataclass(frozen=True, slots=True)
class TreeCells:
    """The habiletés, and the cells with the columns of their items, of each habileté one after the other."""

    names: tuple[str, ...]
    cells: tuple[tuple[str, tuple[int, ...]], ...]

    @staticmethod
    def of(items: Sequence[Item]) -> "TreeCells":
        """Those of some items."""
        keys = sorted({(i.competency, i.cell) for i in items})
        cells = tuple(
            (name, tuple(j for j, i in enumerate(items) if (i.competency, i.cell) == (name, cell)))
            for name, cell in keys
        )
        return TreeCells(tuple(dict.fromkeys(i.competency for i in items)), cells)


@dataclass(frozen=True)
class Expected:
    """The posterior of each cell, (patterns, nodes), and what the sums are made of, a pattern each."""

    log_likelihood: Array
    eta: list[Array]
    spread: list[Array]
    moments: Array  # (3, patterns), over all habiletés


@dataclass(frozen=True)
class AnswerPart:
    """Some patterns, (patterns, items), -1 where nothing was observed, and how many people gave each."""

    cells: TreeCells
    patterns: Patterns
    people: Array

    def sums(self, model: TreeModel) -> TreeSums:
        """Their sums under a model."""
        tables = ModelTables.of(model)
        return in_order([self._step(slice(at, at + STEP), tables) for at in range(0, len(self.patterns), STEP)])

    def _step(self, rows: slice, tables: "ModelTables") -> TreeSums:
        y, people = self.patterns[rows], self.people[rows]
        sums = expected(self.cells, y, tables)
        answers: list[Array] = [np.empty(0)] * len(tables.logs)
        for (_, columns), eta in zip(self.cells.cells, sums.eta, strict=True):
            # One product a cell: the items' categories by people, times people by nodes.
            sizes = [len(tables.logs[j]) - 1 for j in columns]
            given = np.vstack([y[:, j] == np.arange(size)[:, None] for j, size in zip(columns, sizes, strict=True)])
            both = (given * people) @ eta
            for j, own in zip(columns, np.split(both, np.cumsum(sizes)[:-1]), strict=True):
                answers[j] = own
        spread = sum(float((spread_of * people).sum()) for spread_of in sums.spread)
        value = float((sums.log_likelihood * people).sum())
        return TreeSums(value, tuple(answers), spread, (sums.moments * people).sum(1))


@dataclass(frozen=True, slots=True)
class ModelTables:
    """What is worked out once for a model. `logs`: log P of each item's categories at the nodes, and last a row of 0,
    which -1 finds: nothing was observed; `apart`: the cells' kernel times the square of what parts them.
    """

    tree: Tree
    logs: tuple[Array, ...]
    apart: Array

    @staticmethod
    def of(model: TreeModel) -> "ModelTables":
        """Those of a model."""
        t = tree(model.sigma, model.gamma2)
        rows = [np.log(np.maximum(category_probability(t.x, i.a, i.b), TINY)) * i.weight for i in model.items]
        logs = tuple(np.vstack([row, np.zeros(len(t.x))]) for row in rows)
        return ModelTables(t, logs, t.blur * (t.x[:, None] - t.x[None, :]) ** 2)


def expected(shape: TreeCells, y: Patterns, tables: ModelTables) -> Expected:
    """The messages of `estimate` for some patterns at once."""
    t, logs = tables.tree, tables.logs
    n = len(y)
    like, up, scale = [], [], np.zeros(n)
    message = {name: np.ones((n, len(t.x))) for name in shape.names}
    for name, columns in shape.cells:
        log = np.zeros((n, len(t.x)))
        for j in columns:
            log += logs[j][y[:, j]]
        top = log.max(1)
        scale += top
        like.append(np.exp(log - top[:, None]))
        up.append(like[-1] @ t.blur)
        message[name] *= up[-1]
    to_g = {name: np.maximum(message[name] @ t.down, TINY) for name in shape.names}
    log_g = np.log(t.w) + sum(np.log(to_g[name]) for name in shape.names)
    top = log_g.max(1, keepdims=True)
    p_g = np.exp(log_g - top)
    cavity = {name: p_g / to_g[name] for name in shape.names}
    down = {name: cavity[name] @ t.down.T for name in shape.names}
    eta, spread = [], []
    for c, (name, columns) in enumerate(shape.cells):
        rest = down[name] * message[name] / np.maximum(up[c], TINY)
        own = like[c] * (rest @ t.blur.T)
        z = own.sum(1)
        eta.append(own / z[:, None])
        there = (y[:, list(columns)] >= 0).any(1)
        spread.append(((like[c] @ tables.apart) * rest).sum(1) / z * there)
    moments = _moments(shape, message, cavity, t)
    return Expected(np.log(p_g.sum(1)) + top[:, 0] + scale, eta, spread, moments)


def _moments(shape: TreeCells, message: dict[str, Array], cavity: dict[str, Array], t: Tree) -> Array:
    """What gamma2 rests on: E(theta^2), E(theta g), E(g^2) of each pattern, summed over the habiletés."""
    moments = np.zeros((3, len(next(iter(message.values())))))
    for name in shape.names:
        base = (message[name] @ t.down) * cavity[name]
        second = (((message[name] * t.x**2) @ t.down) * cavity[name]).sum(1)
        cross = (((message[name] * t.x) @ t.down) * cavity[name]) @ t.g
        moments += np.stack([second, cross, base @ t.g**2]) / base.sum(1)
    return moments


def in_order(parts: Iterable[TreeSums]) -> TreeSums:
    """Some sums added up one after the other."""
    first, *others = parts
    for other in others:
        first = first + other
    return first


def sums_of(part: AnswerPart, models: Sequence[TreeModel]) -> list[TreeSums]:
    """What a part comes to under each of some models: a task, wherever it runs."""
    return [part.sums(model) for model in models]


def counted_patterns(rows: Ints | Patterns, people: Array | None = None) -> tuple[Patterns, Array]:
    """The patterns among some rows, in an order of their own, and how many people gave each.

    `people`: how many gave each row; 1 where it is left out.
    """
    patterns, where = np.unique(rows.astype(np.int8), axis=0, return_inverse=True)
    return patterns, np.bincount(where.reshape(-1), people, len(patterns)).astype(np.float64)


class Sessions:
    """Answers of people to items in cells: `responses` (people, items), -1 where nothing was observed.

    `people`: how many gave each row; 1 where it is left out.
    """

    def __init__(self, items: Sequence[Item], responses: Ints | Patterns, people: Array | None = None) -> None:
        self.items = tuple(items)
        self.cells = TreeCells.of(self.items)
        self.patterns, self.people = counted_patterns(responses, people)

    @property
    def n(self) -> int:
        """How many people."""
        return round(float(self.people.sum()))

    def answered(self, columns: Sequence[int]) -> int:
        """How many people were seen in one of some items."""
        return round(float(self.people[(self.patterns[:, list(columns)] >= 0).any(1)].sum()))

    def categories(self, j: int) -> set[int]:
        """The categories of an item that somebody gave."""
        return set(self.patterns[:, j].tolist()) - {-1}

    def twice(self) -> bool:
        """Whether some habileté was seen in two cells: else the SD of cells cannot be told from that of people."""
        return len(self.cells.cells) > len(self.cells.names)

    def parts(self) -> list[AnswerPart]:
        """All answers in parts: whoever sums, sums these, in this order."""
        cuts = [slice(start, start + PART) for start in range(0, len(self.patterns), PART)]
        return [AnswerPart(self.cells, self.patterns[cut], self.people[cut]) for cut in cuts]

    def summed(self, models: Sequence[TreeModel]) -> list[TreeSums]:
        """The sums over everybody under each of some models, made here."""
        return together([sums_of(part, models) for part in self.parts()])


def together(parts: Sequence[Sequence[TreeSums]]) -> list[TreeSums]:
    """What the parts came to under each model, added up in their order."""
    return [in_order(of_one) for of_one in zip(*parts, strict=True)]
