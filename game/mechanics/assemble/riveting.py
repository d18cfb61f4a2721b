"""What can be done at the holes: taking, measuring, placing, forming and checking; one function an act."""

from collections.abc import Callable, Mapping

from game.mechanics.assemble import lever, teach
from game.mechanics.assemble.state import HoleState, State, next_rivet
from game.workshop import acts, closing, day, gesture
from game.workshop.acts import Args, lacks, number, part_open, word
from game.workshop.day import Emit
from game.workshop.state import PRACTICE

RivetingAct = Callable[[State, Args, Emit], bool]
RIVETING = (PRACTICE, "work")


def leave_head(state: State, emit: Emit) -> None:
    """Write down the head that the person turns away from, once."""
    name = state.lever_hole
    state.lever_hole = ""
    state.x = state.f = state.peak = 0
    state.pulling = False
    state.recent_x = [0] * 6
    if not name:
        return
    hole = state.holes[name]
    assert hole.rivet is not None
    if not hole.reported:
        hole.reported = True
        emit(
            "head",
            hole=name,
            zone=state.zone_of(name),
            n=hole.placed,
            stem=state.params.bin(hole.rivet.bin).stem_mm,
            true_stem=hole.rivet.stem_mm,
            h_um=hole.h_um,
            start_um=hole.start_um,
            target_um=hole.target_um,
            traces=hole.traces,
            pulls=hole.pulls,
            v_contact=hole.v_contact,
            formed=hole.formed,
            tool=hole.tool,
            device=state.device,
            bin=hole.rivet.bin,
            **({"shown_um": state.target_shown_um()} if state.params.facts > 1 else {}),
        )
        day.job(
            state, "head", emit, hole=name, zone=state.zone_of(name), tool=hole.tool, h_um=hole.h_um,
            target_um=hole.target_um, pulls=hole.pulls, formed=hole.formed,
        )  # fmt: skip


def open_zone(state: State, name: str) -> bool:
    """A hole can be worked on when its zone is in hand and the part of the zone is fixed."""
    if name not in state.holes or state.kind not in RIVETING:
        return False
    zone = state.zone_of(name)
    return part_open(state, zone) and (state.phase == PRACTICE or zone == state.zone)


def gauge(state: State, args: Args, emit: Emit) -> bool:
    name = word(args, "hole")
    if not open_zone(state, name) or state.holes[name].rivet is not None:
        return False
    if lacks(state, "pige"):
        return False
    state.gauge_hole, state.gauge_tick = name, state.tick
    emit("pige_read", hole=name, e_um=state.stack_um(name))
    day.job(state, "pige_read", emit, hole=name)
    return True


def place(state: State, args: Args, emit: Emit) -> bool:
    name = word(args, "hole")
    if state.hand is None or not open_zone(state, name) or state.holes[name].rivet is not None:
        return False
    if lacks(state, "squeezer"):
        return False
    if name in state.tagged:
        day.stop_at_gate(state, "nothing_in_tagged_hole", emit)
        return False
    leave_head(state, emit)
    dx, dy = number(args, "dx_um"), number(args, "dy_um")
    state.placed += 1
    start = state.hand.stem_mm * 1000 - state.stack_um(name)
    state.holes[name] = HoleState(
        rivet=state.hand,
        h_um=start,
        start_um=start,
        target_um=state.target_um(),
        tool=state.params.squeezers[state.squeezer].id,
        placed=state.placed,
    )
    distance = int((dx * dx + dy * dy) ** 0.5)
    emit(
        "place",
        hole=name,
        zone=state.zone_of(name),
        rivet=state.hand.id,
        bin=state.hand.bin,
        distance_um=distance,
        stem=state.params.bin(state.hand.bin).stem_mm,
        device=state.device,
        movement=state.movement,
    )
    if state.params.facts > 1:
        emit("fit", hole=name, zone=state.zone_of(name), stem=state.params.bin(state.hand.bin).stem_mm)
        emit("presented", distance_um=distance)
    day.job(state, "place", emit, hole=name, zone=state.zone_of(name), rivet=state.hand.id)
    state.hand, state.lever_hole, state.jaw, state.gauge_hole, state.moved = None, name, 0, "", False
    return True


def move_lever(state: State, args: Args, emit: Emit) -> bool:
    name, x = state.lever_hole, number(args, "x")
    if not name or not gesture.in_reach(x) or state.holes[name].reported:
        return False
    if not day.protected(state):
        if state.gate != "ppe_on":
            day.stop_at_gate(state, "ppe_on", emit)
        return False
    day.gate_kept(state, "ppe_on", emit)
    state.moved = state.moved or x > 0
    needed = state.params.hole(name).jaw
    if state.x == 0 and x > 0 and state.f == 0 and needed >= 0:
        key = f"{name}:{state.jaw}"
        if key not in state.closed_on:
            first = not any(k.startswith(f"{name}:") for k in state.closed_on)
            state.closed_on.add(key)
            emit("jaw", hole=name, angle=state.jaw, fits=state.jaw == needed, first=first)
        if state.jaw != needed:
            day.say(state, "jaw")
            return False
    state.x = x
    return True


def release(state: State, args: Args, emit: Emit) -> bool:
    """Open the jaw. A head that was formed is finished when the person says so with a second release at rest."""
    name = state.lever_hole
    if not name:
        return False
    hole = state.holes[name]
    at_rest = state.x == 0 and state.f == 0
    emit("release", hole=name, peak_u=state.peak, h_um=hole.h_um)
    state.x = state.f = state.peak = 0
    state.pulling = False
    if at_rest or abs(hole.h_um - hole.target_um) <= state.params.tolerance_um or hole.h_um < hole.target_um:
        leave_head(state, emit)
    return True


