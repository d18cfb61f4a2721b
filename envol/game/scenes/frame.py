"""What the quiet scenes share: a dimmed hangar, the bar, and a way to say that a scene has ended."""

from collections.abc import Sequence

from envol.game import kit
from envol.game.nodes import Box, Node, Picture, Rect, Screen, Shape
from envol.game.scene import STAY, Effect, Look, Next

HANGAR = Picture("hangar", Rect(0, 0, 1920, 1080))


def done(scene: str, choice: str = "") -> Next:
    """Tell the composition root that a scene has ended, and how."""
    return Next(effects=(Effect("done", (("scene", scene), ("choice", choice))),))


class Quiet:
    """A scene with nothing to drag, no key of its own and no time."""

    def drag(self, node: str, x: float, y: float, stage: str) -> Next:
        return STAY

    def key(self, name: str) -> Next:
        return STAY

    def advance(self, ticks: int) -> Next:
        return STAY


def quiet_screen(
    look: Look, name: str, nodes: Sequence[Node], decor: Sequence[Shape], *, say: str, focus: str, code: str = "",
    pausable: bool = True, dim: int = 150,
) -> Screen:  # fmt: skip
    """A screen over the dimmed hangar, titled by `<name>.title`."""
    title = look.t(f"{name}.title")
    bar = kit.top_bar(look, title, code=code, pausable=pausable)
    return Screen(
        name, title, (*nodes, *bar[1]), (HANGAR, Box(Rect(0, 86, 1920, 1200), "ink", alpha=dim)), (*decor, *bar[0]),
        say=say, focus_first=focus,
    )  # fmt: skip


def fitted(look: Look, text: str, size: float, box: tuple[float, float], bold: bool = False) -> float:
    """The largest size, from `size` down to 8, at which wrapped text fits in (width, height)."""
    while size > 8 and len(look.wrap(text, size, box[0], bold)) * look.line_height(size) > box[1]:
        size -= 1
    return size
