"""Players who show nothing, whatever the workshop: what they do before, beside and after the work costs no skill."""

from typing import TypeVar

from game.simulation.bots import Deed
from game.workshop.params import WorkshopParams
from game.workshop.players import Player
from game.workshop.seen import WorkshopSeen

P = TypeVar("P", bound=WorkshopParams)
S = TypeVar("S", bound=WorkshopSeen)


class Blind(Player[P, S]):
    """Takes all that hangs there, the first folder and the first answer, the same verdict for everything."""

    verdict = "ok"

    def __init__(self, params: P, seed: int, *, pace: int = 30) -> None:
        super().__init__(params, seed, pace=pace)
        self.queue: list[Deed] = []
        self.asked: set[str] = set()

    def once(self, name: str) -> bool:
        """True the first time a name is asked for."""
        if name in self.asked:
            return False
        self.asked.add(name)
        return True

    def choose(self, seen: S) -> Deed | None:
        if seen.rack_open:
            return "choose_folder", {"folder": seen.folders[0]}
        if seen.replies:
            return "reply", {"option": seen.replies[0]}
        if self.queue:
            return self.queue.pop(0)
        steps = {"prepare": self.prepares, "judge": self.judges, "work": self.works, "close": self.closes}
        return steps[seen.kind](seen) if seen.kind in steps else ("end", {})

    def prepares(self, seen: S) -> Deed:
        """Everything that hangs there."""
        for tool in seen.tools:
            if not tool.taken:
                return ("wear", {"item": tool.id}) if tool.kind == "ppe" else ("take_tool", {"tool": tool.id})
        return "end", {}

    def judges(self, seen: S) -> Deed:
        """The same verdict on every object."""
        left = [h.index for h in seen.heads if not h.verdict]
        return ("head", {"index": left[0], "verdict": self.verdict}) if left else ("end", {})

    def works(self, seen: S) -> Deed:
        """What is done in a step of work; a mechanic's robot has its own."""
        return "end", {}

    def closes(self, seen: S) -> Deed:
        return "end", {}

    # Ways of closing and preparing that some of them have.

    def tries_the_pen(self, seen: S) -> Deed:
        """The first answer everywhere, tools back, the pen; a place is searched only once it has not written."""
        for entry in seen.sheet:
            if not entry.value:
                return "field", {"field": entry.id, "value": entry.options[0]}
        for tool in seen.tools:
            if tool.taken and tool.kind != "ppe":
                return "return_tool", {"tool": tool.id}
        left = [p for p in seen.places if p not in seen.searched]
        if self.once("pen"):
            return "sign", {}
        if left and self.params.missing_place not in seen.searched:
            return "search", {"place": left[0]}
        return ("sign", {}) if self.once("pen:again") else ("end", {})

    def exchanges_all(self, seen: S) -> Deed | None:
        """Every tool exchanged, one after the other."""
        tool = next((t.id for t in seen.tools if self.once(f"exchange:{t.id}")), "")
        return ("exchange", {"tool": tool}) if tool else None

    def exchanges_one(self, seen: S) -> Deed | None:
        """One tool with a label exchanged, whichever it is."""
        labelled = [t.id for t in seen.tools if t.label]
        return ("exchange", {"tool": self.chance.pick(labelled)}) if self.once("exchange") else None

    def picks_up_all(self, seen: S) -> Deed | None:
        """Every thing that lies about, whosever it is."""
        item = next((one.id for one in seen.fod if self.once(f"fod:{one.id}")), "")
        return ("take_fod", {"item": item}) if item else None

    def searches_all(self, seen: S) -> Deed:
        """Everywhere searched, and nothing else."""
        left = [p for p in seen.places if p not in seen.searched]
        return ("search", {"place": left[0]}) if left else ("end", {})
