"""Lists of a whole region, made part by part: the first of each list, and how many stand in each group.

A part is some of the people. Who comes first is found on arrays, exactly as `match` and `arrange` say it: where float
arithmetic could decide otherwise, `match` decides. The pairs that are kept of all parts are made by `match`.
"""

import hashlib
import heapq
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from scoring.match import (
    BANDS,
    FLOOR,
    MET,
    MOST_SHORT,
    NO,
    NOT_YET,
    OPEN,
    TASKS_FOR_NOT_YET,
    TO_COMPLETE,
    MatchedPerson,
    Offer,
    Pair,
    match,
)

ORDER = (*BANDS, TO_COMPLETE)
"""Bands in the order of a list; whoever said no to something of the job comes after all of them."""
NEAR = 1e-9
"""How near to the cut a mean must be for the last digits of a logarithm to matter: numpy's may differ from Python's."""
Chances = NDArray[np.float64]
MarkArray = NDArray[np.bool_]
PlaceArray = NDArray[np.int64]
WantedHabiletes = Mapping[str, Sequence[str]]


Key = tuple[int, int, str, str]
"""Where a pair stands in a list, as `arrange` says it (group and band as one number, times shown, lot); its person."""


CountArray = NDArray[np.int64]
"""How many people stand in each group and band, offers x CODES, in the order of a list."""
CODES = 2 * len(ORDER)


class PeoplePart:
    """Some people as arrays; `shown`: how many lists each was shown in so far."""

    def __init__(self, people: Sequence[MatchedPerson], shown: Mapping[str, int]) -> None:
        self.people = people
        self.ids = [person.candidate_id for person in people]
        self.shown = np.array([shown.get(person.candidate_id, 0) for person in people], np.int64)
        self._chances: dict[str, Chances] = {}
        self._enough: dict[str, MarkArray] = {}
        self._places: dict[str, MarkArray] = {}
        self._conditions: dict[str, MarkArray] = {}

    def chances(self, habilete: str) -> Chances:
        """P(theta >= level 1, 2, 3) of everybody, (3, people); NaN where it was not measured."""
        if habilete not in self._chances:
            rows = [person.levels.get(habilete, (np.nan, np.nan, np.nan)) for person in self.people]
            self._chances[habilete] = np.array(rows, np.float64).reshape(-1, 3).T.copy()
        return self._chances[habilete]

    def enough(self, habilete: str) -> MarkArray:
        """Of whom enough workshops looked at a habileté for it to be short."""
        if habilete not in self._enough:
            looked = [person.looked.get(habilete, 0) for person in self.people]
            self._enough[habilete] = np.array(looked, np.int64) >= TASKS_FOR_NOT_YET
        return self._enough[habilete]

    def _short(self, habilete: str, level: int) -> MarkArray:
        """Of whom a level is short: `scoring.match.state_at` on arrays."""
        chance = self.chances(habilete)[level - 1]
        low = chance <= NOT_YET if level == 1 else chance < OPEN
        return np.asarray(low & self.enough(habilete), np.bool_)

    def declining(self, offer: Offer) -> MarkArray:
        """Who said no to the place of an offer (to all its basins) or to one of its conditions."""
        refusals = np.zeros(len(self.people), np.bool_)
        if offer.area:
            everywhere = np.ones(len(self.people), np.bool_)
            for code in offer.basins or (offer.area,):
                if code not in self._places:
                    said = [person.wishes.places.get(code) == NO for person in self.people]
                    self._places[code] = np.array(said, np.bool_)
                everywhere &= self._places[code]
            refusals |= everywhere
        for code in offer.constraints:
            if code not in self._conditions:
                said = [person.wishes.conditions.get(code) == NO for person in self.people]
                self._conditions[code] = np.array(said, np.bool_)
            refusals |= self._conditions[code]
        return refusals

    def bands(self, offer: Offer) -> PlaceArray:
        """The band of everybody for an offer, by its place in ORDER: `scoring.match.band` on arrays."""
        if not offer.requirements:
            return np.full(len(self.people), ORDER.index(TO_COMPLETE))
        total = sum(requirement.weight for requirement in offer.requirements)
        terms, short = np.zeros(len(self.people)), np.zeros(len(self.people), np.int64)
        missing, near = np.zeros(len(self.people), np.bool_), np.ones(len(self.people), np.bool_)
        unlikely = np.zeros(len(self.people), np.bool_)
        for asked in offer.requirements:
            chance, low = self.chances(asked.habilete)[asked.level - 1], self._short(asked.habilete, asked.level)
            missing |= np.isnan(chance)
            short += low
            unlikely |= (chance < OPEN) & ~low
            if asked.level > 1:
                near &= ~(low & self._short(asked.habilete, asked.level - 1))
            terms += asked.weight / total * np.log(np.maximum(chance, FLOOR))
        mean = np.exp(terms)
        best = np.where((mean >= MET) & ~unlikely, 0, 1)
        bands = np.where(short > 0, np.where((short <= MOST_SHORT) & near, 2, 3), best)
        for at in np.flatnonzero((short == 0) & ~missing & (np.abs(mean - MET) < NEAR)):
            bands[at] = ORDER.index(match(self.people[int(at)], offer).band)
        bands[missing] = ORDER.index(TO_COMPLETE)
        return bands

    def codes(self, offer: Offer) -> PlaceArray:
        """The group and band of everybody for an offer, as one number that grows along a list."""
        return self.declining(offer) * len(ORDER) + self.bands(offer)


