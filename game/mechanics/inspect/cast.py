"""Who plays `inspect@1` when no person does: players of known skill, and players who show nothing."""

from game.mechanics.inspect.params import WORDS, InspectParams
from game.mechanics.inspect.players import Attentive, ClearsLate
from game.mechanics.inspect.players_blind import (
    AsksOften,
    CautionRitual,
    DoubtsAll,
    OneWord,
    PassesAll,
    RuleRitual,
    SweepRitual,
    TouchesAll,
)
from game.mechanics.inspect.players_graded import SHOWN, GradedInspector, novice
from game.mechanics.inspect.seen import InspectSeen
from game.simulation.bots import Cast
from game.workshop.players import Idle, Never
from game.workshop.players_people import SLOW_TICKS, FirstTimer

CAST = Cast[InspectParams, InspectSeen](
    params=InspectParams,
    seen=InspectSeen,
    habiletes=SHOWN,
    able={
        "expert": Attentive,
        "keyboard": lambda params, seed: Attentive(params, seed, pace=34, hand_um=90),
    },
    clumsy={"clumsy": lambda params, seed: Attentive(params, seed, pace=44, hand_um=200)},
    blind={
        "random": lambda params, seed: TouchesAll(params, seed, pace=50),
        "always_accept": lambda params, seed: OneWord(params, seed, WORDS[0]),
        "always_rework": lambda params, seed: OneWord(params, seed, WORDS[1]),
        "always_reject": lambda params, seed: OneWord(params, seed, WORDS[2]),
        "never": Never[InspectParams, InspectSeen],
        "idle": Idle[InspectParams, InspectSeen],
        "hurried": PassesAll,
        "tag_all": DoubtsAll,
        "asks_always": AsksOften,
        "sweep_ritual": SweepRitual,
        "ritual": CautionRitual,
        "rule_ritual": RuleRitual,
    },
    people={
        "first_timer": lambda params, seed: FirstTimer(Attentive(params, seed, pace=10, hand_um=120), seed),
        "slow_right": lambda params, seed: Attentive(params, seed, pace=SLOW_TICKS),
        "tidies_late": ClearsLate,
    },
    paced=lambda params, seed, ticks: Attentive(params, seed, pace=ticks),
    novice={"novice": novice},
    ladder=GradedInspector,
    show=("expert", "novice", "random", "always_accept", "idle", "clumsy", "keyboard"),
    devices={"keyboard": "keyboard"},
)
