"""Marginal maximum likelihood of one-dimensional items: 1PL, 2PL, graded (Bock & Aitkin 1981; Samejima 1969).

P(y >= c | theta) = logistic(a theta + d_c), theta ~ N(0, 1) on a grid. The likelihood is climbed by L-BFGS whose first
metric is the complete-data information; standard errors come from the observed information (Louis 1982).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
MODELS = ("1pl", "2pl", "graded")
REACH = 6.0
MEMORY = 20
TINY = 1e-300


class CalibrationError(ValueError):
    """Data no model can be fitted to; `key` and `values` name the sentence."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


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


class Problem:
    """Patterns, their counts, the grid, and which free parameter each item's slope is."""

    def __init__(self, responses: Ints, counts: Array, tops: Sequence[int], model: str, nodes: int) -> None:
        self.tops = list(tops)
        patterns, inverse = np.unique(responses, axis=0, return_inverse=True)
        self.patterns, self.inverse = patterns, inverse.reshape(-1)
        self.counts = np.bincount(self.inverse, weights=counts, minlength=len(patterns))
        self.x = np.linspace(-REACH, REACH, nodes)
        w = np.exp(-self.x * self.x / 2)
        self.log_w = np.log(w / w.sum())
        self.starts = np.concatenate([[0], np.cumsum([m + 1 for m in tops])])
        self.one_hot = self._one_hot()
        common = model == "1pl"
        self.slope_at = [0 if common else j for j in range(len(tops))]
        n_slopes = 1 if common else len(tops)
        ends = n_slopes + np.cumsum(self.tops)
        self.d_at = [slice(int(e) - m, int(e)) for e, m in zip(ends, self.tops, strict=True)]
        self.size = int(ends[-1])

    def _one_hot(self) -> Array:
        hot = np.zeros((len(self.patterns), int(self.starts[-1])))
        for j in range(self.patterns.shape[1]):
            y = self.patterns[:, j]
            seen = np.flatnonzero(y >= 0)
            hot[seen, int(self.starts[j]) + y[seen]] = 1.0
        return hot

    def start(self) -> Array:
        """Slopes of 1; intercepts from the share of answers at or above each category."""
        v = np.ones(self.size)
        for j, m in enumerate(self.tops):
            block = self.one_hot[:, self.starts[j] : self.starts[j + 1]]
            share = (block * self.counts[:, None]).sum(0)
            above = np.cumsum(share[::-1])[::-1][1:] / share.sum()
            v[self.d_at[j]] = np.log(above / (1 - above)) * 1.2
            assert len(above) == m
        return v

    def tables(self, v: Array) -> tuple[list[Array], list[Array]]:
        """Per item: P(y = m) as (m + 1, nodes) and F as (m + 2, nodes) with its borders."""
        ps, fs = [], []
        for j in range(len(self.tops)):
            z = v[self.slope_at[j]] * self.x[None, :] + v[self.d_at[j]][:, None]
            inner = 1 / (1 + np.exp(-z))
            f = np.vstack([np.ones((1, len(self.x))), inner, np.zeros((1, len(self.x)))])
            ps.append(np.maximum(f[:-1] - f[1:], TINY))
            fs.append(f)
        return ps, fs

    def ordered(self, v: Array) -> bool:
        """Whether every item's intercepts fall strictly."""
        return all(bool((np.diff(v[at]) < 0).all()) for at in self.d_at)

    def posterior(self, v: Array) -> tuple[float, Array]:
        """Log-likelihood, and p(theta | pattern) as (patterns, nodes)."""
        ps, _ = self.tables(v)
        log = self.one_hot @ np.log(np.vstack(ps)) + self.log_w
        top = log.max(1, keepdims=True)
        post = np.exp(log - top)
        total = post.sum(1, keepdims=True)
        return float(self.counts @ (np.log(total) + top)[:, 0]), post / total

    def gradient(self, v: Array) -> tuple[float, Array, Array]:
        """Log-likelihood, its gradient, and the complete-data information (its expected second derivatives)."""
        value, post = self.posterior(v)
        r = (self.one_hot * self.counts[:, None]).T @ post
        g, info = np.zeros(self.size), np.zeros((self.size, self.size))
        _, fs = self.tables(v)
        for j in range(len(self.tops)):
            rows = r[self.starts[j] : self.starts[j + 1]]
            s = self.item_scores(v, j, fs[j])
            at = self.indexes(j)
            g[at] += np.einsum("mq,mqp->p", rows, s)
            p = fs[j][:-1] - fs[j][1:]
            weight = rows.sum(0)[None, :] * p
            info[np.ix_(at, at)] += np.einsum("mq,mqp,mqr->pr", weight, s, s)
        return value, g, info

    def indexes(self, j: int) -> Ints:
        """Places of an item's slope and intercepts among the free parameters."""
        return np.concatenate([[self.slope_at[j]], np.arange(self.d_at[j].start, self.d_at[j].stop)]).astype(np.int64)

    def item_scores(self, v: Array, j: int, f: Array) -> Array:
        """d log P(y = m) / d (a, d_1..d_M) at each node: (m + 1, nodes, 1 + M)."""
        m = self.tops[j]
        slope = f[1:-1] * (1 - f[1:-1])
        p = np.maximum(f[:-1] - f[1:], TINY)
        s = np.zeros((m + 1, len(self.x), 1 + m))
        for c in range(m):
            s[c + 1, :, 1 + c] += slope[c] / p[c + 1]
            s[c, :, 1 + c] -= slope[c] / p[c]
        s[:, :, 0] = self.x[None, :] * s[:, :, 1:].sum(2)
        return s

    def observed_information(self, v: Array) -> Array:
        """-d2 log-likelihood: complete information minus the posterior variance of the score (Louis 1982).

        Node by node, with the people who can be there at all (mass above 1e-12): an item's score only fills its own
        slope and intercepts, so the scores of all items are one gather, and their products one symmetric product.
        """
        _, post = self.posterior(v)
        _, fs = self.tables(v)
        r = (self.one_hot * self.counts[:, None]).T @ post
        info = np.zeros((self.size, self.size))
        items, wide = len(self.tops), 1 + max(self.tops)
        compact = np.zeros((len(self.x), int(self.starts[-1]) + 1, wide))  # the last row: not observed
        place = np.zeros((items * wide, self.size))
        for j, m in enumerate(self.tops):
            s = self.item_scores(v, j, fs[j])
            at = self.indexes(j)
            compact[:, self.starts[j] : self.starts[j + 1], : 1 + m] = s.transpose(1, 0, 2)
            place[j * wide + np.arange(1 + m), at] = 1.0
            rows = r[self.starts[j] : self.starts[j + 1]]
            info[np.ix_(at, at)] += np.einsum("mq,mqp,mqr->pr", rows, s, s)
            info[np.ix_(at, at)] -= self._curvature(j, m, fs[j], rows)
        row_of = np.where(self.patterns < 0, int(self.starts[-1]), self.patterns + self.starts[:-1])
        mean = np.zeros((len(self.patterns), items * wide))
        spread = np.zeros((items * wide, items * wide))
        for q in range(len(self.x)):
            there = np.flatnonzero(post[:, q] > 1e-12)
            own = compact[q][row_of[there]].reshape(len(there), -1)
            weighted = own * post[there, q, None]
            mean[there] += weighted
            spread += (weighted * self.counts[there, None]).T @ own
        spread -= (mean * self.counts[:, None]).T @ mean
        out: Array = info - place.T @ spread @ place
        return out

    def _curvature(self, j: int, m: int, f: Array, rows: Array) -> Array:
        """Sum of expected counts times (second derivative of P) / P, in (a, d)."""
        second = f[1:-1] * (1 - f[1:-1]) * (1 - 2 * f[1:-1])
        p = np.maximum(f[:-1] - f[1:], TINY)
        by_d = np.stack([second[c] * (rows[c + 1] / p[c + 1] - rows[c] / p[c]) for c in range(m)])
        out = np.zeros((1 + m, 1 + m))
        out[0, 0] = float((by_d * self.x**2).sum())
        out[0, 1:] = out[1:, 0] = (by_d * self.x).sum(1)
        out[range(1, 1 + m), range(1, 1 + m)] = by_d.sum(1)
        return out


