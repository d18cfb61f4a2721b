"""What the values of a workbook's sheets leave out: formulas nobody computed, merged cells, hidden rows.

The library tells them only of sheets that it holds whole, cell by cell, up to the last corner a file claims; here the
text of each sheet is looked through once.
"""

import html
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

MOST_BYTES = 16_000_000
"""A sheet with more text than this was made by a program, row by row: its marks are not looked for."""
TAG = rb"<(?:\w+:)?"
SHEET = re.compile(TAG + rb"sheet\b([^<>]*)>")
RELATION = re.compile(TAG + rb"Relationship\b([^<>]*)>")
NAMED = re.compile(rb'([\w:]+)\s*=\s*"([^"<]*)"')
MERGED = re.compile(TAG + rb"mergeCell\b([^<>]*)>")
RANGE = re.compile(rb'\bref="([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')
LINE = re.compile(TAG + rb"row\b([^<>]*)>")
HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
ROW = re.compile(rb'\br="([0-9]{1,7})"')
FORMULA = re.compile(
    TAG + rb"c\b([^<>]*)>\s*" + TAG + rb"f\b[^<>]*(?:(?<=/)>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)  # fmt: skip
CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
"""Each tag is taken whole before what it says is looked for: else a tag without end takes the square of its length."""


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """By row and column, both from 1: the formulas without a value, the last row of each merged cell; hidden rows."""

    formulas: Mapping[tuple[int, int], str]
    merged: Mapping[tuple[int, int], int]
    hidden: frozenset[int]


NO_MARKS = SheetMarks({}, {}, frozenset())


def sheet_marks(raw: bytes) -> dict[str, SheetMarks]:
    """The marks of each sheet by its title. Raises what zipfile and zlib raise for a damaged archive."""
    archive = zipfile.ZipFile(io.BytesIO(raw))
    sizes = {part.filename: part.file_size for part in archive.infolist()}
    parts = _parts(archive, sizes)
    return {title: _marks(archive.read(part)) for title, part in parts.items() if sizes.get(part, 0) <= MOST_BYTES}


def _parts(archive: zipfile.ZipFile, sizes: Mapping[str, int]) -> dict[str, str]:
    """The part that holds each sheet, by title."""
    book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if max(sizes.get(book, MOST_BYTES), sizes.get(links, MOST_BYTES)) >= MOST_BYTES:
        return {}
    places = {
        attributes.get("Id", ""): attributes.get("Target", "")
        for attributes in _attributes(RELATION, archive.read(links))
    }
    part_of = {}
    for attributes in _attributes(SHEET, archive.read(book)):
        link = next((value for name, value in attributes.items() if name.endswith(":id")), "")
        place = places.get(link, "")
        part = place.lstrip("/") if place.startswith("/") else f"xl/{place.removeprefix('./')}"
        if part in sizes and "name" in attributes:
            part_of[attributes["name"]] = part
    return part_of


def _attributes(what: re.Pattern[bytes], text: bytes) -> list[dict[str, str]]:
    """The attributes of every tag of one sort."""
    return [
        {name.decode(): html.unescape(value.decode("utf-8", "replace")) for name, value in NAMED.findall(tag)}
        for tag in what.findall(text)
    ]


def _marks(text: bytes) -> SheetMarks:
    formulas = {
        (int(at.group(2)), _column(at.group(1))): "=" + html.unescape(said.decode("utf-8", "replace"))
        for tag, said in FORMULA.findall(text) if (at := CELL.search(tag))
    }  # fmt: skip
    ranges = (RANGE.search(tag) for tag in MERGED.findall(text))
    merged = {(int(span.group(2)), _column(span.group(1))): int(span.group(3)) for span in ranges if span}
    rows = (ROW.search(tag) for tag in LINE.findall(text) if HIDDEN.search(tag))
    return SheetMarks(formulas, merged, frozenset(int(row.group(1)) for row in rows if row))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
