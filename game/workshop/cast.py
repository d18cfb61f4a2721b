"""The cast of any workshop, by the names that studies and demonstrations know; a mechanic brings its own players."""

from collections.abc import Mapping
from typing import Protocol, TypeVar

from game.simulation.bots import Bot, Cast, Make
from game.workshop.params import WorkshopParams
from game.workshop.players_people import SLOW_TICKS, FirstTimer
from game.workshop.players_skill import Ladder, beginner
from game.workshop.seen import WorkshopSeen

P = TypeVar("P", bound=WorkshopParams)
S = TypeVar("S", bound=WorkshopSeen)
Q = TypeVar("Q", bound=WorkshopParams, contravariant=True)
T = TypeVar("T", bound=WorkshopSeen, contravariant=True)


class Able(Protocol[Q, T]):
    """Who does everything right, at most one act in `pace` ticks."""

    def __call__(self, params: Q, seed: int, *, pace: int = 30) -> Bot[T]: ...


def workshop_cast(
    kinds: tuple[type[P], type[S]],
    habiletes: tuple[str, ...],
    able: Able[P, S],
    ladder: Ladder[P, S],
    *,
    hands: tuple[Make[P, S], Make[P, S], Make[P, S]],
    late: Make[P, S],
    blind: Mapping[str, Make[P, S]],
    shows: str,
    people: Mapping[str, Make[P, S]] | None = None,
) -> Cast[P, S]:
    """A cast. `hands`: who does all right by keys, with a clumsy hand, and the first time; `late`: who tidies late.

    `kinds` are the mechanic's params and its sight; `shows` is the player of `blind` that a demonstration shows
    beside the one whose acts are chance; `people` are more of those who do what is right in a way of their own.
    """
    keyboard, clumsy, first = hands
    return Cast[P, S](
        params=kinds[0],
        seen=kinds[1],
        habiletes=habiletes,
        able={"expert": able, "keyboard": keyboard},
        clumsy={"clumsy": clumsy},
        blind=blind,
        people={
            "first_timer": lambda params, seed: FirstTimer(first(params, seed), seed),
            "slow_right": lambda params, seed: able(params, seed, pace=SLOW_TICKS),
            "tidies_late": late,
            **(people or {}),
        },
        paced=lambda params, seed, ticks: able(params, seed, pace=ticks),
        novice={"novice": beginner(ladder, habiletes)},
        ladder=ladder,
        show=("expert", "novice", "random", shows, "idle", "clumsy", "keyboard"),
        devices={"keyboard": "keyboard"},
    )
