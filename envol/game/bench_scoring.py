"""`envol bench scoring`: profiles a second, beside the limit of the machine measured in the same run; calibration."""

import statistics
import time
from typing import Any

import numpy as np

from envol.scoring.batch import Item, score
from envol.scoring.calibrate import Problem, calibrate, climb
from envol.scoring.estimate import estimate
from envol.scoring.types import Observation

CUTS = (-1.2, 0.0, 1.2)


def bank(observations: int = 60, habiletes: int = 14, cells: int = 21) -> list[Item]:
    """Items spread over so many cells: every habileté in one or two tasks."""
    names = [(f"k{c % habiletes:02d}", f"t{c // habiletes}") for c in range(cells)]
    return [
        Item(f"i{j:03d}", names[j % cells][0], f"{names[j % cells][1]} x {names[j % cells][0]}", 1.4, CUTS)
        for j in range(observations)
    ]


def limit(people: int, observations: int, habiletes: int, cells: int) -> float:
    """Seconds that products and exponentials alone need: dgemm and exp measured now, counts of docs/measurement.md."""
    a, b = np.random.default_rng(0).random((1200, 1200)), np.random.default_rng(1).random((1200, 1200))
    dgemm = min(_seconds(lambda: a @ b) for _ in range(5)) / (2 * 1200**3)
    x = np.random.default_rng(2).random(1_000_000)
    exp = min(_seconds(lambda: np.exp(x)) for _ in range(5)) / 1_000_000
    g, q = 61, 31
    flops = 2 * (5 * observations * g + cells * g * g + 2 * habiletes * g * q + 5 * habiletes * g)
    exps = cells * g + habiletes * q
    return people * (flops * dgemm + exps * exp)


def _seconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def run(*, small: bool = False) -> dict[str, Any]:
    """Rates and ratios. `small` is for tests."""
    people, observations, habiletes, cells = (600 if small else 10_000), 60, 14, 21
    items = bank(observations, habiletes, cells)
    y = np.random.default_rng(3).integers(0, 4, (people, observations))
    score(items, y[:256])
    spent = min(_seconds(lambda: score(items, y)) for _ in range(1 if small else 3))
    least = limit(people, observations, habiletes, cells)
    own = [
        Observation(i.id, i.competency, i.cell, int(c), 3, None, 1.0, i.a, i.b, ())
        for i, c in zip(items, y[0], strict=True)
    ]
    names = [f"k{k:02d}" for k in range(habiletes)]
    one = statistics.median(_seconds(lambda: estimate(own, names)) for _ in range(20))
    rng = np.random.default_rng(4)
    n, j = (300, 8) if small else (2_000, 60)
    theta, a = rng.normal(size=n), rng.uniform(0.8, 1.8, j)
    b = np.sort(rng.uniform(-1.2, 1.2, (j, 3)), 1) + np.array([-0.6, 0.0, 0.6])
    data = (rng.random((n, j))[:, :, None] < 1 / (1 + np.exp(-a[:, None] * (theta[:, None, None] - b[None])))).sum(2)
    problem = Problem(data, np.ones(n), [3] * j, "graded", 61)
    fit = _seconds(lambda: climb(problem))
    whole = _seconds(lambda: calibrate(data, "graded"))
    return {
        "profiles_per_s": people / spent,
        "share_of_limit": least / spent,
        "one_person_whole_us": one * 1e6,
        "graded_fit_s": fit,
        "graded_fit_with_se_s": whole,
        "goals": {"profiles_per_s": 70_000, "share_of_limit": 0.30, "fit_with_se_to_fit": 1.5},
    }
