"""Scenarios: every problem at once, with its line and a sentence; a broken one never stops the others."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import FOLDER
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.texts import Catalogue
from cli.main import main
from cli.problems import sentence
from game.library import MODELS, known
from scenarios.load import ScenarioErrors, load_all, load_scenario, workshop_files
from scenarios.reference import habiletes
from scoring.rules import EvidenceRule

NAME = "panneau_fuselage"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the first workshop that a test may break."""
    place = tmp_path / NAME
    shutil.copytree(str(FOLDER), place)
    return place


def broken(folder: Path, old: str, new: str, end: str = "scenario.yaml") -> list[str]:
    """The sentences given after one replacement in the file, in French then in English."""
    path = folder / end
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ScenarioErrors) as caught:
        load_scenario(folder / "scenario.yaml", MODELS, EvidenceRule)
    catalogue = Catalogue.load()
    return [
        sentence(p, lambda key, _l=language, **v: catalogue.t(key, _l, False, **v), catalogue)
        for language in ("fr", "en")
        for p in caught.value.problems
    ]


MISTAKES = [
    ("mechanic: assemble@1", "mechanic: asemble@1", "asemble@1", "scenario.yaml"),
    ("version: 1", "version: un", "nombre entier", "scenario.yaml"),
    ("version: 1", "version: 0", "trop petit", "scenario.yaml"),
    ("version: 1", f"version: {'9' * 5000}", "trop de chiffres", "scenario.yaml"),
    ("rome: H2901", "rome: 2901", "texte", "scenario.yaml"),
    ("rome: H2901", "rome: H29", "forme attendue", "scenario.yaml"),
    ("mentor: karim", "mentr: karim", "mentr", "scenario.yaml"),
    ("fictitious_values: true", "fictitious_values: false", "attendu", "scenario.yaml"),
    ("fictitious_values: true", "fictitious_values: oui", "attendu", "scenario.yaml"),
    ("id: panneau_fuselage", "id: Panneau", "forme attendue", "scenario.yaml"),
    ("title: {fr: Panneau de fuselage, en: Fuselage panel}", "title: {fr: Panneau}", "manque", "scenario.yaml"),
    ("look: grey", "look: gris", "attendu", "scenario.yaml"),
    ("stem_mm: 6", "stem_mm: 60", "trop grand", "scenario.yaml"),
    ("x_mm: 460, y_mm: 35", "x_mm: 4600, y_mm: 35", "trop grand", "scenario.yaml"),
    ("order: [A2, A4", "order: [Z2, A4", "Z2", "scenario.yaml"),
    ("order: [B3, B4, B2, B6, B5, B1]", "order: [B1, B2, B3, B4, B5, B6]", "mélangez",
     "scenario.yaml"),
    ("tags: 4", "tags: 4\n  tags: 5", "deux fois", "scenario.yaml"),
    ("tags: 4", "tags: beaucoup", "nombre entier", "scenario.yaml"),
    ("tags: 4", "tgas: 4", "manque", "scenario.yaml"),
    ("kind: ppe", "kind: epi", "attendu", "scenario.yaml"),
    ("ceilings_s: [600, 650, 950]", "ceilings_s: [150, 170, 200, 90, 60]", "les mouvements des étapes",
     "scenario.yaml"),
    ("{id: foret, does", "{id: copeau, does", "deux fois", "scenario.yaml"),
    ("does: asks", "does: holds", "une seule attente", "scenario.yaml"),
    ("ceilings_s: [600, 650, 950]", "ceilings_s: 150", "liste", "scenario.yaml"),
    ("params:", "params: &a", "renvois", "scenario.yaml"),
    ("id: panneau_fuselage", "id: [panneau_fuselage", "ne sont pas fermées", "scenario.yaml"),
    ("cuts: [3, 5, 6, 7]", "cuts: [5, 3, 6, 7]", "les seuils montent", "evidence.yaml"),
    ("cuts: [3, 5, 6, 7]", "cuts: []", "1 à 4 seuils", "evidence.yaml"),
    ("cuts: [0.6, 1.3, 1.6, 2.3]", "cuts: [2.3, 1.6, 1.3, 0.6]", "ici, plus est mieux", "evidence.yaml"),
    ("within_um: 350}, cuts: [3, 2]", "within_um: 350}, cuts: [2, 3]", "ici, moins est mieux", "evidence.yaml"),
    ("within_um: 350}, cuts: [3, 2]", "within_um: 350}, cuts: [3]", "ici, moins est mieux", "evidence.yaml"),
    ("evidence:", "evidences: []\nevidence:", "Vouliez-vous écrire « evidence »", "evidence.yaml"),
    ("id: NOR2", "id: NOR1", "deux fois", "evidence.yaml"),
    ("id: NOR2", "id: nor2", "forme attendue", "evidence.yaml"),
    ("evidence:", "preuves:", "evidence", "evidence.yaml"),
    ("reads: tools_ready", "read: tools_ready", "manque", "evidence.yaml"),
]


