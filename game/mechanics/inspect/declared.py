"""What `inspect@1` is, in one declaration."""

from dataclasses import replace

from game.mechanics.inspect.cast import CAST
from game.mechanics.inspect.heard import heard
from game.mechanics.inspect.motions import MOTIONS
from game.mechanics.inspect.params import InspectParams
from game.mechanics.inspect.scene import InspectScene
from game.mechanics.inspect.seen import InspectSeen
from game.mechanics.inspect.task import InspectTask
from game.scenes.shown import FinishedPart
from game.workshop.finished import closed_up
from game.workshop.mechanic import Mechanic


def finished(params: InspectParams, seen: InspectSeen) -> FinishedPart:
    """The fan closed up; a blade set apart with its tag counts with those decided, as on the tool board."""
    part = closed_up(params, seen)
    done, of = seen.done_of
    apart = len(params.blades()) - of
    return replace(part, done_of=(done + apart, of + apart))


INSPECT = Mechanic[InspectParams, InspectSeen](
    name="inspect",
    version=1,
    params=InspectParams,
    sight=InspectSeen,
    task=InspectTask,
    stage=InspectScene,
    cast=CAST,
    heard=lambda event, params: heard(event),
    readers=(
        "tools_ready", "turns_marked", "parts_in_order", "zero_due", "sheet_right", "words_counted", "lines_found",
        "blades_racked", "looked_at", "fod_cleared", "reading_error", "measured_sized", "right_words", "read_twice",
        "conclusion", "urgent_words", "shortcut", "resumed", "doubt_told", "expired_tool",
        "wait_used", "missing_tool",
    ),
    texts=("inspect",),
    gestures=("press", "point", "drag", "carry", "hold", "again"),
    sign="inspection",
    day=("look", "lit", "judged"),
    piece=lambda params: params.art,
    finished=finished,
    motions=MOTIONS,
)  # fmt: skip
