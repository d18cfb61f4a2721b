"""Workshops spoilt at random, and by hand: nothing breaks the check, and what it lets through plays and scores."""

import copy
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import FOLDER, panneau

from game.library import MODELS, known
from lab.mutants import play, short, spoil, try_mutants
from scenarios.load import load_all
from scenarios.safe import Problem
from scoring.rules import EvidenceRule

MUTANTS = int(os.environ.get("ENVOL_MUTANTS", "28"))
"""`make mutants` asks for thousands."""
SCENARIO: dict[str, Any] = yaml.load((FOLDER / "scenario.yaml").read_text("utf-8"), yaml.CSafeLoader)


EACH = ("panneau_fuselage", "aubes_soufflante", "kitting_poste_40")
"""A workshop of each mechanic."""


@pytest.mark.parametrize("workshop", EACH)
def test_what_survives_the_check_plays_and_scores(tmp_path: Path, workshop: str) -> None:
    """Mutants of a workshop of each mechanic: no traceback in check, play or score; some are sound, most are not."""
    folder = Path(str(FOLDER)).with_name(workshop)
    tally = try_mutants(folder, tmp_path, range(MUTANTS), robots_each=1, there=known())
    assert tally.faults == []
    assert tally.refused > tally.sound > MUTANTS / 20
    assert tally.runs == tally.sound


