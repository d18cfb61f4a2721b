"""What an author may write line by line and what makes no workshop together: refused by meaning, in every mechanic."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from game.library import MODELS, known
from game.workshop.sense import day_of
from scenarios.check import KnownNames
from scenarios.load import load_all, workshop_files
from scenarios.safe import Problem
from scoring.rules import EvidenceRule

PLACES = {path.parent.name: path.parent for path in workshop_files()}
Edit = tuple[str, Any, str]
"""Where (keys and indexes, between slashes), the new value or what makes it of the old one, the code expected there."""


@pytest.fixture(scope="module")
def there() -> KnownNames:
    """What the names of a workshop may lead to."""
    return known()


def read(workshop: str, file: str) -> Any:
    return yaml.load((PLACES[workshop] / file).read_text("utf-8"), yaml.CSafeLoader)


def changed(data: Any, at: str, value: Any) -> None:
    *path, last = [int(step) if step.isdecimal() else step for step in at.split("/")]
    for step in path:
        data = data[step]
    data[last] = value(data[last]) if callable(value) else value


def told(there: KnownNames, place: Path, workshop: str, edits: tuple[Edit, ...], file: str) -> list[Problem]:
    """The problems of a workshop with all those edits at once."""
    shutil.copytree(PLACES[workshop], place / workshop)
    data = read(workshop, file)
    for at, value, _ in edits:
        changed(data, at, value)
    (place / workshop / file).write_text(yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True), "utf-8")
    return load_all([place / workshop / "scenario.yaml"], MODELS, EvidenceRule, there)[1]


def at(kind: str, name: str, **values: Any) -> Callable[[Any], Any]:
    """Of a list, the things whose `kind` is `name` with other values."""
    return lambda listed: [{**one, **values} if one.get(kind) == name else one for one in listed]


def without(kind: str, name: str) -> Callable[[Any], Any]:
    """Of a list, the things whose `kind` is not `name`."""
    return lambda listed: [one for one in listed if one.get(kind) != name]


ANY: tuple[Edit, ...] = (
    ("params/phases/0/writes_stock", True, "close_only"),
    ("params/phases/2/zone", "A", "works_nowhere"),
    ("params/sheet/0/answer", "zzz", "unknown_name"),
    ("params/needs", lambda needs: {**needs, "fly": "wrench"}, "unknown_name"),
    ("params/lines", lambda lines: {**lines, "fly": 1}, "unknown_name"),
    ("params/arrives", {"wings": 9}, "unknown_name"),
    ("params/missing_from", "prepare", "unknown_name"),
    ("params/tools/1/listed", True, "other_listed"),
    ("params/day", lambda day: at("does", "asks", replies=["skip"])(day), "few_replies"),
    ("params/practice", at("does", "store", label="31.02.26"), "no_day"),
)  # fmt: skip
TOGETHER: list[tuple[str, tuple[Edit, ...]]] = [
    ("panneau_fuselage", (
        *ANY[:1], *ANY[2:],
        ("params/bins/1/lot", "K7", "twice"),
        ("params/bins/2/look", "grey", "twice"),
        ("params/other_lots", ["C3", "P4"], "known_lot"),
        ("params/mixed/movement", 9, "beyond"),
        ("params/faulty_among", 1, "beyond"),
        ("params/points/P2", "B3", "same_place"),
        ("params/tolerance_um", 400, "over_target"),
        ("params/target_um", 400, "over_target"),
        ("params/piece/frames/1/name", "31", "twice"),
        ("params/piece/riveted/0/dy_mm", 400, "off_panel"),
        ("params/zones/A/holes/A3/y_mm", 96, "same_place"),
        ("params/zones/B/holes/B1", {"x_mm": 300, "y_mm": 200, "e_um": 2200}, "in_opening"),
        ("params/day/7/redo", ["A3", "A5"], "never_formed"),
    )),
    ("panneau_fuselage", (
        ("params/piece/window", {"x_mm": 700, "y_mm": 380, "w_mm": 700, "h_mm": 9}, "off_panel"),
        ("params/phases/4/zone", "B", "never_worked"),
        ("params/zones/A/holes/A3", {"x_mm": 460.0, "y_mm": 35, "e_um": 2400}, "same_place"),
        ("params/needs/pige", "mirror", "needed_missing"),
        ("params/needs/calibre", "wrench", "not_listed"),
        ("params/sheet/4/options", ["2", "02", "5", "8"], "twice"),
        ("params/day/5/tool", "pince_12", "in_use_already"),
        ("params/tools/0/label", "01.01.20", "expired_too"),
        ("params/practice", at("does", "store", label="30.06.99"), "not_past"),
        ("params/practice", at("id", "tag", before="heads1"), "joined_apart"),
    )),
    ("aubes_soufflante", (
        *ANY,
        ("params/near_um", 9000, "over_limit"),
        ("params/phases/3/zone", "A", "never_worked"),
        ("params/tools/3/label", "hier", "no_day"),
        ("params/lamps", ["lampe_2"], "in_use_already"),
        ("params/tools", lambda tools: [one for one in tools if one["kind"] != "ppe"], "unknown_name"),
    )),
    ("panneau_fuselage", (
        ("params/day/6/id", "jaw", "said_already"),
        ("params/practice", lambda all: at("does", "close", tool="mirror")(at("does", "store", tool="calibre")(all)),
         "days_own"),
    )),
    ("aubes_soufflante", (
        ("params/day/4/ends_with", "found", "said_already"),
        ("params/day/7/id", "C", "said_already"),
        ("params/phases/6/id", "call", "said_already"),
        ("params/practice", at("does", "close", tool=""), "no_empty_place"),
    )),
    ("aubes_soufflante", (
        ("params/phases", lambda all: [*all[1:-1], {"id": "late", "kind": "prepare", "movement": 4}], "close_last"),
        ("params/expired_tool", "mirror", "expired_too"),
    )),
    ("kitting_poste_40", (
        *ANY[:1], *ANY[2:],
        ("params/store/A6/lot", "T5", "twice"),
        ("params/store/B1/quantity", 1, "short_stock"),
        ("params/store/A1/quantity", 1, "short_stock"),
        ("params/refs/vis_14/size", 1, "drawn_alike"),
        ("params/refs/equerre_87/shape", "bracket", "drawn_alike"),
        ("params/steps", [[0, 0, 3], [0, 0, 2], [3, 2, 0]], "same_place"),
        ("params/rounds/A/kits/K26/due", 21, "same_hour"),
        ("params/rounds/B/kits/K23/due", 3, "never_kept"),
        ("params/rounds/C/picks", 30, "beyond"),
        ("params/plans/P1/bars/K18/due", 66, "beyond_strip"),
        ("params/plans/P2/bars", {k: {"blocks": 4, "due": 0} for k in ("K07", "K19", "K31")}, "few_flags"),
        ("params/tools/0/label", "01.10.26", "out_already"),
    )),
    ("kitting_poste_40", (
        ("params/plans/P1/bars/K26/due", 7, "never_kept"),
        ("params/plans/P2/bars/K07/new_due", 23, "same_hour"),
        ("params/practice_round", "A", "practised_only"),
        ("params/practice_plan", "P1", "practised_only"),
        ("params/scanners", ["douchette_2"], "in_use_already"),
        ("params/tools/2/label", "30.11.26", "still_good"),
    )),
]  # fmt: skip


@pytest.mark.parametrize(("workshop", "edits"), TOGETHER)
def test_what_makes_no_workshop_is_refused_where_it_stands(
    there: KnownNames, tmp_path: Path, workshop: str, edits: tuple[Edit, ...]
) -> None:
    """Dozens of such edits, each told with its sentence and its place, all in one reading."""
    problems = told(there, tmp_path, workshop, edits, "scenario.yaml")
    found = {(p.code, p.where.removeprefix("params.").split(".")[0]) for p in problems}
    moved = {"never_worked": {"zones", "rotors", "rounds"}, "practised_only": {"rounds", "plans"},
             "not_past": {"practice"}, "in_use_already": {"day"}, "few_replies": {"day"}, "expired_too": {"tools"},
             "short_stock": {"store"}, "over_target": {"tolerance_um"}}  # fmt: skip
    for path, _, code in edits:
        places = moved.get(code, {path.split("/")[1]}) | {"gates"}
        assert {place for one, place in found if one == code} & places, (path, code, found)


ALONE: list[tuple[str, str, Edit]] = [
    ("scenario.yaml", "kitting_poste_40", ("params/store/A5/until", "26-13", "month")),
    ("scenario.yaml", "kitting_poste_40", ("params/today", "26-00", "month")),
    ("scenario.yaml", "panneau_fuselage", ("params/mixed/foreign", 0, "greater_than_equal")),
    ("scenario.yaml", "panneau_fuselage", ("resume_within_s", 3600, "less_than_equal")),
    ("scenario.yaml", "panneau_fuselage", ("gates", ["ppe_on", "ppe_on"], "twice")),
    ("scenario.yaml", "aubes_soufflante", ("debrief", ["ATT5", "ATT5"], "twice")),
    ("scenario.yaml", "aubes_soufflante", ("title/fr", "…", "blank")),
    ("scenario.yaml", "aubes_soufflante", ("minutes", "20", "plain_int")),
    ("scenario.yaml", "aubes_soufflante", ("minutes", -5, "greater_than_equal")),
    ("scenario.yaml", "aubes_soufflante", ("minutes", 10_000, "less_than_equal")),
    ("scenario.yaml", "aubes_soufflante", ("minutes", 5, "greater_than_equal")),
    ("scenario.yaml", "panneau_fuselage", ("minutes", 59, "less_than_equal")),
    ("scenario.yaml", "panneau_fuselage", ("params/practice_s", 0, "greater_than_equal")),
    ("scenario.yaml", "panneau_fuselage",
     ("params/practice", lambda all: [{**one, "before": "close"} for one in all], "empty")),
    ("scenario.yaml", "panneau_fuselage", ("params/ceilings_s", [750, 800, 10_000], "less_than_equal")),
    ("scenario.yaml", "aubes_soufflante", ("title/fr", "\u041fales", "other_alphabet")),
    ("scenario.yaml", "panneau_fuselage", ("params/piece/window/w_mm", 0, "greater_than_equal")),
    ("scenario.yaml", "panneau_fuselage", ("params/piece/riveted/0/dy_mm", 0, "same_place")),
    ("scenario.yaml", "panneau_fuselage", ("params/piece/frames/1/x_mm", 190, "same_place")),
    ("scenario.yaml", "panneau_fuselage", ("params/piece/stringers_mm", [95, 200, 95], "twice")),
    ("scenario.yaml", "aubes_soufflante",
     ("params/rotors/A/blades", lambda all: {name: {**one, "marks": [{**mark, "size_um": 0} for mark in one["marks"]]}
      if one and one.get("marks") else one for name, one in all.items()}, "greater_than_equal")),
    ("evidence.yaml", "panneau_fuselage", ("evidence/0/b", [-100, 0, 1, 100], "greater_than_equal")),
    ("evidence.yaml", "aubes_soufflante", ("evidence/6/lasts", ["A", "A"], "twice")),
    ("scenario.yaml", "panneau_fuselage", ("params/day/0/after", True, "plain_int")),
    ("scenario.yaml", "panneau_fuselage", ("params/day", without("does", "holds"), "unknown_name")),
    ("scenario.yaml", "panneau_fuselage",
     ("params", lambda params: {**params, "phases": without("kind", "judge")(params["phases"]),
      "practice": without("before", "heads1")(params["practice"])}, "beyond")),
    ("evidence.yaml", "panneau_fuselage", ("evidence/0/cuts", [0.1, 0.10001, 0.10002], "cuts_alike")),
    ("evidence.yaml", "aubes_soufflante", ("evidence/1/out_of", 2, "out_of_few")),
    ("evidence.yaml", "kitting_poste_40", ("evidence/0/least", 1000, "beyond")),
    ("evidence.yaml", "kitting_poste_40", ("evidence/0/a", "1.2", "plain_int")),
]  # fmt: skip


@pytest.mark.parametrize(("file", "workshop", "edit"), ALONE)
def test_a_value_that_means_nothing_is_refused(
    there: KnownNames, tmp_path: Path, file: str, workshop: str, edit: Edit
) -> None:
    """A month that is none, a yes for a number, two thresholds that no count lies between, a block that never comes."""
    assert edit[2] in {p.code for p in told(there, tmp_path, workshop, (edit,), file)}


@pytest.mark.parametrize("ref", ["vis_14", "equerre_87"])
def test_rules_are_asked_of_sound_names_only(there: KnownNames, tmp_path: Path, ref: str) -> None:
    """A reference that was renamed under its kits: told by name, where the readers raised KeyError."""
    edit: Edit = ("params/refs", lambda refs: {f"{k}_2" if k == ref else k: v for k, v in refs.items()}, "unknown_name")
    assert edit[2] in {p.code for p in told(there, tmp_path, "kitting_poste_40", (edit,), "scenario.yaml")}


def test_a_label_bears_a_day() -> None:
    """Day, month and year in two figures each; other figures, other signs and days that do not exist are none."""
    assert day_of("31.10.26") == (26, 10, 31)
    assert day_of("29.02.28") == (28, 2, 29)
    none = ("31.02.26", "29.02.27", "00.10.26", "31.13.26", "2026-10-31", "31/10/26", "٣١.10.26", "1.10.26", "")
    for text in (*none, "31.10.2026"):
        assert day_of(text) is None
