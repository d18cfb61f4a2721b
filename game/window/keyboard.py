"""Keys and other events of pygame, by the names that the window knows them by."""

import pygame

KEYS = {
    pygame.K_RETURN: "return", pygame.K_KP_ENTER: "return", pygame.K_ESCAPE: "escape", pygame.K_SPACE: "space",
    pygame.K_TAB: "tab", pygame.K_UP: "up", pygame.K_DOWN: "down", pygame.K_LEFT: "left", pygame.K_RIGHT: "right",
    pygame.K_BACKSPACE: "backspace", pygame.K_F1: "f1", pygame.K_F2: "f2", pygame.K_F3: "f3",
    pygame.K_PLUS: "+", pygame.K_MINUS: "-",
}  # fmt: skip
"""Names of the keys that do something by themselves."""
REPEATED = {pygame.K_UP, pygame.K_DOWN, pygame.K_LEFT, pygame.K_RIGHT, pygame.K_TAB, pygame.K_BACKSPACE}
"""Keys that go on while they are held down."""
SIGNS_OF_LIFE = {pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION, pygame.MOUSEWHEEL,
                 pygame.FINGERDOWN, pygame.FINGERMOTION}  # fmt: skip
"""Events that only a hand makes."""
