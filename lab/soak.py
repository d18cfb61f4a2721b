"""The soak: robots visit a kiosk for hours in a real window, each visit in a process of its own, as at a fair.

`python -m lab.soak --hours 4` writes docs/studies/soak.svg and says whether memory stays, handles stay, every reset is
clean and no frame was late. Without a screen it says so.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from game.kiosk.config import KioskConfig, hashed_pin
from game.kiosk.kiosk import KioskJourney
from game.library import MODELS
from game.mechanics.table import MECHANICS
from game.screen.steps import Step
from game.station.home import Home
from game.window.hand import TouchHand, node_of
from game.window.kiosk import KioskWindow
from game.window.window import TICK_S
from lab.charts import Frame, Series, lines
from lab.robots import act_once
from scenarios.load import load_all, workshop_files
from scenarios.short_forms import short_forms, shortened
from scoring.rules import EvidenceRule

LATE_MS = 50.0
"""A frame whose work takes longer misses its deadline. Work is the thread's own time: other programs of the machine,
which may hold it up, are told apart."""
SETTLED_S, SPREAD = 900.0, 0.05
"""After a quarter of an hour, memory stays within so much of its median, each workshop held against itself."""
MOST_FRAMES = 60_000
OUT = Path(__file__).parents[1] / "docs" / "studies" / "soak.svg"


@dataclass(frozen=True, slots=True)
class SoakVisit:
    """One visit: seconds since the start, memory at most in MB, open handles, frames, those too late, files left.

    `workshop`: which one was played; `held_up`: frames that took too long by the clock on the wall alone.
    """

    at_s: float
    mb: float
    handles: int
    frames: int
    late: int
    left: int
    ended: bool
    workshop: str = ""
    held_up: int = 0


def visit(home: Path, seed: int) -> SoakVisit:
    """One robot goes the whole way by finger in the window that opens here. Raises RuntimeError without a screen."""
    sound, _ = load_all(workshop_files(), MODELS, EvidenceRule)
    forms = short_forms()
    short = [shortened(scenario, forms[scenario.head.id]) for scenario in sound if scenario.head.id in forms]
    config = KioskConfig(
        workshops=tuple(scenario.head.id for scenario in short), pin=hashed_pin("2468"), printer=f"file:{home}"
    )
    station = Home.open(home / "station")
    before = {p for p in home.rglob("*") if p.is_file()}
    app = KioskJourney(config, short, station, station.folder)
    window = Timed(app)
    _play(app, window, TouchHand(window.surface.get_width(), echoes=True), seed)
    station.close()
    known = {"kiosk-counts.json", "settings.json", "station.key", "in-use"}
    fresh = [p for p in home.rglob("*") if p.is_file() and p not in before]
    left = [p for p in fresh if p.name not in known and p.suffix != ".bin"]
    worked, spent = list(window.worked)[30:], list(window.frames)[30:]
    late = sum(seconds * 1000 > LATE_MS for seconds in worked)
    slow = sum(seconds * 1000 > LATE_MS for seconds in spent)
    chosen = short[seed % len(short)].head.id
    ended = not app.running
    return SoakVisit(0.0, _megabytes(), _handles(), len(worked), late, len(left), ended, chosen, max(0, slow - late))


class Timed(KioskWindow):
    """A window that keeps how long its own thread worked on each frame, in seconds, and lets time pass as a real one.

    A frame is a tick: who waits for the rest of it plays no faster than a visitor's window does.
    """

    def __init__(self, app: KioskJourney) -> None:
        self.worked: list[float] = []
        super().__init__(app)

    def frame(self, ticks: int) -> float:
        """Draw one frame and wait until its tick is over."""
        began = time.thread_time()
        spent = super().frame(ticks)
        self.worked.append(time.thread_time() - began)
        time.sleep(max(0.0, ticks * TICK_S - spent))
        return spent


def _play(app: KioskJourney, window: KioskWindow, hand: TouchHand, seed: int) -> None:
    """Press what leads on; on the bench the expert works, a tick a frame."""
    player = MECHANICS[app.scenarios[0].head.mechanic].cast.make("expert", app.scenarios[0].params, seed)
    way = {
        Step.WELCOME: "begin", Step.AGREEMENT: "agree" if seed % 2 else "look", Step.CODE: "go", Step.HANGAR: "open:",
        Step.DEBRIEF: "go", Step.TAKEOFF: "go", Step.BOARDING: "end", Step.GOODBYE: "end",
    }  # fmt: skip
    rests = 0
    chosen = app.scenarios[seed % len(app.scenarios)]
    for _ in range(MOST_FRAMES):
        if not app.running:
            return
        if app.step is Step.PRACTICE:
            player = MECHANICS[app.scenario.head.mechanic].cast.make("expert", app.scenario.params, seed)
            app.answer(Step.PRACTICE, "done")
        elif app.at_work is not None:
            rests = rests - 1 if rests > 0 else act_once(player, app.at_work.session)
        elif app.step in way:
            wanted = f"open:{chosen.head.id}" if app.step is Step.HANGAR else way[app.step]
            for _ in range(30):
                window.frame(1)
            # A card may stand on the next page of the hangar.
            other = "more" if app.step is Step.HANGAR else wanted
            node = node_of(window.screen, wanted) or node_of(window.screen, other)
            if app.running and node is not None:
                hand.tap(node)
        window.frame(1)


def _megabytes() -> float:
    """What this process held at most (Linux counts in kB)."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _handles() -> int:
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


