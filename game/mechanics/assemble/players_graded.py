"""A player of known skill plays the whole workshop: what it misreads, forgets or crushes depends on that alone."""

from collections.abc import Mapping

from game.mechanics.assemble.lever import CRUSHED_UM, yield_u
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.players_skill import (
    ATTENTION,
    CHANGE,
    HANDS,
    INITIATIVE,
    NORMS,
    SHOWN,
    SPACE,
    Skilled,
)
from game.mechanics.assemble.seen import AssembleSeen, HoleSeen, PartSeen, RivetSeen
from game.simulation.bots import Deed

HAND_UM = 650
"""SD of a drop beside the hole at skill 0; it halves every 1.4 SD of skill."""
RELEASE_UM = 320
"""SD of an overshoot of the head at skill 0; it halves every 1.7 SD of skill."""
NEW_TOOL_UM = 800
"""Overshoot with a tool one has not got used to."""
LEVER_EVERY = 3
"""Ticks between two moves of the hand on the lever."""
BEND, NICK, LOT = -0.9, -0.2, 0.4
"""How hard each fault of a rivet is to see, in SD of skill."""


class Graded(Skilled):
    """Plays with a skill (SD of the population, -2..+2) for each habileté; 0 if absent."""

    def __init__(self, params: Params, seed: int, skill: Mapping[str, float], *, pace: int = 36) -> None:
        super().__init__(params, seed, skill, pace=pace)
        self.current = ""
        self.steps = 0
        self.queue: list[Deed] = []
        self.foreign = 0
        self.picks = self.new_heads = 0
        self.shut: dict[str, int] = {}
        self.next_move = 0

    # What is done next.

    def choose(self, seen: AssembleSeen) -> Deed | None:
        if self.queue:
            return self.queue.pop(0)
        if seen.rack_open:
            return self._folder(seen)
        if seen.replies:
            return "reply", {"option": "after"}
        if seen.phase in self.params.zones:
            return self._zone(seen)
        by_phase = {
            "prepare": self._prepare, "heads1": self._heads, "heads2": self._heads, "points": self._points,
            "close": self._close,
        }  # fmt: skip
        return by_phase[seen.phase](seen) if seen.phase in by_phase else ("end", {})

    def _label(self) -> str:
        """When the label out of date is noticed."""
        for when, difficulty in (("prepare", 0.3), ("before", -0.4), ("needed", -1.0)):
            if self.right(INITIATIVE, f"label:{when}", difficulty):
                return when
        return "never"

    def _prepare(self, seen: AssembleSeen) -> Deed:
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

    def _zone(self, seen: AssembleSeen) -> Deed:
        return self._part(seen) or self._aside(seen) or self._check(seen) or self._rivet(seen)

    def _part(self, seen: AssembleSeen) -> Deed | None:
        for spec in self.params.parts:
            part = next(p for p in seen.parts if p.id == spec.id)
            if spec.zone != seen.phase or part.fixed:
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
        return [*moves, *[turn] * ((aim[0] - part.angle) % 4), ("place_part", {"part": part.id})]

    def _aside(self, seen: AssembleSeen) -> Deed | None:
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
        if (late == "before" or (late == "needed" and seen.check_hole)) and self.first("exchange"):
            return "exchange", {"tool": self.params.expired_tool}
        return self._revision(seen) if seen.phase == "D" and seen.folders else None

    # The revision.

    def _folder(self, seen: AssembleSeen) -> Deed:
        right, old = self.params.folder_right, seen.folders[0]
        wrong = next(f for f in seen.folders if f not in (right, old))
        if "folder" in self.done or self.right(CHANGE, "folder", -0.7):
            folder = right
        else:
            folder = wrong if self.right(CHANGE, "folder:wrong", -0.9) else old
        self.done.add("folder")
        return "choose_folder", {"folder": folder}

    def _revision(self, seen: AssembleSeen) -> Deed | None:
        if seen.index != "B":
            soon = self.right(CHANGE, "folder:wrong", -0.9)
            late = self.right(CHANGE, "folder:late", -0.9) and "late" in self.done
            return ("open_doc", {"doc": "rack"}) if (soon or late) and self.first("rack") else None
        if self.right(CHANGE, "changes", 0.4) and self.first("changes"):
            return "open_doc", {"doc": "changes"}
        if seen.calibre != "B" and self.right(CHANGE, "calibre", -0.6):
            return "choose_calibre", {"calibre": "B"}
        touched = [h.id for h in seen.holes if h.state != "empty" and not h.redo]
        for name in touched:
            must = name in ("A4", "A8", "D1")
            redo = self.right(CHANGE, f"redo:{name}", 0.0) if must else self.slips(CHANGE, f"redo:{name}", -3.2)
            # The list of what to redo is read once, when the folder is opened.
            if redo and "redone" not in self.done:
                return "redo", {"hole": name}
        self.done.add("redone")
        return None

    def _check(self, seen: AssembleSeen) -> Deed | None:
        revised = seen.index == "B"
        every = 2 if revised else self.params.check_every
        name = f"check:{seen.placed}"
        if not seen.placed or seen.placed % every or seen.hand or name in self.done:
            return None
        self.done.add(name)
        if not (self.right(CHANGE, name, -0.3) if revised else self.right(NORMS, name, -0.3)):
            return None
        formed = [h.id for h in seen.holes if h.state != "empty" and h.open]
        if not formed:
            return None
        return self._fetch(seen, "calibre", ("check", {"hole": formed[-1]}))

    def _fetch(self, seen: AssembleSeen, tool: str, deed: Deed) -> Deed:
        """The deed, after the tool it needs has been taken."""
        if any(t.id == tool and not t.taken for t in seen.tools):
            self.queue = [deed]
            return "take_tool", {"tool": tool}
        return deed

    # Rivets.

    def _rivet(self, seen: AssembleSeen) -> Deed:
        holes = {h.id: h for h in seen.holes}
        if self.current and (holes[self.current].state != "empty" or not holes[self.current].open):
            self.current = ""
        if seen.wait_ms and not self.right(INITIATIVE, "busy", -0.3):
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
        zone = self.params.zones[seen.phase]
        revised = seen.index == "B" and bool(zone.order_b)

        def left(order: tuple[str, ...]) -> list[str]:
            return [n for n in order if holes[n].state == "empty" and f"left:{n}" not in self.done]

        document = left(zone.order)
        if not document:
            return ""
        name = f"step:{self.steps}"
        if revised:
            cross = left(zone.order_b)
            old = [n for n in document if n != cross[0]]
            return cross[0] if self.right(CHANGE, name, -0.5) or not old else old[0]
        if seen.phase == "D" or self.right(SPACE if seen.phase == "B" else NORMS, name, -0.6):
            return document[0]
        by_eye = sorted(document[1:], key=lambda n: (holes[n].y_mm, holes[n].x_mm))
        return by_eye[0] if by_eye else document[0]

    def _oval(self, name: str) -> Deed:
        """A hole that should not be used is left, marked, told."""
        self.current = ""
        self.done.add(f"left:{name}")
        tag: Deed = ("tag", {"object": name})
        call: Deed = ("call", {"who": "karim", "about": name})
        told = self.right(INITIATIVE, "oval:call", 0.1)
        if self.right(INITIATIVE, "oval:tag", -0.5):
            self.queue = [call] if told else []
            return tag
        return call if told else ("look", {"object": name})

    def _stem(self, seen: AssembleSeen, name: str) -> int:
        """The stem taken for a hole: a misreading gives the neighbouring one."""
        spec = self.params.holes()[name]
        right = self.params.stem_for(spec.e_um)
        if seen.phase == "D":
            new = self.params.stem_for(spec.e_b_um or spec.e_um)
            return new if seen.index == "B" and self.right(CHANGE, f"stem:{name}", -0.5) else right
        if seen.phase == "B" and f"gauged:{name}" not in self.done:
            read = self.draw(f"stem:{name}") < 0.5
        else:
            read = self.right(NORMS, f"stem:{name}", -0.9)
        stems = sorted(b.stem_mm for b in self.params.bins)
        at = stems.index(right)
        return right if read else stems[at - 1 if at == len(stems) - 1 else at + 1]

    def _fill(self, seen: AssembleSeen, name: str) -> Deed:
        if seen.hand is None:
            gauges = seen.phase == "B" and self.right(NORMS, f"gauge:{name}", -1.0)
            if gauges and self.first(f"gauged:{name}"):
                return self._fetch(seen, "pige", ("gauge", {"hole": name}))
            wanted = self._stem(seen, name)
            stocked = sorted(seen.bins, key=lambda b: (b.left == 0, abs(b.stem_mm - wanted)))
            self.picks += 1
            return ("pick", {"bin": stocked[0].number}) if stocked[0].left else ("end", {})
        aside = self._set_aside(seen.hand)
        if aside:
            return aside
        self.done.add("late" if seen.folders else "")
        drop = [self.error_um(f"drop:{name}:{axis}", HAND_UM, 1.4) for axis in "xy"]
        place: Deed = ("place", {"hole": name, "dx_um": drop[0], "dy_um": drop[1]})
        return self._fetch(seen, "squeezer", place)

    def _set_aside(self, hand: RivetSeen) -> Deed | None:
        """A foreign rivet or a faulty one, when it is noticed."""
        spec = next(b for b in self.params.bins if b.number == hand.bin)
        name = f"rivet:{self.picks}"
        if hand.length_mm != spec.stem_mm:
            if self.first(f"foreign:{name}"):
                self.foreign += 1
            if not self.right(INITIATIVE, f"foreign:{self.foreign}", -0.7):
                return None
            self.rejected += 1
            if self.first("mixed") and self.right(INITIATIVE, "mixed:say", 0.1):
                rest: list[Deed] = [("call", {"who": "karim", "about": f"bin{spec.number}"})]
                if self.right(INITIATIVE, "mixed:exchange", 0.5):
                    rest = [("isolate", {"bin": spec.number}), ("exchange_bin", {"bin": spec.number})]
                self.queue = rest
            return "reject", {}
        faulty = NICK if hand.nick else BEND if hand.bend_mdeg else LOT if hand.lot != spec.lot else None
        if self.slips(ATTENTION, name, -2.8) if faulty is None else self.right(ATTENTION, name, faulty):
            self.rejected += 1
            return "reject", {}
        return None

    def rest(self, seen: AssembleSeen) -> int:
        if seen.lever.hole and not seen.rack_open:
            return max(1, self.next_move - seen.tick)
        return super().rest(seen)

    def squeeze(self, seen: AssembleSeen) -> list[Deed]:
        if seen.tick < self.next_move:
            return []
        lever = seen.lever
        self.next_move = seen.tick + LEVER_EVERY
        needed = self.params.holes()[lever.hole].jaw
        if needed >= 0 and lever.x == 0 and lever.f == 0 and lever.jaw != self._jaw(seen, needed):
            self.next_move = seen.tick + 15
            return [("turn_jaw", {})]
        if lever.h_um <= max(CRUSHED_UM, lever.target_um - self._overshoot(seen)) or lever.start_um <= lever.target_um:
            if self.first(f"formed:{lever.hole}") and lever.tool == self.params.squeezers[1].id and seen.phase == "B":
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

    def _overshoot(self, seen: AssembleSeen) -> int:
        hole = seen.lever.hole
        size = abs(self.error_um(f"head:{hole}", RELEASE_UM, 1.7))
        new = seen.lever.tool == self.params.squeezers[1].id and seen.phase == "B"
        used_to = any(self.right(CHANGE, f"tool:{n}", 0.9 - 0.5 * n) for n in range(self.new_heads + 1))
        return size + NEW_TOOL_UM if new and not used_to else size

    def _pull(self, seen: AssembleSeen) -> int:
        """The next position of the lever: up to the metal, softly or not, then eased to the line or forced."""
        lever = seen.lever
        left = lever.h_um - lever.target_um
        base = yield_u({"grey": 6, "minus": 8, "plus": 10}[next(h.rivet for h in seen.holes if h.id == lever.hole)])
        wanted = base + (260 if left > 900 else 130 if not 0 <= left <= 300 else 60)
        if not self.right(HANDS, f"pull:{lever.hole}", -1.1) and left > 300:
            wanted = 1000
        soft = self.right(HANDS, f"touch:{lever.hole}", -0.8)
        step = (18 if soft else 150) if lever.x < 240 else 110
        return max(0, min(1000, lever.x + max(-180, min(step, wanted - lever.x))))


def novice(params: Params, seed: int) -> Graded:
    """Somebody who begins: a skill of -1 on everything, and goes to the end."""
    return Graded(params, seed, dict.fromkeys(SHOWN, -1.0))
