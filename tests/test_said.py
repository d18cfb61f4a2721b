"""No false sentence: each fact that is spoken is counted again from the raw events, by code that knows no reader."""

import itertools
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

import pytest
from conftest import panneau, rules, workshop
from said_kit import OF_THE_DAY, Check, left_behind, runs, whole
from test_workshops import EVERY, workshops

from assets.texts import Catalogue
from game.journey.facts import fact_sentence
from game.library import catalogue_of
from game.mechanics.table import MECHANICS
from scenarios.model import Scenario
from scoring.evidence import observe
from scoring.readers import READERS
from scoring.rules import EvidenceRule
from scoring.types import Observation

RUNS = int(os.environ.get("ENVOL_SAID", "80"))
"""Runs of each workshop; `make said` tries 2,000."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """How the facts of a mechanic are counted again, and whose runs are cut."""

    checks: Mapping[str, Check]
    robots: tuple[str, ...]
    put_off: bool = False  # acts of these runs may come later in their step


def opinion_of(key: str) -> Opinion:
    """The second opinion on a mechanic, in the file that bears its name."""
    file = import_module(f"said_{key.partition('@')[0]}")
    return Opinion(file.CHECKS, file.ROBOTS, file.PUT_OFF)


OPINIONS = {key: opinion_of(key) for key in MECHANICS}


def rules_of(scenario: Scenario) -> tuple[EvidenceRule, ...]:
    assert all(isinstance(rule, EvidenceRule) for rule in scenario.evidence)
    return tuple(rule for rule in scenario.evidence if isinstance(rule, EvidenceRule))


def test_every_reader_has_its_checker() -> None:
    """A reader, or a mechanic, without a second opinion is seen here."""
    assert {name for opinion in OPINIONS.values() for name in opinion.checks} == READERS.keys()
    for scenario in workshops().values():
        assert {rule.reads for rule in rules_of(scenario)} <= OPINIONS[scenario.head.mechanic].checks.keys()


def within(rule: EvidenceRule, item: Observation, catalogue: Catalogue) -> bool:
    """Whether no sentence says that more was done than there was."""
    key = f"told.{rule.reads}"
    text = "" if item.case or not catalogue.has(key) else catalogue.texts["fr"][key]
    of = item.offered if "{of_n}" in text else round(item.reach)
    return item.extra >= 0 and ("{of" not in text or 0 <= item.n <= of)


@pytest.mark.parametrize("name", EVERY)
def test_no_sentence_is_false(name: str) -> None:
    """Runs cut at any moment, with any part of what was done left out or put off: what is said is what happened."""
    scenario = workshops()[name]
    opinion, keys, said = OPINIONS[scenario.head.mechanic], scenario.params.model_dump(), 0
    catalogue = catalogue_of(scenario)
    for events in runs(name, opinion.robots, RUNS, put_off=opinion.put_off):
        for rule, item in zip(rules_of(scenario), observe(events, rules_of(scenario), keys, task="t"), strict=True):
            if item.category is None:
                continue
            said += 1
            found = opinion.checks[rule.reads](events, rule, item)
            assert found, (rule.id, item.case, item.n, item.extra, item.offered, item.reach)
            assert item.left[1:] in ((0, 0), left_behind(events, rule.lasts)), (rule.id, item.left)
            assert within(rule, item, catalogue), (rule.id, item.case, item.n, item.extra, item.offered, item.reach)
    assert said > 6 * RUNS


@pytest.mark.parametrize(("language", "easy"), [("fr", False), ("fr", True), ("en", False)])
@pytest.mark.parametrize("name", EVERY)
def test_every_fact_has_its_words(name: str, language: str, easy: bool) -> None:
    """Whatever a rule reads, in whatever category, what happened can be said; numbers come with their meaning."""
    catalogue = catalogue_of(workshops()[name])

    def say(key: str, **values: object) -> str:
        return catalogue.t(key, language, easy, name, **values)

    def has(key: str) -> bool:
        return catalogue.has(key, name)

    for rule in rules_of(workshops()[name]):
        top = len(rule.thresholds())
        few = [case for case in ("few", "undrawn", "counted") if has(f"told.{rule.reads}.{case}")]
        for category, case in itertools.product((None, *range(top + 1)), READERS[rule.reads].cases or ("", *few)):
            for raw in (-1.0, 3.0, 240.0):
                item = Observation(
                    rule.id, rule.habilete, "t", category, top, raw, 1.0, 1.2, (), (), case=case, n=3, extra=2
                )  # fmt: skip
                words = fact_sentence(item, rule, say, has)
                assert words.endswith("."), rule.id
                assert "{" not in words, (rule.id, words)
                assert not re.search(r"-\d|, *:|, *\.|^ *:", words), (rule.id, words)


ALONE = {"panneau_fuselage": (6, 8), "panneau_porte": (7, 9), "aubes_soufflante": (6, 9), "kitting_poste_40": (5, 7)}
"""Seeds of a novice in each workshop, some of whose acts once moved two habiletés."""


@pytest.mark.parametrize(
    ("name", "robot", "seed"),
    [
        *((name, "expert", 5) for name in ALONE),
        *((name, "novice", seed) for name, seeds in ALONE.items() for seed in seeds),
        *((name, "ritual", 5) for name in ALONE),
        ("panneau_fuselage", "checks_always", 5),
    ],
)
def test_one_fact_speaks_of_one_habilete(name: str, robot: str, seed: int) -> None:
    """Whatever single event is left out, the rules of one habileté move at the most."""
    events, there = list(whole(name, robot, seed)), rules_of(workshops()[name])
    keys = workshops()[name].params.model_dump()
    full = {o.rule: o.category for o in observe(events, there, keys, task="t")}
    habilete = {r.id: r.habilete for r in there}
    for n, event in enumerate(events):
        if event.kind in OF_THE_DAY:
            continue
        part = observe([*events[:n], *events[n + 1 :]], there, keys, task="t")
        moved = {habilete[o.rule]: o.rule for o in part if o.category != full[o.rule]}
        assert len(moved) <= 1, (event.kind, moved)


def test_what_was_done_too_few_times_to_be_read_is_not_called_unseen() -> None:
    """A head was checked, then the run was cut: too little to speak of it, and not « not seen »."""
    events = whole("panneau_fuselage", "expert", 5)
    first = next(n for n, event in enumerate(events) if event.kind == "check")
    catalogue = catalogue_of(panneau())
    few = "Occasions vues aujourd'hui : 1. Il en faut 2 pour en parler."
    for upto, said in ((first + 1, few), (first, "Pas vu aujourd'hui.")):
        seen = observe(events[:upto], rules(), workshop().model_dump(), task="x")
        item, rule = next((o, r) for o, r in zip(seen, rules(), strict=True) if r.id == "NOR5")
        assert item.category is None
        words = fact_sentence(
            item, rule, lambda key, **v: catalogue.t(key, "fr", False, "panneau_fuselage", **v), catalogue.has
        )
        assert words == said


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", EVERY)
def test_what_is_read_of_some_steps_says_of_which(name: str, language: str) -> None:
    """« 8 sur 8 » of two steps, where the day has nine in three, is said with the steps that it speaks of."""
    scenario = workshops()[name]
    catalogue = catalogue_of(scenario)
    worked = {step["zone"] for step in scenario.params.model_dump()["phases"] if step["kind"] == "work"}
    planned = set(scenario.params.model_dump().get("plans", ()))
    for rule in rules_of(scenario):
        zones = set(rule.using.model_dump().get("zones") or worked - planned)
        if zones < worked - planned:
            keys = [f"told.{rule.reads}", *(f"told.{rule.reads}.{case}" for case in READERS[rule.reads].cases)]
            said = [catalogue.texts[language][key] for key in keys if key in catalogue.texts[language]]
            assert all("{where}" in words for words in said if "{n}" in words), rule.id
            assert said, rule.id
            assert catalogue.has(f"told.where.{rule.id}", name), rule.id


def test_what_was_walked_is_not_set_against_a_way_that_is_longer() -> None:
    """Three kits filled aisle by aisle together walk less than one kit at a time: that is what is said."""
    scenario = workshops()["kitting_poste_40"]
    rule, catalogue = next(r for r in rules_of(scenario) if r.id == "ORG3"), catalogue_of(scenario)
    item = Observation("ORG3", "organiser", "t", 4, 4, 0.5, 1.0, 1.2, (), (), n=12, extra=23, case="least")
    words = fact_sentence(
        item, rule, lambda key, **v: catalogue.t(key, "fr", False, "kitting_poste_40", **v), catalogue.has
    )
    assert "12 blocs, pas plus que le repère : le plus court chemin si chaque kit se faisait seul" in words
    assert "23" not in words
