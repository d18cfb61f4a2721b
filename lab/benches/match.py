"""`envol bench match`: exact top lists at the sizes of the issue, beside FAISS where it is installed, in one run."""

import errno
import os
import statistics
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab.benches.ingest import run as ingest
from scoring.bothways import both_ways
from scoring.toplist import Offers, People, Prepared, offers_for, people_for, top

SKILLS, LEVELS, BANS = 14, 4, 8
K = 20
TOLERANCE = 2e-6


def synthetic(people: int, offers: int, seed: int = 0) -> tuple[People, Offers]:
    """Made-up people (skills that go together, margins of .25 to .6) and offers of 3 to 8 requirements."""
    chance = np.random.default_rng(seed)
    mean = 0.8 * chance.normal(0, 1, (SKILLS, people)) + chance.normal(0, 0.6, people)
    error = chance.uniform(0.25, 0.6, (SKILLS, people))
    cuts = np.array([-1.0, -0.2, 0.6, 1.4])
    # The logistic curve stands for the normal one: the bench needs its shape, not its third decimal.
    odds = 1 / (1 + np.exp(-1.702 * (mean[:, None] - cuts[:, None]) / error[:, None]))
    logs = np.log(np.maximum(odds, 0.001)).astype(np.float32).reshape(SKILLS * LEVELS, people)
    bits = 1 << np.arange(BANS)
    sizes = chance.integers(3, 9, offers)
    places = [chance.choice(SKILLS, n, replace=False) * LEVELS + chance.integers(0, LEVELS, n) for n in sizes]
    weights = [(draw := chance.integers(1, 5, n)) / draw.sum() for n in sizes]
    return (
        People(np.ascontiguousarray(logs), ((chance.random((people, BANS)) < 0.08) @ bits).astype(np.uint16)),
        Offers(
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
            np.concatenate(places).astype(np.int32),
            np.concatenate(weights).astype(np.float32),
            ((chance.random((offers, BANS)) < 0.1) @ bits).astype(np.uint16),
        ),
    )


def brute(people: People, offers: Offers, row: int) -> NDArray[np.float64]:
    """All scores of an offer in float64, best first."""
    at = slice(int(offers.start[row]), int(offers.start[row + 1]))
    score = offers.weights[at].astype(np.float64) @ people.logs[offers.places[at]].astype(np.float64)
    score[(people.declines & offers.imposes[row]) != 0] = -np.inf
    return np.sort(score)[::-1]


def seconds(work: Callable[[], object], times: int) -> list[float]:
    """How long each of several runs took."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return taken


def run(small: bool = False, peers: Path | None = None) -> dict[str, Any]:
    """Figures of the issue; `small` does the same on a twentieth of the people and offers, for tests.

    `peers`: a throw-away environment whose packages (FAISS) are measured beside ours.
    """
    lend(peers)
    people, offers = synthetic(*((5_000, 250) if small else (100_000, 5_000)))
    lists = top(people, offers, K)
    sampled = range(0, len(offers), max(len(offers) // 25, 1))
    worst = max(float(np.abs(brute(people, offers, row)[:K] - lists.score[row]).max()) for row in sampled)
    session = synthetic(1_000, 200)
    asked_once = Prepared(session[1], len(session[0].logs))
    ready = Prepared(offers, len(people.logs))
    person = np.ascontiguousarray(people.logs[:, 7])
    first_offer = slice(int(offers.start[0]), int(offers.start[1]))
    asked = (offers.places[first_offer], offers.weights[first_offer], int(offers.imposes[0]))
    return {
        "people": people.logs.shape[1],
        "offers": len(offers),
        "sampled_offers": len(sampled),
        "largest_difference": worst,
        "same_as_brute_force": worst <= TOLERANCE,
        **_beside_faiss(people, offers),
        "session_top_ms": round(1e3 * min(seconds(lambda: top(*session, K), 5)), 2),
        "session_both_ways_ms": round(1e3 * min(seconds(lambda: both_ways(session[0], asked_once, K), 9)), 2),
        "new_person_us": round(1e6 * statistics.median(seconds(lambda: offers_for(person, 3, ready, K), 50)), 1),
        "new_offer_ms": round(1e3 * statistics.median(seconds(lambda: people_for(*asked, people, K), 50)), 3),
        **ingest(*((40, 1) if small else (300, 5))),
    }


def lend(peers: Path | None) -> None:
    """Let the packages of another environment be found after ours. Raises FileNotFoundError where there is none."""
    if peers is None:
        return
    folders = [*peers.glob("lib/python*/site-packages"), *peers.glob("Lib/site-packages")]
    if not folders:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(peers))
    sys.path += [str(folder) for folder in folders]


def _beside_faiss(people: People, offers: Offers) -> dict[str, Any]:
    """Our time and FAISS IndexFlatIP's, alternating; "absent" where it is not installed."""
    if find_spec("faiss") is None:
        return {"top_s": round(min(seconds(lambda: top(people, offers, K), 3)), 3), "faiss": "absent"}
    import faiss  # type: ignore[import-not-found, unused-ignore]

    faiss.omp_set_num_threads(1)
    width = len(people.logs)
    table = np.zeros((people.logs.shape[1], 64), np.float32)
    table[:, :width] = people.logs.T
    table[:, width : width + BANS] = (people.declines[:, None] >> np.arange(BANS)) & 1
    asked = np.zeros((len(offers), 64), np.float32)
    rows = np.repeat(np.arange(len(offers)), np.diff(offers.start))
    asked[rows, offers.places] = offers.weights
    asked[:, width : width + BANS] = -10_000.0 * ((offers.imposes[:, None] >> np.arange(BANS)) & 1)
    index = faiss.IndexFlatIP(64)
    index.add(table)
    ours, theirs = [], []
    for _ in range(3):
        theirs += seconds(lambda: index.search(asked, K), 1)
        ours += seconds(lambda: top(people, offers, K), 1)
    return {
        "top_s": round(min(ours), 3),
        "faiss": faiss.__version__,
        "faiss_s": round(min(theirs), 3),
        "ratio_to_faiss": round(min(ours) / min(theirs), 3),
    }
