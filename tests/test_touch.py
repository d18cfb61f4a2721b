"""By finger alone: no press is taken twice, everything is large enough, and robots go the whole way."""

from pathlib import Path

from conftest import panneau
from test_kiosk import app as kiosk_app
from test_kiosk import short  # noqa: F401
from test_window import walk

from game.journey.journey import Journey
from game.kiosk.counts import Counts
from game.kiosk.scenes import Attract, BestMoment, TicketScene, TicketShown, TwoPictures
from game.kiosk.staff import Keypad, StaffMenu
from game.mechanics.table import MECHANICS
from game.screen import navigate
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.window.hand import TouchHand, node_of
from game.window.look import StaticLook
from game.window.taps import BOUNCE_MS, ECHO_MS, ECHO_PX, Taps
from game.window.window import Window
from scenarios.model import Scenario

LEAST = 64.0


def test_an_echo_and_a_bounce_are_no_second_press() -> None:
    """A mouse press near a tap within 300 ms; a tap on the same place within 80 ms. All else is a press."""
    taps = Taps()
    assert not taps.again((100, 100), 0, touch=True)
    assert taps.again((100, 100), 1, touch=False)
    assert taps.again((100 + ECHO_PX, 100), ECHO_MS - 1, touch=False)
    assert taps.again((100, 101), BOUNCE_MS - 1, touch=True)
    assert not taps.again((100 + ECHO_PX + 1, 100), 20, touch=False)
    assert not taps.again((100, 100), ECHO_MS + 1, touch=False)
    assert not taps.again((100, 100), BOUNCE_MS + 1, touch=True)
    assert not taps.again((500, 500), BOUNCE_MS + 2, touch=True)


def test_an_echo_that_comes_as_the_finger_is_lifted_is_none_either() -> None:
    """However long the finger lay there and wherever it slid meanwhile; a tap of its own there is a press."""
    taps = Taps()
    assert not taps.again((100, 100), 0, touch=True)
    taps.lifted((400, 100), 900, touch=True)
    assert taps.again((401, 100), 910, touch=False)
    assert not taps.again((401, 100), 950, touch=True), "a finger comes down there again"
    assert not taps.again((100, 100), 950, touch=False), "a mouse elsewhere"


def test_a_mouse_alone_may_click_as_fast_as_it_likes() -> None:
    taps = Taps()
    assert not any(taps.again((10, 10), ms, touch=False) for ms in range(0, 200, 20))


def test_what_is_pressed_is_at_least_64_units_large() -> None:
    """On every screen of the way; places of the work itself (holes, heads) are as large as the piece makes them."""
    small = {
        (screen.id, node.id)
        for screen in walk()
        for node in navigate.reachable(screen)
        if node.role in ("button", "toggle", "choice") and min(node.rect.w, node.rect.h) < LEAST
    }
    assert small == set()


def test_the_kiosks_own_screens_are_large_enough() -> None:
    eye = StaticLook(Comfort())
    ticket = TicketShown("b", ("f",), (("t", "s"),), "K4-MTQ")
    scenes = (
        Attract(), TwoPictures(), BestMoment("fait", 10), TicketScene(ticket, prints=True), Keypad(),
        StaffMenu(Counts(), {}),
    )  # fmt: skip
    for scene in scenes:
        for node in navigate.reachable(scene.screen(eye)):
            assert min(node.rect.w, node.rect.h) >= LEAST, (type(scene).__name__, node.id)


class Finger:
    """Taps in a window, with echoes, frame by frame."""

    def __init__(self, app: Journey) -> None:
        self.app = app
        self.window = Window(app, (1366, 768))
        self.hand = TouchHand(1366)
        self.taps = 0
        self.still()

    def still(self, frames: int = 25) -> None:
        """So many frames without touching: longer than a guarded question."""
        for _ in range(frames):
            self.window.frame(1)

    def tap(self, name: str) -> None:
        node = node_of(self.window.screen, name)
        assert node is not None, (name, [n.id for n in navigate.reachable(self.window.screen)])
        self.window.taps = Taps()
        self.hand.tap(node)
        self.taps += 1
        self.still()


