"""What the quiet scenes share: a dimmed hangar, the bar, and a way to say that a scene has ended."""

from collections.abc import Sequence
from dataclasses import replace

from game.screen import kit
from game.screen.nodes import Box, Circle, Node, Picture, Rect, Screen, Shape, Text
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Answer, Step

HANGAR = Picture("hangar", Rect(0, 0, 1920, 1080))


def dimmed(alpha: int) -> tuple[Shape, ...]:
    """The hangar below the bar, darkened by `alpha` (0..255), as what a quiet screen lies over."""
    return HANGAR, Box(Rect(0, 86, 1920, 1200), "ink", alpha=alpha)


def done(step: Step, choice: str, *, typed: str = "", tick: int = -1) -> Next:
    """Tell the journey that a step has ended, and how."""
    return Next(Answer(step, choice, typed, tick))


class Quiet:
    """A scene with nothing to drag, no key of its own and no time."""

    def drag(self, node: str, x: float, y: float, stage: str) -> Next:
        return STAY

    def key(self, name: str) -> Next:
        return STAY

    def advance(self, ticks: int) -> Next:
        return STAY


def enlarges(look: Look) -> float:
    """How many times larger a size must be for words to stand as at 200 %, whatever was chosen: 1 for who has that."""
    return max(1.0, 2.0 / look.comfort.text_scale)


def floor(look: Look) -> tuple[Shape, ...]:
    """What lies below the picture on a screen taller than 16:9."""
    return (Box(Rect(0, 1079, 1920, look.height - 1079), "alu_mid"),) if look.height > 1081 else ()


def quiet_screen(
    look: Look, name: str, nodes: Sequence[Node], decor: Sequence[Shape], *, say: str, focus: str, code: str = "",
    pausable: bool = True, dim: int = 150,
) -> Screen:  # fmt: skip
    """A screen over the dimmed hangar, titled by `<name>.title`."""
    title = look.t(f"{name}.title")
    bar = kit.top_bar(look, title, code=code, pausable=pausable)
    return Screen(
        name, title, (*nodes, *bar[1]), dimmed(dim), (*decor, *bar[0]),
        say=say, focus_first=focus,
    )  # fmt: skip


def hidden(n: int, x: float, y: float) -> tuple[Shape, ...]:
    """Figures that are typed and not shown: so many dots about (x, y). No font of ours has a sign for them."""
    return tuple(Circle(x + (at - (n - 1) / 2) * 44, y, 12, "ink") for at in range(n))


def figures(look: Look, top: float, step: float, high: float, erase: str, sizes: tuple[float, float]) -> list[Node]:
    """The keypad of a PIN, telephone fashion, three across from (660, `top`): ten figures, and `erase` beside the 0.

    `step`: from one row to the next; `high`: of a key; `sizes`: of a figure and of the word `erase`.
    """
    nodes = []
    for n, figure in enumerate("1234567890"):
        x = 868 if figure == "0" else 660 + n % 3 * 208
        nodes.append(kit.button(look, f"figure:{figure}", figure, Rect(x, top + n // 3 * step, 184, high), size=sizes[0]))
    return [*nodes, kit.button(look, "erase", erase, Rect(660, top + 3 * step, 184, high), size=sizes[1])]


def captioned(look: Look, screen: Screen) -> Screen:
    """The screen with its voice's sentence written on a strip at the foot, on one line, smaller when it is long."""
    strip = Rect(0, look.height - 40, 1920, 40)
    size = 24.0 / look.px(1)
    while size > 8 / look.px(1) and look.width(screen.say, size) > 1860:
        size -= 0.5
    words = Text(960, strip.y + 20 - look.px(size) * 0.6, screen.say, look.px(size), "white", False, "centre")
    return replace(screen, decor=(*screen.decor, Box(strip, "ink"), words))
