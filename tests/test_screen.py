"""A real window under Xvfb with real keys and a real pointer. Skipped by name where Xvfb or xdotool is absent."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool"),
]
PLAY = "import sys; from envol.game.app import main; sys.exit(main(['--lang', 'fr', 'play']))"


@pytest.fixture
def display() -> Iterator[str]:
    """A screen of 1366 x 768 of our own."""
    name = f":{200 + os.getpid() % 300}"
    server = subprocess.Popen(
        ["Xvfb", name, "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(1.0)
    yield name
    server.terminate()
    server.wait()


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether something becomes true in time."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if true():
            return True
        time.sleep(0.1)
    return False


def play(display: str, home: Path) -> subprocess.Popen[str]:
    env = {**os.environ, "DISPLAY": display, "ENVOL_HOME": str(home), "SDL_AUDIODRIVER": "dummy"}
    env.pop("SDL_VIDEODRIVER", None)
    return subprocess.Popen(
        [sys.executable, "-c", PLAY], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def hand(display: str, *words: str) -> None:
    """One real gesture."""
    subprocess.run(["xdotool", *words], env={**os.environ, "DISPLAY": display}, check=True)
    time.sleep(0.4)


def codes(home: Path) -> list[str]:
    path = home / "settings.json"
    return list(json.loads(path.read_text())["used"]) if path.exists() else []


def test_keys_then_pointer_then_a_second_copy(display: str, tmp_path: Path) -> None:
    """Enter twice gives a code; a click goes on; a second copy says so and leaves; the cross asks, then leaves."""
    game = play(display, tmp_path)
    try:
        assert until(lambda: (tmp_path / "in-use").exists())
        hand(display, "mousemove", "700", "60")

        def agreed() -> bool:
            hand(display, "key", "Return")
            return bool(codes(tmp_path))

        assert until(agreed)
        second = play(display, tmp_path)
        said, _ = second.communicate(timeout=30)
        assert second.returncode == 1
        assert "déjà ouvert" in said
        hand(display, "mousemove", "683", "630")
        hand(display, "click", "1")
        assert game.poll() is None
        hand(display, "key", "Escape")
        hand(display, "key", "Tab")
        assert game.poll() is None
    finally:
        game.kill()
        game.communicate()
    assert len(codes(tmp_path)) == 1
    assert list((tmp_path / "runs").iterdir()) == []
