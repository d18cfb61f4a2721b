"""Who has played in a trial room: robots as different as people, most of them at two or three workshops."""

from collections.abc import Mapping, Sequence

from game.mechanics.table import MECHANICS
from lab.demo import RobotPlay, RobotVisit
from lab.trials import mixed_skill
from scenarios.model import Scenario
from scenarios.reference import habiletes

LENGTHS = (3, 2, 3, 1)
"""How many workshops one robot after another plays: three as the session plans, or fewer."""
OTHERWISE = {4: "clumsy", 6: "keyboard"}
"""Which robots do everything right, with a hand that finds it hard and by keys; the others have skills of their own."""


BACK = (1, 2)
"""Which robots of each four come back another time, and play again what they played first: a hand that has learnt."""
LEARNT = 0.8
SAYS: tuple[Mapping[str, tuple[str, ...]], ...] = (
    {"yes": ("day", "shifts_2x8", "standing"), "no": ("nights",), "commute": ("around",)},
    {"yes": ("day",), "no": ("shifts_2x8", "nights", "weekends"), "commute": ("near",)},
    {},
    {"yes": ("day", "shifts_2x8", "nights", "licence_b"), "commute": ("around",)},
)
"""What they say of hours and places at the end, in turn; one of four is not asked."""


def trial_visits(people: int, installed: Sequence[Scenario], circuit: Sequence[str]) -> list[RobotVisit]:
    """So many visits: of the workshops that the circuit names, by id, or of all that are installed."""
    planned = [scenario for scenario in installed if scenario.head.id in circuit] or list(installed)
    others = [scenario for scenario in installed if scenario not in planned]
    return [_visit(at, planned, others) for at in range(people)] if planned else []


def workshops_of(visits: Sequence[RobotVisit]) -> list[str]:
    """Every workshop that they play, by id: what their sitting plans."""
    return list(dict.fromkeys(play.scenario.head.id for visit in visits for play in visit.plays))


def _visit(at: int, planned: Sequence[Scenario], others: Sequence[Scenario]) -> RobotVisit:
    """The visit of robot `at` (from 0), which begins with another workshop than the one before it; who plays one alone
    plays in turn one of the others, where there are any.

    Skills are drawn for each habileté as a population has them, and hold in all its workshops.
    """
    length = LENGTHS[at % len(LENGTHS)]
    played = tuple(planned[(at + n) % len(planned)] for n in range(min(length, len(planned))))
    if length == 1 and others:
        played = (others[at // len(LENGTHS) % len(others)],)
    skill = mixed_skill([habilete.id for habilete in habiletes()], at + 1)
    plays = [_play(scenario, 1 + at + 100 * n, OTHERWISE.get(at, ""), skill) for n, scenario in enumerate(played)]
    again: tuple[RobotPlay, ...] = ()
    if at % len(SAYS) in BACK:
        learnt = {name: value + LEARNT for name, value in skill.items()}
        again = (_play(played[0], 1001 + at, OTHERWISE.get(at, ""), learnt),)
    return RobotVisit(OTHERWISE.get(at, "graded"), tuple(plays), SAYS[at % len(SAYS)], again)


def _play(scenario: Scenario, seed: int, robot: str, skill: Mapping[str, float]) -> RobotPlay:
    """An exercise of a robot of the cast, or of one with these skills where none is named."""
    cast = MECHANICS[scenario.head.mechanic].cast
    bot = cast.make(robot, scenario.params, seed) if robot else cast.graded(scenario.params, seed, skill)
    return RobotPlay(scenario, bot, seed, cast.device(robot or "graded"))