def counted(part: PeoplePart, offers: Sequence[Offer]) -> CountArray:
    """How many people of a part stand where, for each offer."""
    return np.array([np.bincount(part.codes(offer), minlength=CODES) for offer in offers], np.int64).reshape(-1, CODES)


def last_codes(counts: CountArray, most: int | None) -> list[int]:
    """For each offer the last group that its first `most` reach into, from the counts of everybody."""
    if most is None:
        return [CODES - 1] * len(counts)
    reached = np.cumsum(counts, axis=1) >= most
    return [int(row.argmax()) if row.any() else CODES - 1 for row in reached]


def by_group(counts: NDArray[np.int64]) -> dict[str, int]:
    """The counts of one offer by the name of the group; none where nobody stands."""
    bands = {name: int(n) for name, n in zip(ORDER, counts, strict=False) if n}
    outside = int(counts[len(ORDER) :].sum())
    return {**bands, "outside": outside} if outside else bands


def first_keys(part: PeoplePart, offer: Offer, seed: str, upto: tuple[int, int | None]) -> tuple[Key, ...]:
    """Who of a part comes first in a list, as `arrange` of all its pairs puts them. `upto`: the last group that is
    looked at, and how many are kept (None: all). `seed`: "" for that of the offer, as `for_offers` takes it.
    """
    last, most = upto
    codes = part.codes(offer)
    start = f"{seed or offer.offer_id}|{offer.offer_id}|".encode()
    keys: list[Key] = []
    for code in np.unique(codes[codes <= last]):
        left = len(codes) if most is None else most - len(keys)
        if left <= 0:
            break
        here = np.flatnonzero(codes == code)
        if len(here) > left:
            # Who was shown more often than the last that fits cannot come first, whatever the lot.
            shown = part.shown[here]
            here = here[shown <= np.partition(shown, left - 1)[left - 1]]
        keyed = [(int(code), int(part.shown[at]), _lot(start, part.ids[at]), part.ids[at]) for at in here]
        keys += heapq.nsmallest(left, keyed) if len(keyed) > left else sorted(keyed)
    return tuple(keys)


def _lot(start: bytes, candidate_id: str) -> str:
    """The lot that `arrange` draws. `start`: seed and offer, as it writes them."""
    return hashlib.sha256(start + candidate_id.encode()).hexdigest()


def merged(parts: Iterable[tuple[Key, ...]], most: int | None) -> tuple[Key, ...]:
    """Who comes first of everybody, from the keys of parts in any order."""
    return tuple(sorted(key for keys in parts for key in keys)[:most])


def pairs_of(
    people: Iterable[MatchedPerson], offers: Mapping[str, Offer], wanted: WantedHabiletes
) -> dict[tuple[str, str], Pair]:
    """The pairs that are kept of some people, by offer and person. `wanted`: offers of each person."""
    return {
        (offer_id, person.candidate_id): match(person, offers[offer_id])
        for person in people for offer_id in wanted.get(person.candidate_id, ())
    }  # fmt: skip
