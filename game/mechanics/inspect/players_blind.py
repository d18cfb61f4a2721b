"""Players who show nothing: whatever they do costs no skill, so the workshop must give them nothing."""

from collections.abc import Callable

from game.mechanics.inspect.params import WORDS, InspectParams, middle_of
from game.mechanics.inspect.players import Inspector
from game.mechanics.inspect.seen import InspectSeen
from game.mechanics.inspect.state import RULE_UM
from game.simulation.bots import Deed
from game.workshop.players import CALLED, field_of

ASKS_IN_100 = 45


class TouchesAll(Inspector):
    """One legal-looking act a second, drawn evenly."""

    def choose(self, seen: InspectSeen) -> Deed | None:
        pick, below = self.chance.pick, self.chance.below
        tools = [t.id for t in seen.tools]
        blades = [b.id for b in seen.blades] or ["none"]
        drawn: list[Callable[[], Deed]] = [
            lambda: ("lamp", {"deg": 2 * below(61) - 60}),
            lambda: ("lens", {"x_mm": below(49), "y_mm": below(121)}),
            lambda: ("lock", {}),
            lambda: ("turn", {"way": pick((-1, 1))}),
            lambda: ("turn", {"way": 1}),
            lambda: ("decide", {"word": pick(WORDS)}),
            lambda: ("decide", {"word": pick(WORDS)}),
            lambda: ("rule", {}),
            lambda: ("line", {"x_um": below(RULE_UM)}),
            lambda: ("set", {}),
            lambda: ("zero", {}),
            lambda: ("start_mark", {}),
            lambda: ("take_tool", {"tool": pick(tools)}),
            lambda: ("wear", {"item": pick(tools)}),
            lambda: ("tag", {"object": pick(blades)}),
            lambda: ("call", {"who": CALLED, "about": pick(blades)}),
            lambda: ("exchange", {"tool": pick(tools)}),
            lambda: ("head", {"index": below(self.params.heads_per_block), "verdict": pick(("ok", "review"))}),
            lambda: ("take_fod", {"item": pick([f.id for f in seen.fod] or ["none"])}),
            lambda: ("choose_folder", {"folder": pick(self.params.folders)}),
            lambda: ("reply", {"option": pick(seen.replies or ("none",))}),
            lambda: ("search", {"place": pick(self.params.places)}),
            lambda: ("field", field_of(self.params, self.chance)),
            lambda: ("count", {"item": pick([*WORDS, "tags", "red_box"]), "n": below(20)}),
            lambda: ("sign", {}),
            lambda: ("end", {}) if below(20) == 0 else ("wait", {}),
        ]
        return pick(drawn)()


class OneWord(Inspector):
    """Takes everything from the board, and says the same word of every blade."""

    def __init__(self, params: InspectParams, seed: int, word: str) -> None:
        super().__init__(params, seed, pace=30)
        self.always = word

    def choose(self, seen: InspectSeen) -> Deed | None:
        self.watch(seen)
        if seen.rack_open:
            return "choose_folder", {"folder": seen.folders[0]}
        if seen.replies:
            return "reply", {"option": seen.replies[0]}
        if self.queue:
            return self.queue.pop(0)
        steps = {"prepare": self.prepares, "judge": self.judges, "work": self.works, "close": self.closes}
        return steps[seen.kind](seen) if seen.kind in steps else ("end", {})

    def prepares(self, seen: InspectSeen) -> Deed:
        """Everything that hangs there."""
        for tool in seen.tools:
            if not tool.taken:
                return ("wear", {"item": tool.id}) if tool.kind == "ppe" else ("take_tool", {"tool": tool.id})
        return "end", {}

    def judges(self, seen: InspectSeen) -> Deed:
        """The same verdict on every object of the rack."""
        verdict = "ok" if self.always == "accept" else "review"
        left = [h.index for h in seen.heads if not h.verdict]
        return ("head", {"index": left[0], "verdict": verdict}) if left else ("end", {})

    def before(self, seen: InspectSeen) -> list[Deed]:
        """What is done on a blade before its word; nothing here."""
        return []

    def works(self, seen: InspectSeen) -> Deed:
        blade = seen.in_hand()
        if blade is None:
            return "end", {}
        if not blade.word:
            if self.first(f"before:{blade.id}") and (deeds := self.before(seen)):
                self.queue = deeds
                return self.queue.pop(0)
            return "decide", {"word": self.always}
        return ("turn", {"way": 1}) if any(not b.word for b in seen.blades) else ("end", {})

    def closes(self, seen: InspectSeen) -> Deed:
        return "end", {}


