"""The trial room beside the tower: robots and pages of their own, in a process that never outlives the tower's."""

import _thread
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable

from cli.drawing import program
from tower.house import TrialState

ENDS_WITHIN_S = 5.0
"""How long a room that is told to end may take before it is ended."""
PLAYED, OPEN = "trial-played", "trial-open"
"""Lines that a room says to the tower that opened it: how many robots have played of how many, where it is open."""


class TrialRoom:
    """The one trial room of a tower. Its process holds the other end of a pipe: a tower that is killed ends it too."""

    def __init__(self, back: str = "") -> None:
        """`back`: the address of the tower that opens it."""
        self._process: subprocess.Popen[str] | None = None
        self._back, self._state = back, TrialState()

    def open(self, language: str = "fr") -> None:
        """Open it, unless it is open or opening. Raises OSError."""
        if self.state().running:
            return
        self.close()
        self._state = TrialState(running=True)
        words = ["--lang", language, "tower", "--robots", "--beside", "--quiet"]
        self._process = process = subprocess.Popen(
            [*program(), *words, *(["--back", self._back] if self._back else [])], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True,
        )  # fmt: skip
        threading.Thread(target=self._follow, args=(process.stdout,), name="trial", daemon=True).start()

    def state(self) -> TrialState:
        """How far it is."""
        ended = self._process is None or self._process.poll() is not None
        return TrialState(failed=self._process is not None) if ended else self._state

    def _follow(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._state = heard(self._state, line)

    def close(self) -> None:
        """Ask it to end, by its pipe, and wait for its end; nothing where none is open.

        No signal asks: Windows has none that a program could hear, and would end the room as it stands.
        """
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def heard(state: TrialState, line: str) -> TrialState:
    """How far a room is after one more line of it; other lines say nothing."""
    if match := re.fullmatch(rf"{PLAYED} (\d+) (\d+)", line.strip()):
        return TrialState(running=True, played=int(match[1]), of=int(match[2]))
    if match := re.fullmatch(rf"{OPEN} (http://127\.0\.0\.1:\d+/\S*)", line.strip()):
        return TrialState(running=True, played=state.of, of=state.of, address=match[1])
    return state


def end_with_parent() -> None:
    """From now on Ctrl+C is pressed here, as it were, when whoever opened this process has ended: its pipe closes.

    To be called by the main thread.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A shell that starts programs beside itself has them ignore Ctrl+C, and what they start too.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=_watch, name="parent", daemon=True).start()


def _watch() -> None:
    while sys.stdin.buffer.read(1024):
        pass
    _thread.interrupt_main()
