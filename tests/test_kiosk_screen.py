"""The kiosk on a real screen: keys that would leave it, who goes, a kill, and the search for what was left."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import yaml
from screen_kit import Tree, screen, until

from game.kiosk.config import hashed_pin

SCREEN = pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool")
pytestmark = [pytest.mark.screen, SCREEN]


ANOTHER = """
import pygame
pygame.display.init()
pygame.display.set_mode((500, 300))
for _ in range(250):
    if [e for e in pygame.event.get() if e.type == pygame.WINDOWFOCUSGAINED]:
        break
    pygame.time.wait(20)
print("there", flush=True)
while True:
    pygame.event.get()
    pygame.time.wait(20)
"""
"""A program that opens a window and keeps it: it says when it has the keys, or has waited five seconds for them."""


class Stand:
    """A kiosk at work on a display, watched by its tree."""

    def __init__(self, display: str, folder: Path, manager: Sequence[str], **more: object) -> None:
        self.display, self.home, self.tree = display, folder / "home", folder / "tree"
        self.tree.write_text("")
        self.told = Tree(self.tree)
        told = {"workshops": ["panneau_fuselage"], "pin": hashed_pin("2468"), "printer": f"file:{folder}", **more}
        (folder / "kiosk.yaml").write_text(yaml.safe_dump(told))
        self.env = {**os.environ, "DISPLAY": display, "ENVOL_HOME": str(self.home), "SDL_AUDIODRIVER": "dummy"}
        self.env.pop("SDL_VIDEODRIVER", None)
        words = [sys.executable, "-m", "cli", "--lang", "fr", "kiosk", "--config", str(folder / "kiosk.yaml")]
        self.manager = subprocess.Popen(manager, env=self.env, stderr=subprocess.DEVNULL) if manager else None
        self.keeper = subprocess.Popen(
            [*words, "--tree", str(self.tree)], env=self.env, stderr=subprocess.PIPE, text=True
        )

    @property
    def now(self) -> str:
        """The id of the screen shown last."""
        return str(self.told.now.get("screen", ""))

    def hand(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self.env, check=True)

    def press(self, name: str, *keys: str) -> None:
        """Press keys until a screen is there: a kiosk that a busy machine made hang is replaced, and hears the next.

        Keys that are still on their way are waited for: others would fall on the screen that these lead to.
        """
        for _ in range(6):
            before = self.told.now
            if self.now != name:
                self.hand("key", *keys)
            heard = before.get("process"), before.get("keys", 0) + len(keys)
            until(lambda heard=heard: self.now == name or self._answered(*heard), 20)  # type: ignore[misc]
            if until(lambda: self.now == name, 12):
                return
        raise AssertionError((self.now, name))

    def _answered(self, process: int, keys: int) -> bool:
        """Whether so many keys of a visitor's process were answered, or another has taken its place."""
        now = self.told.now
        return bool(now.get("process") != process or now.get("keys", 0) >= keys)

    def becomes(self, name: str, seconds: float = 90) -> None:
        assert until(lambda: self.now == name, seconds), (self.now, name)

    def children(self) -> list[int]:
        """The visitor's process on the screen and the next one, oldest first."""
        found = []
        for place in Path("/proc").iterdir():
            if place.name.isdigit():
                try:
                    stat = (place / "stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                if int(stat[1]) == self.keeper.pid:
                    found.append((int(stat[19]), int(place.name)))
        return [pid for _, pid in sorted(found)]

    def everybody(self) -> list[int]:
        """Whatever runs for this kiosk, the voice's process and what nobody is the parent of among them."""
        mark = f"ENVOL_HOME={self.home}".encode()
        found = []
        for place in Path("/proc").iterdir():
            if place.name.isdigit() and place.name != str(self.manager.pid if self.manager else ""):
                with suppress(OSError):
                    if mark in (place / "environ").read_bytes().split(b"\0"):
                        found.append(int(place.name))
        return found

    def end(self) -> int:
        self.keeper.send_signal(signal.SIGTERM)
        status = self.keeper.wait(60)
        assert self.keeper.stderr is not None
        self.keeper.stderr.close()
        return status


@contextmanager
def stand(folder: Path, *manager: str, **more: object) -> Iterator[Stand]:
    """A kiosk on a screen of its own, under a window manager or none."""
    with screen() as display:
        made = Stand(display, folder, manager, **more)
        try:
            made.becomes("welcome", 180)
            time.sleep(2)  # X gives the keyboard to the new window
            yield made
        finally:
            if made.keeper.poll() is None:
                made.keeper.kill()
                made.keeper.wait()
            for pid in made.children():
                os.kill(pid, signal.SIGKILL)
            if made.manager is not None:
                made.manager.kill()
                made.manager.wait()


@contextmanager
def another_window(here: Stand) -> Iterator[None]:
    """Some other program of the machine opens a window, and takes the keys where it can."""
    made = subprocess.Popen([sys.executable, "-c", ANOTHER], env=here.env, stdout=subprocess.PIPE, text=True)
    assert made.stdout is not None
    with made.stdout:
        try:
            while made.stdout.readline() not in ("there\n", ""):
                pass
            yield
        finally:
            made.kill()
            made.wait()


def in_memory(pid: int, word: bytes) -> bool:
    """Whether a process holds a word anywhere in what it may read and write."""
    try:
        with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
            for line in maps:
                place, rights = line.split()[:2]
                if not rights.startswith("rw"):
                    continue
                start, end = (int(one, 16) for one in place.split("-"))
                try:
                    memory.seek(start)
                    if word in memory.read(end - start):
                        return True
                except OSError:
                    continue
    except OSError:
        return False
    return False


SHARED = Path("/dev/shm")
OF_TESTS = ("pytest-of-", "tmp", "envol-pg-", "envol-tower-tests-")
"""How folders begin that tests of another process may have in shared memory (conftest.py)."""


def on_disk(words: Sequence[bytes], home: Path) -> list[Path]:
    """Files of a folder, or of shared memory, that hold one of these words or bear it in their name."""
    places = [place for place in SHARED.glob("*") if not place.name.startswith(OF_TESTS)]
    shared = [p for place in places for p in (place, *place.rglob("*"))]
    files = [p for p in (*home.rglob("*"), *shared) if p.is_file()]
    return [p for p in files if any(word in told for told in (p.read_bytes(), p.name.encode()) for word in words)]


def test_who_goes_leaves_nothing_in_memory_or_on_the_disk(tmp_path: Path) -> None:
    """The code and the id of who agreed: after the countdown no file and no process of the kiosk holds them.

    Nor does the voice, which read the code aloud; and how long the wiping took is counted for the staff.
    """
    with stand(tmp_path, idle_s=8, countdown_s=2) as here:
        here.press("kiosk.agree", "Tab", "Return")
        assert until(lambda: len(here.everybody()) > 1 + len(here.children()), 30), "the voice has a process of its own"
        here.press("code", "Tab", "Return")
        (record,) = (here.home / "visits").glob("*.visit")
        candidate = record.stem.encode()
        code = json.loads(record.read_text().strip().rpartition(" ")[0])[1].encode()
        visitor = here.children()[0]
        assert in_memory(visitor, candidate)
        here.becomes("welcome", 60)
        # The tree is the test's own: what the screen said is in it, and goes before the search.
        here.told.forget()
        assert visitor not in here.children()
        assert on_disk((code, candidate), here.home) == []
        # Every code that this post may give is in the memory of whoever reads its settings: the id is the person's.
        assert here.keeper.pid in here.everybody()
        assert [pid for pid in here.everybody() if in_memory(pid, candidate)] == []
        assert json.loads((here.home / "kiosk-counts.json").read_text())["wipes_ms"] > 0
        assert here.end() == 0


@pytest.mark.parametrize("manager", ["", "openbox", "matchbox-window-manager"])
def test_no_key_leaves_the_kiosk(manager: str, tmp_path: Path) -> None:
    """F11, Alt+F4 twice, Alt+Tab, Super, Ctrl+Q: the window stays, takes the whole screen, and hears the next key.

    So it does where another program's window took the keys.
    """
    if manager and not shutil.which(manager):
        pytest.skip(f"needs {manager}")
    with stand(tmp_path, *([manager] if manager else [])) as here:
        keys = ("F11", "alt+F4", "alt+F4", "alt+Tab", "super", "ctrl+q", "ctrl+alt+Right", "Escape")
        here.hand("key", "--delay", "60", *keys)
        time.sleep(1)
        assert here.now == "welcome"
        assert here.keeper.poll() is None
        assert here.told.now["size"] == [1366, 768]
        with another_window(here):
            here.press("kiosk.agree", "Return")
        # A kill in the middle: the attract loop is there again, and the keeper says so.
        at = time.monotonic()
        os.kill(here.children()[0], signal.SIGKILL)
        here.becomes("welcome", 60)
        assert time.monotonic() - at < 60
        assert here.end() == 0