def test_a_robot_goes_the_kiosks_way_by_finger(short: list[Scenario], tmp_path: Path) -> None:  # noqa: F811
    """Each tap with its echo: one step each, the device is a finger, and a PIN is typed on our own keypad."""
    here = kiosk_app(short, None, tmp_path)
    finger = Finger(here)
    finger.tap("begin")
    assert here.step is Step.AGREEMENT
    finger.tap("look")
    assert here.step is Step.HANGAR
    finger.tap("open:panneau_fuselage")
    assert here.step is Step.PRACTICE
    assert set(here.visit.devices) == {"touch"}
    assert sum(here.visit.devices.values()) == finger.taps
    here.answer(Step.PRACTICE, "done")
    assert here.visit.device == "touch"
    bench = here.at_work
    assert bench is not None
    player = MECHANICS[here.scenario.head.mechanic].cast.make("expert", here.scenario.params, 5)
    while here.at_work is bench:
        for verb, args in player.act(bench.session.task.see()):
            bench.session.act(verb, args)
        here.advance(1)
    finger.still()
    finger.tap("go")
    finger.tap("go")
    assert here.step is Step.BOARDING
    finger.still(60)
    finger.tap("print")
    finger.still(50)
    finger.tap("end")
    assert here.step is Step.GOODBYE
    here.key("chord")
    finger.still(2)
    for figure in "2468":
        finger.tap(f"figure:{figure}")
    finger.tap("go")
    finger.tap("stop")
    assert here.running, "an echo is no yes"
    finger.still()
    finger.tap("stop")
    assert (here.running, here.outcome) == (False, "staff")


def test_a_slow_finger_presses_once(short: list[Scenario], tmp_path: Path) -> None:  # noqa: F811
    """Half a second on « Commencer »: what the driver tells once it is lifted chooses nothing on the next screen."""
    finger = Finger(kiosk_app(short, None, tmp_path))
    begin = node_of(finger.window.screen, "begin")
    assert begin is not None
    clock = [finger.window._now_ms()]
    finger.window._now_ms = lambda: clock[0]  # type: ignore[method-assign]
    finger.hand.down(begin)
    finger.still()
    assert finger.app.step is Step.AGREEMENT
    under = navigate.under(finger.window.screen, *begin.rect.centre)
    assert under is not None, "something is there to be pressed"
    clock[0] += 500
    finger.hand.up()
    finger.still()
    assert finger.app.step is Step.AGREEMENT


def test_the_lever_is_drawn_by_a_finger_and_let_go_when_it_is_lifted(
    short: list[Scenario], tmp_path: Path  # noqa: F811
) -> None:
    """Taken, slid down until the head goes down, lifted, and said to be done: its echo holds on to nothing."""
    finger = Finger(kiosk_app(short, None, tmp_path))
    for name in ("begin", "look", "open:panneau_fuselage", "try:take_short", "bin:1", "hole:A1"):
        finger.tap(name)
    handle = node_of(finger.window.screen, "handle")
    assert handle is not None
    (x, y), bench = handle.rect.centre, finger.app.at_work
    assert bench is not None
    finger.hand.down(handle)
    for n in range(1, 30):
        finger.hand.move(x, y + n * 20)
        finger.still(2)
    assert bench.force > 0
    finger.hand.up()
    finger.still(50)
    assert finger.window.held == ""
    assert bench.force == 0
    finger.tap("release")
    told = [event.data["id"] for event in bench.session.events if event.kind == "lesson_told"]
    assert told == ["take_short", "place_short", "squeeze_short"]


def test_a_code_is_typed_on_our_own_keypad() -> None:
    """Sign by sign, each once, though each tap has its echo."""
    app = Journey(panneau(), "fr")
    app.go(Step.ENTRY)
    finger = Finger(app)
    for sign in "K4MTQ":
        finger.tap(f"sign:{sign}")
    assert finger.window.screen.nodes[0].name == "K4-MTQ"
