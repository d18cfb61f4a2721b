"""The band of a margin: what is said to be shown is green and nothing else is, on screen, on paper, in the tower."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fpdf import FPDF
from jinja2 import Environment, FileSystemLoader

from assets.texts import Catalogue
from assets.voice import Voice
from desk.match_words import Words
from export.files import paper
from export.store.store import Store
from game.scenes.pass_axis import PALE, on_axis
from game.screen.nodes import Box
from scoring.types import LEVEL_CUTS, SHARES, cut_band, share
from tower.pages.rescoring import drawing

ENDS = (-2.4, -1.5, -0.9, -0.6, 0.0, 0.1, 0.4, 1.0, 1.1, 1.5, 2.4)
SPANS = [(low, high) for low in ENDS for high in ENDS if low < high]
TOPS = (*SHARES, 1.0)
Part = tuple[float, float]


def test_the_levels_begin_at_quarters_of_the_axis() -> None:
    """Four places of one width."""
    assert [share(cut) for cut in LEVEL_CUTS] == pytest.approx(list(SHARES))
    assert (share(-9.0), share(9.0)) == (0.0, 1.0)


@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize("ends", SPANS)
def test_a_band_is_full_within_the_level_that_is_shown_and_there_alone(level: int, ends: Part) -> None:
    """What lies below is pale, what lies above is empty; together they are the margin, where it meets the level."""
    low, high = map(share, ends)
    band = cut_band(low, high, level, 0.03)
    assert (0.25 * level) - 1e-9 <= band.full[0] < band.full[1] <= TOPS[level] + 1e-9
    assert band.full[1] - band.full[0] >= 0.03 - 1e-9
    assert bool(band.beyond) == (high > TOPS[level])
    if band.beyond:
        assert band.beyond[1] == high
        assert band.beyond[0] == (band.full[0] if low <= band.full[1] else low)
    if band.pale:
        assert band.pale == (low, band.full[0])


@pytest.mark.parametrize("ends", SPANS)
def test_a_band_of_which_nothing_is_shown_is_in_one_piece(ends: Part) -> None:
    """To confirm and not yet shown: the whole margin, as it was."""
    low, high = map(share, ends)
    band = cut_band(low, high, 0, 0.03)
    assert (band.pale, band.beyond) == (None, None)
    assert band.full == pytest.approx((min(low, 0.97), max(high, min(low, 0.97) + 0.03)))


def on_screen(ends: Part, statement: str, level: int) -> tuple[list[Part], list[Part]]:
    """Green parts of the card's drawing, pale ones too, and its white ones, in shares of the axis."""
    boxes = [s for s in on_axis(0, 0, 400, (ends[0], sum(ends) / 2, ends[1]), statement, level) if isinstance(s, Box)]
    green = [b for b in boxes if b.fill == "green"]
    assert all(b.alpha == PALE for b in green if not b.stroke)
    white = [b for b in boxes if b.fill == "white" and b.stroke]
    parts = [[(b.rect.x / 400, (b.rect.x + b.rect.w) / 400) for b in kind] for kind in (green, white)]
    return parts[0], parts[1]


def on_paper(ends: Part, statement: str, level: int) -> tuple[list[Part], list[Part]]:
    """The same of the paper: what is drawn with an edge or in green."""
    drawn: list[tuple[str, Part, tuple[int, ...]]] = []

    class Kept(FPDF):
        """A sheet that keeps its rectangles: style, ends on the axis, colour."""

        tone: tuple[int, ...] = ()

        def set_fill_color(self, *tone: int) -> None:  # type: ignore[override]
            self.tone = tone

        def rect(self, x: float, y: float, w: float, h: float, style: str = "", **_: object) -> None:  # type: ignore[override]
            left, wide = paper.AXIS
            drawn.append((style, ((x - left) / wide, (x + w - left) / wide), self.tone))

    span = share(ends[0]), share(sum(ends) / 2), share(ends[1])
    sheet = Kept()
    sheet.add_page()
    paper._on_axis(sheet, 50.0, (span, level), statement)
    green = [at for _, at, tone in drawn[4:] if tone in (paper.GREEN, paper._mixed(paper.GREEN, 0.45))]
    return green, [at for style, at, tone in drawn[4:] if style == "FD" and tone == paper.WHITE]


def in_tower(ends: Part, statement: str, level: int) -> tuple[list[Part], list[Part]]:
    """The same of the tower's pages and cards, which all draw by one macro."""
    with TemporaryDirectory() as folder, Store.open(Path(folder, "a.db")) as store:
        words = Words(store, Voice(Catalogue.load(), "fr"))
        row = drawing(words, (ends[0], sum(ends) / 2, ends[1]), f"{statement} {level}")
    pages = FileSystemLoader(Path(__file__).parent.parent / "tower/templates")
    parts = Environment(loader=pages, autoescape=True).get_template("parts.html")
    drawn = str(parts.module.margin({**row, "statement": statement}, ""))  # type: ignore[attr-defined]
    found = re.findall(r'class="(fill|pale) (\w+)" x="([\d.]+)" y="\d" width="([\d.]+)"', drawn)
    at = [(colour, (float(x) / 240, (float(x) + float(w)) / 240)) for _, colour, x, w in found]
    return [p for c, p in at if c == "shown"], [p for c, p in at if c in ("beyond", "to_confirm")]


@pytest.mark.parametrize("place", [on_screen, on_paper, in_tower])
@pytest.mark.parametrize(("level", "ends"), [
    (1, (-1.6, 2.0)), (1, (-0.7, 1.6)), (1, (0.05, 1.6)), (1, (0.5, 1.6)), (1, (-1.2, 0.0)),
    (2, (-0.4, 1.9)), (2, (0.3, 2.6)), (3, (0.2, 2.6)),
])  # fmt: skip
def test_no_drawing_is_green_beyond_the_level_that_is_shown(place, level: int, ends: Part) -> None:  # type: ignore[no-untyped-def]
    """« Montré : premiers gestes » was one green band through « à l'aise » into « solide »: read as « solide »."""
    green, white = place(ends, "shown", level)
    assert green
    assert max(right for _, right in green) == pytest.approx(min(TOPS[level], share(ends[1])), abs=0.005)
    assert len(white) == (share(ends[1]) > TOPS[level])
    assert all(right == pytest.approx(share(ends[1]), abs=0.005) for _, right in white)


@pytest.mark.parametrize("place", [on_screen, on_paper, in_tower])
def test_what_is_not_shown_has_no_green(place) -> None:  # type: ignore[no-untyped-def]
    """To confirm: one white band over the whole margin. Not enough seen: no band."""
    green, white = place((-1.6, 2.0), "to_confirm", 0)
    assert green == []
    assert white == [pytest.approx((share(-1.6), share(2.0)), abs=0.005)]
    assert place((-1.6, 2.0), "not_enough", 0) == ([], [])
