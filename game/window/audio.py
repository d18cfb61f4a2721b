"""What is heard: a sound for each meaning, made in a thread when first asked for, and a tone that follows the hand."""

from array import array
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO

import pygame

from game.voice.engines import Clip, as_wav
from game.window.synth import RATE, Blow, Modes, Recipe


def body(low: float, ratios: tuple[float, ...], seconds: float, tilt: float = 0.8) -> Modes:
    """Modes over a lowest one: each higher one a little weaker and shorter."""
    return tuple((low * r, tilt**k, seconds / (1 + 0.35 * k)) for k, r in enumerate(ratios))


BAR = (1.0, 2.756, 5.404, 8.933, 13.34)
"""A free bar (Fletcher & Rossing, The Physics of Musical Instruments): ratios of its modes."""
PLATE = (1.0, 1.59, 2.14, 2.3, 2.65, 2.92, 3.5)
BELL = (0.5, 1.0, 1.2, 1.5, 2.0, 2.67, 3.01, 4.17)

SOUNDS: dict[str, Recipe] = {
    "take": Recipe(0.09, 0.35, (Blow(body(1450, PLATE[:6], 0.06), (0.5, 0.012, 0.6)),)),
    "place": Recipe(0.22, 0.5, (Blow(body(1650, PLATE, 0.2), (0.7, 0.01, 0.5)),)),
    "formed": Recipe(0.32, 0.75, (
        Blow(body(620, PLATE, 0.26), (1.2, 0.018, 0.0)), Blow(body(1900, PLATE[:5], 0.14), at=0.03),
    )),
    "hollow": Recipe(0.34, 0.65, (Blow(body(360, (1, 1.42, 2.1, 3.3, 4.9), 0.3, 0.6), (0.4, 0.02, 0.2)),)),
    "knock": Recipe(0.18, 0.7, (
        Blow(body(480, PLATE, 0.07), (1.3, 0.012, 0.4)), Blow(body(2300, BAR, 0.05), (0.6, 0.006, 0.8), at=0.025),
    )),
    "crushed": Recipe(0.14, 0.75, (Blow(body(330, (1, 1.31, 1.77, 2.05, 2.6), 0.05, 0.95), (0.9, 0.05, 0.0)),)),
    "tick": Recipe(0.05, 0.35, (Blow(body(3600, (1, 1.27, 1.59, 2.06, 2.6), 0.03), (1.0, 0.006, 0.8)),)),
    "bell": Recipe(0.95, 0.6, (Blow(body(880, BELL, 0.9, 0.85), (0.4, 0.01, 0.7)),)),
    "paper": Recipe(0.28, 0.35, (
        Blow((), (0.6, 0.3, 0.95), swell=0.06), Blow((), (0.8, 0.08, 0.9), at=0.17),
    )),
    "tag": Recipe(0.22, 0.4, (
        Blow(body(900, (1, 1.9, 3.1, 4.4, 5.2), 0.05), (1.0, 0.03, 0.7)), Blow(body(1200, PLATE[:5], 0.06), at=0.11),
    )),
    "red_box": Recipe(0.4, 0.55, tuple(
        Blow(body(f, PLATE[:5], s, 0.75), (0.6, 0.014, 0.2), at=t)
        for f, s, t in ((760, 0.16, 0), (980, 0.1, 0.14), (1120, 0.07, 0.22))
    )),
    "falls": Recipe(0.62, 0.65, tuple(
        Blow(body(2650 + 90 * n, PLATE[:6], 0.2 / (1 + n)), (0.5 / (1 + n), 0.008, 0.5), at=t)
        for n, t in enumerate((0, 0.21, 0.35, 0.44, 0.5, 0.54))
    )),
    "button": Recipe(0.11, 0.3, (
        Blow(body(700, (1, 1.7, 2.4, 3.3, 4.1), 0.03), (0.5, 0.008, 0.3)),
        Blow(body(560, (1, 1.7, 2.4, 3.3, 4.1), 0.03), at=0.055),
    )),
    "page": Recipe(0.2, 0.3, (Blow((), (0.7, 0.16, 0.7), swell=0.02),)),
    "rotor": Recipe(0.42, 0.5, (
        Blow((), (0.5, 0.26, 0.25), swell=0.12),
        Blow(body(340, (1, 1.42, 2.1, 3.3, 4.9), 0.14, 0.7), (0.7, 0.012, 0.3), at=0.24),
    )),
    "lamp_on": Recipe(0.5, 0.28, (
        Blow(body(560, (1, 1.7, 2.4, 3.3, 4.1), 0.03), (0.5, 0.008, 0.3)),
        Blow(body(1318, (1, 2.0, 3.01, 4.0, 5.02), 0.4, 0.55), at=0.06, swell=0.03),
    )),
    "lens_set": Recipe(0.24, 0.3, (Blow(body(2740, (1, 2.32, 4.25, 3.1, 1.51), 0.2, 0.6), (0.2, 0.004, 0.8)),)),
    "gleam": Recipe(0.6, 0.25, (Blow(body(2093, (1, 1.26, 1.5, 2.0, 2.52), 0.55, 0.85), swell=0.09),)),
    "latch": Recipe(0.2, 0.5, (
        Blow(body(540, PLATE[:6], 0.07), (1.0, 0.012, 0.3)),
        Blow(body(1320, PLATE[:6], 0.09), (0.5, 0.008, 0.4), at=0.07),
    )),
    "lid": Recipe(0.66, 0.5, (
        Blow(body(1650, PLATE, 0.12, 0.7), (0.4, 0.01, 0.5), at=0.15),
        Blow(body(540, PLATE[:6], 0.09), (1.0, 0.014, 0.3), at=0.29),
        Blow(body(1320, PLATE[:6], 0.09), (0.5, 0.008, 0.4), at=0.38),
        Blow(body(1568, (1, 2.0, 3.01, 4.0, 5.02), 0.2, 0.45), at=0.45, swell=0.04),
    )),
    "trolley": Recipe(1.3, 0.5, (
        Blow(body(540, PLATE[:6], 0.07), (1.0, 0.012, 0.3), at=0.05),
        Blow(body(430, (1, 1.42, 2.1, 3.3, 4.9), 0.16, 0.6), (0.4, 0.02, 0.2), at=0.24),
        Blow((), (0.6, 0.75, 0.34), at=0.42, swell=0.4),
        *(
            Blow(((f, 0.1, 0.2), (2 * f, 0.06, 0.16)), at=t, bend=1.12, swell=0.05)
            for f, t in ((1480, 0.5), (1530, 0.8), (1570, 1.0))
        ),
        *(Blow(body(430, (1, 1.42, 2.1, 3.3, 4.9), 0.1, 0.5), (0.25, 0.02, 0.2), at=t) for t in (0.66, 0.88, 1.04)),
    )),
    "stamp": Recipe(0.36, 0.6, (
        Blow((), (0.7, 0.09, 0.9)), Blow(body(430, (1, 1.7, 2.4, 3.3, 4.1), 0.09, 0.85), (1.2, 0.016, 0.3), at=0.16),
        Blow(body(1150, PLATE[:5], 0.06), (0.5, 0.01, 0.6), at=0.17),
    )),
    "done": Recipe(0.9, 0.5, (
        Blow(body(1047, (1, 2.76, 4.07, 5.4, 6.2), 0.5)), Blow(body(1319, (1, 2.76, 4.07, 5.4, 6.2), 0.5), at=0.12),
        Blow(body(1568, (1, 2.76, 4.07, 5.4, 6.2), 0.7), at=0.24),
    )),
    "learnt": Recipe(0.42, 0.4, (
        Blow(body(1175, (1, 2.0, 3.01, 4.1, 5.4), 0.16)), Blow(body(1760, (1, 2.0, 3.01, 4.1, 5.4), 0.3), at=0.09),
    )),
    "takeoff": Recipe(1.9, 0.7, (
        Blow(((420, 0.3, 9), (631, 0.2, 9), (947, 0.15, 9), (1420, 0.1, 9), (2131, 0.07, 9)),
             (0.5, 5.0, 0.55), bend=1.7, swell=1.1),
    )),
    "printing": Recipe(0.86, 0.4, (
        *(Blow(body(1750, (1, 1.7, 2.2, 2.9, 3.6), 0.02), (0.9, 0.016, 0.6), at=0.035 * n) for n in range(20)),
        Blow(body(700, PLATE[:6], 0.08), (0.8, 0.03, 0.2), at=0.74),
    )),
    "row": Recipe(0.62, 0.42, tuple(
        Blow(body(f, BAR[:4], 0.3, 0.5), (0.25, 0.005, 0.8), at=0.09 * n) for n, f in enumerate((784, 1047, 1319))
    )),
    "matt": Recipe(0.26, 0.55, tuple(
        Blow(body(f, (1, 1.37, 1.9, 2.6), 0.05, 0.7), (share, 0.02, 0.0), at=t)
        for f, share, t in ((480, 0.2, 0), (400, 0.1, 0.1))
    )),
    "marked": Recipe(0.6, 0.38, (
        Blow(body(880, BELL[1:5], 0.3, 0.5), (0.2, 0.01, 0.7)), Blow(body(880, BELL[1:5], 0.45, 0.5), at=0.13),
    )),
    "dull": Recipe(0.5, 0.4, (
        Blow(body(440, (1, 1.19, 1.5), 0.3, 0.4), swell=0.07),
        Blow(body(349, (1, 1.19, 1.5), 0.34, 0.4), at=0.2, swell=0.05),
    )),
    "hall_morning": Recipe(1.6, 0.42, (
        *(Blow(body(470 + 26 * n, PLATE[:5], 0.09), (0.5, 0.03, 0.2), at=0.13 * n) for n in range(7)),
        Blow((), (0.4, 0.5, 0.35), at=0.95, swell=0.25),
    )),
    "hall_day": Recipe(1.7, 0.42, tuple(
        Blow(body(f, BAR[:4], 0.34, 0.6), (0.3, 0.008, 0.5), at=t)
        for f, t in ((980, 0.1), (985, 0.42), (1240, 0.95), (978, 1.2))
    )),
    "hall_noon": Recipe(1.8, 0.42, (
        *(Blow(body(f, PLATE[:5], 0.05), (0.6, 0.01, 0.7), at=0.25 * n) for n, f in enumerate((2900, 2300) * 3)),
        Blow(body(660, BELL, 0.5, 0.7), at=1.2),
    )),
    "block": Recipe(1.15, 0.5, (
        *(Blow(body(f, BELL[1:6], 0.6, 0.6), at=0.11 * n) for n, f in enumerate((523, 659, 784, 1047, 1319))),
        Blow((), (0.12, 0.5, 0.9), at=0.5, swell=0.2),
    )),
}  # fmt: skip
"""By meaning. Nothing is heard of an act that is refused: silence is its sound."""

