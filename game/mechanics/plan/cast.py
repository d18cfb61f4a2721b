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
from game.mechanics.plan.players_graded import SHOWN, GradedKeeper, novice
from game.mechanics.plan.seen import PlanSeen
from game.simulation.bots import Cast
from game.workshop.players import Idle, Never
from game.workshop.players_people import SLOW_TICKS, FirstTimer

CAST = Cast[PlanParams, PlanSeen](
    params=PlanParams,
    seen=PlanSeen,
    habiletes=SHOWN,
    able={"expert": CarefulKeeper, "keyboard": lambda params, seed: CarefulKeeper(params, seed, pace=34)},
    clumsy={"clumsy": lambda params, seed: CarefulKeeper(params, seed, pace=54)},
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
    people={
        "first_timer": lambda params, seed: FirstTimer(CarefulKeeper(params, seed, pace=10), seed),
        "slow_right": lambda params, seed: CarefulKeeper(params, seed, pace=SLOW_TICKS),
        "tidies_late": HangsBack,
    },
    paced=lambda params, seed, ticks: CarefulKeeper(params, seed, pace=ticks),
    novice={"novice": novice},
    ladder=GradedKeeper,
    show=("expert", "novice", "random", "always_first", "idle", "clumsy", "keyboard"),
    devices={"keyboard": "keyboard"},
)
