"""Seven short sounds, made of sums of sines when first needed; a machine without a sound card stays silent."""

import math
from array import array

import pygame

RATE = 22_050
SOUNDS: dict[str, tuple[tuple[float, ...], float, float]] = {
    # name: frequencies in Hz, seconds, loudness 0..1
    "take": ((520, 780), 0.06, 0.25),
    "place": ((300, 450), 0.08, 0.3),
    "rivet": ((140, 210, 95), 0.16, 0.45),
    "bell": ((880, 1320, 1760), 0.7, 0.35),
    "note": ((660, 990), 0.12, 0.25),
    "done": ((523, 659, 784), 0.8, 0.3),
    "takeoff": ((82, 123, 165), 0.98, 0.4),
}
RISING = {"takeoff": 1.6}
"""By how much the pitch of a sound has risen at its end."""


def samples(name: str) -> bytes:
    """Mono 16-bit samples: a chord that dies away, never above 0.8 of full scale."""
    tones, seconds, loud = SOUNDS[name]
    n = int(RATE * seconds)
    out = array("h")
    for k in range(n):
        fade = math.exp(-5 * k / n) * min(1.0, k / 120)
        bend = 1 + (RISING.get(name, 1.0) - 1) * k / n / 2
        wave = sum(math.sin(2 * math.pi * f * bend * k / RATE) for f in tones) / len(tones)
        out.append(round(32_000 * 0.8 * loud * fade * wave))
    return out.tobytes()


class Speaker:
    """Plays by name. `found` is False where there is no sound card: asking to play is then no error.

    `working` says whether it plays now: False too once it is closed.
    """

    def __init__(self) -> None:
        self._made: dict[str, pygame.mixer.Sound] = {}
        try:
            pygame.mixer.init(RATE, -16, 1, 512)
            self.found = True
        except pygame.error:
            self.found = False
        self.working = self.found

    def play(self, name: str) -> None:
        """Play one sound now, over what is still heard."""
        if not self.working:
            return
        if name not in self._made:
            self._made[name] = pygame.mixer.Sound(buffer=samples(name))
        self._made[name].play()

    def close(self) -> None:
        """Let the sound card go."""
        if self.working:
            pygame.mixer.quit()
            self.working = False
