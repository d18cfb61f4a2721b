"""The mark of a finished run: a small file beside its journal that says of what, how long it is and when it ended.

Without it a journal that lost its end would look like a run that was cut short, and be taken up again.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from export.files.whole import read_whole, write_whole
from game.station.slots import check

SUFFIX = "-done"
MAX_BYTES = 1000


@dataclass(frozen=True, slots=True)
class FinishedMark:
    """A finished run: its workshop, how many rows its journal must hold, when it ended (ISO text with its zone)."""

    workshop: str
    rows: int
    made_at: str


def mark_path(journal: Path) -> Path:
    """Where the mark of a journal stands."""
    return journal.with_name(journal.name + SUFFIX)


def mark_finished(journal: Path, mark: FinishedMark) -> None:
    """Say that a run is finished; on the disk when it returns. Raises OSError."""
    words = json.dumps(asdict(mark), sort_keys=True)
    write_whole(mark_path(journal), f"{words}\n{check(words)}\n".encode())


def finished_mark(journal: Path) -> FinishedMark | None:
    """The mark of a journal, None for a run that is not finished. A mark that is damaged names no workshop: "" """
    try:
        raw = read_whole(mark_path(journal), MAX_BYTES)
    except FileNotFoundError:
        return None
    except OSError:
        return FinishedMark("", -1, "")
    words, _, rest = (raw or b"").decode("utf-8", "replace").partition("\n")
    try:
        members = json.loads(words) if rest.strip() == check(words) else {}
        return FinishedMark(str(members["workshop"]), int(members["rows"]), str(members["made_at"]))
    except (ValueError, TypeError, KeyError):
        return FinishedMark("", -1, "")
