"""The trial room beside the tower: robots and pages of their own, in a process that never outlives the tower's."""

import _thread
import signal
import subprocess
import sys
import threading

from cli.drawing import program

ENDS_WITHIN_S = 5.0
"""How long a room that is told to end may take before it is ended."""


class TrialRoom:
    """The one trial room of a tower. Its process holds the other end of a pipe: a tower that is killed ends it too."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        """Open it, with a page of its own; one that is open gives way to the new one. Raises OSError."""
        self.close()
        self._process = subprocess.Popen(
            [*program(), "tower", "--robots", "--beside"], stdin=subprocess.PIPE, start_new_session=True
        )

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
