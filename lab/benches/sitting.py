"""What does not hang on how busy the machine is: traces, replays in processor time, the memory of a sitting of three.

A sitting is that of an adviser, circuit C1: a hand that clicks goes through its workshops in one window and shares.
"""

import json
import os
import resource
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from game.library import MODELS
from game.mechanics.table import MECHANICS
from game.simulation.session import Session, play_again
from game.simulation.task import Run
from game.station.home import Home
from lab.benches.memory import resident_mb
from lab.benches.soak import HastyWalk
from lab.benches.way import SIZE
from lab.robots import live, trace_of
from scenarios.circuits import load_circuits
from scenarios.load import load_all, workshop_files
from scenarios.model import Scenario
from scoring.rules import EvidenceRule

CIRCUIT = "C1"
LIMITS = {"trace_kb": 60, "replay_cpu_s": 0.5, "ticks_per_cpu_s": 100_000, "sitting_peak_mb": 180}
"""At the most; of ticks at the least."""
IDLE = 5_000
"""Ticks of a task in which nothing is done."""


def workshop(scenario: Scenario, robot: str) -> Mapping[str, float | bool]:
    """One workshop, as this robot plays it: kilobytes of its trace, processor seconds of its replay, ticks a second."""
    mechanic = MECHANICS[scenario.head.mechanic]
    idle = Session(mechanic.make(scenario.params, Run(1, phase="practice")))
    began = time.process_time()
    idle.advance(IDLE)
    ticks = IDLE / (time.process_time() - began)
    lived = live(scenario, robot, 1)
    trace = trace_of(scenario, lived, robot, 1)
    run = Run(1, clock=False, device=mechanic.cast.device(robot))
    began = time.process_time()
    again = play_again(mechanic.make(scenario.params, run), list(trace.actions), lived.task.tick)
    return {
        "minutes": lived.task.tick / 3000, "trace_kb": len(trace.to_bytes()) / 1000,
        "replay_cpu_s": time.process_time() - began, "ticks_per_cpu_s": ticks,
        "same": again.events == lived.events,
    }  # fmt: skip


def circuit() -> list[Scenario]:
    """The workshops of the circuit that are here, in its order."""
    sound, _ = load_all(workshop_files(), MODELS, EvidenceRule)
    by_id = {scenario.head.id: scenario for scenario in sound}
    names = next(circuit.workshops for circuit in load_circuits()[0] if circuit.id == CIRCUIT)
    return [by_id[name] for name in names if name in by_id]


def sitting(workshops: Sequence[Scenario], size: tuple[int, int] = SIZE) -> Mapping[str, float | str]:
    """A sitting clicked through in one window: megabytes at its peak and at its end, where the window stands then."""
    with tempfile.TemporaryDirectory() as place:
        home = Home.open(Path(place))
        try:
            walk = HastyWalk(workshops, home, size)
            walk.ends = ("share", "months_3", "end")
            walk.sit(workshops)
        finally:
            home.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"sitting_peak_mb": peak, "sitting_held_mb": resident_mb(), "ends_on": walk.name}


def main() -> None:
    """Measure, print as JSON. The sitting comes first: its peak is that of the process."""
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
    figures: dict[str, Any] = dict(sitting(circuit()))
    for scenario in circuit():
        for robot in ("keyboard", "first_timer"):
            figures[f"{scenario.head.id}.{robot}"] = workshop(scenario, robot)
    print(json.dumps({**figures, "limits": LIMITS}, indent=1))


if __name__ == "__main__":
    main()
