"""What is to be tried next time is what lacked: nobody is told to do what they have just done."""

import re

import pytest
from test_said import rules_of
from test_workshops import EVERY, robot_run, workshops

from game.journey.facts import following
from game.journey.measured import observed
from game.journey.result import moments, progress
from game.library import catalogue_of
from game.scenes.debrief import Debrief
from game.scenes.shown import Moment
from game.screen.nodes import Text
from game.screen.scene import Comfort
from game.window.look import StaticLook
from scenarios.model import Scenario
from scoring.readers import READERS
from scoring.types import Observation

TOPS = {"read", "prepared", "goes_on", "kept", "found", "called", "all"}
"""Outcomes after which nothing is left to try: of `label_skipped` « read » is not one, and has the workshop's words."""
AS_WRITTEN = {
    "label_skipped": {"habit", "read"}, "shortcut": {"looked"}, "bin_told": {"used", "silent"},
    "doubt_told": {"accepted"}, "damaged_hole": {"used", "silent"}, "mixed_bin": {"used", "silent"},
    "expired_tool": {"never", "needed", "before"}, "revision_folder": {"never", "worked_first"},
    "missing_tool": {"seen"}, "plan_laid": {"turned", "unchanged"},
}  # fmt: skip
"""Outcomes of which the one sentence that an author writes for a rule asks for what was not done."""


def next_of(
    scenario: Scenario, rule_id: str, case: str, *, n: int = 0, offered: int = 1, extra: int = 0,
    apart: tuple[tuple[str, tuple[str, ...]], ...] = (),
) -> str:  # fmt: skip
    """The sentence of a rule after one of its outcomes."""
    rule = next(rule for rule in rules_of(scenario) if rule.id == rule_id)
    item = Observation(
        rule.id, rule.habilete, "t", 1, 4, 1.0, 1.0, 1.2, (), (), offered=offered, case=case, n=n, extra=extra,
        apart=apart,
    )
    catalogue, name = catalogue_of(scenario), scenario.head.id
    return following(
        item, rule, lambda key, **v: catalogue.t(key, "fr", False, name, **v), lambda key: catalogue.has(key, name)
    )


@pytest.mark.parametrize(("name", "rule"), [("kitting_poste_40", "TEN4"), ("aubes_soufflante", "TEN4")])
def test_who_refused_is_not_told_to_refuse(name: str, rule: str) -> None:
    """« Non. Je la lis, et j'appelle quand le kit est parti » lacked the call alone."""
    says = next_of(workshops()[name], rule, "refused")
    assert "dire non" not in says
    assert "appeler" in says
    for case in (case for case in READERS["label_skipped"].cases if case.endswith("_refused")):
        said = next_of(workshops()["kitting_poste_40"], "TEN4", case)
        assert "dire non" not in said
        assert "lire l'étiquette" in said


@pytest.mark.parametrize("name", EVERY)
def test_every_outcome_has_what_lacked(name: str) -> None:
    """Of a moment of the debrief each outcome that left something has its own sentence, or the author's fits it."""
    scenario = workshops()[name]
    for rule in (rule for rule in rules_of(scenario) if rule.id in scenario.head.debrief):
        for case in READERS[rule.reads].cases:
            if case in TOPS and case not in AS_WRITTEN.get(rule.reads, set()):
                continue
            own = catalogue_of(scenario).has(f"told.next.{rule.reads}.{case}", name)
            assert own != (case in AS_WRITTEN[rule.reads]), (rule.id, case)
            assert next_of(scenario, rule.id, case)


CLAIMS = {
    "fr": r"\b(repér|enlev|sign|laiss|échang|cherch|lu|mis|pris|marqu|ouvert|amen|suivi|parti|prêt|vu|servi)"
    r"(e|es|s|ée|és|ées|é|ie)?\b"
    r"|sans place oubliée|\bet le dire\b",
    "en": r"\b(found|removed|spotted|told|exchanged|looked|read|marked|opened|brought|ready|aside)\b|no slot",
}
"""Words that say that something was done: a title that bears one says with « not yet » that it was not."""
NAMES = ("laissés", "signée", "signed")
"""Of these, those that name the thing itself."""


@pytest.mark.parametrize("name", EVERY)
def test_a_title_names_no_thing_as_not_done_that_was(name: str) -> None:
    """« Les kits partis à leur heure, sans place oubliée : en partie » of kits that had all left so.

    Where a fact may stand lower for what was done beside, or for one of its two halves, its title says of what it is.
    """
    scenario = workshops()[name]
    catalogue = catalogue_of(scenario)
    beside = [
        rule for rule in rules_of(scenario)
        if catalogue.has(f"told.{rule.reads}.extra", name) or any(
            catalogue.has(f"told.next.{rule.reads}.{way}", name)
            for way in (*READERS[rule.reads].cases, "extra", "flawed", "reworked", "undecided", "untouched")
        )
    ]  # fmt: skip
    assert beside
    for rule in beside:
        for language, claims in CLAIMS.items():
            title = catalogue.t(f"fact.{rule.id}", language, False, name)
            for fixed in NAMES:
                title = title.replace(fixed, "")
            assert not re.search(claims, title), (rule.id, title)


