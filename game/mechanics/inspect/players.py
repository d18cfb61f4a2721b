"""Robots at the rotor: one that does every careful thing, and what each of them needs to move about."""

from game.mechanics.inspect.light import LIT, REAL, SIZED
from game.mechanics.inspect.params import FIELD_OF, TOUR, WORDS, InspectParams, middle_of
from game.mechanics.inspect.seen import BladeSeen, InspectSeen, MarkSeen
from game.mechanics.inspect.state import RULE_UM
from game.simulation.bots import Deed
from game.workshop.players import CALLED, Firm, Player
from game.workshop.players_people import TidiesLate

SWEEP = (-45, -15, 15, 45)
"""Where the lamp is stopped: no crack is dark at all of them."""
HELD = ("lamp", "line", "set")
"""Acts of a hand that holds on."""


def towards(seen: InspectSeen, name: str) -> Deed:
    """A turn of the rotor nearer to a blade, the shorter way round."""
    names = [b.id for b in seen.blades]
    ahead = (names.index(name) - names.index(seen.here)) % len(names)
    return "turn", {"way": 1 if ahead <= len(names) // 2 else -1}


def between(left_um: int, right_um: int) -> list[Deed]:
    """Two points of the rule."""
    return [("line", {"x_um": left_um}), ("set", {}), ("line", {"x_um": right_um}), ("set", {})]


class Inspector(Player[InspectParams, InspectSeen]):
    """Knows its way round a rotor, and remembers what the lamp showed of each blade."""

    def __init__(self, params: InspectParams, seed: int, *, pace: int = 30) -> None:
        super().__init__(params, seed, pace=pace)
        self.brightest: dict[str, dict[int, tuple[MarkSeen, int]]] = {}  # by blade and mark: how it shone best; lamp
        self.swept: set[str] = set()
        self.step = ""

    def watch(self, seen: InspectSeen) -> None:
        """Keep, for each mark of the blade in hand, the light it shone best in; a new step begins with empty hands."""
        if seen.phase != self.step:
            self.step, self.queue = seen.phase, []
        kept = self.brightest.setdefault(seen.here, {})
        for mark in seen.glints:
            if mark.n not in kept or mark.light > kept[mark.n][0].light:
                kept[mark.n] = mark, seen.lamp_deg

    def gesturing(self, seen: InspectSeen) -> bool:
        """A sweep of the lamp and two points of the rule are each one movement of the hand."""
        return seen.rule is not None or (bool(self.queue) and self.queue[0][0] in HELD)

    def squeeze(self, seen: InspectSeen) -> list[Deed]:
        self.watch(seen)
        return [self.queue.pop(0)] if self.queue and self.queue[0][0] in HELD else [self.ruled(seen)]

    def ruled(self, seen: InspectSeen) -> Deed:
        """What is done with the rule laid: put it away."""
        return "rule", {}

    def marks(self, blade: str) -> list[tuple[MarkSeen, int]]:
        """What was found on a blade."""
        return [self.brightest[blade][n] for n in sorted(self.brightest.get(blade, {}))]

    def sweep(self, seen: InspectSeen) -> list[Deed]:
        """The lamp from one side to the other, once a blade."""
        self.swept.add(seen.here)
        way = SWEEP if seen.lamp_deg <= 0 else SWEEP[::-1]
        return [("lamp", {"deg": deg}) for deg in way]

    def over(self, mark: MarkSeen, deg: int) -> list[Deed]:
        """The lamp and the lens where a mark is seen."""
        x, y = min(48, max(0, mark.x_um // 1000)), min(120, max(0, mark.y_um // 1000))
        return [("lamp", {"deg": deg}), ("lens", {"x_mm": x, "y_mm": y})]

    def lens(self, field: int) -> Deed:
        """The lens on the middle of one of its fields."""
        x, y = middle_of(field)
        return "lens", {"x_mm": x, "y_mm": y}

    def points(self, seen: InspectSeen, error_um: int = 0) -> list[Deed]:
        """One point on each end of what lies under the rule; the zero that has slipped is seen and allowed for."""
        now = seen.rule
        if now is None:
            return []
        right = min(RULE_UM, max(0, now.right_um + now.slip_um + error_um))
        return between(now.left_um, right)

    def tour(self) -> list[Deed]:
        """The lens over the whole blade, in the order of the sheet."""
        return [self.lens(FIELD_OF[part]) for part in TOUR]

    def word(self, seen: InspectSeen, blade: str) -> str:
        """What the sheet in hand says of what was found."""
        said = (self.params.right(mark.kind, mark.size_um, seen.revised) for mark, _ in self.marks(blade))
        return max(said, key=WORDS.index, default="accept")

    def owed(self, seen: InspectSeen) -> bool:
        """Whether what is read on the rule stands so near to its limit that the sheet asks for a second reading."""
        now, limits, near = seen.rule, self.params.limits[seen.revised], self.params.near_um
        limit = {"scratch": limits.scratch_um, "impact": limits.impact_um}.get(now.kind, -1) if now else -1
        return now is not None and now.second_um >= 0 <= limit and abs(round(now.read_um(), -2) - limit) <= near


class Attentive(Firm[InspectParams, InspectSeen], Inspector):
    """Every careful thing, in the order of the sheet."""

    def __init__(self, params: InspectParams, seed: int, *, pace: int = 30, hand_um: int = 60) -> None:
        super().__init__(params, seed, pace=pace)
        self.hand_um = hand_um
        self.rules = 0  # readings still to be taken of the mark in the lens

    def choose(self, seen: InspectSeen) -> Deed | None:
        self.watch(seen)
        return super().choose(seen)

    def faulty(self, feature: str) -> bool:
        return feature.startswith("crack") or feature == "impact"

    def work(self, seen: InspectSeen) -> Deed | None:
        blade = seen.in_hand()
        if blade is None:
            return "end", {}
        return (
            self.forgotten(seen)
            or self.fallen(seen)
            or self._changes(seen)
            or self._readied(seen)
            or self._goes(seen, blade)
            or self._looked(seen, blade)
            or self._decided(seen, blade)
        )

    def _changes(self, seen: InspectSeen) -> Deed | None:
        read = seen.revised and self.careful("changes") and self.first("changes:open")
        return ("open_doc", {"doc": "changes"}) if read else None

    def ruled(self, seen: InspectSeen) -> Deed:
        """The readings of the mark in the lens, then the rule is put away."""
        if not self.rules and self.owed(seen) and self.careful(f"twice:{seen.here}") and self.first(f"2:{seen.here}"):
            self.rules = 1
        if not self.rules:
            return "rule", {}
        self.rules -= 1
        return self.in_turn(self.points(seen, self.chance.normal(self.hand_um))) or ("rule", {})

    def _readied(self, seen: InspectSeen) -> Deed | None:
        """The mark of the turn, the rotor held, and the zero of the rule when it is due."""
        if not seen.locked:
            return "lock", {}
        if not any(b.start or b.word for b in seen.blades) and self.careful(f"start:{seen.phase}"):
            return "start_mark", {}
        done = seen.done_of[0]
        due = done and done % self.params.check_every == 0
        if due and self.careful(f"zero:{done}") and self.first(f"zeroed:{done}"):
            return "zero", {}
        begins = not any(b.word for b in seen.blades)
        if begins and self.careful(f"tour:{seen.phase}") and self.first(f"toured:{seen.phase}"):
            return self.in_turn(self.tour())
        return None

    def _looked(self, seen: InspectSeen, blade: BladeSeen) -> Deed | None:
        """The lamp from side to side, the lens on what is real, the rule on what has a limit."""
        if blade.id not in self.swept:
            return self.in_turn(self.sweep(seen))
        for mark, deg in self.marks(blade.id):
            if mark.kind in REAL and mark.light >= LIT and self.first(f"look:{blade.id}:{mark.n}"):
                looks = self.over(mark, deg)
                if mark.kind in SIZED and self.careful(f"measure:{blade.id}"):
                    self.rules = 1
                    looks.append(("rule", {}))
                return self.in_turn(looks)
        return None

    def _decided(self, seen: InspectSeen, blade: BladeSeen) -> Deed:
        """A doubt is told before all else; what is only incomplete is left to those who can decide it."""
        doubt = (blade.odd or (blade.signed and self.word(seen, blade.id) != "accept")) and self.careful("doubt")
        if doubt and not blade.tagged and self.first(f"tag:{blade.id}"):
            return "tag", {"object": blade.id}
        if doubt and self.first(f"call:{blade.id}"):
            return "call", {"who": CALLED, "about": blade.id}
        if doubt and blade.odd:
            self.memory.add(f"left:{blade.id}")
            return "look", {"object": blade.id}
        return "decide", {"word": self.word(seen, blade.id)}

    def _goes(self, seen: InspectSeen, blade: BladeSeen) -> Deed | None:
        """To the first blade without a word, back where it was interrupted; at the end, a promise is kept."""
        left = [b.id for b in seen.blades if not b.word and f"left:{b.id}" not in self.memory]
        if left:
            return None if left[0] == blade.id else towards(seen, left[0])
        if self.hurried(seen) and self.careful("promise") and self.first("promise:kept"):
            return "call", {"who": CALLED, "about": blade.id}
        return "end", {}


class ClearsLate(TidiesLate[InspectParams, InspectSeen], Attentive):
    """Every careful thing, once what was taken too much hangs back."""
