"""Thirty typical ways to break a workshop of the rotor, of the store, or a circuit: file, line, what is near."""

import shutil
from pathlib import Path

import pytest

from assets.texts import Catalogue
from cli.problems import sentence
from game.library import MODELS, known
from scenarios.circuits import Circuit, read_circuit, unsettled
from scenarios.load import load_all
from scenarios.safe import Problem, SourceErrors
from scenarios.shipped import content
from scoring.rules import EvidenceRule

Case = tuple[str, str, str]
"""What stands in the file, what an author wrote there instead, what the sentence must say."""
STORE: tuple[Case, ...] = (
    ("mechanic: plan@1", "mechanic: plan@2", "« plan@1 » ?"),
    ("mechanic: plan@1", "mecanic: plan@1", "« mechanic » ?"),
    ("id: magasinier_aero", "id: magasinier", "« magasinier_aero » ?"),
    ("mentor: hugo", "mentor: hugues", "« hugo » ?"),
    ("minutes: 25", "minutes: 25 min", "un nombre entier"),
    ("shape: screw", "shape: srew", "« screw » ?"),
    ("ref: vis_12, aisle: A", "ref: vis_21, aisle: A", "« vis_21 » n'existe pas"),
    ("ref: vis_12, aisle: A", "ref: vis_12, aisle: D", "attendu : A, B, C"),
    ("quantity: 40", "quantite: 40", "« quantity » ?"),
    ("until: 26-12", "until: 12/26", "« 26-12 » ?"),
    ("steps: [[0, 2, 3], [2, 0, 2], [3, 2, 0]]", "steps: [[0, 2, 3], [2, 0, 2]]", "3 lignes de 3 nombres"),
    ("steps: [[0, 2, 3], [2, 0, 2], [3, 2, 0]]", "steps: [[0, 2, 3], [1, 0, 2], [3, 2, 0]]", "à l'aller et au retour"),
    ("due: 32", "due: -32", "1 au moins"),
    ("{ref: ecrou_5, n: 5}", "{ref: ecrou_55, n: 5}", "« ecrou_5 » ?"),
    ("{ref: ecrou_5, n: 5}", "{ref: ecrou_5, n: 50}", "12 au plus"),
    ("        K26:", "        K12:", "deux fois"),
    ("K26: {blocks: 11, due: 13}", "K26: {blocks: 11, due: 7}", "il en faut 11"),
    ("K12: {blocks: 10, due: 32}", "K12: {blocks: quatre, due: 32}", "un nombre entier"),
    ("counted: [B3, B1, C1]", "counted: [B3, B1, C9]", "« C7 » ?"),
    ("practice_round: T", "practice_round: X", "attendu : A, B, C, T"),
    ("about: C7", "about: C77", "« C7 » ?"),
    ("after: 8}", "after: 80}", "10 dans l'atelier"),
    ("folder_right: KP-40-B", "folder_right: KP-40-C", "« KP-40-B » ?"),
    ("    C7: {ref", "    \u0421\u0037: {ref", "ne peut pas servir de nom"),
    ("{id: scan, does: scan", "{id: scan, does: scanne", "« scan » ?"),
    ("does: check, before: check1", "does: check, before: chek1", "« check1 » ?"),
    ("does: folder, before: check1", "does: folder, before: prepare", "attendu : P1, A, check1"),
    ("joined: true, before: P1", "joined: true, before: A", "il s'apprend avant la même étape"),
    ("missing_tool: cutter", "missing_tool: wrench", "n'est pas sur la liste"),
    ("tool: douchette_2}", "tool: douchette_3}", "« douchette_2 » ?"),
    ("habilete: organiser", "habilete: organisr", "« organiser » ?"),
    ("reads: plan_laid", "reads: plan_lay", "« plan_laid » ?"),
    ("cuts: [10, 12, 14, 15]", "cuts: [10, 12, 14, 16]", "de 0 à 15"),
    ("kit: K33, slot: 1", "kit: K34, slot: 1", "« K34 » n'existe pas"),
    ("{bin: C7, zone: A, also", "{bin: C1, zone: A, also", "« C7 » ?"),
    ('"fact.ORG1"', '"fact.ORG11"', "manque dans cette langue"),
)
ROTOR: tuple[Case, ...] = (
    ("mechanic: inspect@1", "mechanic: inspect@2", "« inspect@1 » ?"),
    ("mentor: line", "mentor: lina", "« line » ?"),
    ("scratch_um: 8000", "scratch_um: 8 mm", "un nombre entier"),
    ("scratch_um: 8000", "scratch_mm: 8", "« scratch_um » ?"),
    ("kind: crack", "kind: crak", "« crack » ?"),
    ("angle_deg: 36", "angle: 36", "« angle_deg » ?"),
    ("x_mm: 12, y_mm: 88", "x_mm: 120, y_mm: 88", "48 au plus"),
    ("        B14:", "        A09:", "deux fois"),
    ("first: 10", "first: 20", "10 dans l'atelier"),
    ("A05: {odd: true}", "A05: {odd: oui}", "true ou false"),
    ("missing_from: C", "missing_from: E", "« E » n'existe pas"),
    ("lamps: [lampe_1, lampe_2]", "lamps: lampe_1", "une liste"),
    ("tool: lampe_2}", "tool: lampe_3}", "« lampe_2 » ?"),
    ("about: A05", "about: A5", "« A05 » ?"),
    ("lasts_ms: 25000", "lasts_ms: -25000", "0 au moins"),
    ("concludes: [sector, largest]", "concludes: [secteur, largest]", "« sector » ?"),
    ("concludes_on: [A, B]", "concludes_on: [A, D]", "attendu : A, B, C"),
    ("lens: lens, rule: rule, marker: marker}", "lens: lens, rule: rule}", "« marker » n'existe pas"),
    ("faulty_heads: 3", "faulty_heads: 6\n  faulty_heads: 3", "deux fois"),
    ("folders: [FC-22-A, FC-22-B-projet", "folders: [FC-22-A, FC-22-A", "deux fois"),
    ("{id: light, does: light, spot: A01}", "{id: light, does: light, spot: A99}", "« A09 » ?"),
    ("art: fan_front", "art: fan_frnt", "« fan_front » ?"),
    ("        A03: {}", "        \u0410\u0030\u0033: {}", "ne peut pas servir de nom"),
    ('answer: "226"', 'answer: "227"', "attendu : 206, 226, 260, 262"),
    ("ceilings_s: [1400, 1400, 1400]", "ceilings_s: [1400, 1400, -1]", "30 au moins"),
    ("reads: lines_found", "reads: line_found", "« lines_found » ?"),
    ("using: {least: 4}", "using: {least: 50}", "12 dans l'atelier"),
    ("due: [6, 12, 18, 24]", "due: [6, 12, 12, 24]", "montent"),
    ("blade: C05, zone: C", "blade: C06, zone: C", "une aube à rayure ou à impact"),
    ("mouse: [1500", "moose: [1500", "« mouse » ?"),
    ("habilete: recueil_analyse", "habilete: recueil", "« recueil_analyse » ?"),
    ('"fact.ATT1"', '"fact.ATT9"', "manque dans cette langue"),
)
CIRCUIT = """id: C9
title: {fr: Essai, en: Trial}
for: session
minutes: 40
most: 2
workshops: [panneau_fuselage, aubes_soufflante]
looks_at: [dexterite]
"""
TOURS: tuple[Case, ...] = (
    ("aubes_soufflante]", "aubes_souflante]", "« aubes_soufflante » ?"),
    ("aubes_soufflante]", "toron_porte]", "« toron_porte » n'existe pas"),
    ("aubes_soufflante]", "aubes-soufflante]", "forme attendue"),
    ("aubes_soufflante]", "Aubes]", "forme attendue"),
    ("aubes_soufflante]", "panneau_fuselage]", "deux fois"),
    ("aubes_soufflante]", "\u0430ubes_soufflante]", "forme attendue"),
    ("workshops: [panneau_fuselage, aubes_soufflante]", "workshops: panneau_fuselage", "une liste"),
    ("workshops: [panneau_fuselage, aubes_soufflante]", "workshops: []", "workshops"),
    ("workshops: [panneau_fuselage, aubes_soufflante]", "workshop: [panneau_fuselage]", "« workshops » ?"),
    ("workshops: [panneau_fuselage, aubes_soufflante]", "workshops: [panneau_fuselage", "pas fermées"),
    ("[dexterite]", "[dexterites]", "« dexterite » ?"),
    ("[dexterite]", "[negocier]", "aucun atelier de ce circuit n'observe « negocier »"),
    ("[dexterite]", "[organiser]", "aucun atelier de ce circuit n'observe « organiser »"),
    ("[dexterite]", "[dexterite, dexterite]", "deux fois"),
    ("[dexterite]", "dexterite", "une liste"),
    ("looks_at", "look_at", "« looks_at » ?"),
    ("for: session", "for: sessions", "« session » ?"),
    ("for: session", "for: salon", "fair"),
    ("for: session", "pour: session", "« pour » n'est pas un nom connu"),
    ("minutes: 40", "minutes: 0", "1 au moins"),
    ("minutes: 40", "minutes: -40", "1 au moins"),
    ("minutes: 40", "minutes: 400", "240 au plus"),
    ("minutes: 40", "minutes: 40 min", "un nombre entier"),
    ("minutes: 40", "minute: 40", "« minutes » ?"),
    ("minutes: 40", "minutes: 40\nminutes: 41", "deux fois"),
    ("minutes: 40", "minutes:\t40", "tabulation"),
    ("minutes: 40", "minutes:", "rien n'est écrit"),
    ("most: 2", "most: 5", "4 au plus"),
    ("most: 2", "most: deux", "un nombre entier"),
    ("id: C9", "id: C8", "C9"),
    ("id: C9", "id: salon", "forme attendue"),
    (", en: Trial", "", "manque"),
    ("fr: Essai, en", "fr: Essai, es", "« es » n'est pas un nom connu"),
)


