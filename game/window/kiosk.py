"""The window of a kiosk: the whole screen, and the focus kept against every key that would leave it."""

import os

import pygame

from game.window.aloud import WindowVoice
from game.window.app import WindowApp
from game.window.display import choose_driver, icon
from game.window.reader import ReadableWindow
from game.window.tree import TellingWindow

CHORD = pygame.K_s
"""With Ctrl and Shift: the staff's way in by keyboard."""
DESKTOP = pygame.KMOD_ALT | pygame.KMOD_META | pygame.KMOD_CTRL
ALWAYS = {
    pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_UP, pygame.K_DOWN, pygame.K_LEFT, pygame.K_RIGHT, pygame.K_BACKSPACE,
}  # fmt: skip
"""Keys heard even with a modifier that a desktop made stick: a kiosk that hears nothing is lost."""
CORNER, PRESSES, WITHIN_MS = 120, 5, 3000
"""By touch: so many presses in the upper left corner (pixels), in so many ms."""
RAISE_TICKS = 50
"""How often a window that another one has taken the keys from asks for them again."""
NO_SCREEN = ("dummy", "offscreen")
"""Drivers of SDL that show nothing: nobody could take the keys there, and none are ever had."""


def lock_keys() -> None:
    """What SDL must know before it starts: it leaves no key to a desktop, and never makes itself small."""
    os.environ["SDL_VIDEO_MINIMIZE_ON_FOCUS_LOSS"] = "0"
    os.environ["SDL_GRAB_KEYBOARD"] = "1"
    os.environ["SDL_ALLOW_ALT_TAB_WHILE_GRABBED"] = "0"
    choose_driver()


class KioskWindow(ReadableWindow):
    """Nothing of the machine is changed: the grab ends with the process."""

    def __init__(self, app: WindowApp, size: tuple[int, int] | None = None, voice: WindowVoice | None = None) -> None:
        lock_keys()
        self._corner: list[int] = []
        self._without_keys = 0
        super().__init__(app, size, voice)

    def _opened(self, size: tuple[int, int] | None) -> pygame.Surface:
        surface = pygame.display.set_mode(size or pygame.display.get_desktop_sizes()[0], pygame.FULLSCREEN)
        pygame.display.set_caption("Envol")
        pygame.display.set_icon(icon())
        pygame.event.set_grab(True)
        return surface

    def _feel(self, ticks: int) -> None:
        """Where no window manager is, the keys that another program's window took come back to nobody by themselves."""
        super()._feel(ticks)
        away = not pygame.key.get_focused() and pygame.display.get_driver() not in NO_SCREEN
        self._without_keys = self._without_keys + ticks if away else 0
        if self._without_keys >= RAISE_TICKS:
            self._without_keys = 0
            # In front, which a window manager does; then the keys themselves, which nobody gives where there is none.
            for keys_alone in (False, True):
                pygame.Window.from_display_module().focus(input_only=keys_alone)

    def _key(self, event: pygame.event.Event) -> None:
        both = pygame.KMOD_CTRL, pygame.KMOD_SHIFT
        if event.key == CHORD and all(event.mod & key for key in both):
            self.app.key("chord")
            self._settle()
        elif event.key == pygame.K_F11 or (event.mod & DESKTOP and event.key not in ALWAYS):
            # Keys of a desktop: F11, Alt+F4, Alt+Tab, Super, Ctrl+Q. AltGr, which writes letters, bears no such mark.
            return
        else:
            super()._key(event)

    def _pointer(self, event: pygame.event.Event) -> None:
        if event.type == pygame.MOUSEBUTTONDOWN and max(event.pos) < CORNER:
            now = pygame.time.get_ticks()
            self._corner = [at for at in self._corner if now - at < WITHIN_MS] + [now]
            if len(self._corner) >= PRESSES:
                self._corner = []
                self.app.key("chord")
                self._settle()
                return
        super()._pointer(event)


class TellingKiosk(TellingWindow, KioskWindow):
    """A kiosk's window that also writes what it shows, for tests."""