def _two_loop(g: Array, pairs: list[tuple[Array, Array]], metric: Array) -> Array:
    """The L-BFGS direction for a maximum, first metric given (Nocedal & Wright 2006, algorithm 7.4)."""
    q: Array = g.copy()
    alphas = []
    for s, y in reversed(pairs):
        alpha = float(s @ q) / float(y @ s)
        alphas.append(alpha)
        q -= alpha * y
    q = np.asarray(np.linalg.solve(metric, q), dtype=np.float64)
    for (s, y), alpha in zip(pairs, reversed(alphas), strict=True):
        q += s * (alpha - float(y @ q) / float(y @ s))
    return q


def climb(problem: Problem, *, most: int = 500, tolerance: float = 1e-6) -> tuple[Array, float, int, bool]:
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
            pairs, direction = [], np.asarray(np.linalg.solve(info + ridge, g), dtype=np.float64)
        size, reached = 1.0, None
        while size > 1e-10:
            trial = v + size * direction
            if problem.ordered(trial):
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
    responses: Ints, model: str, *, counts: Array | None = None, names: Sequence[str] = (), nodes: int = 61
) -> Fit:
    """Fit items to `responses` (rows, items), categories 0..M, -1 where empty. Raises CalibrationError."""
    labels = list(names) or [str(j + 1) for j in range(responses.shape[1])]
    tops = _tops(responses, model, labels)
    weights = np.ones(len(responses)) if counts is None else counts
    problem = Problem(responses, weights, tops, model, nodes)
    v, value, steps, converged = climb(problem)
    information = problem.observed_information(v)
    try:
        se = np.sqrt(np.maximum(np.diag(np.linalg.inv(information)), 0))
    except np.linalg.LinAlgError as error:
        raise CalibrationError("calibrate.flat") from error
    _, post = problem.posterior(v)
    mean = post @ problem.x
    sd = np.sqrt(np.maximum(post @ problem.x**2 - mean**2, 0))
    slopes = np.array(problem.slope_at)
    return Fit(
        value, steps, converged, v[slopes], tuple(v[at] for at in problem.d_at), se[slopes],
        tuple(se[at] for at in problem.d_at), mean[problem.inverse], sd[problem.inverse],
    )  # fmt: skip


def _tops(responses: Ints, model: str, labels: Sequence[str]) -> list[int]:
    if model not in MODELS:
        raise CalibrationError("calibrate.model", model=model)
    if not len(responses):
        raise CalibrationError("calibrate.empty")
    tops = []
    for j, label in enumerate(labels):
        used = np.unique(responses[:, j][responses[:, j] >= 0])
        if len(used) < 2:
            raise CalibrationError("calibrate.one_category", item=label)
        missing = [c for c in range(int(used[-1])) if c not in used]
        if missing:
            raise CalibrationError("calibrate.unused", item=label, category=missing[0])
        if model != "graded" and used[-1] > 1:
            raise CalibrationError("calibrate.not_binary", item=label, model=model)
        tops.append(int(used[-1]))
    return tops