def regrip(state: State, args: Args, emit: Emit) -> bool:
    """Take the squeezer to a rivet again: to the last one until the next is set, to one without a head at any time.

    Letting go closes no head for good; a rivet that was left without one is never out of reach, in no later step.
    """
    name = word(args, "hole")
    hole = state.holes.get(name)
    if hole is None or hole.rivet is None or state.hand or state.kind not in RIVETING:
        return False
    if hole.formed and (hole.placed != state.placed or not open_zone(state, name)):
        return False
    if state.lever_hole or name in state.tagged or lacks(state, "squeezer"):
        return False
    state.lever_hole, state.jaw, state.gauge_hole, state.check_hole, state.moved = name, 0, "", "", True
    hole.reported = False
    emit("regrip", hole=name)
    return True


def take_out(state: State, args: Args, emit: Emit) -> bool:
    """Take the last rivet out of its hole again, as long as its metal has not moved: it is back in the hand.

    Nothing of it was set then: who looks at the run leaves out what was written when it was put in.
    """
    name = word(args, "hole")
    hole = state.holes.get(name)
    if hole is None or hole.rivet is None or hole.placed != state.placed or state.hand or not open_zone(state, name):
        return False
    if hole.formed or hole.h_um != hole.start_um or name in state.tagged or state.lever_hole not in ("", name):
        return False
    state.hand, state.lever_hole, state.check_hole = hole.rivet, "", ""
    state.x = state.f = state.peak = 0
    state.holes[name] = HoleState()
    state.redo.discard(name)
    state.placed -= 1
    emit("take_out", hole=name, rivet=state.hand.id, zone=state.zone_of(name))
    return True


def turn_jaw(state: State, args: Args, emit: Emit) -> bool:
    if not state.lever_hole or state.x:
        return False
    state.jaw = (state.jaw + 1) % 4
    return True


def check(state: State, args: Args, emit: Emit) -> bool:
    name = word(args, "hole")
    if name not in state.holes or state.holes[name].rivet is None:
        return False
    if lacks(state, "calibre"):
        return False
    leave_head(state, emit)
    state.check_hole = name
    emit("check", calibre=state.calibre, hole=name, reading=lever.reading(state, name), placed=state.placed)
    day.job(state, "check", emit)
    return True


def pick(state: State, args: Args, emit: Emit) -> bool:
    bin = number(args, "bin")
    spec = next((b for b in state.params.bins if b.number == bin), None)
    if spec is None or state.hand or state.kind not in RIVETING or bin in state.isolated or state.rack_open:
        return False
    if state.used[bin] >= spec.quantity:
        return False
    leave_head(state, emit)
    rivet = state.hand = next_rivet(state, bin)
    emit(
        "pick",
        rivet=rivet.id,
        bin=bin,
        stem=spec.stem_mm,
        true_stem=rivet.stem_mm,
        lot=rivet.lot,
        bin_lot=spec.lot,
        bend_mdeg=rivet.bend_mdeg,
        nick=rivet.nick,
        movement=state.movement,
    )
    return True


def reject(state: State, args: Args, emit: Emit) -> bool:
    if state.hand is None:
        return False
    emit("isolate", rivet=state.hand.id)
    state.rejected += 1
    state.red.append(state.hand)
    state.hand = None
    return True


def put_back(state: State, args: Args, emit: Emit) -> bool:
    if state.hand is None:
        return False
    emit("put_back", rivet=state.hand.id, bin=state.hand.bin)
    state.used[state.hand.bin] -= 1
    state.hand = None
    return True


def exchange_bin(state: State, args: Args, emit: Emit) -> bool:
    """A new bin for one of the bench: what of the old one is in hand is known to be of it."""
    if not acts.exchange_bin(state, args, emit):
        return False
    if state.hand is not None and state.hand.bin == number(args, "bin"):
        state.gone_bin = state.hand.id
    return True


def choose_calibre(state: State, args: Args, emit: Emit) -> bool:
    calibre = word(args, "calibre")
    if calibre not in state.params.calibres or (calibre == state.params.calibres[1] and not state.bell):
        return False
    state.calibre = calibre
    return True


def redo(state: State, args: Args, emit: Emit) -> bool:
    name = word(args, "hole")
    if name not in state.holes or state.holes[name].rivet is None:
        return False
    return acts.redo(state, args, emit)


def tag(state: State, args: Args, emit: Emit) -> bool:
    name = word(args, "object")
    if acts.may_tag(state, name) and state.lever_hole == name:
        leave_head(state, emit)
    return acts.tag(state, args, emit)


def end(state: State, args: Args, emit: Emit) -> bool:
    if state.hand is not None:
        put_back(state, args, emit)
    leave_head(state, emit)
    return acts.end(state, args, emit)


ACTS: Mapping[str, RivetingAct] = {
    **acts.SHARED,
    **closing.CLOSING,
    "lesson": teach.begin,
    "head": closing.judge,
    "pick": pick,
    "reject": reject,
    "put_back": put_back,
    "exchange_bin": exchange_bin,
    "gauge": gauge,
    "place": place,
    "lever": move_lever,
    "release": release,
    "regrip": regrip,
    "turn_jaw": turn_jaw,
    "take_out": take_out,
    "check": check,
    "choose_calibre": choose_calibre,
    "redo": redo,
    "tag": tag,
    "end": end,
}
