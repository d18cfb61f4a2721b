"""People at the squeezer who are right in their own way: checking always, tidying late, taking back."""

from game.mechanics.assemble.params import Params
from game.mechanics.assemble.players import Expert
from game.mechanics.assemble.seen import AssembleSeen
from game.simulation.bots import Deed
from game.workshop.players_people import TidiesLate


class ChecksAlways(Expert):
    """Everything right, and the gauge on every head, whatever the order says."""

    def _gauge_heads(self, seen: AssembleSeen) -> Deed | None:
        formed = [h for h in seen.holes if h.state != "empty" and h.open]
        if seen.hand or not formed or not self.first(f"checked:{seen.placed}"):
            return None
        return "check", {"hole": formed[-1].id}


class LateRiveter(TidiesLate[Params, AssembleSeen], Expert):
    """Everything right, once what was taken too much hangs back."""


class TakesBack(Expert):
    """Everything right, but that in each zone one rivet goes into another hole first, and comes out unformed."""

    strayed = ""  # the hole that holds what belongs elsewhere

    def work(self, seen: AssembleSeen) -> Deed | None:
        if self.strayed:
            return self._back()
        return super().work(seen)

    def _fill(self, seen: AssembleSeen, name: str) -> Deed:
        deed = super()._fill(seen, name)
        others = [h for h in seen.holes if h.open and h.state == "empty" and not (h.tagged or h.oval) and h.id != name]
        if deed[0] != "place" or not others or not self.first(f"strays:{seen.phase}"):
            return deed
        self.strayed = others[-1].id
        return "place", {**deed[1], "hole": self.strayed}

    def squeeze(self, seen: AssembleSeen) -> list[Deed]:
        """Seen at the squeezer: taken out at once, or put down and taken out after it."""
        if not self.strayed:
            return super().squeeze(seen)
        return [("release", {})] if self.first("puts it down") else [self._back()]

    def _back(self) -> Deed:
        hole, self.strayed = self.strayed, ""
        return "take_out", {"hole": hole}
