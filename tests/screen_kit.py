"""A room of our own: a screen under Xvfb, the game on it, and hands on its keys and pointer.

What is on the screen is read from `envol play --tree`, never from pixels.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from lab import waiting

Told = dict[str, Any]
ENVOL = "import sys; from cli.main import main; sys.exit(main())"
PROGRAM = (sys.executable, "-c", ENVOL)
"""The game from its sources; a packaged one is a path of its own."""

STAYS = ("in-use", "settings", "station.key")
TO_HANGAR = (("enter", "agreement"), ("agree", "code"), ("go", "ease"))
TO_BENCH = (("open:panneau_fuselage", "briefing"), ("go", "intention"), ("choice:look", "lesson"))
TO_LEVER = (
    ("try:measure", "bench"), ("mode:pige", "bench"), ("hole:A1", "bench"), ("bin:1", "bench"), ("hole:A1", "lever"),
)  # fmt: skip


def until(true: Callable[[], bool], seconds: float = 40) -> bool:
    """Whether something becomes true in time."""
    return waiting.until(true, seconds, 0.02) is not None


@contextmanager
def screen(size: tuple[int, int] = (1366, 768), *more: str) -> Iterator[str]:
    """An X server with one screen of this size, on a display number it chooses itself; `more` of its own words."""
    read, write = os.pipe()
    words = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp", *more]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(words, stdout=quiet, stderr=quiet, pass_fds=[write])
    os.close(write)
    try:
        with os.fdopen(read) as said:
            yield f":{said.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


class ClientMessage(ctypes.Structure):
    """XClientMessageEvent."""

    _fields_ = (
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong), ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
    )  # fmt: skip


SAME_PLACE = 100
"""Pixels within which a press falls where the last one did."""


class Tree:
    """The file that a game tells its screens in: read on from where it was read, however often it is asked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._at = 0
        self._now: Told = {}

    @property
    def now(self) -> Told:
        """The screen that was told last, {} before the first."""
        # As it is: a Windows program ends its lines by two signs, and what was read is counted in bytes.
        with self.path.open(encoding="utf-8", newline="") as file:
            file.seek(self._at)
            new = file.read()
        whole = new[: new.rfind("\n") + 1]
        if whole:
            self._at += len(whole.encode())
            self._now = json.loads(whole.splitlines()[-1])
        return self._now

    def forget(self) -> None:
        """Take away what was told; what comes is told from there on."""
        self.path.write_text("")
        self._at, self._now = 0, {}


