"""What looks as if it could be pulled at the blades is pulled, and leaves what presses leave, event for event."""

from collections.abc import Sequence

import pygame
import pytest
from conftest import do
from test_inspect import at_work, scene_of, task, to

from game.mechanics.inspect import view_blade, view_fan, view_hour, view_rule, view_words
from game.mechanics.inspect.motions import MOTIONS
from game.mechanics.inspect.params import WORDS
from game.mechanics.inspect.scene import InspectScene
from game.screen import navigate
from game.screen.motion import Cue, Play, edit
from game.screen.nodes import Circle, Node, Picture, Rect, Screen
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.window.look import StaticLook
from game.window.paint import WIDTH
from game.window.window import Window
from game.workshop.holding import RESTS_TICKS, WheelPull
from game.workshop.onward import PENDS_TICKS
from scenarios.vocabulary import Event

Point = tuple[float, float]
FAR = (1000.0, 60.0)
"""A place of the screen where nothing of the fan is."""


def held_scene(form: str = "first") -> tuple[Session, InspectScene]:
    """At the first rotor, held, with the lens at hand."""
    run = at_work(form)
    do(run, ("lock", {}))
    scene, look = scene_of(run)
    scene.advance(1)
    scene.screen(look)
    return run, scene


def node(scene: InspectScene, id: str) -> Node:
    return next(n for n in scene.screen(StaticLook(Comfort())).nodes if n.id == id)


def pulls(scene: InspectScene, id: str, *way: Point, rests: int = 0) -> Sequence[Event]:
    """A hand takes a node at the first point and opens at the last one, two ticks for each; gives what was written."""
    before = len(scene.session.events)
    scene.drag(id, *way[0], "down")
    for point in way[1:]:
        scene.advance(2)
        scene.drag(id, *point, "move")
    scene.advance(rests or 1)
    scene.drag(id, *way[-1], "up")
    for _ in range(12):
        scene.advance(2)
    return scene.session.events[before:]


def presses(scene: InspectScene, *steps: tuple[str, str]) -> Sequence[Event]:
    before = len(scene.session.events)
    for id, action in steps:
        scene.act(id, action)
        scene.advance(1)
    for _ in range(12):
        scene.advance(2)
    return scene.session.events[before:]


def told(events: Sequence[Event]) -> list[tuple[str, object]]:
    return [(e.kind, dict(e.data)) for e in events if e.kind != "gate"]


def spot(x_mm: int, y_mm: int) -> Point:
    x, y = view_blade.place(x_mm * 1000, y_mm * 1000)
    return round(x), round(y)


def test_the_lens_pulled_over_a_place_is_laid_there_as_by_a_press() -> None:
    """From its own glass or from where it lies on the blade: the same events, and nothing of the way there."""
    glass, there = view_blade.LENS, spot(24, 50)
    field = view_blade.field_under(*there)
    _, scene = held_scene()
    pressed = told(presses(scene, (field, f"press@{there[0]},{there[1]}")))
    assert [kind for kind, _ in pressed] == ["lens", "job"]
    _, scene = held_scene()
    assert told(pulls(scene, "loupe", glass, (820.0, 600.0), (900.0, 560.0), there)) == pressed
    _run, scene = held_scene()
    start = spot(10, 100)
    from_there = told(pulls(scene, view_blade.field_under(*start), start, spot(20, 80), there))
    assert from_there[2:] == pressed
    first = presses(held_scene()[1], (view_blade.field_under(*start), f"press@{start[0]},{start[1]}"))
    assert from_there[0] == told(first)[0]


