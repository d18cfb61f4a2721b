"""The passage from one step to the next, and the events of the day as the scenario wrote them."""

from collections.abc import Callable, Mapping

from game.workshop.state import DONE, PRACTICE, WorkshopState, draw_heads
from game.workshop.written import Happening
from scenarios.vocabulary import FACETS_OF, Value

Emit = Callable[..., None]
SAYS_FOR = 400  # ticks a mentor's sentence stays
TICKS_S = 50
HELD = ("lever", "release", "call", "wait")
"""Acts that are no work begun: a hand that holds on, and the call itself."""


def say(state: WorkshopState, key: str, replies: tuple[str, ...] = ()) -> None:
    """Put a sentence in the mentor's card for 8 s; `key` is that of a `message.`."""
    state.message = key
    state.message_until = state.tick + SAYS_FOR
    state.replies = replies


def enter(state: WorkshopState, phase: str, emit: Emit) -> None:
    """Begin a step: what it offers is put in place and said."""
    before = state.movement
    state.phase, state.phase_tick = phase, 0
    state.step = next((p for p in state.params.phases if p.id == phase), None)
    state.due = tuple(h for h in state.params.day if h.phase == phase and h.id not in state.fired)
    emit("phase", name=phase, movement=state.movement)
    if phase == DONE:
        return
    if state.movement != before:
        state.movement_tick = 0
        state.begin_movement()
    state.heads = []
    if state.block:
        draw_heads(state, state.block)
        for index, feature in enumerate(state.heads):
            emit(f"{state.judged}_shown", block=state.block, index=index, feature=feature)
    state.begin_step(emit)
    if phase == state.params.missing_from:
        state.missing = True
        state.taken.discard(state.params.missing_tool)
    if state.step is not None and state.step.writes_stock:
        for item, n in state.stock().items():
            emit("stock", item=item, n=n)
    say(state, phase)


def advance_phase(state: WorkshopState, emit: Emit, cause: str) -> None:
    """Leave the step in hand; the movement ends when the next step belongs to another one."""
    if state.phase == PRACTICE:
        emit("movement_end", movement=0, cause=cause)
        enter(state, DONE, emit)
        return
    now = state.movement
    names = [p.id for p in state.params.phases]
    later = state.params.phases[names.index(state.phase) + 1 :]
    following = next((p for p in later if cause != "ceiling" or p.movement != now), None)
    if following is None or following.movement != now:
        emit("movement_end", movement=now, cause=cause)
    enter(state, following.id if following else DONE, emit)


def once(state: WorkshopState, name: str) -> bool:
    """True the first time a name is asked for."""
    if name in state.fired:
        return False
    state.fired.add(name)
    return True


def watch(state: WorkshopState, emit: Emit) -> None:
    """Let what is due come: by progress, or at its latest moment whatever was done."""
    done = state.progress(state.zone)
    for happening in state.due:
        reached = done >= happening.after
        if not reached and not (happening.within_s and state.phase_tick >= happening.within_s * TICKS_S):
            continue
        if happening.does != "falls" and state.replies:
            # A question that waits for its answer is not talked over.
            continue
        if not (happening.when_free and state.busy()) and once(state, happening.id):
            state.due = tuple(h for h in state.due if h is not happening)
            COMES[happening.does](state, happening, emit)


def _falls(state: WorkshopState, what: Happening, emit: Emit) -> None:
    state.fod.add(what.id)
    emit("fod_fall", item=what.id, foreign=True, movement=state.movement)


def _swaps(state: WorkshopState, what: Happening, emit: Emit) -> None:
    state.swap_tool(what.tool)
    emit("bell", event=what.id)
    say(state, what.message)


def _asks(state: WorkshopState, what: Happening, emit: Emit) -> None:
    emit("bell", event=what.id)
    say(state, what.message, what.replies)


def _revises(state: WorkshopState, what: Happening, emit: Emit) -> None:
    state.bell = True
    state.rack_open = True
    emit("bell", event=what.id)
    say(state, what.message)


