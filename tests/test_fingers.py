"""Robots that work by finger alone: every workshop, taps, drags and carrying, leaves the run of the acts themselves."""

import os
from collections import Counter
from pathlib import Path

import pytest
from test_kiosk import app as kiosk_app
from test_kiosk import short  # noqa: F401
from test_workshops import EVERY, workshops

from game.journey.journey import Journey
from game.kiosk.kiosk import KioskJourney
from game.mechanics.table import MECHANICS
from game.screen.steps import Step
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.window import Window
from lab.finger import FingerError
from lab.fingers import FingerWorker
from lab.robots import play_out
from scenarios.model import Scenario
from scenarios.short_forms import short_forms
from scenarios.vocabulary import Event

SEED = 5
MEASURED = ("distance_um", "h_um", "peak_u", "um", "who")
"""How far, how high, how strong: what a pixel of the screen and the way of a hand make a little different. `who` is
called by name on the screen, and by trade by the robot."""
BY_HAND = ("more", "refused")
"""Several pieces come into a hand one press after the other; a press that came while the tool still goes up."""
IN_TIME = ("hold_end", "reply", "fod_fall", "fod_take")
"""What comes with the time and not with an act, and what is done about it: as often, wherever."""


def told(session: Session) -> list[tuple[str, object]]:
    """What happened, in order; of what was judged in a block, how it stood at its end."""
    run, verdicts = list[tuple[str, object]](), dict[tuple[object, object], object]()
    for event in session.events:
        if event.kind.endswith("_verdict"):
            verdicts[event.data["block"], event.data["index"]] = event.data["verdict"]
        elif event.kind not in BY_HAND and not timed(event):
            if event.kind == "phase" and verdicts:
                run.append(("verdicts", verdicts))
                verdicts = {}
            run.append((event.kind, {k: v for k, v in event.data.items() if k not in MEASURED}))
    return run


def timed(event: Event) -> bool:
    return event.kind in IN_TIME or (event.kind == "job" and event.data["act"] in IN_TIME)


def in_time(events: list[Event]) -> Counter[tuple[str, str]]:
    """How often each of what comes with the time came."""
    return Counter((event.kind, str(event.data.get("item", ""))) for event in events if timed(event))


def by_acts(scenario: Scenario, session: Session) -> Session:
    """The same robot on the same task without any screen."""
    mechanic, state = MECHANICS[scenario.head.mechanic], session.task.state  # type: ignore[attr-defined]
    task = mechanic.make(scenario.params, Run(state.seed, clock=state.clock, device=state.device))
    return play_out(task, mechanic.cast.make("expert", scenario.params, SEED))


def works(app: Journey | KioskJourney) -> FingerWorker:
    """The expert has done the whole exercise by finger, and its run is that of its acts."""
    worker = FingerWorker(app, Window(app, (1366, 768)))
    worker.still(2)
    session, scenario = worker.bench.session, app.scenario
    worker.work("expert", SEED)
    assert session.task.done
    direct = by_acts(scenario, session)
    assert told(session) == told(direct)
    assert in_time(session.events) == in_time(direct.events)
    return worker


@pytest.mark.parametrize("id", short_forms())
def test_a_robot_plays_a_short_form_by_finger_alone(id: str, short: list[Scenario], tmp_path: Path) -> None:  # noqa: F811
    """At the kiosk: rivets, lever, jaw and gauge; blades, lamp, lens and rule; kits, scanner, foam and trolley."""
    here = kiosk_app(short, None, tmp_path)
    for node in ("begin", "look", f"open:{id}"):
        here.act(node, "press")
    here.answer(Step.PRACTICE, "done")
    assert here.scenario.head.id == id
    worker = works(here)
    assert worker.taps > 30
    assert set(here.visit.devices) <= {"touch"}


@pytest.mark.skipif(not os.environ.get("ENVOL_FINGERS"), reason="slow: make fingers")
@pytest.mark.parametrize("id", EVERY)
def test_a_robot_plays_a_whole_workshop_by_finger_alone(id: str) -> None:
    """From the board of tools to the signature: parts, heads judged, points, tags, calls, counts, search and sheet."""
    app = Journey(workshops()[id], "fr", SEED)
    app.go(Step.EXERCISE)
    works(app)


def test_what_no_finger_can_reach_is_said(short: list[Scenario], tmp_path: Path) -> None:  # noqa: F811
    """Where a thing is not on the screen, the robot says which one and what is there: nothing is done behind it."""
    here = kiosk_app(short, None, tmp_path)
    worker = FingerWorker(here, Window(here, (1366, 768)))
    worker.still(2)
    with pytest.raises(FingerError, match="no bench"):
        worker.work("expert", SEED)
    for node in ("begin", "look", "open:kitting_poste_40"):
        here.act(node, "press")
    here.answer(Step.PRACTICE, "done")
    worker.still(2)
    with pytest.raises(FingerError, match="aisle:nowhere is not on"):
        worker.does(("walk", {"aisle": "nowhere"}))
