"""What a run showed is told of what it met: who ends early reads no « sur » of things that they never came to."""

import random
import re
from functools import cache

import pytest
from conftest import panneau, run, task
from test_guards import at_work, press, rest
from test_workshops import workshops

from game.journey.facts import only_left
from game.journey.measured import observed
from game.journey.result import facts, moments, stands, whole_facts
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.players import Expert
from game.mechanics.assemble.seen import AssembleSeen
from game.mechanics.assemble.task import AssembleTask
from game.screen.scene import Comfort
from game.simulation.bots import Deed
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.look import StaticLook
from game.workshop.words import WorkshopWords
from lab.robots import play_out
from scoring.families import cut
from scoring.readers import READERS
from scoring.rules import evidence_rules
from scoring.types import Observation


class Leaver(Expert):
    """Everything right until so many rivets are set; from then on each step is said to be finished."""

    def __init__(self, params: Params, seed: int, most: int) -> None:
        super().__init__(params, seed)
        self.most = most

    def work(self, seen: AssembleSeen) -> Deed | None:
        done = seen.placed >= self.most and seen.hand is None
        return ("end", {}) if done else super().work(seen)


@cache
def left_after(most: int, seed: int = 5) -> Session:
    """The run of somebody who left after so many rivets."""
    params = panneau().params
    assert isinstance(params, Params)
    return play_out(task(seed), Leaver(params, seed, most))


def told(session: Session, rule: str) -> str:
    """What is said of a rule in a run."""
    return facts(panneau(), observed(panneau(), session, "mouse"), Comfort())[rule]


def test_heads_and_approaches_never_come_to_are_named_as_such() -> None:
    """« 5 sur 16 » of who left after five rivets says beside it how many holes are empty."""
    session = left_after(5)
    of = {item.rule: item for item in observed(panneau(), session, "mouse")}
    assert (of["DEX4"].n, of["DEX4"].reach, of["DEX4"].extra) == (5, 16, 11)
    assert told(session, "DEX4").endswith("5 sur 16. Trous laissés vides : 11 sur 16.")
    assert told(session, "DEX6").endswith("Trous laissés vides : 11 sur 16.")
    assert told(session, "ESP5").endswith("3 sur 5. Trous où la pince n'est pas venue : 2.")
    front = whole_facts(panneau(), [of["ESP5"]], Comfort())["ESP5"]
    assert front.endswith("La pince n'est pas venue à 2 trous entre des parois.")
    assert told(run("expert"), "DEX4").endswith("16 sur 16.")


@pytest.mark.parametrize("comfort", [Comfort(), Comfort(easy=True), Comfort(language="en")])
def test_of_rivets_never_taken_none_is_said_to_be_wrong(comfort: Comfort) -> None:
    """« 1 rivet sur 5 dans le bac qu'il faut » of who set one sounds like four wrong ones; « 4 trous vides » named no
    zone beside a card that says 15: how many of how many is said."""
    read = {item.rule: item for item in observed(panneau(), left_after(1), "mouse")}
    item = read["NOR2"]
    assert (item.n, item.reach, item.offered, item.extra) == (1, 5, 5, 4)
    short, whole = (say(panneau(), [item], comfort)["NOR2"] for say in (facts, whole_facts))
    for sentence in (short, whole):
        assert re.findall(r"\d+", sentence) in (["1", "1", "4", "5"], ["1", "4", "5"]), sentence
    if comfort == Comfort():
        assert short == "Rivets pris dans le bac qu'il faut, dans la zone A : 1 sur 1. Trous laissés vides : 4 sur 5."
        assert whole == (
            "De 1 rivet posé, vous en avez pris 1 dans le bac qu'il faut, dans la zone A."
            " 4 de ces 5 trous sont restés vides."
        )
        nothing = facts(panneau(), [read["NOR4"]], comfort)["NOR4"]
        assert nothing.startswith("Rivets pris dans le bac qu'il faut, dans la zone B, mesurés d'abord : aucun")
        assert nothing.endswith("Trous laissés vides : 6 sur 6.")


