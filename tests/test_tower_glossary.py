"""Words of the trade in facts: whoever reads « indice D », « pince 44 », « zone A » reads beside it what that is."""

import re

import pytest

from scenarios.model import Scenario
from tower.review import SeenFact, installed, terms_in

NAMED = {
    "fr": r"\b(?:indice|révision|pince|calibre|zone|rotor|poste) (?:[A-Z]|\d+)\b|\b(?:gousset|cadre de vitre|équerre"
          r"|doubleur|pièce) [A-Z]\d+\b",
    "en": r"\b(?:index|revision|squeezer|gauge|zone|rotor|station) (?:[A-Z]|\d+)\b|\b(?:gusset|window frame|clip"
          r"|doubler|part) [A-Z]\d+\b",
}  # fmt: skip
"""How the game calls its own things: a letter or a figure after a word."""


def facts_of(scenario: Scenario, language: str) -> list[SeenFact]:
    """Every name of a fact and every place of one, as a fact that says it."""
    texts = scenario.texts[language]
    return [
        SeenFact(rule.id, rule.habilete, texts[f"fact.{rule.id}"], texts.get(f"told.where.{rule.id}", ""), "done", {},
                 ())
        for rule in scenario.evidence
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("scenario", installed(), ids=lambda one: one.head.id)
def test_every_word_of_the_game_in_a_fact_is_explained_by_its_workshop(scenario: Scenario, language: str) -> None:
    """By the workshop's own texts, in words that stand nowhere twice; no explanation is of a word that no fact uses."""
    facts = facts_of(scenario, language)
    explained = dict(terms_in(scenario, facts, language))
    assert len({name.lower() for name in explained}) == len(explained)
    said = " ".join(f"{fact.name} {fact.said}" for fact in facts)
    for name in set(re.findall(NAMED[language], said, re.IGNORECASE)):
        assert any(name.lower() in own.lower() for own in explained), (scenario.head.id, name, sorted(explained))
    own = [text for key, text in scenario.texts[language].items() if re.fullmatch(r"gloss\.\w+\.name", key)]
    assert own
    assert all(scenario.texts[language][f"gloss.{key}.says"] for key in
               re.findall(r"gloss\.(\w+)\.name", " ".join(scenario.texts[language])))  # fmt: skip


def test_a_word_of_the_workshop_goes_before_that_of_the_house() -> None:
    """« Indice D » says which version and what it changes; « indice » alone is not explained a second time."""
    scenario = next(one for one in installed() if one.head.id == "panneau_porte")
    one = SeenFact("ADA2", "adaptation", "Les nouvelles longueurs après l'indice D", "", "done", {}, ())
    found = dict(terms_in(scenario, [one], "fr"))
    assert "Indice D" in found
    assert "Indice" not in found
    assert "nouvelle version du dossier" in found["Indice D"]
