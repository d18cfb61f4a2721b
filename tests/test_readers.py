"""Readers: each has its own settings, nothing of what is right is in code, and what they read does not move."""

import ast
import copy
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import FOLDER, workshop
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cli.check import evidence_schema
from game.library import MODELS, known
from game.mechanics.assemble.params import Params
from game.simulation.trace import from_bytes
from scenarios.load import load_all
from scenarios.vocabulary import Event
from scoring.evidence import observe
from scoring.readers import READERS
from scoring.readers.log import too_late
from scoring.rules import EvidenceRule
from scoring.types import Observation

NAME = "panneau_fuselage"
RUNS = Path(__file__).parent / "golden" / "runs"
EVIDENCE: dict[str, Any] = yaml.safe_load((FOLDER / "evidence.yaml").read_text("utf-8"))


def read_then(events: Sequence[Event], device: str) -> tuple[Observation, ...]:
    """What the rules of the time of the runs kept read in events."""
    params = yaml.safe_load((RUNS / "scenario.yaml").read_text("utf-8"))["params"]
    written = yaml.safe_load((RUNS / "evidence.yaml").read_text("utf-8"))["evidence"]
    then = tuple(EvidenceRule.model_validate(rule) for rule in written)
    return observe(events, then, Params.model_validate(params).model_dump(), task="t", device=device)


@pytest.mark.parametrize("robot", json.loads((RUNS / "categories.json").read_text("utf-8")))
def test_stored_runs_are_read_as_they_were(robot: str) -> None:
    """Nine runs kept from before: what was cut off in them is missing, the rest is read as it was.

    But a wait in which a page was opened, or nothing done, which counted 2 and 1 of 4 then.
    """
    trace = from_bytes((RUNS / f"{robot}.trace").read_bytes())
    found = read_then(trace.events, str(trace.header["device"]))
    expected = json.loads((RUNS / "categories.json").read_text("utf-8"))[robot]
    assert {o.rule: o.category for o in found} == expected


