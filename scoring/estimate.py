"""The exact posterior of the tree on grids: general factor, habileté, task x habileté cell, graded observation.

Model and formulas: docs/measurement.md. Every message is a float64 array over the nodes of a grid; nothing is drawn at
random, cells are worked through in sorted order and outputs are rounded to 1e-6, so the same log gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from scoring.types import LEVEL_CUTS, Observation

Array = NDArray[np.float64]
PointKey = tuple[str, str]
"""Task and rule of an observation: two workshops may each have a rule of the same name."""

SIGMA = 0.6
GAMMA2 = 0.3
DECIMALS = 6
SCALE = 10.0**DECIMALS
FINE = 1e9
"""For what products are made of later: p(g) and the levels given g."""
TINY = 1e-200
LOG_TINY = float(np.log(TINY))


@dataclass(frozen=True)
class Tree:
    """The grids and kernels of one model; columns of B and D sum to 1.

    x: (61,) nodes of theta and eta in [-6, 6]; g: (31,) nodes in [-5, 5]; w: (31,) prior masses of g;
    blur: (eta, theta), p(eta | theta); down: (theta, g), p(theta | g); moments: (theta, 6), the columns 1, theta,
    theta^2 and theta >= each cut; given: (theta, 6 * 31), down times each moment; log_*: logarithms.
    gamma in [0, 1); sigma >= 0, at 0 there are no cells and nothing is blurred.
    """

    x: Array
    g: Array
    w: Array
    blur: Array
    down: Array
    moments: Array
    given: Array
    log_blur: Array
    log_down: Array
    log_w: Array
    gamma: float


@lru_cache(maxsize=64)
def tree(sigma: float = SIGMA, gamma2: float = GAMMA2) -> Tree:
    """The kernels for an SD of cells `sigma` and a share `gamma2` of variance carried by the general factor."""
    x = np.linspace(-6.0, 6.0, 61)
    g = np.linspace(-5.0, 5.0, 31)
    w = np.exp(-g * g / 2)
    gamma = float(np.sqrt(gamma2))
    log_blur = -((x[:, None] - x[None, :]) ** 2) / (2 * (sigma or 1.0) ** 2)
    log_blur -= np.log(np.exp(log_blur).sum(0))
    log_down = -((x[:, None] - gamma * g[None, :]) ** 2) / (2 * (1 - gamma2))
    log_down -= np.log(np.exp(log_down).sum(0))
    down = np.exp(log_down)
    moments = np.column_stack([np.ones(len(x)), x, x**2, *(reached(x, cut) for cut in LEVEL_CUTS)])
    given = (moments[:, :, None] * down[:, None, :]).reshape(len(x), -1)
    w /= w.sum()
    return Tree(x, g, w, np.exp(log_blur), down, moments, given, log_blur, log_down, np.log(w), gamma)


def reached(x: Array, cut: float) -> Array:
    """How much of each node's mass counts for theta >= cut, in [0, 1] and never falling: (nodes,).

    The midpoint rule with its first correction, -h^2 p'(cut) / 24 (Euler-Maclaurin): 1/24 of the mass of the two nodes
    beside the cut changes side, and what is left of the error falls from 2e-3 to 1e-5.
    """
    out = (x >= cut).astype(np.float64)
    above = int(out.argmax())
    out[above - 1], out[above] = 1 / 24, 23 / 24
    return out


def log_category(x: Array, a: float, b: Sequence[float]) -> Array:
    """log P(y = m | eta) of a graded logistic item, shape (len(b) + 1, nodes). a > 0, b increasing (Samejima 1969).

    P(m) = F_m (1 - F_m+1) (1 - exp(z_m+1 - z_m)), z_m = a (x - b_m): finite however far an item lies.
    """
    cuts = np.asarray(b, dtype=np.float64)
    z = a * (x[None, :] - cuts[:, None])
    ends = np.zeros((1, len(x)))
    out: Array = np.vstack([ends, -np.logaddexp(0.0, -z)]) + np.vstack([-np.logaddexp(0.0, z), ends])
    out[1:-1] += np.log(-np.expm1(-a * np.diff(cuts)))[:, None]
    return out


def category_probability(x: Array, a: float, b: Sequence[float]) -> Array:
    """P(y = m | eta), shape (len(b) + 1, nodes); see `log_category`."""
    out: Array = np.exp(log_category(x, a, b))
    return out


@lru_cache(maxsize=4096)
def evidence_rows(a: float, b: tuple[float, ...], weight: float) -> tuple[Array, Array]:
    """What each category of an item says at the nodes: (log, slope), both (len(b) + 1, 61).

    log: weighted log P, the largest of each row 0; slope: d log P / d eta times the weight, w a (1 - F_y - F_y+1).
    """
    x = tree().x
    log = weight * log_category(x, a, b)
    z = a * (x[None, :] - np.asarray(b)[:, None])
    f = np.vstack([np.ones((1, len(x))), np.exp(-np.logaddexp(0.0, -z)), np.zeros((1, len(x)))])
    return log - log.max(1, keepdims=True), weight * a * (1 - f[:-1] - f[1:])


@dataclass(frozen=True)
class Posterior:
    """What is known of one person. Arrays are in the order of `habiletes`; K of them.

    theta: (K, 61) masses; p_g: (31,); given_g: (K, 31, 3), P(theta >= level | g, y);
    mean, sd: (K,); levels: (K, 3); covariance: (K, K); points: (task, rule) -> (K,) additive
    shares of the means.
    """

    habiletes: tuple[str, ...]
    theta: Array
    p_g: Array
    given_g: Array
    mean: Array
    sd: Array
    levels: Array
    covariance: Array
    points: Mapping[PointKey, Array] = field(default_factory=dict)


def _cells(observations: Sequence[Observation]) -> dict[tuple[str, str], list[Observation]]:
    """Observed ones by (habileté, task), everything sorted: the order of the log cannot matter."""
    cells: dict[tuple[str, str], list[Observation]] = {}
    for item in sorted(observations, key=lambda o: (o.habilete, o.task, o.rule)):
        if item.category is not None:
            cells.setdefault((item.habilete, item.task), []).append(item)
    return cells


@dataclass(frozen=True, slots=True)
class Heard:
    """What the observations of a cell say of its eta: log likelihood at the nodes. Not blurred: there is no cell."""

    log: Array
    blurred: bool

    def likelihood(self) -> Array:
        """(nodes,), largest value 1."""
        out: Array = np.exp(self.log - self.log.max())
        return out


def message(t: Tree, cell: Heard) -> Array:
    """What a cell says of theta, (nodes,): its likelihood, blurred by the cell's own deviation."""
    out = cell.likelihood()
    return out @ t.blur if cell.blurred else out


