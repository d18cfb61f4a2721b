"""A step that is over passes once more: what lights up is told by the events alone, and never before its end."""

from collections.abc import Sequence

import pytest
from conftest import do
from test_inspect import NAME, at_work, params, session, task
from test_workshops import robot_run, workshops

from game.library import catalogue_of
from game.mechanics.inspect import view_between, view_hour, view_round, view_rounds
from game.mechanics.inspect.params import FAULTS, WORDS, Mark
from game.mechanics.inspect.scene import InspectScene
from game.mechanics.inspect.view_rounds import LastTurn, Passed
from game.screen.nodes import Node, Picture, Screen, Text
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.window.audio import SOUNDS, STRUCK
from game.window.look import StaticLook
from game.workshop.between import GOES
from game.workshop.words import WorkshopWords
from scenarios.vocabulary import Event
from scoring.readers.log import Log
from scoring.readers.rotors import Rotors, last_words

ROBOTS = ("expert", "random", "ritual", "always_accept", "always_reject", "idle")
ZONES = ("A", "B", "C")


def by_the_rules(events: Sequence[Event], zone: str, until: int) -> dict[str, bool | None]:
    """What the evidence says of each blade of a rotor: the same words, faces and issue, as the scorer reads them."""
    log = Log(list(events[:until]), params().model_dump())
    keys = log.keys(Rotors)
    said, bell = last_words(log, zone), log.bell("revision_b")
    right: dict[str, bool | None] = {}
    for name, face in keys.faces(log, [zone]).items():
        word = said.get(name)
        right[name] = None if word is None or face.kept else word[1].data["word"] == keys.word(face, word[0] > bell)
    return right


def scene_of(run: Session, name: str = "exercise") -> InspectScene:
    catalogue_of(workshops()[NAME])
    return InspectScene(run, params(), workshops()[NAME].head, name=name)


def shown(scene: InspectScene, **comfort: object) -> Screen:
    return scene.screen(StaticLook(Comfort(**comfort)).within(NAME))  # type: ignore[arg-type]


def whole_step(run: Session, *, wrong: Sequence[int] = (), none: Sequence[int] = ()) -> None:
    """A word on each blade of the step in hand: that of the sheet, but for the `wrong` and the `none`."""
    state = task(run).state
    for n, name in enumerate(state.rotor()):
        word = params().word_for(state.face(name), state.bell)
        other = next(w for w in WORDS if w != word)
        do(run, *(() if n in none else (("decide", {"word": other if n in wrong else word}),)), ("turn", {"way": 1}))


def ended(scene: InspectScene) -> None:
    scene.advance(30)
    scene.act("end")
    scene.advance(30)
    if scene.asking:
        scene.act("leave:")
        scene.advance(1)
    scene.advance(1)


