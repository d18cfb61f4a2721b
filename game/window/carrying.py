"""What a press took and the hand carries to another place: from where it came, and where it is now."""

from dataclasses import replace

from game.screen import kit, navigate
from game.screen.nodes import Node, Screen

CLICK = 10.0
"""A press that moves less than this (design units) is a click."""


class Carrying:
    """One pointer's way from a node that says `carry` to where it is let go."""

    def __init__(self) -> None:
        self._node = ""
        self._from = self._now = (0.0, 0.0)

    @property
    def holds(self) -> bool:
        """Whether the button is down on something that may be carried."""
        return bool(self._node)

    @property
    def under_way(self) -> bool:
        """Whether the hand has gone farther than a click does."""
        return bool(self._node) and abs(self._now[0] - self._from[0]) + abs(self._now[1] - self._from[1]) > CLICK

    def begins(self, node: Node, at: tuple[float, float]) -> None:
        """A node was pressed there: what it gives may be carried."""
        self._node, self._from, self._now = node.id if "carry" in node.actions else "", at, at

    def moves(self, at: tuple[float, float]) -> None:
        """The pointer is there now."""
        self._now = at

    def ends(self, screen: Screen, at: tuple[float, float]) -> tuple[str, str] | None:
        """The hand opens there: the node below it and the action it hears, None where nothing was carried."""
        self._now = at
        came, self._node = self._node if self.under_way else "", ""
        node = navigate.under(screen, *at) if came else None
        if node is None:
            return None
        x, y = at
        return node.id, f"drop@{came}@{round(x)},{round(y)}" if "point" in node.actions else f"drop@{came}"

    def over(self, screen: Screen) -> Screen:
        """The screen with what it says is in the hand, under the pointer that carries it."""
        if not screen.carried or not self.under_way:
            return screen
        return replace(screen, overlay=(*screen.overlay, *(kit.moved(shape, *self._now) for shape in screen.carried)))
