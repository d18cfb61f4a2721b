"""What fits what, and why: chances, bands instead of ranks, reasons as data. Pure: nothing is read, kept or drawn."""

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

MET, OPEN = 0.8, 0.5
NOT_YET = 0.2
"""The chance of the first level at or under which « not yet » is said, where enough workshops looked."""
TASKS_FOR_NOT_YET = 2
"""Workshops that must have looked at a habileté before anything of it is said to be missing."""
ENOUGH_OFFERED = 4
"""Facts under which nothing is said of a habileté but that they are too few."""
FLOOR = 0.001
"""One unmet requirement hurts, but never wipes out the rest."""
SETTLED = 0.95
"""The chance a requirement would have after a clear further result, when asking what would change the band."""
BANDS = ("A", "B", "C", "D")
TO_COMPLETE = "to_complete"
GROUPS = (*BANDS, TO_COMPLETE, "outside")
"""What a list is read in: the bands, and apart those who said no to something of the job."""
SHIFTS = ("shifts_2x8", "shifts_3x8", "nights", "weekends")
CONSTRAINTS = (*SHIFTS, "travel", "licence_b", "standing", "heights")
ENGINE_VERSION = "match-3"
"""3: what one workshop alone looked at is to confirm, in lists as on the person's page; version 2 put in C or D, with
« less than one chance in 10 », who was low in one workshop, while the page said « to confirm » of the same point.
2: a no is only what the person said; a list of version 1 read what was not ticked as a no."""
UNMEASURED = ("not_measured", "not_enough")
YES, NO, NOT_ASKED = "yes", "no", "not_asked"
"""The three words of what a person said of a place or a condition of the job."""
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
    """What the person said, YES or NO, of basins (by code) and of conditions (by name).

    What is not in it was not asked or not answered: nothing follows from it. `commute`: how far to work each day
    ("near", "around", or None: not said), for a person to read; it says nothing of travel in the job.
    """

    places: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)
    commute: str | None = None


@dataclass(frozen=True, slots=True)
class MatchedPerson:
    """What matching needs of a person: the stored read-out. `levels` holds measured habiletés only.

    `stated`: the statement of each habileté, as the card says it; one that is absent is not measured.
    `looked`: how many workshops (tasks) looked at each habileté; 0 where that is not known.
    """

    candidate_id: str
    levels: Mapping[str, tuple[float, float, float]]
    p_general: tuple[float, ...]
    p_level_given_g: Mapping[str, Sequence[Sequence[float]]]
    wishes: Wishes = field(default_factory=Wishes)
    stated: Mapping[str, str] = field(default_factory=dict)
    looked: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MatchReason:
    """One requirement of the pair. `state` makes the band (`state_at`), `statement` is what is said (`stated_at`).

    `weight`: its share of the offer's weights; `near`: the level below is not short. `looked`: how many workshops
    looked at the habileté, 0 where that is not known, None in a list that was kept before version 3. `shown`: the level
    that is shown of it, as the person's page says, 0 for none yet, None in a list that was kept without it.
    """

    habilete: str
    level: int
    weight: float
    state: str  # "met" | "open" | "short" | "not_measured"
    chance: float | None
    near: bool
    statement: str
    looked: int | None = None
    shown: int | None = None

    @property
    def leans(self) -> bool:
        """Whether it is to confirm, and at even or above: more likely than not."""
        return self.state == "open" and not self.unlikely

    @property
    def unlikely(self) -> bool:
        """Whether it is to confirm though it is under even: too few workshops looked, or they leave it open."""
        return self.state == "open" and self.chance is not None and self.chance < OPEN

    @property
    def term(self) -> float:
        """Its share of the log of the mean; shown to nobody."""
        return 0.0 if self.chance is None else self.weight * math.log(max(self.chance, FLOOR))


