"""The sentence that is shown says why: which of two causes it was, what lacked, and what was never there to be done."""

import re
from collections.abc import Sequence

import pytest
from conftest import panneau, rules, run, workshop
from test_offered import OF_THE_BELL, place_of
from test_visit import begun, work
from test_workshops import EVERY, workshops

from game.journey.result import facts, state_of
from game.library import catalogue_of
from game.mechanics.table import MECHANICS, task_of
from game.scenes.boarding import Boarding
from game.scenes.debrief import Debrief
from game.scenes.shown import Moment, Pass
from game.screen.scene import Comfort
from game.station.home import Home
from game.window.look import StaticLook
from scenarios.vocabulary import Event
from scoring.evidence import observe
from scoring.types import Observation

COMFORT = Comfort()


def read(events: Sequence[Event]) -> dict[str, Observation]:
    return {o.rule: o for o in observe(events, rules(), workshop().model_dump(), task="t")}


def said(item: Observation) -> str:
    return facts(panneau(), [item], COMFORT)[item.rule]


def with_waste(thrown: int, calls: int) -> list[Event]:
    """The expert's run, in which so many sound rivets of the mixed bin were thrown out, and others called about."""
    events = list(run("expert").events)
    at = place_of(events, "isolate_bin")
    tick, pick = events[at].tick, events[place_of(events, "pick", bin=events[at].data["bin"])].data
    sound = {"bend_mdeg": 0, "nick": False, "lot": pick["bin_lot"], "true_stem": pick["stem"]}
    more = []
    for n in range(thrown):
        rivet = f"X{n}"
        more += [Event(tick, "pick", {**pick, **sound, "rivet": rivet}), Event(tick, "isolate", {"rivet": rivet})]
    more += [Event(tick, "call", {"who": "karim", "about": "A1"})] * calls
    return [*events[: at + 1], *more, *events[at + 1 :]]


@pytest.mark.parametrize(
    ("thrown", "calls", "case", "words", "not_words"),
    [
        (3, 0, "thrown", "bons rivets au bac rouge", "appels"),
        (0, 6, "other_calls", "appels sur autre chose", "bac rouge"),
        (3, 6, "everything", "au bac rouge, et beaucoup d'appels", " ou "),
    ],
)
def test_which_waste_it_was_is_said(thrown: int, calls: int, case: str, words: str, not_words: str) -> None:
    item = read(with_waste(thrown, calls))["INI2"]
    assert (item.case, item.raw) == (case, 2.0)
    assert words in said(item)
    assert not_words not in said(item)


@pytest.mark.parametrize(
    ("counted", "case", "words"),
    [((), "found_unnoted", "n'avait pas été noté avant"), ((1,), "found_uncounted", "n'était pas juste")],
)
def test_what_lacked_beside_a_tool_found_is_said(counted: tuple[int, ...], case: str, words: str) -> None:
    """The mirror was found at once and the sheet signed: the number of tools was not noted before, and that is said."""
    events = [e for e in run("expert").events if not (e.kind == "count_set" and e.data["item"] == "tools")]
    at = place_of(events, "search")
    noted = [Event(events[at].tick, "count_set", {"item": "tools", "n": n}) for n in counted]
    item = read([*events[:at], *noted, *events[at:]])["INI5"]
    assert (item.case, item.raw) == (case, 2.0)
    assert words in said(item)


@pytest.mark.parametrize(("more", "case"), [(0, "found"), (1, "found"), (2, "found_uncounted")])
def test_a_tool_that_is_out_may_be_counted_or_not(more: int, case: str) -> None:
    """It is drawn below its hook, and who counts what they see counts it: that it hangs is another fact."""
    events = [e for e in run("expert").events if not (e.kind == "count_set" and e.data["item"] == "tools")]
    at = place_of(events, "search")
    there = next(int(e.data["n"]) for e in reversed(events[:at]) if e.kind == "stock" and e.data["item"] == "tools")
    told = (
        ("tool_take", {"tool": "brush"}), ("stock", {"item": "tools", "n": there - 1}),
        ("count_set", {"item": "tools", "n": there - 1 + more}),
    )  # fmt: skip
    item = read([*events[:at], *(Event(events[at].tick, kind, data) for kind, data in told), *events[at:]])["INI5"]
    assert item.case == case


@pytest.mark.parametrize(
    ("counted", "case"), [((), "nothing_after"), ((1,), "miscounted_after"), ((-1,), "seen_after")]
)
def test_a_tool_found_after_the_pen_is_told_as_found(counted: tuple[int, ...], case: str) -> None:
    """The pen was pressed before the mirror was found: that counts, and that it was found then is said."""
    events = [e for e in run("expert").events if not (e.kind == "count_set" and e.data["item"] == "tools")]
    at = place_of(events, "search")
    there = next(int(e.data["n"]) for e in reversed(events[:at]) if e.kind == "stock" and e.data["item"] == "tools")
    noted = [Event(events[at].tick, "count_set", {"item": "tools", "n": there if n < 0 else n}) for n in counted]
    pen = Event(events[at].tick, "pen", {"ok": False})
    item = read([*events[:at], *noted, pen, *events[at:]])["INI5"]
    assert item.case == case
    assert "retrouvé après" in said(item)


