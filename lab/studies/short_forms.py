"""The gate's robots on the short forms of a fair: `python -m lab.studies.short_forms ID... [--runs N]` says it all.

Each null player plays `--runs` times (those whose outcome hangs on no seed 20), the others as `envol robots` has it. A
short form has its own bars beside the gate's: 85 % of what a null player is read in lies in the lower half, and no
level is said of it beyond the first.
"""

import argparse
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from game.library import MODELS
from game.mechanics.table import MECHANICS
from lab.studies.pages import table
from lab.trials import Order, orders, play_all
from scenarios.load import load_all, workshop_files
from scenarios.model import Scenario
from scenarios.short_forms import short_forms, shortened
from scoring.bars import Bar, Trials, bars
from scoring.rules import EvidenceRule

RUNS, OTHERS = 200, 12
FIXED = {"never": 20, "idle": 20}
PEOPLE = ("first_timer", "slow_right")
LOWER = 0.5


def form(id: str) -> Scenario:
    """A workshop in its short form. Raises KeyError for one that has none."""
    sound, _ = load_all(workshop_files(), MODELS, EvidenceRule)
    return shortened({scenario.head.id: scenario for scenario in sound}[id], short_forms()[id])


def _played(scenario: Scenario, runs: int) -> Trials:
    """Every robot of the gate; ladders of the habiletés that the form reads alone."""
    cast = MECHANICS[scenario.head.mechanic].cast
    read = {rule.habilete for rule in scenario.evidence}
    to_play = [o for o in orders(scenario, OTHERS, 1) if o.role != "blind" and (o.role != "ladder" or o.on in read)]
    to_play += [Order("blind", name, seed) for name in cast.blind for seed in range(1, FIXED.get(name, runs) + 1)]
    to_play += [Order("people", name, seed) for name in PEOPLE for seed in range(1, OTHERS + 1)]
    played = play_all(scenario, to_play)
    return Trials([replace(played, gates=()) for played in played])


def nulls(scenario: Scenario, trials: Trials, judged: Sequence[Bar]) -> Iterator[str]:
    """What playing without looking earns: share in the lower half, highest mean and P(level 2) of a habileté."""
    rows = []
    for name in trials.robots("blind"):
        runs = trials.of("blind", name)
        shares = [share for run in runs for share in run.category.values()]
        own = [bar for bar in judged if bar.about[0] == name and bar.kept is not None]
        worst = [max((bar.value for bar in own if bar.id == id), default=float("nan")) for id in BLIND]
        low = np.mean([share < LOWER for share in shares])
        rows.append([name, len(runs), f"{low:.3f}", *(f"{value:.3f}" for value in worst)])
    yield from table(["null player", "runs", "in the lower half", "mean", "P(level 2)", "said level 2"], rows)


BLIND = ("blind_mean", "blind_level2", "blind_statement")


def others(scenario: Scenario, trials: Trials, judged: Sequence[Bar]) -> Iterator[str]:
    """Perfect player, ladders, pilot; who reads slowly or is new; what of the fifteen is read of a mixed crowd."""
    yield "bars not held: " + ("; ".join(
        f"{bar.id} {' '.join(bar.about)} {bar.value:.2f} (bar {bar.limit:.2f})" for bar in judged if bar.kept is False
    ) or "none")  # fmt: skip
    for name in trials.habiletes:
        own = {bar.id: bar.value for bar in judged if bar.about[0] == name and bar.id in ("order", "correlation")}
        level = [bar.value for bar in judged if bar.id == "perfect" and bar.about == ("expert", name)]
        climbs = f"ladder r {own['correlation']:.2f}, least step {own['order']:.2f}"
        yield f"{name}: perfect P(level 3) {level[0]:.2f}; {climbs}"
    for role, name in [
        *(("people", person) for person in PEOPLE),
        ("pilot", "pilot"),
        *(("blind", ritual) for ritual in RITUALS),
    ]:
        runs = trials.of(role, name)
        if runs:
            read = np.mean([len(run.category) for run in runs])
            top = np.mean([share for run in runs for share in run.category.values()])
            yield f"{name}: {read:.1f} of {len(scenario.evidence)} read, mean category {top:.2f} of the top"


def alike(trials: Trials) -> Iterator[str]:
    """Readings of one habileté that rise and fall together at one skill: what is read twice says so here."""
    for name in trials.habiletes:
        runs = trials.of("ladder", on=name)
        rungs = sorted({run.played.skill[name] for run in runs})
        for a, b in itertools.combinations(trials.own(name), 2):
            apart: list[tuple[float, float]] = []
            for rung in rungs:
                here = [r.category for r in runs if r.played.skill[name] == rung and {a, b} <= r.category.keys()]
                pairs = np.array([(categories[a], categories[b]) for categories in here]).reshape(-1, 2)
                apart += [(float(x), float(y)) for x, y in pairs - pairs.mean(axis=0)] if len(pairs) else []
            x, y = np.array(apart).reshape(-1, 2).T
            if len(x) and x.std() > 0 and y.std() > 0 and (r := float(np.corrcoef(x, y)[0, 1])) > ALIKE:
                yield f"{a} and {b} of {name}: r {r:.2f} at one skill"


ALIKE = 0.5
RITUALS = ("ritual", "sweep_ritual", "rule_ritual", "list_ritual", "scan_ritual")


def main() -> None:
    """Say the figures of the forms named, of all when none is."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("ids", nargs="*", default=list(short_forms()))
    asked.add_argument("--runs", type=int, default=RUNS)
    options = asked.parse_args()
    for id in options.ids or list(short_forms()):
        scenario = form(id)
        trials = _played(scenario, options.runs)
        judged = bars(trials)
        for part in (
            (f"## {id}", ""),
            nulls(scenario, trials, judged),
            others(scenario, trials, judged),
            alike(trials),
        ):
            print(*part, sep="\n", flush=True)


if __name__ == "__main__":
    main()
