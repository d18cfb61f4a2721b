"""The best people of every offer, the best offers of a person: exact, with the default install.

Scores are sums of weighted logs of chances. They are read in float32, fast, and kept with a margin that covers its
error; whoever is within it of the cut is scored again in float64, so that lists equal those of a float64 brute force.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bits = NDArray[np.uint16]
BLOCK = 2048
"""People scored at once: their columns stay in the processor's second cache."""
CHUNK = 128
"""Offers scored at once: so does their table of scores."""
FIRST = 2 * BLOCK
"""Scores of a single list that give its first cut; an eighth of it where the list is short."""
SMALL = 50_000
"""Pairs below which the obvious code is the quickest."""
MARGIN = 4e-6
"""Relative error allowed for float32: terms have one sign, so a sum of 16 errs by less than 2e-6 of itself."""
MOST_TERMS = 16


@dataclass(frozen=True, slots=True)
class People:
    """`logs` places x people: logs of chances, one row a place (a habileté at a level).

    `declines`: what each person declines, one bit a constraint.
    """

    logs: Floats
    declines: Bits

    def __post_init__(self) -> None:
        if self.logs.dtype != np.float32 or self.logs.ndim != 2 or not self.logs.flags.c_contiguous:
            raise ValueError("logs must be a float32 table, one contiguous row a place")
        if self.declines.dtype != np.uint16 or self.declines.shape != self.logs.shape[1:]:
            raise ValueError("declines must hold one uint16 a person")
        if not np.all(self.logs <= 0) or not np.all(np.isfinite(self.logs)):
            raise ValueError("logs of chances are finite and at most 0")


@dataclass(frozen=True, slots=True)
class Offers:
    """Sparse rows: offer i asks `places[start[i]:start[i+1]]` with `weights`; `imposes` holds one bit a constraint."""

    start: NDArray[np.int32]
    places: NDArray[np.int32]
    weights: Floats
    imposes: Bits

    def __post_init__(self) -> None:
        sizes = np.diff(self.start)
        if len(sizes) and (sizes.min() < 1 or sizes.max() > MOST_TERMS):
            raise ValueError(f"an offer asks 1 to {MOST_TERMS} requirements")
        if self.weights.dtype != np.float32 or self.imposes.dtype != np.uint16 or len(self.imposes) != len(sizes):
            raise ValueError("weights are float32, imposes holds one uint16 an offer")
        if self.start[0] != 0 or self.start[-1] != len(self.places) or len(self.places) != len(self.weights):
            raise ValueError("start, places and weights do not fit together")
        if len(self.places) and (self.places.min() < 0 or not np.all((self.weights >= 0) & np.isfinite(self.weights))):
            raise ValueError("places count from 0, weights are finite and at least 0")

    def __len__(self) -> int:
        return len(self.start) - 1


@dataclass(frozen=True, slots=True)
class Tops:
    """Best first. `index` -1 and `score` -inf where fewer than k are free of conflict; equal scores by lower index."""

    index: NDArray[np.int64]
    score: NDArray[np.float64]


class Prepared:
    """Offers made ready once for many questions: a sparse table, and rows padded with weight 0."""

    def __init__(self, offers: Offers, places: int) -> None:
        from scipy.sparse import csr_matrix

        _check(places, offers, 1)
        self.offers = offers
        self.table = csr_matrix((offers.weights, offers.places, offers.start), (len(offers), places))
        size = np.diff(offers.start)[:, None]
        step = np.arange(int(size.max(initial=1)))
        at = np.minimum(offers.start[:-1, None] + step, max(len(offers.places) - 1, 0))
        self.places = offers.places[at] if len(offers) else np.zeros((0, 1), np.int32)
        weights = offers.weights[at] if len(offers) else np.zeros((0, 1), np.float32)
        self.weights = np.where(step < size, weights.astype(np.float64), 0.0)

    def exact(self, logs: Floats, rows: NDArray[np.int64], who: NDArray[np.int64]) -> NDArray[np.float64]:
        """Scores of pairs in float64."""
        score: NDArray[np.float64] = (self.weights[rows] * logs[self.places[rows], who[:, None]]).sum(axis=1)
        return score


