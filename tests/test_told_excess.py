"""What stands « en partie » only by something in excess says so first; a distance stands beside the wanted one."""

from dataclasses import replace

import pytest
from test_workshops import workshops

from game.journey.facts import (
    Has,
    SayKey,
    debrief_sentence,
    fact_sentence,
    following,
    only_over,
    whole_sentence,
)
from game.library import catalogue_of
from scenarios.model import Scenario
from scoring.rules import EvidenceRule, evidence_rules
from scoring.types import Observation

COUNTS_MORE = (
    "tools_ready", "checks_due", "rivets_sorted", "heads_judged", "fod_cleared", "marked_again", "lines_found",
    "blades_racked", "measured_sized", "labels_read", "flaws_found", "kits_checked",
)  # fmt: skip
"""Readers whose `extra` are things done that nothing asked; `zero_due` has its own word for it."""
MANNERS = [("fr", False), ("fr", True), ("en", False)]


def cases() -> list[tuple[Scenario, EvidenceRule]]:
    """Every rule of every workshop that counts something done in excess."""
    return [(s, r) for s in workshops().values() for r in evidence_rules(s) if r.reads in COUNTS_MORE]


def words_of(scenario: Scenario, manner: tuple[str, bool] = MANNERS[0]) -> tuple[SayKey, Has]:
    """The texts of a workshop, and whether there is one of a key."""
    catalogue, workshop = catalogue_of(scenario), scenario.head.id

    def say(key: str, **values: object) -> str:
        return catalogue.t(key, *manner, workshop, **values)

    return say, lambda key: catalogue.has(key, workshop)


def whole(rule: EvidenceRule, extra: int) -> Observation:
    """All that was asked, and so much more."""
    top, n = len(rule.thresholds()), 3
    return Observation(
        rule.id, rule.habilete, "t", top - 1, top, float(n), 1, 1, rule.thresholds(), (0,), "", n, n, float(n), n=n,
        extra=extra,
    )  # fmt: skip


@pytest.mark.parametrize("manner", MANNERS)
def test_what_is_more_than_asked_is_told_in_the_first_sentence_and_kindly(manner: tuple[str, bool]) -> None:
    """« En partie » stood beside « 3 sur 3 au bon moment », and the advice was to do what had been done."""
    for scenario, rule in cases():
        say, has = words_of(scenario, manner)
        item = whole(rule, 7)
        assert only_over(item, rule, has)
        for tells in (fact_sentence, whole_sentence, debrief_sentence):
            told = tells(item, rule, say, has)
            assert "7" in ". ".join(told.split(". ")[:2]), told
            assert "3" in told.split(". ")[0], told
            assert say(f"told.{rule.reads}.extra", extra=7) not in told, "said once"
        assert following(item, rule, say, has) == say(f"told.next.{rule.reads}.extra")
        assert not only_over(whole(rule, 0), rule, has)
        assert not only_over(replace(item, n=2), rule, has), "something is missing too"


def test_a_distance_is_told_beside_the_one_that_its_own_rule_wants() -> None:
    """« 0,2 mm ou moins » read as praise: the cut of the rule, of the device that was in hand, stands beside it."""
    scenario = workshops()["panneau_fuselage"]
    say, has = words_of(scenario)
    rule = next(r for r in evidence_rules(scenario) if r.id == "DEX3")
    for device, wanted in (("mouse", "0,12"), ("touch", "0,14"), ("keyboard", "0,1")):
        cuts = rule.cuts_for(device) or ()
        item = replace(whole(rule, 5), category=3, raw=151.0, n=5, cuts=cuts)
        for tells in (fact_sentence, whole_sentence, debrief_sentence):
            told = tells(item, rule, say, has)
            assert f"(attendu : {wanted})" in told, told
            assert "0,16 mm" in told, told
            assert "ttendu" not in tells(replace(item, cuts=()), rule, say, has), "what is not known is not said"
    blades = workshops()["aubes_soufflante"]
    words = words_of(blades)
    rule = next(r for r in evidence_rules(blades) if r.reads == "reading_error")

    def blade(raw: float, category: int, device: str) -> str:
        item = replace(whole(rule, 2), category=category, raw=raw, case="counted", cuts=rule.cuts_for(device) or ())
        return fact_sentence(item, rule, *words)

    assert "ttendu, pour la moitié : 0,4" in blade(550.0, 3, "mouse")
    assert "ttendu" not in blade(440.0, 4, "touch"), "rounded to 0,5 it would look farther than the 0,45 it is within"
