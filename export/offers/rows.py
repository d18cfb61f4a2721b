"""Rows of employers' lists saved as text: the separator, the letters and the heading row are found, none is asked."""

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, Self

from export.offers.fields import OfferIn
from export.offers.headings import BY_RULE, NOTHING_SAID, SaidHeadings, by_field, fields_of, is_heading, unit_of
from export.offers.texts import Bad, clean

MAX_OFFERS = 100_000
MAX_CELL = 20_000
MAX_COLUMNS = 100
MAX_TEXT_CELL = 64_000_000
HEAD_WITHIN = 30
"""The headings are looked for in so many filled rows: titles and notes may stand above them."""
MARKS = ";,\t|"
LEAST_AGAIN = 3
"""Filled cells of a heading row below another one, in whatever order."""

RowReader = Callable[[Mapping[str, str]], OfferIn | Bad]
Numbered = tuple[int, list[str]]


class NotOffers(Exception):
    """The whole file cannot be read."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


@dataclass(frozen=True, slots=True)
class Raw:
    """One row: its number, what was made of it, its own cells by heading; `sheet` where a file has several.

    `hidden`: the file does not show it.
    """

    row: int
    offer: OfferIn | Bad
    cells: Mapping[str, str] = field(default_factory=dict)
    unit: str = "line"
    sheet: str = ""
    hidden: bool = False


def csv_rows(raw: bytes, read: RowReader, said: SaidHeadings = NOTHING_SAID) -> Iterator[Raw]:
    """The rows of a text file. Raises NotOffers for one that is no list of offers."""
    # What ended a file on old systems is no row.
    text = _decode(raw.rstrip(b"\x1a"))
    # Else a long cell ends the reading, with every row below it; the file is bounded already.
    csv.field_size_limit(MAX_TEXT_CELL)
    lines = text.splitlines(keepends=True)
    match = re.fullmatch(r"sep=(.)\s*", lines[0], re.I) if lines else None
    skipped = 1 if match else 0
    mark = match.group(1) if match and match.group(1) in MARKS else _mark(lines[skipped : skipped + 200], said)
    text = "".join(lines[skipped:])
    strict = not _loose_quotes(text, mark)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=strict)
    numbered = _NumberedRows(reader, skipped, strict)
    try:
        yield from table_rows(iter(numbered), read, said)
    except csv.Error as error:
        # The line on which the row that cannot be read begins: a quote that is open runs to the end of the file.
        raise NotOffers("not_csv", line=numbered.last + 1) from error


class _EachRow(Protocol):
    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


@dataclass(slots=True)
class _NumberedRows:
    """Rows with the line they end on. Where quotes are loose, one that runs over lines would swallow other rows."""

    reader: _EachRow
    last: int
    strict: bool

    def __iter__(self) -> Iterator[Numbered]:
        skipped = self.last
        for cells in self.reader:
            if not self.strict and any("\n" in cell for cell in cells):
                raise csv.Error("a loose quote")
            self.last = self.reader.line_num + skipped
            yield self.last, cells


def _loose_quotes(text: str, mark: str) -> bool:
    """Whether a quoted word goes on after its quote (« "Riveteur" confirmé »): people write so, spreadsheets do not."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
            pass
    except csv.Error as error:
        return "expected after" in str(error)
    return False


def _mark(lines: Sequence[str], said: SaidHeadings) -> str:
    """The separator under which the first lines hold headings, of several the one that names most columns."""
    scores: dict[str, tuple[int, int]] = {}
    for mark in MARKS:
        filled = 0
        scores[mark] = (0, sum(line.count(mark) for line in lines[:HEAD_WITHIN]))
        try:
            for cells in csv.reader(lines, delimiter=mark):
                filled += any(cells)
                if is_heading(cells, said):
                    scores[mark] = (sum(field_known is not None for field_known in fields_of(cells, said)), 0)
                if filled > HEAD_WITHIN or scores[mark][0]:
                    break
        except csv.Error:
            continue
    return max(MARKS, key=lambda mark: scores[mark])


