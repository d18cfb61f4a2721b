"""What can point at this machine, asked of the system: SDL knows touch only once touched, and a lost mouse never."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pygame

RESTING = {
    pygame.K_LSHIFT, pygame.K_RSHIFT, pygame.K_LCTRL, pygame.K_RCTRL, pygame.K_LALT, pygame.K_RALT, pygame.K_LSUPER,
    pygame.K_RSUPER, pygame.K_MODE, pygame.K_CAPSLOCK, pygame.K_NUMLOCK, pygame.K_SCROLLOCK,
}  # fmt: skip
"""Keys that do nothing alone: a hand may rest on them, and some keyboards keep them down."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What can point here: None where the system does not tell."""

    pointer: bool | None
    touch: bool | None


def hands(devices: Path = Path("/proc/bus/input/devices")) -> Hands:
    """Pointer and touch screen, as the system knows them now."""
    if sys.platform == "win32":
        return _windows_hands()
    try:
        return hands_in(devices.read_text("utf-8", "replace"))
    except OSError:
        return Hands(None, None)


def hands_in(text: str) -> Hands:
    """From Linux's list of input devices: a touch screen has absolute places and the property « direct » (bit 1)."""
    blocks = [block for block in text.split("\n\n") if block.strip()]
    touch = [b for b in blocks if (match := re.search(r"B: PROP=([0-9a-f]+)", b)) and int(match[1], 16) & 2]
    pointer = [b for b in blocks if b not in touch and re.search(r"H: Handlers=.*\bmouse\d", b)]
    return Hands(bool(pointer), bool(touch))


def _windows_hands() -> Hands:
    """SM_MOUSEPRESENT (19) and SM_MAXIMUMTOUCHES (95) of the Windows user interface."""
    import ctypes

    user32 = ctypes.WinDLL("user32")  # type: ignore[attr-defined,unused-ignore]
    return Hands(bool(user32.GetSystemMetrics(19)), user32.GetSystemMetrics(95) > 0)


EVERY_TICKS = 150
"""Every three seconds the system is asked."""


class Plugged:
    """Whether what pointed here since the window opened still does. `ask`: what can point now."""

    def __init__(self, ask: Callable[[], Hands] = hands) -> None:
        self._ask = ask
        self._pointer = self._touch = self._gone = False
        self._ticks = EVERY_TICKS

    def gone(self, ticks: int) -> bool:
        """So much time went by: whether a pointer or a touch screen that was there is no longer."""
        self._ticks += ticks
        if self._ticks >= EVERY_TICKS:
            self._ticks, now = 0, self._ask()
            self._pointer, self._touch = self._pointer or bool(now.pointer), self._touch or bool(now.touch)
            lost_pointer = self._pointer and now.pointer is False
            self._gone = lost_pointer or (self._touch and now.touch is False)
        return self._gone
