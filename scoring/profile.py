"""The read-out: one function and one set of words everywhere, from the posterior to what a person is told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scenarios.vocabulary import Event
from scoring.estimate import GAMMA2, SIGMA, Posterior, estimate, quantile
from scoring.match import ENOUGH_OFFERED, MET, NOT_YET, TASKS_FOR_NOT_YET, all_met
from scoring.told import said_by, told_statement
from scoring.types import CUT, Measured, Observation, Points, Profile

SCALE_VERSION = "2"
"""2: level probabilities are corrected for the width of the grid (at most .0023 from version 1)."""
WatchedGates = Mapping[str, str]
"""Safety gates that a workshop watches, each with the kind of event from which it is kept unless it is said to have
been broken: "" for one that is told each time, kept or not."""
WatchedRun = tuple[Sequence[Event], WatchedGates]
"""The events of a run, and what its workshop watches."""


def statement(levels: Sequence[float], offered: int, observed_tasks: int) -> tuple[str, int]:
    """What is said, and about which level (1..3).

    Shown: P(theta >= level) >= .8 for the highest such level. Not yet: P(level 1) <= .2 and seen in two tasks or more.
    "Enough observed" depends on what was offered, never on the answers, so that doing better never hurts.
    """
    if offered == 0 or observed_tasks == 0:
        return "not_measured", 1
    if offered < ENOUGH_OFFERED:
        return "not_enough", 1
    reached = [level for level, p in enumerate(levels, 1) if p >= MET]
    if reached:
        return "shown", reached[-1]
    if levels[0] <= NOT_YET and observed_tasks >= TASKS_FOR_NOT_YET:
        return "not_yet", 1
    return "to_confirm", 1


def read_out(
    observations: Sequence[Observation],
    runs: Sequence[WatchedRun],
    habiletes: Sequence[str],
    *,
    rules_version: str,
    scale: tuple[float, float] = (SIGMA, GAMMA2),
) -> Profile:
    """The profile of one person: every habileté of the referential in its order, observed or not.

    `observations`: of one workshop or of several; `runs`: what each says of the safety gates.
    `scale`: the SD of cells and the share of the general factor, those of a calibrated table when one is used.
    """
    known = estimate(observations, habiletes, sigma=scale[0], gamma2=scale[1])
    measured = tuple(_measured(known, k, observations) for k in range(len(known.habiletes)))
    return Profile(
        scale_version=SCALE_VERSION,
        rules_version=rules_version,
        measured=measured,
        p_general=tuple(float(p) for p in known.p_g),
        p_level_given_g=tuple(
            (name, tuple((float(a), float(b), float(c)) for a, b, c in known.given_g[k]))
            for k, name in enumerate(known.habiletes)
        ),
        gates=gates_of(runs),
        covariance=tuple(tuple(float(v) for v in row) for row in known.covariance),
    )


def _measured(known: Posterior, k: int, observations: Sequence[Observation]) -> Measured:
    name = known.habiletes[k]
    own = [o for o in observations if o.habilete == name]
    observed = [o for o in own if o.category is not None]
    tasks = len({o.task for o in observed})
    said, level = statement([float(p) for p in known.levels[k]], len(observed), tasks)
    rules = {(o.task, o.rule) for o in own}
    points = [
        Points(rule, float(share[k]), (task, rule) not in rules, task) for (task, rule), share in known.points.items()
    ]
    first, second, third = (float(p) for p in known.levels[k])
    return Measured(
        habilete=name,
        mean=float(known.mean[k]),
        sd=float(known.sd[k]),
        low=quantile(known, k, 0.025),
        high=quantile(known, k, 0.975),
        p_levels=(first, second, third),
        n_observed=len(observed),
        n_offered=sum(o.why_missing != CUT for o in own),
        statement=said,
        level=level,
        points=tuple(sorted(points, key=lambda p: (-abs(p.points), p.rule, p.task))),
        tasks=tasks,
    )


def alone(
    observations: Sequence[Observation], habiletes: Sequence[str], of: Sequence[str] = ()
) -> dict[str, tuple[float, float, float]]:
    """By habileté that was seen, the chances of the three levels by its own observations only, each 0 to 1.

    `of`: these alone; none: all that were seen.
    """
    chances = {}
    for name in of or {observation.habilete for observation in observations}:
        own = [observation for observation in observations if observation.habilete == name]
        measured = read_out(own, (), habiletes, rules_version="").measured
        chances[name] = next(level.p_levels for level in measured if level.habilete == name)
    return chances


def as_told(profile: Profile, observations: Sequence[Observation]) -> tuple[Measured, ...]:
    """What a profile says, as a person is told it (`scoring.told`): nothing is shown that its own observations, alone,
    would not show. The profile itself, which is stored, stays.
    """
    shown = {m.habilete: m for m in profile.measured if m.statement == "shown"}
    own = alone(observations, [m.habilete for m in profile.measured], list(shown)) if shown else {}

    def row(m: Measured) -> Measured:
        said, level = told_statement(m.statement, m.level, lambda n: said_by(own[m.habilete][n - 1], m.p_levels[n - 1]))
        return replace(m, statement=said, level=level)

    return tuple(row(m) for m in profile.measured)


def gates(events: Sequence[Event], watched: WatchedGates) -> tuple[tuple[str, str], ...]:
    """Each safety gate met, as it was kept least; one that only speaks when it is broken was kept once there was cause.

    A gate is met anew at each thing it guards: one that was passed unkept stays so, whatever was kept before or after.
    `watched`: the gates of the workshop.
    """
    met = least_kept([{str(e.data["id"]): str(e.data["state"])} for e in events if e.kind == "gate"])
    there = {e.kind for e in events}
    silent = {gate: "kept" for gate, cause in watched.items() if cause in there}
    return tuple(sorted((silent | dict(met)).items()))


WORST_FIRST = ("not_kept", "kept_after_reminder", "kept", "not_met")


def gates_of(runs: Sequence[WatchedRun]) -> tuple[tuple[str, str], ...]:
    """Each safety gate met in any of the runs, in the state it was in where it was kept least."""
    return least_kept([dict(gates(events, watched)) for events, watched in runs])


def least_kept(states: Sequence[Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    """The gates of several workshops as one list: of a gate that several have, the state it was kept in least."""
    worst: dict[str, str] = {}
    for gates in states:
        for gate, state in gates.items():
            worst[gate] = min(worst.get(gate, state), state, key=_rank)
    return tuple(sorted(worst.items()))


def _rank(state: str) -> int:
    return WORST_FIRST.index(state) if state in WORST_FIRST else 0


def joint(profile: Profile, requirements: Sequence[tuple[str, int]]) -> float:
    """P(every theta_k >= level_k) of a profile; see `match.all_met`. Raises KeyError for an unknown habileté."""
    return all_met(profile.p_general, dict(profile.p_level_given_g), requirements)