@pytest.mark.parametrize(("old", "new", "said", "end"), MISTAKES)
def test_a_mistake_gets_its_line_and_a_sentence(folder: Path, old: str, new: str, said: str, end: str) -> None:
    """A typical mistake is named with file and line, in French and in English."""
    if "&a" in new:
        old, new = "title: {fr: Panneau", "title: *a\nx: &a {fr: Panneau"
    found = broken(folder, old, new, end)
    assert all(line.startswith((f"{NAME}/{end}:", f"{NAME}/scenario.yaml:")) for line in found)
    assert any(said in line for line in found)
    assert len(found) % 2 == 0


NAMES = [
    ("mechanic: assemble@1", "mecanic: assemble@1", "Vouliez-vous écrire « mechanic » ?"),
    ("rome: H2901", "rome: H2602", "le code ROME de ce métier est H2901"),
    ("id: ajusteur_monteur", "id: ajusteur", "Vouliez-vous écrire « ajusteur_monteur » ?"),
    ("mentor: karim", "mentor: karime", "etienne, hugo, karim, line, nadia. Vouliez-vous écrire « karim » ?"),
    ("fictitious_values: true", "fictitious_values: oui", "attendu : true."),
    ("resume_within_s: 600", "resume_within_s: 10 min", "un nombre entier est attendu, pas '10 min'"),
    ("debrief: [NOR1", "debrief: [NOR9", "« NOR9 » n'existe pas"),
    ("gates: [ppe_on", "gates: [ppe", "Vouliez-vous écrire « ppe_on » ?"),
    ("look: grey", "look: gris", "attendu : grey, minus, plus. Vouliez-vous écrire « grey » ?"),
    ("stem_mm: 6", "stem_mm: 6mm", "un nombre entier est attendu, pas '6mm'"),
    ("quantity: 14", "quantite: 14", "Vouliez-vous écrire « quantity » ?"),
    ("stem_limits_um: [2400, 4400]", "stem_limits_um: [4400, 2400]", "plus petite que la seconde"),
    ("order: [A2, A4", "order: [AA2, A4", "Vouliez-vous écrire « A2 » ?"),
    ("oval: true", "oval: oui", "true ou false est attendu, pas 'oui'"),
    ("zone: A, angle", "zone: C, angle", "« C » n'existe pas ; attendu : A, B, D."),
    ("draw: mallet", "draw: malet", "Vouliez-vous écrire « mallet » ?"),
    ("art: panel", "art: panell", "Vouliez-vous écrire « panel » ?"),
    ("minutes: 27", "minutes: sept", "un nombre entier est attendu, pas 'sept'"),
    ("{id: E12", "{id: E13", "il manque le texte « part.E13 »"),
    ("after: 3}", "after: 300}", "trop grand"),
    ("{id: copeau, does", "{id: coppeau, does", "Vouliez-vous écrire « copeau » ?"),
    ("about: A3", "about: A33", "Vouliez-vous écrire « A3 » ?"),
    ("missing_from: D", "missing_from: E", "« E » n'existe pas"),
    ("target_um: 1600", "target_um: 1,6", "un nombre entier est attendu, pas '1,6'"),
    ("folder_right: 4A-128-B", "folder_right: 4A-128-C", "« 4A-128-C » n'existe pas"),
    ("points: {P1: B3", "points: {P1: B33", "Vouliez-vous écrire « B3 » ?"),
    ("places: [bench, trolley, behind_c31, drawer]", "places: bench", "une liste est attendue"),
    ("missing_tool: mirror", "missing_tool: miror", "Vouliez-vous écrire « mirror » ?"),
    ("expired_tool: calibre", "expired_tool:", "rien n'est écrit ici"),
    ("tags: 4", "tags:\t4", "une tabulation"),
    ("  check_every: 3", "   check_every: 3", "ligne mal alignée"),
    ("{id: heads, does: heads,", '{id: "heads, does: heads,', "un guillemet ouvert ici n'est pas fermé"),
    ("mentor: karim", "mentor karim", "suivi de deux-points et d'un espace"),
    ("id: panneau_fuselage", "id: panneau", "doit être le nom de son dossier"),
    ("habilete: normes_consignes", "habilete: norme", "Vouliez-vous écrire « normes_consignes » ?"),
    ("reads: tools_ready", "reads: tool_ready", "Vouliez-vous écrire « tools_ready » ?"),
    ("cuts: [3, 5, 6, 7]", "cuts: 3", "evidence.0.cuts: une liste est attendue, pas 3."),
    ("cuts: [3, 5, 6, 7]", "cut: [3, 5, 6, 7]", "Vouliez-vous écrire « cuts » ?"),
    ("id: NOR2", "id: NOR22", "il manque le texte « fact.NOR22 »"),
    ("{zone: A, except: [A3]}", "{zone: Z, except: [A99]}", "« Z » n'existe pas ; attendu : A, B, D."),
    ("mouse: [400", "souris: [400", "Vouliez-vous écrire « mouse » ?"),
    ("weight_when_hard: 0.3", "weight_when_hard: 5", "trop grand"),
]


