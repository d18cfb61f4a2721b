"""The boarding pass on paper: one A4 page, readable, with its words as text (not as a picture)."""

import warnings
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from envol.export.files import write_whole

REGULAR, BOLD = "AtkinsonHyperlegible-Regular.ttf", "AtkinsonHyperlegible-Bold.ttf"
INK, STEEL, MIST, SKY = (12, 23, 38), (60, 80, 100), (200, 211, 220), (47, 155, 216)


def _fonts() -> tuple[Path, Path]:
    """Regular and bold of Atkinson Hyperlegible, whose letters are hard to mistake for one another."""
    folder = Path(str(files("fontpkg_atkinson_hyperlegible") / "files"))
    return folder / REGULAR, folder / BOLD


def write_pass(path: Path, paper: Mapping[str, Any]) -> None:
    """Write the page. Raises OSError when the file cannot be written."""
    from fpdf import FPDF

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        pdf = FPDF(format="A4", unit="mm")
        regular, bold = _fonts()
        pdf.add_font("A", "", str(regular))
        pdf.add_font("A", "B", str(bold))
        pdf.set_lang(str(paper["language"]))
        pdf.set_title(str(paper["title"]))
        pdf.set_auto_page_break(False)
        pdf.c_margin = 0  # so that wrapped paragraphs stand under the lines above them
        pdf.add_page()
        _head(pdf, paper)
        y = 62.0
        for row in paper["rows"]:
            y = _row(pdf, y, row)
        y = _destinations(pdf, y + 4, paper)
        pdf.set_xy(15, y + 4)
        pdf.set_font("A", "", 9)
        pdf.set_text_color(*STEEL)
        for note in paper["notes"]:
            pdf.set_x(15)
            pdf.multi_cell(180, 4.4, str(note), new_x="LMARGIN", new_y="NEXT")
        data = bytes(pdf.output())
    write_whole(path, data)


def _head(pdf: Any, paper: Mapping[str, Any]) -> None:
    pdf.set_fill_color(*INK)
    pdf.rect(0, 0, 210, 30, style="F")
    pdf.set_text_color(255, 255, 255)
    pdf.set_font("A", "B", 22)
    pdf.text(15, 19, str(paper["title"]))
    pdf.set_font("A", "", 11)
    pdf.set_xy(110, 10)
    pdf.cell(85, 10, str(paper["region"]), align="R")
    pdf.set_text_color(*INK)
    pdf.set_font("A", "B", 26)
    pdf.text(15, 46, str(paper["code"]))
    pdf.set_font("A", "", 10)
    pdf.set_xy(62, 37)
    pdf.multi_cell(130, 5, str(paper["code_says"]))


def _row(pdf: Any, y: float, row: tuple[str, str, tuple[str, ...], tuple[float, float, float]]) -> float:
    label, words, lines, span = row
    pdf.set_text_color(*INK)
    pdf.set_font("A", "B", 11)
    pdf.text(15, y, label)
    pdf.text(148, y + 2, words)
    pdf.set_font("A", "", 8.5)
    pdf.set_text_color(*STEEL)
    for n, line in enumerate(lines):
        pdf.text(15, y + 4.6 + 3.8 * n, line)
    low, mean, high = (108 + 36 * min(1.0, max(0.0, (v + 3) / 6)) for v in span)
    pdf.set_fill_color(*MIST)
    pdf.rect(108, y - 2.4, 36, 2.6, style="F")
    pdf.set_fill_color(*SKY)
    pdf.rect(108, y - 2.4, mean - 108, 2.6, style="F")
    pdf.set_draw_color(*INK)
    pdf.set_line_width(0.6)
    pdf.line(low, y + 2, high, y + 2)
    pdf.set_fill_color(*INK)
    pdf.circle(mean, y + 2, 0.9, style="F")
    return y + 8.5 + 3.8 * len(lines)


def _destinations(pdf: Any, y: float, paper: Mapping[str, Any]) -> float:
    if not paper["destinations"]:
        return y
    pdf.set_text_color(*INK)
    pdf.set_font("A", "B", 14)
    pdf.text(15, y + 4, str(paper["to"]))
    y += 11
    for title, place, why in paper["destinations"]:
        pdf.set_font("A", "B", 11)
        pdf.set_text_color(*INK)
        pdf.text(15, y, title)
        pdf.set_font("A", "", 9)
        pdf.set_text_color(*STEEL)
        pdf.text(15, y + 4.6, place)
        pdf.set_xy(15, y + 6)
        pdf.multi_cell(180, 4.2, why)
        y = float(pdf.get_y()) + 6
    return y
