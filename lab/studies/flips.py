"""Doing better never hurts: single categories raised by one, and everything that must not fall read out unrounded."""

import numpy as np

from scoring.batch import Item
from scoring.engine import Belief, Engine
from scoring.estimate import Array

OFFERS = 40
"""Offers each flip is held against: three to five requirements of one level each."""


def bank() -> list[Item]:
    """36 graded items of six habiletés in three tasks, slopes and weights of several sizes."""
    return [
        Item(
            f"i{j:02d}", f"k{j % 6}", f"t{j % 3} x k{j % 6}", 0.8 + 0.3 * (j % 5), (-1.2, 0.0, 1.2), 1.0 - 0.5 * (j % 2)
        )
        for j in range(36)
    ]


def flips(n: int) -> tuple[int, int, float]:
    """(flips made, figures that fell by more than 1e-12, the worst fall) over at least n categories raised by one."""
    rng = np.random.default_rng(11)
    items = bank()
    names = sorted({item.competency for item in items})
    offers = [rng.choice(len(names), rng.integers(3, 6), replace=False) * 3 for _ in range(OFFERS)]
    wanted = [offer + rng.integers(0, 3, len(offer)) for offer in offers]
    raised = worse = 0
    worst = 0.0
    while raised < n:
        model = (float(rng.choice([0.0, 0.4, 0.6, 1.0])), float(rng.choice([0.0, 0.3, 0.6])))
        engine = Engine(items, names, sigma=model[0], gamma2=model[1])
        for _ in range(20):
            answers = rng.integers(-1, 4, len(items)).tolist()
            state = engine.start()
            for item, category in zip(items, answers, strict=True):
                state = engine.update(state, item.id, category)
            before = figures(engine, state, wanted)
            for item, category in zip(items, answers, strict=True):
                if 0 <= category < 3:
                    change = figures(engine, engine.update(state, item.id, category + 1), wanted) - before
                    raised += 1
                    worse += int((change < -1e-12).sum())
                    worst = min(worst, float(change.min()))
    return raised, worse, worst


def figures(engine: Engine, state: Belief, wanted: list["np.ndarray[tuple[int], np.dtype[np.int64]]"]) -> Array:
    """Means and levels of all habiletés, and the chance of each offer: habileté times three plus level."""
    p_g, moments, given_g = engine.unrounded(state)
    at_level = given_g.reshape(-1, len(p_g))
    chances = [p_g @ np.multiply.reduce(at_level[offer], 0) for offer in wanted]
    return np.concatenate([moments[:, [0, 2, 3, 4]].reshape(-1), chances])
