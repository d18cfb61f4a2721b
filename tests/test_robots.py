"""Robots as evidence: players of known skill clear the bars of the first workshop, and seeded defects are caught."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from conftest import FOLDER, workshop
from test_workshops import workshops

from cli.main import main
from game.mechanics.assemble.params import Params
from game.mechanics.table import MECHANICS
from lab.robots import run
from lab.studies.__main__ import REAL_CIRCUIT
from lab.trials import LADDER, Order, mixed_skill, orders, play, play_all, tried_circuit
from scenarios.model import Scenario
from scoring.bars import PILOT_LEAST, Bar, Played, Trials, bars
from scoring.rules import EvidenceRule
from scoring.types import Observation

CAST = MECHANICS["assemble@1"].cast
B = (-1.6, -0.5, 0.5, 1.6)


def scenario() -> Scenario:
    """The first workshop."""
    return workshops()["panneau_fuselage"]


def of_the_circuit() -> tuple[Scenario, ...]:
    """The three workshops of an adviser's session."""
    return tuple(workshops()[id] for id in REAL_CIRCUIT)


def changed(params: dict[str, Any] | None = None, rules: dict[str, dict[str, Any]] | None = None) -> Scenario:
    """The first workshop with some params, and some rules, written otherwise."""
    sound = scenario()
    evidence = tuple(
        EvidenceRule.model_validate({**r.model_dump(), **(rules or {}).get(r.id, {})}) for r in sound.evidence
    )
    plain = {**workshop().model_dump(), **(params or {})}
    return sound.model_copy(update={"params": Params.model_validate(plain), "evidence": evidence})


def failed(played: Sequence[Played], ceilings: Sequence[float] = ()) -> list[Bar]:
    return [bar for bar in bars(Trials(played, ceilings)) if bar.kept is False]


@cache
def clean() -> tuple[Played, ...]:
    """A small trial: every robot once, three rungs of each ladder once."""
    wanted = [o for o in orders(scenario(), 1, 5, ladder=(-2.0, 0.0, 2.0)) if o.role != "pilot"]
    return tuple(play_all(scenario(), wanted))


def test_the_first_workshop_clears_its_bars() -> None:
    """One run of each robot and three rungs: no bar that can be judged falls (`make studies` plays the full trial)."""
    assert failed(clean(), scenario().params.ceilings_s) == []


def test_the_trial_plays_every_robot_of_the_cast() -> None:
    """Able, clumsy, novice and blind robots are all there, and each habileté of the cast has its ladder."""
    there = {p.robot for p in clean() if p.role != "ladder"}
    assert there == {*CAST.able, *CAST.clumsy, *CAST.novice, *CAST.blind}
    assert {p.on for p in clean() if p.role == "ladder"} == set(CAST.habiletes)


def test_skill_on_one_habilete_moves_it_and_hardly_another() -> None:
    """From -2 to +2 the own mean rises by more than 1.5; what others move by is told by the bars."""
    trials = Trials(clean())
    for name in CAST.habiletes:
        by = {r.played.skill[name]: r.mean[name] for r in trials.of("ladder", on=name)}
        assert by[2.0] - by[-2.0] > 1.5


def test_the_same_seed_gives_the_same_run() -> None:
    """A graded player is as deterministic as the game."""
    order = Order("pilot", "pilot", 9, mixed_skill(CAST.habiletes, 9))
    assert play(scenario(), order) == play(scenario(), order)


def test_processes_change_no_figure() -> None:
    """Shared among two processes, the runs are the same, in the same order."""
    wanted = [Order("blind", name, 3) for name in ("never", "random")]
    assert list(play_all(scenario(), wanted, jobs=2)) == list(play_all(scenario(), wanted))


def test_an_end_that_cannot_be_reached_is_caught() -> None:
    """With too few rivets in a bin nobody can finish: the expert is cut by the clock."""
    bins = workshop().model_dump()["bins"]
    bins[0]["quantity"] = 3
    found = failed([play(changed({"bins": bins}), Order("able", "expert", 1))])
    assert ("cut", "expert") in {(bar.id, bar.about[0]) for bar in found}


