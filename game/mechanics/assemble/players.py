"""Robots that play through what a person sees: they prove it can be done, and that blind play earns nothing."""

from collections.abc import Mapping

from game.mechanics.assemble.lever import yield_u
from game.mechanics.assemble.params import FAULTY_HEADS, Params
from game.mechanics.assemble.seen import AssembleSeen, HoleSeen
from game.simulation.bots import Deed
from game.workshop import players
from game.workshop.players import CALLED
from game.workshop.players_blind import Thoughtless


class Riveter(players.Player[Params, AssembleSeen]):
    """A player at the squeezer: a rivet that is put in is formed at once."""

    def gesturing(self, seen: AssembleSeen) -> bool:
        return bool(seen.lever.hole) and not seen.rack_open

    def begins(self, deed: Deed) -> bool:
        return deed[0] == "place"


class IdleRiveter(players.Idle[Params, AssembleSeen], Riveter):
    """Does nothing at all."""


class LeavingRiveter(players.Never[Params, AssembleSeen], Riveter):
    """Knows one button: the end of each part."""


class Expert(players.Careful[Params, AssembleSeen], Riveter):
    """Reads every document, measures, checks, says what is wrong with the piece, eases the lever to the line."""

    def __init__(self, params: Params, seed: int, *, pace: int = 30, hand_um: int = 250, lever_noise: int = 0) -> None:
        super().__init__(params, seed, pace=pace)
        self.hand_um = hand_um
        self.lever_noise = lever_noise
        self.last_stem = params.bins[0].stem_mm

    def faulty(self, feature: str) -> bool:
        return feature in FAULTY_HEADS

    def order(self, seen: AssembleSeen) -> list[str]:
        zone = self.params.zones[seen.zone]
        names = list(zone.order_b if seen.revised and zone.order_b else zone.order)
        return names if self.careful(f"order:{seen.phase}") else sorted(names)

    def work(self, seen: AssembleSeen) -> Deed | None:
        if not seen.zone:
            return "end", {}
        holes = {h.id: h for h in seen.holes}
        return (
            self.forgotten(seen)
            or self.part_first(seen)
            or self.fallen(seen)
            or self._change(seen, holes)
            or self._gauge_heads(seen)
            or self._rivet(seen, holes)
        )

    def _change(self, seen: AssembleSeen, holes: Mapping[str, HoleSeen]) -> Deed | None:
        revision = self.params.first("revises")
        if not seen.revised or revision is None or seen.phase != revision.phase:
            return None
        if self.careful("changes") and self.first("changes:open"):
            return "open_doc", {"doc": "changes"}
        for name in revision.redo:
            if not holes[name].redo and holes[name].state != "empty" and self.careful(f"redo:{name}"):
                return "redo", {"hole": name}
        if seen.calibre != self.params.calibres[1] and self.careful("calibre"):
            return "choose_calibre", {"calibre": self.params.calibres[1]}
        return None

    def _gauge_heads(self, seen: AssembleSeen) -> Deed | None:
        every = self.params.check_every_b if seen.revised else self.params.check_every
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
                    return "call", {"who": CALLED, "about": name}
                continue
            if hole.state == "empty" and not hole.tagged:
                return self._fill(seen, name)
        return "end", {}

    def _fill(self, seen: AssembleSeen, name: str) -> Deed:
        if self.careful(f"gauge:{name}") and self.first(f"gauged:{name}"):
            return "gauge", {"hole": name}
        if seen.gauge_hole == name and not seen.gauge_um:
            return "look", {"object": name}
        e = seen.gauge_um if seen.gauge_hole == name else self.params.hole(name).e_um
        if seen.hand is None:
            number = self.params.bin_for(e).number
            if any(b.number == number and b.isolated for b in seen.bins):
                return "exchange_bin", {"bin": number}
            return "pick", {"bin": number}
        spec = self.params.bin(seen.hand.bin)
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
        needed = self.params.hole(lever.hole).jaw
        if lever.x == 0 and needed >= 0 and lever.jaw != needed and self.careful(f"jaw:{lever.hole}"):
            return [("turn_jaw", {})]
        if seen.message == "jaw" and lever.x == 0 and lever.jaw != needed:
            return [("turn_jaw", {})]
        left = lever.h_um - lever.target_um
        if left <= 40 or lever.start_um <= lever.target_um:
            return [("release", {})]
        base = yield_u(self.last_stem)
        wanted = base + (260 if left > 900 else 130 if left > 300 else 50)
        wanted += self.chance.normal(self.lever_noise) if self.lever_noise else 0
        step = max(-60, min(7 if lever.x < 240 else 40, wanted - lever.x))
        return [("lever", {"x": max(0, min(1000, lever.x + step))})]


class Always(Thoughtless[Params, AssembleSeen], Riveter):
    """The same bin, holes in reading order, the lever to the stop."""

    def squeeze(self, seen: AssembleSeen) -> list[Deed]:
        if seen.lever.f < 950 and seen.lever.h_um > 700:
            return [("lever", {"x": 1000})]
        return [("release", {}), ("release", {})]

    def works(self, seen: AssembleSeen) -> Deed | None:
        part = next((p for p in seen.parts if p.here and not p.fixed), None)
        if part is not None:
            return ("turn_part" if self.chance.below(2) else "place_part"), {"part": part.id}
        if seen.hand is None:
            return "pick", {"bin": seen.bins[1].number}
        empty = sorted((h for h in seen.holes if h.open and h.state == "empty"), key=lambda h: (h.y_mm, h.x_mm))
        return ("place", {"hole": empty[0].id, "dx_um": 900, "dy_um": 900}) if empty else ("end", {})