def table_rows(
    rows: Iterable[Numbered], read: RowReader, said: SaidHeadings = NOTHING_SAID, *, loose: bool = False
) -> Iterator[Raw]:
    """The rows under the headings of a table of cells. Raises NotOffers where no row holds headings.

    In text a row of more cells than the heading row has slipped; `loose`: cells have columns of their own, none slips.
    A row that ends before its last columns says nothing in them. The heading row met again is no row.
    """
    numbered = iter(rows)
    names, width = _head(numbered, said)
    columns = _TableColumns.of(names, said)
    count = 0
    titles: list[Raw] = []
    for row, cells in numbered:
        filled = sum(bool(cell.strip()) for cell in cells)
        if not filled:
            continue
        if (other := _all_headings(cells, said)) or columns.again(cells):
            # A second table below the first may have its columns in another order.
            if other or is_heading(cells, said):
                names, width = _names(cells, said), len(cells)
                columns = _TableColumns.of(names, said)
            titles.clear()
            continue
        if filled > 1:
            yield from titles
            titles.clear()
        count += 1
        if count > MAX_OFFERS:
            raise NotOffers("too_many", limit=MAX_OFFERS)
        cleaned = [clean(cell)[:MAX_CELL] for cell in cells]
        kept = _cells(names, cleaned)
        # Excel writes empty cells past the last column: only full ones are too many.
        if not loose and any(cleaned[width:]):
            offer: OfferIn | Bad = Bad("columns", {"got": len(cells), "wanted": len(names)})
        elif max(map(len, cells)) > MAX_CELL:
            offer = Bad("long_cell", {"limit": MAX_CELL})
        else:
            offer = read(columns.cells_by_field(cleaned))
        # A line of one cell right above another heading row is the title of that table, as above the first one.
        titles.append(Raw(row, offer, kept))
        if filled > 1:
            yield titles.pop()
    yield from titles


