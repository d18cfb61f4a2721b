"""What a kiosk counts from one process to the next: visits and tickets. Numbers alone: nothing of anybody is in it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from export.files.whole import read_whole, write_whole

FILE = "kiosk-counts.json"
MOST = 4000


@dataclass(frozen=True, slots=True)
class Counts:
    """`left`: tickets that should be left on the roll; `trouble`: key of what the printer last said, or ""."""

    visits: int = 0
    left_alone: int = 0
    tickets: int = 0
    left: int = 0
    wipes_ms: int = 0
    trouble: str = ""


def read_counts(folder: Path, roll: int) -> Counts:
    """What was counted, or a fresh start with a full roll where nothing (sound) is kept."""
    try:
        stored = json.loads(read_whole(folder / FILE, MOST) or b"")
        counts = Counts(**stored)
        numbers = (counts.visits, counts.left_alone, counts.tickets, counts.left, counts.wipes_ms)
        if all(isinstance(n, int) for n in numbers) and isinstance(counts.trouble, str):
            return counts
    except (OSError, ValueError, TypeError):
        pass
    return Counts(left=roll)


def keep_counts(folder: Path, counts: Counts) -> None:
    """Write the numbers down. Raises OSError."""
    write_whole(folder / FILE, json.dumps(asdict(counts), sort_keys=True).encode())