def test_a_lens_on_its_way_shows_nothing_and_one_that_rests_is_laid() -> None:
    """What is seen sharp in the glass is written: under a sliding lens a mark only gleams, and no event says it."""
    run, scene = held_scene()
    mark = to(run, "crack")
    do(run, ("lamp", {"deg": mark.angle_deg}))
    scene.advance(1)
    there = spot(mark.x_mm, mark.y_mm)
    before = len(run.events) + 1  # the gate that is kept, as the lens comes near
    scene.drag("loupe", *view_blade.LENS, "down")
    scene.drag("loupe", there[0] - 40, there[1] + 40, "move")
    scene.advance(2)
    scene.drag("loupe", *there, "move")
    scene.advance(2)
    sliding = node(scene, "loupe").shapes
    assert not run.events[before - 1 :]
    scene.advance(RESTS_TICKS)
    scene.advance(1)
    assert [e.kind for e in run.events[before:] if e.kind != "job"] == ["lens", "lit"]
    assert len(node(scene, "loupe").shapes) > len(sliding)
    scene.drag("loupe", *there, "up")
    scene.advance(2)
    assert [e.kind for e in run.events[before:] if e.kind != "job"] == ["lens", "lit"]


def test_a_lens_let_go_beside_the_blade_is_laid_nowhere() -> None:
    _run, scene = held_scene()
    assert not pulls(scene, "loupe", view_blade.LENS, (700.0, 300.0), (1200.0, 300.0))
    assert scene.seen.lens is None


def test_a_lens_pulled_before_the_rotor_is_held_is_stopped_once() -> None:
    """The gate speaks as at a press, and a hand that pulls on is not stopped again and again."""
    run, look = at_work(), StaticLook(Comfort())
    do(run, ("lens", {"x_mm": 24, "y_mm": 60}))
    task(run).state.locked = False
    scene, _ = scene_of(run)
    scene.advance(1)
    scene.screen(look)
    a, b = spot(24, 50), spot(24, 80)
    events = pulls(scene, view_blade.field_under(*a), a, b, rests=2 * RESTS_TICKS)
    assert [e.kind for e in events] == ["gate", "refused"]


def test_a_mark_is_measured_by_one_pull_as_by_two_presses() -> None:
    """The first end where the button goes down, the second where it comes up; a click still sets one end."""
    y = view_rule.NEAR.y + 200
    a, b = round(view_rule.x_of(4000)), round(view_rule.x_of(9400))
    left = []
    for pull in (False, True):
        run, scene = held_scene()
        mark = to(run, "impact")
        do(run, ("lens", {"x_mm": mark.x_mm, "y_mm": mark.y_mm}), ("rule", {}))
        scene.advance(1)
        scene.screen(StaticLook(Comfort()))
        if pull:
            events = pulls(scene, "near", (a, y), (a + 90, y), (b, y))
        else:
            events = presses(scene, ("near", f"press@{a},{round(y)}"), ("near", f"press@{b},{round(y)}"))
        left.append(told(events))
        assert scene.seen.rule is not None
        assert scene.seen.rule.second_um >= 0
    assert left[0] == left[1]
    assert [kind for kind, _ in left[0]] == ["measure", "job"]
    # One click after the other, by a hand that the window keeps: the same again.
    stands = []
    for x in (a, b + 60):
        scene.drag("near", x, y, "down")
        scene.drag("near", x, y, "up")
        scene.advance(2)
        stands.append(scene.seen.rule is not None and scene.seen.rule.second_um >= 0)
    assert stands == [False, True]


@pytest.mark.parametrize("word", ["accept", "rework", "reject"])
def test_a_word_carried_onto_the_blade_is_the_word_pressed(word: str) -> None:
    """Let go anywhere else it goes back: no word is given, and none is shown in the hand any more."""
    run, scene = held_scene()
    pressed = told(presses(scene, (f"word:{word}", "press")))
    run, scene = held_scene()
    here = node(scene, f"word:{word}").rect.centre
    scene.drag(f"word:{word}", *here, "down")
    scene.advance(1)
    assert not scene.screen(StaticLook(Comfort())).overlay
    scene.drag(f"word:{word}", here[0] - 200, here[1], "move")
    scene.advance(1)
    assert scene.screen(StaticLook(Comfort())).overlay
    scene.drag(f"word:{word}", *FAR, "up")
    scene.advance(2)
    assert not task(run).state.decided
    assert not scene.screen(StaticLook(Comfort())).overlay
    assert told(pulls(scene, f"word:{word}", here, (1200.0, 400.0), view_blade.BLADE.centre)) == pressed


