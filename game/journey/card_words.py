"""Sentences of the pass that count: how the facts of a row stand, by the numbers that the opened row shows."""

from collections.abc import Callable, Sequence

STANDS = ("done", "part", "open")
"""How a fact stands, in the order in which an opened row shows them."""


def how_they_stand(states: Sequence[str], heights: Sequence[float], t: Callable[..., str]) -> str:
    """How many facts of a row stand how, as it opens to them; "" where all stand as the first, which stands in front.

    `heights`: how far each fact went, 0 to 1: of facts that stand alike some may still go less far than the first.
    """
    if not states or (set(states) == {states[0]} and min(heights) >= heights[0]):
        return ""
    parts = [t(f"boarding.count.{state}", n=n) for state in STANDS if (n := list(states).count(state))]
    return t("boarding.counts", of=len(states), parts=", ".join(parts))