class PassesAll(OneWord):
    """Knows the buttons and takes the first that goes on: no lamp, no lens, no rule, no document."""

    def __init__(self, params: InspectParams, seed: int) -> None:
        super().__init__(params, seed, WORDS[0])

    def prepares(self, seen: InspectSeen) -> Deed:
        for tool in seen.tools:
            if not tool.taken and (tool.kind == "ppe" or tool.id == self.params.needs["lamp"]):
                return ("wear", {"item": tool.id}) if tool.kind == "ppe" else ("take_tool", {"tool": tool.id})
        return "end", {}

    def closes(self, seen: InspectSeen) -> Deed:
        for entry in seen.sheet:
            if not entry.value:
                return "field", {"field": entry.id, "value": entry.options[0]}
        for tool in seen.tools:
            if tool.taken and tool.kind != "ppe":
                return "return_tool", {"tool": tool.id}
        left = [p for p in seen.places if p not in seen.searched]
        if self.first("pen"):
            return "sign", {}
        if left and self.params.missing_place not in seen.searched:
            return "search", {"place": left[0]}
        return ("sign", {}) if self.first("pen:again") else ("end", {})


class DoubtsAll(OneWord):
    """Finds something wrong with everything: every tag used, everybody called, every thing picked up, every blade."""

    def __init__(self, params: InspectParams, seed: int) -> None:
        super().__init__(params, seed, WORDS[-1])

    def prepares(self, seen: InspectSeen) -> Deed:
        for tool in seen.tools:
            if self.first(f"exchange:{tool.id}"):
                return "exchange", {"tool": tool.id}
        return super().prepares(seen)

    def works(self, seen: InspectSeen) -> Deed:
        for item in seen.fod:
            if self.first(f"fod:{item.id}"):
                return "take_fod", {"item": item.id}
        blade = seen.in_hand()
        if blade is not None and seen.tags_left and not blade.tagged and self.first(f"tag:{blade.id}"):
            return "tag", {"object": blade.id}
        if blade is not None and self.first(f"call:{blade.id}"):
            return "call", {"who": CALLED, "about": blade.id}
        return super().works(seen)


class AsksOften(OneWord):
    """Asks for help about whatever is in hand, in nearly every second act."""

    def __init__(self, params: InspectParams, seed: int) -> None:
        super().__init__(params, seed, WORDS[1])

    def works(self, seen: InspectSeen) -> Deed:
        if self.chance.below(100) < ASKS_IN_100:
            return "call", {"who": CALLED, "about": seen.here}
        return super().works(seen)


class SweepRitual(OneWord):
    """Looks like an inspector: the lamp from side to side, the lens on the middle, and everything passes."""

    def __init__(self, params: InspectParams, seed: int) -> None:
        super().__init__(params, seed, WORDS[0])

    def before(self, seen: InspectSeen) -> list[Deed]:
        x, y = middle_of(7)
        first: list[Deed] = [("lock", {}), ("start_mark", {})] if not any(b.word for b in seen.blades) else []
        return [*first, *self.sweep(seen), ("lens", {"x_mm": x, "y_mm": y})]


class CautionRitual(OneWord):
    """« Prudence »: refuses every blade, exchanges a thing with a label, tags and tells of the first of each rotor."""

    def __init__(self, params: InspectParams, seed: int) -> None:
        super().__init__(params, seed, WORDS[-1])

    def prepares(self, seen: InspectSeen) -> Deed:
        labelled = [t.id for t in seen.tools if t.label]
        if self.first("exchange"):
            return "exchange", {"tool": self.chance.pick(labelled)}
        return super().prepares(seen)

    def before(self, seen: InspectSeen) -> list[Deed]:
        if any(b.word for b in seen.blades):
            return []
        return [("tag", {"object": seen.here}), ("call", {"who": CALLED, "about": seen.here})]

    def closes(self, seen: InspectSeen) -> Deed:
        left = [p for p in seen.places if p not in seen.searched]
        return ("search", {"place": left[0]}) if left else ("end", {})


class RuleRitual(OneWord):
    """Lays the rule on every blade where the lens happens to be, two points at random, and says « rework »."""

    def __init__(self, params: InspectParams, seed: int) -> None:
        super().__init__(params, seed, WORDS[1])

    def before(self, seen: InspectSeen) -> list[Deed]:
        x, y = middle_of(self.chance.below(15))
        left, right = sorted((self.chance.below(RULE_UM), self.chance.below(RULE_UM)))
        first: list[Deed] = [("lock", {}), ("start_mark", {})] if not any(b.word for b in seen.blades) else []
        return [
            *first, ("lens", {"x_mm": x, "y_mm": y}), ("rule", {}), ("line", {"x_um": left}), ("set", {}),
            ("line", {"x_um": right}), ("set", {}), ("rule", {}), ("zero", {}),
        ]  # fmt: skip
