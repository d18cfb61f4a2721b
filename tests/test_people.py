"""People of all kinds: the same decisions give the same at any pace, cut anywhere; a ritual gives nothing."""

import random
from functools import cache

import numpy as np
import pytest
from test_workshops import workshops

from game.mechanics.table import MECHANICS
from game.simulation.session import Session
from game.simulation.task import Run
from game.workshop.mechanic import Installed
from lab.robots import play_out
from lab.trials import told_of
from scenarios.load import workshop_files
from scenarios.model import Scenario
from scenarios.vocabulary import Event
from scoring.estimate import Posterior, estimate
from scoring.evidence import observe
from scoring.types import CUT, Observation

TICKS_S = 50
PACES_S = (2.4, 5, 12)


def scenario(name: str) -> Scenario:
    """A workshop of the house by its name."""
    return workshops()[name]


def mechanic_of(name: str) -> Installed:
    """The mechanic that a workshop is played with."""
    return MECHANICS[scenario(name).head.mechanic]


FIRST = "panneau_fuselage"
EVERY = sorted(path.parent.name for path in workshop_files())
OTHERS = [name for name in EVERY if name != FIRST]
LATER = {"assemble@1": "adaptation", "inspect@1": "travail_tension", "plan@1": "travail_tension"}
"""A habileté that only the movements after the first show."""
SAME = ("first_timer", "slow_right", "tidies_late")
"""People who decide as the fluent robot does."""


@cache
def at_pace(seconds: float, clock: bool, name: str = FIRST) -> Session:
    """The same flawless decisions, one in so many seconds."""
    params, mechanic = scenario(name).params, mechanic_of(name)
    task = mechanic.make(params, Run(5, clock=clock))
    return play_out(task, mechanic.cast.at_pace(params, 5, round(seconds * TICKS_S)), limit=200_000, stamped=False)


@cache
def played(robot: str, seed: int = 5, name: str = FIRST) -> Session:
    """A robot's whole run, without a clock."""
    params, mechanic = scenario(name).params, mechanic_of(name)
    task = mechanic.make(params, Run(seed, clock=False))
    bot = mechanic.cast.make(robot, params, seed)
    return play_out(task, bot, bored=robot in mechanic.cast.blind, limit=200_000, stamped=False)


def read(events: list[Event], name: str = FIRST) -> tuple[Observation, ...]:
    one = scenario(name)
    return observe(events, one.evidence, one.params.model_dump(), task=name)


def known(session: Session, name: str = FIRST) -> Posterior:
    return estimate(read(session.events, name), mechanic_of(name).cast.habiletes)


PACES = [(FIRST, 2.4, True), (FIRST, 5, False), (FIRST, 12, False), (FIRST, 12, True)]
# At a second panel the same code plays: the clock there is looked at once.
PACES += [
    (name, 12, clock)
    for name in OTHERS
    for clock in ((True,) if mechanic_of(name) is mechanic_of(FIRST) else (False, True))
]


@pytest.mark.parametrize(("name", "seconds", "clock"), PACES)
def test_pace_is_not_skill(name: str, seconds: float, clock: bool) -> None:
    """Identical decisions differ by at most .15 on every habileté, from 2.4 to 12 seconds an act, clock or not."""
    fluent, paced = known(at_pace(PACES_S[0], False, name), name), known(at_pace(seconds, clock, name), name)
    assert np.abs(fluent.mean - paced.mean).max() <= 0.15


PEOPLE = [*((FIRST, robot, 5) for robot in SAME), (FIRST, "first_timer", 6)]
# Who decides what at a second panel is the same code: it keeps who hesitates most.
PEOPLE += [
    (name, robot, 5)
    for name in OTHERS
    for robot in (SAME[:1] if mechanic_of(name) is mechanic_of(FIRST) else SAME)
]


@pytest.mark.parametrize(("name", "robot", "seed"), PEOPLE)
def test_people_who_do_the_same_get_the_same(name: str, robot: str, seed: int) -> None:
    """Within .25 of the fluent robot on every habileté: reading, hesitating, forgetting, hanging back cost nothing."""
    same, fluent = known(played(robot, seed, name), name), known(played("expert", seed, name), name)
    assert np.abs(same.mean - fluent.mean).max() <= 0.25


def test_checking_after_every_rivet_is_not_checking_when_due() -> None:
    """Whoever checks always met each check that was due, and is not told to have followed the order."""
    item = next(o for o in read(played("checks_always").events) if o.rule == "NOR5")
    assert (item.n, item.category, item.top) == (3, 2, 3)
    assert item.extra > 3


def cuts(events: list[Event], n: int) -> list[list[Event]]:
    """The beginnings of a run, cut anywhere."""
    chance = random.Random(7)
    return [events[: chance.randrange(1, len(events))] for _ in range(n)]


@pytest.mark.parametrize("name", EVERY)
def test_a_flawless_run_cut_anywhere_is_never_low(name: str) -> None:
    """`stops_anywhere`: what a stop or a crash cuts off is missing, never lower."""
    events = played("expert", 5, name).events
    whole = {o.rule: o for o in read(events, name)}
    for part in cuts(events, 60):
        for o in read(part, name):
            if o.category is not None:
                assert o.category >= (whole[o.rule].category or 0), (o.rule, o.case, len(part))
            else:
                assert o.why_missing in (CUT, "device")


@pytest.mark.parametrize("name", EVERY)
def test_the_first_movement_alone_says_nothing_of_what_came_later(name: str) -> None:
    """`first_movement_only`: who stops there has no reading of what is shown later alone, and no fact of it."""
    events = played("expert", 5, name).events
    end = next(at for at, e in enumerate(events) if e.kind == "movement_end")
    later = [o for o in read(events[: end + 1], name) if o.habilete == LATER[mechanic_of(name).key]]
    assert later
    assert all(o.category is None and o.why_missing == CUT for o in later)


@pytest.mark.parametrize(("name", "robot"), [(name, robot) for name in EVERY for robot in ("ritual", "asks_always")])
def test_initiative_cannot_be_bought(name: str, robot: str) -> None:
    """A ritual without looking, or asking about everything, stays under P(level 2) .05 where anything is said."""
    runs = [played(robot, seed, name) for seed in range(5, 11 if name == FIRST else 7)]
    seen = [[o for o in read(s.events, name) if o.category is not None] for s in runs]
    for k, habilete in enumerate(mechanic_of(name).cast.habiletes):
        enough = [s for s, found in zip(runs, seen, strict=True) if sum(o.habilete == habilete for o in found) >= 4]
        if enough:
            assert float(np.mean([known(s, name).levels[k, 1] for s in enough])) <= 0.05, habilete


@pytest.mark.parametrize("name", [FIRST, *(name for name in OTHERS if mechanic_of(name) is not mechanic_of(FIRST))])
def test_who_leaves_is_a_robot_of_every_workshop(name: str) -> None:
    """After the first movement adaptation was not offered; wherever one leaves, some of the whole was offered."""
    told = {one.habilete: one for one in told_of(scenario(name), "first_movement_only", [5])}
    whole = {one.habilete: one for one in told_of(scenario(name), "expert", [5])}
    assert "adaptation" not in told or told["adaptation"].observed == 0
    assert sum(one.offered for one in told.values()) > 0
    anywhere = {one.habilete: one for one in told_of(scenario(name), "stops_anywhere", [6])}
    assert all(anywhere[h].offered <= whole[h].offered and told[h].offered <= whole[h].offered for h in whole)
