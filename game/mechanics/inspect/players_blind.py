"""Players who show nothing: whatever they do costs no skill, so the workshop must give them nothing."""

from collections.abc import Callable, Sequence

from game.mechanics.inspect.params import WORDS, InspectParams
from game.mechanics.inspect.players import Inspector, between
from game.mechanics.inspect.seen import InspectSeen
from game.mechanics.inspect.state import RULE_UM
from game.simulation.bots import Deed
from game.workshop.players import CALLED
from game.workshop.players_blind import Asking, Denouncing, Hurried, Prudent, Thoughtless, anything


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

    always = WORDS[0]

    def __init__(self, params: InspectParams, seed: int, word: str = "") -> None:
        super().__init__(params, seed)
        self.always = word or self.always
        self.verdict = "ok" if self.always == WORDS[0] else "review"

    def choose(self, seen: InspectSeen) -> Deed | None:
        self.watch(seen)
        return super().choose(seen)

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
            before = self.before(seen) if self.first(f"before:{blade.id}") else []
            return self.in_turn(before) or ("decide", {"word": self.always})
        return ("turn", {"way": 1}) if any(not b.word for b in seen.blades) else ("end", {})


class PassesAll(Hurried[InspectParams, InspectSeen], OneWord):
    """Knows the buttons and takes the first that goes on: no lens, no rule, no document."""

    tool = "lamp"


class DoubtsAll(Denouncing[InspectParams, InspectSeen], OneWord):
    """Finds something wrong with everything: every tag used, everybody called, every thing picked up, every blade."""

    always = WORDS[-1]

    def works(self, seen: InspectSeen) -> Deed | None:
        blade = seen.in_hand()
        deed = blade and self.denounced(blade.id, tag=bool(seen.tags_left) and not blade.tagged)
        return self.picked_up(seen) or deed or super().works(seen)


class AsksOften(Asking[InspectParams, InspectSeen], OneWord):
    """Asks for help about whatever is in hand, in nearly every second act."""

    always = WORDS[1]

    def things(self, seen: InspectSeen) -> Sequence[str]:
        return (seen.here,)


class SweepRitual(OneWord):
    """Looks like an inspector: the lamp from side to side, the lens on the middle, and everything passes."""

    def before(self, seen: InspectSeen) -> list[Deed]:
        return [*self.begun(seen), *self.sweep(seen), self.lens(7)]


class CautionRitual(Prudent[InspectParams, InspectSeen], OneWord):
    """« Prudence »: refuses every blade, exchanges a thing with a label, tags and tells of the first of each rotor."""

    always = WORDS[-1]

    def before(self, seen: InspectSeen) -> list[Deed]:
        if any(b.word for b in seen.blades):
            return []
        return [("tag", {"object": seen.here}), ("call", {"who": CALLED, "about": seen.here})]


class RuleRitual(OneWord):
    """Lays the rule on every blade where the lens happens to be, two points at random, and says « rework »."""

    always = WORDS[1]

    def before(self, seen: InspectSeen) -> list[Deed]:
        field = self.chance.below(15)
        left, right = sorted((self.chance.below(RULE_UM), self.chance.below(RULE_UM)))
        return [*self.begun(seen), self.lens(field), ("rule", {}), *between(left, right), ("rule", {}), ("zero", {})]
