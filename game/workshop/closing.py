"""Objects judged in blocks, control points, and the end of the job: count, search, sheet and signature."""

from collections.abc import Callable, Mapping

from game.workshop import acts, day
from game.workshop.acts import Args
from game.workshop.day import Emit
from game.workshop.state import WorkshopState
from game.workshop.written import Choice


def judge(state: WorkshopState, args: Args, emit: Emit) -> bool:
    index, verdict = args.get("index"), args.get("verdict")
    if not isinstance(index, int) or not 0 <= index < len(state.heads) or verdict not in ("ok", "review"):
        return False
    block = state.block
    state.verdicts[index] = str(verdict)
    state.reviewed.discard((block, index))
    if verdict == "review":
        state.reviewed.add((block, index))
    emit(f"{state.judged}_verdict", block=block, index=index, verdict=str(verdict))
    return True


def options(state: WorkshopState, spec: Choice) -> tuple[str, ...]:
    """The answers offered for a field of the sheet. Where it counts what was done, the true number is one of them."""
    if spec.counts != "reviewed_heads":
        return spec.options
    true = str(len(state.reviewed))
    others = [o for o in spec.options if o != true][: len(spec.options) - 1]
    return tuple(sorted((true, *others), key=int))


def point(state: WorkshopState, args: Args, emit: Emit) -> bool:
    name, spot = str(args.get("id", "")), str(args.get(state.spot, ""))
    if state.kind != "points" or name not in state.points or spot not in state.params.spots():
        return False
    state.points[name] = spot
    emit("point", id=name, **{state.spot: spot})
    return True


def count(state: WorkshopState, args: Args, emit: Emit) -> bool:
    item, n = str(args.get("item", "")), args.get("n")
    if not state.closing or item not in state.counts or not isinstance(n, int) or not 0 <= n <= 99:
        return False
    state.counts[item] = n
    state.noted.add(item)
    emit("count_set", item=item, n=n)
    return True


def field(state: WorkshopState, args: Args, emit: Emit) -> bool:
    name, value = str(args.get("field", "")), str(args.get("value", ""))
    spec = next((c for c in state.params.sheet if c.id == name), None)
    if state.kind != "close" or spec is None or value not in options(state, spec):
        return False
    state.sheet[name] = value
    emit("sheet_set", field=name, value=value)
    return True


def search(state: WorkshopState, args: Args, emit: Emit) -> bool:
    place = str(args.get("place", ""))
    taught = state.closing and state.kind != "close" and state.gone(state.lost)
    if not (state.kind == "close" or taught) or place not in state.params.places or place in state.searched:
        return False
    state.searched.append(place)
    if taught:
        # Where searching is taught the tool lies wherever one looks: where the day's own one is stays untold.
        state.tool_found = True
        emit("search", place=place, found=True)
        return True
    lies_there = state.missing and place == state.params.missing_place
    if lies_there:
        state.tool_found = True
        state.fired.add(f"back:{state.params.missing_tool}")
    emit("search", place=place, found=lies_there)
    if lies_there:
        acts.recount_tools(state, emit)
    day.say(state, "found" if lies_there else "not_here")
    return True


def tools_back(state: WorkshopState) -> bool:
    """Every listed tool that left the board is on it again."""
    listed = {t.id for t in state.params.tools if t.listed}
    return not (listed & state.taken) and not state.gone(state.params.missing_tool)


def sign(state: WorkshopState, args: Args, emit: Emit) -> bool:
    if not state.closing:
        return False
    if state.kind != "close":
        # Where it is taught, nothing follows; the pen writes once no place of the board is empty.
        emit("pen", ok=not state.gone(state.lost))
        return True
    ok = tools_back(state)
    emit("pen", ok=ok)
    if not ok:
        day.stop_at_gate(state, "tools_back", emit)
        return True
    day.gate_kept(state, "tools_back", emit)
    emit("sign")
    day.advance_phase(state, emit, "signed")
    return True


CLOSING: Mapping[str, Callable[[WorkshopState, Args, Emit], bool]] = {
    "point": point,
    "count": count,
    "field": field,
    "search": search,
    "sign": sign,
}
OF_BINS = ("isolate", "exchange_bin", "point")
PLAIN: Mapping[str, Callable[[WorkshopState, Args, Emit], bool]] = {
    **{verb: act for verb, act in {**acts.SHARED, **CLOSING}.items() if verb not in OF_BINS},
    "head": judge,
}
"""What any workshop has, for one without bins of rivets and without points to show."""
