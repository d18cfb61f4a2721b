"""A session both ways: the best people of every offer and the best offers of every person, each pair with its reasons.

For the sizes of a room or a region's week (some hundred thousand pairs) every pair is scored once, in float64, and the
two lists and their terms are read from the same table.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.match import MET, OPEN
from scoring.toplist import People, Prepared, Tops

ABSENT, SHORT, TO_CONFIRM, IS_MET, NOT_MEASURED = -1, 0, 1, 2, 3
"""States of a term; ABSENT where a row has fewer requirements than the widest."""
NEAR_MET, NEAR_OPEN = float(np.float32(np.log(MET))), float(np.float32(np.log(OPEN)))


@dataclass(frozen=True, slots=True)
class Listed:
    """Lists with the reasons of every pair in them.

    `places`, `terms` and `states`: lists x k x the most requirements of an offer. The terms of a pair add up to its
    score; a state is one of the constants above; a place is -1 where the state is ABSENT.
    """

    tops: Tops
    places: NDArray[np.int32]
    terms: NDArray[np.float64]
    states: NDArray[np.int8]


def both_ways(
    people: People, offers: Prepared, k: int = 20, measured: NDArray[np.bool_] | None = None
) -> tuple[Listed, Listed]:
    """The k best people of every offer, and the k best offers of every person, with reasons.

    `measured` (places x people) says what was measured of whom; without it, everything was. Raises ValueError as the
    engines of `toplist` do.
    """
    if k < 1 or people.logs.shape[0] != offers.table.shape[1]:
        raise ValueError("k is at least 1, and people have the places the offers were prepared for")
    score = offers.table.astype(np.float64) @ people.logs.astype(np.float64)
    score[(offers.offers.imposes[:, None] & people.declines) != 0] = -np.inf
    of_offers, of_people = _best(score, k), _best(np.ascontiguousarray(score.T), k)
    rows = np.arange(len(offers.offers))[:, None]
    who = np.arange(people.logs.shape[1])[:, None]
    return (
        _reasons(people, offers, of_offers, (rows, of_offers.index), measured),
        _reasons(people, offers, of_people, (of_people.index, who), measured),
    )


def _best(score: NDArray[np.float64], k: int) -> Tops:
    """The k best of every row, equal ones by lower index; -1 where fewer are free of conflict."""
    rows, width = score.shape
    most = min(k, width)
    index, best = np.full((rows, k), -1, np.int64), np.full((rows, k), -np.inf)
    if not rows or not width:
        return Tops(index, best)
    cut = np.partition(score, width - most, axis=1)[:, width - most]
    flat = np.flatnonzero((score >= cut[:, None]) & np.isfinite(score))
    row, column = np.divmod(flat, width)
    value = score[row, column]
    # Columns rise within a row, so stable sorts leave equal scores by lower index.
    order = np.argsort(-value, kind="stable")
    order = order[np.argsort(row[order].astype(np.int16 if rows < 32_768 else np.int64), kind="stable")]
    row, column, value = row[order], column[order], value[order]
    rank = np.arange(len(row)) - np.searchsorted(row, np.arange(rows))[row]
    kept = rank < k
    index[row[kept], rank[kept]], best[row[kept], rank[kept]] = column[kept], value[kept]
    return Tops(index, best)


def _reasons(
    people: People,
    offers: Prepared,
    tops: Tops,
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    measured: NDArray[np.bool_] | None,
) -> Listed:
    """Terms and states of the listed pairs; `pairs` is (offer, person), as they broadcast to lists x k."""
    offer, person = (np.maximum(part, 0) for part in pairs)
    # One flat index a term: tables of two dimensions are slower to read by pairs of indexes.
    at = (offers.places.astype(np.int64) * people.logs.shape[1])[offer] + person[..., None]
    logs = people.logs.ravel().take(at)
    terms = offers.weights[offer] * logs
    states = (logs >= NEAR_MET).view(np.int8) + (logs >= NEAR_OPEN).view(np.int8)
    if measured is not None:
        states[~measured.ravel().take(at)] = NOT_MEASURED
    step = np.arange(offers.places.shape[1])
    padded = np.where(step < np.diff(offers.offers.start)[:, None], offers.places, -1)
    places = padded[offer] if offer.shape == tops.index.shape else np.repeat(padded[offer], tops.index.shape[1], axis=1)
    nobody = tops.index < 0
    if nobody.any():
        places[nobody], terms[nobody] = -1, 0.0
    states[places < 0] = ABSENT
    return Listed(tops, places.astype(np.int32, copy=False), terms, states)
