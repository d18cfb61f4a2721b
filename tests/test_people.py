"""People of all kinds: the same decisions give the same at any pace, cut anywhere; a ritual gives nothing."""

import random
from functools import cache

import numpy as np
import pytest
from conftest import panneau, rules, workshop

from game.mechanics import MECHANICS
from game.simulation.session import Session
from game.simulation.task import Run
from lab.robots import play_out
from scenarios.vocabulary import Event
from scoring.estimate import Posterior, estimate
from scoring.evidence import observe
from scoring.types import CUT, Observation

CAST = MECHANICS["assemble@1"].cast
TICKS_S = 50
PACES_S = (2.4, 3.5, 5, 8, 12)


@cache
def at_pace(seconds: float, clock: bool) -> Session:
    """The same flawless decisions, one in so many seconds."""
    task = MECHANICS["assemble@1"].make(workshop(), Run(5, clock=clock))
    return play_out(task, CAST.at_pace(workshop(), 5, round(seconds * TICKS_S)), limit=200_000)


@cache
def played(name: str, seed: int = 5) -> Session:
    """A robot's whole run, without a clock."""
    task = MECHANICS["assemble@1"].make(workshop(), Run(seed, clock=False))
    return play_out(task, CAST.make(name, workshop(), seed), bored=name in CAST.blind, limit=200_000)


def read(events: list[Event]) -> tuple[Observation, ...]:
    return observe(events, rules(), workshop().model_dump(), task="panneau_fuselage")


def known(session: Session) -> Posterior:
    return estimate(read(session.events), CAST.habiletes)


@pytest.mark.parametrize("clock", [False, True])
@pytest.mark.parametrize("seconds", PACES_S)
def test_pace_is_not_skill(seconds: float, clock: bool) -> None:
    """Identical decisions differ by at most .15 on every habileté, from 2.4 to 12 seconds an act, clock or not."""
    fluent, paced = known(at_pace(PACES_S[0], False)), known(at_pace(seconds, clock))
    assert np.abs(fluent.mean - paced.mean).max() <= 0.15


@pytest.mark.parametrize("name", ["first_timer", "slow_right", "tidies_late"])
@pytest.mark.parametrize("seed", [5, 6, 7])
def test_people_who_do_the_same_get_the_same(name: str, seed: int) -> None:
    """Within .25 of the fluent robot on every habileté: reading, hesitating, forgetting, hanging back cost nothing."""
    assert np.abs(known(played(name, seed)).mean - known(played("expert", seed)).mean).max() <= 0.25


def test_checking_after_every_rivet_is_not_checking_when_due() -> None:
    """Whoever checks always met each check that was due, and is not told to have followed the order."""
    item = next(o for o in read(played("checks_always").events) if o.rule == "NOR5")
    assert (item.n, item.category, item.top) == (4, 2, 4)
    assert item.extra > 4


def cuts(events: list[Event], n: int) -> list[list[Event]]:
    """The beginnings of a run, cut anywhere."""
    chance = random.Random(7)
    return [events[: chance.randrange(1, len(events))] for _ in range(n)]


def test_a_flawless_run_cut_anywhere_is_never_low() -> None:
    """What a stop or a crash cuts off is missing, never lower."""
    events = played("expert").events
    whole = {o.rule: o for o in read(events)}
    for part in cuts(events, 150):
        for o in read(part):
            if o.category is not None:
                assert o.category >= (whole[o.rule].category or 0), (o.rule, o.case, len(part))
            else:
                assert o.why_missing in (CUT, "device")


def test_the_first_movement_alone_says_nothing_of_what_came_later() -> None:
    """Who stops after the first movement has no reading of adaptation, and no fact of it."""
    events = played("expert").events
    end = next(at for at, e in enumerate(events) if e.kind == "movement_end")
    later = [o for o in read(events[: end + 1]) if o.habilete == "adaptation"]
    assert later
    assert all(o.category is None and o.why_missing == CUT for o in later)


@pytest.mark.parametrize("name", ["ritual", "asks_always"])
def test_initiative_cannot_be_bought(name: str) -> None:
    """A ritual without looking, or asking about everything, stays under P(level 2) .05 where anything is said."""
    runs = [played(name, seed) for seed in range(5, 11)]
    seen = [[o for o in read(s.events) if o.category is not None] for s in runs]
    for k, habilete in enumerate(CAST.habiletes):
        enough = [s for s, found in zip(runs, seen, strict=True) if sum(o.habilete == habilete for o in found) >= 4]
        if enough:
            assert float(np.mean([known(s).levels[k, 1] for s in enough])) <= 0.05, habilete
    assert panneau().head.id == "panneau_fuselage"
