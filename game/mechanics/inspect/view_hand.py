"""What a pointer pulls at the dark bench, and how it looks in the hand: lens, line of the rule, words, rotor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from game.mechanics.inspect import view_blade, view_fan, view_rule, view_words
from game.mechanics.inspect.seen import InspectSeen, MarkSeen
from game.mechanics.inspect.state import LENS_UM
from game.screen.nodes import Shape
from game.workshop.holding import CarryPull, HandAt, HandPull, Press, SlidingPull, StretchPull, WheelPull
from game.workshop.view_tray import ICONS

PULLED_BY = {"field": "lens", "loupe": "lens", "near": "line", "word": "word", "rotor": "rotor", "blade": "rotor"}
"""What is taken by which node."""
SIGN_R = 40.0


@dataclass(frozen=True, slots=True)
class BenchHands:
    """The four things that a hand pulls."""

    lens: SlidingPull
    line: StretchPull
    word: CarryPull
    rotor: WheelPull

    def by_name(self) -> Mapping[str, HandPull]:
        return {"lens": self.lens, "line": self.line, "word": self.word, "rotor": self.rotor}

    def shown(self) -> tuple[object, ...]:
        """What of them is drawn."""
        return self.lens.shown, self.word.shown, self.rotor.shown


def hands(
    press: Press, seen: Callable[[], InspectSeen], empty: Callable[[], bool], does: Callable[..., None],
    turns: Callable[[int], None],
) -> BenchHands:  # fmt: skip
    """`empty`: whether no tag and no bell is in the hand; `does`: one act; `turns`: a blade on or back."""

    def first_stands() -> bool:
        now = seen().rule
        return now is not None and now.first_um >= 0 and now.second_um < 0

    def follows(x: float) -> None:
        does("line", x_um=view_rule.um_of(x))

    lens = SlidingPull(press, "loupe", lambda at: view_blade.field_under(*at), empty, lambda: seen().locked)
    return BenchHands(lens, StretchPull(press, first_stands, follows), CarryPull(press, view_blade.BLADE), WheelPull(press, view_fan.AWAY, turns))


def under_way(seen: InspectSeen, at: HandAt | None) -> InspectSeen:
    """The bench with the lens where the hand has it: what is real lies under it, and nothing of it is shown yet."""
    if at is None or not seen.locked:
        return seen
    lens = view_blade.under(*at)
    return replace(seen, lens=lens, glints=tuple(replace(m, in_lens=_under(m, lens)) for m in seen.glints))


def _under(mark: MarkSeen, lens: tuple[int, int]) -> bool:
    dx, dy = lens[0] * 1000 - mark.x_um, lens[1] * 1000 - mark.y_um
    return dx * dx + dy * dy <= LENS_UM * LENS_UM


def carried(shown: tuple[str, HandAt] | None) -> tuple[Shape, ...]:
    """The sign of a word under the hand that carries it."""
    if shown is None:
        return ()
    node, (x, y) = shown
    return tuple(view_words.word_sign(node.partition(":")[2], x, y, SIGN_R))


def taken(mode: str) -> tuple[Shape, ...]:
    """The tag or the bell under a pointer that carries it, about (0, 0)."""
    return tuple(ICONS[mode](0, 0)) if mode in ("tag", "call") else ()
