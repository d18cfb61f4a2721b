"""The exact posterior of the tree on grids: general factor, habileté, task x habileté cell, graded observation.

Model and formulas: docs/measurement.md. Every message is a float64 array over the nodes of a grid; nothing is drawn at
random, cells are worked through in sorted order and outputs are rounded to 1e-6, so the same log gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from envol.scoring.types import Observation

Array = NDArray[np.float64]

SIGMA = 0.6
GAMMA2 = 0.3
LEVEL_CUTS = (-0.9, 0.1, 1.1)
"""Midway between nodes, so that P(theta >= cut) is a plain sum of node masses."""
DECIMALS = 6


@dataclass(frozen=True)
class Tree:
    """The grids and kernels of one model; columns of B and D sum to 1.

    x: (61,) nodes of theta and eta in [-6, 6]; g: (31,) nodes in [-5, 5]; w: (31,) prior masses of g;
    blur: (eta, theta), p(eta | theta); down: (theta, g), p(theta | g). gamma in [0, 1), sigma >= 0 (0: no cells).
    """

    x: Array
    g: Array
    w: Array
    blur: Array
    down: Array
    gamma: float


@cache
def tree(sigma: float = SIGMA, gamma2: float = GAMMA2) -> Tree:
    """The kernels for an SD of cells `sigma` and a share `gamma2` of variance carried by the general factor."""
    x = np.linspace(-6.0, 6.0, 61)
    g = np.linspace(-5.0, 5.0, 31)
    w = np.exp(-g * g / 2)
    gamma = float(np.sqrt(gamma2))
    blur: Array = np.eye(len(x)) if sigma == 0 else np.exp(-((x[:, None] - x[None, :]) ** 2) / (2 * sigma**2))
    down = np.exp(-((x[:, None] - gamma * g[None, :]) ** 2) / (2 * (1 - gamma2)))
    return Tree(x, g, w / w.sum(), blur / blur.sum(0), down / down.sum(0), gamma)


def category_probability(x: Array, a: float, b: Sequence[float]) -> Array:
    """P(y = m | eta) of a graded logistic item, shape (len(b) + 1, nodes). a > 0, b increasing (Samejima 1969)."""
    above = 1 / (1 + np.exp(-a * (x[None, :] - np.asarray(b)[:, None])))
    ones, zeros = np.ones((1, len(x))), np.zeros((1, len(x)))
    out: Array = np.vstack([ones, above]) - np.vstack([above, zeros])
    return out


def slope(x: Array, item: Observation) -> Array:
    """d log P(y | eta) / d eta times the weight: w a (1 - F_y - F_y+1), shape (nodes,)."""
    assert item.category is not None
    above = 1 / (1 + np.exp(-item.a * (x[None, :] - np.asarray(item.b)[:, None])))
    f = np.vstack([np.ones((1, len(x))), above, np.zeros((1, len(x)))])
    out: Array = item.weight * item.a * (1 - f[item.category] - f[item.category + 1])
    return out


@dataclass(frozen=True)
class Posterior:
    """What is known of one person. Arrays are in the order of `habiletes`; K of them.

    theta: (K, 61) masses; p_g: (31,); given_g: (K, 31, 3), P(theta >= level | g, y);
    mean, sd: (K,); levels: (K, 3); covariance: (K, K); points: rule -> (K,) additive shares of the means.
    """

    habiletes: tuple[str, ...]
    theta: Array
    p_g: Array
    given_g: Array
    mean: Array
    sd: Array
    levels: Array
    covariance: Array
    points: Mapping[str, Array] = field(default_factory=dict)


def _cells(observations: Sequence[Observation]) -> dict[tuple[str, str], list[Observation]]:
    """Observed ones by (habileté, task), everything sorted: the order of the log cannot matter."""
    cells: dict[tuple[str, str], list[Observation]] = {}
    for item in sorted(observations, key=lambda o: (o.habilete, o.task, o.rule)):
        if item.category is not None:
            cells.setdefault((item.habilete, item.task), []).append(item)
    return cells


def _likelihood(x: Array, items: Sequence[Observation]) -> Array:
    """exp(sum of weighted log P) of a cell, scaled so that its largest value is 1."""
    log = np.zeros(len(x))
    for item in items:
        assert item.category is not None
        log += item.weight * np.log(category_probability(x, item.a, item.b)[item.category])
    out: Array = np.exp(log - log.max())
    return out


def estimate(
    observations: Sequence[Observation], habiletes: Sequence[str], *, sigma: float = SIGMA, gamma2: float = GAMMA2
) -> Posterior:
    """The posterior of every habileté; those without an observation keep what the general factor says of them.

    Raises ValueError when an observation names an unknown habileté or a category outside its table.
    """
    names = tuple(habiletes)
    for item in observations:
        if item.habilete not in names:
            raise ValueError(f"unknown habilete {item.habilete!r} in rule {item.rule!r}")
        if item.category is not None and not 0 <= item.category <= len(item.b):
            raise ValueError(f"category {item.category} outside 0..{len(item.b)} in rule {item.rule!r}")
    t = tree(sigma, gamma2)
    cells = _cells(observations)
    likelihood = {key: _likelihood(t.x, items) for key, items in cells.items()}
    up = {key: like @ t.blur for key, like in likelihood.items()}
    message = np.ones((len(names), len(t.x)))
    for (name, _), value in up.items():
        message[names.index(name)] *= value / value.max()
    to_g = np.log(message @ t.down)
    log_g = np.log(t.w) + to_g.sum(0)
    p_g = np.exp(log_g - log_g.max())
    cavity = np.exp(log_g[None, :] - to_g - (log_g[None, :] - to_g).max(1, keepdims=True))
    prior = cavity @ t.down.T
    theta = message * prior
    theta /= theta.sum(1, keepdims=True)
    points = _points(t, names, cells, (likelihood, up, message, prior))
    return _read(t, names, theta, (p_g / p_g.sum(), message), points)


def _points(
    t: Tree,
    names: tuple[str, ...],
    cells: Mapping[tuple[str, str], list[Observation]],
    parts: tuple[Mapping[tuple[str, str], Array], Mapping[tuple[str, str], Array], Array, Array],
) -> dict[str, Array]:
    """Each observation's share of every mean: Sigma_k,k(j) E[slope_j(eta)] (Stein's identity, normal prior)."""
    likelihood, up, message, prior = parts
    shares: dict[str, Array] = {}
    for (name, task), items in cells.items():
        k = names.index(name)
        others = message[k] / (up[name, task] / up[name, task].max())
        eta = likelihood[name, task] * (t.blur @ (prior[k] * others))
        eta /= eta.sum()
        sigma_k = np.full(len(names), t.gamma**2)
        sigma_k[k] = 1.0
        for item in items:
            shares[item.rule] = np.round(sigma_k * float(eta @ slope(t.x, item)), DECIMALS)
    return shares


def _clean(values: Array) -> Array:
    """Rounded, with no minus zero."""
    out: Array = np.round(values, DECIMALS) + np.zeros(1)
    return out


def _read(
    t: Tree, names: tuple[str, ...], theta: Array, general: tuple[Array, Array], points: Mapping[str, Array]
) -> Posterior:
    """Means, SDs, levels, covariance and the read-out given g, rounded."""
    p_g, message = general
    mean = theta @ t.x
    sd: Array = np.sqrt(theta @ (t.x**2) - mean**2)
    reached: Array = np.stack([(t.x >= cut).astype(float) for cut in LEVEL_CUTS], 1)
    given = message[:, :, None] * t.down[None, :, :]
    given /= given.sum(1, keepdims=True)
    given_mean = np.einsum("kxg,x->kg", given, t.x)
    covariance = (given_mean * p_g) @ given_mean.T - np.outer(mean, mean)
    np.fill_diagonal(covariance, sd**2)
    return Posterior(
        names,
        np.round(theta, 9),
        np.round(p_g, DECIMALS + 3),
        _clean(np.einsum("kxg,xl->kgl", given, reached)),
        _clean(mean),
        np.round(sd, DECIMALS),
        _clean(np.minimum(theta @ reached, np.ones(1))),
        np.round(covariance, DECIMALS),
        points,
    )


def quantile(posterior: Posterior, k: int, share: float) -> float:
    """The value below which `share` (0..1) of the mass of habileté k lies, linear between nodes."""
    x = tree().x
    step = x[1] - x[0]
    mass = np.cumsum(posterior.theta[k])
    return round(float(np.interp(share, mass, x + step / 2)), DECIMALS)
