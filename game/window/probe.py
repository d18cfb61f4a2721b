"""What a seat is fit for, as far as the window goes: screen, frames and sound."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pygame

from game.station.checkup import figures
from game.window.app import WindowApp
from game.window.audio import Speaker
from game.window.display import choose_driver, has_display
from game.window.window import Window


@dataclass(frozen=True, slots=True)
class Frames:
    """Work of so many frames in ms, without the wait between two: the median, and the share (0..1) over 1/60 s."""

    n: int
    p50_ms: float
    late: float


def desktop() -> tuple[str, tuple[int, int]] | None:
    """The driver and the size in pixels of the first screen; None when nothing answers."""
    if not has_display():
        return None
    choose_driver()
    try:
        pygame.display.init()
    except pygame.error:
        return None
    driver, size = pygame.display.get_driver(), pygame.display.get_desktop_sizes()[0]
    pygame.display.quit()
    void = driver in ("offscreen", "dummy") and "SDL_VIDEODRIVER" not in os.environ
    return None if void else (driver, size)


def frames(app: WindowApp, seconds: float) -> Frames:
    """Open the window on an app for so many seconds. Raises RuntimeError (pygame's) when no screen answers."""
    window = Window(app)
    with _hushed():  # the sound card opens here too
        window.run_on(30)  # the first frames load drawings: nobody plays yet
    window.frames.clear()
    until = time.perf_counter() + seconds
    while app.running and time.perf_counter() < until:
        window.run_on(6)
    pygame.display.quit()
    return frame_figures(list(window.frames))


def frame_figures(spent: Sequence[float]) -> Frames:
    """The figures of frames given in seconds."""
    return Frames(*figures(spent))


def sound() -> bool:
    """Whether a sound card opens. Nothing is played."""
    with _hushed():
        speaker = Speaker()
        speaker.close()
    return speaker.card_opened


@contextmanager
def _hushed() -> Iterator[None]:
    """Without what the system's sound library itself writes on the error output where it finds no card."""
    try:
        kept = os.dup(2)
    except OSError:  # started without an error output
        yield
        return
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
