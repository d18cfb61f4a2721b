"""Sounds as the things that make them: a struck body rings in a few inharmonic modes that die away.

Modal synthesis, after Adrien, "The missing link: modal synthesis" (1991): each mode is a sine that dies away, the
blow a short noise. What a body is made of is heard in how long its modes last and how high they are: thin metal rings
high and long, a crushed or a wooden thing short and dry. The numbers are ours.
"""

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

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


def wave(name: str, recipe: Recipe) -> "array[int]":
    """Mono 16-bit samples at RATE, never above PEAK of full scale, the same for a name on every machine."""
    n = round(recipe.seconds * RATE)
    out = [0.0] * n
    chance = Random(f"sound {name}")
    for blow in recipe.blows:
        _add(out, blow, round(blow.at * RATE), chance)
    _fade(out)
    return array("h", _level(out, recipe.loud))


def _add(out: list[float], blow: Blow, start: int, chance: Random) -> None:
    n = len(out) - start
    swell = max(1, round(blow.swell * RATE))
    for hertz, share, seconds in blow.modes:
        fall = 10 ** (-3 / max(1.0, seconds * RATE))
        turn, size, phase = 2 * math.pi * hertz / RATE, share, 0.0
        bend = blow.bend ** (1 / n)
        for k in range(n):
            out[start + k] += size * math.sin(phase) * (min(1.0, k / swell) if blow.swell else 1.0)
            phase += turn
            turn *= bend
            size *= fall
            if size < 1e-5:
                break
    share, seconds, colour = blow.noise
    fall, before, size = 10 ** (-3 / max(1.0, seconds * RATE)), 0.0, share
    for k in range(n if share else 0):
        white = chance.uniform(-1, 1)
        out[start + k] += size * (white - colour * before) * (min(1.0, k / swell) if blow.swell else 1.0)
        before = white
        size *= fall
        if size < 1e-5:
            break


def _fade(out: list[float]) -> None:
    """No click at either end: a millisecond in, ten out."""
    into, outof = RATE // 1000, RATE // 100
    for k in range(min(into, len(out))):
        out[k] *= k / into
    for k in range(min(outof, len(out))):
        out[-1 - k] *= k / outof


def _level(out: Sequence[float], loud: float) -> list[int]:
    """Bring the loudest 50 ms to the loudness wished, and no sample above the peak."""
    powers = [sum(v * v for v in out[k : k + WINDOW]) / WINDOW for k in range(0, len(out), WINDOW // 2)]
    gain = 0.25 * loud / math.sqrt(max(powers))
    gain = min(gain, PEAK / max(abs(v) for v in out))
    return [round(32_767 * gain * v) for v in out]
