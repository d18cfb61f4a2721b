"""The exact tree of `scoring.batch` in plain numpy, and the least time its own method could take."""

from collections.abc import Callable, Sequence

import numpy as np

from scoring.batch import BLOCK, Ints, Item
from scoring.estimate import GAMMA2, SIGMA, Array, evidence_rows, tree

Least = Callable[[Callable[[], object], int], float]


def plain(items: Sequence[Item], y: Ints) -> Array:
    """Mean, SD and three levels, (people, competencies, 5): every message made for every person, no table of patterns.

    What one writes first; every answer is there and every item has a cell.
    """
    t = tree(SIGMA, GAMMA2)
    names = tuple(dict.fromkeys(i.competency for i in items))
    messages = {name: np.ones((len(y), len(t.x))) for name in names}
    for cell in dict.fromkeys((i.competency, i.cell) for i in items):
        own = [j for j, i in enumerate(items) if (i.competency, i.cell) == cell]
        log = np.sum([evidence_rows(items[j].a, items[j].b, items[j].weight)[0][y[:, j]] for j in own], axis=0)
        like = np.exp(log - log.max(1, keepdims=True)) @ t.blur
        messages[cell[0]] *= like / like.max(1, keepdims=True)
    to_g = {name: message @ t.down for name, message in messages.items()}
    p_g = np.prod(list(to_g.values()), axis=0) * t.w
    out = []
    for name in names:
        sums = (((p_g / to_g[name]) @ t.down.T) * messages[name]) @ t.moments
        moments = sums[:, 1:] / sums[:, :1]
        moments[:, 1] = np.sqrt(np.maximum(moments[:, 1] - moments[:, 0] ** 2, 0))
        out.append(moments)
    return np.stack(out, 1)


def floor(cells: Sequence[int], least: Least) -> float:
    """Seconds a profile needs for the arithmetic of the table method alone, looking up and rounding left out.

    `cells`: small cells of each competency. A competency of one cell has its message to g in the table. Products are
    counted at the speed of a dgemm of this machine now, the rest at that of multiplying arrays of one block in cache.
    """
    a, b = np.random.default_rng(0).random((2, 1200, 1200))
    dgemm = least(lambda: a @ b, 5) / (2 * 1200**3)
    t = tree()
    x, g, k = len(t.x), len(t.g), len(cells)
    p, q = np.random.default_rng(1).random((2, BLOCK, x))
    multiply = least(lambda: [np.multiply(p, q, out=p) for _ in range(200)], 5) / (200 * p.size)
    several = sum(n > 1 for n in cells)
    products = 2 * (several * x * g + k * g * x + k * x * int(t.moments.shape[1]))
    singles = (sum(cells) - k) * x + 2 * k * g + k * x
    return float(products * dgemm + singles * multiply)
