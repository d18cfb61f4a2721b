"""Warnings about designs that measure little: nothing is refused, the author is told with file and line."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel

from scenarios.load import EVIDENCE, ScenarioErrors, load_evidence, load_scenario, scenario_id, told_as
from scenarios.rule import Rule
from scenarios.safe import Problem
from scenarios.source import read_yaml

LEAST_IN_CELL = 3
"""Observations of one habileté in one task under which a cell says little."""


def thin_designs(
    paths: Sequence[Path],
    mechanics: Mapping[str, type[BaseModel]],
    rule_model: type[Rule],
    others: Sequence[Path] = (),
) -> list[Problem]:
    """A habileté with too few observations in a scenario, or seen in one scenario only of all that are known.

    `others`: scenarios that count as known without being looked at. Scenarios with problems are left out.
    """
    seen_in: dict[str, set[str]] = {}
    for path in [*paths, *others]:
        for name in _habiletes(path, mechanics, rule_model):
            seen_in.setdefault(name, set()).add(scenario_id(path))
    problems = []
    for path in paths:
        for name, lines in _habiletes(path, mechanics, rule_model).items():
            file = told_as(path.with_name(EVIDENCE))
            if len(lines) < LEAST_IN_CELL:
                values = {"habilete": name, "n": len(lines), "least": LEAST_IN_CELL}
                problems.append(Problem(file, lines[0], "evidence", "thin_cell", values))
            if len(seen_in[name]) == 1:
                problems.append(Problem(file, lines[0], "evidence", "one_task", {"habilete": name}))
    return sorted(problems, key=lambda p: (p.file, p.code, p.line))


def _habiletes(
    path: Path, mechanics: Mapping[str, type[BaseModel]], rule_model: type[Rule]
) -> dict[str, list[int]]:
    """For each habileté of a sound scenario, the lines of its rules."""
    evidence = path.with_name(EVIDENCE)
    try:
        load_scenario(path, mechanics, rule_model)
        _, lines = read_yaml(evidence)
    except ScenarioErrors:
        return {}
    rules, _, _ = load_evidence(evidence, rule_model)
    at: dict[str, list[int]] = {}
    for n, rule in enumerate(rules):
        at.setdefault(rule.habilete, []).append(lines.line(("evidence", n)))
    return at
