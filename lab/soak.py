"""The soak: robots visit a kiosk for hours in a real window, each visit in a process of its own, as at a fair.

`python -m lab.soak --hours 4` writes docs/studies/soak.svg and says whether memory stays, handles stay, every reset is
clean and no frame was late. The kiosk's own keeper starts the visits, one warm behind the other; what is done there is
done by touch. `--back-to-back`: frames follow each other without waiting, so that hours by the kiosk's own clock, which
counts ticks, take as long as the machine needs for them. Without a screen it says so.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from game.window.window import TICK_S
from lab.charts import Frame, Series, lines
from lab.soak_visit import LATE_MS, SoakVisit, visit, written

SETTLED_S, SPREAD = 900.0, 0.05
"""After a quarter of an hour, memory stays within so much of its median. Like is held against like: a workshop against
itself, and who went away in the middle, and so never saw the end, against others who did."""
KEPT = "keeper.txt"
OUT = Path(__file__).parents[1] / "docs" / "studies" / "soak.svg"
KEEPER = """
import sys
from cli.keeper import Keeper
say = lambda key, **values: print(key, values, flush=True)
sys.exit(Keeper(sys.argv[1:], say=say).run())
"""
"""The kiosk's keeper, from outside: who may start what is the command's affair."""
STAFF = 20
"""How the keeper ends when its last visit said that it is enough."""


def faults(visits: Sequence[SoakVisit]) -> list[str]:
    """What a soak did not keep, in words; [] when all is well."""
    faults_seen = []
    after = min(SETTLED_S, visits[-1].at_s / 2)
    for workshop, went in sorted({(visited.workshop, visited.went) for visited in visits}):
        alike = [v for v in visits if v.workshop == workshop and v.went == went]
        settled = sorted(visited.mb for visited in alike if visited.at_s >= after)
        middle = settled[len(settled) // 2] if settled else 0.0
        if settled and (settled[-1] > middle * (1 + SPREAD) or settled[0] < middle * (1 - SPREAD)):
            span = f"{settled[0]:.0f} to {settled[-1]:.0f} MB"
            which = f"{workshop}{', left without a word' if went else ''}"
            faults_seen.append(f"memory from {span}, more than 5 % from {middle:.0f} {which}".strip())
    if len({visited.handles for visited in visits}) > 1:
        faults_seen.append(f"handles from {min(v.handles for v in visits)} to {max(v.handles for v in visits)}")
    quarter = max(1, len(visits) // 4)
    first, last = (sorted(visited.keeper_handles for visited in part) for part in (visits[:quarter], visits[-quarter:]))
    if last[quarter // 2] > first[quarter // 2]:
        faults_seen.append(f"handles of the keeper from {first[quarter // 2]} to {last[quarter // 2]}")
    late, frames = sum(visited.late for visited in visits), sum(visited.frames for visited in visits)
    if late:
        faults_seen.append(f"{late} of {frames} frames took more than {LATE_MS:.0f} ms of work")
    if left := sum(visited.left for visited in visits):
        faults_seen.append(f"{left} files were left behind")
    if cut := sum(not visited.ended for visited in visits):
        faults_seen.append(f"{cut} visits did not come to their end")
    return faults_seen


@dataclass(frozen=True, slots=True)
class SoakRun:
    """The visits, `at_s` of each by the kiosk's own clock; how long it took by the wall; what the keeper had to say."""

    visits: tuple[SoakVisit, ...]
    wall_s: float
    said: tuple[str, ...] = ()


def soak(hours: float, folder: Path, *, waits: bool = True) -> SoakRun:
    """Visit after visit in `folder` until so many hours are over, by the frames that were drawn.

    `waits`: a frame lasts a tick, as in a visitor's window. Raises RuntimeError where the keeper ends before.
    """
    frames, began = round(hours * 3600 / TICK_S), time.monotonic()
    words = [sys.executable, "-m", "lab.soak", "--visit", str(frames), "--home", str(folder)]
    words += [] if waits else ["--back-to-back"]
    with (folder / KEPT).open("w", encoding="utf-8") as out:
        done = subprocess.run([sys.executable, "-c", KEEPER, *words], stdout=out, stderr=out, check=False)
    said = [line for line in (folder / KEPT).read_text("utf-8").splitlines() if line.strip()]
    if done.returncode != STAFF:
        raise RuntimeError(said[-1] if said else "the keeper died")
    words_said = tuple(line for line in said if line.startswith("kiosk.keeper."))
    return SoakRun(tuple(by_ticks(written(folder))), time.monotonic() - began, words_said)


