"""Players who show nothing: whatever they do costs no skill, so the workshop must give them nothing."""

from collections.abc import Callable

from game.mechanics.inspect.params import WORDS, InspectParams, middle_of
from game.mechanics.inspect.players import Inspector
from game.mechanics.inspect.seen import InspectSeen
from game.mechanics.inspect.state import RULE_UM
from game.simulation.bots import Deed
from game.workshop.players import CALLED
from game.workshop.players_blind import ASKS_IN_100, Denouncing, Hurried, Thoughtless, anything


class TouchesAll(Inspector):
    """One legal-looking act a second, drawn evenly."""

    def choose(self, seen: InspectSeen) -> Deed | None:
        pick, below = self.chance.pick, self.chance.below
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
            lambda: ("exchange", {"tool": pick([t.id for t in seen.tools])}),
            lambda: ("reply", {"option": pick(seen.replies or ("none",))}),
            *anything(self, seen, [b.id for b in seen.blades] or ["none"], [*WORDS, "tags", "red_box"]),
        ]
        return pick(drawn)()


class OneWord(Thoughtless[InspectParams, InspectSeen], Inspector):
    """Takes everything from the board, and says the same word of every blade."""

    def __init__(self, params: InspectParams, seed: int, word: str) -> None:
        super().__init__(params, seed, pace=30)
        self.always = word
        self.verdict = "ok" if word == WORDS[0] else "review"

    def choose(self, seen: InspectSeen) -> Deed | None:
        self.watch(seen)
        asked = seen.rack_open or seen.replies
        return self.queue.pop(0) if self.queue and not asked else super().choose(seen)

    def before(self, seen: InspectSeen) -> list[Deed]:
        """What is done on a blade before its word; nothing here."""
        return []

    def begun(self, seen: InspectSeen) -> list[Deed]:
        """The rotor held and marked, before its first blade."""
        return [("lock", {}), ("start_mark", {})] if not any(b.word for b in seen.blades) else []

    def works(self, seen: InspectSeen) -> Deed | None:
        blade = seen.in_hand()
        if blade is None:
            return "end", {}
        if not blade.word:
            if self.first(f"before:{blade.id}") and (deeds := self.before(seen)):
                self.queue = deeds
                return self.queue.pop(0)
            return "decide", {"word": self.always}
        return ("turn", {"way": 1}) if any(not b.word for b in seen.blades) else ("end", {})


class PassesAll(Hurried[InspectParams, InspectSeen], OneWord):
    """Knows the buttons and takes the first that goes on: no lens, no rule, no document."""

    tool = "lamp"

    def __init__(self, params: InspectParams, seed: int) -> None:
        super().__init__(params, seed, WORDS[0])


class DoubtsAll(Denouncing[InspectParams, InspectSeen], OneWord):
    """Finds something wrong with everything: every tag used, everybody called, every thing picked up, every blade."""

    def __init__(self, params: InspectParams, seed: int) -> None:
        super().__init__(params, seed, WORDS[-1])

    def works(self, seen: InspectSeen) -> Deed | None:
        blade = seen.in_hand()
        told = blade and self.denounced(blade.id, tag=bool(seen.tags_left) and not blade.tagged)
        return self.picked_up(seen) or told or super().works(seen)


class AsksOften(OneWord):
    """Asks for help about whatever is in hand, in nearly every second act."""

    def __init__(self, params: InspectParams, seed: int) -> None:
        super().__init__(params, seed, WORDS[1])

    def works(self, seen: InspectSeen) -> Deed | None:
        if self.chance.below(100) < ASKS_IN_100:
            return "call", {"who": CALLED, "about": seen.here}
        return super().works(seen)


class SweepRitual(OneWord):
    """Looks like an inspector: the lamp from side to side, the lens on the middle, and everything passes."""

    def __init__(self, params: InspectParams, seed: int) -> None:
        super().__init__(params, seed, WORDS[0])

    def before(self, seen: InspectSeen) -> list[Deed]:
        x, y = middle_of(7)
        return [*self.begun(seen), *self.sweep(seen), ("lens", {"x_mm": x, "y_mm": y})]


class CautionRitual(OneWord):
    """« Prudence »: refuses every blade, exchanges a thing with a label, tags and tells of the first of each rotor."""

    def __init__(self, params: InspectParams, seed: int) -> None:
        super().__init__(params, seed, WORDS[-1])

    def prepares(self, seen: InspectSeen) -> Deed:
        if self.first("exchange"):
            return "exchange", {"tool": self.chance.pick([t.id for t in seen.tools if t.label])}
        return super().prepares(seen)

    def before(self, seen: InspectSeen) -> list[Deed]:
        if any(b.word for b in seen.blades):
            return []
        return [("tag", {"object": seen.here}), ("call", {"who": CALLED, "about": seen.here})]

    def closes(self, seen: InspectSeen) -> Deed:
        return self.searches(seen) or ("end", {})


class RuleRitual(OneWord):
    """Lays the rule on every blade where the lens happens to be, two points at random, and says « rework »."""

    def __init__(self, params: InspectParams, seed: int) -> None:
        super().__init__(params, seed, WORDS[1])

    def before(self, seen: InspectSeen) -> list[Deed]:
        x, y = middle_of(self.chance.below(15))
        left, right = sorted((self.chance.below(RULE_UM), self.chance.below(RULE_UM)))
        return [
            *self.begun(seen), ("lens", {"x_mm": x, "y_mm": y}), ("rule", {}), ("line", {"x_um": left}), ("set", {}),
            ("line", {"x_um": right}), ("set", {}), ("rule", {}), ("zero", {}),
        ]  # fmt: skip
