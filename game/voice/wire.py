"""What the game and the voice's process say to each other: a line of JSON asks, frames of sound answer.

A line: {"n": 7, "words": "...", "language": "fr", "speed": 100}. A frame: HEAD (number of the request, samples a
second, bytes that follow, 1 for the last of a request), then that many bytes of mono 16-bit sound.
"""

import json
import struct
from dataclasses import asdict, dataclass

HEAD = struct.Struct("<IIIB")
NO_ENGINE = 3
"""How the process ends where there is no engine."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be said; `n` grows."""

    n: int
    words: str
    language: str
    speed: int

    def line(self) -> bytes:
        """As it is asked."""
        return json.dumps(asdict(self)).encode() + b"\n"


def asked(line: bytes) -> Request | None:
    """The request of a line, None for anything else."""
    try:
        members = json.loads(line)
        return Request(int(members["n"]), str(members["words"]), str(members["language"]), int(members["speed"]))
    except (ValueError, KeyError, TypeError):
        return None
