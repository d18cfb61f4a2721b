"""Players who show nothing: whatever they do costs no skill, so the workshop must give them nothing."""

from collections.abc import Callable

from game.mechanics.inspect.params import WORDS, InspectParams, middle_of
from game.mechanics.inspect.players import Inspector, here
from game.mechanics.inspect.seen import InspectSeen
from game.mechanics.inspect.state import RULE_UM
from game.simulation.bots import Deed
from game.workshop.players import CALLED, field_of
from game.workshop.players_blind import Blind

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


class OneWord(Blind[InspectParams, InspectSeen], Inspector):
    """Takes everything from the board, and says the same word of every blade."""

    def __init__(self, params: InspectParams, seed: int, word: str) -> None:
        super().__init__(params, seed, pace=30)
        self.always = word
        self.verdict = "ok" if word == "accept" else "review"

    def choose(self, seen: InspectSeen) -> Deed | None:
        self.watch(seen)
        return super().choose(seen)

    def before(self, seen: InspectSeen) -> list[Deed]:
        """What is done on a blade before its word; nothing here."""
        return []

    def works(self, seen: InspectSeen) -> Deed:
        blade = here(seen)
        if blade is None:
            return "end", {}
        if not blade.word:
            if self.once(f"before:{blade.id}") and (deeds := self.before(seen)):
                self.queue = deeds
                return self.queue.pop(0)
            return "decide", {"word": self.always}
        return ("turn", {"way": 1}) if any(not b.word for b in seen.blades) else ("end", {})


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
        return self.tries_the_pen(seen)


class DoubtsAll(OneWord):
    """Finds something wrong with everything: every tag used, everybody called, every thing picked up, every blade."""

    def __init__(self, params: InspectParams, seed: int) -> None:
        super().__init__(params, seed, WORDS[-1])

    def prepares(self, seen: InspectSeen) -> Deed:
        return self.exchanges_all(seen) or super().prepares(seen)

    def works(self, seen: InspectSeen) -> Deed:
        blade = here(seen)
        if (up := self.picks_up_all(seen)) is not None:
            return up
        if blade is not None and seen.tags_left and not blade.tagged and self.once(f"tag:{blade.id}"):
            return "tag", {"object": blade.id}
        if blade is not None and self.once(f"call:{blade.id}"):
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
        return self.exchanges_one(seen) or super().prepares(seen)

    def before(self, seen: InspectSeen) -> list[Deed]:
        if any(b.word for b in seen.blades):
            return []
        return [("tag", {"object": seen.here}), ("call", {"who": CALLED, "about": seen.here})]

    def closes(self, seen: InspectSeen) -> Deed:
        return self.searches_all(seen)


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
