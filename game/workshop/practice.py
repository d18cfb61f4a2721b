"""Practice: one gesture at a time, each set out by itself, tried, and told as it turned out. Nothing here is scored."""

from game.workshop.acts import Args, word
from game.workshop.day import Emit
from game.workshop.state import PRACTICE, WorkshopState

RIGHT = "right"
"""How a gesture turned out when it is as it should be; other words are a mechanic's own."""


def begin_lesson(state: WorkshopState, args: Args, emit: Emit) -> bool:
    """Take a gesture in hand, or begin it anew. The mechanic lays out what it needs."""
    gesture = state.params.gesture(word(args, "id"))
    if state.phase != PRACTICE or gesture is None:
        return False
    if gesture.id != state.lesson:
        state.goods = 0
    state.lesson, state.outcome = gesture.id, ""
    state.heads, state.verdicts = [], {}
    emit("lesson", id=gesture.id)
    if gesture.does == "folder":
        # The bell is rung where it is taught: what it opens, `teach` lays out.
        emit("bell", event=gesture.id)
    return True


def goes_on(state: WorkshopState, name: str) -> bool:
    """Whether a gesture takes up where the one before it, just done right, has left the bench."""
    names = [g.id for g in state.params.practice]
    gesture = state.params.gesture(name)
    if gesture is None or not gesture.joined or state.outcome != RIGHT:
        return False
    return names.index(name) > 0 and names[names.index(name) - 1] == state.lesson


def watch(state: WorkshopState, outcome: str, emit: Emit) -> None:
    """Keep how the gesture in hand turned out, once a try; learnt when it was right as often as the scenario asks."""
    gesture = state.params.gesture(state.lesson)
    if gesture is None or state.outcome or not outcome:
        return
    state.outcome = outcome
    state.goods += outcome == RIGHT
    emit("lesson_told", id=gesture.id, outcome=outcome)
    if state.goods >= gesture.goods:
        state.learnt.add(gesture.id)
        if outcome == RIGHT:
            emit("learnt", id=gesture.id)
