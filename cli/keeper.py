"""Who keeps a kiosk open: one process a visitor, the next one warm; what hangs, dies or is killed is replaced at once.

With its process a visitor's memory is gone, whatever it held. The keeper itself never sees a screen, a code or a key.
"""

import os
import queue
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread
from typing import IO

from game.station.held_up import waited_s

STOP, NEXT, STAFF = 0, 10, 20
"""How a visitor's process ends: its keeper asked or has gone, another one follows, or the staff stopped the kiosk.

The keeper ends with STAFF too, and with STOP when a signal asked: what starts kiosks (systemd, Windows' Shell Launcher)
lets it be after STAFF alone, and starts it again after anything else.
"""
HANGS_S = 3.0
"""Without a heartbeat for so long, a process hangs: the attract loop is there again within five seconds."""
OPENS_S = 10.0
"""From its turn to its first frame: the screen's own program answers meanwhile, or not."""
STARTS_S = 30.0
"""To load everything, on the screen or waiting for its turn."""
WARM_AFTER_S = 2.0
"""The next process is made ready when the one on the screen has been seen so long: a second kill finds it warm."""
CRASHES, WITHIN_S = 6, 60.0
"""More in so many seconds, and there is no point in going on."""
WAITS_S, LAST_S = 5.0, 1.0
"""For a visit that was asked to end, and for the last words of a process that ended."""
ENDS = tuple(number for number in signal.Signals if number.name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"))
"""What asks to end: the service, a terminal, xinit, whose screen goes, and Windows as it closes a console."""
STOPS = b"stop\n"
"""Said to a visitor's process that shall end: on Windows there is no signal that it could hear."""


@dataclass(slots=True)
class Child:
    """A visitor's process; `ready` once it only waits for its turn, `seen` once its first frame is on the screen.

    What it says is read by a thread: Windows cannot wait for several pipes, nor for one and a clock.
    """

    process: subprocess.Popen[bytes]
    ready: bool = False
    seen: float = 0.0
    """When its first frame was there; 0 before."""
    heard: float = field(default_factory=time.monotonic)
    held_up: float = 0.0
    """For how long it had waited for the machine when it was last heard, in seconds."""
    ended_at: float = 0.0
    """When it said that its visitor has gone; 0 before."""
    says: queue.SimpleQueue[bytes] = field(default_factory=queue.SimpleQueue)
    """What it said and was not heard yet; b"" once its pipe is closed."""

    @classmethod
    def started(cls, words: Sequence[str]) -> "Child":
        """A process begun, and the thread that reads what it says."""
        pipe = subprocess.PIPE
        child = cls(subprocess.Popen(words, stdin=pipe, stdout=pipe))
        assert child.process.stdout is not None
        Thread(target=_read, args=(child.process.stdout, child.says), name="visitor", daemon=True).start()
        return child

    def tell(self, words: bytes) -> None:
        """A line to it; one that is gone hears nothing."""
        with suppress(OSError):
            assert self.process.stdin is not None
            self.process.stdin.write(words)
            self.process.stdin.flush()

    def hear(self, data: bytes) -> None:
        """It gave a sign of life, whatever it said."""
        self.ready = True
        self.heard, self.held_up = time.monotonic(), waited_s(self.process.pid)
        if b"seen" in data:
            self.seen = self.heard
        if b"over" in data:
            self.ended_at = self.heard

    def turn(self) -> None:
        """From now on it is the one on the screen."""
        self.heard, self.held_up = time.monotonic(), waited_s(self.process.pid)

    @property
    def hangs(self) -> bool:
        """Whether it gave no sign for longer than its own work may take: what other programs of the machine made it
        wait for does not count, else a busy machine would have each one ended before it has begun."""
        limit = HANGS_S if self.seen else OPENS_S if self.ready else STARTS_S
        silent = time.monotonic() - self.heard
        return silent > limit and silent - (waited_s(self.process.pid) - self.held_up) > limit


def _read(pipe: IO[bytes], says: "queue.SimpleQueue[bytes]") -> None:
    """In a thread of its own, until the process closes its end. The pipe is closed here: nobody else reads it."""
    with pipe, suppress(OSError, ValueError):
        while data := os.read(pipe.fileno(), 4096):
            says.put(data)
    says.put(b"")


class Keeper:
    """Runs until a visitor's process says stop, a signal comes, or too many died. `run` gives the exit status."""

    def __init__(self, words: Sequence[str], *, say: Callable[..., None]) -> None:
        self._words = list(words)
        self._say = say
        self._stopping = False
        self._crashes: deque[float] = deque(maxlen=CRASHES)
        self._spare: Child | None = None
        self._wiped_ms = -1

    def run(self) -> int:
        """Keep the kiosk open. What ENDS ends it cleanly: what a visitor left is erased first."""
        for name in ENDS:
            signal.signal(name, self._asked_to_stop)
        now = self._started()
        while now is not None and not self._stopping:
            self._turn(now)
            status = self._watch(now)
            if status == STAFF or self._stopping:
                break
            if status != NEXT and not self._another_crash(status):
                self._end_all()
                return 1
            now = self._spare or self._started()
            self._spare = None
        _tell_systemd("STOPPING=1")
        self._end_all()
        return STOP if self._stopping else STAFF

    def _asked_to_stop(self, number: int, frame: object) -> None:
        self._stopping = True

    def _started(self) -> Child:
        return Child.started(self._words)

    def _turn(self, child: Child) -> None:
        """It is this one's turn: it opens its window as soon as it can."""
        child.turn()
        child.tell(f"go {self._wiped_ms}\n".encode())

    def _watch(self, child: Child) -> int:
        """Until it ends: its status. Warms the next one meanwhile, and tells systemd that all is well."""
        working_said = False
        while child.process.poll() is None:
            self._hear(child)
            if self._stopping:
                child.tell(STOPS)
                self._wait(child)
                break
            if child.seen and not working_said:
                _tell_systemd("READY=1")
                working_said = True
            _tell_systemd("WATCHDOG=1")
            if child.hangs:
                self._say("kiosk.keeper.hangs")
                child.process.kill()
                child.process.wait()
            self._warm(child)
        status = child.process.wait()
        self._hear_out(child)
        if child.ended_at:
            self._wiped_ms = round((time.monotonic() - child.ended_at) * 1000)
        self._close(child)
        return status

    def _warm(self, child: Child) -> None:
        """The next one loads while the one on the screen plays; one that died or hangs in it is begun anew."""
        if self._spare is None and child.seen and time.monotonic() - child.seen > WARM_AFTER_S:
            self._spare = self._started()
        if self._spare is not None:
            self._hear(self._spare, 0)
            if not self._spare.ready and self._spare.hangs:
                self._spare.process.kill()
                self._spare.process.wait()
            if self._spare.process.poll() is not None:
                self._close(self._spare)
                self._spare = None

    def _hear(self, child: Child, wait: float = 0.25) -> None:
        """Heartbeats and words of a process."""
        with suppress(queue.Empty):
            if data := child.says.get(wait > 0, wait or None):
                child.hear(data)
            else:
                # The pipe is closed: the process is about to end.
                child.says.put(b"")
                time.sleep(0.01)

    def _hear_out(self, child: Child) -> None:
        """The last words of a process that has ended: its thread may still be reading them."""
        with suppress(queue.Empty):
            while data := child.says.get(timeout=LAST_S):
                child.hear(data)

    def _another_crash(self, status: int) -> bool:
        """Note it; whether there is still a point in going on."""
        now = time.monotonic()
        self._say("kiosk.keeper.died", status=status)
        self._crashes.append(now)
        if len(self._crashes) == CRASHES and now - self._crashes[0] < WITHIN_S:
            self._say("kiosk.keeper.gives_up", n=CRASHES)
            return False
        return True

    def _wait(self, child: Child) -> None:
        try:
            child.process.wait(WAITS_S)
        except subprocess.TimeoutExpired:
            child.process.kill()

    def _end_all(self) -> None:
        if self._spare is not None:
            self._spare.process.kill()
            self._close(self._spare)
            self._spare = None

    def _close(self, child: Child) -> None:
        """The thread that reads closes its own pipe, as the process has ended."""
        child.process.wait()
        with suppress(OSError):
            assert child.process.stdin is not None
            child.process.stdin.close()


def _tell_systemd(word: str) -> None:
    """One word to the service manager that asked for it (sd_notify's own protocol); nothing elsewhere."""
    place = os.environ.get("NOTIFY_SOCKET")
    if sys.platform == "win32" or not place:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.connect("\0" + place[1:] if place.startswith("@") else place)
        line.send(word.encode())
