"""The control of heads, the control points and the end of the job: count, search, sheet and signature."""

from collections.abc import Mapping

from game.mechanics.assemble import day
from game.mechanics.assemble.day import Emit
from game.mechanics.assemble.params import Choice
from game.mechanics.assemble.state import State
from scenarios.vocabulary import Value

Args = Mapping[str, Value]


def head(state: State, args: Args, emit: Emit) -> bool:
    index, verdict = args.get("index"), args.get("verdict")
    if not isinstance(index, int) or not 0 <= index < len(state.heads) or verdict not in ("ok", "review"):
        return False
    block = int(state.phase[-1])
    state.verdicts[index] = str(verdict)
    state.reviewed.discard((block, index))
    if verdict == "review":
        state.reviewed.add((block, index))
    emit("head_verdict", block=block, index=index, verdict=str(verdict))
    return True


def options(state: State, spec: Choice) -> tuple[str, ...]:
    """The answers offered for a field of the sheet. Where it counts what was done, the true number is one of them."""
    if spec.counts != "reviewed_heads":
        return spec.options
    true = str(len(state.reviewed))
    others = [o for o in spec.options if o != true][: len(spec.options) - 1]
    return tuple(sorted((true, *others), key=int))


def point(state: State, args: Args, emit: Emit) -> bool:
    name, hole = str(args.get("id", "")), str(args.get("hole", ""))
    if state.phase != "points" or name not in state.points or hole not in state.holes:
        return False
    state.points[name] = hole
    emit("point", id=name, hole=hole)
    return True


def count(state: State, args: Args, emit: Emit) -> bool:
    item, n = str(args.get("item", "")), args.get("n")
    if state.phase != "close" or item not in state.counts or not isinstance(n, int) or not 0 <= n <= 99:
        return False
    state.counts[item] = n
    emit("count_set", item=item, n=n)
    return True


def field(state: State, args: Args, emit: Emit) -> bool:
    name, value = str(args.get("field", "")), str(args.get("value", ""))
    spec = next((c for c in state.params.sheet if c.id == name), None)
    if state.phase != "close" or spec is None or value not in options(state, spec):
        return False
    state.sheet[name] = value
    emit("sheet_set", field=name, value=value)
    return True


def search(state: State, args: Args, emit: Emit) -> bool:
    place = str(args.get("place", ""))
    if state.phase != "close" or place not in state.params.places or place in state.searched:
        return False
    state.searched.append(place)
    found = state.missing and place == state.params.missing_place
    if found:
        state.found = True
        state.fired.add(f"back:{state.params.missing_tool}")
    emit("search", place=place, found=found)
    day.say(state, "assemble.message.found" if found else "assemble.message.not_here")
    return True


def tools_back(state: State) -> bool:
    """Every listed tool that left the board is on it again."""
    listed = {t.id for t in state.params.tools if t.listed}
    lost = {state.params.missing_tool} if state.missing and not state.found else set()
    return not (listed & state.taken) and not lost


def sign(state: State, args: Args, emit: Emit) -> bool:
    if state.phase != "close":
        return False
    ok = tools_back(state)
    emit("pen", ok=ok)
    if not ok:
        before = state.gates.get("tools_back", "")
        state.gates["tools_back"] = "not_kept" if before == "kept_after_reminder" else "kept_after_reminder"
        state.gate = "tools_back"
        emit("gate", id="tools_back", state=state.gates["tools_back"])
        day.say(state, "assemble.message.gate.tools_back")
        return True
    if "tools_back" not in state.gates:
        state.gates["tools_back"] = "kept"
        emit("gate", id="tools_back", state="kept")
    emit("sign")
    day.advance_phase(state, emit, "signed")
    return True


CLOSING_ACTS = {"head": head, "point": point, "count": count, "field": field, "search": search, "sign": sign}