@dataclass(frozen=True, slots=True)
class Change:
    """Were these habiletés settled, the pair would be in that band."""

    habiletes: tuple[str, ...]
    band: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A constraint of the job, or the place ("area"), with what the person said of it: YES, NO or NOT_ASKED."""

    constraint: str
    state: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One person and one offer. `score` only sorts and bands, it is shown to nobody; `tenths` is what is told.

    No chance is told (None) where something asked is not measured, or is to confirm though under even.
    """

    candidate_id: str
    offer_id: str
    band: str
    reasons: tuple[MatchReason, ...]
    missing: tuple[str, ...]
    tenths: int | None
    changes: tuple[Change, ...]
    conditions: tuple[Condition, ...]
    score: float

    @property
    def outside_wishes(self) -> bool:
        """Whether the person said no to the place or to a constraint: shown apart, never dropped."""
        return any(c.state == NO for c in self.conditions)

    @property
    def whole(self) -> bool:
        """Whether something is asked, and all of it was measured."""
        return bool(self.reasons) and not self.missing

    @property
    def unlikely(self) -> tuple[MatchReason, ...]:
        """What is to confirm though it is under even: of a pair that holds any, no chance is told."""
        return tuple(reason for reason in self.reasons if reason.unlikely)


def match(person: MatchedPerson, offer: Offer) -> Pair:
    """Compare one person with one offer. An offer that asks nothing yet is to complete, whoever comes."""
    total = sum(r.weight for r in offer.requirements)
    reasons = tuple(_reason(person, r, total) for r in offer.requirements)
    missing = tuple(r.habilete for r in reasons if r.state == "not_measured")
    whole = bool(reasons) and not missing
    score = math.exp(sum(r.term for r in reasons)) if whole else 0.0
    chance_known = whole and not any(r.unlikely for r in reasons)
    chance = joint(person, offer.requirements) if chance_known else None
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


def stated_at(stated: str, chance: float | None) -> str:
    """The statement of a habileté at a level: the same words as for the habileté itself, and never against them.

    `stated`: its statement; `chance`: P(theta >= level). What one task alone has shown little of stays to confirm.
    """
    if chance is None:
        return stated if stated in UNMEASURED else "not_measured"
    if chance >= MET:
        return "shown"
    return "not_yet" if stated == "not_yet" else "to_confirm"


def state_at(levels: Sequence[float], level: int, looked: int) -> str:
    """How a level that is asked stands: "met", "open" (to confirm) or "short" (still to show).

    `levels`: P(theta >= level 1, 2, 3). Nothing is short before two workshops have looked. At the first level, of which
    the page has its own word, short is exactly its « not yet shown »; above it, what is under even.
    """
    chance = levels[level - 1]
    if chance >= MET:
        return "met"
    low = chance <= NOT_YET if level == 1 else chance < OPEN
    return "short" if low and looked >= TASKS_FOR_NOT_YET else "open"


def _near(levels: Sequence[float], level: int, looked: int) -> bool:
    return level == 1 or state_at(levels, level - 1, looked) != "short"


def _reason(person: MatchedPerson, asked: Requirement, total: float) -> MatchReason:
    levels, looked = person.levels.get(asked.habilete), person.looked.get(asked.habilete, 0)
    share, stated = asked.weight / total, person.stated.get(asked.habilete, "not_measured")
    if levels is None:
        sentence_of = stated_at(stated, None)
        return MatchReason(asked.habilete, asked.level, share, "not_measured", None, False, sentence_of, looked, 0)
    chance, state = levels[asked.level - 1], state_at(levels, asked.level, looked)
    near, sentence_of = _near(levels, asked.level, looked), stated_at(stated, chance)
    shown = max((n for n, p in enumerate(levels, 1) if p >= MET), default=0)
    return MatchReason(asked.habilete, asked.level, share, state, chance, near, sentence_of, looked, shown)


def band(reasons: Sequence[MatchReason]) -> str:
    """A: nothing short, nothing to confirm that is under even, weighted geometric mean >= .8. B: nothing short.
    C: at most two short, each near. D: the rest. So C and D rest on what two workshops looked at.

    Apart: to_complete, when something asked is not measured, or nothing is asked yet.
    """
    return _band(reasons, sum(r.term for r in reasons)) if reasons else TO_COMPLETE


