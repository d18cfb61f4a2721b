"""Reading the screens aloud: what is new goes to the voice, what it answers to the loudspeaker. Never waits."""

import time

import pygame

from game.screen.nodes import Screen
from game.screen.scene import ALOUD, EVEN, Comfort
from game.voice.port import Speech
from game.voice.telling import Teller, whole
from game.window.audio import Speaker

WindowVoice = Speech[pygame.mixer.Sound]


class Aloud:
    """The voice of one window. `first_ms` holds how long each first sound took, for benches and the seat check."""

    def __init__(self, voice: WindowVoice) -> None:
        self.voice = voice
        self.first_ms: list[float] = []
        self._teller = Teller()
        self._asked: float | None = None
        self._speaks = self._unasked = False

    def listen(self, screen: Screen, focus: str, comfort: Comfort, speaker: Speaker) -> None:
        """« Écouter »: the whole screen, now."""
        self._say(whole(screen, focus), comfort, speaker)
        self._unasked = False

    def frame(
        self, screen: Screen, focus: str, comfort: Comfort, speaker: Speaker, *, read_elsewhere: bool = False
    ) -> None:
        """Say what is new, cut what is old, go on with what is being said; once a frame.

        `read_elsewhere`: the system's own screen reader reads this window. Two voices at once are none: what is said to
        everybody who was not asked yet is left to it; who chose this voice, or presses « Écouter », hears it.
        """
        chosen = comfort.aloud in ALOUD
        wanted = comfort.sound and (chosen or (screen.aloud and not comfort.aloud and not read_elsewhere))
        news = self._teller.news(screen, focus, time.perf_counter() * 1000)
        if news and wanted:
            self._say(news, comfort, speaker)
            self._unasked = not chosen
        elif self._speaks and (news or not comfort.sound or (self._unasked and read_elsewhere)):
            # Silence was chosen, the screen that was listened to once has gone, or a reader begins to read.
            self.hush(speaker)
        clips = self.voice.take()
        if clips and self._asked is not None:
            self.first_ms.append((time.perf_counter() - self._asked) * 1000)
            self._asked = None
        speaker.say(clips, comfort.loud / 100)

    def hush(self, speaker: Speaker) -> None:
        """Nothing is said any more."""
        self.voice.hush()
        speaker.hush()
        self._speaks = self._unasked = False

    def _say(self, words: str, comfort: Comfort, speaker: Speaker) -> None:
        speaker.hush()
        self.voice.say(words, comfort.language, ALOUD.get(comfort.aloud, ALOUD[EVEN]))
        self._asked = time.perf_counter()
        self._speaks = True

    def close(self) -> None:
        """End the voice's process."""
        self.voice.close()
