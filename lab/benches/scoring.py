"""`envol bench scoring`: profiles, answers and calibrations a second, the machine's limit and girth, in one run.

All in one thread: the figures are made by a process that is told so before numpy loads. Seconds are those the processor
spent on it, ours and girth's alike, so that what else the machine does counts for less.
"""

import json
import math
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from lab.benches.peers import SINGLE_THREAD, girth
from lab.benches.plain import floor, plain
from scoring.batch import Ints, Item, score
from scoring.calibrate import ResponsePatterns, calibrate
from scoring.engine import Engine
from scoring.estimate import GAMMA2, SIGMA, Array, estimate
from scoring.types import Observation

CUTS = (-1.6, -0.5, 0.5, 1.6)
GOALS = {
    "profiles_per_s": 70_000,
    "share_of_limit": 0.30,
    "share_of_table_floor": 0.55,
    "scoring_times_girth": 400,
    "add_and_read_us": 25,
    "calibration_times_girth": 8,
    "errors_to_fit": 0.5,
}


def bank(observations: int = 60, habiletes: int = 14, cells: int = 21) -> list[Item]:
    """Items of five categories spread over so many cells: every habileté in one or two tasks."""
    names = [(f"k{c % habiletes:02d}", f"t{c // habiletes}") for c in range(cells)]
    return [
        Item(f"i{j:03d}", names[j % cells][0], f"{names[j % cells][1]} x {names[j % cells][0]}", 1.4, CUTS)
        for j in range(observations)
    ]


def people(items: list[Item], n: int) -> tuple[Array, Ints]:
    """(n, habiletés) true values and (n, items) answers of people drawn from the model."""
    rng = np.random.default_rng(3)
    names = sorted({i.competency for i in items})
    theta = math.sqrt(GAMMA2) * rng.normal(size=(n, 1)) + math.sqrt(1 - GAMMA2) * rng.normal(size=(n, len(names)))
    where = {i.cell: names.index(i.competency) for i in items}
    eta = {cell: theta[:, k] + SIGMA * rng.normal(size=n) for cell, k in where.items()}
    y = [(rng.random(n)[:, None] < 1 / (1 + np.exp(-i.a * (eta[i.cell][:, None] - i.b)))).sum(1) for i in items]
    return theta, np.stack(y, 1)


def graded(n: int, items: int) -> Ints:
    """Answers of n people to items of four categories on one scale."""
    rng = np.random.default_rng(4)
    theta, a = rng.normal(size=n), rng.uniform(0.8, 1.8, items)
    b = np.sort(rng.uniform(-1.2, 1.2, (items, 3)), 1) + np.array([-0.6, 0.0, 0.6])
    p = 1 / (1 + np.exp(-a[:, None] * (theta[:, None, None] - b[None])))
    grades: Ints = (rng.random((n, items))[:, :, None] < p).sum(2)
    return grades


def limit(observations: int, habiletes: int, cells: int) -> float:
    """Seconds a profile needs for products and exponentials alone, all of them made for every person.

    dgemm and exp are measured now, the counts are those of the direct algorithm.
    """
    a, b = np.random.default_rng(0).random((1200, 1200)), np.random.default_rng(1).random((1200, 1200))
    dgemm = least(lambda: a @ b, 5) / (2 * 1200**3)
    x = np.random.default_rng(2).random(1_000_000)
    exp = least(lambda: np.exp(x), 5) / 1_000_000
    g, q = 61, 31
    flops = 2 * (5 * observations * g + cells * g * g + 2 * habiletes * g * q + 5 * habiletes * g)
    return flops * dgemm + (cells * g + habiletes * q) * exp


def least(work: Callable[[], object], times: int) -> float:
    """Processor seconds of the fastest of so many runs."""
    best = math.inf
    for _ in range(times):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def one_person(items: list[Item], y: Ints, times: int) -> tuple[float, float]:
    """Seconds to add an answer and read everything out, and to make the whole result of a person from scratch."""
    names = sorted({i.competency for i in items})
    engine = Engine(items, names)
    answers = [(item.id, int(c)) for item, c in zip(items, y, strict=True)]
    begin = engine.start()

    def add() -> None:
        state = begin
        for item, category in answers:
            state = engine.update(state, item, category)
            engine.read_out(state)

    facts = [
        Observation(i.id, i.competency, i.cell, int(c), len(i.b), None, 1.0, i.a, i.b, ())
        for i, c in zip(items, y, strict=True)
    ]
    return least(add, times) / len(answers), least(lambda: estimate(facts, names), times)