def given_general(t: Tree, said: Array, log_m: Array, given: Array) -> bool:
    """What a habileté says of g, into log_m, (31,), and what it is at each g, into given: five moments, (5, 31).

    The five: mean, second moment, P(theta >= each cut). `said`: the product of its cells' messages. m(g) is smallest at
    an end of the grid (messages are log-concave); False where it comes near the smallest double: `given_in_logs` then.
    """
    sums = said.dot(t.given).reshape(6, -1)
    of_g = sums[0]
    if not (of_g[0] > TINY and of_g[-1] > TINY):
        return False
    np.log(of_g, out=log_m)
    np.divide(sums[1:], of_g, out=given)
    return True


def given_in_logs(t: Tree, cells: Sequence[Heard], log_m: Array, given: Array) -> None:
    """The same, slower and in logarithms: for hundreds of answers that contradict each other."""
    top, mass = masses_in_logs(t, cells)
    sums = t.moments.T @ mass
    log_m[:] = np.log(sums[0]) + top
    given[:] = sums[1:] / sums[0]


def masses_in_logs(t: Tree, cells: Sequence[Heard]) -> tuple[Array, Array]:
    """The largest log of what the cells say times p(theta | g), at each g, and the rest of it: (31,), (61, 31)."""
    log = t.log_down.copy()
    for cell in cells:
        said = np.logaddexp.reduce(cell.log[:, None] + t.log_blur, 0) if cell.blurred else cell.log
        log += said[:, None]
    top = log.max(0)
    return top, np.exp(log - top)


@cache
def ones(n: int) -> Array:
    """So many ones: a product with them is a sum, faster than summing for few numbers."""
    return np.ones(n)


def read(t: Tree, logs: Array, given: Array) -> Array:
    """p(g | y), 31 values, then of each habileté mean, SD and three levels: (31 + 5 K,).

    logs: (K + 1, 31), log m(g) of each habileté and log p(g); given: (5 K, 31), see `given_general`. Given g habiletés
    do not depend on each other: every moment is its mean over p(g | y).
    """
    nodes = len(t.g)
    out = np.empty(nodes + len(given))
    p_g, moments = out[:nodes], out[nodes:]
    log_g = ones(len(logs)).dot(logs)
    np.exp(log_g, out=p_g)
    total = p_g.dot(ones(nodes))
    if total < TINY:
        np.exp(log_g - log_g.max(), out=p_g)
        total = p_g.dot(ones(nodes))
    p_g /= total
    given.dot(p_g, out=moments)
    mean, second = moments[::5], moments[1::5]
    second -= mean * mean
    np.sqrt(np.maximum(second, 0.0, out=second), out=second)
    return out


@cache
def read_scale(size: int) -> Array:
    """How finely `read` is rounded: p(g) to nine decimals, all else to six."""
    out = np.full(size, SCALE)
    out[: len(tree().g)] = FINE
    return out


def rounded(values: Array, scale: Array | float = SCALE) -> Array:
    """To six decimals, or 1 / scale, with no minus zero."""
    out = values * scale
    np.rint(out, out=out)
    out /= scale
    out += 0.0
    return out


