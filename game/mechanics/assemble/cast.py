"""Who plays `assemble@1` when no person does: players of known skill, and players who show nothing."""

from game.mechanics.assemble.params import Params
from game.mechanics.assemble.players import Expert, IdleRiveter, LeavingRiveter
from game.mechanics.assemble.players_blind import AsksAlways, Clicker, HurriedRiveter, OneBin, Ritual, TagAll
from game.mechanics.assemble.players_graded import Graded
from game.mechanics.assemble.players_people import ChecksAlways, LateRiveter, TakesBack
from game.mechanics.assemble.seen import AssembleSeen
from game.workshop.cast import workshop_cast
from game.workshop.players_skill import SHOWN

CAST = workshop_cast(
    (Params, AssembleSeen),
    SHOWN,
    Expert,
    Graded,
    hands=(
        lambda params, seed: Expert(params, seed, pace=34, hand_um=0),
        lambda params, seed: Expert(params, seed, pace=44, hand_um=750, lever_noise=30),
        lambda params, seed: Expert(params, seed, pace=10, lever_noise=20),
    ),
    late=LateRiveter,
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
    shows="always_2",
    people={"checks_always": ChecksAlways, "takes_back": TakesBack},
)
