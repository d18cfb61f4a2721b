"""The speech port: words in, sound out, made by a process of its own. Nothing here ever makes the window wait."""

import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Generic, Literal, TypeVar

from game.voice.engines import Clip
from game.voice.wire import HEAD, NO_ENGINE, Request

VoiceState = Literal["ready", "none", "lost"]
Sound = TypeVar("Sound")
ANSWER_S = 10.0
"""An engine that has not begun to answer by then hangs, and is ended."""
AGAIN_S = 60.0
"""An engine that dies is started again; dead a second time within so many seconds, it is lost."""
LARGEST = 20_000_000
"""Bytes of one piece: ten minutes of sound."""


def start_helper() -> subprocess.Popen[bytes]:
    """The voice's process. A packaged game has no `-m`: there the program itself serves. Raises OSError."""
    packaged = bool(getattr(sys, "frozen", False))
    words = [sys.executable, "voice", "--serve"] if packaged else [sys.executable, "-m", "game.voice.helper"]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)


@dataclass(slots=True)
class _Running:
    """A process, the number of what it was last asked, and whether it has begun to answer that."""

    process: subprocess.Popen[bytes]
    asked: int = 0
    answered: bool = False
    since: float = field(default_factory=time.monotonic)


class Speech(Generic[Sound]):
    """Says the newest words and forgets the others. `make` turns a clip into what is played, in our thread."""

    def __init__(
        self, make: Callable[[Clip], Sound | None], start: Callable[[], subprocess.Popen[bytes]] = start_helper
    ) -> None:
        self.state: VoiceState = "ready"
        self._make, self._start = make, start
        self._news = threading.Condition()
        self._wanted: Request | None = None
        self._newest = 0
        self._ready: deque[Sound] = deque()
        self._running: _Running | None = None
        self._died_at = -AGAIN_S
        self._over = False
        self._talking = False
        self._thread = threading.Thread(target=self._write, name="voice", daemon=True)
        self._thread.start()

    def say(self, words: str, language: str, speed: int) -> None:
        """Say this in place of all that was asked before; `speed` in % of the even one."""
        with self._news:
            self._newest += 1
            self._ready.clear()
            # Of a voice that is gone nothing more is to come.
            self._talking = self.state == "ready"
            self._wanted = Request(self._newest, words, language, speed)
            self._news.notify()

    def hush(self) -> None:
        """Nothing of what was asked is heard any more."""
        with self._news:
            self._newest += 1
            self._wanted = None
            self._talking = False
            self._ready.clear()

    def take(self) -> list[Sound]:
        """What has been made since the last call, in order; never waits. Once a frame: it also ends what hangs."""
        self._watch()
        if not self._ready:
            return []
        with self._news:
            sounds = list(self._ready)
            self._ready.clear()
        return sounds

    @property
    def talking(self) -> bool:
        """Whether more of what was asked is still to come."""
        return self._talking

    def close(self) -> None:
        """End the process: what was asked and made is in no memory any more."""
        with self._news:
            self._over = True
            self._ready.clear()
            self._news.notify()
        if self._running is not None:
            # A full pipe would keep our thread for ever.
            self._running.process.kill()
        self._thread.join(2)

    # The voice's threads: one starts and asks, one for each process hears.

    def _write(self) -> None:
        asked: Request | None = None
        while True:
            with self._news:
                while self._wanted is None and not self._over:
                    # Looked at before every wait: the process may have died while it was being asked.
                    if asked is not None and self._unanswered(asked):
                        self._wanted = asked
                        break
                    self._news.wait()
                if self._over:
                    break
                asked, self._wanted = self._wanted, None
            if asked is not None and self.state == "ready":
                self._ask(asked)
        self._end()

    def _unanswered(self, asked: Request) -> bool:
        """Whether the process died over what is still wanted, and may be started again."""
        return self._running is None and self._talking and self.state == "ready" and asked.n == self._newest

    def _ask(self, request: Request) -> None:
        try:
            running = self._running or self._begin()
        except OSError:
            self._died()
            return
        with suppress(OSError):
            # A pipe that breaks is a process that died: whoever reads its answers sees it too, and tells.
            running.since, running.asked, running.answered = time.monotonic(), request.n, False
            pipe = running.process.stdin
            assert pipe is not None
            pipe.write(request.line())
            pipe.flush()

    def _begin(self) -> _Running:
        process = self._start()
        running = self._running = _Running(process)
        assert process.stdout is not None
        threading.Thread(target=self._hear, args=(running, process.stdout), name="voice-in", daemon=True).start()
        return running

    def _watch(self) -> None:
        # Not in the thread that asks: that one may wait at a pipe that nobody reads.
        running = self._running
        if running and self._talking and not running.answered and time.monotonic() - running.since > ANSWER_S:
            running.process.kill()

    def _hear(self, running: _Running, pipe: IO[bytes]) -> None:
        while len(head := pipe.read(HEAD.size)) == HEAD.size:
            n, rate, size, last = HEAD.unpack(head)
            samples = pipe.read(size) if size <= LARGEST else b""
            if len(samples) != size:
                break
            if n == running.asked:
                # What still comes of an older one says nothing of whether this one hangs.
                running.answered = True
            try:
                sound = self._make(Clip(rate, samples)) if samples and n == self._newest else None
            except Exception:
                # Whatever makes the sound is the window's: a voice of which nothing can be heard is a dead one, which
                # is tried again once, then said to be lost.
                running.process.kill()
                break
            with self._news:
                if n == self._newest:
                    if sound is not None:
                        self._ready.append(sound)
                    self._talking = self._talking and not last
        status = _ended(running.process)
        pipe.close()
        with self._news:
            if self._over or self._running is not running:
                return
            self._running = None
            if status == NO_ENGINE:
                self.state, self._talking = "none", False
            else:
                self._died()
            self._news.notify()

    def _died(self) -> None:
        """Once in a while it may be started again; twice in a row it is lost, and the window says so."""
        now = time.monotonic()
        if now - self._died_at < AGAIN_S:
            self.state, self._talking = "lost", False
        self._died_at = now

    def try_again(self) -> None:
        """Somebody new is here: a lost engine may be tried once more."""
        with self._news:
            if self.state == "lost":
                self.state, self._died_at = "ready", -AGAIN_S

    def _end(self) -> None:
        running = self._running
        if running is None:
            return
        _ended(running.process)


def _ended(process: "subprocess.Popen[bytes]") -> int:
    """End a process, and say how it ended."""
    try:
        # One that ends by itself says why: it is given the time to.
        status = process.wait(0.2)
    except subprocess.TimeoutExpired:
        process.kill()
        status = process.wait()
    if process.stdin is not None:
        with suppress(OSError, ValueError):
            process.stdin.close()
    return status
