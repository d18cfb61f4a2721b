"""What can be done at the rotor: turning, lighting, looking, measuring, deciding; one function an act."""

from collections.abc import Callable, Mapping

from game.mechanics.inspect import teach
from game.mechanics.inspect.params import HIGH_MM, WIDE_MM, WORDS, field_at, part_of
from game.mechanics.inspect.state import OFFSETS_UM, RULE_UM, InspectState, LaidRule
from game.workshop import acts, closing, day
from game.workshop.acts import Args, lacks, number, word
from game.workshop.day import Emit
from game.workshop.state import PRACTICE

InspectAct = Callable[[InspectState, Args, Emit], bool]
AT_WORK = (PRACTICE, "work")
AGAINST = ("work", "judge", PRACTICE)


def light(state: InspectState, emit: Emit) -> None:
    """Write down each mark that comes to light under the lens, once a blade: what was shown there."""
    for n, mark in enumerate(state.marks()):
        name = f"{state.here}:{n}"
        if name not in state.lit and state.plain(mark):
            state.lit.add(name)
            emit("lit", blade=state.here, mark=n)


def leave_blade(state: InspectState) -> None:
    """Draw the lens and the rule back from the blade in hand."""
    state.lens = state.rule = None


def turn(state: InspectState, args: Args, emit: Emit) -> bool:
    """One blade on or back."""
    names = list(state.rotor())
    way = number(args, "way")
    if state.kind not in AT_WORK or state.here not in names or way not in (-1, 1) or state.rule or state.rack_open:
        return False
    leave_blade(state)
    state.here = names[(names.index(state.here) + way) % len(names)]
    state.visited.add(state.here)
    emit("turn", blade=state.here, way=way)
    return True


def lamp(state: InspectState, args: Args, emit: Emit) -> bool:
    """Tilt the lamp. It is an act of every frame of a drag: the trace has the acts, no event says it again."""
    deg = number(args, "deg")
    if state.kind not in AGAINST or not -state.params.angle_max <= deg <= state.params.angle_max:
        return False
    if state.kind == "work" and (not day.guarded(state, emit) or lacks(state, "lamp")):
        return False
    state.lamp_deg = deg
    light(state, emit)
    return True


def lock(state: InspectState, args: Args, emit: Emit) -> bool:
    if state.kind not in AT_WORK or state.locked:
        return False
    state.locked = True
    state.gate = "" if state.gate == "rotor_locked" else state.gate
    emit("lock")
    return True


def lens(state: InspectState, args: Args, emit: Emit) -> bool:
    """Bring the lens over a place of the blade (mm). The rotor is held first: a hand goes between the blades."""
    x, y = number(args, "x_mm"), number(args, "y_mm")
    if state.kind not in AT_WORK or not state.here or not (0 <= x <= WIDE_MM and 0 <= y <= HIGH_MM) or state.rule:
        return False
    if state.kind == "work" and (not day.guarded(state, emit) or lacks(state, "lens")):
        return False
    if not state.locked:
        if state.gate != "rotor_locked":
            day.stop_at_gate(state, "rotor_locked", emit)
        return False
    day.gate_kept(state, "rotor_locked", emit)
    state.lens = (x, y)
    part = part_of(field_at(x, y))
    if state.kind == PRACTICE and part == teach.due_part(state.toured):
        state.toured = (*state.toured, part)
    day.work(state, "lens", emit, blade=state.here, x_mm=x, y_mm=y, part=part, zone=state.zone)
    light(state, emit)
    return True


# The rule: two points, where the person sets them.