def faults(visits: Sequence[SoakVisit]) -> list[str]:
    """What a soak did not keep, in words; [] when all is well."""
    faults_seen = []
    after = min(SETTLED_S, visits[-1].at_s / 2)
    for workshop in sorted({visit.workshop for visit in visits}):
        settled = sorted(visit.mb for visit in visits if visit.at_s >= after and visit.workshop == workshop)
        middle = settled[len(settled) // 2] if settled else 0.0
        if settled and (settled[-1] > middle * (1 + SPREAD) or settled[0] < middle * (1 - SPREAD)):
            span = f"{settled[0]:.0f} to {settled[-1]:.0f} MB"
            faults_seen.append(f"memory from {span}, more than 5 % from {middle:.0f} {workshop}".strip())
    if len({visit.handles for visit in visits}) > 1:
        faults_seen.append(f"handles from {min(v.handles for v in visits)} to {max(v.handles for v in visits)}")
    late, frames = sum(visit.late for visit in visits), sum(visit.frames for visit in visits)
    if late:
        faults_seen.append(f"{late} of {frames} frames took more than {LATE_MS:.0f} ms of work")
    if left := sum(visit.left for visit in visits):
        faults_seen.append(f"{left} files were left behind")
    if cut := sum(not visit.ended for visit in visits):
        faults_seen.append(f"{cut} visits did not come to their end")
    return faults_seen


def soak(hours: float) -> list[SoakVisit]:
    """Visit after visit until the time is over; at least two."""
    began, visits = time.monotonic(), list[SoakVisit]()
    with tempfile.TemporaryDirectory(prefix="envol-soak-") as folder:
        while len(visits) < 2 or time.monotonic() - began < hours * 3600:
            words = [sys.executable, "-m", "lab.soak", "--visit", str(len(visits)), "--home", folder]
            said = subprocess.run(words, capture_output=True, text=True, check=False)
            if said.returncode:
                raise RuntimeError(said.stderr.strip().splitlines()[-1] if said.stderr.strip() else "a visit died")
            figures = json.loads(said.stdout.splitlines()[-1])
            visits.append(SoakVisit(**{**figures, "at_s": time.monotonic() - began}))
    return visits


def chart(visits: Sequence[SoakVisit]) -> str:
    """Memory of each visit over the hours, a line for each workshop."""
    most = max(visit.mb for visit in visits)
    frame = Frame("Soak", "minutes", "MB", (0, max(1.0, visits[-1].at_s / 60)), (0, most * 1.2))
    names = sorted({visit.workshop for visit in visits})
    return lines(frame, [
        Series(name or "memory", [(visit.at_s / 60, visit.mb) for visit in visits if visit.workshop == name])
        for name in names
    ])  # fmt: skip


def summary(visits: Sequence[SoakVisit]) -> list[str]:
    """What was seen, in figures."""
    frames, held_up = sum(visit.frames for visit in visits), sum(visit.held_up for visit in visits)
    said = [
        f"{len(visits)} visits in {visits[-1].at_s / 3600:.2f} h, each in a process of its own; {frames} frames",
        f"frames over {LATE_MS:.0f} ms of work: {sum(visit.late for visit in visits)}; held up by others: {held_up}",
        f"files left: {sum(visit.left for visit in visits)}; "
        f"visits cut short: {sum(not visit.ended for visit in visits)}",
        f"handles: {min(visit.handles for visit in visits)} to {max(visit.handles for visit in visits)}",
    ]
    for workshop in sorted({visit.workshop for visit in visits}):
        held = [visit.mb for visit in visits if visit.workshop == workshop]
        said.append(f"memory, {workshop}: {min(held):.0f} to {max(held):.0f} MB in {len(held)} visits")
    return said


def main() -> int:
    """Status 0 when all was kept."""
    parser = argparse.ArgumentParser(prog="lab.soak")
    parser.add_argument("--hours", type=float, default=4.0)
    parser.add_argument("--visit", type=int)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    if options.visit is not None:
        print(json.dumps(asdict(visit(options.home, options.visit))))
        return 0
    try:
        visits = soak(options.hours)
    except RuntimeError as error:
        print(f"The soak stopped: {error}", file=sys.stderr)
        return 1
    OUT.write_text(chart(visits), "utf-8")
    not_kept = faults(visits)
    print("\n".join(summary(visits)))
    print(f"the chart is in {OUT}")
    for fault in not_kept:
        print(f"not kept: {fault}")
    return 1 if not_kept else 0


if __name__ == "__main__":
    raise SystemExit(main())
