"""Who plays `plan@1` when no person does: players of known skill, and players who show nothing."""

from game.mechanics.plan.params import PlanParams
from game.mechanics.plan.players import CarefulKeeper, HangsBack
from game.mechanics.plan.players_blind import (
    AsksAbout,
    AsListed,
    Backwards,
    Fumbles,
    ListRitual,
    PrudentRitual,
    ScanRitual,
    SendsEmpty,
    SuspectsAll,
)
from game.mechanics.plan.players_graded import SHOWN, GradedKeeper
from game.mechanics.plan.seen import PlanSeen
from game.workshop.cast import workshop_cast
from game.workshop.players import Idle, Never

CAST = workshop_cast(
    (PlanParams, PlanSeen),
    SHOWN,
    CarefulKeeper,
    GradedKeeper,
    hands=(
        lambda params, seed: CarefulKeeper(params, seed, pace=34),
        lambda params, seed: CarefulKeeper(params, seed, pace=54),
        lambda params, seed: CarefulKeeper(params, seed, pace=10),
    ),
    late=HangsBack,
    blind={
        "random": lambda params, seed: Fumbles(params, seed, pace=50),
        "always_first": AsListed,
        "always_last": Backwards,
        "never": Never[PlanParams, PlanSeen],
        "idle": Idle[PlanParams, PlanSeen],
        "hurried": SendsEmpty,
        "tag_all": SuspectsAll,
        "asks_always": AsksAbout,
        "list_ritual": ListRitual,
        "scan_ritual": ScanRitual,
        "ritual": PrudentRitual,
    },
    shows="always_first",
)
