"""Files of content: opened, bounded and read by `scenarios.safe`."""

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from scenarios.safe import MAX_BYTES, Lines, Problem, SourceErrors, parse_yaml, text_of


def read_bytes(path: Path | Traversable, name: str, limit: int = MAX_BYTES) -> bytes:
    """What a file holds, at the most one byte more than allowed. Raises SourceErrors."""
    if isinstance(path, Path) and not path.is_file():
        # A pipe or a device would be read for ever.
        reason = FileNotFoundError(2, "") if not path.exists() else IsADirectoryError(21, "")
        raise SourceErrors([Problem(name, 1, "", "unreadable", {"reason": reason})])
    try:
        with path.open("rb") as source:
            return source.read(limit + 1)
    except OSError as error:
        raise SourceErrors([Problem(name, 1, "", "unreadable", {"reason": error})]) from error


def read_yaml(path: Path | Traversable, name: str = "", *, typed: bool = True) -> tuple[dict[str, Any], Lines]:
    """The mapping of a file and its lines; `name` is what its problems call it. Raises SourceErrors."""
    name = name or path.name
    data, lines = parse_yaml(text_of(read_bytes(path, name), name), name, typed=typed)
    if not isinstance(data, dict):
        raise SourceErrors([Problem(name, 1, "", "not_a_mapping")])
    return data, lines
