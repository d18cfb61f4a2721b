"""Where a fresh player got stuck in practice and at work: each is played again, and there is a way on."""

import pytest
from test_guards import at_work, rest
from test_guards import press as push
from test_practice import opened, press, pull
from test_workshops import EVERY, workshops

from game.library import catalogue_of
from game.mechanics.assemble import answers
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.assemble.state import next_rivet
from game.mechanics.assemble.view_settled import BASE
from game.mechanics.table import MECHANICS
from game.screen import navigate
from game.screen.nodes import Line, Poly, Screen
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.look import StaticLook
from game.workshop.scene import Bench


def live(screen: Screen) -> set[str]:
    return {n.id for n in navigate.reachable(screen)}


def loose_in(scene: AssembleScene, hole: str, bin: str) -> None:
    """A rivet left in a hole without a head, by the acts of a hand that insists."""
    push(scene, bin)
    scene.advance(30)
    push(scene, hole, "more", "release")
    rest(scene)
    push(scene, "release")
    rest(scene)
    push(scene, "leave:")
    assert not scene.seen.lever.hole


def test_a_second_press_on_the_next_gesture_leaves_no_rivet() -> None:
    """« À vous d'essayer » pressed twice: the rivet is still under the tool, and nothing offers to leave it yet."""
    scene, look = opened()
    press(scene, look, "lesson:squeeze", "try:squeeze")
    pull(scene, 60, 545)
    press(scene, look, "try:squeeze")
    pull(scene, 60, 545)
    press(scene, look, "next:turn", "try:turn")
    assert "release" not in live(scene.screen(look))
    for node in ("release", "end"):
        scene.act(node)
        scene.advance(1)
    assert (scene.seen.lever.hole, scene.asking) == ("A2", "")
    screen = press(scene, look, "jaw")
    assert screen.id == "lever"
    press(scene, look, "more")
    assert scene.seen.outcome in ("right", "wall")


def test_a_rivet_left_without_a_head_is_told_in_practice() -> None:
    """However it was left, « Encore une fois » is there."""
    scene, look = opened()
    press(scene, look, "lesson:turn", "try:turn")
    scene.do("release")
    scene.advance(2)
    assert scene.seen.outcome == "untouched"
    assert scene.screen(look).focus_first == "try:turn"
    press(scene, look, "try:turn")
    assert scene.seen.lever.hole == "A2"


def test_a_hand_that_lets_go_twice_leaves_no_rivet() -> None:
    """« Lâcher » and « J'ai fini ce rivet » stand in one place: the second press of a double click is not heard."""
    scene, look = at_work()
    push(scene, "bin:1")
    scene.advance(30)
    push(scene, "hole:A1")
    assert not {"release"} & live(scene.screen(look)), "not before the lever has moved"
    push(scene, "more", "release", "release")
    assert (scene.seen.lever.hole, scene.asking) == ("A1", "")
    rest(scene)
    push(scene, "release")
    assert scene.screen(look).id == "dialog"


def test_a_rivet_without_a_head_is_reached_by_its_hole_at_any_time() -> None:
    """After other rivets, and in a later step, its hole takes the squeezer back to it; a finished head stays one."""
    scene, look = at_work()
    loose_in(scene, "hole:A1", "bin:1")
    push(scene, "bin:1")
    scene.advance(30)
    push(scene, "hole:A2", "jaw")
    scene.do("lever", x=1000)
    scene.advance(60)
    push(scene, "release")
    rest(scene)
    push(scene, "release")
    assert not scene.seen.lever.hole
    push(scene, "hole:A1")
    assert scene.seen.lever.hole == "A1"
    assert "undo:" not in live(scene.screen(look)), "only the last rivet can be taken out"
    rest(scene)
    push(scene, "release")
    rest(scene)
    push(scene, "leave:", "end")
    rest(scene)
    push(scene, "leave:")
    while scene.seen.kind != "work":
        scene.do("end")
        scene.advance(2)
    assert scene.seen.phase != "A"
    for part in scene.session.task.state.parts.values():  # type: ignore[attr-defined]
        part.fixed = True
    scene.advance(1)
    push(scene, "hole:A2")
    assert not scene.seen.lever.hole
    push(scene, "hole:A1")
    assert scene.seen.lever.hole == "A1"


@pytest.mark.parametrize("name", EVERY)
def test_only_the_document_that_is_asked_is_the_gesture(name: str) -> None:
    """Another line or document opens and teaches nothing yet; what was asked for stays within reach after its tick."""
    scenario = workshops()[name]
    catalogue_of(scenario)
    mechanic, look = MECHANICS[scenario.head.mechanic], StaticLook(Comfort())
    made = mechanic.make(scenario.params, Run(5, clock=False, phase="practice"))
    scene = mechanic.scene(Session(made), scenario, name="practice")
    assert isinstance(scene, Bench)
    reading = next((g for g in scene.params.practice if g.does == "read"), None)
    if reading is None:
        return
    scene.advance(1)
    for node in (f"page_of:{reading.id}", f"try:{reading.id}"):
        scene.act(node)
        scene.advance(2)
    asked = scene.screen(look).focus_first
    other = next(n for n in ("doc:plan", "doc:cut") if n != asked)
    for node in ("line:3", other):
        assert node in live(scene.screen(look)) | {"line:3"}
        scene.act(node)
        scene.advance(2)
        assert scene.seen.outcome == ""
        assert asked in live(scene.screen(look))
        scene.act("doc:order")
        scene.advance(2)
    scene.act(asked)
    scene.advance(2)
    assert scene.seen.outcome == "right"
    scene.act("doc:order")
    scene.advance(2)
    assert asked in live(scene.screen(look))
    scene.act(asked)
    scene.advance(2)
    assert scene.seen.doc == asked.partition(":")[2]