def by_ticks(visits: Sequence[SoakVisit]) -> list[SoakVisit]:
    """The same visits, `at_s` by the kiosk's own clock: the ticks that had gone by at their end."""
    ticks, timed = 0, []
    for visited in visits:
        ticks += visited.frames
        timed.append(replace(visited, at_s=ticks * TICK_S))
    return timed


def chart(visits: Sequence[SoakVisit]) -> str:
    """Memory of each visit over the hours, a line for each workshop."""
    most = max(visited.mb for visited in visits)
    frame = Frame("Soak", "minutes", "MB", (0, max(1.0, visits[-1].at_s / 60)), (0, most * 1.2))
    names = sorted({visited.workshop for visited in visits})
    return lines(frame, [
        Series(name or "memory", [(visited.at_s / 60, visited.mb) for visited in visits if visited.workshop == name])
        for name in names
    ])  # fmt: skip


def summary(run: SoakRun) -> list[str]:
    """What was seen, in figures."""
    visits = run.visits
    frames, held_up = sum(v.frames for v in visits), sum(v.held_up for v in visits)
    wiped = [v.wiped_ms for v in visits if v.wiped_ms >= 0]
    said = [
        f"{len(visits)} visits in {visits[-1].at_s / 3600:.2f} h by its own clock, {run.wall_s / 3600:.2f} h by "
        f"the wall, each in a process of its own; {frames} frames, {sum(v.taps for v in visits)} taps",
        f"frames over {LATE_MS:.0f} ms of work: {sum(v.late for v in visits)}; held up by others: {held_up}; "
        f"the most work: {max(v.longest for v in visits):.1f} ms, {max(v.opening for v in visits):.1f} as the "
        "window opens",
        f"files left: {sum(v.left for v in visits)}; visits cut short: {sum(not v.ended for v in visits)}; "
        f"left without a word: {sum(v.went for v in visits)}",
        f"handles: {min(v.handles for v in visits)} to {max(v.handles for v in visits)}; of the keeper: "
        f"{min(v.keeper_handles for v in visits)} to {max(v.keeper_handles for v in visits)}",
        f"memory of the keeper: {min(v.keeper_mb for v in visits):.1f} to "
        f"{max(v.keeper_mb for v in visits):.1f} MB",
        f"wiped, with what the soak itself looks at after a visit, in {statistics.median(wiped or [0])} ms at the "
        f"median, {max(wiped, default=0)} at most ({len(wiped)})",
    ]
    for workshop, went in sorted({(v.workshop, v.went) for v in visits}):
        held = [v.mb for v in visits if v.workshop == workshop and v.went == went]
        which = f"{workshop}{', left without a word' if went else ''}"
        said.append(f"memory, {which}: {min(held):.0f} to {max(held):.0f} MB in {len(held)} visits")
    said += sorted({f"trouble: {v.trouble}" for v in visits if v.trouble})
    return said


def main() -> int:
    """Status 0 when all was kept."""
    parser = argparse.ArgumentParser(prog="lab.soak")
    parser.add_argument("--hours", type=float, default=4.0)
    parser.add_argument("--back-to-back", action="store_true", help="frames wait for nothing: the kiosk's own clock")
    parser.add_argument("--visit", type=int)
    parser.add_argument("--home", type=Path, help="where all of it lies and stays; a folder that goes by default")
    options = parser.parse_args()
    if options.visit is not None:
        status = visit(options.home, options.visit, waits=not options.back_to_back)
        sys.stdout.flush()
        # As the kiosk's own process ends: nothing is taken apart.
        os._exit(status)
    with tempfile.TemporaryDirectory(prefix="envol-soak-") as place:
        try:
            run = soak(options.hours, options.home or Path(place), waits=not options.back_to_back)
        except RuntimeError as error:
            print(f"The soak stopped: {error}", file=sys.stderr)
            return 1
    OUT.write_text(chart(run.visits), "utf-8")
    not_kept = [*faults(run.visits), *run.said]
    print("\n".join(summary(run)))
    print(f"the chart is in {OUT}")
    for fault in not_kept:
        print(f"not kept: {fault}")
    return 1 if not_kept else 0


if __name__ == "__main__":
    raise SystemExit(main())
