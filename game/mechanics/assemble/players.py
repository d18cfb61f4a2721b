"""Robots that play through what a person sees: they prove it can be done, and that blind play earns nothing."""

from collections.abc import Callable, Mapping

from game.mechanics.assemble.lever import yield_u
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.seen import AssembleSeen, HoleSeen
from game.simulation.bots import Deed
from game.simulation.rng import Stream

FAULTS = ("cocked", "gap", "crushed", "mark")


class Player:
    """Acts at most once every `pace` ticks; a held lever is moved every tick."""

    def __init__(self, params: Params, seed: int, *, pace: int = 30, hand_um: int = 250, lever_noise: int = 0) -> None:
        self.params = params
        self.chance = Stream(seed, "player")
        self.pace = pace
        self.hand_um = hand_um
        self.lever_noise = lever_noise
        self.next_tick = 0
        self.at_once = False

    def act(self, seen: AssembleSeen) -> list[Deed]:
        """What is done at this tick."""
        if seen.lever.hole and not seen.rack_open:
            return self.squeeze(seen)
        if seen.tick < self.next_tick:
            self.at_once = False
            return []
        self.next_tick = seen.tick + self.pace
        deed = self.choose(seen)
        # A rivet that is put in is squeezed at once.
        self.at_once = deed is not None and deed[0] == "place"
        return [deed] if deed else []

    def rest(self, seen: AssembleSeen) -> int:
        """Ticks after which it looks again, at least 1: what it would not act on need not be shown to it."""
        if seen.lever.hole and not seen.rack_open:
            return 1
        return 1 if self.at_once else max(1, self.next_tick - seen.tick)

    def squeeze(self, seen: AssembleSeen) -> list[Deed]:
        raise NotImplementedError

    def choose(self, seen: AssembleSeen) -> Deed | None:
        raise NotImplementedError


