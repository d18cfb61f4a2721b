"""The seat looked at from inside the game: `envol doctor` in a process of its own, whose findings come as it goes.

Nothing of it runs beside the window in our own process: no frame waits for it. How frames kept time meanwhile is the
window's to say; what came out is kept with the station's own, and goes with the next results.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from game import __version__
from game.station import checkup
from game.station.checkup import LEVELS, SeatFinding

MOST_S = 60.0
"""A check that takes longer hangs, and is ended: it says so."""
MOST_LINE = 20_000
FIRST_FRAMES = 30
"""Frames that lay the screen out for the first time: nobody plays yet."""


if sys.platform == "win32":
    GIVES_WAY = subprocess.BELOW_NORMAL_PRIORITY_CLASS
else:
    # Elsewhere the check's process gives way by itself (`cli.doctor`).
    GIVES_WAY = 0


def start_doctor(folder: Path) -> "subprocess.Popen[bytes]":
    """The check's process, for the station of a folder. A packaged game has no `-m`. Raises OSError."""
    words = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "cli"]
    return subprocess.Popen(
        [*words, "doctor", "--inside", "--home", str(folder)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=GIVES_WAY,
    )  # fmt: skip


class SeatCheck:
    """One check under way. `findings` grow until `over`; `stop` ends it, and then nothing is kept."""

    def __init__(
        self, folder: Path, start: Callable[[Path], "subprocess.Popen[bytes]"] = start_doctor, most_s: float = MOST_S
    ) -> None:
        self._folder, self._start, self._most_s = folder, start, most_s
        self._findings: list[SeatFinding] = []
        self._frames: list[float] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="seat check", daemon=True)
        self._thread.start()

    @property
    def findings(self) -> tuple[SeatFinding, ...]:
        """What is known so far, in the order it was looked at."""
        return tuple(self._findings)

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return not self._thread.is_alive()

    def frame(self, seconds: float) -> None:
        """The window says how long the work of a frame took."""
        self._frames.append(seconds)

    def stop(self) -> None:
        """Who asked has gone: the process ends, and the last check that was whole stays the one that is kept."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()

    def _run(self) -> None:
        try:
            self._process = self._start(self._folder)
        except OSError:
            self._findings.append(SeatFinding("inside", "refused", "wrong"))
            return
        watch = threading.Timer(self._most_s, self._process.kill)
        watch.daemon = True
        watch.start()
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            self._hear(lines)
        status = self._process.wait()
        watch.cancel()
        if self._stopped:
            return
        wrong = any(finding.level == "wrong" for finding in self._findings)
        # 1 says that something is wrong: where nothing that was told is, the program broke.
        if status not in (0, 1) or (status == 1 and not wrong):
            self._findings.append(SeatFinding("inside", "cut", "wrong"))
        if frames := self._frames[FIRST_FRAMES:]:
            self._findings.append(checkup.judged_frames(*checkup.figures(frames)))
        self._keep()

    def _hear(self, lines: IO[bytes]) -> None:
        while line := lines.readline(MOST_LINE):
            finding = finding_of(line)
            if finding is not None:
                self._findings.append(finding)

    def _keep(self) -> None:
        try:
            checkup.keep(self._folder, self._findings, __version__, int(time.time()))
        except OSError:
            self._findings.append(SeatFinding("kept", "refused", "note", {"folder": self._folder}))


def finding_of(line: bytes) -> SeatFinding | None:
    """A finding as the check's process writes it, None for a line that is none."""
    try:
        row = json.loads(line)
        level = next(level for level in LEVELS if level == row["level"])
        return SeatFinding(str(row["check"]), str(row["state"]), level, dict(row["values"]))
    except (ValueError, KeyError, TypeError, StopIteration):
        return None