STANDS = {"stem_limits_um: [2400, 4400]": "params:"}
"""What is wrong with a whole is told at its first line."""


@pytest.mark.parametrize(("old", "new", "said"), NAMES)
def test_check_names_the_line_what_was_expected_and_what_is_near(
    folder: Path, old: str, new: str, said: str
) -> None:
    """One mistake: its file and line, what is wrong, what was expected, the nearest valid value; in both languages."""
    text = (folder / "scenario.yaml").read_text("utf-8")
    end = "scenario.yaml" if old in text else "evidence.yaml"
    path = folder / end
    text = path.read_text("utf-8")
    assert old in text
    line = text[: text.index(STANDS.get(old, old.lstrip()))].count("\n") + 1
    path.write_text(text.replace(old, new, 1), "utf-8")
    _, problems = load_all([folder / "scenario.yaml"], MODELS, EvidenceRule, known())
    assert 1 <= len(problems) <= 3
    catalogue = Catalogue.load()
    french, english = (
        [sentence(p, lambda key, _l=language, **v: catalogue.t(key, _l, False, **v), catalogue) for p in problems]
        for language in ("fr", "en")
    )
    assert any(one.startswith(f"{NAME}/{end}:{line}: ") and said in one for one in french), french
    assert [one.split(" ")[0] for one in english] == [one.split(" ")[0] for one in french]
    assert english != french


def test_a_mentor_has_a_drawing_and_is_called_something(folder: Path) -> None:
    """A mentor who is drawn but called nothing is a problem for each lacking text, on the mentor's line."""
    path = folder / "scenario.yaml"
    path.write_text(path.read_text("utf-8").replace("mentor: karim", "mentor: zoe"), "utf-8")
    house = known()
    drawn = replace(house, art=(*house.art, "mentor_zoe"))
    _, problems = load_all([path], MODELS, EvidenceRule, drawn)
    lacking = [f"workshop.{key}.zoe" for key in ("mentor", "mentor_name", "mentor_job")]
    assert [(p.where, p.values.get("text")) for p in problems] == [("mentor", key) for key in lacking]


