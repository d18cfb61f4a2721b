"""A synthetic circuit of three tasks and the mechanistic players that try it: not the model that scores them.

Placement errors are log-normal with a habit of games as nuisance; choices may be guessed one time in six; detection
falls over the blocks and has a personal criterion; alarms slow people down; decisions among four have lapses; and each
person does better or worse than their own skill in each task (SD .5). Cuts are read from 200 pilot players.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from scoring.batch import Ints, Item, Scores, score
from scoring.circuit import Climbed, Judged, climb, judge, retest
from scoring.estimate import Array
from scoring.families import d_prime
from scoring.rules import THRESHOLDS
from scoring.tree_calibrate import Freed, TreeFit, fit_tables
from scoring.tree_sums import Sessions

TASKS, COMPETENCIES = 3, 11
CELLS = (*((k, k % TASKS) for k in range(COMPETENCIES)), (0, 1), (4, 2), (8, 0))
"""14 cells: three competencies are seen in two tasks, eight in one."""
OBSERVATIONS = 68
DEVIATION = 0.5
PILOTS = 200
QUANTILES = (0.107, 0.351, 0.649, 0.893)
A = 1.2
LADDER = np.arange(-4, 5) / 2


@dataclass(frozen=True)
class CircuitPeople:
    """theta: (people, competencies); game: habit of games; criterion: of detection. Each in SD of the population."""

    theta: Array
    game: Array
    criterion: Array


RawDraw = Callable[[np.random.Generator, Array, CircuitPeople, int], Array]


def _logistic(x: Array) -> Array:
    out: Array = 1 / (1 + np.exp(-x))
    return out


def placement(rng: np.random.Generator, eta: Array, who: CircuitPeople, at: int) -> Array:
    """Minus the log of the median of six errors: skill and a habit of games both make it smaller."""
    log = -0.3 * eta[:, None] - 0.15 * who.game[:, None] + 0.6 * rng.normal(size=(len(eta), 6))
    out: Array = -np.median(log, axis=1)
    return out


def rotation(rng: np.random.Generator, eta: Array, who: CircuitPeople, at: int) -> Array:
    """Right choices of six, guessed one time in six."""
    p = 1 / 6 + 5 / 6 * _logistic(1.3 * (eta[:, None] - np.linspace(-1.2, 1.0, 6)))
    right: Array = (rng.random((len(eta), 6)) < p).sum(1).astype(float)
    return right


def protocol(rng: np.random.Generator, eta: Array, who: CircuitPeople, at: int) -> Array:
    """Steps of seven taken as the document says."""
    p = 0.97 * _logistic(1.2 * (eta[:, None] - np.linspace(-1.5, 0.8, 7)))
    right: Array = (rng.random((len(eta), 7)) < p).sum(1).astype(float)
    return right


def slips(rng: np.random.Generator, eta: Array, who: CircuitPeople, at: int) -> Array:
    """Minus the number of order errors, a Poisson count."""
    return -rng.poisson(np.exp(1.1 - 0.5 * eta)).astype(float)


def detection(rng: np.random.Generator, eta: Array, who: CircuitPeople, at: int) -> Array:
    """d' of a block of 10 signals and 20 noises; true d' falls from block to block, the criterion is personal."""
    true = 1.9 + 0.6 * eta - 0.12 * (at % 4)
    middle = true / 2 + who.criterion
    phi = np.vectorize(lambda z: 0.5 * math.erfc(-z / math.sqrt(2)))
    hits, false = (np.asarray(rng.binomial(n, p)) for n, p in ((10, phi(true - middle)), (20, phi(-middle))))
    return np.array([d_prime(int(hits[n]), 10, int(false[n]), 20) for n in range(len(eta))])


def alarm(rng: np.random.Generator, eta: Array, who: CircuitPeople, at: int) -> Array:
    """Minus the log of the slow-down at two alarms."""
    log = -0.3 * eta[:, None] - 0.1 * who.game[:, None] + 0.45 * rng.normal(size=(len(eta), 2))
    out: Array = -log.mean(1)
    return out


def decision(rng: np.random.Generator, eta: Array, who: CircuitPeople, at: int) -> Array:
    """The best of four graded options that is seen; 4 % of decisions fall anywhere."""
    chance = rng.random(len(eta))
    seen = sum((chance < _logistic(1.3 * (eta - b))).astype(int) for b in (-1.2, 0.0, 1.2))
    lapse = rng.random(len(eta)) < 0.04
    return np.where(lapse, rng.integers(0, 4, len(eta)), seen).astype(float)


KINDS: tuple[RawDraw, ...] = (placement, rotation, protocol, slips, detection, alarm, decision)


def people(rng: np.random.Generator, n: int) -> CircuitPeople:
    """n people of the population: a general part of .3 of the variance."""
    g = rng.normal(size=n)
    theta = math.sqrt(0.3) * g[:, None] + math.sqrt(0.7) * rng.normal(size=(n, COMPETENCIES))
    return CircuitPeople(theta, rng.normal(size=n), 0.4 * rng.normal(size=n))


def same(rng: np.random.Generator, n: int, k: int, skill: float) -> CircuitPeople:
    """n people with a skill on one competency and 0 elsewhere."""
    theta = np.zeros((n, COMPETENCIES))
    theta[:, k] = skill
    return CircuitPeople(theta, rng.normal(size=n), 0.4 * rng.normal(size=n))


def places() -> list[tuple[int, RawDraw]]:
    """(cell, kind) of each of the 68 observations: about five a cell, kinds in turn."""
    return [(j % len(CELLS), KINDS[(j // len(CELLS) + j % len(CELLS)) % len(KINDS)]) for j in range(OBSERVATIONS)]


def play(rng: np.random.Generator, who: CircuitPeople) -> Array:
    """Raw values of a day, (people, observations): more is always better."""
    eta = {c: who.theta[:, k] + DEVIATION * rng.normal(size=len(who.game)) for c, (k, _) in enumerate(CELLS)}
    return np.column_stack([kind(rng, eta[c], who, j // len(CELLS)) for j, (c, kind) in enumerate(places())])


@cache
def cuts() -> tuple[tuple[float, ...], ...]:
    """Cuts of each observation, at the best quantiles of 200 pilot players; ties leave fewer than four."""
    rng = np.random.default_rng(200)
    raw = play(rng, people(rng, PILOTS))
    cuts_of = []
    for j in range(raw.shape[1]):
        levels = np.unique(np.quantile(raw[:, j], QUANTILES, method="higher"))
        cuts_of.append(tuple(float(v) for v in levels if v > raw[:, j].min()))
    return tuple(cuts_of)


def categories(raw: Array) -> Ints:
    """Number of cuts reached, (people, observations)."""
    return np.column_stack([np.searchsorted(np.array(c), raw[:, j], side="right") for j, c in enumerate(cuts())])


@cache
def bank() -> tuple[Item, ...]:
    """The observations with the values an author writes: a 1.2, default difficulties."""
    items = []
    for j, ((c, _), levels) in enumerate(zip(places(), cuts(), strict=True)):
        k, task = CELLS[c]
        items.append(Item(f"o{j:02d}", f"k{k:02d}", f"t{task} x k{k:02d}", A, THRESHOLDS.get(len(levels), (0.0,))))
    return tuple(items)


def read(items: tuple[Item, ...], y: Ints, scale: tuple[float, float]) -> Scores:
    """Scores with competencies in the order of their numbers."""
    scores = score(items, y, sigma=scale[0], gamma2=scale[1])
    at = np.argsort(scores.competencies)
    return Scores(tuple(scores.competencies[k] for k in at), scores.mean[:, at], scores.sd[:, at], scores.levels[:, at])


@dataclass(frozen=True)
class Tables:
    """Items, and the scale they are read on."""

    items: tuple[Item, ...]
    scale: tuple[float, float] = (0.6, 0.3)


def calibrated(n: int, seed: int = 7) -> tuple[Tables, TreeFit]:
    """Tables learnt on n players of the circuit, author's values as priors, sigma and gamma2 freed."""
    rng = np.random.default_rng(seed)
    y = categories(play(rng, people(rng, n)))
    fit = fit_tables(Sessions(bank(), y), Freed(sigma=True, gamma2=True), errors=False)
    return Tables(tuple(fitted.item for fitted in fit.items), (fit.sigma, fit.gamma2)), fit