def test_a_slow_or_trembling_press_is_a_press() -> None:
    """A button that stays down for ten seconds, a hand that slips a little: the word is given, the blade comes."""
    for slips, waits in ((0, 500), (14, 5), (40, 5)):
        run, scene = held_scene()
        for _ in range(400):
            scene.advance(1)  # nobody did anything before
        x, y = node(scene, "word:rework").rect.centre
        scene.drag("word:rework", x, y, "down")
        for _ in range(waits):
            scene.advance(1)
        scene.drag("word:rework", x + slips, y + slips / 4, "move")
        scene.drag("word:rework", x + slips, y + slips / 4, "up")
        scene.advance(2)
        assert list(task(run).state.decided.values()) == ["rework"], (slips, waits)
        if slips < 20:
            _, scene = held_scene()
            after = [n.id for n in scene.screen(StaticLook(Comfort())).nodes if n.id.startswith("blade:")][2]
            x, y = node(scene, after).rect.centre
            scene.drag(after, x, y, "down")
            scene.advance(3)
            scene.drag(after, x + slips, y, "up")
            scene.advance(2)
            assert f"blade:{scene.seen.here}" == after


def test_the_rotor_turns_under_the_hand_a_blade_at_a_time() -> None:
    """A pull by a blade is a turn as by a press, one to the right the blade before; half of it springs back."""
    _, scene = held_scene()
    pressed = told(presses(scene, ("on:", "press")))
    _run, scene = held_scene()
    start = (1150.0, 400.0)
    slow = [(start[0] - k * view_fan.AWAY / 30, 400.0) for k in range(31)]
    assert told(pulls(scene, "rotor", *slow, rests=20)) == pressed
    back = [(x, y) for x, y in reversed(slow)]
    assert [e.data["way"] for e in pulls(scene, "rotor", *back, rests=20)] == [-1]
    assert not pulls(scene, "rotor", *slow[:12], rests=20)
    assert scene.hands.rotor.off == 0
    assert node(scene, "rotor").value == ""


def test_a_rotor_that_is_thrown_goes_on_and_snaps() -> None:
    """Two blades at the most after the hand has opened: nobody throws past what they have not seen."""
    _run, scene = held_scene()
    events = pulls(scene, "rotor", (1200.0, 400.0), (1120.0, 400.0), (1040.0, 400.0), (960.0, 400.0))
    for _ in range(40):
        scene.advance(1)
    turned = [e for e in scene.session.events if e.kind == "turn"]
    assert 1 < len(turned) <= 2 + WheelPull.MOST
    assert len(events) <= len(turned)
    assert scene.hands.rotor.off == 0


def test_less_motion_lets_a_thrown_rotor_rest_at_once() -> None:
    _, scene = held_scene()
    scene.screen(StaticLook(Comfort(reduced_motion=True)))
    scene.drag("rotor", 1200.0, 400.0, "down")
    for x in (1140.0, 1080.0, 1020.0):
        scene.drag("rotor", x, 400.0, "move")
        scene.advance(1)
    scene.drag("rotor", 1020.0, 400.0, "up")
    scene.advance(1)
    assert scene.hands.rotor.off == 0
    assert [e.data["way"] for e in scene.session.events if e.kind == "turn"][:1] == [1]


def test_a_number_of_the_hub_is_pressed_or_pulled() -> None:
    _run, scene = held_scene()
    after = [n.id for n in scene.screen(StaticLook(Comfort())).nodes if n.id.startswith("blade:")][2]
    at = node(scene, after).rect.centre
    scene.drag(after, *at, "down")
    scene.drag(after, *at, "up")
    scene.advance(2)
    assert f"blade:{scene.seen.here}" == after


def test_a_tag_carried_onto_the_blade_hangs_there_as_by_two_presses() -> None:
    left = []
    for last in ("press@918,400", "drop@mode:tag@918,400"):
        _run, scene = held_scene()
        left.append(told(presses(scene, ("mode:tag", "press"), ("field:7", last))))
    assert left[0] == left[1]
    assert [kind for kind, _ in left[0]] == ["tag"]
    assert scene.hand.mode == ""
    # Let go elsewhere it stays in hand, as after a press.
    assert not presses(scene, ("mode:tag", "press"), ("board:", "drop@mode:tag"))
    assert scene.hand.mode == "tag"
    assert scene.screen(StaticLook(Comfort())).carried