def test_every_problem_is_listed_at_once(folder: Path) -> None:
    """Three mistakes give three lines, not the first alone."""
    path = folder / "scenario.yaml"
    text = path.read_text("utf-8").replace("version: 1", "version: un").replace("tags: 4", "tags: x")
    path.write_text(text.replace("kind: ppe", "kind: epi", 1), "utf-8")
    with pytest.raises(ScenarioErrors) as caught:
        load_scenario(path, MODELS, EvidenceRule)
    assert {p.where for p in caught.value.problems} >= {"version", "params.tags"}
    lines = text.split("\n")
    tags = next(p for p in caught.value.problems if p.where == "params.tags")
    assert "tags" in lines[tags.line - 1]


def test_a_broken_scenario_is_set_aside_alone(folder: Path) -> None:
    """The others stay playable."""
    other = folder.parent / "autre" / "scenario.yaml"
    other.parent.mkdir()
    other.write_text("id: [", "utf-8")
    sound, problems = load_all([other, folder / "scenario.yaml"], MODELS, EvidenceRule)
    assert [s.head.id for s in sound] == [NAME]
    assert {p.file for p in problems} == {"autre/scenario.yaml"}


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)))
def test_no_file_breaks_the_loader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever stands in a file, the answer is a list of problems."""
    path = tmp_path_factory.mktemp("any") / "x.yaml"
    path.write_bytes(content)
    with pytest.raises(ScenarioErrors) as caught:
        load_scenario(path, MODELS, EvidenceRule)
    assert caught.value.problems


def test_the_hash_ignores_layout_and_sees_content(folder: Path) -> None:
    """A comment does not change a scenario's hash; a value does."""
    path = folder / "scenario.yaml"
    first = load_scenario(path, MODELS, EvidenceRule).hash
    path.write_text("# a comment\n" + path.read_text("utf-8"), "utf-8")
    assert load_scenario(path, MODELS, EvidenceRule).hash == first
    path.write_text(path.read_text("utf-8").replace("tags: 4", "tags: 5"), "utf-8")
    assert load_scenario(path, MODELS, EvidenceRule).hash != first


def test_rules_name_official_habiletes_and_known_readers() -> None:
    """Every rule of every workshop speaks of a habileté of the referential and of a reader that exists."""
    from scoring.readers import READERS

    known = {h.id for h in habiletes()}
    for path in workshop_files():
        scenario = load_scenario(path, MODELS, EvidenceRule)
        assert {rule.habilete for rule in scenario.evidence} <= known
        assert {rule.reads for rule in scenario.evidence} <= set(READERS)


def test_french_and_english_have_the_same_keys() -> None:
    """No sentence exists in one language only; easy French only rewords what French has."""
    texts = Catalogue.load().texts
    assert set(texts["fr"]) == set(texts["en"])
    assert set(texts["fr-facile"]) <= set(texts["fr"])


def test_check_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`envol check`: 0 when all is sound, 1 with problems, 2 on wrong use, in the language asked for."""
    assert main(["check", "--lang", "fr"]) == 0
    assert "aucun problème" in capsys.readouterr().out
    (folder / "scenario.yaml").write_text("id: x", "utf-8")
    assert main(["check", "--lang", "en", str(folder)]) == 1
    assert "this is missing" in capsys.readouterr().out
    assert main(["check", "--lang", "fr", str(FOLDER / "evidence.yaml")]) == 0
    assert main(["check", "--lang", "fr", str(folder / "absent.yaml")]) == 1
    assert "il n'existe pas" in capsys.readouterr().out
    (folder / "empty").mkdir()
    assert main(["check", "--lang", "fr", str(folder / "empty")]) == 1
    assert "Rien à vérifier ici" in capsys.readouterr().out
    assert main(["fly"]) == 2


def test_demo_command(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> None:
    """`envol demo`: robots play every workshop and what was measured is said in words, the same for the same seed."""
    assert main(["demo", "--players", "1", "--seed", "4", "--lang", "fr"]) == 0
    first = capsys.readouterr().out
    assert "expert" in first
    assert "solide" in first
    request.getfixturevalue("short_demo")
    assert main(["demo", "--players", "1", "--seed", "4", "--lang", "fr"]) == 0
    again = capsys.readouterr().out.splitlines()
    assert len(again) >= 3
    assert set(again) <= set(first.splitlines())


def titles(node: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Where each property of a schema stands, and its title."""
    if isinstance(node, dict):
        for name, one in node.get("properties", {}).items():
            yield f"{path}.{name}", str(one.get("title", ""))
        for name, one in node.items():
            yield from titles(one, f"{path}.{name}")
    elif isinstance(node, list):
        for one in node:
            yield from titles(one, path)


