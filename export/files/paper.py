"""The boarding pass on paper: one A4 page, readable, with its words as text (not as a picture)."""

import warnings
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from export.files.qr import qr
from export.files.whole import write_whole
from scenarios.plain import unbroken
from scoring.types import cut_band

REGULAR, BOLD = "AtkinsonHyperlegible-Regular.ttf", "AtkinsonHyperlegible-Bold.ttf"
INK, STEEL, MIST, PAPER, WHITE = (12, 23, 38), (60, 80, 100), (200, 211, 220), (247, 243, 234), (255, 255, 255)
SIGNAL, SKY, GREEN, AMBER = (255, 106, 19), (47, 155, 216), (26, 122, 80), (255, 181, 46)
TONES = {"shown": GREEN, "to_confirm": SKY, "not_yet": AMBER}
BANDS = {"A": GREEN, "B": SKY, "C": AMBER}
PLANE = ((0, 19), (7, 10), (14, 9), (17, 0), (21, 0), (19, 8), (31, 6), (34, 8), (32, 11), (20, 14), (12, 18), (3, 22))
SIZES = (10.5, 10.0, 9.5, 9.0)
"""Sizes of the words in points, the first that leaves all on one page; none smaller is read with ease."""
SMALL, LINE, BETWEEN = 9.0, 0.43, 1.0
"""Size of the notes; height of a line in mm for each point; mm from a row to the next, with a line in the middle."""
TOP, FOOT = 38.5, 292.0
"""Where the rows begin, and where the page ends."""
CARD = (10.0, 5.0, 190.0, 288.5)
"""Left, top, width and height of the card on its page."""
WORDS, AXIS, SAID = (15.0, 96.0), (112.5, 53.0), (171.6, 23.8)
"""Left edge and width of what a row says, of its axis, and of its statement."""
PALE = (0.25, 0.38, 0.55, 0.75)
"""How much of their tone the four places have: the higher the level, the darker, as on the screen."""
CODE_HIGH = 33.0
"""How high the code with its proof is."""
PARTS = ((1.0, "B", INK), (0.0, "", INK), (0.0, "", STEEL))
"""How a trade's title, place and reason stand: larger by so much, style, colour."""
PaperRow = tuple[str, str, tuple[str, ...], tuple[float, float, float], str, int, str]


def fonts() -> tuple[Path, Path]:
    """Regular and bold of Atkinson Hyperlegible, whose letters are hard to mistake for one another."""
    folder = Path(str(files("fontpkg_atkinson_hyperlegible") / "files"))
    return folder / REGULAR, folder / BOLD


def write_pass(path: Path, paper: Mapping[str, Any]) -> None:
    """Write the page, which looks as the pass does on screen. Raises OSError when the file cannot be written.

    `paper`: title, region, day ("": not known), code and what it is for, that it is no diploma, the names of the four
    places of the axis (before the first level, and the three levels), rows, destinations, notes. A row is its name, its
    statement in words, its facts, the low end, middle and high end of its margin (0 to 1 of the axis), its statement,
    the level that is shown (1 to 3; 0: none), and how many of its facts stand how. `more` holds, row by row, what
    was seen in part or is not there yet: all of it where it leaves the paper on one page, else as much of each row as
    does; one at the least, on one page if need be in the place of the last fact in front. What is fullest has on its
    one page the first fact of each row and how all stand, as the screen has: no row names good facts alone beside
    « 1 en partie ». `short`: why each trade is there, in few words. `again`, if given: that it is printed again,
    `house` whom it was shared with. All stands on one page where words that are read find room, else on two.
    """
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
        paper, size = _filled(pdf, paper)
        _card(pdf)
        _head(pdf, paper)
        y = _shown(pdf, paper, size) - 0.3
        if y + _end(pdf, paper, size, None) > FOOT:
            y = _next_page(pdf, paper)
        _end(pdf, paper, size, y)
        data = bytes(pdf.output())
    write_whole(path, data)


