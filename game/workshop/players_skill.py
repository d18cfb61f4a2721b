"""Robots of known skill for any workshop: draws that turn skills, by habileté, into what is done or missed.

Every decision is one draw that bears its name, compared with a chance that rises with the skill. Two players of one
seed differ only where their skills differ, so a ladder of skills needs few runs to be read.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, TypeVar

from game.simulation.bots import Bot, Deed
from game.simulation.rng import Stream
from game.workshop.params import WorkshopParams
from game.workshop.players import CALLED, Player, middle_reply
from game.workshop.seen import PartSeen, WorkshopSeen
from game.workshop.written import Happening

P = TypeVar("P", bound=WorkshopParams)
S = TypeVar("S", bound=WorkshopSeen)
Ladder = Callable[[P, int, Mapping[str, float]], Bot[S]]
"""A player of known skill: (params, seed, SD of skill by habileté)."""
NORMS, HANDS, ATTENTION = "normes_consignes", "dexterite", "attention_duree"
SPACE, CHANGE, INITIATIVE = "representation_espace", "adaptation", "initiative_autonomie"
TENSION = "travail_tension"
SHOWN = (NORMS, HANDS, ATTENTION, SPACE, CHANGE, INITIATIVE)
"""The habiletés that what any workshop has can show."""

LAPSE = 0.03
"""Share of careful things left undone whatever the skill."""
SLOPE = 1.6
ODD, WORDED = (-1.2, -0.4, 0.2), (-0.6, 0.1, 1.0)
"""How hard it is to see that something is doubtful, to tag it, to call: what stands there plain, what a paper says."""


class Skilled(Player[P, S]):
    """Draws by name, and the parts of the day that any workshop has: preparing, documents, judging, count, sheet."""

    hard: ClassVar[Mapping[str, float]] = {}
    """How hard each fault of an object to judge is to see, in SD of skill; a mechanic has its own."""

    def __init__(self, params: P, seed: int, skill: Mapping[str, float], *, pace: int) -> None:
        super().__init__(params, seed, pace=pace)
        self.seed = seed
        self.skill = dict(skill)
        self.refused = 0
        # A hand that holds on asks the same at every tick: what belongs to a seed and a name is drawn once.
        self._drawn: dict[str, float] = {}
        self._errors: dict[str, int] = {}

    def draw(self, name: str) -> float:
        """A number in [0, 1) that belongs to this seed and name."""
        known = self._drawn.get(name)
        if known is None:
            known = self._drawn[name] = Stream(self.seed, f"graded:{name}").below(1_000_000) / 1_000_000
        return known

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
        known = self._errors.get(name)
        if known is None:
            known = self._errors[name] = Stream(self.seed, f"graded:{name}").normal(1000)
        return round(known * sd / 1000)

    def off(self, name: str, sd: float) -> float:
        """An error that belongs to this seed and name: about normal, of so many SD."""
        return (sum(self.draw(f"{name}:{k}") for k in range(12)) - 6) * sd

    # What is done next.

    def choose(self, seen: S) -> Deed | None:
        if self.queue:
            return self.queue.pop(0)
        if seen.rack_open:
            return self._folder(seen)
        if seen.replies:
            return "reply", {"option": middle_reply(seen)}
        steps = {
            "prepare": self._prepare,
            "judge": self._judge,
            "points": self._points,
            "close": self._close,
            "work": self.work,
        }
        return steps[seen.kind](seen) if seen.kind in steps else ("end", {})

    def work(self, seen: S) -> Deed:
        """What is done in a step of work; a mechanic has its own."""
        return "end", {}

    @property
    def change(self) -> Happening | None:
        """The revision of the day."""
        return self.params.first("revises")

    def _label(self) -> str:
        """When the label out of date is noticed."""
        for when, difficulty in (("prepare", 0.3), ("before", -0.4), ("needed", -1.0)):
            if self.right(INITIATIVE, f"label:{when}", difficulty):
                return when
        return "never"

    def _prepare(self, seen: S) -> Deed:
        for tool in seen.tools:
            if tool.taken:
                continue
            if tool.kind == "ppe":
                return "wear", {"item": tool.id}
            if tool.id == self.params.expired_tool and self._label() == "prepare" and self.first("exchange"):
                return "exchange", {"tool": tool.id}
            listed = tool.listed and self.right(NORMS, f"tool:{tool.id}", -1.4)
            if listed or (not tool.listed and self.slips(NORMS, f"extra:{tool.id}", -1.7)):
                return "take_tool", {"tool": tool.id}
        return "end", {}

    def part_pose(self, seen: S) -> Deed | None:
        for spec in self.params.parts:
            part = next(p for p in seen.parts if p.id == spec.id)
            if not part.here or part.fixed:
                continue
            self.queue = self._pose(part, (spec.angle, spec.face))
            return self.queue.pop(0)
        return None

    def _pose(self, part: PartSeen, goal: tuple[int, int]) -> list[Deed]:
        """The turns and the try; a wrong one is followed by the right one at the next look."""
        turn: Deed = ("turn_part", {"part": part.id})
        moves: list[Deed] = []
        aim = goal
        if self.first(f"pose:{part.id}"):
            if not self.right(SPACE, f"pose:{part.id}", -0.1, 0.125):
                aim = ((goal[0] + 1) % 4, goal[1])
            if not self.right(SPACE, f"turns:{part.id}", 0.7):
                few = self.right(SPACE, f"turns:few:{part.id}", -0.4)
                moves = [("flip_part", {"part": part.id})] * 2 if few else [turn] * 4
        if part.face != aim[1]:
            moves.append(("flip_part", {"part": part.id}))
        back = self.params.as_seen and aim[1] == 1
        quarter = (part.angle - aim[0] if back else aim[0] - part.angle) % 4
        return [*moves, *[turn] * quarter, ("place_part", {"part": part.id})]

    def aside(self, seen: S) -> Deed | None:
        """Things that lie about, the label, the revision: what nobody asks for at this moment."""
        fallen = [f.id for f in self.params.fod if f.foreign]
        for item in seen.fod:
            name = f"fod:{item.id}"
            if item.id in fallen:
                taken = self.right(ATTENTION, name, -1.0 + 0.6 * fallen.index(item.id))
            else:
                taken = self.slips(ATTENTION, name, -2.6)
            if taken and self.first(name):
                return "take_fod", {"item": item.id}
        late = self._label()
        if (late == "before" or (late == "needed" and self.checked(seen))) and self.first("exchange"):
            return "exchange", {"tool": self.params.expired_tool}
        revised = self.change is not None and seen.phase == self.change.phase
        return self.revision(seen) if revised and seen.folders else None

    def idles(self, seen: S) -> Deed | None:
        """While an answer is awaited: nothing, or a document, where the wait is not used; None where it is."""
        if not seen.waiting or self.right(INITIATIVE, "busy", 0.4):
            return None
        read = self.right(INITIATIVE, "busy:read", -1.0) and self.first("busy:read")
        return ("open_doc", {"doc": "plan"}) if read else ("look", {})

    def checked(self, seen: S) -> bool:
        """Whether the tool out of date has been used."""
        return False

    def revision(self, seen: S) -> Deed | None:
        """What a change of the document leads to; a mechanic has its own."""
        return None

    def _folder(self, seen: S) -> Deed:
        right, old = self.params.folder_right, seen.folders[0]
        wrong = next(f for f in seen.folders if f not in (right, old))
        if "folder" in self.memory or self.right(CHANGE, "folder", -0.7):
            folder = right
        else:
            folder = wrong if self.right(CHANGE, "folder:wrong", -0.9) else old
        self.memory.add("folder")
        return "choose_folder", {"folder": folder}

    def fetch(self, seen: S, need: str, deed: Deed) -> Deed:
        """The deed, after the tool that this sort of gesture needs has been taken."""
        tool = self.params.needs.get(need, "")
        if any(t.id == tool and not t.taken for t in seen.tools):
            self.queue = [deed]
            return "take_tool", {"tool": tool}
        return deed

    # Heads, points, close.

    def _judge(self, seen: S) -> Deed:
        blocks = [p.id for p in self.params.phases if p.kind == "judge"]
        tired = 0.3 if len(blocks) > 1 and seen.phase == blocks[-1] else 0.0
        for head in seen.heads:
            if head.verdict:
                continue
            name = f"{seen.phase}:{head.index}"
            if head.feature in self.hard:
                bad = self.right(ATTENTION, name, self.hard[head.feature] + tired)
            else:
                bad = self.slips(ATTENTION, name, -1.5 if head.feature else -3.2)
            self.refused += bad
            return "head", {"index": head.index, "verdict": "review" if bad else "ok"}
        return "end", {}

    def _points(self, seen: S) -> Deed:
        for point in seen.points:
            if point.value:
                continue
            right = self.params.points[point.id]
            spot = right
            if not self.right(SPACE, f"point:{point.id}", -0.2):
                near = self.neighbours(right)
                far = [n for n in self.params.spots() if n != right and n not in near]
                close = near if near and self.right(SPACE, f"near:{point.id}", -1.2) else far
                spot = close[int(self.draw(f"which:{point.id}") * len(close))]
            return "point", {"id": point.id, "hole": spot}
        return "end", {}

    def neighbours(self, spot: str) -> Sequence[str]:
        """Places that a glance takes for this one."""
        return ()

    def _close(self, seen: S) -> Deed:
        for tool in seen.tools:
            if tool.taken and tool.kind != "ppe":
                return "return_tool", {"tool": tool.id}
        return self._count(seen) or self._search(seen) or self._sheet(seen)

    def _count(self, seen: S) -> Deed | None:
        there = dict(seen.stock)
        listed = sum(t.listed for t in seen.tools)
        for item in seen.counts:
            if not self.first(f"count:{item.id}"):
                continue
            if item.id == "tools":
                if self.right(INITIATIVE, "tools", -1.2):
                    n = there["tools"] if self.right(INITIATIVE, "tools:seen", -0.7) else listed
                    return "count", {"item": "tools", "n": n}
                continue
            off = 0 if self.right(NORMS, f"count:{item.id}", -0.7) else 1
            return "count", {"item": item.id, "n": there[item.id] + off}
        return None

    def _search(self, seen: S) -> Deed | None:
        """Looks for the tool that is missing: of one's own accord, or once the pen has refused to write."""
        own = self.right(INITIATIVE, "search", -0.1)
        tool_back = self.params.missing_place in seen.searched
        if tool_back or not (own or "pen" in self.memory):
            return None
        if len(seen.searched) >= 2 and "pen" not in self.memory and not self.right(INITIATIVE, "search:on", 0.3):
            return None
        left = [p for p in seen.places if p not in seen.searched]
        return ("search", {"place": left[0]}) if left else None

    def sheet_skill(self, field: str) -> tuple[str, str, float]:
        """Which habileté a field of the sheet asks for, the name of the draw, and how hard it is (SD of skill)."""
        return NORMS, f"sheet:{field}", -0.6

    def _sheet(self, seen: S) -> Deed:
        answers = self.params.answers()
        for entry in seen.sheet:
            if entry.value:
                continue
            value = answers.get(entry.id, str(self.refused))
            if value not in entry.options or not self.right(*self.sheet_skill(entry.id)):
                wrong = [o for o in entry.options if o != value]
                value = wrong[int(self.draw(f"wrong:{entry.id}") * len(wrong))]
            return "field", {"field": entry.id, "value": value}
        if self.first("pen"):
            return "sign", {}
        return ("sign", {}) if self.first("pen:again") else ("end", {})


