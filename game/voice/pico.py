"""SVOX Pico step by step: its first sound is there while the rest of a phrase is still being made.

The wheel's own `speak` opens Pico anew for each phrase and gives the phrase whole. Its library lets Pico's own C
functions (`picoapi.h`) be called where the system shows what a library holds, as Linux does: there it stays open, and
gives 128 bytes at a step.
"""

import ctypes
import sys
from array import array
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

RATE = 16_000
FILES = {"fr-FR": ("fr-FR_ta.bin", "fr-FR_nk0_sg.bin"), "en-GB": ("en-GB_ta.bin", "en-GB_kh0_sg.bin")}
"""What Pico reads for each voice: how words are said, and how they sound."""
MEMORY, NAMED, STEP = 2_500_000, 200, 128
"""Bytes: what Pico works in, room for a resource's name (32 at most), what one step gives at most."""
OK, BUSY, IDLE = 0, 201, 200
FULL_RESET = 0
VOICE = b"EnvolVoice"
MOST_TEXT = 32_000
"""Bytes that Pico is told at once; it counts them in 16 bits."""
LOUD, QUIET = 300, 600
"""Of 32,767: a phrase begins with its first sample beyond LOUD; a piece ends where WINDOW samples stay below QUIET."""
WINDOW, TAIL = 5 * RATE // 1000, 120 * RATE // 1000
FIRST, GROWS = 150 * RATE // 1000, 2
"""Samples of the first piece at least (150 ms), and how much longer each next one is."""


class PicoHidden(Exception):
    """The library does not let Pico's own functions be called (Windows shows none of them)."""


class Pico:
    """Pico's own functions. Raises PicoHidden where they are hidden."""

    def __init__(self, library: Path, lingware: Path) -> None:
        try:
            # The interpreter's lock is kept: a step takes microseconds, and a phrase fourteen thousand of them.
            self._c = ctypes.PyDLL(str(library))
            calls = (self._c.pico_initialize, self._c.pico_newEngine, self._c.pico_putTextUtf8, self._c.pico_getData)
        except (OSError, AttributeError) as error:
            raise PicoHidden(str(error)) from error
        place = ctypes.c_void_p
        self._open, self._engine, self._put, self._get = calls
        self._put.argtypes = (place, ctypes.c_char_p, ctypes.c_int16, place)
        self._get.argtypes = (place, place, ctypes.c_int16, place, place)
        self._c.pico_resetEngine.argtypes = (place, ctypes.c_int32)
        self._lingware = lingware
        self._voices: dict[str, _Open] = {}

    def samples(self, text: str, voice: str) -> Generator[bytes, None, None]:
        """16-bit samples in the machine's own order as they are made, a few at a time; text in Pico's marks.

        Raises RuntimeError with Pico's number for what it refuses, KeyError for a voice that is not in FILES. Left
        before its end, what was under way is forgotten.
        """
        opened = self._voices.get(voice) or self._opened(voice)
        said = text.encode("utf-8", "replace")[:MOST_TEXT] + b"\0"
        block = ctypes.create_string_buffer(STEP)
        taken, got, kind = ctypes.c_int16(), ctypes.c_int16(), ctypes.c_int16()
        step = (opened.engine, ctypes.addressof(block), STEP, ctypes.addressof(got), ctypes.addressof(kind))
        ended = False
        try:
            while said:
                _well(self._put(opened.engine, said, len(said), ctypes.addressof(taken)))
                if taken.value <= 0:
                    raise RuntimeError("Pico takes no text")
                said = said[taken.value :]
                while (status := self._get(*step)) in (BUSY, IDLE):
                    if got.value:
                        yield block.raw[: got.value]
                    if status == IDLE:
                        break
                else:
                    _well(status)
            ended = True
        finally:
            if not ended:
                _well(self._c.pico_resetEngine(opened.engine, FULL_RESET))

    def _opened(self, voice: str) -> "_Open":
        """A voice, opened once and kept."""
        memory, system = ctypes.create_string_buffer(MEMORY), ctypes.c_void_p()
        _well(self._open(memory, ctypes.c_uint32(MEMORY), ctypes.byref(system)))
        _well(self._c.pico_createVoiceDefinition(system, VOICE))
        for name in FILES[voice]:
            resource, called = ctypes.c_void_p(), ctypes.create_string_buffer(NAMED)
            _well(self._c.pico_loadResource(system, str(self._lingware / name).encode(), ctypes.byref(resource)))
            _well(self._c.pico_getResourceName(system, resource, called))
            _well(self._c.pico_addResourceToVoiceDefinition(system, VOICE, called))
        engine = ctypes.c_void_p()
        _well(self._engine(system, VOICE, ctypes.byref(engine)))
        assert engine.value is not None
        self._voices[voice] = _Open(engine.value, memory)
        return self._voices[voice]


@dataclass(frozen=True, slots=True)
class _Open:
    """A voice that is open, and the memory that Pico has it in."""

    engine: int
    memory: "ctypes.Array[ctypes.c_char]"


def _well(status: int) -> None:
    if status != OK:
        raise RuntimeError(f"Pico says {status}")


def pieces(samples: Iterator[bytes]) -> Iterator[bytes]:
    """16-bit samples, in pieces that are heard as one: without the silence before, cut where nothing sounds.

    The first holds FIRST samples at least, each next one GROWS times as many, so that what is heard outlasts the making
    of what follows. Where there is no quiet place, a piece goes on to the next one or to the end. Pico gives half a
    second of nothing at the end: TAIL samples of it are left.
    """
    speech, looked, least = bytearray(), 0, FIRST
    sounds: int | None = None
    for block in samples:
        speech += block
        n = len(speech) // 2
        if n - looked < WINDOW:
            continue
        window = array("h", bytes(speech[2 * looked : 2 * n]))
        high, low = max(window), min(window)
        if high > LOUD or low < -LOUD:
            if sounds is None:
                # A little of what is before it: a sound does not begin at full height.
                first = next(at for at, level in enumerate(window) if abs(level) > LOUD)
                del speech[: 2 * max(0, looked + first - RATE // 100)]
                n = len(speech) // 2
            sounds = n
        if sounds is not None and sounds > 0 and n >= least and high < QUIET and low > -QUIET:
            # Of a long pause what is beyond TAIL waits: it may be the end.
            cut = min(n, sounds + TAIL)
            yield bytes(speech[: 2 * cut])
            del speech[: 2 * cut]
            n, sounds, least = n - cut, sounds - cut, least * GROWS
        looked = n
    if sounds is not None and (end := sounds + TAIL) > 0 and speech:
        yield bytes(speech[: 2 * end])


def little_endian(samples: bytes) -> bytes:
    """Samples as a sound file has them."""
    if sys.byteorder == "little":
        return samples
    turned = array("h", samples)
    turned.byteswap()
    return turned.tobytes()
