"""Players who show nothing: whatever they do costs no skill, so the workshop must give them nothing."""

from collections.abc import Callable, Sequence

from game.mechanics.plan.params import PlanParams
from game.mechanics.plan.players import Storekeeper
from game.mechanics.plan.seen import HeldSeen, KitSeen, LotSeen, PlanSeen, SlotSeen
from game.simulation.bots import Deed
from game.workshop.players import CALLED
from game.workshop.players_blind import Asking, Denouncing, Hurried, Prudent, Thoughtless, anything


class Fumbles(Storekeeper):
    """One legal-looking act a second, drawn evenly."""

    def choose(self, seen: PlanSeen) -> Deed | None:
        pick, below = self.chance.pick, self.chance.below
        bins = [b.id for b in seen.bins if b.here] or ["none"]
        bars = [b.id for b in seen.bars] or ["none"]
        drawn: list[Callable[[], Deed]] = [
            lambda: ("lay", {"bar": pick(bars)}),
            lambda: ("lift", {"bar": pick(bars)}),
            lambda: ("walk", {"aisle": pick(self.params.aisles)}),
            lambda: ("scan", {"bin": pick(bins)}),
            lambda: ("take", {"bin": pick(bins), "n": 1 + below(8)}),
            lambda: ("take", {"bin": pick(bins), "n": 1}),
            lambda: ("put_back", {}),
            lambda: ("reject", {}),
            lambda: ("open_kit", {"kit": pick([k.id for k in seen.kits] or ["none"])}),
            lambda: ("fill", {"slot": below(4)}),
            lambda: ("fill", {"slot": below(4)}),
            lambda: ("unfill", {"slot": below(4)}),
            lambda: ("depart", {}) if below(5) == 0 else ("fill", {"slot": below(4)}),
            lambda: ("exchange", {"tool": pick([t.id for t in seen.tools])}),
            lambda: ("reply", {"option": pick(seen.replies or ("none",))}),
            *anything(self, seen, bins, [*self.params.counted, "tags", "red_box"]),
        ]
        return pick(drawn)()


class AsListed(Thoughtless[PlanParams, PlanSeen], Storekeeper):
    """Slot by slot and kit by kit as they are listed, two of the first bin that bears the name; takes every tool."""

    verdict = "ok"

    def works(self, seen: PlanSeen) -> Deed | None:
        return self.plans(seen) if seen.plan else self.serves(seen)

    def number(self, kit: KitSeen, n: int, slot: SlotSeen) -> int:
        return 2


class ListRitual(AsListed):
    """Does what the list says, no more: its order, its names, its numbers; no plan, no date, no label, no look."""

    def number(self, kit: KitSeen, n: int, slot: SlotSeen) -> int:
        return slot.n


class Backwards(AsListed):
    """Everything from its end: the last bar, slot and bin first, one piece of each; kits in the order of that plan."""

    def next_bar(self, seen: PlanSeen) -> Deed | None:
        left = [bar.id for bar in seen.bars if bar.place < 0]
        return ("lay", {"bar": left[-1]}) if left else None

    def next_slot(self, seen: PlanSeen, kit: KitSeen) -> int:
        return next(iter(self.to_fill(kit)[::-1]), -1)

    def bin_for(self, seen: PlanSeen, kit: KitSeen, n: int) -> LotSeen | None:
        return next((b for b in seen.bins[::-1] if b.ref == kit.slots[n].ref and b.left), None)

    def number(self, kit: KitSeen, n: int, slot: SlotSeen) -> int:
        return 1


class SendsEmpty(Hurried[PlanParams, PlanSeen], AsListed):
    """Knows the buttons and takes the first that goes on: bars as they lie, every trolley sent off as it stands."""

    tool = "scanner"

    def next_slot(self, seen: PlanSeen, kit: KitSeen) -> int:
        """One slot of each kit, then it goes."""
        left = self.to_fill(kit)
        return left[0] if len(left) == len(kit.slots) else -1


class SuspectsAll(Denouncing[PlanParams, PlanSeen], AsListed):
    """Finds something wrong with everything: every tag used, everybody called, all that is taken under key once."""

    verdict = "review"

    def works(self, seen: PlanSeen) -> Deed | None:
        deed = None
        for bin in (b for b in seen.bins if b.here):
            deed = deed or self.denounced(bin.id, tag=bool(seen.tags_left) and not bin.tagged)
        return self.picked_up(seen) or deed or super().works(seen)

    def apart(self, seen: PlanSeen, held: HeldSeen) -> bool:
        return self.first(f"apart:{seen.phase}:{held.ref}")

    def closes(self, seen: PlanSeen) -> Deed:
        there = [t for t in seen.tools if t.taken and t.kind != "ppe"]
        return ("return_tool", {"tool": there[0].id}) if there else ("end", {})


class AsksAbout(Asking[PlanParams, PlanSeen], AsListed):
    """Asks for help about whatever is near, in nearly every second act."""

    def things(self, seen: PlanSeen) -> Sequence[str]:
        return [b.id for b in seen.bins if b.here]


class ScanRitual(Backwards):
    """Looks like a storekeeper: every label is read before anything is taken; the last of the shelf is always right."""

    def reads(self, seen: PlanSeen, kit: KitSeen, n: int, bin: LotSeen) -> bool:
        return True


class PrudentRitual(Prudent[PlanParams, PlanSeen], AsListed):
    """« Prudence »: any mark goes under key, the first bin of a step is tagged and told of, one label is exchanged."""

    verdict = "review"

    def works(self, seen: PlanSeen) -> Deed | None:
        bins = [b.id for b in seen.bins if b.here]
        if bins and self.first(f"tag:{seen.phase}"):
            return self.in_turn([("tag", {"object": bins[0]}), ("call", {"who": CALLED, "about": bins[0]})])
        return super().works(seen)

    def apart(self, seen: PlanSeen, held: HeldSeen) -> bool:
        return bool(held.flaw or held.trace)
