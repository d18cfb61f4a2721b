"""The families of evidence rules: from what was counted or measured to an ordered category. Pure arithmetic."""

from collections.abc import Sequence
from statistics import NormalDist, median

_NORMAL = NormalDist()


def cut(value: float, cuts: Sequence[float]) -> int:
    """Number of cuts reached, 0..len(cuts); cuts rise when more is better and fall when less is better.

    Equal cuts (made for few trials) are reached together.
    """
    rising = len(cuts) < 2 or cuts[0] <= cuts[-1]
    return sum(value >= c if rising else value <= c for c in cuts)


def d_prime(hits: int, signals: int, false_alarms: int, noises: int) -> float:
    """Sensitivity with the log-linear correction: z((h+.5)/(s+1)) - z((f+.5)/(n+1)) (Hautus 1995).

    Rises with hits, falls with false alarms; always acting and never acting both stay near 0.
    """
    hit_rate = (min(hits, signals) + 0.5) / (signals + 1)
    false_rate = (min(false_alarms, noises) + 0.5) / (noises + 1)
    return _NORMAL.inv_cdf(hit_rate) - _NORMAL.inv_cdf(false_rate)


def hits_needed(cut: float, value: float, hits: int, signals: int) -> int | None:
    """The fewest hits of so many signals, one at least, for a d' of `cut`, with the false alarms of a `value` reached
    by `hits`; None where even all of them are not enough."""
    gone = _NORMAL.inv_cdf((min(hits, signals) + 0.5) / (signals + 1)) - value
    enough = (n for n in range(1, signals + 1) if _NORMAL.inv_cdf((n + 0.5) / (signals + 1)) - gone >= cut - 1e-9)
    return next(enough, None)


def steps(taken: Sequence[str], order: Sequence[str]) -> int:
    """Steps at which the one taken is what the document says next, from the state reached."""
    left = list(order)
    right = 0
    for step in taken:
        if step not in left:
            continue
        right += step == left[0]
        left.remove(step)
    return right


def astray(taken: Sequence[str], order: Sequence[str]) -> list[int]:
    """The places, among those taken, of steps that were not the next of the document: `steps` counts the others."""
    left = list(order)
    places = []
    for n, step in enumerate(taken):
        if step in left:
            places += [] if step == left[0] else [n]
            left.remove(step)
    return places


def middle(values: Sequence[float], at_least: int) -> float | None:
    """Median of at least so many values, None when there are fewer."""
    return float(median(values)) if len(values) >= at_least else None
