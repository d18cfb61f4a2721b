"""Robots for any workshop: one that does every careful thing, one that does nothing, one that only leaves."""

from typing import Generic, TypeVar

from game.simulation.bots import Deed
from game.simulation.rng import Stream
from game.workshop.params import WorkshopParams
from game.workshop.seen import WorkshopSeen
from game.workshop.written import MENTOR
from scenarios.vocabulary import Value

P = TypeVar("P", bound=WorkshopParams)
S = TypeVar("S", bound=WorkshopSeen)
CALLED = MENTOR
"""Whom a robot calls: it does not know the mentor's name."""


class Player(Generic[P, S]):
    """Acts at most once every `pace` ticks; a gesture under way is looked at every tick."""

    def __init__(self, params: P, seed: int, *, pace: int = 30) -> None:
        self.params = params
        self.chance = Stream(seed, "player")
        self.pace = pace
        self.next_tick = 0
        self.at_once = False
        self.memory: set[str] = set()
        self.queue: list[Deed] = []  # what it has begun and still means to do

    def asker(self) -> str:
        """Who asks for something in the day, "" when nobody does."""
        asks = self.params.first("asks")
        return asks.id if asks is not None else ""

    def in_turn(self, deeds: list[Deed]) -> Deed | None:
        """The first of these now, the others after it; None when there are none."""
        self.queue = deeds
        return self.queue.pop(0) if self.queue else None

    def hurried(self, seen: S) -> bool:
        """Whether the step is that of the day's urgent request."""
        event = self.params.first("asks")
        return event is not None and event.phase == seen.phase

    def first(self, name: str) -> bool:
        """True the first time a name is asked for."""
        if name in self.memory:
            return False
        self.memory.add(name)
        return True

    # What a mechanic's robot says.

    def gesturing(self, seen: S) -> bool:
        """Whether a gesture is under way."""
        return False

    def begins(self, deed: Deed) -> bool:
        """Whether a gesture follows this act at once."""
        return False

    def squeeze(self, seen: S) -> list[Deed]:
        """What is done in the middle of a gesture."""
        return []

    def choose(self, seen: S) -> Deed | None:
        """What is done next, None for nothing."""
        return None

    # How it lives.

    def act(self, seen: S) -> list[Deed]:
        """What is done at this tick."""
        if self.gesturing(seen):
            return self.squeeze(seen)
        if seen.tick < self.next_tick:
            self.at_once = False
            return []
        self.next_tick = seen.tick + self.pace
        deed = self.choose(seen)
        self.at_once = deed is not None and self.begins(deed)
        return [deed] if deed else []

    def rest(self, seen: S) -> int:
        """Ticks after which it looks again, at least 1: what it would not act on need not be shown to it."""
        if self.gesturing(seen):
            return 1
        return 1 if self.at_once else max(1, self.next_tick - seen.tick)

    def part_first(self, seen: S) -> Deed | None:
        """Pose the part of the zone in hand the shortest way, before anything else there."""
        for spec in self.params.parts:
            part = next(p for p in seen.parts if p.id == spec.id)
            if not part.here or part.fixed:
                continue
            if part.face != spec.face:
                return "flip_part", {"part": part.id}
            if part.angle != spec.angle:
                return "turn_part", {"part": part.id}
            return "place_part", {"part": part.id}
        return None


class Idle(Player[P, S]):
    """Does nothing at all; without the clock, only "end" after a while, or nobody could leave."""

    def choose(self, seen: S) -> Deed | None:
        return ("end", {}) if seen.pace < 0 and seen.tick % 3000 > 2900 else None


class Never(Player[P, S]):
    """Knows one button: the end of each step."""

    def squeeze(self, seen: S) -> list[Deed]:
        return [("release", {})]

    def choose(self, seen: S) -> Deed | None:
        return "end", {}


