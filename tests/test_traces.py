"""Runs stored before the workshop kit existed: the first workshop still does, tick for tick, what it did then."""

from pathlib import Path

import pytest
import yaml

from game.mechanics.assemble.params import Params
from game.mechanics.table import MECHANICS
from game.simulation.session import Session, play_again
from game.simulation.task import Run
from game.simulation.trace import Trace, from_bytes

FOLDER = Path(__file__).parent / "traces"
TRACES = sorted(FOLDER.glob("*.trace"))


def then() -> Params:
    """The settings of the first workshop when these runs were played."""
    return Params.model_validate(yaml.safe_load((FOLDER / "scenario.yaml").read_text("utf-8"))["params"])


def stored(path: Path) -> Trace:
    """A stored run of the first workshop."""
    return from_bytes(path.read_bytes())


def played_again(trace: Trace) -> Session:
    """The same acts given to a fresh task of today."""
    head = trace.header
    task = MECHANICS[head["mechanic"]].make(
        then(), Run(head["seed"], head["form"], head["phase"], head["clock"], head["device"])
    )
    return play_again(task, list(trace.actions), trace.digests[-1][0])


@pytest.mark.parametrize("path", TRACES, ids=lambda path: path.stem)
def test_a_stored_run_replays_bit_for_bit(path: Path) -> None:
    """Same events with the same data at the same ticks, same digest of the state at each second and at the end."""
    trace = stored(path)
    again = played_again(trace)
    for now, then in zip(again.events, trace.events, strict=False):
        assert now == then
    assert len(again.events) == len(trace.events)
    assert tuple(again.digests) == trace.digests


def test_the_stored_runs_hold_every_act() -> None:
    """A run by an expert, a beginner without the clock, a clicker, a monkey and a practice: no act is left out."""
    verbs = {action.verb for path in TRACES for action in stored(path).actions}
    assert len(TRACES) == 5
    assert {"lever", "gauge", "check", "turn_jaw", "reply", "choose_folder", "point", "sign", "hint"} <= verbs
    assert len(verbs) == 36
