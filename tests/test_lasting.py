"""Sustained attention: who passes on half of the work is not said to be at ease with it; who does all is unchanged."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from test_said import rules_of
from test_workshops import workshops

from game.journey.facts import fact_sentence, following
from game.journey.measured import observed
from game.journey.result import state_of
from game.library import catalogue_of
from game.mechanics.table import MECHANICS
from game.scenes.debrief import Debrief
from game.scenes.shown import Moment
from game.screen.scene import Comfort
from game.simulation.bots import Bot
from game.window.look import StaticLook
from game.workshop.seen import WorkshopSeen
from lab.robots import run
from scenarios.model import Scenario
from scenarios.reference import habiletes
from scoring.profile import read_out
from scoring.readers.lasting import NOTHING, lasted
from scoring.types import Measured, Observation

NAMES = [h.id for h in habiletes()]
LASTING = "attention_duree"
Passes = Callable[[str, int, int], bool]
"""Whether one passes on: the step, the things of it that are done, how many there are."""


class PassesOn:
    """Every careful thing, until it says « je passe à la suite » in a step of work."""

    def __init__(self, bot: Bot[object], passes: Passes) -> None:
        self.bot, self.passes = bot, passes

    def act(self, seen: WorkshopSeen) -> list[tuple[str, dict[str, object]]]:
        if seen.kind == "work" and not seen.replies and not seen.rack_open and self.passes(seen.phase, *done(seen)):
            return [("end", {})]
        return self.bot.act(seen)  # type: ignore[return-value]

    def rest(self, seen: WorkshopSeen) -> int:
        return self.bot.rest(seen)


def done(seen: WorkshopSeen) -> tuple[int, int]:
    """Blades with a word of how many; in another mechanic, slots of kits that are filled."""
    blades = getattr(seen, "blades", None)
    if blades is not None:
        return sum(bool(b.word) for b in blades) if not getattr(seen, "rule", None) else 0, len(blades)
    slots = [slot for kit in getattr(seen, "kits", ()) for slot in kit.slots]
    return sum(slot.held is not None for slot in slots), len(slots)


def played(name: str, passes: Passes, seed: int = 2) -> tuple[tuple[Observation, ...], Measured]:
    scenario = workshops()[name]
    cast = MECHANICS[scenario.head.mechanic].cast
    bot = PassesOn(cast.make(next(iter(cast.able)), scenario.params, seed), passes)
    session = run(scenario, bot, seed, stamped=False)
    read = observed(scenario, session, "mouse")
    profile = read_out(read, [(session.events, scenario.watched)], NAMES, rules_version="t")
    return read, next(m for m in profile.measured if m.habilete == LASTING)


def said(scenario: Scenario, item: Observation) -> tuple[str, str]:
    """Its sentence, and what is to be tried next."""
    catalogue, name = catalogue_of(scenario), scenario.head.id
    rule = next(rule for rule in rules_of(scenario) if rule.id == item.rule)
    words = (lambda key, **v: catalogue.t(key, "fr", False, name, **v), lambda key: catalogue.has(key, name))
    return fact_sentence(item, rule, *words), following(item, rule, *words)


HALF_OF_THE_DAY: Passes = lambda step, made, of: step == "C" or (step == "B" and 2 * made >= of)  # noqa: E731
HALF_OF_EACH: Passes = lambda step, made, of: 2 * made >= of > 0  # noqa: E731
FIRST_STEP: Passes = lambda step, made, of: step in ("B", "C")  # noqa: E731


@pytest.mark.parametrize("passes", [HALF_OF_THE_DAY, HALF_OF_EACH, FIRST_STEP])
def test_who_passes_on_half_of_the_blades_is_not_at_ease(passes: Passes) -> None:
    """A stranger did half of the blades well, passed on the rest, and read « attention dans la durée : à l'aise »."""
    _, lasting = played("aubes_soufflante", passes)
    assert lasting.level == 1
    assert lasting.p_levels[1] < 0.7