def _filled(pdf: Any, paper: Mapping[str, Any]) -> tuple[Mapping[str, Any], float]:
    """The paper with as much of `more` as leaves it on one page, and the size of its words.

    What takes several pages anyway has beside all that stands in front as much as leaves the rows on the first one.
    """
    longest = max((len(more) for more in paper["more"]), default=0)
    brief = _briefly(paper)
    ways = [(_with_more(whole, most), _height) for whole in (paper, brief) for most in range(longest, -1, -1)]
    ways += [(_first_alone(brief), _height)]
    ways += [(_with_more(paper, most), _rows_low) for most in range(longest, 0, -1)]
    fits = ((longer, size) for longer, low in ways for size in SIZES if low(pdf, longer, size) <= FOOT)
    return next(fits, (_with_more(paper, 1), SIZES[-1]))


def _with_more(paper: Mapping[str, Any], most: int) -> Mapping[str, Any]:
    """The paper with so much of `more` in each row; 0: the first of it stands for the last of the facts in front."""
    rows = [
        (*row[:2], (*row[2], *more[:most]) if most or not more else (*row[2][:1], more[0]), *row[3:])
        for row, more in zip(paper["rows"], paper["more"], strict=True)
    ]
    return {**paper, "rows": rows}


def _briefly(paper: Mapping[str, Any]) -> Mapping[str, Any]:
    """The paper with why a trade stands there in the few words of the screen."""
    trades = zip(paper["destinations"], paper["short"], strict=True)
    return {**paper, "destinations": [(*trade[:2], short, *trade[3:]) for trade, short in trades]}


def _first_alone(paper: Mapping[str, Any]) -> Mapping[str, Any]:
    """The paper with one fact a row, as the screen has; how all of them stand is beside it."""
    return {**paper, "rows": [(*row[:2], row[2][:1], *row[3:]) for row in paper["rows"]]}


def _rows_low(pdf: Any, paper: Mapping[str, Any], size: float) -> float:
    """How low the rows end with words of a size, in mm."""
    return TOP + _rows_height(pdf, paper, size)


def _height(pdf: Any, paper: Mapping[str, Any], size: float) -> float:
    """How low the page ends with words of a size, in mm."""
    return _rows_low(pdf, paper, size) + _end(pdf, paper, size, None)


def _rows_height(pdf: Any, paper: Mapping[str, Any], size: float) -> float:
    return sum(_row_height(pdf, row, size) for row in paper["rows"])


def _next_page(pdf: Any, paper: Mapping[str, Any]) -> float:
    """One more page, which bears the code too: sheets part. Gives where it goes on."""
    pdf.add_page()
    _card(pdf)
    pdf.set_text_color(*INK)
    pdf.set_font("A", "B", 15)
    pdf.text(15, 16, f"{paper['title']} · {paper['code']} · {pdf.page}")
    return 22.0


_WRAPPED: WeakKeyDictionary[Any, dict[tuple[str, float, float, str], list[str]]] = WeakKeyDictionary()
"""Of each paper that is being written, the lines found so far: its height is asked size by size before it is drawn."""


def _lines(pdf: Any, text: str, size: float, wide: float, style: str = "") -> list[str]:
    """A text as the lines it takes; French marks do not part from their words."""
    pdf.set_font("A", style, size)
    known, asked = _WRAPPED.setdefault(pdf, {}), (text, size, wide, style)
    if asked not in known:
        known[asked] = list(pdf.multi_cell(wide, 5, unbroken(text), dry_run=True, output="LINES", align="L"))
    return known[asked]


def _paragraph(pdf: Any, at: tuple[float, float], text: str, size: float, wide: float, style: str = "") -> float:
    """A text from its upper left corner in lines; gives the y below it."""
    x, y = at
    for line in _lines(pdf, text, size, wide, style):
        pdf.text(x, y + size * 0.35, line)
        y += size * LINE
    return y


def _card(pdf: Any) -> None:
    """The edge of the card on a page."""
    pdf.set_draw_color(*MIST)
    pdf.set_line_width(0.4)
    pdf.rect(*CARD, style="D", round_corners=True, corner_radius=5)