def _band(reasons: Sequence[MatchReason], terms: float) -> str:
    """The band of these reasons; `terms`: the log of the mean, theirs and of what is taken for settled."""
    if any(r.state == "not_measured" for r in reasons):
        return TO_COMPLETE
    short = [r for r in reasons if r.state == "short"]
    if short:
        return "C" if len(short) <= MOST_SHORT and all(r.near for r in short) else "D"
    return "A" if math.exp(terms) >= MET and not any(r.unlikely for r in reasons) else "B"


def short_of_just(
    known: Mapping[str, tuple[tuple[float, float, float], int]],
    requirements: Sequence[Requirement],
    names: frozenset[str],
) -> bool:
    """Whether someone is in band C of an offer with just these habiletés short: `band` without its reasons, for counts.

    `known`: P(theta >= level 1, 2, 3) of what was measured, and how many workshops looked at it.
    """
    if not 0 < len(names) <= MOST_SHORT or not names <= {r.habilete for r in requirements}:
        return False
    for asked in requirements:
        if asked.habilete not in known:
            return False
        levels, looked = known[asked.habilete]
        short = state_at(levels, asked.level, looked) == "short"
        if short != (asked.habilete in names) or (short and not _near(levels, asked.level, looked)):
            return False
    return True


def changes(reasons: Sequence[MatchReason]) -> tuple[Change, ...]:
    """What would change the band: each habileté alone where that is enough, else all that are not met together."""
    now = band(reasons)
    weak = [r for r in reasons if r.state != "met"]
    if not weak or now == "A":
        return ()
    alone = [Change((r.habilete,), _settled_band(reasons, {r.habilete})) for r in weak]
    better = tuple(c for c in alone if c.band not in (now, TO_COMPLETE))
    if better:
        return better
    names = {r.habilete for r in weak}
    return (Change(tuple(r.habilete for r in weak), _settled_band(reasons, names)),)


def _settled_band(reasons: Sequence[MatchReason], names: set[str]) -> str:
    """`band`, were some habiletés settled: each of them is then met, with that chance at least."""
    left = [r for r in reasons if r.habilete not in names]
    settled = (r for r in reasons if r.habilete in names)
    terms = sum(r.weight * math.log(max(r.chance or 0.0, SETTLED)) for r in settled) + sum(r.term for r in left)
    return _band(left, terms)


def wanted_and_near(person: MatchedPerson, offer: Offer) -> str:
    """The band of a pair that the person said no to nothing of, "" where they did: `match` without its reasons."""
    if any(condition.state == NO for condition in conditions(person.wishes, offer)):
        return ""
    total = sum(r.weight for r in offer.requirements)
    return band([_reason(person, r, total) for r in offer.requirements])


def joint(person: MatchedPerson, requirements: Sequence[Requirement]) -> float:
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
    """The place and each constraint of the job, beside what the person said; silence is no answer."""
    asked = [Condition("area", said_of_place(wishes.places, offer))] if offer.area else []
    asked += [Condition(code, wishes.conditions.get(code, NOT_ASKED)) for code in offer.constraints]
    return (*asked, *(Condition(code, NOT_ASKED) for code in offer.proposed))


def said_of_place(places: Mapping[str, str], offer: Offer) -> str:
    """What was said of the basin of an offer; where its department alone is known, all basins must have one answer."""
    said = {places.get(code, NOT_ASKED) for code in offer.basins or (offer.area,)}
    return said.pop() if len(said) == 1 else NOT_ASKED


def arrange(
    pairs: Iterable[Pair], shown: Mapping[str, int], seed: str, *,
    by: Literal["candidate_id", "offer_id"] = "candidate_id",
) -> list[Pair]:  # fmt: skip
    """In band order, what is outside the wishes last; inside a band the least shown first, then a seeded lot.

    `by` names who is listed ("candidate_id" or "offer_id"); `shown` counts how often each was shown so far.
    """

    def place(pair: Pair) -> tuple[bool, int, int, str]:
        who = pair.candidate_id if by == "candidate_id" else pair.offer_id
        lot = hashlib.sha256(f"{seed}|{pair.offer_id}|{pair.candidate_id}".encode()).hexdigest()
        return pair.outside_wishes, (*BANDS, TO_COMPLETE).index(pair.band), shown.get(who, 0), lot

    return sorted(pairs, key=place)