def estimate(
    observations: Sequence[Observation], habiletes: Sequence[str], *, sigma: float = SIGMA, gamma2: float = GAMMA2
) -> Posterior:
    """The posterior of every habileté; those without an observation keep what the general factor says of them.

    Raises ValueError when an observation names an unknown habileté or a category outside its table.
    """
    names = tuple(habiletes)
    place = {name: k for k, name in enumerate(names)}
    for item in observations:
        if item.habilete not in place:
            raise ValueError(f"unknown habilete {item.habilete!r} in rule {item.rule!r}")
        if item.category is not None and not 0 <= item.category <= len(item.b):
            raise ValueError(f"category {item.category} outside 0..{len(item.b)} in rule {item.rule!r}")
    t = tree(sigma, gamma2)
    own: list[list[_Own]] = [[] for _ in names]
    for (name, _), items in _cells(observations).items():
        heard = Heard(np.add.reduce([_rows(item)[0] for item in items], 0), sigma > 0)
        own[place[name]].append(_Own(tuple(items), heard, message(t, heard)))
    said = [_product(t, cells) for cells in own]
    logs, given = np.empty((len(names) + 1, len(t.g))), np.empty((5 * len(names), len(t.g)))
    logs[-1] = t.log_w
    for k, cells in enumerate(own):
        if not given_general(t, said[k], logs[k], given[5 * k : 5 * k + 5]):
            given_in_logs(t, [cell.heard for cell in cells], logs[k], given[5 * k : 5 * k + 5])
    whole = read(t, logs, given)
    p_g, out = whole[: len(t.g)], whole[len(t.g) :].reshape(-1, 5)
    theta = _theta(t, own, (np.array(said), logs[:-1]), p_g)
    points = _points(t, own, theta)
    mean = given[0::5]
    covariance = (mean * p_g) @ mean.T - np.outer(out[:, 0], out[:, 0])
    np.fill_diagonal(covariance, out[:, 1] ** 2)
    whole = rounded(whole, read_scale(len(whole)))
    p_g, out = whole[: len(t.g)], whole[len(t.g) :].reshape(-1, 5)
    levels = given.reshape(-1, 5, len(t.g))[:, 2:].transpose(0, 2, 1)
    return Posterior(
        names, np.round(theta, 9), p_g, rounded(levels, FINE), out[:, 0], out[:, 1], out[:, 2:],
        rounded(covariance), points,
    )  # fmt: skip


def _rows(item: Observation) -> tuple[Array, Array]:
    """What an observation says of its eta: log likelihood and its slope, (nodes,) each."""
    assert item.category is not None
    log, slope = evidence_rows(item.a, item.b, item.weight)
    return log[item.category], slope[item.category]


@dataclass(frozen=True, slots=True)
class _Own:
    """A cell of one person: its observations and what they say."""

    items: tuple[Observation, ...]
    heard: Heard
    message: Array


def _product(t: Tree, cells: Sequence[_Own]) -> Array:
    """What all cells of a habileté say of theta; 1 where there is none."""
    if not cells:
        return np.ones_like(t.x)
    said = cells[0].message
    for cell in cells[1:]:
        said = said * cell.message
    return said


def _theta(t: Tree, own: Sequence[Sequence[_Own]], said: tuple[Array, Array], p_g: Array) -> Array:
    """The masses at the nodes, (K, 61)."""
    messages, log_m = said
    theta: Array = messages * ((p_g / np.exp(np.maximum(log_m, LOG_TINY))) @ t.down.T)
    for k in np.flatnonzero(log_m.min(1) <= LOG_TINY).tolist():
        _, mass = masses_in_logs(t, [cell.heard for cell in own[k]])
        theta[k] = mass @ (p_g / np.add.reduce(mass, 0))
    theta /= theta.sum(1, keepdims=True)
    return theta


def _points(t: Tree, own: Sequence[Sequence[_Own]], theta: Array) -> dict[PointKey, Array]:
    """Each observation's share of every mean: Sigma_k,k(j) E[slope_j(eta)] (Stein's identity, normal prior).

    p(eta | y) is L(eta) times p(theta | y) / message(theta), sent down to the cell.
    """
    cells = [(k, cell) for k, cells in enumerate(own) for cell in cells]
    if not cells:
        return {}
    eta = theta[[k for k, _ in cells]]
    if cells[0][1].heard.blurred:
        up = np.maximum([cell.message for _, cell in cells], TINY)
        eta = np.array([cell.heard.likelihood() for _, cell in cells]) * ((eta / up) @ t.blur.T)
        eta /= eta.sum(1, keepdims=True)
    items = [(c, k, item) for c, (k, cell) in enumerate(cells) for item in cell.items]
    share = np.einsum("jx,jx->j", np.array([_rows(item)[1] for _, _, item in items]), eta[[c for c, _, _ in items]])
    sigma = np.full((len(items), len(theta)), t.gamma**2)
    sigma[np.arange(len(items)), [k for _, k, _ in items]] = 1.0
    return dict(zip(((item.task, item.rule) for _, _, item in items), rounded(share[:, None] * sigma), strict=True))


def quantile(posterior: Posterior, k: int, share: float) -> float:
    """The value below which `share` (0..1) of the mass of habileté k lies, linear between nodes."""
    x = tree().x
    step = x[1] - x[0]
    mass = np.cumsum(posterior.theta[k])
    return round(float(np.interp(share, mass, x + step / 2)), DECIMALS)
