"""The end of a job as the person meets it: the screen made of what is seen, and what each press and key does to it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from game.screen.nodes import Shape
from game.workshop import view_closing
from game.workshop.params import WorkshopParams
from game.workshop.practice import RIGHT
from game.workshop.seen import FieldSeen, ToolSeen, WorkshopSeen
from game.workshop.view import Desk, Parts
from game.workshop.view_board import tool_drawing
from game.workshop.view_count import DRAWN, MOST, Closing, Counted, Entry, Peg, Thrown, Tray
from game.workshop.view_places import place
from game.workshop.words import WorkshopWords
from scenarios.vocabulary import Value

PRESSES = ("count", "see", "number", "step", "note", "form", "answer", "entry", "further", "gap", "report")
"""Kinds of things pressed here alone."""
AWAY = ("sign", "end")
"""Kinds of things that lead away from the count: a number that was chosen is written first."""
CountingDeed = tuple[str, Mapping[str, Value]]


def parts(
    look: WorkshopWords, seen: WorkshopSeen, params: WorkshopParams, desk: Desk, trays: tuple[Tray, ...],
    named: Callable[[ToolSeen], str], says: str, thrown: Thrown, page: int = 0,
    recall: Callable[[str], list[Shape]] = lambda field: [],
) -> Parts:  # fmt: skip
    """The whole screen below the top bar. `trays` are the mechanic's bins; `named` says what a tool is called.

    Where practice teaches it, one line is counted: what the other lines count is not there, but for the board where one
    of its places is empty. `says` is the mentor's last sentence, `page` the part of it that large words show. `recall`
    draws what a field of the sheet speaks of, about (0, 0), 200 wide at the most.
    """
    there = dict(seen.stock)
    taught = seen.kind == "practice"
    gesture = params.gesture(seen.lesson)
    board = not taught or (gesture is not None and bool(gesture.tool))
    hung = [t for t in seen.tools if board and t.kind != "ppe" and (t.listed or t.taken)]
    trays = () if taught else trays
    now = Closing(
        number=params.order_number,
        counted=tuple(_line(look, line.id, line.value, trays) for line in seen.counts),
        trays=trays,
        box="red_box",
        rejected=there["red_box"],
        tags="tags",
        tags_left=seen.tags_left,
        tags_total=params.tags,
        tools="tools",
        pegs=tuple(_peg(named(tool), tool) for tool in hung),
        entries=tuple(_entry(look, f, recall) for f in seen.sheet),
        asked=desk.asked or next((f.id for f in seen.sheet if not f.value), seen.sheet[0].id if seen.sheet else ""),
        places=tuple((place, look.t(f"place.{place}"), place in seen.searched) for place in seen.places),
        says=says,
        mentor=f"mentor_{look.head.mentor}",
        chosen=chosen(desk, seen),
        pending=desk.pending,
        open=desk.open if desk.open in {"form", *(t.id for t in seen.tools if t.gone)} else "",
        thrown=thrown,
        most=most(params),
        page=page,
        taught=taught,
        signed=taught and seen.outcome == RIGHT,
        place_draw={name: place(draw) for name, draw in params.place_draw.items()},
    )
    return view_closing.closing(look, now)


def most(params: WorkshopParams) -> int:
    """The largest number that may have to be noted, never less than a whole strip of them."""
    return max(MOST, params.fullest())


def chosen(desk: Desk, seen: WorkshopSeen) -> str:
    """The line in force: the one chosen, else the first that has no number yet."""
    return desk.chosen or next((line.id for line in seen.counts if not line.value), "")


def press(
    desk: Desk, seen: WorkshopSeen, params: WorkshopParams, mentor: str, what: tuple[str, str]
) -> tuple[Desk, CountingDeed | None]:
    """What a press on (kind, name) changes here, and the act to do, None for none.

    Whoever moves on with a number chosen has counted: it is written on its line, as by the button for it.
    """
    kind, name = what
    if kind == "note" or (kind == "count" and desk.typed):
        # Whoever types has the focus somewhere among the lines: Enter notes, wherever that is.
        return _note(desk, seen)
    if kind in ("count", "see") and name == chosen(desk, seen):
        # Whoever looks at what is counted once more has not moved on.
        return replace(desk, chosen=name, open=""), None
    if kind in (*AWAY, "count", "see", "form", "gap"):
        before, deed = _note(desk, seen)
        return _elsewhere(before if deed else desk, kind, name), deed
    if kind == "step":
        return replace(desk, pending=stepped(desk, seen, params, int(name)), typed=False), None
    if kind == "number":
        again = desk.pending == name
        return _note(desk, seen) if again else (replace(desk, pending=name, typed=False), None)
    if kind in ("entry", "further"):
        return replace(desk, asked=name), None
    if kind == "answer":
        # The question stays until the person goes on: a second press of a quick hand answers no other one.
        field, _, value = name.partition("=")
        return replace(desk, asked=field), ("field", {"field": field, "value": value})
    return replace(desk, open=""), ("call", {"who": mentor, "about": name})


def _elsewhere(desk: Desk, kind: str, name: str) -> Desk:
    """The desk as one turns to another line or tray, the boxes of the sheet, an empty place, the way out."""
    if kind in ("count", "see"):
        return Desk(chosen=name)
    open = desk.open if kind in AWAY else name if kind == "gap" else "" if desk.open == "form" else "form"
    return replace(desk, open=open, pending="", typed=False)


def stepped(desk: Desk, seen: WorkshopSeen, params: WorkshopParams, by: int) -> str:
    """The number one step from the one chosen, else from the one written, else from none; among those shown."""
    written = next((line.value for line in seen.counts if line.id == chosen(desk, seen)), "")
    return str(max(0, min(most(params), int(desk.pending or written or 0) + by)))


def _note(desk: Desk, seen: WorkshopSeen) -> tuple[Desk, CountingDeed | None]:
    """Write the number on its line, and go on to the next one that is empty."""
    line = chosen(desk, seen)
    if not line or not desk.pending:
        return replace(desk, typed=False), None
    empty = [c.id for c in seen.counts if not c.value and c.id != line]
    names = [c.id for c in seen.counts]
    later = [name for name in empty if names.index(name) > names.index(line)]
    return Desk(chosen=(later or empty or [""])[0]), ("count", {"item": line, "n": int(desk.pending)})


def typed(desk: Desk, params: WorkshopParams, key: str) -> Desk:
    """A figure typed goes on the number not noted yet, or begins it anew; backspace takes the last one away."""
    if desk.open:
        return desk
    if key == "backspace":
        return replace(desk, pending=desk.pending[:-1], typed=len(desk.pending) > 1)
    if len(key) != 1 or key not in "0123456789":
        return desk
    longer = str(int((desk.pending if desk.typed else "") + key))
    return replace(desk, pending=longer if int(longer) <= most(params) else key, typed=True)


def _line(look: WorkshopWords, id: str, noted: str, trays: tuple[Tray, ...]) -> Counted:
    tray = next((t for t in trays if t.item == id), None)
    if tray is not None:
        return Counted(id, tray.line, noted, tray.draw)
    return Counted(id, look.t(f"count.{id}"), noted, DRAWN[id])


def _entry(look: WorkshopWords, field: FieldSeen, recall: Callable[[str], list[Shape]]) -> Entry:
    """A field with its whole question, where the workshop has written one."""
    asks = f"sheet.{field.id}.asks"
    name = look.t(f"sheet.{field.id}")
    if not look.has(asks):
        return Entry(field.id, name, field.options, field.value, recall=tuple(recall(field.id)))
    return Entry(field.id, name, field.options, field.value, look.t(asks), tuple(recall(field.id)))


def _peg(name: str, tool: ToolSeen) -> Peg:
    def draw(x: float, y: float, faded: bool) -> list[Shape]:
        return tool_drawing(tool.draw, x, y, faded=faded)

    state = "gone" if tool.gone else "hand" if tool.taken else "board"
    return Peg(tool.id, name, state, draw)