def test_who_passes_on_half_of_the_kits_is_not_at_ease() -> None:
    """The same in another mechanic."""
    _, lasting = played("kitting_poste_40", HALF_OF_EACH)
    assert lasting.p_levels[1] < 0.7


def test_who_does_all_is_as_before() -> None:
    """Nothing is left: no fact of lasting is lower, and nothing is said of what was left."""
    read, lasting = played("aubes_soufflante", lambda step, made, of: False)
    own = [item for item in read if item.habilete == LASTING]
    assert [item.category for item in own] == [item.top for item in own]
    assert {item.left for item in own} == {NOTHING}
    assert (lasting.statement, lasting.level) == ("shown", 3)


def test_what_was_left_is_said_beside_the_fact_that_it_lowers() -> None:
    """Three of three on the second rack, behind blades that were passed: both are told, and what to do next time."""
    read, _ = played("aubes_soufflante", FIRST_STEP)
    rack = next(item for item in read if item.rule == "ATT4")
    assert (rack.n, rack.offered, rack.category, rack.left) == (3, 3, 0, ("blades", 18, 18))
    sentence, then = said(workshops()["aubes_soufflante"], rack)
    assert sentence.startswith("Aubes à revoir marquées, au deuxième râtelier : 3 sur 3.")
    left = "Aubes sans décision, dans des étapes que vous avez terminées : 18 sur 18, sans compter une aube sans cale."
    assert left in sentence
    assert state_of(rack) == "part", "three of three are not « pas encore »"
    assert "ne rien laisser" in then
    first = next(item for item in read if item.rule == "ATT1")
    assert (first.category, first.left) == (first.top, NOTHING)


def test_what_lay_in_steps_that_were_ended_is_counted_apart_and_no_good_moment_is_shown_for_it() -> None:
    """Two lines of two, then two steps passed: what is missing is said, and nothing good is watched for it."""
    read, _ = played("aubes_soufflante", FIRST_STEP)
    scenario = workshops()["aubes_soufflante"]
    lines, parts = (next(item for item in read if item.rule == rule) for rule in ("ATT5", "NOR3"))
    assert (lines.n, lines.offered) == (2, 4)
    sentence, then = said(scenario, lines)
    assert "2 sur 4 ; 2 étaient sur des aubes laissées sans décision à la fin de l'étape." in sentence
    assert "jusqu'au bout" in then
    sentence, then = said(scenario, parts)
    assert "4 parties sur 12, regardées dans l'ordre, avant de décider ; étapes finies sans" in sentence
    assert "une seule aube : 2." in sentence
    assert "chaque étape" in then
    all_done, _ = played("aubes_soufflante", lambda step, made, of: False)
    assert [item.apart for item in all_done if item.rule in ("ATT5", "NOR3", "TEN3")] == [()] * 3
    moment = Moment("ATT5", 500, "part", sentence, then, watch=False)
    for one, watched in ((moment, False), (replace(moment, watch=True), True)):
        nodes = Debrief((one,), may_retry=True).screen(StaticLook(Comfort()).within(scenario.head.id)).nodes
        assert ("watch" in {n.id for n in nodes}) == watched
        assert any("Revoyez" in n.spoken for n in nodes) == watched


def test_more_work_never_lowers_and_what_is_whole_stays() -> None:
    """The share carried is a lid on a category, of any number of them; nothing left is no lid."""
    for top in (1, 2, 3, 4):
        for reached in range(top + 1):
            found = [lasted(reached, top, ("blades", left, 38)) for left in range(38, -1, -1)]
            assert found == sorted(found)
            assert (found[0], found[-1]) == (0, reached)
            assert lasted(reached, top, NOTHING) == reached
    assert [lasted(4, 4, ("blades", left, 20)) for left in (1, 2, 4, 7, 11, 12)] == [4, 4, 3, 2, 1, 0]
