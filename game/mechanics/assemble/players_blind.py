"""Players who show nothing: whatever they do costs no skill, so the workshop must give them nothing."""

from collections.abc import Callable, Sequence

from game.mechanics.assemble.params import Params
from game.mechanics.assemble.players import Always, Riveter
from game.mechanics.assemble.seen import AssembleSeen, HoleSeen
from game.simulation.bots import Deed
from game.workshop.players import CALLED
from game.workshop.players_blind import Asking, Denouncing, Hurried, anything, grabbed

SPREAD_UM = 2500
"""How far from the centre a click on a hole may fall."""


class Clicker(Riveter):
    """One legal-looking act a second, drawn evenly; a drop falls anywhere on its hole."""

    def squeeze(self, seen: AssembleSeen) -> list[Deed]:
        if seen.tick < self.next_tick:
            return []
        self.next_tick = seen.tick + self.pace
        drawn: list[Deed] = [("lever", {"x": self.chance.below(1001)}), ("release", {}), ("turn_jaw", {})]
        return [self.chance.pick(drawn)]

    def choose(self, seen: AssembleSeen) -> Deed | None:
        pick = self.chance.pick
        holes = [h.id for h in seen.holes]
        bins = [b.number for b in seen.bins[:3]]
        clip, last = (self.params.parts[at].id if self.params.parts else "" for at in (0, -1))
        drawn: list[Callable[[], Deed]] = [
            lambda: ("pick", {"bin": pick(bins)}),
            lambda: ("place", {"hole": pick(holes)}),
            lambda: ("place", {"hole": pick(holes)}),
            lambda: ("reject", {}),
            lambda: ("gauge", {"hole": pick(holes)}),
            lambda: ("check", {"hole": pick(holes)}),
            lambda: ("redo", {"hole": pick(holes)}),
            lambda: ("isolate", {"bin": pick(bins)}),
            lambda: ("exchange_bin", {"bin": pick(bins)}),
            lambda: ("turn_part", {"part": clip}),
            lambda: ("place_part", {"part": clip}),
            lambda: ("flip_part", {"part": last}),
            lambda: ("place_part", {"part": last}),
            lambda: ("point", {"id": pick(list(self.params.points) or ["none"]), "hole": pick(holes)}),
            *anything(self, seen, holes, [item.id for item in seen.counts] or ["tags"]),
        ]
        return scattered(self, pick(drawn)())


class OneBin(Always):
    """The same bin from beginning to end, holes in reading order, the lever to the stop."""

    def __init__(self, params: Params, seed: int, bin: int) -> None:
        super().__init__(params, seed, pace=30)
        self.bin = bin
        self.pushed = ""

    def squeeze(self, seen: AssembleSeen) -> list[Deed]:
        lever = seen.lever
        if lever.x == 0 and self.pushed == lever.hole:
            self.pushed = ""
            return [("turn_jaw", {})]
        self.pushed = lever.hole
        return super().squeeze(seen)

    def choose(self, seen: AssembleSeen) -> Deed | None:
        deed = super().choose(seen)
        if deed and deed[0] == "pick":
            usable = [b.number for b in seen.bins if b.left and not b.isolated]
            usable.sort(key=lambda number: number != self.bin)
            return ("pick", {"bin": usable[0]}) if usable else ("end", {})
        if deed and deed[0] in ("turn_part", "place_part"):
            # Tried every way round until it fits: being stuck on the part would prove nothing about what follows.
            return self.chance.pick(("turn_part", "flip_part", "place_part")), deed[1]
        return scattered(self, deed) if deed else None


class HurriedRiveter(Hurried[Params, AssembleSeen], OneBin):
    """Knows the buttons and takes the first that goes on: no gauge, no document, the lever thrown."""

    tool = "squeezer"

    def __init__(self, params: Params, seed: int) -> None:
        super().__init__(params, seed, params.bins[1].number)


class TagAll(Denouncing[Params, AssembleSeen], OneBin):
    """Finds something wrong with everything: every tag used, everybody called, every rivet thrown out, every head."""

    def __init__(self, params: Params, seed: int) -> None:
        super().__init__(params, seed, params.bins[1].number)

    def works(self, seen: AssembleSeen) -> Deed | None:
        deed = self._about_holes([h for h in seen.holes if h.open], seen.tags_left)
        return self.picked_up(seen) or deed or self._about_bins(seen) or super().works(seen)

    def _about_holes(self, holes: list[HoleSeen], tags_left: int) -> Deed | None:
        for hole in holes:
            if (deed := self.denounced(hole.id, tag=bool(tags_left) and not hole.tagged)) is not None:
                return deed
            if hole.state != "empty" and self.first(f"redo:{hole.id}"):
                return "redo", {"hole": hole.id}
        return None

    def _about_bins(self, seen: AssembleSeen) -> Deed | None:
        for lot_bin in seen.bins:
            for verb in ("isolate", "exchange_bin"):
                if self.first(f"{verb}:{lot_bin.number}"):
                    return verb, {"bin": lot_bin.number}
        thrown = seen.hand and self.first(f"reject:{seen.placed}:{seen.hand.bin}")
        return ("reject", {}) if thrown else None


class Ritual(OneBin):
    """Knows what a good worker looks like, and shows it without looking: initiative bought by a ritual.

    Exchanges what has a label, calls about every hole, throws out one piece and has the bin exchanged, writes one
    number for the tools and searches everywhere; the lever is slammed.
    """

    def __init__(self, params: Params, seed: int) -> None:
        super().__init__(params, seed, (params.mixed.bin if params.mixed else params.bins[0].number))

    def prepares(self, seen: AssembleSeen) -> Deed:
        labelled = [t for t in seen.tools if t.label]
        if labelled and self.first("exchange"):
            return "exchange", {"tool": labelled[0].id}
        return grabbed([t for t in seen.tools if t.listed or t.kind == "ppe"]) or ("end", {})

    def works(self, seen: AssembleSeen) -> Deed | None:
        for hole in (h for h in seen.holes if h.open):
            if self.first(f"call {hole.id}"):
                return "call", {"who": CALLED, "about": hole.id}
        if seen.hand and self.first(f"reject {seen.phase}"):
            return "reject", {}
        if self.first(f"bin {seen.phase}"):
            return "exchange_bin", {"bin": self.bin}
        return super().works(seen)

    def closes(self, seen: AssembleSeen) -> Deed:
        if self.first("count"):
            return "count", {"item": "tools", "n": sum(t.listed for t in seen.tools)}
        return self.searches(seen) or ("end", {})


class AsksAlways(Asking[Params, AssembleSeen], OneBin):
    """Asks for help about whatever is there, in nearly every second act."""

    def __init__(self, params: Params, seed: int) -> None:
        super().__init__(params, seed, params.bins[0].number)

    def things(self, seen: AssembleSeen) -> Sequence[str]:
        return [*(h.id for h in seen.holes if h.open), *(f"bin{b.number}" for b in seen.bins)]


def scattered(player: Riveter, deed: Deed) -> Deed:
    """The deed; a rivet that is put in falls anywhere on its hole."""
    if deed[0] != "place":
        return deed
    off = [player.chance.between(-SPREAD_UM, SPREAD_UM) for _ in "xy"]
    return "place", {**deed[1], "dx_um": off[0], "dy_um": off[1]}
