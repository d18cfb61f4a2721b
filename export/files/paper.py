"""The boarding pass on paper: an A4 page, two where much was seen, with its words as text (not as a picture)."""

import warnings
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from export.files.qr import qr
from export.files.whole import write_whole
from scoring.types import axis_share

REGULAR, BOLD = "AtkinsonHyperlegible-Regular.ttf", "AtkinsonHyperlegible-Bold.ttf"
INK, STEEL, MIST, PAPER = (12, 23, 38), (60, 80, 100), (200, 211, 220), (247, 243, 234)
SIGNAL, SKY, GREEN, AMBER = (255, 106, 19), (47, 155, 216), (26, 122, 80), (255, 181, 46)
TONES = {"shown": GREEN, "to_confirm": SKY, "not_yet": AMBER}
BANDS = {"A": GREEN, "B": SKY, "C": AMBER}
PLANE = ((0, 19), (7, 10), (14, 9), (17, 0), (21, 0), (19, 8), (31, 6), (34, 8), (32, 11), (20, 14), (12, 18), (3, 22))
AT, WIDE, TEXT, LINE, FOOT = 134.0, 61.0, 112.0, 4.1, 287.0
"""The axis: its left edge and width (mm); the width of facts and their height of line; where a page ends."""
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
        y = _rows(pdf, paper)
        if y + _aside_high(pdf, paper) > FOOT:
            pdf.add_page()
            y = 12.0
        y = _destinations(pdf, y + 4, paper)
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
    pdf.text(41, 18, str(paper["title"]))
    pdf.set_font("A", "", 11)
    pdf.text(41, 27, str(paper["region"]))
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


def _rows(pdf: Any, paper: Mapping[str, Any]) -> float:
    """Every row below the other, on as many pages as they take; gives the y below the last one."""
    _heading(pdf, 72, str(paper["shown"]))
    y, fresh = 79.0, True
    for row in paper["rows"]:
        high = row_high(pdf, row)
        if y + high > FOOT:
            pdf.add_page()
            y, fresh = 20.0, True
        if fresh:
            _levels(pdf, y + 0.6, paper["levels"])
        y, fresh = _row(pdf, y, row, high), False
    return y


def _levels(pdf: Any, y: float, names: Sequence[str]) -> None:
    """The names of the three levels over their segments of the axis."""
    pdf.set_text_color(*INK)
    pdf.set_font("A", "B", 8)
    for n, name in enumerate(names, 1):
        high = float(pdf.multi_cell(WIDE / 4, 3.2, name, align="C", dry_run=True, output="HEIGHT"))
        pdf.set_xy(AT + WIDE * n / 4, y - high)
        pdf.multi_cell(WIDE / 4, 3.2, name, align="C")


def row_high(pdf: Any, row: Row) -> float:
    """How high a row is: its name, and its lines as they wrap."""
    pdf.set_font("A", "", 9)
    lines = [pdf.multi_cell(TEXT, LINE, line, dry_run=True, output="HEIGHT") for line in row[2]]
    return max(14.0, 5.6 + sum(float(high) for high in lines) + 3.4)


def _row(pdf: Any, y: float, row: Row, high: float) -> float:
    """What was seen of one habileté, its facts, its statement, and where it stands on the axis; gives the y below."""
    label, words, lines, span, statement = row
    pdf.set_text_color(*INK)
    pdf.set_font("A", "B", 11.5)
    pdf.text(15, y + 4, label)
    _on_axis(pdf, y + 3.4, span, statement)
    pdf.set_font("A", "B", 10)
    pdf.text(AT, y + 11, words)
    pdf.set_font("A", "", 9)
    pdf.set_text_color(*STEEL)
    pdf.set_y(y + 5.6)
    for line in lines:
        pdf.set_x(15)
        pdf.multi_cell(TEXT, LINE, line, new_x="LMARGIN", new_y="NEXT", align="L")
    pdf.set_draw_color(*MIST)
    pdf.set_line_width(0.2)
    pdf.line(15, y + high - 1.6, 195, y + high - 1.6)
    return y + high


def _on_axis(pdf: Any, y: float, span: tuple[float, float, float], statement: str) -> None:
    """As on the screen: four segments, the margin as a line with two ends, and the mark of the statement on it."""
    pdf.set_fill_color(*MIST)
    for n in range(4):
        pdf.rect(AT + n * WIDE / 4 + 0.3, y - 1.2, WIDE / 4 - 0.6, 2.4, style="F")
    if statement not in TONES:
        return
    low, mean, high = (AT + WIDE * axis_share(v) for v in span)
    pdf.set_draw_color(*INK)
    pdf.set_line_width(0.7)
    pdf.line(low, y, high, y)
    for end in (low, high):
        pdf.line(end, y - 2, end, y + 2)
    pdf.set_fill_color(*(TONES[statement] if statement != "to_confirm" else (255, 255, 255)))
    if statement == "not_yet":
        pdf.polygon([(mean, y - 2.2), (mean + 2.2, y), (mean, y + 2.2), (mean - 2.2, y)], style="DF")
    else:
        pdf.circle(mean, y, 1.8, style="DF")


def _aside_high(pdf: Any, paper: Mapping[str, Any]) -> float:
    """How much of a page destinations and notes take."""
    pdf.set_font("A", "", 9)
    notes = sum(float(pdf.multi_cell(180, 4.3, str(note), dry_run=True, output="HEIGHT")) for note in paper["notes"])
    return notes + 9 + (52.0 if paper["destinations"] else 0.0)


def _destinations(pdf: Any, y: float, paper: Mapping[str, Any]) -> float:
    """Up to three trades side by side; gives the y below them."""
    if not paper["destinations"]:
        return y
    _heading(pdf, y + 4, str(paper["to"]))
    pdf.set_font("A", "", 9)
    pdf.set_text_color(*STEEL)
    pdf.set_xy(55, y - 0.4)
    pdf.multi_cell(140, 4.3, str(paper["places"]), align="L")
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
