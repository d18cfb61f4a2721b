"""Robots in the store: how one moves about there, and one that does every careful thing."""

from game.mechanics.plan.params import PlanParams
from game.mechanics.plan.seen import BarSeen, HeldSeen, KitSeen, LotSeen, PlanSeen, SlotSeen
from game.simulation.bots import Deed
from game.workshop.players import CALLED, Firm, Player
from game.workshop.players_people import TidiesLate


class Storekeeper(Player[PlanParams, PlanSeen]):
    """Knows its way round the store. What it chooses of itself is what comes first: kit, slot, bin, one piece."""

    def __init__(self, params: PlanParams, seed: int, *, pace: int = 30) -> None:
        super().__init__(params, seed, pace=pace)
        self.goal = -1  # the slot that the hand is for

    # What another one chooses otherwise.

    def next_bar(self, seen: PlanSeen) -> Deed | None:
        """What is done on the strip, None when it stays as it is."""
        left = [bar.id for bar in seen.bars if bar.place < 0]
        return ("lay", {"bar": left[0]}) if left else None

    def next_kit(self, seen: PlanSeen) -> KitSeen | None:
        return next((kit for kit in seen.kits if kit.left < 0), None)

    def next_slot(self, seen: PlanSeen, kit: KitSeen) -> int:
        return next(iter(self.to_fill(kit)), -1)

    def to_fill(self, kit: KitSeen) -> list[int]:
        """Slots that still ask for something and that it means to fill."""
        asks = [n for n, slot in enumerate(kit.slots) if slot.held is None and not slot.waits]
        return [n for n in asks if f"left:{kit.id}:{n}" not in self.memory]

    def bin_for(self, seen: PlanSeen, kit: KitSeen, n: int) -> LotSeen | None:
        """The first bin that bears the name."""
        return next((b for b in seen.bins if b.ref == kit.slots[n].ref and b.left), None)

    def reads(self, seen: PlanSeen, kit: KitSeen, n: int, bin: LotSeen) -> bool:
        """Whether the label is read before something is taken."""
        return False

    def number(self, kit: KitSeen, n: int, slot: SlotSeen) -> int:
        return 1

    def apart(self, seen: PlanSeen, held: HeldSeen) -> bool:
        """Whether what is in the hand goes under key."""
        return False

    def doubts(self, seen: PlanSeen, kit: KitSeen, n: int, bin: LotSeen) -> list[Deed] | None:
        """What is done about a bin in which something is wrong; None when nothing is found to be."""
        return None

    def leaves(self, seen: PlanSeen) -> Deed:
        """What is done once every kit has left."""
        return "end", {}

    # How it goes about it.

    def plans(self, seen: PlanSeen) -> Deed:
        return self.next_bar(seen) or ("end", {})

    def serves(self, seen: PlanSeen) -> Deed:
        """The next act at the shelves and the foam."""
        if seen.hand is not None:
            return self._lays(seen, seen.hand)
        kit = self.next_kit(seen)
        if kit is None:
            return self.leaves(seen)
        if not kit.here:
            return "open_kit", {"kit": kit.id}
        n = self.next_slot(seen, kit)
        if n < 0:
            return self.sends(seen, kit)
        bin = self.bin_for(seen, kit, n)
        if bin is None:
            self.memory.add(f"left:{kit.id}:{n}")
            return "look", {}
        return self._takes(seen, kit, n, bin)

    def sends(self, seen: PlanSeen, kit: KitSeen) -> Deed:
        """The kit leaves; stopped for a paper, it is emptied of what lacks one first."""
        if seen.message == "gate.papers":
            for n, slot in enumerate(kit.slots):
                if slot.held is not None and not self.params.store[slot.held.bin].paper:
                    self.memory.add(f"left:{kit.id}:{n}")
                    self.queue = [("reject", {})]
                    return "unfill", {"slot": n}
        return "depart", {}

    def _lays(self, seen: PlanSeen, held: HeldSeen) -> Deed:
        """What is in the hand goes under key, into its slot, or back where it came from."""
        if self.apart(seen, held):
            return "reject", {}
        kit = next((kit for kit in seen.kits if kit.here), None)
        if kit is None or not 0 <= self.goal < len(kit.slots):
            return "put_back", {}
        slot = kit.slots[self.goal]
        return ("fill", {"slot": self.goal}) if slot.held is None and slot.shape == held.shape else ("put_back", {})

    def _takes(self, seen: PlanSeen, kit: KitSeen, n: int, bin: LotSeen) -> Deed:
        if not bin.here:
            return "walk", {"aisle": bin.aisle}
        if self.reads(seen, kit, n, bin) and not bin.read:
            return "scan", {"bin": bin.id}
        doubts = self.doubts(seen, kit, n, bin)
        if doubts is not None:
            return self.in_turn(doubts) or ("look", {})
        self.goal = n
        return "take", {"bin": bin.id, "n": min(bin.left, self.number(kit, n, kit.slots[n]))}


