"""Who plays `inspect@1` when no person does: players of known skill, and players who show nothing."""

from game.mechanics.inspect.params import WORDS, Params
from game.mechanics.inspect.players import Expert, TidiesLate
from game.mechanics.inspect.players_blind import (
    AsksAlways,
    CautionRitual,
    Clicker,
    Hurried,
    OneWord,
    RuleRitual,
    SweepRitual,
    TagAll,
)
from game.mechanics.inspect.players_graded import SHOWN, Graded, novice
from game.mechanics.inspect.seen import InspectSeen
from game.simulation.bots import Cast
from game.workshop.players import Idle, Never
from game.workshop.players_people import FirstTimer

SLOW_TICKS = 400
"""Eight seconds an act."""

CAST = Cast[Params, InspectSeen](
    params=Params,
    seen=InspectSeen,
    habiletes=SHOWN,
    able={
        "expert": Expert,
        "keyboard": lambda params, seed: Expert(params, seed, pace=34, hand_um=90),
    },
    clumsy={"clumsy": lambda params, seed: Expert(params, seed, pace=44, hand_um=200)},
    blind={
        "random": lambda params, seed: Clicker(params, seed, pace=50),
        "always_accept": lambda params, seed: OneWord(params, seed, WORDS[0]),
        "always_rework": lambda params, seed: OneWord(params, seed, WORDS[1]),
        "always_reject": lambda params, seed: OneWord(params, seed, WORDS[2]),
        "never": Never[Params, InspectSeen],
        "idle": Idle[Params, InspectSeen],
        "hurried": Hurried,
        "tag_all": TagAll,
        "asks_always": AsksAlways,
        "sweep_ritual": SweepRitual,
        "ritual": CautionRitual,
        "rule_ritual": RuleRitual,
    },
    people={
        "first_timer": lambda params, seed: FirstTimer(Expert(params, seed, pace=10, hand_um=120), seed),
        "slow_right": lambda params, seed: Expert(params, seed, pace=SLOW_TICKS),
        "tidies_late": TidiesLate,
    },
    paced=lambda params, seed, ticks: Expert(params, seed, pace=ticks),
    novice={"novice": novice},
    ladder=Graded,
    show=("expert", "novice", "random", "always_accept", "idle", "clumsy", "keyboard"),
    devices={"keyboard": "keyboard"},
)
