"""Marginal maximum likelihood of one-dimensional items: 1PL, 2PL, graded (Bock & Aitkin 1981; Samejima 1969).

P(y >= c | theta) = logistic(a theta + d_c), theta ~ N(0, 1) on a grid. The likelihood is climbed by L-BFGS whose first
metric is the complete-data information; standard errors come from the observed information (Louis 1982).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.refusal import Refusal
from scoring.batch import Ints
from scoring.estimate import Array

MODELS = ("1pl", "2pl", "graded")
REACH = 6.0
MEMORY = 20
TINY = 1e-300
CHUNK = 4096
FLAT = 1e-4
STEEPEST, FARTHEST, CLOSEST = 30.0, 300.0, 1e-8
"""Largest slope and intercept, smallest distance of two intercepts of one item."""
ENOUGH = 1e-4
"""Share of the squares of the scores that standard errors may leave out."""


class CalibrationError(Refusal):
    """Data no model can be fitted to."""


@dataclass(frozen=True)
class Fit:
    """a, se_a: (items,); d, se_d: a decreasing row of intercepts an item; theta (mean, sd) per row of the data."""

    log_likelihood: float
    iterations: int
    converged: bool
    a: Array
    d: tuple[Array, ...]
    se_a: Array
    se_d: tuple[Array, ...]
    eap: Array
    eap_sd: Array


@dataclass(frozen=True)
class _Curves:
    """Every item at every node. Rows: categories (C), or thresholds (T), of all items one after the other.

    p: (C, nodes), P(y = m); f, slope: (T, nodes), F = P(y >= c) and its derivative in d, F (1 - F).
    """

    p: Array
    f: Array
    slope: Array


class ResponsePatterns:
    """Patterns, their counts, the grid, and where each parameter stands: slopes first, then all intercepts.

    The threshold t stands between the categories `below[t]` and `above[t]`; `item[t]` is its item.
    """

    def __init__(self, responses: Ints, counts: Array, tops: Sequence[int], model: str, nodes: int) -> None:
        self.tops = list(tops)
        patterns, inverse = np.unique(responses, axis=0, return_inverse=True)
        self.patterns, self.inverse = patterns, inverse.reshape(-1)
        self.counts: Array = np.bincount(self.inverse, weights=counts, minlength=len(patterns)).astype(np.float64)
        self.x = np.linspace(-REACH, REACH, nodes)
        w = np.exp(-self.x * self.x / 2)
        self.log_w = np.log(w / w.sum())
        self.starts = np.concatenate([[0], np.cumsum([m + 1 for m in tops])])
        self.one_hot = self._one_hot()
        self.weighted = np.ascontiguousarray((self.one_hot * self.counts[:, None]).T)
        self.item = np.repeat(np.arange(len(tops)), tops)
        self.above = np.arange(len(self.item)) + self.item + 1
        self.below = self.above - 1
        self.last = np.append(self.item[1:] != self.item[:-1], True)  # no further threshold of the same item
        self.slope_at = [0 if model == "1pl" else j for j in range(len(tops))]
        self.slopes = self.slope_at[-1] + 1
        ends = self.slopes + np.cumsum(self.tops)
        self.d_at = [slice(int(e) - m, int(e)) for e, m in zip(ends, self.tops, strict=True)]
        self.size = int(ends[-1])

    def _one_hot(self) -> Array:
        hot = np.zeros((len(self.patterns), int(self.starts[-1])))
        row, j = np.nonzero(self.patterns >= 0)
        hot[row, self.starts[j] + self.patterns[row, j]] = 1.0
        return hot

    def start(self) -> Array:
        """Slopes of 1; intercepts from the share of answers at or above each category."""
        v = np.ones(self.size)
        share = self.weighted.sum(1)
        for j, at in enumerate(self.d_at):
            own = share[self.starts[j] : self.starts[j + 1]]
            above = np.cumsum(own[::-1])[::-1][1:] / own.sum()
            v[at] = np.log(above / (1 - above)) * 1.2
        return v

    def curves(self, v: Array) -> _Curves:
        """The items' curves for the parameters v.

        P(m) = F_m (1 - F_m+1) (1 - exp(d_m+1 - d_m)), as exact for far items as for near ones.
        """
        d = v[self.slopes :]
        z = np.clip(v[np.array(self.slope_at)[self.item], None] * self.x + d[:, None], -700, 700)
        f, rest = 1 / (1 + np.exp(-z)), 1 / (1 + np.exp(z))
        p = np.ones((int(self.starts[-1]), len(self.x)))
        p[self.above] = f
        p[self.below] *= rest
        inner = np.flatnonzero(~self.last)
        p[self.above[inner]] *= -np.expm1(d[inner + 1] - d[inner])[:, None]
        return _Curves(np.maximum(p, TINY, out=p), f, f * rest)

    def tables(self, v: Array) -> list[Array]:
        """Per item P(y = m), (m + 1, nodes)."""
        return np.split(self.curves(v).p, self.starts[1:-1])

    def allowed(self, v: Array) -> bool:
        """Whether every item's intercepts fall, and no parameter runs away, as it does where no finite one is best."""
        a, d = v[: self.slopes], v[self.slopes :]
        falling = bool(((np.diff(d) < -CLOSEST) | self.last[:-1]).all())
        return falling and float(np.abs(a).max()) <= STEEPEST and float(np.abs(d).max()) <= FARTHEST

    def posterior(self, v: Array) -> tuple[float, Array]:
        """Log-likelihood, and p(theta | pattern) as (patterns, nodes)."""
        return self._posterior(self.curves(v))

    def _posterior(self, curves: _Curves) -> tuple[float, Array]:
        post = self.one_hot @ np.log(curves.p)
        post += self.log_w
        top = post.max(1, keepdims=True)
        post -= top
        np.exp(post, out=post)
        total = post.sum(1, keepdims=True)
        post /= total
        return float(self.counts @ (np.log(total) + top)[:, 0]), post

    def gradient(self, v: Array) -> tuple[float, Array, Array]:
        """Log-likelihood, its gradient, and the complete-data information (its expected second derivatives)."""
        curves = self.curves(v)
        value, post = self._posterior(curves)
        r = self.weighted @ post
        by_d = curves.slope * self._across(r / curves.p)
        g = np.concatenate([np.bincount(self.item, by_d @ self.x, len(self.tops)), by_d.sum(1)])
        people = np.add.reduceat(r, self.starts[:-1], axis=0)[self.item] * curves.slope
        own = people * curves.slope * (1 / curves.p[self.above] + 1 / curves.p[self.below])
        return value, self._joined(g), self._matrix(own, self._with_next(people, curves))

    def _across(self, values: Array) -> Array:
        """Category above minus category below each threshold."""
        out: Array = values[self.above] - values[self.below]
        return out

    def _with_next(self, weight: Array, curves: _Curves) -> Array:
        """-weight * slope of the item's next threshold / P of the category between them; 0 where there is none."""
        out = np.zeros_like(weight)
        at = np.flatnonzero(~self.last)
        out[at] = -weight[at] * curves.slope[at + 1] / curves.p[self.above[at]]
        return out

    def _joined(self, values: Array) -> Array:
        """Last axis items, then thresholds: slope entries added up where all items share one slope."""
        n = len(self.tops)
        if self.slopes == n:
            return values
        return np.concatenate([values[..., :n].sum(-1, keepdims=True), values[..., n:]], axis=-1)

    def _matrix(self, own: Array, with_next: Array) -> Array:
        """Second derivatives of each threshold with itself and with the next, (T, nodes) each, summed over the nodes.

        z = a theta + d, so an entry in a and a has theta twice, one in a and d once.
        """
        out = np.zeros((self.size, self.size))
        d, a = np.arange(self.slopes, self.size), np.array(self.slope_at)[self.item]
        both = own + with_next
        both[1:] += with_next[:-1]
        out[d, d] = own.sum(1)
        out[d[:-1], d[1:]] = out[d[1:], d[:-1]] = with_next[:-1].sum(1)
        out[a, d] = out[d, a] = both @ self.x
        np.add.at(out, (a, a), both @ self.x**2)
        return out

    def observed_information(self, v: Array) -> Array:
        """-d2 log-likelihood: expected complete information minus the posterior variance of the scores (Louis 1982)."""
        curves = self.curves(v)
        _, post = self._posterior(curves)
        r = self.weighted @ post
        ratio = r / curves.p
        up, down = curves.slope / curves.p[self.above], curves.slope / curves.p[self.below]
        square = up * up * r[self.above] + down * down * r[self.below]
        bend = curves.slope * (1 - 2 * curves.f) * self._across(ratio)
        info = self._matrix(square - bend, self._with_next(curves.slope * ratio[self.above], curves))
        scores = np.vstack([up, -down])
        for start in range(0, len(post), CHUNK):
            info -= self._spread(slice(start, start + CHUNK), post[start : start + CHUNK], scores)
        return info

    def _spread(self, rows: slice, post: Array, scores: Array) -> Array:
        """Posterior variance of the scores of some people, summed. scores: (2 T, nodes), in categories above, below.

        The variance is the sum of the squares of a score's parts along polynomials of theta orthonormal under the
        person's own posterior, degree 1 and up. Scores are smooth and posteriors narrow, so a few degrees are enough;
        how much is missing is known, as the sum of all squares is.
        """
        t, hot = len(self.item), np.ascontiguousarray(self.one_hot[rows].T)
        sides = np.append(self.above, self.below)
        masks = hot[sides]
        firsts = np.flatnonzero(np.append(True, self.last[:-1]))
        every = (self.weighted[:, rows] @ post)[sides]
        whole = (every * scores**2).sum(1).reshape(2, t).sum(0)
        missing, counts = whole.copy(), self.counts[rows]
        out = np.zeros((self.size, self.size))
        held: list[Array] = []
        for degree, (weight, centre, norm, next_norm) in enumerate(_orthonormal(self.x, post)):
            both = scores @ weight.T
            both *= masks
            in_d = both[:t]
            in_d += both[t:]
            per_item = np.add.reduceat(in_d, firsts, axis=0)
            if degree > 1:
                held[0] += held[2] * per_item
                out += self._squares(held[0], held[1], counts)
            missing -= (in_d * in_d) @ counts
            in_a = centre * per_item
            if degree:
                in_a += norm * held[3]
            held = [in_a, in_d, next_norm, per_item]
            if degree and (missing <= ENOUGH * whole).all():
                break
        return out + self._squares(held[0], held[1], counts)

    def _squares(self, in_a: Array, in_d: Array, counts: Array) -> Array:
        """Sums over people of the products of parts of their scores: (items, people), (T, people)."""
        if self.slopes == 1:
            in_a = in_a.sum(0, keepdims=True)
        part = np.vstack([in_a, in_d])
        part *= np.sqrt(counts)
        out: Array = part @ part.T
        return out


