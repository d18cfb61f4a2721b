"""Pages of QR codes to print: twelve a page, each with its place, each page with the set it is of."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from export.files.paper import INK, STEEL, fonts
from export.files.qr import QUIET, qr

COLUMNS, ROWS = 3, 4
LEFT, TOP, STEP, SIDE = 13.0, 34.0, 63.0, 60.0
"""Millimetres."""


@dataclass(frozen=True, slots=True)
class CodeSheet:
    """One set: its name, what it is in words (`{page}` and `{pages}` in `foot`), and the texts of its codes."""

    title: str
    foot: str
    codes: Sequence[str]


def pages_of(sheets: Sequence[CodeSheet], language: str) -> bytes:
    """The PDF of some sets, each on pages of its own."""
    from fpdf import FPDF

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        pdf = FPDF(format="A4", unit="mm")
        pdf.add_font("A", "", str(fonts()[0]))
        pdf.add_font("A", "B", str(fonts()[1]))
        pdf.set_lang(language)
        pdf.set_auto_page_break(False)
        for sheet in sheets:
            each = COLUMNS * ROWS
            pages = -(-len(sheet.codes) // each)
            for page in range(pages):
                pdf.add_page()
                _head(pdf, sheet.title, sheet.foot.format(page=page + 1, pages=pages))
                for at, code in enumerate(sheet.codes[page * each : (page + 1) * each]):
                    _code(pdf, LEFT + at % COLUMNS * STEP, TOP + at // COLUMNS * STEP, code, at + 1)
        return bytes(pdf.output())


def _head(pdf: Any, title: str, foot: str) -> None:
    pdf.set_text_color(*INK)
    pdf.set_font("A", "B", 15)
    pdf.text(LEFT + 3, 16, title)
    pdf.set_font("A", "", 10)
    pdf.set_text_color(*STEEL)
    pdf.set_xy(LEFT + 3, 19)
    pdf.multi_cell(180, 4.6, foot, align="L")


def _code(pdf: Any, left: float, top: float, text: str, number: int) -> None:
    rows = qr(text)
    step = SIDE / (len(rows) + 2 * QUIET)
    pdf.set_fill_color(0, 0, 0)
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            n = len(list(run))
            if dark:
                # Whole runs: a page holds some hundred thousand modules.
                pdf.rect(left + (x + QUIET) * step, top + (y + QUIET) * step, n * step, step + 0.01, style="F")
            x += n
    pdf.set_font("A", "B", 9)
    pdf.set_text_color(*INK)
    pdf.text(left + QUIET * step, top + SIDE + 0.5, str(number))