def test_rivets_to_set_aside_are_counted_of_those_met() -> None:
    """Who met one of two is read of one, and told how many it takes; none met is told as none."""
    met = {seed: sum(
        bool(e.data["bend_mdeg"] or e.data["nick"] or e.data["lot"] != e.data["bin_lot"])
        for e in left_after(1, seed).events if e.kind == "pick"
    ) for seed in range(1, 9)}  # fmt: skip
    one = next(seed for seed, n in met.items() if n == 1)
    none = next(seed for seed, n in met.items() if n == 0)
    (item,) = [o for o in observed(panneau(), left_after(1, one), "mouse") if o.rule == "ATT1"]
    assert item.category is None
    assert "2" not in told(left_after(1, one), "ATT1").replace("faut 2", "")
    assert told(left_after(1, none), "ATT1") == "Rivets à écarter, au début : aucun pris en main."


def test_a_line_of_the_sheet_that_no_change_asked_is_named() -> None:
    """Five boxes filled where the second squeezer never came: four are counted, and the fifth is told."""
    session = left_after(5)
    (item,) = [o for o in observed(panneau(), session, "mouse") if o.rule == "NOR6"]
    filled = {e.data["field"] for e in session.events if e.kind == "sheet_set"}
    assert len(filled) == 5
    assert (item.n, item.reach, item.apart) == (4, 4, (("unasked", ("sheet.squeezer_no",)),))
    assert told(session, "NOR6").endswith("pas compté ici, car le changement qui en décide n'est pas venu : pince n°.")


def test_what_is_whole_and_was_left_is_not_called_a_part() -> None:
    """All heads judged right, holes left: the debrief says that, and nothing of a part."""
    session = left_after(5)
    (item,) = [o for o in observed(panneau(), session, "mouse") if o.rule == "ATT5"]
    assert (item.n, item.offered, item.extra) == (4, 4, 0)
    assert only_left(item)
    (moment,) = [m for m in moments(panneau(), session, "mouse", "easy", Comfort()) if m.rule == "ATT5"]
    words = WorkshopWords(StaticLook(Comfort()), panneau().head)
    assert words.t(f"state.{moment.stands}") == "juste, mais sans aller au bout"
    assert moment.sentence.startswith("Vous avez marqué 4 têtes à revoir sur 4")
    whole = [m for m in moments(panneau(), run("expert"), "mouse", "easy", Comfort()) if m.rule == "ATT5"]
    assert [m.stands for m in whole] == ["done"]


@pytest.mark.parametrize("seed", range(1, 13))
def test_no_foreign_rivet_set_is_said_of_what_stands_in_the_holes(seed: int) -> None:
    """Bins exchanged and rivets put back by hand at random: the sentence is that of the holes at the end."""
    params, chance = panneau().params, random.Random(seed)
    assert isinstance(params, Params)
    bench = AssembleTask(params, Run(seed, clock=False))
    session, bot = Session(bench, stamped=False), Expert(params, seed)
    while not bench.done:
        seen = bench.see()
        deeds = bot.act(seen)
        if seen.phase == "B" and seen.hand and not seen.lever.hole and chance.random() < 0.3:
            back: Deed = ("put_back", {})
            deeds = [back] if chance.random() < 0.5 else [("exchange_bin", {"bin": seen.hand.bin}), back]
        for verb, args in deeds:
            session.act(verb, args)
        session.advance(bot.rest(seen))
    longer = [h for h in bench.state.holes.values() if h.rivet and h.rivet.stem_mm != params.bin(h.rivet.bin).stem_mm]
    (item,) = [o for o in observed(panneau(), session, "mouse") if o.rule == "INI2"]
    assert item.n == len(longer)
    assert (item.case == "used") == bool(longer)