def rule(state: InspectState, args: Args, emit: Emit) -> bool:
    """Lay the rule over what the lens shows, or put it away again."""
    if state.rule is not None:
        state.rule = None
        return True
    if state.kind not in AT_WORK or state.lens is None or lacks(state, "rule"):
        return False
    under = [n for n, mark in enumerate(state.marks()) if state.under_lens(mark)]
    state.rule = LaidRule(RULE_UM // 2, mark=under[0] if under else -1)
    return True


def line(state: InspectState, args: Args, emit: Emit) -> bool:
    """Move the line of the rule (um from the left of the near view); after a reading, another one begins."""
    x, now = number(args, "x_um"), state.rule
    if now is None or not 0 <= x <= RULE_UM:
        return False
    if now.second_um >= 0:
        now.first_um = now.second_um = -1
    now.x_um = x
    return True


def point(state: InspectState, args: Args, emit: Emit) -> bool:
    """Set a point of the rule where its line stands; the second one is a reading, the next one begins anew."""
    now = state.rule
    if now is None:
        return False
    if now.first_um < 0 or now.second_um >= 0:
        now.first_um, now.second_um = now.x_um, -1
        return True
    now.second_um = now.x_um
    um = abs(now.second_um - now.first_um) - state.slipped_um
    state.measured[state.here] = max(0, um)
    lit = now.mark >= 0 and state.plain(state.marks()[now.mark])
    day.work(
        state, "measure", emit, blade=state.here, mark=now.mark, um=max(0, um), lit=lit, device=state.device,
        zone=state.zone, slip_um=state.slipped_um,
    )  # fmt: skip
    return True


def span_um(state: InspectState) -> tuple[int, int]:
    """Where the mark under the rule begins and ends in the near view (um); (0, 0) over bare metal."""
    if state.rule is None or state.rule.mark < 0:
        return 0, 0
    mark = state.marks()[state.rule.mark]
    off = OFFSETS_UM[(mark.x_mm + mark.y_mm) % len(OFFSETS_UM)]
    long = min(mark.size_um, RULE_UM - 1000)  # a long line runs out of the near view
    left = RULE_UM // 2 - long // 2 + off
    return max(0, left), min(RULE_UM, left + long)


def zero(state: InspectState, args: Args, emit: Emit) -> bool:
    """Bring the zero of the rule back on its stop."""
    if state.kind not in AT_WORK or lacks(state, "rule"):
        return False
    state.slipped_um = 0
    emit("zero", count=state.count)
    day.job(state, "zero", emit)
    return True


# The word.


def start_mark(state: InspectState, args: Args, emit: Emit) -> bool:
    """The white mark on the blade that the turn begins with; it can be put elsewhere."""
    if state.kind not in AT_WORK or not state.here or lacks(state, "marker"):
        return False
    state.start[state.zone] = state.here
    emit("start_mark", blade=state.here, zone=state.zone)
    return True


def decide(state: InspectState, args: Args, emit: Emit) -> bool:
    """One of three words on the blade in hand. It may be changed until the step ends."""
    verdict = word(args, "word")
    if state.kind not in AT_WORK or not state.here or verdict not in WORDS or state.rule or state.rack_open:
        return False
    if state.kind == "work" and not day.guarded(state, emit):
        return False
    first = state.here not in state.decided
    state.count += first
    state.by_zone[state.zone] = state.by_zone.get(state.zone, 0) + first
    state.slipped_um += state.params.zero_slips_um * first
    state.decided[state.here] = verdict
    day.work(state, "decide", emit, blade=state.here, word=verdict, zone=state.zone, n=state.count, revised=state.bell)
    return True


def tag(state: InspectState, args: Args, emit: Emit) -> bool:
    return state.kind in AT_WORK and acts.tag(state, args, emit)


def redo(state: InspectState, args: Args, emit: Emit) -> bool:
    return word(args, "blade") in state.decided and acts.redo(state, args, emit)


def end(state: InspectState, args: Args, emit: Emit) -> bool:
    leave_blade(state)
    return acts.end(state, args, emit)


ACTS: Mapping[str, InspectAct] = {
    **closing.PLAIN,
    "lesson": teach.begin,
    "turn": turn,
    "lamp": lamp,
    "lock": lock,
    "lens": lens,
    "rule": rule,
    "line": line,
    "set": point,
    "zero": zero,
    "start_mark": start_mark,
    "decide": decide,
    "tag": tag,
    "redo": redo,
    "end": end,
}
