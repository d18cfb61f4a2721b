"""How soon the voice is heard: from the words of a screen to the first sound, through port, process and engine."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from typing import Any

from assets.texts import Catalogue
from game.station.held_up import waited_s
from game.voice.engines import Clip, engines_here
from game.voice.port import Speech, start_helper

PHRASES, GIVES_UP_S, APART_S = 200, 10.0, 0.05
LEAST, MOST = 12, 400
"""Signs of a text that a screen says: neither a word on a button nor a page."""


def phrases(language: str = "fr", n: int = PHRASES) -> tuple[str, ...]:
    """As many of the game's own sentences, evenly taken from all that need no value."""
    texts = dict.fromkeys(Catalogue.load().texts[language].values())
    whole = [text for text in texts if LEAST <= len(text) <= MOST and "{" not in text]
    return tuple(whole[:: max(1, len(whole) // n)][:n])


def shares(ms: Sequence[float]) -> dict[str, float]:
    """The median, what 95 of a hundred stay under, and the longest; in ms."""
    there = sorted(ms) or [0.0]
    return {"p50": there[len(there) // 2], "p95": there[min(len(there) - 1, int(len(there) * 0.95))], "max": there[-1]}


def run(language: str = "fr", n: int = PHRASES) -> Mapping[str, Any] | None:
    """Each phrase after the one before has begun to sound; None where no engine is.

    `wall_ms`: by the clock. `own_ms`: without what the voice's process waited for a processor that other programs had
    (Linux counts it; what ours waited is still in it). `first_ms`: of the very first words, with the process's start.
    """
    if not engines_here():
        return None
    helpers = list[subprocess.Popen[bytes]]()

    def start() -> subprocess.Popen[bytes]:
        helpers.append(start_helper())
        return helpers[-1]

    speech = Speech[Clip](lambda clip: clip, start)
    try:
        began = time.perf_counter()
        speech.say("Bonjour.", language, 100)
        _heard(speech)
        first = (time.perf_counter() - began) * 1000
        wall, own = list[float](), list[float]()
        for words in phrases(language, n):
            while speech.talking:
                time.sleep(0.005)
            speech.take()
            time.sleep(APART_S)
            held, began = waited_s(helpers[-1].pid), time.perf_counter()
            speech.say(words, language, 100)
            _heard(speech)
            wall.append((time.perf_counter() - began) * 1000)
            own.append(max(0.0, wall[-1] - (waited_s(helpers[-1].pid) - held) * 1000))
    finally:
        speech.close()
    return {
        "engine": engines_here()[0], "phrases": len(wall), "first_ms": first,
        "wall_ms": shares(wall), "own_ms": shares(own), "load": os.getloadavg()[0],
    }  # fmt: skip


def _heard(speech: Speech[Clip]) -> None:
    """Until the first sound is there. Raises TimeoutError for a voice that says nothing."""
    until = time.monotonic() + GIVES_UP_S
    while not speech.take():
        if time.monotonic() > until:
            raise TimeoutError("the voice says nothing")
        time.sleep(0.0005)