# What follows a word.


def pending(scene: InspectScene) -> None:
    for _ in range(PENDS_TICKS + 3):
        scene.advance(1)


def test_after_a_word_the_rotor_goes_on_by_itself_once() -> None:
    """The same turn as by the word pressed again; the blade that comes gets no word for half a second."""
    run, scene = held_scene()
    first = scene.seen.here
    scene.act("word:accept")
    pending(scene)
    assert scene.seen.here != first
    assert [e.data for e in run.events if e.kind == "turn"] == [{"blade": scene.seen.here, "way": 1}]
    scene.act("word:accept")
    scene.advance(2)
    assert set(task(run).state.decided) == {first}
    pending(scene)
    assert sum(e.kind == "turn" for e in run.events) == 1


@pytest.mark.parametrize("other", ["less:", "mode:tag", "rule:", "prior:", "lamp"])
def test_a_hand_that_does_anything_else_keeps_its_blade(other: str) -> None:
    run, scene = held_scene()
    before = scene.seen.here
    scene.act("word:reject")
    scene.advance(3)
    if other == "lamp":
        scene.drag("lamp", 900.0, 200.0, "down")
        scene.drag("lamp", 900.0, 200.0, "up")
    else:
        scene.act(other)
    pending(scene)
    assert not [e for e in run.events if e.kind == "turn" and e.data["way"] == 1]
    assert scene.seen.here == before or other == "prior:"


def test_the_last_blade_of_a_step_stays_and_so_does_one_that_is_heard() -> None:
    """Nothing is left to come; and who hears the screen is not taken to another blade in the middle of a sentence."""
    run, scene = held_scene()
    blades = [b.id for b in scene.seen.blades]
    for _ in blades[1:]:
        do(run, ("decide", {"word": "accept"}), ("turn", {"way": 1}))
    scene.advance(30)
    turned = sum(e.kind == "turn" for e in run.events)
    scene.act("word:accept")
    pending(scene)
    assert sum(e.kind == "turn" for e in run.events) == turned
    run, scene = held_scene()
    scene.screen(StaticLook(Comfort(voice=True)))
    scene.act("word:accept")
    pending(scene)
    assert not [e for e in run.events if e.kind == "turn"]


def test_nobody_is_taken_to_a_blade_that_has_its_word() -> None:
    """Round the rotor, after the day has turned it: what is left is the person's to find, nothing is said twice."""
    run, scene = held_scene()
    do(run, ("decide", {"word": "reject"}), ("turn", {"way": -1}))
    scene.advance(30)
    last = scene.seen.here
    scene.act("word:accept")
    pending(scene)
    assert scene.seen.here == last
    assert "onward:" in [n.id for n in scene.screen(StaticLook(Comfort())).nodes]


# What finding and deciding feel like.


def test_a_find_is_felt_the_same_whatever_was_found() -> None:
    """A spark goes from the blade to the glass, and Line looks up: a crack and a mere reflection shine alike."""
    seen = []
    for kind in ("crack", "reflection"):
        run, scene = held_scene()
        mark = to(run, kind)
        look = StaticLook(Comfort())
        do(run, ("lens", {"x_mm": 24, "y_mm": 60}), ("lamp", {"deg": 0}))
        scene.advance(1)
        was = scene.screen(look)
        do(run, ("lamp", {"deg": 2}))
        scene.advance(1)
        cue = Cue(MOTIONS["lit"], {"blade": scene.seen.here, "mark": 0})
        played = Play(cue, was, scene.screen(look))
        seen.append([edit(played, ms).over for ms in (40, 120, 240, 400)])
        assert mark.kind == kind
    assert seen[0] == seen[1]
    assert all(any(isinstance(s, Picture) and s.art == "mentor_line_attentive" for s in over) for over in seen[0])
    assert any(isinstance(s, Picture) and s.art == "glow" for s in seen[0][0])