def test_a_change_that_was_never_announced_is_not_open() -> None:
    """The bell never rang: none of its rules reads anything, and the debrief neither blames nor advises."""
    seen = read([e for e in run("expert").events if e.kind != "bell"])
    assert {seen[name].category for name in OF_THE_BELL} == {None}
    assert {state_of(seen[name]) for name in OF_THE_BELL} <= {"unseen", "little"}
    item = seen["ADA1"]
    assert (state_of(item), said(item)) == ("unseen", "Pas vu aujourd'hui.")
    moments = (Moment("NOR5", 500, "done", "x"), Moment("ADA1", -1, state_of(item), said(item)))
    scene = Debrief(moments, may_retry=True)
    scene.act("moment:1")
    shown = scene.screen(StaticLook(COMFORT).within("panneau_fuselage"))
    words = " ".join(node.spoken or node.spoken for node in shown.nodes)
    assert "pas vu aujourd'hui" in words
    for wrong in ("pas encore", "La prochaine fois", "Ces moments sont comme attendu"):
        assert wrong not in words
    assert shown.say == "2 moments de l'exercice. Vus aujourd'hui : 1. Comme le métier l'attend : 1."


def test_what_a_device_does_not_show_is_not_asked_for_again() -> None:
    """Everything was done: doing it again on the same device would change nothing, and nothing was left unseen."""
    moments = (Moment("NOR5", 500, "done", "x"), Moment("DEX5", -1, "unlooked", "y"))
    look = StaticLook(COMFORT).within("panneau_fuselage")
    words = " ".join(n.spoken for n in Debrief(moments, may_retry=True).screen(look).nodes)
    assert "avec cet appareil" in words
    for wrong in ("n'a pas été vue", "pas tout vu", "Ces moments sont comme attendu"):
        assert wrong not in words


@pytest.mark.parametrize(
    ("comfort", "file", "long"),
    [
        (Comfort(), "fichier", "trois mois"),
        (Comfort(easy=True), "fichier", "trois mois"),
        (Comfort(language="en"), "file", "three months"),
    ],
)
def test_who_keeps_the_paper_is_told_of_its_file_before_the_press(comfort: Comfort, file: str, long: str) -> None:
    scene = Boarding(Pass("K4-MTQ", "", (), "", "", ()), may_share=True)
    shown = scene.screen(StaticLook(comfort))
    label = next(node.spoken for node in shown.nodes if node.id == "keep")
    assert file in label
    assert long in label


def test_the_debrief_says_how_many_rivets_were_set(home: Home) -> None:
    """All that was set and could rightly be, spoiled holes in neither number; of those, heads between their lines."""
    app = begun(home, panneau())
    work(app, panneau())
    tried = app.visit.tried[0]
    events = tried.first.events
    spoiled = {name for zone in panneau().params.zones.values() for name, hole in zone.holes.items() if hole.oval}
    holes = {name for zone in panneau().params.zones.values() for name in zone.holes}
    practice = next(n for n, e in enumerate(events) if e.kind == "place")
    placed: set[object] = set()
    for e in events[practice:]:
        if e.kind in ("place", "take_out"):
            (placed.add if e.kind == "place" else placed.discard)(e.data["hole"])
    n, of = len(placed - spoiled), len(holes - spoiled)
    last = {e.data["hole"]: e.data for e in events[practice:] if e.kind == "head" and e.data["formed"]}
    above = {hole: int(head["h_um"]) - int(head["target_um"]) for hole, head in last.items()}
    good = {hole for hole, um in above.items() if abs(um) <= panneau().params.tolerance_um}
    whole = len(placed & good - spoiled)
    made = f"Rivets en place : {n} sur {of}, trou abîmé à part. Têtes bonnes, entre leurs traits : {whole}."
    assert n > 0
    shown = app.screen(StaticLook(app.comfort).within("panneau_fuselage"))
    assert made in shown.say
    app.act("fold:next", "press")
    shown = app.screen(StaticLook(app.comfort).within("panneau_fuselage"))
    assert made in next(node.spoken for node in shown.nodes if node.id == "next")


def test_holes_left_empty_are_counted_against_all_that_could_be_filled() -> None:
    """A run that has not begun: none of the sound holes."""
    task = task_of(panneau(), {"seed": 5, "form": "first", "device": "mouse", "clock": False})
    sound = sum(not hole.oval for zone in panneau().params.zones.values() for hole in zone.holes.values())
    assert MECHANICS["assemble@1"].part(panneau().params, task).done_of == (0, sound)
    assert sound < 25


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize(("language", "halves"), [("fr", "signal|laiss|accept"), ("en", "told|report|left|accept")])
def test_what_is_partly_done_is_no_half_of_its_title(name: str, language: str, halves: str) -> None:
    """Who left a doubtful thing alone and told nobody is told « en partie », who told of it and of all else « pas
    encore »: the title names the doubt, neither of the two things to do about it."""
    scenario = workshops()[name]
    catalogue = catalogue_of(scenario)
    for rule in scenario.evidence:
        if rule.reads in ("damaged_hole", "bin_told", "doubt_told") and rule.id in scenario.head.debrief:
            title = catalogue.t(f"fact.{rule.id}", language, False, name)
            assert not re.search(halves, title), title
