"""Robots of known skill play a scenario for its author: what `scoring.bars` reads is made here."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np

from game.journey.measured import observed
from game.mechanics.layout_tools.ease import ease_of
from game.mechanics.layout_tools.players import warm_up
from game.mechanics.table import MECHANICS
from game.simulation.bots import mine
from game.simulation.rng import Stream
from game.simulation.session import Session
from game.simulation.task import Run
from game.workshop.params import WorkshopParams
from lab.robots import STOPPING, play_out, run, stopped
from scenarios.model import Scenario
from scoring.bars import Bar, Played
from scoring.circuit import Climbed, circuit_bars, climb, judge, retest
from scoring.estimate import Array, estimate
from scoring.profile import gates
from scoring.types import CUT, Observation

LADDER = tuple(s / 2 for s in range(-4, 5))
PILOT_PER_RUN = 10
TICKS_PER_S = 50
PACED_TICKS = 300_000
"""A hundred minutes: nobody sits longer at one workshop."""


@dataclass(frozen=True, slots=True)
class Order:
    """Who is to play: a robot of the cast by name, or a graded player with its skills."""

    role: str
    robot: str
    seed: int
    skill: dict[str, float] = field(default_factory=dict)
    on: str = ""
    clock: bool = False  # whether the session has set the scenario's ceilings

    @property
    def player(self) -> object:
        """What decides how the run goes; a graded player has no skill of what is not named."""
        skills = tuple(sorted((name, skill) for name, skill in self.skill.items() if skill))
        graded = self.role in ("ladder", "pilot")
        return (skills if graded else (self.role, self.robot), self.seed, self.clock)


def orders(scenario: Scenario, runs: int, seed: int, *, ladder: Sequence[float] = LADDER) -> list[Order]:
    """Every run of a trial: `runs` of each robot and of each rung, ten times as many of the pilot mix."""
    cast = MECHANICS[scenario.head.mechanic].cast
    seeds = range(seed, seed + runs)
    to_play = [
        Order(role, robot, s)
        for role, robots in (
            ("able", cast.able),
            ("clumsy", cast.clumsy),
            ("novice", cast.novice),
            ("blind", cast.blind),
        )
        for robot in robots
        for s in seeds
    ]
    for name in cast.habiletes:
        to_play += [Order("ladder", "ladder", s, {name: rung}, name) for rung in ladder for s in seeds]
    pilot = range(seed, seed + runs * PILOT_PER_RUN)
    return to_play + [Order("pilot", "pilot", s, mixed_skill(cast.habiletes, s)) for s in pilot]


def mixed_skill(habiletes: Sequence[str], seed: int) -> dict[str, float]:
    """Skills of one person drawn from the population of the model: a general part (.3 of the variance) and own ones."""
    chance = Stream(seed, "skill")
    general = chance.normal(1000) / 1000
    return {name: 0.3**0.5 * general + 0.7**0.5 * chance.normal(1000) / 1000 for name in habiletes}


def play(scenario: Scenario, order: Order) -> Played:
    """One run, read as a person's is: same session, same evidence rules, same class of ease."""
    cast = MECHANICS[scenario.head.mechanic].cast
    if order.role in ("ladder", "pilot"):
        bot = cast.graded(scenario.params, order.seed, order.skill)
    else:
        bot = cast.make(order.robot, scenario.params, order.seed)
    device = cast.device(order.robot)
    bored = order.role == "blind"
    session = run(scenario, bot, order.seed, device=device, clock=order.clock, bored=bored, stamped=False)
    ease = ease_of(warm_up(order.seed, device, clumsy=order.role == "clumsy"), device)
    causes, seconds = movements(session)
    # A gate of the scenario that was never met is told as such: an able player should meet each.
    met = dict.fromkeys(scenario.head.gates, "not_met") | dict(gates(session.events, scenario.watched))
    return Played(
        order.role, order.robot, order.seed, observed(scenario, session, device, ease), order.skill, order.on,
        causes, seconds, tuple(met.items()),
    )  # fmt: skip


def ceilings_of(scenario: Scenario) -> tuple[int, ...]:
    """The most that each movement of a workshop may last, in seconds."""
    return mine(scenario.params, WorkshopParams).ceilings_s


@dataclass(frozen=True, slots=True)
class RobotFigures:
    """What runs of one robot give on a habileté: mean of means, mean SD, and observations offered and made a run."""

    habilete: str
    mean: float
    sd: float
    offered: float
    observed: float


def told_of(
    scenario: Scenario, robot: str, seeds: Sequence[int], *, pace_s: float | None = None, clock: bool = False
) -> list[RobotFigures]:
    """A robot by name, or at a pace (one act in so many seconds, everything right), habileté by habileté.

    Raises KeyError for a robot that is neither of the cast nor one of `STOPPING`.
    """
    mechanic = MECHANICS[scenario.head.mechanic]
    cast = mechanic.cast
    runs = []
    for seed in seeds:
        if robot in STOPPING:
            session = stopped(scenario, robot, seed, clock=clock, limit=PACED_TICKS)
            seen = observed(scenario, session, "mouse")
            runs.append((seen, estimate(seen, cast.habiletes)))
            continue
        if pace_s is None:
            bot = cast.make(robot, scenario.params, seed)
        else:
            bot = cast.at_pace(scenario.params, seed, round(pace_s * TICKS_PER_S))
        device = cast.device(robot)
        task = mechanic.make(scenario.params, Run(seed, clock=clock, device=device))
        session = play_out(task, bot, bored=robot in cast.blind, limit=PACED_TICKS, stamped=False)
        seen = observed(scenario, session, device)
        runs.append((seen, estimate(seen, cast.habiletes)))
    figures = []
    for k, name in enumerate(cast.habiletes):
        own = [[o for o in seen if o.habilete == name] for seen, _ in runs]
        figures.append(
            RobotFigures(
                name,
                float(np.mean([known.mean[k] for _, known in runs])),
                float(np.mean([known.sd[k] for _, known in runs])),
                float(np.mean([sum(o.why_missing != CUT for o in seen) for seen in own])),
                float(np.mean([sum(o.category is not None for o in seen) for seen in own])),
            )
        )
    return figures