COMES: Mapping[str, Callable[[WorkshopState, Happening, Emit], None]] = {
    "falls": _falls,
    "swaps": _swaps,
    "asks": _asks,
    "revises": _revises,
}
"""What each sort of event does when it comes; a hold is not waited for: it answers a call."""


def holds(state: WorkshopState, about: str, emit: Emit) -> bool:
    """A call that nobody can answer at once begins a hold, once; says whether this one did."""
    hold = state.params.first("holds")
    if hold is None or about != hold.about or state.hold_until or not once(state, hold.id):
        return False
    state.hold_until = state.tick + hold.lasts_ms // 20
    state.hold_acts = hold.lasts_acts
    emit("hold_begin", about=about)
    say(state, hold.message)
    return True


def job(state: WorkshopState, act: str, emit: Emit, **data: Value) -> None:
    """A piece of work begun or ended, as facts of their own: what it was worth is told by others.

    One event for each facet of the act that a rule reads (`FACETS_OF`), so that what is left out of a run moves one
    habileté alone.
    """
    if state.params.facts > 1:
        for kind in (*FACETS_OF.get(act, ()), "job"):
            emit(kind, act=act, **data)


def work(state: WorkshopState, act: str, emit: Emit, **data: Value) -> None:
    """An act that is a piece of work: what it was worth and that it was done, each as an event."""
    emit(act, **data)
    job(state, act, emit, **data)


def acted(state: WorkshopState, verb: str) -> None:
    """One act more: a wait that is measured in acts comes nearer to its end, and its quiet time begins anew."""
    if not state.hold_until or not state.hold_acts or verb in HELD:
        return
    hold = state.params.first("holds")
    state.hold_acts -= 1
    state.hold_until = state.tick + (hold.lasts_ms // 20 if hold is not None and state.hold_acts else 0)


def pass_time(state: WorkshopState, emit: Emit) -> None:
    """Holds that end, sentences that fade, ceilings that are reached."""
    hold = state.params.first("holds") if state.hold_until else None
    # What is said at the end of a hold never takes the place of a question that waits for its answer.
    if hold is not None and state.tick >= state.hold_until and not state.replies:
        state.hold_until = 0
        emit("hold_end", about=hold.about)
        say(state, hold.ends_with or hold.message)
    if state.message and state.tick >= state.message_until and not state.replies:
        state.message = ""
    if state.phase == PRACTICE:
        if state.params.practice:
            return
        if state.understood():
            advance_phase(state, emit, "understood")
        elif state.clock and state.movement_tick >= state.params.practice_s * TICKS_S:
            advance_phase(state, emit, "ceiling")
    elif state.clock and (most := state.params.ceiling_s(state.movement)) and state.movement_tick >= most * TICKS_S:
        advance_phase(state, emit, "ceiling")


def stop_at_gate(state: WorkshopState, name: str, emit: Emit) -> None:
    """Stop an unsafe act in the picture. Kept after one reminder, else not kept."""
    before = state.gates.get(name, "")
    state.gates[name] = "not_kept" if before == "kept_after_reminder" else "kept_after_reminder"
    state.gate = name
    emit("gate", id=name, state=state.gates[name])
    say(state, f"gate.{name}")


def gate_kept(state: WorkshopState, name: str, emit: Emit) -> None:
    """A point of safety met and kept, said the first time; never of protections that were worn from the beginning."""
    if name not in state.gates and not (name == "ppe_on" and state.params.laid_out):
        state.gates[name] = "kept"
        emit("gate", id=name, state="kept")


def protected(state: WorkshopState) -> bool:
    """Whether every protection is worn."""
    return {t.id for t in state.params.tools if t.kind == "ppe"} <= state.taken


def guarded(state: WorkshopState, emit: Emit) -> bool:
    """Whether every protection is worn; the first act that asks for them meets that point of safety."""
    if not protected(state):
        if state.gate != "ppe_on":
            stop_at_gate(state, "ppe_on", emit)
        return False
    gate_kept(state, "ppe_on", emit)
    return True
