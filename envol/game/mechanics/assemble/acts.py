"""What a person can do, one function an act: (state, args, emit) -> was it possible now?"""

from collections.abc import Callable, Mapping

from envol.game.mechanics.assemble import day, lever
from envol.game.mechanics.assemble.closing import CLOSING_ACTS
from envol.game.mechanics.assemble.day import Emit
from envol.game.mechanics.assemble.state import HoleState, State, next_rivet
from envol.scenarios.vocabulary import Value

Args = Mapping[str, Value]
Act = Callable[[State, Args, Emit], bool]
RIVETING = ("practice", "A", "B", "D")
DOCS = ("order", "plan", "cut", "changes", "rack")


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
            stem=state.params.bins[hole.rivet.bin - 1].stem_mm,
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


def take_tool(state: State, args: Args, emit: Emit) -> bool:
    tool = word(args, "tool")
    known = {t.id: t for t in state.params.tools}
    lost = tool == state.params.missing_tool and state.missing and not state.found
    if tool not in known or tool in state.taken or known[tool].kind == "ppe" or lost:
        return False
    state.taken.add(tool)
    emit("tool_take", tool=tool)
    return True


def return_tool(state: State, args: Args, emit: Emit) -> bool:
    tool = word(args, "tool")
    if tool not in state.taken or any(t.id == tool and t.kind == "ppe" for t in state.params.tools):
        return False
    state.taken.discard(tool)
    if state.phase == "close":
        state.fired.add(f"back:{tool}")
    emit("tool_return", tool=tool)
    return True


def wear(state: State, args: Args, emit: Emit) -> bool:
    item = word(args, "item")
    if item in state.taken or not any(t.id == item and t.kind == "ppe" for t in state.params.tools):
        return False
    state.taken.add(item)
    state.gate = "" if state.gate == "ppe_on" else state.gate
    emit("wear", item=item)
    return True


def exchange(state: State, args: Args, emit: Emit) -> bool:
    tool = word(args, "tool")
    if tool not in {t.id for t in state.params.tools} or tool in state.exchanged:
        return False
    state.exchanged.add(tool)
    emit("exchange", object=tool)
    return True


def open_doc(state: State, args: Args, emit: Emit) -> bool:
    doc = word(args, "doc")
    if doc not in DOCS or (doc == "rack" and not state.bell) or (doc == "changes" and state.index != "B"):
        return False
    state.rack_open = doc == "rack"
    state.doc = state.doc if doc == "rack" else doc
    emit("doc_open", doc=doc)
    return True


def choose_folder(state: State, args: Args, emit: Emit) -> bool:
    folder = word(args, "folder")
    if not state.rack_open or folder not in state.params.folders:
        return False
    state.rack_open = False
    state.index = "B" if folder == state.params.folder_right else "A"
    emit("folder", folder=folder)
    return True


def pick(state: State, args: Args, emit: Emit) -> bool:
    bin = number(args, "bin")
    spec = next((b for b in state.params.bins if b.number == bin), None)
    if spec is None or state.hand or state.phase not in RIVETING or bin in state.isolated or state.rack_open:
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
    state.hand = None
    return True


def put_back(state: State, args: Args, emit: Emit) -> bool:
    if state.hand is None:
        return False
    emit("put_back", rivet=state.hand.id, bin=state.hand.bin)
    state.used[state.hand.bin] -= 1
    state.hand = None
    return True


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
        stem=state.params.bins[state.hand.bin - 1].stem_mm,
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


def choose_calibre(state: State, args: Args, emit: Emit) -> bool:
    calibre = word(args, "calibre")
    if calibre not in ("A", "B") or (calibre == "B" and not state.bell):
        return False
    state.calibre = calibre
    return True


def redo(state: State, args: Args, emit: Emit) -> bool:
    name = word(args, "hole")
    if name not in state.holes or state.holes[name].rivet is None:
        return False
    state.holes[name].redo = not state.holes[name].redo
    emit("redo", hole=name, on=state.holes[name].redo)
    return True


def tag(state: State, args: Args, emit: Emit) -> bool:
    name = word(args, "object")
    if name not in state.holes or state.holes[name].tagged or state.tags_left < 1:
        return False
    if state.lever_hole == name:
        leave_head(state, emit)
    state.tags_left -= 1
    state.holes[name].tagged = True
    emit("tag", object=name)
    return True