class Pressed(Skilled[P, S]):
    """Where the day brings an urgent request: keeping one's head is shown there, and which folder is read nowhere."""

    telling: ClassVar[Mapping[str, tuple[float, float, float]]] = {"odd": ODD}
    """How hard each doubt is to see, to tag and to tell; a mechanic names its own."""

    def choose(self, seen: S) -> Deed | None:
        if seen.replies:
            return "reply", {"option": seen.replies[-1 if self.right(TENSION, "firm", -0.1) else 0]}
        if seen.rack_open:
            return "choose_folder", {"folder": self.params.folder_right}
        return super().choose(seen)

    @property
    def change(self) -> None:
        """The folder is chosen above; nothing else of the revision is shown."""
        return None

    def not_yet(self, seen: S) -> Deed | None:
        """What comes before the work: a wait that is not used, a tool that it does not go without."""
        if (idle := self.idles(seen)) is not None:
            return idle
        needed = [t for t in seen.tools if t.id in self.params.needs.values() and not t.taken]
        return ("take_tool", {"tool": needed[0].id}) if needed else None

    def doubtful(self, doubt: str) -> bool:
        """Whether what should not pass without a word is seen."""
        return self.right(INITIATIVE, f"{doubt}:see", self.telling[doubt][0])

    def told_of(self, doubt: str, object: str) -> list[Deed]:
        """The tag on it and the call about it, each where it comes to mind."""
        _, tag, call = self.telling[doubt]
        deeds: list[Deed] = []
        if self.right(INITIATIVE, f"{doubt}:tag", tag):
            deeds.append(("tag", {"object": object}))
        if self.right(INITIATIVE, f"{doubt}:call", call):
            deeds.append(("call", {"who": CALLED, "about": object}))
        return deeds

    def promised(self, seen: S, about: str) -> Deed:
        """The end of a step; after the urgent request, what was promised is told first by who remembers it."""
        if self.hurried(seen) and self.right(TENSION, "promise", 0.3) and self.first("promise"):
            return "call", {"who": CALLED, "about": about}
        return "end", {}


def beginner(ladder: Ladder[P, S], shown: Sequence[str]) -> Callable[[P, int], Bot[S]]:
    """Somebody who begins: a skill of -1 on everything, and goes to the end."""
    return lambda params, seed: ladder(params, seed, dict.fromkeys(shown, -1.0))