def test_the_sign_of_a_word_falls_on_the_blade_and_goes_to_its_place() -> None:
    """As large and as long for each of the three, with the same chalk: none of them feels more right than another."""
    for ms in (40, 200, 300):
        drawn = [view_words.stamped(word, ms, (984.0, 812.0)) for word in WORDS]
        discs = [next(s for s in shapes if isinstance(s, Circle) and s.fill == "ink") for shapes in drawn]
        dust = [[s for s in shapes if isinstance(s, Circle) and s.fill == "white"] for shapes in drawn]
        assert discs[0] == discs[1] == discs[2]
        assert dust[0] == dust[1] == dust[2]
    assert view_words.stamped("accept", view_words.STAMPS_MS, (984.0, 812.0)) == []


def test_each_turn_shows_where_on_the_engine_it_is() -> None:
    """The first half of a rotor, the second with the first behind, and the blades of the next one."""
    turns = [view_hour.turn_of(task(at_work()).state.params, zone) for zone in ("A", "B", "C")]
    found = [(t.places[0], t.places[-1], t.whole, len(t.behind)) for t in turns]
    assert found == [(1, 9, 18, 0), (10, 18, 18, 9), (1, 9, 18, 0)]


def test_a_key_of_the_lamp_that_is_held_down_keeps_it_going() -> None:
    """Each time it has come to where the press before sent it, and no farther than one press after the key came up."""
    _, scene = held_scene()
    scene.act("more:")
    for _ in range(12):
        scene.act("more:", "again")
        scene.advance(2)
    assert scene.seen.lamp_deg in range(40, 49)
    for _ in range(20):
        scene.advance(2)
    assert scene.seen.lamp_deg <= 60
    nodes = scene.screen(StaticLook(Comfort())).nodes
    assert [n.id for n in nodes if "again" in n.actions] == ["less:", "more:"]


# The window.


class Held:
    """An app of one screen that keeps what it hears."""

    comfort, running = Comfort(), True

    def __init__(self) -> None:
        box = Rect(100, 100, 400, 400)
        whole = Node("all", "image", "all", Rect(0, 0, 1900, 1000), (), navigate.PULLED)
        a = Node("a", "tool", "a", box, (), ("press", "hold", "again"), shortcut="1")
        self.seen = Screen("s", "s", (whole, a), say="s")
        self.heard: list[tuple[str, ...]] = []

    def screen(self, look: object) -> Screen:
        return self.seen

    def act(self, node: str, action: str) -> None:
        self.heard.append(("act", node, action))

    def drag(self, node: str, x: float, y: float, stage: str) -> None:
        self.heard.append(("drag", node, stage))

    def sounds(self) -> tuple[str, ...]:
        return ()

    def cues(self) -> tuple[()]:
        return ()

    def force(self) -> float:
        return 0.0

    air = force

    def advance(self, ticks: int) -> None: ...
    def key(self, name: str) -> None: ...
    def alive(self) -> None: ...
    def heard_(self) -> None: ...
    def used(self, device: str) -> None: ...
    def missed(self, miss: object) -> None: ...
    def trouble(self, trouble: object) -> None: ...
    def frame(self, seconds: float) -> None: ...
    def quit_asked(self) -> None: ...


def test_what_is_pulled_is_in_the_hand_as_long_as_its_button_is_down() -> None:
    """A click comes down and up at once; and no key stops at what a pointer alone pulls."""
    app = Held()
    window = Window(app, (960, 540))  # type: ignore[arg-type]
    window.frame(0)
    k = 960 / WIDTH
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        pygame.event.post(pygame.event.Event(kind, pos=(200 * k, 200 * k), button=1))
    window.frame(0)
    assert app.heard == [("drag", "a", "down"), ("drag", "a", "up")]
    pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=(300, 300), rel=(1, 1), buttons=(0, 0, 0)))
    window.frame(0)
    assert len(app.heard) == 2
    assert window.focus == "a"
    pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(1200 * k, 800 * k), button=1))
    window.frame(0)
    assert app.heard[-1] == ("drag", "all", "down")
    assert window.focus == "a"
    assert [n.id for n in navigate.reachable(app.seen)] == ["a"]
    for _ in range(3):
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_1, unicode="1", mod=0))
    window.frame(0)
    assert app.heard[-3:] == [("act", "a", "press"), ("act", "a", "again"), ("act", "a", "again")]
    window.close()
