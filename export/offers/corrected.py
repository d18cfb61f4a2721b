"""The rows of an import that want a person's eye, written back as a sheet that can be filled in and read again."""

from collections.abc import Sequence
from pathlib import Path

from export.files.whole import same_file, write_whole
from export.offers.reading import OffersRead, RowPlace, RowSaid
from export.store.sheets import to_csv
from export.store.store import StoreError

TO_DO = ("todo", "file", "row")
"""The first columns; the row's own columns follow under their own headings."""


def check_target(path: Path, inputs: Sequence[Path]) -> None:
    """Raises StoreError unless `path` is a new file beside what is read: nothing is ever written over."""
    if path.suffix.lower() != ".csv":
        raise StoreError("offers_corrected.not_csv", path=path)
    if any(same_file(path, source) for source in inputs):
        raise StoreError("offers_corrected.input", path=path)
    if path.exists() or path.is_symlink():
        raise StoreError("offers_corrected.there", path=path)
    if not path.parent.is_dir():
        raise StoreError("offers_corrected.no_folder", path=path.parent)


def to_correct(read: OffersRead) -> list[tuple[RowPlace, tuple[RowSaid, ...]]]:
    """The rows refused or to complete, in the order of the files, each with all that is to do."""
    by_row: dict[tuple[str, int], tuple[RowPlace, list[RowSaid]]] = {}
    for said in (*read.refused, *read.gaps):
        if said.row:
            where = RowPlace(said.file, said.row, said.unit, said.cells)
            by_row.setdefault((said.file, said.row), (where, []))[1].append(said)
    files = list(dict.fromkeys(file for file, _ in by_row))
    ordered = sorted(by_row.items(), key=lambda row_said: (files.index(row_said[0][0]), row_said[0][1]))
    return [(where, tuple(listed)) for _, (where, listed) in ordered]


def corrected_sheet(rows: Sequence[tuple[RowPlace, str]], heads: Sequence[str]) -> bytes:
    """A CSV of rows with what to do of each; `heads` title the first columns.

    Cells that a spreadsheet would run are defused; reading the file again takes that off.
    """
    own: dict[str, str] = {}
    for where, _ in rows:
        for name in where.cells:
            # Two files may write one heading in two ways: twice in one sheet, it could not be read again.
            own.setdefault(name.casefold(), name)
    columns = {**dict(zip(TO_DO, heads, strict=True)), **{f"cell:{key}": name for key, name in own.items()}}
    listed = [
        {"todo": todo, "file": where.file, "row": where.row}
        | {f"cell:{name.casefold()}": value for name, value in where.cells.items()}
        for where, todo in rows
    ]
    return to_csv(columns, listed)


def write_corrected(path: Path, rows: Sequence[tuple[RowPlace, str]], heads: Sequence[str]) -> None:
    """That sheet as a file. Raises StoreError."""
    try:
        write_whole(path, corrected_sheet(rows, heads), private=False)
    except OSError as error:
        raise StoreError("sheet.unwritable", path=path, reason=error) from error
