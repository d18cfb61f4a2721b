"""The warm-up by hand: a tool is dragged to its place, by pointer and finger, or taken and laid by two presses."""

import pygame
import pytest
from conftest import panneau

from game.journey.journey import Journey
from game.mechanics.layout_tools.scene import LayoutScene
from game.screen.navigate import BAR, reachable
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.window.taps import Taps
from game.window.window import Window

DOWN, UP, MOVE = pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION


class Bench:
    """The warm-up in a window, and a hand on it."""

    def __init__(self, *, touch: bool = False, scale: float = 1.0) -> None:
        self.app = Journey(panneau(), "fr", 5, None)
        self.app.comfort = Comfort(text_scale=scale)
        self.app.go(Step.EASE)
        self.window = Window(self.app, (1920, 1080))
        self.touch = touch
        self.still()

    @property
    def scene(self) -> LayoutScene:
        assert isinstance(self.app.top, LayoutScene)
        return self.app.top

    def still(self) -> None:
        self.app.advance(1)
        self.window._show()

    def point(self, kind: int, at: tuple[float, float]) -> None:
        """One event of the pointer, and the tick that follows."""
        self.window.taps = Taps()
        data = {"pos": at, "touch": self.touch, **({} if kind == MOVE else {"button": 1})}
        self.window._pointer(pygame.event.Event(kind, data))
        self.still()

    def at(self, id: str) -> tuple[float, float]:
        return next(n.rect.centre for n in self.window.screen.nodes if n.id == id)

    def drag(self, tool: str, to: tuple[float, float]) -> None:
        x, y = self.at(f"take:{tool}")
        for kind, where in ((DOWN, (x, y)), (MOVE, ((x + to[0]) / 2, (y + to[1]) / 2)), (MOVE, to), (UP, to)):
            self.point(kind, where)

    def told(self) -> list[str]:
        return [e.kind for e in self.scene.session.events]


@pytest.mark.parametrize(("touch", "scale"), [(False, 1.0), (True, 1.0), (False, 2.0)])
def test_a_tool_is_dragged_to_its_place(touch: bool, scale: float) -> None:
    """Let go over its outline, it is laid: taken once, laid once, by pointer and finger, whatever the size of words."""
    bench = Bench(touch=touch, scale=scale)
    tool = bench.scene.seen.waiting[0]
    bench.drag(tool, bench.at(f"slot:{tool}"))
    assert bench.scene.seen.laid == (tool,)
    assert bench.told() == ["ease_take", "ease_lay"]
    assert bench.window.screen.overlay == ()


def test_a_dragged_tool_is_seen_under_the_pointer() -> None:
    bench = Bench()
    tool = bench.scene.seen.waiting[0]
    bench.point(DOWN, bench.at(f"take:{tool}"))
    bench.point(MOVE, (900, 500))
    assert bench.window.screen.overlay != ()


def test_let_go_beside_every_place_a_tool_stays_in_the_hand() -> None:
    """Nothing is missed and nothing is lost: a press on its place lays it."""
    bench = Bench()
    tool = bench.scene.seen.waiting[0]
    bench.drag(tool, (960, 700))
    assert bench.scene.seen.hand == tool
    x, y = bench.at(f"slot:{tool}")
    bench.point(DOWN, (x, y))
    bench.point(UP, (x, y))
    assert bench.told() == ["ease_take", "ease_lay"]


def test_a_wrong_place_answers_a_drag_as_it_answers_a_press() -> None:
    """The place says whose it is; the tool stays in the hand."""
    bench = Bench()
    tool, other = bench.scene.seen.waiting[:2]
    bench.drag(tool, bench.at(f"slot:{other}"))
    assert bench.scene.seen.hand == tool
    assert bench.told() == ["ease_take", "ease_lay"]
    named = bench.window.look.t(f"workshop.tool.{other}")
    assert named in bench.window.screen.say


def test_two_presses_lay_a_tool_once() -> None:
    """A press takes, without holding; the next press lays; the very click that lets go is no second act."""
    bench = Bench()
    tool = bench.scene.seen.waiting[0]
    for id in (f"take:{tool}", f"slot:{tool}"):
        for kind in (DOWN, UP):
            bench.point(kind, bench.at(id))
    assert bench.scene.seen.laid == (tool,)
    assert bench.told() == ["ease_take", "ease_lay"]


def test_the_warm_up_has_an_end_and_waits_there() -> None:
    """With every tool laid it says so, and the one thing to press leads to the hangar; nothing goes on by itself."""
    bench = Bench()
    for tool in bench.scene.seen.waiting:
        bench.app.advance(30)
        bench.app.act(f"take:{tool}", "press")
        bench.app.advance(1)
        bench.app.act(f"slot:{tool}", "press")
        bench.still()
    assert bench.scene.seen.done
    bench.app.advance(2000)
    bench.still()
    screen = bench.window.screen
    assert screen.say == bench.window.look.t("ease.done")
    assert [n.id for n in reachable(screen) if n.id not in BAR] == ["go"]
    bench.app.act("go", "press")
    assert bench.app.step is Step.HANGAR
