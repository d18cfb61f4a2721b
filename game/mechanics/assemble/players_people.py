"""People at the squeezer: right in their own way (slow, checking always, tidying late), or cunning without skill."""

from game.mechanics.assemble.params import Params
from game.mechanics.assemble.players import Expert
from game.mechanics.assemble.players_blind import OneBin
from game.mechanics.assemble.seen import AssembleSeen
from game.simulation.bots import Deed
from game.workshop.players import CALLED
from game.workshop.players_people import FirstTimer

SLOW_TICKS = 400
"""Eight seconds an act."""
ASKS_IN_100 = 45


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


class TidiesLate(Expert):
    """Takes five tools too many, hangs them back at once before starting, and does everything right after it."""

    def choose(self, seen: AssembleSeen) -> Deed | None:
        if seen.kind == "prepare":
            others = [t for t in seen.tools if not t.listed and t.kind != "ppe"]
            for tool in others:
                if not tool.taken and self.first(f"too many:{tool.id}"):
                    return "take_tool", {"tool": tool.id}
            for tool in others:
                if tool.taken:
                    return "return_tool", {"tool": tool.id}
        return super().choose(seen)


class Ritual(OneBin):
    """Knows what a good worker looks like, and shows it without looking: initiative bought by a ritual.

    Exchanges what has a label, calls about every hole, throws out one piece and has the bin exchanged, writes one
    number for the tools and searches everywhere; the lever is slammed.
    """

    def __init__(self, params: Params, seed: int) -> None:
        super().__init__(params, seed, (params.mixed.bin if params.mixed else params.bins[0].number))

    def _once(self, name: str, deed: Deed) -> Deed | None:
        return deed if self.first(name) else None

    def choose(self, seen: AssembleSeen) -> Deed | None:
        if seen.kind == "prepare":
            labelled = [t for t in seen.tools if t.label]
            found = labelled and self._once("exchange", ("exchange", {"tool": labelled[0].id}))
            listed = [t for t in seen.tools if (t.listed or t.kind == "ppe") and not t.taken]
            if found or not listed:
                return found or ("end", {})
            tool = listed[0]
            return ("wear", {"item": tool.id}) if tool.kind == "ppe" else ("take_tool", {"tool": tool.id})
        if seen.kind == "work" and not seen.rack_open:
            for hole in (h for h in seen.holes if h.open):
                if (deed := self._once(f"call {hole.id}", ("call", {"who": CALLED, "about": hole.id}))) is not None:
                    return deed
            if seen.hand and (deed := self._once(f"reject {seen.phase}", ("reject", {}))) is not None:
                return deed
            if (deed := self._once(f"bin {seen.phase}", ("exchange_bin", {"bin": self.bin}))) is not None:
                return deed
        if seen.kind == "close":
            return self._closes(seen)
        return super().choose(seen)

    def _closes(self, seen: AssembleSeen) -> Deed:
        listed = sum(t.listed for t in seen.tools)
        if (deed := self._once("count", ("count", {"item": "tools", "n": listed}))) is not None:
            return deed
        left = [place for place in seen.places if place not in seen.searched]
        return ("search", {"place": left[0]}) if left else ("end", {})


class AsksAlways(OneBin):
    """Asks for help about whatever is there, in nearly every second act."""

    def __init__(self, params: Params, seed: int) -> None:
        super().__init__(params, seed, params.bins[0].number)

    def choose(self, seen: AssembleSeen) -> Deed | None:
        if seen.kind == "work" and self.chance.below(100) < ASKS_IN_100:
            things = [*(h.id for h in seen.holes if h.open), *(f"bin{b.number}" for b in seen.bins)]
            return "call", {"who": CALLED, "about": self.chance.pick(things)}
        return super().choose(seen)