LADDER: dict[str, Recipe] = {
    f"set_{n}": Recipe(0.16, 0.26, (Blow(body(700 * 2 ** (n / 6), PLATE[:5], 0.12, 0.6), (0.3, 0.005, 0.8)),))
    for n in range(1, 9)
}  # fmt: skip
"""One meaning in eight steps, from low to high: how far a block of places is filled, whatever is in them."""
ROWS: dict[str, Recipe] = {
    f"row_{n}": Recipe(0.62, 0.42, tuple(
        Blow(body(f * 2 ** (2 * (n - 1) / 12), BAR[:4], 0.3, 0.5), (0.25, 0.005, 0.8), at=0.09 * k)
        for k, f in enumerate((784, 1047, 1319))
    ))
    for n in range(2, 7)
}  # fmt: skip
"""As `row`, each a whole tone higher than the one before: a day of rows climbs."""
PENTATONIC = (0, 2, 4, 7, 9)
SCALE: dict[str, Recipe] = {
    f"tone_{n + 1}": Recipe(0.7, 0.42, (
        Blow(body(587 * 2 ** (n // 5 + PENTATONIC[n % 5] / 12), BAR[:4], 0.65, 0.45), (0.25, 0.006, 0.7)),
    ))
    for n in range(10)
}  # fmt: skip
"""A hand passes over metal that answers it: ten tones of two octaves without a half-tone, each a bar that rings."""
WARM: dict[str, Recipe] = {
    f"warm_{n}": Recipe(0.55, 0.3, (Blow(body(f, (1, 2.0, 3.01, 4.02), 0.5, 0.42), (0.08, 0.004, 0.6), swell=0.004),))
    for n, f in enumerate((523, 587, 659, 784, 880, 1047, 1175, 1319, 1568), 1)
}  # fmt: skip
"""One meaning in nine steps, a scale that rises (five notes an octave): one more of a step that is over was right."""
SQUEEZE = Recipe(0.8, 0.5, (
    Blow(((437, 0.5, 99), (655, 0.35, 99), (1093, 0.25, 99), (1749, 0.12, 99)), (0.5, 99, 0.8)),
))  # fmt: skip
"""Oil under pressure and straining metal, heard while the hand presses; it is looped."""
AIR = Recipe(6.0, 0.16, (
    Blow(((331, 0.05, 99), (497, 0.04, 99), (663, 0.03, 99)), (0.25, 99, 0.5)),
    Blow(body(1340, BAR, 0.5, 0.6), at=1.7), Blow(body(1610, BAR, 0.4, 0.6), at=4.4),
))  # fmt: skip
"""The quiet workshop far off, for who wishes it; it is looped."""
STAMPS: dict[str, Recipe] = {
    f"stamp_{n + 1}": Recipe(0.5, 0.6, (
        Blow((), (0.7, 0.09, 0.9)), Blow(body(430, (1, 1.7, 2.4, 3.3, 4.1), 0.09, 0.7), (1.2, 0.016, 0.3), at=0.16),
        Blow(body(392 * 2 ** (n // 5 + PENTATONIC[n % 5] / 12), BAR[:4], 0.26, 0.5), (0.15, 0.006, 0.7), at=0.17),
    ))
    for n in range(9)
}  # fmt: skip
"""As `stamp`, with a bar that rings under it, higher each time: how far a step has gone, whatever was decided."""
STRUCK = {**SOUNDS, **LADDER, **ROWS, **SCALE, **WARM, **STAMPS}
LOOPS = {"squeeze": SQUEEZE, "air": AIR}


def samples(name: str) -> bytes:
    """Mono 16-bit samples of a sound by name. Raises KeyError for an unknown one."""
    # Not at the top: numpy is loaded with it, and no first picture waits for that.
    from game.window.ringing import wave

    return _looped(wave(name, LOOPS[name])).tobytes() if name in LOOPS else wave(name, STRUCK[name]).tobytes()


def _looped(samples: "array[int]") -> "array[int]":
    """A stretch whose end melts into its beginning, so that it can go on for ever."""
    over = RATE // 10
    for k in range(over):
        samples[k] = round(samples[k] * k / over + samples[len(samples) - over + k] * (1 - k / over))
    return samples[:-over]


VOICE = 0
"""The channel kept for the voice: no other sound takes it, and it takes none from them."""


def heard(clip: Clip) -> pygame.mixer.Sound | None:
    """A clip as the sound card wants it, in 10 to 20 ms: not for the window's thread; None once the card is let go.

    Raises pygame.error for what the card does not take.
    """
    if not pygame.mixer.get_init():
        return None
    try:
        return pygame.mixer.Sound(file=BytesIO(as_wav(clip)))
    except pygame.error:
        # The window may have let the card go in the meantime.
        if pygame.mixer.get_init():
            raise
        return None


class Speaker:
    """Plays by name. `card_opened` is False where there is no sound card: asking to play is then no error.

    `working` says whether it plays now: False too once it is closed. Sounds are made beside the window, from `make` on
    in the order of SOUNDS, the air once somebody wishes it; what is asked for before it is made is heard when it is.
    """

    def __init__(self) -> None:
        self._sounds: dict[str, pygame.mixer.Sound] = {}
        self._loops: dict[str, pygame.mixer.Channel] = {}
        self._late: list[str] = []
        self._said: deque[pygame.mixer.Sound] = deque()
        try:
            pygame.mixer.init(RATE, -16, 1, 512)
            pygame.mixer.set_reserved(VOICE + 1)
            self.card_opened = True
        except pygame.error:
            self.card_opened = False
        self.working = self.card_opened
        self._thread = ThreadPoolExecutor(1, "sounds")
        self._making: dict[str, Future[bytes]] = {}
        self._all = False

    def make(self) -> None:
        """Begin to make every sound, half a second of work: not while something is waited for."""
        if self.working and not self._all:
            self._all = True
            for name in (*STRUCK, "squeeze"):
                self._ask(name)

    def play(self, name: str) -> None:
        """Play one sound now, over what is still heard."""
        if self.working and (sound := self._sound(name)):
            sound.play()
        elif self.working:
            self._late.append(name)

    def follow(self, name: str, level: float) -> None:
        """Let a looped sound be as loud as `level`, 0 (silent) to 1; to be called as often as it changes."""
        if not self.working or (name not in self._loops and level <= 0):
            return
        sound = self._sound(name)
        if sound is None:
            return
        if name not in self._loops:
            channel = sound.play(-1)
            if channel is None:
                # Everything that can sound does: it begins as soon as something ends.
                return
            self._loops[name] = channel
        if level <= 0:
            self._loops.pop(name).fadeout(60)
        else:
            self._loops[name].set_volume(min(1.0, level))

    def catch_up(self) -> None:
        """Play what was asked for before it was made; once a frame."""
        late, self._late = self._late, []
        for name in late:
            self.play(name)

    def say(self, clips: Iterable[pygame.mixer.Sound], loud: float) -> None:
        """Go on speaking: more pieces to come after what is said, 0 (silent) to 1 loud; once a frame."""
        if not self.working:
            return
        self._said.extend(clips)
        channel = pygame.mixer.Channel(VOICE)
        channel.set_volume(loud)
        while self._said and (not channel.get_busy() or channel.get_queue() is None):
            clip = self._said.popleft()
            if channel.get_busy():
                channel.queue(clip)
            else:
                channel.play(clip)

    @property
    def speaking(self) -> bool:
        """Whether the voice is heard now."""
        return self.working and pygame.mixer.Channel(VOICE).get_busy()

    def hush(self) -> None:
        """The voice stops at once."""
        self._said.clear()
        if self.working:
            # Stopping a channel plays what is queued behind it: the queue goes first.
            channel = pygame.mixer.Channel(VOICE)
            channel.stop()
            channel.stop()

    def _sound(self, name: str) -> pygame.mixer.Sound | None:
        self._ask(name)
        if name not in self._sounds and self._making[name].done():
            self._sounds[name] = pygame.mixer.Sound(buffer=self._making.pop(name).result())
        return self._sounds.get(name)

    def _ask(self, name: str) -> None:
        """Have it made, if it is not; the air is long to make, and few ask for it."""
        if name not in self._sounds and name not in self._making:
            self._making[name] = self._thread.submit(samples, name)

    def close(self) -> None:
        """Let the sound card go."""
        if self.working:
            self._thread.shutdown(wait=False, cancel_futures=True)
            pygame.mixer.quit()
            self.working = False
