"""What a person may see of any workshop, and nothing more: the contract between a task and its view."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, TypeVar

from game.workshop.closing import options
from game.workshop.params import WorkshopParams
from game.workshop.sense import day_of
from game.workshop.state import WorkshopState
from game.workshop.teach import TAUGHT_COUNT
from scenarios.days import last_day

V = TypeVar("V")


class Last(Generic[V]):
    """What was made last: it is made anew only when what it is made from is not what it was."""

    def __init__(self, make: Callable[..., V]) -> None:
        self._make = make
        self._kept: tuple[tuple[object, ...], V] | None = None

    def __call__(self, *given: object) -> V:
        kept = self._kept
        if kept is None or kept[0] != given:
            kept = self._kept = given, self._make(*given)
        return kept[1]


@dataclass(frozen=True, slots=True)
class ToolSeen:
    id: str
    draw: str  # which drawing shows it
    listed: bool  # on the work order's list (kept for the drawing of the list, not lit on the board)
    taken: bool
    label: str  # date label, "" when none
    kind: str  # "tool" | "ppe" | "other"
    gone: bool = False  # its place is empty and nobody has it
    renewed: str = ""  # the date label of the one that the store gave instead, "" when none did


@dataclass(frozen=True, slots=True)
class PartSeen:
    id: str
    angle: int  # quarter turns 0..3
    face: int  # 0 | 1
    fixed: bool
    refused: bool  # the last try did not fit
    here: bool  # belongs to the zone in hand now


@dataclass(frozen=True, slots=True)
class FodSeen:
    id: str
    draw: str
    x_mm: int
    y_mm: int


@dataclass(frozen=True, slots=True)
class HeadSeen:
    index: int
    feature: str  # what is to be seen on it, "" for nothing
    verdict: str  # "" | "ok" | "review"


@dataclass(frozen=True, slots=True)
class FieldSeen:
    id: str
    options: tuple[str, ...]
    value: str


@dataclass(frozen=True, slots=True)
class WorkshopSeen:
    tick: int = field(compare=False)  # time alone changes nothing that is seen
    phase: str  # the author's name of the step; "practice" | "done"
    kind: str  # "practice" | "prepare" | "work" | "judge" | "points" | "close" | "done"
    zone: str  # zone of a step of work
    movement: int  # 0 practice, then 1 and up
    index: str  # issue in force of the open order, in the author's words
    revised: bool  # whether that is the revised one
    rack_open: bool  # the folder rack is waiting for a choice
    folders: tuple[str, ...]
    doc: str  # "order" | "plan" | "cut" | "changes"
    tools: tuple[ToolSeen, ...]
    parts: tuple[PartSeen, ...]
    fod: tuple[FodSeen, ...]
    heads: tuple[HeadSeen, ...]  # the block to judge now, () when none
    points: tuple[FieldSeen, ...]  # control points (value = spot chosen), () outside of that step
    counts: tuple[FieldSeen, ...]  # what is counted, and the number noted, "" while none is
    stock: tuple[tuple[str, int], ...]  # what lies there to be counted, () outside of the last step
    sheet: tuple[FieldSeen, ...]
    places: tuple[str, ...]  # where the missing tool can be searched
    searched: tuple[str, ...]
    tags_left: int
    waiting: bool  # a hold is on
    message: str  # key of the `message.` that the mentor or a colleague says now, "" when silent
    visitor: str  # the drawing of the colleague who says it, "" when it is the mentor or nobody
    replies: tuple[str, ...]  # reply keys offered, () when none
    changeable: tuple[str, ...]  # replies that the one just given can be changed for, () when none
    lesson: str  # the gesture that practice has set out, "" outside of a try
    outcome: str  # how the try turned out, "" while it goes on
    goods: int  # how often that gesture was right
    learnt: tuple[str, ...]
    pace: int  # share of the movement's ceiling used, in thousandths; -1 without the clock


T = TypeVar("T", bound=WorkshopSeen)


def shown(kind: type[T], state: WorkshopState, more: Mapping[str, Any]) -> T:
    """A frozen view of what every workshop shows, with what one mechanic adds to it, in that mechanic's own class.

    Robots look at every tick of a gesture: what is seen is made once, and of small things only what looks otherwise.
    """
    p, sort, movement = state.params, state.kind, state.movement
    closing, taught = state.closing, sort != "close"
    ceiling = p.ceiling_s(movement) * 50
    there, learnt, verdicts = state.fod, state.learnt, state.verdicts
    return kind(
        tick=state.tick,
        phase=state.phase,
        kind=sort,
        zone=state.zone,
        movement=movement,
        index=state.index,
        revised=state.index == p.issues[1],
        rack_open=state.rack_open,
        folders=p.folders if state.bell else (),
        doc=state.doc,
        tools=_tools(state),
        parts=_parts(state),
        fod=tuple([_thing(f.id, f.draw, f.x_mm, f.y_mm) for f in p.fod if f.id in there]),
        heads=tuple([_head(i, f, verdicts.get(i, "")) for i, f in enumerate(state.heads)]),
        points=tuple(FieldSeen(n, (), v) for n, v in state.points.items()) if sort == "points" else (),
        counts=_counts(state, sort) if closing else (),
        stock=tuple(state.stock().items()) if closing else (),
        sheet=tuple(FieldSeen(c.id, options(state, c), state.sheet[c.id]) for c in p.sheet if closing and not taught),
        places=p.places if closing and (not taught or state.missing) else (),
        searched=tuple(state.searched),
        tags_left=state.tags_left,
        waiting=state.hold_until > state.tick,
        message=state.message,
        visitor=_visitor(state) if state.message else "",
        replies=state.replies,
        changeable=state.changeable,
        lesson=state.lesson,
        outcome=state.outcome,
        goods=state.goods,
        learnt=tuple([g.id for g in p.practice if g.id in learnt]),
        pace=min(1000, state.movement_tick * 1000 // ceiling) if state.clock and ceiling else -1,
        **more,
    )


_thing, _head = lru_cache(maxsize=1024)(FodSeen), lru_cache(maxsize=1024)(HeadSeen)


def _visitor(state: WorkshopState) -> str:
    """The drawing of who says what is said now, "" for the mentor."""
    return _speaker(state.params, state.message)


def _speaks(params: WorkshopParams, message: str) -> str:
    return next((h.who for h in params.day if h.who and message in h.messages()), "")


_speaker = Last(_speaks)
"""What is said stays for a while: whose it is, is looked for once."""


def _counts(state: WorkshopState, sort: str) -> tuple[FieldSeen, ...]:
    """The lines of the sheet that are counted now: each at the end of the job, one where it is taught."""
    lines = [n for n in state.counts if sort == "close" or n == TAUGHT_COUNT]
    return tuple(FieldSeen(n, (), str(state.counts[n]) if n in state.noted else "") for n in lines)


def _tools(state: WorkshopState) -> tuple[ToolSeen, ...]:
    gone = state.lost if state.gone(state.lost) else ""
    return _board(state.params, frozenset(state.taken), frozenset(state.exchanged), state.lesson, gone)


def _renewed(params: WorkshopParams, label: str) -> str:
    """The date on what the store gives for a tool with this `label`: the same day, the year after the newest label's.

    "" where the old one bore none. Every other label is in date, so this one is.
    """
    mine = day_of(label)
    if mine is None:
        return ""
    year = max(day[0] for tool in params.tools if (day := day_of(tool.label))) + 1
    return f"{min(mine[2], last_day(2000 + year, mine[1])):02d}.{mine[1]:02d}.{year:02d}"


def _hung(
    params: WorkshopParams, taken: Set[str], exchanged: Set[str], lesson: str, gone: str
) -> tuple[ToolSeen, ...]:
    """Every tool as it is seen while these are taken, exchanged, gone, and a gesture of practice is in hand."""
    gesture = params.gesture(lesson)
    # In practice one date alone is past: that of the day's own tool is for the day.
    store = gesture is not None and bool(gesture.label)
    past = {params.expired_tool: "", gesture.tool: gesture.label} if gesture is not None and store else {}
    return tuple(
        ToolSeen(
            t.id, t.draw, t.listed, t.id in taken, "" if t.id in exchanged else past.get(t.id, t.label), t.kind,
            t.id == gone, _renewed(params, t.label) if t.id in exchanged else "",
        )
        for t in params.tools
    )  # fmt: skip


_board = Last(_hung)
"""The same board for the same sight: it hardly looks otherwise than at the tick before."""


def _parts(state: WorkshopState) -> tuple[PartSeen, ...]:
    return tuple(
        [
            _part(spec.id, s.angle, s.face, s.fixed, s.refused, state.open_now(spec.zone))
            for spec in state.params.parts
            if (s := state.parts[spec.id])
        ]
    )


_part = lru_cache(maxsize=1024)(PartSeen)
