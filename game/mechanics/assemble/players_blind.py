"""Players who show nothing: whatever they do costs no skill, so the workshop must give them nothing."""

from game.mechanics.assemble.params import Params
from game.mechanics.assemble.players import Always, Random, Riveter
from game.mechanics.assemble.seen import AssembleSeen, HoleSeen
from game.simulation.bots import Deed
from game.workshop.players import CALLED

SPREAD_UM = 2500
"""How far from the centre a click on a hole may fall."""


class Clicker(Random):
    """Acts drawn evenly, one a second, and drops anywhere on the hole."""

    def choose(self, seen: AssembleSeen) -> Deed | None:
        deed = super().choose(seen)
        return scattered(self, deed) if deed else None


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


class Hurried(OneBin):
    """Knows the buttons and takes the first that goes on: no document, no gauge, no check, the lever thrown."""

    def __init__(self, params: Params, seed: int) -> None:
        super().__init__(params, seed, params.bins[1].number)

    def choose(self, seen: AssembleSeen) -> Deed | None:
        if seen.kind == "prepare":
            for tool in seen.tools:
                if not tool.taken and (tool.kind == "ppe" or tool.id == self.params.needs["squeezer"]):
                    return ("wear", {"item": tool.id}) if tool.kind == "ppe" else ("take_tool", {"tool": tool.id})
            return "end", {}
        if seen.kind == "judge":
            open_heads = [h.index for h in seen.heads if not h.verdict]
            return ("head", {"index": open_heads[0], "verdict": "ok"}) if open_heads else ("end", {})
        if seen.kind == "points":
            open_points = [p.id for p in seen.points if not p.value]
            return ("point", {"id": open_points[0], "hole": seen.holes[0].id}) if open_points else ("end", {})
        return self._sign(seen) if seen.kind == "close" else super().choose(seen)

    def _sign(self, seen: AssembleSeen) -> Deed:
        for entry in seen.sheet:
            if not entry.value:
                return "field", {"field": entry.id, "value": entry.options[0]}
        taken = [t.id for t in seen.tools if t.taken and t.kind != "ppe"]
        if taken:
            return "return_tool", {"tool": taken[0]}
        left = [p for p in seen.places if p not in seen.searched]
        if self.first("pen"):
            return "sign", {}
        if left and self.params.missing_place not in seen.searched:
            return "search", {"place": left[0]}
        return ("sign", {}) if self.first("pen:again") else ("end", {})


class TagAll(OneBin):
    """Finds something wrong with everything: every tag used, everybody called, every rivet thrown out, every head."""

    def __init__(self, params: Params, seed: int) -> None:
        super().__init__(params, seed, params.bins[1].number)
        self.named: set[str] = set()

    def choose(self, seen: AssembleSeen) -> Deed | None:
        return self._denounce(seen) or super().choose(seen)

    def _denounce(self, seen: AssembleSeen) -> Deed | None:
        for tool in seen.tools:
            if seen.kind == "prepare" and self._fresh(f"exchange {tool.id}"):
                return "exchange", {"tool": tool.id}
        if not seen.zone or seen.rack_open:
            return None
        for item in seen.fod:
            if self._fresh(f"fod {item.id}"):
                return "take_fod", {"item": item.id}
        return self._about_holes([h for h in seen.holes if h.open], seen.tags_left) or self._about_bins(seen)

    def _about_holes(self, holes: list[HoleSeen], tags_left: int) -> Deed | None:
        for hole in holes:
            if tags_left and not hole.tagged and self._fresh(f"tag {hole.id}"):
                return "tag", {"object": hole.id}
            if self._fresh(f"call {hole.id}"):
                return "call", {"who": CALLED, "about": hole.id}
            if hole.state != "empty" and self._fresh(f"redo {hole.id}"):
                return "redo", {"hole": hole.id}
        return None

    def _about_bins(self, seen: AssembleSeen) -> Deed | None:
        for one in seen.bins:
            for verb in ("isolate", "exchange_bin"):
                if self._fresh(f"{verb} {one.number}"):
                    return verb, {"bin": one.number}
        return ("reject", {}) if seen.hand and self._fresh(f"reject {seen.placed} {seen.hand.bin}") else None

    def _fresh(self, name: str) -> bool:
        if name in self.named:
            return False
        self.named.add(name)
        return True


def scattered(player: Riveter, deed: Deed) -> Deed:
    """The deed; a rivet that is put in falls anywhere on its hole."""
    if deed[0] != "place":
        return deed
    off = [player.chance.between(-SPREAD_UM, SPREAD_UM) for _ in "xy"]
    return "place", {**deed[1], "dx_um": off[0], "dy_um": off[1]}
