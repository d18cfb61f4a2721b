"""The bars a workshop must clear before it is published, read from robots of known skill that played it.

Null players show nothing, perfect players everything; a ladder of skills on one habileté comes out in its order and
leaves the others alone; no observation is too easy or too hard; a clumsy device costs little; all fits in the time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from scoring.estimate import Array, estimate
from scoring.match import ENOUGH_OFFERED
from scoring.profile import statement
from scoring.types import Observation

BLIND_MEAN = -1.2
BLIND_LEVEL2 = 0.05
NOVICE_LEVEL2 = 0.5
PERFECT_LEVEL3 = 0.95
CORRELATION = 0.75
OTHERS = 0.15
TOP_LOW, TOP_HIGH = 0.03, 0.85
CLUMSY_HANDS, CLUMSY_OTHERS = 0.35, 0.15
SLOT = 0.70
"""Share of the movements' ceilings an expert may use."""
HANDS = "dexterite"
PILOT_LEAST = 60
"""Under so many players of the pilot, a top category under 3 % cannot be told from bad luck."""
ORDER_LEAST = 12
"""Runs a rung under which two rungs that come out just equal are not yet a fault: with 4 it happened in half the trials
of a sound workshop, with 12 in none."""


@dataclass(frozen=True, slots=True)
class Played:
    """One run of a robot. `skill` in SD for each habileté (ladder, pilot); `causes`: why each movement ended."""

    role: str
    robot: str
    seed: int
    observations: tuple[Observation, ...]
    skill: Mapping[str, float] = field(default_factory=dict)
    on: str = ""  # ladder: the habileté whose skill varies
    causes: tuple[str, ...] = ()
    seconds: tuple[float, ...] = ()  # length of each movement
    gates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure against its limit. `kept` None: too few runs to tell. `rules`: where to look first, worst first."""

    id: str
    about: tuple[str, ...]
    value: float
    limit: float
    kept: bool | None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class _PlayedRun:
    played: Played
    mean: Mapping[str, float]
    levels: Mapping[str, tuple[float, float, float]]
    category: Mapping[str, float]  # category / top of each observed rule


class Trials:
    """All runs of a workshop, estimated once."""

    def __init__(self, played: Sequence[Played], ceilings_s: Sequence[float] = ()) -> None:
        """`ceilings_s`: the most each movement may last, in seconds; () when there is no clock."""
        self.ceilings_s = tuple(ceilings_s)
        rules: dict[str, str] = {}
        for run in played:
            rules.update({o.rule: o.habilete for o in run.observations})
        self.rules = rules
        self.habiletes = tuple(dict.fromkeys(rules.values()))
        self.runs = [self._run(run) for run in played]

    def _run(self, played: Played) -> _PlayedRun:
        known = estimate(played.observations, self.habiletes)
        levels = {}
        for k, name in enumerate(self.habiletes):
            first, second, third = (float(p) for p in known.levels[k])
            levels[name] = (first, second, third)
        mean = {name: float(known.mean[k]) for k, name in enumerate(self.habiletes)}
        shares = {o.rule: o.category / o.top for o in played.observations if o.category is not None}
        return _PlayedRun(played, mean, levels, shares)

    def of(self, role: str, robot: str = "", on: str = "") -> list[_PlayedRun]:
        """Runs of a role, of one robot or of the ladder of one habileté when named."""
        return [
            r
            for r in self.runs
            if r.played.role == role and (not robot or r.played.robot == robot) and (not on or r.played.on == on)
        ]

    def robots(self, role: str) -> list[str]:
        """Names of the robots of a role, in order."""
        return list(dict.fromkeys(r.played.robot for r in self.of(role)))

    def own(self, habilete: str) -> list[str]:
        """The rules that feed a habileté."""
        return [rule for rule, name in self.rules.items() if name == habilete]

    def worst(self, habilete: str, badness: Callable[[str], float], n: int = 2) -> tuple[str, ...]:
        """The n rules of a habileté with the largest badness above 0."""
        scored = sorted(((badness(rule), rule) for rule in self.own(habilete)), reverse=True)
        return tuple(rule for value, rule in scored[:n] if value > 1e-9)


def bars(trials: Trials) -> list[Bar]:
    """Every bar of one workshop, in the order an author reads them."""
    bars_held: list[Bar] = []
    for part in (_end, _blind, _novice, _perfect, _clumsy, _ladder, _tops):
        bars_held += part(trials)
    return bars_held


def _share(runs: Sequence[_PlayedRun], rule: str) -> float:
    """Mean of category / top of a rule over the runs that observed it."""
    seen = [r.category[rule] for r in runs if rule in r.category]
    return float(np.mean(seen)) if seen else 0.0


def _end(t: Trials) -> Iterator[Bar]:
    """Able players end every movement themselves, keep every gate, inside the slot."""
    for role, robot in [(level, robot) for level in ("able", "clumsy", "novice") for robot in t.robots(level)]:
        runs = t.of(role, robot)
        cut = [n for r in runs for n, cause in enumerate(r.played.causes, 1) if cause == "ceiling"]
        movement = str(max(set(cut), key=cut.count)) if cut else ""
        share = float(np.mean(["ceiling" in r.played.causes or not r.played.causes for r in runs]))
        yield Bar("cut", (robot, movement), share, 0.0, share == 0)
        if role == "novice":
            continue
        missed = [gate for r in runs for gate, state in r.played.gates if state != "kept"]
        yield Bar("gates", (robot, ", ".join(sorted(set(missed)))), len(missed) / len(runs), 0.0, not missed)
    runs = t.of("able", "expert")
    if runs and t.ceilings_s:
        used = float(np.mean([sum(r.played.seconds[: len(t.ceilings_s)]) for r in runs])) / sum(t.ceilings_s)
        yield Bar("slot", ("expert",), used, SLOT, used <= SLOT)


def _blind(t: Trials) -> Iterator[Bar]:
    """Whoever shows nothing earns nothing: in no run is anything said of them, and where enough was offered to speak
    at all, what would be said stays low. Of what is never offered enough no mean is told: more runs would give none."""
    for robot in t.robots("blind"):
        every = t.of("blind", robot)
        for name in t.habiletes:
            runs = [r for r in every if _enough(r, name)]
            gifts: tuple[str, ...] = ()
            if runs:
                gifts = t.worst(name, lambda rule, r=runs: float(np.mean([x.category.get(rule, 0) >= 0.5 for x in r])))  # type: ignore[misc]
                mean = float(np.mean([r.mean[name] for r in runs]))
                yield Bar("blind_mean", (robot, name), mean, BLIND_MEAN, mean <= BLIND_MEAN, gifts)
                level2 = float(np.mean([r.levels[name][1] for r in runs]))
                yield Bar("blind_level2", (robot, name), level2, BLIND_LEVEL2, level2 <= BLIND_LEVEL2, gifts)
            said = float(np.mean([_says_two(r, name) for r in every]))
            yield Bar("blind_statement", (robot, name), said, 0.0, said == 0, gifts)


def _novice(t: Trials) -> Iterator[Bar]:
    """A beginner goes to the end and is not taken for somebody at ease."""
    for robot in t.robots("novice"):
        runs = t.of("novice", robot)
        for name in t.habiletes:
            level2 = float(np.mean([r.levels[name][1] for r in runs]))
            gifts = t.worst(name, lambda rule, r=runs: _share(r, rule) - 0.5)  # type: ignore[misc]
            yield Bar("novice", (robot, name), level2, NOVICE_LEVEL2, level2 <= NOVICE_LEVEL2, gifts)


def _observed(run: _PlayedRun, name: str) -> list[Observation]:
    return [o for o in run.played.observations if o.habilete == name and o.category is not None]


def _enough(run: _PlayedRun, name: str) -> bool:
    """Whether anything would be said of the habileté: where too little was offered, nothing is."""
    return len(_observed(run, name)) >= ENOUGH_OFFERED


def _says_two(run: _PlayedRun, name: str) -> bool:
    own = _observed(run, name)
    said, level = statement(run.levels[name], len(own), len({o.task for o in own}))
    return said == "shown" and level >= 2


def _perfect(t: Trials) -> Iterator[Bar]:
    for robot in t.robots("able"):
        runs = t.of("able", robot)
        for name in t.habiletes:
            level3 = float(np.mean([r.levels[name][2] for r in runs]))
            missed = t.worst(name, lambda rule, r=runs: 1 - _share(r, rule))  # type: ignore[misc]
            yield Bar("perfect", (robot, name), level3, PERFECT_LEVEL3, level3 >= PERFECT_LEVEL3, missed)


def _clumsy(t: Trials) -> Iterator[Bar]:
    able = t.of("able", "expert")
    for robot in t.robots("clumsy"):
        runs = t.of("clumsy", robot)
        for name in t.habiletes if able else ():
            gap = float(np.mean([r.mean[name] for r in able]) - np.mean([r.mean[name] for r in runs]))
            limit = CLUMSY_HANDS if name == HANDS else CLUMSY_OTHERS
            lost = t.worst(name, lambda rule, r=runs: _share(able, rule) - _share(r, rule))  # type: ignore[misc]
            yield Bar("clumsy", (robot, name), gap, limit, gap <= limit, lost)


def _line(x: Array, y: Array) -> tuple[float, float]:
    """(slope, correlation) of y on x; 0 where nothing varies."""
    if len(x) < 2 or x.std() == 0:
        return 0.0, 0.0
    slope = float(((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum())
    return slope, float(np.corrcoef(x, y)[0, 1]) if y.std() > 1e-12 else 0.0


def _against(runs: Sequence[_PlayedRun], rule: str) -> tuple[float, float]:
    """(slope, correlation) of a rule's category on the skill of the ladder it is climbed with."""
    seen = [(r.played.skill[r.played.on], r.category[rule]) for r in runs if rule in r.category]
    x, y = np.array(seen, dtype=float).reshape(-1, 2).T
    return _line(x, y)