def top(people: People, offers: Offers, k: int = 20) -> Tops:
    """The k best people of every offer; whoever declines what the offer imposes is not in its list."""
    _check(people.logs.shape[0], offers, k)
    if people.logs.shape[1] * len(offers) <= SMALL:
        return _small(people, offers, k)
    return _staged(people, offers, k)


def offers_for(person: Floats, declines: int, offers: Prepared, k: int = 20) -> Tops:
    """The k best offers of one person (`person`: one log a place)."""
    if k < 1 or len(person) != offers.table.shape[1]:
        raise ValueError("k is at least 1, and the person has the places the offers were prepared for")
    rough: Floats = offers.table @ person
    kept = _near_the_best(rough, offers.offers.imposes, declines, k)
    exact = (offers.weights[kept] * person[offers.places[kept]]).sum(axis=1)
    return _lists(kept, exact, k)


def people_for(places: NDArray[np.int32], weights: Floats, imposes: int, people: People, k: int = 20) -> Tops:
    """The k best people of one offer."""
    from scipy.sparse import csr_matrix

    offer = Offers(np.array([0, len(places)], np.int32), places, weights, np.array([imposes], np.uint16))
    _check(people.logs.shape[0], offer, k)
    # One pass a term, each added as it is multiplied, over scores that stay in the second cache.
    rough: Floats = (csr_matrix((weights, places, offer.start), (1, people.logs.shape[0])) @ people.logs)[0]
    kept = _near_the_best(rough, people.declines, imposes, k)
    exact = weights.astype(np.float64) @ people.logs[places[:, None], kept]
    return _lists(kept, exact, k)


def _check(places: int, offers: Offers, k: int) -> None:
    if k < 1:
        raise ValueError("k is at least 1")
    if len(offers.places) and int(offers.places.max()) >= places:
        raise ValueError("an offer asks a place that people do not have")


def _near_the_best(rough: Floats, flags: Bits, bits: int, k: int) -> NDArray[np.int64]:
    """Who is free of conflict and may be among the k best once scored exactly.

    A first part gives a cut, so that few are left to look at.
    """
    first = FIRST if len(rough) > 4 * FIRST else FIRST // 8
    if len(rough) > 2 * first:
        part = np.flatnonzero((flags[:first] & np.uint16(bits)) == 0)
        kept = np.flatnonzero(rough >= _cut(rough[part], k))
    else:
        kept = np.arange(len(rough))
    if bits:
        kept = kept[(flags[kept] & np.uint16(bits)) == 0]
    some = rough[kept]
    return kept[some >= _cut(some, k)]


def _cut(rough: Floats, k: int) -> np.float32:
    """The k-th best less the margin; without k possible ones, whatever is possible."""
    if len(rough) < k:
        return np.float32(np.finfo(np.float32).min)
    best = np.partition(rough, len(rough) - k)[len(rough) - k]
    return np.float32(best + MARGIN * best)


def _lists(kept: NDArray[np.int64], exact: NDArray[np.float64], k: int) -> Tops:
    """One list: best first, equal scores by lower index."""
    order = np.lexsort((kept, -exact))[:k]
    index, score = np.full(k, -1, np.int64), np.full(k, -np.inf)
    index[: len(order)], score[: len(order)] = kept[order], exact[order]
    return Tops(index, score)


def _small(people: People, offers: Offers, k: int) -> Tops:
    """All pairs at once in float64, by numpy alone."""
    logs = people.logs.astype(np.float64)
    score = np.zeros((len(offers), logs.shape[1]))
    for row in range(len(offers)):
        for at in range(int(offers.start[row]), int(offers.start[row + 1])):
            score[row] += np.float64(offers.weights[at]) * logs[offers.places[at]]
    score[(offers.imposes[:, None] & people.declines) != 0] = -np.inf
    order = np.argsort(-score, axis=1, kind="stable")[:, :k]
    index, best = np.full((len(offers), k), -1, np.int64), np.full((len(offers), k), -np.inf)
    kept = np.take_along_axis(score, order, axis=1)
    index[:, : order.shape[1]] = np.where(np.isfinite(kept), order, -1)
    best[:, : order.shape[1]] = kept
    return Tops(index, best)