def _head(pdf: Any, paper: Mapping[str, Any]) -> None:
    """The ink heading with its plane, what the paper is, of which day, and that it is no diploma."""
    x, y, wide, _ = CARD
    pdf.set_fill_color(*INK)
    pdf.rect(x, y, wide, 12, style="F", round_corners=True, corner_radius=5)
    pdf.rect(x, y + 6, wide, 12, style="F")
    pdf.set_fill_color(*SIGNAL)
    pdf.polygon([(15 + px * 0.5, y + 4 + py * 0.5) for px, py in PLANE], style="F")
    pdf.set_text_color(255, 255, 255)
    pdf.set_font("A", "B", 20)
    pdf.text(36, y + 9, str(paper["title"]))
    _paragraph(pdf, (36, y + 11.3), str(paper["region"]), 9, 110)
    _right(pdf, y + 7.5, str(paper["no_diploma"]), "B")
    _right(pdf, y + 14.5, str(paper["day"]), "")


def _right(pdf: Any, y: float, text: str, style: str) -> None:
    """One line that ends at the right edge of what is written."""
    pdf.set_font("A", style, 9.5)
    if text:
        pdf.text(195 - pdf.get_string_width(text), y, text)


def _code(pdf: Any, paper: Mapping[str, Any], y: float) -> None:
    """The code large on its ink ground, what it is for, and the signed result as a QR code beside it."""
    pdf.set_fill_color(*INK)
    pdf.rect(15, y, 58, CODE_HIGH - 2, style="F", round_corners=True, corner_radius=3)
    pdf.set_text_color(255, 255, 255)
    _paragraph(pdf, (20, y + 3), str(paper["code_head"]), 9.5, 48)
    pdf.set_font("A", "B", 27)
    pdf.text(20, y + 18, str(paper["code"]))
    if paper.get("again"):
        _paragraph(pdf, (20, y + 20.5), str(paper["again"]), 9, 50, "B")
    pdf.set_text_color(*INK)
    wide = 119.0 if not paper.get("proof") else 82.0
    below = _paragraph(pdf, (77, y + 0.5), str(paper["code_says"]), 9.5, wide)
    if paper.get("house"):
        below = _paragraph(pdf, (77, below + 1), str(paper["house"]), 9.5, wide, "B")
    if not paper.get("proof"):
        return
    rows = qr(str(paper["proof"]))
    left, step = 163.5, 31.0 / len(rows)
    pdf.set_fill_color(*INK)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                # A hair wider than a module: no white line may stand between two that touch.
                pdf.rect(left + across * step, y + down * step, step + 0.02, step + 0.02, style="F")
    pdf.set_text_color(*STEEL)
    _paragraph(pdf, (77, below + 0.8), str(paper["proof_says"]), 9, wide)


def _heading(pdf: Any, y: float, text: str) -> None:
    pdf.set_text_color(*INK)
    pdf.set_font("A", "B", 14)
    pdf.text(15, y, text)


def _shown(pdf: Any, paper: Mapping[str, Any], size: float) -> float:
    """What was seen, a row a habileté under the names of the levels; gives the y below."""
    _heading(pdf, TOP - 5, str(paper["shown"]))
    y = TOP
    _levels(pdf, y, paper["levels"])
    for row in paper["rows"]:
        high = _row_height(pdf, row, size)
        if y + high > FOOT:
            y = _next_page(pdf, paper) + 10
            _levels(pdf, y, paper["levels"])
        _row(pdf, y, row, size)
        y += high
    return y


def _levels(pdf: Any, y: float, names: Sequence[str]) -> None:
    """The names of the levels over their columns, over the rows that begin at `y`."""
    pdf.set_text_color(*INK)
    quarter = AXIS[1] / 4
    for n, name in enumerate(names):
        for k, line in enumerate(reversed(_lines(pdf, str(name), 7.0, quarter + 0.4, "B"))):
            middle = AXIS[0] + quarter * (n + 0.5)
            pdf.text(middle - pdf.get_string_width(line) / 2, y - 3 - 3.2 * k, line)


