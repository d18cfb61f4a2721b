"""People at the squeezer who are right in their own way: slow, checking always, tidying late."""

from game.mechanics.assemble.params import Params
from game.mechanics.assemble.players import Expert
from game.mechanics.assemble.seen import AssembleSeen
from game.simulation.bots import Deed
from game.workshop.players_people import SLOW_TICKS, FirstTimer, TidiesLate


def first_timer(params: Params, seed: int) -> FirstTimer[AssembleSeen]:
    """Able, with an unsteady hand, in a workshop never seen."""
    return FirstTimer(Expert(params, seed, pace=10, lever_noise=20), seed)


def slow_right(params: Params, seed: int) -> Expert:
    """Everything right, eight seconds an act."""
    return Expert(params, seed, pace=SLOW_TICKS)


class ChecksAlways(Expert):
    """Everything right, and the gauge on every head, whatever the order says."""

    def _gauge_heads(self, seen: AssembleSeen) -> Deed | None:
        formed = [h for h in seen.holes if h.state != "empty" and h.open]
        if seen.hand or not formed or not self.first(f"checked:{seen.placed}"):
            return None
        return "check", {"hole": formed[-1].id}


class LateRiveter(TidiesLate[Params, AssembleSeen], Expert):
    """Everything right, once what was taken too much hangs back."""
