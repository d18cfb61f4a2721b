"""Easy French and English: what is told of blades and kits is there, in short sentences, with the values it needs."""

import re
import string

import pytest
from test_workshops import workshops

from game.library import catalogue_of
from scoring.readers import READERS

BUTTONS = ("entry.go", "entry.erase", "entry.leave")
"""Words to press that are as short in plain French."""
EASY_WORDS, PLAIN_WORDS = 14, 22
"""The most words of a sentence, a number or a place counted as one."""
TOLD = {name: scenario.head.mechanic.partition("@")[0] for name, scenario in workshops().items()}
"""Every workshop, with its mechanic."""


def spoken_of(name: str) -> list[str]:
    """What is told of a workshop: its facts, their places, the debrief, what its readers say, what practice answers."""
    scenario, catalogue = workshops()[name], catalogue_of(workshops()[name])
    own = [f"fact.{rule.id}" for rule in scenario.evidence]
    own += [f"debrief.{part}.{rule}" for part in ("expected", "why", "next") for rule in scenario.head.debrief]
    readers = {rule.reads for rule in scenario.evidence}
    house = [
        key for key in catalogue.texts["fr"]
        if (key.split(".")[0] == "told" and key.split(".")[1] in readers)
        or (key.startswith(f"{TOLD[name]}.lesson.") and ".told." in key)
    ]  # fmt: skip
    return [*own, *house]


def sentences(text: str) -> list[int]:
    """How many words each sentence has."""
    parts = re.split(r"[.!?;:\n]+", re.sub(r"\{\w+\}", "x", text))
    return [len([w for w in part.split() if any(c.isalnum() for c in w)]) for part in parts if part.strip()]


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told_is_there_in_easy_french_and_short(name: str) -> None:
    """Each text has its easy version, no sentence of which is long; plain ones and English are not long either."""
    catalogue = catalogue_of(workshops()[name])
    for key in spoken_of(name):
        said = {language: _text(name, key, language) for language in ("fr", "en", "fr-facile")}
        assert said["fr-facile"], key
        for language, text in said.items():
            most = EASY_WORDS if language == "fr-facile" else PLAIN_WORDS
            assert max(sentences(text)) <= most, (language, key, text)
        asked = {field for _, field, _, _ in string.Formatter().parse(said["fr"]) if field}
        easy = {field for _, field, _, _ in string.Formatter().parse(said["fr-facile"]) if field}
        assert easy <= asked, key
    assert {rule.reads for rule in workshops()[name].evidence} <= READERS.keys()
    assert catalogue.has(f"fact.{workshops()[name].evidence[0].id}", name)


@pytest.mark.parametrize("name", TOLD)
def test_what_a_workshop_explains_and_where_one_comes_back_is_in_easy_french(name: str) -> None:
    """Words of the trade, coming back with a code, why a destination is near: short, with no value of its own."""
    catalogue = catalogue_of(workshops()[name])
    own = [key for key in workshops()[name].texts["fr"] if key.startswith("gloss.") and key.endswith(".says")]
    house = [
        key for key in catalogue.texts["fr"]
        if key.startswith(("entry.", "destination.", "ready.c")) and key not in BUTTONS
    ]  # fmt: skip
    assert len(house) > 25
    for key in (*own, *house):
        plain, easy = _text(name, key, "fr"), _text(name, key, "fr-facile")
        assert easy, key
        assert max(sentences(easy)) <= EASY_WORDS, (key, easy)
        fields = [{field for _, field, _, _ in string.Formatter().parse(text) if field} for text in (plain, easy)]
        assert fields[1] <= fields[0], key


def _text(name: str, key: str, language: str) -> str:
    """A text of a workshop or of the house, "" where easy French has none of its own."""
    catalogue = catalogue_of(workshops()[name])
    # What stands there, not what takes its place.
    texts, found = catalogue._where(key, language.partition("-")[0], name)
    return texts.get(language, {}).get(found, "")


@pytest.mark.parametrize("language", ["fr", "fr-facile", "en"])
def test_the_first_sentence_of_a_fact_says_what_came_of_it(language: str) -> None:
    """The pass may have room for that one alone: « Vous attendez. » was said of six ways to wait, as if it were one."""
    texts = catalogue_of(workshops()["aubes_soufflante"]).texts[language]
    firsts: dict[tuple[str, str], list[str]] = {}
    for key, text in texts.items():
        word, _, rest = key.partition(".")
        reader, _, case = rest.partition(".")
        if word == "told" and reader in READERS and case and "." not in case:
            firsts.setdefault((reader, text.partition(". ")[0]), []).append(case)
    assert len(firsts) > 90
    assert not {first: cases for first, cases in firsts.items() if len(cases) > 1}