def _row_height(pdf: Any, row: PaperRow, size: float) -> float:
    label, words, facts, *_, counts = row
    left = size * LINE * sum(len(_lines(pdf, fact, size, WORDS[1])) for fact in facts)
    left += (size + 1) * LINE * len(_lines(pdf, label, size + 1, WORDS[1], "B"))
    right = _band_high(pdf, words, size)
    right += size * LINE * len(_lines(pdf, counts, size, 195 - AXIS[0])) if counts else 0
    return max(left, right) + BETWEEN


def _band_high(pdf: Any, words: str, size: float) -> float:
    """How high a band with the statement beside it is."""
    return max(8.0, 1.2 + (size) * LINE * len(_lines(pdf, words, size, SAID[1], "B")))


def _row(pdf: Any, y: float, row: PaperRow, size: float) -> None:
    """A habileté: its name and facts; at their right its band on the columns, what is said of it, and its counts."""
    label, words, facts, span, statement, level, counts = row
    pdf.set_draw_color(*MIST)
    pdf.set_line_width(0.2)
    pdf.line(15, y - BETWEEN / 2, 195, y - BETWEEN / 2)
    pdf.set_text_color(*INK)
    below = _paragraph(pdf, (WORDS[0], y), label, size + 1, WORDS[1], "B")
    pdf.set_text_color(*STEEL)
    for fact in facts:
        below = _paragraph(pdf, (WORDS[0], below), fact, size, WORDS[1])
    high = _band_high(pdf, words, size)
    _on_axis(pdf, y + 3.4, (span, level), statement)
    _sign(pdf, (AXIS[0] + AXIS[1] + 3.4, y + 3.4), statement)
    pdf.set_text_color(*INK)
    lines = len(_lines(pdf, words, size, SAID[1], "B"))
    _paragraph(pdf, (SAID[0], y + 1.6 if lines == 1 else y), words, size, SAID[1], "B")
    if counts:
        pdf.set_text_color(*STEEL)
        _paragraph(pdf, (AXIS[0], y + high), counts, size, 195 - AXIS[0])


def _on_axis(pdf: Any, y: float, place: tuple[tuple[float, float, float], int], statement: str) -> None:
    """As on the screen: four columns, and a band where the level may be: full at the level that is shown, pale below
    it, empty above it and where it is to confirm. `place`: margin in shares of the axis, level that is shown (0: none).
    """
    (x, wide), (span, level) = AXIS, place
    for n, part in enumerate(PALE):
        pdf.set_fill_color(*_mixed(MIST, part))
        pdf.rect(x + n * wide / 4 + 0.3, y - 3.4, wide / 4 - 0.6, 6.8, style="F", round_corners=True, corner_radius=1)
    if statement not in TONES:
        return
    band = cut_band(span[0], span[2], level, 2.2 / wide)
    if band.pale and wide * (band.pale[1] - band.pale[0]) > 0.3:
        pdf.set_fill_color(*_mixed(TONES[statement], 0.45))
        pdf.rect(x + wide * band.pale[0], y - 1.4, wide * (band.pale[1] - band.pale[0]), 2.8, style="F")
    pdf.set_draw_color(*INK)
    pdf.set_line_width(0.5)
    for ends, tone in ((band.beyond, WHITE), (band.full, WHITE if statement == "to_confirm" else TONES[statement])):
        if ends:
            pdf.set_fill_color(*tone)
            long = wide * (ends[1] - ends[0])
            pdf.rect(x + wide * ends[0], y - 2.1, long, 4.2, style="FD", round_corners=True, corner_radius=1)


def _mixed(tone: tuple[int, int, int], part: float) -> tuple[int, int, int]:
    """A tone on white paper, of which so much is there."""
    red, green, blue = (round(255 - (255 - value) * part) for value in tone)
    return red, green, blue


