"""Acts at the holes: measuring, placing, forming and checking a head; one function an act, as in `acts`."""

from collections.abc import Callable, Mapping

from game.mechanics.assemble import day, lever
from game.mechanics.assemble.day import Emit
from game.mechanics.assemble.state import HoleState, State
from scenarios.vocabulary import Value

Args = Mapping[str, Value]
Act = Callable[[State, Args, Emit], bool]
RIVETING = ("practice", "A", "B", "D")


def word(args: Args, name: str) -> str:
    """An argument as a word, "" when absent."""
    return str(args.get(name, ""))


def number(args: Args, name: str) -> int:
    """An argument as a whole number, 0 when absent or not a number."""
    value = args.get(name, 0)
    return value if isinstance(value, int) else 0


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
        )


def open_zone(state: State, name: str) -> bool:
    """A hole can be worked on when its zone is in hand and the part of the zone is fixed."""
    if name not in state.holes or state.phase not in RIVETING:
        return False
    zone = state.zone_of(name)
    part = next((p for p in state.params.parts if p.zone == zone), None)
    fixed = part is None or state.parts[part.id].fixed
    return fixed and (state.phase == "practice" or zone == state.phase)


def gauge(state: State, args: Args, emit: Emit) -> bool:
    name = word(args, "hole")
    if not open_zone(state, name) or state.holes[name].rivet is not None:
        return False
    if "pige" not in state.taken:
        day.say(state, "assemble.message.no_pige")
        return False
    state.gauge_hole, state.gauge_tick = name, state.tick
    emit("pige_read", hole=name, e_um=state.stack_um(name))
    return True


def place(state: State, args: Args, emit: Emit) -> bool:
    name = word(args, "hole")
    if state.hand is None or not open_zone(state, name) or state.holes[name].rivet is not None:
        return False
    if "squeezer" not in state.taken:
        day.say(state, "assemble.message.no_squeezer")
        return False
    if state.holes[name].tagged:
        _gate(state, "nothing_in_tagged_hole", emit)
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
        redo=state.holes[name].redo,
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
    state.hand, state.lever_hole, state.jaw, state.gauge_hole = None, name, 0, ""
    return True


def _gate(state: State, name: str, emit: Emit) -> None:
    """Stop an unsafe act in the picture. Kept after one reminder, else not kept."""
    before = state.gates.get(name, "")
    state.gates[name] = "not_kept" if before == "kept_after_reminder" else "kept_after_reminder"
    state.gate = name
    emit("gate", id=name, state=state.gates[name])
    day.say(state, f"assemble.message.gate.{name}")


def move_lever(state: State, args: Args, emit: Emit) -> bool:
    name, x = state.lever_hole, number(args, "x")
    if not name or not 0 <= x <= 1000 or state.holes[name].reported:
        return False
    if not {t.id for t in state.params.tools if t.kind == "ppe"} <= state.taken:
        if state.gate != "ppe_on":
            _gate(state, "ppe_on", emit)
        return False
    if "ppe_on" not in state.gates:
        state.gates["ppe_on"] = "kept"
        emit("gate", id="ppe_on", state="kept")
    needed = state.params.holes()[name].jaw
    if state.x == 0 and x > 0 and state.f == 0 and needed >= 0:
        key = f"{name}:{state.jaw}"
        if key not in state.closed_on:
            first = not any(k.startswith(f"{name}:") for k in state.closed_on)
            state.closed_on.add(key)
            emit("jaw", hole=name, angle=state.jaw, fits=state.jaw == needed, first=first)
        if state.jaw != needed:
            day.say(state, "assemble.message.jaw")
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


def turn_jaw(state: State, args: Args, emit: Emit) -> bool:
    if not state.lever_hole or state.x:
        return False
    state.jaw = (state.jaw + 1) % 4
    return True


def check(state: State, args: Args, emit: Emit) -> bool:
    name = word(args, "hole")
    if name not in state.holes or state.holes[name].rivet is None:
        return False
    if "calibre" not in state.taken:
        day.say(state, "assemble.message.no_calibre")
        return False
    leave_head(state, emit)
    state.check_hole = name
    emit("check", calibre=state.calibre, hole=name, reading=lever.reading(state, name), placed=state.placed)
    return True


RIVETING_ACTS: dict[str, Act] = {
    "gauge": gauge,
    "place": place,
    "lever": move_lever,
    "release": release,
    "turn_jaw": turn_jaw,
    "check": check,
}
