"""Item tables of the whole tree from logged sessions: EM on the exact posterior, the author's values as priors.

log a ~ N(log a0, .3^2), first threshold ~ N(b0, .7^2), log gaps between thresholds ~ N(., .4^2); sigma and gamma2 held,
or freed. E-step: sums over people (`tree_sums`), made here or by whom is named. M-step: Fisher scoring item by item.
Bock & Aitkin 1981; priors of items: Mislevy 1986; standard errors: minus the second derivative of the log-posterior,
by differences of its exact gradient (Fisher's identity), sigma and gamma2 taken as known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from scoring.batch import Item
from scoring.calibrate import CalibrationError
from scoring.estimate import GAMMA2, SIGMA, Array, category_probability, tree
from scoring.tree_sums import TINY, Sessions, Summing, TreeModel, TreeSums

LEAST_WITH_PRIORS = 100
LEAST_FREE = 500
SD_LOG_A, SD_FIRST, SD_LOG_GAP = 0.3, 0.7, 0.4


@dataclass(frozen=True, slots=True)
class Freed:
    """What is freed: items without their priors, the SD of the cells, the share of the general factor."""

    items: bool = False
    sigma: bool = False
    gamma2: bool = False

    @property
    def frees(self) -> bool:
        """Whether anything is left to the data alone."""
        return self.items or self.sigma or self.gamma2


@dataclass(frozen=True, slots=True)
class Fitted:
    """One item: slope, thresholds, their standard errors, answers seen; `held` when too few were seen to move it."""

    item: Item
    se_a: float
    se_b: tuple[float, ...]
    n: int
    held: bool


@dataclass(frozen=True)
class TreeFit:
    """`log_likelihood` is that of the answers alone; `steps` of EM, and whether they ended by themselves."""

    items: tuple[Fitted, ...]
    sigma: float
    gamma2: float
    log_likelihood: float
    steps: int
    converged: bool
    sessions: int


# One item.


def pack(item: Item) -> Array:
    """(log a, first threshold, log gaps)."""
    return np.array([np.log(item.a), item.b[0], *np.log(np.diff(item.b))])


def unpack(item: Item, v: Array) -> Item:
    """The item with the parameters of a packed vector; rounded nowhere."""
    b = v[1] + np.concatenate([[0.0], np.cumsum(np.exp(v[2:]))])
    return replace(item, a=float(np.exp(v[0])), b=tuple(float(step) for step in b))


def _precision(n: int, free: bool) -> Array:
    return np.zeros(n) if free else 1 / np.array([SD_LOG_A, SD_FIRST, *[SD_LOG_GAP] * (n - 2)]) ** 2


def _scores(item: Item, x: Array) -> tuple[Array, Array]:
    """P (categories, nodes), and d log P / d packed parameters (categories, nodes, parameters)."""
    m = len(item.b)
    f = 1 / (1 + np.exp(-item.a * (x[None, :] - np.array(item.b)[:, None])))
    dense = f * (1 - f)
    p = np.maximum(np.vstack([np.ones(len(x)), f]) - np.vstack([f, np.zeros(len(x))]), TINY)
    d = np.zeros((m + 1, len(x), m + 1))
    gaps = np.diff(item.b)
    for c in range(m):
        moved = np.zeros((len(x), m + 1))
        moved[:, 0] = dense[c] * (x - item.b[c]) * item.a
        moved[:, 1] = -item.a * dense[c]
        moved[:, 2 : 2 + c] = -item.a * dense[c][:, None] * gaps[None, :c]
        d[c + 1] += moved
        d[c] -= moved
    return p, d / p[:, :, None]


def maximise(item: Item, counts: Array, x: Array, prior: tuple[Array, Array], steps: int = 2) -> Item:
    """M-step of one item: expected counts (categories, nodes) and a normal prior (centre, precision) of its vector."""
    centre, precision = prior
    v = pack(item)

    def value(v: Array) -> float:
        p = np.maximum(category_probability(x, float(np.exp(v[0])), unpack(item, v).b), TINY)
        return float((counts * np.log(p)).sum()) - float((precision * (v - centre) ** 2).sum()) / 2

    now = value(v)
    for _ in range(steps):
        p, s = _scores(unpack(item, v), x)
        gradient = np.einsum("mq,mqp->p", counts, s) - precision * (v - centre)
        information = np.einsum("mq,mqp,mqr->pr", counts.sum(0)[None, :] * p, s, s) + np.diag(precision + 1e-9)
        step = np.linalg.solve(information, gradient)
        step *= min(1.0, 1.0 / float(np.abs(step).max() + 1e-12))
        for _ in range(8):
            reached = value(v + step)
            if reached >= now:
                v, now = v + step, reached
                break
            step = step / 2
    return unpack(item, v)


# The whole table.


def refuse_few(sessions: Sessions, plan: Freed) -> None:
    """Too little data frees nothing: says how many sessions are missing. Raises CalibrationError."""
    n = sessions.n
    least = LEAST_FREE if plan.frees else LEAST_WITH_PRIORS
    if n < least:
        key = "tables.few_free" if plan.frees else "tables.few"
        raise CalibrationError(key, n=n, least=least, missing=least - n)
    if plan.sigma and not sessions.twice():
        raise CalibrationError("tables.one_task")
    for j, item in enumerate(sessions.items if plan.items else ()):
        used = sessions.categories(j)
        gone = [c for c in range(len(item.b) + 1) if c not in used]
        if gone:
            raise CalibrationError("calibrate.unused", item=item.id, category=gone[0])


def fit_tables(
    sessions: Sessions,
    plan: Freed,
    *,
    start: tuple[float, float] = (SIGMA, GAMMA2),
    most: int = 200,
    errors: bool = True,
    summing: Summing | None = None,
) -> TreeFit:
    """Items (and, when freed, sigma and gamma2) at the maximum of likelihood times priors. Raises CalibrationError.

    An item answered fewer than 100 times keeps the author's values. `summing`: who sums over the people of these
    sessions, as `Sessions.summed` does and to the same digit.
    """
    refuse_few(sessions, plan)
    summed = summing or sessions.summed
    author = list(sessions.items)
    seen = [sessions.answered([j]) for j in range(len(author))]
    held = [n < LEAST_WITH_PRIORS for n in seen]
    priors = [(pack(i), _precision(len(i.b) + 1, plan.items)) for i in author]
    items, (sigma, gamma2) = list(author), start
    last, converged, steps = -np.inf, False, 0
    x = tree(SIGMA, GAMMA2).x
    for steps in range(1, most + 1):  # noqa: B007
        (sums,) = summed([TreeModel(tuple(items), sigma, gamma2)])
        value = sums.log_likelihood - _penalty(items, priors)
        if value - last < 1e-6 * sessions.n:
            converged = True
            break
        last = value
        for j, item in enumerate(items):
            if not held[j]:
                items[j] = maximise(item, sums.answers[j], x, priors[j])
        if plan.sigma:
            sigma = _sigma(sessions, sums)
        if plan.gamma2:
            gamma2 = _best_gamma2(sums, len(sessions.cells.names) * sessions.n)
    if not converged:
        (sums,) = summed([TreeModel(tuple(items), sigma, gamma2)])
    none = [np.full(len(i.b) + 1, np.nan) for i in items]
    se = _errors(summed, TreeModel(tuple(items), sigma, gamma2), priors) if errors else none
    fitted = tuple(
        Fitted(item, float(se[j][0]), tuple(float(v) for v in se[j][1:]), seen[j], held[j])
        for j, item in enumerate(items)
    )
    return TreeFit(fitted, sigma, gamma2, sums.log_likelihood, steps, converged, sessions.n)


def _penalty(items: Sequence[Item], priors: Sequence[tuple[Array, Array]]) -> float:
    pairs = zip(items, priors, strict=True)
    return sum(float((precision * (pack(i) - centre) ** 2).sum()) / 2 for i, (centre, precision) in pairs)


def _sigma(sessions: Sessions, sums: TreeSums) -> float:
    """The SD of the cells: the mean square over the people whom each of them saw."""
    seen = sum(sessions.answered(columns) for _, columns in sessions.cells.cells)
    return float(min(3.0, max(0.2, (sums.spread / max(seen, 1)) ** 0.5)))


def _best_gamma2(sums: TreeSums, n: int) -> float:
    """Maximum of the expected log-density of theta given g over gamma2 in [0, .9], to 1e-3. `n`: how many thetas."""
    tt, tg, gg = (float(moment) for moment in sums.moments)
    gamma = np.sqrt(np.linspace(0.0, 0.9, 901))
    left = 1 - gamma**2
    value = -n / 2 * np.log(left) - (tt - 2 * gamma * tg + gamma**2 * gg) / (2 * left)
    return float(gamma[int(value.argmax())] ** 2)


def _gradient(sums: TreeSums, items: Sequence[Item], priors: Sequence[tuple[Array, Array]]) -> Array:
    """Gradient of the log-posterior in all packed parameters, exact by Fisher's identity."""
    x = tree(SIGMA, GAMMA2).x
    parts = []
    for item, answers, (centre, precision) in zip(items, sums.answers, priors, strict=True):
        _, s = _scores(item, x)
        parts.append(np.einsum("mq,mqp->p", answers, s) * item.weight - precision * (pack(item) - centre))
    return np.concatenate(parts)


