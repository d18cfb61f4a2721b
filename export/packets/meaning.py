"""What the values of a packet mean together: a packet that contradicts itself is refused, whatever it is signed by."""

import math
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol

from scoring.match import ENOUGH_OFFERED, MET, NOT_YET
from scoring.types import LEVEL_CUTS

NEAR = 1e-6
OUTSIDE, APART = 0.05, 0.5
"""Twice the chance that a margin leaves on each side; units of the scale by which a margin and a level may disagree."""
FIRST_YEAR, LAST_YEAR = 1970, 2099
"""What a clock may show: without its battery one begins at 1970. Which of them may be right is told by the day of
import (`export.store.moments.played`): nobody's result is lost by a clock."""
FURTHEST = timedelta(hours=14)
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-5][0-9])")
LevelChances = tuple[float, float, float]


class ReadEstimate(Protocol):
    """The read-out of one habileté, as a packet holds it."""

    @property
    def mean(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def p_levels(self) -> LevelChances: ...
    @property
    def statement(self) -> str: ...
    @property
    def level(self) -> int: ...
    @property
    def n_observed(self) -> int: ...
    @property
    def n_offered(self) -> int: ...


def moment(text: str) -> datetime:
    """A moment with its zone, from 1970 to 2099. Raises ValueError for another form, a day or a zone that is none."""
    if not MOMENT.fullmatch(text):
        raise ValueError("moment")
    read_at = datetime.fromisoformat(text)
    offset = read_at.utcoffset()
    if offset is None or abs(offset) > FURTHEST or not FIRST_YEAR <= read_at.year <= LAST_YEAR:
        raise ValueError("moment")
    return read_at


def falls(levels: Sequence[float]) -> bool:
    """Whether a higher level is never likelier than a lower one."""
    return all(a >= b - NEAR for a, b in pairwise(levels))


def check_read(estimate: ReadEstimate) -> None:
    """Raise ValueError for margins that do not hold the mean, levels that rise, or a statement its chances deny."""
    if not estimate.low <= estimate.mean <= estimate.high:
        raise ValueError("margins")
    if not falls(estimate.p_levels):
        raise ValueError("p_levels")
    # The margin holds 95 in 100: a level that is likely does not lie above it, nor one that is unlikely below it.
    for cut, p in zip(LEVEL_CUTS, estimate.p_levels, strict=True):
        if (p > OUTSIDE and estimate.high < cut - APART) or (p < 1 - OUTSIDE and estimate.low > cut + APART):
            raise ValueError("margins")
    if estimate.n_observed > estimate.n_offered:
        raise ValueError("n_observed")
    if (estimate.statement == "not_measured") != (estimate.n_observed == 0):
        raise ValueError("n_observed")
    if estimate.n_observed and (estimate.statement == "not_enough") != (estimate.n_observed < ENOUGH_OFFERED):
        raise ValueError("statement")
    said = {
        "shown": estimate.p_levels[estimate.level - 1] >= MET - NEAR
        and all(p < MET + NEAR for p in estimate.p_levels[estimate.level :]),
        "to_confirm": estimate.p_levels[0] < MET + NEAR,
        "not_yet": estimate.level == 1 and estimate.p_levels[0] <= NOT_YET + NEAR,
    }
    # A level is named beside « shown » alone.
    if not said.get(estimate.statement, True) or (estimate.statement != "shown" and estimate.level != 1):
        raise ValueError("statement")


def check_given(p_general: Sequence[float], given: Sequence[LevelChances], levels: LevelChances) -> None:
    """Raise ValueError where the chances given the general factor rise with the level, or do not add up to `levels`."""
    if not all(falls(row) for row in given):
        raise ValueError("p_level_given_g")
    for at, level in enumerate(levels):
        whole = math.fsum(p * row[at] for p, row in zip(p_general, given, strict=True))
        if not math.isclose(whole, level, abs_tol=1e-3):
            raise ValueError("p_level_given_g")


def check_thresholds(thresholds: Iterable[float], top: int) -> None:
    """Raise ValueError unless there is one threshold a category above the lowest, each higher than the last."""
    cuts = list(thresholds)
    if len(cuts) != top or any(a >= b for a, b in pairwise(cuts)):
        raise ValueError("b")
