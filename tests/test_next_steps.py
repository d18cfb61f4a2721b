"""What to do next: a person's pass and an adviser's pages say the same of the same person, from one pure plan."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from store_kit import NOW
from test_pass import of_three
from tower_kit import bring, played, ready, robots_run

from assets.texts import Catalogue
from assets.voice import Voice
from desk.match_words import Words
from desk.telling import told_words
from export.store.matching import for_candidate
from export.store.people import Margin
from export.store.store import Store
from game.journey.measured import observed, profile_of, told_of
from game.journey.onward import settled_by
from game.journey.proposing import next_of, next_steps
from game.journey.result import boarding_pass, what_was_shown
from game.screen.scene import Comfort
from game.window.look import StaticLook
from scenarios.reference import habiletes
from scoring.circuit import CanShow
from scoring.profile import read_out
from scoring.rules import evidence_rules
from scoring.settling import NextSteps, plan_of
from scoring.types import Observation, Profile
from tower.review import installed
from tower.settling import outlook, outlooks_of

ONE = f"{1:032x}"
HERE = CanShow()
ONCE = StaticLook(Comfort())


def somebody(draw: Random) -> tuple[Profile, list[str]]:
    """A person who played some of the workshops, each fact as it fell; and which ones."""
    there = installed()
    done = draw.sample(there, draw.randint(1, len(there)))
    facts = []
    for scenario in done:
        skill = draw.uniform(0, 1)
        for rule in evidence_rules(scenario):
            top = len(rule.b)
            category = min(top, max(0, round(draw.gauss(skill * top, 0.7))))
            missing = draw.random() < 0.15
            facts.append(Observation(
                rule.id, rule.habilete, scenario.head.id, None if missing else category, top, None, rule.weight, rule.a,
                tuple(rule.b), (), "cut" if missing else "",
            ))  # fmt: skip
    return read_out(facts, (), [h.id for h in habiletes()], rules_version=""), [s.head.id for s in done]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pass_and_tower_read_the_same_next_steps_of_anybody(language: str) -> None:
    """Fifty people drawn: workshops, their order, what each would tell of, what none of them settles."""
    draw, found = Random(7), set[str]()
    for _ in range(50):
        profile, done = somebody(draw)
        own = next_steps(profile, installed(), done, HERE, language)
        tower = plan_of(
            outlook(m.habilete, m.statement, done, Margin(m.low, m.mean, m.high, m.p_levels), language)
            for m in profile.measured
        )
        assert own == tower
        found |= {title for title, _ in own.play[:1]}
        lit = next_of(profile, installed(), done, HERE, 4, language)
        titles = {s.head.id: s.head.title.of(language) for s in installed()}
        if own.play and lit is not None:
            assert titles[lit.workshop] == own.play[0][0], "the hangar lights what the pass says"
            assert lit.habiletes
    assert len(found) > 1, "the next workshop follows from what was seen"


def test_the_pass_says_what_the_tower_reads_from_its_base(tmp_path: Path) -> None:
    """One run, played and shared: what the person's pass says next is what the base says of it."""
    scenario, session = robots_run()
    seen = observed(scenario, session, "mouse", "unknown")
    profile = told_of(profile_of([(scenario, session, seen)]), seen)
    db = ready(tmp_path / "m.db")
    bring(db, played(ONE))
    with Store.open(db) as store:
        tower = plan_of(outlooks_of(store, ONE, NOW, told_words(store, Voice(Catalogue.load(), "fr"))).values())
    own = next_steps(profile, installed(), [scenario.head.id], HERE, "fr")
    assert own.play
    assert own == tower


def test_a_device_that_shows_nothing_of_a_habilete_names_no_workshop_for_it() -> None:
    """By keys alone dexterity is not looked at where a rule has no cuts for them: no workshop is promised for it."""
    profile = read_out([], (), [h.id for h in habiletes()], rules_version="")
    people = (CanShow("mouse"), CanShow("keyboard"))
    by_mouse, by_keys = (next_steps(profile, installed(), [], person, "fr") for person in people)
    looked = {
        rule.habilete for s in installed() for rule in evidence_rules(s) if rule.cuts_for("keyboard") is not None
    }
    assert {name for _, names in by_mouse.play for name in names} >= looked
    assert {name for _, names in by_keys.play for name in names} <= looked


def test_a_workshop_that_would_not_be_enough_is_not_promised_to_settle() -> None:
    """What probably stays open after all that is here says so; of what nothing here sees, a real workshop is said."""
    measured = next(m for m in of_three("novice").profile.measured if m.statement == "to_confirm")
    name, title = measured.habilete, installed()[0].head.title.fr
    enough = settled_by(NextSteps(((title, (name,)),)), measured, ONCE.t)
    part = settled_by(NextSteps(((title, (name,)),), also=(name,)), measured, ONCE.t)
    none = settled_by(NextSteps(see=(name,)), measured, ONCE.t)
    assert (title in enough, title in part, title in none) == (True, True, False)
    assert "pas assez" in part
    assert "pas assez" not in enough
    assert none == ONCE.t("boarding.settle")


def test_the_pass_names_the_workshops_of_the_plan_in_its_order() -> None:
    """First what to try next; nothing that the plan does not name."""
    shown = what_was_shown(of_three("novice").tries[:1], "easy")
    done = [read.scenario.head.id for read in shown.tries]
    plan = next_steps(shown.profile, installed(), done, HERE, "fr")
    told = boarding_pass(replace(shown, plan=plan), "K4-MTQ", Comfort())
    places = [told.clearer.index(title) for title, _ in plan.play]
    assert places == sorted(places)
    others = {s.head.title.fr for s in installed()} - {title for title, _ in plan.play}
    assert not any(title in told.clearer for title in others)
    named = {row.habilete for row in told.rows if any(title in row.settle for title, _ in plan.play)}
    assert named == {row.habilete for row in told.rows if any(row.habilete in names for _, names in plan.play)}


def test_the_person_s_list_says_what_is_asked_and_what_is_shown(tmp_path: Path) -> None:
    """What the offer asks, then the word of the person's page: the same two as the adviser reads of the same pair."""
    db = ready(tmp_path / "m.db")
    bring(db, played(ONE))
    with Store.open(db) as store:
        say = Words(store, Voice(Catalogue.load(), "fr"))
        pairs = for_candidate(store, ONE, NOW)
        reasons = [(reason, pair) for pair in pairs for reason in pair.reasons]
        for reason, pair in reasons:
            told, adviser = say.reason(reason, "person", pair), say.reason(reason, "adviser", pair)
            assert f" : l'offre demande « {say.level(reason.level)} » ; dans le jeu, " in told
            assert say.asked_parts(reason, pair)[1].rstrip(".") in told
            assert say.asked_parts(reason, pair)[1] in adviser
            assert not any(title.head.title.fr in told for title in installed())
        first, pair = reasons[0]
        kept = say.reason(replace(first, shown=None, state="open", level=2, statement="to_confirm"), "person", pair)
        assert "l'offre demande « à l'aise » ; dans le jeu, à confirmer" in kept
