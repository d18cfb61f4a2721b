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


def refuse_outputs(options: argparse.Namespace) -> None:
    """Raise OutputError for the first output that is an input of the same command, or that may not be replaced."""
    given = list(_paths(options))
    inputs = [path for path in given if not isinstance(path, Output)]
    for path in given:
        if isinstance(path, OutputFolder):
            if path.exists() and not path.is_dir():
                raise OutputError("output.not_a_folder", path)
        elif isinstance(path, SheetOutput):
            refuse_sheet(path, inputs)
        elif isinstance(path, SchemaOutput):
            for output in (path, evidence_beside(path)):
                refuse_output(output, inputs)
        elif isinstance(path, Output):
            refuse_output(path, inputs)


def _paths(options: argparse.Namespace) -> Iterator[Path]:
    for value in vars(options).values():
        for path in value if isinstance(value, list | tuple) else (value,):
            if isinstance(path, Path):
                yield path
            elif isinstance(path, str) and "\0" not in path and os.path.isfile(path):
                # Some commands take a name or a file under the same word.
                yield Path(path)
