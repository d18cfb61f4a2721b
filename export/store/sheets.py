"""Files that French Excel opens right, and their JSON twins."""

import csv
import io
import json
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from export.files.whole import refuse_sheet, write_whole
from export.store.moments import stamp
from export.store.store import Store, StoreError, audit

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
LOOKED_AT = frozenset((*DANGEROUS, " "))
"""What a text begins with that is looked at; most texts are plain from their first sign on."""
SCHEMA = "envol-sheet-1"


def cell(value: Any) -> str:
    """A value as a cell: decimal comma, and no text that a spreadsheet would run as a formula."""
    if isinstance(value, str) and value[:1] not in LOOKED_AT:
        return value
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return "'" + text if text.lstrip(" ").startswith(DANGEROUS) else text


def to_csv(heads: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """`heads` maps the name of a column to its title. UTF-8 with its mark, semicolons, CRLF."""
    return b"".join(csv_parts(heads, [rows]))


def csv_parts(heads: Mapping[str, str], some: Iterable[Iterable[Mapping[str, Any]]]) -> Iterator[bytes]:
    """The same sheet in parts, each made as it is asked for: its heads, then some rows at a time."""
    names = tuple(heads)
    yield BOM_UTF8 + _lines(names, [heads])
    for rows in some:
        yield _lines(names, rows)


def _lines(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    given, out = list(rows), io.StringIO()
    # A column at a time: most hold the same few words, and each is looked at once.
    columns = (_cells([row.get(name) for row in given]) for name in names)
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(zip(*columns, strict=True))
    return out.getvalue().encode("utf-8", "replace")


def _cells(column: Sequence[Any]) -> Sequence[Any]:
    """A column as cells; one of plain texts and whole numbers is so already."""
    if not set(map(type, column)) <= {str, int}:
        return [cell(value) for value in column]
    begins = {value[:1] for value in set(column) if isinstance(value, str)}
    return [cell(value) for value in column] if begins & LOOKED_AT else column


def to_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """The same rows for a machine."""
    return json.dumps({"schema": SCHEMA, "rows": list(rows)}, ensure_ascii=False, indent=2)


def note_taken(store: Store, what: str, who: str, by: str, now: datetime) -> None:
    """Keep in the audit that a sheet about people was taken, so that an erasure can name it.

    `what`: people, sitting, card, offers, list, decisions, fair; `who`: whose alone it is, "" for several. A damaged
    base is only read: nothing is written to it.
    """
    if store.damage is None:
        with store.writing() as connection:
            audit(connection, stamp(now), by, "sheet.take", (who, what))


def write_sheet(path: Path, heads: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> None:
    """The sheet that French Excel opens at `path`, and its JSON twin beside it. Raises StoreError, OutputError."""
    sheet, twin = refuse_sheet(path)
    try:
        write_whole(sheet, to_csv(heads, rows), private=False)
        write_whole(twin, to_json(rows).encode("utf-8", "replace"), private=False)
    except OSError as error:
        raise StoreError("sheet.unwritable", path=path, reason=error) from error