WELL_ALONE = ("first_lots", "right_words", "looked_at", "flaws_found")
"""Readers whose events are what went well alone."""


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("robot", ["novice", "expert"])
def test_a_moment_is_watched_where_it_went_otherwise(name: str, robot: str) -> None:
    """« Revoyez le moment » replayed the last act that went well: it shows the first that did not."""
    scenario, run = workshops()[name], robot_run(name, robot)
    rules = {rule.id: rule for rule in rules_of(scenario)}
    items = {item.rule: item for item in observed(scenario, run, "mouse")}
    for item in items.values():
        if item.faults is not None:
            assert rules[item.rule].reads not in WELL_ALONE or not set(item.faults) & set(item.events) or item.extra
    for moment in moments(scenario, run, "mouse", "", Comfort()):
        faults = items[moment.rule].faults
        if moment.state in ("part", "open") and faults is not None:
            assert moment.tick == run.events[min(faults)].tick if faults else not moment.watched


def test_who_marked_too_many_is_not_told_to_look_closer() -> None:
    """All flawed parts are under key and two good ones too: it is of those that the next time speaks."""
    kits = workshops()["kitting_poste_40"]
    assert "bonne" in next_of(kits, "ATT1", "", n=3, offered=3, extra=2)
    assert "regarder la main" in next_of(kits, "ATT1", "", n=2, offered=3, extra=2)


def test_what_lacked_in_kits_is_what_the_next_time_speaks_of() -> None:
    """Who sent kits off in time without their pieces is not told to begin with the most urgent one."""
    kits = workshops()["kitting_poste_40"]
    assert "chaque place" in next_of(kits, "ORG1", "", apart=(("lacking", ("kit.K12",)),))
    assert "avant de finir" in next_of(kits, "ORG1", "", apart=(("stayed", ("kit.K12",)),))
    assert "le plus pressé d'abord" in next_of(kits, "ORG1", "", apart=(("late", ("kit.K12",)),))
    assert "sous clé" in next_of(kits, "ORG1", "", n=10, offered=10, apart=(("flawed", ("kit.K12",)),))


def test_what_to_try_next_follows_the_second_try() -> None:
    """Done in the second try, nothing is left of it; what was not seen there is still that of the first."""
    first = tuple(Moment(f"AAA{n}", 1, "open", "told", f"first {n}") for n in range(4))
    second = (
        Moment("AAA0", 1, "done", "told"), Moment("AAA1", 1, "part", "told", "second 1"),
        Moment("AAA2", -1, "unseen", "told"), Moment("AAA3", -1, "unlooked", "told"),
    )  # fmt: skip
    assert [m.following for m in progress(first, second)] == ["", "second 1", "first 2", "first 3"]


def test_the_next_time_says_which_moment_it_comes_from() -> None:
    """« La prochaine fois » stood below the person's intention, of which it did not speak: it names its moment."""
    scenario = workshops()["aubes_soufflante"]
    catalogue_of(scenario)
    found = (
        Moment("ATT5", 1, "open", "told", "La prochaine fois : regarder."), Moment("INI1", 2, "done", "told"),
        Moment("TEN4", 3, "part", "told", "La prochaine fois : dire non."),
    )  # fmt: skip
    scene, look = Debrief(found, may_retry=True, intention="do"), StaticLook(Comfort()).within("aubes_soufflante")

    def note() -> str:
        return next(n.name for n in scene.screen(look).nodes if n.id == "next")

    assert note() == "Du moment « Les fissures sous la loupe ». La prochaine fois : regarder."
    scene.act("moment:2")
    assert note() == "Du moment « Le raccourci proposé par Tarek ». La prochaine fois : dire non."
    scene.act("moment:1")
    assert note() == "À essayer la prochaine fois : touchez un moment qui n'est pas coché."


def test_what_was_otherwise_elsewhere_stays_in_its_box() -> None:
    """A long fact ran out of its box: it is told by how many there are, in words that can be read."""
    scenario = workshops()["aubes_soufflante"]
    catalogue_of(scenario)
    found = (Moment("ATT5", 1, "open", "told", "La prochaine fois : regarder."),)
    for fact in ("Court.", "Aubes sans décision, dans des étapes que vous avez terminées. " * 6):
        scene = Debrief(found, may_retry=True, elsewhere=(fact, "Un autre."))
        screen = scene.screen(StaticLook(Comfort()).within("aubes_soufflante"))
        box = next(n for n in screen.nodes if n.id == "elsewhere")
        words = [s for s in box.shapes if isinstance(s, Text)]
        assert all(box.rect.y <= s.y and s.y + s.size * 1.2 <= box.rect.y + box.rect.h for s in words)
        assert min(s.size for s in words) >= StaticLook(Comfort()).px(17)
        assert ("Court" in box.name) == (fact == "Court.")


def test_who_dated_right_and_left_places_empty_is_told_to_fill_them() -> None:
    """Two date choices right and four places empty: « lire toutes les dates » was what had been done."""
    kits, four = workshops()["kitting_poste_40"], (("bare", ("K12",) * 4),)
    assert "places restées vides" in next_of(kits, "NOR2", "", n=2, offered=6, apart=four)
    assert "toutes les dates" in next_of(kits, "NOR2", "", n=1, offered=6, apart=four)
    assert "toutes les dates" in next_of(kits, "NOR2", "", n=2, offered=6)
