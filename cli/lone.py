"""A kiosk whose keeper was ended by force: the process that waited, warm, takes the screen by itself until it is found.

Nothing has to be loaded for that, so the attract loop is there again however busy the machine is. The keeper that the
service starts next loads as usual; its first process finds the folder of the station held, says so by a file, keeps an
eye on who holds it, and has its turn as soon as nobody plays there. Not on Windows, whose service starts no keeper.
"""

import os
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from game.station.held_up import waited_s

ALONE, FOLLOWS = "kiosk-alone", "kiosk-next"
"""Files in the station's folder, touched every second: a process has the screen without a keeper, another waits."""
FRESH_S = 5.0
"""Who waits touched their file so lately."""
UNKEPT_S = 90.0
"""With nobody behind it for so long, a kiosk that no keeper keeps ends once nobody plays."""
HANGS_S = 6.0
"""Without a touch for so long, but for what it waited for a processor, it hangs."""
POSSIBLE = sys.platform != "win32"
STOP, STAFF = "stop", "staff"
"""What stands in those files when the machine's service stops the kiosk, and when the staff did in their menu."""


class LoneVisitor:
    """The heart of a process that has the screen without a keeper. `free` says whether nobody plays there."""

    def __init__(self, folder: Path) -> None:
        self._sign, self._next = folder / ALONE, folder / FOLLOWS
        self._began = self._followed = time.monotonic()
        self.free: Callable[[], bool] = lambda: False
        with suppress(OSError):
            self._next.unlink(missing_ok=True)
            self._sign.write_text(str(os.getpid()), "ascii")

    def beat(self, word: str) -> bool:
        """In the place of a word to the keeper: whether it goes on. Who plays is cut off by nothing but a stop."""
        with suppress(OSError):
            if word == "over":
                self._sign.unlink(missing_ok=True)
                return True
            os.utime(self._sign)
        asked = _said(self._next)
        if asked is not None:
            self._followed = time.monotonic()
        unkept = time.monotonic() - self._followed > UNKEPT_S
        return not (asked == STOP or (self.free() and (asked is not None or unkept)))

    def staff_stopped(self) -> None:
        """For the next process: it opens nothing, and its keeper ends as one whose visitor's process was stopped so."""
        with suppress(OSError):
            self._sign.write_text(STAFF, "ascii")


class Follower:
    """A process whose turn it is while a lone one has the screen. `beat` is told "." so that its keeper knows."""

    def __init__(self, folder: Path, beat: Callable[[str], bool]) -> None:
        self._sign, self._next = folder / ALONE, folder / FOLLOWS
        self._beat = beat

    def waits(self) -> bool:
        """Half a second more, while the lone one is there; False where it is not. One that hangs is ended.

        Raises EOFError when this one is asked to end meanwhile, or its keeper has gone too.
        """
        if not POSSIBLE or not self._sign.exists():
            return False
        with suppress(OSError):
            self._next.write_text("", "ascii")
        self._beat(".")
        if select.select([0], [], [], 0.5)[0]:
            if os.read(0, 16):
                # The staff of the machine stop the kiosk, whoever has the screen.
                self._next.write_text(STOP, "ascii")
            raise EOFError
        self._ends_what_hangs()
        return True

    def over(self) -> bool:
        """Its own turn has come; False where the staff stopped the kiosk meanwhile."""
        stopped = _said(self._sign) == STAFF
        for sign in (self._sign, self._next):
            with suppress(OSError):
                sign.unlink(missing_ok=True)
        return not stopped

    def _ends_what_hangs(self) -> None:
        with suppress(OSError, ValueError):
            pid, silent = int(self._sign.read_text("ascii")), time.time() - self._sign.stat().st_mtime
            if not _is_visitor(pid):
                self._sign.unlink(missing_ok=True)
            elif silent > HANGS_S:
                waited = waited_s(pid)
                time.sleep(1.0)
                still = time.time() - self._sign.stat().st_mtime > HANGS_S
                if still and waited_s(pid) - waited < 0.5:
                    os.kill(pid, signal.SIGKILL)


def _said(sign: Path) -> str | None:
    """What stands in a file that was touched lately; None where it was not."""
    with suppress(OSError):
        if abs(time.time() - sign.stat().st_mtime) < FRESH_S:
            return sign.read_text("ascii")
    return None


def _is_visitor(pid: int) -> bool:
    """Whether this is a kiosk's visitor: a number that was given to another program is left alone."""
    try:
        return b"--visitor" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