def _ladder(t: Trials) -> Iterator[Bar]:
    for name in t.habiletes:
        runs = t.of("ladder", on=name)
        if runs:
            few = len(runs) < ORDER_LEAST * len({r.played.skill[name] for r in runs})
            yield from _own_ladder(t, name, runs, few)
            yield from _other_ladders(t, name, runs, few)


def _own_ladder(t: Trials, name: str, runs: Sequence[_PlayedRun], few: bool) -> Iterator[Bar]:
    """Order and correlation. With few runs a rung, two rungs may come out equal without anything being wrong."""
    skill, mean = (np.array(v) for v in zip(*[(r.played.skill[name], r.mean[name]) for r in runs], strict=True))
    rungs = np.array([mean[skill == s].mean() for s in np.unique(skill)])
    step = float(np.diff(rungs).min()) if len(rungs) > 1 else 0.0
    flat = t.worst(name, lambda rule: 1 - _against(runs, rule)[1])
    yield Bar("order", (name,), step, 0.0, None if few and step == 0 else step > 0, flat)
    for rule in t.own(name):
        rise = _against(runs, rule)[0]
        seldom = sum(rule in r.category for r in runs) < ORDER_LEAST * len(rungs)
        yield Bar("rule", (rule, name), rise, 0.0, None if (few or seldom) and rise == 0 else rise > 0)
    r = _line(skill, mean)[1]
    yield Bar("correlation", (name,), r, CORRELATION, r >= CORRELATION, flat)