@dataclass(frozen=True, slots=True)
class _TableColumns:
    """What the columns under a heading row hold: their names, fields, what their bare numbers count in, the title's."""

    names: Sequence[str]
    fields: Sequence[tuple[str, int] | None]
    units: Sequence[str]
    title: int

    @classmethod
    def of(cls, names: Sequence[str], said: SaidHeadings) -> Self:
        """The columns of a heading row, which names the title."""
        fields = fields_of(names, said)
        units = [unit_of(name, known[0]) if known else "" for name, known in zip(names, fields, strict=True)]
        title = min((known[1], at) for at, known in enumerate(fields) if known and known[0] == "intitule")[1]
        return cls(names, fields, units, title)

    def again(self, cells: Sequence[str]) -> bool:
        """Whether a row is a heading row once more, as printed pages put together have it, or goes on with one: the
        heading of the title stands in its column."""
        at = self.title
        return at < len(cells) and clean(cells[at])[:MAX_NAME].casefold() == self.names[at].casefold()

    def cells_by_field(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells of a row by field."""
        counted = [
            f"{cell} {unit.rstrip('s') if cell == '1' else unit}" if unit and cell.isdigit() else cell
            for cell, unit in itertools.zip_longest(cells, self.units, fillvalue="")
        ]
        return _titled(by_field(self.fields, counted), [
            (known[0], cell) for known, cell in zip(self.fields, counted, strict=False) if known
        ])  # fmt: skip


def _titled(by_field_name: dict[str, str], cells: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The cells of a row by field, a title of figures alone taken for what it is: « Métier ; Poste » may mean its name
    and how many posts."""
    titles = [cell for field, cell in cells if field == "intitule" and cell]
    named = [cell for cell in titles if any(sign.isalpha() for sign in cell)]
    counts = [cell for cell in titles if cell.isdigit()]
    if not named or not counts:
        return by_field_name
    title = by_field_name["intitule"] if by_field_name["intitule"] in named else named[0]
    return {**by_field_name, "intitule": title, "postes": by_field_name.get("postes") or counts[0]}


def _all_headings(cells: Sequence[str], said: SaidHeadings) -> bool:
    """Whether a row holds headings and nothing else. An offer's row has figures somewhere: its trade, its place."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < LEAST_AGAIN or any(sign.isdigit() for cell in filled for sign in cell):
        return False
    return all(known and known[1] < BY_RULE for known in fields_of(filled, said)) and is_heading(cells, said)


def _cells(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """The filled cells of a row by heading; what is past the headings or under none keeps its column's number."""
    named = itertools.chain(names, itertools.repeat(""))
    return {
        name or f"colonne {at}": cell
        for at, (name, cell) in enumerate(zip(named, cells, strict=False), 1)
        if cell or name
    }


def _head(rows: Iterator[Numbered], said: SaidHeadings) -> tuple[list[str], int]:
    """The headings up to the last, and the width of their row; the rows above it are passed over."""
    first: list[str] = []
    fullest: list[str] = []
    filled = (cells for _, cells in rows if any(cell.strip() for cell in cells))
    for cells in itertools.islice(filled, HEAD_WITHIN):
        first = first or cells
        fullest = max(fullest, cells, key=lambda row_cells: sum(bool(cell.strip()) for cell in row_cells))
        if is_heading(cells, said):
            return _names(cells, said), len(cells)
    if len(first) > MAX_COLUMNS:
        raise NotOffers("many_columns", limit=MAX_COLUMNS)
    # The first of the fullest rows may be the headings under other words: somebody may say what each column holds.
    heads = tuple(clean(cell)[:MAX_NAME] for cell in fullest[:MAX_COLUMNS])
    raise NotOffers("no_column", name=_absent(first), heads=heads)


MAX_NAME = 120


def _names(cells: Sequence[str], said: SaidHeadings) -> list[str]:
    """The headings of a row up to the last. Raises NotOffers where one stands twice, or there are too many."""
    names = [clean(cell)[:MAX_NAME] for cell in cells]
    while names and not names[-1]:
        names.pop()
    _check(names, said)
    return names


def _absent(cells: Sequence[str]) -> str:
    named = {known[0] for known in fields_of(cells) if known}
    return ", ".join(name for name in ("intitule", "rome") if name not in named) or "rome"


def _check(names: Sequence[str], said: SaidHeadings) -> None:
    if len(names) > MAX_COLUMNS:
        raise NotOffers("many_columns", limit=MAX_COLUMNS)
    filled = [name.casefold() for name, known in zip(names, fields_of(names, said), strict=True) if known]
    if twice := sorted({name for name in filled if filled.count(name) > 1}):
        raise NotOffers("column_twice", name=", ".join(twice))


FRENCH = frozenset("éèêëàâçùûôîïœÉÈÊËÀÂÇÙÛÔÎÏŒ°’«»€–")
OLDER = ("cp850", "mac_roman")
"""What a terminal of Windows, or an old Macintosh, writes."""


def _decode(raw: bytes) -> str:
    """The text in UTF-8, else in Windows' code, or in an older one where that alone reads as French."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if (mixed := _by_line(raw)) is not None:
        return mixed
    decodings = [
        (_french(text), text) for text in (_decoded(raw, name) for name in ("cp1252", *OLDER)) if text is not None
    ]
    likely = max(score for score, _ in decodings)
    usual = _decoded(raw, "cp1252")
    if likely > 0 and (usual is None or _french(usual) < 0):
        return next(text for score, text in decodings if score == likely)
    if usual is None:
        raise NotOffers("csv_encoding")
    return usual


def _by_line(raw: bytes) -> str | None:
    """The text of a file put together from some in UTF-8 and some in Windows' code; None where no line shows UTF-8."""
    lines = raw.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    as_utf8 = [_decoded(line, "utf-8") for line in lines]
    if not any(text is not None and not line.isascii() for line, text in zip(lines, as_utf8, strict=True)):
        return None
    both = [_decoded(line, "cp1252") if text is None else text for line, text in zip(lines, as_utf8, strict=True)]
    return None if None in both else "".join(text for text in both if text)


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _french(text: str) -> int:
    """How many more of the signs beyond ASCII are letters of French than are none."""
    beyond = [sign for sign in text if sign > "\x7f"]
    return sum(1 if sign in FRENCH else -1 for sign in beyond)