class Room:
    """One running game; `now` is the last screen it told, the first within `patience` seconds."""

    patience = 40.0
    must_live = False
    """Whether a hand on a game that has ended is a fault: what it said last is told at once."""

    def __init__(
        self,
        display: str,
        home: Path,
        *words: str,
        lang: str = "fr",
        program: Sequence[str] = PROGRAM,
        cwd: Path | None = None,
        **env: str,
    ) -> None:
        self.display = display
        self.home = home
        self.tree = home.with_name(f"{home.name}-{time.monotonic_ns()}.tree")
        self.tree.write_text("")
        self._told = Tree(self.tree)
        self._keys = 0
        self._clicked = (-1000, -1000)
        whole = {**os.environ, "DISPLAY": display, "ENVOL_HOME": str(home), "SDL_AUDIODRIVER": "dummy", **env}
        whole.pop("SDL_VIDEODRIVER", None)
        args = [*program, "--lang", lang, "play", "--tree", str(self.tree), *words]
        pipe = subprocess.PIPE
        self.game = subprocess.Popen(args, env=whole, cwd=cwd, stdout=pipe, stderr=pipe, text=True)

    def __enter__(self) -> "Room":
        assert until(lambda: bool(self.now) and self.name != "opening", self.patience), self.end()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def now(self) -> Told:
        """The screen as it was last told."""
        return self._told.now

    @property
    def name(self) -> str:
        """The id of the screen."""
        return str(self.now.get("screen", ""))

    def reached(self) -> list[str]:
        """What can be acted on, in reading order."""
        return [n["id"] for n in self.now["nodes"] if n["reached"]]

    def node(self, id: str) -> Told:
        """One node of the screen."""
        return next(n for n in self.now["nodes"] if n["id"] == id)

    def offered(self, id: str) -> Told:
        """A node once it can be acted on and the screen hears presses: both by one telling, since a screen changes in
        between. Fails at once where what was there has gone with its step."""
        assert until(lambda: id in self.reached(), 40), (self.name, id, self.reached())
        here, found = self.step, list[Told]()

        def heard() -> bool:
            now = self.now
            # A question takes no press for a while, nor does what lies where one just pressed: a reader comes later.
            found[:] = [n for n in now["nodes"] if n["id"] == id and n["reached"] and not now.get("waits", False)]
            return bool(found) or (self.step != here and id not in self.reached())

        assert until(heard, 40) and found, (self.name, id, self.reached())  # noqa: PT018
        return found[0]

    def hand(self, *words: str) -> None:
        """One real gesture, or several in a row."""
        assert not self.must_live or self.game.poll() is None, (self.name, "the game ended", *self.end())
        subprocess.run(["xdotool", *words], env={**os.environ, "DISPLAY": self.display}, check=True)
        self._keys += let_go(words)

    def answered(self) -> None:
        """Wait until every key so far was answered: what is told before that is of a screen that is about to move."""
        until(lambda: self.now.get("keys", 0) >= self._keys, 20)

    def focus(self, id: str) -> None:
        """Bring the focus to a node with Tab alone."""
        for _ in range(8):
            self.answered()
            ids = self.reached()
            here = self.now["focus"]
            if here == id:
                return
            assert id in ids, (self.name, id, ids)
            # Of a question nothing has the focus: the first Tab goes to its first answer.
            steps = ids.index(id) - (ids.index(here) if here in ids else -1)
            key = "Tab" if steps > 0 else "shift+Tab"
            self.hand("key", "--delay", "4", *[key] * abs(steps))
            self.answered()
            if self.now["focus"] != id:
                # A key that came too early was not heard: another is pressed a little later.
                time.sleep(0.2)
        raise AssertionError(f"the focus never came to {id} on {self.name}: {self.now['focus']}")

    def press(self, id: str) -> None:
        """Reach a node by keyboard and press it."""
        self.answered()
        self.offered(id)
        self.focus(id)
        self.hand("key", "Return")

    def click(self, id: str) -> None:
        """Press a node with the pointer, in its middle."""
        x, y, w, h = self.offered(id)["rect"]
        at = x + w // 2, y + h // 2
        if max(abs(at[0] - self._clicked[0]), abs(at[1] - self._clicked[1])) < SAME_PLACE:
            # A step takes no second press so soon where the last one was.
            time.sleep(0.6)
        self._clicked = at
        self.hand("mousemove", str(at[0]), str(at[1]), "click", "1")

    def follow(self, id: str, name: str) -> None:
        """Click what leads to a screen; once more where a click was answered, and led nowhere: it came too soon.

        One that is still on its way on a busy machine is waited for: another would fall on the screen it leads to.
        """
        for _ in range(3):
            before = self.now.get("clicks", 0)
            self.click(id)
            until(lambda before=before: self.name == name or self.now.get("clicks", 0) > before, 60)  # type: ignore[misc]
            if until(lambda: self.name == name, 3) or id not in self.reached():
                break
        self.becomes(name)

    def becomes(self, name: str, seconds: float = 60) -> None:
        """Wait for a screen."""
        assert until(lambda: self.name == name, seconds), (self.name, "instead of", name, self.end())

    def hold(self, key: str, true: Callable[[], bool], seconds: float = 20) -> None:
        """Keep a key down until something is true."""
        self.hand("keydown", key)
        try:
            assert until(true, seconds), (self.name, key)
        finally:
            self.hand("keyup", key)

    @property
    def step(self) -> tuple[str, ...]:
        """What tells one stage of the exercise from the next: its screen and what it works on."""
        marks = ("hole:", "turn:", "head:", "count:", "leave:")
        return (self.name, *(i for i in self.reached() if i.startswith(marks)))

    def finish(self, press: Callable[[str], None], *sure: str) -> None:
        """Say « I have finished this step » until the exercise is over, and yes where that is asked."""
        asked: tuple[str, ...] = ()
        for _ in range(60):
            here = self.step
            wanted = (*sure, "end", *(i for i in self.reached() if i.startswith("fit:")))
            id = next((w for w in wanted if w in self.reached()), "")
            if not id:
                return
            if id == "end":
                time.sleep(1.1)  # a step is not ended in its first second
            try:
                press(id)
            except AssertionError:
                # What was offered a moment ago is gone with its step: the next one is looked at.
                if id in self.reached() or self.step == here:
                    raise
            # After a yes, the step that was asked about stands a moment longer.
            past = (here, asked) if id in sure else (here,)
            until(lambda past=past: self.step not in past)  # type: ignore[misc]
            asked = here

    def window(self) -> str:
        """The number X gave to the game's window."""
        found = subprocess.run(
            ["xdotool", "search", "--class", ""],
            env={**os.environ, "DISPLAY": self.display}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return found.stdout.split()[-1]

    def close_window(self) -> None:
        """What the cross of the window's frame or Alt+F4 sends, through X itself: no window manager is here.

        In a process of its own: where the window has gone meanwhile, as it does once the cross was heard, X ends the
        process that writes to it, and took the worker of the whole run with it.
        """
        with suppress(subprocess.CalledProcessError, IndexError):  # none is there any more
            words = [sys.executable, __file__, self.display, self.window()]
            subprocess.run(words, capture_output=True, check=False)

    def kill(self) -> None:
        """As a power cut would."""
        self.game.send_signal(signal.SIGKILL)
        self.game.communicate()

    def end(self) -> tuple[str, str]:
        """What the game said on its two outputs; it is killed when it still runs."""
        if self.game.poll() is None:
            self.game.kill()
        said: tuple[str, str] = self.game.communicate(timeout=20)
        return said


def let_go(words: Sequence[str]) -> int:
    """How many keys these words of xdotool let go: each of a chord is one; what is typed has small letters only."""
    if words[:1] == ("keyup",):
        return 1
    if words[:1] == ("type",):
        return len(words[-1])
    if words[:1] != ("key",):
        return 0
    keys = words[3:] if words[1] == "--delay" else words[1:]
    return sum(len(key.split("+")) for key in keys)


def codes(home: Path) -> list[str]:
    """The codes that were given in this folder."""
    path = home / "settings.json"
    return list(json.loads(path.read_text())["used"]) if path.exists() else []


def left(home: Path) -> list[str]:
    """Every file of the folder but what is the machine's own: lock, settings, and the key it signs with."""
    found = (p for p in home.rglob("*") if p.is_file() and not p.name.startswith(STAYS))
    return sorted(p.name for p in found)


def lay_tools(room: Room) -> None:
    """The warm-up, by keyboard: each tool, then its place."""
    while tools := [i for i in room.reached() if i.startswith("take:")]:
        room.press(tools[0])
        room.press(tools[0].replace("take", "slot"))
        assert until(lambda tool=tools[0]: tool not in room.reached(), 40)
    room.press("go")


def close_by_x(display: str, window: int) -> None:
    """Send a window what the cross of its frame sends."""
    lib = ctypes.CDLL("libX11.so.6")
    lib.XOpenDisplay.restype = ctypes.c_void_p
    lib.XInternAtom.restype = ctypes.c_ulong
    base = ctypes.c_void_p(lib.XOpenDisplay(display.encode()))
    atoms = [lib.XInternAtom(base, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")]
    data = (ctypes.c_long * 5)(atoms[1], 0)
    event = ClientMessage(33, 0, 1, base, window, atoms[0], 32, data)
    whole = (ctypes.c_byte * 192)()  # an XEvent is as large as its largest kind
    ctypes.memmove(whole, ctypes.byref(event), ctypes.sizeof(event))
    lib.XSendEvent(base, ctypes.c_ulong(window), 0, ctypes.c_long(0), whole)
    lib.XCloseDisplay(base)


if __name__ == "__main__":
    close_by_x(sys.argv[1], int(sys.argv[2]))
