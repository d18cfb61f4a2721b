"""How `envol play` starts, beside a window of twenty lines, in processor time of the whole process, in turn."""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping

WINDOW_OF_20_LINES = """
import os
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
import pygame

SIZE = (1920, 1080)
pygame.display.init()
pygame.font.init()
window = pygame.display.set_mode(SIZE, pygame.RESIZABLE)
pygame.display.set_caption("Twenty lines")
font = pygame.font.Font(None, 64)
words = font.render("Twenty lines", True, (20, 30, 40))
window.fill((240, 244, 248))
pygame.draw.rect(window, (255, 150, 40), (760, 600, 400, 120), border_radius=24)
window.blit(words, words.get_rect(center=(960, 400)))
pygame.display.flip()
for event in pygame.event.get():
    print(event, end="")
pygame.display.quit()
pygame.quit()
"""
OURS = """
import sys
from cli.main import main
sys.exit(main(["play", "--frames", "1"]))
"""
TIMES = 7


def spent(code: str, env: Mapping[str, str]) -> float:
    """Processor seconds of a fresh interpreter that runs this and ends. Raises CalledProcessError when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], env=env, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def start(env: Mapping[str, str]) -> dict[str, float]:
    """The least of several starts of each, one after the other, and their ratio."""
    with tempfile.TemporaryDirectory() as home:
        # An installed program finds its modules compiled; whatever this environment says, so do both here.
        here = {**env, "ENVOL_HOME": f"{home}/envol", "PYTHONPYCACHEPREFIX": f"{home}/compiled"}
        here.pop("PYTHONDONTWRITEBYTECODE", None)
        for code in (OURS, WINDOW_OF_20_LINES):
            spent(code, here)
        both = [(spent(OURS, here), spent(WINDOW_OF_20_LINES, here)) for _ in range(TIMES)]
    ours, theirs = (min(times) for times in zip(*both, strict=True))
    return {"start_s": ours, "window_of_20_lines_s": theirs, "start_ratio": ours / theirs}


if __name__ == "__main__":
    print(start(os.environ))
