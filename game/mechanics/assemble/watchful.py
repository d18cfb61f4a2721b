"""What a person may see of the state: looks and readings, never what is right."""

from game.mechanics.assemble import lever
from game.mechanics.assemble.closing import options
from game.mechanics.assemble.seen import (
    AssembleSeen,
    BinSeen,
    FieldSeen,
    FodSeen,
    HeadSeen,
    HoleSeen,
    LeverSeen,
    PartSeen,
    RivetSeen,
    ToolSeen,
)
from game.mechanics.assemble.state import State

GAUGE_TICKS = 20
"""The slide of the pige runs 400 ms before it can be read."""


def see(state: State) -> AssembleSeen:
    """A frozen view of the whole bench now."""
    p = state.params
    slid = state.gauge_hole and state.tick - state.gauge_tick >= GAUGE_TICKS
    hand = state.hand
    ceiling = p.ceilings_s[state.movement - 1] * 50 if state.movement else p.practice_s * 50
    return AssembleSeen(
        tick=state.tick,
        phase=state.phase,
        movement=state.movement,
        index=state.index,
        rack_open=state.rack_open,
        folders=p.folders if state.bell else (),
        doc=state.doc,
        holes=_holes(state),
        hand=None
        if hand is None
        else RivetSeen(hand.bin, hand.look, hand.stem_mm, hand.lot, hand.bend_mdeg, hand.nick),
        bins=tuple(
            BinSeen(b.number, b.look, b.stem_mm, b.lot, b.quantity - state.used[b.number], b.number in state.isolated)
            for b in p.bins
        ),
        tools=tuple(
            ToolSeen(t.id, t.listed, t.id in state.taken, "" if t.id in state.exchanged else t.label, t.kind)
            for t in p.tools
        ),
        parts=tuple(PartSeen(n, s.angle, s.face, s.fixed, s.refused) for n, s in state.parts.items()),
        lever=_lever(state),
        gauge_hole=state.gauge_hole,
        gauge_um=state.stack_um(state.gauge_hole) if slid else 0,
        check_hole=state.check_hole,
        check_reading=lever.reading(state, state.check_hole) if state.check_hole else "",
        calibre=state.calibre,
        fod=tuple(FodSeen(f.id, f.id, f.x_mm, f.y_mm) for f in p.fod if f.id in state.fod),
        heads=tuple(HeadSeen(i, f, state.verdicts.get(i, "")) for i, f in enumerate(state.heads)),
        points=tuple(FieldSeen(n, (), v) for n, v in state.points.items()) if state.phase == "points" else (),
        counts=tuple(FieldSeen(n, (), str(v)) for n, v in state.counts.items()) if state.phase == "close" else (),
        sheet=tuple(
            FieldSeen(c.id, options(state, c), state.sheet[c.id]) for c in p.sheet if state.phase == "close"
        ),
        places=p.places if state.phase == "close" else (),
        searched=tuple(state.searched),
        placed=state.placed,
        total=len(state.holes),
        tags_left=state.tags_left,
        wait_ms=max(0, state.hold_until - state.tick) * 20,
        message=state.message,
        replies=state.replies,
        gate=state.gate,
        pace=min(1000, state.movement_tick * 1000 // ceiling) if state.clock else -1,
        elapsed_ms=state.tick * 20,
    )


def _holes(state: State) -> tuple[HoleSeen, ...]:
    seen = []
    for zone_name, zone in state.params.zones.items():
        for name, spec in zone.holes.items():
            hole = state.holes[name]
            rivet = hole.rivet
            seen.append(
                HoleSeen(
                    name,
                    zone_name,
                    spec.x_mm,
                    spec.y_mm,
                    "empty" if rivet is None else "formed" if hole.formed else "loose",
                    rivet.look if rivet else "",
                    hole.h_um if rivet else 0,
                    hole.traces,
                    spec.oval,
                    hole.tagged,
                    hole.redo,
                    zone_name == state.phase or state.phase == "practice",
                )
            )
    return tuple(seen)


def _lever(state: State) -> LeverSeen:
    name = state.lever_hole
    start = state.holes[name].start_um if name else 0
    target = state.params.target_b_um if state.index == "B" else state.params.target_um
    return LeverSeen(
        name,
        state.x,
        state.f,
        state.holes[name].h_um if name else 0,
        start,
        target,
        state.params.tolerance_um,
        state.jaw,
        state.params.squeezers[state.squeezer].id,
    )
