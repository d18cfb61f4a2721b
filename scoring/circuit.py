"""The bars of a circuit of tasks: what its estimates are worth beside the skills the players really had."""

from dataclasses import dataclass

import numpy as np

from scoring.bars import Bar
from scoring.estimate import Array

NORMAL_95 = 1.959964
CORRELATION, RETEST, SLOPE, OTHERS = 0.78, 0.65, 0.45, 0.10
COVERAGE = (0.92, 0.97)
AUTHOR_COVERAGE = 0.93


@dataclass(frozen=True)
class Judged:
    """How estimates of one competency each column stand to the truth: r, RMSE, share of truths in the 95 % interval."""

    r: Array
    rmse: float
    coverage: float
    sd: float


def judge(truth: Array, mean: Array, sd: Array) -> Judged:
    """`truth`, `mean`, `sd`: (people, competencies). r is per competency, the rest over all."""
    r = np.array([np.corrcoef(truth[:, k], mean[:, k])[0, 1] for k in range(truth.shape[1])])
    error = mean - truth
    return Judged(
        r, float(np.sqrt((error**2).mean())), float((np.abs(error) <= NORMAL_95 * sd).mean()), float(sd.mean())
    )


def retest(first: Array, second: Array) -> float:
    """Mean over competencies of the correlation between two days of the same people."""
    return float(np.mean([np.corrcoef(first[:, k], second[:, k])[0, 1] for k in range(first.shape[1])]))


@dataclass(frozen=True)
class Climbed:
    """One ladder: mean estimate at each rung, slope on the skill, correlation, largest move of another per own move."""

    rungs: Array
    slope: float
    r: float
    other: float


def climb(skill: Array, own: Array, others: Array) -> Climbed:
    """`skill`, `own`: (people,); `others`: (people, competencies - 1), of players whose other skills are 0."""
    x = skill - skill.mean()
    slopes = x @ np.column_stack([own, others]) / (x @ x)
    rungs = np.array([own[skill == s].mean() for s in np.unique(skill)])
    return Climbed(
        rungs, float(slopes[0]), float(np.corrcoef(skill, own)[0, 1]), float(np.abs(slopes[1:] / slopes[0]).max())
    )


def circuit_bars(known: Judged, again: float, ladders: list[Climbed], *, author: bool) -> list[Bar]:
    """The bars of a circuit. `author`: the tables are the author's own, whose intervals must hold .93 at least."""
    low, high = (AUTHOR_COVERAGE, 1.0) if author else COVERAGE
    found = [
        Bar("circuit_r", (), float(known.r.mean()), CORRELATION, float(known.r.mean()) >= CORRELATION),
        Bar("circuit_coverage", (), known.coverage, low, low <= known.coverage <= high),
        Bar("circuit_retest", (), again, RETEST, again >= RETEST),
    ]
    if ladders:
        steps = min(float(np.diff(one.rungs).min()) for one in ladders)
        slope, other = min(one.slope for one in ladders), max(one.other for one in ladders)
        r = min(one.r for one in ladders)
        found += [
            Bar("circuit_order", (), steps, 0.0, steps > 0),
            Bar("circuit_slope", (), slope, SLOPE, slope >= SLOPE),
            Bar("circuit_ladder_r", (), r, 0.75, r >= 0.75),
            Bar("circuit_others", (), other, OTHERS, other <= OTHERS),
        ]
    return found
