"""Files of content: opened, bounded and read by `scenarios.safe`."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from scenarios.safe import MAX_BYTES, Lines, Problem, SourceErrors, parse_yaml, text_of

CONTENT = Path(str(files("scenarios"))) / "content"
WORKSHOPS = CONTENT / "workshops"


def workshop_folders() -> list[Path]:
    """The folders of the workshops that come with the game, in the order of their names."""
    return sorted(path for path in WORKSHOPS.iterdir() if (path / "scenario.yaml").exists())


def read_bytes(path: Path | Traversable, name: str, limit: int = MAX_BYTES) -> bytes:
    """What a file holds. Raises SourceErrors for one that cannot be opened, is no plain file, or is too big."""
    if isinstance(path, Path) and path.exists() and not path.is_file():
        # A pipe or a device would be read for ever.
        raise SourceErrors([Problem(name, 1, "", "no_plain_file")])
    try:
        with path.open("rb") as source:
            raw = source.read(limit + 1)
    except OSError as error:
        raise SourceErrors([Problem(name, 1, "", "unreadable", {"reason": error})]) from error
    if len(raw) > limit:
        raise SourceErrors([Problem(name, 1, "", "too_big", {"limit": limit})])
    return raw


def read_yaml(path: Path | Traversable, name: str = "", *, typed: bool = True) -> tuple[dict[str, Any], Lines]:
    """The mapping of a file and its lines; `name` is what its problems call it. Raises SourceErrors."""
    name = name or path.name
    data, lines = parse_yaml(text_of(read_bytes(path, name), name), name, typed=typed)
    if not isinstance(data, dict):
        raise SourceErrors([Problem(name, 1, "", "not_a_mapping")])
    return data, lines
