"""The voice's own process: it answers what `game.voice.wire` asks; a newer line ends what was under way."""

import subprocess
import sys
import threading
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import BinaryIO

from game.voice.engines import Clip, SpeechEngine, engines_here, open_engine
from game.voice.reading import read, sentences
from game.voice.wire import HEAD, NO_ENGINE, Request, asked


class Latest:
    """The newest request; older ones are not worth the time."""

    def __init__(self) -> None:
        self._wanted: Request | None = None
        self._over = False
        self._news = threading.Condition()

    def put(self, request: Request) -> None:
        with self._news:
            self._wanted = request
            self._news.notify()

    def end(self) -> None:
        with self._news:
            self._over = True
            self._news.notify()

    def take(self) -> Request | None:
        """Wait for a request; None when there will be none."""
        with self._news:
            while self._wanted is None and not self._over:
                self._news.wait()
            request, self._wanted = self._wanted, None
            return request

    @property
    def waits(self) -> bool:
        """Whether something newer is there."""
        return self._wanted is not None or self._over


def serve(engines: Sequence[str], source: BinaryIO, out: BinaryIO) -> int:
    """Answer until the input ends. Gives NO_ENGINE when none of the engines loads."""
    engine = _first(engines)
    if engine is None:
        return NO_ENGINE
    latest = Latest()
    threading.Thread(target=_listen, args=(source, latest), daemon=True).start()
    while (request := latest.take()) is not None:
        with closing(said(engine, request)) as clips:
            for clip in clips:
                frame(out, request.n, clip)
                if latest.waits:
                    break
            else:
                frame(out, request.n, Clip(0, b""), last=True)
    return 0


def said(engine: SpeechEngine, request: Request) -> Generator[Clip, None, None]:
    """The pieces of a request, each made when it is asked for.

    A piece that an engine cannot say is left out; when it can say none of several, the engine is broken: the last
    error is raised, the process ends, and whoever started it knows.
    """
    broken: Exception | None = None
    heard = False
    for piece in sentences(read(request.words, request.language)):
        try:
            for clip in engine(piece, request.language, request.speed):
                heard = True
                if clip.samples:
                    yield clip
        except (OSError, RuntimeError, ValueError, subprocess.SubprocessError) as error:
            broken = error
            continue
        heard = True
    if broken is not None and not heard:
        raise broken


def frame(out: BinaryIO, n: int, clip: Clip, *, last: bool = False) -> None:
    """Write one frame."""
    out.write(HEAD.pack(n, clip.rate, len(clip.samples), last) + clip.samples)
    out.flush()


def _first(engines: Sequence[str]) -> SpeechEngine | None:
    for name in engines:
        try:
            return open_engine(name)
        except (ImportError, OSError):
            continue
    return None


def _listen(source: BinaryIO, latest: Latest) -> None:
    for line in source:
        if (request := asked(line)) is not None:
            latest.put(request)
    latest.end()


def main() -> int:
    """What the game starts."""
    try:
        return serve(engines_here(), sys.stdin.buffer, sys.stdout.buffer)
    except (BrokenPipeError, KeyboardInterrupt):
        return 0


if __name__ == "__main__":
    raise SystemExit(main())
