"""The comfort of a visit that is taken up again: the way in that the person had chosen is there before they ask.

It lies beside their journals while they decide, and goes with them: it speaks of health.
"""

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assets.texts import languages
from export.files.whole import read_whole, write_whole
from game.scenes.menu import LOUD, SIZES
from game.screen.scene import ALOUD, Comfort
from game.station.slots import check

MAX_BYTES = 2000


def as_it_was(written: object, now: Comfort) -> Comfort:
    """The comfort that a run's header tells; the one of now when it tells none that can be had here."""
    try:
        was = TypeAdapter(Comfort).validate_python(written)
    except ValidationError:
        return now
    there = was.language in languages() and was.text_scale in SIZES and was.loud in LOUD
    return was if there and was.aloud in ("", "no", *ALOUD) else now


def keep(path: Path, comfort: Comfort) -> None:
    """Write it down. A disk that refuses only makes a person who comes back choose again."""
    words = json.dumps(asdict(comfort), sort_keys=True)
    with suppress(OSError):
        write_whole(path, f"{words}\n{check(words)}\n".encode())


def kept(path: Path, otherwise: Comfort) -> Comfort:
    """The one that was written down, `otherwise` where none can be read whole."""
    try:
        words, _, sound = (read_whole(path, MAX_BYTES) or b"").decode("utf-8", "replace").partition("\n")
        return as_it_was(json.loads(words), otherwise) if sound.strip() == check(words) else otherwise
    except (OSError, ValueError):
        return otherwise