@pytest.mark.parametrize(
    ("language", "changes", "code"),
    [
        ("fr-facile", {"order.first": "_"}, "order_lines"),
        ("en", {"order.revised": "The panel, without a number."}, "order_lines"),
        ("fr", {"order.first": "1. Un | A.\n1. Deux | B."}, "order_lines"),
        ("fr-facile", {"order.first": "1. Préparer | Prenez les outils."}, "other_lines"),
    ],
)
def test_an_order_is_read_by_its_numbered_lines(
    language: str, changes: dict[str, str], code: str, tmp_path: Path
) -> None:
    """An order without a numbered line ended the exercise in a traceback, where that language was chosen."""
    place = tmp_path / "panneau_fuselage"
    shutil.copytree(str(FOLDER), place)
    path = place / f"texts.{language}.yaml"
    data = yaml.load(path.read_bytes(), yaml.CSafeLoader) | changes
    path.write_text(yaml.dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    sound, problems = load_all([place / "scenario.yaml"], MODELS, EvidenceRule, known())
    assert sound == []
    assert code in {one.code for one in problems}, problems


def test_a_part_that_no_shelf_holds_is_told_beside_rules_that_look_for_it(tmp_path: Path) -> None:
    """A reader asked in which aisle a slot's part stands, and there was none: the check itself raised."""
    place = tmp_path / "kitting_poste_40"
    shutil.copytree(Path(str(FOLDER)).with_name("kitting_poste_40"), place)
    data = yaml.load((place / "scenario.yaml").read_bytes(), yaml.CSafeLoader)
    data["params"]["store"]["B1"] = {"ref": "film", "aisle": "C", "lot": "R3", "quantity": 9, "until": "27-04"}
    (place / "scenario.yaml").write_text(yaml.dump(data, allow_unicode=True), "utf-8")
    sound, problems = load_all([place / "scenario.yaml"], MODELS, EvidenceRule, known())
    assert sound == []
    assert "no_stock" in {one.code for one in problems}, problems


def test_a_step_that_ends_with_the_rule_laid_stops_no_robot(tmp_path: Path) -> None:
    """A mark moved by 5 mm: the novice's rule lay over nothing when the next rotor came, and the robot raised."""
    place = tmp_path / "aubes_soufflante"
    shutil.copytree(Path(str(FOLDER)).with_name("aubes_soufflante"), place)
    text = (place / "scenario.yaml").read_text("utf-8")
    assert "size_um: 9000, angle_deg: 0," in text
    moved = text.replace("size_um: 9000, angle_deg: 0,", "size_um: 8995, angle_deg: 0,")
    (place / "scenario.yaml").write_text(moved, "utf-8")
    (spoilt,), problems = load_all([place / "scenario.yaml"], MODELS, EvidenceRule, known())
    assert problems == []
    assert play(short(spoilt), "novice", 377)


def test_the_same_seed_gives_the_same_mutant(tmp_path: Path) -> None:
    """A mutant that was told by its seed can be made again."""
    for seed in range(5):
        first = spoil(Path(str(FOLDER)), tmp_path / "a", seed).parent
        again = spoil(Path(str(FOLDER)), tmp_path / "b", seed).parent
        assert [p.read_bytes() for p in sorted(first.iterdir())] == [p.read_bytes() for p in sorted(again.iterdir())]


def written(tmp_path: Path, data: Any) -> list[Problem]:
    """The problems of the first workshop with another scenario.yaml."""
    place = tmp_path / "panneau_fuselage"
    shutil.copytree(str(FOLDER), place)
    text = data if isinstance(data, str) else json.dumps(data).replace("Infinity", ".inf")
    (place / "scenario.yaml").write_text(text, "utf-8")
    return load_all([place / "scenario.yaml"], MODELS, EvidenceRule, known())[1]


def changed(at: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """The scenario with one value written otherwise."""
    whole = copy.deepcopy(SCENARIO)
    holder: Any = whole
    for step in at[:-1]:
        holder = holder[step]
    holder[at[-1]] = value
    return whole


HOLE = {"x_mm": 10, "y_mm": 10, "e_um": 2400}
NONSENSE: list[tuple[tuple[str | int, ...], Any, str]] = [
    (("params", "bins", 1, "number"), 1, "twice"),
    (("params", "bins", 1, "stem_mm"), 6, "stems_rise"),
    (("params", "bins", 0, "quantity"), 2, "too_few"),
    (("params", "stem_limits_um"), [-5, -4], "greater_than_equal"),
    (("params", "sheet"), [], "too_short"),
    (("params", "zones", "A", "order"), ["A2", "A2", "A2", "A1", "A3", "A5"], "twice"),
    (("params", "zones", "A", "order"), ["A2", "A4", "A1", "A3", "A5"], "order_lacks"),
    (("params", "zones", "A", "holes", "A2"), {"x_mm": 460, "y_mm": 35, "e_um": 3400}, "same_place"),
    (("params", "zones", "B", "holes", "B1"), {"x_mm": 460, "y_mm": 35, "e_um": 2200}, "same_place"),
    (("params", "zones", "A", "holes", "../A1"), HOLE, "id_letters"),
    (("params", "zones", "A", "holes", "\u04101"), HOLE, "id_letters"),
    (("params", "zones", "A", "holes", "A.."), HOLE, "id_letters"),
    (("params", "zones", "A", "holes", ""), HOLE, "string_too_short"),
    (("params", "zones", "A", "holes", "AI"), HOLE, "look_alike"),
    (("params", "zones", "A", "holes", "a1"), HOLE, "look_alike"),
    (("params", "zones", "A", "holes", "B1"), HOLE, "twice"),
    (("params", "tools", 1, "id"), "squeezer", "twice"),
    (("params", "squeezers", 1, "id"), "pince_l2", "look_alike"),
    (("params", "folders", 0), "4A-128-B", "twice"),
    (("params", "sheet", 0, "options"), ["K7", "K7"], "twice"),
    (("params", "faulty_heads"), 8, "other_number"),
    (("params", "heads_per_block"), 4, "beyond"),
    (("params", "ceilings_s"), [-1, 170, 200], "greater_than_equal"),
    (("params", "tags"), float("inf"), "finite_number"),
    (("params", "day", 4, "lasts_ms"), -1, "greater_than_equal"),
    (("params", "day", 0, "after"), 200, "beyond"),
    (("params", "day", 0, "does"), "asks", "never_falls"),
    (("params", "zones", "A", "holes", "A1", "e_um"), 0, "never"),
    (("params", "target_um"), 20_000, "cannot_form"),
    (("params", "parts", 0, "angle"), 3, "never"),
    (("params", "parts", 0, "start_angle"), 1, "never"),
    (("params", "parts", 1, "zone"), "A", "twice"),
    (("params", "expired_tool"), "mallet", "no_label"),
    (("params", "missing_tool"), "wrench", "not_listed"),
    (("params", "tools", 12, "listed"), True, "ppe_listed"),
    (("params", "sheet", 4, "options"), ["un", "deux"], "not_counts"),
    (("params", "order_number"), "", "string_too_short"),
    (("params", "practice"), [], "empty"),
    (("title", "fr"), "   ", "blank"),
    (("title", "en"), "", "string_too_short"),
    (("id",), "panneau_fuselag\u0435", "string_pattern_mismatch"),
    (("id",), "../panneau", "string_pattern_mismatch"),
    (("mentor",), "../karim", "unknown_name"),
    (("trade", "rome"), "H\u0662\u0669\u0660\u0661", "string_pattern_mismatch"),
]


@pytest.mark.parametrize(("at", "value", "code"), [one for one in NONSENSE if one[2] != "never"])
def test_nonsense_is_refused_by_what_it_means(tmp_path: Path, at: tuple[str | int, ...], value: Any, code: str) -> None:
    """Two bins of one number, a hole twice, two at one place, names that cannot be names: each with its sentence."""
    found = written(tmp_path, changed(at, value))
    assert code in {p.code for p in found}, found


@pytest.mark.parametrize(("at", "value"), [(one[0], one[1]) for one in NONSENSE if one[2] == "never"])
def test_what_somebody_may_mean_is_left_to_them(tmp_path: Path, at: tuple[str | int, ...], value: Any) -> None:
    """An unusual value that makes sense is no problem."""
    assert written(tmp_path, changed(at, value)) == []


@pytest.mark.parametrize("tag", ["!!bool maybe", "!!int ''", "!!timestamp x"])
def test_a_tag_is_told_with_its_line(tmp_path: Path, tag: str) -> None:
    """A value that YAML itself cannot make is one problem, on its line."""
    text = (FOLDER / "scenario.yaml").read_text("utf-8").replace("version: 1", f"version: {tag}", 1)
    found = written(tmp_path, text)
    assert [(p.file, p.line, p.code) for p in found] == [("panneau_fuselage/scenario.yaml", 3, "tag")]


def test_bins_may_bear_any_numbers(tmp_path: Path) -> None:
    """Bins numbered 4, 5 and 6 play and score alike: a number is a name, never a place in a list."""
    place = tmp_path / "panneau_fuselage"
    shutil.copytree(str(FOLDER), place)
    for file, changes in {
        "scenario.yaml": [
            *((f"{{number: {n},", f"{{number: {n + 3},") for n in (1, 2, 3)),
            *((f"about: bin{n}}}", f"about: bin{n + 3}}}") for n in (1, 2, 3)),
            ("mixed: {bin: 2,", "mixed: {bin: 5,"),
        ],
        "evidence.yaml": [("using: {bin: 2}", "using: {bin: 5}")],
    }.items():
        text = (place / file).read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (place / file).write_text(text, "utf-8")
    (renamed,), problems = load_all([place / "scenario.yaml"], MODELS, EvidenceRule, known())
    assert problems == []
    plain = panneau()
    for robot in ("expert", "clumsy"):
        assert [o.category for o in play(renamed, robot, 3)] == [o.category for o in play(plain, robot, 3)]
