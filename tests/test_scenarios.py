"""Scenarios: every problem at once, with its line and a sentence; a broken one never stops the others."""

import shutil
from pathlib import Path

import pytest
from conftest import FOLDER
from hypothesis import given, settings
from hypothesis import strategies as st

from envol.assets.texts import Catalogue
from envol.game.app import main
from envol.game.app_commands import MODELS, sentence
from envol.scenarios.load import ScenarioErrors, load_all, load_scenario, workshop_files
from envol.scenarios.reference import habiletes
from envol.scoring.rules import EvidenceRule

NAME = "panneau_fuselage"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the first workshop that a test may break."""
    for end in (".yaml", ".evidence.yaml"):
        shutil.copy(str(FOLDER / f"{NAME}{end}"), tmp_path)
    return tmp_path


def broken(folder: Path, old: str, new: str, end: str = ".yaml") -> list[str]:
    """The sentences given after one replacement in the file, in French then in English."""
    path = folder / f"{NAME}{end}"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ScenarioErrors) as caught:
        load_scenario(folder / f"{NAME}.yaml", MODELS, EvidenceRule)
    catalogue = Catalogue.load()
    return [
        sentence(p, lambda key, _l=language, **v: catalogue.t(key, _l, False, **v), catalogue)
        for language in ("fr", "en")
        for p in caught.value.problems
    ]


MISTAKES = [
    ("mechanic: assemble@1", "mechanic: asemble@1", "asemble@1", ".yaml"),
    ("version: 1", "version: un", "nombre entier", ".yaml"),
    ("version: 1", "version: 0", "trop petit", ".yaml"),
    ("rome: H2901", "rome: 2901", "texte", ".yaml"),
    ("rome: H2901", "rome: H29", "forme attendue", ".yaml"),
    ("mentor: karim", "mentr: karim", "mentr", ".yaml"),
    ("fictitious_values: true", "fictitious_values: false", "attendu", ".yaml"),
    ("fictitious_values: true", "fictitious_values: oui", "attendu", ".yaml"),
    ("id: panneau_fuselage", "id: Panneau", "forme attendue", ".yaml"),
    ("title: {fr: Panneau de fuselage, en: Fuselage panel}", "title: {fr: Panneau}", "manque", ".yaml"),
    ("look: grey", "look: gris", "attendu", ".yaml"),
    ("stem_mm: 6", "stem_mm: 60", "trop grand", ".yaml"),
    ("x_mm: 460, y_mm: 35", "x_mm: 4600, y_mm: 35", "trop grand", ".yaml"),
    ("order: [A2, A5", "order: [Z2, A5", "Z2", ".yaml"),
    ("order: [B2, B7, B4, B9, B1, B3, B5, B8, B6]", "order: [B1, B2, B3, B4, B5, B6, B7, B8, B9]", "reading", ".yaml"),
    ("tags: 4", "tags: 4\n  tags: 5", "deux fois", ".yaml"),
    ("tags: 4", "tags: beaucoup", "nombre entier", ".yaml"),
    ("tags: 4", "tgas: 4", "manque", ".yaml"),
    ("kind: ppe", "kind: epi", "attendu", ".yaml"),
    ("ceilings_s: [150, 170, 200]", "ceilings_s: [150, 170]", "manque", ".yaml"),
    ("ceilings_s: [150, 170, 200]", "ceilings_s: 150", "liste", ".yaml"),
    ("params:", "params: &a", "renvois", ".yaml"),
    ("id: panneau_fuselage", "id: [panneau_fuselage", "YAML", ".yaml"),
    ("cuts: [3, 5, 6, 7]", "cuts: [5, 3, 6, 7]", "cuts rise", ".evidence.yaml"),
    ("cuts: [3, 5, 6, 7]", "cuts: []", "cuts", ".evidence.yaml"),
    ("id: NOR2", "id: NOR1", "deux fois", ".evidence.yaml"),
    ("id: NOR2", "id: nor2", "forme attendue", ".evidence.yaml"),
    ("evidence:", "preuves:", "evidence", ".evidence.yaml"),
    ("reads: tools_ready", "read: tools_ready", "manque", ".evidence.yaml"),
]


@pytest.mark.parametrize(("old", "new", "said", "end"), MISTAKES)
def test_a_mistake_gets_its_line_and_a_sentence(folder: Path, old: str, new: str, said: str, end: str) -> None:
    """A typical mistake is named with file and line, in French and in English."""
    if "&a" in new:
        old, new = "title: {fr: Panneau", "title: *a\nx: &a {fr: Panneau"
    found = broken(folder, old, new, end)
    assert all(line.startswith(f"{NAME}{end}:") or line.startswith(f"{NAME}.yaml:") for line in found)
    assert any(said in line for line in found)
    assert len(found) % 2 == 0


def test_every_problem_is_listed_at_once(folder: Path) -> None:
    """Three mistakes give three lines, not the first alone."""
    path = folder / f"{NAME}.yaml"
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
    (folder / "autre.yaml").write_text("id: [", "utf-8")
    sound, problems = load_all([folder / "autre.yaml", folder / f"{NAME}.yaml"], MODELS, EvidenceRule)
    assert [s.head.id for s in sound] == [NAME]
    assert {p.file for p in problems} == {"autre.yaml"}


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
    path = folder / f"{NAME}.yaml"
    first = load_scenario(path, MODELS, EvidenceRule).hash
    path.write_text("# a comment\n" + path.read_text("utf-8"), "utf-8")
    assert load_scenario(path, MODELS, EvidenceRule).hash == first
    path.write_text(path.read_text("utf-8").replace("tags: 4", "tags: 5"), "utf-8")
    assert load_scenario(path, MODELS, EvidenceRule).hash != first


def test_rules_name_official_habiletes_and_known_readers() -> None:
    """Every rule of every workshop speaks of a habileté of the referential and of a reader that exists."""
    from envol.scoring.readers import READERS

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
    (folder / f"{NAME}.yaml").write_text("id: x", "utf-8")
    assert main(["check", "--lang", "en", str(folder)]) == 1
    assert "this is missing" in capsys.readouterr().out
    assert main(["fly"]) == 2


def test_demo_command(capsys: pytest.CaptureFixture[str]) -> None:
    """`envol demo`: robots play and what was measured is said in words, the same for the same seed."""
    assert main(["demo", "--players", "1", "--seed", "4", "--lang", "fr"]) == 0
    first = capsys.readouterr().out
    assert "expert" in first
    assert "solide" in first
    assert main(["demo", "--players", "1", "--seed", "4", "--lang", "fr"]) == 0
    assert capsys.readouterr().out == first


def test_the_schema_for_editors_has_french_titles_and_knows_the_mechanic(tmp_path: Path) -> None:
    """`envol check --schema` writes a JSON Schema: French titles in the head, params after a mechanic."""
    import json

    out = tmp_path / "workshop.schema.json"
    assert main(["check", "--schema", str(out)]) == 0
    whole = json.loads(out.read_text("utf-8"))
    assert whole["properties"]["mentor"]["title"] == "Mentor"
    assert whole["properties"]["gates"]["title"] == "Points de sécurité"
    assert "$ref" in whole["properties"]["params"]["anyOf"][0]
    assert "bins" in whole["$defs"]["assemble@1"]["properties"]


@pytest.mark.parametrize(("old", "new", "said"), [
    ("habilete: dexterite, reads: clean_heads", "habilete: dexterity, reads: clean_heads", "dexterite"),
    ("reads: clean_heads", "reads: clean_hed", "clean_heads"),
    ("reads: soft_contacts", "reads: clean_heads", "DEX4"),
])  # fmt: skip
def test_evidence_that_reads_nothing_known_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    """An unknown habileté, an unknown reader, the same fact read twice: file, line, and the nearest known word."""
    found = broken(folder, old, new, ".evidence.yaml")
    assert len(found) == 2
    assert all(said in line and line.startswith(f"{NAME}.evidence.yaml:") for line in found)
    assert found[0] != found[1]


def test_thin_designs_are_warned_of_and_not_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two observations of a habileté in a workshop, and a habileté seen in one workshop: told with file and line."""
    path = folder / f"{NAME}.evidence.yaml"
    lines = path.read_text("utf-8").split("\n")
    kept = [line for line in lines if not any(f"id: {rule}" in line for rule in ("ADA1", "ADA2", "ADA3", "ADA4"))]
    path.write_text("\n".join(kept), "utf-8")
    assert main(["check", str(folder / f"{NAME}.yaml"), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    at = next(n for n, line in enumerate(kept, 1) if "ADA5" in line)
    assert f"{NAME}.evidence.yaml:{at}: evidence: adaptation has only 2 observation(s)" in said
    assert main(["check", "--lang", "en"]) == 0
    assert "seen in one workshop only" in capsys.readouterr().out


def test_level_cuts_lie_between_the_nodes_of_the_grid() -> None:
    """A cut on a node would need half its mass: P(level) would no longer be a plain sum."""
    from envol.scoring.estimate import LEVEL_CUTS, tree

    assert all(abs(tree().x - cut).min() > 0.05 for cut in LEVEL_CUTS)


def test_another_rule_is_another_version(folder: Path) -> None:
    """Evidence is part of the hash that results bear: one cut changed, another version."""
    path = folder / f"{NAME}.yaml"
    first = load_scenario(path, MODELS, EvidenceRule).hash
    evidence = folder / f"{NAME}.evidence.yaml"
    evidence.write_text("# a comment\n" + evidence.read_text("utf-8"), "utf-8")
    assert load_scenario(path, MODELS, EvidenceRule).hash == first
    evidence.write_text(evidence.read_text("utf-8").replace("[3, 5, 6, 7]", "[3, 5, 6, 8]", 1), "utf-8")
    assert load_scenario(path, MODELS, EvidenceRule).hash != first