def test_a_rivet_whose_bin_has_left_does_not_go_into_the_new_one() -> None:
    """In hand as its bin was exchanged: neither a press on the new bin nor « Remettre » lays it there; it is said."""
    scene, look = at_work()
    press(scene, "bin:2")
    rest(scene)
    state = scene.session.task.state  # type: ignore[attr-defined]
    scene.do("exchange_bin", bin=2)
    scene.advance(2)
    held = state.hand.id
    assert scene.seen.hand is not None
    assert scene.seen.hand.homeless
    assert "undo:" not in {n.id for n in scene.screen(look).nodes}
    for node in ("bin:2", "bin:1"):
        scene.act(node)
        scene.advance(2)
        assert state.hand is not None
        assert state.hand.id == held
        said = next(n.spoken for n in scene.screen(look).nodes if n.id == "echo")
        assert said == scene.words(look).t("echo.why.homeless")
    press(scene, "reject")
    rest(scene)
    press(scene, "bin:2")
    assert scene.seen.hand is not None
    assert not scene.seen.hand.homeless


def test_the_sign_of_a_bin_is_named_with_its_first_rivet_alone() -> None:
    """Said once, it is known: each further rivet of the bin is named by its bin."""
    scene, look = at_work()
    words, said = scene.words(look), []
    for _ in range(2):
        press(scene, "bin:2")
        rest(scene)
        said.append(next(n.spoken for n in scene.screen(look).nodes if n.id == "echo"))
        press(scene, "reject")
        rest(scene)
    assert said == [words.t("echo.pick.minus", stem=8), words.t("echo.pick", stem=8)]


def test_two_spoiled_rivets_a_movement_are_of_all_sorts_over_the_day() -> None:
    """The sorts go on in turn from movement to movement, so that a day of few leaves none out."""
    session, sorts = run("expert"), set[str]()
    for e in session.events:
        if e.kind == "pick":
            lot = e.data["lot"] != e.data["bin_lot"]
            signs = {"bent": e.data["bend_mdeg"], "nick": e.data["nick"], "lot": lot}
            sorts |= {name for name, on in signs.items() if on}
    assert sorts == {"bent", "nick", "lot"}


@pytest.mark.parametrize("name", sorted(workshops()))
def test_where_nothing_was_done_nothing_is_called_a_part(name: str) -> None:
    """« Laissée sans décision, sans étiquette et sans appel. Une partie y est. »: nothing was."""
    scenario, found = workshops()[name], 0
    for rule in evidence_rules(scenario):
        for case in READERS[rule.reads].bare:
            worth, cuts = READERS[rule.reads].worth[case], rule.cuts_for("mouse")
            assert cuts is not None
            reached, top = cut(worth, cuts), len(cuts)
            item = Observation(rule.id, rule.habilete, name, reached, top, float(worth), 1.0, 1.2, (), (), case=case)
            assert stands(scenario, [item], Comfort()) == {rule.id: "open"}, (rule.id, case)
            found += 1
    assert found >= 2


def test_the_outcomes_with_nothing_in_them_are_outcomes_of_their_reader() -> None:
    assert all({*reader.bare} <= {*reader.cases} for reader in READERS.values())


def test_work_that_was_left_says_of_which_step() -> None:
    """« Dans des étapes que vous avez terminées : 7 sur 8 » counted one step: it is named, in the singular."""
    scenario = workshops()["aubes_soufflante"]
    rules = {rule.id: rule for rule in evidence_rules(scenario)}

    def left(id: str, n: int, of: int) -> str:
        rule = rules[id]
        item = Observation(id, rule.habilete, "", 1, 4, 1.0, 1.0, 1.2, (), (1,), n=1, offered=2, left=("blades", n, of))
        return facts(scenario, [item], Comfort())[id]

    one, several = left("ATT1", 7, 8), left("ATT4", 1, 18)
    assert "Étape « Premières aubes », que vous avez terminée : 7 aubes sans décision, sur 8, sans compter" in one
    assert "parmi « Aubes 10 à 18 », « Urgence » : 1 aube sans décision, sur 18" in several
