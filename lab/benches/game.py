"""`envol bench`: the whole way in a window, start, simulation, replay and recording, beside a yardstick."""

import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from game.mechanics.table import MECHANICS, task_of
from game.simulation.session import Session, play_again
from game.simulation.task import Run
from game.simulation.trace import verify
from game.station.journal import Journal
from lab.benches.start import start
from lab.robots import live, trace_of
from scenarios.model import Scenario
from scenarios.vocabulary import Action

TICKS = 5_000
"""Ticks of a task in which nothing is done."""
RECORDS = 2_000
GOALS = {
    "over_16_7_ms": 0, "peak_mb": 150, "start_ratio": 6, "ticks_per_s": 100_000, "replay_s": 0.5, "trace_kb": 60,
    "record_ms": 0.1,
}  # fmt: skip

def yardstick() -> float:
    """Seconds of a fixed work of plain Python and hashing: what the machine is worth at this moment."""
    began = time.perf_counter()
    digest = b""
    for n in range(60_000):
        digest = hashlib.sha256(digest + n.to_bytes(4, "big")).digest()
    return time.perf_counter() - began


def in_a_window(visits: int, workshop: str = "") -> dict[str, Any]:
    """The whole way of each workshop or of one, and the start: processes of their own, under Xvfb without a screen."""
    with display() as env:
        if env is None:
            return {"skipped": "no display and no Xvfb"}
        words = [sys.executable, "-m", "lab.benches.way", str(visits), workshop]
        run = subprocess.run(words, capture_output=True, text=True, env=env, check=False)
        if run.returncode:
            return {"skipped": run.stderr.strip().splitlines()[-1] if run.stderr.strip() else "no frame"}
        figures: dict[str, Any] = json.loads(run.stdout.strip().splitlines()[-1])
        return {**figures, **start(env)}


@contextmanager
def display() -> Iterator[dict[str, str] | None]:
    """An environment with a screen: this one's, else an Xvfb of our own; None where there is neither."""
    env = dict(os.environ)
    env.pop("SDL_VIDEODRIVER", None)
    env.setdefault("SDL_AUDIODRIVER", "dummy")
    if env.get("DISPLAY"):
        yield env
        return
    if shutil.which("Xvfb") is None:
        yield None
        return
    read, write = os.pipe()
    words = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=[write])
    os.close(write)
    try:
        with os.fdopen(read) as said:
            env["DISPLAY"] = f":{said.readline().strip()}"
        yield env
    finally:
        server.terminate()
        server.wait()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what the work gave."""
    began = time.perf_counter()
    answer = work()
    return time.perf_counter() - began, answer


def recording() -> float:
    """Milliseconds that handing one act over to the journal costs the frame (median of many)."""
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "j.journal", {"scenario": "bench"})
        costs = [timed(lambda n=n: journal.record("action", Action(n, "pick", {"bin": 1})))[0] for n in range(RECORDS)]  # type: ignore[misc]
        journal.close()
    return statistics.median(costs) * 1000


def run(scenario: Scenario, visits: int = 5, workshop: str = "") -> dict[str, Any]:
    """All figures of the game: simulation, replay and recording of one scenario, and the whole way in a window.

    `visits`: how many, each workshop in turn or `workshop` alone; times are goals on a 2-core server machine,
    ratios are to the yardstick.
    """
    yard = yardstick()
    task = MECHANICS[scenario.head.mechanic].make(scenario.params, Run(1, phase="practice"))
    session = Session(task)
    spent, _ = timed(lambda: session.advance(TICKS))
    done = session.task.tick
    robot = live(scenario, "keyboard", 1)
    trace = trace_of(scenario, robot, "keyboard", 1)

    def again() -> Session:
        return play_again(task_of(scenario, trace.header), list(trace.actions), robot.task.tick)

    replay, _ = timed(again)
    verdict = verify(trace, lambda header: task_of(scenario, header))
    return {
        "yardstick_s": yard,
        "window": in_a_window(visits, workshop),
        "ticks_per_s": done / spent,
        "replay_s": replay,
        "replay_minutes": robot.task.tick / 3000,
        "replay_same": verdict.same_events and verdict.same_digests,
        "replay_to_yardstick": replay / yard,
        "trace_kb": len(trace.to_bytes()) / 1000,
        "record_ms": recording(),
        "goals": GOALS,
    }  # fmt: skip
