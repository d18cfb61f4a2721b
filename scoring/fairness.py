"""Fairness checks: does an item behave the same in two groups, are two groups chosen at the same rate. Screens, not
verdicts: « too few to tell » is an answer, and a person looks at what is flagged."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.batch import Ints
from scoring.calibrate import CalibrationError, ResponsePatterns, climb
from scoring.estimate import Array


@dataclass(frozen=True, slots=True)
class MantelHaenszel:
    """chi2 without and with the continuity correction (1 df), their p, common odds ratio, ETS delta -2.35 ln(ratio)."""

    chi2: float | None
    p: float | None
    chi2_corrected: float | None
    p_corrected: float | None
    odds_ratio: float | None
    delta: float | None


@dataclass(frozen=True, slots=True)
class Logistic:
    """Likelihood ratios (1 df each): group added to the match, then their product (Swaminathan & Rogers 1990)."""

    uniform: float | None
    p_uniform: float | None
    nonuniform: float | None
    p_nonuniform: float | None


def p_of_chi2(chi2: float) -> float:
    """Upper tail of a chi-square with 1 df."""
    return math.erfc(math.sqrt(max(chi2, 0.0) / 2))


def mantel_haenszel(y: Ints, focal: NDArray[np.bool_], match: Array) -> MantelHaenszel:
    """One 0/1 item over the strata of a matching score (Mantel & Haenszel 1959; Holland & Thayer 1988).

    y, focal, match: (people,). Strata where a group, or an answer, is absent say nothing. None: nothing can be said.
    """
    observed = expected = variance = right = wrong = 0.0
    for stratum in np.unique(match):
        at = match == stratum
        a, b = float((y[at & ~focal] == 1).sum()), float((y[at & ~focal] == 0).sum())
        c, d = float((y[at & focal] == 1).sum()), float((y[at & focal] == 0).sum())
        t = a + b + c + d
        if t < 2:
            continue
        observed += a
        expected += (a + b) * (a + c) / t
        variance += (a + b) * (c + d) * (a + c) * (b + d) / (t * t * (t - 1))
        right += a * d / t
        wrong += b * c / t
    if variance <= 0:
        return MantelHaenszel(None, None, None, None, None, None)
    gap = abs(observed - expected)
    plain, corrected = gap**2 / variance, max(0.0, gap - 0.5) ** 2 / variance
    ratio = right / wrong if wrong > 0 and right > 0 else None
    delta = -2.35 * math.log(ratio) if ratio else None
    return MantelHaenszel(plain, p_of_chi2(plain), corrected, p_of_chi2(corrected), ratio, delta)


def logistic_dif(y: Ints, focal: NDArray[np.bool_], match: Array) -> Logistic:
    """Likelihood ratios of three nested logistic models. None where a model has no finite maximum."""
    constant, group = np.ones(len(y)), focal.astype(float)
    scale = float(match.std()) or 1.0
    m = (match - match.mean()) / scale
    base = _logistic(np.column_stack([constant, m]), y)
    with_group = _logistic(np.column_stack([constant, m, group]), y)
    both = _logistic(np.column_stack([constant, m, group, m * group]), y)
    if base is None or with_group is None:
        return Logistic(None, None, None, None)
    uniform = max(0.0, 2 * (with_group - base))
    if both is None:
        return Logistic(uniform, p_of_chi2(uniform), None, None)
    nonuniform = max(0.0, 2 * (both - with_group))
    return Logistic(uniform, p_of_chi2(uniform), nonuniform, p_of_chi2(nonuniform))


def _logistic(x: Array, y: Ints) -> float | None:
    """Largest log-likelihood of a logistic regression by Newton's method with halving, None when it has none."""

    def value(beta: Array) -> float:
        z = x @ beta
        return float(y @ z - np.logaddexp(0, z).sum())

    beta = np.zeros(x.shape[1])
    best = value(beta)
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -500, 500)))
        gradient = x.T @ (y - p)
        if float(np.abs(gradient).max()) < 1e-9 * len(y):
            return best
        information = (x * (p * (1 - p))[:, None]).T @ x
        try:
            step = np.linalg.solve(information, gradient)
        except np.linalg.LinAlgError:
            return None
        size = 1.0
        while size > 1e-8 and value(beta + size * step) < best:
            size /= 2
        beta = beta + size * step
        best = max(best, value(beta))
        if float(np.abs(beta).max()) > 60:
            return None
    return best


def residuals(responses: Ints, focal: NDArray[np.bool_]) -> list[tuple[float | None, float | None]]:
    """Per 0/1 item (z, effect): mean of y - E[y | the other items], focal minus reference, each group with a prior mean
    of its own. A 2PL is fitted to everyone first; flag at |z| > 3 and |effect| > .25 and let a person look.
    """
    problem = ResponsePatterns(responses, np.ones(len(responses)), [1] * responses.shape[1], "2pl", 61)
    v = climb(problem)[0]
    ps = problem.tables(v)
    log_items = np.log(np.vstack(ps))
    hot = problem.one_hot[problem.inverse]
    log = hot @ log_items
    expected = np.full(responses.shape, np.nan)
    for group in (False, True):
        at = np.flatnonzero(focal == group)
        prior = problem.log_w + problem.x * _mean_of(log[at], problem)
        for j in range(responses.shape[1]):
            own = hot[at][:, 2 * j : 2 * j + 2] @ log_items[2 * j : 2 * j + 2]
            rest = log[at] - own + prior
            rest = np.exp(rest - rest.max(1, keepdims=True))
            expected[at, j] = (rest @ ps[j][1]) / rest.sum(1)
    out: list[tuple[float | None, float | None]] = []
    for j in range(responses.shape[1]):
        seen = responses[:, j] >= 0
        parts = [(responses[:, j] - expected[:, j])[seen & (focal == g)] for g in (False, True)]
        if min(len(p) for p in parts) < 2:
            out.append((None, None))
            continue
        effect = float(parts[1].mean() - parts[0].mean())
        se = math.sqrt(sum(float(p.var(ddof=1)) / len(p) for p in parts))
        out.append((effect / se if se > 0 else None, effect))
    return out


