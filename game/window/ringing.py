"""The samples of a sound, from its recipe (`game.window.synth`). It loads numpy: no first picture waits for it."""

import math
from array import array
from random import Random

import numpy as np
from numpy.typing import NDArray

from game.window.synth import PEAK, RATE, WINDOW, Blow, Recipe

Samples = NDArray[np.float64]
HEARD_AT_ALL = 1e-5
"""What has died away to less than this share of full scale ends."""


def wave(name: str, recipe: Recipe) -> "array[int]":
    """Mono 16-bit samples at RATE, never above PEAK of full scale, the same for a name each time."""
    out = np.zeros(round(recipe.seconds * RATE))
    chance = Random(f"sound {name}")
    for blow in recipe.blows:
        _add(out[round(blow.at * RATE) :], blow, chance)
    _fade(out)
    return array("h", _level(out, recipe.loud).tobytes())


def _add(out: Samples, blow: Blow, chance: Random) -> None:
    """Add a blow to what is heard from it on."""
    n = len(out)
    comes = np.minimum(1.0, np.arange(n) / max(1, round(blow.swell * RATE))) if blow.swell else np.ones(n)
    for hertz, share, seconds in blow.modes:
        sizes = _dying(share, seconds, n)
        turns = np.full(len(sizes), blow.bend ** (1 / n))
        turns[0] = 2 * math.pi * hertz / RATE
        phases = np.cumsum(np.cumprod(turns))
        out[: len(sizes)] += sizes * np.sin(np.concatenate(([0.0], phases[:-1]))) * comes[: len(sizes)]
    share, seconds, colour = blow.noise
    if share:
        sizes = _dying(share, seconds, n)
        white = np.array([2 * chance.random() - 1 for _ in sizes])
        hiss = white - colour * np.concatenate(([0.0], white[:-1]))
        out[: len(sizes)] += sizes * hiss * comes[: len(sizes)]


def _dying(share: float, seconds: float, most: int) -> Samples:
    """How loud each sample is of what dies away, a thousandth after so many seconds; none that nobody could hear."""
    sizes = np.full(most, 10 ** (-3 / max(1.0, seconds * RATE)))
    sizes[0] = share
    sizes = np.cumprod(sizes)
    return sizes[: max(1, int(np.count_nonzero(sizes >= HEARD_AT_ALL)))]


def _fade(out: Samples) -> None:
    """No click at either end: a millisecond in, ten out."""
    into, outof = min(RATE // 1000, len(out)), min(RATE // 100, len(out))
    out[:into] *= np.arange(into) / (RATE // 1000)
    out[len(out) - outof :] *= np.arange(outof)[::-1] / (RATE // 100)


def _level(out: Samples, loud: float) -> NDArray[np.int16]:
    """Bring the loudest 50 ms to the loudness wished, and no sample above the peak."""
    squares = out * out
    powers = [float(squares[k : k + WINDOW].sum()) / WINDOW for k in range(0, len(out), WINDOW // 2)]
    gain = min(0.25 * loud / math.sqrt(max(powers)), PEAK / float(np.abs(out).max()))
    return np.rint(32_767 * gain * out).astype(np.int16)