def test_a_tool_that_is_nowhere_is_caught() -> None:
    """A missing tool that no place holds keeps the pen from writing: the expert cannot keep the gate."""
    found = failed([play(changed({"missing_place": "roof"}), Order("able", "expert", 1))])
    assert ("gates", "tools_back") in {(bar.id, bar.about[1]) for bar in found}


def test_a_workshop_that_is_too_long_is_caught() -> None:
    """With thirty seconds for the first movement, the expert is cut short in movement 1."""
    hurried = changed({"ceilings_s": (30, 170, 200)})
    found = failed([play(hurried, Order("able", "expert", 1, clock=True))], (30, 170, 200))
    assert ("cut", "1") in {(bar.id, bar.about[1]) for bar in found}


def test_a_rule_upside_down_is_caught_by_name() -> None:
    """Cuts the wrong way round, which no file may bring: the rule falls with skill, and is named."""
    sound = scenario()
    turned = {"cuts": (7, 5, 3, 1)}
    evidence = tuple(r.model_copy(update=turned) if r.id == "NOR2" else r for r in sound.evidence)
    upside = sound.model_copy(update={"evidence": evidence})
    name = "normes_consignes"
    wanted = [Order("ladder", "ladder", 2, {name: s}, name) for s in (-2.0, 0.0, 2.0)]
    found = failed(list(play_all(upside, wanted)))
    assert [bar.about[0] for bar in found if bar.id == "rule"] == ["NOR2"]


def test_a_rule_that_gives_itself_away_is_caught_by_name() -> None:
    """Cuts that tagging everything reaches: the null player earns something, and the rule is named first."""
    gift = {"cuts": (-9, -8, -7, -6)}
    easy = changed(rules={"ADA4": gift, "ADA1": {"cuts": (-4, -3, -2, -1)}, "ADA2": {"cuts": (-3, -2, -1)},
                          "ADA3": {"cuts": (-3, -2, -1)}, "ADA6": {"cuts": (-3, -2, -1)}})  # fmt: skip
    found = [bar for bar in failed([play(easy, Order("blind", "always_2", 1))]) if bar.about[1] == "adaptation"]
    assert {bar.id for bar in found} >= {"blind_mean", "blind_level2"}
    assert set(found[0].rules) <= {"ADA1", "ADA2", "ADA3", "ADA4", "ADA6"}


def made_up(role: str, category: int, seed: int, **more: Any) -> Played:
    seen = tuple(Observation(f"AAA{n}", "a", "t", category, 4, 1.0, 1.0, 1.2, B, ()) for n in range(6))
    return Played(role, more.pop("robot", role), seed, seen, **more)


@pytest.mark.parametrize(("category", "kind"), [(4, "too_easy"), (0, "too_hard")])
def test_observations_that_say_nothing_are_caught(category: int, kind: str) -> None:
    """When all the pilot, or nobody, reaches the top, the observation is named; with few pilots nothing is said."""
    many = [made_up("pilot", category, n) for n in range(PILOT_LEAST)]
    assert {bar.id for bar in failed(many)} == {kind}
    assert all(bar.kept is None for bar in bars(Trials(many[:10])) if bar.id == kind)


def test_of_a_null_player_who_is_offered_too_little_no_mean_is_told() -> None:
    """Nothing would be said of them, and that holds; more runs would not make a mean, so none is asked for."""
    little = replace(made_up("blind", 0, 1), observations=made_up("blind", 0, 1).observations[:3])
    assert [(bar.id, bar.value, bar.kept) for bar in bars(Trials([little]))] == [("blind_statement", 0.0, True)]
    enough = {bar.id: bar.kept for bar in bars(Trials([little, made_up("blind", 0, 2)]))}
    assert enough == {"blind_mean": True, "blind_level2": True, "blind_statement": True}


def test_a_clumsy_hand_may_cost_little_only() -> None:
    """A gap above .15 fails, and the rules that lost it are named."""
    expert = made_up("able", 4, 1, robot="expert", causes=("signed",))
    clumsy = made_up("clumsy", 2, 1, causes=("signed",))
    assert ("clumsy", False) in {(bar.id, bar.kept) for bar in bars(Trials([expert, clumsy]))}


