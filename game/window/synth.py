"""Sounds as the things that make them: a struck body rings in a few inharmonic modes that die away.

Modal synthesis, after Adrien, "The missing link: modal synthesis" (1991): each mode is a sine that dies away, the
blow a short noise. What a body is made of is heard in how long its modes last and how high they are: thin metal rings
high and long, a crushed or a wooden thing short and dry. The numbers are ours. `game.window.ringing` makes the samples.
"""

from dataclasses import dataclass

RATE = 22_050
PEAK = 0.8
WINDOW = RATE // 20
"""Samples of the loudest stretch by which loudness is balanced: 50 ms."""


Modes = tuple[tuple[float, float, float], ...]
"""Each (Hz, share, seconds until a thousandth is left)."""


@dataclass(frozen=True, slots=True)
class Blow:
    """One struck body, `at` seconds after the beginning; `bend`: by how much its pitch has changed at the end.

    `noise` is (share, seconds to a thousandth, colour): colour 0 is white, towards 1 only what hisses is left.
    """

    modes: Modes
    noise: tuple[float, float, float] = (0.0, 0.01, 0.0)
    at: float = 0.0
    bend: float = 1.0
    swell: float = 0.0  # seconds it takes to come; 0: struck


@dataclass(frozen=True, slots=True)
class Recipe:
    """A sound: its blows, how long it is, and how loud beside the others (0..1)."""

    seconds: float
    loud: float
    blows: tuple[Blow, ...]
