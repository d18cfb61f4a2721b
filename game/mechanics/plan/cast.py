"""Who plays `plan@1` when no person does: players of known skill, and players who show nothing."""

from game.mechanics.plan import players_blind
from game.mechanics.plan.params import PlanParams
from game.mechanics.plan.players import CarefulKeeper, HangsBack
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
        "random": lambda params, seed: players_blind.Fumbles(params, seed, pace=50),
        "always_first": players_blind.AsListed,
        "always_last": players_blind.Backwards,
        "never": Never[PlanParams, PlanSeen],
        "idle": Idle[PlanParams, PlanSeen],
        "hurried": players_blind.SendsEmpty,
        "tag_all": players_blind.SuspectsAll,
        "asks_always": players_blind.AsksAbout,
        "list_ritual": players_blind.ListRitual,
        "scan_ritual": players_blind.ScanRitual,
        "ritual": players_blind.PrudentRitual,
    },
    shows="always_first",
)