class Expert(Player):
    """Reads every document, measures, checks, says what is wrong with the piece, eases the lever to the line."""

    skill = 100  # chances in 100 of doing each careful thing

    def __init__(self, params: Params, seed: int, **settings: int) -> None:
        super().__init__(params, seed, **settings)
        self.memory: set[str] = set()
        self.last_stem = 6
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

    def first(self, name: str) -> bool:
        if name in self.memory:
            return False
        self.memory.add(name)
        return True

    def choose(self, seen: AssembleSeen) -> Deed | None:
        if seen.rack_open:
            right = self.params.folder_right
            return "choose_folder", {"folder": right if self.careful("folder") else seen.folders[0]}
        if seen.replies:
            return "reply", {"option": "after"}
        deed = getattr(self, f"in_{seen.phase.lower()}", self.in_zone)(seen)
        return deed if isinstance(deed, tuple) else None

    def in_prepare(self, seen: AssembleSeen) -> Deed:
        for tool in seen.tools:
            if tool.kind == "ppe" and not tool.taken:
                return "wear", {"item": tool.id}
            if tool.id == self.params.expired_tool and tool.label and self.careful("label") and self.first("exchange"):
                return "exchange", {"tool": tool.id}
            if tool.listed and not tool.taken and self.careful(f"tool:{tool.id}"):
                return "take_tool", {"tool": tool.id}
        return "end", {}

    def order(self, seen: AssembleSeen) -> list[str]:
        zone = self.params.zones[seen.phase]
        names = list(zone.order_b if seen.index == "B" and zone.order_b else zone.order)
        return names if self.careful(f"order:{seen.phase}") else sorted(names)

    def in_zone(self, seen: AssembleSeen) -> Deed:
        holes = {h.id: h for h in seen.holes}
        for tool in seen.tools:
            if tool.listed and not tool.taken and self.needs(tool.id):
                return "take_tool", {"tool": tool.id}
        return (
            self._part(seen)
            or self._fallen(seen)
            or self._change(seen, holes)
            or self._gauge_heads(seen)
            or self._rivet(seen, holes)
        )

    def needs(self, tool: str) -> bool:
        """A tool forgotten at the start is fetched when the work asks for it."""
        return tool in ("squeezer", "pige", "calibre")

    def _part(self, seen: AssembleSeen) -> Deed | None:
        for spec in self.params.parts:
            part = next(p for p in seen.parts if p.id == spec.id)
            if spec.zone != seen.phase or part.fixed:
                continue
            if part.face != spec.face:
                return "flip_part", {"part": part.id}
            if part.angle != spec.angle:
                return "turn_part", {"part": part.id}
            return "place_part", {"part": part.id}
        return None

    def _fallen(self, seen: AssembleSeen) -> Deed | None:
        foreign = {f.id for f in self.params.fod if f.foreign}
        for item in seen.fod:
            if item.id in foreign and self.careful(f"fod:{item.id}"):
                return "take_fod", {"item": item.id}
        return None

    def _change(self, seen: AssembleSeen, holes: Mapping[str, HoleSeen]) -> Deed | None:
        if seen.index != "B" or seen.phase != "D":
            return None
        if self.careful("changes") and self.first("changes:open"):
            return "open_doc", {"doc": "changes"}
        for name in ("A4", "A8", "D1"):
            if not holes[name].redo and holes[name].state != "empty" and self.careful(f"redo:{name}"):
                return "redo", {"hole": name}
        if seen.calibre != "B" and self.careful("calibre"):
            return "choose_calibre", {"calibre": "B"}
        return None

    def _gauge_heads(self, seen: AssembleSeen) -> Deed | None:
        every = 2 if seen.index == "B" else self.params.check_every
        due = seen.placed and seen.placed % every == 0 and not seen.hand
        if not due or not self.careful(f"check:{seen.placed}") or not self.first(f"checked:{seen.placed}"):
            return None
        formed = [h for h in seen.holes if h.state != "empty" and h.open]
        return ("check", {"hole": formed[-1].id}) if formed else None

    def _rivet(self, seen: AssembleSeen, holes: Mapping[str, HoleSeen]) -> Deed:
        for name in self.order(seen):
            hole = holes[name]
            if hole.oval and self.careful("oval"):
                if not hole.tagged:
                    return "tag", {"object": name}
                if self.first("oval:call"):
                    return "call", {"who": "karim", "about": name}
                continue
            if hole.state == "empty" and not hole.tagged:
                return self._fill(seen, name)
        return "end", {}

    def _fill(self, seen: AssembleSeen, name: str) -> Deed:
        zone = seen.phase
        if self.careful(f"gauge:{name}") and self.first(f"gauged:{name}"):
            return "gauge", {"hole": name}
        if seen.gauge_hole == name and not seen.gauge_um:
            return "look", {"object": name}
        e = seen.gauge_um if seen.gauge_hole == name else self.params.zones[zone].holes[name].e_um
        if seen.hand is None:
            number = next(b.number for b in self.params.bins if b.stem_mm == self.params.stem_for(e))
            if any(b.number == number and b.isolated for b in seen.bins):
                return "exchange_bin", {"bin": number}
            return "pick", {"bin": number}
        spec = self.params.bins[seen.hand.bin - 1]
        faulty = seen.hand.bend_mdeg or seen.hand.nick or seen.hand.lot != spec.lot
        if seen.hand.length_mm != spec.stem_mm and self.careful("mixed"):
            return ("isolate", {"bin": spec.number}) if self.first("mixed:isolate") else ("reject", {})
        if faulty and self.careful(f"faulty:{seen.tick // 500}"):
            return "reject", {}
        self.last_stem = seen.hand.length_mm
        off = self.chance.normal(self.hand_um), self.chance.normal(self.hand_um)
        return "place", {"hole": name, "dx_um": off[0], "dy_um": off[1]}

    def squeeze(self, seen: AssembleSeen) -> list[Deed]:
        lever = seen.lever
        needed = self.params.holes()[lever.hole].jaw
        if lever.x == 0 and needed >= 0 and lever.jaw != needed and self.careful(f"jaw:{lever.hole}"):
            return [("turn_jaw", {})]
        if seen.message == "assemble.message.jaw" and lever.x == 0 and lever.jaw != needed:
            return [("turn_jaw", {})]
        left = lever.h_um - lever.target_um
        if left <= 40 or lever.start_um <= lever.target_um:
            return [("release", {})]
        base = yield_u(self.last_stem)
        wanted = base + (260 if left > 900 else 130 if left > 300 else 50)
        wanted += self.chance.normal(self.lever_noise) if self.lever_noise else 0
        step = max(-60, min(7 if lever.x < 240 else 40, wanted - lever.x))
        return [("lever", {"x": max(0, min(1000, lever.x + step))})]

    def in_heads1(self, seen: AssembleSeen) -> Deed:
        return self._heads(seen)

    def in_heads2(self, seen: AssembleSeen) -> Deed:
        return self._heads(seen)

    def _heads(self, seen: AssembleSeen) -> Deed:
        for head in seen.heads:
            if head.verdict:
                continue
            bad = head.feature in FAULTS
            if not self.careful(f"head:{seen.phase}:{head.index}"):
                bad = self.chance.below(4) == 0
            self.refused_heads += bad
            return "head", {"index": head.index, "verdict": "review" if bad else "ok"}
        return "end", {}

    def in_points(self, seen: AssembleSeen) -> Deed:
        for point in seen.points:
            if not point.value:
                right = self.params.points[point.id]
                names = [h.id for h in seen.holes]
                return "point", {"id": point.id, "hole": right if self.careful(point.id) else self.chance.pick(names)}
        return "end", {}

    def in_close(self, seen: AssembleSeen) -> Deed:
        wanted = {f"bin{b.number}": b.left for b in seen.bins} | {"tags": seen.tags_left, "tools": 7}
        for item in seen.counts:
            n = wanted.get(item.id, self.chance.below(8))
            if item.id == "red_box":
                n = 9
            if self.first(f"count:{item.id}"):
                return "count", {"item": item.id, "n": n if self.careful(item.id) else n + 1}
        for place in seen.places:
            if self.careful("search") and "behind_c31" not in seen.searched and place not in seen.searched:
                return "search", {"place": place}
        for tool in seen.tools:
            if tool.taken and tool.kind != "ppe":
                return "return_tool", {"tool": tool.id}
        right = {
            "lot_6": "K7",
            "lot_8": "M2",
            "lot_10": "P4",
            "squeezer_no": "27",
            "refused_heads": str(self.refused_heads),
        }
        for entry in seen.sheet:
            if not entry.value:
                value = (
                    right[entry.id] if self.careful(entry.id) and right[entry.id] in entry.options else entry.options[0]
                )
                return "field", {"field": entry.id, "value": value}
        return ("sign", {}) if self.first("sign") else ("end", {})