def test_there_are_thirty_of_each() -> None:
    """The number that an author was promised."""
    assert all(len(one) >= 30 for one in (STORE, ROTOR, TOURS))


def said(problems: list[Problem]) -> list[str]:
    """The sentences, in French; each has another one in English."""
    catalogue = Catalogue.load()
    french, english = (
        [sentence(p, lambda key, _l=language, **v: catalogue.t(key, _l, False, **v), catalogue) for p in problems]
        for language in ("fr", "en")
    )
    assert french != english
    return french


@pytest.mark.parametrize(
    ("workshop", "old", "new", "expected"),
    [*(("kitting_poste_40", *one) for one in STORE), *(("aubes_soufflante", *one) for one in ROTOR)],
)
def test_a_broken_workshop_is_told_by_line(workshop: str, old: str, new: str, expected: str, tmp_path: Path) -> None:
    """The line that was broken and what was expected there; the workshop is set aside."""
    folder = tmp_path / workshop
    shutil.copytree(str(content("workshops") / workshop), folder)
    path = next(
        folder / end
        for end in ("scenario.yaml", "evidence.yaml", "texts.en.yaml")
        if old in (folder / end).read_text("utf-8")
    )
    text = path.read_text("utf-8")
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1), "utf-8")
    sound, problems = load_all([folder / "scenario.yaml"], MODELS, EvidenceRule, known())
    assert not sound
    told = [one for one in said(problems) if expected in one]
    places = [f"{workshop}/{path.name}:{line + k}: " for k in range(1 + new.count("\n"))]
    assert any(one.startswith(tuple(places)) for one in told), (places, said(problems))


