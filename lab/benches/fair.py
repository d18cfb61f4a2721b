"""`envol bench fair`: a fair of the size of the issue, its value against the bound, and the same seed twice."""

import time

import numpy as np

from scoring.fair import Candidate, Instance, PossibleMeeting, Stand, conflicts, plan


def synthetic(seed: int, people: int = 300, stands: int = 40, slots: int = 16) -> Instance:
    """A made-up fair: half the stands close at midday, a third of the people come for half the day."""
    chance = np.random.default_rng(seed)
    noon = slots // 2
    shown = tuple(
        Stand(
            f"S{column}",
            int(chance.integers(1, 3)),
            frozenset({noon - 1, noon}) if chance.random() < 0.5 else frozenset(),
        )
        for column in range(stands)
    )
    persons = []
    for row in range(people):
        half = chance.random()
        absent = range(noon, slots) if half < 0.175 else range(noon) if half < 0.35 else range(0)
        persons.append(Candidate(f"C{row}", frozenset(absent), 5, bool(chance.random() < 0.12)))
    able = chance.normal(0, 1, (people, 1)) * 0.8 + chance.normal(0, 1, (people, stands)) - 0.4
    odds = 1 / (1 + np.exp(-1.5 * able))
    wanted = chance.random((people, stands)) < 0.5
    pairs = [
        PossibleMeeting(f"C{row}", f"S{column}", round(float(odds[row, column]), 4))
        for row, column in zip(*np.nonzero((odds >= 0.5) & wanted), strict=True)
    ]
    return Instance(slots, shown, tuple(persons), tuple(pairs))


def run(seed: int = 0) -> dict[str, float | int | bool]:
    """Figures of the issue: ratio to the bound, people served, seconds, no rule broken, same plan twice."""
    fair = synthetic(seed)
    plan(synthetic(seed, 20, 4, 6))  # scipy's own loading is not the planner's time
    start = time.perf_counter()
    planned = plan(fair, 1)
    seconds = time.perf_counter() - start
    return {
        "candidates": len(fair.candidates),
        "stands": len(fair.stands),
        "slots": fair.slots,
        "pairs": len(fair.pairs),
        "interviews": len(planned.interviews),
        "value": round(planned.value, 3),
        "bound": round(planned.bound, 3),
        "ratio": round(planned.value / planned.bound, 5),
        "served": planned.served,
        "servable": planned.servable,
        "violations": len(conflicts(fair, planned.interviews)),
        "seconds": round(seconds, 3),
        "same_seed_same_plan": plan(fair, 1) == planned,
    }
