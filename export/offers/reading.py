"""Offers read from files: France Travail « Offres d'emploi v2 » JSON and employers' CSV. Nothing is stored here.

Contacts, agencies, logos and free descriptions are never read. Every refused row is named; the rest is kept.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from export.files.whole import read_whole
from export.offers.fields import Bad, OfferIn, clean, from_api, from_row, plain

MAX_BYTES = 64_000_000
MAX_OFFERS = 100_000
MAX_CELL = 20_000
MAX_COLUMNS = 100
ALIASES = {"code_rome": "rome", "titre": "intitule", "code_insee": "insee", "nombre_de_postes": "postes"}
KINDS = {
    b"PK\x03\x04": "zip",
    b"%PDF": "pdf",
    b"\x1f\x8b": "zip",
    b"\xd0\xcf\x11\xe0": "xls",
    b"\xff\xfe": "utf16",
    b"\xfe\xff": "utf16",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """A row (or, at row 0, a whole file) that is not read, and why: `reason_key` names a sentence, `values` fill it."""

    file: str
    row: int
    reason_key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OffersRead:
    """What files hold. `replaced`: rows set aside because the same offer came again with a later date."""

    offers: tuple[OfferIn, ...]
    refused: tuple[Refused, ...]
    replaced: int


class _NotOffers(Exception):
    """The whole file cannot be read."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


def read_offers(paths: list[Path]) -> OffersRead:
    """All offers of some files, once each: the latest update wins, and of equal dates the last read."""
    kept: dict[tuple[str, str], OfferIn] = {}
    refused: list[Refused] = []
    replaced = 0
    for path in paths:
        try:
            for row, made in _rows(path):
                if isinstance(made, Bad):
                    refused.append(Refused(path.name, row, f"offers_in.{made.reason}", made.values))
                    continue
                before = kept.get(key := (made.source, made.source_id))
                replaced += before is not None
                if before is None or made.source_updated_at >= before.source_updated_at:
                    kept[key] = made
        except _NotOffers as trouble:
            refused.append(Refused(path.name, 0, f"offers_in.{trouble.key}", trouble.values))
    return OffersRead(tuple(kept.values()), tuple(refused), replaced)


def _rows(path: Path) -> Iterator[tuple[int, OfferIn | Bad]]:
    raw = _bytes(path)
    start = raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start in (b"[", b"{"):
        yield from _api_rows(raw)
    else:
        yield from _csv_rows(raw, path.name)


def _bytes(path: Path) -> bytes:
    try:
        raw = read_whole(path, MAX_BYTES)
    except OSError as error:
        raise _NotOffers("unreadable", reason=error) from error
    if raw is None:
        raise _NotOffers("too_big", limit=MAX_BYTES // 1_000_000)
    for start, kind in KINDS.items():
        if raw.startswith(start):
            raise _NotOffers(f"kind.{kind}")
    if not raw.strip():
        raise _NotOffers("empty")
    if b"\x00" in raw:
        raise _NotOffers("kind.other")
    return raw


def _api_rows(raw: bytes) -> Iterator[tuple[int, OfferIn | Bad]]:
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _NotOffers("json_encoding") from error
    except RecursionError as error:
        raise _NotOffers("too_deep") from error
    except json.JSONDecodeError as error:
        raise _NotOffers("not_json", line=error.lineno, column=error.colno) from error
    except ValueError as error:
        # Python refuses to read numbers of thousands of digits.
        raise _NotOffers("not_json", line=1, column=1) from error
    listed = data
    if isinstance(data, dict):
        # A list of results, or a single offer as the detail page gives it.
        listed = data.get("resultats", [data] if "intitule" in data else None)
    if not isinstance(listed, list):
        raise _NotOffers("no_list")
    if len(listed) > MAX_OFFERS:
        raise _NotOffers("too_many", limit=MAX_OFFERS)
    for row, one in enumerate(listed, 1):
        yield row, from_api(one) if isinstance(one, dict) else Bad("not_an_object")


def _csv_rows(raw: bytes, name: str) -> Iterator[tuple[int, OfferIn | Bad]]:
    text = _decode(raw)
    lines = text.splitlines(keepends=True)
    skipped = 1 if lines and lines[0].strip().lower() in ("sep=;", "sep=,") else 0
    head = lines[skipped] if len(lines) > skipped else ""
    mark = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO("".join(lines[skipped:]), newline=""), delimiter=mark, strict=True)
    try:
        names = [plain(cell).replace(" ", "_") for cell in next(reader, [])]
        names = [ALIASES.get(name, name) for name in names]
        _check_head(names)
        for number, cells in enumerate(reader, 1):
            if number > MAX_OFFERS:
                raise _NotOffers("too_many", limit=MAX_OFFERS)
            if not any(cell.strip() for cell in cells):
                continue
            row = reader.line_num + skipped
            # Excel writes empty cells past the last column: only full ones are too many.
            if len(cells) < len(names) or any(cell.strip() for cell in cells[len(names) :]):
                yield row, Bad("columns", {"got": len(cells), "wanted": len(names)})
            elif max(map(len, cells)) > MAX_CELL:
                yield row, Bad("long_cell", {"limit": MAX_CELL})
            else:
                yield row, from_row(dict(zip(names, map(clean, cells), strict=False)), f"{name}:{row}")
    except csv.Error as error:
        raise _NotOffers("not_csv", line=reader.line_num + skipped) from error


def _check_head(names: list[str]) -> None:
    named = [name for name in names if name]
    if len(names) > MAX_COLUMNS:
        raise _NotOffers("not_csv", line=1)
    if missing := [name for name in ("intitule", "rome") if name not in named]:
        raise _NotOffers("no_column", name=", ".join(missing))
    if twice := sorted({name for name in named if named.count(name) > 1}):
        raise _NotOffers("column_twice", name=", ".join(twice))


def _decode(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _NotOffers("csv_encoding")