def _mean_of(log: Array, problem: ResponsePatterns) -> float:
    """A group's mean by a few EM steps; tilting the standard normal prior by exp(mean x) moves it to that mean."""
    mean = 0.0
    for _ in range(8):
        post = log + problem.log_w + problem.x * mean
        post = np.exp(post - post.max(1, keepdims=True))
        mean = float(((post @ problem.x) / post.sum(1)).mean())
    return mean


@dataclass(frozen=True, slots=True)
class Impact:
    """A group beside the one chosen most often. verdict: "no_gap" | "gap" | "too_few"."""

    group: str
    reference: str
    rate: float
    reference_rate: float
    ratio: float | None
    low: float | None
    high: float | None
    fisher_p: float
    verdict: str


def impact(groups: Sequence[tuple[str, int, int]]) -> list[Impact]:
    """(group, selected, total) -> each group's selection ratio, its 95 % log interval and Fisher's exact p.

    SE^2 = 1/s1 - 1/n1 + 1/s2 - 1/n2. The four-fifths line is a screen only: a gap needs p < .05 and a ratio under .8;
    « no gap » an interval above .8; all the rest is « too few to tell ». Raises ValueError for counts that cannot be.
    """
    for name, selected, total in groups:
        if not 0 <= selected <= total or total < 1:
            raise ValueError(name)
    if len(groups) < 2:
        raise ValueError("groups")
    best = max(groups, key=lambda g: (g[1] / g[2], g[2]))
    return [_impact(g, best) for g in groups if g is not best]


def _impact(group: tuple[str, int, int], best: tuple[str, int, int]) -> Impact:
    (name, s, n), (reference, s0, n0) = group, best
    p = fisher(s, n - s, s0, n0 - s0)
    if s == 0 or s0 == 0:
        ratio = 0.0 if s0 else None
        verdict = "gap" if s0 and p < 0.05 else "too_few"
        return Impact(name, reference, s / n, s0 / n0, ratio, None, None, p, verdict)
    ratio = (s / n) / (s0 / n0)
    se = math.sqrt(1 / s - 1 / n + 1 / s0 - 1 / n0)
    low, high = ratio * math.exp(-1.96 * se), ratio * math.exp(1.96 * se)
    verdict = "gap" if p < 0.05 and ratio < 0.8 else "no_gap" if low >= 0.8 else "too_few"
    return Impact(name, reference, s / n, s0 / n0, ratio, low, high, p, verdict)


def fisher(a: int, b: int, c: int, d: int) -> float:
    """Two-sided exact p of a 2 x 2 table: every table at most as likely as this one (Fisher 1935).

    The law of the first cell rises, then falls: what is at most as likely are its two ends, added up from within until
    nothing more is added.
    """
    row, column, total = a + b, a + c, a + b + c + d
    least, most = max(0, row + column - total), min(row, column)

    def log_p(k: int) -> float:
        return _choose(column, k) + _choose(total - column, row - k) - _choose(total, row)

    mode = min(max((row + 1) * (column + 1) // (total + 2), least), most)
    own = log_p(a) + SAME
    left, right = mode, mode + 1  # the last of the left end, the first of the right one; likelier tables between
    if log_p(mode) > own:
        left = _last(lambda k: log_p(k) <= own, least - 1, mode)
        right = -_last(lambda k: log_p(-k) <= own, -most - 1, -mode)
    return min(1.0, _end(log_p, range(left, least - 1, -1)) + _end(log_p, range(right, most + 1)))


SAME = 1e-7
"""Two tables whose log chances differ by less are equally likely."""


def _last(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The last k from `low` (taken to hold) at which something holds that does not at `high`."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _end(log_p: Callable[[int], float], ks: Iterable[int]) -> float:
    """Sum of falling terms, to the last one that counts."""
    total = 0.0
    for k in ks:
        term = math.exp(log_p(k))
        total += term
        if term <= total * 1e-17:
            break
    return total


def _choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def dif(
    responses: Ints, group: Sequence[str], match: Array | None, names: Sequence[str]
) -> tuple[str, str, list[tuple[MantelHaenszel, Logistic, tuple[float | None, float | None]]]]:
    """(reference, focal, per item results). Groups in sorted order, the first is the reference.

    Raises CalibrationError when there are not exactly two groups or an item is not 0/1.
    """
    values = sorted(set(group))
    if len(values) != 2:
        raise CalibrationError("fairness.two_groups", n=len(values))
    for j, name in enumerate(names):
        used = set(responses[:, j].tolist()) - {-1}
        if used - {0, 1}:
            raise CalibrationError("fairness.not_binary", item=name)
        if len(used) < 2:
            raise CalibrationError("calibrate.one_category", item=name)
    focal = np.array([g == values[1] for g in group])
    total = np.where(responses < 0, 0, responses).sum(1).astype(float) if match is None else match
    tests = residuals(responses, focal)
    tested = []
    for j in range(responses.shape[1]):
        seen = responses[:, j] >= 0
        args = (responses[seen, j], focal[seen], total[seen])
        tested.append((mantel_haenszel(*args), logistic_dif(*args), tests[j]))
    return values[0], values[1], tested