def _staged(people: People, offers: Offers, k: int) -> Tops:
    """Blocks of people against chunks of offers; past the first, only those above the running cut are looked at."""
    ready = Prepared(offers, people.logs.shape[0])
    number = people.logs.shape[1]
    chunks = [_Chunk(ready, at, min(at + CHUNK, len(offers)), k) for at in range(0, len(offers), CHUNK)]
    for first in range(0, number, BLOCK):
        block = np.ascontiguousarray(people.logs[:, first : first + BLOCK])
        for chunk in chunks:
            chunk.look(block, people, first)
    index = np.full((len(offers), k), -1, np.int64)
    score = np.full((len(offers), k), -np.inf)
    for chunk in chunks:
        chunk.finish(people)
        index[chunk.first : chunk.last], score[chunk.first : chunk.last] = chunk.index, chunk.score
    return Tops(index, score)


class _Chunk:
    """Some offers, their best so far, and those waiting to be compared with them."""

    def __init__(self, ready: Prepared, first: int, last: int, k: int) -> None:
        self.ready, self.first, self.last, self.k = ready, first, last, k
        self.table = ready.table[first:last]
        self.index = np.full((last - first, k), -1, np.int64)
        self.score = np.full((last - first, k), -np.inf)
        self.cut = np.full((last - first, 1), np.finfo(np.float32).min, np.float32)
        self.imposes = ready.offers.imposes[first:last]
        self.waiting: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
        self.held, self.bar = 0, 0

    def look(self, block: Floats, people: People, first: int) -> None:
        """Keep those of a block of people who may be among the k best."""
        rough: Floats = self.table @ block
        if first == 0 and block.shape[1] > self.k:
            # Nobody has been seen yet: the block's own k-th best free of conflict is the cut.
            declines = people.declines[: block.shape[1]]
            rough[(self.imposes[:, None] & declines) != 0] = -np.inf
            best = np.partition(rough, block.shape[1] - self.k, axis=1)[:, block.shape[1] - self.k]
            self._raise_cut(best)
        flat = np.flatnonzero(rough >= self.cut)
        rows, who = np.divmod(flat, block.shape[1])
        who += first
        free = (self.imposes[rows] & people.declines[who]) == 0
        self.waiting.append((rows[free], who[free]))
        self.held += int(free.sum())
        if self.held > self.bar:
            self.finish(people)

    def _raise_cut(self, best: NDArray[np.floating]) -> None:
        some = np.isfinite(best)
        self.cut[some, 0] = (best + MARGIN * best)[some]

    def finish(self, people: People) -> None:
        """Score exactly those waiting, and keep the k best of each offer."""
        if not self.waiting:
            return
        rows = np.concatenate([part for part, _ in self.waiting])
        who = np.concatenate([part for _, part in self.waiting])
        exact = self.ready.exact(people.logs, rows + self.first, who)
        old_rows, old = np.nonzero(self.index >= 0)
        rows = np.concatenate([old_rows, rows])
        who = np.concatenate([self.index[old_rows, old], who])
        exact = np.concatenate([self.score[old_rows, old], exact])
        # People come in the order of their index, so stable sorts leave equal scores by lower index.
        order = np.argsort(-exact, kind="stable")
        order = order[np.argsort(rows[order].astype(np.int16), kind="stable")]
        rows, who, exact = rows[order], who[order], exact[order]
        rank = np.arange(len(rows)) - np.searchsorted(rows, np.arange(len(self.index)))[rows]
        best = rank < self.k
        self.index[rows[best], rank[best]], self.score[rows[best], rank[best]] = who[best], exact[best]
        self._raise_cut(self.score[:, -1])
        # The next look at the exact scores waits until as many have come as are kept.
        self.waiting, self.held, self.bar = [], 0, self.index.size
