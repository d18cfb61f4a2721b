"""The boarding pass on paper: one A4 page, readable, with its words as text (not as a picture)."""

import warnings
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from export.files.qr import qr
from export.files.whole import write_whole
from scoring.types import LEVEL_CUTS

REGULAR, BOLD = "AtkinsonHyperlegible-Regular.ttf", "AtkinsonHyperlegible-Bold.ttf"
INK, STEEL, MIST, PAPER = (12, 23, 38), (60, 80, 100), (200, 211, 220), (247, 243, 234)
SIGNAL, SKY, GREEN, AMBER = (255, 106, 19), (47, 155, 216), (26, 122, 80), (255, 181, 46)
TONES = {"shown": GREEN, "to_confirm": SKY, "not_yet": AMBER}
BANDS = {"A": GREEN, "B": SKY, "C": AMBER}
PLANE = ((0, 19), (7, 10), (14, 9), (17, 0), (21, 0), (19, 8), (31, 6), (34, 8), (32, 11), (20, 14), (12, 18), (3, 22))
Row = tuple[str, str, tuple[str, ...], tuple[float, float, float], str]


def fonts() -> tuple[Path, Path]:
    """Regular and bold of Atkinson Hyperlegible, whose letters are hard to mistake for one another."""
    folder = Path(str(files("fontpkg_atkinson_hyperlegible") / "files"))
    return folder / REGULAR, folder / BOLD


def write_pass(path: Path, paper: Mapping[str, Any]) -> None:
    """Write the page. Raises OSError when the file cannot be written."""
    from fpdf import FPDF

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        pdf = FPDF(format="A4", unit="mm")
        regular, bold = fonts()
        pdf.add_font("A", "", str(regular))
        pdf.add_font("A", "B", str(bold))
        pdf.set_lang(str(paper["language"]))
        pdf.set_title(str(paper["title"]))
        pdf.set_auto_page_break(False)
        pdf.c_margin = 0  # so that wrapped paragraphs stand under the lines above them
        pdf.add_page()
        _head(pdf, paper)
        _proof(pdf, paper)
        _heading(pdf, 70, str(paper["shown"]))
        step = min(20.0, 122 / max(1, len(paper["rows"])))
        for n, row in enumerate(paper["rows"]):
            _row(pdf, 80 + n * step, row)
        y = _destinations(pdf, 80 + step * len(paper["rows"]) + 6, paper)
        pdf.set_xy(15, y + 5)
        pdf.set_font("A", "", 9)
        pdf.set_text_color(*STEEL)
        for note in paper["notes"]:
            pdf.set_x(15)
            pdf.multi_cell(180, 4.3, str(note), new_x="LMARGIN", new_y="NEXT", align="L")
        data = bytes(pdf.output())
    write_whole(path, data)


def _head(pdf: Any, paper: Mapping[str, Any]) -> None:
    """The ink band with its plane, then the code and what it is for."""
    pdf.set_fill_color(*INK)
    pdf.rect(0, 0, 210, 34, style="F")
    pdf.set_fill_color(*SIGNAL)
    pdf.polygon([(15 + x * 0.62, 10 + y * 0.62) for x, y in PLANE], style="F")
    pdf.set_text_color(255, 255, 255)
    pdf.set_font("A", "B", 24)
    pdf.text(41, 22, str(paper["title"]))
    pdf.set_font("A", "", 11)
    pdf.set_xy(110, 12.5)
    pdf.cell(85, 10, str(paper["region"]), align="R")
    pdf.set_text_color(*INK)
    pdf.set_font("A", "B", 30)
    pdf.text(15, 54, str(paper["code"]))
    pdf.set_font("A", "", 11)
    pdf.set_xy(76, 42)
    pdf.multi_cell(119 if not paper.get("proof") else 82, 5.4, str(paper["code_says"]), align="L")


def _proof(pdf: Any, paper: Mapping[str, Any]) -> None:
    """The signed result as a QR code at the right of the code, and what it is and is not."""
    if not paper.get("proof"):
        return
    rows = qr(str(paper["proof"]))
    left, top, step = 163.0, 36.0, 32.0 / len(rows)
    pdf.set_fill_color(*INK)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                # A hair wider than a module: no white line may stand between two that touch.
                pdf.rect(left + x * step, top + y * step, step + 0.02, step + 0.02, style="F")
    pdf.set_xy(76, 55)
    pdf.set_font("A", "", 9)
    pdf.set_text_color(*STEEL)
    pdf.multi_cell(82, 4.2, str(paper["proof_says"]), align="L")


def _heading(pdf: Any, y: float, text: str) -> None:
    pdf.set_text_color(*INK)
    pdf.set_font("A", "B", 15)
    pdf.text(15, y, text)


def _row(pdf: Any, y: float, row: Row) -> None:
    """What was shown of one habileté, its facts, its statement, and the margin under the track."""
    label, words, lines, span, statement = row
    pdf.set_text_color(*INK)
    pdf.set_font("A", "B", 11.5)
    pdf.text(15, y, label)
    pdf.text(132, y, words)
    pdf.set_font("A", "", 9)
    pdf.set_text_color(*STEEL)
    for n, line in enumerate(lines):
        pdf.text(15, y + 4.4 + 4 * n, line)
    at, wide = 132.0, 63.0
    low, mean, high = (at + wide * min(1.0, max(0.0, (v + 3) / 6)) for v in span)
    pdf.set_fill_color(*MIST)
    pdf.rect(at, y + 2.4, wide, 3.6, style="F")
    pdf.set_fill_color(*TONES.get(statement, STEEL))
    pdf.rect(at, y + 2.4, max(1.0, mean - at), 3.6, style="F")
    pdf.set_fill_color(255, 255, 255)
    for cut in LEVEL_CUTS:
        pdf.rect(at + wide * (cut + 3) / 6 - 0.25, y + 2.4, 0.5, 3.6, style="F")
    pdf.set_draw_color(*INK)
    pdf.set_line_width(0.8)
    pdf.line(low, y + 8.2, high, y + 8.2)
    pdf.set_fill_color(*INK)
    pdf.circle(mean, y + 8.2, 1.2, style="F")


def _destinations(pdf: Any, y: float, paper: Mapping[str, Any]) -> float:
    """Up to three trades side by side; gives the y below them."""
    if not paper["destinations"]:
        return y
    _heading(pdf, y + 4, str(paper["to"]))
    top, bottom = y + 10, y + 10
    for n, (title, place, why, band) in enumerate(paper["destinations"]):
        x = 15 + n * 61
        pdf.set_fill_color(*PAPER)
        pdf.rect(x, top, 58, 42, style="F")
        pdf.set_fill_color(*BANDS.get(band, MIST))
        pdf.rect(x, top, 2, 42, style="F")
        pdf.set_xy(x + 5, top + 3)
        for style, size, tone, text in (("B", 10.5, INK, title), ("", 9, INK, place), ("", 9, STEEL, why)):
            pdf.set_font("A", style, size)
            pdf.set_text_color(*tone)
            pdf.set_x(x + 5)
            pdf.multi_cell(50, size * 0.46, text, new_x="LEFT", new_y="NEXT", align="L")
            pdf.set_y(pdf.get_y() + 1)
        bottom = max(bottom, top + 42.0)
    return bottom