def _errors(summed: Summing, model: TreeModel, priors: Sequence[tuple[Array, Array]]) -> list[Array]:
    """Standard errors of (a, b_1..b_M) of every item, from the observed information of the log-posterior."""
    items, h = model.items, 1e-4
    sizes = [len(i.b) + 1 for i in items]
    ends = np.cumsum(sizes)
    (sums_here,) = summed([model])
    here, rows = _gradient(sums_here, items, priors), []
    for j, item in enumerate(items):
        moved = [
            (*items[:j], unpack(item, pack(item) + h * unit), *items[j + 1 :])
            for unit in np.eye(sizes[j])
        ]
        for there, sums in zip(moved, summed([replace(model, items=there) for there in moved]), strict=True):
            rows.append((_gradient(sums, there, priors) - here) / h)
    hessian = np.array(rows)
    covariance = np.linalg.inv(-(hessian + hessian.T) / 2)
    out = []
    for j, item in enumerate(items):
        at = slice(int(ends[j]) - sizes[j], int(ends[j]))
        jacobian = _jacobian(item)
        out.append(np.sqrt(np.maximum(np.diag(jacobian @ covariance[at, at] @ jacobian.T), 0)))
    return out


def _jacobian(item: Item) -> Array:
    """d (a, b_1..b_M) / d packed."""
    m = len(item.b)
    j = np.zeros((m + 1, m + 1))
    j[0, 0] = item.a
    j[1:, 1] = 1
    for c, gap in enumerate(np.diff(item.b)):
        j[2 + c :, 2 + c] = gap
    return j
