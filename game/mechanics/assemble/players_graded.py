"""A player of known skill at the squeezer: what it misreads, forgets or crushes depends on that alone."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from game.mechanics.assemble.lever import CRUSHED_UM, yield_u
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.players import Riveter
from game.mechanics.assemble.seen import AssembleSeen, HoleSeen, RivetSeen
from game.simulation.bots import Deed
from game.workshop.players import CALLED
from game.workshop.players_skill import ATTENTION, CHANGE, HANDS, INITIATIVE, NORMS, SPACE, Skilled

HAND_UM = 650
"""SD of a drop beside the hole at skill 0; it halves every 1.4 SD of skill."""
RELEASE_UM = 320
"""SD of an overshoot of the head at skill 0; it halves every 1.7 SD of skill."""
NEW_TOOL_UM = 800
"""Overshoot with a tool one has not got used to."""
LEVER_EVERY = 3
"""Ticks between two moves of the hand on the lever."""
NEAR_MM = 60
"""Holes of one line nearer than this are taken for one another."""
BEND, NICK, LOT = -0.9, -0.2, 0.4
"""How hard each fault of a rivet is to see, in SD of skill."""


class Graded(Skilled[Params, AssembleSeen], Riveter):
    """Plays with a skill (SD of the population, -2..+2) for each habileté; 0 if absent."""

    hard: ClassVar[Mapping[str, float]] = {"cocked": -1.0, "gap": -0.6, "crushed": 0.1, "mark": 0.9}

    def __init__(self, params: Params, seed: int, skill: Mapping[str, float], *, pace: int = 36) -> None:
        super().__init__(params, seed, skill, pace=pace)
        self.current = ""
        self.steps = 0
        self.foreign = 0
        self.picks = self.new_heads = 0
        self.shut: dict[str, int] = {}
        self.next_move = 0

    def work(self, seen: AssembleSeen) -> Deed:
        return self.part_pose(seen) or self.aside(seen) or self._check(seen) or self._rivet(seen)

    def checked(self, seen: AssembleSeen) -> bool:
        return bool(seen.check_hole)

    def neighbours(self, spot: str) -> Sequence[str]:
        holes = self.params.holes()
        x, y = holes[spot].x_mm, holes[spot].y_mm
        return [n for n, h in holes.items() if h.y_mm == y and 0 < abs(h.x_mm - x) <= NEAR_MM]

    # The revision.

    def revision(self, seen: AssembleSeen) -> Deed | None:
        if not seen.revised:
            soon = self.right(CHANGE, "folder:wrong", -0.9)
            late = self.right(CHANGE, "folder:late", -0.9) and "late" in self.memory
            return ("open_doc", {"doc": "rack"}) if (soon or late) and self.first("rack") else None
        if self.right(CHANGE, "changes", 0.4) and self.first("changes"):
            return "open_doc", {"doc": "changes"}
        new = self.params.calibres[1]
        if seen.calibre != new and self.right(CHANGE, "calibre", -0.6):
            return "choose_calibre", {"calibre": new}
        touched = [h.id for h in seen.holes if h.state != "empty" and not h.redo]
        for name in touched:
            must = self.change is not None and name in self.change.redo
            redo = self.right(CHANGE, f"redo:{name}", 0.0) if must else self.slips(CHANGE, f"redo:{name}", -3.2)
            # The list of what to redo is read once, when the folder is opened.
            if redo and "redone" not in self.memory:
                return "redo", {"hole": name}
        self.memory.add("redone")
        return None

    def _check(self, seen: AssembleSeen) -> Deed | None:
        revised = seen.revised
        every = self.params.check_every_b if revised else self.params.check_every
        name = f"check:{seen.placed}"
        if not seen.placed or seen.placed % every or seen.hand or name in self.memory:
            return None
        self.memory.add(name)
        if not (self.right(CHANGE, name, -0.3) if revised else self.right(NORMS, name, -0.3)):
            return None
        formed = [h.id for h in seen.holes if h.state != "empty" and h.open]
        if not formed:
            return None
        return self.fetch(seen, "calibre", ("check", {"hole": formed[-1]}))

    # Rivets.

    def _rivet(self, seen: AssembleSeen) -> Deed:
        holes = {h.id: h for h in seen.holes}
        if self.current and (holes[self.current].state != "empty" or not holes[self.current].open):
            self.current = ""
        if seen.waiting and not self.right(INITIATIVE, "busy", -0.3):
            read = self.right(INITIATIVE, "busy:read", -1.0) and self.first("busy:read")
            return ("open_doc", {"doc": "plan"}) if read else ("look", {})
        if not self.current:
            self.current = self._next(seen, holes)
            self.steps += 1
        name = self.current
        if not name:
            return "end", {}
        if holes[name].oval and self.right(INITIATIVE, "refuse", -1.2):
            return self._oval(name)
        return self._fill(seen, name)

    def _next(self, seen: AssembleSeen, holes: Mapping[str, HoleSeen]) -> str:
        """The next hole, as the document says or, when it is misread, as the eye falls."""
        zone = self.params.zones[seen.zone]
        revised = seen.revised and bool(zone.order_b)

        def left(order: tuple[str, ...]) -> list[str]:
            return [n for n in order if holes[n].state == "empty" and f"left:{n}" not in self.memory]

        document = left(zone.order)
        if not document:
            return ""
        name = f"step:{self.steps}"
        if revised:
            cross = left(zone.order_b)
            old = [n for n in document if n != cross[0]]
            return cross[0] if self.right(CHANGE, name, -0.5) or not old else old[0]
        if zone.order_b or self.right(SPACE if zone.on_plan else NORMS, name, -0.6):
            return document[0]
        by_eye = sorted(document[1:], key=lambda n: (holes[n].y_mm, holes[n].x_mm))
        return by_eye[0] if by_eye else document[0]

    def _oval(self, name: str) -> Deed:
        """A hole that should not be used is left, marked, told."""
        self.current = ""
        self.memory.add(f"left:{name}")
        tag: Deed = ("tag", {"object": name})
        call: Deed = ("call", {"who": CALLED, "about": name})
        calls = self.right(INITIATIVE, "oval:call", 0.1)
        if self.right(INITIATIVE, "oval:tag", -0.5):
            self.queue = [call] if calls else []
            return tag
        return call if calls else ("look", {"object": name})

    def _stem(self, seen: AssembleSeen, name: str) -> int:
        """The stem taken for a hole: a misreading gives the neighbouring one."""
        spec = self.params.hole(name)
        right = self.params.stem_for(spec.e_um)
        zone = self.params.zones[seen.zone]
        if zone.order_b:
            new = self.params.stem_for(spec.e_b_um or spec.e_um)
            return new if seen.revised and self.right(CHANGE, f"stem:{name}", -0.5) else right
        if zone.measured and f"gauged:{name}" not in self.memory:
            read = self.draw(f"stem:{name}") < 0.5
        else:
            read = self.right(NORMS, f"stem:{name}", -0.9)
        stems = sorted(b.stem_mm for b in self.params.bins)
        at = stems.index(right)
        return right if read else stems[at - 1 if at == len(stems) - 1 else at + 1]

    def _fill(self, seen: AssembleSeen, name: str) -> Deed:
        if seen.hand is None:
            gauges = self.params.zones[seen.zone].measured and self.right(NORMS, f"gauge:{name}", -1.0)
            if gauges and self.first(f"gauged:{name}"):
                return self.fetch(seen, "pige", ("gauge", {"hole": name}))
            wanted = self._stem(seen, name)
            stocked = sorted(seen.bins, key=lambda b: (b.left == 0, abs(b.stem_mm - wanted)))
            self.picks += 1
            return ("pick", {"bin": stocked[0].number}) if stocked[0].left else ("end", {})
        aside = self._set_aside(seen.hand)
        if aside:
            return aside
        self.memory.add("late" if seen.folders else "")
        drop = [self.error_um(f"drop:{name}:{axis}", HAND_UM, 1.4) for axis in "xy"]
        place: Deed = ("place", {"hole": name, "dx_um": drop[0], "dy_um": drop[1]})
        return self.fetch(seen, "squeezer", place)

    def _set_aside(self, hand: RivetSeen) -> Deed | None:
        """A foreign rivet or a faulty one, when it is noticed."""
        spec = self.params.bin(hand.bin)
        name = f"rivet:{self.picks}"
        if hand.length_mm != spec.stem_mm:
            if self.first(f"foreign:{name}"):
                self.foreign += 1
            if not self.right(INITIATIVE, f"foreign:{self.foreign}", -0.7):
                return None
            if self.first("mixed") and self.right(INITIATIVE, "mixed:say", 0.1):
                rest: list[Deed] = [("call", {"who": CALLED, "about": f"bin{spec.number}"})]
                if self.right(INITIATIVE, "mixed:exchange", 0.5):
                    rest = [("isolate", {"bin": spec.number}), ("exchange_bin", {"bin": spec.number})]
                self.queue = rest
            return "reject", {}
        faulty = NICK if hand.nick else BEND if hand.bend_mdeg else LOT if hand.lot != spec.lot else None
        if self.slips(ATTENTION, name, -2.8) if faulty is None else self.right(ATTENTION, name, faulty):
            return "reject", {}
        return None

    def rest(self, seen: AssembleSeen) -> int:
        if self.gesturing(seen):
            return max(1, self.next_move - seen.tick)
        return super().rest(seen)

    def squeeze(self, seen: AssembleSeen) -> list[Deed]:
        if seen.tick < self.next_move:
            return []
        lever = seen.lever
        self.next_move = seen.tick + LEVER_EVERY
        needed = self.params.hole(lever.hole).jaw
        if needed >= 0 and lever.x == 0 and lever.f == 0 and lever.jaw != self._jaw(seen, needed):
            self.next_move = seen.tick + 15
            return [("turn_jaw", {})]
        if lever.h_um <= max(CRUSHED_UM, lever.target_um - self._overshoot(seen)) or lever.start_um <= lever.target_um:
            if self.first(f"formed:{lever.hole}") and self._new_tool(seen):
                self.new_heads += 1
            return [("release", {})]
        return [("lever", {"x": self._pull(seen)})]

    def _jaw(self, seen: AssembleSeen, needed: int) -> int:
        """The approach tried: the right one, or its neighbour until the jaw does not go on."""
        hole = seen.lever.hole
        if self.right(SPACE, f"jaw:{hole}", -0.4, 0.25) or self.shut.get(hole, 0) > 1:
            return needed
        wrong = (needed + 1) % 4
        if seen.lever.jaw == wrong:
            self.shut[hole] = self.shut.get(hole, 0) + 1
        return wrong

    def _new_tool(self, seen: AssembleSeen) -> bool:
        """Whether the tool in hand came in the step under way: the hand is not used to it."""
        swap = self.params.first("swaps")
        return swap is not None and seen.lever.tool == swap.tool and seen.phase == swap.phase

    def _overshoot(self, seen: AssembleSeen) -> int:
        hole = seen.lever.hole
        size = abs(self.error_um(f"head:{hole}", RELEASE_UM, 1.7))
        new = self._new_tool(seen)
        used_to = any(self.right(CHANGE, f"tool:{n}", 0.9 - 0.5 * n) for n in range(self.new_heads + 1))
        return size + NEW_TOOL_UM if new and not used_to else size

    def _pull(self, seen: AssembleSeen) -> int:
        """The next position of the lever: up to the metal, softly or not, then eased to the line or forced."""
        lever = seen.lever
        left = lever.h_um - lever.target_um
        rivet = next(h.rivet for h in seen.holes if h.id == lever.hole)
        base = yield_u(next(b.stem_mm for b in self.params.bins if b.look == rivet))
        wanted = base + (260 if left > 900 else 130 if not 0 <= left <= 300 else 60)
        if not self.right(HANDS, f"pull:{lever.hole}", -1.1) and left > 300:
            wanted = 1000
        soft = self.right(HANDS, f"touch:{lever.hole}", -0.8)
        step = (18 if soft else 150) if lever.x < 240 else 110
        return max(0, min(1000, lever.x + max(-180, min(step, wanted - lever.x))))