def _other_ladders(t: Trials, name: str, runs: Sequence[_PlayedRun], few: bool) -> Iterator[Bar]:
    """What the skill on one habileté moves elsewhere. With few runs a rung, a ratio too high may be chance."""
    skill = np.array([r.played.skill[name] for r in runs])
    slope = _line(skill, np.array([r.mean[name] for r in runs]))[0]
    for other in t.habiletes:
        if other == name:
            continue
        moved = _line(skill, np.array([r.mean[other] for r in runs]))[0]
        ratio = abs(moved) / max(abs(slope), 1e-9)
        kept = ratio <= OTHERS
        drawn = () if kept else t.worst(other, lambda rule: abs(_against(runs, rule)[0]))
        yield Bar("others", (name, other), ratio, OTHERS, None if few and not kept else kept, drawn)


def _tops(t: Trials) -> Iterator[Bar]:
    runs = t.of("pilot")
    for rule in t.rules if runs else ():
        seen = [r.category[rule] for r in runs if rule in r.category]
        share = float(np.mean([c == 1 for c in seen])) if seen else 0.0
        enough = len(seen) >= PILOT_LEAST
        yield Bar("too_easy", (rule, t.rules[rule]), share, TOP_HIGH, share <= TOP_HIGH if enough else None, (rule,))
        yield Bar("too_hard", (rule, t.rules[rule]), share, TOP_LOW, share >= TOP_LOW if enough else None, (rule,))
