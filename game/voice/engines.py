"""What can turn words into sound here: SVOX Pico first, eSpeak NG second. Only the voice's own process loads one."""

import io
import os
import shutil
import subprocess
import sys
import tempfile
import wave
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ORDER = ("pico", "pico2wave", "espeak")
"""Best first: Pico inside its wheel, Debian's Pico program, eSpeak NG's."""
ASKED = "ENVOL_VOICE"
"""Names one engine, or « none », where the first that is found shall not be it."""
PICO_VOICES: Mapping[str, str] = {"fr": "fr-FR", "en": "en-GB"}
ESPEAK_WORDS = 165
"""Words a minute at the even speed; Pico's own is about the same."""
LEVEL = 0.7
"""Of Pico's full loudness: above, it clips."""
QUIET, TAIL_S = 300, 0.12
LIMIT_S = 8


@dataclass(frozen=True, slots=True)
class Clip:
    """Mono 16-bit samples."""

    rate: int
    samples: bytes


SpeechEngine = Callable[[str, str, int], Iterator[Clip]]
"""(words, language, speed in % of the even one) -> sound in pieces that are heard as one, each made as it is asked for;
the first is short where the engine can. Raises OSError, RuntimeError, ValueError."""


def engines_here() -> tuple[str, ...]:
    """The engines of this machine, best first; nothing is loaded."""
    asked = os.environ.get(ASKED, "")
    here = tuple(name for name in ORDER if _there(name))
    return tuple(name for name in here if name == asked) if asked else here


def _there(name: str) -> bool:
    if name == "pico":
        return find_spec("py_nanotts") is not None
    return shutil.which(_program(name)) is not None


def _program(name: str) -> str:
    return {"pico2wave": "pico2wave", "espeak": "espeak-ng"}[name]


def open_engine(name: str) -> SpeechEngine:
    """An engine by its name. Raises KeyError for one that is not known, ImportError for one that does not load."""
    makers: dict[str, Callable[[], SpeechEngine]] = {
        "pico": _pico, "pico2wave": lambda: _pico2wave, "espeak": lambda: _espeak,
    }  # fmt: skip
    return makers[name]()


def _pico() -> SpeechEngine:
    """Pico piece by piece where its own functions can be called, else a phrase at a time."""
    from py_nanotts import _nanotts

    from game.voice.pico import RATE, Pico, PicoHidden, little_endian, pieces

    library = Path(_nanotts.__file__)
    try:
        pico = Pico(library, library.parent / "lang")
    except PicoHidden:
        return _pico_whole()

    def speak(words: str, language: str, speed: int) -> Iterator[Clip]:
        voice = PICO_VOICES.get(language, PICO_VOICES["en"])
        with closing(pico.samples(_paced(words, speed), voice)) as samples:
            for piece in pieces(samples):
                yield Clip(RATE, little_endian(piece))

    return speak


def _pico_whole() -> SpeechEngine:
    from py_nanotts import NanoTTS

    synthesiser = NanoTTS()

    def speak(words: str, language: str, speed: int) -> Iterator[Clip]:
        voice = PICO_VOICES.get(language, PICO_VOICES["en"])
        samples = synthesiser.speak(_plain(words), voice=voice, speed=speed / 100, pitch=1.0, volume=LEVEL)
        yield Clip(16_000, trimmed(samples, 16_000))

    return speak


def _paced(words: str, speed: int) -> str:
    """Between Pico's own marks of speed and loudness."""
    return f'<speed level="{speed}"><volume level="{round(LEVEL * 100)}">{_plain(words)}</volume></speed>'


def _pico2wave(words: str, language: str, speed: int) -> Iterator[Clip]:
    """Debian's program writes a file that ends in .wav and nothing else: in memory where the system can."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="envol-voice-", dir=memory) as folder:
        path = Path(folder) / "said.wav"
        voice = PICO_VOICES.get(language, PICO_VOICES["en"])
        command = ["pico2wave", "-l", voice, "-w", str(path), _paced(words, speed)]
        subprocess.run(command, check=True, capture_output=True, timeout=LIMIT_S)
        said = path.read_bytes()
    yield waved(said)


def _plain(words: str) -> str:
    """Without signs that Pico would read as its own marks."""
    return words.replace("<", " ").replace(">", " ").replace("&", " ")


def _espeak(words: str, language: str, speed: int) -> Iterator[Clip]:
    command = ["espeak-ng", "-v", language, "-s", str(ESPEAK_WORDS * speed // 100), "--stdin", "--stdout"]
    said = subprocess.run(command, input=words.encode(), check=True, capture_output=True, timeout=LIMIT_S)
    yield waved(said.stdout)


def waved(data: bytes) -> Clip:
    """The samples of a WAV file that a program wrote. Raises ValueError for anything but mono 16 bits."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            if (file.getnchannels(), file.getsampwidth()) != (1, 2):
                raise ValueError("mono 16 bits are expected")
            rate = file.getframerate()
            # eSpeak writes to a pipe and so cannot say how long it was: what is there is all there is.
            samples = file.readframes(len(data) // 2)
    except (wave.Error, EOFError) as error:
        raise ValueError("no sound was made") from error
    return Clip(rate, trimmed(samples, rate))


def trimmed(samples: bytes, rate: int) -> bytes:
    """Without the silence before, and with little of the one behind: an answer begins with its first sound."""
    heard = array("h", samples[: len(samples) // 2 * 2])
    if sys.byteorder == "big":
        heard.byteswap()
    first = next((n for n, v in enumerate(heard) if abs(v) > QUIET), len(heard))
    last = next((n for n in range(len(heard) - 1, -1, -1) if abs(heard[n]) > QUIET), -1)
    begin = max(0, first - rate // 100)
    return samples[2 * begin : 2 * min(len(heard), last + 1 + round(TAIL_S * rate))]


def as_wav(clip: Clip) -> bytes:
    """A clip as a WAV file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(clip.rate)
        file.writeframes(clip.samples)
    return out.getvalue()
