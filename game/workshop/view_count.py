"""What the end of a job shows to be counted and written: lines of the sheet, bins, the board, how small each is drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from game.screen.nodes import Box, Picture, Poly, Rect, Shape

DrawCounted = Callable[[float, float], list[Shape]]
"""How a small thing looks around a point, about 40 units wide."""

Thrown = Callable[[float, float, int], list[Shape]]
"""How the n-th thing thrown into the red box lies there."""

DRAWN: Mapping[str, DrawCounted] = {
    "tags": lambda x, y: [Picture("tag", Rect(x - 30, y - 24, 60, 46))],
    "red_box": lambda x, y: [Poly(((x - 24, y - 12), (x + 24, y - 12), (x + 18, y + 20), (x - 18, y + 20)), "red"), Box(Rect(x - 28, y - 18, 56, 9), "red", 4)],
    "tools": lambda x, y: [Box(Rect(x - 22, y - 20, 44, 40), "slate", 8), Box(Rect(x - 12, y - 8, 24, 8), "alu_light", 4), Box(Rect(x - 12, y + 4, 14, 8), "signal", 4)],
}  # fmt: skip
"""How small what every workshop counts is drawn on its line."""
MOST = 16
"""The largest number on one row. The strip is always whole, up to the fullest bin: it gives nothing away."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One line of the sheet: a thing to count, and the number noted ("" while none is)."""

    id: str
    name: str
    noted: str
    draw: DrawCounted


@dataclass(frozen=True, slots=True)
class Tray:
    """A bin seen from above with its true stock; `item` is the line of the sheet that counts it, `line` its name there."""

    item: str
    line: str
    name: str
    lot: str
    stock: int
    draw: DrawCounted


@dataclass(frozen=True, slots=True)
class Peg:
    """A place on the board: the tool hangs there ("board"), is still on the bench ("hand"), or is nowhere ("gone")."""

    id: str
    name: str
    state: str
    draw: Callable[[float, float, bool], list[Shape]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of the sheet with its answers. `asks`: its whole question, "" for none; `recall`: what it speaks of, drawn."""

    id: str
    name: str
    options: tuple[str, ...]
    value: str
    asks: str = ""
    recall: tuple[Shape, ...] = ()


@dataclass(frozen=True, slots=True)
class Closing:
    """Everything this screen shows. `open` is "" (counting), "form" (fields) or the id of an empty peg being asked about."""

    number: str  # of the work order
    counted: tuple[Counted, ...]
    trays: tuple[Tray, ...]
    box: str  # the line that counts the red box
    rejected: int
    tags: str  # the line that counts the tags
    tags_left: int
    tags_total: int
    tools: str  # the line that counts the tools
    pegs: tuple[Peg, ...]
    entries: tuple[Entry, ...]
    places: tuple[tuple[str, str, bool], ...]  # (id, name, already searched)
    says: str
    mentor: str  # name of the mentor's drawing
    chosen: str
    pending: str
    open: str
    asked: str  # the field whose question is read
    thrown: Thrown  # how the n-th thing in the red box lies there
    most: int = MOST  # the largest number that may have to be noted
    page: int = 0  # of what the mentor says, where large words need several
    taught: bool = False  # practice: the tags alone are counted
    signed: bool = False  # the pen has written
    place_draw: Mapping[str, tuple[Shape, ...]] = field(default_factory=dict)  # how a place looks, where it is drawn