FAULTS: dict[str, tuple[str, dict[str, object]]] = {
    "none": ("head", {}), "high": ("head", {"h_um": 2400}), "trace": ("head", {"traces": 1}),
    "bent": ("pick", {"bend_mdeg": 9000}), "other length": ("place", {"stem": 6}),
}  # fmt: skip
"""What is wrong with a rivet of one's own: the event that says it, and what of it."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_mark_on_ones_own_fault_takes_nothing_off(fault: str) -> None:
    """After the revision the expert marks one more rivet: good, it costs; spoiled by themselves, it was right."""
    trace = from_bytes((RUNS / "expert.trace").read_bytes())
    events, (kind, change) = list(trace.events), FAULTS[fault]
    put = next(e for e in events if e.kind == "place" and e.data["hole"] == "A2")
    if change:
        at = next(n for n, e in enumerate(events) if e.kind == kind and (
            e.data["rivet"] == put.data["rivet"] if kind == "pick" else e.data["hole"] == "A2"))  # fmt: skip
        events[at] = replace(events[at], data={**events[at].data, **change})
    last = max(n for n, e in enumerate(events) if e.kind == "redo")
    events.insert(last + 1, replace(events[last], data={**events[last].data, "hole": "A2", "on": True}))
    found = read_then(tuple(events), "mouse")
    (item,) = [one for one in found if one.rule == "ADA4"]
    assert (item.n, item.extra, item.category) == ((3, 1, 2) if fault == "none" else (3, 0, 3))


def told(tmp_path: Path, rule: str, change: dict[str, Any]) -> list[tuple[str, int, str, object]]:
    """(code, line, where, nearest) of each problem once a rule is written otherwise; None takes a key away."""
    whole = copy.deepcopy(EVIDENCE)
    at = next(n for n, one in enumerate(whole["evidence"]) if one["id"] == rule)
    for name, value in change.items():
        if value is None:
            del whole["evidence"][at][name]
        else:
            whole["evidence"][at][name] = value
    place = tmp_path / NAME
    shutil.copytree(str(FOLDER), place)
    lines = "".join(f"  - {json.dumps(one)}\n" for one in whole["evidence"]).replace("Infinity", ".inf")
    (place / "evidence.yaml").write_text("evidence:\n" + lines, "utf-8")
    _, problems = load_all([place / "scenario.yaml"], MODELS, EvidenceRule, known())
    assert all(p.line == at + 2 and p.file == f"{NAME}/evidence.yaml" for p in problems), problems
    return [(p.code, p.line, p.where.split(".", 2)[-1], p.values.get("nearest", "")) for p in problems]


WRONG: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("NOR3", {"using": None}, "missing", "using.zone", ""),
    ("NOR5", {"using": {"calibre": "A", "due": ["x"], "until": "revision_b"}}, "int_type", "using.due.0", ""),
    ("NOR2", {"using": {"zoen": "A"}}, "extra_forbidden", "using.zoen", "zone"),
    ("NOR2", {"using": {"zone": "A", "exept": ["A3"]}}, "extra_forbidden", "using.exept", "except"),
    ("NOR1", {"cuts": [1, 2, 3, float("inf")]}, "finite_number", "cuts.3", ""),
    ("NOR1", {"cuts": [1000, 2000, 3000, 4000]}, "never_reached", "cuts", ""),
    ("ATT1", {"cuts": [0.6, 1.3, 1.9, 9.0]}, "never_reached", "cuts", ""),
    ("DEX1", {"cuts": {"mouse": [3, 2, 1, -5]}}, "never_reached", "cuts.mouse", ""),
    ("ADA5", {"cuts": [10, 9, 5, 1]}, "always_reached", "cuts", ""),
    ("NOR1", {"using": {"zone": "A"}}, "extra_forbidden", "using.zone", ""),
    ("NOR4", {"using": {"zone": "B", "gauged": 1}}, "bool_type", "using.gauged", ""),
    ("NOR4", {"using": {"zone": "B", "gauged": "yes"}}, "bool_type", "using.gauged", ""),
    ("NOR5", {"using": {"calibre": "A", "due": [4, 4]}}, "rising", "using.due", ""),
    ("NOR5", {"using": {"calibre": "A", "due": [4, 8, 12, 400]}}, "beyond", "using.due", ""),
    ("NOR5", {"using": {"calibre": "C", "due": [4, 8, 12, 16]}}, "unknown_name", "using.calibre", ""),
    ("NOR6", {"using": {"answers": {"lot_6": "K8"}}}, "unknown_name", "using.answers.lot_6", "K7"),
    ("NOR6", {"using": {"answers": {"lot6": "K7"}}}, "unknown_name", "using.answers.lot6", "lot_6"),
    ("NOR6", {"using": {"answers": {}}}, "too_short", "using.answers", ""),
    ("NOR3", {"using": {"zone": "A", "order": ["A2", "A2", "A6"]}}, "twice", "using.order", ""),
    ("NOR3", {"using": {"zone": "A", "order": ["A2", "B2", "A6"]}}, "not_in_zone", "using.order", ""),
    ("NOR3", {"using": {"zone": "A", "order": ["A4", "A2", "A6"]}}, "other_order", "using.order", ""),
    ("DEX1", {"using": {"zone": "A", "least": 50}}, "beyond", "using.least", ""),
    ("DEX3", {"using": {"zone": "D", "least": 4, "change": "revision_b"}}, "both", "using", ""),
    ("DEX2", {"using": {"zone": "B", "tool": "pince_21", "least": 3}}, "unknown_name", "using.tool", "pince_27"),
    ("ATT4", {"using": {"block": 1, "faulty": ["gap"], "signals": 9, "noises": 8}},
     "other_number", "using.signals", ""),
    ("ATT4", {"using": {"block": 7, "faulty": ["gap"], "signals": 4, "noises": 8}},
     "less_than_equal", "using.block", ""),
    ("ATT1", {"using": {"movement": 1, "signals": 2, "noises": float("inf")}}, "int_type", "using.noises", ""),
    ("INI1", {"using": {"hole": "A5", "zone": "A"}}, "unknown_name", "using.hole", "A3"),
    ("INI2", {"using": {"bin": 1}}, "unknown_name", "using.bin", ""),
    ("INI2", {"using": {"bin": True}}, "int_type", "using.bin", ""),
    ("INI3", {"using": {"tool": "mallet", "begins": "A", "needed": "check"}}, "unknown_name", "using.tool", ""),
    ("INI5", {"using": {"tool": "mirror", "all_there": -1}}, "greater_than_equal", "using.all_there", ""),
    ("ADA1", {"using": {"change": "revision_c", "folder": "4A-128-B", "changes": "changes"}}, "unknown_name",
     "using.change", "revision_b"),
    ("ADA1", {"using": []}, "model_type", "using", ""),
    ("ADA1", {"reads": "revision_foldr"}, "unknown_name", "reads", "revision_folder"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "change", "code", "where", "near"), WRONG)
def test_wrong_settings_are_told_before_anybody_plays(
    tmp_path: Path, rule: str, change: dict[str, Any], code: str, where: str, near: str
) -> None:
    """Missing, misspelt, of a wrong type, infinite, out of reach: the file, the line, the nearest valid value."""
    found = told(tmp_path, rule, change)
    assert (code, where, near) in {(c, w, n) for c, _, w, n in found}, found


def words(value: object) -> Iterator[str]:
    """Every word that an author wrote: keys and values."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield str(name)
            yield from words(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from words(one)
    elif isinstance(value, str):
        yield value


def test_no_word_of_an_author_stands_in_a_reader() -> None:
    """Holes, zones, tools, bins, folders, fields, parts and places are named in YAML, never in code."""
    plain = workshop().model_dump()
    own = {name: plain[name] for name in ("zones", "parts", "fod", "folders", "points", "places", "sheet", "squeezers")}
    theirs = set(words(own)) | {tool["id"] for tool in plain["tools"]} | {"pince_27", "revision_b", "jeanne"}
    models = type(workshop()).model_json_schema()["$defs"].values()
    theirs -= {"", *(name for model in models for name in model["properties"])}
    for path in (Path(__file__).parent.parent / "scoring" / "readers").rglob("*.py"):
        literals = {
            node.value
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert literals & theirs == set(), path.name


def test_the_schema_knows_the_settings_of_each_reader() -> None:
    """An editor offers the settings of the reader that is named, and no other."""
    whole = evidence_schema()
    item = whole["properties"]["evidence"]["items"]
    by_reader = {one["if"]["properties"]["reads"]["const"]: one["then"]["properties"]["using"] for one in item["allOf"]}
    assert set(by_reader) == set(READERS)
    assert set(by_reader["right_stems"]["properties"]) == {"zone", "only", "holes", "except", "gauged", "change"}
    assert item["properties"]["reads"]["enum"] == list(READERS)


junk = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=6,
)


@given(st.sampled_from(sorted(READERS)), junk, junk)
def test_whatever_stands_in_a_rule_is_read_or_refused(reader: str, using: object, cuts: object) -> None:
    """Any setting and any cuts: a rule, or errors of pydantic, and nothing else."""
    plain = {"id": "NOR1", "habilete": "a", "reads": reader, "using": using, "cuts": cuts}
    try:
        rule = EvidenceRule.model_validate(plain)
    except ValidationError:
        return
    list(rule.against(workshop().model_dump()))
    assert EvidenceRule.model_validate(rule.model_dump()) == rule


def test_a_check_that_is_late_is_told_as_late() -> None:
    """A check is late where none was made since it came due; only the others were made at other moments."""
    assert too_late([3, 8, 9, 14], [6, 12], {3, 8, 9, 14}) == ("8", "14")
    assert too_late([2, 4], [6], {2, 4}) == ()
