"""Options that name what a command writes: refused, before any work, where writing would destroy something."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from export.files.whole import OutputError, refuse_output, refuse_sheet

if sys.platform == "win32":
    from pathlib import WindowsPath as _Path
else:
    from pathlib import PosixPath as _Path


class Output(_Path):
    """A file to be written: `add_argument("--out", type=Output)`. Whatever else is a path among the options is read."""


class SheetOutput(Output):
    """A sheet to be written, with its JSON twin beside it."""


class SchemaOutput(Output):
    """The schema of a workshop's file, with that of its rules beside it."""


def evidence_beside(path: Path) -> Path:
    """Where the schema of the rules is written beside a workshop's."""
    return path.with_name(path.name.removesuffix(path.suffix) + ".evidence" + path.suffix)


class OutputFolder(Output):
    """A folder for files to be written."""


SOURCES = (".yaml", ".yml", ".svg", ".trace")
"""Endings of what authors and posts write and no command does: a workshop given by one of its files is read with all
that lies beside it, and a command that is given none reads the whole house's."""


def _refuse_source(path: Path) -> None:
    """Raise OutputError for content or a trace that is there: what a result is never called, twice or once."""
    if path.suffix.lower() in SOURCES and os.path.lexists(path):
        raise OutputError("output.source", path)


def refuse_outputs(options: argparse.Namespace) -> None:
    """Raise OutputError for the first output that is an input of the same command, or that may not be replaced."""
    given = list(_paths(options))
    inputs = [path for path in given if not isinstance(path, Output)]
    for path in given:
        if isinstance(path, OutputFolder):
            if path.exists() and not path.is_dir():
                raise OutputError("output.not_a_folder", path)
        elif isinstance(path, SheetOutput):
            for sheet in refuse_sheet(path, inputs):
                _refuse_source(sheet)
        elif isinstance(path, SchemaOutput):
            for output in (path, evidence_beside(path)):
                refuse_output(output, inputs)
                _refuse_source(output)
        elif isinstance(path, Output):
            refuse_output(path, inputs)
            _refuse_source(path)


def _paths(options: argparse.Namespace) -> Iterator[Path]:
    for value in vars(options).values():
        for path in value if isinstance(value, list | tuple) else (value,):
            if isinstance(path, Path):
                yield path
            elif isinstance(path, str) and "\0" not in path and os.path.isfile(path):
                # Some commands take a name or a file under the same word.
                yield Path(path)
