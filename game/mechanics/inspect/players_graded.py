"""A player of known skill at the rotor: what it overlooks, misreads or forgets depends on that alone."""

from collections.abc import Mapping
from typing import ClassVar

from game.mechanics.inspect.light import SIZED
from game.mechanics.inspect.params import FIELD_OF, TOUR, WORDS, InspectParams
from game.mechanics.inspect.players import Inspector, towards
from game.mechanics.inspect.seen import BladeSeen, InspectSeen, MarkSeen
from game.simulation.bots import Deed
from game.workshop.players_skill import ATTENTION, INITIATIVE, NORMS, ODD, TENSION, WORDED, Pressed

DATA = "recueil_analyse"
SHOWN = (NORMS, ATTENTION, DATA, TENSION, INITIATIVE)
"""The habiletés that inspection shows."""
READ_UM = 700
"""SD of a reading at skill 0; it halves every 1.5 SD of skill."""
SizedMark = tuple[MarkSeen, int]
"""A mark as it shone best, and the angle of the lamp then."""
FALSE = {"reflection": -1.4, "smear": -2.0}
"""How hard it is not to be taken in."""


class GradedInspector(Pressed[InspectParams, InspectSeen], Inspector):
    """Plays with a skill (SD of the population, -2..+2) for each habileté; 0 if absent."""

    hard: ClassVar[Mapping[str, float]] = {"impact": -1.0, "crack_middle": -0.4, "crack_left": 0.2, "crack_right": 0.8}
    telling: ClassVar[Mapping[str, tuple[float, float, float]]] = {"odd": ODD, "signed": WORDED}

    def __init__(self, params: InspectParams, seed: int, skill: Mapping[str, float], *, pace: int = 30) -> None:
        super().__init__(params, seed, skill, pace=pace)
        self.left: set[str] = set()
        self.rules: list[int] = []  # errors (um) of the readings still to be taken
        self.going = ""  # the blade gone to

    def choose(self, seen: InspectSeen) -> Deed | None:
        self.watch(seen)
        return super().choose(seen)

    def checked(self, seen: InspectSeen) -> bool:
        return bool(seen.readings)

    def work(self, seen: InspectSeen) -> Deed:
        blade = seen.in_hand()
        if blade is None:
            return "end", {}
        return (
            self.aside(seen)
            or self._begun(seen)
            or self._next(seen, blade)
            or self._swept(seen, blade)
            or self._planned(seen, blade)
        )

    def _begun(self, seen: InspectSeen) -> Deed | None:
        """The rotor held, its mark, the order of the parts on its first blade."""
        if (before := self.not_yet(seen)) is not None:
            return before
        if not seen.locked:
            return "lock", {}
        if any(b.word for b in seen.blades) or not self.first(f"begun:{seen.phase}"):
            return None
        mark: list[Deed] = [("start_mark", {})] if self.right(NORMS, f"start:{seen.phase}", -0.4) else []
        parts = list(TOUR)
        if not self.right(NORMS, f"parts:{seen.phase}", 0.6):
            near = self.right(NORMS, f"parts:near:{seen.phase}", -0.8)
            parts = [parts[0], parts[2], parts[1], parts[3]] if near else parts[::-1]
        return self.in_turn([*mark, *(self.lens(FIELD_OF[part]) for part in parts)])

    def _next(self, seen: InspectSeen, blade: BladeSeen) -> Deed | None:
        """The next blade without a word; after an interruption, where it was left, or what is in front."""
        done = seen.done_of[0]
        every = self.params.check_every
        if done and done % every == 0 and self.first(f"zero:{done}") and self.right(NORMS, f"zero:{done}", 0.4):
            return "zero", {}
        open_ = [b.id for b in seen.blades if not b.word and b.id not in self.left]
        if not open_:
            return self.promised(seen, seen.here)
        if self.going not in open_:
            swap = self.params.first("swaps")
            turned = swap is not None and swap.phase == seen.phase and seen.lamp == swap.tool
            lost = turned and self.first("resumed") and not self.right(TENSION, "resume", 0.1)
            again = turned and "lost" in self.memory and self.first("again")
            again = again and not self.right(TENSION, "resume:second", -0.4)
            if lost:
                self.memory.add("lost")
            # Neither end of what is left: both are beside where it stopped, one way round or the other.
            middle = open_[len(open_) // 2]
            ahead = blade.id if blade.id in open_ else middle
            self.going = ahead if lost else middle if again else open_[0]
        return None if self.going == blade.id else towards(seen, self.going)

    def _swept(self, seen: InspectSeen, blade: BladeSeen) -> Deed | None:
        """The lamp goes from side to side on every blade; what is seen in its light is another matter."""
        return None if blade.id in self.swept else self.in_turn(self.sweep(seen))

    def _planned(self, seen: InspectSeen, blade: BladeSeen) -> Deed:
        """All that is done on a blade once the lamp has shown it."""
        marks = self.marks(blade.id)
        sized = next((mark for mark in marks if mark[0].kind in SIZED), None)
        crack = next((mark for mark in marks if mark[0].kind == "crack"), None)
        if blade.odd or blade.signed:
            deeds = self._doubt(blade, crack is not None)
        elif self.hurried(seen):
            # What is shown in the step of the urgent request is another habileté.
            deeds = self._hurried(seen, blade, crack or sized)
        elif sized is not None:
            deeds = self._measured(seen, blade, sized)
        else:
            deeds = self._watched(blade, crack, marks)
        return self.in_turn(deeds) or ("look", {})

    def _watched(self, blade: BladeSeen, crack: SizedMark | None, marks: list[SizedMark]) -> list[Deed]:
        """A blade whose word attention gives."""
        name = blade.id
        if crack is None:
            kind = marks[0][0].kind if marks else ""
            wrong = self.slips(ATTENTION, f"false:{name}", FALSE.get(kind, -3.0))
            return [*self._wasted(blade), ("decide", {"word": "reject" if wrong else "accept"})]
        seen_it = self.right(ATTENTION, f"see:{name}", (12_300 - crack[0].size_um) / 2600)
        looks = self.over(*crack) if self.right(ATTENTION, f"look:{name}", -0.1) else []
        return [*looks, ("decide", {"word": "reject" if seen_it else "accept"})]

    def _wasted(self, blade: BladeSeen) -> list[Deed]:
        """The rule laid where size plays no role."""
        if not self.slips(DATA, f"waste:{blade.id}", -2.2):
            return []
        self.rules = [0]
        return [self.lens(7), ("rule", {})]

    def _measured(self, seen: InspectSeen, blade: BladeSeen, sized: SizedMark) -> list[Deed]:
        """A blade whose word a reading gives."""
        name, deeds = blade.id, list[Deed]()
        if self.right(DATA, f"measure:{name}", -0.7):
            self.rules = [self._misread(name, 0)]
            deeds = [*self.over(*sized), ("rule", {})]
        return [*deeds, ("decide", {"word": self._said(DATA, name, self.word(seen, name), -0.5)})]

    def _misread(self, name: str, n: int) -> int:
        """How far off (um) a reading of a blade is."""
        return round(self.off(f"read:{name}:{n}", READ_UM * 2 ** (-self.skill.get(DATA, 0.0) / 1.5)))

    def _said(self, habilete: str, name: str, right: str, difficulty: float) -> str:
        """The right word, or another one."""
        if self.right(habilete, f"word:{name}", difficulty, 1 / 3):
            return right
        others = [w for w in WORDS if w != right]
        return others[int(self.draw(f"other:{name}") * len(others))]

    def _hurried(self, seen: InspectSeen, blade: BladeSeen, real: SizedMark | None) -> list[Deed]:
        """A blade under pressure: looked at or not, and its word."""
        name = blade.id
        deeds = self.over(*real) if real and self.right(TENSION, f"look:{name}", -0.4) else []
        return [*deeds, ("decide", {"word": self._said(TENSION, name, self.word(seen, name), -0.3)})]

    def _doubt(self, blade: BladeSeen, cracked: bool) -> list[Deed]:
        """A blade that should not pass without a word to somebody."""
        name = "odd" if blade.odd else "signed"
        self.left.add(blade.id)
        if not self.doubtful(name):
            return [("decide", {"word": "accept"})]
        return [*self.told_of(name, blade.id), ("decide", {"word": "reject"})]

    def ruled(self, seen: InspectSeen) -> Deed:
        """The points of each reading; then the rule is put away, and what was planned after it comes."""
        owed, name = not self.rules and self.owed(seen), seen.here
        if owed and self.first(f"again:{name}") and self.right(DATA, f"twice:{name}", 0.0):
            self.rules = [self._misread(name, 1)]
        if not self.rules:
            return "rule", {}
        # The points come first; what was planned after the rule waits.
        self.queue = [*self.points(seen, self.rules.pop(0)), *self.queue]
        # A step that ended with the rule laid takes what it lay over away: there is no point to set.
        return self.queue.pop(0) if self.queue else ("rule", {})

    def sheet_skill(self, field: str) -> tuple[str, str, float]:
        """What one's own readings say is another habileté than what was written down on the way."""
        return (DATA, f"sheet:{field}", -0.3) if field in self.params.concludes else super().sheet_skill(field)