def test_the_command_tells_an_author(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`envol robots`: figures in words in both languages, JSON, status 2 for a scenario that does not exist."""
    import lab.trials as trials

    # The full trial is played by the studies: here the command tells a small one that was really played.
    monkeypatch.setattr(trials, "play_all", lambda *_, **__: iter(clean()))
    assert main(["robots", "panneau_fuselage", "--lang", "fr"]) == 0
    said = capsys.readouterr().out
    assert "Jouer sans regarder ne rapporte rien" in said
    assert "Toutes les barres jugées sont tenues" in said
    assert main(["robots", "panneau_fuselage", "--lang", "en", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kept"] is True
    assert main(["robots", "hangar", "--lang", "en"]) == 2
    assert "no scenario" in capsys.readouterr().out


def test_a_circuit_of_real_scenarios_has_its_own_bars() -> None:
    """Mixed players on two days and ladders give every bar of a circuit; skill rises along each ladder.

    One player a rung at one workshop: that it rises is read here, how fast in the studies.
    """
    found = tried_circuit([scenario()], 1, 5, ladder=(-2.0, 2.0), pilots_per_run=3).bars
    assert {bar.id for bar in found} == {"circuit_r", "circuit_coverage", "circuit_retest", "circuit_order",
                                         "circuit_slope", "circuit_ladder_r", "circuit_others"}  # fmt: skip
    assert next(bar for bar in found if bar.id == "circuit_order").kept
    assert next(bar for bar in found if bar.id == "circuit_slope").value > 0


def test_the_same_players_climb_every_ladder_of_a_circuit(monkeypatch: pytest.MonkeyPatch) -> None:
    """From rung to rung the skill alone differs, not the draws; a workshop is given the skills that it shows."""
    import lab.trials as trials

    made: list[list[Order]] = []

    def noted(one: Scenario, orders: Sequence[Order], *, jobs: int = 1) -> Iterator[Played]:
        made.append(list(orders))
        shown = MECHANICS[one.head.mechanic].cast.habiletes
        for at, order in enumerate(orders):
            seen = [Observation(name, name, "t", (at + at // 2) % 5, 4, 1.0, 1.0, 1.2, B, ()) for name in shown]
            yield Played("pilot", "pilot", order.seed, tuple(seen))

    monkeypatch.setattr(trials, "play_all", noted)
    names = tried_circuit(of_the_circuit(), 2, 5, pilots_per_run=1).names
    for one, orders_ in zip(of_the_circuit(), made, strict=True):
        shown = MECHANICS[one.head.mechanic].cast.habiletes
        climbed = orders_[4:]
        assert len(climbed) == len(names) * len(LADDER) * 2
        assert len({order.seed for order in climbed}) == 2
        assert all(set(order.skill) <= set(shown) for order in orders_)
        assert {order.seed for order in climbed}.isdisjoint(order.seed for order in orders_[:4])
    assert {order.seed for order in made[0]}.isdisjoint(order.seed for order in made[1])


@pytest.mark.parametrize("id", REAL_CIRCUIT)
def test_a_skill_that_a_workshop_does_not_show_plays_no_part_in_it(id: str) -> None:
    """So a circuit plays that rung once for the habiletés that are shown elsewhere, and moves nothing by it."""
    one = next(known for known in of_the_circuit() if known.head.id == id)
    cast = MECHANICS[one.head.mechanic].cast
    every = {name for m in MECHANICS.values() for name in m.cast.habiletes}
    elsewhere = dict.fromkeys(sorted(every - set(cast.habiletes)), 2.0)
    plain, other = (run(one, cast.graded(one.params, 3, skill), 3, stamped=False) for skill in ({}, elsewhere))
    assert plain.events == other.events


def test_a_broken_scenario_is_told_and_not_played(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """A scenario's file with a mistake gives its line and status 1."""
    path = tmp_path / "x.yaml"
    path.write_text((FOLDER / "scenario.yaml").read_text("utf-8").replace("tags: 4", "tags: x"), "utf-8")
    assert main(["robots", str(path), "--lang", "fr"]) == 1
    assert "x.yaml:" in capsys.readouterr().out
