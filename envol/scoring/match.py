"""What fits a person: chances per requirement, bands instead of ranks, the exact joint, and reasons as data. Pure."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from envol.scoring.profile import joint
from envol.scoring.types import Profile

MET, OPEN = 0.8, 0.5
FLOOR = 0.001
"""One requirement that is not met hurts, and never wipes out all the others."""
BANDS = ("A", "B", "C", "D", "to_complete")
CONSTRAINTS = ("shifts_2x8", "shifts_3x8", "nights", "weekends", "travel", "licence_b", "standing", "heights")
SHIFTS = ("shifts_2x8", "shifts_3x8", "nights", "weekends")
UNKNOWN = ("not_measured", "not_enough")


@dataclass(frozen=True, slots=True)
class Need:
    """One requirement of an offer: a habileté at a level (1..3), with its weight (> 0)."""

    habilete: str
    level: int
    weight: float


@dataclass(frozen=True, slots=True)
class Job:
    """What an offer asks, as the matching sees it."""

    id: str
    trade: str
    area: str
    needs: tuple[Need, ...]
    constraints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One requirement of a pair. `chance` is P(theta >= level), None when the habileté was not measured.

    state: "met" (>= .8) | "open" (>= .5) | "short" | "not_measured"; `term` is its share of the log score.
    """

    need: Need
    chance: float | None
    state: str
    term: float
    one_level: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A person and an offer. `score` sorts and bands, never shown; `tenths` is the exact joint, 1..9 chances of 10."""

    job: Job
    band: str
    score: float
    tenths: int
    terms: tuple[Term, ...]
    left_out: tuple[str, ...]  # rules by which the offer does not suit what the person asked: a constraint, "area"
    would_change: tuple[str, ...]  # habiletés that would lift the band


def declined(wishes: Mapping[str, Sequence[str]], job: Job) -> tuple[str, ...]:
    """The rules by which an offer does not suit the wishes. No answer to a question declines nothing."""
    shifts, areas = wishes.get("shifts", ()), wishes.get("areas", ())
    travel = wishes.get("travel", ())
    out = [c for c in job.constraints if c in SHIFTS and shifts and c not in shifts]
    if "near" in travel and "travel" in job.constraints:
        out.append("travel")
    if areas and job.area not in areas and "anywhere" not in travel:
        out.append("area")
    return tuple(out)


def pair(profile: Profile, job: Job, wishes: Mapping[str, Sequence[str]]) -> Pair:
    """The pair of a person and an offer. Raises ValueError for an offer without requirements."""
    if not job.needs:
        raise ValueError(f"the offer {job.id} has no confirmed requirement")
    known = {m.habilete: m for m in profile.measured}
    total = sum(n.weight for n in job.needs)
    terms = []
    for need in job.needs:
        m = known.get(need.habilete)
        if m is None or m.statement in UNKNOWN:
            terms.append(Term(need, None, "not_measured", 0.0, False))
            continue
        p = m.p_levels[need.level - 1]
        state = "met" if p >= MET else "open" if p >= OPEN else "short"
        near = need.level == 1 or m.p_levels[need.level - 2] >= OPEN
        terms.append(Term(need, p, state, need.weight / total * math.log(max(p, FLOOR)), near))
    score = math.exp(sum(t.term for t in terms))
    out = declined(wishes, job)
    band = _band(terms, score, bool(out))
    measured = [(t.need.habilete, t.need.level) for t in terms if t.chance is not None]
    exact = joint(profile, measured) if measured else 0.0
    lift = tuple(t.need.habilete for t in terms if t.state != "met") if band != "A" else ()
    return Pair(job, band, score, min(9, max(1, round(exact * 10))), tuple(terms), out, lift)


def _band(terms: Sequence[Term], score: float, left_out: bool) -> str:
    """A: nothing short and score >= .8. B: nothing short. C: one or two short, by one level at most. D: the rest."""
    if left_out:
        return "D"
    if any(t.state == "not_measured" for t in terms):
        return "to_complete"
    short = [t for t in terms if t.state == "short"]
    if not short:
        return "A" if score >= MET else "B"
    return "C" if len(short) <= 2 and all(t.one_level for t in short) else "D"


def in_order(pairs: Sequence[Pair], shown: Mapping[str, int], seed: str, key: str = "") -> tuple[Pair, ...]:
    """By band; inside a band least shown first, then a lot drawn from a seed that is kept. `key` names the person."""

    def lot(found: Pair) -> str:
        return hashlib.sha256(f"{seed}:{key}:{found.job.id}".encode()).hexdigest()

    return tuple(sorted(pairs, key=lambda p: (BANDS.index(p.band), shown.get(p.job.id, 0), lot(p))))
