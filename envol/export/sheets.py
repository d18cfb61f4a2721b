"""Files that French Excel opens right, and their JSON twins."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
SCHEMA = "envol-sheet-1"


def cell(value: Any) -> str:
    """A value as a cell: decimal comma, and no text that a spreadsheet would run as a formula."""
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
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([cell(title) for title in heads.values()])
    writer.writerows([cell(row.get(name)) for name in heads] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def to_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """The same rows for a machine."""
    return json.dumps({"schema": SCHEMA, "rows": list(rows)}, ensure_ascii=False, indent=2)
