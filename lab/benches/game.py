"""`envol bench`: frames, start, memory, simulation, replay, recording; each beside a yardstick of the same run."""

import hashlib
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from game.mechanics import MECHANICS
from game.mechanics.assemble import cast
from game.simulation.session import Session, play_again
from game.simulation.trace import verify
from game.station.journal import Journal
from lab.robots import live, trace_of
from scenarios.model import Scenario
from scenarios.vocabulary import Action

SIZE = (1920, 1080)
IDLE_TICKS = 200_000
RECORDS = 2_000
GOALS = {
    "median_ms": 2.5, "p99_ms": 6, "first_frame_s": 1.0, "peak_mb": 220, "ticks_per_s": 100_000, "replay_s": 0.5,
    "trace_kb": 200, "record_ms": 0.1,
}  # fmt: skip

FRAMES = """
import json, sys, time
began = time.perf_counter()
from lab.benches.game import frames_here
print(json.dumps(frames_here(float(sys.argv[1]), began)))
"""


def yardstick() -> float:
    """Seconds of a fixed work of plain Python and hashing: what the machine is worth at this moment."""
    began = time.perf_counter()
    digest = b""
    for n in range(60_000):
        digest = hashlib.sha256(digest + n.to_bytes(4, "big")).digest()
    return time.perf_counter() - began


def frames_here(seconds: float, began: float) -> dict[str, float]:
    """In this process and on its display: start to a first frame that hears keys, then frames in movement B."""
    from game.journey.journey import Journey
    from game.library import MODELS
    from game.screen.steps import Step
    from game.window.window import Window
    from scenarios.load import load_scenario, workshop_files
    from scoring.rules import EvidenceRule

    scenario = load_scenario(workshop_files()[0], MODELS, EvidenceRule)
    app = Journey(scenario, "fr", 5)
    window = Window(app, SIZE)
    window.run(frames=1)
    start = time.perf_counter() - began
    window = Window(app, SIZE)
    app.go(Step.EXERCISE)
    player = cast.make("expert", scenario.params, 5)
    top: Any = app.top
    while top.seen.phase != "B":
        for verb, args in player.act(top.seen):
            top.session.act(verb, args)
        app.advance(1)
    plain = app.advance

    def played(ticks: int) -> None:
        for _ in range(ticks):
            if app.step is Step.EXERCISE:
                for verb, args in player.act(top.seen):
                    top.session.act(verb, args)
            plain(1)

    app.advance = played  # type: ignore[method-assign]
    until = time.perf_counter() + seconds
    window.frames.clear()
    while time.perf_counter() < until and app.running:
        window.run_on(60)
    ordered = sorted(window.frames)
    return {
        "first_frame_s": start,
        "frames": len(ordered),
        "median_ms": statistics.median(ordered) * 1000,
        "p99_ms": ordered[int(len(ordered) * 0.99)] * 1000,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def frames(seconds: float) -> dict[str, Any]:
    """Frames in a process of their own, twice (the second start counts), under Xvfb where there is no screen."""
    env = dict(os.environ)
    env.pop("SDL_VIDEODRIVER", None)
    server = None
    if not env.get("DISPLAY"):
        if shutil.which("Xvfb") is None:
            return {"skipped": "no display and no Xvfb"}
        env["DISPLAY"] = f":{90 + os.getpid() % 100}"
        server = subprocess.Popen(
            ["Xvfb", env["DISPLAY"], "-screen", "0", "1920x1080x24", "-nolisten", "tcp"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(1.0)
    try:
        found: dict[str, Any] = {}
        for length in (0.2, seconds):
            run = subprocess.run(
                [sys.executable, "-c", FRAMES, str(length)], capture_output=True, text=True, env=env, check=False
            )
            if run.returncode:
                return {"skipped": run.stderr.strip().splitlines()[-1] if run.stderr.strip() else "no frame"}
            found = json.loads(run.stdout.strip().splitlines()[-1])
        return found
    finally:
        if server is not None:
            server.terminate()
            server.wait()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what the work gave."""
    began = time.perf_counter()
    made = work()
    return time.perf_counter() - began, made


def recording() -> float:
    """Milliseconds that handing one act over to the journal costs the frame (median of many)."""
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "j.journal", {"scenario": "bench"})
        costs = [timed(lambda n=n: journal.record("action", Action(n, "pick", {"bin": 1})))[0] for n in range(RECORDS)]  # type: ignore[misc]
        journal.close()
    return statistics.median(costs) * 1000


def run(scenario: Scenario, seconds: float = 60.0) -> dict[str, Any]:
    """All figures of the game; times are goals on a 2-core server machine, ratios are to the yardstick."""
    yard = yardstick()
    task = MECHANICS[scenario.head.mechanic].make(scenario.params, 1, "first", phase="practice")
    ticks = min(IDLE_TICKS, 5_000)
    session = Session(task)
    spent, _ = timed(lambda: session.advance(ticks))
    done = session.task.tick
    robot = live(scenario, "keyboard", 1)
    trace = trace_of(scenario, robot, "keyboard", 1)
    make = MECHANICS[scenario.head.mechanic].make

    def again() -> Session:
        return play_again(make(scenario.params, 1, "first", device="keyboard"), list(trace.actions), robot.task.tick)

    replay, _ = timed(again)
    verdict = verify(trace, lambda _: make(scenario.params, 1, "first", device="keyboard"))
    return {
        "yardstick_s": yard,
        "frames": frames(seconds),
        "ticks_per_s": done / spent,
        "replay_s": replay,
        "replay_minutes": robot.task.tick / 3000,
        "replay_same": verdict.same_events and verdict.same_digests,
        "replay_to_yardstick": replay / yard,
        "trace_kb": len(trace.to_bytes()) / 1000,
        "record_ms": recording(),
        "goals": GOALS,
    }  # fmt: skip
