"""Plain tables of numbers in and out: every problem names its file, line and column."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from export.files.whole import read_whole, write_whole
from scenarios.refusal import Refusal

MAX_BYTES = 400_000_000


class TableError(Refusal):
    """A file that cannot be used."""


@dataclass(frozen=True)
class Table:
    """A header and rows of text, all as long as the header; `lines` are their line numbers in the file."""

    path: Path
    header: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]

    def column(self, name: str) -> int:
        """Place of a column. Raises TableError when the header has no such name."""
        if name not in self.header:
            raise TableError("table.no_column", file=self.path, column=name, there=", ".join(self.header[:12]))
        return self.header.index(name)

    def number(self, row: int, column: int) -> float:
        """A finite number of a cell. Raises TableError with its line and column."""
        text = self.rows[row][column].strip()
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise self.problem("table.not_a_number", row, column)
        return value

    def whole(self, row: int, column: int) -> int:
        """A whole number of a cell, -1 for an empty one. Raises TableError with its line and column."""
        if not self.rows[row][column].strip():
            return -1
        value = self.number(row, column)
        if value != int(value) or not 0 <= value < 1000:
            raise self.problem("table.not_whole", row, column)
        return int(value)

    def problem(self, key: str, row: int, column: int) -> TableError:
        """A problem at a cell."""
        return TableError(
            key, file=self.path, line=self.lines[row], column=self.header[column], value=self.rows[row][column][:40]
        )


def read_table(path: Path) -> Table:
    """Read a CSV with a header, UTF-8 with or without mark, comma or semicolon. Raises TableError."""
    try:
        raw = read_whole(path, MAX_BYTES)
        if raw is None:
            raise TableError("table.too_big", file=path)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise TableError("table.unreadable", file=path, reason=error) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise TableError("table.not_text", file=path, line=line) from error
    if "\0" in text:
        raise TableError("table.not_text", file=path, line=text[: text.index("\0")].count("\n") + 1)
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        header = tuple(name.strip() for name in next(reader))
        numbered = [(row, reader.line_num) for row in reader]
    except StopIteration:
        raise TableError("table.empty", file=path) from None
    except csv.Error as error:
        raise TableError("table.not_text", file=path, line=reader.line_num) from error
    rows, lines = _filled(path, numbered, len(header))
    double = next((name for at, name in enumerate(header) if name in header[:at]), None)
    if double is not None:
        raise TableError("table.double_column", file=path, column=double)
    return Table(path, header, rows, lines)


def _filled(path: Path, numbered: list[tuple[list[str], int]], width: int) -> tuple[list[list[str]], list[int]]:
    """Rows as wide as the header, and their lines. Empty lines at the end are no rows; before, one empty cell each."""
    while numbered and not numbered[-1][0]:
        numbered.pop()
    rows, lines = [], []
    for cells, line in numbered:
        row = cells or [""]
        if len(row) != width:
            raise TableError("table.cells", file=path, line=line, found=len(cells), expected=width)
        rows.append(row)
        lines.append(line)
    return rows, lines


def write_table(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a CSV whole or not at all. Raises TableError when the place refuses."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    try:
        write_whole(path, out.getvalue().encode(), private=False)
    except OSError as error:
        raise TableError("table.unwritable", file=path, reason=error) from error