WRONG = {
    "measure": (("mode:pige", "hole:A2"), "hole:A1", ("hole:A1",)),
    "take": (("bin:3",), "bin:1", ("bin:1",)),
    "plan": (("doc:plan", "hole:A3"), "", ("doc:plan", "hole:D5")),
    "cord": (("mode:isolate", "bin:1"), "mode:isolate", ("mode:isolate", "bin:2", "mode:store", "bin:2")),
    "tag": (("mode:call", "hole:A3"), "mode:tag", ("mode:tag", "hole:A3", "mode:call", "hole:A3")),
    "tidy": (("fod:",), "", ("fod:copeau",)),
}


@pytest.mark.parametrize("gesture", WRONG)
def test_after_an_error_the_right_thing_is_ringed_and_can_be_touched(gesture: str) -> None:
    """What is ringed after an error is what is right; touched there and then, it begins the try anew and is told so."""
    scene, look = opened()
    wrong, ringed, right = WRONG[gesture]
    own = next(f"fod:{f.id}" for f in scene.params.fod if not f.foreign)
    press(scene, look, f"lesson:{gesture}", f"try:{gesture}", *(own if n == "fod:" else n for n in wrong))
    assert scene.seen.outcome not in ("", "right")
    screen = scene.screen(look)
    plain = {n.id: len(n.shapes) for n in scene.spots(scene.words(look), scene.seen, all_live=True)}
    if ringed.startswith("hole:"):
        larger = [n.id for n in screen.nodes if n.id in plain and len(n.shapes) > plain[n.id]]
        assert larger == [ringed]
    assert f"try:{gesture}" in live(screen)
    assert {ringed} - {""} <= live(screen)
    scene.advance(30)
    for node in right:
        press(scene, look, node)
        scene.advance(2)
    assert gesture in scene.seen.learnt


@pytest.mark.parametrize("past", [1, 5, 15, -1, -5, -15])
def test_a_head_that_is_refused_is_seen_past_its_line(past: int) -> None:
    """A thousandth over or under: it stands clear of the line by three pixels; what is judged stays what it was."""
    scene, look = opened()
    press(scene, look, "lesson:squeeze", "try:squeeze")
    v = scene.seen.lever
    limit = v.target_um + (v.tolerance_um if past > 0 else -v.tolerance_um)
    hole = scene.session.task.state.holes["A1"]  # type: ignore[attr-defined]
    for h_um, off in ((limit, 0.0), (limit + past, 2.4)):
        hole.h_um, hole.formed = h_um, True
        scene.advance(1)
        screen = scene.screen(look)
        lines = [s for s in screen.decor if isinstance(s, Line) and s.colour == "ink" and len(s.points) == 2]
        ends = [s.points[0][1] - s.width / 2 for s in lines if s.points[1][0] - s.points[0][0] == 980]
        feet = [s.points[0][1] + s.width / 2 for s in lines if s.points[1][0] - s.points[0][0] == 980]
        edge = min(ends) if past > 0 else max(feet)
        head = next(s for s in screen.decor if isinstance(s, Poly) and round(max(y for _, y in s.points)) == BASE)
        top = min(y for _, y in head.points) + (-1.5 if past > 0 else 1.5)
        clear = (edge - top) if past > 0 else (top - edge)
        assert clear >= off if off else clear < 3.1
        assert scene.seen.lever.h_um == h_um


def test_the_lesson_of_the_lever_tells_its_speed() -> None:
    """Once the tool touches, what is asked at the lever says that lower is faster; a rivet is not called set before its
    head is formed."""
    for comfort in ({}, {"easy": True}, {"language": "en"}):
        scene, look = opened(**comfort)
        press(scene, look, "lesson:squeeze", "try:squeeze")
        for x in range(0, 300, 5):
            scene.do("lever", x=x)
            scene.advance(2)
        assert scene.seen.lever.contact >= 0
        says = scene.screen(look).say
        assert "plus vite" in says or "faster" in says
        assert len(says.split()) <= 25
        assert not {"posé", "set"} & set(scene.words(look).t("echo.place", hole="A1").split())


def test_a_rivet_of_a_step_before_is_not_called_a_hole_of_another_step() -> None:
    """Who touches A6 to mark it, with nothing in hand, is told that it is formed, and how it is marked."""
    scene, look = at_work()
    state = scene.session.task.state  # type: ignore[attr-defined]
    other = next(h.id for h in scene.seen.holes if not h.open)
    hole = state.holes[other]
    hole.rivet, hole.formed, hole.placed, hole.reported = next_rivet(state, 1), True, 1, True
    scene.advance(2)
    scene.screen(look)
    push(scene, f"hole:{other}")
    scene.advance(2)
    said = next(n.name for n in scene.screen(look).nodes if n.id == "echo")
    assert said == scene.words(look).t("echo.why.set_before")
    empty = next(h.id for h in scene.seen.holes if not h.open and h.state == "empty")
    assert answers.beside(next(h for h in scene.seen.holes if h.id == empty)) == "other_step"


def test_the_plan_stays_open_when_its_gesture_is_tried_again() -> None:
    """« Encore une fois » closed the plan: the hole was asked for from memory."""
    scene, look = opened()
    press(scene, look, "lesson:plan", "try:plan", "doc:plan")
    gesture = scene.params.gesture("plan")
    assert gesture is not None
    wrong = next(h.id for h in scene.seen.holes if h.id != gesture.spot)
    press(scene, look, f"hole:{wrong}")
    assert scene.seen.outcome not in ("", "right")
    press(scene, look, "try:plan")
    assert (scene.seen.outcome, scene.seen.doc) == ("", "plan")