def population(tables: Tables, n: int, seed: int = 1) -> tuple[Judged, float]:
    """(estimates beside the truth, retest on another day) over n players."""
    rng = np.random.default_rng(seed)
    who = people(rng, n)
    days = [read(tables.items, categories(play(rng, who)), tables.scale) for _ in range(2)]
    return judge(who.theta, days[0].mean, days[0].sd), retest(days[0].mean, days[1].mean)


def ladder(tables: Tables, k: int, each: int, seed: int = 3) -> Climbed:
    """The ladder of one competency, so many players a rung."""
    rng = np.random.default_rng(seed + k)
    means = [read(tables.items, categories(play(rng, same(rng, each, k, s))), tables.scale).mean for s in LADDER]
    whole, skill = np.vstack(means), np.repeat(LADDER, each)
    return climb(skill, whole[:, k], np.delete(whole, k, 1))


def blind(tables: Tables, n: int, seed: int = 5) -> tuple[float, float]:
    """(mean, worst P(level 2)) of a player whose act falls in the two lowest categories 85 % of the time."""
    rng = np.random.default_rng(seed)
    tops = np.array([len(i.b) for i in tables.items])
    low = rng.integers(0, 2, (n, len(tops)))
    high = np.minimum(2 + rng.integers(0, 3, (n, len(tops))), tops)
    y = np.minimum(np.where(rng.random((n, len(tops))) < 0.85, low, high), tops)
    scores = read(tables.items, y, tables.scale)
    return float(scores.mean.mean()), float(scores.levels[:, :, 1].mean(0).max())
