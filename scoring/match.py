"""What fits what, and why: chances, bands instead of ranks, reasons as data. Pure: nothing is read, kept or drawn."""

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MET, OPEN = 0.8, 0.5
FLOOR = 0.001
"""One unmet requirement hurts, but never wipes out the rest."""
SETTLED = 0.95
"""The chance a requirement would have after a clear further result, when asking what would change the band."""
BANDS = ("A", "B", "C", "D")
TO_COMPLETE = "to_complete"
SHIFTS = ("shifts_2x8", "shifts_3x8", "nights", "weekends")
CONSTRAINTS = (*SHIFTS, "travel", "licence_b", "standing", "heights")
ENGINE_VERSION = "match-1"
UNMEASURED = ("not_measured", "not_enough")
MOST_SHORT = 2


@dataclass(frozen=True, slots=True)
class Requirement:
    """What an offer asks of one habileté: a level (1..3) and a weight (> 0)."""

    habilete: str
    level: int
    weight: float


@dataclass(frozen=True, slots=True)
class Offer:
    """What matching needs of an offer; constraints are of the closed list.

    `basins`: where only a department is known (`area`), the basins the workplace may be in. `proposed`: constraints
    that a file's words may mean and nobody has confirmed: always to ask, never a reason to decline.
    """

    offer_id: str
    area: str
    constraints: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    basins: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """Where and when the person could work. Empty or None: not said, so nothing follows from it."""

    areas: tuple[str, ...] = ()
    shifts: tuple[str, ...] | None = None
    travel: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What matching needs of a person: the stored read-out. `levels` holds measured habiletés only."""

    candidate_id: str
    levels: Mapping[str, tuple[float, float, float]]
    p_general: tuple[float, ...]
    p_level_given_g: Mapping[str, Sequence[Sequence[float]]]
    wishes: Wishes = Wishes()


@dataclass(frozen=True, slots=True)
class Reason:
    """One requirement of the pair. Terms add up to the log of the mean; `near`: at least even one level below."""

    habilete: str
    level: int
    weight: float
    state: str  # "met" | "open" | "short" | "not_measured"
    chance: float | None
    term: float
    near: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Were these habiletés settled, the pair would be in that band."""

    habiletes: tuple[str, ...]
    band: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A constraint of the job, or the place ("area"): accepted, declined by the person, or to ask."""

    constraint: str
    state: str  # "accepted" | "declined" | "to_ask"


@dataclass(frozen=True, slots=True)
class Pair:
    """One person and one offer. `score` only sorts and bands, it is shown to nobody; `tenths` is what is told."""

    candidate_id: str
    offer_id: str
    band: str
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    tenths: int | None
    changes: tuple[Change, ...]
    conditions: tuple[Condition, ...]
    score: float

    @property
    def outside_wishes(self) -> bool:
        """Whether the person said no to the place or to a constraint: shown apart, never dropped."""
        return any(c.state == "declined" for c in self.conditions)


def match(person: Person, offer: Offer) -> Pair:
    """Compare one person with one offer. An offer that asks nothing yet is to complete, whoever comes."""
    total = sum(r.weight for r in offer.requirements)
    reasons = tuple(_reason(person, r, total) for r in offer.requirements)
    missing = tuple(r.habilete for r in reasons if r.state == "not_measured")
    whole = bool(reasons) and not missing
    score = math.exp(sum(r.term for r in reasons)) if whole else 0.0
    chance = joint(person, offer.requirements) if whole else None
    return Pair(
        candidate_id=person.candidate_id,
        offer_id=offer.offer_id,
        band=band(reasons),
        reasons=reasons,
        missing=missing,
        tenths=None if chance is None else round(10 * chance),
        changes=changes(reasons),
        conditions=conditions(person.wishes, offer),
        score=score,
    )


def _reason(person: Person, asked: Requirement, total: float) -> Reason:
    levels = person.levels.get(asked.habilete)
    share = asked.weight / total
    if levels is None:
        return Reason(asked.habilete, asked.level, share, "not_measured", None, 0.0, False)
    near = asked.level == 1 or levels[asked.level - 2] >= OPEN
    return _with_chance(asked.habilete, asked.level, share, levels[asked.level - 1], near)


def _with_chance(habilete: str, level: int, share: float, chance: float, near: bool) -> Reason:
    state = "met" if chance >= MET else "open" if chance >= OPEN else "short"
    return Reason(habilete, level, share, state, chance, share * math.log(max(chance, FLOOR)), near)


def band(reasons: Sequence[Reason]) -> str:
    """A: nothing short, weighted geometric mean >= .8. B: nothing short. C: at most two short, each near. D: the rest.

    Apart: to_complete, when something asked is not measured, or nothing is asked yet.
    """
    if not reasons or any(r.state == "not_measured" for r in reasons):
        return TO_COMPLETE
    short = [r for r in reasons if r.state == "short"]
    if not short:
        return "A" if math.exp(sum(r.term for r in reasons)) >= MET else "B"
    return "C" if len(short) <= MOST_SHORT and all(r.near for r in short) else "D"


def changes(reasons: Sequence[Reason]) -> tuple[Change, ...]:
    """What would change the band: each habileté alone where that is enough, else all that are not met together."""
    now = band(reasons)
    weak = [r for r in reasons if r.state != "met"]
    if not weak or now == "A":
        return ()
    alone = [Change((r.habilete,), band(_settled(reasons, {r.habilete}))) for r in weak]
    found = tuple(c for c in alone if c.band not in (now, TO_COMPLETE))
    if found:
        return found
    names = {r.habilete for r in weak}
    return (Change(tuple(r.habilete for r in weak), band(_settled(reasons, names))),)


def _settled(reasons: Iterable[Reason], names: set[str]) -> tuple[Reason, ...]:
    return tuple(
        _with_chance(r.habilete, r.level, r.weight, max(r.chance or 0.0, SETTLED), True) if r.habilete in names else r
        for r in reasons
    )


def joint(person: Person, requirements: Sequence[Requirement]) -> float:
    """P(every requirement is met), exact; see `all_met`."""
    return all_met(person.p_general, person.p_level_given_g, [(r.habilete, r.level) for r in requirements])


def all_met(
    p_general: Sequence[float], given_g: Mapping[str, Sequence[Sequence[float]]], wanted: Sequence[tuple[str, int]]
) -> float:
    """P(every theta_k >= level_k): given the general factor habiletés are independent, so
    sum over g of p(g | y) times the product of P(theta_k >= level_k | g, y). Levels 1..3.

    Raises KeyError for a habileté that is not in `given_g`.
    """
    shares = list(p_general)
    for habilete, level in wanted:
        at = level - 1
        shares = [share * row[at] for share, row in zip(shares, given_g[habilete], strict=True)]
    return min(1.0, sum(shares))


def conditions(wishes: Wishes, offer: Offer) -> tuple[Condition, ...]:
    """The place and each constraint of the job, beside what the person said; what was not said is to ask."""
    found = []
    if wishes.areas and offer.area:
        found.append(Condition("area", _place(wishes.areas, offer)))
    for code in offer.constraints:
        state = "to_ask"
        if code in SHIFTS and wishes.shifts is not None:
            state = "accepted" if code in wishes.shifts else "declined"
        elif code == "travel" and wishes.travel is not None:
            state = "accepted" if wishes.travel == "yes" else "declined"
        found.append(Condition(code, state))
    return (*found, *(Condition(code, "to_ask") for code in offer.proposed))


def _place(wanted: Sequence[str], offer: Offer) -> str:
    """A basin the person named is accepted; a department that holds one of them is to ask; elsewhere is declined."""
    if offer.area in wanted or (offer.basins and set(offer.basins) <= set(wanted)):
        return "accepted"
    return "to_ask" if set(offer.basins) & set(wanted) else "declined"


def arrange(pairs: Iterable[Pair], shown: Mapping[str, int], seed: str, *, by: str = "candidate_id") -> list[Pair]:
    """In band order, what is outside the wishes last; inside a band the least shown first, then a seeded lot.

    `by` names who is listed ("candidate_id" or "offer_id"); `shown` counts how often each was shown so far.
    """

    def place(pair: Pair) -> tuple[bool, int, int, str]:
        who = str(getattr(pair, by))
        lot = hashlib.sha256(f"{seed}|{pair.offer_id}|{pair.candidate_id}".encode()).hexdigest()
        return pair.outside_wishes, (*BANDS, TO_COMPLETE).index(pair.band), shown.get(who, 0), lot

    return sorted(pairs, key=place)
