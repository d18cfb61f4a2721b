"""Circuits: files that are checked line by line, and which workshop is proposed next, to whom."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import panneau
from test_visit import begun, work
from test_workshops import workshops

from assets.texts import Catalogue, lowered
from assets.voice import Voice
from cli.main import main
from cli.opened import circuit_of
from game.journey.arrival import SAID, card_of
from game.journey.journey import Journey
from game.journey.proposing import at_hand, next_of, next_steps
from game.screen.steps import Step
from game.window.look import StaticLook
from scenarios import circuits as there
from scenarios.circuits import circuit_files, load_circuits, read_circuit
from scenarios.model import nearest, unlike
from scenarios.reference import habiletes
from scenarios.safe import SourceErrors
from scoring.circuit import SETTLED_SE, CanShow, WorkshopAtHand, expected_se, propose
from scoring.estimate import category_probability, estimate, tree
from scoring.profile import read_out
from scoring.rules import EvidenceRule
from scoring.types import Observation, Profile

NAMES = [h.id for h in habiletes()]
HERE = CanShow()


def rules(habilete: str, n: int = 6, **more: object) -> tuple[EvidenceRule, ...]:
    """So many rules of one habileté, alike."""
    word = habilete[:3].upper()
    made = {"habilete": habilete, "reads": "tools_ready", "cuts": [1, 2], "a": 1.4, **more}
    return tuple(EvidenceRule.model_validate({"id": f"{word}{k}", **made}) for k in range(1, n + 1))


def seen(**tasks: dict[str, int]) -> Profile:
    """A profile from facts: by workshop, the category (0..2) of six facts a habileté."""
    facts = [
        Observation(f"R{k}", habilete, task, category, 2, None, 1.0, 1.4, (-0.8, 0.8), ())
        for task, told in tasks.items() for habilete, category in told.items() for k in range(6)
    ]  # fmt: skip
    return read_out(facts, (), NAMES, rules_version="")


PANEL = WorkshopAtHand("panneau", (*rules("normes_consignes"), *rules("dexterite")), {"sight": 2, "pointer": 2})
BLADES = WorkshopAtHand("aubes", (*rules("normes_consignes"), *rules("recueil_analyse")), {"sight": 2})
STOCK = WorkshopAtHand("kitting", (*rules("organiser"), *rules("normes_consignes", 3)), {"reading": 2})
ALL = (PANEL, BLADES, STOCK)


def test_a_second_look_settles_and_is_proposed_first() -> None:
    """What was seen once and is open is settled by a workshop that looks at it again; ties go to the first there."""
    once = seen(panneau={"normes_consignes": 0, "dexterite": 0})
    found = propose({}, once, ALL, ("panneau",), HERE)
    assert (found.workshop, found.settles) == ("aubes", ("normes_consignes",))
    assert "recueil_analyse" in found.looks
    assert found.expected["normes_consignes"] <= SETTLED_SE < found.expected["recueil_analyse"]
    assert propose({}, seen(), ALL, (), HERE).workshop == "panneau"
    assert propose({}, seen(), ALL[::-1], (), HERE).workshop in ("aubes", "panneau")


def test_an_offer_asks_for_its_own_habiletes_only() -> None:
    """With needs of an offer, what it does not ask is no reason; what no way settles is said."""
    found = propose({"organiser": 2, "dexterite": 2}, seen(), ALL, (), HERE)
    assert found.settles == ()
    assert set(found.cannot) == {"organiser", "dexterite"}
    once = seen(panneau={"dexterite": 1})
    found = propose({"organiser": 2}, once, ALL, ("panneau",), HERE)
    assert (found.workshop, found.looks) == ("kitting", ("organiser",))
    assert propose({"travail_equipe": 1}, once, ALL, (), HERE).workshop == ""
    assert propose({"travail_equipe": 1}, once, ALL, (), HERE).cannot == ("travail_equipe",)
    solid = seen(panneau={"dexterite": 2}, autre={"dexterite": 2})
    assert propose({"dexterite": 1}, solid, ALL, ("panneau",), HERE).cannot == ()


def test_only_what_this_person_can_show_counts() -> None:
    """A device without cuts shows nothing; what one lacks puts a workshop out of reach; too few is too few."""
    mouse = WorkshopAtHand("souris", rules("dexterite", cuts={"mouse": [1, 2]}))
    assert propose({"dexterite": 1}, seen(), [mouse], (), CanShow("mouse")).workshop == "souris"
    assert propose({"dexterite": 1}, seen(), [mouse], (), CanShow("keyboard")).workshop == ""
    assert propose({}, seen(), ALL, (), CanShow(without=frozenset({"sight"}))).workshop == "kitting"
    few = WorkshopAtHand("peu", rules("organiser", 3))
    assert propose({"organiser": 1}, seen(), [few], (), HERE).workshop == ""
    easy, hard = (propose({}, seen(), [WorkshopAtHand("x", rules("dexterite", weight_when_hard=0.3))], (), one)
                  for one in (HERE, CanShow(hard=True)))  # fmt: skip
    assert easy.expected["dexterite"] < hard.expected["dexterite"]


def test_there_is_an_end() -> None:
    """Nothing left, or no room: no workshop; what is done is never proposed again."""
    assert propose({}, seen(), ALL, ("panneau", "aubes", "kitting"), HERE).workshop == ""
    none = propose({}, seen(), ALL, (), HERE, room=0)
    assert (none.workshop, len(none.cannot)) == ("", len(NAMES))


@pytest.mark.parametrize("before", [0, 1])
def test_the_expected_se_is_that_of_the_model(before: int) -> None:
    """Within a tenth of the mean posterior SD of people drawn from the model, with and without an earlier workshop."""
    rng, t = np.random.default_rng(5), tree()
    b, sds, starts = (-0.8, 0.8), [], []
    for _ in range(120):
        theta = rng.normal()
        facts = []
        for task in range(before + 1):
            p = category_probability(np.array([theta + 0.6 * rng.normal()]), 1.4, b)[:, 0]
            facts.append([
                Observation(f"R{k}", "organiser", f"t{task}", int(y), 2, None, 1.0, 1.4, b, ())
                for k, y in enumerate(rng.choice(3, 6, p=p / p.sum()))
            ])  # fmt: skip
        now = [fact for cell in facts[:before] for fact in cell]
        starts.append(estimate(now, ["organiser"]).sd[0])
        sds.append(estimate([*now, *facts[before]], ["organiser"]).sd[0])
    told = np.mean([expected_se(sd, [6 * 0.3 * 1.4**2]) for sd in starts])
    assert abs(told / np.mean(sds) - 1) < 0.1
    assert len(t.x) == 61


def test_the_installed_workshops_are_proposed_in_the_hangar_and_on_the_pass() -> None:
    """After the first, the second is lit with why in one sentence; the pass names it where it would say more."""
    app = begun(None, panneau(), workshops()["panneau_porte"])
    work(app, panneau())
    app.act("go", "press")
    screen = app.screen(StaticLook(app.comfort))
    assert screen.focus_first == "open:panneau_porte"
    # Everything this player was offered is shown: no reason is made up. Of somebody who showed less there is one.
    assert app.visit.next is not None
    assert app.visit.next.get() is None
    seen_ = app.visit.tried[0].read.get().observations
    less = read_out([replace(o, category=0) for o in seen_], (), NAMES, rules_version="")
    found = next_of(less, app.scenarios, app.visit.closed, HERE, 3)
    assert found is not None
    assert (found.workshop, found.why) == ("panneau_porte", "settles")
    lit = card_of(app, app.scenarios[1], found)
    said = [lowered(one.easy_fr) for one in habiletes() if one.id in found.habiletes[:SAID]]
    assert lit.why.startswith("On y verrait votre façon de faire ceci : ")
    assert all(words in lit.why for words in said)
    assert 1 <= len(found.habiletes) <= 3
    assert lit.why.count(";") == len(said) - 1
    both = [panneau(), workshops()["panneau_porte"]]
    nothing = seen()
    assert next_of(nothing, both, [one.head.id for one in both], HERE, 4) is None
    door = workshops()["panneau_porte"].head.title.fr
    assert [title for title, _ in next_steps(nothing, both, ["panneau_fuselage"], HERE, "fr").play] == [door]
    assert next_steps(nothing, both, [one.head.id for one in both], HERE, "fr").play == ()
    assert [one.workshop for one in at_hand(both)] == ["panneau_fuselage", "panneau_porte"]


# Files.


def test_the_circuits_that_come_with_the_game_are_sound() -> None:
    """Session, fair and discovery; each workshop is there and each habileté is looked at by one of them."""
    sound, problems = load_circuits()
    assert problems == ()
    assert [one.whom for one in sound] == ["session", "fair", "discovery"]
    assert [one.id for one in sound] == [path.stem for path in circuit_files()]
    assert sound[1].most == 1


GOOD = """id: C9
title: {fr: Essai, en: Trial}
for: session
minutes: 40
workshops: [panneau_fuselage, panneau_porte]
looks_at: [dexterite]
"""
BROKEN = [
    ("panneau_porte]", "panneau_portes]", 5, "workshops.1", "unknown_name", "panneau_porte"),
    ("[dexterite]", "[dexterites]", 6, "looks_at.0", "nobody_measures", "dexterite"),
    ("[dexterite]", "[negocier]", 6, "looks_at.0", "nobody_measures", ""),
    ("for: session", "for: sessions", 3, "for", "literal_error", "session"),
    ("minutes: 40", "minutes: 0", 4, "minutes", "greater_than_equal", None),
    ("minutes: 40", "minute: 40", 4, "minute", "extra_forbidden", "minutes"),
    ("id: C9", "id: C8", 1, "id", "other_name", None),
    ("id: C9", "id: salon", 1, "id", "string_pattern_mismatch", None),
    ("panneau_porte]", "panneau_fuselage]", None, None, "twice", None),
    ("[panneau_fuselage, panneau_porte]", "[]", 5, "workshops", "too_short", None),
    ("looks_at: [dexterite]", "most: 5", 6, "most", "less_than_equal", None),
    (", en: Trial", "", 2, "title.en", "missing", None),
]


@pytest.mark.parametrize(("good", "bad", "line", "where", "code", "near"), BROKEN)
def test_a_broken_circuit_is_told_by_line(
    good: str, bad: str, line: int | None, where: str | None, code: str, near: str | None, tmp_path: Path
) -> None:
    """File, line, where, and the nearest valid value."""
    path = tmp_path / "C9.yaml"
    path.write_text(GOOD, "utf-8")
    assert read_circuit(path).id == "C9"
    path.write_text(GOOD.replace(good, bad), "utf-8")
    with pytest.raises(SourceErrors) as caught:
        read_circuit(path)
    found = next(one for one in caught.value.problems if one.code == code)
    assert found.file == "C9.yaml"
    assert line in (None, found.line)
    assert where in (None, found.where)
    assert near in (None, found.values.get("nearest"))


def test_a_broken_circuit_is_set_aside_and_the_rest_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`envol check` names it; to play, the others are there, and a wrong name says the nearest."""
    folder = tmp_path / "circuits"
    folder.mkdir()
    (folder / "C9.yaml").write_text(GOOD, "utf-8")
    (folder / "C8.yaml").write_text(GOOD.replace("C9", "C8").replace("panneau_porte", "bride_moteur"), "utf-8")
    assert main(["check", str(folder / "C8.yaml"), "--lang", "en"]) == 1
    assert "C8.yaml:5" in capsys.readouterr().out
    monkeypatch.setattr(there, "circuit_files", lambda: sorted(folder.glob("*.yaml")))
    voice = Voice(Catalogue.load(), "en")
    both = [panneau(), workshops()["panneau_porte"]]
    found = circuit_of("c9", both, voice)
    assert not isinstance(found, int)
    assert [one.head.id for one in found[1]] == ["panneau_fuselage", "panneau_porte"]
    assert "bride_moteur" in capsys.readouterr().out
    assert circuit_of("C8", both, voice) == 2
    assert "C9" in capsys.readouterr().err


