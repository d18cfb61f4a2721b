"""The outbox: one new file a packet, on disk before anything says it is sent, removed once it has landed."""

import os
import re
from pathlib import Path

SUFFIX = ".packet"


def put(folder: Path, packet_id: str, data: bytes) -> Path:
    """Write beside, force to disk, rename. Raises OSError when the disk refuses, ValueError for an odd id."""
    if not re.fullmatch(r"[0-9a-f]{32}", packet_id):
        raise ValueError(packet_id)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (packet_id + SUFFIX)
    beside = path.with_name(path.name + ".new")
    with open(beside, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    return path


def waiting(folder: Path) -> tuple[Path, ...]:
    """Packets that wait, in the order of their names."""
    return tuple(sorted(folder.glob("*" + SUFFIX))) if folder.is_dir() else ()