@pytest.mark.parametrize("robot", ROBOTS)
@pytest.mark.parametrize("seed", [2, 11])
def test_what_lights_up_is_what_the_evidence_reads(robot: str, seed: int) -> None:
    """Over whole runs, runs that are cut anywhere and runs of who does anything: each blade, by another reader."""
    events = robot_run(NAME, robot, seed).events
    for cut in (len(events), len(events) // 2, len(events) // 3, 40):
        for zone in ZONES:
            passed = view_rounds.of_rotor(params(), events[:cut], zone, mirror=False)
            names = list(params().rotors[zone].blades)
            assert {n: blade.right for n, blade in zip(names, passed, strict=True)} == by_the_rules(events, zone, cut)


@pytest.mark.parametrize("robot", ROBOTS)
def test_a_rack_gives_back_what_was_marked(robot: str) -> None:
    """A piece is right that was marked and bears a fault, or was left and bears none; an untouched rack is silent."""
    events = robot_run(NAME, robot, 2).events
    for block, phase in enumerate(("rack1", "rack2"), 1):
        of = [e for e in events if e.data.get("block") == block]
        faults = {e.data["index"] for e in of if e.kind == "head_shown" and e.data["feature"] in FAULTS}
        said = {e.data["index"]: e.data["verdict"] for e in of if e.kind == "head_verdict"}
        passed = view_rounds.of_rack(events, phase)
        assert bool(passed) == bool(said)
        for blade in passed:
            assert blade.right == ((blade.n - 1 in faults) == (said.get(blade.n - 1) == "review"))


def test_nothing_is_shown_before_the_step_is_over() -> None:
    """With all words given the bench stands as ever; once it has ended, none of them can be changed any more."""
    run = at_work()
    scene = scene_of(run)
    scene.advance(1)
    whole_step(run, wrong=[1])
    scene.advance(1)
    assert not scene.between.on
    assert shown(scene).id == "bench"
    ended(scene)
    assert scene.between.on
    assert shown(scene).id == "round"
    before = dict(task(run).state.decided)
    do(run, ("decide", {"word": "accept"}), ("decide", {"word": "reject"}))
    assert task(run).state.decided == before


def test_an_incomplete_or_signed_blade_gives_nothing_back() -> None:
    """Whatever was said of it: whether it was told of is another rule's business."""
    for word in WORDS:
        run = at_work()
        at = list(task(run).state.rotor()).index("A05")
        do(run, *(("turn", {"way": 1}) for _ in range(at)), ("decide", {"word": word}))
        passed = view_rounds.of_rotor(params(), run.events, "A", mirror=False)
        assert [blade.right for blade in passed] == [None] * 9
        assert view_rounds.begun(passed) is None


def test_it_lasts_four_to_eight_seconds() -> None:
    """However many are right, and for a rack as for a rotor."""
    for of in (8, 9):
        for right in range(of + 1):
            way = view_rounds.begun([Passed(n, n < right) for n in range(of)])
            assert way is not None
            assert 4000 <= way.lasts <= 8000
            heard = way.heard(-1, way.lasts)
            assert [s for s in heard if s.startswith("warm")] == [f"warm_{n}" for n in range(1, right + 1)]
            assert heard.count("dull") == of - right
            assert ("block" in heard) == (right == of)
            assert {*heard} <= STRUCK.keys()


def test_the_way_on_from_a_picture_lies_on_nothing_of_the_bench() -> None:
    """A press that comes a moment late falls on nothing, at the bench as at the rack."""
    run = at_work()
    scene = scene_of(run)
    scene.advance(1)
    benches = [shown(scene)]
    whole_step(run)
    scene.advance(1)
    benches.append(shown(scene))
    ended(scene)
    assert (shown(scene).id, shown(scene).quiet_ms) == ("round", view_round.QUIET_MS)
    while scene.between.on:
        scene.advance(20)
    scene.advance(1)
    benches.append(shown(scene))
    assert [bench.id for bench in benches] == ["bench", "bench", "judge"]
    for bench in benches:
        under = [n.id for n in bench.nodes if n.actions and n.rect.meets(view_round.ON)]
        assert not under, bench.id


def test_the_run_stands_still_while_one_looks() -> None:
    """No tick, no act, no event; a press goes on, but not one of the same hand within the first moment."""
    run = at_work()
    scene = scene_of(run)
    scene.advance(1)
    whole_step(run)
    ended(scene)
    tick, events, actions = run.task.tick, len(run.events), len(run.actions)
    scene.act(GOES)
    scene.advance(10)
    assert scene.between.on
    scene.advance(30)
    scene.act(GOES)
    assert not scene.between.on
    assert (run.task.tick, len(run.events), len(run.actions)) == (tick, events, actions)


@pytest.mark.parametrize("goes", ["key", "nothing", "by itself", "an act from elsewhere"])
def test_it_goes_on_by_anything_and_by_itself(goes: str) -> None:
    """Any key, a press beside everything, or waiting; who acts at the bench is there at once."""
    run = at_work()
    scene = scene_of(run)
    scene.advance(1)
    whole_step(run)
    ended(scene)
    scene.advance(30)
    if goes == "key":
        scene.key("x")
    elif goes == "nothing":
        scene.act("", "press@9,900")
    elif goes == "by itself":
        scene.advance(400)
    else:
        run.act("head", {"index": 0, "verdict": "review"})
        scene.advance(1)
        assert run.events[-1].kind == "head_verdict"
    assert not scene.between.on
    assert shown(scene).id != "round"


def test_practice_shows_none_of_it() -> None:
    """There each gesture says at once what came of it."""
    run = session(phase="practice")
    scene = scene_of(run, "practice")
    scene.advance(1)
    ended(scene)
    assert not scene.between.on


def test_no_word_of_right_or_wrong_is_written() -> None:
    """A number, the way on, the bar and what a light means are all that is written; a voice is told which stay dark."""
    run = at_work()
    scene = scene_of(run)
    scene.advance(1)
    whole_step(run, wrong=[1, 2])
    ended(scene)
    bar = {s.text for n in shown(scene).nodes[:6] for s in n.shapes if isinstance(s, Text)}
    for _ in range(300):
        scene.advance(1)
        if not scene.between.on:
            break
        screen = shown(scene)
        tells = next(n for n in screen.nodes if n.id == "round")
        assert "2, 3" in tells.spoken
        written = {s.text for n in screen.nodes if n.id in ("round", GOES) for s in n.shapes if isinstance(s, Text)}
        assert written <= {"Continuer"} | bar


def passing(words: WorkshopWords, way: LastTurn, ms: float, *, only_gleams: bool = True, still: bool = False) -> Screen:
    return view_round.rotor(words, ((), ()), way, ms, still=still, only_gleams=only_gleams, ground=(), metal="")


def looked_at(words: WorkshopWords, mark: Mark, *, only_gleams: bool) -> Screen:
    """The lens on a blade that stays dark and bears this mark, in the middle of its face."""
    here = mark.model_copy(update={"x_mm": 24, "y_mm": 60, "angle_deg": 0})
    way = view_rounds.begun([Passed(1, False, (here,))])
    assert way is not None
    return passing(words, way, way.comes[0] + 300, only_gleams=only_gleams)


def test_no_kind_and_no_length_of_a_mark_is_shown_that_the_sheet_asks_for() -> None:
    """Of rotor 226 the lens shows one and the same gleam, whatever lies there: where impacts gather, and the largest of
    them, are asked at the end. Of the other rotor nothing is asked any more: its marks are seen as they are.
    """
    words = scene_of(at_work()).words(StaticLook(Comfort()).within(NAME))
    marks = [blade.marks[0] for blade in params().blades().values() if blade.marks]
    gleams = [looked_at(words, mark, only_gleams=True).decor for mark in marks]
    assert all(decor == gleams[0] for decor in gleams)
    assert all(looked_at(words, mark, only_gleams=False).decor != gleams[0] for mark in marks)
    assert {zone: view_between.asked_later(params(), zone) for zone in ZONES} == {"A": True, "B": True, "C": False}


def test_less_motion_slides_nothing() -> None:
    """Each comes in its place by a fade of 80 ms, and the lamp of the rack is there at once."""
    scene = scene_of(at_work())
    words = scene.words(StaticLook(Comfort(reduced_motion=True)).within(NAME))
    way = view_rounds.begun([Passed(n, True) for n in range(1, 10)])
    assert way is not None
    places = set()
    for ms in range(0, way.lasts, 20):
        screen = passing(words, way, ms, still=True)
        places |= {s.rect for s in screen.decor if isinstance(s, Picture) and s.art.startswith("blade_")}
    assert len(places) == 1
    assert view_round.FADE_MS == 80


def test_each_turn_looks_and_sounds_otherwise() -> None:
    """Another hour, another light, another sound of the hall; the rotor of the next aircraft is of another metal."""
    turns = [view_hour.turn_of(params(), zone) for zone in ZONES]
    assert [t.metal for t in turns] == ["", "", view_hour.NEXT]
    assert len({view_hour.night(t) for t in turns}) == 3
    assert len({(t.hour, t.light) for t in turns}) == 3
    assert {*view_between.HALLS} <= SOUNDS.keys()
    events = robot_run(NAME, "expert", 2).events
    steps = (("prepare", "A"), ("rack1", "B"), ("rack2", "C"), ("C", "close"))
    shown_between = [view_between.interludes(params(), events, before, after, mirror=False) for before, after in steps]
    assert [len(some) for some in shown_between] == [1, 2, 2, 1]


def test_everything_between_two_steps_can_be_pressed_and_heard() -> None:
    """One node goes on, over the whole screen below the bar; one tells what is seen."""
    run = at_work()
    scene = scene_of(run)
    scene.advance(1)
    whole_step(run)
    ended(scene)
    for screen in (shown(scene), shown(scene, text_scale=2.0)):
        nodes: dict[str, Node] = {n.id: n for n in screen.nodes}
        assert nodes[GOES].actions == ("press",)
        assert nodes[GOES].rect == view_round.ALL
        assert nodes["round"].spoken == screen.say
        assert screen.focus_first == GOES


def test_a_blade_that_was_set_apart_passes_lit_with_its_tag() -> None:
    """On a rack dark means an error: a tag that was rightly hung passed dark, and was taken for a mistake."""
    run = at_work()
    scene = scene_of(run)
    apart = 4
    do(run, *[("turn", {"way": 1})] * apart, ("tag", {"object": list(task(run).state.rotor())[apart]}))
    do(run, *[("turn", {"way": -1})] * apart)
    whole_step(run, none=(apart,))
    passed = view_rounds.of_rotor(params(), run.events, "A", mirror=False)
    way = view_rounds.begun(passed)
    assert way is not None
    assert [b.n for b in passed if b.tagged] == [apart + 1]
    comes = way.comes[apart]
    assert way.heard(comes - 1, comes) == ("tag",)
    assert "tag" in STRUCK
    look = scene.words(StaticLook(Comfort()).within(NAME))

    def art(ms: float) -> list[str]:
        screen = view_round.rotor(look, ((), ()), way, ms, still=True, only_gleams=True, ground=(), metal="")
        return [s.art for s in screen.decor if isinstance(s, Picture)]

    # On the blade as it passes, and among the lights from then on; no lens rests there, as on one that is wrong.
    assert art(comes - 300).count("tag") == 0
    assert art(comes + 100).count("tag") == 2
    assert "lens_handle" not in art(comes + 100)
    assert art(way.lasts - 1).count("tag") == 1
    said = view_round.spoken_of(look, passed, "blades")
    assert look.t("round.apart", which=str(apart + 1)) in said
    assert look.t("round.whole") not in said
