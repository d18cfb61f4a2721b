"""Who plays `inspect@1` when no person does: players of known skill, and players who show nothing."""

from game.mechanics.inspect import players_blind
from game.mechanics.inspect.params import WORDS, InspectParams
from game.mechanics.inspect.players import Attentive, ClearsLate
from game.mechanics.inspect.players_graded import SHOWN, GradedInspector
from game.mechanics.inspect.seen import InspectSeen
from game.workshop.cast import workshop_cast
from game.workshop.players import Idle, Never

CAST = workshop_cast(
    (InspectParams, InspectSeen),
    SHOWN,
    Attentive,
    GradedInspector,
    hands=(
        lambda params, seed: Attentive(params, seed, pace=34, hand_um=90),
        lambda params, seed: Attentive(params, seed, pace=44, hand_um=200),
        lambda params, seed: Attentive(params, seed, pace=10, hand_um=120),
    ),
    late=ClearsLate,
    blind={
        "random": lambda params, seed: players_blind.TouchesAll(params, seed, pace=50),
        "always_accept": lambda params, seed: players_blind.OneWord(params, seed, WORDS[0]),
        "always_rework": lambda params, seed: players_blind.OneWord(params, seed, WORDS[1]),
        "always_reject": lambda params, seed: players_blind.OneWord(params, seed, WORDS[2]),
        "never": Never[InspectParams, InspectSeen],
        "idle": Idle[InspectParams, InspectSeen],
        "hurried": players_blind.PassesAll,
        "tag_all": players_blind.DoubtsAll,
        "asks_always": players_blind.AsksOften,
        "sweep_ritual": players_blind.SweepRitual,
        "ritual": players_blind.CautionRitual,
        "rule_ritual": players_blind.RuleRitual,
    },
    shows="always_accept",
)
