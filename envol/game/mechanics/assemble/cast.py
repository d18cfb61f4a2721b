"""Who plays `assemble@1` when no person does: players of known skill, and players who show nothing."""

from envol.game.bots import Cast
from envol.game.mechanics.assemble import players
from envol.game.mechanics.assemble.players_blind import Clicker, Hurried, Never, OneBin, TagAll
from envol.game.mechanics.assemble.players_graded import Graded
from envol.game.mechanics.assemble.players_skill import SHOWN

CAST = Cast(
    habiletes=SHOWN,
    able={
        "expert": lambda params, seed: players.make("expert", params, seed),
        "keyboard": lambda params, seed: players.make("keyboard", params, seed),
    },
    clumsy={"clumsy": lambda params, seed: players.make("clumsy", params, seed)},
    blind={
        "random": lambda params, seed: Clicker(params, seed, pace=50),
        "always_1": lambda params, seed: OneBin(params, seed, 1),
        "always_2": lambda params, seed: OneBin(params, seed, 2),
        "always_3": lambda params, seed: OneBin(params, seed, 3),
        "never": lambda params, seed: Never(params, seed),
        "idle": lambda params, seed: players.make("idle", params, seed),
        "hurried": lambda params, seed: Hurried(params, seed),
        "tag_all": lambda params, seed: TagAll(params, seed),
    },
    novice={"novice": lambda params, seed: players.make("novice", params, seed)},
    graded=lambda params, seed, skill: Graded(params, seed, skill),
    devices={"keyboard": "keyboard"},
)