def test_the_schemas_for_editors_title_every_field_in_french(tmp_path: Path) -> None:
    """`envol check --schema`: no property, in the head, the params or the rules, without a title an author wrote."""
    out = tmp_path / "workshop.schema.json"
    assert main(["check", "--schema", str(out)]) == 0
    found = []
    for name in ("workshop.schema.json", "workshop.schema.evidence.json"):
        whole = json.loads((tmp_path / name).read_text("utf-8"))
        assert "description" not in json.dumps(whole)
        found += list(titles(whole))
    assert len(found) > 75
    for path, title in found:
        made = path.rsplit(".", 1)[-1].replace("_", " ").title()
        assert title, path
        assert title != made or title in ("Version", "Mentor"), path
    whole = json.loads(out.read_text("utf-8"))
    assert "$ref" in whole["properties"]["params"]["anyOf"][0]
    assert "bins" in whole["$defs"]["assemble@1"]["properties"]
    assert main(["check", "--schema", str(tmp_path / "absent" / "x.json")]) == 1


def test_the_same_fact_read_twice_is_refused(folder: Path) -> None:
    """One fact feeds one observation: two rules that read the same thing are told, with file and line."""
    found = broken(folder, "reads: soft_contacts", "reads: clean_heads", "evidence.yaml")
    assert len(found) == 2
    assert all("DEX4" in line and line.startswith(f"{NAME}/evidence.yaml:") for line in found)
    assert found[0] != found[1]


def test_thin_designs_are_warned_of_and_not_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two observations of a habileté in a workshop, and a habileté seen in one workshop: told with file and line."""
    path = folder / "evidence.yaml"
    lines = path.read_text("utf-8").split("\n")
    kept = [line for line in lines if not any(f"id: {rule}" in line for rule in ("ADA2", "ADA3", "ADA4", "ADA5"))]
    path.write_text("\n".join(kept), "utf-8")
    assert main(["check", str(folder / "scenario.yaml"), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    at = next(n for n, line in enumerate(kept, 1) if "ADA1" in line)
    assert f"{NAME}/evidence.yaml:{at}: evidence: adaptation has only 2 observations" in said
    assert "seen in one workshop only" not in said
    path.write_text("\n".join(lines).replace("habilete: dexterite", "habilete: travail_equipe"), "utf-8")
    assert main(["check", str(folder / "scenario.yaml"), "--lang", "en"]) == 0
    assert "seen in one workshop only" in capsys.readouterr().out


def test_level_cuts_lie_between_the_nodes_of_the_grid() -> None:
    """A cut on a node would need half its mass: P(level) would no longer be a plain sum."""
    from scoring.estimate import tree
    from scoring.types import LEVEL_CUTS

    assert all(abs(tree().x - cut).min() > 0.05 for cut in LEVEL_CUTS)


def test_another_rule_is_another_version(folder: Path) -> None:
    """Evidence is part of the hash that results bear: one cut changed, another version."""
    path = folder / "scenario.yaml"
    first = load_scenario(path, MODELS, EvidenceRule).hash
    evidence = folder / "evidence.yaml"
    evidence.write_text("# a comment\n" + evidence.read_text("utf-8"), "utf-8")
    assert load_scenario(path, MODELS, EvidenceRule).hash == first
    evidence.write_text(evidence.read_text("utf-8").replace("[3, 5, 6, 7]", "[3, 5, 6, 8]", 1), "utf-8")
    assert load_scenario(path, MODELS, EvidenceRule).hash != first
