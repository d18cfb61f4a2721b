"""Players who show nothing, for any workshop: whatever they do costs no skill, so it must give them nothing.

What is worked on is the mechanic's; what lies around it (the board, objects judged, the sheet, the pen) is gone
through here without a thought.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from game.simulation.bots import Deed
from game.workshop.params import WorkshopParams
from game.workshop.players import CALLED, Player, field_of
from game.workshop.seen import ToolSeen, WorkshopSeen

P = TypeVar("P", bound=WorkshopParams)
S = TypeVar("S", bound=WorkshopSeen)
ASKS_IN_100 = 45
"""How often who asks for everything asks."""


class Thoughtless(Player[P, S]):
    """Takes everything, answers with the first answer, judges all objects alike, and leaves without a count."""

    verdict = "review"
    """Said of every object of the rack."""

    def choose(self, seen: S) -> Deed | None:
        if seen.rack_open:
            return "choose_folder", {"folder": seen.folders[0]}
        if seen.replies:
            return "reply", {"option": seen.replies[0]}
        if self.queue:
            return self.queue.pop(0)
        steps = {
            "prepare": self.prepares,
            "judge": self.judges,
            "points": self.points_out,
            "work": self.works,
            "close": self.closes,
        }
        return steps[seen.kind](seen) if seen.kind in steps else ("end", {})

    def prepares(self, seen: S) -> Deed:
        return grabbed(seen.tools) or ("end", {})

    def judges(self, seen: S) -> Deed:
        left = [h.index for h in seen.heads if not h.verdict]
        return ("head", {"index": left[0], "verdict": self.verdict}) if left else ("end", {})

    def points_out(self, seen: S) -> Deed:
        return "end", {}

    def works(self, seen: S) -> Deed | None:
        """What is done in a step of work; a mechanic has its own."""
        return "end", {}

    def closes(self, seen: S) -> Deed:
        return "end", {}

    def searches(self, seen: S) -> Deed | None:
        """The next place of the closing nobody has looked into."""
        left = [place for place in seen.places if place not in seen.searched]
        return ("search", {"place": left[0]}) if left else None


class Hurried(Thoughtless[P, S]):
    """Knows the buttons and takes the first that goes on: no document, no check, one tool, and the pen."""

    verdict = "ok"
    tool = ""
    """What the work does not go without, a name of `needs`."""

    def prepares(self, seen: S) -> Deed:
        needed = self.params.needs[self.tool]
        return grabbed([t for t in seen.tools if t.kind == "ppe" or t.id == needed]) or ("end", {})

    def points_out(self, seen: S) -> Deed:
        left = [p.id for p in seen.points if not p.value]
        return ("point", {"id": left[0], "hole": self.params.spots()[0]}) if left else ("end", {})

    def closes(self, seen: S) -> Deed:
        """The first answer of each field, the tools on the board; searches only where the pen refuses."""
        for entry in seen.sheet:
            if not entry.value:
                return "field", {"field": entry.id, "value": entry.options[0]}
        for tool in seen.tools:
            if tool.taken and tool.kind != "ppe":
                return "return_tool", {"tool": tool.id}
        if self.first("pen"):
            return "sign", {}
        missing = self.params.missing_place not in seen.searched
        return (self.searches(seen) if missing else None) or (("sign", {}) if self.first("pen:again") else ("end", {}))


class Denouncing(Thoughtless[P, S]):
    """Finds something wrong with everything: every tool exchanged, every thing picked up, every tag, every call."""

    def prepares(self, seen: S) -> Deed:
        for tool in seen.tools:
            if self.first(f"exchange:{tool.id}"):
                return "exchange", {"tool": tool.id}
        return super().prepares(seen)

    def picked_up(self, seen: S) -> Deed | None:
        """The next thing that lies about."""
        for item in seen.fod:
            if self.first(f"fod:{item.id}"):
                return "take_fod", {"item": item.id}
        return None

    def denounced(self, name: str, *, tag: bool) -> Deed | None:
        """A tag on an object, if one may be put, then a call about it."""
        if tag and self.first(f"tag:{name}"):
            return "tag", {"object": name}
        return ("call", {"who": CALLED, "about": name}) if self.first(f"call:{name}") else None


class Asking(Thoughtless[P, S]):
    """Asks for help about whatever is there, in nearly every second act."""

    def things(self, seen: S) -> Sequence[str]:
        """What can be asked about now; a mechanic has its own."""
        return ()

    def works(self, seen: S) -> Deed | None:
        things = self.things(seen)
        if things and self.chance.below(100) < ASKS_IN_100:
            return "call", {"who": CALLED, "about": things[0] if len(things) == 1 else self.chance.pick(things)}
        return super().works(seen)


class Prudent(Thoughtless[P, S]):
    """« Prudence » without a look: exchanges one thing with a label, and searches everywhere at the end."""

    def prepares(self, seen: S) -> Deed:
        if self.first("exchange"):
            return "exchange", {"tool": self.chance.pick([t.id for t in seen.tools if t.label])}
        return super().prepares(seen)

    def closes(self, seen: S) -> Deed:
        return self.searches(seen) or ("end", {})


def grabbed(tools: Sequence[ToolSeen]) -> Deed | None:
    """The first of these tools that still hangs there."""
    left = [t for t in tools if not t.taken]
    if not left:
        return None
    return ("wear", {"item": left[0].id}) if left[0].kind == "ppe" else ("take_tool", {"tool": left[0].id})


def anything(player: Player[P, S], seen: S, objects: Sequence[str], counted: Sequence[str]) -> list[Callable[[], Deed]]:
    """Acts of any workshop, each to be drawn when it is called: for a player whose acts are all chance.

    `objects` may be tagged and called about, `counted` are things of the closing.
    """
    params, pick, below = player.params, player.chance.pick, player.chance.below
    tools = [t.id for t in seen.tools]
    return [
        lambda: ("take_tool", {"tool": pick(tools)}),
        lambda: ("wear", {"item": pick(tools)}),
        lambda: ("tag", {"object": pick(objects)}),
        lambda: ("call", {"who": CALLED, "about": pick(objects)}),
        lambda: ("head", {"index": below(params.heads_per_block), "verdict": pick(("ok", "review"))}),
        lambda: ("take_fod", {"item": pick([f.id for f in seen.fod] or ["none"])}),
        lambda: ("choose_folder", {"folder": pick(params.folders)}),
        lambda: ("search", {"place": pick(params.places)}),
        lambda: ("field", field_of(params, player.chance)),
        lambda: ("count", {"item": pick(counted), "n": below(20)}),
        lambda: ("sign", {}),
        lambda: ("end", {}) if below(4) == 0 else ("wait", {}),
    ]
