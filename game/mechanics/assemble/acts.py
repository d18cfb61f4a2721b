"""What a person can do, one function an act: (state, args, emit) -> was it possible now?"""

from game.mechanics.assemble import day
from game.mechanics.assemble.closing import CLOSING_ACTS
from game.mechanics.assemble.day import Emit
from game.mechanics.assemble.riveting import (
    RIVETING,
    RIVETING_ACTS,
    Act,
    Args,
    leave_head,
    number,
    word,
)
from game.mechanics.assemble.state import State, next_rivet

DOCS = ("order", "plan", "cut", "changes", "rack")


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
    **RIVETING_ACTS,
    **CLOSING_ACTS,
}
