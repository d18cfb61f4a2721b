"""Visit after visit in one process: nothing of a visit stays in memory. `make soak-visits` plays sixty in a window."""

import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

from conftest import panneau
from test_consent import at_the_pass
from way_kit import press, says

from game.station.home import Home
from lab.benches.soak import ENDS, MOST, SETTLED, growth

ROUND, VISITS = len(ENDS), 3 * len(ENDS)
OBJECTS_A_VISIT = 8
"""What may be left of one: caches that fill slowly. One journey that is held on to is twenty and more."""

BOUNDED = ("Struct", "Statement")
"""Of these Python keeps a bounded number (100 formats of `struct`, 128 statements), which fills when it happens to."""


def test_growth_is_counted_from_the_tenth_visit() -> None:
    """What is made once is made by then; the most that is held later counts, a fall does not."""
    assert growth([100.0] * SETTLED) == 0
    assert growth([50.0] * (SETTLED - 1) + [100.0, 99.0, 98.0]) == 0
    assert MOST < growth([50.0] * (SETTLED - 1) + [100.0, 104.0, 100.0]) < 0.05


STOPPED = """
import os, signal
from lab.benches.way import own_ending
own_ending()
import pygame
pygame.display.init()
pygame.display.set_mode((64, 64))
os.kill(os.getpid(), signal.SIGTERM)
print([event.type for event in pygame.event.get()])
"""


def test_a_measure_that_is_stopped_ends() -> None:
    """SIGTERM is not taken for the window's cross, after which « keep never came on pause »."""
    ended = subprocess.run([sys.executable, "-c", STOPPED], env={**os.environ, "SDL_VIDEODRIVER": "dummy"}, timeout=60)
    assert ended.returncode == -signal.SIGTERM


def test_no_visit_stays_in_memory(tmp_path: Path) -> None:
    """Each visit that shares, keeps or erases lets go of what it made: the third of each holds no more than the second.

    The second still reads what was never needed before, whatever ran earlier in this process.
    """
    home, workshop = Home.open(tmp_path / "home"), panneau()
    counts = []
    for n in range(VISITS):
        app = at_the_pass(home, workshop)
        press(app, *ENDS[n % len(ENDS)])
        assert says(app)[0] == "welcome"
        # The collector works beside the window at the welcome; while it does, a second one collects nothing.
        app.soon(lambda: None).get()
        del app
        gc.collect()
        counts.append(sum(type(one).__name__ not in BOUNDED for one in gc.get_objects()))
    home.close()
    second, third = counts[ROUND : 2 * ROUND], counts[2 * ROUND :]
    assert max(third) - max(second) < OBJECTS_A_VISIT * ROUND, counts
