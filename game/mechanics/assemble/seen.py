"""What a person may see of `assemble@1`, and nothing more: the contract between the task and its view."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HoleSeen:
    id: str  # "A6"
    zone: str  # "A" | "B" | "D"
    x_mm: int
    y_mm: int
    state: str  # "empty" | "loose" (rivet in, not formed) | "formed"
    rivet: str  # "" | "grey" | "minus" | "plus": the look of the rivet in it
    h_um: int  # head height, 0 when empty
    traces: int
    oval: bool  # the edge is visibly irregular
    tagged: bool
    redo: bool  # marked "to redo"
    open: bool  # belongs to the zone in hand now


@dataclass(frozen=True, slots=True)
class RivetSeen:
    bin: int  # 1..3
    look: str  # "grey" | "minus" | "plus"
    length_mm: int
    lot: str
    bend_mdeg: int
    nick: bool


@dataclass(frozen=True, slots=True)
class BinSeen:
    number: int
    look: str
    stem_mm: int
    lot: str
    left: int
    isolated: bool


@dataclass(frozen=True, slots=True)
class ToolSeen:
    id: str
    listed: bool  # on the work order's list (kept for the drawing of the list, not lit on the board)
    taken: bool
    label: str  # date label, "" when none
    kind: str  # "tool" | "ppe" | "other"


@dataclass(frozen=True, slots=True)
class PartSeen:
    id: str  # "E12" | "D40"
    angle: int  # quarter turns 0..3
    face: int  # 0 | 1
    fixed: bool
    refused: bool  # the last try did not fit


@dataclass(frozen=True, slots=True)
class LeverSeen:
    hole: str  # "" when no rivet is under the tool
    x: int  # 0..1000 lever
    f: int  # 0..1000 force
    h_um: int
    start_um: int
    target_um: int
    tolerance_um: int
    jaw: int  # approach 0..3
    tool: str  # "pince_12" | "pince_27"


@dataclass(frozen=True, slots=True)
class FodSeen:
    id: str
    kind: str  # "copeau" | "foret" | "chiffon" | "film" | "pige" | "ordre" | "crayon" | "lampe" | ...
    x_mm: int
    y_mm: int


@dataclass(frozen=True, slots=True)
class HeadSeen:
    index: int  # 0..15
    feature: str  # "" | "cocked" | "gap" | "crushed" | "mark" | "reflection" | "drip" | "pencil"
    verdict: str  # "" | "ok" | "review"


@dataclass(frozen=True, slots=True)
class FieldSeen:
    id: str
    options: tuple[str, ...]
    value: str


@dataclass(frozen=True, slots=True)
class AssembleSeen:
    tick: int
    phase: str  # "practice" | "prepare" | "A" | "heads1" | "B" | "D" | "heads2" | "points" | "close" | "done"
    movement: int  # 0 practice, then 1..3
    index: str  # "A" | "B": revision in force on the open order
    rack_open: bool  # the folder rack is waiting for a choice
    folders: tuple[str, ...]
    doc: str  # "order" | "plan" | "cut" | "changes"
    holes: tuple[HoleSeen, ...]
    hand: RivetSeen | None
    bins: tuple[BinSeen, ...]
    tools: tuple[ToolSeen, ...]
    parts: tuple[PartSeen, ...]
    lever: LeverSeen
    gauge_hole: str  # hole under the pige, "" when none
    gauge_um: int  # what the scale shows, 0 when none
    check_hole: str  # head under the calibre
    check_reading: str  # "" | "low" | "go" | "high" | "shape"
    calibre: str  # "A" | "B"
    fod: tuple[FodSeen, ...]
    heads: tuple[HeadSeen, ...]  # the block to control now, () when none
    points: tuple[FieldSeen, ...]  # inside-view control points still to place (value = hole id chosen)
    counts: tuple[FieldSeen, ...]
    sheet: tuple[FieldSeen, ...]
    places: tuple[str, ...]  # where the missing tool can be searched
    searched: tuple[str, ...]
    placed: int
    total: int
    tags_left: int
    wait_ms: int  # a hold is on while > 0
    message: str  # text key of what the mentor or a colleague says now, "" when silent
    replies: tuple[str, ...]  # reply keys offered, () when none
    gate: str  # id of the gate that just stopped an act, "" when none
    pace: int  # share of the movement's ceiling used, in thousandths; -1 without the clock
    elapsed_ms: int
