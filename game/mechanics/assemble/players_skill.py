"""The skill of a player, habileté by habileté, and the draws that turn it into what is done or missed.

Every decision is one draw that bears its name, compared with a chance that rises with the skill. Two players of one
seed differ only where their skills differ, so a ladder of skills needs few runs to be read.
"""

import math
from collections.abc import Mapping

from game.mechanics.assemble.params import Params
from game.mechanics.assemble.players import FAULTS, Player
from game.mechanics.assemble.seen import AssembleSeen
from game.simulation.bots import Deed
from game.simulation.rng import Stream

NORMS, HANDS, ATTENTION = "normes_consignes", "dexterite", "attention_duree"
SPACE, CHANGE, INITIATIVE = "representation_espace", "adaptation", "initiative_autonomie"
SHOWN = (NORMS, HANDS, ATTENTION, SPACE, CHANGE, INITIATIVE)
"""The habiletés a player of this workshop can be good or bad at."""

LAPSE = 0.03
"""Share of careful things left undone whatever the skill."""
SLOPE = 1.6
ANSWERS = {"lot_6": "K7", "lot_8": "M2", "lot_10": "P4", "squeezer_no": "27"}
HEADS = {"cocked": -1.0, "gap": -0.6, "crushed": 0.1, "mark": 0.9}
"""How hard each fault of a head is to see, in SD of skill."""


class Skilled(Player):
    """Draws by name, and the parts of the day that are not riveting: heads, points, count, sheet."""

    def __init__(self, params: Params, seed: int, skill: Mapping[str, float], *, pace: int) -> None:
        super().__init__(params, seed, pace=pace)
        self.seed = seed
        self.skill = dict(skill)
        self.done: set[str] = set()
        self.rejected = self.refused = 0

    def draw(self, name: str) -> float:
        """A number in [0, 1) that belongs to this seed and name."""
        return Stream(self.seed, f"graded:{name}").below(1_000_000) / 1_000_000

    def right(self, habilete: str, name: str, difficulty: float, guess: float = 0.0) -> bool:
        """Whether a careful thing is done: logistic in skill minus difficulty, above a chance of guessing."""
        able = 1 / (1 + math.exp(-SLOPE * (self.skill.get(habilete, 0.0) - difficulty)))
        return self.draw(name) < guess + (1 - guess) * (1 - LAPSE) * able

    def slips(self, habilete: str, name: str, difficulty: float) -> bool:
        """Whether something is done that should not be; no lapse here: nothing is what one does by default."""
        able = 1 / (1 + math.exp(-SLOPE * (self.skill.get(habilete, 0.0) - difficulty)))
        return self.draw(name) >= able

    def error_um(self, name: str, at_zero: int, halves_every: float) -> int:
        """A normal error whose SD halves every so many SD of dexterity."""
        sd = at_zero * 2 ** (-self.skill.get(HANDS, 0.0) / halves_every)
        return round(Stream(self.seed, f"graded:{name}").normal(1000) * sd / 1000)

    def first(self, name: str) -> bool:
        """True the first time a name is asked for."""
        if name in self.done:
            return False
        self.done.add(name)
        return True

    # Heads, points, close.

    def _heads(self, seen: AssembleSeen) -> Deed:
        tired = 0.3 if seen.phase == "heads2" else 0.0
        for head in seen.heads:
            if head.verdict:
                continue
            name = f"{seen.phase}:{head.index}"
            if head.feature in FAULTS:
                bad = self.right(ATTENTION, name, HEADS[head.feature] + tired)
            else:
                bad = self.slips(ATTENTION, name, -1.5 if head.feature else -3.2)
            self.refused += bad
            return "head", {"index": head.index, "verdict": "review" if bad else "ok"}
        return "end", {}

    def _points(self, seen: AssembleSeen) -> Deed:
        holes = self.params.holes()
        for point in seen.points:
            if point.value:
                continue
            right = self.params.points[point.id]
            hole = right
            if not self.right(SPACE, f"point:{point.id}", -0.2):
                x, y = holes[right].x_mm, holes[right].y_mm
                near = [n for n, h in holes.items() if h.y_mm == y and 0 < abs(h.x_mm - x) <= 60]
                far = [n for n in holes if n != right and n not in near]
                close = near if near and self.right(SPACE, f"near:{point.id}", -1.2) else far
                hole = close[int(self.draw(f"which:{point.id}") * len(close))]
            return "point", {"id": point.id, "hole": hole}
        return "end", {}

    def _close(self, seen: AssembleSeen) -> Deed:
        return self._count(seen) or self._search(seen) or self._tidy(seen)

    def _count(self, seen: AssembleSeen) -> Deed | None:
        truth = {f"bin{b.number}": b.left for b in seen.bins} | {"tags": seen.tags_left, "red_box": self.rejected}
        for item in seen.counts:
            if not self.first(f"count:{item.id}"):
                continue
            if item.id == "tools":
                if self.right(INITIATIVE, "tools", -1.2):
                    return "count", {"item": "tools", "n": 7 if self.right(INITIATIVE, "tools:seen", -0.7) else 8}
                continue
            off = 0 if self.right(NORMS, f"count:{item.id}", -0.7) else 1
            return "count", {"item": item.id, "n": truth[item.id] + off}
        return None

    def _search(self, seen: AssembleSeen) -> Deed | None:
        """Looks for the tool that is missing: of one's own accord, or once the pen has refused to write."""
        own = self.right(INITIATIVE, "search", -0.1)
        found = self.params.missing_place in seen.searched
        if found or not (own or "pen" in self.done):
            return None
        if len(seen.searched) >= 2 and "pen" not in self.done and not self.right(INITIATIVE, "search:on", 0.3):
            return None
        left = [p for p in seen.places if p not in seen.searched]
        return ("search", {"place": left[0]}) if left else None

    def _tidy(self, seen: AssembleSeen) -> Deed:
        for tool in seen.tools:
            if tool.taken and tool.kind != "ppe":
                return "return_tool", {"tool": tool.id}
        answers = ANSWERS | {"refused_heads": str(self.refused)}
        for entry in seen.sheet:
            if entry.value:
                continue
            value = answers[entry.id]
            if value not in entry.options or not self.right(NORMS, f"sheet:{entry.id}", -0.6):
                wrong = [o for o in entry.options if o != value]
                value = wrong[int(self.draw(f"wrong:{entry.id}") * len(wrong))]
            return "field", {"field": entry.id, "value": value}
        if self.first("pen"):
            return "sign", {}
        return ("sign", {}) if self.first("pen:again") else ("end", {})