def _sign(pdf: Any, at: tuple[float, float], statement: str) -> None:
    """The sign of a statement before its words, as on the screen: a disc with its tick, a ring, a diamond."""
    x, y = at
    pdf.set_draw_color(*INK)
    pdf.set_line_width(0.6)
    if statement == "shown":
        pdf.set_fill_color(*GREEN)
        pdf.circle(x, y, 2.1, style="F")
        pdf.set_draw_color(255, 255, 255)
        pdf.polyline([(x - 0.9, y), (x - 0.2, y + 0.8), (x + 1.1, y - 0.8)])
    elif statement == "to_confirm":
        pdf.circle(x, y, 1.7, style="D")
    elif statement == "not_yet":
        pdf.set_fill_color(*AMBER)
        pdf.polygon([(x, y - 2.1), (x + 2.1, y), (x, y + 2.1), (x - 2.1, y)], style="FD")


def _end(pdf: Any, paper: Mapping[str, Any], size: float, y: float | None) -> float:
    """The stub: trades side by side, the code, then the notes, drawn from `y` on; None: only measured. Gives how high
    they are, in mm."""
    high = 3.5 + _trades(pdf, paper, size, None if y is None else y + 3.5) + CODE_HIGH
    if y is not None:
        _perforation(pdf, y + 0.6)
        _code(pdf, paper, y + high - CODE_HIGH)
    for note in paper["notes"]:
        lines = len(_lines(pdf, str(note), SMALL, 180))
        if y is not None:
            pdf.set_text_color(*STEEL)
            _paragraph(pdf, (15, y + high), str(note), SMALL, 180)
        high += lines * SMALL * LINE + 0.2
    return high


def _perforation(pdf: Any, y: float) -> None:
    """Where the stub would be torn off: holes between two notches."""
    x, _, wide, _ = CARD
    pdf.set_fill_color(*MIST)
    for n in range(62):
        pdf.circle(x + 5 + n * (wide - 10) / 61, y, 0.45, style="F")
    pdf.set_draw_color(*MIST)
    pdf.set_fill_color(255, 255, 255)
    for side in (x, x + wide):
        pdf.circle(side, y, 2.6, style="FD")
        pdf.rect(side - 3.2 if side == x else side + 0.2, y - 3, 3, 6, style="F")


def _trades(pdf: Any, paper: Mapping[str, Any], size: float, y: float | None) -> float:
    """Trades side by side under their heading, from `y` on; None: only measured. Gives how high they are."""
    trades = paper["destinations"]
    if not trades:
        return 0.0
    boxes = [[(text, size + add, style, tone) for text, (add, style, tone) in zip(trade[:3], PARTS, strict=True)]
             for trade in trades]  # fmt: skip
    box = 5 + max(sum(_part(pdf, part) for part in parts) for parts in boxes)
    places = len(_lines(pdf, str(paper["places"]), size, 180)) * size * LINE if paper["places"] else 0
    if y is not None:
        _heading(pdf, y + 5, str(paper["to"]))
        pdf.set_text_color(*STEEL)
        top = _paragraph(pdf, (15, y + 6.8), str(paper["places"]), size, 180) + 1
        for n, (parts, trade) in enumerate(zip(boxes, trades, strict=True)):
            _trade(pdf, (15 + n * 61, top, box), parts, trade[3])
    return 10.5 + places + box


def _part(pdf: Any, part: tuple[str, float, str, Any]) -> float:
    text, size, style, _ = part
    return len(_lines(pdf, text, size, 50, style)) * size * LINE + 1 if text else 0.0


def _trade(pdf: Any, at: tuple[float, float, float], parts: Sequence[tuple[str, float, str, Any]], band: str) -> None:
    """A trade in its box: its title, its place, why; the band at its left is that of the screen."""
    x, top, high = at
    pdf.set_fill_color(*PAPER)
    pdf.set_draw_color(*MIST)
    pdf.set_line_width(0.3)
    pdf.rect(x, top, 58, high, style="FD", round_corners=True, corner_radius=2)
    pdf.set_fill_color(*BANDS.get(band, MIST))
    pdf.rect(x, top + 0.4, 2.2, high - 0.8, style="F", round_corners=True, corner_radius=1)
    y = top + 2.5
    for text, size, style, tone in parts:
        if text:
            pdf.set_text_color(*tone)
            y = _paragraph(pdf, (x + 5, y), text, size, 50, style) + 1
