"""The font at every size, and how wide and how tall words are in it."""

from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO

import pygame


@lru_cache(maxsize=28)
def font(px: int, bold: bool) -> pygame.font.Font:
    """Atkinson Hyperlegible at a size in real pixels; with its glyphs one holds 130 kB, and writes again in 0.6 ms."""
    if not pygame.font.get_init():
        pygame.font.init()
    name = "AtkinsonHyperlegible-Bold.ttf" if bold else "AtkinsonHyperlegible-Regular.ttf"
    return pygame.font.Font(BytesIO(_font_bytes(name)), px)


@cache
def _font_bytes(name: str) -> bytes:
    folder = files("fontpkg_atkinson_hyperlegible") / "files"
    fonts = [f for f in folder.iterdir() if f.name == name]
    if not fonts:
        raise FileNotFoundError(f"{name} is not in the font package: {sorted(f.name for f in folder.iterdir())}")
    return fonts[0].read_bytes()


TIED_AFTER, TIED_BEFORE = "?!:;»·", "«"
"""Signs that are set off by a space, yet never stand alone at the beginning or the end of a line."""


UNITS = ("mm",)
OUT_OF, LONGEST = ("sur", "of"), 18
"""What stands between a figure and how many there are in all; the most signs that are kept together for it."""


def _words(text: str) -> list[str]:
    """What a line may be broken into: a sign goes with the word that it follows, an opening one with the next.

    A unit goes with its figures, and a figure with how many there are in all: « 4 sur 6 », « 4 faits sur 6 ».
    """
    return _counted(_parted(text))


def _parted(text: str) -> list[str]:
    words: list[str] = []
    for word in text.split(" "):
        figure = bool(words) and words[-1][-1:].isdigit() and word.rstrip(".,;:)") in UNITS
        if words and word and (figure or word[0] in TIED_AFTER or words[-1] in TIED_BEFORE):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def _counted(words: list[str]) -> list[str]:
    """The words with each count out of a number as one: at most two words stand between its figure and « sur »."""
    kept: list[str] = []
    while words:
        ends = (n for n in range(1, min(4, len(words) - 1)) if words[n] in OUT_OF and words[n + 1][:1].isdigit())
        end = next(ends, 0) if words[0].isdigit() else 0
        long = 1 + (end + 1 if end and len(" ".join(words[: end + 2])) <= LONGEST else 0)
        kept.append(" ".join(words[:long]))
        words = words[long:]
    return kept


@lru_cache(maxsize=8000)
def _in_em(text: str, bold: bool) -> float:
    """How wide words are at a size of one: the same at every size of text, so measured once, whoever asks."""
    return font(Measure.REFERENCE, bold).size(text)[0] / Measure.REFERENCE


class Measure:
    """Widths and lines in design units; implements `scene.Look` together with the catalogue (see look.StaticLook)."""

    REFERENCE = 100

    def __init__(self, text_scale: float) -> None:
        self.text_scale = text_scale
        self._wrapped: dict[tuple[str, float, float, bool], tuple[str, ...]] = {}

    def px(self, size: float) -> float:
        return size * self.text_scale

    def line_height(self, size: float) -> float:
        return self.px(size) * 1.28

    def width(self, text: str, size: float, bold: bool = False) -> float:
        return _in_em(text, bold) * self.px(size) * 1.01

    def wrap(self, text: str, size: float, width: float, bold: bool = False) -> list[str]:
        asked = (text, size, width, bold)
        known = self._wrapped.get(asked)
        if known is None:
            known = tuple(self._lines(text, size, width, bold))
            if len(self._wrapped) > 4000:
                self._wrapped.clear()
            self._wrapped[asked] = known
        return [*known]

    def _lines(self, text: str, size: float, width: float, bold: bool) -> list[str]:
        lines: list[str] = []
        for part in text.split("\n"):
            line = ""
            for word in _words(part):
                longer = f"{line} {word}" if line else word
                if line and self.width(longer, size, bold) > width:
                    lines.append(line)
                    line = word
                else:
                    line = longer
            lines.append(line)
        return lines