class Random(Player):
    """One legal-looking act a second, drawn evenly."""

    def squeeze(self, seen: AssembleSeen) -> list[Deed]:
        if seen.tick < self.next_tick:
            return []
        self.next_tick = seen.tick + self.pace
        drawn: list[Deed] = [("lever", {"x": self.chance.below(1001)}), ("release", {}), ("turn_jaw", {})]
        return [self.chance.pick(drawn)]

    def choose(self, seen: AssembleSeen) -> Deed | None:
        holes = [h.id for h in seen.holes]
        tools = [t.id for t in seen.tools]
        drawn: list[Callable[[], Deed]] = [
            lambda: ("pick", {"bin": 1 + self.chance.below(3)}),
            lambda: ("place", {"hole": self.chance.pick(holes)}),
            lambda: ("place", {"hole": self.chance.pick(holes)}),
            lambda: ("reject", {}),
            lambda: ("take_tool", {"tool": self.chance.pick(tools)}),
            lambda: ("wear", {"item": self.chance.pick(tools)}),
            lambda: ("gauge", {"hole": self.chance.pick(holes)}),
            lambda: ("check", {"hole": self.chance.pick(holes)}),
            lambda: ("tag", {"object": self.chance.pick(holes)}),
            lambda: ("redo", {"hole": self.chance.pick(holes)}),
            lambda: ("call", {"who": "karim", "about": self.chance.pick(holes)}),
            lambda: ("isolate", {"bin": 1 + self.chance.below(3)}),
            lambda: ("exchange_bin", {"bin": 1 + self.chance.below(3)}),
            lambda: ("turn_part", {"part": "E12"}),
            lambda: ("place_part", {"part": "E12"}),
            lambda: ("flip_part", {"part": "D40"}),
            lambda: ("place_part", {"part": "D40"}),
            lambda: ("head", {"index": self.chance.below(16), "verdict": self.chance.pick(("ok", "review"))}),
            lambda: ("take_fod", {"item": self.chance.pick([f.id for f in seen.fod] or ["none"])}),
            lambda: ("choose_folder", {"folder": self.chance.pick(self.params.folders)}),
            lambda: ("search", {"place": self.chance.pick(self.params.places)}),
            lambda: (
                "field",
                {"field": (c := self.chance.pick(self.params.sheet)).id, "value": self.chance.pick(c.options)},
            ),
            lambda: ("count", {"item": "tags", "n": self.chance.below(12)}),
            lambda: ("point", {"id": self.chance.pick(list(self.params.points)), "hole": self.chance.pick(holes)}),
            lambda: ("sign", {}),
            lambda: ("end", {}) if self.chance.below(20) == 0 else ("wait", {}),
        ]
        return self.chance.pick(drawn)()


class Always(Player):
    """The same bin, holes in reading order, the lever to the stop."""

    def squeeze(self, seen: AssembleSeen) -> list[Deed]:
        if seen.lever.f < 950 and seen.lever.h_um > 700:
            return [("lever", {"x": 1000})]
        return [("release", {}), ("release", {})]

    def choose(self, seen: AssembleSeen) -> Deed | None:
        if seen.phase == "prepare":
            left = [t for t in seen.tools if not t.taken]
            if left:
                return ("wear", {"item": left[0].id}) if left[0].kind == "ppe" else ("take_tool", {"tool": left[0].id})
            return "end", {}
        if seen.rack_open:
            return "choose_folder", {"folder": seen.folders[0]}
        if seen.phase.startswith("heads"):
            left_heads = [h for h in seen.heads if not h.verdict]
            return ("head", {"index": left_heads[0].index, "verdict": "review"}) if left_heads else ("end", {})
        if seen.phase in ("A", "B", "D"):
            for part in seen.parts:
                if not part.fixed and (part.id == "E12") == (seen.phase == "A") and seen.phase != "B":
                    return ("turn_part" if self.chance.below(2) else "place_part"), {"part": part.id}
            if seen.hand is None:
                return "pick", {"bin": 2}
            empty = sorted((h for h in seen.holes if h.open and h.state == "empty"), key=lambda h: (h.y_mm, h.x_mm))
            return ("place", {"hole": empty[0].id, "dx_um": 900, "dy_um": 900}) if empty else ("end", {})
        return "end", {}


class Idle(Player):
    """Does nothing at all; without the clock, only "end" after a while, or nobody could leave."""

    def squeeze(self, seen: AssembleSeen) -> list[Deed]:
        return []

    def choose(self, seen: AssembleSeen) -> Deed | None:
        return ("end", {}) if seen.pace < 0 and seen.tick % 3000 > 2900 else None
