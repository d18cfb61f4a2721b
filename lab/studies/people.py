"""The chapter of people: any pace, who is new, slow or tidies up late, and who is cut off."""

from collections.abc import Iterator, Mapping, Sequence

from game.journey.measured import observed
from lab.robots import stopped
from lab.studies.pages import table
from lab.trials import RobotFigures, told_of
from scenarios.model import Scenario

PACES_S = (2.4, 3.5, 5.0, 8.0, 12.0)
SEEDS = range(5, 9)
PACE_BAR, SAME_BAR = 0.15, 0.25
SAME = ("first_timer", "slow_right", "tidies_late")
"""Who decides as the fluent robot does, by other hands, eyes and habits."""
CUT_OFF = ("stops_anywhere", "first_movement_only")


def people(scenarios: Sequence[Scenario]) -> Iterator[str]:
    """Paces with and without a clock, then people, workshop by workshop: the largest difference to the fluent one."""
    yield f"The same flawless decisions of {len(SEEDS)} seeds, one in so many seconds, with a ceiling and without: the"
    yield f"largest difference of a mean to that of 2.4 s without a ceiling, over all habiletés (bar {PACE_BAR})."
    yield ""
    head = ["workshop", *(f"{s:g} s" for s in PACES_S), *(f"{s:g} s, ceiling" for s in PACES_S), "held"]
    yield from table(head, [_paces(scenario) for scenario in scenarios])
    yield ""
    yield f"Who decides as the fluent robot does, in their own way: the largest difference to it (bar {SAME_BAR})."
    yield "Who is cut off does everything right until then: observations a run; how many of all were under their top."
    yield ""
    yield from table(["workshop", *SAME, "held", *CUT_OFF], [_same(scenario) for scenario in scenarios])


def _means(figures: Sequence[RobotFigures]) -> Mapping[str, float]:
    return {figure.habilete: figure.mean for figure in figures if figure.observed}


def _apart(means: Mapping[str, float], fluent: Mapping[str, float]) -> list[float]:
    return [means[name] - fluent[name] for name in means if name in fluent]


def _paces(scenario: Scenario) -> list[str]:
    fluent = _means(told_of(scenario, "expert", SEEDS, pace_s=PACES_S[0]))
    worst = [
        max(map(abs, _apart(_means(told_of(scenario, "expert", SEEDS, pace_s=pace, clock=clock)), fluent)))
        for clock in (False, True) for pace in PACES_S
    ]  # fmt: skip
    return [scenario.head.id, *(f"{w:.3f}" for w in worst), "yes" if max(worst) <= PACE_BAR else "**no**"]


def _same(scenario: Scenario) -> list[str]:
    fluent = _means(told_of(scenario, "expert", SEEDS))
    worst = [max(map(abs, _apart(_means(told_of(scenario, robot, SEEDS)), fluent))) for robot in SAME]
    cells = [scenario.head.id, *(f"{w:.3f}" for w in worst), "yes" if max(worst) <= SAME_BAR else "**no**"]
    return [*cells, *(_cut_off(scenario, robot) for robot in CUT_OFF)]


def _cut_off(scenario: Scenario, robot: str) -> str:
    runs = [observed(scenario, stopped(scenario, robot, seed), "mouse") for seed in SEEDS]
    told = [o for seen in runs for o in seen if o.category is not None]
    lower = sum(o.category is not None and o.category < o.top for o in told)
    return f"{len(told) / len(runs):.1f}, {lower}"