class Careful(Player[P, S]):
    """Reads every document, checks, says what is wrong, counts and signs; what is worked on is the mechanic's."""

    skill = 100  # chances in 100 of doing each careful thing

    def __init__(self, params: P, seed: int, *, pace: int = 30) -> None:
        super().__init__(params, seed, pace=pace)
        self.refused_heads = 0

    def careful(self, name: str) -> bool:
        """Whether this careful thing is done: decided once for each name."""
        if f"yes:{name}" in self.memory:
            return True
        if f"no:{name}" in self.memory:
            return False
        yes = self.chance.below(100) < self.skill
        self.memory.add(f"{'yes' if yes else 'no'}:{name}")
        return yes

    def choose(self, seen: S) -> Deed | None:
        if seen.rack_open:
            right = self.params.folder_right
            return "choose_folder", {"folder": right if self.careful("folder") else seen.folders[0]}
        if seen.replies:
            return "reply", {"option": middle_reply(seen)}
        steps = {"prepare": self.prepare, "judge": self.judge, "points": self.show_points, "close": self.close}
        return steps[seen.kind](seen) if seen.kind in steps else self.work(seen)

    def work(self, seen: S) -> Deed | None:
        """What is done in a step of work, and in practice."""
        return "end", {}

    def faulty(self, feature: str) -> bool:
        """Whether what is seen on an object to judge is a fault."""
        return False

    def prepare(self, seen: S) -> Deed:
        for tool in seen.tools:
            if tool.kind == "ppe" and not tool.taken:
                return "wear", {"item": tool.id}
            if tool.id == self.params.expired_tool and tool.label and self.careful("label") and self.first("exchange"):
                return "exchange", {"tool": tool.id}
            if tool.listed and not tool.taken and self.careful(f"tool:{tool.id}"):
                return "take_tool", {"tool": tool.id}
        return "end", {}

    def forgotten(self, seen: S) -> Deed | None:
        """A tool forgotten at the start is fetched when the work asks for it."""
        for tool in seen.tools:
            if tool.listed and not tool.taken and tool.id in self.params.needs.values():
                return "take_tool", {"tool": tool.id}
        return None

    def fallen(self, seen: S) -> Deed | None:
        foreign = {f.id for f in self.params.fod if f.foreign}
        for item in seen.fod:
            if item.id in foreign and self.careful(f"fod:{item.id}"):
                return "take_fod", {"item": item.id}
        return None

    def judge(self, seen: S) -> Deed:
        for head in seen.heads:
            if head.verdict:
                continue
            bad = self.faulty(head.feature)
            if not self.careful(f"head:{seen.phase}:{head.index}"):
                bad = self.chance.below(4) == 0
            self.refused_heads += bad
            return "head", {"index": head.index, "verdict": "review" if bad else "ok"}
        return "end", {}

    def show_points(self, seen: S) -> Deed:
        for point in seen.points:
            if not point.value:
                right = self.params.points[point.id]
                spots = self.params.spots()
                return "point", {"id": point.id, "hole": right if self.careful(point.id) else self.chance.pick(spots)}
        return "end", {}

    def close(self, seen: S) -> Deed:
        """Tools back on the board, what lies there counted, the missing one looked for, the sheet, the pen."""
        for tool in seen.tools:
            if tool.taken and tool.kind != "ppe":
                return "return_tool", {"tool": tool.id}
        there = dict(seen.stock)
        for item in seen.counts:
            if self.first(f"count:{item.id}"):
                return "count", {"item": item.id, "n": there[item.id] + (not self.careful(item.id))}
        tool_back = self.params.missing_place in seen.searched
        for place in seen.places:
            if self.careful("search") and not tool_back and place not in seen.searched:
                return "search", {"place": place}
        if self.careful("tools") and seen.counts[-1].value != str(there["tools"]) and self.first("recount"):
            return "count", {"item": "tools", "n": there["tools"]}
        return self.sheet(seen)

    def sheet(self, seen: S) -> Deed:
        """The fields of the sheet, then the pen."""
        right = self.params.answers()
        for entry in seen.sheet:
            if not entry.value:
                answer = right.get(entry.id, str(self.refused_heads))
                known = answer in entry.options and self.careful(entry.id)
                return "field", {"field": entry.id, "value": answer if known else entry.options[0]}
        return ("sign", {}) if self.first("sign") else ("end", {})


class Firm(Careful[P, S]):
    """Answers with the last reply, the one that refuses, and ends what it has begun before anything else."""

    def choose(self, seen: S) -> Deed | None:
        if seen.replies:
            return "reply", {"option": seen.replies[-1]}
        if self.queue and not seen.rack_open:
            return self.queue.pop(0)
        return super().choose(seen)


def middle_reply(seen: WorkshopSeen) -> str:
    """The reply that neither gives all nor refuses."""
    return seen.replies[len(seen.replies) // 2]


def field_of(params: WorkshopParams, chance: Stream) -> dict[str, Value]:
    """A field of the sheet and one of its answers, drawn evenly."""
    choice = chance.pick(params.sheet)
    return {"field": choice.id, "value": chance.pick(choice.options)}
