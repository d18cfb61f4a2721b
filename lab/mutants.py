"""Workshops spoilt at random: whatever `envol check` lets through must play and score with every robot.

A mutant is a copy of a workshop's folder in which one or two things are changed: a value, a key, an item, a piece of
the text itself. The same seed gives the same mutant.
"""

import copy
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from game.journey.measured import observed
from game.library import MODELS, known
from game.mechanics.table import MECHANICS
from game.simulation.bots import mine
from game.simulation.rng import Stream
from game.simulation.task import Run
from game.workshop.params import WorkshopParams
from lab.robots import play_out
from scenarios.check import KnownNames
from scenarios.load import EVIDENCE, SCENARIO, load_all
from scenarios.model import Scenario
from scoring.estimate import estimate
from scoring.rules import EvidenceRule
from scoring.types import Observation

MutantPlace = tuple[str | int, ...]
SHORT_S = 30
"""Ceilings of the movements of a mutant: the clock takes every robot through every step soon."""
ODD: tuple[Any, ...] = (
    None, "", " ", -1, 0, 1, 2, 7, 10**9, 10**30, 0.5, float("inf"), float("nan"), True, False, [], {}, [[]], {"x": {}},
    "A1", "A6", "B", "x", "../A1", "\u0410", "A\u202e1", "A" * 500, "{x}", "yes", "1", ["A1"], ["A1", "A1"], {"A1": 1},
)  # fmt: skip
SIGNS = "[]{}:,-?!&*|>'\"#%@`~ \n\t\u0410\u202e\x000"


@dataclass(slots=True)
class Tally:
    """What became of the mutants: refused, or sound and played; `faults` are what must not be, with their seeds."""

    refused: int = 0
    sound: int = 0
    runs: int = 0
    faults: list[str] = field(default_factory=list)


def spoil(folder: Path, out: Path, seed: int) -> Path:
    """A mutant of a workshop's folder under `out`: its scenario."""
    chance = Stream(seed, "mutant")
    place = out / folder.name
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder, place)
    for _ in range(1 + (chance.below(4) == 0)):
        file = place / (SCENARIO if chance.below(3) else EVIDENCE)
        if chance.below(8) == 0:
            text = _spoilt_text(file.read_bytes().decode("utf-8", "replace"), chance)
            file.write_bytes(text.encode("utf-8", "replace"))
        else:
            _spoil_data(file, chance)
    return place / SCENARIO


def _spoilt_text(text: str, chance: Stream) -> str:
    """A text with a piece cut out, a sign put in, a line twice, or two lines changed about."""
    at = chance.below(max(1, len(text)))
    kind = chance.below(4)
    if kind == 0:
        return text[:at] + text[at + 1 + chance.below(12) :]
    if kind == 1:
        return text[:at] + SIGNS[chance.below(len(SIGNS))] + text[at:]
    lines = text.split("\n")
    first, other = chance.below(len(lines)), chance.below(len(lines))
    if kind == 2:
        lines.insert(first, lines[other])
    else:
        lines[first], lines[other] = lines[other], lines[first]
    return "\n".join(lines)


def _spoil_data(file: Path, chance: Stream) -> None:
    """One value, key or item of a file changed; a file that is spoilt beyond reading stays as it is."""
    try:
        data = yaml.load(file.read_bytes(), yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        return
    places = list(_places(data)) if isinstance(data, dict) else []
    if not places:
        return
    figures = [path for path in places if isinstance(_at(data, path), int | float)]
    among = figures if figures and chance.below(2) else places
    path = among[chance.below(len(among))]
    holder = data
    for step in path[:-1]:
        holder = holder[step]
    _change(holder, path[-1], [_at(data, p) for p in places], chance)
    text = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, default_flow_style=None)
    file.write_text(text, "utf-8", "replace")


def _places(data: Any, path: MutantPlace = ()) -> Iterator[MutantPlace]:
    """Every key and index of plain data."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inside:
        yield (*path, key)
        yield from _places(value, (*path, key))


def _at(data: Any, path: MutantPlace) -> Any:
    for step in path:
        data = data[step]
    return data


def _change(holder: Any, key: Any, values: list[Any], chance: Stream) -> None:
    """One of many changes of what stands under a key or an index."""
    kind, old = chance.below(12), holder[key]
    if kind == 0:
        del holder[key]
    elif kind == 1 and isinstance(holder, list):
        holder.insert(chance.below(len(holder)), copy.deepcopy(old))
    elif kind == 2 and isinstance(holder, dict):
        holder[str(values[chance.below(len(values))])[:40]] = holder.pop(key)
    elif kind in (3, 8, 9) and isinstance(old, int | float):
        holder[key] = old + (-100, -5, -2, -1, 1, 2, 5, 100)[chance.below(8)]
    elif kind == 4 and isinstance(old, list):
        holder[key] = old[::-1]
    elif kind in (5, 10, 11) and isinstance(old, int):
        holder[key] = chance.below(max(1, 2 * abs(old) + 2))
    elif kind == 6:
        holder[key] = copy.deepcopy(values[chance.below(len(values))])
    else:
        holder[key] = copy.deepcopy(ODD[chance.below(len(ODD))])


def short(scenario: Scenario) -> Scenario:
    """The same workshop with short ceilings."""
    ceilings = tuple(SHORT_S for _ in mine(scenario.params, WorkshopParams).ceilings_s)
    return scenario.model_copy(update={"params": scenario.params.model_copy(update={"ceilings_s": ceilings})})


def robots(scenario: Scenario) -> tuple[str, ...]:
    """Every robot of the cast of a scenario's mechanic, and a graded one."""
    cast = MECHANICS[scenario.head.mechanic].cast
    return (*cast.able, *cast.clumsy, *cast.novice, *cast.blind, "graded")


def play(scenario: Scenario, robot: str, seed: int) -> tuple[Observation, ...]:
    """A run of a robot, and what was observed, once scored: whatever is wrong with the workshop is raised."""
    mechanic = MECHANICS[scenario.head.mechanic]
    cast = mechanic.cast
    bot = cast.graded(scenario.params, seed, {}) if robot == "graded" else cast.make(robot, scenario.params, seed)
    device = cast.device(robot)
    session = play_out(mechanic.make(scenario.params, Run(seed, device=device)), bot)
    facts = observed(scenario, session, device)
    estimate(facts, sorted({o.habilete for o in facts}))
    return facts


def try_mutants(folder: Path, out: Path, seeds: range, *, robots_each: int, there: KnownNames | None = None) -> Tally:
    """Spoil, check, and play what is sound with so many robots each, taken in turn. Nothing is raised: all is told."""
    there = there or known()
    tally = Tally()
    for seed in seeds:
        path = spoil(folder, out, seed)
        try:
            sound, problems = load_all([path], MODELS, EvidenceRule, there)
        except Exception as error:
            tally.faults.append(f"{seed}: check: {type(error).__name__}: {error}")
            continue
        tally.refused += not sound
        tally.sound += len(sound)
        if not sound and not problems:
            tally.faults.append(f"{seed}: refused without a word")
        for scenario in map(short, sound):
            names = robots(scenario)
            for n in range(robots_each):
                robot = names[(seed + n) % len(names)]
                tally.runs += 1
                try:
                    play(scenario, robot, seed)
                except Exception as error:
                    tally.faults.append(f"{seed}: {robot}: {type(error).__name__}: {error}")
    return tally
