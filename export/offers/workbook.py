"""Rows of an employer's workbook (XLSX): values, formulas as last computed, never more than the bounds."""

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from export.offers.headings import NOTHING_SAID, SaidHeadings
from export.offers.rows import HEAD_WITHIN, MAX_COLUMNS, NotOffers, Numbered, Raw, RowReader, table_rows
from export.offers.sheet_marks import NO_MARKS, SheetMarks, sheet_marks

MAX_PLAIN = 200_000_000
"""Bytes that the parts of a workbook may hold once inflated."""
MAX_PARTS = 2_000
MAX_ROWS = 1 << 20
"""As many as a sheet can have: a filled row far below the others is read, and only filled ones are counted."""


class WorkbookSheet(Protocol):
    """What is used of a sheet of the library."""

    title: str

    def iter_rows(self, *, max_row: int, max_col: int, values_only: bool) -> Iterator[tuple[object, ...]]:
        """Its rows, from the first."""

    def reset_dimensions(self) -> None:
        """Forget the size it claims."""


def workbook_rows(raw: bytes, name: str, read: RowReader, said: SaidHeadings = NOTHING_SAID) -> Iterator[Raw]:
    """The rows of every visible sheet that has headings. Raises NotOffers for a file that is no workbook of offers."""
    _check_archive(raw)
    # Only a workbook needs it: the adviser's pages open without it.
    import openpyxl

    with warnings.catch_warnings():
        # Parts that are not read (validation, styles, drawings) are warned of.
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            # A sheet of charts has no rows.
            sheets = [worksheet for worksheet in book.worksheets if worksheet.sheet_state == "visible"]
            marks = sheet_marks(raw)
        except Exception as error:
            # A damaged workbook breaks the reader in any way: whatever it raises, the file is no workbook.
            raise NotOffers("kind.workbook") from error
        yield from _sheets(sheets, marks, name, (read, said))


def _check_archive(raw: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise NotOffers("kind.zip") from error
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise NotOffers("kind.zip")
    # The reader stops each part at the size the archive declares, so that the sum is a true bound.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_PLAIN:
        raise NotOffers("too_big", limit=MAX_PLAIN // 1_000_000)


def _sheets(
    sheets: Sequence[WorkbookSheet], marks: Mapping[str, SheetMarks], name: str, by: tuple[RowReader, SaidHeadings]
) -> Iterator[Raw]:
    """Sheets without headings (a notice, a list of codes) are passed over, unless none has any."""
    trouble: NotOffers | None = None
    any_sheet = False
    for sheet in sheets:
        label = f"{name} [{sheet.title}]" if len(sheets) > 1 else name
        try:
            more = marks.get(sheet.title, NO_MARKS)
            for raw in table_rows(_numbered(sheet, more), *by, loose=True):
                any_sheet = True
                yield Raw(raw.row, raw.offer, raw.cells, raw.unit, label, raw.row in more.hidden)
            any_sheet = True
        except NotOffers as error:
            if error.key != "no_column":
                raise
            trouble = trouble or error
    if not any_sheet:
        raise trouble or NotOffers("empty")


def _numbered(sheet: WorkbookSheet, more: SheetMarks) -> Iterator[Numbered]:
    """Rows with their numbers, all as wide as the widest of the first ones: a workbook writes no empty end."""
    # What a sheet says of its own size may be wrong, or a billion.
    sheet.reset_dimensions()
    head: list[Numbered] = []
    width, rows = 0, _cells(sheet, more)
    for row, cells in rows:
        head.append((row, cells))
        width = max(width, len(cells))
        if len(head) >= HEAD_WITHIN:
            break
    for row, cells in head:
        yield row, cells + [""] * (width - len(cells))
    for row, cells in rows:
        yield row, cells + [""] * (width - len(cells))


def _cells(sheet: WorkbookSheet, more: SheetMarks) -> Iterator[Numbered]:
    lasts: dict[int, tuple[int, str]] = {}
    computed = {row for row, _ in more.formulas}
    try:
        for row, cells in enumerate(
            sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1, values_only=True), 1
        ):
            if row > MAX_ROWS:
                raise NotOffers("kind.workbook")
            if cells.count(None) == len(cells) and row not in computed:
                # Nor is it one where merged cells run over it: an offer two rows high is one.
                continue
            texts = [_text(value) for value in cells]
            if more is not NO_MARKS:
                _complete(row, texts, more, lasts)
            while texts and not texts[-1]:
                texts.pop()
            yield row, texts
    except NotOffers:
        raise
    except Exception as error:
        raise NotOffers("kind.workbook") from error


def _complete(row: int, texts: list[str], more: SheetMarks, lasts: dict[int, tuple[int, str]]) -> None:
    """Set the formulas that have no value, and the words of merged cells in each row they stand beside.

    `lasts`: by column, the last row of the merged cell there and its words. A small number is of one row alone: posts
    counted for several rows together are not counted twice.
    """
    for at, text in enumerate(texts):
        last, words = lasts.get(at, (0, ""))
        if not text:
            texts[at] = more.formulas.get((row, at + 1), words if row <= last else "")
        elif (row, at + 1) in more.merged and not (text.isdigit() and len(text) < 5):
            lasts[at] = (more.merged[row, at + 1], text)


def _text(value: object) -> str:
    """A cell as a person reads it: whole numbers without decimals, days as ISO dates."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return (
            value.isoformat(sep=" ", timespec="seconds")
            if value.time() != datetime.min.time()
            else value.date().isoformat()
        )
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