def _orthonormal(x: Array, mass: Array) -> Iterator[tuple[Array, Array, Array, Array]]:
    """Polynomials orthonormal under each row of `mass` (people, nodes), degree 0 and up (Stieltjes' procedure).

    Gives mass * phi, (people, nodes), then centre, norm and next_norm, (people,) each, of x phi_r = next_norm phi_r+1 +
    centre phi_r + norm phi_r-1. A row that lives on r nodes has no polynomial of degree r: 0 there.
    """
    phi, before, norm = np.ones_like(mass), np.zeros_like(mass), np.zeros(len(mass))
    for _ in x:
        weight = mass * phi
        centre = np.einsum("nq,nq,q->n", weight, phi, x)
        further = (x - centre[:, None]) * phi
        further -= norm[:, None] * before
        next_norm = np.sqrt(np.einsum("nq,nq,nq->n", mass, further, further))
        yield weight, centre, norm, next_norm
        further *= np.where(next_norm > 1e-7, 1 / np.maximum(next_norm, 1e-7), 0.0)[:, None]
        phi, before, norm = further, phi, next_norm


def _two_loop(g: Array, pairs: list[tuple[Array, Array]], metric: Array) -> Array:
    """The L-BFGS direction for a maximum, first metric given (Nocedal & Wright 2006, algorithm 7.4)."""
    q: Array = g.copy()
    alphas = []
    for s, y in reversed(pairs):
        alpha = float(s @ q) / float(y @ s)
        alphas.append(alpha)
        q -= alpha * y
    try:
        q = np.asarray(np.linalg.solve(metric, q), dtype=np.float64)
    except np.linalg.LinAlgError:  # nothing is known in some direction: by the size of each alone
        q = q / np.maximum(np.diag(metric), 1.0)
    for (s, y), alpha in zip(pairs, reversed(alphas), strict=True):
        q += s * (alpha - float(y @ q) / float(y @ s))
    return q


