"""`make soak-visits`: visit after visit in one process; what is held after the tenth may grow by 3 % and no more.

The visits are those of `lab.benches.way`, hurried: the same screens, acts and files, without the time of a reader, and
each third one shares, keeps its paper alone, or erases. Nothing is timed here.
"""

import gc
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from game.library import MODELS
from game.station.home import Home
from game.station.memory import give_back
from lab.benches.memory import resident_mb
from lab.benches.way import FrameLog, Walk, own_ending
from scenarios.load import load_all, workshop_files
from scoring.rules import EvidenceRule

SIZE = (1024, 600)
SETTLED = 10
"""Visits after which all that is made once is made."""
MOST = 0.03
WORST = 12
"""Kinds of objects that are named."""
TICKS = 25
"""Ticks of one frame at work: half a second."""
ENDS: tuple[tuple[str, ...], ...] = (("erase", "yes", "end"), ("share", "months_3", "end"), ("keep", "end"))


class HastyWalk(Walk):
    """A walk that looks at each screen for a moment only."""

    ticks = TICKS

    def frame(self, ticks: int = 1, *, calm: bool = True) -> None:
        """One frame, at once; the frames before the last are let go of."""
        self.frames = FrameLog()
        super().frame(ticks, calm=False)
        if self.name.startswith("waiting"):
            # What is done beside the window needs its time.
            time.sleep(0.1)

    def look(self, frames: int = 2) -> None:
        """A glance."""
        super().look(min(frames, 4))

    def _practise(self) -> None:
        """Nothing is tried."""

    def _watch_again(self) -> None:
        """No moment is watched."""


def held(visits: int) -> Iterator[float]:
    """Megabytes held after each of so many visits."""
    scenarios, _ = load_all(workshop_files(), MODELS, EvidenceRule)
    with tempfile.TemporaryDirectory() as place:
        home = Home.open(Path(place))
        try:
            walk = HastyWalk(scenarios, home, SIZE)
            for n in range(visits):
                # Each workshop has been met twice by the tenth visit: what its pictures take is held from then on.
                walk.scenario = scenarios[n % len(scenarios)]
                walk.ends = ENDS[(n + n // len(scenarios)) % len(ENDS)]
                walk.visit()
                # The game does the same beside its window, which on a busy machine is not over yet.
                give_back()
                yield round(resident_mb(), 1)
        finally:
            home.close()


def counted() -> Counter[str]:
    """How many objects of each kind there are, of those that can hold others."""
    return Counter(f"{type(held).__module__}.{type(held).__qualname__}" for held in gc.get_objects())


def grown(before: Counter[str], after: Counter[str], visits: int) -> dict[str, int]:
    """Kinds of which every visit left at least one more behind, the most first: what a leak is made of."""
    more = {name: n - before[name] for name, n in after.items() if n - before[name] >= max(1, visits)}
    return dict(sorted(more.items(), key=lambda growing: -growing[1])[:WORST])


def growth(mb: Sequence[float]) -> float:
    """By what share the most that is held after the tenth visit is above what was held then; 0 for ten or fewer."""
    return max([0.0, *(size / mb[SETTLED - 1] - 1 for size in mb[SETTLED:])])


def main(visits: int) -> int:
    """Play, print what was held; 1 when it grew too much."""
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
    own_ending()
    sizes: list[float] = []
    settled = last = Counter[str]()
    for mb in held(visits):
        sizes.append(mb)
        last = counted()
        settled = last if len(sizes) == SETTLED else settled
        print(f"{len(sizes):3} {mb:.1f} MB, {sum(last.values())} objects", file=sys.stderr, flush=True)
    more = growth(sizes)
    left = grown(settled, last, len(sizes) - SETTLED) if len(sizes) > SETTLED else {}
    figures = {"held_mb": sizes, "growth_after_tenth": round(more, 4), "most": MOST, "more_each_visit": left}
    print(json.dumps(figures))
    return int(more > MOST)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
