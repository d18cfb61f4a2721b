"""A hand for measures and rehearsals: pointer events put where those of a real mouse arrive."""

from typing import Any

import pygame

from game.screen.nodes import Node, Screen
from game.window.paint import WIDTH


class PointerHand:
    """Moves and clicks the pointer of the window that is open, in design units."""

    def __init__(self, surface_width: int) -> None:
        self._scale = surface_width / WIDTH
        self._at = (0, 0)

    def move(self, x: float, y: float) -> None:
        """The pointer is now there."""
        at = (round(x * self._scale), round(y * self._scale))
        rel = (at[0] - self._at[0], at[1] - self._at[1])
        self._at = at
        pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=rel, buttons=(0, 0, 0)))

    def click(self, node: Node) -> None:
        """Move to the middle of a node, press and let go."""
        self.click_at(*node.rect.centre)

    def click_at(self, x: float, y: float) -> None:
        """Move to a point, press and let go."""
        self.move(x, y)
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            pygame.event.post(pygame.event.Event(kind, pos=self._at, button=1))


def key(name: str, *, up: bool = True) -> None:
    """A key by its name (SDL's: « f1 », « right ») goes down, and comes up again or stays down."""
    code = pygame.key.key_code(name)
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=code, unicode="", mod=0))
    if up:
        pygame.event.post(pygame.event.Event(pygame.KEYUP, key=code, mod=0))


def nothing_waits() -> None:
    """What hands did in a window before is forgotten."""
    pygame.event.clear()


def node_of(screen: Screen, name: str) -> Node | None:
    """The node of that id which can be pressed, or whose id begins with it."""
    live = [n for n in screen.nodes if n.actions and "disabled" not in n.state]
    return next((n for n in live if n.id == name), next((n for n in live if n.id.startswith(name)), None))


class TouchHand:
    """A finger on the window that is open: what SDL tells of a tap, and the echo that some drivers add."""

    def __init__(self, surface_width: int, *, echoes: bool = True) -> None:
        self._scale = surface_width / WIDTH
        self._echoes = echoes
        self._at, self._share = (0, 0), (0.0, 0.0)

    def tap(self, node: Node) -> None:
        """Put a finger on the middle of a node and lift it."""
        self.down(node)
        self.up()

    def tap_at(self, x: float, y: float) -> None:
        """Put a finger on a point, in design units, and lift it."""
        self.down_at(x, y)
        self.up()

    def down(self, node: Node) -> None:
        """Put a finger on the middle of a node."""
        self.down_at(*node.rect.centre)

    def down_at(self, x: float, y: float) -> None:
        """Put a finger on a point, in design units."""
        self._to(x, y)
        self._tell(pygame.FINGERDOWN, pygame.MOUSEBUTTONDOWN, button=1)

    def move(self, x: float, y: float) -> None:
        """The finger slides there, in design units."""
        before = self._at
        self._to(x, y)
        rel = (self._at[0] - before[0], self._at[1] - before[1])
        self._tell(pygame.FINGERMOTION, pygame.MOUSEMOTION, rel=rel, buttons=(1, 0, 0))

    def up(self) -> None:
        """The finger is lifted where it is; the driver then says once more that something was pressed there."""
        self._tell(pygame.FINGERUP, pygame.MOUSEBUTTONUP, button=1)
        if self._echoes:
            for mouse in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
                pygame.event.post(pygame.event.Event(mouse, pos=self._at, button=1, touch=False))

    def _to(self, x: float, y: float) -> None:
        self._at, self._share = (round(x * self._scale), round(y * self._scale)), (x / WIDTH, y / WIDTH)

    def _tell(self, finger: int, mouse: int, **more: Any) -> None:
        x, y = self._share
        share: dict[str, Any] = {
            "x": x, "y": y, "finger_id": 1, "touch_id": 1, "dx": 0.0, "dy": 0.0, "pressure": 1.0,
        }  # fmt: skip
        pygame.event.post(pygame.event.Event(finger, **share))
        pygame.event.post(pygame.event.Event(mouse, pos=self._at, touch=True, **more))