def climb(problem: ResponsePatterns, *, most: int = 500, tolerance: float = 1e-6) -> tuple[Array, float, int, bool]:
    """The maximum: parameters, log-likelihood, evaluations of the gradient, whether it converged."""
    v = problem.start()
    value, g, info = problem.gradient(v)
    pairs: list[tuple[Array, Array]] = []
    ridge = np.eye(problem.size) * 1e-6
    for step in range(1, most + 1):
        if float(np.abs(g).max()) < tolerance * max(1.0, float(problem.counts.sum()) ** 0.5):
            return v, value, step, True
        direction = _two_loop(g, pairs, info + ridge)
        if float(direction @ g) <= 0:
            pairs, direction = [], _two_loop(g, [], info + ridge)
        size, reached = 1.0, None
        while size > 1e-10:
            trial = v + size * direction
            if problem.allowed(trial):
                reached = problem.gradient(trial)
                if reached[0] >= value + 1e-4 * size * float(direction @ g) or size < 1e-6:
                    break
            size /= 2
        if reached is None or reached[0] < value:
            return v, value, step, float(np.abs(g).max()) < 1e-3
        s, y = trial - v, g - reached[1]
        if float(s @ y) > 1e-12:
            pairs = [*pairs[-MEMORY + 1 :], (s, y)]
        v, (value, g, info) = trial, reached
    return v, value, most, False


