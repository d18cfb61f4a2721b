"""`python -m lab.benches.radar`: forty posts speak to a tower while its radar is read: how old is what it shows?

The posts are the game's own (`game/station/hails.py`: key, seal, signature), ten in a process, told once
a second as the window tells them. Now and then a hand goes up or down, or a key jams: both ends read one clock of the
machine, so what is counted is from the moment it happened to the moment a browser has the page that shows it.
"""

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from game.station.hails import Hails
from lab.incidents.room import Adviser, RoomOfGames, Tile
from lab.waiting import until
from scenarios.load import workshop_files
from scenarios.room import DEVICE, HELP, Signals

SEATS, PER_PROCESS = 40, 10
TELLS_S = 1.0
"""How often the window of a game says how it is going."""
CHANGES_S = (7.0, 15.0)
"""Seconds between two changes at a seat."""
MOST_S = 2.0
TEMPLATES = Path(__file__).parents[2] / "tower" / "templates"
BEGINS_S = 120.0


def speak(folders: Sequence[Path], seed: int) -> None:
    """Posts in this process, until it is killed. Each change is a line: its post, what, whether it holds, when."""
    chance = random.Random(seed)
    posts = [Hails(folder) for folder in folders]
    ticks = [time.monotonic() + chance.uniform(0, TELLS_S) for _ in posts]
    changes = [time.monotonic() + 15 + chance.uniform(*CHANGES_S) for _ in posts]
    state = [{HELP: False, DEVICE: False} for _ in posts]
    while True:
        now = time.monotonic()
        for at, post in enumerate(posts):
            moved = False
            if now >= changes[at]:
                what = chance.choice((HELP, DEVICE))
                state[at][what] = not state[at][what]
                moved, changes[at] = what == HELP, now + chance.uniform(*CHANGES_S)
                print(f"{folders[at].name} {what} {state[at][what]:d} {now}", flush=True)
            # A hand is told at once, as the game does; all else when the window next tells.
            if moved or now >= ticks[at]:
                post.tell("", Signals("exercise", acts=4, hand=state[at][HELP], jammed=state[at][DEVICE]))
                ticks[at] += TELLS_S if now >= ticks[at] else 0
        time.sleep(0.01)


@dataclass(slots=True)
class ShownLate:
    """What was measured: seconds from a change to the page that shows it, by cause; seconds that a page took; how old
    the oldest seat was by its own words."""

    late: dict[str, list[float]] = field(default_factory=lambda: {HELP: [], DEVICE: []})
    pages: list[float] = field(default_factory=list)
    ago: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class SeatChange:
    """At a seat (from 0), a cause begins or ends."""

    seat: int
    cause: str
    holds: bool
    at: float


def asked_every() -> float:
    """How often the page asks again, in seconds, as its own template says."""
    words = (TEMPLATES / "radar.html").read_text("utf-8")
    n, unit = re.findall(r'hx-trigger="every (\d+)(m?s)"', words)[0]
    return int(n) / (1000 if unit == "ms" else 1)


def a_workshop() -> tuple[str, ...]:
    """What the day is said to play: any workshop there is."""
    return (next(iter(workshop_files())).parent.name,)


def measured(room: RoomOfGames, adviser: Adviser, changes: deque[SeatChange], seconds: float) -> ShownLate:
    """Read the page as its script does, for so long; each change is looked for from its moment on."""
    shown, waiting, every = ShownLate(), list[SeatChange](), asked_every()
    end, asks = time.monotonic() + seconds, time.monotonic()
    while (began := time.monotonic()) < end:
        tiles = adviser.tiles(room.day, part=True)
        read = time.monotonic()
        shown.pages.append(read - began)
        shown.ago = max(shown.ago, *(tile.ago_s for tile in tiles))
        waiting += [changes.popleft() for _ in range(len(changes))]
        waiting = [change for change in waiting if not _seen(change, tiles, read, shown)]
        asks += every
        time.sleep(max(0.0, asks - time.monotonic()))
    shown.lost = sum(end - change.at > MOST_S * 2 for change in waiting)
    return shown


def _seen(change: SeatChange, tiles: Sequence[Tile], read: float, shown: ShownLate) -> bool:
    """Whether a page shows a change; then how late it is, is kept."""
    if change.at > read or (change.cause in tiles[change.seat].causes) != change.holds:
        return False
    shown.late[change.cause].append(read - change.at)
    return True


def hear(process: "subprocess.Popen[str]", changes: deque[SeatChange]) -> None:
    """What the posts of a process say, put in line as it comes."""

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            post, cause, holds, at = line.split()
            changes.append(SeatChange(int(re.sub(r"\D", "", post)) - 1, cause, holds == "1", float(at)))

    threading.Thread(target=read, daemon=True).start()


def used_s(pid: int) -> float:
    """Processor seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report(shown: ShownLate, share: float) -> list[str]:
    """The figures, in lines."""
    lines = []
    for cause, late in shown.late.items():
        late.sort()
        p95 = late[int(len(late) * 0.95)]
        lines.append(f"{cause}: {len(late)} changes, shown after {statistics.median(late):.2f} s (median), {p95:.2f} s "
                     f"(p95), {late[-1]:.2f} s (most)")  # fmt: skip
    lines.append(f"never shown: {shown.lost}; oldest seat by the page's own words: {shown.ago} s")
    pages = sorted(shown.pages)
    median, p95 = statistics.median(pages) * 1000, pages[int(len(pages) * 0.95)] * 1000
    lines.append(f"{len(pages)} pages, asked every {asked_every():g} s: {median:.0f} ms (median), {p95:.0f} ms (p95)")
    lines.append(f"the tower used {share:.0%} of a processor")
    return lines


def main() -> int:
    """Status 0 where nothing was shown later than two seconds, and nothing was lost."""
    parser = argparse.ArgumentParser(prog="lab.benches.radar")
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--seats", type=int, default=SEATS)
    parser.add_argument("--posts", type=Path, nargs="*")
    options = parser.parse_args()
    if options.posts:
        speak(options.posts, int(re.sub(r"\D", "", options.posts[0].name)))
        return 0
    with tempfile.TemporaryDirectory(prefix="envol-radar-") as place:
        room, changes = RoomOfGames(Path(place), a_workshop(), options.seats), deque[SeatChange]()
        processes: list[subprocess.Popen[str]] = []
        try:
            adviser = room.open()
            for at in range(0, options.seats, PER_PROCESS):
                posts = map(str, room.posts[at : at + PER_PROCESS])
                words = [sys.executable, "-m", "lab.benches.radar", "--posts", *posts]
                processes.append(subprocess.Popen(words, env=room.env, stdout=subprocess.PIPE, text=True))
                hear(processes[-1], changes)
            there = until(lambda: room.all_heard(adviser), BEGINS_S, 0.5)
            if there is None:
                print("not all posts were heard", file=sys.stderr)
                return 1
            began, used = time.monotonic(), used_s(room.tower_pid)
            shown = measured(room, adviser, changes, options.seconds)
            share = (used_s(room.tower_pid) - used) / (time.monotonic() - began)
        finally:
            for process in processes:
                process.kill()
                process.wait()
            room.close()
    print("\n".join(report(shown, share)))
    return 0 if not shown.lost and max(max(late) for late in shown.late.values()) <= MOST_S else 1


if __name__ == "__main__":
    raise SystemExit(main())
