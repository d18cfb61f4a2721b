"""What `plan@1` is, in one declaration."""

from game.mechanics.plan.cast import CAST
from game.mechanics.plan.finished import trolley
from game.mechanics.plan.heard import heard
from game.mechanics.plan.motions import MOTIONS
from game.mechanics.plan.params import PlanParams
from game.mechanics.plan.scene import PlanScene
from game.mechanics.plan.seen import PlanSeen
from game.mechanics.plan.task import PlanTask
from game.workshop.mechanic import Mechanic

PLAN = Mechanic[PlanParams, PlanSeen](
    name="plan",
    version=1,
    params=PlanParams,
    sight=PlanSeen,
    task=PlanTask,
    stage=PlanScene,
    cast=CAST,
    heard=lambda event, params: heard(event),
    readers=(
        "kits_in_time", "plan_laid", "blocks_walked", "grouped", "kits_ordered", "tools_ready", "first_lots",
        "labels_read", "numbers_right", "sheet_right", "stock_counted", "flaws_found", "kits_checked", "fod_cleared",
        "alike_told", "window_right", "label_skipped", "taken_up", "bin_told", "expired_tool", "hold_used",
        "missing_tool",
    ),
    texts=("plan",),
    gestures=("press", "point", "carry"),
    sign="kitting",
    day=("look", "filled", "sent"),
    piece=lambda params: params.art,
    finished=trolley,
    motions=MOTIONS,
)  # fmt: skip