def run(*, small: bool = False, peers: Path | None = None) -> dict[str, Any]:
    """Every figure. `small` is for tests; `peers` names an environment with girth."""
    n, times = (600, 1) if small else (10_000, 5)
    items = bank()
    theta, y = people(items, n)
    score(items, y[:256])
    spent = least(lambda: score(items, y), times) / n
    direct = limit(60, 14, 21)
    by_hand = least(lambda: plain(items, y), times) / n
    cells = Counter(who for who, _ in {(i.competency, i.cell) for i in items})
    bare = floor(tuple(cells.values()), least)
    early = one_person(items, y[0], 60 * times)
    data = graded(*((300, 8) if small else (2_000, 60)))
    fit = least(lambda: calibrate(data, "graded", errors=False), times)
    with_se = least(lambda: calibrate(data, "graded"), times)
    value = calibrate(data, "graded", errors=False).log_likelihood
    add, whole = map(min, early, one_person(items, y[0], 60 * times))  # at two moments: the machine is not ours alone
    figures = {
        "profiles_per_s": 1 / spent,
        "limit_profiles_per_s": 1 / direct,
        "share_of_limit": direct / spent,
        "plain_numpy_profiles_per_s": 1 / by_hand,
        "scoring_times_plain_numpy": by_hand / spent,
        "share_of_table_floor": bare / spent,
        "add_and_read_us": add * 1e6,
        "one_person_from_scratch_us": whole * 1e6,
        "graded_fit_s": fit,
        "graded_fit_with_errors_s": with_se,
        "errors_to_fit": with_se / fit - 1,
        "graded_log_likelihood": value,
    }
    sample = 20 if small else 200
    beside = girth(peers, _for_girth(items, y[:sample], data, 1 if small else 2))
    if isinstance(beside, str):
        return figures | {"girth": beside, "mirt": MIRT, "goals": GOALS}
    theirs = np.array(beside["map"])
    ours = score(items, y[:sample]).mean
    girth_found = {
        "version": beside["version"],
        "profiles_per_s": sample / beside["score_s"],
        "scoring_times_girth": beside["score_s"] / sample / spent,
        "error_ours": float(np.sqrt(((ours - theta[:sample]) ** 2).mean())),
        "error_girth": float(np.sqrt(((theirs - theta[:sample]) ** 2).mean())),
        "graded_fit_s": beside["fit_s"],
        "calibration_times_girth": beside["fit_s"] / fit,
        "graded_log_likelihood": _likelihood(data, np.array(beside["a"]), np.array(beside["b"])),
    }
    return figures | {"girth": girth_found, "mirt": MIRT, "goals": GOALS}


MIRT = "not measured: it needs R"


def _for_girth(items: list[Item], sample: Ints, data: Ints, fits: int) -> dict[str, Any]:
    """The same people and items in girth's terms: P(y >= m) = logistic(a theta + d_m), correlated normal prior."""
    names = sorted({i.competency for i in items})
    a = np.zeros((len(items), len(names)))
    for j, item in enumerate(items):
        a[j, names.index(item.competency)] = item.a
    covariance = np.full((len(names), len(names)), GAMMA2)
    np.fill_diagonal(covariance, 1.0)
    d = np.array([[-i.a * b for b in i.b] for i in items])
    return {"sample": sample, "a": a, "d": d, "covariance": covariance, "graded": data, "fits": fits}


def _likelihood(data: Ints, a: Array, b: Array) -> float:
    """Log-likelihood of girth's items, by our integral."""
    problem = ResponsePatterns(data, np.ones(len(data)), [b.shape[1]] * b.shape[0], "graded", 61)
    return problem.posterior(np.concatenate([a, (-a[:, None] * b).reshape(-1)]))[0]


def in_one_thread(*, small: bool = False, peers: Path | None = None) -> dict[str, Any]:
    """`run` in a process of its own with one thread."""
    call = [sys.executable, "-m", "lab.benches.scoring", json.dumps({"small": small, "peers": str(peers or "")})]
    done = subprocess.run(call, stdout=subprocess.PIPE, text=True, check=True, env=os.environ | SINGLE_THREAD)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def main() -> None:
    """The figures as JSON; options as JSON in the first argument."""
    options = json.loads(sys.argv[1])
    print(json.dumps(run(small=options["small"], peers=Path(options["peers"]) if options["peers"] else None)))


if __name__ == "__main__":
    main()