def isolate(state: State, args: Args, emit: Emit) -> bool:
    bin = number(args, "bin")
    if bin not in state.used or bin in state.isolated:
        return False
    state.isolated.add(bin)
    emit("isolate_bin", bin=bin)
    return True


def exchange_bin(state: State, args: Args, emit: Emit) -> bool:
    bin = number(args, "bin")
    if bin not in state.used or f"bin{bin}" in state.exchanged:
        return False
    state.exchanged.add(f"bin{bin}")
    state.isolated.discard(bin)
    emit("exchange_bin", bin=bin)
    return True


def call(state: State, args: Args, emit: Emit) -> bool:
    about = word(args, "about")
    emit("call", who="karim", about=about)
    oval = about in state.holes and state.params.holes()[about].oval
    if oval and state.hold_until == 0 and day.once(state, "hold"):
        state.hold_until = state.tick + state.params.hold_ms // 20
        emit("hold_begin", about=about)
        day.say(state, "assemble.message.hold")
    else:
        day.say(state, "assemble.message.call_tool" if about == state.params.missing_tool else "assemble.message.call")
    return True


def reply(state: State, args: Args, emit: Emit) -> bool:
    option = word(args, "option")
    if option not in state.replies:
        return False
    emit("reply", message="jeanne", option=option)
    state.replies = ()
    day.say(state, f"assemble.message.jeanne_{option}")
    return True


def wait(state: State, args: Args, emit: Emit) -> bool:
    if not state.hold_until:
        return False
    emit("wait")
    state.hold_until = state.tick
    return True


def take_fod(state: State, args: Args, emit: Emit) -> bool:
    item = word(args, "item")
    if item not in state.fod:
        return False
    state.fod.discard(item)
    state.fod_gone.add(item)
    emit("fod_take", item=item, movement=state.movement)
    return True


def turn_part(state: State, args: Args, emit: Emit) -> bool:
    return _move_part(state, word(args, "part"), turn=True)


def flip_part(state: State, args: Args, emit: Emit) -> bool:
    return _move_part(state, word(args, "part"), turn=False)


def _move_part(state: State, name: str, *, turn: bool) -> bool:
    part = state.parts.get(name)
    if part is None or part.fixed:
        return False
    part.turns += 1
    part.refused = False
    if turn:
        part.angle = (part.angle + 1) % 4
    else:
        part.face = 1 - part.face
    return True


def place_part(state: State, args: Args, emit: Emit) -> bool:
    name = word(args, "part")
    spec = next((p for p in state.params.parts if p.id == name), None)
    if spec is None or state.parts[name].fixed or spec.zone != state.phase:
        return False
    part = state.parts[name]
    fits = (part.angle, part.face) == (spec.angle, spec.face)
    shortest = (spec.angle - spec.start_angle) % 4 + (spec.face != spec.start_face)
    emit("pose", part=name, angle=part.angle, face=part.face, turns=part.turns, fits=fits, shortest=shortest)
    part.fixed, part.refused = fits, not fits
    return True


def end(state: State, args: Args, emit: Emit) -> bool:
    if state.hand is not None:
        put_back(state, args, emit)
    leave_head(state, emit)
    state.rack_open = False
    day.advance_phase(state, emit, "ended")
    return True


def hint(state: State, args: Args, emit: Emit) -> bool:
    emit("hint")
    return True


def look(state: State, args: Args, emit: Emit) -> bool:
    return True


ACTS: dict[str, Act] = {
    "take_tool": take_tool,
    "return_tool": return_tool,
    "wear": wear,
    "exchange": exchange,
    "open_doc": open_doc,
    "choose_folder": choose_folder,
    "pick": pick,
    "reject": reject,
    "put_back": put_back,
    "gauge": gauge,
    "place": place,
    "lever": move_lever,
    "release": release,
    "turn_jaw": turn_jaw,
    "check": check,
    "choose_calibre": choose_calibre,
    "redo": redo,
    "tag": tag,
    "isolate": isolate,
    "exchange_bin": exchange_bin,
    "call": call,
    "reply": reply,
    "wait": wait,
    "take_fod": take_fod,
    "turn_part": turn_part,
    "flip_part": flip_part,
    "place_part": place_part,
    "end": end,
    "hint": hint,
    "look": look,
    **CLOSING_ACTS,
}