def test_a_circuit_gives_the_order_and_how_many() -> None:
    """Its workshops in its order; after as many as it holds, the tour ends."""
    sound, _ = load_circuits()
    both = [workshops()["panneau_porte"], panneau()]
    app = Journey(both[0], "fr", 5, None, both[1:], sound[1])
    app.go(Step.HANGAR)
    assert app.screen(StaticLook(app.comfort)).focus_first == "open:panneau_porte"
    work(app, both[0])
    app.act("go", "press")
    nodes = [n.id for n in app.screen(StaticLook(app.comfort)).nodes if n.actions and n.rect.y > 86]
    assert nodes == ["end"]


@pytest.mark.parametrize(
    ("got", "near"),
    [
        ("Panneau_Fuselage", "panneau_fuselage"),
        ("dextérité", "dexterite"),
        ("leoo", "colleague_leo"),
        ("panneau_port", "panneau_porte"),
        ("zzz", ""),
    ],
)
def test_what_is_near_has_no_capitals_or_accents_and_may_be_a_part(got: str, near: str) -> None:
    known = ("logo", "panneau_fuselage", "panneau_porte", "dexterite", "colleague_leo")
    assert nearest(got, known) == near


def test_of_many_names_some_are_said_when_none_is_like_what_was_written() -> None:
    """« attendu : rien » stood where thirty names were."""
    assert unlike("XYZ", [f"a{n}" for n in range(30)])["expected"] == "a0, a1, a2, a3, a4, …"