@pytest.mark.parametrize(("old", "new", "expected"), TOURS)
def test_a_broken_circuit_is_told_by_line(old: str, new: str, expected: str, tmp_path: Path) -> None:
    """The same of a circuit's file."""
    path = tmp_path / "C9.yaml"
    path.write_text(CIRCUIT, "utf-8")
    assert read_circuit(path).most == 2
    assert old in CIRCUIT
    path.write_text(CIRCUIT.replace(old, new, 1), "utf-8")
    with pytest.raises(SourceErrors) as caught:
        read_circuit(path)
    told = said(list(caught.value.problems))
    assert any(one.startswith("C9.yaml:") and expected in one for one in told), told


def test_what_an_offer_asks_and_no_circuit_observes_is_told_by_line() -> None:
    """The offer, its line, the habileté, what is observed; with a circuit that looks at all, nothing is told."""
    offers = content("offers_examples.yaml")
    tour = Circuit.model_validate(
        {"id": "C9", "title": {"fr": "E", "en": "T"}, "for": "session", "minutes": 9, "workshops": ["one"]}
    )
    found = unsettled(offers, [tour], {"one": ("dexterite", "normes_consignes")})
    lines = offers.read_text("utf-8").split("\n")
    assert found
    for one in found:
        assert f"habilete: {one.values['got']}" in lines[one.line - 1]
        assert one.values["expected"] == "dexterite, normes_consignes"
    assert "ex-controle-qualite-caen" in " ".join(said(found))
    asked = {str(one.values["got"]) for one in found}
    assert unsettled(offers, [tour], {"one": ("dexterite", "normes_consignes", *asked)}) == []