def calibrate(
    responses: Ints,
    model: str,
    *,
    counts: Array | None = None,
    names: Sequence[str] = (),
    nodes: int = 61,
    errors: bool = True,
) -> Fit:
    """Fit items to `responses` (rows, items), categories 0..M, -1 where empty. Raises CalibrationError.

    `counts`: people per row, 0 or more. Without `errors` standard errors are left out (0 everywhere).
    """
    labels = list(names) or [str(j + 1) for j in range(responses.shape[1])]
    weights = np.ones(len(responses)) if counts is None else counts
    tops = _tops(responses, weights, model, labels)
    problem = ResponsePatterns(responses, weights, tops, model, nodes)
    v, value, steps, converged = climb(problem)
    if not (np.isfinite(v).all() and math.isfinite(value)):
        raise CalibrationError("calibrate.flat")
    se = _standard_errors(problem, v) if errors else np.zeros(problem.size)
    _, post = problem.posterior(v)
    mean = post @ problem.x
    sd = np.sqrt(np.maximum(post @ problem.x**2 - mean**2, 0))
    slopes = np.array(problem.slope_at)
    return Fit(
        value, steps, converged, v[slopes], tuple(v[at] for at in problem.d_at), se[slopes],
        tuple(se[at] for at in problem.d_at), mean[problem.inverse], sd[problem.inverse],
    )  # fmt: skip


def _standard_errors(problem: ResponsePatterns, v: Array) -> Array:
    """Square roots of the diagonal of the inverse of the observed information.

    Raises CalibrationError where the likelihood is flat in some direction.
    """
    information = problem.observed_information(v)
    scale = np.sqrt(np.maximum(np.diag(information), 0))
    if (scale <= 0).any():
        raise CalibrationError("calibrate.flat")
    try:
        root = np.linalg.cholesky(information / np.outer(scale, scale))
    except np.linalg.LinAlgError as error:
        raise CalibrationError("calibrate.flat") from error
    if float(np.diag(root).min()) < FLAT:
        raise CalibrationError("calibrate.flat")
    inverse = np.linalg.inv(root)
    out: Array = np.sqrt((inverse * inverse).sum(0)) / scale
    return out


def _tops(responses: Ints, counts: Array, model: str, labels: Sequence[str]) -> list[int]:
    """Highest category of each item; every category from 0 to it was chosen by somebody."""
    if model not in MODELS:
        raise CalibrationError("calibrate.model", model=model)
    if not float(counts.sum()):
        raise CalibrationError("calibrate.empty")
    tops = []
    for label, y in zip(labels, responses.T, strict=True):
        chosen = np.bincount(y + 1, weights=counts)[1:] > 0
        if chosen.sum() < 2:
            raise CalibrationError("calibrate.one_category", item=label)
        if not chosen.all():
            raise CalibrationError("calibrate.unused", item=label, category=int(np.flatnonzero(~chosen)[0]))
        if model != "graded" and len(chosen) > 2:
            raise CalibrationError("calibrate.not_binary", item=label, model=model)
        tops.append(len(chosen) - 1)
    return tops