def by_flag(bars: tuple[BarSeen, ...]) -> list[str]:
    """Bars that somebody waits for, the earliest flag first."""
    return [bar.id for bar in sorted((b for b in bars if b.flag), key=lambda b: b.flag)]


def laid_as(seen: PlanSeen, order: list[str]) -> Deed | None:
    """The next act that brings the strip to an order: what lies wrong comes off first."""
    laid = [bar.id for bar in sorted((b for b in seen.bars if b.place >= 0), key=lambda b: b.place)]
    for n, bar in enumerate(laid):
        if n >= len(order) or bar != order[n]:
            return "lift", {"bar": bar}
    return ("lay", {"bar": order[len(laid)]}) if len(laid) < len(order) else None


def nearest(seen: PlanSeen, slots: dict[int, str]) -> int:
    """The slot whose aisle is the nearest, in the order of the list; the far end first when both ends are needed."""
    blocks = dict(seen.ways)
    return min(slots, key=lambda n: (blocks[slots[n]], n))


class CarefulKeeper(Firm[PlanParams, PlanSeen], Storekeeper):
    """Every careful thing, in the order of the sheet."""

    def faulty(self, feature: str) -> bool:
        return feature in ("gap", "stranger", "ripped", "open")

    def work(self, seen: PlanSeen) -> Deed | None:
        if seen.plan:
            return self.plans(seen)
        return self.forgotten(seen) or self.fallen(seen) or self.serves(seen)

    def next_bar(self, seen: PlanSeen) -> Deed | None:
        return laid_as(seen, by_flag(seen.bars))

    def next_kit(self, seen: PlanSeen) -> KitSeen | None:
        return min((kit for kit in seen.kits if kit.left < 0), key=lambda kit: kit.due, default=None)

    def next_slot(self, seen: PlanSeen, kit: KitSeen) -> int:
        slots = {n: self.params.store[self.params.bins_of(kit.slots[n].ref)[0]].aisle for n in self.to_fill(kit)}
        return nearest(seen, slots) if slots else -1

    def bin_for(self, seen: PlanSeen, kit: KitSeen, n: int) -> LotSeen | None:
        """The lot that ends first, of those in date."""
        today = self.params.today
        bins = [b for b in seen.bins if b.ref == kit.slots[n].ref and b.left and (not b.until or b.until >= today)]
        return min(bins, key=lambda b: b.until, default=None)

    def reads(self, seen: PlanSeen, kit: KitSeen, n: int, bin: LotSeen) -> bool:
        return bin.yellow and self.careful(f"read:{kit.id}:{n}")

    def number(self, kit: KitSeen, n: int, slot: SlotSeen) -> int:
        return slot.n

    def apart(self, seen: PlanSeen, held: HeldSeen) -> bool:
        return bool(held.flaw)

    def doubts(self, seen: PlanSeen, kit: KitSeen, n: int, bin: LotSeen) -> list[Deed] | None:
        if not bin.odd and bin.paper is not False:
            return None
        return [("tag", {"object": bin.id}), ("call", {"who": CALLED, "about": bin.id})]

    def leaves(self, seen: PlanSeen) -> Deed:
        """A promise is kept once the last kit has left: by a call to who asked."""
        if self.hurried(seen) and self.first("promise"):
            return "call", {"who": CALLED, "about": self.asker()}
        return "end", {}


class HangsBack(TidiesLate[PlanParams, PlanSeen], CarefulKeeper):
    """Every careful thing, once what was taken too much hangs back."""