@dataclass(frozen=True, slots=True)
class TriedCircuit:
    """What robots say of a circuit: its bars, and the ladder of each habileté it shows, in the order of `names`."""

    bars: list[Bar]
    names: tuple[str, ...]
    ladders: list[Climbed]


def tried_circuit(
    scenarios: Sequence[Scenario],
    runs: int,
    seed: int,
    *,
    jobs: int = 1,
    ladder: Sequence[float] = LADDER,
    pilots_per_run: int = PILOT_PER_RUN,
) -> TriedCircuit:
    """A circuit of real scenarios: mixed players on two days, and the ladder of every habileté shown.

    The same `runs` players stand on every rung of every ladder: what differs from rung to rung is their skill. The same
    scenario given twice counts as two tasks, played from another seed.
    """
    casts = [MECHANICS[s.head.mechanic].cast for s in scenarios]
    names = tuple(dict.fromkeys(name for cast in casts for name in cast.habiletes))
    pilots = [mixed_skill(names, seed + n) for n in range(runs * pilots_per_run)]
    n = len(pilots)
    # Two days of the same people: the same skills, other draws.
    people = [_Seated(skill, at) for at, skill in enumerate([*pilots, *pilots])]
    rungs = [(name, rung) for name in names for rung in ladder for _ in range(runs)]
    people += [_Seated({name: rung}, 2 * n + at % runs) for at, (name, rung) in enumerate(rungs)]
    mean, sd = _estimates(scenarios, people, names, (seed, jobs))
    truth = np.array([[skill[name] for name in names] for skill in pilots])
    known = judge(truth, mean[:n], sd[:n])
    ladders = []
    for k, name in enumerate(names):
        rows = [2 * n + at for at, (on, _) in enumerate(rungs) if on == name]
        skill = np.array([rungs[row - 2 * n][1] for row in rows])
        ladders.append(climb(skill, mean[rows, k], np.delete(mean[rows], k, 1)))
    judged = circuit_bars(known, retest(mean[:n], mean[n : 2 * n]), ladders, author=True, names=names)
    return TriedCircuit(judged, names, ladders)


@dataclass(frozen=True, slots=True)
class _Seated:
    """A player of a circuit: skills, and the number that all its draws hang on."""

    skill: dict[str, float]
    number: int


def _estimates(
    scenarios: Sequence[Scenario], people: Sequence[_Seated], names: Sequence[str], how: tuple[int, int]
) -> tuple[Array, Array]:
    """(means, SDs) of people, (people, habiletés), from all their tasks together. `how`: first seed, processes."""
    seed, jobs = how
    seen: list[list[Observation]] = [[] for _ in people]
    for task, scenario in enumerate(scenarios):
        # A skill that a workshop does not show plays no part in it: what is left is the same run, played once.
        shown = MECHANICS[scenario.head.mechanic].cast.habiletes
        to_play = [
            Order("pilot", "pilot", seed + 1000 * (person.number + 1) + task,
                  {name: skill for name, skill in person.skill.items() if name in shown})
            for person in people
        ]  # fmt: skip
        for at, played in enumerate(play_all(scenario, to_play, jobs=jobs)):
            label = f"{scenario.head.id}#{task}"
            seen[at] += [replace(o, task=label, rule=f"{label}:{o.rule}") for o in played.observations]
    estimates = [estimate(observations, names) for observations in seen]
    return np.array([estimate.mean for estimate in estimates]), np.array([estimate.sd for estimate in estimates])


def movements(session: Session) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Why each movement ended, and how many seconds it took; what never ended is cut by the clock."""
    ends = [(e.tick, str(e.data["cause"])) for e in session.events if e.kind == "movement_end"]
    causes = tuple(cause for _, cause in ends)
    if not session.task.done:
        causes += ("ceiling",)
        ends.append((session.task.tick, "ceiling"))
    starts = [0, *(tick for tick, _ in ends)]
    return causes, tuple((tick - start) / TICKS_PER_S for start, (tick, _) in zip(starts, ends, strict=False))


def play_all(scenario: Scenario, to_play: Sequence[Order], *, jobs: int = 1) -> Iterator[Played]:
    """All runs in their order; `jobs` processes share them, which changes no figure.

    Ladders meet at their middle rung: what is the same run under two names is played once.
    """
    different: dict[object, Order] = {}
    for order in to_play:
        different.setdefault(order.player, order)
    alone, played = list(different.values()), dict[object, Played]()

    def in_order(runs: Iterator[Played]) -> Iterator[Played]:
        for order in to_play:
            if order.player not in played:
                played[order.player] = next(runs)
            yield replace(played[order.player], role=order.role, robot=order.robot, skill=order.skill, on=order.on)

    if jobs == 1:
        yield from in_order(play(scenario, order) for order in alone)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from in_order(pool.map(play, [scenario] * len(alone), alone, chunksize=8))
