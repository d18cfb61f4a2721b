"""The events of the day and the passage from one phase to the next. Triggers are progress, never how well one does."""

from collections.abc import Callable

from game.mechanics.assemble.state import MOVEMENT, PHASES, State, draw_heads, draw_rivets

Emit = Callable[..., None]
SAYS_FOR = 400  # ticks a mentor's sentence stays


def say(state: State, key: str, replies: tuple[str, ...] = ()) -> None:
    """Put a sentence in the mentor's card for 8 s."""
    state.message = key
    state.message_until = state.tick + SAYS_FOR
    state.replies = replies


def set_in_zone(state: State, zone: str) -> int:
    """Rivets set in a zone."""
    return sum(1 for name in state.params.zones[zone].holes if state.holes[name].rivet is not None)


def enter(state: State, phase: str, emit: Emit) -> None:
    """Begin a phase: what it offers is put in place and said."""
    before = MOVEMENT.get(state.phase, 3)
    state.phase = phase
    emit("phase", name=phase, movement=MOVEMENT.get(phase, 3))
    if phase == "done":
        return
    if MOVEMENT[phase] != before:
        state.movement_tick = 0
        draw_rivets(state, MOVEMENT[phase])
    if phase in ("heads1", "heads2"):
        draw_heads(state, int(phase[-1]))
        for index, feature in enumerate(state.heads):
            emit("head_shown", block=int(phase[-1]), index=index, feature=feature)
    else:
        state.heads = []
    if phase == "D":
        state.missing = True
        state.taken.discard(state.params.missing_tool)
    say(state, f"assemble.message.{phase}")


def advance_phase(state: State, emit: Emit, cause: str) -> None:
    """Leave the phase in hand; the movement ends when the next phase belongs to another one."""
    if state.phase == "practice":
        emit("movement_end", movement=0, cause=cause)
        enter(state, "done", emit)
        return
    following = PHASES[PHASES.index(state.phase) + 1]
    if cause == "ceiling":
        while following != "done" and MOVEMENT[following] == state.movement:
            following = PHASES[PHASES.index(following) + 1]
    if following == "done" or MOVEMENT[following] != state.movement:
        emit("movement_end", movement=state.movement, cause=cause)
    enter(state, following, emit)


def once(state: State, name: str) -> bool:
    """True the first time a name is asked for."""
    if name in state.fired:
        return False
    state.fired.add(name)
    return True


def watch(state: State, emit: Emit) -> None:
    """What progress sets off: things that fall, tools that change, the bell."""
    for fod in state.params.fod:
        due = fod.foreign and fod.zone == state.phase and set_in_zone(state, fod.zone) >= fod.after
        if due and once(state, fod.id):
            state.fod.add(fod.id)
            emit("fod_fall", item=fod.id, foreign=True, movement=state.movement)
    if state.phase == "B" and set_in_zone(state, "B") >= 4 and not state.lever_hole and once(state, "pince_27"):
        state.squeezer = 1
        emit("bell", event="pince_27")
        say(state, "assemble.message.pince_27")
    if state.phase == "B" and set_in_zone(state, "B") >= 7 and once(state, "jeanne"):
        emit("bell", event="jeanne")
        say(state, "assemble.message.jeanne", ("lend", "after", "refuse"))
    if state.phase == "D" and set_in_zone(state, "D") >= 2 and not state.lever_hole and once(state, "revision_b"):
        state.bell = True
        state.rack_open = True
        emit("bell", event="revision_b")
        say(state, "assemble.message.revision_b")


def pass_time(state: State, emit: Emit) -> None:
    """Holds that end, sentences that fade, ceilings that are reached."""
    if state.hold_until and state.tick >= state.hold_until:
        state.hold_until = 0
        emit("hold_end", about="A6")
        say(state, "assemble.message.karim_comes")
    if state.message and state.tick >= state.message_until and not state.replies:
        state.message = ""
    if state.phase == "practice":
        if sum(1 for h in state.holes.values() if h.formed) >= 2 and not state.lever_hole:
            advance_phase(state, emit, "understood")
        elif state.clock and state.movement_tick >= state.params.practice_s * 50:
            advance_phase(state, emit, "ceiling")
    elif state.clock and state.movement_tick >= state.params.ceilings_s[state.movement - 1] * 50:
        advance_phase(state, emit, "ceiling")
