"""Who plays `assemble@1` when no person does: players of known skill, and players who show nothing."""

from game.mechanics.assemble.params import Params
from game.mechanics.assemble.players import Expert, IdleRiveter, LeavingRiveter
from game.mechanics.assemble.players_blind import AsksAlways, Clicker, HurriedRiveter, OneBin, Ritual, TagAll
from game.mechanics.assemble.players_graded import Graded, novice
from game.mechanics.assemble.players_people import ChecksAlways, LateRiveter, TakesBack, first_timer, slow_right
from game.mechanics.assemble.seen import AssembleSeen
from game.simulation.bots import Cast
from game.workshop.players_skill import SHOWN

CAST = Cast[Params, AssembleSeen](
    params=Params,
    seen=AssembleSeen,
    habiletes=SHOWN,
    able={
        "expert": Expert,
        "keyboard": lambda params, seed: Expert(params, seed, pace=34, hand_um=0),
    },
    clumsy={"clumsy": lambda params, seed: Expert(params, seed, pace=44, hand_um=750, lever_noise=30)},
    blind={
        "random": lambda params, seed: Clicker(params, seed, pace=50),
        "always_1": lambda params, seed: OneBin(params, seed, params.bins[0].number),
        "always_2": lambda params, seed: OneBin(params, seed, params.bins[1].number),
        "always_3": lambda params, seed: OneBin(params, seed, params.bins[2].number),
        "never": LeavingRiveter,
        "idle": IdleRiveter,
        "hurried": HurriedRiveter,
        "tag_all": TagAll,
        "ritual": Ritual,
        "asks_always": AsksAlways,
    },
    people={
        "first_timer": first_timer,
        "slow_right": slow_right,
        "checks_always": ChecksAlways,
        "tidies_late": LateRiveter,
        "takes_back": TakesBack,
    },
    paced=lambda params, seed, ticks: Expert(params, seed, pace=ticks),
    novice={"novice": novice},
    ladder=Graded,
    show=("expert", "novice", "random", "always_2", "idle", "clumsy", "keyboard"),
    devices={"keyboard": "keyboard"},
)
