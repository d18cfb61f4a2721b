"""Who has played in a trial room: robots as different as people, most of them at two or three workshops."""

from collections.abc import Sequence

from game.mechanics import MECHANICS
from lab.demo import RobotPlay, RobotVisit
from lab.trials import mixed_skill
from scenarios.model import Scenario
from scenarios.reference import habiletes

LENGTHS = (3, 2, 3, 1)
"""How many workshops one robot after another plays: three as the session plans, or fewer."""
OTHERWISE = {4: "clumsy", 6: "keyboard"}
"""Which robots do everything right, with a hand that finds it hard and by keys; the others have skills of their own."""


def trial_visits(people: int, installed: Sequence[Scenario], circuit: Sequence[str]) -> list[RobotVisit]:
    """So many visits: of the workshops that the circuit names, by id, or of all that are installed."""
    planned = [one for one in installed if one.head.id in circuit] or list(installed)
    others = [one for one in installed if one not in planned]
    return [_visit(at, planned, others) for at in range(people)] if planned else []


def _visit(at: int, planned: Sequence[Scenario], others: Sequence[Scenario]) -> RobotVisit:
    """The visit of robot `at` (from 0), which begins with another workshop than the one before it; who plays one alone
    plays in turn one of the others, where there are any.

    Skills are drawn for each habileté as a population has them, and hold in all its workshops.
    """
    length = LENGTHS[at % len(LENGTHS)]
    played = tuple(planned[(at + n) % len(planned)] for n in range(min(length, len(planned))))
    if length == 1 and others:
        played = (others[at // len(LENGTHS) % len(others)],)
    skill = mixed_skill([one.id for one in habiletes()], at + 1)
    plays = []
    for n, scenario in enumerate(played):
        cast, seed, robot = MECHANICS[scenario.head.mechanic].cast, 1 + at + 100 * n, OTHERWISE.get(at)
        bot = cast.make(robot, scenario.params, seed) if robot else cast.graded(scenario.params, seed, skill)
        plays.append(RobotPlay(scenario, bot, seed, cast.device(robot or "graded")))
    return RobotVisit(OTHERWISE.get(at, "graded"), tuple(plays))
