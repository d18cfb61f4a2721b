"""`make studies`: the full figures, measured now and written to docs/studies.md with commit and machine.

`python -m lab.studies.__main__ coverage circuit` measures these chapters only and leaves the others as they stand.
"""

import math
import os
import platform
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import numpy as np

from export.files.whole import write_whole
from game.library import MODELS
from game.station.journal import read
from lab.charts import Frame, Series, lines
from lab.studies import pages as study_pages
from lab.studies.flips import flips
from lab.studies.people import people
from scenarios.load import load_all, workshop_files
from scenarios.model import Scenario
from scoring.batch import Item, score
from scoring.rules import EvidenceRule

PEOPLE, FLIPS, KILLS = 20_000, 100_000, 200
REAL_CIRCUIT = ("panneau_fuselage", "aubes_soufflante", "kitting_poste_40")
"""The workshops of circuit C1."""
SIGMAS = (0.0, 0.4, 0.6, 0.8, 1.0)
PAGE = Path(__file__).parents[2] / "docs" / "studies.md"
HEAD = "# Studies\n\nMeasured by `make studies`. Counts bind; nothing here is timed.\n"

WRITER = """
import sys, time
from pathlib import Path
from game.station.journal import Journal
from scenarios.vocabulary import Action
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
    scores = score(items, y, sigma=sigma)
    return float((np.abs(scores.mean - theta) <= 1.96 * scores.sd).mean())


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


def coverage_lines() -> Iterator[str]:
    """Coverage of 95 % intervals for each sigma."""
    yield f"{PEOPLE} people drawn from the model for each sigma."
    yield ""
    coverages = [(sigma, coverage(sigma, PEOPLE)) for sigma in SIGMAS]
    yield from study_pages.table(["sigma", "coverage", "bar"], [[s, f"{c:.4f}", ".945-.955"] for s, c in coverages])
    frame = Frame(
        "Coverage of 95 % intervals", "sigma", "coverage", (0, 1), (0.93, 0.97), [("bars", 0.945), ("", 0.955)]
    )
    yield from study_pages.chart("coverage", lines(frame, [Series("model data", coverages)]), "Coverage")


def flips_lines() -> Iterator[str]:
    """Doing better never hurts."""
    raised, worse, worst = flips(FLIPS)
    yield f"{raised} single categories raised by one, everything read out unrounded, and held against 40 offers."
    yield f"Means, levels and chances of an offer that fell by more than 1e-12: **{worse}** (worst {worst:.1e}; bar 0)."


def kills_lines() -> Iterator[str]:
    """Nothing acknowledged is lost."""
    kept, lost = kills(KILLS)
    yield f"{KILLS} processes killed at random moments. Acts acknowledged: {kept}."
    yield f"Acknowledged and lost: **{lost}** (bar 0)."


@cache
def _workshops() -> dict[str, Scenario]:
    """Every workshop there is, by its id, in the order of the hangar."""
    sound, _ = load_all(workshop_files(), MODELS, EvidenceRule)
    return {scenario.head.id: scenario for scenario in sound}


def _of_workshops() -> Iterator[tuple[str, tuple[str, Callable[[], Iterator[str]]]]]:
    """The chapters of each workshop, then that of the circuit of an adviser's session."""
    for name, scenario in _workshops().items():
        yield f"robots_{name}", (f"Robots on {name}", partial(study_pages.robots, scenario))
        yield f"blind_{name}", (f"Null players on {name}", partial(study_pages.blind, scenario))
    three = [_workshops()[name] for name in REAL_CIRCUIT]
    yield "people", ("People at any pace, and cut off", partial(people, list(_workshops().values())))
    yield "real_circuit", ("The circuit of an adviser's session", partial(study_pages.real_circuit, three))


SECTIONS: dict[str, tuple[str, Callable[[], Iterator[str]]]] = {
    "coverage": ("Coverage of 95 % intervals", coverage_lines),
    "recovery": ("Recovery, and calibration of probabilities", study_pages.recovery),
    "flips": ("Doing better never hurts", flips_lines),
    "tables": ("Tables learnt from sessions", study_pages.tables),
    "circuit": ("A synthetic circuit of three tasks", study_pages.synthetic_circuit),
    **dict(_of_workshops()),
    "ease": ("Ease with the device", study_pages.ease),
    "kills": ("Kills while a journal records", kills_lines),
}


def machine() -> str:
    """Commit, versions and cores, said under each chapter: chapters may be measured on different days."""
    git = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
    versions = f"Python {platform.python_version()}, numpy {np.__version__}"
    return f"*Measured at commit {commit}, {versions}, {platform.machine()}, {os.cpu_count()} cores.*"


def chapters(page: str) -> dict[str, str]:
    """The chapters of the page as it stands, by their names in its comments."""
    parts = re.split(r"<!-- ([a-z_0-9]+) -->\n", page)
    return dict(zip(parts[1::2], (text.strip() for text in parts[2::2]), strict=True))


def main() -> None:
    """Measure the chapters named on the command line, all when none is, and write them into the page."""
    names = sys.argv[1:] or list(SECTIONS)
    for name in names:
        title, measured = SECTIONS[name]
        text = []
        for line in [f"## {title}", "", *measured(), "", machine()]:
            print(line, flush=True)
            text.append(line)
        kept = chapters(PAGE.read_text("utf-8")) | {name: "\n".join(text)}
        body = [f"<!-- {section} -->\n{kept[section]}\n" for section in SECTIONS if section in kept]
        write_whole(PAGE, "\n".join([HEAD, *body]).encode(), private=False)


if __name__ == "__main__":
    main()
