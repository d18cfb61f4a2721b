"""Who plays `assemble@1` when no person does: players of known skill, and players who show nothing."""

from collections.abc import Callable

from game.mechanics.assemble.params import Params
from game.mechanics.assemble.players import Always, Expert, Idle, Player, Random
from game.mechanics.assemble.players_blind import Clicker, Hurried, Never, OneBin, TagAll
from game.mechanics.assemble.players_graded import Graded, novice
from game.mechanics.assemble.players_skill import SHOWN
from game.mechanics.assemble.seen import AssembleSeen
from game.simulation.bots import Cast


def make(name: str, params: Params, seed: int) -> Player:
    """A robot by name; KeyError for an unknown one."""
    robots: dict[str, Callable[[], Player]] = {
        "expert": lambda: Expert(params, seed),
        "keyboard": lambda: Expert(params, seed, pace=34, hand_um=0),
        "clumsy": lambda: Expert(params, seed, pace=44, hand_um=750, lever_noise=30),
        "novice": lambda: novice(params, seed),
        "random": lambda: Random(params, seed, pace=50),
        "always": lambda: Always(params, seed, pace=30),
        "idle": lambda: Idle(params, seed),
    }
    return robots[name]()


NAMES = ("expert", "novice", "random", "always", "idle", "clumsy", "keyboard")
DEVICE = {"keyboard": "keyboard"}

CAST = Cast[Params, AssembleSeen](
    params=Params,
    seen=AssembleSeen,
    habiletes=SHOWN,
    able={
        "expert": lambda params, seed: make("expert", params, seed),
        "keyboard": lambda params, seed: make("keyboard", params, seed),
    },
    clumsy={"clumsy": lambda params, seed: make("clumsy", params, seed)},
    blind={
        "random": lambda params, seed: Clicker(params, seed, pace=50),
        "always_1": lambda params, seed: OneBin(params, seed, 1),
        "always_2": lambda params, seed: OneBin(params, seed, 2),
        "always_3": lambda params, seed: OneBin(params, seed, 3),
        "never": lambda params, seed: Never(params, seed),
        "idle": lambda params, seed: make("idle", params, seed),
        "hurried": lambda params, seed: Hurried(params, seed),
        "tag_all": lambda params, seed: TagAll(params, seed),
    },
    novice={"novice": lambda params, seed: make("novice", params, seed)},
    ladder=Graded,
    show=("expert", "novice", "random", "always_2", "idle", "clumsy", "keyboard"),
    devices={"keyboard": "keyboard"},
)
