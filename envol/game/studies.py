"""`make studies`: the full figures, measured now and written to docs/studies.md with commit and machine."""

import math
import os
import platform
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from envol.game.ports.journal import read
from envol.game.study_flips import flips
from envol.scoring.batch import Item, score

PEOPLE, FLIPS, KILLS = 20_000, 100_000, 200
SIGMAS = (0.0, 0.4, 0.6, 0.8, 1.0)
PAGE = Path(__file__).parents[2] / "docs" / "studies.md"

WRITER = """
import sys, time
from pathlib import Path
from envol.game.ports.journal import Journal
from envol.scenarios.vocabulary import Action
journal = Journal(Path(sys.argv[1]), {"scenario": "study"})
n = 0
while True:
    journal.record("action", Action(n, "pick", {"bin": n % 3}))
    n += 1
    print(journal.acknowledged, flush=True)
    time.sleep(0.0005)
"""


def bank() -> list[Item]:
    """36 graded items of four habiletés in three tasks, one cell a habileté and task."""
    return [Item(f"i{j:02d}", f"k{j % 4}", f"t{j % 3} x k{j % 4}", 1.4, (-1.2, 0.0, 1.2)) for j in range(36)]


def coverage(sigma: float, people: int) -> float:
    """Share of true values inside the 95 % interval, people drawn from the model itself."""
    rng = np.random.default_rng(round(sigma * 10) + 1)
    items = bank()
    g = rng.normal(size=people)
    theta = math.sqrt(0.3) * g[:, None] + math.sqrt(0.7) * rng.normal(size=(people, 4))
    cells = {c: theta[:, int(c[-1])] + sigma * rng.normal(size=people) for c in sorted({i.cell for i in items})}
    y = np.empty((people, len(items)), dtype=np.int64)
    for j, item in enumerate(items):
        chance = rng.random(people)
        y[:, j] = sum((chance < 1 / (1 + np.exp(-item.a * (cells[item.cell] - b)))).astype(int) for b in item.b)
    found = score(items, y, sigma=sigma)
    return float((np.abs(found.mean - theta) <= 1.96 * found.sd).mean())


def kills(n: int) -> tuple[int, int]:
    """(acknowledged acts, acknowledged acts lost) over n processes killed at random moments while they record."""
    rng = random.Random(5)
    kept = lost = 0
    for _ in range(n):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "k.journal"
            with subprocess.Popen(
                [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
            ) as process:
                assert process.stdout is not None
                while process.stdout.readline().strip() in ("", "0"):
                    pass
                time.sleep(rng.uniform(0, 0.3))
                process.send_signal(signal.SIGKILL)
                said = [int(line) for line in process.stdout.read().split("\n")[:-1] if line.isdigit()]
            acknowledged = max(said, default=1)
            kept += acknowledged
            lost += max(0, acknowledged - read(path).rows)
    return kept, lost


def page() -> Iterator[str]:
    """The page, line by line, as figures come in."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout
    yield "# Studies"
    yield ""
    yield f"Measured by `make studies` at commit {commit.strip()}, Python {platform.python_version()}, numpy"
    yield f"{np.__version__}, {os.cpu_count()} cores. Counts bind; nothing here is timed."
    yield ""
    yield f"## Coverage of 95 % intervals, {PEOPLE} people drawn from the model for each sigma"
    yield ""
    yield "| sigma | coverage | bar |"
    yield "| --- | --- | --- |"
    for sigma in SIGMAS:
        yield f"| {sigma} | {coverage(sigma, PEOPLE):.4f} | .945-.955 |"
    made, worse, worst = flips(FLIPS)
    yield ""
    yield f"## Doing better never hurts: {made} flips"
    yield ""
    yield "One category raised by one, everything read out before any rounding, and held against 40 offers each time."
    yield f"Means, levels and chances of an offer that fell by more than 1e-12: **{worse}** (worst {worst:.1e}; bar 0)."
    kept, lost = kills(KILLS)
    yield ""
    yield f"## {KILLS} kills while a journal records"
    yield ""
    yield f"Acts acknowledged: {kept}. Acknowledged and lost: **{lost}** (bar 0)."


def main() -> None:
    """Measure, print, write the page."""
    lines = []
    for line in page():
        print(line, flush=True)
        lines.append(line)
    PAGE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
