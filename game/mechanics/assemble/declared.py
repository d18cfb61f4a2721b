"""What `assemble@1` is, in one declaration."""

from game.mechanics.assemble.cast import CAST
from game.mechanics.assemble.finished import panel
from game.mechanics.assemble.heard import heard
from game.mechanics.assemble.motions import MOTIONS, feel
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.assemble.seen import AssembleSeen
from game.mechanics.assemble.task import AssembleTask
from game.workshop.mechanic import Mechanic


def revision(params: Params) -> str:
    """The event of the day that brings another issue of the order, "" for none."""
    revises = params.first("revises")
    return revises.id if revises is not None else ""


ASSEMBLE = Mechanic[Params, AssembleSeen](
    name="assemble",
    version=1,
    params=Params,
    sight=AssembleSeen,
    task=AssembleTask,
    stage=AssembleScene,
    cast=CAST,
    heard=lambda event, params: heard(event, params.tolerance_um, revision(params)),
    readers=(
        "tools_ready", "right_stems", "order_followed", "checks_due", "sheet_right", "counts_right", "head_error",
        "clean_heads", "soft_contacts", "placement", "rivets_sorted", "heads_judged", "fod_cleared", "pose",
        "points_shown", "jaw_access", "revision_folder", "marked_again", "new_tool", "damaged_hole", "mixed_bin",
        "expired_tool", "idle_wait", "missing_tool",
    ),
    texts=("assemble",),
    gestures=("press", "point", "drag", "carry"),
    sign="rivet",
    day=("look", "do", "check"),
    piece=lambda params: params.piece.art,
    finished=panel,
    motions=MOTIONS,
    feel=feel,
)  # fmt: skip
