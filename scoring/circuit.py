"""Circuits: which workshop would say most next, and the bars of a whole one beside the skills players really had."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from statistics import NormalDist

import numpy as np

from scoring.bars import ORDER_LEAST, Bar
from scoring.estimate import SIGMA, Array
from scoring.match import ENOUGH_OFFERED, MET, NOT_YET
from scoring.rules import EvidenceRule
from scoring.settling import Outlook
from scoring.types import LEVEL_CUTS, Measured, Profile

NORMAL_95 = 1.959964
CORRELATION, RETEST, SLOPE, OTHERS = 0.78, 0.65, 0.45, 0.10
COVERAGE = (0.92, 0.97)
AUTHOR_COVERAGE = 0.93


@dataclass(frozen=True)
class Judged:
    """How estimates of one competency each column stand to the truth: r, RMSE, share of truths in the 95 % interval."""

    r: Array
    rmse: float
    coverage: float
    sd: float


def judge(truth: Array, mean: Array, sd: Array) -> Judged:
    """`truth`, `mean`, `sd`: (people, competencies). r is per competency, the rest over all."""
    r = np.array([np.corrcoef(truth[:, k], mean[:, k])[0, 1] for k in range(truth.shape[1])])
    error = mean - truth
    return Judged(
        r, float(np.sqrt((error**2).mean())), float((np.abs(error) <= NORMAL_95 * sd).mean()), float(sd.mean())
    )


def retest(first: Array, second: Array) -> float:
    """Mean over competencies of the correlation between two days of the same people."""
    return float(np.mean([np.corrcoef(first[:, k], second[:, k])[0, 1] for k in range(first.shape[1])]))


@dataclass(frozen=True)
class Climbed:
    """One ladder: mean estimate at each rung, slope on the skill, correlation, largest move of another per own move.

    `most`: the column of `others` that moves so; `each`: how many players stand on a rung, at least.
    """

    rungs: Array
    slope: float
    r: float
    other: float
    most: int
    each: int


def climb(skill: Array, own: Array, others: Array) -> Climbed:
    """`skill`, `own`: (people,); `others`: (people, competencies - 1), of players whose other skills are 0.

    The least step and the largest of many ratios are read afterwards: with a dozen players a rung they must be the same
    ones on each (one seed, another skill), or what is read is chance (docs/measurement.md).
    """
    x = skill - skill.mean()
    slopes = x @ np.column_stack([own, others]) / (x @ x)
    steps, each = np.unique(skill, return_counts=True)
    rungs = np.array([own[skill == s].mean() for s in steps])
    moved = np.abs(slopes[1:] / slopes[0])
    r = float(np.corrcoef(skill, own)[0, 1])
    return Climbed(rungs, float(slopes[0]), r, float(moved.max()), int(moved.argmax()), int(each.min()))


def circuit_bars(
    known: Judged, again: float, ladders: list[Climbed], *, author: bool, names: Sequence[str] = ()
) -> list[Bar]:
    """The bars of a circuit. `author`: the tables are the author's own, whose intervals must hold .93 at least.

    `names`: of the competencies, one a ladder in its order; the bars of the ladders then say about which they are.
    """
    low, high = (AUTHOR_COVERAGE, 1.0) if author else COVERAGE
    bars = [
        Bar("circuit_r", (), float(known.r.mean()), CORRELATION, float(known.r.mean()) >= CORRELATION),
        Bar("circuit_coverage", (), known.coverage, low, low <= known.coverage <= high),
        Bar("circuit_retest", (), again, RETEST, again >= RETEST),
    ]
    return bars + (_ladder_bars(ladders, names) if ladders else [])


def _ladder_bars(ladders: list[Climbed], names: Sequence[str]) -> list[Bar]:
    """The worst of all ladders, each figure by itself. With few players a rung, a tie or a high ratio may be chance."""
    steps = [float(np.diff(ladder.rungs).min()) for ladder in ladders]
    few = min(ladder.each for ladder in ladders) < ORDER_LEAST

    def about(k: int) -> tuple[str, ...]:
        return (names[k],) if names else ()

    flat = min(range(len(ladders)), key=lambda k: steps[k])
    low = min(range(len(ladders)), key=lambda k: ladders[k].slope)
    loose = min(range(len(ladders)), key=lambda k: ladders[k].r)
    most = max(range(len(ladders)), key=lambda k: ladders[k].other)
    step, slope, r, other = steps[flat], ladders[low].slope, ladders[loose].r, ladders[most].other
    moved = tuple(n for k, n in enumerate(names) if k != most)[ladders[most].most :][:1]
    apart = other <= OTHERS
    return [
        Bar("circuit_order", about(flat), step, 0.0, None if few and step == 0 else step > 0),
        Bar("circuit_slope", about(low), slope, SLOPE, slope >= SLOPE),
        Bar("circuit_ladder_r", about(loose), r, 0.75, r >= 0.75),
        Bar("circuit_others", (*about(most), *moved), other, OTHERS, None if few and not apart else apart),
    ]


SETTLED_SE = 0.55
"""Where the SE is expected to be at most this, a statement is likely to be firm (workshops.md 3.2)."""
A_LOT = 2
"""How much of a need makes a workshop out of reach for who cannot meet it."""
INFORMATION = 0.3
"""Of one graded observation, as a share of a^2, near the middle of its thresholds (measurement.md 3.3)."""


@dataclass(frozen=True, slots=True)
class WorkshopAtHand:
    """A workshop that is installed: its rules of evidence, and how much (0..2) it needs of sight, pointer, reading."""

    workshop: str
    rules: tuple[EvidenceRule, ...]
    needs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CanShow:
    """What a person can show: class of their device, whether it is hard for them, and needs they said they lack."""

    device: str = "mouse"
    hard: bool = False
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """The next workshop, "" when none would say more, and habiletés in the order of the referential.

    `settles`: its SE after the workshop is expected to be at most .55; `looks`: it would be looked at, and stay open;
    `cannot`: open, and no way through the workshops left in this sitting settles it. `expected`: SE after, by name.
    """

    workshop: str
    settles: tuple[str, ...]
    looks: tuple[str, ...]
    cannot: tuple[str, ...]
    expected: Mapping[str, float]


def propose(
    asked: Mapping[str, int], seen: Profile, at_hand: Sequence[WorkshopAtHand], done: Collection[str], person: CanShow,
    room: int = 4,
) -> Proposal:  # fmt: skip
    """Which workshop to try next, from what was observed so far (`seen`); nothing is drawn, ties go to the first.

    `asked`: level (1..3) by habileté of an offer; empty where there is none: then every habileté counts. `at_hand`:
    what is installed, in its order; `done`: ids of those that were tried; `room`: how many more may be tried.
    First how many open habiletés it would settle, then how much narrower all open ones become.
    """
    open_ = [m for m in seen.measured if (m.habilete in asked or not asked) and is_open(m, asked.get(m.habilete))]
    left = [workshop for workshop in at_hand if workshop.workshop not in done and reachable(workshop, person)]
    best, best_rank = Proposal("", (), (), (), {}), (0, 0.0)
    for workshop in left if room > 0 else ():
        tried = _tried(workshop, open_, person)
        rank = (len(tried.settles), round(sum(m.sd**2 - tried.expected.get(m.habilete, m.sd) ** 2 for m in open_), 9))
        if tried.expected and rank > best_rank:
            best, best_rank = tried, rank
    cannot = tuple(m.habilete for m in open_ if _at_best(m, left, person, room) > SETTLED_SE)
    return Proposal(best.workshop, best.settles, best.looks, cannot, best.expected)


def add_for(
    asked: Mapping[str, int], circuit: Sequence[WorkshopAtHand], at_hand: Sequence[WorkshopAtHand]
) -> Proposal:
    """Which workshop to add to a circuit for what some offers ask (level 1..3 by habileté), of people of whom nothing
    is known yet: as `propose`, from the SE that is to be expected after the circuit. What the circuit would settle by
    itself is in none of its lists; `cannot`: what no workshop that could be added settles."""
    person = CanShow()
    after = {
        name: expected_se(1.0, [information(workshop, name, person) for workshop in circuit]) for name in asked
    }  # fmt: skip
    left = {name: level for name, level in asked.items() if after[name] > SETTLED_SE}
    if not left:
        return Proposal("", (), (), (), {})
    # Nothing is known of anybody: only how wide their estimates will stand is.
    unknown = tuple(
        Measured(name, 0.0, after[name], 0.0, 0.0, (0.0, 0.0, 0.0), 0, 0, "not_measured", 1, ()) for name in left
    )
    seen = Profile("", "", unknown, (), (), (), ())
    return propose(left, seen, at_hand, {workshop.workshop for workshop in circuit}, person)


def is_open(measured: Measured, level: int | None = None) -> bool:
    """Whether a habileté is still to be settled: for a level asked, or (None) for any statement at all."""
    if measured.statement == "not_yet":
        return False
    if measured.statement in ("not_measured", "not_enough") or level is None:
        return measured.statement != "shown"
    return measured.p_levels[level - 1] < MET


def reachable(workshop: WorkshopAtHand, person: CanShow) -> bool:
    """Whether a person can work there: it does not need a lot of what they lack."""
    return all(workshop.needs.get(name, 0) < A_LOT for name in person.without)


def information(workshop: WorkshopAtHand, habilete: str, person: CanShow) -> float:
    """What a workshop would tell of a habileté, as the information of its cell before the cell's own deviation.

    0 where this person could show it in fewer observations than a statement needs.
    """
    rules = [r for r in workshop.rules if r.habilete == habilete and r.cuts_for(person.device) is not None]
    if len(rules) < ENOUGH_OFFERED:
        return 0.0
    weights = [r.weight_when_hard if person.hard and r.weight_when_hard is not None else r.weight for r in rules]
    return sum(w * INFORMATION * r.a**2 for w, r in zip(weights, rules, strict=True))


def expected_se(sd: float, cells: Sequence[float]) -> float:
    """The SE of a habileté whose SD is `sd` now, after cells of so much information each.

    1/SE^2 = 1/sd^2 + sum over cells of 1 / (sigma^2 + 1/I): measurement.md 3.3, from what is known already.
    """
    return 1 / sqrt(1 / sd**2 + sum(1 / (SIGMA**2 + 1 / cell) for cell in cells if cell > 0))


def _tried(workshop: WorkshopAtHand, open_: Sequence[Measured], person: CanShow) -> Proposal:
    """What trying a workshop would do to what is open."""
    amounts = {m.habilete: (m.sd, information(workshop, m.habilete, person)) for m in open_}
    after = {name: expected_se(sd, [said]) for name, (sd, said) in amounts.items() if said > 0}
    settles = tuple(name for name, se in after.items() if se <= SETTLED_SE)
    return Proposal(workshop.workshop, settles, tuple(name for name in after if name not in settles), (), after)


def _at_best(measured: Measured, left: Sequence[WorkshopAtHand], person: CanShow, room: int) -> float:
    """The SE a habileté can come to in this sitting, where only it mattered."""
    cells = sorted((information(w, measured.habilete, person) for w in left), reverse=True)[: max(0, room)]
    return expected_se(measured.sd, cells)


def outlook(
    habilete: str, statement: str, span: tuple[float, float, float], left: Mapping[str, WorkshopAtHand],
    person: CanShow, *, looks: bool, level: int = 1, expected: bool = False,
) -> Outlook:  # fmt: skip
    """What could still tell of a habileté at a level, `statement` being how it stands there and `span` its margin
    (low, mean, high).

    `left`: the workshops that do not count yet, by title; `looks`: whether any workshop at all looks at it, played or
    not; `expected`: all together would show it, its own moments do not (`scoring.told`): how far a workshop settles
    that is not reckoned, and none is promised.
    """
    if statement == "shown":
        return Outlook(habilete, statement, {}, looks)
    settle = {
        title: n for title, there in left.items()
        if (n := sum(r.habilete == habilete and r.cuts_for(person.device) is not None for r in there.rules))
    }  # fmt: skip
    if statement != "to_confirm" or expected:
        return Outlook(habilete, statement, settle, looks)
    return Outlook(habilete, statement, settle, looks, *settling(habilete, span, left, person, level))


def _expected(m: Measured) -> bool:
    """Whether all together would show a level above the one that is told (`scoring.told`)."""
    shown = m.level if m.statement == "shown" else 0
    return m.statement in ("shown", "to_confirm") and sum(p >= MET for p in m.p_levels) > shown


def settling(
    habilete: str, span: tuple[float, float, float], left: Mapping[str, WorkshopAtHand], person: CanShow, level: int = 1
) -> tuple[str, tuple[str, ...]]:
    """How far the workshops left would settle a level, as `Outlook.enough`, and the titles of those that would alone,
    the one that tells most first.

    The estimate is taken to stay where it is and its margin to shrink as expected (`expected_se`).
    """
    low, mean, high = span
    sd = max(1e-6, (high - low) / (2 * NORMAL_95))
    amounts = ((information(there, habilete, person), title) for title, there in left.items())
    telling = sorted(((amount, title) for amount, title in amounts if amount > 0), reverse=True)

    def settled(cells: list[float]) -> bool:
        chance = NormalDist().cdf((mean - LEVEL_CUTS[level - 1]) / expected_se(sd, cells))
        return chance >= MET or chance <= NOT_YET

    if not telling:
        return "", ()
    alone = tuple(title for amount, title in telling if settled([amount]))
    if alone:
        return "one", alone
    return ("all" if settled([amount for amount, _ in telling]) else "none"), ()


def outlooks_of(
    seen: Profile, at_hand: Mapping[str, WorkshopAtHand], done: Collection[str], person: CanShow
) -> dict[str, Outlook]:
    """What could still tell of each habileté of a profile. `at_hand`: the workshops there are, by title; `done`: ids of
    those that count."""
    left = {title: there for title, there in at_hand.items() if there.workshop not in done and reachable(there, person)}
    looked = {rule.habilete for there in at_hand.values() for rule in there.rules}
    return {
        m.habilete: outlook(
            m.habilete, "to_confirm" if _expected(m) else m.statement, (m.low, m.mean, m.high), left, person,
            looks=m.habilete in looked, expected=_expected(m),
        )
        for m in seen.measured
    }  # fmt: skip
