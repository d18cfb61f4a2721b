"""What can be done in any workshop, one function an act: (state, args, emit) -> was it possible now?"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from game.workshop import day
from game.workshop.day import Emit
from game.workshop.state import WorkshopState
from game.workshop.written import DOCS
from scenarios.vocabulary import Value

S = TypeVar("S", bound=WorkshopState)
Args = Mapping[str, Value]
Act = Callable[[S, Args, Emit], bool]


def word(args: Args, name: str) -> str:
    """An argument as a word, "" when absent."""
    return str(args.get(name, ""))


def number(args: Args, name: str) -> int:
    """An argument as a whole number, 0 when absent or not a number."""
    value = args.get(name, 0)
    return value if isinstance(value, int) else 0


def lacks(state: WorkshopState, need: str) -> bool:
    """Whether a gesture lacks its tool, said in that case."""
    if not state.tool_for(need):
        return False
    day.say(state, f"no_{need}")
    return True


# Tools, protections, the store.


def take_tool(state: WorkshopState, args: Args, emit: Emit) -> bool:
    tool = word(args, "tool")
    known = {t.id: t for t in state.params.tools}
    if tool not in known or tool in state.taken or known[tool].kind == "ppe" or state.gone(tool):
        return False
    state.taken.add(tool)
    emit("tool_take", tool=tool)
    recount_tools(state, emit)
    return True


def return_tool(state: WorkshopState, args: Args, emit: Emit) -> bool:
    tool = word(args, "tool")
    if tool not in state.taken or any(t.id == tool and t.kind == "ppe" for t in state.params.tools):
        return False
    state.taken.discard(tool)
    if state.kind == "close":
        state.fired.add(f"back:{tool}")
    emit("tool_return", tool=tool)
    recount_tools(state, emit)
    return True


def recount_tools(state: WorkshopState, emit: Emit) -> None:
    """Write down how many tools hang on the board, when that changes while they can be counted."""
    if state.step is not None and state.step.writes_stock:
        emit("stock", item="tools", n=state.stock()["tools"])


def recount(state: WorkshopState, before: Mapping[str, int], emit: Emit) -> None:
    """Write down what lies there otherwise than before, while it can be counted."""
    if state.step is not None and state.step.writes_stock:
        for item, n in state.stock().items():
            if n != before.get(item):
                emit("stock", item=item, n=n)


def wear(state: WorkshopState, args: Args, emit: Emit) -> bool:
    item = word(args, "item")
    if item in state.taken or not any(t.id == item and t.kind == "ppe" for t in state.params.tools):
        return False
    state.taken.add(item)
    state.gate = "" if state.gate == "ppe_on" else state.gate
    emit("wear", item=item)
    return True


def exchange(state: WorkshopState, args: Args, emit: Emit) -> bool:
    tool = word(args, "tool")
    if tool not in {t.id for t in state.params.tools} or tool in state.exchanged:
        return False
    state.exchanged.add(tool)
    emit("exchange", object=tool)
    return True


def isolate(state: WorkshopState, args: Args, emit: Emit) -> bool:
    bin = number(args, "bin")
    if bin not in state.used or bin in state.isolated:
        return False
    state.isolated.add(bin)
    emit("isolate_bin", bin=bin)
    return True


def exchange_bin(state: WorkshopState, args: Args, emit: Emit) -> bool:
    bin = number(args, "bin")
    if bin not in state.used or f"bin{bin}" in state.exchanged:
        return False
    state.exchanged.add(f"bin{bin}")
    state.isolated.discard(bin)
    emit("exchange_bin", bin=bin)
    return True


# Documents.


def open_doc(state: WorkshopState, args: Args, emit: Emit) -> bool:
    doc = word(args, "doc")
    revised = state.index == state.params.issues[1]
    if doc == "rack" and state.bell:
        state.rack_open = True
    elif doc in DOCS and (doc != "changes" or revised):
        state.rack_open, state.doc = False, doc
    else:
        return False
    line = number(args, "line")
    emit("doc_open", doc=doc, **({"line": line} if line else {}))
    return True


def choose_folder(state: WorkshopState, args: Args, emit: Emit) -> bool:
    folder = word(args, "folder")
    if not state.rack_open or folder not in state.params.folders:
        return False
    state.rack_open = False
    state.index = state.params.issues[1 if folder == state.params.folder_right else 0]
    emit("folder", folder=folder)
    return True


# Saying what is wrong, and to whom.


def redo(state: WorkshopState, args: Args, emit: Emit) -> bool:
    """Mark something done as to be done again, or unmark it. The mechanic says before whether it is done."""
    name = word(args, state.spot)
    state.redo ^= {name}
    emit("redo", **{state.spot: name}, on=name in state.redo)
    return True


def may_tag(state: WorkshopState, name: str) -> bool:
    """Whether a red tag can be hung there now."""
    return name in state.params.spots() and name not in state.tagged and state.tags_left > 0


def tag(state: WorkshopState, args: Args, emit: Emit) -> bool:
    name = word(args, "object")
    if not may_tag(state, name):
        return False
    state.tags_left -= 1
    state.tagged.add(name)
    emit("tag", object=name)
    return True


def call(state: WorkshopState, args: Args, emit: Emit) -> bool:
    who, about = word(args, "who"), word(args, "about")
    if not state.params.answers_calls(who) or about not in state.params.spoken_of():
        return False
    emit("call", who=who, about=about)
    if not day.holds(state, about, emit):
        day.say(state, "call_tool" if about == state.params.missing_tool else "call")
    return True


def reply(state: WorkshopState, args: Args, emit: Emit) -> bool:
    option = word(args, "option")
    if option not in (state.replies or state.changeable):
        return False
    asked = next(
        h for h in state.params.day
        if h.does == "asks" and (h.message == state.message if state.replies else h.id == state.asked)
    )  # fmt: skip
    emit("reply", message=asked.id, option=option)
    state.replies, state.asked = (), asked.id
    day.say(state, f"{asked.message}_{option}")
    return True


def wait(state: WorkshopState, args: Args, emit: Emit) -> bool:
    if not state.hold_until:
        return False
    emit("wait")
    state.hold_until = state.tick
    return True


def take_fod(state: WorkshopState, args: Args, emit: Emit) -> bool:
    item = word(args, "item")
    if item not in state.fod:
        return False
    before = state.stock()
    state.fod.discard(item)
    state.fod_gone.add(item)
    emit("fod_take", item=item, movement=state.movement)
    recount(state, before, emit)
    day.job(state, "fod_take", emit)
    return True


# Parts to pose.


def turn_part(state: WorkshopState, args: Args, emit: Emit) -> bool:
    return _move_part(state, word(args, "part"), turn=True)


def flip_part(state: WorkshopState, args: Args, emit: Emit) -> bool:
    return _move_part(state, word(args, "part"), turn=False)


def _move_part(state: WorkshopState, name: str, *, turn: bool) -> bool:
    part = state.parts.get(name)
    if part is None or part.fixed:
        return False
    part.turns += 1
    part.refused = False
    if turn:
        # Seen from its other side, a quarter turn to the right is one to the left.
        back = state.params.as_seen and part.face == 1
        part.angle = (part.angle + (3 if back else 1)) % 4
    else:
        part.face = 1 - part.face
    return True


def place_part(state: WorkshopState, args: Args, emit: Emit) -> bool:
    name = word(args, "part")
    spec = next((p for p in state.params.parts if p.id == name), None)
    if spec is None or state.parts[name].fixed or not state.open_now(spec.zone):
        return False
    part = state.parts[name]
    fits = (part.angle, part.face) == (spec.angle, spec.face)
    shortest = (spec.angle - spec.start_angle) % 4 + (spec.face != spec.start_face)
    emit("pose", part=name, angle=part.angle, face=part.face, turns=part.turns, fits=fits, shortest=shortest)
    part.fixed, part.refused = fits, not fits
    return True


def part_open(state: WorkshopState, zone: str) -> bool:
    """Whether the part of a zone is in its place, or the zone has none."""
    return all(state.parts[p.id].fixed for p in state.params.parts if p.zone == zone)


# The way on.


def end(state: WorkshopState, args: Args, emit: Emit) -> bool:
    state.rack_open = False
    day.advance_phase(state, emit, "ended")
    return True


def hint(state: WorkshopState, args: Args, emit: Emit) -> bool:
    emit("hint")
    return True


def look(state: WorkshopState, args: Args, emit: Emit) -> bool:
    return True


SHARED: Mapping[str, Callable[[WorkshopState, Args, Emit], bool]] = {
    "take_tool": take_tool,
    "return_tool": return_tool,
    "wear": wear,
    "exchange": exchange,
    "open_doc": open_doc,
    "choose_folder": choose_folder,
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
}
