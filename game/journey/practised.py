"""How far a person's practice is: kept while they decide, so that a pause, a stop or a crash makes nobody begin again.

It lies beside their journals, and goes with them. Of the practice itself nothing is recorded: only which gestures were
learnt, which one was in hand last, and which chapters were met.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from export.files.whole import read_whole, write_whole
from game.station.slots import check

MAX_BYTES = 20_000
ReadyPlace = Literal["practice", "ready", "hangar"]
"""Where the person was: in the practice, at the sheet after it, or back in the hangar."""


@dataclass(frozen=True, slots=True)
class Practised:
    """The practice of one workshop: its id and its version's hash, the gestures learnt, the one in hand last.

    `met`: the steps of the exercise whose chapters the person was in, to their end or not: none comes twice.
    """

    workshop: str
    version: str
    learnt: tuple[str, ...] = ()
    at: str = ""
    where: ReadyPlace = "practice"
    device: str = "mouse"
    ease: str = "unknown"
    """What the warm-up said, which comes before it."""
    met: tuple[str, ...] = ()


def keep(path: Path, now: Practised) -> None:
    """Write it down, without waiting for the disk. What a power cut or a disk that refuses loses is practised again."""
    words = json.dumps(asdict(now), sort_keys=True)
    with suppress(OSError):
        write_whole(path, f"{words}\n{check(words)}\n".encode(), flush=False)


def kept(path: Path) -> Practised | None:
    """What was written down, None where nothing can be read whole."""
    try:
        words, _, sound = (read_whole(path, MAX_BYTES) or b"").decode("utf-8", "replace").partition("\n")
        if sound.strip() != check(words):
            return None
        return TypeAdapter(Practised).validate_python(json.loads(words))
    except (OSError, ValueError, ValidationError):
        return None
