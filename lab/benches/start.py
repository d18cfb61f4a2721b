"""How `envol play` starts, beside a window of twenty lines, in processor time of the whole process, in turn.

Two figures: until the first picture stands, behind which the game is loaded, and until the welcome stands and answers.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

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
READY = '"screen": "welcome"'
"""What the window writes of its tree once the welcome stands."""
TIMES = 7
PATIENCE_S = 60.0


def spent(code: str, env: Mapping[str, str]) -> float:
    """Processor seconds of a fresh interpreter that runs this and ends. Raises CalledProcessError when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], env=env, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def until_ready(env: Mapping[str, str], tree: Path) -> float:
    """Processor seconds until the welcome stands; the game is ended then. Raises TimeoutError when it never does."""
    tree.write_text("")
    words = [sys.executable, "-c", f"import sys\nfrom cli.main import main\nmain(['play', '--tree', {str(tree)!r}])"]
    with subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL) as game:
        try:
            until = time.monotonic() + PATIENCE_S
            while READY not in tree.read_text("utf-8"):
                if time.monotonic() > until:
                    raise TimeoutError("the welcome never stood")
                time.sleep(0.002)
            # Fields 14 and 15 of the process's line, user and system, in ticks; its name, before them, ends with ")".
            fields = Path(f"/proc/{game.pid}/stat").read_text("ascii").rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        finally:
            game.kill()


def start(env: Mapping[str, str]) -> dict[str, float]:
    """The least of several starts of each, one after the other, and their ratios."""
    with tempfile.TemporaryDirectory() as home:
        # An installed program finds its modules compiled; whatever this environment says, so do both here.
        here = {**env, "ENVOL_HOME": f"{home}/envol", "PYTHONPYCACHEPREFIX": f"{home}/compiled"}
        here.pop("PYTHONDONTWRITEBYTECODE", None)
        for code in (OURS, WINDOW_OF_20_LINES):
            spent(code, here)
        tree = Path(home) / "tree"
        each = [(spent(OURS, here), until_ready(here, tree), spent(WINDOW_OF_20_LINES, here)) for _ in range(TIMES)]
    first, ready, theirs = (min(times) for times in zip(*each, strict=True))
    return {
        "start_s": first, "ready_s": ready, "window_of_20_lines_s": theirs, "start_ratio": first / theirs,
        "ready_ratio": ready / theirs,
    }  # fmt: skip


if __name__ == "__main__":
    print(start(os.environ))
